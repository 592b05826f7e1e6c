//! The protocol's names, in tables: what the host can ask, what the page says, and what can be wrong. `docs/EMBED.md` has the same
//! tables, and a test compares them.

use app::named::Named;

/// The protocol's version.
pub const VERSION: u64 = 1;

/// What a host can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Begin.
    Hello,
    /// Put a drawing on the pad.
    SetStrokes,
    /// Have pixels read.
    SetPixels,
    /// Clear the pad.
    Clear,
    /// Undo the last step on the pad.
    Undo,
    /// Redo it.
    Redo,
    /// Use another model.
    SetModel,
    /// Change settings that the address's query has.
    SetParams,
    /// Select a pixel or a neuron.
    Select,
    /// Tell the state.
    GetState,
    /// Lead to a state.
    SetState,
    /// Return to this state from now on.
    SetDefaultState,
    /// Make a picture.
    Picture,
    /// Tell every number in the network.
    GetActivations,
    /// Carry out one of the page's commands.
    Command,
    /// Hold still.
    Pause,
    /// Go on.
    Resume,
    /// End.
    Destroy,
}

/// What the page says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is there.
    Ready,
    /// What the network reads.
    Prediction,
    /// Another model is in use.
    ModelChanged,
    /// Settings have been changed.
    ParamsChanged,
    /// What is selected.
    Selected,
    /// The state.
    State,
    /// A picture.
    Picture,
    /// Every number in the network.
    Activations,
    /// A command has been carried out.
    CommandDone,
    /// It has ended.
    Destroyed,
    /// The state has changed.
    StateChanged,
    /// A step of a lesson is done.
    StepCompleted,
    /// A lesson is done.
    LessonCompleted,
    /// A training run goes on.
    TrainProgress,
    /// A drawing has been counted in the class tally, or taken back.
    TallyChanged,
    /// How high the page wants to be.
    Resize,
    /// A request was refused.
    Error,
}

/// What can be wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// It is not a message of this protocol.
    Malformed,
    /// It is of another version.
    Version,
    /// It is larger than the page reads.
    TooLarge,
    /// There are more than the page reads.
    TooMany,
    /// Its type is unknown.
    UnknownType,
    /// A field is missing.
    MissingField,
    /// A field is of the wrong type, out of range, or unknown to `setParams`.
    BadField,
    /// The state cannot be read.
    BadState,
    /// The model cannot be read or fetched.
    BadModel,
    /// The network has no such neuron.
    NoNeuron,
    /// There is no network yet.
    NoNetwork,
    /// There is nothing to make such a picture of, or the browser cannot make it.
    NoPicture,
    /// The answer is covered.
    Covered,
    /// Something else came in between.
    Interrupted,
}

/// What there is to know about a verb.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VerbLine {
    pub(crate) verb: Verb,
    pub(crate) name: &'static str,
    /// The names of its fields; those that may be missing end in a question mark.
    pub(crate) fields: &'static [&'static str],
    #[cfg_attr(not(test), expect(dead_code, reason = "for the manual’s table and for tests, which compare"))]
    pub(crate) answer: Kind,
}

/// What there is to know about something that the page says.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindLine {
    pub(crate) kind: Kind,
    pub(crate) name: &'static str,
    /// As in [`VerbLine::fields`].
    pub(crate) fields: &'static [&'static str],
}

const fn verb(verb: Verb, name: &'static str, fields: &'static [&'static str], answer: Kind) -> VerbLine {
    VerbLine { verb, name, fields, answer }
}

const fn kind(kind: Kind, name: &'static str, fields: &'static [&'static str]) -> KindLine {
    KindLine { kind, name, fields }
}

/// The settings that `setParams` takes.
pub(crate) const PARAMS: &[&str] = &["ui?", "theme?", "model?", "panel?", "hide?", "lesson?", "step?"];

/// All verbs.
pub(crate) const VERBS: &[VerbLine] = &[
    verb(Verb::Hello, "hello", &[], Kind::Ready),
    verb(Verb::SetStrokes, "setStrokes", &["strokes", "animate?"], Kind::Prediction),
    verb(Verb::SetPixels, "setPixels", &["pixels"], Kind::Prediction),
    verb(Verb::Clear, "clear", &[], Kind::Prediction),
    verb(Verb::Undo, "undo", &[], Kind::Prediction),
    verb(Verb::Redo, "redo", &[], Kind::Prediction),
    verb(Verb::SetModel, "setModel", &["model"], Kind::ModelChanged),
    verb(Verb::SetParams, "setParams", PARAMS, Kind::ParamsChanged),
    verb(Verb::Select, "select", &["layer?", "neuron?"], Kind::Selected),
    verb(Verb::GetState, "getState", &[], Kind::State),
    verb(Verb::SetState, "setState", &["state"], Kind::State),
    verb(Verb::SetDefaultState, "setDefaultState", &["state"], Kind::State),
    verb(Verb::Picture, "picture", &["format", "what", "theme?"], Kind::Picture),
    verb(Verb::GetActivations, "getActivations", &[], Kind::Activations),
    verb(Verb::Command, "command", &["command"], Kind::CommandDone),
    verb(Verb::Pause, "pause", &[], Kind::State),
    verb(Verb::Resume, "resume", &[], Kind::State),
    verb(Verb::Destroy, "destroy", &[], Kind::Destroyed),
];

/// All that the page says.
pub(crate) const KINDS: &[KindLine] = &[
    kind(Kind::Ready, "ready", &["version", "capabilities", "model?"]),
    kind(Kind::Prediction, "prediction", &["digit", "confidence", "outputs", "final"]),
    kind(Kind::ModelChanged, "modelChanged", &["model", "title", "layers"]),
    kind(Kind::ParamsChanged, "paramsChanged", &[]),
    kind(Kind::Selected, "selected", &["layer", "neuron"]),
    kind(Kind::State, "state", &["state"]),
    kind(Kind::Picture, "picture", &["format", "data"]),
    kind(Kind::Activations, "activations", &["layers"]),
    kind(Kind::CommandDone, "commandDone", &["command", "isOn?"]),
    kind(Kind::Destroyed, "destroyed", &[]),
    kind(Kind::StateChanged, "stateChanged", &[]),
    kind(Kind::StepCompleted, "stepCompleted", &["lesson", "step"]),
    kind(Kind::LessonCompleted, "lessonCompleted", &["lesson", "score"]),
    kind(Kind::TrainProgress, "trainProgress", &["samples", "loss", "accuracy"]),
    kind(Kind::TallyChanged, "tallyChanged", &["drawings", "right"]),
    kind(Kind::Resize, "resize", &["width", "height"]),
    kind(Kind::Error, "error", &["code", "message"]),
];

impl Named for Code {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("malformed", Code::Malformed),
        ("version", Code::Version),
        ("tooLarge", Code::TooLarge),
        ("tooMany", Code::TooMany),
        ("unknownType", Code::UnknownType),
        ("missingField", Code::MissingField),
        ("badField", Code::BadField),
        ("badState", Code::BadState),
        ("badModel", Code::BadModel),
        ("noNeuron", Code::NoNeuron),
        ("noNetwork", Code::NoNetwork),
        ("noPicture", Code::NoPicture),
        ("covered", Code::Covered),
        ("interrupted", Code::Interrupted),
    ];
}

impl VerbLine {
    /// The verb with this name.
    pub(crate) fn named(name: &str) -> Option<&'static VerbLine> {
        VERBS.iter().find(|line| line.name == name)
    }
}

impl Verb {
    /// The verb with this name.
    pub fn from_name(name: &str) -> Option<Verb> {
        VerbLine::named(name).map(|line| line.verb)
    }
}

impl Kind {
    /// The name of its messages.
    pub(crate) fn name(self) -> &'static str {
        KINDS.iter().find(|line| line.kind == self).map_or("", |line| line.name)
    }

    /// Whether its messages have this field.
    pub(crate) fn has(self, field: &str) -> bool {
        let line = KINDS.iter().find(|line| line.kind == self);
        line.is_some_and(|line| line.fields.iter().any(|name| name.trim_end_matches('?') == field))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::COMMANDS;

    const MANUAL: &str = include_str!("../../../../docs/EMBED.md");

    /// The rows of the table that follows a line of the manual, without its head, in cells.
    fn table(after: &str) -> Vec<Vec<&'static str>> {
        let (_, rest) = MANUAL.split_once(after).unwrap_or_else(|| panic!("docs/EMBED.md has “{after}”"));
        let lines = rest.lines().skip_while(|line| !line.starts_with('|')).skip(2);
        lines
            .take_while(|line| line.starts_with('|'))
            .map(|line| line.trim_matches('|').split('|').map(str::trim).collect())
            .collect()
    }

    fn fields(names: &[&str]) -> String {
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn the_manual_has_the_same_verbs_and_answers() {
        let expected: Vec<_> = VERBS
            .iter()
            .map(|line| {
                [format!("`{}`", line.name), fields(line.fields), format!("`{}`", line.answer.name())]
            })
            .collect();
        let written: Vec<_> = table("### What you can ask")
            .iter()
            .map(|cells| [cells[0].to_owned(), cells[1].to_owned(), cells[2].to_owned()])
            .collect();
        assert_eq!(written, expected);
        let expected: Vec<_> =
            KINDS.iter().map(|line| [format!("`{}`", line.name), fields(line.fields)]).collect();
        let written: Vec<_> = table("### What the page says")
            .iter()
            .map(|cells| [cells[0].to_owned(), cells[1].to_owned()])
            .collect();
        assert_eq!(written, expected);
    }

    #[test]
    fn the_manual_has_the_same_codes_and_commands() {
        let first = |after| table(after).iter().map(|cells| cells[0].to_owned()).collect::<Vec<_>>();
        let codes: Vec<_> = Code::NAMES.iter().map(|(name, _)| format!("`{name}`")).collect();
        assert_eq!(first("### Errors"), codes);
        let commands: Vec<_> = COMMANDS.iter().map(|line| format!("`{}`", line.name)).collect();
        assert_eq!(first("### Commands"), commands);
    }

    /// The names in a list of a script.
    fn list<'a>(script: &'a str, name: &str) -> Vec<&'a str> {
        let (_, rest) = script.split_once(&format!("const {name} = [")).expect("the script has the list");
        let (list, _) = rest.split_once(']').expect("the list ends");
        list.split('"').skip(1).step_by(2).collect()
    }

    #[test]
    fn the_demonstration_shows_every_event_and_has_an_example_of_every_request_with_fields() {
        let script = include_str!("../../../../www/embed-demo/demo.js");
        let shown = list(script, "EVENTS");
        for line in KINDS {
            let is_answer = VERBS.iter().any(|verb| verb.answer == line.kind);
            let is_event = !is_answer || matches!(line.kind, Kind::Ready | Kind::Prediction);
            assert_eq!(shown.contains(&line.name), is_event, "{}", line.name);
        }
        assert!(shown.iter().all(|name| KINDS.iter().any(|line| line.name == *name)));
        let (_, rest) = script.split_once("const EXAMPLES = {").expect("demo.js has examples");
        let (examples, _) = rest.split_once("\n};").expect("they end");
        let given: Vec<_> = examples.lines().filter_map(|line| line.trim().split_once(": {")).collect();
        for line in VERBS {
            let example = given.iter().find(|(name, _)| *name == line.name);
            assert_eq!(example.is_some(), !line.fields.is_empty(), "{}", line.name);
            for field in line.fields.iter().filter(|field| !field.ends_with('?')) {
                assert!(example.is_some_and(|(_, fields)| fields.contains(&format!("{field}:"))), "{field}");
            }
        }
        assert!(given.iter().all(|(name, _)| Verb::from_name(name).is_some()));
    }

    #[test]
    fn embed_js_offers_every_verb() {
        let offered = list(include_str!("../../../../www/embed.js"), "VERBS");
        // It says `hello` by itself, and ends the page by a function of its own.
        let verbs = VERBS.iter().filter(|line| !matches!(line.verb, Verb::Hello | Verb::Destroy));
        assert_eq!(offered, verbs.map(|line| line.name).collect::<Vec<_>>());
    }

    #[test]
    fn every_name_is_there_once() {
        for (idx, line) in VERBS.iter().enumerate() {
            assert_eq!(Verb::from_name(line.name), Some(line.verb));
            assert!(VERBS[..idx].iter().all(|other| other.name != line.name && other.verb != line.verb));
        }
        for (idx, line) in KINDS.iter().enumerate() {
            assert_eq!(line.kind.name(), line.name);
            assert!(KINDS[..idx].iter().all(|other| other.name != line.name && other.kind != line.kind));
        }
        for (idx, (name, code)) in Code::NAMES.iter().enumerate() {
            assert!(Code::NAMES[..idx].iter().all(|(other, same)| other != name && same != code));
        }
    }
}
