//! What a person draws: points, strokes, ink, and a labelled drawing. Plain data; how it becomes an image is in
//! `normalise.rs`, how it is written down in `strokes_json.rs`.

/// Where the pen was at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right, in units of the pad's side: 0 is its left edge, 1 its right edge. Outside is allowed.
    pub x: f32,
    /// Downwards, in units of the pad's side: 0 is its top edge, 1 its bottom edge. Outside is allowed.
    pub y: f32,
    /// Milliseconds since some start, where the source knows them.
    pub t_ms: Option<f32>,
    /// The pen's pressure, 0 to 1, where the source knows it.
    pub pressure: Option<f32>,
}

impl Point {
    /// A point that knows only its place.
    #[must_use]
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y, t_ms: None, pressure: None }
    }
}

/// One run of the pen from down to up. A single point is a dot.
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
    /// Whether there is nothing to see: no stroke has a point.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.strokes.iter().all(|stroke| stroke.points.is_empty())
    }

    /// The number of points of all strokes.
    #[must_use]
    pub fn n_points(&self) -> usize {
        self.strokes.iter().map(|stroke| stroke.points.len()).sum()
    }
}

/// One line of a strokes file: ink, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// The digit meant, 0 to 9.
    pub label: Option<u8>,
    /// Who drew it, as the source counts its writers.
    pub writer: Option<u32>,
    /// What was drawn.
    pub ink: Ink,
}
