//! The parts of the network that can be selected, and the edges between them. As text, a part is `LAYER:INDEX`: layer 0
//! is the input, layer 1 the first hidden layer.

use std::fmt;
use std::str::FromStr;

use digits::{N_PIXELS, SIDE};
use thiserror::Error;

/// A part of the network that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// One of the 784 inputs, in row-major order.
    Pixel(usize),
    /// A neuron; `layer_idx` 0 is the first hidden layer.
    Neuron {
        /// Index of the layer, the input not counted.
        layer_idx: usize,
        /// Index within the layer.
        neuron_idx: usize,
    },
}

impl Target {
    /// The neuron at these indices.
    pub fn neuron(layer_idx: usize, neuron_idx: usize) -> Target {
        Target::Neuron { layer_idx, neuron_idx }
    }

    /// The pixel at a position in the 28x28 image, given as fractions of its width and height from the top left corner.
    /// `None` outside the image.
    pub fn pixel_at(x: f32, y: f32) -> Option<Target> {
        let cell = |share: f32| {
            let cell = (share * SIDE as f32).floor();
            (0.0..SIDE as f32).contains(&cell).then_some(cell as usize)
        };
        Some(Target::Pixel(cell(y)? * SIDE + cell(x)?))
    }

    /// The input at `index` of layer `layer_idx`: a pixel, or a neuron of the previous layer.
    pub fn input_of(layer_idx: usize, index: usize) -> Target {
        match layer_idx.checked_sub(1) {
            None => Target::Pixel(index),
            Some(layer_idx) => Target::Neuron { layer_idx, neuron_idx: index },
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (layer, index) = match *self {
            Target::Pixel(pixel_idx) => (0, pixel_idx),
            Target::Neuron { layer_idx, neuron_idx } => (layer_idx + 1, neuron_idx),
        };
        write!(f, "{layer}:{index}")
    }
}

/// The text is not of the form `LAYER:INDEX`, or names a pixel beyond the 784.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("expected LAYER:INDEX, with layer 0 for the 784 pixels")]
pub struct NoTarget;

impl FromStr for Target {
    type Err = NoTarget;

    /// Parses `LAYER:INDEX`. Pixel indices are checked; whether the network has a given neuron is not.
    fn from_str(text: &str) -> Result<Target, NoTarget> {
        let (layer, index) = text.split_once(':').ok_or(NoTarget)?;
        let number = |text: &str| text.parse::<usize>().map_err(|_| NoTarget);
        match Target::input_of(number(layer)?, number(index)?) {
            Target::Pixel(pixel_idx) if pixel_idx >= N_PIXELS => Err(NoTarget),
            target => Ok(target),
        }
    }
}

/// A single edge of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeIdx {
    /// Index of the layer that it leads to.
    pub layer_idx: usize,
    /// Index of the input that it comes from.
    pub from: usize,
    /// Index of the neuron that it leads to.
    pub to: usize,
}

impl EdgeIdx {
    /// The edge between two parts, if they are in consecutive layers.
    pub fn between(from: Target, to: Target) -> Option<EdgeIdx> {
        let Target::Neuron { layer_idx, neuron_idx: to } = to else { return None };
        match from {
            Target::Pixel(from) if layer_idx == 0 => Some(EdgeIdx { layer_idx, from, to }),
            Target::Neuron { layer_idx: before, neuron_idx: from } if before + 1 == layer_idx => {
                Some(EdgeIdx { layer_idx, from, to })
            }
            _ => None,
        }
    }

    /// The part that it comes from.
    pub fn source(&self) -> Target {
        Target::input_of(self.layer_idx, self.from)
    }

    /// The part that it leads to.
    pub fn target(&self) -> Target {
        Target::neuron(self.layer_idx, self.to)
    }

    /// The end opposite `end`.
    pub fn other_end(&self, end: Target) -> Target {
        if end == self.target() { self.source() } else { self.target() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_on_the_picture_is_one_of_its_pixels_or_none() {
        for (x, y, pixel_idx) in
            [(0.0, 0.0, 0), (0.999, 0.0, 27), (0.0, 0.999, 756), (0.5, 0.5, 14 * 28 + 14)]
        {
            assert_eq!(Target::pixel_at(x, y), Some(Target::Pixel(pixel_idx)));
        }
        for (x, y) in [(-0.01, 0.5), (1.0, 0.5), (0.5, -0.01), (0.5, 1.0), (f32::NAN, 0.5)] {
            assert_eq!(Target::pixel_at(x, y), None);
        }
    }

    #[test]
    fn a_part_of_the_network_is_read_as_it_is_written() {
        for (text, target) in [
            ("0:0", Target::Pixel(0)),
            ("0:783", Target::Pixel(783)),
            ("1:0", Target::neuron(0, 0)),
            ("3:9", Target::neuron(2, 9)),
            ("12:4095", Target::neuron(11, 4095)),
        ] {
            assert_eq!((target.to_string().as_str(), text.parse()), (text, Ok(target)));
        }
    }

    #[test]
    fn what_names_no_part_is_refused() {
        for text in
            ["", ":", "1", "1:", ":1", "0:784", "-1:0", "1:0:0", "a:b", "1: 2", "1:99999999999999999999999"]
        {
            assert_eq!(text.parse::<Target>(), Err(NoTarget), "{text}");
        }
    }

    #[test]
    fn edges_lead_from_a_layer_to_the_next() {
        let (pixel, hidden, output) = (Target::Pixel(5), Target::neuron(0, 2), Target::neuron(1, 9));
        let edge = EdgeIdx::between(pixel, hidden).expect("they follow each other");
        assert_eq!((edge.source(), edge.other_end(pixel), edge.other_end(hidden)), (pixel, hidden, pixel));
        assert_eq!(EdgeIdx::between(hidden, output), Some(EdgeIdx { layer_idx: 1, from: 2, to: 9 }));
        for (from, to) in
            [(hidden, pixel), (pixel, output), (output, hidden), (hidden, hidden), (pixel, pixel)]
        {
            assert_eq!(EdgeIdx::between(from, to), None);
        }
    }
}
