//! Downloads one file over HTTP, going on where an earlier attempt broke off, and checks what came.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use digits::idx;
use md5::{Digest as _, Md5};

use crate::files::named;
use crate::terminal::progress;

/// How long to wait for a server's first answer.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// More than any file that is fetched: a server that sends on and on is not sending one of them.
const MAX_BYTES: u64 = 64 << 20;

/// Downloads a file from the first address that has it; `check` says what is wrong with what came.
///
/// # Errors
///
/// If it is not to be had from any of them; why was said on standard error.
pub(crate) fn fetch_from(urls: &[String], path: &Path, check: &dyn Fn(&Path) -> Result<()>) -> Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    for url in urls {
        let bar = progress::bytes(&name);
        let result = download(url, path, check, &|n_have, n_total| {
            if let Some(n_total) = n_total {
                bar.set_length(n_total);
            }
            bar.set_position(n_have);
        });
        bar.finish_and_clear();
        match result {
            Ok(()) => {
                writeln!(io::stdout(), "{}: fetched from {url}", path.display())?;
                return Ok(());
            }
            Err(error) => writeln!(io::stderr(), "{error:#}")?,
        }
    }
    bail!("not to be had from any mirror")
}

/// The file at `url` into `path`, by way of `path` with `.part` appended, which is kept when the connection breaks and is
/// where the next attempt goes on. `check` says what is wrong with the file that came; `progress` is told the bytes there are
/// so far, and of how many, where the server says.
///
/// # Errors
///
/// If it cannot be had in full, or is not the right file.
fn download(
    url: &str,
    path: &Path,
    check: &dyn Fn(&Path) -> Result<()>,
    progress: &dyn Fn(u64, Option<u64>),
) -> Result<()> {
    let part = part_path(path);
    let had_some = fs::metadata(&part).is_ok_and(|metadata| metadata.len() > 0);
    fetch_rest(url, &part, progress).with_context(|| url.to_owned())?;
    if let Err(error) = check(&part) {
        // What an earlier attempt left may be of another file: once more from the start.
        remove(&part)?;
        if had_some {
            return download(url, path, check, progress);
        }
        return Err(error.context(format!("{url}: the file that came is not the right one")));
    }
    fs::rename(&part, path).with_context(|| named(path))
}

/// Whether the file's uncompressed content has this MD5 sum, in lower-case hex.
///
/// # Errors
///
/// If it has not, or the file cannot be read.
pub(crate) fn check_md5(path: &Path, md5: &str) -> Result<()> {
    ensure!(content_md5(path)? == md5, "its MD5 sum differs");
    Ok(())
}

/// The MD5 sum of a file's content, unpacked if it is gzipped, in lower-case hex. What cannot be unpacked has that of its bytes.
///
/// # Errors
///
/// If the file cannot be read.
fn content_md5(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| named(path))?;
    Ok(match idx::unpacked(&bytes) {
        Ok(content) => md5_hex(&content),
        Err(_) => md5_hex(&bytes),
    })
}

/// The MD5 sum in lower-case hex.
pub(crate) fn md5_hex(bytes: &[u8]) -> String {
    Md5::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn part_path(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).with_context(|| named(path))
}

/// Appends to `part` what it lacks of the file at `url`; starts anew where the server cannot go on.
fn fetch_rest(url: &str, part: &Path, progress: &dyn Fn(u64, Option<u64>)) -> Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(part).with_context(|| named(part))?;
    let mut n_have = file.seek(SeekFrom::End(0))?;

    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_connect(Some(CONNECT_TIMEOUT))
        .timeout_recv_response(Some(CONNECT_TIMEOUT))
        .http_status_as_error(false)
        .build()
        .into();
    let mut request = agent.get(url);
    if n_have > 0 {
        request = request.header("Range", format!("bytes={n_have}-"));
    }
    let mut response = request.call()?;
    match response.status().as_u16() {
        206 if n_have > 0 => {}
        200 => {
            file.set_len(0)?;
            n_have = 0;
        }
        // Nothing is left to send: the earlier attempt had it all.
        416 if n_have > 0 => return Ok(()),
        status => bail!("the server answered {status}"),
    }
    let n_left = response.body().content_length();
    let n_total = n_left.map(|n_left| n_have + n_left);
    let n_copied = append(response.body_mut().as_reader(), &mut file, n_have, n_total, progress)?;
    if n_left.is_some_and(|n_left| n_copied < n_left) {
        bail!("the connection broke off; run the command again to go on");
    }
    Ok(())
}

/// Copies in small pieces, each in the file before the next is asked for, so that a break loses nothing.
fn append(
    reader: impl io::Read,
    file: &mut File,
    n_have: u64,
    n_total: Option<u64>,
    progress: &dyn Fn(u64, Option<u64>),
) -> Result<u64> {
    let mut reader = reader.take(MAX_BYTES.saturating_sub(n_have));
    let mut piece = vec![0; 64 << 10];
    let mut n_copied = 0;
    loop {
        let n_read =
            reader.read(&mut piece).context("the connection broke off; run the command again to go on")?;
        if n_read == 0 {
            return Ok(n_copied);
        }
        file.write_all(&piece[..n_read])?;
        n_copied += n_read as u64;
        progress(n_have + n_copied, n_total);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{BufRead as _, BufReader};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    const CONTENT: &[u8] = b"The quick brown fox jumps over the lazy dog";
    const CONTENT_MD5: &str = "9e107d9d372bb6826bd81d3542a419d6";

    /// Answers one request after the other, each with one of `answers`, which sees the request's `Range`; gives back
    /// the address.
    fn server(answers: Vec<fn(Option<String>) -> Vec<u8>>) -> String {
        server_of(answers)
    }

    /// As [`server`], for answers that carry what they send.
    pub(crate) fn server_of(answers: Vec<impl Fn(Option<String>) -> Vec<u8> + Send + 'static>) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/file", listener.local_addr().unwrap());
        thread::spawn(move || {
            for answer in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let lines = BufReader::new(stream.try_clone().unwrap()).lines();
                let request: Vec<String> =
                    lines.map(Result::unwrap).take_while(|line| !line.is_empty()).collect();
                let range = request.iter().find_map(|line| {
                    let (name, value) = line.split_once(": ")?;
                    name.eq_ignore_ascii_case("range").then(|| value.to_owned())
                });
                stream.write_all(&answer(range)).unwrap();
            }
        });
        url
    }

    pub(crate) fn response(status: &str, length: usize, body: &[u8]) -> Vec<u8> {
        let head = format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
        [head.as_bytes(), body].concat()
    }

    fn whole(_: Option<String>) -> Vec<u8> {
        response("200 OK", CONTENT.len(), CONTENT)
    }

    fn broken_off(_: Option<String>) -> Vec<u8> {
        response("200 OK", CONTENT.len(), &CONTENT[..10])
    }

    fn rest(range: Option<String>) -> Vec<u8> {
        assert_eq!(range.as_deref(), Some("bytes=10-"));
        response("206 Partial Content", CONTENT.len() - 10, &CONTENT[10..])
    }

    fn other(_: Option<String>) -> Vec<u8> {
        response("200 OK", 5, b"other")
    }

    fn missing(_: Option<String>) -> Vec<u8> {
        response("404 Not Found", 0, b"")
    }

    fn run(url: &str, path: &Path) -> Result<()> {
        download(url, path, &|part| check_md5(part, CONTENT_MD5), &|_, _| {})
    }

    #[test]
    fn a_download_that_broke_off_is_gone_on_with() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        let url = server(vec![broken_off, rest]);
        let error = format!("{:#}", run(&url, &path).unwrap_err());
        assert!(error.contains("broke off"), "{error}");
        assert!(!path.exists());
        assert_eq!(fs::read(part_path(&path)).unwrap(), CONTENT[..10]);
        run(&url, &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), CONTENT);
        assert!(!part_path(&path).exists());
    }

    #[test]
    fn a_server_that_cannot_go_on_sends_all_again() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        fs::write(part_path(&path), "The quick").unwrap();
        run(&server(vec![whole]), &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), CONTENT);
    }

    #[test]
    fn the_beginning_of_another_file_is_thrown_away() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        fs::write(part_path(&path), "Jackdaws l").unwrap();
        run(&server(vec![rest, whole]), &path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), CONTENT);
    }

    #[test]
    fn what_is_wrong_is_said_and_not_kept() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        for (answer, expected) in [(other as fn(_) -> _, "MD5"), (missing, "404")] {
            let error = format!("{:#}", run(&server(vec![answer]), &path).unwrap_err());
            assert!(error.contains(expected), "{error}");
            assert!(!path.exists());
        }
    }
}
