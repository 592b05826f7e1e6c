//! Models loaded or created by the user, kept unmodified so that they can be chosen again without their files.

use models::{Model, ModelSource, OWN};

/// Beyond this number, the oldest model that is not in use is dropped.
pub const MAX_OWN_MODELS: usize = 8;

/// The user's own models, oldest first, each under a unique name.
#[derive(Clone, Debug, Default)]
pub struct OwnModels(Vec<(ModelSource, Model)>);

impl OwnModels {
    /// Iterates over the models, oldest first.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&ModelSource, &Model)> {
        self.0.iter().map(|(source, model)| (source, model))
    }

    /// The unmodified model with this name.
    pub fn get(&self, source: &ModelSource) -> Option<&Model> {
        self.iter().find(|(own, _)| *own == source).map(|(_, model)| model)
    }

    /// Mutable access to the model with this name.
    pub fn get_mut(&mut self, source: &ModelSource) -> Option<&mut Model> {
        self.0.iter_mut().find(|(own, _)| own == source).map(|(_, model)| model)
    }

    /// Adds a model under a unique name, which it returns. A model with the same network is not added twice.
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

    /// Stores a model under this name, replacing any other.
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
