//! The screen around the page: sizes of its parts, the resolution (zoom, a window moved to a projector), and whether
//! the system is dark.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use app::msg::Msg;
use wasm_bindgen::JsValue;
use web_sys::{Element, Event, HtmlElement, MediaQueryList};

use crate::dom;
use crate::listener::{Listener, SizeWatch};
use crate::runtime::Runtime;

/// The watches on the screen.
pub(super) struct Screen {
    _sizes: SizeWatch,
    _resolution: Rc<Resolution>,
    _darkness: Listener,
}

impl Screen {
    /// Watches, and reports what is so at first.
    pub(super) fn watch(runtime: &Rc<Runtime>) -> Result<Screen, JsValue> {
        let pad: Element = dom::find("#pad")?;
        let stage: HtmlElement = dom::find("#stage")?;
        let weak = Rc::downgrade(runtime);
        let measured = stage.clone();
        let sizes = SizeWatch::new(&[&pad, &stage], move || {
            if let Some(runtime) = weak.upgrade() {
                runtime.dispatch(resized(&measured));
            }
        })?;
        let dark = media("(prefers-color-scheme: dark)")?;
        runtime.dispatch(Msg::SystemTheme(dark.matches()));
        let weak = Rc::downgrade(runtime);
        let query = dark.clone();
        let darkness = Listener::new(&dark, "change", move |_: Event| {
            if let Some(runtime) = weak.upgrade() {
                runtime.dispatch(Msg::SystemTheme(query.matches()));
            }
        })?;
        Ok(Screen { _sizes: sizes, _resolution: Resolution::watch(runtime)?, _darkness: darkness })
    }
}

/// The network view's size and type as they are now.
pub(crate) fn resized(stage: &HtmlElement) -> Msg {
    let (width, height, text_size) = size_of(stage);
    Msg::NetworkResized { width, height, text_size }
}

/// An element's width and height inside of its borders, and the size of its type, in CSS pixels.
pub(crate) fn size_of(element: &HtmlElement) -> (f32, f32, f32) {
    let style = dom::window().and_then(|window| window.get_computed_style(element)).ok().flatten();
    let font_size = style.and_then(|style| style.get_property_value("font-size").ok());
    let text_size = font_size.map_or(13.0, |size| js_sys::parse_float(&size) as f32);
    (element.client_width() as f32, element.client_height() as f32, text_size)
}

/// A watch on the device pixel ratio: a media query for the present one, made anew each time it changes.
struct Resolution {
    runtime: Weak<Runtime>,
    listener: RefCell<Option<Listener>>,
}

impl Resolution {
    fn watch(runtime: &Rc<Runtime>) -> Result<Rc<Resolution>, JsValue> {
        let resolution =
            Rc::new(Resolution { runtime: Rc::downgrade(runtime), listener: RefCell::new(None) });
        resolution.arm()?;
        Ok(resolution)
    }

    fn arm(self: &Rc<Self>) -> Result<(), JsValue> {
        // The engine writes the number: Rust's float formatting would cost the page ten kilobytes.
        let ratio = js_sys::Number::from(dom::window()?.device_pixel_ratio()).to_string_with_radix(10)?;
        let query = media(&["(resolution: ", &String::from(ratio), "dppx)"].concat())?;
        let weak = Rc::downgrade(self);
        let listener = Listener::new(&query, "change", move |_: Event| {
            if let Some(resolution) = weak.upgrade() {
                dom::warn_on_error(resolution.arm());
                if let Some(runtime) = resolution.runtime.upgrade() {
                    runtime.request_frame();
                }
            }
        })?;
        self.listener.replace(Some(listener));
        Ok(())
    }
}

fn media(query: &str) -> Result<MediaQueryList, JsValue> {
    dom::window()?.match_media(query)?.ok_or_else(|| JsValue::from_str("the browser has no media queries"))
}
