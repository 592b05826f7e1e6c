//! Labelled images, preprocessed for a network, and how it reads them.

use anyhow::Result;
use digits::idx::LabelledImages;
use digits::{DigitImage, Drawing, Pen, Preprocessing};
use nn::{ForwardPass, Network};
use rayon::prelude::*;

use crate::evaluate::reading::{Answer, Reading};
use crate::evaluate::score::Confusion;

/// The images that one thread reads with one set of buffers.
const IMAGES_AT_ONCE: usize = 256;

/// Preprocessed images and their labels, kept to evaluate on again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedSet {
    images: Vec<DigitImage>,
    labels: Vec<u8>,
}

/// The network's answer to each image.
///
/// # Errors
///
/// If an output is not a finite number.
pub(crate) fn answers(network: &Network, images: &[DigitImage]) -> Result<Vec<Answer>> {
    let answer_piece = |images: &[DigitImage]| {
        let mut pass = ForwardPass::for_network(network);
        let mut answer = |image: &DigitImage| {
            network.forward(image.pixels(), &mut pass);
            Answer::from_outputs(pass.output())
        };
        images.iter().map(&mut answer).collect::<Result<Vec<_>, _>>()
    };
    let pieces = images.par_chunks(IMAGES_AT_ONCE).map(answer_piece);
    Ok(pieces.collect::<Result<Vec<_>, _>>()?.concat())
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
    ///
    /// # Errors
    ///
    /// If an output is not a finite number.
    pub(crate) fn readings(&self, network: &Network) -> Result<Vec<Reading>> {
        let reading = |(&meant, answer)| Reading { meant, answer };
        Ok(self.labels.iter().zip(answers(network, &self.images)?).map(reading).collect())
    }

    /// How often the network reads each digit as each.
    ///
    /// # Errors
    ///
    /// If an output is not a finite number.
    pub(crate) fn confusion(&self, network: &Network) -> Result<Confusion> {
        Ok(Confusion::of(&self.readings(network)?))
    }
}
