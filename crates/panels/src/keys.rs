//! Keyboard commands of the panels.

use app::keys::{HistoryKey, Key};
use app::named::Named;

use crate::commands::Command;
use crate::knobs::{self, Nudge};
use crate::msg::Msg;
use crate::predict::Prediction;
use crate::{follow, matrix, paint, predict, step, training, wall, why};

/// How many pixels an arrow key with Shift moves the painting's cursor.
const FAR: i32 = 5;

/// The message for a key pressed on the input's grid.
pub fn on_grid(key: &Key) -> Option<follow::Msg> {
    (key.is_plain() && key.name == "Enter").then_some(follow::Msg::Start)
}

/// The message for a key pressed while a number is followed. A drop-down list needs the arrow keys itself.
pub fn on_follow(key: &Key, is_on_list: bool) -> Option<follow::Msg> {
    match key.name.as_str() {
        _ if !key.is_plain() => None,
        "Escape" => Some(follow::Msg::Close),
        "ArrowRight" if !is_on_list => Some(follow::Msg::Step(true)),
        "ArrowLeft" if !is_on_list => Some(follow::Msg::Step(false)),
        _ => None,
    }
}

/// The message for a key pressed in the panel of a single step. A field needs the arrow keys itself, a button Space.
pub fn on_step(key: &Key, (is_on_field, is_on_button): (bool, bool)) -> Option<step::Msg> {
    match key.name.as_str() {
        _ if !key.is_plain() || is_on_field => None,
        "ArrowRight" => Some(step::Msg::Step(true)),
        "ArrowLeft" => Some(step::Msg::Step(false)),
        " " if !is_on_button => Some(step::Msg::TogglePlay),
        _ => None,
    }
}

/// The message for a key pressed on the contributions image.
pub fn on_why_picture(key: &Key) -> Option<why::Msg> {
    key.direction().filter(|_| key.is_plain()).map(why::Msg::MoveCursor)
}

/// The message for a key pressed on the matrix.
pub fn on_matrix(key: &Key) -> Option<matrix::Msg> {
    use matrix::{Msg, Step};
    match key.name.as_str() {
        _ if !key.is_plain() => None,
        "Home" => Some(Msg::Move(Step::RowStart)),
        "End" => Some(Msg::Move(Step::RowEnd)),
        // On many keyboards, + is Shift and =.
        "+" | "=" => Some(Msg::Zoom(true)),
        "-" => Some(Msg::Zoom(false)),
        _ => key.direction().map(|direction| Msg::Move(Step::To(direction))),
    }
}

/// The message for a key pressed on the slider of a film. The browser has the slider's own keys.
pub fn on_film(key: &Key) -> Option<training::Msg> {
    (key.is_plain() && key.name == " ").then_some(training::Msg::Play)
}

/// The message for a key pressed on a cell of the confusion matrix.
pub fn on_confusion(key: &Key) -> Option<training::Msg> {
    let step = match key.name.as_str() {
        _ if !key.is_plain() => return None,
        "Home" => matrix::Step::RowStart,
        "End" => matrix::Step::RowEnd,
        _ => matrix::Step::To(key.direction()?),
    };
    Some(training::Msg::MoveCell(step))
}

/// What decides whether a key anywhere on the page is one of the page's.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances {
    /// Whether the focus is in a field, where a key may be a letter.
    pub is_typing: bool,
    /// Whether the page is presented.
    pub is_presenting: bool,
    /// Whether digits label a drawing.
    pub are_digits_labels: bool,
}

/// The command of a key pressed anywhere on the page.
pub fn on_page(key: &Key, when: Circumstances) -> Option<Command> {
    let is_label = when.are_digits_labels && key.name.parse::<u8>().is_ok();
    let is_ours = key.is_plain() && !when.is_typing && !key.is_repeated && !is_label;
    Command::of_key(&key.name, when.is_presenting).filter(|_| is_ours)
}

/// The label of a key pressed anywhere on the page while digits label a drawing.
pub fn on_labelling(key: &Key, is_typing: bool) -> Option<Msg> {
    let is_ours = key.is_plain() && !is_typing && !key.is_repeated && key.name.len() == 1;
    key.name.parse().ok().filter(|_| is_ours).map(Msg::Digit)
}

/// The prediction of a key pressed anywhere on the page while the answer is covered.
pub fn on_covered(key: &Key, is_typing: bool) -> Option<predict::Msg> {
    let is_ours = key.is_plain() && !is_typing && !key.is_repeated && key.name != "?";
    Prediction::from_name(&key.name).filter(|_| is_ours).map(predict::Msg::Say)
}

/// The message for a key pressed anywhere in the knobs panel.
pub fn on_knobs_panel(key: &Key) -> Option<knobs::Msg> {
    key.history().map(|way| match way {
        HistoryKey::Undo => knobs::Msg::Undo,
        HistoryKey::Redo => knobs::Msg::Redo,
    })
}

/// The message for a key pressed on a knob.
pub fn on_knob(key: &Key, parameter: knobs::Parameter) -> Option<knobs::Msg> {
    match key.name.as_str() {
        _ if !key.is_plain() => None,
        "Delete" | "Backspace" => Some(knobs::Msg::Reset(parameter)),
        name => {
            let nudge = Nudge::from_name(name)?;
            Some(knobs::Msg::Nudge { parameter, nudge, is_small: key.shift })
        }
    }
}

/// The message for a key pressed on the wall. Fully zoomed out, Escape is left to the page.
pub fn on_wall(key: &Key, is_seen_whole: bool) -> Option<wall::Msg> {
    use wall::Msg;
    match key.name.as_str() {
        _ if !key.is_plain() => None,
        "Enter" | " " => Some(Msg::ZoomIn),
        "Escape" => (!is_seen_whole).then_some(Msg::ZoomOut),
        _ => key.direction().map(|direction| Msg::Move(direction, key.shift)),
    }
}

/// The message for a key pressed on the slider of a single knob.
pub fn on_wall_slider(key: &Key) -> Option<wall::Msg> {
    let nudge = Nudge::from_name(&key.name).filter(|_| key.is_plain())?;
    Some(wall::Msg::Turn(nudge, key.shift))
}

/// The message for a key pressed on the painting.
pub fn on_painting(key: &Key) -> Option<paint::Msg> {
    use paint::Msg;
    let step = if key.shift { FAR } else { 1 };
    match key.name.as_str() {
        _ if !key.is_plain() => None,
        "ArrowUp" => Some(Msg::MoveCursor(0, -step)),
        "ArrowDown" => Some(Msg::MoveCursor(0, step)),
        "ArrowLeft" => Some(Msg::MoveCursor(-step, 0)),
        "ArrowRight" => Some(Msg::MoveCursor(step, 0)),
        " " | "Enter" => Some(Msg::Dab),
        "+" | "=" => Some(Msg::SetSign(1)),
        "-" | "−" => Some(Msg::SetSign(-1)),
        "0" => Some(Msg::SetSign(0)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::network_layout::Direction;

    fn key(name: &str) -> Key {
        Key { name: name.to_owned(), ..Key::default() }
    }

    fn with_shift(name: &str) -> Key {
        Key { shift: true, ..key(name) }
    }

    #[test]
    fn commands_are_left_to_the_browser() {
        let parameter = knobs::Parameter { layer_idx: 0, to: 0, from: None };
        for name in ["ArrowLeft", "Home", "Enter", " ", "+", "0", "Delete", "Escape"] {
            let command = Key { ctrl: true, ..key(name) };
            let is_left = on_why_picture(&command).is_none()
                && on_grid(&command).is_none()
                && on_follow(&command, false).is_none()
                && on_step(&command, (false, false)).is_none()
                && on_matrix(&command).is_none()
                && on_film(&command).is_none()
                && on_confusion(&command).is_none()
                && on_knob(&command, parameter).is_none()
                && on_wall(&command, false).is_none()
                && on_wall_slider(&command).is_none()
                && on_painting(&command).is_none()
                && on_covered(&command, false).is_none()
                && on_labelling(&command, false).is_none()
                && on_page(&command, Circumstances { is_presenting: true, ..Circumstances::default() })
                    .is_none();
            assert!(is_left, "{name}");
        }
    }

    #[test]
    fn where_digits_are_labels_0_does_not_lead_back_to_the_start() {
        let presenting = Circumstances { is_presenting: true, ..Circumstances::default() };
        assert_eq!(on_page(&key("0"), presenting), Some(Command::Start));
        assert_eq!(on_page(&key("0"), Circumstances { are_digits_labels: true, ..presenting }), None);
        assert_eq!(on_page(&key("s"), Circumstances { is_typing: true, ..presenting }), None);
    }

    #[test]
    fn escape_leads_back_on_the_wall_until_all_of_it_is_seen() {
        assert!(matches!(on_wall(&key("Escape"), false), Some(wall::Msg::ZoomOut)));
        assert!(on_wall(&key("Escape"), true).is_none());
    }

    #[test]
    fn shift_goes_far_on_pictures_and_turns_a_knob_a_little() {
        assert!(matches!(on_wall(&with_shift("ArrowUp"), false), Some(wall::Msg::Move(Direction::Up, true))));
        assert!(
            matches!(on_painting(&with_shift("ArrowLeft")), Some(paint::Msg::MoveCursor(x, 0)) if x == -FAR)
        );
        assert!(matches!(on_wall_slider(&with_shift("ArrowUp")), Some(wall::Msg::Turn(Nudge::Up, true))));
        let parameter = knobs::Parameter { layer_idx: 1, to: 2, from: Some(3) };
        let turned = on_knob(&with_shift("PageUp"), parameter);
        assert!(matches!(turned, Some(knobs::Msg::Nudge { nudge: Nudge::FarUp, is_small: true, .. })));
    }

    #[test]
    fn a_step_is_stepped_and_played_unless_the_focus_needs_the_key() {
        assert_eq!(on_step(&key("ArrowLeft"), (false, true)), Some(step::Msg::Step(false)));
        assert_eq!(on_step(&key(" "), (false, false)), Some(step::Msg::TogglePlay));
        assert_eq!(on_step(&key(" "), (false, true)), None);
        assert_eq!(on_step(&key("ArrowRight"), (true, false)), None);
    }

    #[test]
    fn the_matrix_is_walked_and_zoomed() {
        use matrix::{Msg, Step};
        assert!(matches!(on_matrix(&key("Home")), Some(Msg::Move(Step::RowStart))));
        assert!(matches!(on_matrix(&key("ArrowDown")), Some(Msg::Move(Step::To(Direction::Down)))));
        assert!(matches!(on_matrix(&key("=")), Some(Msg::Zoom(true))));
        assert!(on_matrix(&key("a")).is_none());
    }

    #[test]
    fn in_their_panel_undo_and_redo_are_of_the_knobs() {
        assert!(matches!(on_knobs_panel(&Key { ctrl: true, ..key("z") }), Some(knobs::Msg::Undo)));
        assert!(matches!(on_knobs_panel(&Key { meta: true, ..with_shift("z") }), Some(knobs::Msg::Redo)));
    }
}
