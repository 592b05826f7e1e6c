//! The page's loop: messages in, one at a time and in order; effects out; then one frame.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use app::derived::Derived;
use app::msg::{Effect, Msg};
use app::settings::Settings;
use app::state::Core;
use app::update::update;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::fetch::Fetcher;
use crate::frames::Frames;
use crate::input::{Inputs, query, resized};
use crate::later_part::LaterPart;
use crate::message::{Message, Receiver, Sender};
use crate::view::View;
use crate::{dom, failure};

/// The running page.
pub struct Runtime {
    sender: Sender,
    fetcher: Fetcher,
    core: RefCell<Core>,
    derived: Derived,
    /// Once it has arrived.
    later: RefCell<Option<Box<dyn LaterPart>>>,
    queue: RefCell<VecDeque<Message>>,
    /// While a message is carried out or a frame is drawn, further messages wait.
    is_busy: Cell<bool>,
    frames: Frames,
    view: RefCell<View>,
    /// The element whose size the layout of the network follows.
    stage: HtmlElement,
    inputs: RefCell<Option<Inputs>>,
}

impl Runtime {
    /// Finds the page's elements, listens to them and dispatches the first messages.
    ///
    /// # Errors
    /// When the document is not the page this was built for (an element is missing), or has no canvas.
    pub fn start(fetcher: Fetcher) -> Result<Rc<Runtime>, JsValue> {
        failure::install_panic_hook();
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
                fetcher,
                core: RefCell::default(),
                derived: Derived::default(),
                later: RefCell::default(),
                queue: RefCell::default(),
                is_busy: Cell::new(false),
                frames: Frames::new(Box::new(draw)),
                view: RefCell::new(view),
                stage,
                inputs: RefCell::default(),
            }
        });
        runtime.inputs.replace(Some(Inputs::new(&runtime.sender)?));
        let (settings, unknown) = Settings::from_query(&query()?);
        runtime.receive(Msg::Started(settings, unknown).into());
        Ok(runtime)
    }

    /// A way to this loop.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// What fetches files for it.
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// Takes the later part in. Messages of its own can be sent from now on.
    pub fn extend(&self, later: Box<dyn LaterPart>) {
        self.later.replace(Some(later));
    }

    /// Carries out what waits, in order, then gives way.
    fn drain(&self) {
        loop {
            let Some(message) = self.queue.borrow_mut().pop_front() else { break };
            let effects = self.carry_out(message);
            effects.into_iter().for_each(|effect| self.perform(effect));
            self.frames.request();
        }
        self.is_busy.set(false);
    }

    /// Carries out one message. Returns what the core asks of the browser.
    fn carry_out(&self, message: Message) -> Vec<Effect> {
        let mut core = self.core.borrow_mut();
        let mut later = self.later.borrow_mut();
        let mut effects = Vec::new();
        match (message, later.as_mut()) {
            (Message::Core(msg), _) => effects = update(&mut core, msg),
            (Message::Later(message), Some(later)) => later.update(&mut core, message, &mut effects),
            // A listener of the part that has gone.
            (Message::Later(_), None) => {}
        }
        if let Some(later) = later.as_mut() {
            later.sync(&mut core, &mut effects);
            drop(core);
            later.perform();
        }
        effects
    }

    /// Does one thing that the core asks of the browser. What comes of it returns as a message.
    fn perform(&self, effect: Effect) {
        match effect {
            Effect::FetchModel(source) => {
                let (address, sender) = (source.url(), self.sender.clone());
                let done = move |bytes| sender.send(Msg::ModelArrived(source, bytes));
                self.fetcher.fetch(&address, Box::new(done));
            }
            Effect::Warn(text) => web_sys::console::warn_1(&text.into()),
            Effect::FocusOn(target) => self.view.borrow().focus_on(target),
        }
    }

    fn draw(&self) {
        if failure::has_stopped() {
            return;
        }
        self.is_busy.set(true);
        let shown = self.show();
        if let Err(error) = self.show_later() {
            self.give_later_up(&error);
        }
        self.drain();
        match shown {
            // A theme brings its own size of type, by which the network is laid out.
            Ok(true) => self.receive(resized(&self.stage).into()),
            Ok(false) => {}
            Err(error) => failure::stop(&error),
        }
    }

    /// Brings the page up to the state. Returns whether there is a new theme.
    fn show(&self) -> Result<bool, JsValue> {
        let has_later = self.later.borrow().is_some();
        self.view.borrow_mut().show(&self.core.borrow(), &self.derived, has_later)
    }

    fn show_later(&self) -> Result<(), JsValue> {
        match (self.later.borrow_mut().as_mut(), self.view.borrow().palette()) {
            (Some(later), Some(palette)) => later.show(&self.core.borrow(), &self.derived, palette),
            _ => Ok(()),
        }
    }

    /// The later part has failed: it goes, and takes nothing else of the page along.
    fn give_later_up(&self, error: &JsValue) {
        web_sys::console::error_1(error);
        self.later.replace(None);
        self.core
            .borrow_mut()
            .note("The panels have stopped because of an error. Reload the page to use them again.");
        self.frames.request();
    }

    /// For the project's benchmark: computes the forward pass of what is drawn `iterations` times and returns the
    /// milliseconds that took, or nothing while there is no network.
    #[cfg(feature = "bench")]
    pub fn bench_forward(&self, iterations: u32) -> Option<f64> {
        let clock = dom::window().ok()?.performance()?;
        let started = clock.now();
        self.derived.repeat_forward(&self.core.borrow(), iterations).then(|| clock.now() - started)
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
