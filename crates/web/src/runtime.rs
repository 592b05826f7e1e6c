//! The page's loop: messages in, one at a time and in order; effects out; then one frame.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use app::derived::Derived;
use app::model::ModelSource;
use app::msg::{Effect, Msg};
use app::settings::Settings;
use app::state::Core;
use app::update::update;
use panels::state::PageMsg;
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::frame::Frames;
use crate::input::{Inputs, resized};
use crate::panels::Panels;
use crate::view::View;
use crate::{dom, effects, failure};

/// The running page.
pub(crate) struct Runtime {
    core: RefCell<Core>,
    derived: Derived,
    queue: RefCell<VecDeque<PageMsg>>,
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
                core: RefCell::default(),
                derived: Derived::default(),
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
            Ok((msg, panels)) => {
                self.panels.replace(Some(panels));
                self.dispatch(msg);
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

    /// Takes a message. While one is being carried out, which may lead to others, it waits its turn.
    pub(crate) fn dispatch(self: &Rc<Self>, msg: impl Into<PageMsg>) {
        if failure::has_stopped() {
            return;
        }
        self.queue.borrow_mut().push_back(msg.into());
        if !self.is_busy.replace(true) {
            self.drain();
        }
    }

    /// Carries out what waits, in order, then gives way.
    fn drain(self: &Rc<Self>) {
        loop {
            let Some(msg) = self.queue.borrow_mut().pop_front() else { break };
            self.carry_out(msg);
            self.frames.request();
        }
        self.is_busy.set(false);
    }

    /// Carries out one message. One for a panel that is not there yet is dropped: nothing that could send it is.
    fn carry_out(self: &Rc<Self>, msg: PageMsg) {
        let panels = self.panels.borrow();
        let mut of_panels = Vec::new();
        let of_core = {
            let core = &mut *self.core.borrow_mut();
            let mut effects = Vec::new();
            match (msg, &*panels) {
                (PageMsg::Core(msg), _) => effects = update(core, msg),
                (PageMsg::Panels(msg), Some(panels)) => panels.update(core, msg, &mut of_panels),
                (PageMsg::Panels(_), None) => {}
            }
            if let Some(panels) = &*panels {
                panels.sync(core, &mut of_panels);
            }
            effects
        };
        for effect in of_core {
            effects::perform(self, effect);
        }
        for effect in of_panels {
            panels.iter().for_each(|panels| panels.perform(self, &effect));
        }
    }

    /// Does what the core asks for, in whose name a panel did something.
    pub(crate) fn perform(self: &Rc<Self>, effect: Effect) {
        effects::perform(self, effect);
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
        let shown = { self.view.show(&self.core.borrow(), &self.derived, self.panels.borrow().as_ref()) };
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
        let core = self.core.borrow();
        let clock = dom::window().ok()?.performance()?;
        let started = clock.now();
        self.derived.repeat_forward(&core, iterations).then(|| clock.now() - started)
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
