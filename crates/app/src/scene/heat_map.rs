//! Heat maps of the 28x28 picture, one pixel a cell: the input lit by its activation, weights laid over it, and what
//! each pixel contributes to a neuron.

use digits::N_PIXELS;

use crate::colour::Rgb;
use crate::palette::Palette;

/// A 28x28 picture as a canvas takes it: four bytes a pixel, red, green, blue and 255.
pub type Rgba = Vec<u8>;

/// The 784 inputs, each lit by its activation.
pub fn activations(inputs: &[f32], palette: &Palette) -> Rgba {
    paint(inputs.iter().map(|&activation| palette.activation(activation)))
}

/// Signed values on the diverging scale, strongest at the largest magnitude among them.
pub fn signed(values: &[f32], palette: &Palette) -> Rgba {
    let scale = largest(values);
    paint(values.iter().map(|&value| palette.diverging(value / scale)))
}

/// Weights laid over the inputs, so that both can be seen.
pub fn signed_over_activations(values: &[f32], inputs: &[f32], palette: &Palette) -> Rgba {
    let scale = largest(values);
    paint(values.iter().zip(inputs).map(|(&value, &activation)| {
        palette.diverging(value / scale).mix(palette.activation(activation), 0.35 * activation)
    }))
}

fn largest(values: &[f32]) -> f32 {
    values.iter().fold(f32::MIN_POSITIVE, |largest, value| largest.max(value.abs()))
}

/// A picture of these colours, row by row.
pub fn paint(colours: impl Iterator<Item = Rgb>) -> Rgba {
    let mut bytes = Vec::with_capacity(4 * N_PIXELS);
    bytes.extend(colours.take(N_PIXELS).flat_map(|colour| [colour.0, colour.1, colour.2, 255]));
    bytes.resize(4 * N_PIXELS, 255);
    bytes
}
