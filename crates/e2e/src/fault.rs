//! What goes wrong on the way from the server to the browser.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{env, io};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};

use crate::digest;
use crate::prelude;

/// A trouble with a file of the page's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    file: File,
    trouble: Trouble,
    /// How many requests it strikes.
    n_times: usize,
}

/// What it is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// Both parts of the program.
    Program,
    /// The part of the program that the panels are in.
    LaterPart,
    /// The script that brings the panels in.
    Loader,
    /// The panels' markup.
    Markup,
    /// The panels' style sheet.
    Styles,
    /// The page's own style sheet.
    MainStyles,
    /// Every model that the page ships.
    Models,
    /// Every one but the default.
    OtherModels,
    /// The pack of MNIST.
    Pack,
    /// The one with this name, without its digest; the page itself has the empty name.
    Named(&'static str),
    /// Every file.
    All,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The server answers 404.
    NotFound,
    /// The server answers 503.
    Overloaded,
    /// The server never answers.
    Hangs,
    /// Half of the file comes, and then the connection ends.
    BreaksOff,
    /// The file comes with the media type of another.
    OtherType,
    /// The file is the one of another build: a program with another digest, markup with other names.
    OtherBuild,
    /// The program may have hardly more memory than it begins with.
    LittleMemory,
    /// A page comes in the file's place, as from a network that wants you to log in.
    LoginPage,
}

impl Fault {
    /// Strikes every request.
    #[must_use]
    pub const fn always(file: File, trouble: Trouble) -> Self {
        Self { file, trouble, n_times: usize::MAX }
    }

    /// Strikes the first requests, and no later one.
    #[must_use]
    pub const fn times(n_times: usize, file: File, trouble: Trouble) -> Self {
        Self { file, trouble, n_times }
    }

    /// What every test of this run is to do without: `INKLING_BLOCKED=later-part` blocks the panels. `cargo xtask test e2e` runs the
    /// suites of drawing, keyboard and touch that way too.
    pub(crate) fn of_run() -> Option<Self> {
        let is_blocked = env::var_os("INKLING_BLOCKED").is_some_and(|file| file == "later-part");
        is_blocked.then_some(Self::always(File::LaterPart, Trouble::NotFound))
    }
}

/// The fault of a server, which may change while it serves.
#[derive(Debug, Default)]
pub(crate) struct Current(Mutex<Option<Fault>>);

impl Current {
    pub(crate) fn set(&self, fault: Option<Fault>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// What befalls the next request for this path.
    fn next(&self, path: &str) -> Option<Trouble> {
        let mut fault = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = fault
            .as_mut()
            .filter(|fault| fault.n_times > 0 && fault.file.is_at(path) && !prelude::is_its_own(path))?;
        fault.n_times -= 1;
        Some(fault.trouble)
    }
}

/// A server with the faults that `current` has at each moment.
pub(crate) fn strike(router: Router, current: Arc<Current>) -> Router {
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let trouble = current.next(request.uri().path());
        async move {
            match trouble {
                Some(trouble) => trouble.answer(request, next).await,
                None => next.run(request).await,
            }
        }
    }))
}

impl File {
    fn is_at(self, path: &str) -> bool {
        let plain = digest::without(path);
        let name = plain.rsplit('/').next().unwrap_or_default();
        let is_model = plain.contains("/pretrained/") && name.ends_with(".bin");
        match self {
            Self::Program => name.ends_with(".wasm"),
            Self::LaterPart => name == "panels.wasm",
            Self::Loader => name == "panels.js",
            Self::Markup => name == "panels.html",
            Self::Styles => name == "panels.css",
            Self::MainStyles => name == "style.css",
            Self::Models => is_model,
            Self::OtherModels => is_model && name != "vanilla.bin",
            Self::Pack => name == "mnist.bin",
            Self::Named(plain) => name == plain,
            Self::All => true,
        }
    }
}

impl Trouble {
    async fn answer(self, request: Request, next: Next) -> Response {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND.into_response(),
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE.into_response(),
            Self::Hangs => std::future::pending().await,
            Self::BreaksOff => {
                let (parts, body) = next.run(request).await.into_parts();
                match to_bytes(body, usize::MAX).await {
                    Ok(bytes) => {
                        let half = bytes.slice(..bytes.len() / 2);
                        let end = async {
                            // So that the half is on its way.
                            tokio::time::sleep(Duration::from_millis(50)).await;
                            Err(io::Error::from(io::ErrorKind::ConnectionReset))
                        };
                        let body = stream::iter([Ok(half)]).chain(stream::once(end));
                        Response::from_parts(parts, Body::from_stream(body))
                    }
                    Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
                }
            }
            Self::LoginPage => Html("<!doctype html><title>Welcome to our network</title>").into_response(),
            Self::OtherType => {
                let mut response = next.run(request).await;
                response
                    .headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
                response
            }
            Self::OtherBuild => changed(next.run(request).await, of_another_build).await,
            Self::LittleMemory => changed(next.run(request).await, with_little_memory).await,
        }
    }
}

/// The response with a file that is made from its own, and that no browser keeps.
async fn changed(response: Response, change: impl Fn(&[u8]) -> Vec<u8>) -> Response {
    let (mut parts, body) = response.into_parts();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match to_bytes(body, usize::MAX).await {
        Ok(bytes) => Response::from_parts(parts, Body::from(change(&bytes))),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A WebAssembly program whose memory may grow by 16 pages (1 MiB) and no more.
fn with_little_memory(program: &[u8]) -> Vec<u8> {
    const MEMORY_SECTION: u8 = 5;
    const N_MORE_PAGES: usize = 16;
    let (start, mut rest) = program.split_at(8);
    let mut changed = start.to_vec();
    while let [kind, after @ ..] = rest {
        let (length, contents) = read_leb128(after);
        let (section, after) = contents.split_at(length);
        if *kind == MEMORY_SECTION {
            // One memory: the number of pages that it begins with, and the most that it may have.
            let (n_pages, _) = read_leb128(&section[2..]);
            let limits = [&[1, 1], &leb128(n_pages)[..], &leb128(n_pages + N_MORE_PAGES)].concat();
            changed.extend([&[*kind], &leb128(limits.len())[..], &limits].concat());
        } else {
            changed.extend_from_slice(&rest[..rest.len() - after.len()]);
        }
        rest = after;
    }
    changed
}

/// A number in seven bits a byte, the lowest first, and what follows it.
fn read_leb128(bytes: &[u8]) -> (usize, &[u8]) {
    let n_bytes = 1 + bytes.iter().take_while(|&&byte| byte >= 0x80).count();
    let (number, rest) = bytes.split_at(n_bytes);
    (number.iter().rev().fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f)), rest)
}

fn leb128(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// A program with another digest, or markup in which every element has another name; the length is the same.
fn of_another_build(file: &[u8]) -> Vec<u8> {
    let mut file = file.to_vec();
    let (before, after): (&[u8], &[u8]) =
        if file.starts_with(b"\0asm") { (b"build-", b"Build-") } else { (b" id=\"", b" ID-\"") };
    for at in 0..file.len().saturating_sub(before.len()) {
        if file[at..].starts_with(before) {
            file[at..at + after.len()].copy_from_slice(after);
        }
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_hit_their_files_alone() {
        assert!(File::Program.is_at("/deep/page-1a2b3c4d_bg.wasm"));
        assert!(File::Program.is_at("/panels-1a2b3c4d.wasm"));
        assert!(!File::Program.is_at("/index.html"));
        assert!(File::LaterPart.is_at("/panels-1a2b3c4d.wasm"));
        assert!(!File::LaterPart.is_at("/page-1a2b3c4d_bg.wasm"));
        assert!(File::Markup.is_at("/panels-1a2b3c4d.html"));
        assert!(File::MainStyles.is_at("/style-6f1e8a2b3c4d5e6f.css"));
        assert!(!File::MainStyles.is_at("/panels-1a2b3c4d.css"));
        assert!(File::Models.is_at("/pretrained/vanilla-1a2b3c4d.bin"));
        assert!(!File::Models.is_at("/page.js"));
        assert!(File::Named("page_bg.wasm").is_at("/page-1a2b3c4d_bg.wasm"));
        assert!(File::Named("boot.js").is_at("/boot-6f1e8a2b3c4d5e6f.js"));
        assert!(File::Named("").is_at("/deep/"));
        assert!(!File::Named("page.js").is_at("/page-1a2b3c4d_bg.wasm"));
        assert!(!File::OtherModels.is_at("/pretrained/vanilla-1a2b3c4d.bin"));
        assert!(File::OtherModels.is_at("/pretrained/vanilla-relu-1a2b3c4d.bin"));
    }

    #[test]
    fn a_fault_strikes_as_often_as_it_is_told() {
        let current = Current::default();
        assert_eq!(current.next("/panels-1a2b3c4d.js"), None);
        current.set(Some(Fault::times(2, File::Loader, Trouble::NotFound)));
        let struck = ["/panels-1a2b3c4d.js"; 3].map(|path| current.next(path));
        assert_eq!(struck, [Some(Trouble::NotFound), Some(Trouble::NotFound), None]);
        current.set(Some(Fault::always(File::All, Trouble::Hangs)));
        assert_eq!(current.next("/"), Some(Trouble::Hangs));
    }

    #[test]
    fn of_a_program_only_the_memory_is_changed() {
        // A type section, a memory of 300 pages, and an export section.
        let program = b"\0asm\x01\0\0\0\x01\x01\0\x05\x04\x01\0\xac\x02\x07\x01\0";
        let changed = with_little_memory(program);
        assert_eq!(changed, b"\0asm\x01\0\0\0\x01\x01\0\x05\x06\x01\x01\xac\x02\xbc\x02\x07\x01\0");
    }

    #[test]
    fn another_builds_files_have_other_names() {
        assert_eq!(of_another_build(b"<p id=\"why\">"), b"<p ID-\"why\">");
        assert_eq!(of_another_build(b"\0asm..build-12"), b"\0asm..Build-12");
    }
}
