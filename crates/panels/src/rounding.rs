//! Whether rounded numbers still give what is printed as their sum or product: all have two decimals.

/// Whether `terms` add up to `total` as printed.
pub(crate) fn add_up(terms: &[f32], total: f32) -> bool {
    terms.iter().map(|term| hundredths(*term)).sum::<f64>() == hundredths(total)
}

/// Whether two factors give this product as printed, rounded to two decimals.
pub(crate) fn multiply_to(factors: [f32; 2], product: f32) -> bool {
    let [a, b] = factors.map(hundredths);
    (a * b - 100.0 * hundredths(product)).abs() <= 50.0
}

/// Whether two factors as printed give this product as printed, without any rounding.
pub(crate) fn multiply_exactly_to(factors: [f32; 2], product: f32) -> bool {
    let [a, b] = factors.map(hundredths);
    a * b == 100.0 * hundredths(product)
}

/// A number as it is printed, in hundredths.
fn hundredths(value: f32) -> f64 {
    (100.0 * f64::from(value)).round()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derived::Derived as PanelsDerived;
    use crate::neuron::equation::Token;
    use crate::neuron::scene::{Sum, detail};
    use crate::neuron::waterfall::Waterfall;
    use crate::propagation::caption::{ActiveNeuron, caption};
    use crate::propagation::timeline::{Phase, Work};
    use crate::test_support::{ready_state, update};
    use crate::why::Msg;
    use crate::why::scene::why_scene;
    use app::derived::Derived;
    use app::msg::Msg as CoreMsg;
    use app::target::Target;
    use app::test_support::shipped;
    use models::{Model, ModelSource, SHIPPED};

    #[test]
    fn what_adds_up_exactly_may_not_as_printed() {
        assert!(add_up(&[4.0, -3.0], 1.0));
        assert!(add_up(&[0.104, 0.104], 0.204));
        assert!(!add_up(&[0.104, 0.104], 0.208));
        assert!(!add_up(&[-0.006, -0.006], -0.012), "−0.01 and −0.01 is not −0.01");
        assert!(add_up(&[], 0.004));
    }

    #[test]
    fn factors_multiply_as_printed_or_not() {
        assert!(multiply_to([7.3, 0.5], 3.65));
        assert!(multiply_to([-0.25, 0.5], -0.125), "either way to round is right");
        // 7.304 × 0.994 = 7.26, but 7.30 × 0.99 = 7.23.
        assert!(!multiply_to([7.304, 0.994], 7.260));
    }

    /// A printed number in hundredths.
    fn read(text: &str) -> i64 {
        let digits = text.replace(['.', '+'], "").replace('−', "-");
        digits.parse().expect("a number with two decimals")
    }

    /// Checks that a text with two addends and a sum adds up or says why not.
    fn check(addends: &[&str], sum: &str, said: &str) {
        let is_exact = addends.iter().map(|text| read(text)).sum::<i64>() == read(sum);
        assert_eq!(said.contains("rounded"), !is_exact, "{addends:?}: {sum}, {said}");
    }

    fn check_why(waterfall: &Waterfall) {
        let [blank, adds, takes, now] = &waterfall.bars[..] else { panic!("{waterfall:?}") };
        check(&[&blank.value, &adds.value, &takes.value], &now.value, &now.name);
    }

    fn check_neuron(sum: &Sum) {
        let [positive, negative, weighted, bias, z] = &sum.waterfall.bars[..] else { panic!("{sum:?}") };
        check(&[&positive.value, &negative.value], &weighted.value, &weighted.name);
        check(&[&weighted.value, &bias.value], &z.value, &z.name);
        let last = sum.equation.last().expect("a line").iter().flat_map(|piece| &piece.tokens);
        assert!(
            last.into_iter().any(|token| *token == Token::Text("\u{a0}(rounded)")),
            "products of rounded numbers"
        );
    }

    /// In the Why panel, in the Neuron panel and in the replay, over all shipped models.
    #[test]
    fn every_printed_sum_adds_up_or_says_that_it_is_rounded() {
        let palette = shipped("light");
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pretrained");
        for shipped in SHIPPED {
            let json = std::fs::read(directory.join(shipped.name).with_extension("json")).expect("its file");
            let mut state = ready_state();
            state.core.adopt(ModelSource::Shipped(shipped.name), Model::from_json(&json).expect("a model"));
            for digit in [0, 4, 7] {
                update(&mut state, CoreMsg::ShowExample(digit));
                let (derived, panels) = (Derived::default(), PanelsDerived::default());
                for layer_idx in 0..state.core.n_layers() {
                    for neuron_idx in 0..10 {
                        state.core.picked = Some(Target::neuron(layer_idx, neuron_idx));
                        for is_compared in [false, true] {
                            update(&mut state, Msg::Compare(is_compared));
                            let why =
                                why_scene(&state.panels.why, &state.core, (&derived, &panels), &palette);
                            check_why(&why.expect("there is ink").waterfall);
                        }
                        let options = (&state.panels.neuron, &state.panels.knobs, &state.panels.survey);
                        let detail = detail(options, &state.core, (&derived, &panels), &palette);
                        let sum = detail.and_then(|detail| detail.sum).expect("a neuron has one");
                        check_neuron(&sum);
                        check_replay(&state.core, &sum.waterfall, &derived, (layer_idx, neuron_idx));
                    }
                }
            }
        }
    }

    fn check_replay(
        core: &app::state::Core,
        waterfall: &Waterfall,
        derived: &Derived,
        (layer_idx, neuron_idx): (usize, usize),
    ) {
        let layer = &core.layers()[layer_idx];
        let pass = derived.pass(core).expect("a pass");
        let inputs = pass.inputs_of(layer_idx);
        let products = layer.weights().row(neuron_idx);
        let contributions: Vec<f32> =
            products.iter().zip(inputs).map(|(weight, input)| weight * input).collect();
        let active = ActiveNeuron {
            work: Work { layer_idx, neuron_idx, phase: Phase::Light, share: 1.0 },
            function: layer.activation_fn(),
            sum: contributions.iter().sum(),
            contributions,
            bias: layer.biases()[neuron_idx],
            z: pass.pre_activations(layer_idx)[neuron_idx],
            a: pass.activations(layer_idx)[neuron_idx],
        };
        let line = caption(core, Some(&active)).replace('\u{a0}', " ");
        let after = |begin: &str| {
            let (_, rest) = line.split_once(begin).expect("it is said");
            rest.split(' ').next().expect("a number").to_owned()
        };
        check(&[&after("weighted sum "), &after("bias ")], &after("z = "), &line);
        assert_eq!(after("bias "), waterfall.bars[3].value);
    }
}
