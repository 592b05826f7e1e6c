//! Keyboard commands. Keys are named as in the DOM's `KeyboardEvent.key`.

use crate::msg::Msg;
use crate::network_layout::Direction;
use crate::target::Target;

/// How far an arrow key moves the pen, in pad units: about one pixel of the 28x28 image.
const STEP: f32 = 0.04;
/// How far it moves with Shift held.
const SMALL_STEP: f32 = 0.01;

/// A key press with its modifier keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The key's name: a character, or `ArrowUp`, `Enter` and so on.
    pub name: String,
    /// Whether Shift is held.
    pub shift: bool,
    /// Whether Ctrl is held.
    pub ctrl: bool,
    /// Whether the Command or Windows key is held.
    pub meta: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether the key is held down and repeating.
    pub is_repeated: bool,
}

impl Key {
    /// Whether Ctrl, Meta and Alt are all up.
    pub fn is_plain(&self) -> bool {
        !(self.ctrl || self.meta || self.alt)
    }

    /// The direction, if this is an arrow key.
    pub fn direction(&self) -> Option<Direction> {
        Some(match self.name.as_str() {
            "ArrowUp" => Direction::Up,
            "ArrowDown" => Direction::Down,
            "ArrowLeft" => Direction::Left,
            "ArrowRight" => Direction::Right,
            _ => return None,
        })
    }

    /// Undo or redo, if this is one of their shortcuts.
    pub fn history(&self) -> Option<HistoryKey> {
        if !(self.ctrl || self.meta) || self.alt {
            return None;
        }
        match (self.name.as_str(), self.shift) {
            ("z" | "Z", false) => Some(HistoryKey::Undo),
            ("z" | "Z", true) => Some(HistoryKey::Redo),
            // Browsers reserve Cmd+Y.
            ("y" | "Y", false) if self.ctrl => Some(HistoryKey::Redo),
            _ => None,
        }
    }
}

/// Undo or redo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryKey {
    /// Undoes a step.
    Undo,
    /// Redoes a step.
    Redo,
}

/// The message for a key pressed anywhere on the page.
pub fn on_page(key: &Key) -> Option<Msg> {
    Some(match key.history()? {
        HistoryKey::Undo => Msg::Undo,
        HistoryKey::Redo => Msg::Redo,
    })
}

/// The message for a key pressed while the pad has the focus.
pub fn on_pad(key: &Key) -> Option<Msg> {
    if !key.is_plain() {
        return None;
    }
    let step = if key.shift { SMALL_STEP } else { STEP };
    Some(match key.name.as_str() {
        "ArrowLeft" => Msg::MoveCursor(-step, 0.0),
        "ArrowRight" => Msg::MoveCursor(step, 0.0),
        "ArrowUp" => Msg::MoveCursor(0.0, -step),
        "ArrowDown" => Msg::MoveCursor(0.0, step),
        // Handled without effect, so that holding Space does not scroll the page.
        " " if key.is_repeated => Msg::MoveCursor(0.0, 0.0),
        " " => Msg::ToggleKeyboardPen,
        "Escape" => Msg::LiftKeyboardPen,
        "Delete" | "Backspace" => Msg::Clear,
        _ => return None,
    })
}

/// The message for a key pressed in the network view, where `focused` has the focus.
pub fn on_network(key: &Key, focused: Option<Target>) -> Option<Msg> {
    match key.name.as_str() {
        _ if !key.is_plain() => None,
        "Escape" => Some(Msg::Unpick),
        "Home" | "End" => Some(Msg::MoveFocusToEnd(focused?, key.name == "End")),
        _ => Some(Msg::MoveFocus(focused?, key.direction()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        Key { name: name.to_owned(), ..Key::default() }
    }

    #[test]
    fn undo_and_redo_have_the_keys_that_people_expect() {
        let ctrl = |name: &str| Key { ctrl: true, ..key(name) };
        let cmd = |name: &str| Key { meta: true, ..key(name) };
        for (key, meaning) in [
            (ctrl("z"), Some(HistoryKey::Undo)),
            (cmd("z"), Some(HistoryKey::Undo)),
            (ctrl("Z"), Some(HistoryKey::Undo)),
            (Key { shift: true, ..ctrl("Z") }, Some(HistoryKey::Redo)),
            (Key { shift: true, ..cmd("z") }, Some(HistoryKey::Redo)),
            (ctrl("y"), Some(HistoryKey::Redo)),
            (cmd("y"), None),
            (Key { alt: true, ..ctrl("z") }, None),
            (key("z"), None),
        ] {
            assert_eq!(key.history(), meaning, "{key:?}");
        }
    }

    #[test]
    fn arrows_move_the_pen_and_shift_makes_them_small() {
        assert!(matches!(on_pad(&key("ArrowLeft")), Some(Msg::MoveCursor(x, y)) if x == -STEP && y == 0.0));
        let small = Key { shift: true, ..key("ArrowDown") };
        assert!(matches!(on_pad(&small), Some(Msg::MoveCursor(x, y)) if x == 0.0 && y == SMALL_STEP));
        assert!(matches!(on_pad(&key(" ")), Some(Msg::ToggleKeyboardPen)));
        let held = Key { is_repeated: true, ..key(" ") };
        assert!(matches!(on_pad(&held), Some(Msg::MoveCursor(0.0, 0.0))), "it does not write dots");
        assert!(on_pad(&Key { ctrl: true, ..key("ArrowLeft") }).is_none(), "commands are the browser's");
        assert!(on_pad(&key("Tab")).is_none(), "Tab leads on");
    }

    #[test]
    fn arrows_lead_through_the_network_from_where_the_focus_is() {
        let target = Target::neuron(0, 3);
        let moved = on_network(&key("ArrowUp"), Some(target));
        assert!(matches!(moved, Some(Msg::MoveFocus(from, Direction::Up)) if from == target));
        assert!(on_network(&key("ArrowUp"), None).is_none());
        let end = on_network(&key("End"), Some(target));
        assert!(matches!(end, Some(Msg::MoveFocusToEnd(from, true)) if from == target));
        assert!(matches!(on_network(&key("Escape"), None), Some(Msg::Unpick)));
        assert!(
            on_network(&Key { alt: true, ..key("ArrowLeft") }, Some(target)).is_none(),
            "Alt+Left goes back"
        );
    }
}
