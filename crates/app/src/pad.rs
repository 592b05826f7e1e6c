//! The drawing pad: ink, current gesture, keyboard pen, undo and redo. Independent of the network and of how the pad is
//! drawn.

use digits::{Ink, Point, Stroke};

use crate::erase::erase;

/// Maximum number of undo steps.
const MAX_UNDO: usize = 200;

/// Limit on the points of a drawing, more than any digit needs. It keeps a pen held down from slowing the page.
pub const MAX_POINTS: usize = 20_000;

/// The pen's width in pad units: minimum, default, maximum.
pub const BRUSH_RANGE: (f32, f32, f32) = (0.02, 0.06, 0.12);

/// What a gesture on the pad does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Draws.
    #[default]
    Pen,
    /// Erases.
    Eraser,
}

impl Tool {
    /// The other tool.
    pub fn other(self) -> Tool {
        match self {
            Tool::Pen => Tool::Eraser,
            Tool::Eraser => Tool::Pen,
        }
    }
}

/// The source of a gesture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A pointer, identified by its `PointerEvent.pointerId`.
    Pointer(i32),
    /// The keyboard's pen.
    Keyboard,
}

#[derive(Clone, Debug)]
struct Gesture {
    source: Source,
    tool: Tool,
    last: Point,
    before: Ink,
}

/// The way from a drawing to the one before it or after it. Only the strokes that differ are kept: with whole drawings, the
/// steps of a full pad would take 50 MB.
#[derive(Clone, Debug)]
struct Step {
    /// The number of strokes at the beginning that both drawings share.
    n_shared: usize,
    /// The other drawing's strokes after those.
    rest: Vec<Stroke>,
}

impl Step {
    /// The step from `ink` to `other`.
    fn between(ink: &Ink, mut other: Ink) -> Step {
        let n_shared = ink.strokes.iter().zip(&other.strokes).take_while(|(a, b)| a == b).count();
        Step { n_shared, rest: other.strokes.split_off(n_shared) }
    }

    /// Takes the step, and returns the one back.
    fn take(self, ink: &mut Ink) -> Step {
        let rest = ink.strokes.split_off(self.n_shared);
        ink.strokes.extend(self.rest);
        Step { n_shared: self.n_shared, rest }
    }
}

/// The drawing pad's state. Positions are in pad units: the side is 1, x points right, y down.
#[derive(Clone, Debug)]
pub struct Pad {
    ink: Ink,
    undo: Vec<Step>,
    redo: Vec<Step>,
    gesture: Option<Gesture>,
    tool: Tool,
    brush: f32,
    cursor: Point,
}

impl Default for Pad {
    fn default() -> Self {
        Pad {
            ink: Ink::default(),
            undo: Vec::new(),
            redo: Vec::new(),
            gesture: None,
            tool: Tool::Pen,
            brush: BRUSH_RANGE.1,
            cursor: Point::new(0.5, 0.5),
        }
    }
}

impl Pad {
    /// The drawing.
    pub fn ink(&self) -> &Ink {
        &self.ink
    }

    /// The tool for the next gesture.
    pub fn tool(&self) -> Tool {
        self.tool
    }

    /// Sets the tool for the next gesture; a gesture in progress keeps its own.
    pub fn set_tool(&mut self, tool: Tool) {
        self.tool = tool;
    }

    /// The pen's width, in pad units. It only affects the display: the network's image uses a fixed width.
    pub fn brush(&self) -> f32 {
        self.brush
    }

    /// Sets the pen's width, clamped to [`BRUSH_RANGE`]. Values that are not finite are ignored.
    pub fn set_brush(&mut self, width: f32) {
        if width.is_finite() {
            self.brush = width.clamp(BRUSH_RANGE.0, BRUSH_RANGE.2);
        }
    }

    /// Whether a gesture is in progress.
    pub fn is_drawing(&self) -> bool {
        self.gesture.is_some()
    }

    /// The position of the keyboard's pen.
    pub fn cursor(&self) -> Point {
        self.cursor
    }

    /// Whether the keyboard's pen is down.
    pub fn is_keyboard_pen_down(&self) -> bool {
        self.gesture.as_ref().is_some_and(|gesture| gesture.source == Source::Keyboard)
    }

    /// Whether nothing has been drawn, and nothing undone.
    pub fn is_untouched(&self) -> bool {
        self.ink.is_empty() && !self.can_undo() && !self.can_redo()
    }

    /// Whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty() || self.gesture.is_some()
    }

    /// Whether there is a step to redo.
    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }

    /// Begins a gesture. Ignored while another pointer's gesture lasts (a second finger, a palm); a pointer interrupts
    /// the keyboard's pen. Returns whether the ink changed.
    pub fn begin(&mut self, source: Source, point: Point) -> bool {
        // A gesture whose end event was lost ends when its source begins another.
        let is_overdue = self.gesture.as_ref().is_some_and(|gesture| gesture.source == source);
        if is_overdue || self.is_keyboard_pen_down() {
            self.finish();
        }
        if self.gesture.is_some() || self.is_full() || !is_usable(point) {
            return false;
        }
        let before = self.ink.clone();
        self.gesture = Some(Gesture { source, tool: self.tool, last: point, before });
        match self.tool {
            Tool::Pen => {
                self.ink.strokes.push(Stroke { points: vec![point] });
                true
            }
            Tool::Eraser => self.erase_to(point, point),
        }
    }

    /// Continues the gesture of `source` to `point`. Returns whether the ink changed.
    pub fn extend(&mut self, source: Source, point: Point) -> bool {
        let Some(gesture) = self.gesture.as_mut().filter(|gesture| gesture.source == source) else {
            return false;
        };
        if !is_usable(point) || (point.x == gesture.last.x && point.y == gesture.last.y) {
            return false;
        }
        let from = std::mem::replace(&mut gesture.last, point);
        match gesture.tool {
            Tool::Pen => {
                if self.ink.n_points() >= MAX_POINTS {
                    return false;
                }
                if let Some(stroke) = self.ink.strokes.last_mut() {
                    stroke.points.push(point);
                }
                true
            }
            Tool::Eraser => self.erase_to(from, point),
        }
    }

    /// Ends the gesture of `source`, which becomes one undo step.
    pub fn end(&mut self, source: Source) {
        if self.gesture.as_ref().is_some_and(|gesture| gesture.source == source) {
            self.finish();
        }
    }

    /// Moves the keyboard's pen by `(dx, dy)`, clamped to the pad, drawing if it is down. Returns whether the ink
    /// changed.
    pub fn move_cursor(&mut self, dx: f32, dy: f32) -> bool {
        let x = (self.cursor.x + dx).clamp(0.0, 1.0);
        let y = (self.cursor.y + dy).clamp(0.0, 1.0);
        self.cursor = Point::new(x, y);
        self.extend(Source::Keyboard, self.cursor)
    }

    /// Lowers or lifts the keyboard's pen. Returns whether the ink changed.
    pub fn toggle_keyboard_pen(&mut self) -> bool {
        if self.is_keyboard_pen_down() {
            self.finish();
            return false;
        }
        self.begin(Source::Keyboard, self.cursor)
    }

    /// Replaces the drawing, as one undo step. Returns whether the ink changed.
    pub fn replace(&mut self, ink: Ink) -> bool {
        self.finish();
        if ink == self.ink {
            return false;
        }
        let before = std::mem::replace(&mut self.ink, ink);
        self.remember(before);
        true
    }

    /// Undoes the gesture in progress or the last step. Returns whether the ink changed.
    pub fn undo(&mut self) -> bool {
        self.finish();
        let Some(step) = self.undo.pop() else { return false };
        self.redo.push(step.take(&mut self.ink));
        true
    }

    /// Redoes the step undone last. Returns whether the ink changed.
    pub fn redo(&mut self) -> bool {
        self.finish();
        let Some(step) = self.redo.pop() else { return false };
        self.undo.push(step.take(&mut self.ink));
        true
    }

    /// Whether the pen can draw no more; see [`MAX_POINTS`].
    pub fn is_full(&self) -> bool {
        self.ink.n_points() >= MAX_POINTS && self.tool == Tool::Pen
    }

    fn erase_to(&mut self, from: Point, to: Point) -> bool {
        match erase(&self.ink, from, to) {
            Some(ink) => {
                self.ink = ink;
                true
            }
            None => false,
        }
    }

    fn finish(&mut self) {
        if let Some(gesture) = self.gesture.take()
            && gesture.before != self.ink
        {
            self.remember(gesture.before);
        }
    }

    fn remember(&mut self, before: Ink) {
        if self.undo.len() == MAX_UNDO {
            self.undo.remove(0);
        }
        self.undo.push(Step::between(&self.ink, before));
        self.redo.clear();
    }
}

/// The pen may leave the pad, since the pointer is captured, but by no more than the pad's side.
fn is_usable(point: Point) -> bool {
    (-1.0..=2.0).contains(&point.x) && (-1.0..=2.0).contains(&point.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FINGER: Source = Source::Pointer(1);

    fn drawn(pad: &mut Pad, points: &[(f32, f32)]) {
        pad.begin(FINGER, Point::new(points[0].0, points[0].1));
        for &(x, y) in &points[1..] {
            pad.extend(FINGER, Point::new(x, y));
        }
        pad.end(FINGER);
    }

    #[test]
    fn a_gesture_is_one_step_back_and_forth() {
        let mut pad = Pad::default();
        drawn(&mut pad, &[(0.2, 0.2), (0.4, 0.4), (0.6, 0.4)]);
        drawn(&mut pad, &[(0.2, 0.8)]);
        let both = pad.ink().clone();
        assert_eq!(both.strokes.len(), 2);
        assert!(pad.undo() && pad.undo() && !pad.undo());
        assert!(pad.ink().is_empty());
        assert!(pad.redo() && pad.redo() && !pad.redo());
        assert_eq!(*pad.ink(), both);
    }

    #[test]
    fn the_steps_of_many_strokes_keep_no_stroke_twice() {
        let mut pad = Pad::default();
        for y in 0..100_u8 {
            drawn(&mut pad, &[(0.1, f32::from(y) / 100.0), (0.9, f32::from(y) / 100.0)]);
        }
        let n_kept = |pad: &Pad| pad.undo.iter().chain(&pad.redo).map(|step| step.rest.len()).sum::<usize>();
        assert_eq!(n_kept(&pad), 0);
        while pad.undo() {}
        assert_eq!(n_kept(&pad), 100);
    }

    #[test]
    fn a_second_finger_does_not_disturb_the_first() {
        let mut pad = Pad::default();
        pad.begin(FINGER, Point::new(0.2, 0.2));
        assert!(!pad.begin(Source::Pointer(2), Point::new(0.9, 0.9)));
        assert!(!pad.extend(Source::Pointer(2), Point::new(0.8, 0.8)));
        pad.end(Source::Pointer(2));
        assert!(pad.is_drawing());
        assert!(pad.extend(FINGER, Point::new(0.3, 0.3)));
        assert_eq!(pad.ink().strokes.len(), 1);
    }

    #[test]
    fn a_gesture_whose_end_was_lost_ends_with_the_next() {
        let mut pad = Pad::default();
        pad.begin(FINGER, Point::new(0.2, 0.2));
        assert!(pad.begin(FINGER, Point::new(0.8, 0.8)));
        assert_eq!(pad.ink().strokes.len(), 2);
        pad.end(FINGER);
        assert!(pad.undo());
        assert_eq!(pad.ink().strokes.len(), 1);
    }

    #[test]
    fn clearing_and_erasing_can_be_undone() {
        let mut pad = Pad::default();
        drawn(&mut pad, &[(0.2, 0.5), (0.8, 0.5)]);
        let line = pad.ink().clone();
        pad.set_tool(Tool::Eraser);
        drawn(&mut pad, &[(0.5, 0.4), (0.5, 0.6)]);
        assert_eq!(pad.ink().strokes.len(), 2);
        drawn(&mut pad, &[(0.5, 0.1), (0.6, 0.1)]);
        assert!(pad.replace(Ink::default()));
        assert!(!pad.replace(Ink::default()));
        assert!(pad.undo() && pad.undo());
        assert_eq!(*pad.ink(), line, "the eraser's miss was no step");
    }

    #[test]
    fn the_keyboard_draws() {
        let mut pad = Pad::default();
        assert!(!pad.move_cursor(-0.2, 0.0), "a lifted pen leaves nothing");
        assert!(pad.toggle_keyboard_pen());
        assert!(pad.move_cursor(0.0, -0.9), "kept on the pad");
        assert!(!pad.toggle_keyboard_pen());
        let points: Vec<_> = pad.ink().strokes[0].points.iter().map(|p| (p.x, p.y)).collect();
        assert_eq!(points, [(0.3, 0.5), (0.3, 0.0)]);
    }

    #[test]
    fn a_pad_never_takes_more_than_it_holds() {
        let mut pad = Pad::default();
        pad.begin(FINGER, Point::new(0.0, 0.0));
        for i in 0..2 * MAX_POINTS {
            pad.extend(FINGER, Point::new((i % 2) as f32, 0.5));
        }
        pad.end(FINGER);
        assert!(!pad.begin(FINGER, Point::new(0.5, 0.5)));
        assert_eq!(pad.ink().n_points(), MAX_POINTS);
        pad.set_tool(Tool::Eraser);
        assert!(pad.begin(FINGER, Point::new(0.5, 0.5)), "what is full can be emptied");
    }

    proptest! {
        #[test]
        fn undoing_everything_ends_at_the_empty_pad(actions in prop::collection::vec((0..6_u8, 0.0..1.0_f32, 0.0..1.0_f32), 0..60)) {
            let mut pad = Pad::default();
            for (action, x, y) in actions {
                let point = Point::new(x, y);
                match action {
                    0 => { pad.begin(FINGER, point); }
                    1 => { pad.extend(FINGER, point); }
                    2 => pad.end(FINGER),
                    3 => pad.set_tool(if x < 0.5 { Tool::Pen } else { Tool::Eraser }),
                    4 => { pad.toggle_keyboard_pen(); }
                    _ => { pad.move_cursor(x - 0.5, y - 0.5); }
                }
            }
            let last = { pad.end(FINGER); pad.end(Source::Keyboard); pad.ink().clone() };
            while pad.undo() {}
            prop_assert!(pad.ink().is_empty());
            while pad.redo() {}
            prop_assert_eq!(pad.ink(), &last);
        }
    }
}
