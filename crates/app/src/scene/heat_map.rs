//! Heat maps of the 28x28 image, one pixel per cell: activations, weights overlaid on them, and contributions.

use digits::N_PIXELS;

use crate::colour::Rgb;
use crate::palette::Palette;

/// A 28x28 image in the canvas's format: red, green, blue and 255 for each pixel.
pub type Rgba = Vec<u8>;

/// The 784 inputs, coloured by activation.
pub fn activations(inputs: &[f32], palette: &Palette) -> Rgba {
    paint(inputs.iter().map(|&activation| palette.activation(activation)))
}

/// Signed values on the diverging scale, normalised to their largest magnitude.
pub fn signed(values: &[f32], palette: &Palette) -> Rgba {
    signed_up_to(largest(values), values.iter().copied(), palette)
}

/// Signed values on the diverging scale, whose strongest colours stand for `scale` and beyond.
pub fn signed_up_to(scale: f32, values: impl Iterator<Item = f32>, palette: &Palette) -> Rgba {
    paint(values.map(|value| palette.diverging(value / scale)))
}

/// Weights overlaid on the inputs, so that both are visible.
pub fn signed_over_activations(values: &[f32], inputs: &[f32], palette: &Palette) -> Rgba {
    let scale = largest(values);
    paint(values.iter().zip(inputs).map(|(&value, &activation)| {
        palette.diverging(value / scale).mix(palette.activation(activation), 0.35 * activation)
    }))
}

/// The largest magnitude, for which the strongest colours of [`signed`] stand.
pub fn largest(values: &[f32]) -> f32 {
    values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()))
}

/// An image from colours in row-major order.
pub fn paint(colours: impl Iterator<Item = Rgb>) -> Rgba {
    let mut bytes = Vec::with_capacity(4 * N_PIXELS);
    bytes.extend(colours.take(N_PIXELS).flat_map(|colour| [colour.0, colour.1, colour.2, 255]));
    bytes.resize(4 * N_PIXELS, 255);
    bytes
}
