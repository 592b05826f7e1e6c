//! The address, the last session and the clipboard; what is offered and said of them.

use std::rc::Rc;

use app::msg::Msg as PageMsg;
use app::panels::Msg as PanelMsg;
use app::panels::link::{Msg, Shared, offers_session};
use app::state::State;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, HtmlElement, HtmlInputElement, Storage};

use super::timer::Timer;
use crate::input::Wiring;
use crate::runtime::Runtime;
use crate::view::Text;
use crate::{dom, effects};

/// How long the state must have been changing before the address follows: browsers allow only so many changes of it.
const SETTLED_MS: i32 = 500;
/// Before the page's path, in the browser's storage.
const SESSION: &str = "inkling-session:";

pub(super) struct LinkView {
    session: HtmlElement,
    shared: HtmlElement,
    status: Text,
    caution: Text,
    address: HtmlInputElement,
    timer: Timer,
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    for (selector, msg) in
        [("#bring-back", Msg::BringBack), ("#share", Msg::Share), ("#close-shared", Msg::Close)]
    {
        let button: HtmlElement = dom::find(selector)?;
        wiring.on(&button, "click", move |_: Event| Some(message(msg.clone())))?;
    }
    // Back and forward bring this too, where no more than the hash differs.
    let window = dom::window()?;
    wiring.on(&window, "hashchange", |_: Event| Some(message(Msg::HashChanged(hash().ok()?))))
}

impl LinkView {
    pub(super) fn new(runtime: &Rc<Runtime>) -> Result<LinkView, JsValue> {
        let weak = Rc::downgrade(runtime);
        let write = move || {
            if let Some(runtime) = weak.upgrade() {
                runtime.write_link();
            }
        };
        Ok(LinkView {
            session: dom::find("#bring-back")?,
            shared: dom::find("#shared")?,
            status: Text::find("#shared .status")?,
            caution: Text::find("#shared .caution")?,
            address: dom::find("#shared input")?,
            timer: Timer::new(SETTLED_MS, write),
        })
    }

    /// How the page begins: at this address, after that session.
    pub(super) fn begun(&self) -> Result<PageMsg, JsValue> {
        let session = storage().and_then(|storage| storage.get_item(&session_key().ok()?).ok().flatten());
        let window = dom::window()?;
        let is_framed = window.parent()?.is_some_and(|parent| parent != window);
        Ok(message(Msg::Begun { hash: hash()?, session, is_framed }))
    }

    pub(super) fn show(&self, state: &State) -> Result<(), JsValue> {
        self.session.set_hidden(!offers_session(state));
        let shared = state.panels.link.shared();
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

    /// Writes the address when the state has settled.
    pub(super) fn write_soon(&self) {
        self.timer.set();
    }

    /// It is time to.
    pub(super) fn write(&self) -> PageMsg {
        self.timer.has_rung();
        message(Msg::Write)
    }
}

/// Sets the address's hash, and keeps the session where the browser allows that. A frame that is trusted with nothing may be
/// refused both, and works without.
pub(super) fn set_hash(hash: &str, is_new_entry: bool, is_worth_keeping: bool) {
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

/// Puts the address into the clipboard, and tells whether that worked.
pub(super) fn copy_link(runtime: &Rc<Runtime>) {
    let runtime = Rc::downgrade(runtime);
    effects::later(Box::pin(async move {
        let is_copied = copy().await.is_ok();
        if let Some(runtime) = runtime.upgrade() {
            runtime.dispatch(message(Msg::Copied(is_copied)));
        }
    }));
}

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

fn message(msg: Msg) -> PageMsg {
    PageMsg::Panel(PanelMsg::Link(msg))
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
