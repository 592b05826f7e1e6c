//! A layer as what it is: a matrix, a vector of biases, and a function.

mod drawing;
mod formula;
mod listen;

pub(super) use listen::listen;

use std::cell::{Cell, RefCell};

use crate::panels::Page;
use app::panel::Panel;
use panels::matrix::scene::{MatrixScene, RowScene, matrix_scene, row_scene, tabs};
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
            row_title: Text::find("#matrix-row-title")?,
            row: dom::find("#matrix-row")?,
            shown_row: RefCell::default(),
        })
    }

    pub(super) fn show(&self, page: Page<'_>) -> Result<(), JsValue> {
        if page.core.open != Panel::Matrix {
            return Ok(());
        }
        self.show_tabs(page)?;
        self.formula.show(page)?;
        if let Some(scene) = matrix_scene(&page.panels.matrix, page.core, page.derived.0, page.palette) {
            self.show_matrix(page, scene)?;
        }
        self.show_row(row_scene(&page.panels.matrix, page.core, page.derived.0))?;
        light("#matrix-row", page.core.lit_edge().map(|edge| edge.source()))
    }

    fn show_tabs(&self, page: Page<'_>) -> Result<(), JsValue> {
        let wanted = (tabs(page.core), page.panels.matrix.layer_idx);
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

    fn show_matrix(&self, page: Page<'_>, scene: MatrixScene) -> Result<(), JsValue> {
        let geometry = scene.geometry;
        let sizes = [(&self.content, geometry.content()), (&self.canvas, geometry.size)];
        if self.sizes.replace(Some(sizes.map(|(_, size)| size))) != Some(sizes.map(|(_, size)| size)) {
            let px = |length: f32| [app::number::fixed(length, 2).as_str(), "px"].concat();
            for (element, (width, height)) in sizes {
                element.style().set_property("width", &px(width))?;
                element.style().set_property("height", &px(height))?;
            }
        }
        // What the person scrolled is told at once; what differs, the panel itself has scrolled.
        let (left, top) = (geometry.scroll.0.round() as i32, geometry.scroll.1.round() as i32);
        if (self.view.scroll_left(), self.view.scroll_top()) != (left, top) {
            self.view.set_scroll_left(left);
            self.view.set_scroll_top(top);
        }
        self.drawing.show(page, &scene)?;
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
