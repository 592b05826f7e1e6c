//! An experiment as text, for links and for the last run that the browser stores: the settings that differ from those that the page begins with.

use std::sync::Arc;

use digits::Preprocessing;
use digits::synthetic::Ways;
use learning::{Experiment, ImageSource};

use crate::coding::{knobs_from_text, knobs_to_text};
use crate::training::field::{Field, fields, setting};

/// What stands for an experiment with no other settings.
const DEFAULT: &str = "default";
/// The name of the ways of writing, which are no single field.
const WAYS: &str = "ways";
/// The name of the preprocessing.
const STEPS: &str = "steps";
/// The name of the weights and biases that a taught network starts with.
const WEIGHTS: &str = "weights";

/// The experiment as text, such as `epochs:20;seed:7`.
pub(crate) fn to_text(experiment: &Experiment) -> String {
    let usual = Experiment::default();
    // A list of sizes is written with hyphens, which need no escape in an address.
    let mut texts: Vec<String> = changed(experiment, &usual)
        .map(|field| [field.name, ":", &field.value.replace(", ", "-")].concat())
        .collect();
    if experiment.data.ways != usual.data.ways {
        let bits = experiment.data.ways.bits().map(|bits| format!("{bits:x}"));
        texts.push([WAYS, ":", &bits.join(".")].concat());
    }
    if experiment.data.preprocessing != usual.data.preprocessing {
        let steps: Vec<&str> = experiment.data.preprocessing.steps().iter().map(|step| step.name()).collect();
        texts.push([STEPS, ":", &steps.join(".")].concat());
    }
    // Last, since to set the architecture is to begin with random weights.
    if let Some(parameters) = &experiment.network.parameters {
        let numbered: Vec<(usize, f32)> = parameters.iter().copied().enumerate().collect();
        texts.push([WEIGHTS, ":", &knobs_to_text(&numbered)].concat());
    }
    if texts.is_empty() { DEFAULT.to_owned() } else { texts.join(";") }
}

/// Whether everybody can have what it starts with and learns from: random weights, the built-in handwriting, and MNIST, but not
/// your own drawings.
pub(crate) fn is_for_everybody(experiment: &Experiment) -> bool {
    experiment.network.parameters.is_none() && !experiment.data.mix.contains(ImageSource::Own)
}

/// The experiment that a link describes; `None` if it is not one that can be run elsewhere.
pub(crate) fn from_link(text: &str) -> Option<Experiment> {
    from_text(text).filter(is_for_everybody)
}

/// What sets the experiment apart from the one that the page begins with, in words.
pub(crate) fn in_words(experiment: &Experiment) -> String {
    if experiment.network.parameters.is_some() {
        return "teaching it your handwriting".to_owned();
    }
    let usual = Experiment::default();
    let changed = changed(experiment, &usual).map(|Field { name, value, text }| {
        [&name.replace('-', " "), " ", if text.is_empty() { &value } else { &text }].concat()
    });
    let ways = (experiment.data.ways != usual.data.ways).then(|| "fewer ways of writing".to_owned());
    let words: Vec<String> = changed.chain(ways).collect();
    if words.is_empty() { "the default settings".to_owned() } else { words.join("; ") }
}

/// The fields in which an experiment differs from another.
fn changed(experiment: &Experiment, other: &Experiment) -> impl Iterator<Item = Field> {
    let both = fields(experiment).into_iter().zip(fields(other));
    both.filter(|(field, other)| field.value != other.value).map(|(field, _)| field)
}

/// The experiment that the text describes; `None` if it is not one that can be run.
pub(crate) fn from_text(text: &str) -> Option<Experiment> {
    let mut experiment = Experiment::default();
    for part in text.split(';').filter(|part| *part != DEFAULT) {
        match part.split_once(':')? {
            (WAYS, bits) => experiment.data.ways = ways(bits)?,
            (STEPS, names) => experiment.data.preprocessing = preprocessing(names)?,
            (WEIGHTS, text) => experiment.network.parameters = Some(parameters(text)?),
            (name, value) => setting(name, value)?.apply(&mut experiment),
        }
    }
    experiment.start().ok()?;
    Some(experiment)
}

/// Ten hexadecimal numbers, each the ways of a digit.
fn ways(text: &str) -> Option<Ways> {
    let bits: Option<Vec<u16>> = text.split('.').map(|bits| u16::from_str_radix(bits, 16).ok()).collect();
    Some(Ways::from_bits(bits?.try_into().ok()?))
}

fn preprocessing(text: &str) -> Option<Preprocessing> {
    let names: Vec<&str> = text.split('.').filter(|name| !name.is_empty()).collect();
    Preprocessing::from_names(&names).ok()
}

/// All weights and biases in their order.
fn parameters(text: &str) -> Option<Arc<[f32]>> {
    let in_order = |(idx, (number, value))| (idx == number).then_some(value);
    knobs_from_text(text)?.into_iter().enumerate().map(in_order).collect()
}

#[cfg(test)]
mod tests {
    use digits::Preprocessing;
    use learning::{Experiment, InitialNetwork};
    use nn::ActivationFn::{Relu, Softmax};
    use nn::Network;
    use proptest::prelude::*;

    use crate::coding::knobs_to_text;

    use super::{from_link, from_text, in_words, to_text};
    use crate::training::field::setting;

    fn changed(settings: &[(&str, &str)]) -> Experiment {
        let mut experiment = Experiment::default();
        for (name, value) in settings {
            setting(name, value).expect("a setting").apply(&mut experiment);
        }
        experiment
    }

    #[test]
    fn only_what_differs_is_written_and_comes_back() {
        let check = |settings: &[(&str, &str)], expected: &str| {
            let experiment = changed(settings);
            assert_eq!(to_text(&experiment), expected);
            assert_eq!(from_text(expected), Some(experiment));
        };
        check(&[], "default");
        check(&[("seed", "7"), ("hidden", "30, 16")], "hidden:30-16;seed:7");
        check(&[("learning-rate", "-1.5"), ("optimiser", "adam")], "learning-rate:-1.50;optimiser:adam");
    }

    #[test]
    fn ways_of_writing_come_back() {
        let mut experiment = Experiment::default();
        let mut bits = experiment.data.ways.bits();
        (bits[7], bits[4]) = (1, 0);
        experiment.data.ways = digits::synthetic::Ways::from_bits(bits);
        assert_eq!(from_text(&to_text(&experiment)), Some(experiment));
    }

    #[test]
    fn what_everybody_can_get_is_in_a_link_and_ones_own_drawings_are_not() {
        let mnist = changed(&[("weight-built-in", "0"), ("weight-mnist", "1")]);
        assert_eq!(from_link(&to_text(&mnist)), Some(mnist));
        let own = changed(&[("weight-own", "3")]);
        let text = to_text(&own);
        assert_eq!((from_link(&text), from_text(&text)), (None, Some(own)));
    }

    #[test]
    fn a_taught_network_comes_back_with_its_weights_but_not_from_a_link() {
        let network = Network::random(&[784, 5, 4, 10], Relu, Softmax, 3).expect("a network");
        let mut taught =
            Experiment { network: InitialNetwork::of(&network).expect("one"), ..Experiment::default() };
        taught.data.preprocessing = Preprocessing::none();
        let text = to_text(&taught);
        assert_eq!(from_text(&text).as_ref(), Some(&taught));
        assert_eq!(from_link(&text), None);
        assert_eq!(in_words(&taught), "teaching it your handwriting");
        let end = text.len() - 1;
        assert_eq!(from_text(&text[..end]), None, "cut off");
        assert_eq!(from_text(&text.replace("hidden:5-4", "hidden:5-5")), None, "of another network");
        let no_first = knobs_to_text(&[(1, 0.5)]);
        assert_eq!(from_text(&["hidden:5-4;weights:", &no_first].concat()), None);
    }

    #[test]
    fn it_is_told_in_words_by_what_is_unusual() {
        assert_eq!(in_words(&Experiment::default()), "the default settings");
        let words = in_words(&changed(&[("learning-rate", "-1.5"), ("hidden", "30"), ("seed", "7")]));
        assert_eq!(words, "learning rate 0.032; hidden 30; seed 7");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "seed",
            "seed:x",
            "colour:red",
            "hidden:0",
            "mini-batch:0",
            "ways:1.2",
            "weight-own:x",
            "steps:x",
            "weights:x",
        ] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_trouble(text in "[a-z0-9:;.-]{0,40}") {
            if let Some(experiment) = from_text(&text) {
                prop_assert!(experiment.start().is_ok());
            }
        }
    }
}
