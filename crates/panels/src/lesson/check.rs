//! What a lesson can ask about the page: a closed list of checks. `observe` decides whether they hold.

use app::edge_meaning::EdgeMeaning;
use app::named::Named;
use app::panel::Panel;
use app::target::Target;
use digits::PreprocessingStep;
use models::SHIPPED;

/// A check over the state of the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Check {
    /// Something that has happened since the step began.
    Event(Event),
    /// `empty`: the pad is.
    Empty,
    /// `answer=…`.
    Answer(Expected),
    /// `picked`, `picked=LAYER` or `picked=LAYER:INDEX`.
    Picked(Part),
    /// `panel=…`.
    Panel(Panel),
    /// `model=…`: the name of a shipped one.
    Model(&'static str),
    /// `edges=…`.
    Edges(EdgeMeaning),
    /// `off=…`: this step from ink to image is switched off.
    Off(PreprocessingStep),
    /// A number, compared.
    Number(Quantity, Comparison, Amount),
    /// `otherwise`: always.
    Otherwise,
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// There is ink, and it has changed.
    Drawn,
    /// The starting state has been led to.
    SetUp,
    /// A number is followed through the network.
    Following,
    /// It has been followed to the answer.
    Followed,
    /// The replay is open.
    Replaying,
    /// The replay has come to its end.
    Replayed,
    /// A weight or bias has changed.
    KnobChanged,
    /// A bias has changed.
    BiasChanged,
    /// A run of training has ended.
    Trained,
}

impl Named for Event {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("drawn", Event::Drawn),
        ("set-up", Event::SetUp),
        ("following", Event::Following),
        ("followed", Event::Followed),
        ("replaying", Event::Replaying),
        ("replayed", Event::Replayed),
        ("knob-changed", Event::KnobChanged),
        ("bias-changed", Event::BiasChanged),
        ("trained", Event::Trained),
    ];
}

/// An answer of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// This digit.
    Digit(u8),
    /// `any`: some digit.
    Any,
    /// `unsure`: there is ink, but the network is not sure.
    Unsure,
    /// `same`: what it answered when the step began.
    Same,
}

/// A part of the network, or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Any of them.
    Any,
    /// Any of a layer; layer 0 is the pixels.
    Layer(usize),
    /// This one.
    One(Target),
}

/// A part of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The picked one.
    Picked,
    /// This one.
    At(Target),
}

/// Something that is counted or measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// The strongest output.
    Confidence,
    /// The activation of a neuron or pixel.
    Activation(Which),
    /// A neuron's weighted sum with its bias.
    PreActivation(Which),
    /// A neuron's bias.
    Bias(Which),
    /// How many of the 400 built-in digits are read correctly.
    Right,
    /// The percentage of unseen digits that the network in training reads correctly.
    Learned,
    /// What the strongest output must reach to be the answer.
    Threshold,
    /// How many weights and biases there are.
    Parameters,
    /// How many weights.
    Weights,
    /// How many biases, which is how many neurons.
    Biases,
}

const COUNTS: [(&str, Quantity); 7] = [
    ("confidence", Quantity::Confidence),
    ("threshold", Quantity::Threshold),
    ("right", Quantity::Right),
    ("learned", Quantity::Learned),
    ("parameters", Quantity::Parameters),
    ("weights", Quantity::Weights),
    ("biases", Quantity::Biases),
];

/// The quantities of a neuron.
type OfNeuron = (&'static str, fn(Which) -> Quantity);
const OF_NEURONS: [OfNeuron; 3] =
    [("activation", Quantity::Activation), ("z", Quantity::PreActivation), ("bias", Quantity::Bias)];

/// How a number is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `<`.
    Less,
    /// `=`: equal when rounded to the decimals that are written.
    Equal,
    /// `>`.
    Greater,
}

/// A number as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number.
    pub value: f32,
    /// The decimals that are written.
    pub decimals: u8,
}

/// Reads checks, separated by commas.
///
/// # Errors
/// In a sentence, about the first that is none.
pub(super) fn read_checks(text: &str) -> Result<Vec<Check>, String> {
    text.split(',').map(|check| read_check(check.trim())).collect()
}

fn read_check(text: &str) -> Result<Check, String> {
    if text.is_empty() {
        return Err("a check is missing: write one or more, separated by commas".to_owned());
    }
    let (name, compared) = match text.find(['=', '<', '>']) {
        Some(at) => (text[..at].trim(), Some((&text[at..=at], text[at + 1..].trim()))),
        None => (text, None),
    };
    let unknown = || {
        format!("there is no check “{text}”; docs/LESSONS.md lists all, such as drawn, answer=3, panel=why")
    };
    match (name, compared) {
        ("empty", None) => Ok(Check::Empty),
        ("otherwise", None) => Ok(Check::Otherwise),
        ("picked", None) => Ok(Check::Picked(Part::Any)),
        (_, None) => Event::from_name(name).map(Check::Event).ok_or_else(unknown),
        ("answer" | "picked" | "panel" | "model" | "edges" | "off", Some(("=", value))) => {
            read_value(name, value).ok_or_else(|| format!("“{name}” cannot be “{value}”"))
        }
        (_, Some((comparison, value))) => {
            let quantity = quantity(name).ok_or_else(unknown)?;
            let amount =
                amount(value).ok_or_else(|| format!("“{value}” is not a number that “{name}” can have"))?;
            let comparison = match comparison {
                "<" => Comparison::Less,
                ">" => Comparison::Greater,
                _ => Comparison::Equal,
            };
            Ok(Check::Number(quantity, comparison, amount))
        }
    }
}

fn read_value(name: &str, value: &str) -> Option<Check> {
    Some(match name {
        "answer" => Check::Answer(match value {
            "any" => Expected::Any,
            "unsure" => Expected::Unsure,
            "same" => Expected::Same,
            digit => Expected::Digit(digit.parse().ok().filter(|digit| *digit < 10)?),
        }),
        "picked" => Check::Picked(match value.contains(':') {
            true => Part::One(value.parse().ok()?),
            false => Part::Layer(value.parse().ok().filter(|layer| *layer < 10)?),
        }),
        "panel" => Check::Panel(Panel::from_name(value)?.opened()),
        "model" => Check::Model(SHIPPED.iter().find(|shipped| shipped.name == value)?.name),
        "edges" => Check::Edges(EdgeMeaning::from_name(value)?),
        "off" => Check::Off(PreprocessingStep::from_name(value)?),
        _ => return None,
    })
}

fn quantity(name: &str) -> Option<Quantity> {
    let Some((name, rest)) = name.split_once('[') else {
        return COUNTS.iter().find(|(known, _)| *known == name).map(|(_, quantity)| *quantity);
    };
    let (_, of_neuron) = OF_NEURONS.iter().find(|(known, _)| *known == name)?;
    let which = match rest.strip_suffix(']')? {
        "picked" => Which::Picked,
        place => Which::At(place.parse().ok()?),
    };
    let quantity = of_neuron(which);
    // A pixel has no more than a value.
    let is_there =
        !matches!(which, Which::At(Target::Pixel(_))) || matches!(quantity, Quantity::Activation(_));
    is_there.then_some(quantity)
}

fn amount(text: &str) -> Option<Amount> {
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.' || c == '-');
    let value: f32 = text.parse().ok().filter(|value: &f32| is_plain && value.is_finite())?;
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    Some(Amount { value, decimals: u8::try_from(decimals).ok()? })
}

impl Amount {
    /// Whether a number is this one when rounded to the decimals that are written.
    pub(super) fn is_shown_for(self, value: f32) -> bool {
        let unit = 10_f32.powi(-i32::from(self.decimals));
        (value - self.value).abs() <= 0.5 * unit + f32::EPSILON * value.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_are_read() {
        let amount = |value, decimals| Amount { value, decimals };
        for (text, checks) in [
            ("drawn", vec![Check::Event(Event::Drawn)]),
            ("empty, answer=3", vec![Check::Empty, Check::Answer(Expected::Digit(3))]),
            ("answer=unsure", vec![Check::Answer(Expected::Unsure)]),
            ("picked", vec![Check::Picked(Part::Any)]),
            ("picked=1", vec![Check::Picked(Part::Layer(1))]),
            ("picked=1:4", vec![Check::Picked(Part::One(Target::neuron(0, 4)))]),
            ("panel=neuron", vec![Check::Panel(Panel::None)]),
            ("model=sharp", vec![Check::Model("sharp")]),
            ("off=centre-of-mass", vec![Check::Off(PreprocessingStep::CentreOfMass)]),
            (
                "activation[picked] < 0.05",
                vec![Check::Number(Quantity::Activation(Which::Picked), Comparison::Less, amount(0.05, 2))],
            ),
            (
                "z[2:15]>-3",
                vec![Check::Number(
                    Quantity::PreActivation(Which::At(Target::neuron(1, 15))),
                    Comparison::Greater,
                    amount(-3.0, 0),
                )],
            ),
            (
                "parameters = 13002",
                vec![Check::Number(Quantity::Parameters, Comparison::Equal, amount(13002.0, 0))],
            ),
        ] {
            assert_eq!(read_checks(text), Ok(checks), "{text}");
        }
    }

    #[test]
    fn what_is_no_check_is_named() {
        for text in [
            "",
            "drawn,",
            "drawm",
            "answer=10",
            "answer=",
            "answer<3",
            "answer",
            "picked=0:784",
            "panel=kitchen",
            "model=mine",
            "activation=1",
            "z[0:3]>1",
            "activation[1:2>1",
            "parameters=many",
            "parameters=1e9",
            "parameters=inf",
            "right>",
            "edges=thick",
            "empty=1",
        ] {
            assert!(read_checks(text).is_err(), "{text}");
        }
        assert!(read_checks("drawn, drawm").is_err_and(|message| message.contains("“drawm”")));
    }

    #[test]
    fn equal_means_as_printed() {
        let amount = amount("0.98").expect("a number");
        assert!(amount.is_shown_for(0.975_1) && amount.is_shown_for(0.984_9));
        assert!(!amount.is_shown_for(0.97) && !amount.is_shown_for(0.99) && !amount.is_shown_for(f32::NAN));
    }

    #[test]
    fn the_manual_tells_of_every_check() {
        let manual = include_str!("../../../../docs/LESSONS.md");
        let events = Event::NAMES.iter().map(|(name, _)| *name);
        let counts = COUNTS.iter().map(|(name, _)| *name).chain(OF_NEURONS.iter().map(|(name, _)| *name));
        let others = ["empty", "otherwise", "answer", "picked", "panel", "model", "edges", "off"];
        for name in events.chain(counts).chain(others) {
            let is_told =
                ["`", "=", "[", "<", ">"].iter().any(|end| manual.contains(&format!("`{name}{end}")));
            assert!(is_told, "docs/LESSONS.md tells of {name}");
        }
    }
}
