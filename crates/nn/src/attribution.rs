//! Attribution: a neuron's pre-activation, propagated back through the layers to the inputs.
//!
//! Two methods differ only in the factor with which they pass a neuron. [`Network::attribute`] computes what each input
//! contributed compared with a reference input; it uses the slope of the chord between the two passes, so that the
//! contributions add up: DeepLIFT's rescale rule (A. Shrikumar, P. Greenside, A. Kundaje, Learning important features through
//! propagating activation differences, 2017, section 3.5). [`Network::input_gradient`] computes the effect of a small change of
//! each input; it uses the slope of the tangent.

use fearless_simd::{Level, dispatch};
use nalgebra::DVector;

use crate::{ActivationFn, ForwardPass, Network};

/// Below this difference of pre-activations the slope of the chord is too inaccurate, and the tangent's is used instead.
const SMALLEST_DIFFERENCE: f32 = 1e-4;

impl Network {
    /// The contribution of each input to the difference between `input` and `reference` in `sum_k coefficients_k z_k`, where
    /// `z` are the pre-activations of layer `layer_idx`.
    ///
    /// A single coefficient of 1 explains one neuron; a 1 and a -1 explain the margin between two. Up to rounding, the
    /// contributions add up to the difference. An input that equals its reference contributes nothing.
    ///
    /// # Shapes
    ///
    /// `coefficients` has the layer's `n_outputs` numbers; the result has the network's `n_inputs`.
    ///
    /// # Panics
    ///
    /// If a pass does not fit this network, or if there is not exactly one coefficient per neuron of the layer.
    pub fn attribute(
        &self,
        input: &ForwardPass,
        reference: &ForwardPass,
        layer_idx: usize,
        coefficients: &[f32],
    ) -> Vec<f32> {
        assert!(input.fits(self) && reference.fits(self), "the passes must fit the network");
        let slopes = |layer_idx: usize, multipliers: &mut DVector<f32>| {
            let z = input.pre_activations(layer_idx).iter().zip(reference.pre_activations(layer_idx));
            let a = input.activations(layer_idx).iter().zip(reference.activations(layer_idx));
            let mut tangents = vec![1.0; multipliers.len()];
            let activation_fn = self.layers()[layer_idx].activation_fn();
            dispatch!(Level::new(), simd => activation_fn.backward(simd, input.activations(layer_idx), &mut tangents));
            for (((multiplier, (z, z_of_reference)), (a, a_of_reference)), tangent) in
                multipliers.iter_mut().zip(z).zip(a).zip(tangents)
            {
                let difference = z - z_of_reference;
                let is_chord = difference.abs() > SMALLEST_DIFFERENCE;
                *multiplier *= if is_chord { (a - a_of_reference) / difference } else { tangent };
            }
        };
        let multipliers = self.propagate_back(layer_idx, coefficients, slopes);
        let differences = input.input().iter().zip(reference.input()).map(|(x, reference)| x - reference);
        multipliers.iter().zip(differences).map(|(multiplier, difference)| multiplier * difference).collect()
    }

    /// The gradient of `sum_k coefficients_k z_k` of layer `layer_idx` with respect to the inputs: the direction in which
    /// the input would have to change to increase it.
    ///
    /// # Shapes
    ///
    /// `coefficients` has the layer's `n_outputs` numbers; the result has the network's `n_inputs`.
    ///
    /// # Panics
    ///
    /// If the pass does not fit this network, or if there is not exactly one coefficient per neuron of the layer.
    pub fn input_gradient(&self, pass: &ForwardPass, layer_idx: usize, coefficients: &[f32]) -> Vec<f32> {
        assert!(pass.fits(self), "the pass must fit the network");
        let slopes = |layer_idx: usize, multipliers: &mut DVector<f32>| {
            let activation_fn = self.layers()[layer_idx].activation_fn();
            let (activations, multipliers) = (pass.activations(layer_idx), multipliers.as_mut_slice());
            dispatch!(Level::new(), simd => activation_fn.backward(simd, activations, multipliers));
        };
        self.propagate_back(layer_idx, coefficients, slopes).as_slice().to_vec()
    }

    /// Multiplies by the transposed weights of each layer, from `layer_idx` down to the first, and by the neurons' slopes
    /// between two layers.
    fn propagate_back(
        &self,
        layer_idx: usize,
        coefficients: &[f32],
        slopes: impl Fn(usize, &mut DVector<f32>),
    ) -> DVector<f32> {
        let explained = &self.layers()[layer_idx];
        assert_eq!(
            coefficients.len(),
            explained.n_outputs(),
            "there must be one coefficient per neuron of the layer"
        );
        let mut multipliers = explained.weights().tr_mul(&DVector::from_column_slice(coefficients));
        for (layer_idx, layer) in self.layers().iter().enumerate().take(layer_idx).rev() {
            debug_assert!(layer.activation_fn() != ActivationFn::Softmax, "only the last layer is softmax");
            slopes(layer_idx, &mut multipliers);
            multipliers = layer.weights().tr_mul(&multipliers);
        }
        multipliers
    }
}
