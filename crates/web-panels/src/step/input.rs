//! What clicks, sliders and keys in the panel mean.

use app::msg::Msg as CoreMsg;
use app::named::Named;
use app::panel::Panel;
use app::target::Target;
use panels::keys;
use panels::knobs::{self, Parameter};
use panels::step::{Msg, View};
use web::event::{closest, closest_attribute, key_of, pixel_at, surface, taken};
use web::{Wiring, dom};
use web_sys::{
    Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, PointerEvent,
};

use crate::tell::{tell, tell_core};

pub(crate) fn listen(wiring: &mut Wiring) {
    wiring.control(".open-step", "click", |_: &HtmlElement| tell_core(CoreMsg::Open(Panel::Step)));
    wiring.control("#step-close", "click", |_: &HtmlElement| tell_core(CoreMsg::ClosePanel));
    for (selector, msg) in [
        ("#step-back", Msg::Step(false)),
        ("#step-play", Msg::TogglePlay),
        ("#step-next", Msg::Step(true)),
        ("#step-take", Msg::Take),
    ] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg));
    }
    wiring.control("#step-undo", "click", |_: &HtmlElement| tell(knobs::Msg::Undo));
    wiring.control("[data-view-of-step]", "click", |button: &HtmlElement| {
        tell(Msg::Show(View::from_name(&button.get_attribute("data-view-of-step")?)?))
    });
    wiring.control(".says-digit [data-label]", "click", |button: &HtmlElement| {
        tell(Msg::Label(button.get_attribute("data-label")?.parse().ok()?))
    });
    wiring.control("#step-speed", "change", |select: &HtmlSelectElement| {
        tell(Msg::SetSpeed(select.selected_index().try_into().ok()?))
    });
    wiring.control("#step-rate", "input", |slider: &HtmlInputElement| tell(Msg::SetRate(power(slider))));
    wiring
        .control("#check-epsilon", "input", |slider: &HtmlInputElement| tell(Msg::SetEpsilon(power(slider))));
    wiring.on("#step-gradients", "click", |event: &Event| {
        tell(Msg::Choose(closest_attribute(event, "data-parameter")?.parse().ok()?))
    });
    wiring.on("#step-picture", "pointerdown", |event: &PointerEvent| {
        let picture: Element = surface(event)?;
        let Target::Pixel(pixel_idx) = pixel_at(&picture, event)? else { return None };
        choose(Some(pixel_idx))
    });
    // The bias comes first.
    wiring.control("#step-weight", "change", |list: &HtmlSelectElement| {
        choose(usize::try_from(list.selected_index()).ok()?.checked_sub(1))
    });
    wiring.control("#check-knob", "change", |list: &HtmlSelectElement| {
        tell(Msg::Choose(list.value().parse().ok()?))
    });
    // The knob whose value can be typed.
    wiring.control("#check-gradient", "click", |_: &HtmlElement| {
        let chosen = dom::find::<Element>("#knob-list [data-chosen='true']").ok()?;
        tell(Msg::Check(chosen.get_attribute("data-knob")?.parse().ok()?))
    });
    wiring.on("section[data-panel='step']", "keydown", |event: &KeyboardEvent| {
        let is_on = |selector: &str| closest(event, selector).is_some();
        let focus = (is_on("select, input"), is_on("button"));
        taken(event, keys::on_step(&key_of(event), focus)).and_then(tell)
    });
}

/// The sliders are logarithmic.
fn power(slider: &HtmlInputElement) -> f32 {
    10.0_f32.powf(slider.value_as_number() as f32)
}

/// The weight from this input, or the bias, of the neuron that the rows belong to.
fn choose(from: Option<usize>) -> Option<web::Message> {
    let row: Element = dom::find("#step-gradients [data-parameter]").ok()?;
    let parameter: Parameter = row.get_attribute("data-parameter")?.parse().ok()?;
    tell(Msg::Choose(Parameter { from, ..parameter }))
}
