//! The attribution of a pre-activation, or of the margin between two, to the pixels. The baseline is the blank image,
//! so that only ink contributes; the contributions sum to the difference from it.

use app::derived::Derived;
use app::state::Core;
use app::target::Target;
use models::Answer;
use nn::{ForwardPass, Network};

/// The neuron to explain, or its margin over another of the same layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Index of its layer.
    pub layer_idx: usize,
    /// Its index within the layer.
    pub neuron_idx: usize,
    /// Index of the neuron that it is compared with, if any.
    pub rival: Option<usize>,
}

/// The attribution of a pre-activation or margin to the pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Its value for the blank image.
    pub at_blank: f32,
    /// Its current value.
    pub now: f32,
    /// Each of the 784 pixels' contribution to the difference.
    pub contributions: Vec<f32>,
}

impl Explanation {
    /// The sum of the positive contributions.
    pub fn speaks_for(&self) -> f32 {
        self.contributions.iter().filter(|value| **value > 0.0).sum()
    }

    /// The sum of the negative contributions; at most 0.
    pub fn speaks_against(&self) -> f32 {
        self.contributions.iter().filter(|value| **value < 0.0).sum()
    }
}

/// The subject: the inspected neuron, otherwise the answer; `None` without either.
pub fn subject(core: &Core, derived: &Derived, is_compared: bool) -> Option<Subject> {
    let layers = core.network()?.layers();
    let inspected = [core.hovered, core.picked].into_iter().flatten().find_map(|target| match target {
        Target::Neuron { layer_idx, neuron_idx } => Some((layer_idx, neuron_idx)),
        Target::Pixel(_) => None,
    });
    let last = layers.len() - 1;
    let answer = derived.answer(core);
    let (layer_idx, neuron_idx) = inspected.or_else(|| Some((last, answer?.digit)))?;
    layers.get(layer_idx).filter(|layer| neuron_idx < layer.n_outputs())?;
    let rival = answer.filter(|_| is_compared && layer_idx == last);
    Some(Subject { layer_idx, neuron_idx, rival: rival.map(|answer| rival_of(answer, neuron_idx)) })
}

/// The strongest output other than `digit`.
pub(super) fn rival_of(answer: Answer, digit: usize) -> usize {
    if answer.digit == digit { answer.runner_up } else { answer.digit }
}

/// Explains a subject, which the network must have, for the input of `pass`.
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
    use app::msg::Msg;
    use app::update::update;
    use models::{Model, ModelSource, SHIPPED};

    /// For every shipped model, example and output, and for some margins and hidden neurons, the contributions sum to
    /// the difference, and blank pixels contribute nothing.
    #[test]
    fn contributions_are_complete_in_every_shipped_model() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in SHIPPED {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            let mut core = Core::default();
            core.adopt(ModelSource::Shipped(shipped.name), Model::from_json(&json).expect("a model"));
            for digit in 0..10 {
                update(&mut core, Msg::ShowExample(digit));
                let derived = Derived::default();
                let (network, image) = (core.network().expect("it is there"), derived.image(&core));
                let pass = derived.pass(&core).expect("there is a model");
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
                    for (contribution, pixel) in found.contributions.iter().zip(image.pixels()) {
                        assert!(*pixel > 0.0 || *contribution == 0.0);
                    }
                }
            }
        }
    }
}
