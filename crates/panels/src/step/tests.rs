//! Tests of a step of learning: against `nn`, and by what must be true of every network.

use app::derived::Derived;
use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use app::state::Core;
use app::target::Target;
use app::test_support::shipped;
use models::{Model, ModelSource};
use nn::{ActivationFn, DVector, ForwardPass, Inputs, Loss, Network, Workspace, backpropagate};
use proptest::prelude::*;

use super::backward::Backward;
use super::check::turn;
use super::scene::{StepScene, step_scene};
use super::stage::Stage;
use super::{Msg, all_names, check_scene, flow, gradient_scene};
use crate::knobs::{self, Action, Parameter, Scope};
use crate::msg::{Effect, Msg as PanelMsg};
use crate::neuron::equation::{Piece, Token};
use crate::state::State;
use crate::test_support::{load, page, random_model, ready_state, update};

/// Pairs of activation functions that models have.
const FUNCTIONS: [(ActivationFn, ActivationFn); 5] = [
    (ActivationFn::Sigmoid, ActivationFn::Sigmoid),
    (ActivationFn::Tanh, ActivationFn::Softmax),
    (ActivationFn::Relu, ActivationFn::Softmax),
    (ActivationFn::Sigmoid, ActivationFn::Tanh),
    (ActivationFn::Tanh, ActivationFn::Identity),
];

fn network((hidden, output): (ActivationFn, ActivationFn), seed: u64) -> Network {
    Network::random(&[784, 9, 7, 10], hidden, output, seed).expect("the shape is right")
}

/// A page on which an example 3 is called an 8, with the panel open.
fn learning(network: Network) -> State {
    let mut state = ready_state();
    let model = Model { network, ..random_model(&[784, 9, 7, 10]) };
    load(&mut state, ModelSource::Url("test".into()), &model);
    update(&mut state, CoreMsg::ShowExample(3));
    update(&mut state, CoreMsg::Open(Panel::Step));
    update(&mut state, Msg::Label(8));
    state
}

fn scene(state: &State) -> StepScene {
    step_scene(&state.panels.step, &state.panels.knobs, &state.core).expect("there is a model")
}

fn backward(state: &State) -> Backward {
    state.panels.step.outcome().expect("there is a drawing").backward.clone()
}

fn outputs(core: &Core) -> Vec<f32> {
    Derived::default().pass(core).expect("a model").output().to_vec()
}

#[test]
fn loss_and_errors_are_those_of_nn() {
    for functions in FUNCTIONS {
        let state = learning(network(functions, 2));
        let (found, network) = (backward(&state), state.core.network().expect("a model"));
        let loss_fn = match functions.1 {
            ActivationFn::Sigmoid | ActivationFn::Softmax => Loss::CrossEntropy,
            _ => Loss::Quadratic,
        };
        let image = Derived::default().image(&state.core);
        let input = DVector::from_column_slice(image.pixels());
        let target = DVector::from_fn(10, |output, _| f32::from(u8::from(output == 8)));
        let mut workspace = Workspace::for_network(network);
        let loss = backpropagate(
            network,
            Inputs::from_columns(input.as_view()).as_view(),
            target.as_view(),
            loss_fn,
            &mut workspace,
        );
        assert!((found.loss - loss).abs() < 1e-5 * (1.0 + loss), "{functions:?}: {} {loss}", found.loss);
        for (layer_idx, layer) in workspace.gradients().layers().iter().enumerate() {
            assert_eq!(found.deltas(layer_idx), layer.biases().as_slice(), "BP3");
            let inputs = found.pass.inputs_of(layer_idx);
            for ((to, from), gradient) in
                [(0, 0), (3, 5), (6, 2)].map(|place| (place, layer.weights()[place]))
            {
                let product = inputs[from] * found.deltas(layer_idx)[to];
                assert!((gradient - product).abs() < 1e-6, "BP4");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn turning_a_knob_agrees_with_back_propagation(
        functions in prop::sample::select(&FUNCTIONS[..]), seed in 0_u64..1000, number in 0..7_000_usize,
    ) {
        let network = network(functions, seed);
        let image = app::examples::example(3).to_image(&digits::Preprocessing::mnist());
        let backward = Backward::new(&network, image.pixels(), 8);
        let parameter = Parameter::of_number(&network, number).expect("there are as many");
        let slope = turn(&network, &backward, parameter, 0.005).slope;
        let exact = f64::from(super::gradient::gradient(&backward, parameter));
        // Between the two places a ReLU may start or stop.
        let bend = if functions.0 == ActivationFn::Relu { 0.05 } else { 0.002 };
        prop_assert!((slope - exact).abs() < bend * (0.1 + exact.abs()), "{slope} {exact}");
    }

    #[test]
    fn a_small_step_lowers_the_loss(
        functions in prop::sample::select(&FUNCTIONS[..]), seed in 0_u64..1000, digit in 0..10_usize,
    ) {
        let network = network(functions, seed);
        let image = app::examples::example(3).to_image(&digits::Preprocessing::mnist());
        let backward = Backward::new(&network, image.pixels(), digit);
        let after = backward.with(backward.descend(&network, 1e-3));
        prop_assert!(after.loss < backward.loss, "{} {}", after.loss, backward.loss);
    }
}

#[test]
fn taking_the_step_gives_what_was_shown_and_undo_takes_it_back() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    let before = state.core.network().cloned();
    let after = state.panels.step.outcome().expect("a drawing").after.clone();
    update(&mut state, Msg::Take);
    assert_eq!(state.core.network(), Some(&after.network));
    assert_eq!(outputs(&state.core), after.outputs);
    assert_eq!(scene(&state).stage, Stage::After);
    update(&mut state, knobs::Msg::Undo);
    assert_eq!(state.core.network().cloned(), before);
    assert!(!scene(&state).has_taken, "its losses no longer count");
}

#[test]
fn ten_steps_teach_it_this_drawing() {
    let mut state = learning(network(FUNCTIONS[1], 4));
    update(&mut state, Msg::SetRate(0.1));
    let mut last = outputs(&state.core)[8];
    for step in 0..10 {
        update(&mut state, Msg::Take);
        let now = outputs(&state.core)[8];
        assert!(now > last, "step {step}: {now} after {last}");
        last = now;
    }
    assert!(last > 0.7, "{last}");
    assert_eq!(scene(&state).losses.matches('→').count(), 3, "{}", scene(&state).losses);
}

#[test]
fn frozen_neurons_do_not_learn() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    update(&mut state, CoreMsg::Pick(Target::neuron(1, 2)));
    update(&mut state, knobs::Msg::SetScope(Scope::Neuron));
    update(&mut state, knobs::Msg::Act(Action::Freeze));
    let row = |state: &State| state.core.layers()[1].weights().row(2).iter().copied().collect::<Vec<f32>>();
    let before = row(&state);
    let after = state.panels.step.outcome().expect("a drawing").after.outputs.clone();
    update(&mut state, Msg::Take);
    assert_eq!(row(&state), before);
    assert_eq!(outputs(&state.core), after);
}

#[test]
fn an_empty_pad_offers_a_built_in_digit() {
    let mut state = ready_state();
    update(&mut state, CoreMsg::Open(Panel::Step));
    assert_eq!(scene(&state).digit, None);
    update(&mut state, Msg::TogglePlay);
    assert!(!scene(&state).is_playing && state.core.signals.is_empty());
    update(&mut state, Msg::Label(5));
    assert_eq!(state.core.pad().ink(), &app::examples::example(5));
    assert_eq!(scene(&state).digit, Some(5));
    update(&mut state, CoreMsg::ShowExample(7));
    let read = Derived::default().answer(&state.core).expect("ink").digit;
    assert_eq!(scene(&state).digit, Some(read), "another drawing is what it is read as");
}

#[test]
fn the_errors_flow_back_through_the_network_view() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    let palette = shipped("light");
    let mut stages = Vec::new();
    loop {
        let stage = scene(&state).stage;
        stages.push(stage);
        let n_shown = state.core.signals.iter().filter(|layer| !layer.neurons.is_empty()).count();
        let expected = match stage {
            Stage::Forward | Stage::After => 0,
            Stage::Error => 1,
            Stage::Back(layer_idx) => 3 - layer_idx,
            Stage::Gradient => 3,
        };
        assert_eq!(n_shown, expected, "{stage:?}");
        let layout = state.core.layout();
        let n_streams = flow(&state.panels.step, &state.core, &layout, &palette).streams.len();
        assert_eq!(n_streams > 0, matches!(stage, Stage::Back(_) | Stage::Gradient), "{stage:?}");
        assert_eq!(
            gradient_scene(&state.panels.step, &state.core, &palette).is_some(),
            stage == Stage::Gradient
        );
        if !scene(&state).ways.1 {
            break;
        }
        update(&mut state, Msg::Step(true));
    }
    use Stage::{After, Back, Error, Forward, Gradient};
    assert_eq!(stages, [Forward, Error, Back(1), Back(0), Gradient, After]);
    update(&mut state, CoreMsg::ClosePanel);
    assert!(state.core.signals.is_empty());
}

#[test]
fn a_neuron_that_is_picked_is_shown_with_its_layer() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    update(&mut state, Msg::Step(true));
    update(&mut state, CoreMsg::Focus(Target::neuron(0, 4)));
    assert_eq!((scene(&state).stage, scene(&state).neuron.as_str()), (Stage::Back(0), "Hidden 1, neuron 5"));
    update(&mut state, CoreMsg::Focus(Target::neuron(2, 4)));
    assert_eq!((scene(&state).stage, scene(&state).neuron.as_str()), (Stage::Error, "Output 4"));
}

#[test]
fn it_plays_to_the_end_and_the_layers_light_up_first() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    for _ in 0..5 {
        update(&mut state, Msg::Step(true));
    }
    let effects = update(&mut state, Msg::TogglePlay);
    assert!(effects.contains(&Effect::Tick));
    assert_eq!(scene(&state).stage, Stage::Forward, "from the start");
    let mut seen = Vec::new();
    let mut was_covered = false;
    for frame in 0..400 {
        was_covered |= state.core.is_answer_covered();
        update(&mut state, PanelMsg::Tick(f64::from(frame) * 200.0));
        seen.push(scene(&state).stage);
    }
    seen.dedup();
    assert_eq!(seen.len(), 6);
    assert!(was_covered && !state.core.is_answer_covered() && !scene(&state).is_playing);
}

#[test]
fn with_reduced_motion_nothing_is_under_way() {
    let mut state = page(true);
    update(&mut state, CoreMsg::ShowExample(3));
    update(&mut state, CoreMsg::Open(Panel::Step));
    update(&mut state, Msg::Step(true));
    update(&mut state, Msg::TogglePlay);
    for frame in 0..60 {
        update(&mut state, PanelMsg::Tick(f64::from(frame) * 200.0));
        for layer in &state.core.signals {
            assert!(layer.neurons.iter().all(|signal| !signal.text.is_empty()));
        }
    }
}

#[test]
fn every_weight_of_a_neuron_can_be_chosen_and_shows_its_own_numbers() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    for _ in 0..4 {
        update(&mut state, Msg::Step(true));
    }
    let palette = shipped("light");
    for (layer_idx, n_weights, last) in [(0, 784, "pixel (27, 27)"), (1, 9, "neuron 9"), (2, 7, "neuron 7")] {
        update(&mut state, CoreMsg::Focus(Target::neuron(layer_idx, 3)));
        let names = all_names(&state.core, layer_idx, n_weights);
        assert_eq!(
            (names.len(), names[0].as_str(), names[n_weights].as_str()),
            (n_weights + 1, "bias", last)
        );
        let outcome = state.panels.step.outcome().expect("a drawing").clone();
        for from in std::iter::once(None).chain((0..n_weights).map(Some)) {
            let parameter = Parameter { layer_idx, to: 3, from };
            update(&mut state, Msg::Choose(parameter));
            let found = gradient_scene(&state.panels.step, &state.core, &palette).expect("the stage");
            assert_eq!((found.chosen, found.n_weights, scene(&state).lines.len()), (parameter, n_weights, 2));
            let row = found.rows.iter().find(|row| row.is_chosen).expect("the chosen one has a row");
            assert_eq!((row.parameter, &row.name), (parameter, &names[from.map_or(0, |from| from + 1)]));
            let expected = app::number::significant(super::gradient::gradient(&outcome.backward, parameter));
            assert_eq!(row.gradient, expected);
        }
        update(&mut state, Msg::Choose(Parameter { layer_idx, to: 3, from: Some(n_weights) }));
        let found = gradient_scene(&state.panels.step, &state.core, &palette).expect("the stage");
        assert!(found.chosen.from.is_some_and(|from| from < n_weights), "there is no such weight");
    }
}

#[test]
fn a_knob_is_checked_from_its_panel() {
    let mut state = learning(network(FUNCTIONS[1], 4));
    let parameter = Parameter { layer_idx: 1, to: 3, from: Some(2) };
    let effects = update(&mut state, Msg::Check(parameter));
    assert!(effects.contains(&Effect::Core(app::msg::Effect::ShowPanel)));
    let check = check_scene(&state.panels.step, &state.panels.knobs, &state.core).expect("a drawing");
    assert_eq!(check.neuron, "Hidden 2, neuron 4");
    assert!(check.choices.iter().any(|choice| choice.0 == parameter && choice.2 && choice.1 == "neuron 3"));
    assert_eq!(check.verdict, "They agree.");
    assert!(state.core.signals.is_empty(), "the network shows its activations");
}

#[test]
fn a_blank_pixels_knob_changes_nothing() {
    let mut state = learning(network(FUNCTIONS[1], 4));
    update(&mut state, Msg::Check(Parameter { layer_idx: 0, to: 3, from: Some(0) }));
    let check = check_scene(&state.panels.step, &state.panels.knobs, &state.core).expect("a drawing");
    assert_eq!((check.slopes, check.relative.as_str()), (["0", "0"].map(str::to_owned), "0%"));
    assert!(check.verdict.starts_with("Both are 0"), "{}", check.verdict);
}

#[test]
fn a_step_too_long_says_so() {
    let mut state = learning(network((ActivationFn::Relu, ActivationFn::Softmax), 1));
    update(&mut state, Msg::SetRate(30.0));
    for _ in 0..5 {
        update(&mut state, Msg::Step(true));
    }
    let outcome = state.panels.step.outcome().expect("a drawing");
    let rises = outcome.after.loss > outcome.backward.loss;
    assert_eq!(scene(&state).says.contains("rise"), rises, "{}", scene(&state).says);
    update(&mut state, Msg::SetRate(f32::NAN));
    assert_eq!(scene(&state).learning_rate, (30.0, "30".to_owned()));
}

fn number_in(text: &str) -> f64 {
    text.replace('−', "-").parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

/// What a line says: each side of `=` or `≈` as text, tokens separated by blanks.
fn written(line: &[Piece]) -> String {
    let texts = line.iter().flat_map(|piece| &piece.tokens).map(|token| match token {
        Token::Identifier(text) | Token::Operator(text) | Token::Text(text) => (*text).to_owned(),
        Token::Indexed(name, index) => format!("{name}{index}"),
        Token::Number(text) => text.clone(),
        Token::Noted(text, note) => format!("{text} [{note}]"),
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// The value of numbers with `+`, `−`, `·` and brackets.
fn evaluate(words: &mut std::iter::Peekable<std::vec::IntoIter<String>>) -> f64 {
    fn factor(words: &mut std::iter::Peekable<std::vec::IntoIter<String>>) -> f64 {
        let word = words.next().expect("a factor");
        if word == "(" {
            let value = evaluate(words);
            assert_eq!(words.next().as_deref(), Some(")"));
            value
        } else {
            number_in(&word)
        }
    }
    let mut sum = 0.0;
    let mut sign = 1.0;
    loop {
        let mut product = factor(words);
        while words.next_if(|word| word == "·").is_some() {
            product *= factor(words);
        }
        sum += sign * product;
        match words.next_if(|word| word == "+" || word == "−") {
            Some(word) => sign = if word == "+" { 1.0 } else { -1.0 },
            None => return sum,
        }
    }
}

/// Recomputes what is printed on the left of the last `=` or `≈`, and compares it with the right.
fn check_line(text: &str) {
    let (left, right) = text.rsplit_once(['=', '≈']).unwrap_or_else(|| panic!("{text}"));
    let right = number_in(right.trim().trim_end_matches(" [rounded]"));
    let left = left.rsplit(['=', '←']).next().expect("a side");
    // `∂C/∂b = δ₁ = 0.03`
    if left.trim().starts_with('δ') {
        return;
    }
    let mut words = Vec::new();
    for word in left.split_whitespace() {
        // "7 more" below a number.
        match word {
            "more]" => drop(words.pop()),
            word => words.push(word.to_owned()),
        }
    }
    let value = evaluate(&mut words.into_iter().peekable());
    let is_exact = (value - right).abs() <= 1e-9 * value.abs().max(1.0);
    assert_eq!(text.contains("[rounded]"), !is_exact, "{text}: {value}");
}

#[test]
fn what_is_printed_is_right_or_says_that_it_is_rounded() {
    for functions in FUNCTIONS {
        let mut state = learning(network(functions, 5));
        for stage_idx in 0..6 {
            for neuron_idx in 0..7 {
                let stage = scene(&state).stage;
                let layer_idx = stage.layer_idx(3).unwrap_or(0);
                update(&mut state, CoreMsg::Focus(Target::neuron(layer_idx, neuron_idx)));
                let lines = scene(&state).lines.iter().map(|line| written(line)).collect::<Vec<_>>();
                match stage {
                    Stage::Forward | Stage::After => assert!(lines.is_empty()),
                    Stage::Error => check_line(&lines.join(" ")),
                    Stage::Back(_) => {
                        let [first, second, slope, delta] = &lines[..] else { panic!("{lines:?}") };
                        check_line(&[first.as_str(), second].join(" "));
                        if slope.contains('·') {
                            check_line(slope);
                        }
                        check_line(delta);
                    }
                    Stage::Gradient => lines.iter().for_each(|line| check_line(line)),
                }
            }
            assert_eq!(state.panels.step.stage_idx, stage_idx);
            update(&mut state, Msg::Step(true));
        }
    }
}

/// The printed terms of a neuron's error add up to the one that `nn` gives.
#[test]
fn the_printed_sum_is_the_error() {
    let mut state = learning(network(FUNCTIONS[0], 5));
    for (layer_idx, neuron_idx) in [(1, 3), (0, 6)] {
        update(&mut state, Msg::Step(true));
        update(&mut state, CoreMsg::Focus(Target::neuron(layer_idx, neuron_idx)));
        let text = written(scene(&state).lines.last().expect("a line"));
        let printed = number_in(text.trim_end_matches(" [rounded]").rsplit(' ').next().expect("a number"));
        let delta = f64::from(backward(&state).deltas(layer_idx)[neuron_idx]);
        assert!((printed - delta).abs() <= 0.006 * delta.abs() + 1e-9, "{text}: {delta}");
    }
}

#[test]
fn the_digit_is_what_the_network_reads_until_somebody_says_otherwise() {
    let mut state = learning(network(FUNCTIONS[0], 3));
    assert_eq!((scene(&state).digit, scene(&state).label.as_str()), (Some(8), "You say: this is a"));
    update(&mut state, Msg::Label(12));
    assert_eq!(scene(&state).digit, Some(8), "there is no such digit");
    let mut pass = ForwardPass::for_network(state.core.network().expect("a model"));
    let image = app::examples::example(6).to_image(&state.core.preprocessing());
    state.core.network().expect("a model").forward(image.pixels(), &mut pass);
    update(&mut state, CoreMsg::ShowExample(6));
    let read = (0..10).max_by(|a, b| pass.output()[*a].total_cmp(&pass.output()[*b]));
    assert_eq!(scene(&state).digit, read);
}
