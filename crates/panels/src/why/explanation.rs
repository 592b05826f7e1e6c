//! The numbers behind an answer: a pre-activation, or the margin between two, led back to the pixels. The reference is the
//! blank image, so that only ink contributes; all contributions together are the change from there.

use app::derived::Derived;
use app::state::Core;
use app::target::Target;
use models::Answer;
use nn::{ForwardPass, Network};

/// What is explained: a neuron, or the margin between it and another of its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its layer.
    pub layer_idx: usize,
    /// Its place in the layer.
    pub neuron_idx: usize,
    /// The output that it is compared with.
    pub rival: Option<usize>,
}

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

/// What is to be explained: the neuron inspected, else the answer; none while there is neither.
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

/// The brightest of the other outputs.
pub(super) fn rival_of(answer: Answer, digit: usize) -> usize {
    if answer.digit == digit { answer.runner_up } else { answer.digit }
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
    use app::msg::Msg;
    use app::update::update;
    use models::{Model, ModelSource, SHIPPED};

    /// For every shipped model, every ready-made digit, every output and some margins and hidden neurons: what the pixels
    /// contribute comes to the whole change, and blank pixels contribute nothing.
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
