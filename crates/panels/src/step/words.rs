//! The stages in words.

use app::number;
use app::state::Core;
use nn::Loss;

use crate::step::stage::Stage;
use crate::step::state::Outcome;

const CROSS_ENTROPY_ERROR: &str =
    "δ is how fast the loss rises with z. With cross-entropy that is the output minus what it should be.";
const QUADRATIC_ERROR: &str =
    "δ is how fast the loss rises with z: the output minus what it should be, times the slope of its curve.";
const BACK: &str = "A neuron’s δ is the weighted sum of the errors it leads to, times the slope of its own curve. On a flat part it learns little.";
const GRADIENT: &str = "A weight’s gradient is its input times its neuron’s error δ. Where nothing comes in, nothing is learned.";

/// The stage's heading.
pub(super) fn title(core: &Core, stage: Stage) -> String {
    match stage {
        Stage::Forward => "Forward: what does it read?".to_owned(),
        Stage::Error => "The error at the outputs".to_owned(),
        Stage::Back(layer_idx) if core.n_layers() > 2 => {
            format!("The error flows back to hidden {}", layer_idx + 1)
        }
        Stage::Back(_) => "The error flows back".to_owned(),
        Stage::Gradient => "The gradient of each weight".to_owned(),
        Stage::After => "The step".to_owned(),
    }
}

/// The learning rate: `0.002`.
pub(super) fn rate_text(learning_rate: f32) -> String {
    let text = number::significant(learning_rate);
    let is_fraction = text.contains('.') && !text.contains('×');
    if is_fraction { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// What happens in the stage.
pub(super) fn says(stage: Stage, outcome: &Outcome, learning_rate: f32) -> String {
    let backward = &outcome.backward;
    let digit = backward.digit;
    match stage {
        Stage::Forward => format!(
            "Output {digit} should be 1 and the others 0. The loss C says how far off they are: {}, by {}.",
            number::significant(backward.loss),
            match backward.loss_fn {
                Loss::CrossEntropy => "cross-entropy",
                Loss::Quadratic => "the quadratic loss",
            }
        ),
        Stage::Error => match backward.loss_fn {
            Loss::CrossEntropy => CROSS_ENTROPY_ERROR.to_owned(),
            Loss::Quadratic => QUADRATIC_ERROR.to_owned(),
        },
        Stage::Back(_) => BACK.to_owned(),
        Stage::Gradient => GRADIENT.to_owned(),
        Stage::After => {
            let (before, after) = (backward.loss, outcome.after.loss);
            let [from, to] = [before, after].map(number::significant);
            let rate = rate_text(learning_rate);
            if !outcome.after.network.is_finite() || !after.is_finite() {
                format!(
                    "With η = {rate} the numbers would become too large to compute with. Choose a smaller learning rate."
                )
            } else if after <= before {
                format!(
                    "Each weight and bias moves against its gradient, times η = {rate}. The loss falls from {from} to {to}."
                )
            } else {
                format!(
                    "The loss would rise from {from} to {to}: with η = {rate} the step is too large. Choose a smaller learning rate."
                )
            }
        }
    }
}
