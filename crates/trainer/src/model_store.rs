//! Model files on disk: read with their errors named, written all or nothing.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use models::{MAX_MODEL_BYTES, Model, ReadModel};

use crate::data_dir::named;

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

/// Writes a file so that at no moment half of it stands under its name: first beside it, then renamed.
///
/// # Errors
///
/// If the directory cannot be written to; the error names the file.
pub(crate) fn write_atomically(path: &Path, content: &[u8]) -> Result<()> {
    let beside = beside(path);
    let write = || -> std::io::Result<()> {
        let mut file = File::create(&beside)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().with_context(|| format!("{}: cannot be written", path.display()))
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
