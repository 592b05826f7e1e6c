//! The screen around the page: sizes of its parts, the resolution (zoom, a window moved to a projector), and whether
//! the system is dark.

use std::cell::RefCell;
use std::rc::Rc;

use app::msg::Msg;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement, MediaQueryList};

use crate::dom;
use crate::listener::{Listener, SizeWatch};
use crate::message::Sender;

/// The watches on the screen.
pub(super) struct Screen {
    _sizes: SizeWatch,
    _resolution: Rc<Resolution>,
    _darkness: Listener,
}

impl Screen {
    /// Watches, and reports what is so at first.
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

/// The network view's size and type as they are now.
pub(crate) fn resized(stage: &HtmlElement) -> Msg {
    let (width, height, text_size) = size_of(stage);
    Msg::NetworkResized { width, height, text_size }
}

/// An element's width and height inside of its borders, and the size of its type, in CSS pixels.
pub fn size_of(element: &HtmlElement) -> (f32, f32, f32) {
    let style = dom::window().and_then(|window| window.get_computed_style(element)).ok().flatten();
    let font_size = style.and_then(|style| style.get_property_value("font-size").ok());
    let text_size = font_size.map_or(13.0, |size| js_sys::parse_float(&size) as f32);
    (element.client_width() as f32, element.client_height() as f32, text_size)
}

/// A watch on the device pixel ratio: a media query for the present one, made anew each time it changes.
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
        // The engine writes the number: Rust's float formatting would cost the page ten kilobytes.
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
