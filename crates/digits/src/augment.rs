//! Data augmentation: random variation of strokes before they are drawn, and of images by moving their pixels.
//!
//! Randomness comes only from the caller's generator, and the arithmetic is basic (no sine, no powers), so that the same
//! generator gives the same images on every machine.

use rand::{Rng, RngExt as _};

use crate::elastic::{ColumnWeights, Elastic};
use crate::image::{DigitImage, PIXEL_CENTRES, SIDE};
use crate::image_steps::placement;
use crate::ink::Ink;
use crate::normalise::apply;
use crate::placed::{Place, PlacedInk, SIDE_LENGTH};
use crate::preprocessing::Preprocessing;
use crate::raster::{Pen, draw};
use crate::warp::{Linear, Row, resample};

/// The amounts of augmentation. Each number is a maximum: the actual change is uniform between it and its negative. Zero
/// changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Augmentation {
    /// Rotation in degrees, up to 90.
    pub rotation: f32,
    /// Horizontal shear: the shift in x per unit of y.
    pub shear: f32,
    /// Stretch of the width and the inverse for the height, as a fraction: 0.1 makes the width up to 10% larger or smaller.
    pub stretch: f32,
    /// Elastic distortion, in image pixels.
    pub elastic: f32,
    /// Scaling after all steps, as a fraction.
    pub scale: f32,
    /// Shift after all steps along either axis, in image pixels.
    pub shift: f32,
    /// Change of the pen's width, as a fraction. For strokes only.
    pub pen: f32,
}

impl Augmentation {
    /// Turns ink into an augmented image with the steps of `preprocessing`: rotated, sheared, stretched and distorted before
    /// the steps, scaled and shifted after them.
    pub fn ink_to_image(&self, ink: &Ink, preprocessing: &Preprocessing, rng: &mut impl Rng) -> DigitImage {
        self.ink_to_image_with_pen(ink, preprocessing, Pen::STANDARD, rng)
    }

    /// Like [`Augmentation::ink_to_image`], with a pen other than the standard one, to find out which is best.
    pub fn ink_to_image_with_pen(
        &self,
        ink: &Ink,
        preprocessing: &Preprocessing,
        pen: Pen,
        rng: &mut impl Rng,
    ) -> DigitImage {
        let variation = Variation::random(self, rng);
        let pen = Pen { width: pen.width * variation.pen, ..pen };
        let mut placed = PlacedInk::on_pad(ink);
        let Some(bounds) = placed.bounds() else { return DigitImage::blank() };

        // The ink is scaled to the whole square of the distortion, so that its place and size on the pad do not matter.
        let middle = Place { x: 0.5 * (bounds.min.x + bounds.max.x), y: 0.5 * (bounds.min.y + bounds.max.y) };
        let extent = (bounds.max.x - bounds.min.x).max(bounds.max.y - bounds.min.y);
        let fill = if extent > 0.0 { 20.0 / extent } else { 1.0 };
        placed.transform(|at| {
            let turned = variation.linear.apply((at.x - middle.x) * fill, (at.y - middle.y) * fill);
            let half = 0.5 * SIDE_LENGTH;
            let bent = variation.elastic.bend(Place { x: turned.x + half, y: turned.y + half });
            Place { x: (bent.x - half) / fill + middle.x, y: (bent.y - half) / fill + middle.y }
        });

        for &step in preprocessing.steps() {
            apply(step, &mut placed, pen);
        }
        placed.transform(|at| variation.place(at));
        draw(&placed, pen)
    }

    /// Augments an image that is already a digit (see [`DigitImage::preprocessed`]), with the steps of `preprocessing`. The
    /// pixels are interpolated only once.
    pub fn image(&self, image: &DigitImage, preprocessing: &Preprocessing, rng: &mut impl Rng) -> DigitImage {
        let variation = Variation::random(self, rng);
        let Some(placement) = placement(image, preprocessing, variation.linear) else {
            return DigitImage::blank();
        };
        let sources = placement.sources();
        let x = PIXEL_CENTRES.map(|x| variation.place_back(x, variation.shift.x));
        let columns = ColumnWeights::at(&x);
        resample(image, |y| {
            let mut row = Row { x, y: [variation.place_back(y, variation.shift.y); SIDE] };
            variation.elastic.bend_row(&columns, &mut row);
            sources(row)
        })
    }
}

/// A random draw of everything that varies.
struct Variation {
    linear: Linear,
    elastic: Elastic,
    scale: f32,
    shift: Place,
    pen: f32,
}

impl Variation {
    fn random(of: &Augmentation, rng: &mut impl Rng) -> Self {
        let mut within = |most: f32| most * (2.0 * rng.random::<f32>() - 1.0);
        let stretch = within(of.stretch);
        let stretched = Linear { xx: 1.0 + stretch, xy: 0.0, yx: 0.0, yy: 1.0 / (1.0 + stretch) };
        let linear = rotation(within(of.rotation)).after(Linear::unshear(within(of.shear))).after(stretched);
        let scale = 1.0 + within(of.scale);
        let shift = Place { x: within(of.shift), y: within(of.shift) };
        let pen = 1.0 + within(of.pen);
        Self { linear, scale, shift, pen, elastic: Elastic::random(of.elastic, rng) }
    }

    /// The final position of `at` in the preprocessed image.
    fn place(&self, at: Place) -> Place {
        let half = 0.5 * SIDE_LENGTH;
        Place {
            x: (at.x - half) * self.scale + half + self.shift.x,
            y: (at.y - half) * self.scale + half + self.shift.y,
        }
    }

    /// The inverse of [`Variation::place`] along one axis.
    fn place_back(&self, coordinate: f32, shift: f32) -> f32 {
        let half = 0.5 * SIDE_LENGTH;
        (coordinate - shift - half) / self.scale + half
    }
}

/// The rotation by about `degrees`, from the tangent t of half the angle h: cos = (1 - t²)/(1 + t²), sin = 2t/(1 + t²). The
/// tangent is approximated as h + h³/3, which is within 1% up to 60 degrees.
pub(crate) fn rotation(degrees: f32) -> Linear {
    let half_angle = 0.5 * degrees.to_radians();
    let tangent = half_angle + half_angle * half_angle * half_angle / 3.0;
    let squared = tangent * tangent;
    let (cosine, sine) = ((1.0 - squared) / (1.0 + squared), 2.0 * tangent / (1.0 + squared));
    Linear { xx: cosine, xy: -sine, yx: sine, yy: cosine }
}
