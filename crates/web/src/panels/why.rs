//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

mod marks;

use std::cell::RefCell;

use crate::panels::Page;
use app::named::Named;
use app::palette::Palette;
use panels::state::PageMsg;
use panels::why::Msg;
use panels::why::dream::Start;
use panels::why::scene::{DreamScene, WhyScene, dream_scene, why_scene};
use wasm_bindgen::JsValue;
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, PointerEvent,
};

use crate::dom;
use crate::input::Wiring;
use crate::input::panel::pixel_at;
use crate::view::{Drawing, HeatMap, Text, show_waterfall};

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
    shown: RefCell<Option<(WhyScene, [u32; 2])>>,
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
            shown: RefCell::default(),
            dream: DreamView::new()?,
        })
    }

    pub(super) fn show(&self, page: Page<'_>) -> Result<(), JsValue> {
        if page.core.open != app::panel::Panel::Why {
            return Ok(());
        }
        let scene = why_scene(&page.panels.why, page.core, page.derived, page.palette);
        self.hint.set_hidden(scene.is_some());
        self.body.set_hidden(scene.is_none());
        if let Some(scene) = scene {
            self.is_compared.set_checked(page.panels.why.is_compared);
            self.show_explanation(scene, page.palette)?;
        }
        match dream_scene(&page.panels.why, page.core, page.derived.0, page.palette) {
            Some(scene) => self.dream.show(page.panels.why.start, scene),
            None => Ok(()),
        }
    }

    fn show_explanation(&self, scene: WhyScene, palette: &Palette) -> Result<(), JsValue> {
        let size = self.marks.device_size()?;
        let mut shown = self.shown.borrow_mut();
        if shown.as_ref().is_some_and(|shown| shown.0 == scene && shown.1 == size) {
            return Ok(());
        }
        self.title.show(&scene.title);
        self.sentence.show(&scene.sentence);
        self.readout.show(&scene.readout);
        for (digit, choice) in self.choices.iter().enumerate() {
            let is_chosen = scene.output == Some(digit);
            dom::set_attribute(choice, "aria-pressed", if is_chosen { "true" } else { "false" });
        }
        self.comparison.set_hidden(scene.comparison.is_empty());
        self.comparison_text.show(&scene.comparison);
        self.picture.show(&scene.picture)?;
        marks::draw(&self.marks, &scene, palette)?;
        if shown.as_ref().is_none_or(|shown| shown.0.waterfall != scene.waterfall) {
            show_waterfall(&self.walk, &scene.waterfall)?;
        }
        *shown = Some((scene, size));
        Ok(())
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
    shown: RefCell<Option<DreamScene>>,
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
            shown: RefCell::default(),
        })
    }

    fn show(&self, start: Start, scene: DreamScene) -> Result<(), JsValue> {
        if self.start.value() != start.name() {
            self.start.set_value(start.name());
        }
        if self.shown.borrow().as_ref() == Some(&scene) {
            return Ok(());
        }
        self.title.show(&scene.title);
        self.button_text.show(if scene.is_running { "Stop" } else { "Show" });
        let neuron = [scene.next.0.to_string(), scene.next.1.to_string()].join(":");
        dom::set_attribute(&self.button, "data-asks", if scene.is_running { "" } else { &neuron });
        let is_new = self.figure.hidden() && scene.picture.is_some();
        self.figure.set_hidden(scene.picture.is_none());
        if let Some(picture) = &scene.picture {
            self.picture.show(picture)?;
        }
        self.path.set_attribute("d", &scene.path)?;
        self.progress.show(&scene.progress);
        if is_new {
            // Whoever asked is to see the answer, which has no place before.
            self.figure.scroll_into_view_with_bool(false);
        }
        self.shown.replace(Some(scene));
        Ok(())
    }
}

fn to_page(msg: Msg) -> Option<PageMsg> {
    Some(msg.into())
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    for choice in dom::find_all::<HtmlElement>("[data-explain]")? {
        let digit = choice.get_attribute("data-explain").and_then(|digit| digit.parse().ok());
        wiring.on(&choice, "click", move |_: Event| to_page(Msg::Explain(digit?)))?;
    }
    let comparison: HtmlInputElement = dom::find("#why-comparison input")?;
    let checkbox = comparison.clone();
    wiring.on(&comparison, "change", move |_: Event| to_page(Msg::Compare(checkbox.checked())))?;

    let picture: HtmlElement = dom::find("#why-picture")?;
    for event in ["pointermove", "pointerdown"] {
        let element = picture.clone();
        wiring.on(&picture, event, move |event: PointerEvent| {
            Some(app::msg::Msg::PointAtTerm(pixel_at(&element, &event)))
        })?;
    }
    for event in ["pointerleave", "blur"] {
        wiring.on(&picture, event, |_: Event| Some(app::msg::Msg::PointAtTerm(None)))?;
    }
    let element = picture.clone();
    wiring.on(&picture, "focus", move |_: Event| {
        // A click brings the focus too, but the pixel is the one clicked.
        element.matches(":focus-visible").unwrap_or(true).then_some(to_page(Msg::FocusPicture)?)
    })?;
    wiring.on(&picture, "keydown", |event: KeyboardEvent| {
        let direction = super::direction_of(&event)?;
        event.prevent_default();
        to_page(Msg::MoveCursor(direction))
    })?;

    let start: HtmlSelectElement = dom::find("#dream select")?;
    let select = start.clone();
    wiring
        .on(&start, "change", move |_: Event| to_page(Msg::SetStart(Start::from_name(&select.value())?)))?;
    let button: HtmlElement = dom::find("#dream button")?;
    let asks = button.clone();
    wiring.on(&button, "click", move |_: Event| {
        let neuron = asks.get_attribute("data-asks")?;
        let Some((layer_idx, neuron_idx)) = neuron.split_once(':') else { return to_page(Msg::StopDream) };
        to_page(Msg::Dream(layer_idx.parse().ok()?, neuron_idx.parse().ok()?))
    })
}
