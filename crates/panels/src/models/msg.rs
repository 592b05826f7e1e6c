//! Messages to the models panel and its effects.

use models::ModelSource;
use nn::ActivationFn;

use crate::models::architecture::Edit;

/// A message to the models panel.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A file was chosen or dropped: its name, and its bytes or an error.
    File(String, Result<Vec<u8>, String>),
    /// Text was pasted or entered: a model file or an address.
    Text(String),
    /// Files are dragged over the page (`true`) or no longer are.
    Dragging(bool),
    /// Set the current model's hidden activation function, if its file does not specify it.
    SetHidden(ActivationFn),
    /// Set its output activation function.
    SetOutput(ActivationFn),
    /// Save the current model under this name, or under its default name if empty.
    Save(String),
    /// Edit the architecture.
    Edit(Edit),
    /// Compare the current model with this one, or stop comparing.
    CompareWith(Option<ModelSource>),
    /// The bytes of the second model's file, or an error.
    SecondArrived(ModelSource, Result<Vec<u8>, String>),
}

/// An effect of the models panel.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Offer a file for download.
    Save {
        /// The file's name.
        name: String,
        /// Its contents.
        json: String,
    },
    /// Fetch the second model's file and reply with [`Msg::SecondArrived`].
    FetchSecond(ModelSource),
    /// An effect of the core.
    Core(app::msg::Effect),
}
