//! What can happen to the knobs.

use crate::knobs::action::Action;
use crate::knobs::parameter::Parameter;
use crate::knobs::scope::Scope;
use crate::knobs::turn::Nudge;

/// What can happen to the knobs.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A gesture begins: what is set until [`Msg::End`] is one step that can be undone.
    Begin,
    /// The gesture ends.
    End,
    /// A knob is set, within the gesture if one has begun, else as a step of its own. A knob that is not there or is frozen
    /// and a value that is not finite or beyond [`LARGEST_VALUE`](super::LARGEST_VALUE) change nothing.
    Set {
        /// The knob.
        parameter: Parameter,
        /// Its new value.
        value: f32,
    },
    /// The same for many.
    SetMany(Vec<(Parameter, f32)>),
    /// A knob is dragged, within the gesture.
    Drag {
        /// The knob.
        parameter: Parameter,
        /// By this share of its track since the gesture began.
        share: f32,
    },
    /// A knob is turned by key or wheel. Until [`Msg::End`] or anything else, these are one step.
    Nudge {
        /// The knob.
        parameter: Parameter,
        /// How far.
        nudge: Nudge,
        /// Whether a tenth of that.
        is_small: bool,
    },
    /// Another knob's number is to be typed.
    Choose(Parameter),
    /// This was typed for the chosen knob.
    Type(String),
    /// A knob is to be as in the trained model.
    Reset(Parameter),
    /// All weights of the neuron are to have a row (true), or the strongest.
    ShowAll(bool),
    /// What actions are about.
    SetScope(Scope),
    /// Something is done to all of the scope.
    Act(Action),
    /// The seed of randomness.
    SetSeed(u32),
    /// Noise upon all of the scope, 0 to [`LARGEST_NOISE`](super::LARGEST_NOISE); within a gesture, which it begins itself if need be.
    AddNoise(f32),
    /// The last step is taken back.
    Undo,
    /// The step that was taken back is done again.
    Redo,
    /// Everything is to be as in the trained model, and nothing frozen. A step that can be undone.
    BackToTrained,
}
