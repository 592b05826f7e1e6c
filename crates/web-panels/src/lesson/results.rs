//! The table of what has been said of a lesson's statements.

use panels::lesson::Msg;
use panels::lesson::results::ResultsScene;
use wasm_bindgen::JsValue;
use web::{Markup, Shown, Text, Wiring, dom};
use web_sys::HtmlElement;

use crate::files::on_chosen;
use crate::tell::{message, tell};

pub(super) struct ResultsView {
    whole: HtmlElement,
    summary: Text,
    rows: HtmlElement,
    class: Text,
    trouble: Text,
    shown: Shown<Option<ResultsScene>>,
}

impl ResultsView {
    pub(super) fn new(markup: &Markup) -> ResultsView {
        ResultsView {
            whole: markup.find("#lesson-results"),
            summary: markup.text("#lesson-results .summary"),
            rows: markup.find("#lesson-results tbody"),
            class: markup.text("#lesson-results .class"),
            trouble: markup.text("#lesson-results .trouble"),
            shown: Shown::default(),
        }
    }

    pub(super) fn show(&mut self, scene: Option<ResultsScene>) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, _| {
            self.whole.set_hidden(scene.is_none());
            self.rows.set_text_content(None);
            let Some(scene) = scene else { return Ok(()) };
            self.summary.show(&scene.summary);
            self.class.show(&scene.class);
            self.trouble.show(&scene.trouble);
            dom::set_flag(&self.whole, "data-class", !scene.class.is_empty());
            for row in &scene.rows {
                let line = dom::append(&self.rows, "tr")?;
                let title = dom::append_text(&line, "th", &row.title)?;
                dom::set_attribute(&title, "scope", "row");
                for words in [row.before, row.after, row.is] {
                    dom::append_text(&line, "td", words)?;
                }
                for count in [&row.class_before, &row.class_after] {
                    let cell = dom::append_with_class(&line, "td", "of-class")?;
                    cell.set_text_content(Some(count));
                }
            }
            Ok(())
        })
    }
}

pub(super) fn listen(wiring: &mut Wiring) {
    for (selector, msg) in [
        ("#results-save", Msg::SaveResults(false)),
        ("#results-save-class", Msg::SaveResults(true)),
        ("#results-forget", Msg::ForgetResults),
    ] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg.clone()));
    }
    on_chosen(wiring, "#results-add", |name, bytes| message(Msg::ResultsArrived(name, bytes)));
}
