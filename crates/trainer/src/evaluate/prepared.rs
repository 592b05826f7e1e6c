//! Digits as a network takes them, and how it reads them.

use digits::idx::LabelledImages;
use digits::{DigitImage, Drawing, Pen, Preprocessing};
use nn::{ForwardPass, Network};
use rayon::prelude::*;

use crate::evaluate::reading::{Answer, Reading};
use crate::evaluate::score::Confusion;

/// Images are read in pieces of so many, so that each piece has work enough for its own buffers.
const IMAGES_AT_ONCE: usize = 256;

/// Images and labels as a network takes them, kept to be evaluated on again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedSet {
    images: Vec<DigitImage>,
    labels: Vec<u8>,
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
