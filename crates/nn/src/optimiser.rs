//! Optimisers: from a gradient to a step of the parameters.

use fearless_simd::{Level, dispatch};

use crate::{Gradients, Network};

/// How a gradient `g` becomes a step of a parameter `p`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum UpdateRule {
    /// Stochastic gradient descent with momentum (Polyak 1964): `v <- momentum v + g`, `p <- p - learning_rate v`.
    /// With momentum 0 it is the plain method, and keeps no memory.
    Sgd {
        /// How much of the last step goes on, 0 to below 1.
        momentum: f32,
    },
    /// Adam (Kingma & Ba 2015, algorithm 1).
    Adam {
        /// How slowly the mean of the gradients follows, 0 to below 1.
        beta_1: f32,
        /// How slowly the mean of their squares follows, 0 to below 1.
        beta_2: f32,
        /// Keeps the division from blowing up.
        epsilon: f32,
    },
}

/// An update rule with its memory of the steps so far.
#[derive(Debug, Clone)]
pub struct Optimiser {
    rule: UpdateRule,
    weight_decay: f32,
    /// What the rule remembers for each parameter: nothing, the velocity, or the first and the second moment.
    memory: Vec<Gradients>,
    /// Adam's `beta_1` and `beta_2` to the power of the number of steps.
    beta_powers: (f64, f64),
}

impl UpdateRule {
    /// Plain stochastic gradient descent.
    pub const SGD: UpdateRule = UpdateRule::Sgd { momentum: 0.0 };
    /// Adam with the numbers its authors propose.
    pub const ADAM: UpdateRule = UpdateRule::Adam { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8 };

    /// How many numbers the rule remembers for each parameter.
    fn n_remembered(self) -> usize {
        match self {
            UpdateRule::Sgd { momentum: 0.0 } => 0,
            UpdateRule::Sgd { .. } => 1,
            UpdateRule::Adam { .. } => 2,
        }
    }
}

impl Optimiser {
    /// An optimiser that has not yet taken a step.
    ///
    /// Each step also multiplies the weights, not the biases, by `1 - learning_rate weight_decay`: decay decoupled
    /// from the gradient (Loshchilov & Hutter 2019). 0 is none.
    pub fn new(rule: UpdateRule, weight_decay: f32) -> Self {
        Optimiser { rule, weight_decay, memory: Vec::new(), beta_powers: (1.0, 1.0) }
    }

    /// Moves the network's parameters against `gradients`, usually the mean over a mini-batch.
    ///
    /// The first step allocates the memory. A network of another shape than the last one's starts it anew.
    ///
    /// # Panics
    ///
    /// If the gradients are of a network of another shape.
    pub fn step(&mut self, network: &mut Network, gradients: &Gradients, learning_rate: f32) {
        assert!(gradients.fits(network), "the gradients must have the network's shape");
        let n_remembered = self.rule.n_remembered();
        if self.memory.len() != n_remembered || self.memory.iter().any(|numbers| !numbers.fits(network)) {
            self.memory = vec![Gradients::zeros(network); n_remembered];
            self.beta_powers = (1.0, 1.0);
        }
        if self.weight_decay != 0.0 {
            network.scale_weights(1.0 - learning_rate * self.weight_decay);
        }
        // Compiled for each kind of processor, with all that is inlined into it.
        dispatch!(Level::new(), _simd => self.step_parameters(network, gradients, learning_rate));
    }

    #[inline(always)]
    fn step_parameters(&mut self, network: &mut Network, gradients: &Gradients, learning_rate: f32) {
        let parameters = network.parameters_mut().zip(gradients.slices());
        match (self.rule, self.memory.as_mut_slice()) {
            (UpdateRule::Sgd { momentum }, [velocity]) => {
                for ((p, g), v) in parameters.zip(velocity.slices_mut()) {
                    step_with_momentum(p, g, v, momentum, learning_rate);
                }
            }
            (UpdateRule::Adam { beta_1, beta_2, epsilon }, [first, second]) => {
                self.beta_powers.0 *= f64::from(beta_1);
                self.beta_powers.1 *= f64::from(beta_2);
                // Both moments start at zero; these undo that.
                let corrections =
                    ((1.0 / (1.0 - self.beta_powers.0)) as f32, (1.0 / (1.0 - self.beta_powers.1)) as f32);
                for (((p, g), m), v) in parameters.zip(first.slices_mut()).zip(second.slices_mut()) {
                    step_adam(p, g, (m, v), (beta_1, beta_2, epsilon), corrections, learning_rate);
                }
            }
            // Without memory: plain gradient descent.
            (UpdateRule::Sgd { .. } | UpdateRule::Adam { .. }, _) => {
                for (p, g) in parameters {
                    step_plain(p, g, learning_rate);
                }
            }
        }
    }
}

#[inline(always)]
fn step_plain(parameters: &mut [f32], gradients: &[f32], learning_rate: f32) {
    for (p, g) in parameters.iter_mut().zip(gradients) {
        *p -= learning_rate * g;
    }
}

#[inline(always)]
fn step_with_momentum(
    parameters: &mut [f32],
    gradients: &[f32],
    velocity: &mut [f32],
    momentum: f32,
    learning_rate: f32,
) {
    for ((p, g), v) in parameters.iter_mut().zip(gradients).zip(velocity) {
        *v = momentum * *v + g;
        *p -= learning_rate * *v;
    }
}

#[inline(always)]
fn step_adam(
    parameters: &mut [f32],
    gradients: &[f32],
    (first, second): (&mut [f32], &mut [f32]),
    (beta_1, beta_2, epsilon): (f32, f32, f32),
    (correct_first, correct_second): (f32, f32),
    learning_rate: f32,
) {
    for (((p, g), m), v) in parameters.iter_mut().zip(gradients).zip(first).zip(second) {
        *m = beta_1 * *m + (1.0 - beta_1) * g;
        *v = beta_2 * *v + (1.0 - beta_2) * (g * g);
        *p -= learning_rate * (*m * correct_first) / ((*v * correct_second).sqrt() + epsilon);
    }
}

#[cfg(test)]
mod tests {
    use nalgebra::{DMatrix, DVector};

    use super::{Optimiser, UpdateRule};
    use crate::{ActivationFn, Gradients, Layer, Network};

    /// A network of one weight and one bias.
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
        let mut optimiser = Optimiser::new(rule, 0.0);
        let mut gradients = Gradients::zeros(&network);
        for _ in 0..n_steps {
            for (g, p) in gradients.slices_mut().zip(parameters(&network)) {
                g[0] = p;
            }
            optimiser.step(&mut network, &gradients, learning_rate);
        }
        parameters(&network)
    }

    #[test]
    fn every_rule_finds_the_bottom_of_a_bowl() {
        for (rule, learning_rate) in
            [(UpdateRule::SGD, 0.1), (UpdateRule::Sgd { momentum: 0.9 }, 0.02), (UpdateRule::ADAM, 0.05)]
        {
            let [w, b] = descend(rule, learning_rate, 400);
            assert!(w.abs() < 1e-2 && b.abs() < 1e-2, "{rule:?} ends at {w}, {b}");
        }
    }

    #[test]
    fn first_steps_are_those_of_the_formulas() {
        assert_eq!(descend(UpdateRule::SGD, 0.25, 2), [0.5625, -1.125]);
        // v = 1, w = 0.75; then v = 0.5 + 0.75 = 1.25, w = 0.4375.
        assert_eq!(descend(UpdateRule::Sgd { momentum: 0.5 }, 0.25, 2), [0.4375, -0.875]);
        // Adam's first step is the learning rate, whatever the gradient's size.
        let [w, b] = descend(UpdateRule::ADAM, 0.125, 1);
        assert!((w - 0.875).abs() < 1e-6 && (b + 1.875).abs() < 1e-6, "{w} {b}");
    }

    #[test]
    fn weights_decay_and_biases_do_not() {
        let mut network = one_weight(2.0, 2.0);
        let gradients = Gradients::zeros(&network);
        for rule in [UpdateRule::SGD, UpdateRule::ADAM] {
            Optimiser::new(rule, 0.5).step(&mut network, &gradients, 0.5);
        }
        assert_eq!(parameters(&network), [2.0 * 0.75 * 0.75, 2.0]);
    }

    #[test]
    fn memory_starts_anew_with_a_network_of_another_shape() {
        let mut optimiser = Optimiser::new(UpdateRule::Sgd { momentum: 0.9 }, 0.0);
        let mut network = one_weight(1.0, 1.0);
        let mut gradients = Gradients::zeros(&network);
        gradients.slices_mut().for_each(|numbers| numbers.fill(1.0));
        optimiser.step(&mut network, &gradients, 0.5);

        let mut other = Network::random(&[2, 1], ActivationFn::Identity, ActivationFn::Identity, 3).unwrap();
        let before = other.clone();
        optimiser.step(&mut other, &Gradients::zeros(&before), 0.5);
        assert_eq!(other, before);
    }
}
