//! What the tests share: a page with a model of the plain shape and random weights.

use nn::{ActivationFn, InputSpec, ModelFile, Network};

use crate::derived::Derived;
use crate::model::ModelSource;
use crate::msg::Msg;
use crate::state::State;
use crate::update::update;

/// A model of that shape with random weights and all three steps.
pub(crate) fn model_file(sizes: &[usize]) -> ModelFile {
    let network =
        Network::random(sizes, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1).expect("the shape is right");
    let preprocessing = ["fit-20", "straighten", "centre-of-mass"].map(String::from).to_vec();
    ModelFile {
        name: "test".into(),
        title: "a test's network".into(),
        input: InputSpec { width: 28, height: 28, preprocessing },
        network,
        rejection_threshold: None,
        training: None,
        evaluation: None,
    }
}

/// The same as a file.
pub(crate) fn model_json(sizes: &[usize]) -> Vec<u8> {
    model_file(sizes).to_json().into_bytes()
}

/// A page in use: the model has arrived and the network view has a size.
pub(crate) fn ready_state() -> State {
    let mut state = State::default();
    update(&mut state, Msg::NetworkResized { width: 640.0, height: 600.0, text_size: 13.0 });
    load(&mut state, ModelSource::default(), &model_file(&[784, 16, 16, 10]));
    state
}

/// Takes a model into use as if it had been chosen.
pub(crate) fn load(state: &mut State, source: ModelSource, file: &ModelFile) {
    update(state, Msg::ChooseModel(source.clone()));
    update(state, Msg::ModelArrived(source, Ok(file.to_json().into_bytes())));
}

/// What follows from the state.
pub(crate) fn derived(state: &State) -> Derived {
    let mut derived = Derived::default();
    derived.refresh(state);
    derived
}
