//! The program that trains in the page: what `training.js` calls, in a worker or on the page's own thread. A session that speaks
//! bytes, and nothing else.

use training::Session;
use wasm_bindgen::prelude::*;

/// A training session.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct Training(Session);

#[wasm_bindgen]
impl Training {
    /// Starts a session, whose first reply is that it is ready.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Training {
        Self::default()
    }

    /// Hears a request.
    pub fn hear(&mut self, request: &[u8]) {
        self.0.hear(request);
    }

    /// Whether there is something to do.
    #[wasm_bindgen(js_name = isBusy)]
    pub fn is_busy(&self) -> bool {
        self.0.is_busy()
    }

    /// Does what takes about a millisecond, and returns a reply if there is one.
    pub fn step(&mut self) -> Option<Vec<u8>> {
        self.0.step().map(|reply| reply.to_bytes())
    }
}
