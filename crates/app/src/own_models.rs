//! The models that a person loaded or made here, as they came: choosing one again needs no file.

use models::{Model, ModelSource, OWN};

/// More models are not kept: the oldest that is not in use makes room.
pub const MAX_OWN_MODELS: usize = 8;

/// The models of a person's own, oldest first, each under a name that no other has.
#[derive(Clone, Debug, Default)]
pub struct OwnModels(Vec<(ModelSource, Model)>);

impl OwnModels {
    /// All of them, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ModelSource, &Model)> {
        self.0.iter().map(|(source, model)| (source, model))
    }

    /// The model that this names, as it came.
    pub fn get(&self, source: &ModelSource) -> Option<&Model> {
        self.iter().find(|(own, _)| *own == source).map(|(_, model)| model)
    }

    /// The same, to be corrected.
    pub fn get_mut(&mut self, source: &ModelSource) -> Option<&mut Model> {
        self.0.iter_mut().find(|(own, _)| own == source).map(|(_, model)| model)
    }

    /// Adds a model under a name of its own, which is returned; the same model twice is one.
    pub(crate) fn add(&mut self, model: &Model, in_use: Option<&ModelSource>) -> ModelSource {
        let name = |n: usize| match n {
            1 => [OWN, &model.name].concat(),
            n => [OWN, &model.name, " (", &n.to_string(), ")"].concat(),
        };
        let mut n = 1;
        loop {
            let source = ModelSource::Own(name(n));
            match self.get(&source) {
                Some(other) if other.network == model.network => return source,
                Some(_) => n += 1,
                None => {
                    self.put(source.clone(), model.clone(), in_use);
                    return source;
                }
            }
        }
    }

    /// Keeps a model under this name, in the place of whatever had it.
    pub(crate) fn put(&mut self, source: ModelSource, model: Model, in_use: Option<&ModelSource>) {
        if let Some(old) = self.get_mut(&source) {
            *old = model;
            return;
        }
        self.0.push((source, model));
        if self.0.len() > MAX_OWN_MODELS
            && let Some(oldest) = self.0.iter().position(|(own, _)| in_use != Some(own))
        {
            self.0.remove(oldest);
        }
    }
}
