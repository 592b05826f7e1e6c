//! An experiment as text, for links and for the last run that the browser stores: the settings that differ from those that the page begins with.

use digits::synthetic::Ways;
use learning::{Experiment, ImageSource};

use crate::training::field::{Field, fields, setting};

/// What stands for an experiment with no other settings.
const DEFAULT: &str = "default";
/// The name of the ways of writing, which are no single field.
const WAYS: &str = "ways";

/// The experiment as text, such as `epochs:20;seed:7`; `None` if it starts from weights of its own, which a text cannot hold.
pub(crate) fn to_text(experiment: &Experiment) -> Option<String> {
    if experiment.network.parameters.is_some() {
        return None;
    }
    let usual = Experiment::default();
    // A list of sizes is written with hyphens, which need no escape in an address.
    let mut texts: Vec<String> = changed(experiment, &usual)
        .map(|field| [field.name, ":", &field.value.replace(", ", "-")].concat())
        .collect();
    if experiment.data.ways != usual.data.ways {
        let bits = experiment.data.ways.bits().map(|bits| format!("{bits:x}"));
        texts.push([WAYS, ":", &bits.join(".")].concat());
    }
    Some(if texts.is_empty() { DEFAULT.to_owned() } else { texts.join(";") })
}

/// Whether everybody can have what it learns from: the built-in handwriting, and MNIST, but not your own drawings.
pub(crate) fn is_for_everybody(experiment: &Experiment) -> bool {
    !experiment.data.mix.contains(ImageSource::Own)
}

/// The experiment that a link describes; `None` if it is not one that can be run elsewhere.
pub(crate) fn from_link(text: &str) -> Option<Experiment> {
    from_text(text).filter(is_for_everybody)
}

/// What sets the experiment apart from the one that the page begins with, in words.
pub(crate) fn in_words(experiment: &Experiment) -> String {
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
            (name, value) => setting(name, value)?.apply(&mut experiment),
        }
    }
    experiment.start().ok()?;
    to_text(&experiment)?;
    Some(experiment)
}

/// Ten hexadecimal numbers, each the ways of a digit.
fn ways(text: &str) -> Option<Ways> {
    let bits: Option<Vec<u16>> = text.split('.').map(|bits| u16::from_str_radix(bits, 16).ok()).collect();
    Some(Ways::from_bits(bits?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use learning::Experiment;
    use proptest::prelude::*;

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
            assert_eq!(to_text(&experiment).as_deref(), Some(expected));
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
        assert_eq!(from_text(&to_text(&experiment).expect("a text")), Some(experiment));
    }

    #[test]
    fn what_everybody_can_get_is_in_a_link_and_ones_own_drawings_are_not() {
        let mnist = changed(&[("weight-built-in", "0"), ("weight-mnist", "1")]);
        assert_eq!(from_link(&to_text(&mnist).expect("a text")), Some(mnist));
        let own = changed(&[("weight-own", "3")]);
        let text = to_text(&own).expect("it can be stored");
        assert_eq!((from_link(&text), from_text(&text)), (None, Some(own)));
        let mut taught = Experiment::default();
        taught.network.parameters = Some(std::sync::Arc::from([0.0]));
        assert_eq!(to_text(&taught), None);
    }

    #[test]
    fn it_is_told_in_words_by_what_is_unusual() {
        assert_eq!(in_words(&Experiment::default()), "the default settings");
        let words = in_words(&changed(&[("learning-rate", "-1.5"), ("hidden", "30"), ("seed", "7")]));
        assert_eq!(words, "learning rate 0.032; hidden 30; seed 7");
    }

    #[test]
    fn nonsense_is_refused() {
        for text in
            ["", "seed", "seed:x", "colour:red", "hidden:0", "mini-batch:0", "ways:1.2", "weight-own:x"]
        {
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
