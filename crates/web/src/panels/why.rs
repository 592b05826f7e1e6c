//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

mod marks;

use app::derived::Derived;
use app::msg::Msg as PageMsg;
use app::palette::Palette;
use app::panels::Msg as PanelMsg;
use app::panels::why::Msg;
use app::panels::why::dream::Start;
use app::panels::why::scene::{DreamScene, WhyScene, dream_scene, why_scene};
use app::settings::Named;
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, PointerEvent,
};

use crate::dom;
use crate::input::event::{direction_of, is_plain, pixel_at, surface};
use crate::shown::Shown;
use crate::view::{Drawing, HeatMap, Text, show_walk};
use crate::wiring::Wiring;

pub(super) struct WhyView {
    hint: HtmlElement,
    body: HtmlElement,
    title: Text,
    choices: Vec<HtmlElement>,
    comparison: HtmlElement,
    is_compared: HtmlInputElement,
    comparison_text: Text,
    sentence: Text,
    picture: HeatMap,
    marks: Drawing,
    readout: Text,
    walk: HtmlElement,
    /// What is shown, and the size of the canvas it was drawn on.
    shown: Shown<(WhyScene, [u32; 2])>,
    dream: DreamView,
}

impl WhyView {
    pub(super) fn new() -> Result<WhyView, JsValue> {
        Ok(WhyView {
            hint: dom::find("#why-hint")?,
            body: dom::find("#why-body")?,
            title: Text::find("#why-body h2")?,
            choices: dom::find_all("[data-explain]")?,
            comparison: dom::find("#why-comparison")?,
            is_compared: dom::find("#why-comparison input")?,
            comparison_text: Text::find("#why-comparison span")?,
            sentence: Text::find("#why-sentence")?,
            picture: HeatMap::of(&dom::find("#why-picture canvas")?)?,
            marks: Drawing::of(dom::find("#why-picture .marks")?)?,
            readout: Text::find("#why-readout")?,
            walk: dom::find("#why-body .walk")?,
            shown: Shown::default(),
            dream: DreamView::new()?,
        })
    }

    pub(super) fn show(
        &mut self,
        state: &State,
        derived: &Derived,
        palette: &Palette,
    ) -> Result<(), JsValue> {
        if state.panels.open != app::panels::Panel::Why {
            return Ok(());
        }
        let scene = why_scene(state, derived, palette);
        self.hint.set_hidden(scene.is_some());
        self.body.set_hidden(scene.is_none());
        if let Some(scene) = scene {
            self.is_compared.set_checked(state.panels.why.is_compared);
            self.show_explanation(scene, palette)?;
        }
        match dream_scene(state, derived, palette) {
            Some(scene) => self.dream.show(state.panels.why.start, scene),
            None => Ok(()),
        }
    }

    fn show_explanation(&mut self, scene: WhyScene, palette: &Palette) -> Result<(), JsValue> {
        let size = self.marks.device_size()?;
        self.shown.update((scene, size), |(scene, _), before| {
            self.title.show(&scene.title);
            self.sentence.show(&scene.sentence);
            self.readout.show(&scene.readout);
            for (digit, choice) in self.choices.iter().enumerate() {
                dom::set_flag(choice, "aria-pressed", scene.output == Some(digit));
            }
            self.comparison.set_hidden(scene.comparison.is_empty());
            self.comparison_text.show(&scene.comparison);
            self.picture.show(&scene.picture)?;
            marks::draw(&self.marks, scene, palette)?;
            if before.is_none_or(|(before, _)| before.walk != scene.walk) {
                show_walk(&self.walk, &scene.walk)?;
            }
            Ok(())
        })
    }
}

struct DreamView {
    title: Text,
    start: HtmlSelectElement,
    button: HtmlElement,
    button_text: Text,
    figure: HtmlElement,
    picture: HeatMap,
    path: Element,
    progress: Text,
    shown: Shown<DreamScene>,
}

impl DreamView {
    fn new() -> Result<DreamView, JsValue> {
        Ok(DreamView {
            title: Text::find("#dream h2")?,
            start: dom::find("#dream select")?,
            button: dom::find("#dream button")?,
            button_text: Text::find("#dream button")?,
            figure: dom::find("#dream figure")?,
            picture: HeatMap::of(&dom::find("#dream canvas")?)?,
            path: dom::find("#dream path")?,
            progress: Text::find("#dream figcaption")?,
            shown: Shown::default(),
        })
    }

    fn show(&mut self, start: Start, scene: DreamScene) -> Result<(), JsValue> {
        if self.start.value() != start.name() {
            self.start.set_value(start.name());
        }
        self.shown.update(scene, |scene, _| {
            self.title.show(&scene.title);
            self.button_text.show(if scene.is_running { "Stop" } else { "Show" });
            let neuron = [scene.next.0.to_string(), scene.next.1.to_string()].join(":");
            dom::set_attribute(&self.button, "data-asks", if scene.is_running { "" } else { &neuron });
            let is_new = self.figure.hidden() && scene.picture.is_some();
            self.figure.set_hidden(scene.picture.is_none());
            if let Some(picture) = &scene.picture {
                self.picture.show(picture)?;
            }
            dom::set_attribute(&self.path, "d", &scene.path);
            self.progress.show(&scene.progress);
            if is_new {
                // Whoever asked is to see the answer, which has no place before.
                self.figure.scroll_into_view_with_bool(false);
            }
            Ok(())
        })
    }
}

fn to_page(msg: Msg) -> Option<PageMsg> {
    Some(PageMsg::Panel(PanelMsg::Why(msg)))
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    wiring.control("[data-explain]", "click", |choice: &HtmlElement| {
        to_page(Msg::Explain(choice.get_attribute("data-explain")?.parse().ok()?))
    })?;
    wiring.control("#why-comparison input", "change", |checkbox: &HtmlInputElement| {
        to_page(Msg::Compare(checkbox.checked()))
    })?;

    let picture: HtmlElement = dom::find("#why-picture")?;
    for event in ["pointermove", "pointerdown"] {
        wiring.on(&picture, event, |event: &PointerEvent| {
            Some(PageMsg::PointAtTerm(pixel_at(&surface::<Element>(event)?, event)))
        })?;
    }
    for event in ["pointerleave", "blur"] {
        wiring.on(&picture, event, |_: &Event| Some(PageMsg::PointAtTerm(None)))?;
    }
    wiring.control("#why-picture", "focus", |picture: &Element| {
        // A click brings the focus too, but the pixel is the one clicked.
        picture.matches(":focus-visible").unwrap_or(true).then_some(to_page(Msg::FocusPicture)?)
    })?;
    wiring.on(&picture, "keydown", |event: &KeyboardEvent| {
        let direction = direction_of(&event.key()).filter(|_| is_plain(event))?;
        event.prevent_default();
        to_page(Msg::MoveCursor(direction))
    })?;

    wiring.control("#dream select", "change", |select: &HtmlSelectElement| {
        to_page(Msg::SetStart(Start::from_name(&select.value())?))
    })?;
    wiring.control("#dream button", "click", |button: &HtmlElement| {
        let neuron = button.get_attribute("data-asks")?;
        let Some((layer_idx, neuron_idx)) = neuron.split_once(':') else { return to_page(Msg::StopDream) };
        to_page(Msg::Dream(layer_idx.parse().ok()?, neuron_idx.parse().ok()?))
    })
}
