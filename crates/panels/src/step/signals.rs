//! The errors as the network view shows them: in each layer as multiples of a power of ten, so that they fit the neurons.

use app::number;
use app::signals::{LayerSignals, Signal};

use crate::step::backward::Backward;
use crate::step::stage::Stage;

/// The units: `×0.01` stands for hundredths.
const UNITS: [&str; 7] = ["", "×0.1", "×0.01", "×0.001", "×10⁻⁴", "×10⁻⁵", "×10⁻⁶"];
/// A layer whose largest error is smaller than this shows no units of its own: there is nothing to correct.
const LEAST: f32 = 1e-6;

/// What each layer shows. `share`: how far the current stage has come, from 0 to 1.
pub(super) fn signals(stage: Stage, share: f32, n_layers: usize, backward: &Backward) -> Vec<LayerSignals> {
    let first = match stage {
        Stage::Forward | Stage::After => return Vec::new(),
        Stage::Gradient => 0,
        Stage::Error | Stage::Back(_) => stage.layer_idx(n_layers).unwrap_or(0),
    };
    let layer = |layer_idx: usize| {
        if layer_idx < first {
            return LayerSignals::default();
        }
        let is_arriving = layer_idx == first && stage != Stage::Gradient;
        layer_signals(backward.deltas(layer_idx), if is_arriving { share } else { 1.0 })
    };
    (0..n_layers).map(layer).collect()
}

/// The exponent of the power of ten that makes the largest number one or two digits long.
fn exponent(largest: f32) -> usize {
    let (mut largest, mut exponent) = (largest, 0);
    while (LEAST..0.0995).contains(&largest) && exponent + 1 < UNITS.len() {
        largest *= 10.0;
        exponent += 1;
    }
    exponent
}

fn layer_signals(deltas: &[f32], share: f32) -> LayerSignals {
    let largest = deltas.iter().fold(0.0_f32, |most, delta| most.max(delta.abs()));
    let exponent = exponent(largest);
    let signal = |delta: &f32| Signal {
        share: share * delta / largest.max(LEAST),
        text: if share < 1.0 {
            String::new()
        } else {
            number::compact(delta * 10.0_f32.powi(exponent as i32))
        },
    };
    LayerSignals { unit: UNITS[exponent].to_owned(), neurons: deltas.iter().map(signal).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_number_has_two_digits_and_the_strongest_colour() {
        for (deltas, unit, texts) in [
            ([0.98, -0.5, 0.0], "", [".98", "−.50", ".00"]),
            ([0.031, -0.062, 0.001], "×0.1", [".31", "−.62", ".01"]),
            ([3e-6, 1e-6, 0.0], "×10⁻⁵", [".30", ".10", ".00"]),
            ([0.0, 0.0, 0.0], "", [".00", ".00", ".00"]),
        ] {
            let layer = layer_signals(&deltas, 1.0);
            assert_eq!(layer.unit, unit, "{deltas:?}");
            assert_eq!(layer.neurons.iter().map(|signal| signal.text.as_str()).collect::<Vec<_>>(), texts);
            let strongest = layer.neurons.iter().fold(0.0_f32, |most, signal| most.max(signal.share.abs()));
            assert!(strongest == 0.0 || (strongest - 1.0).abs() < 1e-6, "{strongest}");
        }
    }

    #[test]
    fn numbers_on_their_way_are_not_written_yet() {
        let layer = layer_signals(&[0.5, -0.25], 0.5);
        assert_eq!(layer.neurons[1], Signal { share: -0.25, text: String::new() });
    }
}
