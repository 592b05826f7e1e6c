//! The wall: every weight and bias as a cell, from all of them down to a single knob that can be set.

mod input;

pub(super) use input::listen;

use std::cell::RefCell;

use crate::panels::Page;
use app::named::Named;
use app::palette::Palette;
use app::panel::Panel;
use panels::cells::{Frame, Overlay};
use panels::wall::layout::WIDTH;
use panels::wall::scene::{Caption, Dial, Key, caption, frames, key, overlay, pictures};
use wasm_bindgen::JsValue;
use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement};

use super::cells::CellBoard;
use crate::dom;
use crate::view::Text;

pub(super) struct WallView {
    /// What scrolls it out of view.
    scroller: HtmlElement,
    canvas: HtmlCanvasElement,
    board: CellBoard,
    crumbs: Vec<(HtmlElement, Text)>,
    cell: Text,
    dial: DialView,
    caption: RefCell<Option<Caption>>,
    drawn: RefCell<Option<Drawn>>,
}

/// What the canvas shows.
struct Drawn {
    key: Key,
    palette: Palette,
    size: [u32; 2],
    overlay: Overlay,
    frames: Vec<Frame>,
}

impl WallView {
    pub(super) fn new() -> Result<WallView, JsValue> {
        let canvas: HtmlCanvasElement = dom::find("#wall-cells")?;
        let crumbs: Vec<HtmlElement> = dom::find_all("#wall-way button")?;
        Ok(WallView {
            scroller: dom::find("#inspector")?,
            board: CellBoard::of(canvas.clone())?,
            canvas,
            crumbs: crumbs.into_iter().map(|button| (button.clone(), Text::of(button))).collect(),
            cell: Text::find("#wall-cell")?,
            dial: DialView::new()?,
            caption: RefCell::default(),
            drawn: RefCell::default(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>) -> Result<(), JsValue> {
        if page.core.open != Panel::Knobs {
            return Ok(());
        }
        let Page { core, palette, .. } = page;
        let (wall, knobs) = (&page.panels.wall, &page.panels.knobs);
        let (Some(caption), Some(key)) = (caption((wall, knobs), core), key(wall, core)) else {
            return Ok(());
        };
        if self.caption.borrow().as_ref() != Some(&caption) {
            self.show_caption(&caption)?;
            self.caption.replace(Some(caption));
        }
        dom::set_attribute(&self.canvas, "data-level", page.panels.wall.level().name());
        if !self.is_in_view() {
            return Ok(());
        }
        let size = self.board.device_size()?;
        let frames = frames(wall, &key);
        let drawn = self.drawn.replace(None);
        let drawn = drawn.filter(|drawn| (&drawn.key, &drawn.palette, drawn.size) == (&key, palette, size));
        let is_same = drawn.as_ref().is_some_and(|drawn| drawn.frames == frames);
        let overlay = match drawn {
            Some(drawn) => drawn.overlay,
            None => {
                self.board.put(pictures(core, &key, palette))?;
                overlay((wall, knobs), core, &key, palette, self.canvas.client_width() as f32)
            }
        };
        if !is_same {
            self.board.draw(&overlay, &frames, WIDTH, palette)?;
        }
        self.drawn.replace(Some(Drawn { key, palette: palette.clone(), size, overlay, frames }));
        Ok(())
    }

    /// A large network's cells are many, so they are not drawn where they are not seen. Scrolling leads here again.
    fn is_in_view(&self) -> bool {
        let (seen, own) = (self.scroller.get_bounding_client_rect(), self.canvas.get_bounding_client_rect());
        own.top() < seen.bottom() && own.bottom() > seen.top()
    }

    fn show_caption(&self, caption: &Caption) -> Result<(), JsValue> {
        for ((button, text), crumb) in self.crumbs.iter().zip(&caption.crumbs) {
            text.show(&crumb.text);
            dom::set_attribute(button, "aria-current", if crumb.is_present { "true" } else { "false" });
        }
        self.cell.show(&caption.cell);
        self.dial.show(caption.dial.as_ref())
    }
}

/// What sets a single knob.
struct DialView {
    whole: HtmlElement,
    name: Text,
    slider: HtmlInputElement,
    number: HtmlInputElement,
    trained: Text,
    reset: HtmlElement,
    wrong: Text,
}

impl DialView {
    fn new() -> Result<DialView, JsValue> {
        Ok(DialView {
            whole: dom::find("#wall-dial")?,
            name: Text::find("#wall-dial-name")?,
            slider: dom::find("#wall-slider")?,
            number: dom::find("#wall-number")?,
            trained: Text::find("#wall-trained")?,
            reset: dom::find("#wall-reset")?,
            wrong: Text::find("#wall-wrong")?,
        })
    }

    fn show(&self, dial: Option<&Dial>) -> Result<(), JsValue> {
        self.whole.set_hidden(dial.is_none());
        let Some(dial) = dial else { return Ok(()) };
        self.name.show(&dial.name);
        self.slider.set_max(&app::number::fixed(dial.range, 1));
        self.slider.set_min(&["-", &app::number::fixed(dial.range, 1)].concat());
        self.slider.set_value_as_number(f64::from(dial.value));
        dom::set_attribute(&self.slider, "aria-valuetext", &app::number::signed(dial.value, 3));
        self.number.set_value(&dial.text);
        let is_wrong = if dial.refusal.is_empty() { "false" } else { "true" };
        dom::set_attribute(&self.number, "aria-invalid", is_wrong);
        self.trained.show(&dial.trained);
        let is_trained = if dial.trained.is_empty() { "true" } else { "false" };
        dom::set_attribute(&self.reset, "aria-disabled", is_trained);
        self.wrong.show(&dial.refusal);
        Ok(())
    }
}
