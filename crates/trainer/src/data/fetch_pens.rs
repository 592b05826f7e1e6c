//! `inkling data fetch`, second part: gets the UCI pen digits' original, un-normalised files and makes files of drawings of them.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, ensure};
use digits::{Drawing, strokes_file};
use zip::ZipArchive;

use crate::data::compress::{decompress, is_compressed};
use crate::data::directory::PEN_STROKES;
use crate::data::download::{check_md5, fetch_from, md5_hex};
use crate::data::unipen;
use crate::files::{named, write_atomically};

/// Where the files are to be had one by one.
const MIRROR: &str = "https://archive.ics.uci.edu/ml/machine-learning-databases/pendigits";
/// Where they are to be had all together.
const ARCHIVE_URL: &str =
    "https://archive.ics.uci.edu/static/public/81/pen+based+recognition+of+handwritten+digits.zip";
const ARCHIVE: &str = "pen+based+recognition+of+handwritten+digits.zip";

/// One of the two files.
struct Part {
    /// The name of the original, unpacked.
    source: &'static str,
    /// The name of the drawings made of it.
    drawings: &'static str,
    n_drawings: usize,
    /// The MD5 sum of the drawings, uncompressed, where it is known.
    md5: Option<&'static str>,
}

/// The digits of 30 writers, which training and validation share out, and those of 14 others, which the project leaves alone.
const PARTS: [Part; 2] = [
    Part {
        source: "pendigits-orig.tra",
        drawings: PEN_STROKES,
        n_drawings: 7_494,
        md5: Some("55f6a7c7c94443d2ceda3a9c875392b9"),
    },
    Part { source: "pendigits-orig.tes", drawings: "pendigits-test.jsonl.gz", n_drawings: 3_498, md5: None },
];

/// Makes what is not there yet, of originals that are there already or are downloaded.
///
/// # Errors
///
/// If an original cannot be had or is damaged: the error says from where to get it and where to put it by hand.
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
            if self.md5.is_none_or(|md5| check_md5(&path, md5).is_ok()) {
                writeln!(io::stdout(), "{}: already there", path.display())?;
                return Ok(());
            }
            writeln!(io::stderr(), "{}: damaged, making it again", path.display())?;
        }
        let source = self.find_or_fetch(directory, mirrors)?;
        let drawings = self.read(&source).with_context(|| named(&source))?;
        let mut gzipped = Vec::new();
        strokes_file::write_gzipped(&mut gzipped, &drawings)?;
        write_atomically(&path, &gzipped)?;
        writeln!(io::stdout(), "{}: {} drawings, from {}", path.display(), drawings.len(), source.display())?;
        Ok(())
    }

    /// The original, the archive that holds it, or else what is downloaded of the two.
    fn find_or_fetch(&self, directory: &Path, mirrors: &[String]) -> Result<PathBuf> {
        let (plain, packed) = (directory.join(self.source), directory.join(self.packed()));
        let archive = directory.join(ARCHIVE);
        let candidates = [&plain, &packed, &archive];
        if let Some(found) = candidates.into_iter().find(|path| path.is_file()) {
            return Ok(found.clone());
        }
        let check = |part: &Path| self.read(part).map(drop);
        let urls: Vec<String> =
            directories(mirrors).map(|mirror| format!("{mirror}/{}", self.packed())).collect();
        match fetch_from(&urls, &packed, &check) {
            Ok(()) => Ok(packed),
            Err(error) if !mirrors.is_empty() => Err(error),
            Err(_) => fetch_from(&[ARCHIVE_URL.to_owned()], &archive, &check).map(|()| archive),
        }
    }

    /// The drawings of an original, whether it is packed, not packed or in the archive.
    fn read(&self, path: &Path) -> Result<Vec<Drawing>> {
        let mut bytes = match ZipArchive::new(File::open(path)?) {
            Ok(mut archive) => {
                let mut bytes = Vec::new();
                archive.by_name(&self.packed())?.read_to_end(&mut bytes)?;
                bytes
            }
            Err(_) => fs::read(path)?,
        };
        if is_compressed(&bytes) {
            bytes = decompress(&bytes)?;
        }
        let drawings = unipen::parse(str::from_utf8(&bytes).context("not the pen digits, which are text")?)?;
        ensure!(
            drawings.len() == self.n_drawings,
            "{} drawings where there should be {}",
            drawings.len(),
            self.n_drawings
        );
        if let Some(md5) = self.md5 {
            let mut lines = Vec::new();
            strokes_file::write(&mut lines, &drawings)?;
            ensure!(
                md5_hex(&lines) == md5,
                "other drawings than those the models learned from (their MD5 sum differs)"
            );
        }
        Ok(drawings)
    }

    fn packed(&self) -> String {
        format!("{}.Z", self.source)
    }
}

/// The addresses below which the files lie.
fn directories(mirrors: &[String]) -> impl Iterator<Item = &str> {
    let usual = mirrors.is_empty().then_some(MIRROR);
    usual.into_iter().chain(mirrors.iter().map(|mirror| mirror.trim_end_matches('/')))
}

/// What to do when no mirror answers.
fn by_hand(missing: &[&Part], directory: &Path, mirrors: &[String]) -> anyhow::Error {
    let mut message = String::from(
        "some pen digits are missing. Run the command again to go on where it stopped, or, where this machine has no network, \
         download these elsewhere, put them here, and run the command again, which makes drawings of them:",
    );
    for part in missing {
        for mirror in directories(mirrors) {
            message.push_str(&format!("\n  {mirror}/{}", part.packed()));
        }
        message.push_str(&format!("\n    -> {}", directory.join(part.packed()).display()));
    }
    message.push_str(&format!(
        "\nor, instead,\n  {ARCHIVE_URL}\n    -> {}\nThe first may also be put there unpacked, without their .Z.",
        directory.join(ARCHIVE).display()
    ));
    anyhow!(message)
}

#[cfg(test)]
mod tests {
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::data::compress::tests::compress;
    use crate::data::download::tests::{response, server_of};

    const FILE: &str =
        ".SEGMENT DIGIT 0 ? \"1\"\n.COMMENT 1 2 3\n.PEN_DOWN\n 250 400\n 250 100\n.PEN_UP\n.DT 100\n";
    const LINE: &str = "{\"label\":1,\"writer\":2,\"strokes\":[[[0.5,0.2],[0.5,0.8]]]}\n";
    /// Of the line.
    const MD5: &str = "834ac8461489bf76b56d07fad108fc6a";

    const PART: Part = Part { source: "few.tra", drawings: "few.jsonl.gz", n_drawings: 1, md5: Some(MD5) };

    fn lines(path: &Path) -> String {
        let mut lines = Vec::new();
        strokes_file::write(&mut lines, &strokes_file::read(File::open(path).unwrap()).unwrap()).unwrap();
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn an_original_is_downloaded_and_becomes_drawings() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("few.jsonl.gz");
        fs::write(&path, "damaged").unwrap();
        let packed = compress(FILE.as_bytes(), 16, usize::MAX);
        let url = server_of(vec![move |_| response("200 OK", packed.len(), &packed)]);
        PART.make(directory.path(), &[url]).unwrap();
        assert_eq!(lines(&path), LINE);
        // Now it is there: nobody is asked.
        PART.make(directory.path(), &[]).unwrap();
    }

    #[test]
    fn what_was_put_there_by_hand_is_taken() {
        let mut archive = ZipWriter::new(io::Cursor::new(Vec::new()));
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
            (FILE.repeat(2), "2 drawings where there should be 1"),
            (FILE.replace(".PEN_UP", ""), "few.tra: ends with the pen down"),
        ] {
            let directory = tempfile::tempdir().unwrap();
            fs::write(directory.path().join("few.tra"), content).unwrap();
            let error = format!("{:#}", PART.make(directory.path(), &[]).unwrap_err());
            assert!(error.contains(expected), "{error}");
            assert!(!directory.path().join("few.jsonl.gz").exists());
        }
    }
}
