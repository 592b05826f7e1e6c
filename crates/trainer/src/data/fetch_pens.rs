//! `inkling data fetch`, second part: downloads the UCI pen digits' original, un-normalised files and converts them to
//! strokes files.

use std::fs;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use digits::{Drawing, strokes_file};
use zip::ZipArchive;

use crate::data::directory::PEN_STROKES;
use crate::data::download::{check_md5, fetch_from, md5_hex};
use crate::data::unipen;
use crate::data::unix_compress::{decompress, is_compressed};
use crate::files::{self, named};

/// Where the files are available one by one.
const MIRROR: &str = "https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits";
/// Where they are available in one archive.
const ARCHIVE_URL: &str =
    "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip";
const ARCHIVE: &str = "pen+based+recognition+of+handwritten+digits.zip";

/// One of the two files.
struct Part {
    /// The original's name, unpacked.
    source: &'static str,
    /// The name of the strokes file it becomes.
    drawings: &'static str,
    n_drawings: usize,
    /// The MD5 sum of the strokes file, uncompressed, where it is known.
    md5: Option<&'static str>,
}

/// The digits of 30 writers, for training and validation, and those of 14 others, which the project does not use.
const PARTS: [Part; 2] = [
    Part {
        source: "pendigits-orig.tra",
        drawings: PEN_STROKES,
        n_drawings: 7_494,
        md5: Some("55f6a7c7c94443d2ceda3a9c875392b9"),
    },
    Part { source: "pendigits-orig.tes", drawings: "pendigits-test.jsonl.gz", n_drawings: 3_498, md5: None },
];

/// Converts what is not there yet, from originals that are in `directory` or are downloaded to it.
///
/// # Errors
///
/// If an original is damaged or not available: the error says where to download it and where to put it.
pub(crate) fn fetch_pens(directory: &Path, mirrors: &[String]) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| named(directory))?;
    let mut missing = Vec::new();
    for part in &PARTS {
        if let Err(error) = part.make(directory, mirrors) {
            writeln!(io::stderr(), "{}: {error:#}", directory.join(part.drawings).display())?;
            missing.push(part);
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(by_hand(&missing, directory, mirrors)) }
}

impl Part {
    fn make(&self, directory: &Path, mirrors: &[String]) -> Result<()> {
        let path = directory.join(self.drawings);
        if path.exists() {
            let is_sound = |md5| fs::read(&path).is_ok_and(|bytes| check_md5(&bytes, md5).is_ok());
            if self.md5.is_none_or(is_sound) {
                writeln!(io::stdout(), "{}: already there", path.display())?;
                return Ok(());
            }
            writeln!(io::stderr(), "{}: damaged; converting it again", path.display())?;
        }
        let source = self.find_or_fetch(directory, mirrors)?;
        let read = || self.parse(fs::read(&source)?);
        let drawings = read().with_context(|| named(&source))?;
        files::write_with(&path, |writer| strokes_file::write_gzipped(writer, &drawings))?;
        writeln!(io::stdout(), "{}: {} drawings from {}", path.display(), drawings.len(), source.display())?;
        Ok(())
    }

    /// The original or the archive that holds it, downloaded if neither is there.
    fn find_or_fetch(&self, directory: &Path, mirrors: &[String]) -> Result<PathBuf> {
        let (plain, packed) = (directory.join(self.source), directory.join(self.packed()));
        let archive = directory.join(ARCHIVE);
        let candidates = [&plain, &packed, &archive];
        if let Some(found) = candidates.into_iter().find(|path| path.is_file()) {
            return Ok(found.clone());
        }
        let check = |bytes: &[u8]| self.parse(bytes.to_vec()).map(drop);
        let urls: Vec<String> =
            directories(mirrors).map(|mirror| format!("{mirror}/{}", self.packed())).collect();
        match fetch_from(&urls, &packed, &check) {
            Ok(()) => Ok(packed),
            Err(error) if !mirrors.is_empty() => Err(error),
            Err(_) => fetch_from(&[ARCHIVE_URL.to_owned()], &archive, &check).map(|()| archive),
        }
    }

    /// The drawings of an original, compressed or not, or of the archive that holds it.
    fn parse(&self, mut bytes: Vec<u8>) -> Result<Vec<Drawing>> {
        if let Ok(mut archive) = ZipArchive::new(Cursor::new(&bytes)) {
            let mut file = Vec::new();
            archive.by_name(&self.packed())?.read_to_end(&mut file)?;
            bytes = file;
        }
        if is_compressed(&bytes) {
            bytes = decompress(&bytes)?;
        }
        let drawings =
            unipen::parse(str::from_utf8(&bytes).context("not a pen digits file, which is text")?)?;
        ensure!(
            drawings.len() == self.n_drawings,
            "{} drawings, expected {}",
            drawings.len(),
            self.n_drawings
        );
        if let Some(md5) = self.md5 {
            let mut lines = Vec::new();
            strokes_file::write(&mut lines, &drawings)?;
            ensure!(
                md5_hex(&lines) == md5,
                "not the drawings that the models learned from (the MD5 sum differs)"
            );
        }
        Ok(drawings)
    }

    fn packed(&self) -> String {
        format!("{}.Z", self.source)
    }
}

/// The addresses of the folders that hold the files.
fn directories(mirrors: &[String]) -> impl Iterator<Item = &str> {
    let usual = mirrors.is_empty().then_some(MIRROR);
    usual.into_iter().chain(mirrors.iter().map(|mirror| mirror.trim_end_matches('/')))
}

/// What you can do when no mirror answers.
fn by_hand(missing: &[&Part], directory: &Path, mirrors: &[String]) -> anyhow::Error {
    let mut message = String::from(
        "some pen digits are missing. Run the command again to retry. If this machine has no network, download them elsewhere, \
         put them here, and run the command again to convert them:",
    );
    for part in missing {
        for mirror in directories(mirrors) {
            message.push_str(&format!("\n  {mirror}/{}", part.packed()));
        }
        message.push_str(&format!("\n    -> {}", directory.join(part.packed()).display()));
    }
    message.push_str(&format!(
        "\nor both in one archive:\n  {ARCHIVE_URL}\n    -> {}\nUnpacked files, without the .Z, work too.",
        directory.join(ARCHIVE).display()
    ));
    anyhow!(message)
}

#[cfg(test)]
mod tests {
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::data::download::tests::{response, server};
    use crate::data::unix_compress::tests::compress;

    const FILE: &str =
        ".SEGMENT DIGIT 0 ? \"1\"\n.COMMENT 1 2 3\n.PEN_DOWN\n 250 400\n 250 100\n.PEN_UP\n.DT 100\n";
    const LINE: &str = "{\"label\":1,\"writer\":2,\"strokes\":[[[0.5,0.2],[0.5,0.8]]]}\n";
    /// The MD5 sum of `LINE`.
    const MD5: &str = "834ac8461489bf76b56d07fad108fc6a";

    const PART: Part = Part { source: "few.tra", drawings: "few.jsonl.gz", n_drawings: 1, md5: Some(MD5) };

    fn lines(path: &Path) -> String {
        let mut lines = Vec::new();
        strokes_file::write(&mut lines, &strokes_file::read(&fs::read(path).unwrap()[..]).unwrap()).unwrap();
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn an_original_is_downloaded_and_becomes_drawings() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("few.jsonl.gz");
        fs::write(&path, "damaged").unwrap();
        let packed = compress(FILE.as_bytes(), 16, usize::MAX);
        let url = server(vec![response("200 OK", packed.len(), &packed)]);
        PART.make(directory.path(), &[url]).unwrap();
        assert_eq!(lines(&path), LINE);
        // Now it is there, and nothing is downloaded.
        PART.make(directory.path(), &[]).unwrap();
    }

    #[test]
    fn what_was_put_there_by_hand_is_taken() {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file("few.tra.Z", SimpleFileOptions::default()).unwrap();
        archive.write_all(&compress(FILE.as_bytes(), 16, usize::MAX)).unwrap();
        let archive = archive.finish().unwrap().into_inner();
        for (name, content) in [
            ("few.tra", FILE.as_bytes().to_vec()),
            ("few.tra.Z", compress(FILE.as_bytes(), 12, usize::MAX)),
            (ARCHIVE, archive),
        ] {
            let directory = tempfile::tempdir().unwrap();
            fs::write(directory.path().join(name), content).unwrap();
            PART.make(directory.path(), &[]).unwrap();
            assert_eq!(lines(&directory.path().join("few.jsonl.gz")), LINE, "{name}");
        }
    }

    #[test]
    fn other_drawings_are_not_taken() {
        for (content, expected) in [
            (FILE.replace("250 100", "250 101"), "MD5"),
            (FILE.repeat(2), "2 drawings, expected 1"),
            (FILE.replace(".PEN_UP", ""), "few.tra: the file ends with the pen down"),
        ] {
            let directory = tempfile::tempdir().unwrap();
            fs::write(directory.path().join("few.tra"), content).unwrap();
            let error = format!("{:#}", PART.make(directory.path(), &[]).unwrap_err());
            assert!(error.contains(expected), "{error}");
            assert!(!directory.path().join("few.jsonl.gz").exists());
        }
    }
}
