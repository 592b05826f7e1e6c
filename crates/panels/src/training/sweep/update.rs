//! Updates of the sweep by messages.

use super::msg::Msg;
use super::state::{Outcome, Run};
use super::values;
use crate::training::field::setting;
use crate::training::msg::Effect;
use crate::training::state::Training;

impl Training {
    /// Handles a message about the sweep.
    pub(in crate::training) fn update_sweep(&mut self, msg: Msg, out: &mut Vec<Effect>) {
        match msg {
            Msg::Choose(name) => {
                if let Some(name) = values::NAMES.iter().find(|known| ***known == *name) {
                    self.sweep.chosen = name;
                }
            }
            Msg::Start => self.start_sweep(out),
            Msg::Stop => self.stop_sweep(out),
            Msg::Take(idx) => {
                if let Some(run) = self.sweep.runs.get(idx) {
                    self.experiment = run.experiment.clone();
                    self.start(out);
                }
            }
        }
    }

    fn start_sweep(&mut self, out: &mut Vec<Effect>) {
        self.stop_sweep(out);
        self.collect_own(out);
        let name = self.sweep.chosen;
        let mut runs = Vec::new();
        let mut asked = Vec::new();
        for value in values::values(name, &self.experiment) {
            let mut experiment = self.experiment.clone();
            let Some(setting) = setting(name, &value) else { continue };
            setting.apply(&mut experiment);
            let number = self.next_run();
            let outcome = match experiment.start() {
                Ok(_) => {
                    asked.push((number, experiment.clone()));
                    Outcome::Open
                }
                Err(error) => Outcome::Failed(error.to_string()),
            };
            let label = values::label(name, &experiment);
            let (points, has_restarted) = (Vec::new(), false);
            runs.push(Run { number, label, experiment, points, outcome, has_restarted });
        }
        self.sweep.swept = name;
        self.sweep.runs = runs;
        out.push(Effect::Sweep(asked));
    }

    fn stop_sweep(&mut self, out: &mut Vec<Effect>) {
        if self.sweep.is_under_way() {
            for run in &mut self.sweep.runs {
                if run.outcome == Outcome::Open {
                    run.outcome = Outcome::Stopped;
                }
            }
            out.push(Effect::StopSweep);
        }
    }
}
