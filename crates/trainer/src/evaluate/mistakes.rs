//! The page of mistakes: one self-contained HTML file that shows what was drawn, what the network saw, and its outputs.
//!
//! The pictures are inline SVG in the colour of the text, which depends on the light or dark theme.

use digits::{DigitImage, Ink, Point, SIDE};
use models::Model;
use nn::ForwardPass;

use crate::evaluate::prepared::PreparedSet;
use crate::evaluate::reading::{Answer, Reading};
use crate::evaluate::test_sets::{Picture, TestSet};
use crate::text::push;

const STYLE: &str = include_str!("mistakes/sheet.css");

/// The number of grey levels in a picture of pixels.
const N_LEVELS: usize = 20;

/// The margin around a drawing, as a fraction of its longest side.
const MARGIN: f32 = 0.1;

/// A page to which sections are added.
pub(crate) struct Sheet<'a> {
    model: &'a Model,
    n_per_set: usize,
    sections: String,
}

/// One drawing that was misread.
struct Mistake<'a> {
    /// `None` for a non-digit.
    meant: Option<u8>,
    answer: Answer,
    picture: Picture<'a>,
    /// What the network saw.
    image: &'a DigitImage,
}

impl<'a> Sheet<'a> {
    /// A page without sections, for up to `n_per_set` mistakes of each set.
    #[must_use]
    pub(crate) const fn new(model: &'a Model, n_per_set: usize) -> Self {
        Self { model, n_per_set, sections: String::new() }
    }

    /// Adds the worst mistakes of a set; `prepared` and `readings` belong to its digits, in order.
    pub(crate) fn add_digits(&mut self, set: &TestSet, prepared: &PreparedSet, readings: &[Reading]) {
        let wrong: Vec<usize> = (0..readings.len()).filter(|&idx| !readings[idx].is_right()).collect();
        let about = format!("{} of {} were misread.", wrong.len(), readings.len());
        self.open_section(&set.name, &about);
        for idx in most_confident(wrong, |idx| readings[idx].answer, self.n_per_set) {
            self.push_mistake(&Mistake {
                meant: Some(readings[idx].meant),
                answer: readings[idx].answer,
                picture: set.digits.picture(idx),
                image: &prepared.images()[idx],
            });
        }
        self.sections.push_str("</section>\n");
    }

    /// Adds the non-digits that were taken for a digit with the highest confidence; adds nothing if there are no non-digits.
    pub(crate) fn add_non_digits(&mut self, inks: &[Ink], answers: &[Answer]) {
        if inks.is_empty() {
            return;
        }
        self.open_section(
            "Non-digits",
            &format!("Of {} non-digits, those read as a digit with the highest confidence.", inks.len()),
        );
        for idx in most_confident((0..inks.len()).collect(), |idx| answers[idx], self.n_per_set) {
            self.push_mistake(&Mistake {
                meant: None,
                answer: answers[idx],
                picture: Picture::Ink(&inks[idx]),
                image: &inks[idx].to_image(&self.model.preprocessing),
            });
        }
        self.sections.push_str("</section>\n");
    }

    /// The whole page.
    #[must_use]
    pub(crate) fn to_html(&self) -> String {
        let name = escaped(&self.model.name);
        let title = escaped(&self.model.title);
        let sections = &self.sections;
        format!(
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n<title>Mistakes of {name}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>Mistakes of {name}</h1>\n\
             <p>{title}. The mistakes with the highest confidence come first. On the left is the drawing, on the right what the network saw, \
             and below its ten outputs: the digit it read is <span class=\"read\">striped</span>, the correct one is \
             <span class=\"meant\">framed</span>.</p>\n{sections}</body>\n</html>\n"
        )
    }

    fn open_section(&mut self, name: &str, about: &str) {
        push(&mut self.sections, format_args!("<section>\n<h2>{}</h2>\n<p>{about}</p>\n", escaped(name)));
    }

    fn push_mistake(&mut self, mistake: &Mistake<'_>) {
        let network = &self.model.network;
        let mut pass = ForwardPass::for_network(network);
        network.forward(mistake.image.pixels(), &mut pass);

        let Answer { digit, confidence } = mistake.answer;
        let meant = mistake.meant.map_or_else(|| "non-digit".to_owned(), |meant| meant.to_string());
        let out = &mut self.sections;
        push(out, format_args!("<figure>\n<figcaption><b>{meant}</b> read as <b>{digit}</b>"));
        push(out, format_args!(", {:.1}% sure</figcaption>\n", 100.0 * confidence));
        match mistake.picture {
            Picture::Image(bytes) => push_pixels(out, &DigitImage::from_bytes(bytes), "drawn"),
            Picture::Ink(ink) => push_strokes(out, ink),
        }
        push_pixels(out, mistake.image, "seen");
        out.push_str("<ol>\n");
        for (candidate, &output) in pass.output().iter().enumerate() {
            let is_meant = mistake.meant.map(usize::from) == Some(candidate);
            let class = match (candidate == digit, is_meant) {
                (true, _) => " class=\"read\"",
                (_, true) => " class=\"meant\"",
                _ => "",
            };
            let height = 100.0 * output.clamp(0.0, 1.0);
            push(
                out,
                format_args!(
                    "<li{class} title=\"{candidate}: {output:.4}\"><i style=\"height:{height:.1}%\"></i>{candidate}</li>\n"
                ),
            );
        }
        out.push_str("</ol>\n</figure>\n");
    }
}

/// The `n` indices whose answers have the highest confidence, highest first. Ties keep their order.
fn most_confident(mut indices: Vec<usize>, answer: impl Fn(usize) -> Answer, n: usize) -> Vec<usize> {
    indices.sort_by(|&a, &b| answer(b).confidence.total_cmp(&answer(a).confidence));
    indices.truncate(n);
    indices
}

/// Adds the pixels as squares, with one path for each grey level.
fn push_pixels(out: &mut String, image: &DigitImage, what: &str) {
    let mut paths = vec![String::new(); N_LEVELS + 1];
    for (idx, &pixel) in image.pixels().iter().enumerate() {
        let level = (pixel * N_LEVELS as f32).round() as usize;
        push(&mut paths[level], format_args!("M{} {}h1v1h-1z", idx % SIDE, idx / SIDE));
    }
    push(
        out,
        format_args!(
            "<svg viewBox=\"0 0 {SIDE} {SIDE}\" role=\"img\" aria-label=\"{what}\" class=\"pixels\">"
        ),
    );
    for (level, path) in paths.iter().enumerate().skip(1).filter(|(_, path)| !path.is_empty()) {
        let opacity = level as f32 / N_LEVELS as f32;
        push(out, format_args!("<path opacity=\"{opacity:.2}\" d=\"{path}\"/>"));
    }
    out.push_str("</svg>\n");
}

/// Adds the strokes as lines, scaled so that the drawing fills the picture.
fn push_strokes(out: &mut String, ink: &Ink) {
    let points = || ink.strokes.iter().flat_map(|stroke| &stroke.points);
    let extent = |coordinate: fn(&Point) -> f32| {
        let (low, high) = points()
            .map(coordinate)
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)));
        (0.5 * (low + high), high - low)
    };
    let ((x, width), (y, height)) = (extent(|point| point.x), extent(|point| point.y));
    // A dot has no extent; its picture shows a hundredth of the pad.
    let side = width.max(height).max(0.01) * (1.0 + 2.0 * MARGIN);
    let to_view = |at: f32, middle: f32| 100.0 * ((at - middle) / side + 0.5);

    out.push_str("<svg viewBox=\"0 0 100 100\" role=\"img\" aria-label=\"drawn\" class=\"strokes\">");
    for stroke in &ink.strokes {
        let Some(first) = stroke.points.first() else { continue };
        out.push_str("<polyline points=\"");
        // The first point twice, because a line of one point would not be drawn.
        for point in std::iter::once(first).chain(&stroke.points) {
            push(out, format_args!("{:.1},{:.1} ", to_view(point.x, x), to_view(point.y, y)));
        }
        out.push_str("\"/>");
    }
    out.push_str("</svg>\n");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use digits::Stroke;

    use super::*;

    #[test]
    fn the_most_confident_mistakes_come_first() {
        let confidences = [0.2, 0.9, 0.5, 0.9];
        let answer = |idx: usize| Answer { digit: 0, confidence: confidences[idx] };
        assert_eq!(most_confident(vec![0, 1, 2, 3], answer, 3), [1, 3, 2]);
    }

    #[test]
    fn pixels_of_one_grey_share_a_path() {
        let mut pixels = [0.0; SIDE * SIDE];
        (pixels[0], pixels[1], pixels[29]) = (1.0, 0.5, 0.5);
        let mut out = String::new();
        push_pixels(&mut out, &DigitImage::from_pixels(pixels), "seen");
        assert!(out.contains("<path opacity=\"0.50\" d=\"M1 0h1v1h-1zM1 1h1v1h-1z\"/>"), "{out}");
        assert!(out.contains("<path opacity=\"1.00\" d=\"M0 0h1v1h-1z\"/>"), "{out}");
        assert_eq!(out.matches("<path").count(), 2);
    }

    #[test]
    fn a_drawing_fills_its_picture() {
        let points = vec![Point::new(0.4, 0.2), Point::new(0.4, 0.6)];
        let mut out = String::new();
        push_strokes(&mut out, &Ink { strokes: vec![Stroke { points }, Stroke::default()] });
        assert!(out.contains("points=\"50.0,8.3 50.0,8.3 50.0,91.7 \""), "{out}");
        assert_eq!(out.matches("<polyline").count(), 1);
    }

    #[test]
    fn names_do_not_break_the_page() {
        assert_eq!(escaped("a < \"b\" & c"), "a &lt; &quot;b&quot; &amp; c");
    }
}
