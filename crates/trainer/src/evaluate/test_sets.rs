//! What models are evaluated on: MNIST's test images, the held-out writers' drawings, synthetic digits and non-digits. The
//! synthetic ones are generated each time and are always the same.

use std::path::Path;

use anyhow::{Result, bail};
use digits::idx::LabelledImages;
use digits::synthetic;
use digits::{Drawing, Ink, N_PIXELS, Pen, Preprocessing};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use crate::data::directory::{DataDir, MnistPart, has_mnist, read_mnist, read_strokes};
use crate::evaluate::prepared::PreparedSet;
use crate::text::list;

/// The writers of the pen digits that are held out from training by default.
pub(crate) const HELD_OUT_WRITERS: [u32; 6] = [3, 8, 13, 18, 23, 28];

/// The name of the set of MNIST's test images.
pub(crate) const MNIST_TEST: &str = "MNIST test";

/// The name of the set of the held-out writers' drawings.
pub(crate) const HELD_OUT_PENS: &str = "held-out pens";

/// The default number of synthetic digits.
pub(crate) const N_SYNTHETIC: usize = 10_000;

/// The default number of non-digits.
pub(crate) const N_NON_DIGITS: usize = 5_000;

/// The seed of a set of synthetic drawings. Each set has its own, and none is used in training.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Digits to evaluate on.
    Test = 0x7e57,
    /// Digits to find the rejection threshold with.
    Validation = 0x7a11d,
    /// Non-digits to evaluate on.
    NonDigits = 0x0d16,
}

/// Labelled digits as their source has them.
#[derive(Clone, Debug)]
pub(crate) enum Digits {
    /// Images.
    Images(LabelledImages),
    /// Drawings, each with its label.
    Drawings(Vec<Drawing>),
}

/// One digit as its source has it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Picture<'a> {
    /// An image as MNIST has it: 0 for paper, 255 for full ink.
    Image(&'a [u8; N_PIXELS]),
    /// A drawing.
    Ink(&'a Ink),
}

/// Digits to evaluate on, with a name.
#[derive(Clone, Debug)]
pub(crate) struct TestSet {
    /// The name, for people.
    pub(crate) name: String,
    /// The digits.
    pub(crate) digits: Digits,
}

impl Digits {
    /// Preprocessed for a network, in the same order.
    #[must_use]
    pub(crate) fn prepare(&self, preprocessing: &Preprocessing) -> PreparedSet {
        match self {
            Self::Images(data) => PreparedSet::from_images(data, 0, preprocessing),
            Self::Drawings(drawings) => PreparedSet::from_drawings(drawings, preprocessing, Pen::STANDARD),
        }
    }

    /// The one at this index.
    #[must_use]
    pub(crate) fn picture(&self, idx: usize) -> Picture<'_> {
        match self {
            Self::Images(data) => Picture::Image(&data.images[idx]),
            Self::Drawings(drawings) => Picture::Ink(&drawings[idx].ink),
        }
    }
}

/// MNIST's test images, if they are there.
///
/// # Errors
///
/// If they are there but damaged.
pub(crate) fn mnist_test(directory: &Path) -> Result<Option<TestSet>> {
    let read = || read_mnist(directory, MnistPart::Test);
    let data = has_mnist(directory, MnistPart::Test).then(read).transpose()?;
    Ok(data.map(|data| TestSet { name: MNIST_TEST.to_owned(), digits: Digits::Images(data) }))
}

/// These writers' drawings of the data directory's pen digits, if there are any.
///
/// # Errors
///
/// If the file is there but damaged.
pub(crate) fn held_out_pens(data_dir: &DataDir, writers: &[u32]) -> Result<Option<TestSet>> {
    let path = data_dir.pen_strokes();
    if !path.exists() {
        return Ok(None);
    }
    let mut drawings = read_strokes(&path)?;
    drawings.retain(|drawing| drawing.label.is_some() && is_by(drawing, writers));
    let name = format!("{HELD_OUT_PENS} (writers {})", list(writers));
    Ok((!drawings.is_empty()).then_some(TestSet { name, digits: Digits::Drawings(drawings) }))
}

/// The labelled drawings of a file, by these writers, or by all if none is named.
///
/// # Errors
///
/// If the file is missing or damaged, or none is left.
pub(crate) fn labelled_drawings(path: &Path, writers: &[u32]) -> Result<Vec<Drawing>> {
    let mut drawings = read_strokes(path)?;
    drawings.retain(|drawing| drawing.label.is_some());
    if drawings.is_empty() {
        bail!("{}: none of the drawings has a label", path.display());
    }
    if !writers.is_empty() {
        drawings.retain(|drawing| is_by(drawing, writers));
        if drawings.is_empty() {
            bail!("{}: none of the labelled drawings is by these writers", path.display());
        }
    }
    Ok(drawings)
}

fn is_by(drawing: &Drawing, writers: &[u32]) -> bool {
    drawing.writer.is_some_and(|writer| writers.contains(&writer))
}

/// Synthetic digits, 0 to 9 in turn.
#[must_use]
pub(crate) fn synthetic_digits(n_digits: usize, purpose: Purpose) -> Vec<Drawing> {
    generate(n_digits, purpose, synthetic::nth_digit)
}

/// Non-digits: scribbles, letters, parts of digits.
#[must_use]
pub(crate) fn non_digits(n_drawings: usize) -> Vec<Ink> {
    generate(n_drawings, Purpose::NonDigits, |_, rng| synthetic::non_digit(rng))
}

/// Each drawing has a random stream of its own, so it is the same however many there are.
fn generate<T: Send>(
    n: usize,
    purpose: Purpose,
    make: impl Fn(usize, &mut ChaCha8Rng) -> T + Sync,
) -> Vec<T> {
    let make = |idx| {
        let mut rng = ChaCha8Rng::seed_from_u64(purpose as u64);
        rng.set_stream(idx as u64);
        make(idx, &mut rng)
    };
    (0..n).into_par_iter().map(make).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synthetic_digits_are_the_same_each_time_and_differ_by_purpose() {
        let few = synthetic_digits(5, Purpose::Test);
        assert_eq!(few, synthetic_digits(20, Purpose::Test)[..5]);
        assert_ne!(few, synthetic_digits(5, Purpose::Validation));
        assert_eq!(few.iter().map(|drawing| drawing.label).collect::<Vec<_>>(), [0, 1, 2, 3, 4].map(Some));
        assert_eq!(non_digits(3), non_digits(4)[..3]);
    }
}
