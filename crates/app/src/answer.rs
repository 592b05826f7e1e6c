//! The network's answer in words: the digit, its output and the runner-up, or "not sure" and what is missing.
//!
//! An output is called "sure" only where it can be read as a probability. Otherwise it is the number in the neuron.

use models::{Answer, Model};

use crate::number::{self, percent};

/// The answer as one character: the digit, or `?`.
pub fn symbol(answer: Answer) -> String {
    answer.winner().map_or_else(|| "?".to_owned(), |digit| digit.to_string())
}

/// The confidence, for display: `97% sure`, `output 0.97`, `not sure`.
pub fn certainty(answer: Answer, model: &Model) -> String {
    if !answer.is_sure {
        "not sure".to_owned()
    } else if model.has_probabilities() {
        [&percent(answer.confidence), " sure"].concat()
    } else {
        ["output ", &value(answer.confidence, model)].concat()
    }
}

/// The alternative, for display: the runner-up, `then 8: 2%`, or what the best guess lacks, `closest: 8 (0.31), needs 0.50`.
pub fn second_thought(answer: Answer, model: &Model) -> String {
    match missing(answer, model) {
        Some(needed) => {
            format!("closest: {} ({}), needs {needed}", answer.digit, value(answer.confidence, model))
        }
        None => format!("then {}: {}", answer.runner_up, value(answer.runner_up_confidence, model)),
    }
}

/// The complete answer as a sentence, for screen readers.
pub fn sentence(answer: Answer, model: &Model) -> String {
    let (digit, confidence) = (answer.digit, value(answer.confidence, model));
    match missing(answer, model) {
        Some(needed) => {
            format!("Not sure: the strongest output is {digit} with {confidence}, but it needs {needed}.")
        }
        None => {
            let runner_up = value(answer.runner_up_confidence, model);
            format!(
                "Reads {digit}, {}; runner-up {}, {runner_up}.",
                certainty(answer, model),
                answer.runner_up
            )
        }
    }
}

/// An output, as a percentage if it can be read as a probability.
fn value(output: f32, model: &Model) -> String {
    if model.has_probabilities() { percent(output) } else { number::fixed(output, 2) }
}

/// The threshold that the strongest output has not reached.
fn missing(answer: Answer, model: &Model) -> Option<String> {
    threshold(model).filter(|_| !answer.is_sure)
}

/// What the strongest output must reach to be the answer, if this model asks for that.
pub fn threshold(model: &Model) -> Option<String> {
    // Rounded up, so that it does not look as if it were reached.
    let up = |decimals: f32| Some((decimals * model.rejection_threshold?).ceil() / decimals);
    match up(100.0)? {
        // Here `percent` is vague.
        threshold if threshold > 0.99 && model.has_probabilities() => {
            Some([&number::fixed(100.0 * up(1000.0)?, 1), "%"].concat())
        }
        threshold => Some(value(threshold, model)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::random_model;
    use nn::ActivationFn;

    fn answer(digit: usize, confidence: f32, is_sure: bool) -> Answer {
        Answer { digit, is_sure, confidence, runner_up: 8, runner_up_confidence: 0.2 }
    }

    /// A model whose outputs are probabilities, and one whose outputs are independent.
    fn models() -> [Model; 2] {
        let independent = Model { rejection_threshold: Some(0.515), ..random_model(&[784, 4, 10]) };
        let mut calibrated = independent.clone();
        calibrated.network =
            independent.network.with_activation_fns(None, Some(ActivationFn::Softmax)).expect("one");
        calibrated.evaluation.mnist_calibration_error = Some(0.004);
        [calibrated, independent]
    }

    #[test]
    fn only_probabilities_are_called_sure() {
        let [calibrated, independent] = models();
        let answer = answer(3, 0.97, true);
        assert_eq!(symbol(answer), "3");
        assert_eq!(certainty(answer, &calibrated), "97% sure");
        assert_eq!(second_thought(answer, &calibrated), "then 8: 20%");
        assert_eq!(sentence(answer, &calibrated), "Reads 3, 97% sure; runner-up 8, 20%.");
        assert_eq!(certainty(answer, &independent), "output 0.97");
        assert_eq!(second_thought(answer, &independent), "then 8: 0.20");
        assert_eq!(sentence(answer, &independent), "Reads 3, output 0.97; runner-up 8, 0.20.");

        let mut unmeasured = calibrated;
        unmeasured.evaluation.mnist_calibration_error = None;
        assert_eq!(certainty(answer, &unmeasured), "output 0.97");
    }

    /// "72% sure, then 1 (70%)" is never said: where outputs are shown as percentages, they are shares of a whole.
    #[test]
    fn percentages_are_shares_of_a_whole() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in models::SHIPPED {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            let model = Model::from_json(&json).expect("a model");
            let mut pass = nn::ForwardPass::for_network(&model.network);
            for digit in 0..10 {
                let image = crate::examples::example(digit).to_image(&model.preprocessing);
                model.network.forward(image.pixels(), &mut pass);
                let answer =
                    Answer::from_outputs(pass.output(), model.rejection_threshold).expect("an answer");
                let said = [certainty(answer, &model), second_thought(answer, &model)].concat();
                let sum: f32 = pass.output().iter().sum();
                assert!(
                    !said.contains('%') || (sum - 1.0).abs() < 1e-3,
                    "{}: {said}, of {sum}",
                    shipped.name
                );
            }
        }
    }

    #[test]
    fn a_guess_says_what_it_lacks() {
        let [calibrated, independent] = models();
        let guess = answer(3, 0.4, false);
        assert_eq!((symbol(guess), certainty(guess, &independent)), ("?".into(), "not sure".into()));
        assert_eq!(second_thought(guess, &independent), "closest: 3 (0.40), needs 0.52");
        assert_eq!(second_thought(guess, &calibrated), "closest: 3 (40%), needs 52%");
        let strict = Model { rejection_threshold: Some(0.991_2), ..calibrated };
        assert_eq!(second_thought(guess, &strict), "closest: 3 (40%), needs 99.2%");
        assert_eq!(
            sentence(guess, &independent),
            "Not sure: the strongest output is 3 with 0.40, but it needs 0.52."
        );
    }
}
