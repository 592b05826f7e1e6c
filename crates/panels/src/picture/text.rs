//! Text in a picture: broken into lines by an estimate of its width, since no browser measures it here.

use app::colour::Rgb;
use app::scene::network::{Anchor, Label};

/// The width of a monospaced character, as a share of the font size.
const CHARACTER: f32 = 0.61;
/// The distance between lines, as a share of the font size.
pub(super) const LINE: f32 = 1.4;

/// Text below each other, from a top left corner, at most `width` wide. Returns the labels and the height.
pub(super) fn paragraph(
    text: &str,
    (left, top, width): (f32, f32, f32),
    (size, colour, is_bold): (f32, Rgb, bool),
) -> (Vec<Label>, f32) {
    let most = ((width / (CHARACTER * size)) as usize).max(8);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < most);
        match last {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    let label = |(idx, text)| Label {
        x: left,
        y: top + (idx as f32 + 0.5) * LINE * size,
        anchor: Anchor::Left,
        text,
        size,
        colour,
        is_bold,
        has_rim: false,
    };
    let height = lines.len() as f32 * LINE * size;
    (lines.into_iter().enumerate().map(label).collect(), height)
}
