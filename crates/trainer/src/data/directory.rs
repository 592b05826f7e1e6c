//! Where the data sets lie, and reading them from there. Every error names the file, and a missing one says how to get it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use digits::Drawing;
use digits::idx::{self, LabelledImages};
use digits::strokes_file;

use crate::files::named;

/// Where data is looked for when nobody says: beside the project's files, then where several projects share it.
const USUAL_PLACES: [&str; 2] = ["data", "../shared/data"];

/// The pen strokes that training takes when nobody names others.
pub(crate) const PEN_STROKES: &str = "pendigits-train.jsonl.gz";

/// What ends the names of MNIST's files.
const IMAGES: &str = "images-idx3-ubyte";
const LABELS: &str = "labels-idx1-ubyte";

/// MNIST's two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MnistPart {
    /// 60,000 images to learn from.
    Train,
    /// 10,000 images to measure with, and for nothing else.
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

/// A directory with `mnist/` and `strokes/` in it.
#[derive(Clone, Debug)]
pub(crate) struct DataDir {
    path: PathBuf,
}

impl DataDir {
    /// The directory given, or the first of the usual places that is there, or else the first of them.
    #[must_use]
    pub(crate) fn find(given: Option<PathBuf>) -> Self {
        let usual = || USUAL_PLACES.iter().map(PathBuf::from);
        let path = given
            .or_else(|| usual().find(|place| place.is_dir()))
            .unwrap_or_else(|| PathBuf::from(USUAL_PLACES[0]));
        Self { path }
    }

    /// The directory given, or the first of the usual places, whether or not it is there yet: where new data goes.
    #[must_use]
    pub(crate) fn to_fill(given: Option<PathBuf>) -> Self {
        Self { path: given.unwrap_or_else(|| PathBuf::from(USUAL_PLACES[0])) }
    }

    /// Where MNIST's files lie.
    #[must_use]
    pub(crate) fn mnist(&self) -> PathBuf {
        self.path.join("mnist")
    }

    /// Where files of drawings lie.
    #[must_use]
    pub(crate) fn strokes(&self) -> PathBuf {
        self.path.join("strokes")
    }

    /// The pen strokes that training takes when nobody names others.
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

/// Whether a part of MNIST is there, or at least its images.
#[must_use]
pub(crate) fn has_mnist(directory: &Path, part: MnistPart) -> bool {
    mnist_file(directory, part, IMAGES).is_ok()
}

fn mnist_file(directory: &Path, part: MnistPart, kind: &str) -> Result<PathBuf> {
    let name = format!("{}-{kind}", part.prefix());
    let gzipped = directory.join(format!("{name}.gz"));
    [gzipped.clone(), directory.join(name)].into_iter().find(|path| path.is_file()).ok_or_else(|| {
        anyhow!(
            "{}: no such file. `inkling data fetch` downloads it; --data DIR or INKLING_DATA say where data is.",
            gzipped.display()
        )
    })
}

/// Reads a file of drawings, gzipped or not.
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
