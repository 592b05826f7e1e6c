//! Downloading files over HTTP, and checking their MD5 sums.

use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use digits::idx;
use md5::{Digest as _, Md5};

use crate::files;
use crate::terminal::progress;

/// How long to wait for a connection, and then for the first bytes of the answer.
const TIMEOUT: Duration = Duration::from_secs(20);
/// The most bytes that are downloaded: several times the largest file needed.
const MAX_BYTES: u64 = 64 << 20;

/// Downloads a file from the first address that has it. `check` returns an error if the bytes are not those of the file.
///
/// # Errors
///
/// If no address has it (the reasons have been reported on standard error), or if it cannot be written.
pub(crate) fn fetch_from(urls: &[String], path: &Path, check: &dyn Fn(&[u8]) -> Result<()>) -> Result<()> {
    for url in urls {
        let checked = download(url, path).and_then(|bytes| {
            check(&bytes).context("the server sent a different file")?;
            Ok(bytes)
        });
        match checked {
            Ok(bytes) => {
                files::write(path, &bytes)?;
                writeln!(io::stdout(), "{}: downloaded from {url}", path.display())?;
                return Ok(());
            }
            Err(error) => writeln!(io::stderr(), "{url}: {error:#}")?,
        }
    }
    bail!("not available from any mirror")
}

/// The bytes at `url`, with a progress bar that names the file.
fn download(url: &str, path: &Path) -> Result<Vec<u8>> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_connect(Some(TIMEOUT))
        .timeout_recv_response(Some(TIMEOUT))
        .http_status_as_error(false)
        .build()
        .into();
    let mut response = agent.get(url).call()?;
    ensure!(response.status() == 200, "the server responded with {}", response.status());
    let expected = response.body().content_length();

    let bar = progress::bytes(&path.file_name().unwrap_or_default().to_string_lossy(), expected);
    let mut bytes = Vec::new();
    // One byte more than allowed, so that a file that is too large shows.
    let mut body = bar.wrap_read(response.body_mut().as_reader().take(MAX_BYTES + 1));
    body.read_to_end(&mut bytes).context("the connection was lost")?;
    bar.finish_and_clear();
    ensure!(bytes.len() as u64 <= MAX_BYTES, "the file is larger than {} MiB", MAX_BYTES >> 20);
    Ok(bytes)
}

/// Checks the MD5 sum of a file's content, in lower-case hex. If the file is gzipped, that is the unpacked content.
///
/// # Errors
///
/// If the sum differs.
pub(crate) fn check_md5(bytes: &[u8], md5: &str) -> Result<()> {
    // Damaged gzip data fails the check by the sum of its own bytes.
    let found = idx::unpacked(bytes).map_or_else(|_| md5_hex(bytes), |content| md5_hex(&content));
    ensure!(found == md5, "its MD5 sum is {found}, not {md5}");
    Ok(())
}

/// The MD5 sum in lower-case hex.
pub(crate) fn md5_hex(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use std::fs;
    use std::io::{BufRead as _, BufReader};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    const CONTENT: &[u8] = b"The quick brown fox jumps over the lazy dog";
    const CONTENT_MD5: &str = "9e107d9d372bb6826bd81d3542a419d6";

    /// Starts a server that sends one answer per request, in order. Returns its address.
    pub(crate) fn server(answers: Vec<Vec<u8>>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                lines.map(Result::unwrap).take_while(|line| !line.is_empty()).for_each(drop);
                stream.write_all(&answer).unwrap();
            }
        });
        url
    }

    pub(crate) fn response(status: &str, length: usize, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        [head.as_bytes(), body].concat()
    }

    fn run(urls: &[String], path: &Path) -> Result<()> {
        fetch_from(urls, path, &|bytes| check_md5(bytes, CONTENT_MD5))
    }

    #[test]
    fn the_first_address_that_has_the_file_is_enough() {
        let whole = response("200 OK", CONTENT.len(), CONTENT);
        let broken_off = response("200 OK", CONTENT.len(), &CONTENT[..10]);
        for before in [broken_off, response("200 OK", 5, b"other"), response("404 Not Found", 0, b"")] {
            let directory = tempfile::tempdir().unwrap();
            let path = directory.path().join("file");
            run(&[server(vec![before]), server(vec![whole.clone()])], &path).unwrap();
            assert_eq!(fs::read(&path).unwrap(), CONTENT);
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let sent = |answer| format!("{:#}", download(&server(vec![answer]), Path::new("file")).unwrap_err());
        let broken_off = sent(response("200 OK", CONTENT.len(), &CONTENT[..10]));
        assert!(broken_off.starts_with("the connection was lost"), "{broken_off}");
        assert_eq!(sent(response("404 Not Found", 0, b"")), "the server responded with 404 Not Found");
        let other = check_md5(b"other", CONTENT_MD5).unwrap_err().to_string();
        assert_eq!(other, format!("its MD5 sum is 795f3202b17cb6bc3d4b771d8c6c9eaf, not {CONTENT_MD5}"));
    }

    #[test]
    fn what_is_wrong_is_not_kept() {
        for answer in [response("200 OK", 5, b"other"), response("200 OK", CONTENT.len(), &CONTENT[..10])] {
            let directory = tempfile::tempdir().unwrap();
            run(&[server(vec![answer])], &directory.path().join("file")).unwrap_err();
            assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);
        }
    }
}
