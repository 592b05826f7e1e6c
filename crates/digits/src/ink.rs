//! What a person draws: points, strokes, ink and labelled drawings, as plain data. `normalise.rs` turns ink into an image;
//! `strokes_json.rs` reads and writes drawings.

/// A position of the pen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Horizontal position in units of the pad's side: 0 is the left edge, 1 the right edge. It may lie outside.
    pub x: f32,
    /// Vertical position in units of the pad's side: 0 is the top edge, 1 the bottom edge. It may lie outside.
    pub y: f32,
    /// Milliseconds since some start, if known.
    pub t_ms: Option<f32>,
    /// The pen's pressure, 0 to 1, if known.
    pub pressure: Option<f32>,
}

impl Point {
    /// A point without time and pressure.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y, t_ms: None, pressure: None }
    }
}

/// A movement of the pen from down to up. A single point is a dot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stroke {
    /// In the order drawn.
    pub points: Vec<Point>,
}

/// A drawing: strokes in the order drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ink {
    /// In the order drawn.
    pub strokes: Vec<Stroke>,
}

impl Ink {
    /// Whether no stroke has a point, so that there is nothing to see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strokes.iter().all(|stroke| stroke.points.is_empty())
    }

    /// The number of points in all strokes.
    #[must_use]
    pub fn n_points(&self) -> usize {
        self.strokes.iter().map(|stroke| stroke.points.len()).sum()
    }
}

/// A line of a strokes file: ink and what is known about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The intended digit, 0 to 9.
    pub label: Option<u8>,
    /// The person who drew it, as numbered by the source.
    pub writer: Option<u32>,
    /// What was drawn.
    pub ink: Ink,
}
