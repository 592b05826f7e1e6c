//! What is covered, until when, and what counts.

use super::scene::{PredictScene, predict_scene};
use super::*;
use app::derived::Derived;
use app::msg::Msg as CoreMsg;
use app::pad::Source;
use app::panel::Panel;
use app::scene::network::network_scene;
use app::scene::page::{OutputBar, announcement, answer_scene, output_bars};
use app::settings::Ui;
use digits::Point;
use proptest::prelude::*;

use crate::propagation;
use crate::state::State;
use crate::test_support::{ready_state, shipped, update};

/// Any message.
pub(crate) fn any_msg() -> impl Strategy<Value = Msg> {
    let said = prop_oneof![
        10 => (0..10_usize).prop_map(Prediction::Digit),
        1 => Just(Prediction::NotSure),
    ];
    prop_oneof![3 => said.prop_map(Msg::Say), 1 => Just(Msg::Toggle), 1 => Just(Msg::StartAgain)]
}

const FINGER: Source = Source::Pointer(1);

fn predicting() -> State {
    let mut state = ready_state();
    update(&mut state, Msg::Toggle);
    state
}

fn scene(state: &State) -> PredictScene {
    predict_scene(&state.panels.predict, &state.core)
}

fn reading(state: &State) -> Prediction {
    let answer = Derived::default().answer(&state.core).expect("something is drawn");
    answer.winner().map_or(Prediction::NotSure, Prediction::Digit)
}

/// What is on the page of the outputs: the card, the bars, the halo, and what is announced.
fn tells(state: &State) -> [bool; 4] {
    let derived = Derived::default();
    let core = &state.core;
    let network = network_scene(core, &derived, &shipped("light")).expect("there is a model");
    let is_told = |bar: &OutputBar| bar.share > 0.0 || !bar.text.is_empty() || bar.is_winner;
    [
        !answer_scene(core, &derived).is_covered,
        output_bars(core, &derived).iter().any(is_told),
        network.neurons.iter().any(|neuron| neuron.has_halo),
        announcement(core, &derived).is_some(),
    ]
}

#[test]
fn a_drawing_is_covered_from_the_first_touch_until_it_has_been_predicted() {
    let mut state = predicting();
    assert_eq!(scene(&state).line, "Predict first.");
    update(&mut state, CoreMsg::PenDown(FINGER, Point::new(0.5, 0.2)));
    update(&mut state, CoreMsg::PenMove(FINGER, vec![Point::new(0.5, 0.8)]));
    assert_eq!((scene(&state).is_covering, scene(&state).can_be_said), (true, false));
    let right = reading(&state);
    update(&mut state, Msg::Say(right));
    assert!(scene(&state).is_covering, "not while the pen is down");
    update(&mut state, CoreMsg::PenUp(FINGER));
    assert_eq!(scene(&state).line, "What will it read?");
    assert_eq!(tells(&state), [false; 4]);

    update(&mut state, Msg::Say(right));
    assert_eq!(scene(&state).line, "Right! 1 of 1 predicted");
    assert_eq!(tells(&state), [true; 4]);
    update(&mut state, Msg::Say(Prediction::Digit(0)));
    assert_eq!(state.panels.predict.score.n_predictions, 1, "it is known by now");

    update(&mut state, CoreMsg::ShowExample(3));
    assert_eq!(scene(&state).line, "What will it read? 1 of 1 predicted");
    let Prediction::Digit(digit) = reading(&state) else { panic!("it has no threshold") };
    update(&mut state, Msg::Say(Prediction::Digit((digit + 1) % 10)));
    assert_eq!(scene(&state).line, format!("Not {}. 1 of 2 predicted", (digit + 1) % 10));
    update(&mut state, CoreMsg::Undo);
    assert!(scene(&state).is_covering, "another drawing");
    update(&mut state, Msg::Say(Prediction::NotSure));
    assert_eq!(scene(&state).line, "It is sure. 1 of 3 predicted");
    update(&mut state, Msg::StartAgain);
    assert_eq!(scene(&state).line, "It is sure.");
    update(&mut state, CoreMsg::Clear);
    assert_eq!((scene(&state).is_covering, scene(&state).line.as_str()), (false, "Predict first."));
}

#[test]
fn what_has_been_seen_is_not_asked_for_and_off_uncovers() {
    let mut state = ready_state();
    update(&mut state, CoreMsg::ShowExample(3));
    update(&mut state, Msg::Toggle);
    assert!(!scene(&state).is_covering, "its answer has been on the page");
    update(&mut state, CoreMsg::ShowExample(4));
    assert!(state.core.is_answer_covered());
    update(&mut state, Msg::Toggle);
    assert_eq!((state.core.is_answer_covered(), scene(&state)), (false, PredictScene::default()));
    state.core.settings.ui = Ui::Pad;
    update(&mut state, Msg::Toggle);
    assert!(!state.panels.predict.is_on, "there is no place for it");
}

#[test]
fn nothing_else_tells_while_it_is_covered() {
    let mut state = predicting();
    update(&mut state, CoreMsg::Open(Panel::Why));
    update(&mut state, propagation::Msg::Open);
    assert!(state.panels.propagation.is_open);
    update(&mut state, CoreMsg::ShowExample(3));
    assert!(!state.panels.propagation.is_open, "a replay would lead to the outputs");
    update(&mut state, propagation::Msg::Open);
    assert!(!state.panels.propagation.is_open && state.core.is_answer_covered());
    assert!(state.panels.why.search.is_none(), "nothing is looked for that cannot be shown");
    update(&mut state, Msg::Say(Prediction::NotSure));
    assert!(state.panels.why.search.is_some());
    update(&mut state, propagation::Msg::Open);
    assert!(state.panels.propagation.is_open);
}

#[test]
fn a_verdict_goes_when_the_answer_is_another_networks() {
    let mut state = predicting();
    update(&mut state, CoreMsg::ShowExample(3));
    update(&mut state, Msg::Say(Prediction::NotSure));
    state.core.edit_network(|network| {
        network.biases_mut(2)[0] += 1.0;
        true
    });
    update(&mut state, CoreMsg::Unpick);
    assert_eq!(scene(&state).line, "Predict first. 0 of 1 predicted");
}
