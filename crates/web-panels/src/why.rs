//! The why panel: the pixels that contribute for and against the answer, what would change it, and the image that a neuron
//! responds to most.

mod flips;
mod marks;
mod parts;

use app::msg::Msg as CoreMsg;
use app::named::Named;
use app::palette::Palette;
use app::panel::Panel;
use panels::keys;
use panels::why::Msg;
use panels::why::dream::Start;
use panels::why::flip::edit::Kind;
use panels::why::scene::{DreamScene, WhyScene, dream_scene, why_scene};
use wasm_bindgen::JsValue;
use web::event::{key_of, pixel_at, surface, taken};
use web::{Drawing, HeatMap, Markup, Shown, Text, Wiring, dom};
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, PointerEvent,
};

use crate::bars::show_waterfall;
use crate::context::ViewContext;
use crate::kept_rows::KeptRows;
use crate::tell::{tell, tell_core};

pub(crate) struct WhyView {
    hint: HtmlElement,
    body: HtmlElement,
    title: Text,
    choices: Vec<HtmlElement>,
    comparison: HtmlElement,
    is_compared: HtmlInputElement,
    comparison_text: Text,
    effects: [Text; 2],
    sentence: Text,
    picture: HeatMap,
    marks: Drawing,
    readout: Text,
    waterfall: HtmlElement,
    parts: KeptRows<parts::PartView>,
    total: Text,
    flips: flips::FlipsView,
    /// What is shown, and the size of the canvas in device pixels.
    shown: Shown<(WhyScene, [u32; 2])>,
    dream: DreamView,
}

impl WhyView {
    pub(crate) fn new(markup: &Markup) -> WhyView {
        WhyView {
            hint: markup.find("#why-hint"),
            body: markup.find("#why-body"),
            title: markup.text("#why-body h2"),
            choices: markup.find_all("[data-explain]"),
            comparison: markup.find("#why-comparison"),
            is_compared: markup.find("#why-comparison input"),
            comparison_text: markup.text("#why-comparison span"),
            effects: [".for + span", ".against + span"]
                .map(|effect| markup.text(&[".evidence .key ", effect].concat())),
            sentence: markup.text("#why-sentence"),
            picture: markup.heat_map("#why-picture canvas"),
            marks: markup.drawing("#why-picture .marks"),
            readout: markup.text("#why-readout"),
            waterfall: markup.find("#why-body .walk"),
            parts: KeptRows::new(markup.find("#why-parts ol")),
            total: markup.text("#why-parts p"),
            flips: flips::FlipsView::new(markup),
            shown: Shown::default(),
            dream: DreamView::new(markup),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        if !context.is_open(Panel::Why) {
            return Ok(());
        }
        let &ViewContext { core, panels, derived, palette } = context;
        let scene = why_scene(&panels.why, core, derived, palette);
        self.hint.set_hidden(scene.is_some());
        self.body.set_hidden(scene.is_none());
        if let Some(scene) = scene {
            self.is_compared.set_checked(panels.why.is_compared);
            self.show_explanation(scene, palette)?;
            self.flips.show(&derived.1.flips(&panels.why))?;
        }
        match dream_scene(&panels.why, core, derived.0, palette) {
            Some(scene) => self.dream.show(panels.why.start, scene),
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
            for (text, effect) in self.effects.iter_mut().zip(&scene.effects) {
                text.show(effect);
            }
            self.picture.show(&scene.picture)?;
            marks::draw(&self.marks, scene, palette)?;
            if before.is_none_or(|(before, _)| before.waterfall != scene.waterfall) {
                show_waterfall(&self.waterfall, &scene.waterfall)?;
            }
            self.total.show(&scene.parts.total);
            self.parts.show(&scene.parts.parts)
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
    fn new(markup: &Markup) -> DreamView {
        DreamView {
            title: markup.text("#dream h2"),
            start: markup.find("#dream select"),
            button: markup.find("#dream button"),
            button_text: markup.text("#dream button"),
            figure: markup.find("#dream figure"),
            picture: markup.heat_map("#dream canvas"),
            path: markup.find("#dream path"),
            progress: markup.text("#dream figcaption"),
            shown: Shown::default(),
        }
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
                // Scroll to the requested image, which was hidden until now.
                self.figure.scroll_into_view_with_bool(false);
            }
            Ok(())
        })
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.control("[data-explain]", "click", |choice: &HtmlElement| {
        tell(Msg::Explain(choice.get_attribute("data-explain")?.parse().ok()?))
    });
    wiring.control("#why-comparison input", "change", |checkbox: &HtmlInputElement| {
        tell(Msg::Compare(checkbox.checked()))
    });

    for event in ["pointermove", "pointerdown"] {
        wiring.on("#why-picture", event, |event: &PointerEvent| {
            tell_core(CoreMsg::PointAtTerm(pixel_at(&surface::<Element>(event)?, event)))
        });
    }
    for event in ["pointerleave", "blur"] {
        wiring.on("#why-picture", event, |_: &Event| tell_core(CoreMsg::PointAtTerm(None)));
    }
    wiring.control("#why-picture", "focus", |picture: &Element| {
        // Not after a click, which has already chosen a pixel.
        picture.matches(":focus-visible").unwrap_or(true).then_some(tell(Msg::FocusPicture)?)
    });
    wiring.on("#why-picture", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_why_picture(&key_of(event))).and_then(tell)
    });

    wiring.control("[data-flip]", "click", |button: &HtmlElement| {
        tell(Msg::Flip(Kind::from_name(&button.get_attribute("data-flip")?)?))
    });

    wiring.control("#dream select", "change", |select: &HtmlSelectElement| {
        tell(Msg::SetStart(Start::from_name(&select.value())?))
    });
    wiring.control("#dream button", "click", |button: &HtmlElement| {
        let neuron = button.get_attribute("data-asks")?;
        let Some((layer_idx, neuron_idx)) = neuron.split_once(':') else { return tell(Msg::StopDream) };
        tell(Msg::Dream(layer_idx.parse().ok()?, neuron_idx.parse().ok()?))
    });
}
