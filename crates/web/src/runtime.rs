//! The page's loop: messages in, one at a time and in order; effects out; then one frame.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::hint::black_box;
use std::rc::{Rc, Weak};

use app::derived::Derived;
use app::msg::{Effect, Msg};
use app::settings::Settings;
use app::state::Core;
use app::update::update;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::failure;
use crate::fetch::Fetcher;
use crate::frames::Frames;
use crate::input::{Inputs, query, resized};
use crate::later_part::LaterPart;
use crate::markup::Markup;
use crate::message::{Message, Receiver, Sender};
use crate::view::View;

/// The running page.
pub struct Runtime {
    sender: Sender,
    fetcher: Fetcher,
    core: RefCell<Core>,
    derived: Derived,
    /// Present once it has arrived.
    later: RefCell<Option<Box<dyn LaterPart>>>,
    queue: RefCell<VecDeque<Message>>,
    /// Set while a message is handled or a frame is drawn; new messages wait in the queue.
    is_busy: Cell<bool>,
    frames: Frames,
    view: RefCell<View>,
    /// The network's layout follows the size of this element.
    stage: HtmlElement,
    inputs: RefCell<Option<Inputs>>,
    inspector: HtmlElement,
    /// Whether to scroll to the inspector once it shows what was asked for.
    wants_inspector: Cell<bool>,
}

/// As much of the inspector must be in sight, in CSS pixels; otherwise the page scrolls to it.
const SEEN: f64 = 150.0;

impl Runtime {
    /// Finds the page's elements, sets up the listeners and sends the first messages.
    ///
    /// # Errors
    /// If an element is missing, so the document is not the page that this was built for, or if the browser has no
    /// canvas.
    // wasm-bindgen renames the exported function that calls this, so `split-wasm` would not know what data it uses.
    #[inline(never)]
    pub fn start(fetcher: Fetcher) -> Result<Rc<Runtime>, JsValue> {
        failure::install_panic_hook();
        let markup = Markup::default();
        let view = View::new(&markup);
        let stage = markup.find("#stage");
        let inspector = markup.find("#inspector");
        markup.check()?;
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
                inspector,
                wants_inspector: Cell::default(),
            }
        });
        runtime.inputs.replace(Some(Inputs::new(&runtime.sender)?));
        let (settings, unknown) = Settings::from_query(&query()?);
        runtime.receive(Msg::Started(settings, unknown).into());
        Ok(runtime)
    }

    /// Sends messages to this loop.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// Fetches files.
    pub fn fetcher(&self) -> &Fetcher {
        &self.fetcher
    }

    /// Adds the later part. From now on it receives messages.
    pub fn extend(&self, later: Box<dyn LaterPart>) {
        // There is only one later part, so the optimiser would learn its vtable here and lead the first part to it
        // directly.
        self.later.replace(Some(black_box(later)));
    }

    /// Handles the messages in the queue, in order.
    fn drain(&self) {
        loop {
            let Some(message) = self.queue.borrow_mut().pop_front() else { break };
            let effects = self.carry_out(message);
            effects.into_iter().for_each(|effect| self.perform(effect));
            self.frames.request();
        }
        self.is_busy.set(false);
    }

    /// Handles one message. Returns the core's effects.
    fn carry_out(&self, message: Message) -> Vec<Effect> {
        let mut core = self.core.borrow_mut();
        let mut later = self.later.borrow_mut();
        let mut effects = Vec::new();
        match (message, later.as_mut()) {
            (Message::Core(msg), _) => effects = update(&mut core, msg),
            (Message::Later(message), Some(later)) => later.update(&mut core, message, &mut effects),
            // It has failed and is gone; one of its listeners was still called.
            (Message::Later(_), None) => {}
        }
        if let Some(later) = later.as_mut() {
            later.sync(&mut core, &mut effects);
            drop(core);
            later.perform();
        }
        effects
    }

    /// Carries out one of the core's effects. Results come back as messages.
    fn perform(&self, effect: Effect) {
        match effect {
            Effect::FetchModel(source) => {
                let (address, sender) = (source.url(), self.sender.clone());
                let done = move |bytes| sender.send(Msg::ModelArrived(source, bytes));
                self.fetcher.fetch(&address, Box::new(done));
            }
            Effect::Warn(text) => web_sys::console::warn_1(&text.into()),
            Effect::FocusOn(target) => self.view.borrow().focus_on(target),
            Effect::ShowPanel => self.wants_inspector.set(true),
        }
    }

    fn draw(&self) {
        if failure::has_stopped() {
            return;
        }
        if self.is_busy.replace(true) {
            // An exception that Rust cannot catch has ended what was under way, and the browser has kept it to itself.
            return failure::stop(&"an exception has ended what was under way".into());
        }
        let shown = self.show();
        if let Err(error) = self.show_later() {
            self.give_later_up(&error);
        }
        if self.wants_inspector.take() {
            self.scroll_to_inspector();
        }
        self.drain();
        match shown {
            // A theme has its own font size, and the network's layout depends on it.
            Ok(true) => self.receive(resized(&self.stage).into()),
            Ok(false) => {}
            Err(error) => failure::stop(&error),
        }
    }

    /// Scrolls to the inspector, unless it is in sight: on a small screen it is below the network.
    fn scroll_to_inspector(&self) {
        let bounds = self.inspector.get_bounding_client_rect();
        let height =
            dom::window().ok().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(0.0);
        if bounds.top() > height - SEEN || bounds.bottom() < SEEN {
            self.inspector.scroll_into_view();
        }
    }

    /// Updates the views. Returns whether the theme has changed.
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

    /// Removes the later part after an error. The rest of the page keeps working.
    fn give_later_up(&self, error: &JsValue) {
        web_sys::console::error_1(error);
        self.later.replace(None);
        self.core
            .borrow_mut()
            .note("The panels have stopped because of an error. Reload the page to use them again.");
        self.frames.request();
    }

    /// For the benchmark: runs the forward pass of the current drawing `iterations` times and returns the milliseconds
    /// it took, or nothing if there is no network.
    #[cfg(feature = "bench")]
    pub fn bench_forward(&self, iterations: u32) -> Option<f64> {
        let core = self.core.borrow();
        let (network, image) = (core.network()?, self.derived.image(&core));
        let mut pass = (*self.derived.pass(&core)?).clone();
        let clock = dom::window().ok()?.performance()?;
        let started = clock.now();
        for _ in 0..iterations {
            network.forward(std::hint::black_box(image.pixels()), &mut pass);
        }
        Some(clock.now() - started)
    }
}

impl Receiver for Runtime {
    /// Queues a message, and handles the queue unless that is already going on further up the stack.
    fn receive(&self, message: Message) {
        if failure::has_stopped() {
            return;
        }
        self.queue.borrow_mut().push_back(message);
        if self.is_busy.replace(true) {
            // It will be handled before then, unless what is going on has failed.
            self.frames.request();
        } else {
            self.drain();
        }
    }

    fn request_frame(&self) {
        if !failure::has_stopped() {
            self.frames.request();
        }
    }
}
