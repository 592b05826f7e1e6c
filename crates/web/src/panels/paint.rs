//! Painting the weights of a neuron of the first layer on its 28x28 picture.

mod input;

pub(super) use input::listen;

use app::SIDE;
use app::derived::Derived;
use app::palette::Palette;
use app::panels::Panel;
use app::panels::paint::brush::Brush;
use app::panels::paint::scene::{Easel, easel};
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::cells::CellBoard;
use crate::dom;
use crate::shown::Shown;
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
    drawn: Shown<(Easel, [u32; 2])>,
    brush: Shown<Brush>,
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
            drawn: Shown::default(),
            brush: Shown::default(),
        })
    }

    pub(super) fn show(
        &mut self,
        state: &State,
        derived: &Derived,
        palette: &Palette,
    ) -> Result<(), JsValue> {
        if state.panels.open != Panel::Knobs {
            return Ok(());
        }
        let has_keyboard = self.canvas.matches(":focus-visible")?;
        let easel = easel(state, derived, palette, has_keyboard);
        self.choose.set_hidden(easel.is_some());
        self.whole.set_hidden(easel.is_none());
        let Some(easel) = easel else { return Ok(()) };
        self.brush.update(state.panels.paint.brush(), |brush, _| {
            dom::press(&self.signs, "data-sign", &brush.sign.to_string());
            dom::press(&self.sizes, "data-size", &brush.size.to_string());
            self.strength.set_value_as_number(f64::from(brush.strength));
            self.strength_text.show(&app::number::fixed(brush.strength, 1));
            Ok(())
        })?;
        let size = self.board.device_size()?;
        self.drawn.update((easel, size), |(easel, _), _| {
            self.title.show(&easel.title);
            self.result.show(&easel.result);
            self.pixel.show(if has_keyboard { &easel.pixel } else { "" });
            self.board.put(vec![easel.picture.clone()])?;
            self.board.draw(&easel.board, easel.frame.as_slice(), SIDE as f32, palette)
        })
    }
}
