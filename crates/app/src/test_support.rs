//! What the tests share: a page with a model of the plain shape and random weights.

use digits::Preprocessing;
use models::{Model, ModelSource};
use nn::{ActivationFn, Network};

use crate::derived::Derived;
use crate::msg::Msg;
use crate::state::State;
use crate::update::update;

/// A model of that shape with random weights and all three steps.
pub(crate) fn test_model(sizes: &[usize]) -> Model {
    let network =
        Network::random(sizes, ActivationFn::Sigmoid, ActivationFn::Sigmoid, 1).expect("the shape is right");
    Model::new("test", "a test's network", network, Preprocessing::all()).expect("it reads digits")
}

/// The same as a file.
pub(crate) fn model_json(sizes: &[usize]) -> Vec<u8> {
    test_model(sizes).to_json().into_bytes()
}

/// A page in use: the model has arrived and the network view has a size.
pub(crate) fn ready_state() -> State {
    let mut state = State::default();
    update(&mut state, Msg::NetworkResized { width: 640.0, height: 600.0, text_size: 13.0 });
    load(&mut state, ModelSource::default(), &test_model(&[784, 16, 16, 10]));
    state
}

/// Takes a model into use as if it had been chosen.
pub(crate) fn load(state: &mut State, source: ModelSource, model: &Model) {
    update(state, Msg::ChooseModel(source.clone()));
    update(state, Msg::ModelArrived(source, Ok(model.to_json().into_bytes())));
}

/// What follows from the state.
pub(crate) fn derived(state: &State) -> Derived {
    let mut derived = Derived::default();
    derived.refresh(state);
    derived
}
