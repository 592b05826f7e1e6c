//! Optimisers: how a gradient becomes a change of the parameters.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch};

use crate::lanes::update;
use crate::{Gradients, Network};

/// How the gradient `g` of a parameter `p` changes that parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum UpdateRule {
    /// Stochastic gradient descent with momentum (Polyak 1964): `v <- momentum v + g`, `p <- p - learning_rate v`.
    /// With momentum 0, this is plain gradient descent, which needs no state.
    Sgd {
        /// The fraction of the last step that carries over, from 0 up to but not including 1.
        momentum: f32,
    },
    /// Adam (Kingma & Ba 2015, algorithm 1).
    Adam {
        /// The decay rate of the running mean of the gradients, from 0 up to but not including 1.
        beta_1: f32,
        /// The decay rate of the running mean of the squared gradients, from 0 up to but not including 1.
        beta_2: f32,
        /// A small number that prevents division by zero.
        epsilon: f32,
    },
}

/// An update rule and the state it has accumulated so far.
#[derive(Debug, Clone)]
pub struct Optimiser {
    rule: UpdateRule,
    /// The rule's state for each parameter: nothing, the velocity, or the first and the second moment.
    state: Vec<Gradients>,
    /// Adam's `beta_1` and `beta_2`, each raised to the power of the number of steps taken.
    beta_powers: (f64, f64),
}

impl UpdateRule {
    /// Plain stochastic gradient descent.
    pub const SGD: UpdateRule = UpdateRule::Sgd { momentum: 0.0 };
    /// Adam with the constants that its authors recommend.
    pub const ADAM: UpdateRule = UpdateRule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8 };

    /// How many numbers of state the rule keeps for each parameter.
    fn n_state_numbers(self) -> usize {
        match self {
            UpdateRule::Sgd { momentum: 0.0 } => 0,
            UpdateRule::Sgd { .. } => 1,
            UpdateRule::Adam { .. } => 2,
        }
    }
}

impl Optimiser {
    /// Creates an optimiser that has not taken a step yet.
    pub fn new(rule: UpdateRule) -> Self {
        Optimiser { rule, state: Vec::new(), beta_powers: (1.0, 1.0) }
    }

    /// Takes one step against the mean of the gradients over a mini-batch, given their sum over its `n_samples` samples.
    ///
    /// The first step allocates the state. If the network's shape has changed since the last step, the state is reset.
    ///
    /// # Panics
    ///
    /// If `gradients` belong to a network of a different shape.
    pub fn step(
        &mut self,
        network: &mut Network,
        gradients: &Gradients,
        n_samples: usize,
        learning_rate: f32,
    ) {
        assert!(gradients.fits(network), "the gradients must have the network's shape");
        let n_state_numbers = self.rule.n_state_numbers();
        if self.state.len() != n_state_numbers || self.state.iter().any(|numbers| !numbers.fits(network)) {
            self.state = vec![Gradients::zeros(network); n_state_numbers];
            self.beta_powers = (1.0, 1.0);
        }
        // Compiles the step, and everything inlined into it, once for each SIMD level.
        dispatch!(Level::new(), simd => self.step_parameters(simd, network, gradients, 1.0 / n_samples as f32, learning_rate));
    }

    /// `mean` times the gradients is their mean.
    #[inline(always)]
    fn step_parameters<S: Simd>(
        &mut self,
        simd: S,
        network: &mut Network,
        gradients: &Gradients,
        mean: f32,
        learning_rate: f32,
    ) {
        match (self.rule, self.state.as_mut_slice()) {
            (UpdateRule::Sgd { momentum }, [velocity]) => {
                let parameters = network.parameters_mut().zip(gradients.slices());
                for ((p, g), v) in parameters.zip(velocity.slices_mut()) {
                    update(
                        simd,
                        [p, v],
                        [g],
                        #[inline(always)]
                        |[p, v], [g]| {
                            let v = v * momentum + g * mean;
                            [p - v * learning_rate, v]
                        },
                    );
                }
            }
            (UpdateRule::Adam { beta_1, beta_2, epsilon }, [first, second]) => {
                self.beta_powers.0 *= f64::from(beta_1);
                self.beta_powers.1 *= f64::from(beta_2);
                // Corrects the bias of both moments towards their initial value, zero.
                let (correct_first, correct_second) =
                    ((1.0 / (1.0 - self.beta_powers.0)) as f32, (1.0 / (1.0 - self.beta_powers.1)) as f32);
                let parameters = network.parameters_mut().zip(gradients.slices());
                for (((p, g), m), v) in parameters.zip(first.slices_mut()).zip(second.slices_mut()) {
                    update(
                        simd,
                        [p, m, v],
                        [g],
                        #[inline(always)]
                        |[p, m, v], [g]| {
                            let g = g * mean;
                            let m = m * beta_1 + g * (1.0 - beta_1);
                            let v = v * beta_2 + (g * g) * (1.0 - beta_2);
                            let step =
                                (m * correct_first) * learning_rate / ((v * correct_second).sqrt() + epsilon);
                            [p - step, m, v]
                        },
                    );
                }
            }
            // Without state: plain gradient descent, which moves nothing where the gradient is zero.
            (UpdateRule::Sgd { .. } | UpdateRule::Adam { .. }, _) => {
                let rate = learning_rate * mean;
                for (layer_idx, gradients) in gradients.layers().iter().enumerate() {
                    let [weights, biases] = network.layer_numbers_mut(layer_idx);
                    for nonzero in gradients.nonzero_weights() {
                        let (p, g) = (&mut weights[nonzero.clone()], &gradients.weights.as_slice()[nonzero]);
                        update(
                            simd,
                            [p],
                            [g],
                            #[inline(always)]
                            |[p], [g]| [p - g * rate],
                        );
                    }
                    update(
                        simd,
                        [biases],
                        [gradients.biases.as_slice()],
                        #[inline(always)]
                        |[p], [g]| [p - g * rate],
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::{DMatrix, DVector};

    use super::{Optimiser, UpdateRule};
    use crate::{ActivationFn, Gradients, Layer, Network};

    /// A network with one weight and one bias.
    fn one_weight(weight: f32, bias: f32) -> Network {
        let (weights, biases) = (DMatrix::from_element(1, 1, weight), DVector::from_element(1, bias));
        Network::new(vec![Layer::new(weights, biases, ActivationFn::Identity).unwrap()]).unwrap()
    }

    fn parameters(network: &Network) -> [f32; 2] {
        [network.layers()[0].weights()[0], network.layers()[0].biases()[0]]
    }

    /// The gradient of `(w^2 + b^2) / 2` is the parameters themselves.
    fn descend(rule: UpdateRule, learning_rate: f32, n_steps: usize) -> [f32; 2] {
        let mut network = one_weight(1.0, -2.0);
        let mut optimiser = Optimiser::new(rule);
        let mut gradients = Gradients::zeros(&network);
        for _ in 0..n_steps {
            for (g, p) in gradients.slices_mut().zip(parameters(&network)) {
                g[0] = p;
            }
            optimiser.step(&mut network, &gradients, 1, learning_rate);
        }
        parameters(&network)
    }

    #[test]
    fn every_rule_finds_the_minimum_of_a_bowl() {
        for (rule, learning_rate) in
            [(UpdateRule::SGD, 0.1), (UpdateRule::Sgd { momentum: 0.9 }, 0.02), (UpdateRule::ADAM, 0.05)]
        {
            let [w, b] = descend(rule, learning_rate, 400);
            assert!(w.abs() < 1e-2 && b.abs() < 1e-2, "{rule:?} ends at {w}, {b}");
        }
    }

    #[test]
    fn first_steps_follow_the_formulas() {
        assert_eq!(descend(UpdateRule::SGD, 0.25, 2), [0.5625, -1.125]);
        // v = 1, w = 0.75; then v = 0.5 + 0.75 = 1.25, w = 0.4375.
        assert_eq!(descend(UpdateRule::Sgd { momentum: 0.5 }, 0.25, 2), [0.4375, -0.875]);
        // Adam's first step is the learning rate, whatever the gradient's size.
        let [w, b] = descend(UpdateRule::ADAM, 0.125, 1);
        assert!((w - 0.875).abs() < 1e-6 && (b + 1.875).abs() < 1e-6, "{w} {b}");
    }

    #[test]
    fn state_is_reset_when_the_shape_changes() {
        let mut optimiser = Optimiser::new(UpdateRule::Sgd { momentum: 0.9 });
        let mut network = one_weight(1.0, 1.0);
        let mut gradients = Gradients::zeros(&network);
        gradients.slices_mut().for_each(|numbers| numbers.fill(1.0));
        optimiser.step(&mut network, &gradients, 1, 0.5);

        let mut other = Network::random(&[2, 1], ActivationFn::Identity, ActivationFn::Identity, 3).unwrap();
        let before = other.clone();
        optimiser.step(&mut other, &Gradients::zeros(&before), 1, 0.5);
        assert_eq!(other, before);
    }
}
