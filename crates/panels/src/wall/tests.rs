//! Tests of the wall.

use models::ModelSource;

use super::scene::{caption, key, legend};
use super::*;
use crate::knobs::{Nudge, Parameter};
use crate::state::State;
use crate::test_support::{load, random_model, ready_state, update};
use crate::wall::layout::Level;
use app::msg::Msg as CoreMsg;
use app::network_layout::Direction;
use app::number;
use app::panel::Panel;
use app::target::{EdgeIdx, Target};

fn opened() -> State {
    let mut state = ready_state();

    update(&mut state, CoreMsg::Open(Panel::Knobs));
    state
}

fn run(state: &mut State, messages: impl IntoIterator<Item = Msg>) {
    for msg in messages {
        update(state, msg);
    }
}

fn knob(layer_idx: usize, to: usize, from: Option<usize>) -> Parameter {
    Parameter { layer_idx, to, from }
}

/// The centre of a knob on the wall.
fn place(state: &State, parameter: &Parameter) -> (f32, f32) {
    let network = &state.core.model().expect("a model").network;
    let wall = &state.panels.wall;
    let sheets = layout::grids(network, wall.level, &wall.cursor);
    layout::area_of(&sheets, parameter).expect("it is shown").middle()
}

fn value(state: &State, parameter: &Parameter) -> f32 {
    parameter.value(&state.core.model().expect("a model").network).expect("it is there")
}

/// The breadcrumbs, with the current level in brackets.
fn way(state: &State) -> String {
    let crumbs = caption((&state.panels.wall, &state.panels.knobs), &state.core).expect("a model").crumbs;
    let text = |crumb: &scene::Crumb| {
        if crumb.is_present { format!("[{}]", crumb.text) } else { crumb.text.clone() }
    };
    crumbs.iter().map(text).collect::<Vec<_>>().join(" › ")
}

#[test]
fn three_clicks_lead_to_a_knob_and_back_again_to_all_without_losing_it() {
    let mut state = opened();
    let wanted = knob(0, 2, Some(7 * 28 + 12));
    assert_eq!(way(&state), "[All 13,002] › Hidden 1 › neuron 1 › pixel (0, 0)");
    for expected in [
        "All 13,002 › [Hidden 1] › neuron 3 › pixel (12, 7)",
        "All 13,002 › Hidden 1 › [neuron 3] › pixel (12, 7)",
        "All 13,002 › Hidden 1 › neuron 3 › [pixel (12, 7)]",
    ] {
        let (x, y) = place(&state, &wanted);
        run(&mut state, [Msg::ZoomAt(x, y)]);
        assert_eq!(way(&state), expected);
    }
    assert_eq!(state.core.picked, Some(Target::Neuron { layer_idx: 0, neuron_idx: 2 }));
    assert_eq!(state.core.lit_edge(), Some(EdgeIdx { layer_idx: 0, from: 208, to: 2 }), "the network lights");
    run(&mut state, [Msg::ZoomOut, Msg::ZoomOut, Msg::ZoomOut, Msg::ZoomOut]);
    assert_eq!(way(&state), "[All 13,002] › Hidden 1 › neuron 3 › pixel (12, 7)");
    run(&mut state, [Msg::ZoomTo(Level::Knob)]);
    assert_eq!(way(&state), "All 13,002 › Hidden 1 › neuron 3 › [pixel (12, 7)]");
}

#[test]
fn names_tell_biases_outputs_and_sources() {
    let mut state = opened();
    for (parameter, expected) in [
        (knob(0, 2, None), "[All 13,002] › Hidden 1 › neuron 3 › bias"),
        (knob(1, 4, Some(6)), "[All 13,002] › Hidden 2 › neuron 5 › from hidden 1, neuron 7"),
        (knob(2, 9, Some(0)), "[All 13,002] › Output › digit 9 › from hidden 2, neuron 1"),
    ] {
        let (x, y) = place(&state, &parameter);
        run(&mut state, [Msg::ZoomAt(x, y), Msg::ZoomOut]);
        assert_eq!(way(&state), expected);
    }
    let cell = caption((&state.panels.wall, &state.panels.knobs), &state.core).expect("a model").cell;
    assert!(cell.starts_with("Output 9, from hidden 2, neuron 1: "), "{cell}");
}

#[test]
fn the_pointer_lights_what_it_is_over_and_lets_go_of_it() {
    let mut state = opened();
    let (x, y) = place(&state, &knob(1, 4, Some(6)));
    run(&mut state, [Msg::PointAt(Some((x, y)))]);
    assert_eq!(state.core.lit_edge(), Some(EdgeIdx { layer_idx: 1, from: 6, to: 4 }));
    assert!(
        caption((&state.panels.wall, &state.panels.knobs), &state.core)
            .expect("a model")
            .cell
            .starts_with("Hidden 2, neuron 5, from hidden 1, neuron 7: ")
    );
    run(&mut state, [Msg::PointAt(None)]);
    assert_eq!((state.core.hovered, state.core.term), (None, None));
    run(&mut state, [Msg::ZoomAt(-50.0, 0.0)]);
    assert_eq!(state.panels.wall.level, Level::All, "there is nothing");
}

#[test]
fn a_knob_is_set_turned_typed_and_reset_and_the_rest_of_the_page_follows() {
    let mut state = opened();
    let parameter = knob(0, 0, Some(0));
    let before = value(&state, &parameter);
    run(&mut state, [Msg::ZoomTo(Level::Knob), Msg::Set(0.25)]);
    assert_eq!(value(&state, &parameter), 0.25);
    let (revision, pictures) =
        (state.core.network_revision(), key(&state.panels.wall, &state.core).expect("a model"));
    run(&mut state, [Msg::Turn(Nudge::Up, true)]);
    assert!(value(&state, &parameter) > 0.25 && value(&state, &parameter) < 0.3);
    assert!(state.core.network_revision() > revision, "the answer is made anew");
    assert_ne!(key(&state.panels.wall, &state.core).expect("a model"), pictures, "so are the pictures");
    run(&mut state, [Msg::Typed("−1,5".into())]);
    let dial = caption((&state.panels.wall, &state.panels.knobs), &state.core)
        .and_then(|caption| caption.dial)
        .expect("a single knob is shown");
    assert_eq!((dial.value, dial.text.as_str(), dial.refusal.as_str()), (-1.5, "-1.5000", ""));
    assert!(dial.trained.starts_with("trained: "), "{dial:?}");
    run(&mut state, [Msg::Typed("lots".into())]);
    let dial = caption((&state.panels.wall, &state.panels.knobs), &state.core)
        .and_then(|caption| caption.dial)
        .expect("a single knob is shown");
    assert_eq!((dial.value, dial.text.as_str()), (-1.5, "lots"), "it stays, and what was typed too");
    assert!(dial.refusal.contains("lots"), "{dial:?}");
    run(&mut state, [Msg::Reset]);
    assert_eq!(value(&state, &parameter), before);
    let dial = caption((&state.panels.wall, &state.panels.knobs), &state.core)
        .and_then(|caption| caption.dial)
        .expect("a single knob is shown");
    assert_eq!((dial.trained.as_str(), dial.refusal.as_str()), ("", ""));
}

#[test]
fn the_cursor_follows_what_is_picked_elsewhere_and_stays_where_it_was_in_the_neuron() {
    let mut state = opened();
    run(&mut state, [Msg::Move(Direction::Right, false), Msg::ZoomTo(Level::Neuron)]);
    update(&mut state, CoreMsg::Pick(Target::Neuron { layer_idx: 0, neuron_idx: 5 }));
    assert_eq!(way(&state), "All 13,002 › Hidden 1 › [neuron 6] › pixel (1, 0)");
    run(&mut state, [Msg::Move(Direction::Right, true)]);
    assert_eq!(way(&state), "All 13,002 › Hidden 1 › [neuron 7] › pixel (1, 0)");
    assert_eq!(state.core.picked, Some(Target::Neuron { layer_idx: 0, neuron_idx: 6 }));
    run(&mut state, (0..6).map(|_| Msg::Move(Direction::Down, false)));
    assert_eq!(state.panels.wall.cursor, knob(0, 6, Some(6 * 28 + 1)));
}

#[test]
fn another_model_has_another_wall() {
    let mut state = opened();
    run(&mut state, [Msg::ZoomTo(Level::Layer), Msg::Move(Direction::Right, true), Msg::ZoomTo(Level::Knob)]);
    update(&mut state, CoreMsg::Pick(Target::Neuron { layer_idx: 1, neuron_idx: 15 }));
    load(&mut state, ModelSource::Shipped("wide"), &random_model(&[784, 30, 10]));
    assert_eq!(way(&state), "[All 23,860] › Hidden 1 › neuron 1 › pixel (0, 0)");
}

#[test]
fn the_legend_names_the_strongest_weight_and_says_where_biases_are_stronger() {
    let mut state = opened();
    let said = |state: &State| legend(&state.panels.wall, &state.core);
    assert_eq!(said(&state), "full colour at ± above a layer");
    run(&mut state, [Msg::ZoomIn]);
    let strongest = number::fixed(state.core.layers()[0].weights().amax(), 2);
    assert_eq!(said(&state), format!("full colour at ±{strongest}, the strongest weight in hidden 1"));
    update(&mut state, crate::knobs::Msg::Set { parameter: knob(0, 3, None), value: -7.0 });
    assert_eq!(said(&state), format!("full colour from ±{strongest}, the strongest weight in hidden 1"));
}
