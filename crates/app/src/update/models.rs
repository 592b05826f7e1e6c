//! Which model is in use: chosen, asked for, taken into use or refused.

use models::{Model, ModelSource, PackedError};

use crate::msg::Effect;
use crate::panel::Panel;
use crate::state::Core;
use crate::target::Target;

impl Core {
    /// Takes another model into use, or asks for its file.
    pub fn choose(&mut self, source: ModelSource, effects: &mut Vec<Effect>) {
        // Whatever else is on its way is not wanted any more.
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

    /// Asks for a model. Whatever was asked for before is not wanted any more.
    pub(super) fn want(&mut self, source: ModelSource) -> Effect {
        self.models.wanted = Some(source.clone());
        Effect::FetchModel(source)
    }

    /// Whether there is no model, and none on its way: it can be asked for again.
    pub fn lacks_model(&self) -> bool {
        self.model().is_none() && self.model_wanted().is_none()
    }

    /// Asks for the default model again, where there is none.
    pub(super) fn retry_model(&mut self, effects: &mut Vec<Effect>) {
        if self.lacks_model() {
            self.dismiss_notes();
            effects.push(self.want(ModelSource::default()));
        }
    }

    /// Takes the model into use, or says why not, unless another was asked for meanwhile. Packed files are read here; a file
    /// of another format is kept for whoever reads those.
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

    /// The file of the model that is wanted, if it has come in a format that is not read here; once.
    pub fn take_unread(&mut self) -> Option<(ModelSource, Vec<u8>)> {
        let bytes = self.models.unread.take()?;
        Some((self.model_wanted()?.clone(), bytes))
    }

    /// Takes a model into use.
    pub fn adopt(&mut self, source: ModelSource, model: Model) {
        self.models.wanted = None;
        self.steps_off.retain(|step| model.preprocessing.contains(*step));
        // A panel that begins with a neuron does so once.
        let begins_with_neuron = self.settings.panel == Panel::Neuron && self.model().is_none();
        self.picked = begins_with_neuron.then_some(Target::neuron(0, 0));
        self.hovered = None;
        self.put_in_use(source, model);
    }

    /// Keeps a model under a name of its own among those of the person's own, and takes it into use.
    pub fn adopt_own(&mut self, model: Model) {
        let in_use = self.model_source().cloned();
        let source = self.models.own.add(&model, in_use.as_ref());
        self.adopt(source, model);
    }

    /// The same under this name, in the place of whatever had it.
    pub fn adopt_own_as(&mut self, source: ModelSource, model: Model) {
        let in_use = self.model_source().cloned();
        self.models.own.put(source.clone(), model.clone(), in_use.as_ref());
        self.adopt(source, model);
    }

    /// The kept copy of the model of the person's own that is in use, to be corrected.
    pub fn own_in_use_mut(&mut self) -> Option<&mut Model> {
        let source = self.model_source()?.clone();
        self.models.own.get_mut(&source)
    }

    /// Says why a model cannot be used. One that is named by the address gives way to the default one, so that the page
    /// works all the same; the drawing stays in any case.
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
