//! The data of a training run: which digits it trains on, and which are held out for validation.

use anyhow::{Context as _, Result, bail};
use digits::idx::LabelledImages;
use digits::{Drawing, Pen, synthetic};
use learning::{Sample, Source, Targets, TrainingSet};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use crate::cli::MixArgs;
use crate::data::directory::{DataDir, MnistPart, read_mnist, read_strokes};
use crate::evaluate::prepared::PreparedSet;
use crate::text::list;

/// The number of synthetic digits to validate on.
const N_SYNTHETIC_VALIDATION: usize = 5_000;

/// What you can do if a strokes file cannot be read.
const STROKES_HINT: &str = "cannot read the drawings (choose other files with --strokes, or leave drawings out with --strokes-weight 0)";

/// All data of a training run.
pub(crate) struct Mix {
    /// The data to train on.
    pub(crate) training: TrainingSet,
    /// The last of MNIST's training images, held out.
    pub(crate) mnist_validation: PreparedSet,
    /// The validation writers' drawings, held out.
    pub(crate) pen_validation: PreparedSet,
    /// Synthetic digits that are not trained on.
    pub(crate) synthetic_validation: PreparedSet,
    /// In words, for the model file.
    pub(crate) description: String,
    /// Where the data is.
    pub(crate) data_dir: DataDir,
}

impl Mix {
    /// Reads all that the arguments name.
    ///
    /// # Errors
    ///
    /// If a file is missing or damaged, or there are no digits to train on.
    pub(crate) fn read(mix: &MixArgs, targets: Targets, seed: u64) -> Result<Self> {
        let preprocessing = mix.preprocessing.0.clone();
        let pen = mix.pen.map_or(Pen::STANDARD, |pen| pen.0);
        let data_dir = DataDir::new(mix.data.path.clone());
        let mut samples = Vec::new();
        let mut descriptions = Vec::new();
        let mut mnist_validation = PreparedSet::default();
        let mut pen_validation = PreparedSet::default();
        let mut synthetic_validation = PreparedSet::default();

        if mix.mnist_weight > 0.0 {
            let data = read_mnist(&data_dir.mnist(), MnistPart::Train)?;
            let n_training = data.images.len().saturating_sub(mix.mnist_validation);
            samples.extend(image_samples(&data, n_training, mix.mnist_weight));
            mnist_validation = PreparedSet::from_images(&data, n_training, &preprocessing);
            descriptions.push(format!("MNIST training images ({n_training})"));
        }
        if mix.strokes_weight > 0.0 {
            let (training, validation) = read_all_strokes(mix, &data_dir)?;
            descriptions.push(format!(
                "pen drawings ({}, each {} times)",
                training.len(),
                mix.strokes_weight
            ));
            if !validation.is_empty() {
                descriptions.push(format!("held out: writers {}", list(&mix.validation_writers)));
            }
            pen_validation = PreparedSet::from_drawings(&validation, &preprocessing, pen);
            samples.extend(ink_samples(training, mix.strokes_weight));
        }
        if mix.synthetic > 0 {
            descriptions.push(format!("synthetic digits ({} an epoch)", mix.synthetic));
            samples.extend(synthetic_samples(mix.synthetic));
            let drawings = synthetic_drawings(N_SYNTHETIC_VALIDATION, seed);
            synthetic_validation = PreparedSet::from_drawings(&drawings, &preprocessing, pen);
        }
        if samples.is_empty() {
            bail!("there are no labelled digits left to train on");
        }
        if mix.non_digits > 0 {
            descriptions.push(format!("drawings that are no digits ({} an epoch)", mix.non_digits));
            let weight = mix.non_digits as f32;
            samples.push(Sample { source: Source::NonDigit, label: None, weight });
        }
        let ink_augmentation = mix.augmentation.0;
        let image_augmentation =
            mix.mnist_augmentation.map_or(ink_augmentation, |augmentation| augmentation.0);
        Ok(Self {
            training: TrainingSet {
                samples,
                preprocessing,
                image_augmentation,
                ink_augmentation,
                pen,
                targets,
                seed,
            },
            mnist_validation,
            pen_validation,
            synthetic_validation,
            description: descriptions.join("; "),
            data_dir,
        })
    }
}

fn image_samples(data: &LabelledImages, n_training: usize, weight: f32) -> impl Iterator<Item = Sample> {
    data.images.iter().zip(&data.labels).take(n_training).map(move |(image, &label)| Sample {
        source: Source::Image(Box::new(*image)),
        label: Some(label),
        weight,
    })
}

fn ink_samples(drawings: Vec<Drawing>, weight: f32) -> impl Iterator<Item = Sample> {
    drawings.into_iter().filter_map(move |drawing| {
        Some(Sample { source: Source::Ink(drawing.ink), label: Some(drawing.label?), weight })
    })
}

/// Synthetic digits, `n` in an epoch, equally many of each.
fn synthetic_samples(n: u32) -> impl Iterator<Item = Sample> {
    (0..10).map(move |digit| Sample {
        source: Source::Synthetic(digit),
        label: Some(digit),
        weight: n as f32 / 10.0,
    })
}

/// Synthetic digits, drawn one after the other by a generator that training does not use, whatever the seed.
fn synthetic_drawings(n: usize, seed: u64) -> Vec<Drawing> {
    let mut rng = ChaCha8Rng::seed_from_u64(!seed);
    (0..n).map(|idx| synthetic::nth_digit(idx, &mut rng)).collect()
}

/// The labelled drawings of all files: those to train on, and those of the validation writers.
fn read_all_strokes(mix: &MixArgs, data_dir: &DataDir) -> Result<(Vec<Drawing>, Vec<Drawing>)> {
    let paths = if mix.strokes.is_empty() { vec![data_dir.pen_strokes()] } else { mix.strokes.clone() };
    let mut drawings = Vec::new();
    for path in &paths {
        drawings.extend(read_strokes(path).context(STROKES_HINT)?);
    }
    drawings.retain(|drawing| drawing.label.is_some());
    let is_held_out =
        |drawing: &Drawing| drawing.writer.is_some_and(|writer| mix.validation_writers.contains(&writer));
    let (validation, training) = drawings.into_iter().partition(is_held_out);
    Ok((training, validation))
}
