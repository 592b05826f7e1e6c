//! The wall: every weight and bias as a cell, with zoom down to the control of a single knob.

mod input;

pub(crate) use input::listen;

use std::rc::Rc;

use app::named::Named;
use app::number;
use app::palette::Palette;
use app::panel::Panel;
use panels::cells::{Frame, Overlay};
use panels::wall::layout::WIDTH;
use panels::wall::scene::{Caption, Dial, Key, frames, key, legend, overlay, pictures};
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, dom};
use web_sys::{HtmlCanvasElement, HtmlElement, HtmlInputElement};

use crate::cells::CellsView;
use crate::context::ViewContext;
use crate::slider::set_slider;

pub(crate) struct WallView {
    /// The panel that shows either the wall or the picked neuron's knobs.
    /// Scrolling this moves the wall in and out of view.
    scroller: HtmlElement,
    canvas: HtmlCanvasElement,
    cells: CellsView,
    crumbs: Vec<(HtmlElement, Text)>,
    caption: Text,
    legend: Text,
    dial: DialView,
    shown_caption: Shown<Rc<Option<Caption>>>,
    drawn: Option<Drawn>,
}

/// What is drawn on the canvas.
struct Drawn {
    key: Key,
    palette: Palette,
    size: [u32; 2],
    overlay: Overlay,
    frames: Vec<Frame>,
}

impl WallView {
    pub(crate) fn new(markup: &Markup) -> WallView {
        let canvas: HtmlCanvasElement = markup.find("#wall-cells");
        let crumbs = markup.find_all("#wall-way button");
        WallView {
            scroller: markup.find("#inspector"),
            cells: CellsView::of(markup, canvas.clone()),
            canvas,
            crumbs: crumbs.into_iter().map(|button| (button.clone(), Text::of(button))).collect(),
            caption: markup.text("#wall-cell"),
            legend: markup.text("#wall-scale"),
            dial: DialView::new(markup),
            shown_caption: Shown::default(),
            drawn: None,
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        if !context.is_open(Panel::Knobs) {
            return Ok(());
        }
        let &ViewContext { core, panels, derived: (_, derived), palette } = context;
        let (wall, knobs) = (&panels.wall, &panels.knobs);
        let Some(key) = key(wall, core) else { return Ok(()) };
        self.shown_caption.update(derived.wall_caption((wall, knobs), core), |caption, _| {
            let Some(caption) = caption.as_ref() else { return Ok(()) };
            for ((button, text), crumb) in self.crumbs.iter_mut().zip(&caption.crumbs) {
                text.show(&crumb.text);
                dom::set_flag(button, "aria-current", crumb.is_present);
            }
            self.caption.show(&caption.cell);
            self.dial.show(caption.dial.as_ref());
            Ok(())
        })?;
        self.legend.show(&legend(wall, core));
        dom::set_attribute(&self.canvas, "data-level", wall.level().name());
        if !self.is_in_view() {
            return Ok(());
        }
        let size = self.cells.device_size()?;
        let frames = frames(wall, &key);
        let drawn = self.drawn.take();
        let drawn = drawn.filter(|drawn| (&drawn.key, &drawn.palette, drawn.size) == (&key, palette, size));
        let is_same = drawn.as_ref().is_some_and(|drawn| drawn.frames == frames);
        let overlay = match drawn {
            Some(drawn) => drawn.overlay,
            None => {
                self.cells.put(pictures(core, &key, palette))?;
                overlay((wall, knobs), core, &key, palette, self.canvas.client_width() as f32)
            }
        };
        if !is_same {
            self.cells.draw(&overlay, &frames, WIDTH, palette)?;
        }
        self.drawn = Some(Drawn { key, palette: palette.clone(), size, overlay, frames });
        Ok(())
    }

    /// A large network has many cells, so they are drawn only while visible. Scrolling triggers a check.
    fn is_in_view(&self) -> bool {
        let (seen, own) = (self.scroller.get_bounding_client_rect(), self.canvas.get_bounding_client_rect());
        own.top() < seen.bottom() && own.bottom() > seen.top()
    }
}

/// The controls for a single knob.
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
    fn new(markup: &Markup) -> DialView {
        DialView {
            whole: markup.find("#wall-dial"),
            name: markup.text("#wall-dial-name"),
            slider: markup.find("#wall-slider"),
            number: markup.find("#wall-number"),
            trained: markup.text("#wall-trained"),
            reset: markup.find("#wall-reset"),
            wrong: markup.text("#wall-wrong"),
        }
    }

    fn show(&mut self, dial: Option<&Dial>) {
        self.whole.set_hidden(dial.is_none());
        let Some(dial) = dial else { return };
        self.name.show(&dial.name);
        set_slider(&self.slider, dial.value, dial.range);
        dom::set_attribute(&self.slider, "aria-valuetext", &number::signed(dial.value, 2));
        self.number.set_value(&dial.text);
        dom::set_flag(&self.number, "aria-invalid", !dial.refusal.is_empty());
        self.trained.show(&dial.trained);
        dom::set_flag(&self.reset, "aria-disabled", dial.trained.is_empty());
        self.wrong.show(&dial.refusal);
    }
}
