//! Messages to the panels and their effects, one variant per panel.

use crate::commands::Command;
use crate::{
    classroom, embed, follow, knobs, lesson, link, matrix, models, neuron, paint, picture, predict,
    propagation, step, tally, training, twin, wall, why, worksheet,
};

/// A message to the panels.
#[derive(Clone, Debug)]
pub enum Msg {
    /// An animation frame, with its time in milliseconds.
    Tick(f64),
    /// Carry out a command, as things stand.
    Command(Command),
    /// A digit's key was pressed where it labels what is on the pad.
    Digit(u8),
    /// For [`neuron`].
    Neuron(neuron::Msg),
    /// For [`follow`].
    Follow(follow::Msg),
    /// For [`why`].
    Why(why::Msg),
    /// For [`matrix`].
    Matrix(matrix::Msg),
    /// For [`predict`].
    Predict(predict::Msg),
    /// For [`propagation`].
    Propagation(propagation::Msg),
    /// For [`knobs`].
    Knobs(knobs::Msg),
    /// For [`wall`].
    Wall(wall::Msg),
    /// For [`paint`].
    Paint(paint::Msg),
    /// For [`training`].
    Training(training::Msg),
    /// For [`step`].
    Step(step::Msg),
    /// For [`models`].
    Models(models::Msg),
    /// For [`link`].
    Link(link::Msg),
    /// For [`lesson`].
    Lesson(lesson::Msg),
    /// For [`picture`].
    Picture(picture::Msg),
    /// For [`twin`].
    Twin(twin::Msg),
    /// For [`worksheet`].
    Worksheet(worksheet::Msg),
    /// For [`classroom`].
    Classroom(classroom::Msg),
    /// For [`tally`].
    Tally(tally::Msg),
    /// For [`embed`].
    Embed(embed::Msg),
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Reply with [`Msg::Tick`] in the next animation frame; repeated requests count once.
    Tick,
    /// An effect of the core, caused by a panel.
    Core(app::msg::Effect),
    /// From [`follow`].
    Follow(follow::Effect),
    /// From [`matrix`].
    Matrix(matrix::Effect),
    /// From [`training`].
    Training(training::Effect),
    /// From [`models`].
    Models(models::Effect),
    /// From [`link`].
    Link(link::Effect),
    /// From [`lesson`].
    Lesson(lesson::Effect),
    /// From [`picture`].
    Picture(picture::Effect),
    /// From [`twin`].
    Twin(twin::Effect),
    /// From [`worksheet`].
    Worksheet(worksheet::Effect),
    /// From [`classroom`].
    Classroom(classroom::Effect),
    /// From [`tally`].
    Tally(tally::Effect),
    /// From [`embed`].
    Embed(embed::Effect),
}

/// Implements the conversion of each panel's messages to [`Msg`].
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
    neuron => Neuron, follow => Follow, why => Why, matrix => Matrix, predict => Predict, propagation => Propagation, knobs => Knobs, wall => Wall,
    paint => Paint, training => Training, step => Step, models => Models, link => Link,
    lesson => Lesson, picture => Picture, worksheet => Worksheet, twin => Twin, classroom => Classroom, tally => Tally, embed => Embed,
}

impl From<Command> for Msg {
    fn from(command: Command) -> Msg {
        Msg::Command(command)
    }
}

impl From<app::msg::Effect> for Effect {
    fn from(effect: app::msg::Effect) -> Effect {
        Effect::Core(effect)
    }
}

impl From<follow::Effect> for Effect {
    fn from(effect: follow::Effect) -> Effect {
        match effect {
            follow::Effect::Core(effect) => Effect::Core(effect),
            effect => Effect::Follow(effect),
        }
    }
}

impl From<training::Effect> for Effect {
    fn from(effect: training::Effect) -> Effect {
        Effect::Training(effect)
    }
}

impl From<classroom::Effect> for Effect {
    fn from(effect: classroom::Effect) -> Effect {
        match effect {
            classroom::Effect::Link(effect) => Effect::from(effect),
            effect => Effect::Classroom(effect),
        }
    }
}

impl From<embed::Effect> for Effect {
    fn from(effect: embed::Effect) -> Effect {
        Effect::Embed(effect)
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

impl From<lesson::Effect> for Effect {
    fn from(effect: lesson::Effect) -> Effect {
        match effect {
            lesson::Effect::Core(effect) => Effect::Core(effect),
            lesson::Effect::Follow(effect) => Effect::from(effect),
            lesson::Effect::Training(effect) => Effect::from(effect),
            lesson::Effect::Link(effect) => Effect::from(effect),
            effect => Effect::Lesson(effect),
        }
    }
}
