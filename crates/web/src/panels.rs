//! The panels in the browser: what is loaded after the first answer. Their markup is `www/panels.html`, their looks
//! `www/panels.css`; `boot.js` fetches both, with this part of the program.

mod cells;
mod knobs;
mod link;
mod matrix;
mod models;
mod paint;
mod propagation;
mod timer;
mod wall;
mod why;

use std::cell::RefCell;
use std::rc::Rc;

use app::derived::Derived;
use app::named::Named;
use app::network_layout::Direction;
use app::palette::Palette;
use app::state::Core;
use panels::derived::Derived as PanelsDerived;
use panels::msg::{Effect, Msg};
use panels::neuron::scene::{Detail, detail};
use panels::state::PageMsg;
use panels::{link as link_panel, models as models_panel};
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::dom;
use crate::frame::Frames;
use crate::input::{Guards, Wiring};
use crate::runtime::Runtime;

/// All that a panel's view may look at.
#[derive(Clone, Copy)]
struct Page<'a> {
    core: &'a Core,
    panels: &'a panels::Panels,
    derived: (&'a Derived, &'a PanelsDerived),
    palette: &'a Palette,
}

/// The panels: their state, their elements, and what listens to these.
pub(crate) struct Panels {
    state: RefCell<panels::Panels>,
    derived: PanelsDerived,
    sections: Vec<(HtmlElement, String)>,
    ticks: Frames,
    why: why::WhyView,
    matrix: matrix::MatrixView,
    propagation: propagation::PropagationView,
    knobs: knobs::KnobsView,
    wall: wall::WallView,
    paint: paint::PaintView,
    models: models::ModelsView,
    link: link::LinkView,
    _guards: Guards,
}

impl Panels {
    /// Finds the elements, which must be in the document, and listens to them.
    #[inline(never)]
    pub(crate) fn new(runtime: &Rc<Runtime>) -> Result<Panels, JsValue> {
        let mut wiring = Wiring::new(runtime);
        why::listen(&mut wiring)?;
        matrix::listen(&mut wiring)?;
        propagation::listen(&mut wiring)?;
        knobs::listen(&mut wiring)?;
        wall::listen(&mut wiring)?;
        paint::listen(&mut wiring)?;
        models::listen(&mut wiring)?;
        link::listen(&mut wiring)?;
        let sections = dom::find_all::<HtmlElement>("section[data-panel]")?;
        let name = |section: &HtmlElement| section.get_attribute("data-panel").unwrap_or_default();
        let weak = Rc::downgrade(runtime);
        let tick = move || {
            if let Some(runtime) = weak.upgrade() {
                runtime.tick();
            }
        };
        Ok(Panels {
            state: RefCell::new(panels::Panels::new(is_motion_reduced())),
            derived: PanelsDerived::default(),
            sections: sections.into_iter().map(|section| (section.clone(), name(&section))).collect(),
            ticks: Frames::new(tick),
            why: why::WhyView::new()?,
            matrix: matrix::MatrixView::new()?,
            propagation: propagation::PropagationView::new()?,
            knobs: knobs::KnobsView::new()?,
            wall: wall::WallView::new()?,
            paint: paint::PaintView::new()?,
            models: models::ModelsView::new(wiring.sender())?,
            link: link::LinkView::new(runtime)?,
            _guards: wiring.into_guards(),
        })
    }

    /// Brings them up to the state.
    #[inline(never)]
    pub(crate) fn show(&self, core: &Core, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        let panels = &self.state.borrow();
        let page = Page { core, panels, derived: (derived, &self.derived), palette };
        for (section, name) in &self.sections {
            section.set_hidden(core.open.name() != name);
        }
        self.why.show(page)?;
        self.matrix.show(page)?;
        self.propagation.show(page)?;
        self.knobs.show(page)?;
        self.wall.show(page)?;
        self.paint.show(page)?;
        self.models.show(page)?;
        self.link.show(page)
    }

    /// Carries out a message to a panel.
    #[inline(never)]
    pub(crate) fn update(&self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        self.state.borrow_mut().update(core, msg, out);
    }

    /// Lets every panel look at what has changed.
    #[inline(never)]
    pub(crate) fn sync(&self, core: &mut Core, out: &mut Vec<Effect>) {
        self.state.borrow_mut().sync(core, out);
    }

    /// The numbers of what is inspected, if anything is.
    #[inline(never)]
    pub(crate) fn detail(&self, core: &Core, derived: &Derived, palette: &Palette) -> Option<Detail> {
        detail(&self.state.borrow().neuron, core, (derived, &self.derived), palette)
    }

    /// Does one thing that a panel asks for.
    #[inline(never)]
    pub(crate) fn perform(&self, runtime: &Rc<Runtime>, effect: &Effect) {
        match effect {
            Effect::Tick => self.ticks.request(),
            Effect::Core(effect) => runtime.perform(effect.clone()),
            Effect::Models(models_panel::Effect::Core(effect)) => runtime.perform(effect.clone()),
            Effect::Models(models_panel::Effect::Save { name, json }) => {
                dom::warn_on_error(self.models.save(name, json));
            }
            Effect::Models(models_panel::Effect::FetchSecond(source)) => self.models.fetch_second(source),
            Effect::Link(link_panel::Effect::Core(effect)) => runtime.perform(effect.clone()),
            Effect::Link(link_panel::Effect::WriteSoon) => self.link.write_soon(),
            Effect::Link(link_panel::Effect::SetHash { hash, is_new_entry, is_worth_keeping }) => {
                link::set_hash(hash, *is_new_entry, *is_worth_keeping);
            }
            Effect::Link(link_panel::Effect::CopyLink) => link::copy_link(runtime),
        }
    }

    /// What the panels begin with.
    #[inline(never)]
    pub(crate) fn begun(&self) -> Result<PageMsg, JsValue> {
        self.link.begun()
    }

    /// The state has settled, and the link is to say so.
    #[inline(never)]
    pub(crate) fn write_link(&self) -> PageMsg {
        self.link.write()
    }

    /// What a panel waits for in the next frame.
    #[inline(never)]
    pub(crate) fn tick(&self) -> Option<PageMsg> {
        self.ticks.begin();
        let now_ms = dom::window().ok()?.performance()?.now();
        Some(Msg::Tick(now_ms).into())
    }
}

/// The arrow key that was pressed without another.
fn direction_of(event: &KeyboardEvent) -> Option<Direction> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    Some(match event.key().as_str() {
        "ArrowUp" => Direction::Up,
        "ArrowDown" => Direction::Down,
        "ArrowLeft" => Direction::Left,
        "ArrowRight" => Direction::Right,
        _ => return None,
    })
}

/// Whether the person asked for less motion.
fn is_motion_reduced() -> bool {
    let query = dom::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)"));
    query.ok().flatten().is_some_and(|query| query.matches())
}
