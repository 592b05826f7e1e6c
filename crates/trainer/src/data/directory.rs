//! The data directory: where the data sets are in it, and how they are read. An error names the file; if the file is
//! missing, it says how to get it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use digits::Drawing;
use digits::idx::{self, LabelledImages};
use digits::strokes_file;

use crate::files::named;

/// The strokes file that training uses by default.
pub(crate) const PEN_STROKES: &str = "pendigits-train.jsonl.gz";

/// The ends of the names of MNIST's files.
const IMAGES: &str = "images-idx3-ubyte";
const LABELS: &str = "labels-idx1-ubyte";

/// MNIST's two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MnistPart {
    /// 60,000 images for training.
    Train,
    /// 10,000 images for evaluation, and for nothing else.
    Test,
}

impl MnistPart {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Train => "train",
            Self::Test => "t10k",
        }
    }
}

/// A directory that contains `mnist/` and `strokes/`.
#[derive(Clone, Debug)]
pub(crate) struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// The directory at `path`, whether or not it is there yet.
    #[must_use]
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Where MNIST's files are.
    #[must_use]
    pub(crate) fn mnist(&self) -> PathBuf {
        self.path.join("mnist")
    }

    /// Where strokes files are.
    #[must_use]
    pub(crate) fn strokes(&self) -> PathBuf {
        self.path.join("strokes")
    }

    /// The strokes file that training uses by default.
    #[must_use]
    pub(crate) fn pen_strokes(&self) -> PathBuf {
        self.strokes().join(PEN_STROKES)
    }
}

/// Reads one part of MNIST from the directory that holds its files, gzipped or not.
///
/// # Errors
///
/// If a file is missing or damaged; the error names it.
pub(crate) fn read_mnist(directory: &Path, part: MnistPart) -> Result<LabelledImages> {
    let images_path = mnist_file(directory, part, IMAGES)?;
    let labels_path = mnist_file(directory, part, LABELS)?;
    let images = idx::read_images(&read(&images_path)?).with_context(|| named(&images_path))?;
    let labels = idx::read_labels(&read(&labels_path)?).with_context(|| named(&labels_path))?;
    if images.len() != labels.len() {
        bail!(
            "{} has {} images, but {} has {} labels",
            images_path.display(),
            images.len(),
            labels_path.display(),
            labels.len()
        );
    }
    Ok(LabelledImages { images, labels })
}

/// Whether the images of a part of MNIST are there.
#[must_use]
pub(crate) fn has_mnist(directory: &Path, part: MnistPart) -> bool {
    mnist_file(directory, part, IMAGES).is_ok()
}

fn mnist_file(directory: &Path, part: MnistPart, kind: &str) -> Result<PathBuf> {
    let name = format!("{}-{kind}", part.prefix());
    let gzipped = directory.join(format!("{name}.gz"));
    [gzipped.clone(), directory.join(name)].into_iter().find(|path| path.is_file()).ok_or_else(|| {
        anyhow!(
            "{}: no such file. Download it with `inkling data fetch`, or set the data directory with --data or INKLING_DATA.",
            gzipped.display()
        )
    })
}

/// Reads a strokes file, gzipped or not.
///
/// # Errors
///
/// If it is missing or damaged; the error names it and the line.
pub(crate) fn read_strokes(path: &Path) -> Result<Vec<Drawing>> {
    let file = File::open(path).with_context(|| named(path))?;
    strokes_file::read(file).with_context(|| named(path))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| named(path))
}
