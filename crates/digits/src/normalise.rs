//! The only way from ink to the 784 inputs: place the strokes, transform them step by step, then draw them.
//!
//! Because the steps move strokes and not pixels, nothing is blurred, the pen's width in the image is always the same, and
//! moving or scaling a drawing does not change its image.

use crate::image::DigitImage;
use crate::ink::Ink;
use crate::placed::{Place, PlacedInk, SIDE_LENGTH};
use crate::preprocessing::{Preprocessing, PreprocessingStep};
use crate::raster::{Pen, draw};

/// The side of the box that MNIST's digits were scaled to fit, in pixels of the image.
const BOX_SIDE: f32 = 20.0;

/// Ink smaller than this fraction of the pad is scaled as if it were this large, so that a tap, which is never quite still,
/// stays a dot.
const SMALLEST_EXTENT: f32 = 0.02;

/// The largest shear that straightening removes: nobody slants a digit by more than 45 degrees.
pub(crate) const MAX_SHEAR: f32 = 1.0;

/// The target of the centre of mass along either axis, in pixel-edge coordinates: the centre of the pixel with index 14. This
/// is MNIST's own centre, half a pixel past the image's: the centre of mass of each of its images lies within 0.5 of it.
pub(crate) const MASS_CENTRE: f32 = 14.5;

impl Ink {
    /// The 784 inputs: this ink after the steps of `preprocessing`, drawn with [`Pen::STANDARD`].
    ///
    /// Points that are not finite, or further than [`crate::MAX_COORDINATE`] from the pad, are ignored. Ink without points
    /// gives a blank image.
    #[must_use]
    pub fn to_image(&self, preprocessing: &Preprocessing) -> DigitImage {
        self.to_image_with_pen(preprocessing, Pen::STANDARD)
    }

    /// Like [`Ink::to_image`], with another pen, for training on thicker and thinner strokes.
    #[must_use]
    pub fn to_image_with_pen(&self, preprocessing: &Preprocessing, pen: Pen) -> DigitImage {
        let mut placed = PlacedInk::on_pad(self);
        for &step in preprocessing.steps() {
            apply(step, &mut placed, pen);
        }
        draw(&placed, pen)
    }

    /// The intermediate images of [`Ink::to_image`]: first as drawn on the pad (`None`), then after each step. The last is
    /// what the network sees.
    #[must_use]
    pub fn to_image_steps(
        &self,
        preprocessing: &Preprocessing,
    ) -> Vec<(Option<PreprocessingStep>, DigitImage)> {
        let pen = Pen::STANDARD;
        let mut placed = PlacedInk::on_pad(self);
        let mut images = vec![(None, draw(&placed, pen))];
        for &step in preprocessing.steps() {
            apply(step, &mut placed, pen);
            images.push((Some(step), draw(&placed, pen)));
        }
        images
    }
}

pub(crate) fn apply(step: PreprocessingStep, ink: &mut PlacedInk, pen: Pen) {
    match step {
        PreprocessingStep::Fit20 => fit_box(ink, pen),
        PreprocessingStep::Straighten => straighten(ink, pen),
        PreprocessingStep::CentreOfMass => centre_mass(ink, pen),
    }
}

/// Scales the ink so that its longest side, including the pen's width, is the box's. Keeps the middle of the ink where it
/// is, unless the ink would extend beyond the image.
fn fit_box(ink: &mut PlacedInk, pen: Pen) {
    let Some(bounds) = ink.bounds() else { return };
    let (width, height) = (bounds.max.x - bounds.min.x, bounds.max.y - bounds.min.y);
    let extent = width.max(height).max(SMALLEST_EXTENT * SIDE_LENGTH);
    let scale = (BOX_SIDE - pen.width) / extent;

    let place = |low: f32, high: f32| {
        let half = 0.5 * (scale * (high - low) + pen.width);
        // Not `clamp`, whose panic message would bring the formatting of floats into the page: 12 KB of code.
        (0.5 * (low + high)).max(half).min(SIDE_LENGTH - half)
    };
    let old = Place { x: 0.5 * (bounds.min.x + bounds.max.x), y: 0.5 * (bounds.min.y + bounds.max.y) };
    let new = Place { x: place(bounds.min.x, bounds.max.x), y: place(bounds.min.y, bounds.max.y) };
    ink.transform(|at| Place { x: (at.x - old.x) * scale + new.x, y: (at.y - old.y) * scale + new.y });
}

/// Shears the ink horizontally about its centre of mass so that the axis of its second moments is upright.
///
/// The shear is covariance(x, y) / variance(y) (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-based learning applied
/// to document recognition, 1998, section II.C, "deslanting"). The stroke's thickness adds to the variance, as it does in an
/// image, so that horizontal ink, which has no meaningful slant, is left alone.
fn straighten(ink: &mut PlacedInk, pen: Pen) {
    let Some(moments) = ink.moments(pen.dot_length()) else { return };
    let thickness_variance = pen.width * pen.width / 12.0;
    let shear = (moments.covariance / (moments.variance_y + thickness_variance)).clamp(-MAX_SHEAR, MAX_SHEAR);
    ink.transform(|at| Place { x: at.x - shear * (at.y - moments.mean.y), y: at.y });
}

/// Moves the ink so that the drawn image's centre of mass is at [`MASS_CENTRE`].
///
/// The strokes' own centre of mass is moved there first. That makes the result independent of where the ink was drawn, and
/// all ink is inside the image when its mass is measured.
fn centre_mass(ink: &mut PlacedInk, pen: Pen) {
    let Some(moments) = ink.moments(pen.dot_length()) else { return };
    move_to_middle(ink, moments.mean);
    if let Some((x, y)) = draw(ink, pen).centre_of_mass() {
        move_to_middle(ink, Place { x, y });
    }
}

fn move_to_middle(ink: &mut PlacedInk, balance: Place) {
    ink.transform(|at| Place { x: at.x + (MASS_CENTRE - balance.x), y: at.y + (MASS_CENTRE - balance.y) });
}
