//! The worksheet on paper: filled in when it is to be printed, and seen nowhere else.

use app::palette::Palette;
use app::scene::heat_map;
use panels::worksheet::Effect;
use panels::worksheet::sheet::Worksheet;
use wasm_bindgen::{JsCast, JsValue};
use web::{HeatMap, Markup, Message, Wiring, dom};
use web_sys::{Element, Event, HtmlCanvasElement, HtmlElement};

use crate::js::call;

pub(crate) struct WorksheetView {
    root: HtmlElement,
    sheets: HtmlElement,
}

impl WorksheetView {
    pub(crate) fn new(markup: &Markup) -> WorksheetView {
        WorksheetView { root: markup.find("html"), sheets: markup.find("#worksheet") }
    }

    /// Carries out one of its effects.
    pub(crate) fn perform(&self, effect: Effect) {
        let Effect::Print(sheet) = effect;
        dom::warn_on_error(self.print(&sheet));
    }

    fn print(&self, sheet: &Worksheet) -> Result<(), JsValue> {
        self.sheets.set_text_content(None);
        let sections = [dom::append(&self.sheets, "section")?, dom::append(&self.sheets, "section")?];
        append_task(&sections[0], sheet)?;
        append_results(&sections[1], sheet)?;
        dom::set_attribute(&self.root, "data-print", "worksheet");
        call(dom::window()?.as_ref(), "print")?;
        Ok(())
    }
}

/// Once it is printed, printing is of the page again.
pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.on_window("afterprint", |_: &Event| -> Option<Message> {
        dom::warn_on_error(dom::root().ok()?.remove_attribute("data-print"));
        None
    });
}

fn append_task(section: &Element, sheet: &Worksheet) -> Result<(), JsValue> {
    dom::append_text(section, "h1", &["By hand: ", &sheet.title].concat())?;
    dom::append_text(section, "p", &sheet.task)?;
    append_drawing(section, &sheet.pixels)?;
    append_numbers(section, sheet, false)?;
    dom::append_text(section, "p", &sheet.rule)?;
    if sheet.table.is_empty() {
        return Ok(());
    }
    let table = dom::append(section, "table")?;
    let (z, a): (Vec<&str>, Vec<&str>) = sheet.table.iter().map(|(z, a)| (z.as_str(), a.as_str())).unzip();
    for (name, values) in [("z", z), ("a", a)] {
        append_row(&table, "td", [name].into_iter().chain(values))?;
    }
    Ok(())
}

fn append_results(section: &Element, sheet: &Worksheet) -> Result<(), JsValue> {
    dom::append_text(section, "h1", &["Results: ", &sheet.title].concat())?;
    append_numbers(section, sheet, true)?;
    dom::append_text(section, "p", &sheet.page_says)?;
    Ok(())
}

/// The table of inputs and sums. Without results there is room to write them.
fn append_numbers(section: &Element, sheet: &Worksheet, has_results: bool) -> Result<(), JsValue> {
    let result = |text| if has_results { text } else { "" };
    let table = dom::append(section, "table")?;
    append_row(&table, "th", ["input", "activation", "", "weight", "", "product"])?;
    for row in &sheet.rows {
        append_row(&table, "td", [&row.name, &row.input, "×", &row.weight, "=", result(&row.product)])?;
    }
    let append = |name, value| append_row(&table, "td", [name, "", "", "", "", value]);
    if let Some((words, total)) = &sheet.rest {
        append(words, total)?;
    }
    append("bias", &sheet.bias)?;
    append("z, the sum", result(&sheet.z))?;
    if sheet.activation.is_empty() { Ok(()) } else { append("activation", result(&sheet.activation)) }
}

fn append_row<'a>(
    table: &Element,
    tag: &str,
    cells: impl IntoIterator<Item = &'a str>,
) -> Result<(), JsValue> {
    let line = dom::append(table, "tr")?;
    for cell in cells {
        dom::append_text(&line, tag, cell)?;
    }
    Ok(())
}

/// What the network sees, in black on white.
fn append_drawing(section: &Element, pixels: &[f32]) -> Result<(), JsValue> {
    let figure = dom::append(section, "figure")?;
    let canvas: HtmlCanvasElement = dom::append(&figure, "canvas")?.unchecked_into();
    canvas.set_width(app::SIDE as u32);
    canvas.set_height(app::SIDE as u32);
    HeatMap::new(dom::context(&canvas)?).show(&heat_map::activations(pixels, &Palette::default()))?;
    dom::append_text(&figure, "figcaption", "What the network sees")?;
    Ok(())
}
