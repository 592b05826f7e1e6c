//! Digits as a network takes them, and how it reads them.

use digits::idx::LabelledImages;
use digits::{DigitImage, Drawing, Pen, Preprocessing};
use models::strongest;
use nn::{ForwardPass, Network};
use rayon::prelude::*;

use crate::score::Confusion;

/// Images are read in pieces of so many, so that each piece has work enough for its own buffers.
const IMAGES_AT_ONCE: usize = 256;

/// A network's answer to one image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The digit of the strongest output.
    pub(crate) digit: usize,
    /// That output, within 0..1: what the page shows as confidence.
    pub(crate) confidence: f32,
}

/// What was meant, and what a network took it for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Reading {
    /// The digit meant, 0 to 9.
    pub(crate) meant: u8,
    /// What was answered.
    pub(crate) answer: Answer,
}

/// Images and labels as a network takes them, kept to be evaluated on again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedSet {
    images: Vec<DigitImage>,
    labels: Vec<u8>,
}

impl Answer {
    /// What the outputs say; outputs that say nothing count as a zero of which the network is not sure at all.
    #[must_use]
    pub(crate) fn from_outputs(outputs: &[f32]) -> Self {
        match strongest(outputs) {
            Some(digit) => Self { digit, confidence: outputs[digit].clamp(0.0, 1.0) },
            None => Self { digit: 0, confidence: 0.0 },
        }
    }
}

impl Reading {
    /// Whether the digit meant was answered.
    #[must_use]
    pub(crate) fn is_right(self) -> bool {
        self.answer.digit == usize::from(self.meant)
    }

    /// The answer's confidence, and whether it was right.
    #[must_use]
    pub(crate) fn confidence_and_right(&self) -> (f32, bool) {
        (self.answer.confidence, self.is_right())
    }
}

/// What the network answers to each image.
#[must_use]
pub(crate) fn answers(network: &Network, images: &[DigitImage]) -> Vec<Answer> {
    let answer_piece = |images: &[DigitImage]| {
        let mut pass = ForwardPass::for_network(network);
        let mut answer = |image: &DigitImage| {
            network.forward(image.pixels(), &mut pass);
            Answer::from_outputs(pass.output())
        };
        images.iter().map(&mut answer).collect::<Vec<_>>()
    };
    images.par_chunks(IMAGES_AT_ONCE).flat_map_iter(answer_piece).collect()
}

impl PreparedSet {
    /// The images from number `start` on.
    #[must_use]
    pub(crate) fn from_images(data: &LabelledImages, start: usize, preprocessing: &Preprocessing) -> Self {
        let prepare = |bytes| DigitImage::from_bytes(bytes).preprocessed(preprocessing);
        Self {
            images: data.images[start..].par_iter().map(prepare).collect(),
            labels: data.labels[start..].to_vec(),
        }
    }

    /// The drawings that have a label.
    #[must_use]
    pub(crate) fn from_drawings(drawings: &[Drawing], preprocessing: &Preprocessing, pen: Pen) -> Self {
        let prepare =
            |drawing: &Drawing| Some((drawing.ink.to_image_with_pen(preprocessing, pen), drawing.label?));
        let (images, labels) = drawings.par_iter().filter_map(prepare).unzip();
        Self { images, labels }
    }

    /// Images as a network takes them, with their labels.
    #[cfg(test)]
    pub(crate) const fn from_items(images: Vec<DigitImage>, labels: Vec<u8>) -> Self {
        Self { images, labels }
    }

    /// The 784 numbers of each image, with its label.
    pub(crate) fn items(&self) -> impl Iterator<Item = (&[f32], u8)> {
        let pixels = self.images.iter().map(|image| image.pixels().as_slice());
        pixels.zip(self.labels.iter().copied())
    }

    /// Whether there is nothing to evaluate on.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.images.is_empty()
    }

    /// What the network sees, in the order of the readings.
    #[must_use]
    pub(crate) fn images(&self) -> &[DigitImage] {
        &self.images
    }

    /// How the network reads each of them, in order.
    #[must_use]
    pub(crate) fn readings(&self, network: &Network) -> Vec<Reading> {
        let reading = |(&meant, answer)| Reading { meant, answer };
        self.labels.iter().zip(answers(network, &self.images)).map(reading).collect()
    }

    /// How often the network reads each digit as each.
    #[must_use]
    pub(crate) fn confusion(&self, network: &Network) -> Confusion {
        Confusion::of(&self.readings(network))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_output_is_the_answer() {
        for (outputs, digit, confidence) in [
            ([0.1, 0.9, 0.2], 1, 0.9),
            ([0.5, 0.5, 0.2], 0, 0.5),
            ([-3.0, -2.0, -1.0], 2, 0.0),
            ([7.0, 12.0, 3.0], 1, 1.0),
            ([f32::NAN; 3], 0, 0.0),
        ] {
            assert_eq!(Answer::from_outputs(&outputs), Answer { digit, confidence });
        }
    }
}
