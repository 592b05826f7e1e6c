//! What each message does to models in and out, and what they ask of the browser.

use app::state::Core;
use models::ModelSource;
use nn::ActivationFn;

use crate::changes::Changes;
use crate::knobs::Knobs;
use crate::models::architecture::{self, Edit};
use crate::models::state::Models;
use crate::models::{load, save};

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

impl Models {
    /// Carries out `msg`.
    pub fn update(&mut self, core: &mut Core, knobs: &Knobs, msg: Msg, out: &mut Vec<Effect>) {
        match msg {
            Msg::File(name, bytes) => {
                self.is_dragging = false;
                load::file(core, &name, bytes);
            }
            Msg::Text(text) => load::text(core, text.trim(), out),
            Msg::Dragging(is_dragging) => self.is_dragging = is_dragging,
            Msg::SetHidden(function) => load::set_functions(core, Some(function), None),
            Msg::SetOutput(function) => load::set_functions(core, None, Some(function)),
            Msg::Save(name) => out.extend(save::save(knobs, core, name.trim())),
            Msg::Edit(edit) => architecture::edit(&mut self.architecture, core, edit),
            Msg::CompareWith(source) => out.extend(self.comparison.compare_with(core, source)),
            Msg::SecondArrived(source, bytes) => {
                let read = bytes.and_then(|bytes| load::read(&bytes, source.name()));
                self.comparison.arrived(core, &source, read);
            }
        }
    }

    /// Reads a file that the core could not, where one has come.
    pub(crate) fn read_unread(&self, core: &mut Core, out: &mut Vec<Effect>) {
        if let Some((source, bytes)) = core.take_unread() {
            load::unread(core, &source, &bytes, out);
        }
    }

    /// The architecture to be made begins with that of the model in use.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        if let Some(network) = core.network().filter(|_| changes.model) {
            self.architecture.adopt(network);
        }
    }
}
