//! Updates of the tally by messages.

use app::derived::Derived;
use app::settings::Ui;
use app::state::Core;
use digits::Ink;

use super::export::{to_csv, to_json};
use super::msg::{Effect, Format, Msg};
use super::state::Tally;
use crate::changes::Changes;
use crate::drawings::line::simplified;
use crate::drawings::{self, Reading, left_out};
use crate::predict::{Predict, Prediction};

impl Tally {
    /// Handles `msg`.
    pub(crate) fn update(&mut self, core: &mut Core, predict: &Predict, msg: Msg, out: &mut Vec<Effect>) {
        let mut stored = Vec::new();
        match msg {
            Msg::Toggle if self.is_open => self.close(),
            // Elsewhere there is no place for it.
            Msg::Toggle if core.settings.ui == Ui::Full => {
                (self.is_open, self.is_aside) = (true, false);
                // Another tab may have added to it.
                stored.push(drawings::Effect::Read);
            }
            Msg::Toggle => {}
            Msg::Close => self.close(),
            Msg::StepAside => self.is_aside = self.is_open,
            Msg::Stored(entries) => self.trouble = left_out(self.shelf.add_stored(entries, true)),
            Msg::NotStored(key) => {
                if let Some(trouble) = self.shelf.not_stored(&key) {
                    self.trouble = trouble;
                }
            }
            Msg::Label(label) => {
                if let Err(why) = self.label(core, predict, label, &mut stored) {
                    self.says = why.to_owned();
                }
            }
            Msg::Undo => self.undo(core, &mut stored),
            Msg::StartAgain => {
                let removed = self.shelf.take(&|_| true, &mut stored);
                if !removed.is_empty() {
                    self.says = "A new tally. Undo brings the last one back.".to_owned();
                    self.shelf.remember(Vec::new(), removed);
                    self.chosen = None;
                }
            }
            Msg::ShowCell(cell) => self.chosen = if self.chosen == Some(cell) { None } else { Some(cell) },
            Msg::PutOnPad(key) => {
                if let Some(drawing) = self.shelf.get(&key) {
                    core.edit_ink(|pad| pad.replace(drawing.ink.clone()));
                    self.put_on_pad = Some(core.ink_revision());
                }
            }
            Msg::Save(format) => {
                let drawings = self.shelf.drawings();
                let (name, text) = match format {
                    Format::Json => ("class-tally.jsonl", to_json(drawings)),
                    Format::Csv => ("class-tally.csv", to_csv(drawings)),
                };
                out.push(Effect::Save(name, text));
                self.says = ["Saved as ", name, "."].concat();
            }
        }
        out.extend(stored.into_iter().map(Effect::Stored));
    }

    /// Closes it. It stays as it is.
    pub(crate) fn close(&mut self) {
        self.is_open = false;
    }

    /// What was said is over when somebody draws.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        if changes.ink && !core.pad().ink().is_empty() {
            self.says.clear();
        }
    }

    /// Counts what is on the pad, and clears the pad for the next person.
    fn label(
        &mut self,
        core: &mut Core,
        predict: &Predict,
        label: u8,
        out: &mut Vec<drawings::Effect>,
    ) -> Result<(), &'static str> {
        if label > 9 || !self.is_open {
            return Ok(());
        }
        if core.pad().ink().is_empty() {
            return Err("Draw a digit first, then say which one it was meant to be.");
        }
        if predict.is_covering() {
            return Err("Predict first.");
        }
        if self.shelf.is_full() {
            return Err("There is no room for more drawings. Save them, then start a new tally.");
        }
        let answer = Derived::default().answer(core);
        let (Some(answer), Some(model)) = (answer, core.model()) else {
            return Err("The network gives no answer to count.");
        };
        let ink = simplified(core.pad().ink());
        let counted = self.counted(core, &ink);
        let removed = self.shelf.take(&|drawing| Some(&drawing.key) == counted.as_ref(), out);
        // Another label does not change what was read and predicted, even if another model is in use by now.
        let (done, reading) = match removed.first() {
            Some(drawing) => ("Changed", drawing.reading.clone()),
            None => {
                let reading = Reading {
                    read: answer.winner().map_or(Prediction::NotSure, Prediction::Digit),
                    confidence: (100.0 * answer.confidence).round() as u8,
                    predicted: predict.said(),
                    model: model.name.clone(),
                };
                ("Counted", reading)
            }
        };
        let read = match reading.read {
            Prediction::NotSure => ", but the network was not sure".to_owned(),
            Prediction::Digit(digit) => format!(", read {digit}"),
        };
        self.says = [done, ": meant ", &label.to_string(), &read, ". Next!"].concat();
        core.edit_ink(|pad| pad.replace(Ink::default()));
        let key = self.shelf.put(label, ink, reading, out);
        self.shelf.remember(vec![key], removed);
        Ok(())
    }

    /// The drawing that is on the pad again, by undo or from its picture: it is relabelled, and not counted twice.
    fn counted(&self, core: &Core, ink: &Ink) -> Option<String> {
        let is_back = core.pad().can_redo() || self.put_on_pad == Some(core.ink_revision());
        let mut drawings = self.shelf.drawings().iter().rev().filter(|_| is_back);
        drawings.find(|drawing| drawing.ink == *ink).map(|drawing| drawing.key.clone())
    }

    fn undo(&mut self, core: &mut Core, out: &mut Vec<drawings::Effect>) {
        let Some(mut undone) = self.shelf.undo(out) else { return };
        self.says = if undone.are_others_back { "Restored." } else { "Undone." }.to_owned();
        // It goes back onto the pad, to be relabelled, unless the next person has begun.
        if !undone.are_others_back
            && core.pad().ink().is_empty()
            && let Some(drawing) = undone.gone.pop()
        {
            core.edit_ink(|pad| pad.replace(drawing.ink));
        }
    }
}
