//! What the ten outputs are: probabilities or numbers of their own, and from where on the strongest is the answer.

use app::answer;
use models::Model;
use nn::ActivationFn;

/// What an output of this model is.
pub(crate) fn meaning(model: &Model) -> &'static str {
    if model.has_probabilities() {
        "The ten outputs are probabilities: they add up to 1."
    } else if model.network.output_activation_fn() == ActivationFn::Softmax {
        "The ten outputs add up to 1. Whether they are well calibrated has not been measured."
    } else {
        "Each output is independent, not a probability: the ten need not add up to 1."
    }
}

/// The same, with the least that the strongest output must reach.
pub fn explanation(model: &Model) -> String {
    match answer::threshold(model) {
        Some(threshold) => {
            [meaning(model), " If none reaches ", &threshold, ", the answer is “not sure”."].concat()
        }
        None => meaning(model).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_support::random_model;

    #[test]
    fn probabilities_and_thresholds_are_explained() {
        let mut model = random_model(&[784, 4, 10]);
        let independent = "Each output is independent, not a probability: the ten need not add up to 1.";
        assert_eq!(explanation(&model), independent);
        model.rejection_threshold = Some(0.515);
        let not_sure = "If none reaches 0.52, the answer is “not sure”.";
        assert_eq!(explanation(&model), [independent, not_sure].join(" "));
        model.network = model.network.with_activation_fns(None, Some(ActivationFn::Softmax)).expect("one");
        let unmeasured =
            "The ten outputs add up to 1. Whether they are well calibrated has not been measured.";
        let still_not_sure = "If none reaches 0.52, the answer is “not sure”.";
        assert_eq!(explanation(&model), [unmeasured, still_not_sure].join(" "));
        model.evaluation.mnist_calibration_error = Some(0.004);
        let probabilities = "The ten outputs are probabilities: they add up to 1.";
        let not_sure = "If none reaches 52%, the answer is “not sure”.";
        assert_eq!(explanation(&model), [probabilities, not_sure].join(" "));
    }
}
