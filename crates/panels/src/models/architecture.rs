//! The editor of network architectures: number of layers, neurons, activation function. The weights are random until
//! the network is trained.

use digits::{N_PIXELS, Preprocessing};
use models::{Model, ModelSource, N_DIGITS, OWN, TrainingRecord};
use nn::{ActivationFn, Network};

use app::state::Core;

/// Maximum number of hidden layers.
pub const MAX_LAYERS: usize = 6;
/// Maximum number of neurons in a hidden layer.
pub const MAX_NEURONS: usize = 256;
/// Number of neurons in an added layer.
const N_NEURONS: usize = 16;
/// Largest seed: a number field holds it exactly, and it is short enough to read out.
const MAX_SEED: u64 = 999_999;

/// The architecture of a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Architecture {
    /// Number of neurons in each hidden layer: 1 to [`MAX_LAYERS`] entries, each 1 to [`MAX_NEURONS`].
    pub hidden: Vec<usize>,
    /// Activation function of the hidden layers: sigmoid, ReLU or tanh.
    pub activation_fn: ActivationFn,
    /// Seed of the random weights.
    pub seed: u64,
}

/// A change of the architecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Set the number of hidden layers.
    Layers(usize),
    /// Set the number of neurons of a hidden layer: its index from 0, then the number.
    Neurons(usize, usize),
    /// Set the activation function.
    Function(ActivationFn),
    /// Set the seed.
    Seed(u64),
    /// Use the next seed.
    NextSeed,
}

impl Default for Architecture {
    fn default() -> Self {
        Architecture { hidden: vec![N_NEURONS; 2], activation_fn: ActivationFn::Sigmoid, seed: 1 }
    }
}

impl Architecture {
    /// The activation functions available for hidden layers.
    pub const FUNCTIONS: [ActivationFn; 3] = [ActivationFn::Sigmoid, ActivationFn::Relu, ActivationFn::Tanh];

    /// Takes over a network's architecture, as far as the limits allow.
    pub(super) fn adopt(&mut self, network: &Network) {
        let layers = network.layers();
        let hidden = layers.iter().take(layers.len() - 1).take(MAX_LAYERS);
        self.hidden = hidden.map(|layer| layer.n_outputs().min(MAX_NEURONS)).collect();
        let function = layers[0].activation_fn();
        if Self::FUNCTIONS.contains(&function) {
            self.activation_fn = function;
        }
    }

    fn carry_out(&mut self, edit: Edit) {
        match edit {
            Edit::Layers(n) => self.hidden.resize(n.clamp(1, MAX_LAYERS), N_NEURONS),
            Edit::Neurons(layer_idx, n) => {
                if let Some(layer) = self.hidden.get_mut(layer_idx) {
                    *layer = n.clamp(1, MAX_NEURONS);
                }
            }
            Edit::Function(function) if Self::FUNCTIONS.contains(&function) => self.activation_fn = function,
            Edit::Function(_) => {}
            Edit::Seed(seed) => self.seed = seed.min(MAX_SEED),
            Edit::NextSeed => self.seed = (self.seed + 1) % (MAX_SEED + 1),
        }
    }

    /// The output activation function: sigmoid for sigmoid networks, as in textbooks, otherwise softmax.
    pub fn output_fn(&self) -> ActivationFn {
        match self.activation_fn {
            ActivationFn::Sigmoid => ActivationFn::Sigmoid,
            _ => ActivationFn::Softmax,
        }
    }

    fn model(&self) -> Option<Model> {
        let sizes: Vec<usize> =
            [N_PIXELS].into_iter().chain(self.hidden.iter().copied()).chain([N_DIGITS]).collect();
        // Layers have at least one neuron and a valid function, so these errors do not occur.
        let network = Network::random(&sizes, self.activation_fn, self.output_fn(), self.seed).ok()?;
        let title = [&network.title(), ", random weights"].concat();
        let mut model = Model::new("random", title, network, Preprocessing::all()).ok()?;
        model.training = TrainingRecord {
            data: Some("none".to_owned()),
            seed: Some(self.seed),
            epochs: Some(0),
            command: None,
        };
        Some(model)
    }
}

/// Whether the current model was created in this editor.
pub(super) fn is_made_here(source: Option<&ModelSource>) -> bool {
    // Models from files never have an empty name.
    matches!(source, Some(ModelSource::Own(name)) if name == OWN)
}

/// Edits the architecture and immediately puts a new network into use.
pub(super) fn edit(architecture: &mut Architecture, core: &mut Core, edit: Edit) {
    architecture.carry_out(edit);
    if let Some(model) = architecture.model() {
        core.adopt_own_as(ModelSource::Own(OWN.to_owned()), model);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Msg;
    use crate::models::scene::{ArchitectureScene, architecture_scene};
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};
    use app::msg::Msg as CoreMsg;

    use proptest::prelude::*;

    fn state() -> State {
        ready_state()
    }

    fn editor(state: &State) -> ArchitectureScene {
        architecture_scene(&state.panels.models, &state.core)
    }

    fn change(state: &mut State, edit: Edit) -> String {
        update(state, Msg::Edit(edit));
        state.core.model().map(|model| model.title.clone()).unwrap_or_default()
    }

    #[test]
    fn a_change_gives_a_network_of_random_weights_at_once() {
        let mut state = state();
        assert!(editor(&state).summary.starts_with("Any change builds a new network"));
        assert_eq!(change(&mut state, Edit::Layers(3)), "784-16-16-16-10, sigmoid, random weights");
        assert_eq!(change(&mut state, Edit::Neurons(1, 256)), "784-16-256-16-10, sigmoid, random weights");
        assert_eq!(
            change(&mut state, Edit::Function(ActivationFn::Relu)),
            "784-16-256-16-10, relu and softmax, random weights"
        );
        assert_eq!(
            editor(&state).summary,
            "21,194 random weights and biases that know nothing until they are trained. Output activation: softmax."
        );
        assert_eq!(state.core.layout().layers.len(), 4, "it is drawn");
        let weights = |state: &State| state.core.model().expect("a model").network.clone();
        let before = weights(&state);
        change(&mut state, Edit::NextSeed);
        assert_ne!(weights(&state), before);
        change(&mut state, Edit::Seed(1));
        assert_eq!(weights(&state), before, "the seed decides");
        assert_eq!(state.core.own_models().iter().len(), 1, "of those made here, the last is kept");
        let made = state.core.model_source().cloned().expect("a source");
        load(&mut state, ModelSource::Shipped("wide"), &random_model(&[784, 30, 10]));
        assert_eq!(editor(&state).hidden, [30], "the editor begins with the model in use");
        update(&mut state, CoreMsg::ChooseModel(made));
        assert_eq!(weights(&state), before);
        assert_eq!(editor(&state).activation, "relu");
    }

    #[test]
    fn a_larger_network_than_can_be_made_is_followed_as_far_as_it_goes() {
        let mut state = state();
        load(&mut state, ModelSource::Url("a.json".into()), &random_model(&[784, 300, 2, 10]));
        assert_eq!(editor(&state).hidden, [256, 2]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn whatever_is_entered_stays_within_the_limits(
            n_layers in 0_usize..20, sizes in prop::collection::vec((0_usize..8, 0_usize..1_000), 0..5), seed: u64,
        ) {
            let mut state = state();
            change(&mut state, Edit::Layers(n_layers));
            for (layer_idx, n) in sizes {
                change(&mut state, Edit::Neurons(layer_idx, n));
            }
            change(&mut state, Edit::Function(ActivationFn::Softmax));
            change(&mut state, Edit::Seed(seed));
            let sizes = state.core.model().expect("a model").network.sizes();
            prop_assert!((3..=8).contains(&sizes.len()) && sizes[1..].iter().all(|size| (1..=256).contains(size)));
            prop_assert_eq!((sizes[0], sizes[sizes.len() - 1]), (784, 10));
        }
    }
}
