//! An experiment as text, for links: the settings that differ from those that the page begins with.

use digits::synthetic::Ways;
use learning::{Experiment, ImageSource};

use crate::training::field::{fields, setting};

/// What stands for an experiment with no other settings.
const DEFAULT: &str = "default";
/// The name of the ways of writing, which are no single field.
const WAYS: &str = "ways";

/// The experiment as text, such as `epochs:20;seed:7`; `None` if a link cannot hold all of it: the weights that it starts from,
/// one's own drawings, MNIST.
pub(crate) fn to_text(experiment: &Experiment) -> Option<String> {
    let mix = &experiment.data.mix;
    let is_elsewhere = [ImageSource::Own, ImageSource::Mnist].into_iter().any(|source| mix.contains(source));
    if is_elsewhere || experiment.network.parameters.is_some() {
        return None;
    }
    let usual = Experiment::default();
    let changed = fields(experiment)
        .into_iter()
        .zip(fields(&usual))
        .filter(|(field, usual)| field.value != usual.value);
    // A list of sizes is written with hyphens, which need no escape in an address.
    let mut texts: Vec<String> =
        changed.map(|(field, _)| [field.name, ":", &field.value.replace(", ", "-")].concat()).collect();
    if experiment.data.ways != usual.data.ways {
        let bits = experiment.data.ways.bits().map(|bits| format!("{bits:x}"));
        texts.push([WAYS, ":", &bits.join(".")].concat());
    }
    Some(if texts.is_empty() { DEFAULT.to_owned() } else { texts.join(";") })
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

    use super::{from_text, to_text};
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
    fn what_needs_more_than_a_link_has_no_text() {
        assert_eq!(to_text(&changed(&[("weight-own", "3")])), None);
        assert_eq!(to_text(&changed(&[("weight-mnist", "1")])), None);
        let mut taught = Experiment::default();
        taught.network.parameters = Some(std::sync::Arc::from([0.0]));
        assert_eq!(to_text(&taught), None);
    }

    #[test]
    fn nonsense_is_refused() {
        for text in
            ["", "seed", "seed:x", "colour:red", "hidden:0", "mini-batch:0", "ways:1.2", "weight-own:1"]
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
