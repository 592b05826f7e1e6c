//! Files: written all or nothing, and named in messages.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// A path as the subject of a message.
pub(crate) fn named(path: &Path) -> String {
    path.display().to_string()
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
