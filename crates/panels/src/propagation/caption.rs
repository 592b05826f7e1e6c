//! The text of the replay: one line that grows with the computation, and a gauge that moves the sum along the
//! activation function's axis and up to its curve.

use nn::ActivationFn;

use crate::neuron::addends::Addends;
use crate::neuron::curve::{curve, half_width};
use crate::propagation::state::Propagation;
use crate::propagation::timeline::{Phase, Work};
use crate::rounding::add_up;
use app::derived::Derived;
use app::names::name;
use app::number;
use app::state::Core;
use app::target::Target;

/// The neuron being computed, with its values.
#[derive(Clone, Debug, PartialEq)]
pub struct ActiveNeuron {
    /// Which neuron, and its phase.
    pub work: Work,
    /// Its activation function.
    pub function: ActivationFn,
    /// Weight times input, for each input.
    pub contributions: Vec<f32>,
    /// The sum of the contributions that have arrived.
    pub sum: f32,
    /// The bias.
    pub bias: f32,
    /// The pre-activation.
    pub z: f32,
    /// The activation.
    pub a: f32,
}

/// The travel time of one input, as a fraction of the sum phase. Inputs depart in order.
const WAY: f32 = 0.3;

/// How far an input has travelled to the neuron, from 0 to 1, at `share` of the sum phase.
pub fn arrival(input_idx: usize, n_inputs: usize, share: f32) -> f32 {
    let start = (1.0 - WAY) * input_idx as f32 / n_inputs.saturating_sub(1).max(1) as f32;
    // All inputs arrive in the end, regardless of rounding.
    if share >= 1.0 { 1.0 } else { ((share - start) / WAY).clamp(0.0, 1.0) }
}

/// The neuron at work, and its caption.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayCaption {
    /// The neuron; `None` while the input unrolls.
    pub active: Option<ActiveNeuron>,
    /// One line about it.
    pub text: String,
}

/// The caption at the replay's position.
pub(crate) fn replay_caption(player: &Propagation, core: &Core, derived: &Derived) -> ReplayCaption {
    let active = active_neuron(player, core, derived);
    ReplayCaption { text: caption(core, active.as_ref()), active }
}

/// The neuron being computed; `None` while the input unrolls, or without a network.
pub(crate) fn active_neuron(player: &Propagation, core: &Core, derived: &Derived) -> Option<ActiveNeuron> {
    let work = player.moment().work?;
    let layer = core.layers().get(work.layer_idx)?;
    let pass = derived.pass(core)?;
    if work.neuron_idx >= layer.n_outputs() {
        return None;
    }
    let inputs = pass.inputs_of(work.layer_idx);
    let weights = layer.weights().row(work.neuron_idx);
    let contributions: Vec<f32> = weights.iter().zip(inputs).map(|(weight, input)| weight * input).collect();
    let share = if work.phase == Phase::Sum { work.share } else { 1.0 };
    let has_arrived = |idx: &usize| arrival(*idx, contributions.len(), share) >= 1.0;
    let arrived = contributions.iter().enumerate().filter(|(idx, _)| has_arrived(idx));
    Some(ActiveNeuron {
        work,
        function: layer.activation_fn(),
        sum: arrived.map(|(_, value)| value).sum(),
        contributions,
        bias: layer.biases()[work.neuron_idx],
        z: pass.pre_activations(work.layer_idx)[work.neuron_idx],
        a: pass.activations(work.layer_idx)[work.neuron_idx],
    })
}

/// The current step as one line of text.
pub(crate) fn caption(core: &Core, active: Option<&ActiveNeuron>) -> String {
    let Some(active) = active else {
        return "Input: 784 pixels. Stacked row by row, they form a column of 784 numbers.".to_owned();
    };
    let Work { layer_idx, neuron_idx, phase, share } = active.work;
    let mut text = name(core, Target::Neuron { layer_idx, neuron_idx });
    text.push_str(": weighted sum ");
    text.push_str(&number::signed(active.sum, 2));
    if phase >= Phase::Bias {
        text.push_str(" · bias ");
        text.push_str(&number::signed(active.bias, 2));
    }
    if phase > Phase::Bias || (phase == Phase::Bias && share >= 1.0) {
        text.push_str(" · z\u{a0}=\u{a0}");
        text.push_str(&number::fixed(active.z, 2));
        if !add_up(&[active.sum, active.bias], active.z) {
            text.push_str(" (rounded)");
        }
    }
    if phase >= Phase::Activation {
        text.push_str(&[" · a\u{a0}=\u{a0}", &applied(active.function, active.z)].concat());
    }
    if phase == Phase::Light {
        text.push_str(&["\u{a0}≈\u{a0}", &number::fixed(active.a, 3)].concat());
    }
    text
}

/// The application of the function to z, as text.
fn applied(function: ActivationFn, z: f32) -> String {
    let z = number::fixed(z, 2);
    match function {
        ActivationFn::Sigmoid => ["σ(", &z, ")"].concat(),
        ActivationFn::Relu => ["ReLU(", &z, ")"].concat(),
        ActivationFn::Tanh => ["tanh(", &z, ")"].concat(),
        ActivationFn::Softmax => ["softmax(", &z, "), over all outputs"].concat(),
        ActivationFn::Identity => "z".to_owned(),
    }
}

/// The activation function with the sum on its axis, in a box of 100 by 50 with y pointing down.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// The curve, as the `d` attribute of an SVG path.
    pub path: String,
    /// The path along the axis from 0 to the sum and up towards the curve, as `d`.
    pub way: String,
    /// The end of that path.
    pub mark: (String, String),
}

/// The axis's vertical position in the box.
const AXIS_Y: f32 = 47.0;

/// The gauge of the neuron being computed; `None` for softmax, which depends on the whole layer.
pub fn gauge(active: &ActiveNeuron) -> Option<Gauge> {
    let ActiveNeuron { function, bias, z, a, .. } = *active;
    let curve = curve(&Addends { function, weights: &[], inputs: &[], bias, z, a }, false)?;
    let Work { phase, share, .. } = active.work;
    let (along, up) = match phase {
        Phase::Sum => (active.sum, 0.0),
        Phase::Bias => (active.sum + share * (z - active.sum), 0.0),
        Phase::Activation => (z, share),
        Phase::Light => (z, 1.0),
    };
    let x = (50.0 + 50.0 * along / half_width(z)).clamp(0.0, 100.0);
    let y = AXIS_Y + up * (curve.mark_y - AXIS_Y);
    let (x, y) = (number::plain(x, 1), number::plain(y, 1));
    Some(Gauge { path: curve.path, way: ["M50 47H", &x, "V", &y].concat(), mark: (x, y) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::neuron::waterfall::waterfall;
    use crate::propagation::Msg;
    use crate::propagation::tests::{drawn, send};
    use crate::state::State;
    use proptest::prelude::*;

    fn active(state: &State) -> Option<ActiveNeuron> {
        active_neuron(&state.panels.propagation, &state.core, &Derived::default())
    }

    /// Seeks to `ms` milliseconds before the end of the first neuron.
    fn before_the_first_end(state: &mut State, ms: f64) -> ActiveNeuron {
        send(state, Msg::Step { is_forward: true, by_layer: false });
        let player = &state.panels.propagation;
        let share = player.share() * (1.0 - ms / player.position);
        send(state, Msg::Seek(share));
        active(state).expect("a neuron is at work")
    }

    #[test]
    fn the_line_grows_with_what_has_happened() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        assert_eq!(active(&state), None);
        assert!(caption(&state.core, None).starts_with("Input: 784 pixels"));
        let mut lines = Vec::new();
        // The first neuron takes 2400 ms.
        for ms in [2399.0, 1440.0, 1200.0, 960.0, 792.0, 480.0, 0.0] {
            send(&mut state, Msg::Seek(0.0));
            let active = before_the_first_end(&mut state, ms);
            let line = caption(&state.core, Some(&active));
            let number =
                |text: &str| text.strip_prefix("Hidden 1, neuron 1: weighted sum ").map(str::to_owned);
            lines.push(number(&line).expect("it begins with the neuron"));
        }
        let whole = before_the_first_end(
            &mut {
                send(&mut state, Msg::Seek(0.0));
                state.clone()
            },
            0.0,
        );
        let [sum, bias] = [whole.sum, whole.bias].map(|value| number::signed(value, 2));
        let (z, a) = (number::fixed(whole.z, 2), number::fixed(whole.a, 3));
        assert_eq!(lines[0], "0.00");
        assert_ne!(lines[1], sum, "on its way");
        assert_eq!(lines[2], sum);
        assert_eq!(lines[3], format!("{sum} · bias {bias}"));
        let rounded = if add_up(&[whole.sum, whole.bias], whole.z) { "" } else { " (rounded)" };
        assert_eq!(lines[4], format!("{sum} · bias {bias} · z\u{a0}=\u{a0}{z}{rounded}"));
        assert_eq!(
            lines[5],
            format!("{sum} · bias {bias} · z\u{a0}=\u{a0}{z}{rounded} · a\u{a0}=\u{a0}σ({z})")
        );
        assert_eq!(
            lines[6],
            format!(
                "{sum} · bias {bias} · z\u{a0}=\u{a0}{z}{rounded} · a\u{a0}=\u{a0}σ({z})\u{a0}≈\u{a0}{a}"
            )
        );
    }

    #[test]
    fn the_numbers_are_those_of_the_neurons_panel() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        let layers = state.core.model().expect("there is a model").network.clone();
        for _ in 0..42 {
            send(&mut state, Msg::Step { is_forward: true, by_layer: false });
            let derived = Derived::default();
            let active = active(&state).expect("a neuron is at work");
            let Work { layer_idx, neuron_idx, .. } = active.work;
            let pass = derived.pass(&state.core).expect("there is a pass");
            let weights: Vec<f32> =
                layers.layers()[layer_idx].weights().row(neuron_idx).iter().copied().collect();
            let inputs = pass.inputs_of(layer_idx);
            let ActiveNeuron { function, bias, z, a, sum, .. } = active;
            let waterfall = waterfall(&Addends { function, weights: &weights, inputs, bias, z, a }, 0.0);
            let line = caption(&state.core, Some(&active));
            assert!(
                line.contains(&format!("weighted sum {} ", waterfall.bars[2].value)),
                "{line}: {waterfall:?}"
            );
            assert!((sum + bias - z).abs() < 1e-4, "{line}");
        }
    }

    #[test]
    fn the_mark_goes_along_the_axis_and_up_to_the_curve() {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        let mut marks = Vec::new();
        for ms in [2399.0, 1200.0, 792.0, 576.0, 0.0] {
            send(&mut state, Msg::Seek(0.0));
            let active = before_the_first_end(&mut state, ms);
            let gauge = gauge(&active).expect("sigmoid has a curve");
            marks.push((
                gauge.mark.0.parse::<f32>().expect("a number"),
                gauge.mark.1.parse::<f32>().expect("a number"),
            ));
        }
        assert_eq!(marks[0], (50.0, 47.0));
        assert_eq!([marks[1].1, marks[2].1], [47.0, 47.0]);
        assert!(marks[3].1 < 47.0 && marks[4].1 < marks[3].1, "{marks:?}");
        assert_eq!(marks[3].0, marks[4].0);
        let softmax =
            ActiveNeuron { function: ActivationFn::Softmax, ..before_the_first_end(&mut drawn_open(), 0.0) };
        assert_eq!(gauge(&softmax), None);
        assert!(caption(&state.core, Some(&softmax)).contains(" · a\u{a0}=\u{a0}softmax("));
    }

    fn drawn_open() -> State {
        let mut state = drawn(false);
        send(&mut state, Msg::Open);
        state
    }

    proptest! {
        #[test]
        fn inputs_arrive_in_order_and_all(n_inputs in 1..800_usize, share in 0.0..1.0_f32) {
            let arrivals: Vec<f32> = (0..n_inputs).map(|idx| arrival(idx, n_inputs, share)).collect();
            prop_assert!(arrivals.windows(2).all(|pair| pair[0] >= pair[1]));
            prop_assert!((0..n_inputs).all(|idx| arrival(idx, n_inputs, 1.0) == 1.0 && arrival(idx, n_inputs, 0.0) == 0.0));
        }
    }
}
