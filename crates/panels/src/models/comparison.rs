//! A second model that reads the same ink, for comparison.

use app::revision::Revision;
use app::state::Core;
use models::{Model, ModelSource};

use crate::models::msg::Effect;

/// The comparison with a second model.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    second: Option<(ModelSource, Model)>,
    wanted: Option<ModelSource>,
    revision: Revision,
}

impl Comparison {
    /// The second model and its source.
    pub fn second(&self) -> Option<&(ModelSource, Model)> {
        self.second.as_ref()
    }

    /// The second model requested last, until its file arrives.
    pub fn wanted(&self) -> Option<&ModelSource> {
        self.wanted.as_ref()
    }

    /// The revision of the second model.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    fn set(&mut self, second: Option<(ModelSource, Model)>) {
        self.second = second;
        self.revision.advance();
    }

    /// Sets the second model, or returns the effect that fetches its file.
    pub(super) fn compare_with(&mut self, core: &Core, source: Option<ModelSource>) -> Option<Effect> {
        self.wanted = None;
        let Some(source) = source else {
            self.set(None);
            return None;
        };
        if let Some(model) = core.own_models().get(&source).cloned() {
            self.set(Some((source, model)));
            return None;
        }
        self.wanted = Some(source.clone());
        Some(Effect::FetchSecond(source))
    }

    /// The second model's file has arrived and was parsed, or an error occurred.
    pub(super) fn arrived(&mut self, core: &mut Core, source: &ModelSource, read: Result<Model, String>) {
        if self.wanted.as_ref() != Some(source) {
            return;
        }
        self.wanted = None;
        match read {
            Ok(model) => self.set(Some((source.clone(), model))),
            Err(reason) => core.note(format!("Could not load “{}” to compare: {reason}.", source.url())),
        }
    }
}
