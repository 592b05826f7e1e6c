//! Where the window cuts the matrix off, and which part of it is in view.

use std::ops::Range;

use crate::matrix::geometry::{Geometry, N_SIDES, Shape};

/// Where the window cuts the matrix off: the drawing fades towards this edge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fade {
    /// What fades: left, top, width, height.
    pub place: [f32; 4],
    /// The edge at which nothing is left.
    pub edge: Edge,
}

/// An edge of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Top.
    Top,
    /// Bottom.
    Bottom,
}

/// A fade at each edge beyond which there is more. Columns fade together with their inputs, rows with their vectors.
pub(super) fn fades(geometry: &Geometry) -> Vec<Fade> {
    let (corner, window) = (geometry.corner, geometry.window());
    let (right, bottom) = (corner.0 + window.0, corner.1 + window.1);
    let end = geometry.side(N_SIDES - 1) + geometry.side_width;
    // Numbers stay legible: beside them there is this much room.
    let length = if geometry.has_numbers { 0.6 } else { 1.4 } * geometry.text_size;
    let (width, height) = (length.min(window.0 / 4.0), length.min(window.1 / 4.0));
    let places = [
        (Edge::Left, [corner.0, 0.0, width, bottom]),
        (Edge::Right, [right - width, 0.0, width, bottom]),
        (Edge::Top, [corner.0, corner.1, end - corner.0, height]),
        (Edge::Bottom, [corner.0, bottom - height, end - corner.0, height]),
    ];
    let cut = places.into_iter().zip(geometry.cuts()).filter(|(_, is_cut)| *is_cut);
    cut.map(|((edge, place), _)| Fade { place, edge }).collect()
}

/// `Columns 358 to 427 of 784`, and the rows as well if not all are in view.
pub(super) fn seen(geometry: &Geometry) -> String {
    let Shape { rows, columns } = geometry.shape;
    let part = |range: Range<usize>, n: usize| format!("{} to {} of {n}", range.start + 1, range.end);
    match (geometry.columns().len() == columns, geometry.rows().len() == rows) {
        (true, true) => format!("All {columns} columns and {rows} rows"),
        (false, true) => format!("Columns {}", part(geometry.columns(), columns)),
        (true, false) => format!("Rows {}", part(geometry.rows(), rows)),
        (false, false) => {
            format!("Columns {}, rows {}", part(geometry.columns(), columns), part(geometry.rows(), rows))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(columns: usize, zoom: Option<usize>, scroll: (f32, f32)) -> (Vec<Edge>, String) {
        let shape = Shape { rows: 16, columns };
        let geometry = Geometry::new(shape, (370.0, 230.0, 13.0), zoom, scroll);
        (fades(&geometry).iter().map(|fade| fade.edge).collect(), seen(&geometry))
    }

    #[test]
    fn what_is_beyond_the_window_is_seen_to_be_there() {
        let (edges, text) = view(784, None, (0.0, 0.0));
        assert_eq!(edges, [Edge::Right]);
        assert!(text.starts_with("Columns 1 to ") && text.ends_with(" of 784"), "{text}");
        assert_eq!(view(784, None, (600.0, 0.0)).0, [Edge::Left, Edge::Right]);
        let (edges, text) = view(784, Some(9), (1e9, 40.0));
        assert_eq!(edges, [Edge::Left, Edge::Top, Edge::Bottom]);
        assert!(text.ends_with(" to 784 of 784, rows 2 to 12 of 16"), "{text}");
        assert_eq!(view(16, None, (0.0, 0.0)), (Vec::new(), "All 16 columns and 16 rows".to_owned()));
    }
}
