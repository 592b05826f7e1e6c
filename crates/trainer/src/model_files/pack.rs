//! `inkling pack`: writes the packed file that the page loads, for each model file in a directory.

use std::fs;
use std::io::{self, Write as _};

use anyhow::{Result, bail};

use crate::cli::PackArgs;
use crate::files;
use crate::model_files::store::{model_paths, read_model};

/// Writes `NAME.bin` beside each `NAME.json`.
///
/// # Errors
///
/// If the directory or a model cannot be read, there is no model, or a packed file cannot be written.
pub(crate) fn pack(args: &PackArgs) -> Result<()> {
    let paths = model_paths(&args.directory)?;
    if paths.is_empty() {
        bail!("{}: there are no model files (*.json)", args.directory.display());
    }
    for path in paths {
        let packed = read_model(&path)?.to_packed();
        let packed_path = path.with_extension("bin");
        files::write(&packed_path, &packed)?;
        let n_bytes = fs::metadata(&path)?.len();
        writeln!(
            io::stdout(),
            "{}: written, {} bytes instead of {n_bytes}",
            packed_path.display(),
            packed.len()
        )?;
    }
    Ok(())
}
