//! Ink placed on the image: its segments in pixel-edge coordinates (0..28 along both axes, x to the right, y down), and their
//! bounds and moments. The steps are in `normalise.rs`, pixels in `raster.rs`.

use crate::image::SIDE;
use crate::ink::Ink;
use crate::strokes_json::MAX_COORDINATE;

/// The length of the image's side.
pub(crate) const SIDE_LENGTH: f32 = SIDE as f32;

/// A position on the image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// A straight piece of a stroke. If both ends coincide, it is a dot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Segment {
    pub(crate) from: Place,
    pub(crate) to: Place,
}

/// The axis-aligned bounding box of all centre lines.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) min: Place,
    pub(crate) max: Place,
}

/// The centre of mass of the ink and its spread around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moments {
    pub(crate) mean: Place,
    /// The mean of (x - mean.x)(y - mean.y).
    pub(crate) covariance: f32,
    /// The mean of (y - mean.y)².
    pub(crate) variance_y: f32,
}

/// All strokes of a drawing, as segments.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlacedInk {
    segments: Vec<Segment>,
}

impl PlacedInk {
    /// The ink with the pad's square laid over the image. Points that are not finite or absurdly far away are ignored.
    pub(crate) fn on_pad(ink: &Ink) -> Self {
        let mut segments = Vec::with_capacity(ink.n_points());
        for stroke in &ink.strokes {
            let mut places = stroke
                .points
                .iter()
                .filter(|point| point.x.abs() <= MAX_COORDINATE && point.y.abs() <= MAX_COORDINATE)
                .map(|point| Place { x: point.x * SIDE_LENGTH, y: point.y * SIDE_LENGTH });
            let Some(mut from) = places.next() else { continue };
            let start = segments.len();
            for to in places {
                // A resting pen keeps reporting the same position.
                if to != from {
                    segments.push(Segment { from, to });
                    from = to;
                }
            }
            if segments.len() == start {
                segments.push(Segment { from, to: from });
            }
        }
        Self { segments }
    }

    pub(crate) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Maps every position.
    pub(crate) fn transform(&mut self, map: impl Fn(Place) -> Place) {
        for segment in &mut self.segments {
            *segment = Segment { from: map(segment.from), to: map(segment.to) };
        }
    }

    /// `None` if there is no ink.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        let first = self.segments.first()?.from;
        let mut bounds = Bounds { min: first, max: first };
        for place in self.segments.iter().flat_map(|segment| [segment.from, segment.to]) {
            bounds.min = Place { x: bounds.min.x.min(place.x), y: bounds.min.y.min(place.y) };
            bounds.max = Place { x: bounds.max.x.max(place.x), y: bounds.max.y.max(place.y) };
        }
        Some(bounds)
    }

    /// The moments of the centre lines, weighted by length so that the sampling density of the points does not matter. A dot
    /// weighs as much as a line with the same area of ink, `dot_length`. `None` if there is no ink.
    pub(crate) fn moments(&self, dot_length: f32) -> Option<Moments> {
        let weight = |segment: &Segment| {
            let length = segment.length();
            if length > 0.0 { length } else { dot_length }
        };
        let (mut total, mut sum_x, mut sum_y) = (0.0, 0.0, 0.0);
        for segment in &self.segments {
            let weight = weight(segment);
            total += weight;
            sum_x += weight * 0.5 * (segment.from.x + segment.to.x);
            sum_y += weight * 0.5 * (segment.from.y + segment.to.y);
        }
        if total <= 0.0 {
            return None;
        }
        let mean = Place { x: sum_x / total, y: sum_y / total };

        // The integral of u·v along a segment from (u0, v0) to (u1, v1) of unit weight is
        // (2 u0 v0 + u0 v1 + u1 v0 + 2 u1 v1) / 6.
        let (mut sum_xy, mut sum_yy) = (0.0, 0.0);
        for segment in &self.segments {
            let weight = weight(segment);
            let (x0, y0) = (segment.from.x - mean.x, segment.from.y - mean.y);
            let (x1, y1) = (segment.to.x - mean.x, segment.to.y - mean.y);
            sum_xy += weight * (2.0 * x0 * y0 + x0 * y1 + x1 * y0 + 2.0 * x1 * y1) / 6.0;
            sum_yy += weight * (y0 * y0 + y0 * y1 + y1 * y1) / 3.0;
        }
        Some(Moments { mean, covariance: sum_xy / total, variance_y: sum_yy / total })
    }
}

impl Segment {
    fn length(&self) -> f32 {
        let (dx, dy) = (self.to.x - self.from.x, self.to.y - self.from.y);
        (dx * dx + dy * dy).sqrt()
    }
}
