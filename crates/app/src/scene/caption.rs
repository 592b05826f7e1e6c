//! The numbers of the inspected part in a line, for a page that has no inspector to show them in.

use crate::derived::Derived;
use crate::names::name;
use crate::number;
use crate::settings::Ui;
use crate::state::Core;
use crate::target::Target;

/// A part of the network and its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// Its name; empty if nothing is inspected.
    pub name: String,
    /// Its numbers as a phrase.
    pub numbers: String,
}

/// The caption; empty if nothing is inspected or if the inspector shows it.
pub fn caption(core: &Core, derived: &Derived) -> Caption {
    let has_inspector = !matches!(core.settings.ui, Ui::Embed | Ui::Network);
    let Some(target) = core.inspected().filter(|target| !has_inspector && core.has(*target)) else {
        return Caption::default();
    };
    Caption { name: name(core, target), numbers: numbers(core, derived, target).unwrap_or_default() }
}

/// A pixel's value; a neuron's activation and where it comes from.
fn numbers(core: &Core, derived: &Derived, target: Target) -> Option<String> {
    let pass = derived.pass(core)?;
    let (layer_idx, neuron_idx) = match target {
        Target::Pixel(pixel_idx) => {
            return Some(format!("value {}", number::fixed(*pass.input().get(pixel_idx)?, 2)));
        }
        Target::Neuron { layer_idx, neuron_idx } => (layer_idx, neuron_idx),
    };
    let layer = core.layers().get(layer_idx)?;
    let inputs = pass.inputs_of(layer_idx);
    let mut text = format!(
        "activation {}, z {}, bias {}",
        number::fixed(pass.activations(layer_idx)[neuron_idx], 2),
        number::fixed(pass.pre_activations(layer_idx)[neuron_idx], 2),
        number::fixed(layer.biases()[neuron_idx], 2)
    );
    let weights = layer.weights().row(neuron_idx);
    let contributions = weights.iter().zip(inputs).map(|(weight, input)| weight * input);
    let strongest = contributions.enumerate().max_by(|(_, a), (_, b)| a.abs().total_cmp(&b.abs()));
    if let Some((input_idx, contribution)) = strongest.filter(|(_, contribution)| *contribution != 0.0) {
        text.push_str("; strongest: ");
        text.push_str(&name(core, Target::input_of(layer_idx, input_idx)));
        text.push_str(", ");
        text.push_str(&number::signed(contribution, 2));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg::Msg;
    use crate::test_support::ready_core;
    use crate::update::update;

    fn captioned(core: &mut Core, target: Target) -> Caption {
        update(core, Msg::Pick(target));
        caption(core, &Derived::default())
    }

    #[test]
    fn a_neurons_caption_tells_its_sum_and_what_counts_most_in_it() {
        let mut core = ready_core();
        core.settings.ui = Ui::Embed;
        assert_eq!(caption(&core, &Derived::default()), Caption::default(), "nothing is picked");
        update(&mut core, Msg::ShowExample(3));
        core.edit_network(|network| {
            network.weights_mut(1).row_mut(4).fill(0.0);
            network.weights_mut(1)[(4, 6)] = -9.0;
            network.biases_mut(1)[4] = 0.25;
            true
        });
        let derived = Derived::default();
        let pass = derived.pass(&core).expect("there is a network");
        let input = pass.activations(0)[6];
        let (z, a) = (pass.pre_activations(1)[4], pass.activations(1)[4]);
        assert!((z - (0.25 - 9.0 * input)).abs() < 1e-5);
        let shown = captioned(&mut core, Target::neuron(1, 4));
        assert_eq!(shown.name, "Hidden 2, neuron 5");
        assert_eq!(
            shown.numbers,
            format!(
                "activation {}, z {}, bias 0.25; strongest: Hidden 1, neuron 7, {}",
                number::fixed(a, 2),
                number::fixed(z, 2),
                number::signed(-9.0 * input, 2)
            )
        );
    }

    #[test]
    fn a_blank_image_adds_nothing_to_the_first_layer() {
        let mut core = ready_core();
        core.settings.ui = Ui::Network;
        let first = captioned(&mut core, Target::neuron(0, 2));
        assert!(!first.numbers.contains("strongest"), "{first:?}");
        assert!(captioned(&mut core, Target::neuron(1, 2)).numbers.contains("strongest: Hidden 1, neuron"));
        let pixel = captioned(&mut core, Target::Pixel(30));
        assert_eq!((pixel.name.as_str(), pixel.numbers.as_str()), ("Pixel (2, 1)", "value 0.00"));
    }

    #[test]
    fn with_an_inspector_there_is_no_caption() {
        let mut core = ready_core();
        assert_eq!(captioned(&mut core, Target::neuron(0, 2)), Caption::default());
    }
}
