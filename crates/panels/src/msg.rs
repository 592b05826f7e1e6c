//! What can happen to the panels, and what they ask of the browser: each panel's own messages and effects, by panel.

use crate::{knobs, link, matrix, models, neuron, paint, propagation, wall, why};

/// What can happen to the panels.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The next animation frame has come, at this time in milliseconds.
    Tick(f64),
    /// To [`neuron`].
    Neuron(neuron::Msg),
    /// To [`why`].
    Why(why::Msg),
    /// To [`matrix`].
    Matrix(matrix::Msg),
    /// To [`propagation`].
    Propagation(propagation::Msg),
    /// To [`knobs`].
    Knobs(knobs::Msg),
    /// To [`wall`].
    Wall(wall::Msg),
    /// To [`paint`].
    Paint(paint::Msg),
    /// To [`models`].
    Models(models::Msg),
    /// To [`link`].
    Link(link::Msg),
}

/// What the panels ask of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Answer with [`Msg::Tick`] in the next animation frame; once, however often it is asked for.
    Tick,
    /// What the core asks for, in whose name a panel did something.
    Core(app::msg::Effect),
    /// What [`models`] asks for.
    Models(models::Effect),
    /// What [`link`] asks for.
    Link(link::Effect),
}

/// Makes a panel's own messages messages to the panels.
macro_rules! from_panels {
    ($($panel:ident => $variant:ident),* $(,)?) => {
        $(impl From<$panel::Msg> for Msg {
            fn from(msg: $panel::Msg) -> Msg {
                Msg::$variant(msg)
            }
        })*
    };
}

from_panels! {
    neuron => Neuron, why => Why, matrix => Matrix, propagation => Propagation, knobs => Knobs, wall => Wall,
    paint => Paint, models => Models, link => Link,
}

impl From<app::msg::Effect> for Effect {
    fn from(effect: app::msg::Effect) -> Effect {
        Effect::Core(effect)
    }
}

impl From<models::Effect> for Effect {
    fn from(effect: models::Effect) -> Effect {
        match effect {
            models::Effect::Core(effect) => Effect::Core(effect),
            effect => Effect::Models(effect),
        }
    }
}

impl From<link::Effect> for Effect {
    fn from(effect: link::Effect) -> Effect {
        match effect {
            link::Effect::Core(effect) => Effect::Core(effect),
            effect => Effect::Link(effect),
        }
    }
}
