//! The lines to the page that embeds this one: each a `MessagePort`, which its `hello` is answered with. What is no request is
//! refused here, before it reaches the page's loop.

mod weight;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::{Rc, Weak};

use js_sys::{Array, JsString, Reflect};
use panels::embed::{
    Asked, Beat, Bucket, Code, Effect, Greetings, LARGEST, MOST_LINES, Msg, NO_MESSAGE, PICTURE, Refusal,
    Ticket, Verb, Verdict, error, invitation, painted, parse,
};
use panels::picture::Format;
use wasm_bindgen::{JsCast, JsValue};
use web::{Guards, Message, Sender, Wiring, dom};
use web_sys::{EventTarget, MessageEvent};

use self::weight::weigh;
use crate::host::{host_that_asks_for, misset, post_to_window, time_of};
use crate::js::{call, call_with, construct, get, in_js, in_json};
use crate::save_picture::{palette_of_theme, png_address};
use crate::size;
use crate::tell::{message, tell};
use crate::timer::Timer;

/// How often the page says that it is there, before a host has begun, and how many times.
const INVITATIONS: (i32, u32) = (250, 40);
/// So long after the host has been told of dropped messages, it is told of later ones.
const TOLD_MS: i32 = 1_000;
/// The longest name of a request that is looked at, in UTF-16 units.
const LONGEST_NAME: u32 = 40;

/// The protocol, if it is asked for: with `api=1`, and only in a frame.
pub(crate) struct EmbedView(Option<Rc<Host>>);

/// The page that embeds this one.
struct Host {
    sender: Sender,
    parent: JsValue,
    bucket: RefCell<Bucket>,
    greetings: RefCell<Greetings>,
    /// Each open line, by its number.
    lines: RefCell<BTreeMap<u32, Line>>,
    /// The next line's number.
    next_line: Cell<u32>,
    n_invitations: Cell<u32>,
    invite_again: Timer,
    tell_of_dropped: Timer,
    rests: [Timer; Beat::ALL.len()],
    window_guards: RefCell<Option<Guards>>,
}

struct Line {
    port: EventTarget,
    _guards: Guards,
}

impl Line {
    fn close(&self) {
        dom::warn_on_error(call(&self.port, "close"));
    }
}

impl EmbedView {
    pub(crate) fn new(sender: &Sender) -> EmbedView {
        let host = host_that_asks_for("api").map(|parent| Host::new(sender, parent.into()));
        if let Some(host) = &host {
            host.listen();
            host.invite();
        }
        EmbedView(host)
    }

    /// Carries out one of its effects.
    pub(crate) fn perform(&self, effect: Effect) {
        match (effect, &self.0) {
            (Effect::Resize { height, json }, _) => size::tell_height(height, &json),
            (_, None) => {}
            (Effect::Connect { origin, ready }, Some(host)) => {
                dom::warn_on_error(host.connect(&origin, &ready))
            }
            (Effect::Post(line, json), Some(host)) => host.post(line, &json),
            (Effect::FindPalette(ticket, subject, format, theme), Some(host)) => {
                let name = theme.map_or("", app::named::Named::name);
                match palette_of_theme(name).ok().flatten() {
                    Some(palette) => {
                        host.bucket.borrow_mut().charge(PICTURE, 0);
                        host.sender.send(message(Msg::Palette(ticket, subject, format, Box::new(palette))));
                    }
                    None => host.refuse_picture(ticket),
                }
            }
            (Effect::Paint(ticket, picture), Some(host)) => match png_address(&picture) {
                Ok(address) => host.post(Some(ticket.line), &painted(ticket.id, Format::Png, &address)),
                Err(_) => host.refuse_picture(ticket),
            },
            (Effect::Rest(beat), Some(host)) => host.rests[beat as usize].set(),
            (Effect::Destroy, Some(host)) => host.destroy(),
        }
    }
}

/// The first message, if there is something to say about the address.
pub(crate) fn begun() -> Option<Message> {
    tell(Msg::Unknown(misset()?))
}

impl Host {
    fn new(sender: &Sender, parent: JsValue) -> Rc<Host> {
        Rc::new_cyclic(|weak: &Weak<Host>| {
            let calls = |act: fn(&Host)| -> Box<dyn Fn()> {
                let weak = weak.clone();
                Box::new(move || {
                    if let Some(host) = weak.upgrade() {
                        act(&host);
                    }
                })
            };
            let rests = Beat::ALL.map(|beat| {
                let sender = sender.clone();
                Timer::new(beat.rest_ms(), Box::new(move || sender.send(message(Msg::Rested(beat)))))
            });
            Host {
                sender: sender.clone(),
                parent,
                bucket: RefCell::default(),
                greetings: RefCell::default(),
                lines: RefCell::default(),
                next_line: Cell::default(),
                n_invitations: Cell::new(INVITATIONS.1),
                invite_again: Timer::new(INVITATIONS.0, calls(Host::invite)),
                tell_of_dropped: Timer::new(TOLD_MS, calls(Host::tell_of_dropped)),
                rests,
                window_guards: RefCell::default(),
            }
        })
    }

    /// Listens to the window, for `hello` alone.
    fn listen(self: &Rc<Host>) {
        let mut wiring = Wiring::new(self.sender.clone());
        let host = Rc::downgrade(self);
        wiring.on_window("message", move |event: &MessageEvent| host.upgrade()?.greeted(event));
        match wiring.finish() {
            Ok(guards) => drop(self.window_guards.replace(Some(guards))),
            Err(error) => dom::warn_on_error::<()>(Err(error)),
        }
    }

    /// Says that the page is there, until a host has begun.
    fn invite(&self) {
        let n_left = self.n_invitations.get();
        if n_left == 0 || !self.greetings.borrow().is_empty() {
            return;
        }
        self.n_invitations.set(n_left - 1);
        post_to_window(&self.parent, &invitation());
        self.invite_again.set();
    }

    /// A message to the window.
    fn greeted(&self, event: &MessageEvent) -> Option<Message> {
        if get(event, "source").ok()? != self.parent || !self.admits(event) {
            return None;
        }
        let data = event.data();
        let is_hello = get(&data, "inkling").ok()?.as_f64() == Some(panels::embed::VERSION as f64)
            && get(&data, "type").ok()?.as_string().and_then(|name| Verb::from_name(&name))
                == Some(Verb::Hello);
        let id = id_of(&data);
        if !is_hello {
            return None;
        }
        if !self.greetings.borrow_mut().note(id, time_of(event)) {
            return None;
        }
        tell(Msg::Hello { origin: get(event, "origin").ok()?.as_string()?, id })
    }

    /// Gives the host a line, and closes the oldest if there are too many.
    fn connect(self: &Rc<Host>, origin: &str, ready: &str) -> Result<(), JsValue> {
        let channel: JsValue = construct("MessageChannel", &Array::new())?;
        let port: EventTarget = get(&channel, "port1")?.unchecked_into();
        let line_idx = self.next_line.replace(self.next_line.get() + 1);
        let mut wiring = Wiring::new(self.sender.clone());
        let host = Rc::downgrade(self);
        wiring
            .on_target(&port, "message", move |event: &MessageEvent| host.upgrade()?.heard(line_idx, event));
        let line = Line { port, _guards: wiring.finish()? };
        call(&line.port, "start")?;
        let mut lines = self.lines.borrow_mut();
        if lines.len() == MOST_LINES
            && let Some((_, oldest)) = lines.pop_first()
        {
            oldest.close();
        }
        lines.insert(line_idx, line);
        // An opaque origin has no name. Whatever is in the window now has said `hello` from there.
        let target = if origin == "null" { "*" } else { origin };
        let transferred = Array::of1(&get(&channel, "port2")?);
        let arguments = Array::of3(&in_js(ready)?, &target.into(), &transferred);
        call_with(&self.parent, "postMessage", &arguments).map(drop)
    }

    /// A message over a line.
    fn heard(&self, line: u32, event: &MessageEvent) -> Option<Message> {
        if !self.admits(event) {
            return None;
        }
        match self.read(&event.data()) {
            Ok(asked) => tell(Msg::Asked(line, Box::new(asked))),
            Err(Refusal { id, code, message }) => {
                self.post(Some(line), &error(id, code, &message));
                None
            }
        }
    }

    /// Whether to look at a message; if not, it is not even unpacked.
    fn admits(&self, event: &MessageEvent) -> bool {
        let verdict = self.bucket.borrow_mut().admit(time_of(event));
        match verdict {
            Verdict::Read => return true,
            Verdict::Tell => {
                self.tell_of_dropped.clear();
                self.tell_of_dropped();
            }
            // No other message may follow that would have it told.
            Verdict::Drop => self.tell_of_dropped.set(),
        }
        false
    }

    fn tell_of_dropped(&self) {
        let message = "There are too many messages. Send fewer, or smaller ones.";
        self.post(None, &error(None, Code::TooMany, message));
    }

    fn read(&self, data: &JsValue) -> Result<Asked, Refusal> {
        let id = id_of(data);
        let refuse = |code, message: &str| Refusal { id, code, message: message.to_owned() };
        let name = get(data, "type").ok().and_then(|name| name.dyn_into::<JsString>().ok());
        let is_request = name.is_some_and(|name| {
            name.length() <= LONGEST_NAME && Verb::from_name(&String::from(name)).is_some()
        });
        if is_request {
            let (is_small, n_parts) = weigh(data);
            self.bucket.borrow_mut().charge(0, n_parts);
            if !is_small {
                return Err(refuse(Code::TooLarge, "The message is too large."));
            }
        }
        // Of what is no request, only enough to say why: parts that are neither objects nor lists. Those would be written in full.
        let parts = ["inkling", "type", "id"].map(JsValue::from);
        let is_plain = |name: &JsValue| Reflect::get(data, name).is_ok_and(|part| !part.is_object());
        if !is_request && data.is_object() && (Array::is_array(data) || !parts.iter().all(is_plain)) {
            return Err(refuse(Code::Malformed, NO_MESSAGE));
        }
        let [inkling, kind, number] = &parts;
        let replacer = if is_request { JsValue::NULL } else { Array::of3(inkling, kind, number).into() };
        let Some(json) = in_json(data, &replacer) else {
            return Err(refuse(Code::Malformed, "The message contains something that JSON cannot hold."));
        };
        self.bucket.borrow_mut().charge(json.length(), 0);
        if json.length() > LARGEST {
            return Err(refuse(Code::TooLarge, "The message is too large."));
        }
        parse(&String::from(json))
    }

    /// Sends a message over a line, or over all.
    fn post(&self, line: Option<u32>, json: &str) {
        let Ok(data) = in_js(json) else { return };
        for (line_idx, Line { port, .. }) in self.lines.borrow().iter() {
            if line.is_none_or(|line| line == *line_idx) {
                dom::warn_on_error(call_with(port, "postMessage", &Array::of1(&data)));
            }
        }
    }

    fn refuse_picture(&self, ticket: Ticket) {
        let message = "The browser could not make the picture.";
        self.post(Some(ticket.line), &error(ticket.id, Code::NoPicture, message));
    }

    /// Ends the page: lines and listeners go, and the document with all that runs in it.
    fn destroy(&self) {
        self.lines.take().values().for_each(Line::close);
        self.window_guards.replace(None);
        let left = dom::window().and_then(|window| window.location().replace("about:blank"));
        dom::warn_on_error(left);
    }
}

/// The number that a host has given its request, if it is one.
fn id_of(data: &JsValue) -> Option<u64> {
    let id = get(data, "id").ok()?.as_f64()?;
    (id >= 0.0 && id.fract() == 0.0 && id < (1_u64 << 53) as f64).then_some(id as u64)
}
