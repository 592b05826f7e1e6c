//! Finds the page's elements when views are created.

use std::cell::OnceCell;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement};

use crate::canvas::{Drawing, HeatMap};
use crate::dom;
use crate::text::Text;

/// Finds elements. For a missing element it returns a null value and remembers the error, so that views can be created
/// without checking each element (which would be most of their code). Call [`Markup::check`] before you use them.
#[derive(Default)]
pub struct Markup {
    missing: OnceCell<JsValue>,
}

impl Markup {
    /// The first element that matches a selector. Its type is not checked: markup and program come from the same build.
    pub fn find<T: JsCast>(&self, selector: &str) -> T {
        self.get(dom::find::<Element>(selector))
    }

    /// The first element inside `parent` that matches a selector.
    pub fn find_within<T: JsCast>(&self, parent: &Element, selector: &str) -> T {
        self.get(dom::find_within(parent, selector))
    }

    /// A new element, not yet in the document.
    pub fn create<T: JsCast>(&self, tag: &str) -> T {
        self.get(dom::document().and_then(|document| document.create_element(tag)))
    }

    /// All elements that match a selector, in document order. There must be at least one.
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

    /// A canvas for a heat map.
    pub fn heat_map(&self, selector: &str) -> HeatMap {
        self.heat_map_on(&self.find(selector))
    }

    /// A heat map on this canvas.
    pub fn heat_map_on(&self, canvas: &HtmlCanvasElement) -> HeatMap {
        HeatMap::new(self.context(canvas))
    }

    /// A canvas to draw on.
    pub fn drawing(&self, selector: &str) -> Drawing {
        self.drawing_on(self.find(selector))
    }

    /// A drawing on this canvas.
    pub fn drawing_on(&self, canvas: HtmlCanvasElement) -> Drawing {
        Drawing::new(self.context(&canvas), canvas)
    }

    /// The 2D context of a canvas.
    pub fn context(&self, canvas: &HtmlCanvasElement) -> CanvasRenderingContext2d {
        self.get(dom::context(canvas))
    }

    /// Whether all elements were found.
    ///
    /// # Errors
    /// Names the first element that was missing.
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

    /// Keeps the first error.
    fn miss(&self, error: JsValue) {
        self.missing.get_or_init(|| error);
    }
}
