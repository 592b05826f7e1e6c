//! `inkling data fetch`: downloads MNIST's four files from public mirrors. The pen digits are in `fetch_pens.rs`.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};

use crate::cli::FetchArgs;
use crate::data::directory::DataDir;
use crate::data::download::{check_md5, fetch_from};
use crate::data::fetch_pens::fetch_pens;
use crate::files::named;

/// Where MNIST's gzipped files are available. The authors' own page no longer offers them.
const MIRRORS: [&str; 2] =
    ["https://ossci-datasets.s3.amazonaws.com/mnist", "https://storage.googleapis.com/cvdf-datasets/mnist"];

/// MNIST's files, and the MD5 sums of their unpacked content: each mirror has compressed them in its own way.
const FILES: [(&str, &str); 4] = [
    ("train-images-idx3-ubyte.gz", "6bbc9ace898e44ae57da46a324031adb"),
    ("train-labels-idx1-ubyte.gz", "a25bea736e30d166cdddb491f175f624"),
    ("t10k-images-idx3-ubyte.gz", "2646ac647ad5339dbf082846283269ea"),
    ("t10k-labels-idx1-ubyte.gz", "27ae3e4e09519cfbb04c329615203637"),
];

/// Downloads the files of MNIST and of the pen digits that are not there yet.
///
/// # Errors
///
/// If a file is not available from any mirror: the error says which, where to download it and where to put it.
pub(crate) fn fetch(args: FetchArgs) -> Result<()> {
    let data_dir = DataDir::new(args.data.path);
    // If one fails, the other is still fetched.
    let mnist = fetch_mnist(&data_dir.mnist(), &args.mirror);
    let pens = fetch_pens(&data_dir.strokes(), &args.mirror);
    match (mnist, pens) {
        (Err(mnist), Err(pens)) => bail!("{mnist:#}\n{pens:#}"),
        (mnist, pens) => mnist.and(pens),
    }
}

fn fetch_mnist(directory: &Path, mirrors: &[String]) -> Result<()> {
    fs::create_dir_all(directory).with_context(|| named(directory))?;
    let mirrors = if mirrors.is_empty() { MIRRORS.map(str::to_owned).to_vec() } else { mirrors.to_vec() };

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
        if fs::read(path).is_ok_and(|bytes| check_md5(&bytes, md5).is_ok()) {
            writeln!(io::stdout(), "{}: already there", path.display())?;
            return Ok(());
        }
        writeln!(io::stderr(), "{}: damaged; downloading it again", path.display())?;
    }
    let urls: Vec<String> =
        mirrors.iter().map(|mirror| format!("{}/{name}", mirror.trim_end_matches('/'))).collect();
    fetch_from(&urls, path, &|bytes| check_md5(bytes, md5))
}

/// What you can do when no mirror answers.
fn by_hand(missing: &[(PathBuf, &str)], mirrors: &[String]) -> anyhow::Error {
    let mut message = String::from(
        "some files of MNIST are missing. Run the command again to retry. If this machine has no network, download them \
         elsewhere and put them here:",
    );
    for (path, name) in missing {
        for mirror in mirrors {
            message.push_str(&format!("\n  {}/{name}", mirror.trim_end_matches('/')));
        }
        message.push_str(&format!("\n    -> {}", path.display()));
    }
    message.push_str("\nUnpacked files, without the .gz, work too.");
    anyhow!(message)
}
