//! Loss functions: how far a network's outputs are from their targets, and the gradient of that distance.

use std::fmt;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x8};
use thiserror::Error;

use crate::activation::relu;
use crate::lanes::{fold, update};
use crate::{ActivationFn, Network};

/// The function that training minimises, for one sample: a sum over the outputs.
///
/// The targets `y` may be any numbers from 0 to 1: a one-hot label, a smoothed one, or another network's outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// `1/2 sum_i (a_i - y_i)^2`, for any output (Nielsen, eq. 6).
    Quadratic,
    /// With sigmoid outputs `-sum_i (y_i ln a_i + (1 - y_i) ln(1 - a_i))` (Nielsen, eq. 63), with softmax outputs
    /// `-sum_i y_i ln a_i`. Other outputs are not probabilities, and cross-entropy is not defined for them.
    CrossEntropy,
}

/// The loss function does not suit the network's outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{loss} loss needs outputs that are probabilities (sigmoid or softmax), not {}", activation_fn.name())]
pub struct UnsuitableLoss {
    /// The loss function.
    pub loss: Loss,
    /// The activation function of the network's last layer.
    pub activation_fn: ActivationFn,
}

/// How many factors of at least 1/2 can be multiplied without underflow.
const FACTORS: usize = 64;

impl Loss {
    /// Every loss function.
    pub const ALL: [Loss; 2] = [Loss::Quadratic, Loss::CrossEntropy];

    /// The name, in lower case: `cross-entropy`.
    pub fn name(self) -> &'static str {
        match self {
            Loss::Quadratic => "quadratic",
            Loss::CrossEntropy => "cross-entropy",
        }
    }

    /// The loss function with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|loss| loss.name() == name)
    }

    /// Checks that the loss function suits the network's outputs.
    ///
    /// # Errors
    ///
    /// [`UnsuitableLoss`] for cross-entropy with outputs that are neither sigmoid nor softmax.
    pub fn check(self, network: &Network) -> Result<(), UnsuitableLoss> {
        let activation_fn = network.output_activation_fn();
        match (self, activation_fn) {
            (Loss::Quadratic, _) | (_, ActivationFn::Sigmoid | ActivationFn::Softmax) => Ok(()),
            (loss, activation_fn) => Err(UnsuitableLoss { loss, activation_fn }),
        }
    }

    /// The loss of one sample, given the last layer's activation function, pre-activations and activations. Unless the function is
    /// softmax, it may be several samples at once: the sum of their losses.
    ///
    /// Cross-entropy never takes the logarithm of a vanishing number, so it is finite for every finite pre-activation.
    ///
    /// # Shapes
    ///
    /// All three slices have `n_outputs` numbers, or as many for each sample.
    pub fn value(
        self,
        activation_fn: ActivationFn,
        pre_activations: &[f32],
        activations: &[f32],
        targets: &[f32],
    ) -> f32 {
        match (self, activation_fn) {
            (Loss::Quadratic, _) => {
                activations.iter().zip(targets).map(|(a, y)| (a - y) * (a - y)).sum::<f32>() / 2.0
            }
            (Loss::CrossEntropy, ActivationFn::Softmax) => {
                categorical_cross_entropy(pre_activations, activations, targets)
            }
            (Loss::CrossEntropy, _) => {
                dispatch!(Level::new(), simd => binary_cross_entropy(simd, pre_activations, activations, targets))
            }
        }
    }

    /// Turns the targets of one sample into `delta = dC/dz` of the last layer; or of several samples, unless the activation function
    /// is softmax.
    ///
    /// For cross-entropy it is `a - y`, without the factor `f'(z)`, which is the reason to use that loss (Nielsen, eq. 68).
    /// With softmax it is `a sum_k y_k - y`, which is the same if the targets add up to 1.
    #[inline(always)]
    pub(crate) fn delta<S: Simd>(
        self,
        simd: S,
        activation_fn: ActivationFn,
        activations: &[f32],
        targets: &mut [f32],
    ) {
        let sum_of_targets = match (self, activation_fn) {
            (Loss::CrossEntropy, ActivationFn::Softmax) => targets.iter().sum(),
            _ => 1.0,
        };
        update(
            simd,
            [&mut *targets],
            [activations],
            #[inline(always)]
            |[y], [a]| [a * sum_of_targets - y],
        );
        if self == Loss::Quadratic {
            activation_fn.backward(simd, activations, targets);
        }
    }
}

impl fmt::Display for Loss {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// `sum_i max(z_i, 0) - z_i y_i + ln(1 + e^-|z_i|)`, which equals the usual form.
///
/// `1 + e^-|z|` is `1 / max(a, 1 - a)`, between 1 and 2, and a sum of logarithms is the logarithm of a product, so one
/// logarithm serves many outputs.
#[inline(always)]
fn binary_cross_entropy<S: Simd>(
    simd: S,
    pre_activations: &[f32],
    activations: &[f32],
    targets: &[f32],
) -> f32 {
    let [z, a, y] = [pre_activations, activations, targets].map(|numbers| numbers.chunks(FACTORS));
    let of_chunk = |((z, a), y)| -> f32 {
        let (linear, products) = fold(
            simd,
            [z, a, y],
            (f32x8::splat(simd, 0.0), f32x8::splat(simd, 1.0)),
            #[inline(always)]
            |(linear, products), [z, a, y]| {
                let larger = a.simd_lt(0.5).select(1.0 - a, a);
                (linear + (relu(simd, z) - z * y), products * larger)
            },
        );
        linear.as_slice().iter().sum::<f32>() - products.as_slice().iter().product::<f32>().ln()
    };
    z.zip(a).zip(y).map(of_chunk).sum()
}

/// `sum_i y_i (ln sum_k e^z_k - z_i)`; the logarithm is computed from the largest output, which is never close to zero.
#[inline(always)]
fn categorical_cross_entropy(pre_activations: &[f32], activations: &[f32], targets: &[f32]) -> f32 {
    let mut largest = 0;
    for (i, a) in activations.iter().enumerate() {
        if *a > activations[largest] {
            largest = i;
        }
    }
    let log_sum = pre_activations[largest] - activations[largest].ln();
    pre_activations.iter().zip(targets).map(|(z, y)| y * (log_sum - z)).sum()
}

#[cfg(test)]
mod tests {
    use super::Loss;
    use crate::{ActivationFn, Network, UnsuitableLoss};

    #[test]
    fn values_match_the_textbook() {
        let check = |loss: Loss, activation_fn: ActivationFn, formula: fn(f64, f64) -> f64| {
            let z = [-3.0, -0.5, 0.0, 1.25, 4.0];
            let y = [0.0, 0.9, 0.05, 0.05, 0.0];
            let mut a = [0.0; 5];
            activation_fn.apply(&z, &mut a);
            let expected: f64 = a.iter().zip(y).map(|(&a, y)| formula(f64::from(a), f64::from(y))).sum();
            let value = loss.value(activation_fn, &z, &a, &y);
            assert!(
                (f64::from(value) - expected).abs() < 1e-5,
                "{loss} {activation_fn:?}: {value} {expected}"
            );
        };
        check(Loss::Quadratic, ActivationFn::Tanh, |a, y| (a - y) * (a - y) / 2.0);
        check(Loss::CrossEntropy, ActivationFn::Sigmoid, |a, y| -(y * a.ln() + (1.0 - y) * (1.0 - a).ln()));
        check(Loss::CrossEntropy, ActivationFn::Softmax, |a, y| -y * a.ln());
    }

    #[test]
    fn cross_entropy_of_a_confident_wrong_output_is_finite() {
        for activation_fn in [ActivationFn::Sigmoid, ActivationFn::Softmax] {
            let z = [-500.0, 500.0];
            let mut a = [0.0; 2];
            activation_fn.apply(&z, &mut a);
            let value = Loss::CrossEntropy.value(activation_fn, &z, &a, &[1.0, 0.0]);
            assert_eq!(value, 1000.0, "{activation_fn:?}");
        }
    }

    #[test]
    fn many_outputs_do_not_underflow() {
        let value = Loss::CrossEntropy.value(ActivationFn::Sigmoid, &[0.0; 1000], &[0.5; 1000], &[0.5; 1000]);
        assert!((value - 1000.0 * std::f32::consts::LN_2).abs() < 1e-2, "{value}");
    }

    #[test]
    fn cross_entropy_needs_probabilities() {
        for activation_fn in ActivationFn::ALL {
            let network = Network::random(&[3, 2], activation_fn, activation_fn, 0).unwrap();
            assert_eq!(Loss::Quadratic.check(&network), Ok(()));
            let probabilities = matches!(activation_fn, ActivationFn::Sigmoid | ActivationFn::Softmax);
            let unsuitable = UnsuitableLoss { loss: Loss::CrossEntropy, activation_fn };
            assert_eq!(
                Loss::CrossEntropy.check(&network),
                if probabilities { Ok(()) } else { Err(unsuitable) }
            );
        }
    }

    #[test]
    fn names_round_trip() {
        for loss in Loss::ALL {
            assert_eq!(Loss::from_name(loss.name()), Some(loss));
        }
        assert_eq!(Loss::from_name("hinge"), None);
    }
}
