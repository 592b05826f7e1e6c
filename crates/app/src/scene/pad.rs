//! The pad's scene: strokes with their widths, and the keyboard's pen. Lengths are in pad units unless noted.

use digits::Point;

use crate::colour::Rgb;
use crate::erase::ERASER_RADIUS;
use crate::number;
use crate::pad::Tool;
use crate::palette::Palette;
use crate::state::Core;

/// A point of a stroke, with the width there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StrokePoint {
    /// Horizontal position.
    pub x: f32,
    /// Vertical position.
    pub y: f32,
    /// Width of the stroke.
    pub width: f32,
}

/// The keyboard's pen or eraser: a ring, with a filled centre while it is down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CursorMark {
    /// Position of the centre.
    pub centre: (f32, f32),
    /// Radius of the ring.
    pub radius: f32,
    /// Whether it is down.
    pub is_down: bool,
}

impl CursorMark {
    /// Whether the pen is down and where it is, for screen readers.
    pub fn spoken(&self) -> String {
        let state = if self.is_down { "Pen down" } else { "Pen up" };
        let (x, y) = self.centre;
        format!("{state}, {} from the left, {} from the top", number::percent(x), number::percent(y))
    }
}

/// Everything on the pad.
#[derive(Clone, Debug, PartialEq)]
pub struct PadScene {
    /// Colour of the strokes.
    pub ink: Rgb,
    /// The strokes; a stroke of a single point is a dot.
    pub strokes: Vec<Vec<StrokePoint>>,
    /// Colour of the cursor.
    pub accent: Rgb,
    /// Width of the cursor's ring in CSS pixels.
    pub ring_width: f32,
    /// The keyboard's pen, while the pad has the keyboard focus.
    pub cursor: Option<CursorMark>,
}

/// The pad's scene. All ink is drawn with the current brush width, varied by pen pressure.
pub fn pad_scene(core: &Core, palette: &Palette, has_keyboard: bool) -> PadScene {
    let pad = core.pad();
    let brush = pad.brush();
    let stroke_point = |point: &Point| StrokePoint {
        x: point.x,
        y: point.y,
        // Half of full pressure gives the nominal width.
        width: brush * point.pressure.map_or(1.0, |pressure| 0.5 + pressure),
    };
    let tool_radius = match pad.tool() {
        Tool::Pen => brush / 2.0,
        Tool::Eraser => ERASER_RADIUS,
    };
    PadScene {
        ink: palette.ink,
        strokes: pad
            .ink()
            .strokes
            .iter()
            .map(|stroke| stroke.points.iter().map(stroke_point).collect())
            .collect(),
        accent: palette.accent,
        ring_width: 2.0 * palette.boldness,
        cursor: has_keyboard.then(|| CursorMark {
            centre: (pad.cursor().x, pad.cursor().y),
            radius: tool_radius + 0.01,
            is_down: pad.is_keyboard_pen_down(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg::Msg;
    use crate::pad::{BRUSH_RANGE, Source};
    use crate::test_support::shipped;
    use crate::update::update;

    #[test]
    fn pressure_varies_the_brush_and_the_brush_all_ink() {
        let mut core = Core::default();
        let pen = Source::Pointer(1);
        let point = |pressure| Point { pressure, ..Point::new(0.5, 0.5 + pressure.unwrap_or(0.0) / 4.0) };
        update(&mut core, Msg::PenDown(pen, point(None)));
        update(&mut core, Msg::PenMove(pen, vec![point(Some(0.5)), point(Some(1.0))]));
        update(&mut core, Msg::SetBrush(BRUSH_RANGE.0));
        let scene = pad_scene(&core, &shipped("light"), false);
        let widths: Vec<f32> = scene.strokes[0].iter().map(|point| point.width / BRUSH_RANGE.0).collect();
        assert_eq!(widths, [1.0, 1.0, 1.5]);
    }

    #[test]
    fn the_keyboards_pen_shows_while_the_keyboard_is_there() {
        let mut core = Core::default();
        let palette = shipped("dark");
        assert_eq!(pad_scene(&core, &palette, false).cursor, None);
        update(&mut core, Msg::MoveCursor(-0.1, 0.2));
        update(&mut core, Msg::ToggleKeyboardPen);
        let cursor = pad_scene(&core, &palette, true).cursor.expect("the keyboard is there");
        assert_eq!((cursor.centre, cursor.is_down), ((0.4, 0.7), true));
        update(&mut core, Msg::ToggleEraser);
        assert!(pad_scene(&core, &palette, true).cursor.is_some_and(|eraser| eraser.radius > cursor.radius));
    }
}
