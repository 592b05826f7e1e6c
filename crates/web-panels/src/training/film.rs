//! The film: its curves, its slider, and its numbers as a table.

use panels::training::scene::FilmScene;
use panels::training::{Chart, Msg};
use wasm_bindgen::JsValue;
use web::event::{closest, share_of};
use web::{Markup, Message, Shown, Text, Wiring, dom};
use web_sys::{Element, HtmlElement, HtmlInputElement, PointerEvent};

use super::table::TableRow;
use crate::kept_rows::KeptRows;
use crate::tell::tell;

pub(super) struct FilmView {
    /// What is there only with a film.
    parts: Vec<HtmlElement>,
    moment: Text,
    moment_room: HtmlElement,
    chart: Element,
    /// In the order of [`paths`].
    curves: Vec<HtmlElement>,
    cursors: Vec<HtmlElement>,
    axes: Vec<HtmlElement>,
    shown_ticks: Shown<Vec<(String, String)>>,
    largest_loss: Text,
    before_key: HtmlElement,
    position: HtmlInputElement,
    play: HtmlElement,
    table: KeptRows<TableRow>,
}

impl FilmView {
    pub(super) fn new(markup: &Markup) -> FilmView {
        FilmView {
            parts: markup.find_all("[data-film]"),
            moment: markup.text("#film-moment"),
            moment_room: markup.find(".film-title p"),
            chart: markup.find("#film-charts"),
            curves: markup.find_all("#film-charts path[class]"),
            cursors: markup.find_all("#film-charts line"),
            axes: markup.find_all("#film-charts .x"),
            shown_ticks: Shown::default(),
            largest_loss: markup.text("#largest-loss"),
            before_key: markup.find("#film-before-key"),
            position: markup.find("#film-position"),
            play: markup.find("#film-play"),
            table: KeptRows::new(markup.find("#film-table tbody")),
        }
    }

    pub(super) fn show(&mut self, scene: Option<&FilmScene>) -> Result<(), JsValue> {
        for part in &self.parts {
            part.set_hidden(scene.is_none());
        }
        let Some(scene) = scene else { return Ok(()) };
        self.moment.show(&scene.moment);
        dom::set_attribute(&self.moment_room, "data-longest", &scene.longest_moment);
        dom::set_attribute(&self.chart, "aria-label", &scene.spoken);
        for (path, d) in self.curves.iter().zip(paths(&scene.chart)) {
            dom::set_attribute(path, "d", d);
        }
        let axes = &self.axes;
        self.shown_ticks.update_ref(&scene.chart.ticks, || {
            axes.iter().try_for_each(|axis| show_ticks(axis, &scene.chart.ticks))
        })?;
        self.largest_loss.show(&scene.chart.largest_loss);
        self.before_key.set_hidden(scene.chart.ghost.accuracy.is_empty());
        for cursor in &self.cursors {
            dom::set_attribute(cursor, "x1", &scene.x);
            dom::set_attribute(cursor, "x2", &scene.x);
        }
        self.position.set_max(&(scene.n_frames - 1).to_string());
        self.position.set_value(&scene.frame_idx.to_string());
        dom::set_attribute(&self.position, "aria-valuetext", &scene.position);
        dom::set_flag(&self.play, "data-playing", scene.is_playing);
        dom::set_attribute(
            &self.play,
            "aria-label",
            if scene.is_playing { "Pause" } else { "Play the film" },
        );
        self.table.show(&scene.table)
    }
}

/// The paths' data in document order: in each chart the film before, the training drawings, the held-out ones.
fn paths(chart: &Chart) -> [&str; 6] {
    let Chart { ghost, curves, .. } = chart;
    [
        &ghost.accuracy,
        &curves.training_accuracy,
        &curves.accuracy,
        &ghost.loss,
        &curves.training_loss,
        &curves.loss,
    ]
}

/// Shows the numbers on a chart's horizontal axis.
fn show_ticks(axis: &HtmlElement, ticks: &[(String, String)]) -> Result<(), JsValue> {
    axis.set_text_content(None);
    for (x, label) in ticks {
        let tick = dom::append_text(axis, "span", label)?;
        dom::set_style(&tick, "left", &[x, "%"].concat());
    }
    Ok(())
}

/// A press or a drag on a chart shows the moment there.
pub(super) fn listen(wiring: &mut Wiring) {
    wiring.on("#film-charts", "pointerdown", |event: &PointerEvent| {
        let chart = closest(event, "svg")?;
        dom::warn_on_error(chart.set_pointer_capture(event.pointer_id()));
        seek(&chart, event)
    });
    wiring.on("#film-charts", "pointermove", |event: &PointerEvent| {
        let chart = closest(event, "svg")?;
        if event.buttons() & 1 == 0 { None } else { seek(&chart, event) }
    });
}

fn seek(chart: &Element, event: &PointerEvent) -> Option<Message> {
    tell(Msg::SeekAt(share_of(chart, event).0))
}
