//! `inkling data fetch`: gets MNIST's four files from public mirrors.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};

use crate::cli::FetchArgs;
use crate::data_dir::{DataDir, named};
use crate::download::{content_md5, download};
use crate::progress;

/// Where MNIST's gzipped files are to be had. The authors' own page has long been closed to downloads.
const MIRRORS: [&str; 2] =
    ["https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist"];

/// MNIST's files, and the MD5 sums of what is in them: the mirrors' gzip wrappers differ, their content does not.
const FILES: [(&str, &str); 4] = [
    ("train-images-idx3-ubyte.gz", "6bbc9ace898e44ae57da46a324031adb"),
    ("train-labels-idx1-ubyte.gz", "a25bea736e30d166cdddb491f175f624"),
    ("t10k-images-idx3-ubyte.gz", "2646ac647ad5339dbf082846283269ea"),
    ("t10k-labels-idx1-ubyte.gz", "27ae3e4e09519cfbb04c329615203637"),
];

/// Downloads what is not there yet.
///
/// # Errors
///
/// If a file cannot be had from any mirror: the error says which, from where, and where to put it by hand.
pub(crate) fn fetch(args: FetchArgs) -> Result<()> {
    let directory = DataDir::to_fill(args.data.path).mnist();
    fs::create_dir_all(&directory).with_context(|| named(&directory))?;
    let mirrors = if args.mirror.is_empty() { MIRRORS.map(str::to_owned).to_vec() } else { args.mirror };

    let mut missing = Vec::new();
    for (name, md5) in FILES {
        let path = directory.join(name);
        if let Err(error) = fetch_file(&path, name, md5, &mirrors) {
            writeln!(io::stderr(), "{}: {error:#}", path.display())?;
            missing.push((path, name));
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(by_hand(&missing, &mirrors)) }
}

fn fetch_file(path: &Path, name: &str, md5: &str, mirrors: &[String]) -> Result<()> {
    if path.exists() {
        if content_md5(path)? == md5 {
            writeln!(io::stdout(), "{}: already there", path.display())?;
            return Ok(());
        }
        writeln!(io::stderr(), "{}: damaged, fetching it again", path.display())?;
    }
    let mut last_error = anyhow!("there is no mirror to fetch it from");
    for mirror in mirrors {
        let url = format!("{}/{name}", mirror.trim_end_matches('/'));
        let bar = progress::bytes(name);
        let result = download(&url, path, md5, &|n_have, n_total| {
            if let Some(n_total) = n_total {
                bar.set_length(n_total);
            }
            bar.set_position(n_have);
        });
        bar.finish_and_clear();
        match result {
            Ok(()) => {
                writeln!(io::stdout(), "{}: fetched from {mirror}", path.display())?;
                return Ok(());
            }
            Err(error) => {
                writeln!(io::stderr(), "{error:#}")?;
                last_error = anyhow!("not to be had from any mirror");
            }
        }
    }
    Err(last_error)
}

/// What to do when no mirror answers.
fn by_hand(missing: &[(PathBuf, &str)], mirrors: &[String]) -> anyhow::Error {
    let mut message = String::from(
        "some files could not be fetched. Run the command again to go on where it stopped, or, where this machine has no \
         network, download them elsewhere and put them here:",
    );
    for (path, name) in missing {
        for mirror in mirrors {
            message.push_str(&format!("\n  {}/{name}", mirror.trim_end_matches('/')));
        }
        message.push_str(&format!("\n    -> {}", path.display()));
    }
    message.push_str("\nA file may also be put there unpacked, without its .gz.");
    anyhow!(message)
}
