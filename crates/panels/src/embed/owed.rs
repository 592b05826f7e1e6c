//! Answers that the page owes: they are given once it has settled, so that they tell what there is on screen.

use models::ModelSource;

use crate::commands::Command;

/// An answer that is owed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Owed {
    /// What the network reads.
    Prediction,
    /// The same, once the drawing is there.
    Drawn,
    /// That this model is in use, once it has loaded.
    Model(ModelSource),
    /// That settings have been changed, once this model has loaded, if one is among them.
    Params(Option<ModelSource>),
    /// What is selected.
    Selected,
    /// The state, once its model has loaded.
    State,
    /// Every number in the network.
    Activations,
    /// That a command has been carried out, and whether what it switches is on.
    Done(Command, Option<bool>),
}

impl Owed {
    /// Whether it can only be given once the model has loaded that is on its way.
    pub(super) fn waits_for_model(&self) -> bool {
        matches!(self, Owed::Model(_) | Owed::Params(_) | Owed::State)
    }
}
