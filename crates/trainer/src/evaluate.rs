//! `inkling eval`: how well a model reads MNIST's test images and drawings.

use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Result, bail};
use digits::idx::LabelledImages;
use digits::{DigitImage, Drawing, Pen, Preprocessing};
use nn::{ForwardPass, Network};
use rayon::prelude::*;

use crate::cli::EvalArgs;
use crate::data_dir::{DataDir, MnistPart, read_mnist, read_strokes};
use crate::model_store::read_model;
use crate::predict::strongest;
use crate::report::{Report, ReportSet};
use crate::score::Confusion;

/// Evaluates a model and prints the report.
///
/// # Errors
///
/// If the model or a data file cannot be read, or there is nothing to evaluate on.
pub(crate) fn evaluate(args: EvalArgs) -> Result<()> {
    let model = read_model(&args.model)?;
    let mut sets = Vec::new();
    let mut add = |name: String, prepared: &PreparedSet| {
        sets.push(ReportSet { name, confusion: prepared.confusion(&model.file.network) });
    };

    // Without a word on the data: MNIST's test images.
    if args.mnist.is_some() || args.strokes.is_empty() {
        let directory = args.mnist.unwrap_or_else(|| DataDir::find(args.data.path).mnist());
        let images = read_mnist(&directory, MnistPart::Test)?;
        add("MNIST test".to_owned(), &PreparedSet::from_images(&images, 0, &model.preprocessing));
    }
    for path in &args.strokes {
        let drawings = labelled_drawings(path, &args.writers)?;
        add(
            path.display().to_string(),
            &PreparedSet::from_drawings(&drawings, &model.preprocessing, Pen::STANDARD),
        );
    }

    let report = Report { model: &model.file, sets };
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &report)?;
        writeln!(out)?;
    } else {
        out.write_all(report.to_text().as_bytes())?;
    }
    Ok(())
}

/// The drawings of a file that have a label, by these writers, or by all if none is named.
fn labelled_drawings(path: &Path, writers: &[u32]) -> Result<Vec<Drawing>> {
    let mut drawings = read_strokes(path)?;
    drawings.retain(|drawing| drawing.label.is_some());
    if drawings.is_empty() {
        bail!("{}: no drawing has a label", path.display());
    }
    if !writers.is_empty() {
        drawings.retain(|drawing| drawing.writer.is_some_and(|writer| writers.contains(&writer)));
        if drawings.is_empty() {
            bail!("{}: no drawing is by these writers", path.display());
        }
    }
    Ok(drawings)
}

/// Images and labels as a network takes them, kept to be evaluated on again and again.
#[derive(Clone, Debug, Default)]
pub(crate) struct PreparedSet {
    items: Vec<(DigitImage, u8)>,
}

impl PreparedSet {
    /// The images from number `start` on.
    #[must_use]
    pub(crate) fn from_images(data: &LabelledImages, start: usize, preprocessing: &Preprocessing) -> Self {
        let items = data.images[start..].par_iter().zip(&data.labels[start..]);
        let prepare = |(bytes, &label)| (DigitImage::from_bytes(bytes).preprocessed(preprocessing), label);
        Self { items: items.map(prepare).collect() }
    }

    /// The drawings that have a label.
    #[must_use]
    pub(crate) fn from_drawings(drawings: &[Drawing], preprocessing: &Preprocessing, pen: Pen) -> Self {
        let prepare =
            |drawing: &Drawing| Some((drawing.ink.to_image_with_pen(preprocessing, pen), drawing.label?));
        Self { items: drawings.par_iter().filter_map(prepare).collect() }
    }

    /// Images as a network takes them, with their labels.
    #[cfg(test)]
    pub(crate) const fn from_items(items: Vec<(DigitImage, u8)>) -> Self {
        Self { items }
    }

    /// The 784 numbers of each image, with its label.
    pub(crate) fn items(&self) -> impl Iterator<Item = (&[f32], u8)> {
        self.items.iter().map(|(image, label)| (image.pixels().as_slice(), *label))
    }

    /// Whether there is nothing to evaluate on.
    #[must_use]
    pub(crate) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How the network reads them.
    #[must_use]
    pub(crate) fn confusion(&self, network: &Network) -> Confusion {
        // Large pieces, so that each has work enough for its own buffers.
        self.items
            .par_chunks(256)
            .map(|items| {
                let mut pass = ForwardPass::for_network(network);
                let mut confusion = Confusion::default();
                for (image, label) in items {
                    network.forward(image.pixels(), &mut pass);
                    if let Some(digit) = strongest(pass.output()) {
                        confusion.add(*label, digit);
                    }
                }
                confusion
            })
            .reduce(Confusion::default, |a, b| a.merge(&b))
    }
}
