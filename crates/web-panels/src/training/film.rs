//! The film: its curves, its slider, and its numbers as a table.

use panels::training::scene::FilmScene;
use wasm_bindgen::JsValue;
use web::{Markup, Text, dom};
use web_sys::{Element, HtmlElement, HtmlInputElement};

pub(super) struct FilmView {
    /// What is there only with a film.
    parts: Vec<HtmlElement>,
    moment: Text,
    chart: Element,
    /// In the order of [`curves`].
    curves: Vec<HtmlElement>,
    cursors: Vec<HtmlElement>,
    before_key: HtmlElement,
    position: HtmlInputElement,
    play: HtmlElement,
    table: HtmlElement,
    shown_table: Vec<[String; 5]>,
}

impl FilmView {
    pub(super) fn new(markup: &Markup) -> FilmView {
        FilmView {
            parts: markup.find_all("[data-film]"),
            moment: markup.text("#film-moment"),
            chart: markup.find("#film-charts"),
            curves: markup.find_all("#film-charts path[class]"),
            cursors: markup.find_all("#film-charts line"),
            before_key: markup.find("#film-before-key"),
            position: markup.find("#film-position"),
            play: markup.find("#film-play"),
            table: markup.find("#film-table tbody"),
            shown_table: Vec::new(),
        }
    }

    pub(super) fn show(&mut self, scene: Option<&FilmScene>) -> Result<(), JsValue> {
        for part in &self.parts {
            part.set_hidden(scene.is_none());
        }
        let Some(scene) = scene else { return Ok(()) };
        self.moment.show(&scene.moment);
        dom::set_attribute(&self.chart, "aria-label", &scene.spoken);
        for (path, d) in self.curves.iter().zip(curves(scene)) {
            dom::set_attribute(path, "d", d);
        }
        self.before_key.set_hidden(scene.ghost.accuracy.is_empty());
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
        self.show_table(&scene.table)
    }

    fn show_table(&mut self, table: &[[String; 5]]) -> Result<(), JsValue> {
        if self.shown_table == table {
            return Ok(());
        }
        self.table.set_text_content(None);
        for row in table {
            let line = dom::append(&self.table, "tr")?;
            let (n_samples, numbers) = (&row[0], &row[1..]);
            let header = dom::append_text(&line, "th", n_samples)?;
            dom::set_attribute(&header, "scope", "row");
            for number in numbers {
                dom::append_text(&line, "td", number)?;
            }
        }
        self.shown_table = table.to_vec();
        Ok(())
    }
}

/// The paths' data in document order: in each chart the film before, the training drawings, the held-out ones.
fn curves(scene: &FilmScene) -> [&str; 6] {
    let (ghost, chart) = (&scene.ghost, &scene.chart);
    [
        &ghost.accuracy,
        &chart.training_accuracy,
        &chart.accuracy,
        &ghost.loss,
        &chart.training_loss,
        &chart.loss,
    ]
}
