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

use std::rc::Rc;

use app::derived::Derived;
use app::msg::Msg;
use app::network_layout::Direction;
use app::palette::Palette;
use app::panels::Effect;
use app::settings::Named;
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::dom;
use crate::frame::Frames;
use crate::input::{Guards, Wiring};
use crate::runtime::Runtime;

/// The elements of the panels, and what listens to them.
pub(crate) struct Panels {
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
    pub(crate) fn show(&self, state: &State, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        for (section, name) in &self.sections {
            section.set_hidden(state.panels.open.name() != name);
        }
        self.why.show(state, derived, palette)?;
        self.matrix.show(state, derived, palette)?;
        self.propagation.show(state, derived, palette)?;
        self.knobs.show(state, derived, palette)?;
        self.wall.show(state, palette)?;
        self.paint.show(state, derived, palette)?;
        self.models.show(state, derived, palette)?;
        self.link.show(state)
    }

    /// Does one thing that a panel asks for.
    #[inline(never)]
    pub(crate) fn perform(&self, runtime: &Rc<Runtime>, effect: &Effect) {
        match effect {
            Effect::Tick => self.ticks.request(),
            Effect::WriteSoon => self.link.write_soon(),
            Effect::SetHash { hash, is_new_entry, is_worth_keeping } => {
                link::set_hash(hash, *is_new_entry, *is_worth_keeping);
            }
            Effect::CopyLink => link::copy_link(runtime),
            Effect::Save { name, json } => dom::warn_on_error(self.models.save(name, json)),
            Effect::FetchSecond(source) => self.models.fetch_second(source),
        }
    }

    /// What the panels begin with.
    #[inline(never)]
    pub(crate) fn begun(&self) -> Result<[Msg; 2], JsValue> {
        let arrived = app::panels::Msg::Arrived { is_motion_reduced: is_motion_reduced() };
        Ok([Msg::Panel(arrived), self.link.begun()?])
    }

    /// The state has settled, and the link is to say so.
    #[inline(never)]
    pub(crate) fn write_link(&self) -> Msg {
        self.link.write()
    }

    /// What a panel waits for in the next frame.
    #[inline(never)]
    pub(crate) fn tick(&self) -> Option<Msg> {
        self.ticks.begin();
        let now_ms = dom::window().ok()?.performance()?.now();
        Some(Msg::Panel(app::panels::Msg::Tick(now_ms)))
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
