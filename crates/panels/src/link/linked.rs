//! The contents of a link and its format in the URL's hash: version 1 of the format in `docs/EMBED.md`.

use digits::{Ink, PreprocessingStep};
use models::ModelSource;

use crate::coding::{ink_from_text, ink_to_text, knobs_from_text, knobs_to_text};
use crate::training::recipe;
use app::edge_meaning::EdgeMeaning;
use app::named::Named;
use app::pad::MAX_POINTS;
use app::panel::Panel;
use app::settings::Settings;
use app::target::Target;

/// Maximum length of a hash; what does not fit is left out, and a placeholder says so.
const MOST_CHARACTERS: usize = 8000;
/// Placeholder for what did not fit.
const LEFT_OUT: &str = "~";

/// The contents of a link.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Linked {
    pub(super) model: ModelSource,
    pub(super) ink: Ink,
    pub(super) picked: Option<Target>,
    pub(super) panel: Panel,
    pub(super) steps_off: Vec<PreprocessingStep>,
    pub(super) edges: EdgeMeaning,
    /// Edited knobs, ascending by number.
    pub(super) knobs: Vec<(usize, f32)>,
    /// The experiment of the film, and the frame shown unless that is the last.
    pub(super) film: Option<(String, Option<usize>)>,
    /// The open lesson, and its step.
    pub(super) lesson: Option<(String, Option<String>)>,
    /// What the link itself had left out as too long, in words.
    pub(super) left_out: Vec<&'static str>,
}

impl Linked {
    /// The contents of an empty hash: the page as its query describes it.
    pub(super) fn nothing(settings: &Settings) -> Linked {
        Linked {
            model: settings.model.clone(),
            ink: Ink::default(),
            picked: None,
            panel: settings.panel.opened(),
            steps_off: Vec::new(),
            edges: EdgeMeaning::default(),
            knobs: Vec::new(),
            film: None,
            lesson: None,
            left_out: Vec::new(),
        }
    }

    /// The hash of this for a window that has the network alone.
    pub(crate) fn for_twin(mut self, settings: &Settings) -> String {
        self.panel = settings.panel.opened();
        self.to_hash(settings).0
    }

    /// The whole state, in the format of a hash: the same under whatever settings it is read, and as long as it needs to be.
    pub(super) fn to_state(&self) -> String {
        // What is as the settings say would not be named.
        let panel = if self.panel == Panel::Why { Panel::Matrix } else { Panel::Why };
        let others = Settings { model: ModelSource::Own(String::new()), panel, ..Settings::default() };
        self.to_hash_within(&others, usize::MAX).0
    }

    /// The hash without `#`, empty if there is nothing to store, and the names of whatever did not fit.
    pub(super) fn to_hash(&self, settings: &Settings) -> (String, Vec<&'static str>) {
        self.to_hash_within(settings, MOST_CHARACTERS)
    }

    fn to_hash_within(&self, settings: &Settings, mut room: usize) -> (String, Vec<&'static str>) {
        let nothing = Linked::nothing(settings);
        let mut fields: Vec<(&str, String)> = Vec::new();
        if self.model != nothing.model {
            fields.push(("model", self.model.name().to_owned()));
        }
        if self.panel != nothing.panel {
            fields.push(("panel", self.panel.name().to_owned()));
        }
        fields.extend(self.picked.map(|target| ("pick", target.to_string())));
        if self.edges != nothing.edges {
            fields.push(("edges", self.edges.name().to_owned()));
        }
        if !self.steps_off.is_empty() {
            let names: Vec<&str> = self.steps_off.iter().map(|step| step.name()).collect();
            fields.push(("off", names.join(",")));
        }
        if let Some((experiment, frame_idx)) = &self.film {
            fields.push(("train", experiment.clone()));
            fields.extend(frame_idx.map(|frame_idx| ("frame", frame_idx.to_string())));
        }
        if let Some((lesson, step)) = &self.lesson {
            fields.push(("lesson", lesson.clone()));
            fields.extend(step.iter().map(|step| ("step", step.clone())));
        }
        let mut left_out = Vec::new();
        let mut long = |name, text: String, words| {
            let fits = text.len() <= room;
            if fits {
                room -= text.len();
            } else {
                left_out.push(words);
            }
            fields.push((name, if fits { text } else { LEFT_OUT.to_owned() }));
        };
        if !self.ink.is_empty() {
            long("ink", ink_to_text(&self.ink), INK);
        }
        if !self.knobs.is_empty() {
            long("knobs", knobs_to_text(&self.knobs), KNOBS);
        }
        let mut hash = String::new();
        for (name, value) in fields {
            hash.push_str(if hash.is_empty() { "v=1&" } else { "&" });
            hash.push_str(name);
            hash.push('=');
            push_escaped(&mut hash, &value);
        }
        (hash, left_out)
    }

    /// Parses a hash, with or without `#`. Invalid fields are ignored and described in a sentence each; an invalid
    /// drawing is replaced by the current one, `drawn`. `None` if the hash is something else, such as an anchor.
    pub(super) fn from_hash(hash: &str, settings: &Settings, drawn: &Ink) -> (Option<Linked>, Vec<String>) {
        let hash = hash.trim_start_matches('#');
        let mut linked = Linked::nothing(settings);
        if hash.is_empty() {
            return (Some(linked), Vec::new());
        }
        if fields(hash).any(|(name, _)| name == "ink") {
            drawn.clone_into(&mut linked.ink);
        }
        let (is_read, complaints) = linked.read_hash(hash);
        (is_read.then_some(linked), complaints)
    }

    /// Reads the fields of a hash without `#`; what it does not name stays. Invalid fields are ignored and described in a
    /// sentence each. Returns whether it is a hash of this version.
    pub(super) fn read_hash(&mut self, hash: &str) -> (bool, Vec<String>) {
        match fields(hash).find(|(name, _)| *name == "v") {
            None => return (false, Vec::new()),
            Some((_, "1")) => {}
            Some((_, version)) => return (false, vec![complaint("v", version)]),
        }
        let mut complaints = Vec::new();
        for (name, value) in fields(hash) {
            if self.read(name, value).is_none() {
                complaints.push(complaint(name, value));
            }
        }
        (true, complaints)
    }

    /// Reads one field; `None` if its value is invalid. Unknown names are ignored: they may be from later versions.
    fn read(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "model" => self.model = ModelSource::from_name(&unescaped(value)?)?,
            "panel" => self.panel = Panel::from_name(value).filter(|panel| *panel == panel.opened())?,
            "pick" => self.picked = Some(value.parse().ok()?),
            "edges" => self.edges = EdgeMeaning::from_name(value)?,
            "off" => {
                let steps: Option<Vec<_>> =
                    unescaped(value)?.split(',').map(PreprocessingStep::from_name).collect();
                self.steps_off = steps?;
            }
            "train" => {
                let experiment = unescaped(value)?;
                recipe::from_link(&experiment)?;
                self.film = Some((experiment, None));
            }
            // It follows the experiment that it belongs to.
            "frame" => self.film.as_mut()?.1 = Some(value.parse().ok()?),
            "lesson" => self.lesson = Some((unescaped(value)?, None)),
            // It follows the lesson that it belongs to.
            "step" => self.lesson.as_mut()?.1 = Some(unescaped(value)?),
            "ink" if value == LEFT_OUT => self.left_out.push(INK),
            "knobs" if value == LEFT_OUT => self.left_out.push(KNOBS),
            // In a lesson: an empty pad.
            "ink" if value.is_empty() => self.ink = Ink::default(),
            "ink" => self.ink = ink_from_text(value, MAX_POINTS)?,
            "knobs" => self.knobs = knobs_from_text(value)?,
            _ => {}
        }
        Some(())
    }
}

/// What is wrong with the fields of a hash without `#`, in sentences.
pub(crate) fn mistakes_in(hash: &str) -> Vec<String> {
    match Linked::nothing(&Settings::default()).read_hash(hash) {
        (false, complaints) if complaints.is_empty() => vec!["it does not begin with “v=1”.".to_owned()],
        (_, complaints) => complaints,
    }
}

/// Whether a hash without `#` names a model.
pub(super) fn names_model(hash: &str) -> bool {
    fields(hash).any(|(name, _)| name == "model")
}

/// The names and values in a hash without `#`.
fn fields(hash: &str) -> impl Iterator<Item = (&str, &str)> {
    hash.split('&').filter_map(|field| field.split_once('='))
}

const INK: &str = "the drawing";
const KNOBS: &str = "the changed knobs";

fn complaint(name: &str, value: &str) -> String {
    let shown: String = value.chars().take(40).collect();
    let words = match name {
        "v" => {
            "This link was made by a newer version of Inkling. Reload the page to update it, then open the link again"
        }
        "ink" => "The drawing in this link is damaged and was left out. Copy the whole link again",
        "knobs" => "The changed knobs in this link are damaged and were left out. Copy the whole link again",
        "train" => "This link describes a training run that Inkling cannot do",
        "model" => "This link names a model that Inkling does not know",
        _ => "Inkling does not know part of this link and has ignored it",
    };
    format!("{words} (“{name}={shown}”).")
}

/// Percent-encodes characters that are special in a hash or not allowed in a URL.
fn push_escaped(hash: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~:/,?@!$'()*;".contains(&byte) {
            hash.push(char::from(byte));
        } else {
            hash.push('%');
            for digit in [byte >> 4, byte & 15] {
                hash.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
}

/// Reverses [`push_escaped`]; `None` if an escape is malformed or the bytes are not UTF-8.
fn unescaped(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            (digit()? * 16 + digit()?) as u8
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use digits::{Point, Stroke};

    fn full() -> Linked {
        let stroke = Stroke { points: vec![Point::new(0.25, 0.5), Point::new(0.3, 0.75)] };
        Linked {
            model: ModelSource::Url("https://a.example/m odels/ü.json?a=1&b#c".into()),
            ink: Ink { strokes: vec![stroke] },
            picked: Some(Target::Neuron { layer_idx: 1, neuron_idx: 4 }),
            panel: Panel::Matrix,
            steps_off: vec![PreprocessingStep::Straighten, PreprocessingStep::Fit20],
            edges: EdgeMeaning::Weight,
            knobs: vec![(3, 1.5), (13_001, -0.1)],
            film: Some(("hidden:30;seed:7".to_owned(), Some(12))),
            lesson: Some(("https://a.example/l.md?b#c".to_owned(), Some("a-step".to_owned()))),
            left_out: Vec::new(),
        }
    }

    /// Parses a hash, with an empty pad.
    fn read(hash: &str) -> (Option<Linked>, Vec<String>) {
        Linked::from_hash(hash, &Settings::default(), &Ink::default())
    }

    #[test]
    fn a_link_is_read_as_it_was_written() {
        let settings = Settings::default();
        for linked in
            [full(), Linked::nothing(&settings), Linked { picked: Some(Target::Pixel(783)), ..full() }]
        {
            let (hash, left_out) = linked.to_hash(&settings);
            assert_eq!(left_out, Vec::<&str>::new());
            assert!(hash.is_ascii() && !hash.contains(['#', ' ', '"', '<']), "{hash}");
            assert_eq!(read(&hash), (Some(linked.clone()), Vec::new()), "{hash}");
            assert_eq!(read(&format!("#{hash}")).0, Some(linked));
        }
        assert_eq!(Linked::nothing(&settings).to_hash(&settings).0, "");
    }

    /// The format is public: version 1 must remain readable.
    #[test]
    fn version_1_is_as_it_is() {
        let settings = Settings::default();
        let (hash, _) = Linked { model: ModelSource::Shipped("wide"), ..full() }.to_hash(&settings);
        let expected = "v=1&model=wide&panel=matrix&pick=2:4&edges=weight&off=straighten,fit-20&train=hidden:30;seed:7\
                        &frame=12&lesson=https://a.example/l.md?b%23c&step=a-step&ink=0PofkD0PfF&knobs=DAAAw_Am2MNzMz9Ckx";
        assert_eq!(hash, expected.replace(' ', ""));
    }

    #[test]
    fn a_state_is_the_same_under_all_settings_and_is_whole() {
        let stroke = Stroke { points: vec![Point::new(0.25, 0.5); 9_000] };
        for linked in [
            Linked { ink: Ink { strokes: vec![stroke] }, ..full() },
            Linked::nothing(&Settings::default()),
            Linked { panel: Panel::Why, ..full() },
        ] {
            let state = linked.to_state();
            for settings in [
                Settings::default(),
                Settings { model: ModelSource::Shipped("wide"), panel: Panel::Train, ..Settings::default() },
            ] {
                let read = Linked::from_hash(&state, &settings, &Ink::default());
                assert_eq!(read, (Some(linked.clone()), Vec::new()), "{state}");
            }
        }
    }

    #[test]
    fn the_query_says_what_need_not_be_said() {
        let settings =
            Settings { model: ModelSource::Shipped("wide"), panel: Panel::Why, ..Settings::default() };
        let linked = Linked { model: ModelSource::Shipped("wide"), panel: Panel::None, ..full() };
        let (hash, _) = linked.to_hash(&settings);
        assert!(!hash.contains("model=") && hash.contains("panel=none"), "{hash}");
    }

    #[test]
    fn each_field_that_cannot_be_read_is_named_and_the_others_count() {
        let settings = Settings::default();
        for (name, value) in [
            ("model", "nosuch"),
            ("model", "a%2"),
            ("model", "a%zz.json"),
            ("panel", "kitchen"),
            ("panel", "neuron"),
            ("pick", "2"),
            ("pick", "-1:4"),
            ("pick", "0:784"),
            ("edges", "thick"),
            ("off", "fit-20,fly"),
            ("ink", "A"),
            ("knobs", "A"),
            ("step", "a-step"),
        ] {
            let hash = format!("v=1&{name}={value}&utm=x");
            let (linked, complaints) = read(&hash);
            assert_eq!(linked, Some(Linked::nothing(&settings)), "{hash}");
            assert!(
                matches!(&complaints[..], [one] if one.contains(&format!("“{name}={value}”"))),
                "{complaints:?}"
            );
        }
        for (hash, expected) in [
            ("v=1&model=nosuch", "This link names a model that Inkling does not know"),
            ("v=1&ink=A", "The drawing in this link is damaged and was left out"),
            ("v=1&knobs=A", "The changed knobs in this link are damaged and were left out"),
            ("v=1&panel=kitchen", "Inkling does not know part of this link and has ignored it"),
            ("v=2", "This link was made by a newer version of Inkling"),
        ] {
            let (_, complaints) = read(hash);
            assert!(matches!(&complaints[..], [one] if one.starts_with(expected)), "{complaints:?}");
        }
        let (linked, complaints) = read("v=2&panel=why");
        assert_eq!((linked, complaints.len()), (None, 1), "of a later version nothing is taken");
        assert_eq!(read("#top"), (None, Vec::new()), "an anchor is none of ours");
    }

    #[test]
    fn what_is_too_long_is_left_out_and_said_to_be() {
        let settings = Settings::default();
        let knobs: Vec<(usize, f32)> = (0..1200).map(|number| (number, 0.5)).collect();
        let (hash, left_out) = Linked { knobs, ..full() }.to_hash(&settings);
        assert_eq!(left_out, [KNOBS]);
        assert!(hash.len() < MOST_CHARACTERS && hash.ends_with("&knobs=~"), "{hash}");
        let (linked, complaints) = read(&hash);
        assert_eq!(complaints, Vec::<String>::new());
        assert_eq!(linked, Some(Linked { knobs: Vec::new(), left_out: vec![KNOBS], ..full() }));
    }
}
