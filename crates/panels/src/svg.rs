//! Paths of SVG, as text.

use app::number;

/// The height of the lowest bar of a histogram.
const LOWEST_BAR: f32 = 1.0;
/// The gap between its bars.
const GAP: f32 = 0.8;

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

/// The `d` attribute of a path that is the bars of a histogram, side by side in a box of this size with y pointing down. The
/// highest bar fills the box; what is not nothing can be seen.
pub(crate) fn bars(counts: &[u32], width: f32, height: f32) -> String {
    let highest = counts.iter().copied().max().unwrap_or(0).max(1) as f32;
    let bar = width / counts.len().max(1) as f32;
    let mut path = String::new();
    for (bin, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let top = (height * (1.0 - count as f32 / highest)).min(height - LOWEST_BAR);
        let [left, right, top, bottom] = [bar * bin as f32, bar * (bin + 1) as f32 - GAP, top, height]
            .map(|number| number::plain(number, 1));
        path.push_str(&["M", &left, " ", &bottom, "V", &top, "H", &right, "V", &bottom, "Z"].concat());
    }
    path
}
