//! The preprocessing steps on images that are digits already, such as MNIST's. On ink they are in `normalise.rs`.

use crate::image::{DigitImage, PIXEL_CENTRES, SIDE};
use crate::normalise::{MASS_CENTRE, MAX_SHEAR};
use crate::placed::Place;
use crate::preprocessing::{Preprocessing, PreprocessingStep};
use crate::warp::{Linear, Row, Spread, resample};

/// How the steps move an image: `linear` about `from`, which lands on `to`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Placement {
    pub(crate) linear: Linear,
    pub(crate) from: Place,
    pub(crate) to: Place,
}

impl DigitImage {
    /// What ink that looks like this image would give after the steps of `preprocessing`, for an image that was fitted
    /// into its box and centred, as MNIST's are: these two steps then change nothing. Straightening does, by shearing the image about its
    /// centre of mass; as it has to interpolate pixels anyway, it centres them to the fraction of a pixel.
    #[must_use]
    pub fn preprocessed(&self, preprocessing: &Preprocessing) -> Self {
        if !preprocessing.contains(PreprocessingStep::Straighten) {
            return self.clone();
        }
        match placement(self, preprocessing, Linear::IDENTITY) {
            Some(placement) => {
                let sources = placement.sources();
                resample(self, |y| sources(Row { x: PIXEL_CENTRES, y: [y; SIDE] }))
            }
            None => Self::blank(),
        }
    }
}

/// Where the steps of `preprocessing` put `image` once `first` has mapped it. `None` for a blank image.
pub(crate) fn placement(
    image: &DigitImage,
    preprocessing: &Preprocessing,
    first: Linear,
) -> Option<Placement> {
    let (x, y) = image.centre_of_mass()?;
    let from = Place { x, y };
    if !preprocessing.contains(PreprocessingStep::Straighten) {
        return Some(Placement { linear: first, from, to: from });
    }
    let spread = Spread::of_image(image, from).mapped(first);
    let shear = if spread.yy > 0.0 { (spread.xy / spread.yy).clamp(-MAX_SHEAR, MAX_SHEAR) } else { 0.0 };
    let centred = preprocessing.contains(PreprocessingStep::CentreOfMass);
    let to = if centred { Place { x: MASS_CENTRE, y: MASS_CENTRE } } else { from };
    Some(Placement { linear: Linear::unshear(shear).after(first), from, to })
}

impl Placement {
    /// What takes the places of a row of the placed image to where they come from.
    pub(crate) fn sources(self) -> impl Fn(Row) -> Row {
        let back = self.linear.inverse();
        move |mut row| {
            for (x, y) in row.x.iter_mut().zip(&mut row.y) {
                let offset = back.apply(*x - self.to.x, *y - self.to.y);
                (*x, *y) = (self.from.x + offset.x, self.from.y + offset.y);
            }
            row
        }
    }
}
