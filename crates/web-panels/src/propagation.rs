//! The player of the forward pass: controls and caption below the network. What flows through the network is drawn in `flow`.

use panels::propagation::Msg;
use panels::propagation::caption::gauge;
use wasm_bindgen::{JsCast, JsValue};
use web::event::key_of;
use web::{Markup, Shown, Text, Wiring, dom};
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

use crate::context::ViewContext;
use crate::tell::tell;

pub(crate) struct PropagationView {
    network: HtmlElement,
    player: HtmlElement,
    replay: HtmlElement,
    play: HtmlElement,
    looping: HtmlElement,
    column: HtmlElement,
    line: HtmlElement,
    caption: Text,
    position: HtmlInputElement,
    gauge: Element,
    parts: [Element; 3],
    is_open: Shown<bool>,
}

impl PropagationView {
    pub(crate) fn new(markup: &Markup) -> PropagationView {
        PropagationView {
            network: markup.find("#network"),
            player: markup.find("#player"),
            replay: markup.find("#replay"),
            play: markup.find("#player-play"),
            looping: markup.find("#player-loop"),
            column: markup.find("#player-column"),
            line: markup.find("#player-caption"),
            caption: markup.text("#player-caption"),
            position: markup.find("#player-position"),
            gauge: markup.find("#gauge"),
            parts: [
                markup.find("#gauge .function"),
                markup.find("#gauge .way"),
                markup.find("#gauge circle"),
            ],
            is_open: Shown::default(),
        }
    }

    pub(crate) fn show(&mut self, context: &ViewContext) -> Result<(), JsValue> {
        let &ViewContext { core, panels, derived: (derived, of_panels), .. } = context;
        let player = &panels.propagation;
        self.is_open.update(player.is_open, |is_open, before| {
            let focused = dom::document()?.active_element();
            let has_focus = focused.is_some_and(|focused| self.player.contains(Some(&focused)));
            self.player.set_hidden(!is_open);
            let name = if *is_open { "open" } else { "closed" };
            dom::set_attribute(&self.network, "data-player", name);
            // Move the focus to where it is expected.
            match (is_open, before) {
                (true, Some(_)) => self.play.focus(),
                (false, _) if has_focus => self.replay.focus(),
                _ => Ok(()),
            }
        })?;
        if !player.is_open {
            return Ok(());
        }
        let replay = of_panels.replay(player, core, derived);
        let active = replay.active.as_ref();
        self.caption.show(&replay.text);
        set(&self.position, "aria-valuetext", &replay.text);
        let place = ((player.share() * STEPS).round() as u32).to_string();
        if self.position.value() != place {
            self.position.set_value(&place);
        }
        let flags = [
            (&self.play, "aria-label", player.is_playing, ["Play", "Pause"]),
            (&self.player, "data-playing", player.is_playing, ["false", "true"]),
            // Announced only while paused: during playback it changes too often.
            (&self.line, "aria-live", player.is_playing, ["polite", "off"]),
            (&self.looping, "aria-pressed", player.is_looping, ["false", "true"]),
            (&self.column, "aria-pressed", player.wants_column, ["false", "true"]),
        ];
        for (element, name, is_on, values) in flags {
            set(element, name, values[usize::from(is_on)]);
        }
        let gauge = active.and_then(gauge);
        set(&self.gauge, "data-empty", if gauge.is_none() { "true" } else { "false" });
        if let Some(gauge) = gauge {
            let [function, way, mark] = &self.parts;
            set(function, "d", &gauge.path);
            set(way, "d", &gauge.way);
            set(mark, "cx", &gauge.mark.0);
            set(mark, "cy", &gauge.mark.1);
        }
        Ok(())
    }
}

/// Sets an attribute if it changes.
fn set(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        dom::set_attribute(element, name, value);
    }
}

/// Steps of the position slider.
const STEPS: f64 = 500.0;

pub(crate) fn listen(wiring: &mut Wiring) {
    let step = |is_forward, by_layer| Msg::Step { is_forward, by_layer };
    for (selector, msg) in [
        ("#replay", Msg::Open),
        ("#player-close", Msg::Close),
        ("#player-play", Msg::TogglePlay),
        ("#player-back", step(false, false)),
        ("#player-forward", step(true, false)),
        ("#player-layer-back", step(false, true)),
        ("#player-layer-forward", step(true, true)),
    ] {
        wiring.control(selector, "click", move |_: &HtmlElement| tell(msg));
    }
    for (selector, to_msg) in
        [("#player-loop", Msg::SetLooping as fn(bool) -> Msg), ("#player-column", Msg::SetColumn)]
    {
        wiring.control(selector, "click", move |button: &HtmlElement| {
            tell(to_msg(button.get_attribute("aria-pressed").as_deref() != Some("true")))
        });
    }
    wiring.control("#player-position", "input", |slider: &HtmlInputElement| {
        tell(Msg::Seek(slider.value_as_number() / STEPS))
    });
    wiring.control("#player-speed", "change", |select: &HtmlSelectElement| {
        tell(Msg::SetSpeed(select.selected_index().try_into().ok()?))
    });

    wiring.on("#network", "keydown", |event: &KeyboardEvent| {
        let player: HtmlElement = dom::find("#player").ok()?;
        if player.hidden() || !key_of(event).is_plain() {
            return None;
        }
        match event.key().as_str() {
            "Escape" => tell(Msg::Close),
            " " if takes_space(event) => {
                event.prevent_default();
                tell(Msg::TogglePlay)
            }
            _ => None,
        }
    });
}

/// Whether the focused element has no use for Space. Parts of the network have none: they are picked by focus.
fn takes_space(event: &KeyboardEvent) -> bool {
    let target = event.target().map(|target| target.unchecked_into::<Element>());
    target.is_some_and(|target| {
        target.matches("#stage *, [type='range'], :not(button, select, input)").unwrap_or(false)
    })
}
