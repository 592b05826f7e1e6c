//! What can happen to models in and out, and what they ask of the browser.

use models::ModelSource;
use nn::ActivationFn;

use crate::models::architecture::Edit;

/// What can happen to models in and out.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A file was chosen or dropped: its name, and its bytes or why there are none.
    File(String, Result<Vec<u8>, String>),
    /// Something was pasted, or entered: the text of a model file, or an address.
    Text(String),
    /// Files are dragged over the page (true), or not any more.
    Dragging(bool),
    /// The hidden layers of the model in use have this activation function, which its file does not say.
    SetHidden(ActivationFn),
    /// Its outputs have this one.
    SetOutput(ActivationFn),
    /// The model in use is to be saved under this name, or its own where it is empty.
    Save(String),
    /// The architecture is to be another one.
    Edit(Edit),
    /// This model is to be compared with the one in use, or none.
    CompareWith(Option<ModelSource>),
    /// The bytes of its file, or why there are none.
    SecondArrived(ModelSource, Result<Vec<u8>, String>),
}

/// What they ask of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Give this text to the person as a file of this name.
    Save {
        /// The file's name.
        name: String,
        /// What stands in it.
        json: String,
    },
    /// Get the file of the model to compare with and answer with [`Msg::SecondArrived`].
    FetchSecond(ModelSource),
    /// What the core asks for.
    Core(app::msg::Effect),
}
