//! Model files on disk: read with their errors named.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use models::{MAX_MODEL_BYTES, Model, ReadModel};

use crate::files::named;

/// Reads a model file of any format that `models` knows.
///
/// # Errors
///
/// If it is missing or damaged; the error names the file.
pub(crate) fn read_model(path: &Path) -> Result<Model> {
    Ok(read_any(path)?.model)
}

/// Reads a model file and says what format it has.
///
/// # Errors
///
/// If it is missing or damaged; the error names the file.
pub(crate) fn read_any(path: &Path) -> Result<ReadModel> {
    let file = File::open(path).with_context(|| named(path))?;
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a file that is too large shows.
    file.take(MAX_MODEL_BYTES as u64 + 1).read_to_end(&mut bytes).with_context(|| named(path))?;
    models::read_model(&bytes, &path.to_string_lossy()).with_context(|| named(path))
}
