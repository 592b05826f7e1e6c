//! A second model that reads the same ink.

use models::{Model, ModelSource};
use nn::ForwardPass;

use super::{load, note};
use crate::msg::Effect as PageEffect;
use crate::panels::Effect;
use crate::state::State;

/// The model to compare with.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// It, and where it came from.
    pub second: Option<(ModelSource, Model)>,
    /// The one that was asked for last, until its file has arrived.
    pub wanted: Option<ModelSource>,
}

/// Takes the model as the second one, or asks for its file.
pub(super) fn compare_with(state: &mut State, source: Option<ModelSource>) -> Option<PageEffect> {
    let models = &mut state.panels.models;
    models.comparison.wanted = None;
    let Some(source) = source else {
        models.comparison.second = None;
        return None;
    };
    if let Some(model) = models.own(&source).cloned() {
        models.comparison.second = Some((source, model));
        return None;
    }
    models.comparison.wanted = Some(source.clone());
    Some(PageEffect::Panel(Effect::FetchSecond(source)))
}

/// The second model's file has arrived.
pub(super) fn arrived(state: &mut State, source: &ModelSource, bytes: Result<Vec<u8>, String>) {
    let comparison = &mut state.panels.models.comparison;
    if comparison.wanted.as_ref() != Some(source) {
        return;
    }
    comparison.wanted = None;
    match bytes.and_then(|bytes| load::read(&bytes, source.name())) {
        Ok(model) => comparison.second = Some((source.clone(), model)),
        Err(reason) => note(state, format!("“{}” cannot be compared with: {reason}.", source.url())),
    }
}

impl Comparison {
    /// What the second model makes of the ink: the picture that it sees, and all its numbers.
    pub(super) fn read(&self, state: &State) -> Option<(digits::DigitImage, ForwardPass)> {
        let (_, model) = self.second.as_ref()?;
        let steps =
            state.steps_off.iter().fold(model.preprocessing.clone(), |steps, off| steps.without(*off));
        let image = state.pad.ink().to_image(&steps);
        let mut pass = ForwardPass::for_network(&model.network);
        model.network.forward(image.pixels(), &mut pass);
        Some((image, pass))
    }
}
