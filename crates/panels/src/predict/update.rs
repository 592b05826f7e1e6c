//! Updates of the prediction by messages and changes elsewhere.

use app::derived::Derived;
use app::settings::Ui;
use app::state::Core;

use crate::changes::Changes;
use crate::predict::msg::Msg;
use crate::predict::state::{Phase, Predict, Prediction, Score};

impl Predict {
    /// Handles `msg`.
    pub fn update(&mut self, core: &Core, msg: Msg) {
        match msg {
            // Elsewhere there is no place to predict in.
            Msg::Toggle => {
                self.is_on = !self.is_on && core.settings.ui == Ui::Full;
                self.phase = Phase::Waiting;
            }
            Msg::Say(said) => self.say(core, said),
            Msg::StartAgain => self.score = Score::default(),
        }
    }

    /// Covers what has been drawn since, from the pen's first touch on.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        // The settings may have changed since it was switched on.
        self.is_on &= core.settings.ui == Ui::Full;
        if !self.is_on {
            self.phase = Phase::Waiting;
            return;
        }
        if changes.ink {
            let is_there = core.network().is_some() && !core.pad().ink().is_empty();
            self.phase = if is_there { Phase::Covered } else { Phase::Waiting };
        } else if (changes.network || changes.steps_off) && !self.is_covering() {
            // The verdict was on another answer.
            self.phase = Phase::Waiting;
        }
    }

    /// Uncovers the answer and judges the prediction, once the pen is up.
    fn say(&mut self, core: &Core, said: Prediction) {
        if !self.is_covering() || core.is_in_gesture() {
            return;
        }
        // Outputs that say nothing cannot be predicted.
        self.phase = Derived::default().answer(core).map_or(Phase::Waiting, |answer| {
            let is_right = said == answer.winner().map_or(Prediction::NotSure, Prediction::Digit);
            self.score.n_predictions += 1;
            self.score.n_right += usize::from(is_right);
            Phase::Told { said, is_right }
        });
    }
}
