//! Models in and out: loaded, saved, made, and two beside each other.

mod architecture;
mod comparison;
mod load;
mod save;
mod scene;

pub use architecture::{Architecture, Edit, MAX_LAYERS, MAX_NEURONS};
pub use comparison::Comparison;
pub use load::{check_size, is_model_text};
pub use scene::{
    ArchitectureScene, ChoiceCard, ComparisonScene, Row, Side, architecture_scene, assumed_functions,
    choice_cards, comparison_scene, default_name, second_choices,
};

use models::{Model, ModelSource};
use nn::ActivationFn;

use crate::msg::Effect;
use crate::state::State;

/// What it remembers.
#[derive(Clone, Debug, Default)]
pub struct Models {
    /// The models that were loaded or made here, as they came, oldest first.
    pub own: Vec<(ModelSource, Model)>,
    /// A file of another format that the rest of the page could not read.
    pub unread: Option<(ModelSource, Vec<u8>)>,
    /// Whether files are being dragged over the page.
    pub is_dragging: bool,
    /// The network to be made.
    pub architecture: Architecture,
    /// The second model.
    pub comparison: Comparison,
    /// The count of models that the architecture to be made was taken from.
    n_models: u64,
}

impl Models {
    /// The model of the person's own that this names, as it came.
    pub fn own(&self, source: &ModelSource) -> Option<&Model> {
        self.own.iter().find(|(own, _)| own == source).map(|(_, model)| model)
    }
}

/// What can happen to it.
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

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed; where a whole model comes into
/// use, that is counted already.
pub(super) fn update(state: &mut State, msg: Msg, effects: &mut Vec<Effect>) -> bool {
    match msg {
        Msg::File(name, bytes) => load::file(state, &name, bytes),
        Msg::Text(text) => load::text(state, text.trim(), effects),
        Msg::Dragging(is_dragging) => state.panels.models.is_dragging = is_dragging,
        Msg::SetHidden(function) => load::set_functions(state, Some(function), None),
        Msg::SetOutput(function) => load::set_functions(state, None, Some(function)),
        Msg::Save(name) => effects.extend(save::save(state, name.trim())),
        Msg::Edit(edit) => architecture::edit(state, edit),
        Msg::CompareWith(source) => effects.extend(comparison::compare_with(state, source)),
        Msg::SecondArrived(source, bytes) => comparison::arrived(state, &source, bytes),
    }
    false
}

/// Reacts to what has changed elsewhere.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some((source, bytes)) = state.panels.models.unread.take() {
        load::unread(state, &source, &bytes, effects);
    }
    if let Some(source @ ModelSource::Own(_)) = state.model_wanted.clone() {
        load::give_own(state, &source, effects);
    }
    if state.panels.models.n_models != state.n_models {
        let network = state.model.as_ref().map(|model| &model.network);
        let models = &mut state.panels.models;
        models.n_models = state.n_models;
        if let Some(network) = network {
            models.architecture.follow(network);
        }
    }
}

/// Says what went wrong, once.
fn note(state: &mut State, note: String) {
    if !state.notes.contains(&note) {
        state.notes.push(note);
    }
}
