//! A number followed through the network: buttons for the steps, the step in words, and the equation so far.

use app::msg::Msg as CoreMsg;
use app::number;
use app::target::Target;
use panels::follow::scene::{FollowScene, can_start, follow_scene};
use panels::follow::{Effect, Msg};
use panels::keys;
use wasm_bindgen::{JsCast, JsValue};
use web::event::{key_of, taken};
use web::{Markup, Shown, Text, Wiring, dom};
use web_sys::{Element, Event, HtmlElement, HtmlSelectElement, KeyboardEvent};

use crate::context::ViewContext;
use crate::curve::CurveView;
use crate::math::append_line;
use crate::tell::tell;

pub(crate) struct FollowView {
    start: HtmlElement,
    whole: HtmlElement,
    value: Text,
    count: Text,
    back: HtmlElement,
    next: HtmlElement,
    says: Text,
    choice: HtmlElement,
    list: HtmlSelectElement,
    lines: HtmlElement,
    figure: HtmlElement,
    curve: CurveView,
    choices: Shown<Vec<(Target, String, bool)>>,
    shown: Shown<FollowScene>,
}

impl FollowView {
    pub(crate) fn new(markup: &Markup) -> FollowView {
        FollowView {
            start: markup.find("#follow-start"),
            whole: markup.find("#follow"),
            value: markup.text("#follow h2 output"),
            count: markup.text("#follow .count"),
            back: markup.find("#follow-back"),
            next: markup.find("#follow-next"),
            says: markup.text("#follow .says"),
            choice: markup.find("#follow .choice"),
            list: markup.find("#follow-through"),
            lines: markup.find("#follow .equation"),
            figure: markup.find("#follow .curve"),
            curve: CurveView::new(markup, "#follow"),
            choices: Shown::default(),
            shown: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived: (derived, _), .. } = context;
        self.start.set_hidden(!can_start(&panels.follow, core));
        let scene = follow_scene(&panels.follow, core, derived);
        self.whole.set_hidden(scene.is_none());
        scene.map_or(Ok(()), |scene| self.show_scene(scene))
    }

    pub(crate) fn perform(&self, effect: Effect) {
        if effect == Effect::FocusOnNext {
            // What is hidden takes no focus, and it is shown only in the next frame.
            self.whole.set_hidden(false);
            dom::warn_on_error(self.next.focus());
        }
    }

    fn show_scene(&mut self, scene: FollowScene) -> Result<(), JsValue> {
        self.shown.update(scene, |scene, before| {
            for (attribute, value) in [
                ("data-stage", scene.stage.name()),
                ("data-reached", &scene.reached.to_string()),
                ("data-value", &number::plain(scene.value, 4)),
            ] {
                dom::set_attribute(&self.whole, attribute, value);
            }
            self.value.show(&number::fixed(scene.value, 2));
            self.count.show(&scene.count);
            dom::set_flag(&self.back, "aria-disabled", !scene.ways.0);
            dom::set_flag(&self.next, "aria-disabled", !scene.ways.1);
            self.says.show(&scene.says);
            dom::set_flag(&self.choice, "data-empty", scene.choices.is_empty());
            self.choices.update_ref(&scene.choices, || show_choices(&self.list, &scene.choices))?;
            if before.is_none_or(|before| before.lines != scene.lines) {
                self.lines.set_text_content(None);
                for line in &scene.lines {
                    append_line(&self.lines, line, 0)?;
                }
                self.lines.set_scroll_top(self.lines.scroll_height());
            }
            dom::set_flag(&self.figure, "data-empty", scene.curve.is_none());
            scene.curve.iter().for_each(|curve| self.curve.show(curve));
            Ok(())
        })
    }
}

fn show_choices(list: &HtmlSelectElement, choices: &[(Target, String, bool)]) -> Result<(), JsValue> {
    list.set_text_content(None);
    for (target, text, is_chosen) in choices {
        let option = dom::append_text(list, "option", text)?;
        dom::set_attribute(&option, "value", &target.to_string());
        if *is_chosen {
            dom::set_attribute(&option, "selected", "");
        }
    }
    Ok(())
}

pub(crate) fn listen(wiring: &mut Wiring) {
    for (selector, msg) in [
        ("#follow-start button", Msg::Start),
        ("#follow-back", Msg::Step(false)),
        ("#follow-next", Msg::Step(true)),
        ("#follow-close", Msg::Close),
    ] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg));
    }
    // Tab would lead to a neuron first, which would be picked instead.
    wiring.on("#grid", "keydown", |event: &KeyboardEvent| {
        taken(event, keys::on_grid(&key_of(event))).and_then(tell)
    });
    wiring.control("#follow-through", "change", |list: &HtmlSelectElement| {
        tell(Msg::Through(list.value().parse().ok()?))
    });
    wiring.on("#follow", "keydown", |event: &KeyboardEvent| {
        let target: Element = event.target()?.unchecked_into();
        taken(event, keys::on_follow(&key_of(event), target.tag_name() == "SELECT")).and_then(tell)
    });
    // The path stands out better without what the pointer was over.
    wiring.on("#follow", "pointerenter", |_: &Event| Some(CoreMsg::PointAt(None)));
}
