//! Painting the weights of a neuron of the first layer on its 28x28 picture.

mod input;

pub(super) use input::listen;

use std::cell::RefCell;

use crate::panels::Page;
use app::SIDE;
use app::panel::Panel;
use panels::paint::brush::Brush;
use panels::paint::scene::{PaintScene, paint_scene};
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::cells::CellBoard;
use crate::dom;
use crate::view::Text;

pub(super) struct PaintView {
    choose: HtmlElement,
    whole: HtmlElement,
    canvas: HtmlCanvasElement,
    board: CellBoard,
    title: Text,
    result: Text,
    pixel: Text,
    signs: Vec<HtmlElement>,
    sizes: Vec<HtmlElement>,
    strength: HtmlInputElement,
    strength_text: Text,
    drawn: RefCell<Option<(PaintScene, [u32; 2])>>,
    brush: RefCell<Option<Brush>>,
}

impl PaintView {
    pub(super) fn new() -> Result<PaintView, JsValue> {
        let canvas: HtmlCanvasElement = dom::find("#paint-picture")?;
        Ok(PaintView {
            choose: dom::find("#paint-choose")?,
            whole: dom::find("#easel")?,
            board: CellBoard::of(canvas.clone())?,
            canvas,
            title: Text::find("#easel-title")?,
            result: Text::find("#easel-result")?,
            pixel: Text::find("#easel-pixel")?,
            signs: dom::find_all("#easel [data-sign]")?,
            sizes: dom::find_all("#easel [data-size]")?,
            strength: dom::find("#paint-strength")?,
            strength_text: Text::find("#paint-strength-text")?,
            drawn: RefCell::default(),
            brush: RefCell::default(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>) -> Result<(), JsValue> {
        if page.core.open != Panel::Knobs {
            return Ok(());
        }
        let has_keyboard = self.canvas.matches(":focus-visible")?;
        let Page { core, palette, .. } = page;
        let scene = paint_scene(&page.panels.paint, core, page.derived.0, palette, has_keyboard);
        self.choose.set_hidden(scene.is_some());
        self.whole.set_hidden(scene.is_none());
        let Some(scene) = scene else { return Ok(()) };
        self.show_brush(page.panels.paint.brush());
        let size = self.board.device_size()?;
        let is_drawn =
            self.drawn.borrow().as_ref().is_some_and(|drawn| (&drawn.0, drawn.1) == (&scene, size));
        if !is_drawn {
            self.title.show(&scene.title);
            self.result.show(&scene.result);
            self.pixel.show(if has_keyboard { &scene.pixel } else { "" });
            self.board.put(vec![scene.picture.clone()])?;
            self.board.draw(&scene.overlay, scene.frame.as_slice(), SIDE as f32, palette)?;
            self.drawn.replace(Some((scene, size)));
        }
        Ok(())
    }

    fn show_brush(&self, brush: Brush) {
        if self.brush.replace(Some(brush)) == Some(brush) {
            return;
        }
        let press = |buttons: &[HtmlElement], attribute: &str, value: &str| {
            for button in buttons {
                let is_pressed = button.get_attribute(attribute).as_deref() == Some(value);
                dom::set_attribute(button, "aria-pressed", if is_pressed { "true" } else { "false" });
            }
        };
        press(&self.signs, "data-sign", &brush.sign.to_string());
        press(&self.sizes, "data-size", &brush.size.to_string());
        self.strength.set_value_as_number(f64::from(brush.strength));
        self.strength_text.show(&app::number::fixed(brush.strength, 1));
    }
}
