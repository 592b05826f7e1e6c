//! The second window, and the line between the two: a `BroadcastChannel`, on which the second asks once and the first tells what
//! there is to show. Both are the same page; the second is known by its name.

use js_sys::Array;
use panels::link;
use panels::twin::{Effect, Key, Msg};
use wasm_bindgen::{JsCast, JsValue};
use web::{Guards, Message, Sender, Shown, Wiring, dom};
use web_sys::{EventTarget, MessageEvent};

use crate::context::ViewContext;
use crate::js::{call_with, construct, get};
use crate::storage::name_here;
use crate::tell::{message, tell};

/// The name of the second window.
const STAGE: &str = "inkling-stage";
/// What it is opened with: the network alone, legible from afar. With a hash, it loads what the panels need.
const QUERY: &str = "?ui=network&theme=projector#v=1";
/// What it looks like: a window of its own rather than a tab.
const FEATURES: &str = "popup,width=1024,height=768";
/// What the second window says when it is there.
const HELLO: &str = "hello";
/// The longest state that is listened to, in UTF-16 units.
const LONGEST: u32 = 1 << 17;

pub(crate) struct TwinView {
    sender: Sender,
    line: Option<Line>,
    told: Shown<Key>,
}

struct Line {
    channel: EventTarget,
    _guards: Guards,
}

impl TwinView {
    pub(crate) fn new(sender: Sender) -> TwinView {
        let mut view = TwinView { sender, line: None, told: Shown::default() };
        if is_stage()
            && let Ok(line) = Line::new(&view.sender)
        {
            line.post(HELLO);
            view.line = Some(line);
        }
        view
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let panels = context.panels;
        let Some(line) = &self.line else { return Ok(()) };
        let Some(key) = panels.twin.key(context.core) else { return Ok(()) };
        self.told.update(key, |_, _| {
            line.post(&panels.twin.mirrored(context.core, (&panels.knobs, &panels.training)));
            Ok(())
        })
    }

    /// Carries out one of its effects.
    pub(crate) fn perform(&mut self, effect: Effect) {
        let Effect::Open = effect;
        if self.open().is_err() {
            self.sender.send(message(Msg::Failed));
        }
    }

    fn open(&mut self) -> Result<(), JsValue> {
        if self.line.is_none() {
            self.line = Some(Line::new(&self.sender)?);
        }
        let arguments = Array::of3(&QUERY.into(), &STAGE.into(), &FEATURES.into());
        let window = call_with(dom::window()?.as_ref(), "open", &arguments)?;
        if window.is_object() { Ok(()) } else { Err(JsValue::NULL) }
    }
}

impl Line {
    fn new(sender: &Sender) -> Result<Line, JsValue> {
        let name = name_here("inkling-stage:")?;
        let channel: EventTarget = construct("BroadcastChannel", &Array::of1(&name.into()))?;
        let mut wiring = Wiring::new(sender.clone());
        let is_stage = is_stage();
        wiring.on_target(&channel, "message", move |event: &MessageEvent| -> Option<Message> {
            let data: js_sys::JsString = event.data().dyn_into().ok()?;
            if data.length() > LONGEST {
                return None;
            }
            let text = String::from(data);
            match (is_stage, text == HELLO) {
                (true, false) => tell(link::Msg::Mirror(text)),
                (false, true) => tell(Msg::Arrived),
                _ => None,
            }
        });
        Ok(Line { channel, _guards: wiring.finish()? })
    }

    fn post(&self, text: &str) {
        dom::warn_on_error(call_with(&self.channel, "postMessage", &Array::of1(&text.into())).map(drop));
    }
}

/// Whether this is the second window.
fn is_stage() -> bool {
    let name = dom::window().and_then(|window| get(window.as_ref(), "name"));
    name.is_ok_and(|name| name.as_string().as_deref() == Some(STAGE))
}
