//! Reading model files from disk. Errors name the file.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use models::{MAX_MODEL_BYTES, Model, ModelFileError, ReadModel};

use crate::files::named;

/// Reads a model file of any format that `models` knows.
///
/// # Errors
///
/// If it is missing or damaged; the error names the file.
pub(crate) fn read_model(path: &Path) -> Result<Model> {
    Ok(read_any(path)?.model)
}

/// Reads a model file, and tells its format.
///
/// # Errors
///
/// If it is missing or damaged; the error names the file.
pub(crate) fn read_any(path: &Path) -> Result<ReadModel> {
    let file = File::open(path).with_context(|| named(path))?;
    // A device or a pipe does not tell its size beforehand.
    let n_bytes = file.metadata().with_context(|| named(path))?.len();
    if n_bytes > MAX_MODEL_BYTES as u64 {
        let found = usize::try_from(n_bytes).unwrap_or(usize::MAX);
        return Err(ModelFileError::TooManyBytes { found }).with_context(|| named(path));
    }
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a file that is too large shows.
    file.take(MAX_MODEL_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(|| named(path))?;
    models::read_model(&bytes, &path.to_string_lossy()).with_context(|| named(path))
}

/// The model files of a directory, in the order of their names.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn model_paths(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).with_context(|| named(directory))?;
    let mut paths = entries
        .map(|entry| Ok(entry.with_context(|| named(directory))?.path()))
        .collect::<Result<Vec<PathBuf>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    Ok(paths)
}
