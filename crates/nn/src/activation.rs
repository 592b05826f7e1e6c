//! Activation functions and their derivatives.
//!
//! Each one works on a slice, eight numbers at a time.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, f32x8};

use crate::exp::exp;
use crate::lanes::{map, update};

/// The function that a layer applies to its pre-activations: `a = f(z)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActivationFn {
    /// The logistic function `1 / (1 + e^-z)`: between 0 and 1.
    Sigmoid,
    /// The rectified linear unit `max(z, 0)`.
    Relu,
    /// The hyperbolic tangent: between -1 and 1.
    Tanh,
    /// `z` itself.
    Identity,
    /// `e^z_i / sum_k e^z_k`: positive numbers that add up to 1. For the last layer only.
    Softmax,
}

impl ActivationFn {
    /// Every activation function.
    pub const ALL: [ActivationFn; 5] = [
        ActivationFn::Sigmoid,
        ActivationFn::Relu,
        ActivationFn::Tanh,
        ActivationFn::Identity,
        ActivationFn::Softmax,
    ];

    /// The name, in lower case: `sigmoid`.
    pub fn name(self) -> &'static str {
        match self {
            ActivationFn::Sigmoid => "sigmoid",
            ActivationFn::Relu => "relu",
            ActivationFn::Tanh => "tanh",
            ActivationFn::Identity => "identity",
            ActivationFn::Softmax => "softmax",
        }
    }

    /// The activation function with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|function| function.name() == name)
    }

    /// Writes `f(z)` for the pre-activations of one layer to `activations`.
    ///
    /// The results are finite for every finite `z`: sigmoid and tanh saturate, and softmax is computed from differences to
    /// the largest pre-activation.
    ///
    /// # Panics
    ///
    /// If the two slices have different lengths.
    pub fn apply(self, pre_activations: &[f32], activations: &mut [f32]) {
        assert_eq!(
            pre_activations.len(),
            activations.len(),
            "there must be one activation per pre-activation"
        );
        dispatch!(Level::new(), simd => self.apply_to_layer(simd, pre_activations, activations));
    }

    /// [`apply`](Self::apply) to buffers that have a layer's shape by construction: the check slows down a forward pass by
    /// three per cent.
    #[inline(always)]
    pub(crate) fn apply_to_layer<S: Simd>(self, simd: S, pre_activations: &[f32], activations: &mut [f32]) {
        debug_assert_eq!(pre_activations.len(), activations.len());
        match self {
            ActivationFn::Sigmoid => map(
                simd,
                pre_activations,
                activations,
                #[inline(always)]
                |z| sigmoid(simd, z),
            ),
            ActivationFn::Relu => map(
                simd,
                pre_activations,
                activations,
                #[inline(always)]
                |z| relu(simd, z),
            ),
            ActivationFn::Tanh => map(
                simd,
                pre_activations,
                activations,
                #[inline(always)]
                |z| tanh(simd, z),
            ),
            ActivationFn::Identity => activations.copy_from_slice(pre_activations),
            ActivationFn::Softmax => softmax(simd, pre_activations, activations),
        }
    }

    /// Turns `dC/da` of one layer into `dC/dz`, given the layer's activations `a = f(z)`.
    ///
    /// All functions but softmax multiply by `f'(z)`, which follows from `a` alone. Softmax has a full Jacobian:
    /// `dC/dz_i = a_i (dC/da_i - sum_k a_k dC/da_k)`.
    #[inline(always)]
    pub(crate) fn backward<S: Simd>(self, simd: S, activations: &[f32], gradient: &mut [f32]) {
        match self {
            ActivationFn::Sigmoid => update(
                simd,
                [gradient],
                [activations],
                #[inline(always)]
                |[g], [a]| [g * (a * (1.0 - a))],
            ),
            ActivationFn::Relu => update(
                simd,
                [gradient],
                [activations],
                #[inline(always)]
                |[g], [a]| {
                    let zero = f32x8::splat(simd, 0.0);
                    [g * a.simd_gt(0.0).select(f32x8::splat(simd, 1.0), zero)]
                },
            ),
            ActivationFn::Tanh => update(
                simd,
                [gradient],
                [activations],
                #[inline(always)]
                |[g], [a]| [g * (1.0 - a * a)],
            ),
            ActivationFn::Identity => {}
            ActivationFn::Softmax => {
                let mean: f32 = gradient.iter().zip(activations).map(|(g, a)| g * a).sum();
                for (g, a) in gradient.iter_mut().zip(activations) {
                    *g = a * (*g - mean);
                }
            }
        }
    }
}

#[inline(always)]
fn sigmoid<S: Simd>(simd: S, z: f32x8<S>) -> f32x8<S> {
    1.0 / (exp(simd, -z) + 1.0)
}

/// `max(0, z)`, where NaN stays NaN.
#[inline(always)]
pub(crate) fn relu<S: Simd>(simd: S, z: f32x8<S>) -> f32x8<S> {
    z.simd_lt(0.0).select(f32x8::splat(simd, 0.0), z)
}

/// `(1 - e^-2|z|) / (1 + e^-2|z|)`, with the sign of `z`; the absolute error stays below 1e-7.
#[inline(always)]
fn tanh<S: Simd>(simd: S, z: f32x8<S>) -> f32x8<S> {
    let e = exp(simd, z.abs() * -2.0);
    ((1.0 - e) / (e + 1.0)).copysign(z)
}

#[inline(always)]
fn softmax<S: Simd>(simd: S, pre_activations: &[f32], activations: &mut [f32]) {
    // By a comparison: `f32::max` is a function call in WebAssembly.
    let larger = |a, b| if b > a { b } else { a };
    let largest = pre_activations.iter().copied().fold(f32::NEG_INFINITY, larger);
    map(
        simd,
        pre_activations,
        activations,
        #[inline(always)]
        |z| exp(simd, z - largest),
    );
    let sum: f32 = activations.iter().sum();
    for activation in activations {
        *activation /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::ActivationFn;

    fn apply(activation_fn: ActivationFn, pre_activations: &[f32]) -> Vec<f32> {
        let mut activations = vec![f32::NAN; pre_activations.len()];
        activation_fn.apply(pre_activations, &mut activations);
        activations
    }

    #[test]
    fn names_round_trip() {
        for activation_fn in ActivationFn::ALL {
            assert_eq!(ActivationFn::from_name(activation_fn.name()), Some(activation_fn));
        }
        assert_eq!(ActivationFn::from_name("Sigmoid"), None);
        assert_eq!(ActivationFn::from_name("softplus"), None);
    }

    /// The expected values are computed in double precision from the textbook formulas.
    #[test]
    fn agree_with_double_precision() {
        let check = |activation_fn, formula: fn(f64) -> f64| {
            let z: Vec<f32> = (-3000..=3000).map(|step| step as f32 / 100.0).collect();
            for (&z, a) in z.iter().zip(apply(activation_fn, &z)) {
                let error = (f64::from(a) - formula(f64::from(z))).abs();
                assert!(error < 1.5e-7, "{activation_fn:?}({z}) = {a}, off by {error:e}");
            }
        };
        check(ActivationFn::Sigmoid, |z| 1.0 / (1.0 + (-z).exp()));
        check(ActivationFn::Tanh, f64::tanh);
        let exact =
            |activation_fn, expected: [f32; 3]| assert_eq!(apply(activation_fn, &[-2.0, 0.0, 3.5]), expected);
        exact(ActivationFn::Relu, [0.0, 0.0, 3.5]);
        exact(ActivationFn::Identity, [-2.0, 0.0, 3.5]);
    }

    #[test]
    #[should_panic(expected = "one activation per pre-activation")]
    fn slices_of_different_lengths_are_refused() {
        ActivationFn::Relu.apply(&[1.0, 2.0], &mut [0.0]);
    }

    #[test]
    fn softmax_is_a_distribution_for_inputs_of_any_size() {
        for shift in [-1e4, -100.0, 0.0, 100.0, 1e4] {
            let a = apply(ActivationFn::Softmax, &[shift, 1.0 + shift, 3.0 + shift]);
            let e = [1.0_f64, 1.0_f64.exp(), 3.0_f64.exp()];
            for (a, e_z) in a.iter().zip(e) {
                assert!((f64::from(*a) - e_z / e.iter().sum::<f64>()).abs() < 1e-6, "{a:?} at {shift}");
            }
        }
    }

    #[test]
    fn stay_finite_at_the_extremes_and_propagate_nan() {
        for activation_fn in ActivationFn::ALL {
            let a = apply(activation_fn, &[-1e30, 1e30, 0.0]);
            assert!(a.iter().all(|a| a.is_finite()), "{activation_fn:?} gives {a:?}");
            assert!(apply(activation_fn, &[f32::NAN, 1.0])[0].is_nan(), "{activation_fn:?} hides NaN");
        }
        assert_eq!(apply(ActivationFn::Sigmoid, &[-1e30, 1e30])[1], 1.0);
        assert_eq!(apply(ActivationFn::Tanh, &[-1e30, 1e30]), [-1.0, 1.0]);
    }
}
