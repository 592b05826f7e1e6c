//! Choosing, requesting, adopting and rejecting models.

use models::{Model, ModelSource, PackedError};

use crate::msg::Effect;
use crate::panel::Panel;
use crate::state::Core;
use crate::target::Target;

impl Core {
    /// Switches to another model, or requests its file.
    pub fn choose(&mut self, source: ModelSource, effects: &mut Vec<Effect>) {
        // Cancels any pending request.
        self.models.wanted = None;
        if self.model_source() == Some(&source) {
            return;
        }
        if let ModelSource::Own(_) = source {
            return match self.own_models().get(&source).cloned() {
                Some(model) => self.adopt(source, model),
                None => self.refuse(&source, "it is no longer available; load its file again", effects),
            };
        }
        effects.push(self.want(source));
    }

    /// Requests a model, cancelling any earlier request.
    pub(super) fn want(&mut self, source: ModelSource) -> Effect {
        self.models.wanted = Some(source.clone());
        Effect::FetchModel(source)
    }

    /// Whether no model is loaded or requested, so that loading can be retried.
    pub fn lacks_model(&self) -> bool {
        self.model().is_none() && self.model_wanted().is_none()
    }

    /// Requests the default model again, if there is none.
    pub(super) fn retry_model(&mut self, effects: &mut Vec<Effect>) {
        if self.lacks_model() {
            self.dismiss_notes();
            effects.push(self.want(ModelSource::default()));
        }
    }

    /// Puts the arrived model into use or reports why not, unless another was requested in the meantime. Only packed files
    /// are read here; other formats are kept for [`Core::take_unread`].
    pub(super) fn model_arrived(
        &mut self,
        source: &ModelSource,
        bytes: Result<Vec<u8>, String>,
        effects: &mut Vec<Effect>,
    ) {
        if self.model_wanted() != Some(source) {
            return;
        }
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(reason) => return self.refuse(source, &reason, effects),
        };
        match Model::from_packed(&bytes) {
            Ok(model) => self.adopt(source.clone(), model),
            Err(PackedError::NotPacked) if matches!(source, ModelSource::Url(_)) => {
                self.models.unread = Some(bytes);
            }
            Err(error) => self.refuse(source, &error.to_string(), effects),
        }
    }

    /// Takes the file of the requested model, if it arrived in a format that the core cannot read.
    pub fn take_unread(&mut self) -> Option<(ModelSource, Vec<u8>)> {
        let bytes = self.models.unread.take()?;
        Some((self.model_wanted()?.clone(), bytes))
    }

    /// Puts a model into use.
    pub fn adopt(&mut self, source: ModelSource, model: Model) {
        self.models.wanted = None;
        self.steps_off.retain(|step| model.preprocessing.contains(*step));
        // The initial selection applies only to the first model.
        let begins_with_neuron = self.settings.panel == Panel::Neuron && self.model().is_none();
        self.picked = begins_with_neuron.then_some(Target::neuron(0, 0));
        self.hovered = None;
        self.put_in_use(source, model);
    }

    /// Adds a model to the user's own under a unique name and puts it into use.
    pub fn adopt_own(&mut self, model: Model) {
        let in_use = self.model_source().cloned();
        let source = self.models.own.add(&model, in_use.as_ref());
        self.adopt(source, model);
    }

    /// Stores a model of the user's own under this name, replacing any other, and puts it into use.
    pub fn adopt_own_as(&mut self, source: ModelSource, model: Model) {
        let in_use = self.model_source().cloned();
        self.models.own.put(source.clone(), model.clone(), in_use.as_ref());
        self.adopt(source, model);
    }

    /// The stored copy of the current model, if it is one of the user's own.
    pub fn own_in_use_mut(&mut self) -> Option<&mut Model> {
        let source = self.model_source()?.clone();
        self.models.own.get_mut(&source)
    }

    /// Reports why a model cannot be used. If none is in use yet, the default model is requested instead, so that the
    /// page still works.
    pub fn refuse(&mut self, source: &ModelSource, reason: &str, effects: &mut Vec<Effect>) {
        self.models.wanted = None;
        let mut note = format!("Could not load the model “{}”: {reason}.", source.url());
        if self.model().is_none() && *source != ModelSource::default() {
            note.push_str(" Using the default model instead.");
            effects.push(self.want(ModelSource::default()));
        } else if self.model().is_none() {
            note.push_str(" You can draw in the meantime.");
        } else {
            note.push_str(" The current model stays in use.");
        }
        effects.push(Effect::Warn(note.clone()));
        self.note(note);
    }
}
