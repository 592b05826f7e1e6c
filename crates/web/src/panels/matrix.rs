//! A layer as what it is: a matrix, a vector of biases, and a function.

mod drawing;
mod formula;
mod listen;

pub(super) use listen::listen;

use std::cell::{Cell, RefCell};

use app::derived::Derived;
use app::palette::Palette;
use app::panels::Panel;
use app::panels::matrix::scene::{MatrixScene, RowScene, matrix_scene, row_scene, tabs};
use app::state::State;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

use crate::dom;
use crate::view::{Text, light, show_line};
use drawing::MatrixDrawing;
use formula::FormulaView;

pub(super) struct MatrixView {
    tabs: HtmlElement,
    shown_tabs: RefCell<(Vec<String>, usize)>,
    formula: FormulaView,
    view: HtmlElement,
    content: HtmlElement,
    canvas: HtmlElement,
    drawing: MatrixDrawing,
    zoom_out: HtmlElement,
    zoom_in: HtmlElement,
    scales: Text,
    readout: Text,
    /// Width and height of what is scrolled over and of the canvas.
    sizes: Cell<Option<[(f32, f32); 2]>>,
    n_scrolls: Cell<u64>,
    row_title: Text,
    row: HtmlElement,
    shown_row: RefCell<Option<RowScene>>,
}

impl MatrixView {
    pub(super) fn new() -> Result<MatrixView, JsValue> {
        Ok(MatrixView {
            tabs: dom::find("#matrix-layers")?,
            shown_tabs: RefCell::default(),
            formula: FormulaView::new()?,
            view: dom::find("#matrix-view")?,
            content: dom::find("#matrix-view div")?,
            canvas: dom::find("#matrix-view canvas")?,
            drawing: MatrixDrawing::new(dom::find("#matrix-view canvas")?)?,
            zoom_out: dom::find("#matrix-out")?,
            zoom_in: dom::find("#matrix-in")?,
            scales: Text::find("#matrix-scales")?,
            readout: Text::find("#matrix-readout")?,
            sizes: Cell::default(),
            n_scrolls: Cell::default(),
            row_title: Text::find("#matrix-row-title")?,
            row: dom::find("#matrix-row")?,
            shown_row: RefCell::default(),
        })
    }

    pub(super) fn show(&self, state: &State, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        if state.panels.open != Panel::Matrix {
            return Ok(());
        }
        self.show_tabs(state)?;
        self.formula.show(state)?;
        if let Some(scene) = matrix_scene(state, derived, palette) {
            self.show_matrix(state, scene, palette)?;
        }
        self.show_row(row_scene(state, derived))?;
        light("#matrix-row", state.lit_edge().map(|edge| edge.source()))
    }

    fn show_tabs(&self, state: &State) -> Result<(), JsValue> {
        let wanted = (tabs(state), state.panels.matrix.layer_idx);
        if *self.shown_tabs.borrow() == wanted {
            return Ok(());
        }
        let (names, chosen) = &wanted;
        if self.shown_tabs.borrow().0 != *names {
            self.tabs.set_text_content(None);
            for (layer_idx, name) in names.iter().enumerate() {
                let button = dom::append(&self.tabs, "button")?;
                dom::set_attribute(&button, "type", "button");
                dom::set_attribute(&button, "data-layer", &layer_idx.to_string());
                button.set_text_content(Some(name));
            }
        }
        for (layer_idx, button) in dom::find_all::<HtmlElement>("#matrix-layers button")?.iter().enumerate() {
            dom::set_attribute(button, "aria-pressed", if layer_idx == *chosen { "true" } else { "false" });
        }
        self.shown_tabs.replace(wanted);
        Ok(())
    }

    fn show_matrix(&self, state: &State, scene: MatrixScene, palette: &Palette) -> Result<(), JsValue> {
        let geometry = scene.geometry;
        let sizes = [(&self.content, geometry.content()), (&self.canvas, geometry.size)];
        if self.sizes.replace(Some(sizes.map(|(_, size)| size))) != Some(sizes.map(|(_, size)| size)) {
            let px = |length: f32| [app::number::fixed(length, 2).as_str(), "px"].concat();
            for (element, (width, height)) in sizes {
                element.style().set_property("width", &px(width))?;
                element.style().set_property("height", &px(height))?;
            }
        }
        if self.n_scrolls.replace(state.panels.matrix.n_scrolls) != state.panels.matrix.n_scrolls {
            self.view.set_scroll_left(geometry.scroll.0.round() as i32);
            self.view.set_scroll_top(geometry.scroll.1.round() as i32);
        }
        self.drawing.show(state, &scene, palette)?;
        for (button, is_end) in
            [(&self.zoom_out, geometry.level == 0), (&self.zoom_in, geometry.level + 1 == geometry.n_levels)]
        {
            dom::set_attribute(button, "aria-disabled", if is_end { "true" } else { "false" });
        }
        self.scales.show(&scene.scales);
        self.readout.show(&scene.readout);
        Ok(())
    }

    fn show_row(&self, scene: Option<RowScene>) -> Result<(), JsValue> {
        if *self.shown_row.borrow() == scene {
            return Ok(());
        }
        self.row.set_text_content(None);
        if let Some(scene) = &scene {
            self.row_title.show(&scene.title);
            dom::set_attribute(&self.row, "data-row", &scene.row.to_string());
            for line in &scene.equation {
                show_line(&self.row, line, scene.terms_layer)?;
            }
        }
        self.shown_row.replace(scene);
        Ok(())
    }
}
