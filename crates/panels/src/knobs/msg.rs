//! Messages to the knobs.

use crate::knobs::action::Action;
use crate::knobs::damage::Damage;
use crate::knobs::parameter::Parameter;
use crate::knobs::scope::Scope;
use crate::knobs::turn::Nudge;
use crate::knobs::view::View;

/// A message to the knobs.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A gesture begins: all changes until [`Msg::End`] form one undo step.
    Begin,
    /// The gesture ends.
    End,
    /// Set a parameter, within the current gesture or else as an undo step. Ignored if it is unknown or frozen, or if
    /// the value is not finite or exceeds [`LARGEST_VALUE`](super::LARGEST_VALUE) in magnitude.
    Set {
        /// The parameter.
        parameter: Parameter,
        /// Its new value.
        value: f32,
    },
    /// Set many parameters.
    SetMany(Vec<(Parameter, f32)>),
    /// Drag a parameter's slider, within a gesture.
    Drag {
        /// The parameter.
        parameter: Parameter,
        /// The distance since the gesture began, as a fraction of the slider's length.
        share: f32,
    },
    /// Change a parameter by key or wheel. Consecutive nudges of one parameter form one undo step.
    Nudge {
        /// The parameter.
        parameter: Parameter,
        /// Direction and distance.
        nudge: Nudge,
        /// Whether to go a tenth of that.
        is_small: bool,
    },
    /// Choose the parameter whose value can be typed.
    Choose(Parameter),
    /// The text typed for the chosen parameter.
    Type(String),
    /// Restore a parameter's trained value.
    Reset(Parameter),
    /// List all weights of the neuron (`true`) or only the strongest.
    ShowAll(bool),
    /// Set the scope of actions.
    SetScope(Scope),
    /// Apply an action to the scope.
    Act(Action),
    /// Set the random seed.
    SetSeed(u32),
    /// Set the noise level in the scope, 0 to [`LARGEST_NOISE`](super::LARGEST_NOISE), beginning a gesture if there is
    /// none.
    AddNoise(f32),
    /// Show this view.
    Show(View),
    /// Do this damage, or take it back if it is in force.
    Break(Damage),
    /// Undo the last step.
    Undo,
    /// Redo the step undone last.
    Redo,
    /// Restore the trained parameters and unfreeze everything, as one undo step, and take every step from ink to pixels again.
    BackToTrained,
}
