//! The prediction, as displayed.

use app::state::Core;

use crate::predict::state::{Phase, Predict, Prediction, Score};

/// The prediction on the answer card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PredictScene {
    /// Whether the answer is covered.
    pub is_covering: bool,
    /// Whether it can be predicted now: the pen is up.
    pub can_be_said: bool,
    /// The question or the verdict, with the score; empty while it is switched off.
    pub line: String,
}

/// The scene.
pub fn predict_scene(predict: &Predict, core: &Core) -> PredictScene {
    if !predict.is_on {
        return PredictScene::default();
    }
    let is_covering = predict.is_covering();
    let can_be_said = is_covering && !core.is_in_gesture();
    let verdict = match predict.phase {
        Phase::Covered if can_be_said => "What will it read?".to_owned(),
        Phase::Covered | Phase::Waiting => "Predict first.".to_owned(),
        Phase::Told { is_right: true, .. } => "Right!".to_owned(),
        Phase::Told { said: Prediction::Digit(digit), .. } => ["Not ", &digit.to_string(), "."].concat(),
        Phase::Told { said: Prediction::NotSure, .. } => "It is sure.".to_owned(),
    };
    PredictScene { is_covering, can_be_said, line: verdict + &score(predict.score) }
}

fn score(Score { n_right, n_predictions }: Score) -> String {
    match n_predictions {
        0 => String::new(),
        _ => [" ", &n_right.to_string(), " of ", &n_predictions.to_string(), " predicted"].concat(),
    }
}
