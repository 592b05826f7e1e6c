//! Turns browser events into messages. [`Inputs`] owns all listeners.

mod address;
mod controls;
mod network;
mod pad;
mod screen;

pub use address::query;
pub(crate) use screen::resized;
pub use screen::size_of;

use wasm_bindgen::JsValue;

use crate::failure;
use crate::listener::Listener;
use crate::message::Sender;
use crate::wiring::{Guards, Wiring};

/// All listeners of the core.
pub(crate) struct Inputs {
    _guards: Guards,
    _failures: Listener,
    _screen: screen::Screen,
}

impl Inputs {
    /// Sets up the listeners.
    pub(crate) fn new(sender: &Sender) -> Result<Inputs, JsValue> {
        let mut wiring = Wiring::new(sender.clone());
        pad::listen(&mut wiring);
        network::listen(&mut wiring);
        controls::listen(&mut wiring);
        Ok(Inputs {
            _guards: wiring.finish()?,
            _failures: failure::watch()?,
            _screen: screen::Screen::watch(sender)?,
        })
    }
}
