//! Side-by-side comparison of two models.

use app::scene::models::{Choice, Picker};
use app::scene::page::OutputBar;
use models::ModelSource;
use panels::models::Msg;
use panels::models::scene::{ComparisonScene, Row, Side, comparison_scene, second_choices};
use wasm_bindgen::JsValue;
use web::{HeatMap, Markup, Shown, Text, Wiring, dom, fill, scale_x};
use web_sys::{Element, HtmlElement, HtmlSelectElement};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct ComparisonView {
    select: HtmlSelectElement,
    loading: Text,
    compared: HtmlElement,
    list: HtmlElement,
    verdict: Text,
    sides: Vec<SideView>,
    rows: Vec<RowView>,
    choices: Shown<Vec<Choice>>,
    shown: Shown<Option<ComparisonScene>>,
}

struct SideView {
    name: Text,
    symbol: Text,
    certainty: Text,
    picture: HeatMap,
}

struct RowView {
    item: HtmlElement,
    mark: Text,
    numbers: [Text; 2],
    bars: [HtmlElement; 2],
}

impl ComparisonView {
    pub(crate) fn new(markup: &Markup) -> ComparisonView {
        let sides = markup.find_all("#compared figure");
        ComparisonView {
            select: markup.find("#second"),
            loading: markup.text("#second-loading"),
            compared: markup.find("#compared"),
            list: markup.find("#compared ol"),
            verdict: markup.text("#verdict"),
            sides: sides.iter().map(|side| SideView::of(markup, side)).collect(),
            rows: Vec::new(),
            choices: Shown::default(),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived, palette } = context;
        self.show_choices(second_choices(&panels.models, core))?;
        self.shown.update(comparison_scene(&panels.models, core, derived, palette), |scene, _| {
            self.compared.set_hidden(scene.is_none());
            let Some(scene) = scene else { return Ok(()) };
            self.verdict.show(&scene.verdict);
            for (view, side) in self.sides.iter_mut().zip(&scene.sides) {
                view.show(side)?;
            }
            while self.rows.len() < scene.rows.len() {
                self.rows.push(RowView::new(&self.list, self.rows.len())?);
            }
            for (view, row) in self.rows.iter_mut().zip(&scene.rows) {
                view.show(row);
            }
            Ok(())
        })
    }

    fn show_choices(&mut self, Picker { mut choices, chosen, is_loading }: Picker) -> Result<(), JsValue> {
        choices.insert(0, Choice { value: String::new(), label: "nothing".to_owned() });
        self.choices.update(choices, |choices, _| fill(&self.select, choices))?;
        self.loading.show(if is_loading { "loading…" } else { "" });
        // The browser has already selected the model that was chosen, but it may fail to load.
        self.select.set_value(&chosen);
        Ok(())
    }
}

impl SideView {
    fn of(markup: &Markup, figure: &HtmlElement) -> SideView {
        let text = |selector: &str| Text::of(markup.find_within::<Element>(figure, selector));
        SideView {
            name: text("figcaption"),
            symbol: text("strong"),
            certainty: text("span"),
            picture: markup.heat_map_on(&markup.find_within(figure, "canvas")),
        }
    }

    fn show(&mut self, side: &Side) -> Result<(), JsValue> {
        self.name.show(&[side.name.as_str(), " · ", &side.shape].concat());
        self.symbol.show(&side.symbol);
        self.certainty.show(&side.certainty);
        self.picture.show(&side.picture)
    }
}

impl RowView {
    fn new(list: &HtmlElement, digit: usize) -> Result<RowView, JsValue> {
        let item = dom::append(list, "li")?;
        let number = |class: &str| dom::append_with_class(&item, "span", class).map(Text::of);
        let bar = |class: &str| {
            let frame = dom::append_with_class(&item, "span", class)?;
            dom::append(&frame, "i")
        };
        let (first, left) = (number("number")?, bar("bar left")?);
        dom::append_text(&item, "b", &digit.to_string())?;
        let (right, second, mark) = (bar("bar")?, number("number")?, number("mark")?);
        Ok(RowView { item, mark, numbers: [first, second], bars: [left, right] })
    }

    fn show(&mut self, row: &Row) {
        dom::set_flag(&self.item, "data-differs", row.differs);
        self.mark.show(if row.differs { "≠" } else { "" });
        for (at, OutputBar { share, text, is_winner }) in row.bars.iter().enumerate() {
            self.numbers[at].show(text);
            dom::set_flag(&self.bars[at], "data-winner", *is_winner);
            dom::set_style(&self.bars[at], "transform", &scale_x(*share));
        }
    }
}

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.control("#second", "change", |select: &HtmlSelectElement| {
        tell(Msg::CompareWith(ModelSource::from_name(&select.value())))
    });
}
