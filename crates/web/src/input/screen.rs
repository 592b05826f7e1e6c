//! The screen: sizes of the page's parts, the resolution (which changes with zoom, or when the window moves to a
//! projector), and the system's colour scheme.

use std::cell::RefCell;
use std::rc::Rc;

use app::msg::Msg;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, MediaQueryList};

use crate::dom;
use crate::listener::{Listener, SizeWatch};
use crate::message::Sender;

/// Watches the screen.
pub(super) struct Screen {
    _sizes: SizeWatch,
    _resolution: Rc<Resolution>,
    _darkness: Listener,
}

impl Screen {
    /// Starts watching, and reports the current values.
    pub(super) fn watch(sender: &Sender) -> Result<Screen, JsValue> {
        let pad: Element = dom::find("#pad")?;
        let stage: HtmlElement = dom::find("#stage")?;
        let (to_page, measured) = (sender.clone(), stage.clone());
        let sizes = SizeWatch::new(&[&pad, &stage], Box::new(move || to_page.send(resized(&measured))))?;
        let dark = media("(prefers-color-scheme: dark)")?;
        sender.send(Msg::SystemTheme(dark.matches()));
        let (to_page, query) = (sender.clone(), dark.clone());
        let on_change = move |_| to_page.send(Msg::SystemTheme(query.matches()));
        let darkness = Listener::new(&dark, "change", Box::new(on_change))?;
        Ok(Screen { _sizes: sizes, _resolution: Resolution::watch(sender.clone())?, _darkness: darkness })
    }
}

/// The current size and font size of the network view.
pub(crate) fn resized(stage: &HtmlElement) -> Msg {
    let (width, height, text_size) = size_of(stage);
    Msg::NetworkResized { width, height, text_size }
}

/// An element's inner width and height, and its font size, in CSS pixels.
pub fn size_of(element: &HtmlElement) -> (f32, f32, f32) {
    let style = dom::window().and_then(|window| window.get_computed_style(element)).ok().flatten();
    let font_size = style.and_then(|style| style.get_property_value("font-size").ok());
    let text_size = font_size.map_or(13.0, |size| js_sys::parse_float(&size) as f32);
    (element.client_width() as f32, element.client_height() as f32, text_size)
}

/// Watches the device pixel ratio with a media query for its current value, replaced each time that it changes.
struct Resolution {
    sender: Sender,
    listener: RefCell<Option<Listener>>,
}

impl Resolution {
    fn watch(sender: Sender) -> Result<Rc<Resolution>, JsValue> {
        let resolution = Rc::new(Resolution { sender, listener: RefCell::new(None) });
        resolution.arm()?;
        Ok(resolution)
    }

    fn arm(self: &Rc<Self>) -> Result<(), JsValue> {
        // Formatted by the engine: Rust's float formatting would add ten kilobytes to the program.
        let ratio = js_sys::Number::from(dom::window()?.device_pixel_ratio()).to_string_with_radix(10)?;
        let query = media(&["(resolution: ", &String::from(ratio), "dppx)"].concat())?;
        let weak = Rc::downgrade(self);
        let on_change = move |_| {
            if let Some(resolution) = weak.upgrade() {
                dom::warn_on_error(resolution.arm());
                resolution.sender.request_frame();
            }
        };
        self.listener.replace(Some(Listener::new(&query, "change", Box::new(on_change))?));
        Ok(())
    }
}

fn media(query: &str) -> Result<MediaQueryList, JsValue> {
    dom::window()?.match_media(query)?.ok_or_else(|| dom::error(&["the browser has no media queries"]))
}
