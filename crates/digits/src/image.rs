//! The 28x28 image that a network reads. How ink is drawn into one is in `raster.rs`.

/// Pixels on each side of an image.
pub const SIDE: usize = 28;
/// Pixels of an image.
pub const N_PIXELS: usize = SIDE * SIDE;

/// The positions of the pixel centres in a row or column. Reading them takes less time than converting indices.
pub(crate) const PIXEL_CENTRES: [f32; SIDE] = {
    let mut centres = [0.5; SIDE];
    let mut idx = 1;
    while idx < SIDE {
        centres[idx] = centres[idx - 1] + 1.0;
        idx += 1;
    }
    centres
};

/// A 28x28 greyscale image: row-major, row 0 at the top, 0 for paper, 1 for full ink.
#[derive(Clone, Debug, PartialEq)]
pub struct DigitImage {
    pixels: [f32; N_PIXELS],
}

impl Default for DigitImage {
    fn default() -> Self {
        Self::blank()
    }
}

impl DigitImage {
    /// No ink at all.
    #[must_use]
    pub const fn blank() -> Self {
        Self { pixels: [0.0; N_PIXELS] }
    }

    /// An image with these values, each clamped to 0..1. NaN counts as paper.
    #[must_use]
    pub fn from_pixels(mut pixels: [f32; N_PIXELS]) -> Self {
        for pixel in &mut pixels {
            *pixel = if pixel.is_nan() { 0.0 } else { pixel.clamp(0.0, 1.0) };
        }
        Self { pixels }
    }

    /// An image from bytes as in MNIST: 0 for paper, 255 for full ink.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; N_PIXELS]) -> Self {
        Self { pixels: bytes.map(|byte| f32::from(byte) / 255.0) }
    }

    /// The image as bytes, rounded: 0 for paper, 255 for full ink.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; N_PIXELS] {
        self.pixels.map(|pixel| (255.0 * pixel + 0.5) as u8)
    }

    /// The 784 inputs, row by row.
    #[must_use]
    pub const fn pixels(&self) -> &[f32; N_PIXELS] {
        &self.pixels
    }

    /// Whether no pixel has any ink.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.pixels.iter().all(|&pixel| pixel == 0.0)
    }

    /// The sum of all pixels.
    #[must_use]
    pub fn mass(&self) -> f32 {
        self.pixels.iter().sum()
    }

    /// The centre of mass in pixel-edge coordinates: x to the right, y down, both from 0 to 28, with the first pixel's
    /// centre at 0.5. `None` for a blank image.
    #[must_use]
    pub fn centre_of_mass(&self) -> Option<(f32, f32)> {
        let (mut mass, mut mass_x, mut mass_y) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (row, y) in self.pixels.chunks_exact(SIDE).zip(0_u8..) {
            for (&pixel, x) in row.iter().zip(0_u8..) {
                mass += pixel;
                mass_x += pixel * (f32::from(x) + 0.5);
                mass_y += pixel * (f32::from(y) + 0.5);
            }
        }
        (mass > 0.0).then(|| (mass_x / mass, mass_y / mass))
    }
}

#[cfg(test)]
mod tests {
    use super::{DigitImage, N_PIXELS};

    #[test]
    fn bytes_round_trip() {
        let bytes: [u8; N_PIXELS] = std::array::from_fn(|pixel| (pixel % 256) as u8);
        assert_eq!(DigitImage::from_bytes(&bytes).to_bytes(), bytes);
    }
}
