//! The state transition for each message. It has no side effects, but returns those the browser should carry out.

mod models;
mod selection;
#[cfg(test)]
mod tests;

use digits::{Ink, Point, PreprocessingStep};

use crate::examples::example;
use crate::msg::{Effect, Msg};
use crate::network_layout::ViewSize;
use crate::pad::{Pad, Source, Tool};
use crate::panel::Panel;
use crate::settings::{Settings, Unknown};
use crate::state::Core;

/// Handles `msg`. Never fails: invalid external input leaves the state unchanged and adds a note.
pub fn update(core: &mut Core, msg: Msg) -> Vec<Effect> {
    let mut effects = Vec::new();
    match msg {
        Msg::Started(settings, unknown) => start(core, settings, &unknown, &mut effects),
        Msg::SystemTheme(is_dark) => core.system_is_dark = is_dark,
        Msg::SetTheme(theme) => core.settings.theme = theme,
        Msg::ChooseModel(source) => core.choose(source, &mut effects),
        Msg::RetryModel => core.retry_model(&mut effects),
        Msg::ModelArrived(source, bytes) => core.model_arrived(&source, bytes, &mut effects),

        Msg::PenDown(source, point) => core.edit_ink(|pad| pad.begin(source, point)),
        Msg::PenMove(source, points) => draw_through(core, source, points),
        Msg::PenUp(source) => end_gesture(core, source),
        Msg::MoveCursor(dx, dy) => core.edit_ink(|pad| pad.move_cursor(dx, dy)),
        Msg::ToggleKeyboardPen => core.edit_ink(Pad::toggle_keyboard_pen),
        Msg::LiftKeyboardPen => end_gesture(core, Source::Keyboard),
        Msg::SetTool(tool) => set_tool(core, tool),
        Msg::ToggleEraser => set_tool(core, core.pad().tool().other()),
        Msg::SetBrush(width) => core.edit_ink(|pad| {
            pad.set_brush(width);
            false
        }),
        Msg::Undo => core.edit_ink(Pad::undo),
        Msg::Redo => core.edit_ink(Pad::redo),
        Msg::Clear => core.edit_ink(|pad| pad.replace(Ink::default())),
        Msg::ShowExample(digit) => core.edit_ink(|pad| pad.replace(example(digit))),

        Msg::SetStep(step, is_on) => set_step(core, step, is_on),
        Msg::SetEdges(meaning) => core.edges = meaning,
        Msg::NetworkResized { width, height, text_size } => core.view = ViewSize { width, height, text_size },
        Msg::PointAt(point) => core.point_at(point),
        Msg::PickAt(x, y) => core.pick_at((x, y), &mut effects),
        Msg::Focus(target) => core.pick(target),
        Msg::MoveFocus(target, direction) => core.move_focus(target, direction, &mut effects),
        Msg::MoveFocusToEnd(target, is_last) => {
            core.pick_and_focus(core.end_of_layer(target, is_last), &mut effects);
        }
        Msg::Pick(target) => core.pick_and_focus(target, &mut effects),
        Msg::PickNext(is_forward) => core.pick_next(is_forward),
        Msg::PointAtTerm(term) => core.term = term,
        Msg::Unpick => core.unpick(),
        Msg::Open(panel) => open(core, panel, &mut effects),
        Msg::ClosePanel => core.open = Panel::None,
        Msg::ExplainAnswer => {
            core.unpick();
            open(core, Panel::Why, &mut effects);
        }
        Msg::DismissNotes => core.dismiss_notes(),
    }
    effects
}

fn start(core: &mut Core, settings: Settings, unknown: &Unknown, effects: &mut Vec<Effect>) {
    effects.push(core.want(settings.model.clone()));
    effects.extend(unknown.warnings().map(Effect::Warn));
    core.open = settings.panel.opened();
    core.settings = settings;
    if let Some(note) = unknown.note() {
        core.note(note);
    }
}

fn open(core: &mut Core, panel: Panel, effects: &mut Vec<Effect>) {
    core.open = panel.opened();
    effects.push(Effect::ShowPanel);
}

fn draw_through(core: &mut Core, source: Source, points: Vec<Point>) {
    let was_full = core.pad().is_full();
    core.edit_ink(|pad| {
        let mut has_changed = false;
        for point in points {
            has_changed |= pad.extend(source, point);
        }
        has_changed
    });
    if core.pad().is_full() && !was_full {
        core.note("The pad is full. Clear it or undo to keep drawing.");
    }
}

/// Ends a gesture, keeping its ink.
fn end_gesture(core: &mut Core, source: Source) {
    core.edit_ink(|pad| {
        pad.end(source);
        false
    });
}

fn set_tool(core: &mut Core, tool: Tool) {
    core.edit_ink(|pad| {
        pad.set_tool(tool);
        false
    });
}

fn set_step(core: &mut Core, step: PreprocessingStep, is_on: bool) {
    core.steps_off.retain(|off| *off != step);
    if !is_on {
        core.steps_off.push(step);
    }
}
