//! The sizes of files, raw and compressed as a static host would.

use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

/// A file of the site and its sizes in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FileSize {
    /// The path relative to the site's folder, with `/` between folders.
    pub(super) name: String,
    pub(super) raw: u64,
    /// At level 9.
    pub(super) gzip: u64,
    /// At quality 11.
    pub(super) brotli: u64,
}

/// All files below `dir`, by name.
pub(super) fn measure_dir(dir: &Path) -> Result<Vec<FileSize>> {
    let mut sizes = Vec::new();
    measure_below(dir, "", &mut sizes)?;
    sizes.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sizes)
}

fn measure_below(dir: &Path, prefix: &str, sizes: &mut Vec<FileSize>) -> Result<()> {
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            measure_below(&entry.path(), &format!("{name}/"), sizes)?;
        } else {
            let bytes = fs::read(entry.path()).with_context(|| entry.path().display().to_string())?;
            sizes.push(measure(name, &bytes)?);
        }
    }
    Ok(())
}

fn measure(name: String, bytes: &[u8]) -> Result<FileSize> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes)?;
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, ..BrotliEncoderParams::default() };
    let mut brotli = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut brotli, &params)?;
    Ok(FileSize {
        name,
        raw: bytes.len() as u64,
        gzip: gzip.finish()?.len() as u64,
        brotli: brotli.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_is_measured() {
        let size = measure("a".to_owned(), "the same words ".repeat(100).as_bytes()).unwrap();
        assert_eq!(size.raw, 1500);
        assert!(size.gzip < 100 && size.brotli < size.gzip, "{size:?}");
    }

    #[test]
    fn a_folder_is_read_to_its_depth() {
        let sh = xshell::Shell::new().unwrap();
        let dir = sh.create_temp_dir().unwrap();
        for file in ["c", "b/a", "b/deeper/a"] {
            sh.write_file(dir.path().join(file), file).unwrap();
        }
        let names: Vec<_> = measure_dir(dir.path()).unwrap().into_iter().map(|size| size.name).collect();
        assert_eq!(names, ["b/a", "b/deeper/a", "c"]);
    }
}
