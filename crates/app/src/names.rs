//! Names of the network's parts, for the screen and for screen readers.

use digits::SIDE;

use crate::derived::Derived;
use crate::number;
use crate::state::Core;
use crate::target::Target;

/// The name of a part of the network. Outputs are numbered from 0, like the digits; hidden neurons from 1.
pub fn name(core: &Core, target: Target) -> String {
    match target {
        Target::Pixel(pixel_idx) => format!("Pixel ({}, {})", pixel_idx % SIDE, pixel_idx / SIDE),
        Target::Neuron { layer_idx, neuron_idx } if layer_idx + 1 == core.n_layers() => {
            format!("Output {neuron_idx}")
        }
        Target::Neuron { layer_idx, neuron_idx } => {
            format!("Hidden {}, neuron {}", layer_idx + 1, neuron_idx + 1)
        }
    }
}

/// Name and current value as one phrase, for screen readers.
pub fn spoken(core: &Core, derived: &Derived, target: Target) -> String {
    let mut text = name(core, target);
    if let Some(value) = value(core, derived, target) {
        text.push_str(": ");
        text.push_str(&number::fixed(value, 2));
    }
    text
}

fn value(core: &Core, derived: &Derived, target: Target) -> Option<f32> {
    match target {
        Target::Pixel(pixel_idx) => derived.image(core).pixels().get(pixel_idx).copied(),
        Target::Neuron { layer_idx, neuron_idx } => {
            let pass = derived.pass(core).filter(|_| layer_idx < core.n_layers())?;
            pass.activations(layer_idx).get(neuron_idx).copied()
        }
    }
}

/// The input and the pixel under the keyboard's cursor as one phrase, for screen readers.
pub fn spoken_input(core: &Core, derived: &Derived, pixel_idx: usize) -> String {
    format!("Input, 28 by 28 pixels. {}", spoken(core, derived, Target::Pixel(pixel_idx)))
}
