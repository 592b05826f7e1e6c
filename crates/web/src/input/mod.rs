//! Events of the browser to messages of the app. Each listener is a guard owned by [`Inputs`].

mod address;
mod controls;
mod network;
mod pad;
mod screen;

pub(crate) use address::query;
pub(crate) use screen::resized;
pub use screen::size_of;

use wasm_bindgen::JsValue;

use crate::failure;
use crate::listener::Listener;
use crate::message::Sender;
use crate::wiring::{Guards, Wiring};

/// Everything the page listens to.
pub(crate) struct Inputs {
    _guards: Guards,
    _failures: Listener,
    _screen: screen::Screen,
}

impl Inputs {
    /// Listens for the page's lifetime.
    pub(crate) fn new(sender: &Sender) -> Result<Inputs, JsValue> {
        let mut wiring = Wiring::new(sender.clone());
        pad::listen(&mut wiring)?;
        network::listen(&mut wiring)?;
        controls::listen(&mut wiring)?;
        Ok(Inputs {
            _guards: wiring.into_guards(),
            _failures: failure::watch()?,
            _screen: screen::Screen::watch(sender)?,
        })
    }
}
