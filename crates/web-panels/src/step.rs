//! A single step of learning, stage by stage, and the check of a gradient.

mod check;
mod input;
mod outputs;
mod rows;

pub(crate) use input::listen;

use app::named::Named;
use app::number;
use app::panel::Panel;
use app::state::Core;
use panels::step::{GradientScene, StepScene, all_names, gradient_scene, step_scene};
use wasm_bindgen::JsValue;
use web::{HeatMap, Markup, Shown, Text, dom};
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement};

use self::check::CheckView;
use self::outputs::OutputView;
use self::rows::GradientView;
use crate::context::ViewContext;
use crate::kept_rows::KeptRows;
use crate::math::append_line;

pub(crate) struct StepView {
    panel: HtmlElement,
    openers: Vec<HtmlElement>,
    views: Vec<HtmlElement>,
    label: Text,
    digits: Vec<HtmlElement>,
    back: HtmlElement,
    play: HtmlElement,
    next: HtmlElement,
    speed: HtmlSelectElement,
    count: Text,
    title: Text,
    says: Text,
    outputs: KeptRows<OutputView>,
    neuron: Text,
    equation: HtmlElement,
    gradients: GradientsView,
    rate: HtmlInputElement,
    rate_text: Text,
    take: HtmlElement,
    undo: HtmlElement,
    losses: Text,
    check: CheckView,
    shown: Shown<StepScene>,
}

/// The picture of the gradients, and their list.
struct GradientsView {
    whole: HtmlElement,
    figure: HtmlElement,
    picture: HeatMap,
    cell: HtmlElement,
    scale: Text,
    /// The bias and all weights, to choose from.
    all: HtmlSelectElement,
    n_all: Text,
    /// Of which layer, and how many weights.
    listed: Shown<(usize, usize)>,
    rows: KeptRows<GradientView>,
}

impl StepView {
    pub(crate) fn new(markup: &Markup) -> StepView {
        StepView {
            panel: markup.find("section[data-panel='step']"),
            openers: markup.find_all(".open-step"),
            views: markup.find_all("[data-view-of-step]"),
            label: markup.text("#step-label"),
            digits: markup.find_all(".says-digit [data-label]"),
            back: markup.find("#step-back"),
            play: markup.find("#step-play"),
            next: markup.find("#step-next"),
            speed: markup.find("#step-speed"),
            count: markup.text("#step-count"),
            title: markup.text("#step-title"),
            says: markup.text("#step-words"),
            outputs: KeptRows::new(markup.find("#step-outputs")),
            neuron: markup.text("#step-neuron"),
            equation: markup.find("#step-equation"),
            gradients: GradientsView {
                whole: markup.find("#step-gradients"),
                figure: markup.find("#step-gradients figure"),
                picture: markup.heat_map("#step-picture"),
                cell: markup.find("#step-gradients figure i"),
                scale: markup.text("#step-gradients figcaption"),
                all: markup.find("#step-weight"),
                n_all: markup.text("#step-weight + output"),
                listed: Shown::default(),
                rows: KeptRows::new(markup.find("#step-gradients ul")),
            },
            rate: markup.find("#step-rate"),
            rate_text: markup.text("#step-rate + output"),
            take: markup.find("#step-take"),
            undo: markup.find("#step-undo"),
            losses: markup.text("#step-losses"),
            check: CheckView::new(markup),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived: (_, of_panels), palette } = context;
        for opener in &self.openers {
            dom::set_flag(opener, "aria-pressed", context.is_open(Panel::Step));
        }
        if !context.is_open(Panel::Step) {
            return Ok(());
        }
        let Some(scene) = step_scene(&panels.step, &panels.knobs, core) else { return Ok(()) };
        self.show_scene(scene)?;
        self.gradients.show(gradient_scene(&panels.step, core, palette).as_ref(), core)?;
        self.check.show((*of_panels.check((&panels.step, &panels.knobs), core)).as_ref())
    }

    fn show_scene(&mut self, scene: StepScene) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, before| {
            let digit = scene.digit.map_or_else(String::new, |digit| digit.to_string());
            for (name, value) in [
                ("data-view", scene.view.name()),
                ("data-stage", scene.stage.name()),
                ("data-drawn", if scene.digit.is_some() { "true" } else { "false" }),
            ] {
                dom::set_attribute(&self.panel, name, value);
            }
            dom::press(&self.views, "data-view-of-step", scene.view.name());
            self.label.show(&scene.label);
            dom::press(&self.digits, "data-label", &digit);
            // Not `disabled`, so that the buttons keep the focus.
            dom::set_flag(&self.back, "aria-disabled", !scene.ways.0);
            dom::set_flag(&self.next, "aria-disabled", !scene.ways.1);
            dom::set_flag(&self.play, "data-playing", scene.is_playing);
            dom::set_attribute(&self.play, "aria-label", if scene.is_playing { "Pause" } else { "Play" });
            self.speed.set_selected_index(scene.speed_idx as i32);
            self.count.show(&scene.count);
            self.title.show(&scene.title);
            self.says.show(&scene.says);
            self.outputs.show(&scene.outputs)?;
            self.neuron.show(&scene.neuron);
            if before.is_none_or(|before| before.lines != scene.lines) {
                self.equation.set_text_content(None);
                for line in &scene.lines {
                    append_line(&self.equation, line, scene.terms_layer)?;
                }
            }
            let (rate, text) = &scene.learning_rate;
            let place = rate.log10();
            if (self.rate.value_as_number() as f32 - place).abs() > 0.001 {
                self.rate.set_value(&number::plain(place, 2));
            }
            dom::set_attribute(&self.rate, "aria-valuetext", text);
            self.rate_text.show(text);
            dom::set_text(&self.take, if scene.has_taken { "Take it again" } else { "Take the step" });
            dom::set_flag(&self.take, "aria-disabled", scene.digit.is_none());
            dom::set_flag(&self.undo, "aria-disabled", !scene.can_undo);
            self.losses.show(&scene.losses);
            Ok(())
        })
    }
}

impl GradientsView {
    fn show(&mut self, scene: Option<&GradientScene>, core: &Core) -> Result<(), JsValue> {
        self.whole.set_hidden(scene.is_none());
        let Some(scene) = scene else { return Ok(()) };
        self.figure.set_hidden(scene.picture.is_none());
        if let Some(picture) = &scene.picture {
            self.picture.show(picture)?;
        }
        self.cell.set_hidden(scene.pixel.is_none());
        if let Some(pixel_idx) = scene.pixel {
            let share = |cell: usize| 100.0 * cell as f32 / app::SIDE as f32;
            dom::set_length(&self.cell, "left", share(pixel_idx % app::SIDE), "%");
            dom::set_length(&self.cell, "top", share(pixel_idx / app::SIDE), "%");
        }
        self.scale.show(&scene.scale);
        let layer_idx = scene.chosen.layer_idx;
        self.listed.update((layer_idx, scene.n_weights), |_, _| {
            let names = all_names(core, layer_idx, scene.n_weights);
            self.n_all.show(&["of ", &names.len().to_string()].concat());
            self.all.set_text_content(None);
            names.iter().try_for_each(|name| dom::append_text(&self.all, "option", name).map(drop))
        })?;
        let chosen_idx = scene.chosen.from.map_or(0, |from| from + 1) as i32;
        // Not while the list is open and nothing has changed.
        if self.all.selected_index() != chosen_idx {
            self.all.set_selected_index(chosen_idx);
        }
        self.rows.show(&scene.rows)
    }
}
