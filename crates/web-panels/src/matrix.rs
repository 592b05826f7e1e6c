//! The matrix panel: a layer as a matrix, a vector of biases and a function.

mod drawing;
mod formula;
mod listen;
mod worth;

use std::cell::Cell;
use std::rc::Rc;

use app::panel::Panel;
use panels::matrix::Effect;
use panels::matrix::scene::{MatrixScene, RowScene, matrix_scene, row_scene, tabs};
use panels::matrix::worth::worth;
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, Wiring, dom};
use web_sys::HtmlElement;

use crate::context::ViewContext;
use crate::math::append_line;
use crate::terms::light;
use drawing::MatrixDrawing;
use formula::FormulaView;
use worth::{Stopwatch, WorthView};

pub(crate) struct MatrixView {
    tabs: TabsView,
    formula: FormulaView,
    view: HtmlElement,
    content: HtmlElement,
    canvas: HtmlElement,
    drawing: MatrixDrawing,
    zoom_out: HtmlElement,
    zoom_in: HtmlElement,
    scales: Text,
    seen: Text,
    readout: Text,
    /// The sizes of the scrolled content and of the canvas.
    sizes: Shown<[(f32, f32); 2]>,
    /// The scroll position that the view was last given, or reported.
    scroll: Rc<Cell<(f32, f32)>>,
    row_title: Text,
    row: HtmlElement,
    shown_row: Shown<Option<RowScene>>,
    worth: WorthView,
    stopwatch: Stopwatch,
}

impl MatrixView {
    /// Finds the elements and sets up the listeners.
    pub(crate) fn new(markup: &Markup, wiring: &mut Wiring) -> MatrixView {
        let scroll: Rc<Cell<(f32, f32)>> = Rc::default();
        listen::listen(wiring, &scroll);
        MatrixView {
            tabs: TabsView::new(markup),
            formula: FormulaView::new(markup),
            view: markup.find("#matrix-view"),
            content: markup.find("#matrix-view div"),
            canvas: markup.find("#matrix-view canvas"),
            drawing: MatrixDrawing::new(markup),
            zoom_out: markup.find("#matrix-out"),
            zoom_in: markup.find("#matrix-in"),
            scales: markup.text("#matrix-scales"),
            seen: markup.text("#matrix-seen"),
            readout: markup.text("#matrix-readout"),
            sizes: Shown::default(),
            scroll,
            row_title: markup.text("#matrix-row-title"),
            row: markup.find("#matrix-row"),
            shown_row: Shown::default(),
            worth: WorthView::new(markup),
            stopwatch: Stopwatch::new(wiring.sender().clone()),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        if !context.is_open(Panel::Matrix) {
            return Ok(());
        }
        let &ViewContext { core, panels, derived: (derived, _), palette } = context;
        let matrix = &panels.matrix;
        self.tabs.show(tabs(core), matrix.layer_idx)?;
        self.formula.show(core, matrix.layer_idx)?;
        if let Some(scene) = matrix_scene(matrix, core, derived, palette) {
            self.show_matrix(context, scene)?;
        }
        if let Some(scene) = worth(matrix, core, derived) {
            self.worth.show(scene)?;
        }
        self.show_row(row_scene(matrix, core, derived))?;
        light("#matrix-row", core.lit_edge().map(|edge| edge.source()))
    }

    pub(crate) fn perform(&self, effect: Effect) {
        self.stopwatch.perform(effect);
    }

    fn show_matrix(&mut self, context: &ViewContext, scene: MatrixScene) -> Result<(), JsValue> {
        let geometry = &scene.geometry;
        self.sizes.update([geometry.content(), geometry.size], |sizes, _| {
            for (element, (width, height)) in [&self.content, &self.canvas].into_iter().zip(sizes) {
                dom::set_length(element, "width", *width, "px");
                dom::set_length(element, "height", *height, "px");
            }
            Ok(())
        })?;
        // Not if the position is what the view has reported itself: the user may already have scrolled on.
        if self.scroll.replace(geometry.scroll) != geometry.scroll {
            self.view.set_scroll_left(geometry.scroll.0.round() as i32);
            self.view.set_scroll_top(geometry.scroll.1.round() as i32);
        }
        dom::set_flag(&self.zoom_out, "aria-disabled", geometry.level == 0);
        dom::set_flag(&self.zoom_in, "aria-disabled", geometry.level + 1 == geometry.n_levels);
        self.scales.show(&scene.scales);
        self.seen.show(&scene.seen);
        self.readout.show(&scene.readout);
        self.drawing.show(context, scene)
    }

    fn show_row(&mut self, scene: Option<RowScene>) -> Result<(), JsValue> {
        self.shown_row.update(scene, |scene, _| {
            self.row.set_text_content(None);
            let Some(scene) = scene else { return Ok(()) };
            self.row_title.show(&scene.title);
            dom::set_attribute(&self.row, "data-row", &scene.row.to_string());
            for line in &scene.equation {
                append_line(&self.row, line, scene.terms_layer)?;
            }
            Ok(())
        })
    }
}

/// One button per layer.
struct TabsView {
    group: HtmlElement,
    buttons: Vec<HtmlElement>,
    shown: Shown<(Vec<String>, usize)>,
}

impl TabsView {
    fn new(markup: &Markup) -> TabsView {
        TabsView { group: markup.find("#matrix-layers"), buttons: Vec::new(), shown: Shown::default() }
    }

    fn show(&mut self, names: Vec<String>, chosen: usize) -> Result<(), JsValue> {
        self.shown.update((names, chosen), |(names, chosen), before| {
            if before.is_none_or(|(before, _)| before != names) {
                self.group.set_text_content(None);
                self.buttons.clear();
                for (layer_idx, name) in names.iter().enumerate() {
                    let button = dom::append_button(&self.group)?;
                    dom::set_attribute(&button, "data-layer", &layer_idx.to_string());
                    button.set_text_content(Some(name));
                    self.buttons.push(button);
                }
            }
            for (layer_idx, button) in self.buttons.iter().enumerate() {
                dom::set_flag(button, "aria-pressed", layer_idx == *chosen);
            }
            Ok(())
        })
    }
}
