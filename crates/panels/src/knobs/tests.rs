//! Tests of the knobs.

use models::ModelSource;
use proptest::prelude::*;

use super::*;
use app::msg::Msg as CoreMsg;
use app::target::Target;

use crate::msg::Effect;
use crate::state::State;
use crate::test_support::update as update_page;
use crate::test_support::{load, random_model, ready_state};
use app::panel::Panel;
use nn::Network;

/// Sends a message and returns the effects.
fn tell(state: &mut State, msg: Msg) -> Vec<Effect> {
    update_page(state, msg)
}

/// A loaded page with the knobs open and a neuron picked.
fn open_on(layer_idx: usize, neuron_idx: usize) -> State {
    let mut state = ready_state();
    update_page(&mut state, CoreMsg::Open(Panel::Knobs));
    update_page(&mut state, CoreMsg::Pick(Target::Neuron { layer_idx, neuron_idx }));
    state
}

fn network(state: &State) -> &Network {
    state.core.network().expect("a model")
}

fn scene(state: &State) -> KnobsScene {
    knobs_scene(&state.panels.knobs, &state.panels.survey, &state.core).expect("a model")
}

fn bits(network: &Network) -> Vec<u32> {
    let numbers = (0..block::n_blocks(network)).flat_map(|idx| block::block(network, idx));
    numbers.map(|number| number.to_bits()).collect()
}

const BIAS: Parameter = Parameter { layer_idx: 1, to: 4, from: None };
const WEIGHT: Parameter = Parameter { layer_idx: 1, to: 4, from: Some(3) };

#[test]
fn a_gesture_is_one_step() {
    let mut state = open_on(1, 4);
    let before = bits(network(&state));
    tell(&mut state, Msg::Begin);
    for share in [0.01, 0.05, 0.2] {
        tell(&mut state, Msg::Drag { parameter: WEIGHT, share });
    }
    tell(&mut state, Msg::SetMany(vec![(BIAS, 3.0)]));
    tell(&mut state, Msg::End);
    let after = bits(network(&state));
    assert_eq!(state.panels.knobs.n_changed(), 2);
    assert_eq!(
        state.panels.knobs.changes(&state.core).iter().map(|(knob, _)| *knob).collect::<Vec<_>>(),
        [WEIGHT, BIAS]
    );
    tell(&mut state, Msg::Undo);
    assert_eq!((bits(network(&state)), state.panels.knobs.n_changed()), (before.clone(), 0));
    assert!(state.panels.knobs.changes(&state.core).is_empty() && !scene(&state).can_undo);
    tell(&mut state, Msg::Redo);
    assert_eq!(bits(network(&state)), after);
    tell(&mut state, Msg::BackToTrained);
    assert_eq!(bits(network(&state)), before);
    tell(&mut state, Msg::Undo);
    assert_eq!(bits(network(&state)), after);
}

#[test]
fn a_drag_goes_by_the_track_from_where_the_knob_was() {
    let mut state = open_on(1, 4);
    let (before, reach) =
        (WEIGHT.value(network(&state)).expect("a knob"), state.panels.knobs.slider_range(1));
    tell(&mut state, Msg::Begin);
    tell(&mut state, Msg::Drag { parameter: WEIGHT, share: 0.5 });
    tell(&mut state, Msg::Drag { parameter: WEIGHT, share: 0.25 });
    let value = WEIGHT.value(network(&state)).expect("a knob");
    assert!((value - (before + 0.5 * reach)).abs() < 1e-4, "{before} {value}");
    tell(&mut state, Msg::Drag { parameter: WEIGHT, share: 1e9 });
    assert_eq!(WEIGHT.value(network(&state)), Some(LARGEST_VALUE));
    tell(&mut state, Msg::Drag { parameter: WEIGHT, share: f32::NAN });
    assert_eq!(WEIGHT.value(network(&state)), Some(LARGEST_VALUE), "not a number");
    tell(&mut state, Msg::Undo);
    tell(&mut state, Msg::Drag { parameter: WEIGHT, share: 0.5 });
    assert_eq!(WEIGHT.value(network(&state)), Some(before), "the gesture has ended");
}

#[test]
fn keys_turn_a_knob_and_are_one_step_until_they_end() {
    let mut state = open_on(1, 4);
    tell(&mut state, Msg::Set { parameter: BIAS, value: 0.0 });
    let step = state.panels.knobs.slider_range(1) / 50.0;
    let nudge = |nudge, is_small| Msg::Nudge { parameter: BIAS, nudge, is_small };
    let value = |state: &State| BIAS.value(network(state)).expect("a knob");
    for (key, is_small, expected) in [
        (Nudge::Up, false, step),
        (Nudge::Up, true, 1.1 * step),
        (Nudge::FarDown, false, -8.9 * step),
        (Nudge::Most, false, 50.0 * step),
        (Nudge::Least, false, -50.0 * step),
    ] {
        tell(&mut state, nudge(key, is_small));
        assert!((value(&state) - expected).abs() < 1e-4, "{key:?}: {}", value(&state));
    }
    tell(&mut state, Msg::End);
    tell(&mut state, nudge(Nudge::Up, false));
    tell(&mut state, Msg::Undo);
    assert!((value(&state) + 50.0 * step).abs() < 1e-4, "the last alone");
    tell(&mut state, Msg::Undo);
    assert_eq!(value(&state), 0.0, "those before together");
}

#[test]
fn what_is_typed_wrong_is_refused_in_place_and_the_old_value_stays() {
    let mut state = open_on(1, 4);
    tell(&mut state, Msg::Choose(WEIGHT));
    let before = bits(network(&state));
    tell(&mut state, Msg::Type("lots".to_owned()));
    assert_eq!(scene(&state).neuron.expect("a neuron").typed_wrong, "“lots” is not a number.");
    assert_eq!(bits(network(&state)), before);
    tell(&mut state, Msg::Type("-2,5".to_owned()));
    let neuron = scene(&state).neuron.expect("a neuron");
    assert_eq!((neuron.typed_wrong.as_str(), neuron.number.as_str()), ("", "-2.5000"));
    assert_eq!(WEIGHT.value(network(&state)), Some(-2.5));
    let row = neuron.rows.iter().find(|row| row.parameter == WEIGHT).expect("its row");
    assert!(row.is_changed && row.is_chosen && row.value == "−2.50");
    tell(&mut state, Msg::Reset(WEIGHT));
    assert_eq!(bits(network(&state)), before);
}

#[test]
fn values_out_of_range_are_passed_over() {
    let mut state = open_on(1, 4);
    let before = bits(network(&state));
    for value in [f32::NAN, f32::INFINITY, -1000.5] {
        tell(&mut state, Msg::Set { parameter: BIAS, value });
    }
    tell(&mut state, Msg::Set { parameter: Parameter { layer_idx: 3, to: 0, from: None }, value: 1.0 });
    assert_eq!(bits(network(&state)), before);
    assert!(!scene(&state).can_undo);
}

#[test]
fn a_knob_that_is_set_twice_at_once_changes_once() {
    let mut state = open_on(0, 3);
    let parameter = Parameter { layer_idx: 0, to: 3, from: None };
    let before = parameter.value(network(&state)).expect("a bias");
    let revision = state.core.network_revision();
    tell(&mut state, Msg::SetMany(vec![(parameter, before + 1.0), (parameter, before)]));
    assert_eq!(state.core.network_revision(), revision, "it is back where it was");
    tell(&mut state, Msg::SetMany(vec![(parameter, before), (parameter, 0.25)]));
    assert_eq!(parameter.value(network(&state)), Some(0.25), "the last value counts");
}

#[test]
fn the_frozen_stay_until_they_are_released() {
    let mut state = open_on(1, 4);
    tell(&mut state, Msg::SetScope(Scope::Neuron));
    tell(&mut state, Msg::Act(Action::Freeze));
    assert!(state.panels.knobs.is_frozen(BIAS) && scene(&state).is_frozen);
    let row = |network: &Network| {
        let layer = &network.layers()[1];
        (layer.weights().row(4).into_owned(), layer.biases()[4])
    };
    let before = row(network(&state));
    tell(&mut state, Msg::Set { parameter: WEIGHT, value: 9.0 });
    assert_eq!(scene(&state).says, "Hidden 2, neuron 5 is frozen. Unfreeze it to turn its knobs.");
    tell(&mut state, Msg::SetScope(Scope::Network));
    for action in [Action::Randomise, Action::Zero, Action::DropBiases] {
        tell(&mut state, Msg::Act(action));
        assert_eq!(scene(&state).says, "Frozen knobs were not changed.");
        assert_eq!(row(network(&state)), before, "{action:?}");
    }
    tell(&mut state, Msg::AddNoise(1.0));
    assert_eq!(row(network(&state)), before);
    assert_ne!(network(&state).layers()[1].biases()[3], 0.0);
    tell(&mut state, Msg::End);
    tell(&mut state, Msg::SetScope(Scope::Neuron));
    tell(&mut state, Msg::Act(Action::Freeze));
    tell(&mut state, Msg::Set { parameter: WEIGHT, value: 9.0 });
    assert_eq!(WEIGHT.value(network(&state)), Some(9.0), "released");
}

#[test]
fn noise_goes_back_to_exactly_what_was_and_is_one_step() {
    let mut state = open_on(1, 4);
    tell(&mut state, Msg::Set { parameter: BIAS, value: -0.0 });
    let before = bits(network(&state));
    for sigma in [0.3, 2.0, 0.01, 0.0] {
        tell(&mut state, Msg::AddNoise(sigma));
        assert_eq!(bits(network(&state)) == before, sigma == 0.0, "{sigma}");
    }
    tell(&mut state, Msg::AddNoise(0.5));
    tell(&mut state, Msg::End);
    let noisy = bits(network(&state));
    assert_eq!(scene(&state).noise, 0.5);
    // A second gesture starts from the same values.
    tell(&mut state, Msg::AddNoise(0.0));
    tell(&mut state, Msg::End);
    assert_eq!(bits(network(&state)), before);
    tell(&mut state, Msg::Undo);
    assert_eq!(bits(network(&state)), noisy);
    assert_eq!(scene(&state).noise, 0.0, "noise from here on is new");
    tell(&mut state, Msg::Undo);
    assert_eq!(bits(network(&state)), before);
    // The seed determines the noise.
    tell(&mut state, Msg::AddNoise(0.5));
    assert_eq!(bits(network(&state)), noisy);
    tell(&mut state, Msg::SetSeed(7));
    tell(&mut state, Msg::AddNoise(0.5));
    assert_ne!(bits(network(&state)), noisy);
}

#[test]
fn actions_stay_within_their_scope() {
    for (scope, layers, n_neurons) in
        [(Scope::Layer, 1..2, 16), (Scope::Neuron, 1..2, 1), (Scope::Network, 0..3, 42)]
    {
        let mut state = open_on(1, 4);
        let before = network(&state).clone();
        tell(&mut state, Msg::SetScope(scope));
        tell(&mut state, Msg::Act(Action::Zero));
        let after = network(&state);
        let mut n_zero = 0;
        for (layer_idx, (after, before)) in after.layers().iter().zip(before.layers()).enumerate() {
            for neuron_idx in 0..after.n_outputs() {
                let is_zero = after.weights().row(neuron_idx).iter().all(|weight| *weight == 0.0);
                n_zero += usize::from(is_zero);
                assert!(!is_zero || layers.contains(&layer_idx), "{scope:?}");
                assert!(is_zero || after.weights().row(neuron_idx) == before.weights().row(neuron_idx));
            }
        }
        assert_eq!(n_zero, n_neurons, "{scope:?}");
    }
    let mut state = open_on(1, 4);
    update_page(&mut state, CoreMsg::Unpick);
    tell(&mut state, Msg::SetScope(Scope::Layer));
    tell(&mut state, Msg::Act(Action::Zero));
    assert_eq!(scene(&state).says, "Select a neuron in the network first.");
    assert_eq!(scene(&state).scope_text, "select a neuron first");
}

#[test]
fn the_seed_decides_what_is_random() {
    let mut state = open_on(1, 4);
    tell(&mut state, Msg::SetSeed(5));
    tell(&mut state, Msg::Act(Action::Randomise));
    let five = bits(network(&state));
    tell(&mut state, Msg::Act(Action::RandomiseNext));
    assert_eq!(scene(&state).seed, 6);
    assert_ne!(bits(network(&state)), five);
    tell(&mut state, Msg::SetSeed(5));
    tell(&mut state, Msg::Act(Action::Randomise));
    assert_eq!(bits(network(&state)), five);
}

#[test]
fn rows_stay_in_their_order_while_they_are_turned() {
    let mut state = open_on(2, 7);
    let rows = |state: &State| scene(state).neuron.expect("a neuron").rows;
    let first = rows(&state);
    assert_eq!((first.len(), first[0].name.as_str()), (17, "bias"));
    assert!(first[1..].windows(2).all(|pair| pair[0].share.abs() >= pair[1].share.abs()), "strongest first");
    assert!(first[1].name.starts_with("Hidden 2, neuron "));
    tell(&mut state, Msg::Set { parameter: first[1].parameter, value: 0.0 });
    let order = |rows: &[KnobRow]| rows.iter().map(|row| row.parameter).collect::<Vec<_>>();
    assert_eq!(order(&rows(&state)), order(&first));
    update_page(&mut state, CoreMsg::Pick(Target::Neuron { layer_idx: 0, neuron_idx: 2 }));
    assert_eq!(rows(&state).len(), 1, "a first-layer neuron's weights are painted");
    load(&mut state, ModelSource::Shipped("wide"), &random_model(&[784, 30, 10]));
    update_page(&mut state, CoreMsg::Pick(Target::Neuron { layer_idx: 1, neuron_idx: 2 }));
    let neuron = scene(&state).neuron.expect("a neuron");
    assert_eq!((neuron.rows.len(), neuron.can_show_all), (17, Some(true)));
    assert_eq!(neuron.rest, "14 weaker weights are not listed");
    let range = neuron.rows[1].slider_range.parse().expect("a number");
    assert_eq!(neuron.legend, format!("Full bar: ±{}", app::number::fixed(range, 1)));
    tell(&mut state, Msg::ShowAll(true));
    let neuron = scene(&state).neuron.expect("a neuron");
    assert_eq!((neuron.rows.len(), neuron.can_show_all, neuron.rest.as_str()), (31, Some(false), ""));
}

#[test]
fn the_accuracy_follows_and_nothing_ticks_when_it_is_known() {
    let mut state = open_on(1, 4);
    let tick = |state: &mut State| update_page(state, crate::msg::Msg::Tick(0.0));
    assert!(scene(&state).accuracy.starts_with("reading 400 built-in digits: "));
    let mut n_ticks = 0;
    while !tick(&mut state).is_empty() {
        n_ticks += 1;
        assert!(n_ticks < 200, "it ends");
    }
    let trained = scene(&state).accuracy;
    assert!(trained.starts_with("reads ") && trained.ends_with("%)"), "{trained}");
    assert!(!tell(&mut state, Msg::Act(Action::Zero)).is_empty(), "there is something to find out");
    assert!(tick(&mut state).is_empty());
    let accuracy = scene(&state).accuracy;
    // All outputs are equal, so every digit is read as 0.
    assert!(accuracy.starts_with("reads 40 of 400 built-in digits (10.0%); trained: "), "{accuracy}");
    assert!(tell(&mut state, Msg::BackToTrained).is_empty(), "known already");
    assert_eq!(scene(&state).accuracy, trained);
}

/// What the damages show, after the survey is done.
fn damages(state: &mut State) -> Vec<(String, bool)> {
    while !update_page(state, crate::msg::Msg::Tick(0.0)).is_empty() {}
    scene(state).damages.into_iter().map(|damage| (damage.result, damage.is_in_force)).collect()
}

#[test]
fn damages_come_one_at_a_time_and_each_keeps_its_cost() {
    let mut state = open_on(0, 4);
    // The model's own biases are 0.
    tell(&mut state, Msg::Set { parameter: BIAS, value: 2.0 });
    let (trained, steps) = (bits(network(&state)), state.core.preprocessing());
    assert!(damages(&mut state).iter().all(|(result, is_in_force)| result.is_empty() && !is_in_force));
    let all = [Damage::DropBiases, Damage::CutNeuron, Damage::Noise, Damage::NoCentring];
    for (idx, damage) in all.into_iter().enumerate() {
        tell(&mut state, Msg::Break(damage));
        let shown = damages(&mut state);
        for (other, (result, is_in_force)) in shown.iter().enumerate() {
            assert_eq!(*is_in_force, other == idx, "{damage:?}: {shown:?}");
            assert_eq!(
                result.starts_with("reads ") && result.ends_with(" of 400"),
                other <= idx,
                "{shown:?}"
            );
        }
        let is_as_trained = bits(network(&state)) == trained;
        assert_eq!(is_as_trained, damage == Damage::NoCentring);
        assert_eq!(state.core.preprocessing() == steps, damage != Damage::NoCentring);
    }
    tell(&mut state, Msg::Break(Damage::NoCentring));
    assert_eq!((bits(network(&state)), state.core.preprocessing()), (trained, steps));
    assert_eq!(
        damages(&mut state).iter().filter(|(result, _)| !result.is_empty()).count(),
        4,
        "to compare them"
    );
}

#[test]
fn a_cut_neuron_fires_but_nothing_listens() {
    let mut state = open_on(0, 4);
    tell(&mut state, Msg::Break(Damage::CutNeuron));
    let layers = network(&state).layers();
    assert!(layers[1].weights().column(4).iter().all(|weight| *weight == 0.0));
    assert_eq!(state.panels.knobs.n_changed(), 16);
    tell(&mut state, Msg::Undo);
    assert_eq!(state.panels.knobs.n_changed(), 0, "it is a step like any other");
    assert!(damages(&mut state).iter().all(|(_, is_in_force)| !is_in_force));
    update_page(&mut state, CoreMsg::Pick(Target::neuron(2, 3)));
    let cut = scene(&state).damages.swap_remove(1);
    assert_eq!((cut.is_possible, cut.explanation), (false, "Select a neuron in a hidden layer first."));
    tell(&mut state, Msg::Break(Damage::CutNeuron));
    assert_eq!(state.panels.knobs.n_changed(), 0, "nothing listens to an output");
}

#[test]
fn a_damage_is_taken_back_from_under_a_later_freeze() {
    let mut state = open_on(0, 4);
    let trained = bits(network(&state));
    tell(&mut state, Msg::Break(Damage::Noise));
    tell(&mut state, Msg::Act(Action::Freeze));
    tell(&mut state, Msg::Break(Damage::Noise));
    assert_eq!(bits(network(&state)), trained);
}

#[test]
fn what_a_damage_cost_is_forgotten_when_the_network_is_another() {
    let mut state = open_on(0, 4);
    tell(&mut state, Msg::Break(Damage::Noise));
    assert!(damages(&mut state)[2].1);
    tell(&mut state, Msg::Set { parameter: BIAS, value: 2.0 });
    assert_eq!(damages(&mut state)[2], (String::new(), false));
    tell(&mut state, Msg::Reset(BIAS));
    tell(&mut state, Msg::Break(Damage::DropBiases));
    assert!(scene(&state).says.is_empty(), "noise has moved them");
    tell(&mut state, Msg::BackToTrained);
    tell(&mut state, Msg::Break(Damage::DropBiases));
    assert_eq!(
        (scene(&state).says.as_str(), damages(&mut state)[0].1),
        ("That changes nothing: those numbers are 0 already.", false)
    );
}

#[test]
fn another_model_begins_anew() {
    let mut state = open_on(1, 4);
    tell(&mut state, Msg::Begin);
    tell(&mut state, Msg::Set { parameter: BIAS, value: 2.0 });
    assert_eq!(changed_text(&state.panels.knobs), "1 knob changed");
    load(&mut state, ModelSource::Shipped("wide"), &random_model(&[784, 30, 10]));
    assert_eq!((changed_text(&state.panels.knobs).as_str(), scene(&state).can_undo), ("", false));
    tell(&mut state, Msg::End);
    tell(&mut state, Msg::Undo);
    assert!(network(&state).is_finite());
}

/// Any user input.
fn any_msg() -> impl Strategy<Value = Msg> {
    let parameter = (0..3_usize, 0..16_usize, proptest::option::of(0..20_usize))
        .prop_map(|(layer_idx, to, from)| Parameter { layer_idx, to, from });
    let value = prop_oneof![-3.0_f32..3.0, Just(f32::NAN), Just(1e6), Just(0.0)];
    let set = (parameter.clone(), value).prop_map(|(parameter, value)| Msg::Set { parameter, value });
    let nudges = prop_oneof![Just(Nudge::Up), Just(Nudge::FarDown), Just(Nudge::Most)];
    let nudge = (parameter.clone(), nudges).prop_map(|(parameter, nudge)| Msg::Nudge {
        parameter,
        nudge,
        is_small: false,
    });
    let actions =
        [Action::Randomise, Action::RandomiseNext, Action::Zero, Action::DropBiases, Action::Freeze];
    let scopes = [Scope::Network, Scope::Layer, Scope::Neuron];
    prop_oneof![
        4 => set,
        2 => nudge,
        2 => parameter.prop_map(Msg::Reset),
        2 => proptest::sample::select(actions.to_vec()).prop_map(Msg::Act),
        1 => proptest::sample::select(scopes.to_vec()).prop_map(Msg::SetScope),
        1 => (0.0_f32..2.0).prop_map(Msg::AddNoise),
        1 => Just(Msg::Begin),
        1 => Just(Msg::End),
        1 => Just(Msg::BackToTrained),
        1 => proptest::sample::select(vec![Damage::DropBiases, Damage::CutNeuron, Damage::Noise]).prop_map(Msg::Break),
        1 => Just(Msg::Undo),
        1 => Just(Msg::Redo),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn undoing_all_leads_back_bit_for_bit_and_doing_all_again_leads_forth(
        messages in proptest::collection::vec(any_msg(), 1..30),
    ) {
        let mut state = open_on(1, 4);
        let trained = network(&state).clone();
        for msg in messages {
            tell(&mut state, msg);
            let n_different = bits(network(&state)).len();
            prop_assert!(network(&state).is_finite() && n_different == trained.n_parameters());
            prop_assert_eq!(state.panels.knobs.changes(&state.core).len(), state.panels.knobs.n_changed());
        }
        tell(&mut state, Msg::End);
        while scene(&state).can_redo {
            tell(&mut state, Msg::Redo);
        }
        let (last, frozen) = (bits(network(&state)), state.panels.knobs.frozen.clone());
        while scene(&state).can_undo {
            tell(&mut state, Msg::Undo);
        }
        prop_assert_eq!(bits(network(&state)), bits(&trained));
        prop_assert_eq!(state.panels.knobs.n_changed(), 0);
        prop_assert!(state.panels.knobs.frozen.all().is_empty());
        while scene(&state).can_redo {
            tell(&mut state, Msg::Redo);
        }
        prop_assert_eq!(bits(network(&state)), last);
        prop_assert_eq!(state.panels.knobs.frozen.clone(), frozen);
    }
}
