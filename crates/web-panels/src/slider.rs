//! Sliders that turn a knob.

use app::number;
use panels::knobs::Msg;
use web::Wiring;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::tell::tell;

/// Sets a slider's value and its range, which is `range` to either side of 0.
pub(crate) fn set_slider(slider: &HtmlInputElement, value: f32, range: f32) {
    slider.set_min(&number::plain(-range, 1));
    slider.set_max(&number::plain(range, 1));
    slider.set_value_as_number(f64::from(value));
}

/// Makes each drag of a slider one step that can be undone.
pub(crate) fn listen_to_gesture(wiring: &mut Wiring, selector: &'static str) {
    wiring.control(selector, "pointerdown", |_: &HtmlElement| tell(Msg::Begin));
    listen_to_end(wiring, selector);
}

/// Ends the step when the slider is let go.
pub(crate) fn listen_to_end(wiring: &mut Wiring, selector: &'static str) {
    for event in ["pointerup", "pointercancel", "keyup", "blur"] {
        wiring.control(selector, event, |_: &HtmlElement| tell(Msg::End));
    }
}
