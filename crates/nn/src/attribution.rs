//! Why a neuron says what it says: its pre-activation, led back through the layers to the inputs.
//!
//! Two ways back, which differ only in the factor with which they pass a neuron. [`Network::attribute`] asks what each input
//! added compared with a reference input and takes the slope of the chord between the two passes, so that nothing is lost
//! on the way: DeepLIFT's rescale rule (A. Shrikumar, P. Greenside, A. Kundaje, Learning important features through propagating
//! activation differences, 2017, section 3.5). [`Network::input_gradient`] asks what a small change of each input would do and
//! takes the slope of the tangent.

use nalgebra::DVector;

use crate::{ActivationFn, ForwardPass, Network};

/// A difference of pre-activations smaller than this says nothing about the chord's slope, which is then the tangent's.
const SMALLEST_DIFFERENCE: f32 = 1e-4;

impl Network {
    /// What each input contributes to the difference that `input` makes, against `reference`, to
    /// `sum_k coefficients_k z_k`, where `z` are the pre-activations of the layer `layer_idx`.
    ///
    /// One neuron is explained with a 1 at its place, the margin between two with a 1 and a -1. The contributions add up to
    /// exactly that difference, but for rounding; an input that is as in the reference contributes nothing.
    ///
    /// # Shapes
    ///
    /// `coefficients` is the layer's `n_outputs`; the answer is `n_inputs`.
    ///
    /// # Panics
    ///
    /// If a pass is of a network of another shape, or the coefficients are not as many as the layer has neurons.
    pub fn attribute(
        &self,
        input: &ForwardPass,
        reference: &ForwardPass,
        layer_idx: usize,
        coefficients: &[f32],
    ) -> Vec<f32> {
        assert!(input.fits(self) && reference.fits(self), "the passes must have the network's shape");
        let slopes = |layer_idx: usize, multipliers: &mut DVector<f32>| {
            let z = input.pre_activations(layer_idx).iter().zip(reference.pre_activations(layer_idx));
            let a = input.activations(layer_idx).iter().zip(reference.activations(layer_idx));
            let mut tangents = vec![1.0; multipliers.len()];
            self.layers()[layer_idx].activation_fn().backward(input.activations(layer_idx), &mut tangents);
            for (((multiplier, (z, z_of_reference)), (a, a_of_reference)), tangent) in
                multipliers.iter_mut().zip(z).zip(a).zip(tangents)
            {
                let difference = z - z_of_reference;
                let is_chord = difference.abs() > SMALLEST_DIFFERENCE;
                *multiplier *= if is_chord { (a - a_of_reference) / difference } else { tangent };
            }
        };
        let multipliers = self.lead_back(layer_idx, coefficients, slopes);
        let differences = input.input().iter().zip(reference.input()).map(|(x, reference)| x - reference);
        multipliers.iter().zip(differences).map(|(multiplier, difference)| multiplier * difference).collect()
    }

    /// How fast `sum_k coefficients_k z_k` of the layer `layer_idx` grows with each input: the way in which the input would
    /// have to change for these neurons to say more.
    ///
    /// # Shapes
    ///
    /// `coefficients` is the layer's `n_outputs`; the answer is `n_inputs`.
    ///
    /// # Panics
    ///
    /// If the pass is of a network of another shape, or the coefficients are not as many as the layer has neurons.
    pub fn input_gradient(&self, pass: &ForwardPass, layer_idx: usize, coefficients: &[f32]) -> Vec<f32> {
        assert!(pass.fits(self), "the pass must have the network's shape");
        let slopes = |layer_idx: usize, multipliers: &mut DVector<f32>| {
            let activation_fn = self.layers()[layer_idx].activation_fn();
            activation_fn.backward(pass.activations(layer_idx), multipliers.as_mut_slice());
        };
        self.lead_back(layer_idx, coefficients, slopes).as_slice().to_vec()
    }

    /// Multiplies by each layer's weights, transposed, from `layer_idx` down to the first, and between two layers by the
    /// neurons' slopes.
    fn lead_back(
        &self,
        layer_idx: usize,
        coefficients: &[f32],
        slopes: impl Fn(usize, &mut DVector<f32>),
    ) -> DVector<f32> {
        let explained = &self.layers()[layer_idx];
        assert_eq!(coefficients.len(), explained.n_outputs(), "one coefficient for each neuron of the layer");
        let mut multipliers = explained.weights().tr_mul(&DVector::from_column_slice(coefficients));
        for (layer_idx, layer) in self.layers().iter().enumerate().take(layer_idx).rev() {
            debug_assert!(layer.activation_fn() != ActivationFn::Softmax, "softmax is last");
            slopes(layer_idx, &mut multipliers);
            multipliers = layer.weights().tr_mul(&multipliers);
        }
        multipliers
    }
}
