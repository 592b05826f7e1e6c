//! Paths of SVG, as text.

use app::number;

/// The `d` attribute of a path that is a line through these points.
pub(crate) fn line(points: impl Iterator<Item = (f32, f32)>) -> String {
    let mut path = String::new();
    for (x, y) in points {
        path.push(if path.is_empty() { 'M' } else { 'L' });
        path.push_str(&number::plain(x, 1));
        path.push(' ');
        path.push_str(&number::plain(y, 1));
    }
    path
}
