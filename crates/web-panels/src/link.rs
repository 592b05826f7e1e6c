//! The address, the last session and the clipboard; what is offered and said of them.

use js_sys::Reflect;
use panels::link::{Effect, Msg, Shared, offers_session};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::{Sender, Text, Wiring, dom};
use web_sys::{Event, HtmlElement, HtmlInputElement, Storage};

use crate::context::ViewContext;
use crate::tell::{message, tell};
use crate::timer::Timer;

/// How long the state must have been changing before the address follows: browsers allow only so many changes of it.
const SETTLED_MS: i32 = 500;
/// Before the page's path, in the browser's storage.
const SESSION: &str = "inkling-session:";

pub(crate) struct LinkView {
    sender: Sender,
    session: HtmlElement,
    shared: HtmlElement,
    status: Text,
    caution: Text,
    address: HtmlInputElement,
    timer: Timer,
}

pub(crate) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    for (selector, msg) in
        [("#bring-back", Msg::BringBack), ("#share", Msg::Share), ("#close-shared", Msg::Close)]
    {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()))?;
    }
    // Back and forward bring this too, where no more than the hash differs.
    let window = dom::window()?;
    wiring.on(&window, "hashchange", |_: &Event| tell(Msg::HashChanged(hash().ok()?)))
}

impl LinkView {
    pub(crate) fn new(sender: Sender) -> Result<LinkView, JsValue> {
        let to_page = sender.clone();
        let write = move || to_page.send(message(Msg::Write));
        Ok(LinkView {
            sender,
            session: dom::find("#bring-back")?,
            shared: dom::find("#shared")?,
            status: Text::find("#shared .status")?,
            caution: Text::find("#shared .caution")?,
            address: dom::find("#shared input")?,
            timer: Timer::new(SETTLED_MS, Box::new(write)),
        })
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let link = &context.panels.link;
        self.session.set_hidden(!offers_session(link, context.core));
        let shared = link.shared();
        self.shared.set_hidden(shared.is_none());
        if let Some(Shared { is_copied, caution }) = shared {
            self.status.show(if *is_copied { "The link is in the clipboard." } else { "Copy this link." });
            self.caution.show(caution);
            let address = dom::window()?.location().href()?;
            if self.address.value() != address {
                self.address.set_value(&address);
            }
        }
        Ok(())
    }

    /// Does one thing that the link asks for.
    pub(crate) fn perform(&self, effect: Effect) {
        match effect {
            Effect::WriteSoon => self.timer.set(),
            Effect::SetHash { hash, is_new_entry, is_worth_keeping } => {
                set_hash(&hash, is_new_entry, is_worth_keeping);
            }
            Effect::CopyLink => {
                let sender = self.sender.clone();
                spawn_local(async move { sender.send(message(Msg::Copied(copy().await.is_ok()))) });
            }
            Effect::Core(_) => {}
        }
    }
}

/// How the page begins: at this address, after that session.
pub(crate) fn begun() -> Result<Msg, JsValue> {
    let session = storage().and_then(|storage| storage.get_item(&session_key().ok()?).ok().flatten());
    let window = dom::window()?;
    let is_framed = window.parent()?.is_some_and(|parent| parent != window);
    Ok(Msg::Begun { hash: hash()?, session, is_framed })
}

/// Sets the address's hash, and keeps the session where the browser allows that. A frame that is trusted with nothing may be
/// refused both, and works without.
fn set_hash(hash: &str, is_new_entry: bool, is_worth_keeping: bool) {
    let changed = dom::window().and_then(|window| {
        let location = window.location();
        let mut address = [location.pathname()?, location.search()?].concat();
        if !hash.is_empty() {
            address.push('#');
            address.push_str(hash);
        }
        let history = window.history()?;
        match is_new_entry {
            true => history.push_state_with_url(&JsValue::NULL, "", Some(&address)),
            false => history.replace_state_with_url(&JsValue::NULL, "", Some(&address)),
        }
    });
    dom::warn_on_error(changed);
    if is_worth_keeping && let (Some(storage), Ok(key)) = (storage(), session_key()) {
        // A full storage keeps the session before.
        let _ = storage.set_item(&key, hash);
    }
}

/// Puts the address into the clipboard.
async fn copy() -> Result<(), JsValue> {
    let window = dom::window()?;
    let navigator = window.navigator();
    // A page that is not served securely has no clipboard.
    if !Reflect::get(&navigator, &"clipboard".into())?.is_object() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(navigator.clipboard().write_text(&window.location().href()?)).await?;
    Ok(())
}

fn hash() -> Result<String, JsValue> {
    dom::window()?.location().hash()
}

/// The browser's storage; none where it is refused.
fn storage() -> Option<Storage> {
    dom::window().ok()?.local_storage().ok().flatten()
}

fn session_key() -> Result<String, JsValue> {
    Ok([SESSION, &dom::window()?.location().pathname()?].concat())
}
