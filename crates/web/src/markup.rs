//! Finding the page's elements while views are made.

use std::cell::OnceCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement};

use crate::canvas::{Drawing, HeatMap};
use crate::dom;
use crate::text::Text;

/// Finds elements. The first that is missing is remembered, and an empty value stands in its place: views are made in one
/// go, and [`Markup::check`] tells whether they may be used.
#[derive(Default)]
pub struct Markup {
    missing: OnceCell<JsValue>,
}

impl Markup {
    /// The first element that a selector names. Its type is taken on trust: markup and program come from one build.
    pub fn find<T: JsCast>(&self, selector: &str) -> T {
        self.get(dom::find::<Element>(selector))
    }

    /// The first element inside of `parent` that a selector names.
    pub fn find_within<T: JsCast>(&self, parent: &Element, selector: &str) -> T {
        self.get(dom::find_within(parent, selector))
    }

    /// A new element that is nowhere in the document.
    pub fn create<T: JsCast>(&self, tag: &str) -> T {
        self.get(dom::document().and_then(|document| document.create_element(tag)))
    }

    /// All elements that a selector names, at least one, in the document's order.
    pub fn find_all(&self, selector: &str) -> Vec<HtmlElement> {
        dom::find_all_there(selector).unwrap_or_else(|error| {
            self.miss(error);
            Vec::new()
        })
    }

    /// An element whose text changes.
    pub fn text(&self, selector: &str) -> Text {
        Text::of(self.find::<Element>(selector))
    }

    /// A canvas that shows a picture.
    pub fn heat_map(&self, selector: &str) -> HeatMap {
        self.heat_map_on(&self.find(selector))
    }

    /// A canvas that shows a picture.
    pub fn heat_map_on(&self, canvas: &HtmlCanvasElement) -> HeatMap {
        HeatMap::new(self.context(canvas))
    }

    /// A canvas that is drawn on.
    pub fn drawing(&self, selector: &str) -> Drawing {
        self.drawing_on(self.find(selector))
    }

    /// A canvas that is drawn on.
    pub fn drawing_on(&self, canvas: HtmlCanvasElement) -> Drawing {
        Drawing::new(self.context(&canvas), canvas)
    }

    /// The 2D context of a canvas.
    pub fn context(&self, canvas: &HtmlCanvasElement) -> CanvasRenderingContext2d {
        self.get(dom::context(canvas))
    }

    /// Whether everything was there.
    ///
    /// # Errors
    /// What was missing first.
    pub fn check(self) -> Result<(), JsValue> {
        self.missing.into_inner().map_or(Ok(()), Err)
    }

    fn get<T: JsCast>(&self, found: Result<impl Into<JsValue>, JsValue>) -> T {
        let value = found.map(Into::into).unwrap_or_else(|error| {
            self.miss(error);
            JsValue::NULL
        });
        value.unchecked_into()
    }

    /// What is missing first counts.
    fn miss(&self, error: JsValue) {
        self.missing.get_or_init(|| error);
    }
}
