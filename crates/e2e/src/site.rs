//! A static server for the built page, as a plain host would be: right types, CORS, nothing clever. What goes wrong where a test
//! asks for it is in `fault`; `server` is what can be cut off.

use std::env;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};
use models::Model;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::console::Entry;
use crate::digest;
use crate::engine::Engine;
use crate::fault::{self, Current, Fault};
use crate::headers::Headers;
use crate::prelude::{self, Prelude};
use crate::server::Server;

/// How to serve the page.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The path below which the page lies, such as `/courses/7`; empty for the root.
    pub prefix: &'static str,
    /// What goes wrong, if anything.
    pub fault: Option<Fault>,
    /// The content security policy that the host adds to the page's own.
    pub policy: Option<&'static str>,
    /// The shipped model in whose place `small.json`, packed, is served, if any.
    pub small: Option<&'static str>,
    /// Whether the page is isolated from other origins, which gives its clock its full resolution.
    pub isolated: bool,
    /// The headers of the host, besides its own.
    pub headers: Headers,
    /// Whether the page's service worker is its own, which fetches all files once more, and answers for the server from then on.
    /// Otherwise it does nothing.
    pub worker: bool,
}

/// A running server, which ends when this is dropped.
#[derive(Debug)]
pub struct Site {
    server: Server,
    prefix: &'static str,
    prelude: Prelude,
    live: Arc<Live>,
}

/// What may change while it serves.
#[derive(Debug, Default)]
struct Live {
    folder: Mutex<PathBuf>,
    fault: Arc<Current>,
    /// The paths that have been asked for.
    requests: Mutex<Vec<String>>,
}

impl Site {
    /// Serves `dist/` on a free port of this machine.
    ///
    /// # Errors
    ///
    /// If there is no built page.
    pub async fn start(options: Options) -> Result<Self> {
        let live = Arc::new(Live { folder: Mutex::new(dist_dir()), ..Live::default() });
        let dist = live.folder();
        ensure!(
            dist.join("index.html").is_file(),
            "there is no built page in {}: run `cargo xtask test`, or `cargo xtask dist` alone",
            dist.display()
        );
        live.fault.set(options.fault);
        let of_pages = Arc::clone(&live);
        let pages = Router::new().fallback(async move |request: Request| {
            ServeDir::new(of_pages.folder()).try_call(request).await.map_err(|error| match error.kind() {
                ErrorKind::NotFound => StatusCode::NOT_FOUND,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            })
        });
        let router = match options.prefix {
            "" => pages,
            prefix => Router::new().nest_service(prefix, pages),
        };
        let (small, worker) = (options.small, options.worker);
        let router = router
            .route("/models/{name}", get(async |request: Request| model(request.uri().path())))
            .layer(middleware::from_fn(move |request, next| with_small(small, request, next)))
            .layer(middleware::from_fn(move |request, next| with_worker(worker, request, next)));
        let engine = Engine::of_run()?;
        let prelude = Prelude::new(engine);
        let router = fault::strike(prelude.put_into(router), Arc::clone(&live.fault));
        let router = observed(router, options.headers.clone(), engine, Arc::clone(&live));
        Self::serve(with_headers(router, &options), options.prefix, prelude, live).await
    }

    /// Serves one page of HTML, as the host of a frame would be: another origin than the page's.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn of_html(html: String) -> Result<Self> {
        Self::serve_plain(Router::new().route("/", get(|| async { Html(html) }))).await
    }

    /// Serves one page of HTML that is isolated from other origins.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn of_isolated_html(html: String) -> Result<Self> {
        let router = Router::new().route("/", get(|| async { Html(html) }));
        Self::serve_plain(with_headers(router, &Options { isolated: true, ..Options::default() })).await
    }

    /// Serves one page of HTML, and beside it the files of a folder.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn of_folder(html: String, folder: PathBuf) -> Result<Self> {
        let router = Router::new().route("/", get(|| async { Html(html) }));
        Self::serve_plain(router.fallback_service(ServeDir::new(folder))).await
    }

    /// Serves the files of a folder to pages of any origin.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn of_files(folder: &Path) -> Result<Self> {
        let router = Router::new().fallback_service(ServeDir::new(folder));
        Self::serve_plain(with_headers(router, &Options::default())).await
    }

    async fn serve_plain(router: Router) -> Result<Self> {
        Self::serve(router, "", Prelude::new(Engine::Chromium), Arc::default()).await
    }

    async fn serve(router: Router, prefix: &'static str, prelude: Prelude, live: Arc<Live>) -> Result<Self> {
        Ok(Self { server: Server::start(router).await?, prefix, prelude, live })
    }

    pub(crate) fn before_page_scripts(&self, script: &str) {
        self.prelude.add(script);
    }

    pub(crate) fn recorded(&self) -> Vec<Entry> {
        self.prelude.recorded()
    }

    /// Serves the build in another folder from now on.
    pub fn deploy(&self, folder: &Path) {
        folder.clone_into(&mut self.live.folder.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Has something go wrong from now on, or nothing.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.live.fault.set(fault);
    }

    /// The paths that have been asked for.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.live.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Refuses connections from now on, as if there were no network.
    ///
    /// # Errors
    ///
    /// If the server does not end.
    pub async fn cut_off(&self) -> Result<()> {
        self.server.cut_off().await
    }

    /// Is there again after [`Site::cut_off`].
    ///
    /// # Errors
    ///
    /// If its port has been taken.
    pub async fn come_back(&self) -> Result<()> {
        self.server.come_back().await
    }

    /// The address of a file, or with the empty string of the page; a query may follow.
    #[must_use]
    pub fn url(&self, file_and_query: &str) -> String {
        format!("http://{}{}/{file_and_query}", self.server.address(), self.prefix)
    }

    /// The address of a model file that the page does not ship; `small.json`, `large.json` and
    /// `relu.safetensors`, which PyTorch saved, are good ones, `unsure.json` is the small one with a threshold that it never reaches, and the others that this file writes are broken each in its way.
    #[must_use]
    pub fn model_url(&self, name: &str) -> String {
        format!("http://{}/models/{name}", self.server.address())
    }
}

impl Live {
    fn folder(&self) -> PathBuf {
        self.folder.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The built page of this checkout, or the one that `INKLING_DIST` names.
#[must_use]
pub fn dist_dir() -> PathBuf {
    env::var_os("INKLING_DIST")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"), PathBuf::from)
}

async fn with_small(name: Option<&str>, request: Request, next: Next) -> Response {
    match name {
        Some(name) if digest::without(request.uri().path()).ends_with(&format!("/pretrained/{name}.bin")) => {
            packed_small_model().into_response()
        }
        _ => next.run(request).await,
    }
}

async fn with_worker(is_own: bool, request: Request, next: Next) -> Response {
    if !is_own && request.uri().path().ends_with("/service-worker.js") {
        return ([(CONTENT_TYPE, "text/javascript")], "// Does nothing.").into_response();
    }
    next.run(request).await
}

/// Notes each request, and adds the headers of its path to the answer.
fn observed(router: Router, headers: Headers, engine: Engine, live: Arc<Live>) -> Router {
    router.layer(middleware::from_fn(move |request: Request, next: Next| {
        let path = request.uri().path().to_owned();
        live.requests.lock().unwrap_or_else(PoisonError::into_inner).push(path.clone());
        let (headers, host) = (headers.clone(), prelude::host_of(&request));
        let policy = move |value: &HeaderValue| {
            HeaderValue::from_str(&prelude::naming_address(value.to_str().ok()?, &host)).ok()
        };
        async move {
            let mut response = next.run(request).await;
            let of_path = headers.of(&path).map(|(name, value)| {
                let is_changed = engine == Engine::WebKit && name == CONTENT_SECURITY_POLICY;
                let changed = is_changed.then(|| policy(value)).flatten();
                (name.clone(), changed.unwrap_or_else(|| value.clone()))
            });
            response.headers_mut().extend(of_path);
            response
        }
    }))
}

fn with_headers(router: Router, options: &Options) -> Router {
    let header = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let mut router = router.layer(header(ACCESS_CONTROL_ALLOW_ORIGIN, "*"));
    if let Some(policy) = options.policy {
        router = router.layer(header(CONTENT_SECURITY_POLICY, policy));
    }
    if !options.isolated {
        return router;
    }
    router
        .layer(header(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(header(HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"))
}

/// Model files, a good one and broken ones.
fn model(path: &str) -> Response {
    if path.ends_with("/relu.safetensors") {
        return include_bytes!("../../models/tests/foreign/relu.safetensors").as_slice().into_response();
    }
    let json = match path.rsplit('/').next().unwrap_or_default() {
        "small.json" => model_json(1, 784, "0.5", "centre-of-mass"),
        "unsure.json" => model_json(1, 784, "0.5", "centre-of-mass")
            .replace("\"name\"", "\"rejection_threshold\":0.99,\"name\""),
        "large.json" => large_model_json(),
        "other-version.json" => model_json(2, 784, "0.5", "centre-of-mass"),
        "other-shape.json" => model_json(1, 783, "0.5", "centre-of-mass"),
        "not-finite.json" => model_json(1, 784, "1e999", "centre-of-mass"),
        "unknown-step.json" => model_json(1, 784, "0.5", "turn-upside-down"),
        "not-json.json" => "This is a letter, not a model.".to_owned(),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(CONTENT_TYPE, "application/json")], json).into_response()
}

/// `small.json` in the format of the shipped models.
fn packed_small_model() -> Vec<u8> {
    let json = model_json(1, 784, "0.5", "centre-of-mass");
    Model::from_json(json.as_bytes()).map_or_else(|_| Vec::new(), |model| model.to_packed())
}

/// A model file of 784-2-10, whose output `3` is the largest whatever is drawn.
fn model_json(version: u32, n_inputs: usize, bias: &str, step: &str) -> String {
    let numbers = |number: &str, count: usize| format!("[{}]", vec![number; count].join(","));
    let row = numbers("0.01", n_inputs);
    let outputs = numbers("[0,0]", 10);
    format!(
        r#"{{"format":"inkling-model","version":{version},"name":"small","title":"784-2-10, sigmoid",
"input":{{"width":28,"height":28,"preprocessing":["fit-20","{step}"]}},
"layers":[{{"activation":"sigmoid","biases":[{bias},0],"weights":[{row},{row}]}},
{{"activation":"sigmoid","biases":[-3,-3,-3,3,-3,-3,-3,-3,-3,-3],"weights":{outputs}}}]}}"#
    )
}

/// A model file of 784-256-256-10 with ReLU and softmax, its weights all different and of no meaning.
fn large_model_json() -> String {
    let mut seed = 1_u32;
    let mut number = || {
        // Numerical Recipes' generator: any will do.
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("{:.3}", f64::from(seed >> 8) / f64::from(1 << 24) * 0.4 - 0.2)
    };
    let mut layer = |activation: &str, n_inputs: usize, n_outputs: usize| {
        let mut numbers =
            |count: usize| format!("[{}]", (0..count).map(|_| number()).collect::<Vec<_>>().join(","));
        let biases = numbers(n_outputs);
        let rows: Vec<String> = (0..n_outputs).map(|_| numbers(n_inputs)).collect();
        format!(r#"{{"activation":"{activation}","biases":{biases},"weights":[{}]}}"#, rows.join(","))
    };
    let layers = [layer("relu", 784, 256), layer("relu", 256, 256), layer("softmax", 256, 10)].join(",");
    format!(
        r#"{{"format":"inkling-model","version":1,"name":"large","title":"784-256-256-10, relu",
"input":{{"width":28,"height":28,"preprocessing":["fit-20","centre-of-mass"]}},"layers":[{layers}]}}"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_small_model_is_a_model_file() {
        let model = Model::from_packed(&packed_small_model()).unwrap();
        assert_eq!(model.shape(), "784-2-10");
    }
}
