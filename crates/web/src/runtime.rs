//! The page's loop: messages in, one at a time and in order; effects out; then one frame.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use app::derived::Derived;
use app::msg::Msg;
use app::settings::Settings;
use app::state::State;
use app::update::update;
use models::ModelSource;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::frame::Frames;
use crate::input::{Inputs, resized};
use crate::panels::Panels;
use crate::view::View;
use crate::{dom, effects, failure};

/// The running page.
pub(crate) struct Runtime {
    state: RefCell<State>,
    derived: RefCell<Derived>,
    queue: RefCell<VecDeque<Msg>>,
    /// While a message is carried out or a frame is drawn, further messages wait.
    is_busy: Cell<bool>,
    frames: Frames,
    view: View,
    inputs: RefCell<Option<Inputs>>,
    /// Once they have arrived.
    panels: RefCell<Option<Panels>>,
    /// The file of the default model, where it was there before the program.
    own_model: RefCell<Option<Vec<u8>>>,
}

impl Runtime {
    /// Finds the page's elements, listens to them and dispatches the first messages.
    pub(crate) fn start(own_model: Option<Vec<u8>>) -> Result<Rc<Runtime>, JsValue> {
        let view = View::new()?;
        let runtime = Rc::new_cyclic(|weak: &Weak<Runtime>| {
            let weak = weak.clone();
            let draw = move || {
                if let Some(runtime) = weak.upgrade() {
                    runtime.draw();
                }
            };
            Runtime {
                state: RefCell::default(),
                derived: RefCell::default(),
                queue: RefCell::default(),
                is_busy: Cell::new(false),
                frames: Frames::new(draw),
                view,
                inputs: RefCell::default(),
                panels: RefCell::default(),
                own_model: RefCell::new(own_model),
            }
        });
        runtime.inputs.replace(Some(Inputs::new(&runtime)?));
        let (settings, unknown) = Settings::from_query(&query()?);
        runtime.dispatch(Msg::Started(settings, unknown));
        Ok(runtime)
    }

    /// Brings the panels in; see [`crate::panels_arrived`].
    pub(crate) fn take_panels(self: &Rc<Self>) {
        if failure::has_stopped() {
            return;
        }
        let made = Panels::new(self).and_then(|panels| Ok((panels.begun()?, panels)));
        match made {
            Ok((messages, panels)) => {
                self.panels.replace(Some(panels));
                messages.into_iter().for_each(|msg| self.dispatch(msg));
            }
            Err(error) => failure::stop(&error),
        }
    }

    /// The next frame has come, which a panel waits for.
    pub(crate) fn tick(self: &Rc<Self>) {
        let msg = self.panels.borrow().as_ref().and_then(Panels::tick);
        msg.into_iter().for_each(|msg| self.dispatch(msg));
    }

    /// The state has settled, and the link is to say so.
    pub(crate) fn write_link(self: &Rc<Self>) {
        let msg = self.panels.borrow().as_ref().map(Panels::write_link);
        msg.into_iter().for_each(|msg| self.dispatch(msg));
    }

    /// Does what a panel asks for.
    pub(crate) fn perform_for_panel(self: &Rc<Self>, effect: &app::panels::Effect) {
        self.panels.borrow().iter().for_each(|panels| panels.perform(self, effect));
    }

    /// Takes a message. While one is being carried out, which may lead to others, it waits its turn.
    pub(crate) fn dispatch(self: &Rc<Self>, msg: Msg) {
        if failure::has_stopped() {
            return;
        }
        self.queue.borrow_mut().push_back(msg);
        if !self.is_busy.replace(true) {
            self.drain();
        }
    }

    /// Carries out what waits, in order, then gives way.
    fn drain(self: &Rc<Self>) {
        loop {
            let Some(msg) = self.queue.borrow_mut().pop_front() else { break };
            let effects = update(&mut self.state.borrow_mut(), msg);
            for effect in effects {
                effects::perform(self, effect);
            }
            self.frames.request();
        }
        self.is_busy.set(false);
    }

    /// The file of a model that need not be fetched, once.
    pub(crate) fn take_own_model(&self, source: &ModelSource) -> Option<Vec<u8>> {
        if *source == ModelSource::default() { self.own_model.take() } else { None }
    }

    /// The elements of the page.
    pub(crate) fn view(&self) -> &View {
        &self.view
    }

    /// Something on screen has another size or resolution, which is no message of the app's.
    pub(crate) fn request_frame(&self) {
        if !failure::has_stopped() {
            self.frames.request();
        }
    }

    fn draw(self: &Rc<Self>) {
        if failure::has_stopped() {
            return;
        }
        self.frames.begin();
        self.is_busy.set(true);
        let shown = {
            let state = self.state.borrow();
            let mut derived = self.derived.borrow_mut();
            derived.refresh(&state);
            self.view.show(&state, &derived, self.panels.borrow().as_ref())
        };
        self.drain();
        match shown {
            // A theme brings its own size of type, by which the network is laid out.
            Ok(has_new_theme) if has_new_theme => self.dispatch(resized(self.view.stage())),
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
