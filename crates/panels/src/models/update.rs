//! Updates of the models panel by messages and changes elsewhere.

use app::state::Core;
use models::{Model, ModelSource};

use crate::changes::Changes;
use crate::knobs::Knobs;
use crate::models::architecture;
use crate::models::msg::{Effect, Msg};
use crate::models::state::Models;
use crate::models::{load, save};

impl Models {
    /// Handles `msg`.
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

    /// Reads the text of a model file.
    ///
    /// # Errors
    /// A phrase that gives the reason, if it cannot be read.
    pub(crate) fn read(text: &str) -> Result<Model, String> {
        load::check_size(text.len())?;
        load::read(text.as_bytes(), "model")
    }

    /// Takes a model into use as one of the user's own. Returns the source that it can be chosen by.
    pub(crate) fn take_in(core: &mut Core, model: Model) -> ModelSource {
        load::take_in(core, model);
        core.model_source().cloned().unwrap_or_default()
    }

    /// Reads a file that the core could not read, if there is one.
    pub(crate) fn read_unread(&self, core: &mut Core, out: &mut Vec<Effect>) {
        if let Some((source, bytes)) = core.take_unread() {
            load::unread(core, &source, &bytes, out);
        }
    }

    /// Starts the architecture editor from the new model's network.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        if let Some(network) = core.network().filter(|_| changes.model) {
            self.architecture.adopt(network);
        }
    }
}
