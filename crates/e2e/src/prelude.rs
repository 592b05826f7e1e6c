//! Scripts that the page runs before its own: those of a test, and in some engines the recorder of what comes to the console.
//!
//! The server puts them into the page as a script file of the site, which its content security policy allows. WebDriver has no
//! command for that in every engine. A page that comes from the service worker's cache runs none of them.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, LAST_MODIFIED};
use serde_json::Value;

use crate::console::{self, Entry};
use crate::engine::Engine;

const SCRIPT: &str = "/before-page-scripts.js";
const RECORDS: &str = "/recorded-by-a-test";
const RECORDER: &str = include_str!("recorder.js");

/// What a site has its pages run first, and what they have recorded. Copies share it.
#[derive(Clone, Debug)]
pub(crate) struct Prelude(Arc<Mutex<Contents>>);

#[derive(Debug)]
struct Contents {
    engine: Engine,
    script: String,
    records: Vec<Entry>,
}

impl Prelude {
    pub(crate) fn new(engine: Engine) -> Self {
        let script = match engine {
            Engine::Chromium => String::new(),
            Engine::Firefox | Engine::WebKit => RECORDER.replace("RECORDS", RECORDS),
        };
        Self(Arc::new(Mutex::new(Contents { engine, script, records: Vec::new() })))
    }

    /// Adds a script.
    pub(crate) fn add(&self, script: &str) {
        self.with(|contents| {
            contents.script.push_str("\n;");
            contents.script.push_str(script);
        });
    }

    /// What was recorded since the last call.
    pub(crate) fn recorded(&self) -> Vec<Entry> {
        self.with(|contents| std::mem::take(&mut contents.records))
    }

    /// A server whose pages run the scripts.
    pub(crate) fn put_into(&self, router: Router) -> Router {
        router
            .route(SCRIPT, get(script).with_state(self.clone()))
            .route(RECORDS, post(record).with_state(self.clone()))
            .layer(middleware::from_fn_with_state(self.clone(), with_script))
    }

    fn with<R>(&self, act: impl FnOnce(&mut Contents) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether a path is of this, not of the page.
pub(crate) fn is_its_own(path: &str) -> bool {
    path == SCRIPT || path == RECORDS
}

async fn script(State(prelude): State<Prelude>) -> impl IntoResponse {
    let script = prelude.with(|contents| contents.script.clone());
    ([(CONTENT_TYPE, "text/javascript"), (CACHE_CONTROL, "no-store")], script)
}

async fn record(State(prelude): State<Prelude>, body: String) -> StatusCode {
    match serde_json::from_str::<Value>(&body) {
        Ok(value) => {
            prelude.with(|contents| contents.records.push(console::entry(&value)));
            StatusCode::NO_CONTENT
        }
        Err(_) => StatusCode::BAD_REQUEST,
    }
}

async fn with_script(State(prelude): State<Prelude>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    // The page's service worker fetches the page too, and keeps it only as it was built.
    let is_shown = request.headers().get("sec-fetch-dest").is_none_or(|kind| kind != "empty");
    let is_page = is_shown && (path.ends_with('/') || path.ends_with("/index.html"));
    let host = host_of(&request);
    let response = next.run(request).await;
    let is_whole = response.status() == StatusCode::OK;
    if !is_page || !is_whole || prelude.with(|contents| contents.script.is_empty()) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    // The file on disk is as it was, but what is served is another.
    parts.headers.remove(LAST_MODIFIED);
    let mut html = begun_with_script(&String::from_utf8_lossy(&bytes));
    if prelude.with(|contents| contents.engine == Engine::WebKit) {
        html = naming_address(&html, &host);
    }
    Response::from_parts(parts, Body::from(html))
}

/// A policy that names the page's address, as `cargo xtask dist --address` writes it and as the host must send it: WebKit needs that
/// for frames of an opaque origin.
pub(crate) fn naming_address(policy: &str, host: &str) -> String {
    policy.replace("'self'", &format!("'self' http://{host}"))
}

/// The host and port that a request names.
pub(crate) fn host_of(request: &Request) -> String {
    request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default().to_owned()
}

/// The page with the script as the first thing in its head.
fn begun_with_script(html: &str) -> String {
    html.replacen("<head>", &format!("<head><script src=\"{SCRIPT}\"></script>"), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_the_first_thing_in_the_head() {
        let page = begun_with_script("<!doctype html><html><head><script src=\"boot.js\"></script></head>");
        assert!(page.find(SCRIPT).unwrap() < page.find("boot.js").unwrap(), "{page}");
    }

    #[test]
    fn without_scripts_there_is_none() {
        let prelude = Prelude::new(Engine::Chromium);
        assert!(prelude.with(|contents| contents.script.is_empty()));
        prelude.add("a()");
        assert!(prelude.with(|contents| contents.script.ends_with("a()")));
    }
}
