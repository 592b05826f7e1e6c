//! Conditions under which drawings are evaluated once more: other brushes than the network's pen, off-centre, rotated, as
//! people draw on a pad.

use digits::{Drawing, Ink, Pen, Point, Preprocessing, PreprocessingStep, Stroke};
use rayon::prelude::*;

use crate::evaluate::prepared::PreparedSet;

/// One way of drawing that differs from what a network was trained on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Condition {
    /// In words.
    pub(crate) name: &'static str,
    /// The pen's width in the image, relative to the standard pen's.
    pen_width: f32,
    /// Whether the ink is centred, if the model's preprocessing includes that.
    is_centred: bool,
    /// The rotation of the drawing, in degrees, clockwise.
    rotation: f32,
}

const STANDARD: Condition = Condition { name: "", pen_width: 1.0, is_centred: true, rotation: 0.0 };

/// All conditions, in the order in which they are reported.
pub(crate) const CONDITIONS: [Condition; 5] = [
    Condition { name: "thin brush (x 0.6)", pen_width: 0.6, ..STANDARD },
    Condition { name: "thick brush (x 1.8)", pen_width: 1.8, ..STANDARD },
    Condition { name: "not centred", is_centred: false, ..STANDARD },
    Condition { name: "rotated right by 15 degrees", rotation: 15.0, ..STANDARD },
    Condition { name: "rotated left by 15 degrees", rotation: -15.0, ..STANDARD },
];

impl Condition {
    /// The drawings that have a label, drawn like this.
    #[must_use]
    pub(crate) fn prepare(&self, drawings: &[Drawing], preprocessing: &Preprocessing) -> PreparedSet {
        let pen = Pen { width: Pen::STANDARD.width * self.pen_width, ..Pen::STANDARD };
        let without_centring = preprocessing.without(PreprocessingStep::CentreOfMass);
        let preprocessing = if self.is_centred { preprocessing } else { &without_centring };
        if self.rotation == 0.0 {
            return PreparedSet::from_drawings(drawings, preprocessing, pen);
        }
        let turn =
            |drawing: &Drawing| Drawing { ink: rotated(&drawing.ink, self.rotation), ..drawing.clone() };
        let turned: Vec<Drawing> = drawings.par_iter().map(turn).collect();
        PreparedSet::from_drawings(&turned, preprocessing, pen)
    }
}

/// The ink turned clockwise about the pad's middle.
fn rotated(ink: &Ink, degrees: f32) -> Ink {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let turn = |point: &Point| {
        let (x, y) = (point.x - 0.5, point.y - 0.5);
        Point { x: 0.5 + cosine * x - sine * y, y: 0.5 + sine * x + cosine * y, ..*point }
    };
    let stroke = |stroke: &Stroke| Stroke { points: stroke.points.iter().map(turn).collect() };
    Ink { strokes: ink.strokes.iter().map(stroke).collect() }
}

#[cfg(test)]
mod tests {
    use digits::DigitImage;

    use super::*;

    fn image(condition: &Condition) -> DigitImage {
        let stroke =
            Stroke { points: vec![Point::new(0.1, 0.2), Point::new(0.1, 0.7), Point::new(0.2, 0.7)] };
        let drawing = Drawing { label: Some(1), writer: None, ink: Ink { strokes: vec![stroke] } };
        condition.prepare(&[drawing], &Preprocessing::mnist()).images()[0].clone()
    }

    #[test]
    fn brushes_differ_in_ink() {
        let [thin, thick, ..] = CONDITIONS;
        let masses = [thin, STANDARD, thick].map(|condition| image(&condition).mass());
        assert!(masses.is_sorted() && masses[2] > 2.5 * masses[0], "{masses:?}");
    }

    #[test]
    fn without_centring_ink_stays_where_it_was_drawn() {
        let balance = |condition: &Condition| image(condition).centre_of_mass().unwrap();
        assert!((balance(&STANDARD).0 - 14.5).abs() < 0.1);
        assert!(balance(&CONDITIONS[2]).0 < 10.0);
    }

    #[test]
    fn a_quarter_turn_clockwise_takes_the_top_to_the_right() {
        let ink = Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.1)] }] };
        let turned = rotated(&ink, 90.0).strokes[0].points[0];
        assert!((turned.x - 0.9).abs() < 1e-6 && (turned.y - 0.5).abs() < 1e-6, "{turned:?}");
    }
}
