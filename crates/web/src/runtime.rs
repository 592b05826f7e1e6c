//! The page's loop: messages in, one at a time and in order; effects out; then one frame.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use app::derived::Derived;
use app::model::ModelSource;
use app::msg::{Effect, Msg};
use app::settings::Settings;
use app::state::State;
use app::update::update;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, UrlSearchParams};

use crate::fetch::{fetch, later};
use crate::frame::Frames;
use crate::input::{Inputs, resized};
use crate::message::{Message, Receiver, Sender};
use crate::panels::Panels;
use crate::view::View;
use crate::{dom, failure};

/// The running page.
pub(crate) struct Runtime {
    sender: Sender,
    state: RefCell<State>,
    derived: RefCell<Derived>,
    queue: RefCell<VecDeque<Message>>,
    /// While a message is carried out or a frame is drawn, further messages wait.
    is_busy: Cell<bool>,
    frames: Frames,
    /// What the layout of the network follows.
    stage: HtmlElement,
    view: RefCell<View>,
    inputs: RefCell<Option<Inputs>>,
    /// Once they have arrived.
    panels: RefCell<Option<Panels>>,
    /// The file of the default model, where it was there before the program.
    prefetched_default: RefCell<Option<Vec<u8>>>,
}

impl Runtime {
    /// Finds the page's elements, listens to them and dispatches the first messages.
    pub(crate) fn start(prefetched_default: Option<Vec<u8>>) -> Result<Rc<Runtime>, JsValue> {
        let view = View::new()?;
        let stage = dom::find("#stage")?;
        let runtime = Rc::new_cyclic(|weak: &Weak<Runtime>| {
            let runtime = weak.clone();
            let draw = move || {
                if let Some(runtime) = runtime.upgrade() {
                    runtime.draw();
                }
            };
            Runtime {
                sender: Sender::new(weak.clone()),
                state: RefCell::default(),
                derived: RefCell::default(),
                queue: RefCell::default(),
                is_busy: Cell::new(false),
                frames: Frames::new(Box::new(draw)),
                stage,
                view: RefCell::new(view),
                inputs: RefCell::default(),
                panels: RefCell::default(),
                prefetched_default: RefCell::new(prefetched_default),
            }
        });
        runtime.inputs.replace(Some(Inputs::new(&runtime.sender)?));
        let (settings, unknown) = Settings::from_query(&query()?);
        runtime.receive(Msg::Started(settings, unknown));
        Ok(runtime)
    }

    /// Brings the panels in; see [`crate::panels_arrived`].
    pub(crate) fn take_panels(&self) {
        if failure::has_stopped() {
            return;
        }
        let made = Panels::new(&self.sender).and_then(|panels| Ok((panels.begun()?, panels)));
        match made {
            Ok((messages, panels)) => {
                self.panels.replace(Some(panels));
                messages.into_iter().for_each(|msg| self.receive(msg));
            }
            Err(error) => failure::stop(&error),
        }
    }

    /// Carries out what waits, in order, then gives way.
    fn drain(&self) {
        loop {
            let Some(msg) = self.queue.borrow_mut().pop_front() else { break };
            let effects = update(&mut self.state.borrow_mut(), msg);
            effects.into_iter().for_each(|effect| self.perform(effect));
            self.frames.request();
        }
        self.is_busy.set(false);
    }

    /// Does one thing that the app asks of the browser. What comes of it returns as a message.
    fn perform(&self, effect: Effect) {
        match effect {
            Effect::FetchModel(source) => self.fetch_model(source),
            Effect::Warn(text) => web_sys::console::warn_1(&text.into()),
            Effect::FocusOn(target) => self.view.borrow().focus_on(target),
            Effect::Panel(effect) => {
                if let Some(panels) = self.panels.borrow_mut().as_mut() {
                    panels.perform(&effect);
                }
            }
        }
    }

    fn fetch_model(&self, source: ModelSource) {
        if source == ModelSource::default()
            && let Some(bytes) = self.prefetched_default.take()
        {
            return self.receive(Msg::ModelArrived(source, Ok(bytes)));
        }
        let sender = self.sender.clone();
        later(Box::pin(async move {
            let bytes = fetch(&source).await;
            sender.send(Msg::ModelArrived(source, bytes));
        }));
    }

    fn draw(&self) {
        if failure::has_stopped() {
            return;
        }
        self.is_busy.set(true);
        let shown = {
            let state = self.state.borrow();
            let mut derived = self.derived.borrow_mut();
            derived.refresh(&state);
            self.view.borrow_mut().show(&state, &derived, self.panels.borrow_mut().as_mut())
        };
        self.drain();
        match shown {
            // A theme brings its own size of type, by which the network is laid out.
            Ok(has_new_theme) if has_new_theme => self.receive(resized(&self.stage)),
            Ok(_) => {}
            Err(error) => failure::stop(&error),
        }
    }

    /// See [`crate::bench_forward`].
    pub(crate) fn bench_forward(&self, iterations: u32) -> Option<f64> {
        let state = self.state.borrow();
        let mut derived = self.derived.borrow_mut();
        let clock = dom::window().ok()?.performance()?;
        let started = clock.now();
        derived.repeat_forward(&state, iterations).then(|| clock.now() - started)
    }
}

impl Receiver for Runtime {
    /// Takes a message. While one is being carried out, which may lead to others, it waits its turn.
    fn receive(&self, message: Message) {
        if failure::has_stopped() {
            return;
        }
        self.queue.borrow_mut().push_back(message);
        if !self.is_busy.replace(true) {
            self.drain();
        }
    }

    fn request_frame(&self) {
        if !failure::has_stopped() {
            self.frames.request();
        }
    }
}

/// The address's query as names and values.
fn query() -> Result<Vec<(String, String)>, JsValue> {
    let search = dom::window()?.location().search()?;
    let pairs = js_sys::Array::from(&UrlSearchParams::new_with_str(&search)?.entries());
    Ok(pairs
        .iter()
        .map(|pair| {
            let pair = js_sys::Array::from(&pair);
            (pair.get(0).as_string().unwrap_or_default(), pair.get(1).as_string().unwrap_or_default())
        })
        .collect())
}
