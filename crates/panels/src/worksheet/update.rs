//! Makes the worksheet.

use app::state::Core;

use crate::worksheet::msg::{Effect, Msg};
use crate::worksheet::sheet::worksheet;

/// Handles `msg`.
pub(crate) fn update(core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
    match msg {
        Msg::Print if core.is_answer_covered() && core.picked_neuron().is_none() => {
            core.note("Pick a neuron, or first say what the network will read: the answer is covered.");
        }
        Msg::Print => match worksheet(core) {
            Some(sheet) => out.push(Effect::Print(Box::new(sheet))),
            None => core.note("Draw something first: the worksheet computes with your drawing."),
        },
    }
}
