//! Two models beside each other.

use std::cell::RefCell;

use app::derived::Derived;
use app::number;
use app::palette::Palette;
use app::panels::models::{ComparisonScene, Msg, Row, Side, comparison_scene, second_choices};
use app::scene::models::Picker;
use app::scene::page::OutputBar;
use app::state::State;
use models::ModelSource;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlCanvasElement, HtmlElement, HtmlSelectElement};

use super::to_page;
use crate::dom;
use crate::input::Wiring;
use crate::view::{HeatMap, Text};

pub(super) struct ComparisonView {
    select: HtmlSelectElement,
    loading: Text,
    compared: HtmlElement,
    verdict: Text,
    sides: Vec<SideView>,
    rows: Vec<RowView>,
    shown_picker: RefCell<Picker>,
    shown: RefCell<Option<ComparisonScene>>,
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
    pub(super) fn new() -> Result<ComparisonView, JsValue> {
        let list: HtmlElement = dom::find("#compared ol")?;
        let sides: Vec<HtmlElement> = dom::find_all("#compared figure")?;
        Ok(ComparisonView {
            select: dom::find("#second")?,
            loading: Text::find("#second-loading")?,
            compared: dom::find("#compared")?,
            verdict: Text::find("#verdict")?,
            sides: sides.iter().map(SideView::of).collect::<Result<_, _>>()?,
            rows: (0..10).map(|digit| RowView::new(&list, digit)).collect::<Result<_, _>>()?,
            shown_picker: RefCell::default(),
            shown: RefCell::default(),
        })
    }

    pub(super) fn show(&self, state: &State, derived: &Derived, palette: &Palette) -> Result<(), JsValue> {
        self.show_choices(second_choices(state))?;
        let scene = comparison_scene(state, derived, palette);
        if *self.shown.borrow() == scene {
            return Ok(());
        }
        self.compared.set_hidden(scene.is_none());
        if let Some(scene) = &scene {
            self.verdict.show(&scene.verdict);
            for (view, side) in self.sides.iter().zip(&scene.sides) {
                view.show(side)?;
            }
            for (view, row) in self.rows.iter().zip(&scene.rows) {
                view.show(row)?;
            }
        }
        self.shown.replace(scene);
        Ok(())
    }

    fn show_choices(&self, picker: Picker) -> Result<(), JsValue> {
        if *self.shown_picker.borrow() != picker {
            self.select.set_text_content(None);
            let none = [("", "nothing")];
            let choices = picker.choices.iter().map(|choice| (choice.value.as_str(), choice.label.as_str()));
            for (value, label) in none.into_iter().chain(choices) {
                let option = dom::append(&self.select, "option")?;
                dom::set_attribute(&option, "value", value);
                option.set_text_content(Some(label));
            }
            self.loading.show(if picker.is_loading { "loading…" } else { "" });
            self.shown_picker.replace(picker);
        }
        // The browser sets it by itself when another is chosen, which may then not come.
        self.select.set_value(&self.shown_picker.borrow().chosen);
        Ok(())
    }
}

impl SideView {
    fn of(figure: &HtmlElement) -> Result<SideView, JsValue> {
        let part = |selector: &str| -> Result<HtmlElement, JsValue> {
            let found = figure.query_selector(selector)?.ok_or("the comparison lacks a part")?;
            Ok(found.unchecked_into())
        };
        Ok(SideView {
            name: Text::of(part("figcaption")?),
            symbol: Text::of(part("strong")?),
            certainty: Text::of(part("span")?),
            picture: HeatMap::of(&part("canvas")?.unchecked_into::<HtmlCanvasElement>())?,
        })
    }

    fn show(&self, side: &Side) -> Result<(), JsValue> {
        self.name.show(&[side.name.as_str(), " · ", &side.shape].concat());
        self.symbol.show(&side.symbol);
        self.certainty.show(&side.certainty);
        self.picture.show(&side.picture)
    }
}

impl RowView {
    fn new(list: &HtmlElement, digit: usize) -> Result<RowView, JsValue> {
        let item = dom::append(list, "li")?;
        let number = |class: &str| -> Result<Text, JsValue> {
            let number = dom::append(&item, "span")?;
            number.set_class_name(class);
            Ok(Text::of(number))
        };
        let bar = |class: &str| -> Result<HtmlElement, JsValue> {
            let frame = dom::append(&item, "span")?;
            frame.set_class_name(class);
            dom::append(&frame, "i")
        };
        let (first, left) = (number("number")?, bar("bar left")?);
        let label = dom::append(&item, "b")?;
        label.set_text_content(Some(&digit.to_string()));
        let (right, second, mark) = (bar("bar")?, number("number")?, number("mark")?);
        Ok(RowView { item, mark, numbers: [first, second], bars: [left, right] })
    }

    fn show(&self, row: &Row) -> Result<(), JsValue> {
        dom::set_attribute(&self.item, "data-differs", if row.differs { "true" } else { "false" });
        self.mark.show(if row.differs { "≠" } else { "" });
        for (at, OutputBar { share, text, is_winner }) in row.bars.iter().enumerate() {
            self.numbers[at].show(text);
            let bar = &self.bars[at];
            dom::set_attribute(bar, "data-winner", if *is_winner { "true" } else { "false" });
            let scale = ["scaleX(", &number::fixed(*share, 3), ")"].concat();
            bar.style().set_property("transform", &scale)?;
        }
        Ok(())
    }
}

pub(super) fn listen(wiring: &mut Wiring) -> Result<(), JsValue> {
    let select: HtmlSelectElement = dom::find("#second")?;
    let chosen = select.clone();
    wiring.on(&select, "change", move |_: Event| {
        Some(to_page(Msg::CompareWith(ModelSource::from_name(&chosen.value()))))
    })
}
