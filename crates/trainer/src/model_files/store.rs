//! Model files on disk: read with their errors named.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use digits::Preprocessing;
use nn::{MAX_MODEL_BYTES, ModelFile, ReadModel};

use crate::files::named;

/// A model file, and the steps it names.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    /// As it stands in the file.
    pub(crate) file: ModelFile,
    /// From ink to the network's inputs.
    pub(crate) preprocessing: Preprocessing,
}

/// Reads a model file of any format that `nn` knows.
///
/// # Errors
///
/// If it is missing, damaged, or names a step that is not known; the error names the file.
pub(crate) fn read_model(path: &Path) -> Result<Model> {
    let file = read_any(path)?.file;
    let preprocessing = Preprocessing::from_names(&file.input.preprocessing).with_context(|| named(path))?;
    Ok(Model { file, preprocessing })
}

/// Reads a model file and says what format it has; its steps from ink to image are not looked at.
///
/// # Errors
///
/// If it is missing or damaged; the error names the file.
pub(crate) fn read_any(path: &Path) -> Result<ReadModel> {
    let file = File::open(path).with_context(|| named(path))?;
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a file that is too large shows.
    file.take(MAX_MODEL_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(|| named(path))?;
    nn::read_model(&bytes, &path.to_string_lossy()).with_context(|| named(path))
}
