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

use app::derived::Derived;
use app::msg::Msg;
use app::palette::Palette;
use app::panels::Effect;
use app::settings::Named;
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::frame::Frames;
use crate::message::Sender;
use crate::wiring::{Guards, Wiring};

/// The elements of the panels, and what listens to them.
pub(crate) struct Panels {
    sender: Sender,
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
    pub(crate) fn new(sender: &Sender) -> Result<Panels, JsValue> {
        let mut wiring = Wiring::new(sender.clone());
        why::listen(&mut wiring)?;
        matrix::listen(&mut wiring)?;
        propagation::listen(&mut wiring)?;
        knobs::listen(&mut wiring)?;
        wall::listen(&mut wiring)?;
        paint::listen(&mut wiring)?;
        models::listen(&mut wiring)?;
        link::listen(&mut wiring)?;
        let sections = dom::find_all("section[data-panel]")?;
        let name = |section: &HtmlElement| section.get_attribute("data-panel").unwrap_or_default();
        let to_page = sender.clone();
        let tick = move || {
            if let Some(clock) = dom::window().ok().and_then(|window| window.performance()) {
                to_page.send(Msg::Panel(app::panels::Msg::Tick(clock.now())));
            }
        };
        Ok(Panels {
            sections: sections.into_iter().map(|section| (section.clone(), name(&section))).collect(),
            ticks: Frames::new(Box::new(tick)),
            why: why::WhyView::new()?,
            matrix: matrix::MatrixView::new()?,
            propagation: propagation::PropagationView::new()?,
            knobs: knobs::KnobsView::new()?,
            wall: wall::WallView::new()?,
            paint: paint::PaintView::new()?,
            models: models::ModelsView::new(sender.clone())?,
            link: link::LinkView::new(sender)?,
            sender: sender.clone(),
            _guards: wiring.into_guards(),
        })
    }

    /// Brings them up to the state.
    #[inline(never)]
    pub(crate) fn show(
        &mut self,
        state: &State,
        derived: &Derived,
        palette: &Palette,
    ) -> Result<(), JsValue> {
        for (section, name) in &self.sections {
            section.set_hidden(state.panels.open.name() != name);
        }
        self.why.show(state, derived, palette)?;
        self.matrix.show(state, derived, palette)?;
        self.propagation.show(state, derived, palette)?;
        self.knobs.show(state)?;
        self.wall.show(state, palette)?;
        self.paint.show(state, derived, palette)?;
        self.models.show(state, derived, palette)?;
        self.link.show(state)
    }

    /// Does one thing that a panel asks for.
    #[inline(never)]
    pub(crate) fn perform(&mut self, effect: &Effect) {
        match effect {
            Effect::Tick => self.ticks.request(),
            Effect::WriteSoon => self.link.write_soon(),
            Effect::SetHash { hash, is_new_entry, is_worth_keeping } => {
                link::set_hash(hash, *is_new_entry, *is_worth_keeping);
            }
            Effect::CopyLink => link::copy_link(&self.sender),
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
}

/// Whether the person asked for less motion.
fn is_motion_reduced() -> bool {
    let query = dom::window().and_then(|window| window.match_media("(prefers-reduced-motion: reduce)"));
    query.ok().flatten().is_some_and(|query| query.matches())
}
