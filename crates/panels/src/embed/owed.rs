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
    /// The state, once no model is on its way; this one, if it was asked to lead to a state with another model.
    State(Option<ModelSource>),
    /// Every number in the network.
    Activations,
    /// That a command has been carried out, and whether what it switches is on.
    Done(Command, Option<bool>),
}

impl Owed {
    /// Whether it can only be given once the model has loaded that is on its way.
    pub(super) fn waits_for_model(&self) -> bool {
        matches!(self, Owed::Model(_) | Owed::Params(_) | Owed::State(_))
    }

    /// Whether it tells what the network reads, so that there must be one.
    pub(super) fn waits_for_network(&self) -> bool {
        matches!(self, Owed::Prediction | Owed::Drawn)
    }

    /// The model that must be in use then.
    pub(super) fn model(&self) -> Option<&ModelSource> {
        match self {
            Owed::Model(source) | Owed::Params(Some(source)) | Owed::State(Some(source)) => Some(source),
            _ => None,
        }
    }
}
