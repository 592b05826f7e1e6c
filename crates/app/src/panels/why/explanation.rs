//! The numbers behind an answer: a pre-activation, or the margin between two, led back to the pixels. The reference is the
//! blank image, so that only ink contributes; all contributions together are the change from there.

use nn::{ForwardPass, Network};

use crate::panels::why::Subject;

/// What a pre-activation, or a margin of two, is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The value for the blank image.
    pub at_blank: f32,
    /// The value now.
    pub now: f32,
    /// What each of the 784 pixels adds or takes on the way from one to the other.
    pub contributions: Vec<f32>,
}

impl Explanation {
    /// All that adds.
    pub fn speaks_for(&self) -> f32 {
        self.contributions.iter().filter(|value| **value > 0.0).sum()
    }

    /// All that takes: 0 or less.
    pub fn speaks_against(&self) -> f32 {
        self.contributions.iter().filter(|value| **value < 0.0).sum()
    }
}

/// Explains the subject, which must be of this network, for the picture of `pass`.
pub fn explain(network: &Network, pass: &ForwardPass, subject: Subject) -> Explanation {
    let Subject { layer_idx, neuron_idx, rival } = subject;
    let mut blank = ForwardPass::for_network(network);
    network.forward(&vec![0.0; network.n_inputs()], &mut blank);
    let mut coefficients = vec![0.0; network.layers()[layer_idx].n_outputs()];
    coefficients[neuron_idx] = 1.0;
    if let Some(rival) = rival {
        coefficients[rival] = -1.0;
    }
    let value = |pass: &ForwardPass| {
        let z = pass.pre_activations(layer_idx);
        z[neuron_idx] - rival.map_or(0.0, |rival| z[rival])
    };
    Explanation {
        at_blank: value(&blank),
        now: value(pass),
        contributions: network.attribute(pass, &blank, layer_idx, &coefficients),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derived::Derived;
    use crate::msg::Msg;
    use crate::state::State;
    use crate::update::update;
    use models::{Model, SHIPPED};

    /// For every shipped model, every ready-made digit, every output and some margins and hidden neurons: what the pixels
    /// contribute comes to the whole change, and blank pixels contribute nothing.
    #[test]
    fn contributions_are_complete_in_every_shipped_model() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in SHIPPED {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            let mut state =
                State { model: Some(Model::from_json(&json).expect("a model")), ..State::default() };
            for digit in 0..10 {
                update(&mut state, Msg::ShowExample(digit));
                let mut derived = Derived::default();
                derived.refresh(&state);
                let (network, pass) = (&state.model.as_ref().expect("it is there").network, derived.pass);
                let pass = pass.expect("there is a model");
                let last = network.layers().len() - 1;
                let outputs = (0..10).map(|output| (last, output, None));
                let margins = (1..10).map(|output| (last, output, Some(output - 1)));
                let hidden = (0..last).map(|layer_idx| (layer_idx, usize::from(digit), None));
                for (layer_idx, neuron_idx, rival) in outputs.chain(margins).chain(hidden) {
                    let found = explain(network, &pass, Subject { layer_idx, neuron_idx, rival });
                    let sum: f32 = found.contributions.iter().sum();
                    let change = found.now - found.at_blank;
                    let largest = found.speaks_for().max(-found.speaks_against()).max(1.0);
                    assert!((sum - change).abs() < 1e-4 * largest, "{}: {sum}, {change}", shipped.name);
                    for (contribution, pixel) in found.contributions.iter().zip(derived.image.pixels()) {
                        assert!(*pixel > 0.0 || *contribution == 0.0);
                    }
                }
            }
        }
    }
}
