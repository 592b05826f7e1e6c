//! The address, the last session and the clipboard.

use js_sys::Reflect;
use panels::link::{Effect, Msg, Shared, offers_session};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web::{Markup, Sender, Text, Wiring, dom};
use web_sys::{Event, HtmlElement, HtmlInputElement};

use crate::context::ViewContext;
use crate::host::host;
use crate::storage::{keep, kept};
use crate::tell::{message, tell};
use crate::timer::Timer;

/// The delay before a change is written to the address. Browsers limit how often it may change.
const SETTLED_MS: i32 = 500;
/// The storage key, followed by the page's path.
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

pub(crate) fn listen(wiring: &mut Wiring) {
    for (selector, msg) in
        [("#bring-back", Msg::BringBack), ("#share", Msg::Share), ("#close-shared", Msg::Close)]
    {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()));
    }
    // Back and forward also cause this event if only the hash differs.
    wiring.on_window("hashchange", |_: &Event| tell(Msg::HashChanged(hash().ok()?)));
}

impl LinkView {
    pub(crate) fn new(markup: &Markup, sender: Sender) -> LinkView {
        let to_page = sender.clone();
        let write = move || to_page.send(message(Msg::Write));
        LinkView {
            sender,
            session: markup.find("#bring-back"),
            shared: markup.find("#shared"),
            status: markup.text("#shared .status"),
            caution: markup.text("#shared .caution"),
            address: markup.find("#shared input"),
            timer: Timer::new(SETTLED_MS, Box::new(write)),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let link = &context.panels.link;
        self.session.set_hidden(!offers_session(link, context.core));
        let shared = link.shared();
        self.shared.set_hidden(shared.is_none());
        if let Some(Shared { is_copied, caution }) = shared {
            self.status.show(if *is_copied { "Link copied to the clipboard." } else { "Copy this link." });
            self.caution.show(caution);
            let address = dom::window()?.location().href()?;
            if self.address.value() != address {
                self.address.set_value(&address);
            }
        }
        Ok(())
    }

    /// Carries out one of the link's effects.
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

/// The first message: the address, and the last session.
pub(crate) fn begun() -> Result<Msg, JsValue> {
    let session = kept(SESSION);
    Ok(Msg::Begun { hash: hash()?, session, is_framed: host().is_some() })
}

/// Sets the address's hash and stores the session, if the browser permits. A sandboxed frame may be refused both, and
/// works without.
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
    if is_worth_keeping {
        // If the storage is full, the previous session stays.
        keep(SESSION, hash);
    }
}

/// Copies the address to the clipboard.
async fn copy() -> Result<(), JsValue> {
    let window = dom::window()?;
    let navigator = window.navigator();
    // There is no clipboard in an insecure context.
    if !Reflect::get(&navigator, &"clipboard".into())?.is_object() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(navigator.clipboard().write_text(&window.location().href()?)).await?;
    Ok(())
}

fn hash() -> Result<String, JsValue> {
    dom::window()?.location().hash()
}
