//! Warping images: moments of an image, linear maps of the plane, and resampling.

use crate::image::{DigitImage, N_PIXELS, PIXEL_CENTRES, SIDE};
use crate::placed::{Place, SIDE_LENGTH};

/// A linear map of the plane, `[[xx, xy], [yx, yy]]`: x' = xx·x + xy·y, y' = yx·x + yy·y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Linear {
    pub(crate) xx: f32,
    pub(crate) xy: f32,
    pub(crate) yx: f32,
    pub(crate) yy: f32,
}

impl Linear {
    pub(crate) const IDENTITY: Self = Self { xx: 1.0, xy: 0.0, yx: 0.0, yy: 1.0 };

    /// x' = x - shear·y: removes slant.
    pub(crate) const fn unshear(shear: f32) -> Self {
        Self { xx: 1.0, xy: -shear, yx: 0.0, yy: 1.0 }
    }

    pub(crate) fn apply(self, x: f32, y: f32) -> Place {
        Place { x: self.xx * x + self.xy * y, y: self.yx * x + self.yy * y }
    }

    /// The composition: first `first`, then this map.
    pub(crate) fn after(self, first: Self) -> Self {
        Self {
            xx: self.xx * first.xx + self.xy * first.yx,
            xy: self.xx * first.xy + self.xy * first.yy,
            yx: self.yx * first.xx + self.yy * first.yx,
            yy: self.yx * first.xy + self.yy * first.yy,
        }
    }

    /// The inverse of this map, which must not be singular.
    pub(crate) fn inverse(self) -> Self {
        let determinant = self.xx * self.yy - self.xy * self.yx;
        Self {
            xx: self.yy / determinant,
            xy: -self.xy / determinant,
            yx: -self.yx / determinant,
            yy: self.xx / determinant,
        }
    }
}

/// Second moments about the centre of mass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread {
    pub(crate) xx: f32,
    pub(crate) xy: f32,
    pub(crate) yy: f32,
}

impl Spread {
    /// The spread of an image around `centre`.
    pub(crate) fn of_image(image: &DigitImage, centre: Place) -> Self {
        let (mut mass, mut spread) = (0.0_f32, Self { xx: 0.0, xy: 0.0, yy: 0.0 });
        for (row_idx, row) in image.pixels().chunks_exact(SIDE).enumerate() {
            let y = row_idx as f32 + 0.5 - centre.y;
            for (column_idx, &pixel) in row.iter().enumerate() {
                let x = column_idx as f32 + 0.5 - centre.x;
                mass += pixel;
                spread.xx += pixel * x * x;
                spread.xy += pixel * x * y;
                spread.yy += pixel * y * y;
            }
        }
        if mass > 0.0 {
            Self { xx: spread.xx / mass, xy: spread.xy / mass, yy: spread.yy / mass }
        } else {
            spread
        }
    }

    /// The spread after mapping the plane: M·spread·Mᵀ.
    pub(crate) fn mapped(self, map: Linear) -> Self {
        let product = |a: (f32, f32), b: (f32, f32)| {
            a.0 * b.0 * self.xx + (a.0 * b.1 + a.1 * b.0) * self.xy + a.1 * b.1 * self.yy
        };
        let (to_x, to_y) = ((map.xx, map.xy), (map.yx, map.yy));
        Self { xx: product(to_x, to_x), xy: product(to_x, to_y), yy: product(to_y, to_y) }
    }
}

/// The image's side with a one-pixel border of paper.
const FRAMED_SIDE: usize = SIDE + 2;

/// The positions of a row of pixels, or of their sources, as separate lists of numbers, so that the compiler can vectorise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) x: [f32; SIDE],
    pub(crate) y: [f32; SIDE],
}

/// Resamples `image`: each pixel is interpolated bilinearly at its source position, with paper outside. `sources` returns the
/// source positions for the row of pixels whose centres have the given y.
pub(crate) fn resample(image: &DigitImage, sources: impl Fn(f32) -> Row) -> DigitImage {
    let mut framed = [[0.0; FRAMED_SIDE]; FRAMED_SIDE];
    for (framed_row, row) in framed[1..].iter_mut().zip(image.pixels().chunks_exact(SIDE)) {
        framed_row[1..=SIDE].copy_from_slice(row);
    }
    let mut pixels = [0.0; N_PIXELS];
    for (row, y) in pixels.chunks_exact_mut(SIDE).zip(PIXEL_CENTRES) {
        let Row { x, y } = sources(y);
        for (pixel, (x, y)) in row.iter_mut().zip(x.into_iter().zip(y)) {
            *pixel = sample(&framed, Place { x, y });
        }
    }
    DigitImage::from_pixels(pixels)
}

fn sample(framed: &[[f32; FRAMED_SIDE]; FRAMED_SIDE], place: Place) -> f32 {
    // The centre of the border's first pixel is at -0.5. Beyond the centres of the border, everything is paper.
    let last = SIDE_LENGTH + 1.0;
    let (x, y) = ((place.x + 0.5).clamp(0.0, last), (place.y + 0.5).clamp(0.0, last));
    let (column, row) = ((x as i32 as usize).min(SIDE), (y as i32 as usize).min(SIDE));
    let (right, lower) = (x - column as f32, y - row as f32);
    let across = |row: &[f32; FRAMED_SIDE]| row[column] + right * (row[column + 1] - row[column]);
    let (upper_value, lower_value) = (across(&framed[row]), across(&framed[row + 1]));
    upper_value + lower * (lower_value - upper_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_and_its_inverse_cancel() {
        let map = Linear { xx: 1.1, xy: 0.3, yx: -0.2, yy: 0.9 };
        let product = map.after(map.inverse());
        for (found, expected) in [(product.xx, 1.0), (product.xy, 0.0), (product.yx, 0.0), (product.yy, 1.0)]
        {
            assert!((found - expected).abs() < 1e-6);
        }
    }

    #[test]
    fn resampling_in_place_changes_nothing_and_a_whole_step_moves_pixels() {
        let mut pixels = [0.0; N_PIXELS];
        pixels[5 * SIDE + 6] = 0.75;
        let image = DigitImage::from_pixels(pixels);
        let moved_by = |dx: f32, dy: f32| {
            resample(&image, |y| Row { x: PIXEL_CENTRES.map(|x| x + dx), y: [y + dy; SIDE] })
        };
        assert_eq!(moved_by(0.0, 0.0), image);
        let moved = moved_by(-2.0, 1.0);
        assert_eq!(moved.pixels()[4 * SIDE + 8], 0.75);
        assert_eq!(moved.mass(), 0.75);
        let halfway = moved_by(0.5, 0.0);
        assert_eq!(halfway.pixels()[5 * SIDE + 5..][..3], [0.375, 0.375, 0.0]);
        assert!(moved_by(f32::INFINITY, -1e30).is_blank());
    }

    #[test]
    fn the_spread_of_a_mapped_image_is_the_mapped_spread() {
        let spread = Spread { xx: 3.0, xy: 0.5, yy: 4.0 };
        // Upright shear by the right amount leaves no covariance.
        let straight = spread.mapped(Linear::unshear(0.5 / 4.0));
        assert!(straight.xy.abs() < 1e-6);
        assert_eq!(straight.yy, 4.0);
        assert_eq!(spread.mapped(Linear::IDENTITY), spread);
    }
}
