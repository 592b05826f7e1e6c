//! `inkling data pack`: MNIST at one bit a pixel, for the page.

use anyhow::Result;
use digits::pack::to_bytes;

use crate::cli::PackMnistArgs;
use crate::data::directory::{DataDir, MnistPart, read_mnist};
use crate::files;

/// Writes the pack.
///
/// # Errors
///
/// If MNIST is missing or damaged, or the file cannot be written.
pub(crate) fn write(args: &PackMnistArgs) -> Result<()> {
    let directory = DataDir::new(args.data.path.clone()).mnist();
    let training = read_mnist(&directory, MnistPart::Train)?;
    let held_out = read_mnist(&directory, MnistPart::Test)?;
    let pack = to_bytes((&training.images, &training.labels), (&held_out.images, &held_out.labels));
    files::write(&args.output, &pack)
}
