//! Painting of a first-layer neuron's weights on its 28x28 image.

mod input;

pub(crate) use input::listen;

use app::SIDE;
use app::number;
use app::panel::Panel;
use panels::paint::brush::Brush;
use panels::paint::scene::{PaintScene, paint_scene};
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, dom};
use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement};

use crate::cells::CellsView;
use crate::context::ViewContext;

pub(crate) struct PaintView {
    choose: HtmlElement,
    whole: HtmlElement,
    canvas: HtmlCanvasElement,
    cells: CellsView,
    title: Text,
    result: Text,
    pixel: Text,
    legend: Text,
    signs: Vec<HtmlElement>,
    sizes: Vec<HtmlElement>,
    strength: HtmlInputElement,
    strength_text: Text,
    drawn: Shown<(PaintScene, [u32; 2])>,
    brush: Shown<Brush>,
}

impl PaintView {
    pub(crate) fn new(markup: &Markup) -> PaintView {
        let canvas: HtmlCanvasElement = markup.find("#paint-picture");
        PaintView {
            choose: markup.find("#paint-choose"),
            whole: markup.find("#easel"),
            cells: CellsView::of(markup, canvas.clone()),
            canvas,
            title: markup.text("#easel-title"),
            result: markup.text("#easel-result"),
            pixel: markup.text("#easel-pixel"),
            legend: markup.text("#paint-scale"),
            signs: markup.find_all("#easel [data-sign]"),
            sizes: markup.find_all("#easel [data-size]"),
            strength: markup.find("#paint-strength"),
            strength_text: markup.text("#paint-strength-text"),
            drawn: Shown::default(),
            brush: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        if !context.is_open(Panel::Knobs) {
            return Ok(());
        }
        let &ViewContext { core, panels, derived, palette } = context;
        let has_keyboard = self.canvas.matches(":focus-visible")?;
        let scene = paint_scene(&panels.paint, core, derived.0, palette, has_keyboard);
        self.choose.set_hidden(scene.is_some());
        self.whole.set_hidden(scene.is_none());
        let Some(scene) = scene else { return Ok(()) };
        self.brush.update(panels.paint.brush(), |brush, _| {
            dom::press(&self.signs, "data-sign", &brush.sign.to_string());
            dom::press(&self.sizes, "data-size", &brush.size.to_string());
            self.strength.set_value_as_number(f64::from(brush.strength));
            let strength = number::fixed(brush.strength, 1);
            dom::set_attribute(&self.strength, "aria-valuetext", &["weight ", &strength].concat());
            self.strength_text.show(&strength);
            Ok(())
        })?;
        let size = self.cells.device_size()?;
        self.drawn.update((scene, size), |(scene, _), _| {
            self.title.show(&scene.title);
            self.result.show(&scene.result);
            self.legend.show(&scene.legend);
            self.pixel.show(if has_keyboard { &scene.pixel } else { "" });
            self.cells.put(vec![scene.picture.clone()])?;
            self.cells.draw(&scene.overlay, scene.frame.as_slice(), SIDE as f32, palette)
        })
    }
}
