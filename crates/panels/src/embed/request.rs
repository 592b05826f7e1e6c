//! Reads what a host asks: JSON to a typed request, field by field. Nothing else is looked at, and nothing is changed.

use app::named::Named;
use app::settings::{Settings, Theme};
use app::target::Target;
use digits::{DigitImage, Ink, N_PIXELS, StrokesError};
use models::ModelSource;
use serde_json::{Map, Value};

use crate::commands::Command;
use crate::embed::protocol::{Code, PARAMS, VERSION, Verb, VerbLine};
use crate::lesson::source::Source;
use crate::link::linked::mistakes_in;
use crate::models::is_model_text;
use crate::picture::{Format, Subject};

/// As large as whole numbers can be in JavaScript.
const LARGEST_ID: u64 = (1 << 53) - 1;
/// What is wrong with what is no message at all.
pub const NO_MESSAGE: &str = "A message is an object such as {\"inkling\": 1, \"type\": \"clear\"}.";
/// The longest name that is repeated in an error, in characters.
const LONGEST_SHOWN: usize = 40;

/// A request, and the number that the host has given it.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The number, if there is one, for the answer.
    pub id: Option<u64>,
    /// What is asked.
    pub request: Request,
}

/// What a host asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Whether the page is there.
    Hello,
    /// Put this drawing on the pad.
    SetStrokes {
        /// The drawing.
        ink: Ink,
        /// Whether to draw it as a pen would.
        is_animated: bool,
    },
    /// Have these pixels read.
    SetPixels(Box<DigitImage>),
    /// Clear the pad.
    Clear,
    /// Undo the last step on the pad.
    Undo,
    /// Redo it.
    Redo,
    /// Use another model.
    SetModel(Wanted),
    /// Change settings.
    SetParams(Box<Params>),
    /// Select this, or nothing.
    Select(Option<Target>),
    /// Tell the state.
    GetState,
    /// Lead to this state.
    SetState(String),
    /// Return to this state from now on.
    SetDefaultState(String),
    /// Make a picture.
    Picture {
        /// The format.
        format: Format,
        /// What it shows.
        subject: Subject,
        /// The theme; the page's own if none is named.
        theme: Option<Theme>,
    },
    /// Tell every number in the network.
    GetActivations,
    /// Carry out a command.
    Command(Command),
    /// Hold still.
    Pause,
    /// Go on.
    Resume,
    /// End.
    Destroy,
}

/// A model that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// By its name or address.
    Named(ModelSource),
    /// As the text of its file.
    File(String),
}

/// Settings that are asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Params {
    /// With the values that are asked for.
    pub settings: Settings,
    /// Which of them are asked for.
    pub given: Vec<&'static str>,
    /// The name of the lesson that is asked for, and of the step.
    pub lesson: Option<(String, Option<String>)>,
}

/// Why a message is not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The message's number, if it has one.
    pub id: Option<u64>,
    /// What is wrong.
    pub code: Code,
    /// The same, in a sentence.
    pub message: String,
}

/// What is wrong with a message.
type Problem = (Code, String);

/// Reads a message.
///
/// # Errors
/// If it is not a request of this version, or one of its fields is missing or not what it should be.
pub fn parse(text: &str) -> Result<Asked, Refusal> {
    let refusal = |id, (code, message)| Refusal { id, code, message };
    let fields = match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields,
        _ => {
            return Err(refusal(None, (Code::Malformed, NO_MESSAGE.to_owned())));
        }
    };
    let id = match fields.get("id") {
        None | Some(Value::Null) => None,
        Some(id) => match id.as_u64().filter(|id| *id <= LARGEST_ID) {
            Some(id) => Some(id),
            None => return Err(refusal(None, wrong("id", "must be a whole number from 0"))),
        },
    };
    let fields = Fields(&fields);
    fields.request().map(|request| Asked { id, request }).map_err(|problem| refusal(id, problem))
}

fn wrong(field: &str, problem: &str) -> Problem {
    (Code::BadField, ["“", field, "” ", problem, "."].concat())
}

fn missing(field: &str) -> Problem {
    (Code::MissingField, ["“", field, "” is missing."].concat())
}

/// The beginning of a text that the host has sent, for an error.
fn shown(text: &str) -> String {
    text.chars().take(LONGEST_SHOWN).collect()
}

/// The fields of a message.
struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    fn request(&self) -> Result<Request, Problem> {
        match self.get("inkling").map(Value::as_u64) {
            Some(Some(VERSION)) => {}
            None => {
                return Err((
                    Code::Malformed,
                    "“inkling” is missing: it is the protocol’s version.".to_owned(),
                ));
            }
            Some(_) => return Err((Code::Version, "This page speaks version 1 of the protocol.".to_owned())),
        }
        let name = self.text("type")?;
        let Some(line) = VerbLine::named(name) else {
            return Err((Code::UnknownType, ["There is no request “", &shown(name), "”."].concat()));
        };
        self.check(line.fields)?;
        Ok(match line.verb {
            Verb::Hello => Request::Hello,
            Verb::SetStrokes => Request::SetStrokes { ink: self.ink()?, is_animated: self.flag("animate")? },
            Verb::SetPixels => Request::SetPixels(self.pixels()?),
            Verb::Clear => Request::Clear,
            Verb::Undo => Request::Undo,
            Verb::Redo => Request::Redo,
            Verb::SetModel => Request::SetModel(self.model()?),
            Verb::SetParams => Request::SetParams(Box::new(self.params()?)),
            Verb::Select => Request::Select(self.target()?),
            Verb::GetState => Request::GetState,
            Verb::SetState => Request::SetState(self.state()?),
            Verb::SetDefaultState => Request::SetDefaultState(self.state()?),
            Verb::Picture => Request::Picture {
                format: self.named("format")?.ok_or_else(|| missing("format"))?,
                subject: self.named("what")?.ok_or_else(|| missing("what"))?,
                theme: self.named("theme")?.filter(|theme| *theme != Theme::Auto),
            },
            Verb::GetActivations => Request::GetActivations,
            Verb::Command => Request::Command(self.command()?),
            Verb::Pause => Request::Pause,
            Verb::Resume => Request::Resume,
            Verb::Destroy => Request::Destroy,
        })
    }

    /// Checks that all fields are known, and that none is missing.
    fn check(&self, known: &[&str]) -> Result<(), Problem> {
        let is_known = |name: &str| {
            ["inkling", "type", "id"].contains(&name)
                || known.iter().any(|known| known.trim_end_matches('?') == name)
        };
        if let Some(name) = self.0.keys().find(|name| !is_known(name)) {
            return Err(wrong(&shown(name), "is not a field of this request"));
        }
        let is_missing = |name: &&&str| !name.ends_with('?') && self.get(name).is_none();
        known.iter().find(is_missing).map_or(Ok(()), |name| Err(missing(name)))
    }

    /// A field, unless it is missing or null.
    fn get(&self, name: &str) -> Option<&'a Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    fn text(&self, name: &str) -> Result<&'a str, Problem> {
        let value = self.get(name).ok_or_else(|| missing(name))?;
        value.as_str().ok_or_else(|| wrong(name, "must be text"))
    }

    fn flag(&self, name: &str) -> Result<bool, Problem> {
        match self.get(name) {
            None => Ok(false),
            Some(value) => value.as_bool().ok_or_else(|| wrong(name, "must be true or false")),
        }
    }

    /// One of a few names; `None` if the field is missing.
    fn named<T: Named>(&self, name: &str) -> Result<Option<T>, Problem> {
        if self.get(name).is_none() {
            return Ok(None);
        }
        let names = || T::NAMES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        let value = T::from_name(self.text(name)?);
        value.map(Some).ok_or_else(|| wrong(name, &["must be one of: ", &names()].concat()))
    }

    fn ink(&self) -> Result<Ink, Problem> {
        let strokes = self.get("strokes").ok_or_else(|| missing("strokes"))?;
        digits::ink_from_json(strokes).map_err(|error| match error {
            StrokesError::Field { field, problem } => wrong(&field, problem),
            error => (Code::BadField, [&error.to_string(), "."].concat()),
        })
    }

    fn pixels(&self) -> Result<Box<DigitImage>, Problem> {
        let is_pixel = |number: &f64| (0.0..=1.0).contains(number);
        let list = self.get("pixels").and_then(Value::as_array).filter(|list| list.len() == N_PIXELS);
        let numbers: Option<Vec<f32>> = list.and_then(|list| {
            list.iter().map(|value| Some(value.as_f64().filter(is_pixel)? as f32)).collect()
        });
        let pixels = numbers.and_then(|numbers| <[f32; N_PIXELS]>::try_from(numbers).ok());
        let pixels = pixels.ok_or_else(|| wrong("pixels", "must be a list of 784 numbers from 0 to 1"))?;
        Ok(Box::new(DigitImage::from_pixels(pixels)))
    }

    fn model(&self) -> Result<Wanted, Problem> {
        let value = self.get("model").ok_or_else(|| missing("model"))?;
        match value {
            Value::String(text) if is_model_text(text) => Ok(Wanted::File(text.clone())),
            Value::String(name) => {
                let source = ModelSource::from_name(name);
                source.map(Wanted::Named).ok_or_else(|| wrong("model", "is neither a name nor an address"))
            }
            Value::Object(_) => Ok(Wanted::File(value.to_string())),
            _ => Err(wrong("model", "must be a name, an address, or a model file")),
        }
    }

    fn params(&self) -> Result<Params, Problem> {
        let mut pairs = Vec::new();
        let mut given = Vec::new();
        for name in PARAMS.iter().map(|name| name.trim_end_matches('?')) {
            if self.get(name).is_some() {
                given.push(name);
                pairs.push((name.to_owned(), self.text(name)?.to_owned()));
            }
        }
        let (settings, unknown) = Settings::from_query(&pairs);
        if let Some(note) = unknown.note() {
            return Err((Code::BadField, note));
        }
        let lesson = match self.get("lesson") {
            None => None,
            Some(_) => {
                let name = self.text("lesson")?;
                if Source::from_name(name).is_none() {
                    return Err(wrong("lesson", "is neither a name nor an address"));
                }
                let step = self.get("step").map(|_| self.text("step")).transpose()?;
                Some((name.to_owned(), step.map(str::to_owned)))
            }
        };
        if lesson.is_none() && given.contains(&"step") {
            return Err(missing("lesson"));
        }
        Ok(Params { settings, given, lesson })
    }

    /// Layers count from 1, as everywhere on the page; layer 0 is the input.
    fn target(&self) -> Result<Option<Target>, Problem> {
        let number = |name: &str| match self.get(name) {
            None => Ok(None),
            Some(value) => {
                let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
                number.map(Some).ok_or_else(|| wrong(name, "must be a whole number from 0"))
            }
        };
        match (number("layer")?, number("neuron")?) {
            (None, None) => Ok(None),
            (Some(layer), Some(neuron)) => Ok(Some(Target::input_of(layer as usize, neuron as usize))),
            (None, Some(_)) => Err(missing("layer")),
            (Some(_), None) => Err(missing("neuron")),
        }
    }

    fn state(&self) -> Result<String, Problem> {
        let state = self.text("state")?;
        if mistakes_in(state).is_empty() {
            return Ok(state.to_owned());
        }
        Err((Code::BadState, "The state cannot be read: it is damaged or from another version.".to_owned()))
    }

    fn command(&self) -> Result<Command, Problem> {
        let name = self.text("command")?;
        Command::from_name(name).ok_or_else(|| wrong("command", "is not a command"))
    }
}
