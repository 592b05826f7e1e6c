//! A static server for the built page, as a plain host would be: right types, CORS, nothing clever. What goes wrong where a test
//! asks for it is in `fault`.

use std::env;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, StatusCode};
use models::Model;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::console::Entry;
use crate::engine::Engine;
use crate::fault::{self, Fault};
use crate::prelude::Prelude;

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
}

/// A running server, which ends when this is dropped.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    prefix: &'static str,
    prelude: Prelude,
    task: JoinHandle<()>,
}

impl Site {
    /// Serves `dist/` on a free port of this machine.
    ///
    /// # Errors
    ///
    /// If there is no built page.
    pub async fn start(options: Options) -> Result<Self> {
        let dist = dist_dir();
        ensure!(
            dist.join("index.html").is_file(),
            "there is no built page in {}: run `cargo xtask test`, or `cargo xtask dist` alone",
            dist.display()
        );
        let pages = ServeDir::new(dist);
        let router = match options.prefix {
            "" => Router::new().fallback_service(pages),
            prefix => Router::new().nest_service(prefix, pages),
        };
        let router = router
            .route("/models/{name}", get(async |request: Request| model(request.uri().path())))
            .layer(middleware::from_fn(move |request, next| with_small(options.small, request, next)));
        let router = match options.fault {
            Some(fault) => fault.strike(router),
            None => router,
        };
        let prelude = Prelude::new(Engine::of_run()?);
        let router = prelude.put_into(router);
        Self::serve(with_headers(router, &options), options.prefix, prelude).await
    }

    /// Serves one page of HTML, as the host of a frame would be: another origin than the page's.
    ///
    /// # Errors
    ///
    /// If no port is free.
    pub async fn of_html(html: String) -> Result<Self> {
        Self::serve_plain(Router::new().route("/", get(|| async { Html(html) }))).await
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
        Self::serve(router, "", Prelude::new(Engine::Chromium)).await
    }

    async fn serve(router: Router, prefix: &'static str, prelude: Prelude) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("no port is free")?;
        let address = listener.local_addr()?;
        let task = tokio::spawn(async move {
            // Ends only with the task: an error of one connection ends that connection alone.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { address, prefix, prelude, task })
    }

    pub(crate) fn before_page_scripts(&self, script: &str) {
        self.prelude.add(script);
    }

    pub(crate) fn recorded(&self) -> Vec<Entry> {
        self.prelude.recorded()
    }

    /// The address of a file, or with the empty string of the page; a query may follow.
    #[must_use]
    pub fn url(&self, file_and_query: &str) -> String {
        format!("http://{}{}/{file_and_query}", self.address, self.prefix)
    }

    /// The address of a model file that the page does not ship; `small.json`, `large.json` and
    /// `relu.safetensors`, which PyTorch saved, are good ones, `unsure.json` is the small one with a threshold that it never reaches, and the others that this file writes are broken each in its way.
    #[must_use]
    pub fn model_url(&self, name: &str) -> String {
        format!("http://{}/models/{name}", self.address)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The built page of this checkout, or the one that `INKLING_DIST` names.
fn dist_dir() -> PathBuf {
    env::var_os("INKLING_DIST")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist"), PathBuf::from)
}

async fn with_small(name: Option<&str>, request: Request, next: Next) -> Response {
    match name {
        Some(name)
            if fault::without_digest(request.uri().path()).ends_with(&format!("/pretrained/{name}.bin")) =>
        {
            packed_small_model().into_response()
        }
        _ => next.run(request).await,
    }
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
