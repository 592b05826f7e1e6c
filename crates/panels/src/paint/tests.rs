//! Tests of the painting.

use digits::{N_PIXELS, SIDE};

use super::brush::Pattern;
use super::scene::{PaintScene, paint_scene};
use super::*;
use app::derived::Derived;
use app::msg::Msg as CoreMsg;
use app::test_support::shipped;

use app::target::Target;

use crate::knobs;
use crate::msg::Msg as PanelMsg;
use crate::state::State;
use crate::test_support::{ready_state, update};

fn run<T: Into<PanelMsg>>(state: &mut State, messages: impl IntoIterator<Item = T>) {
    for msg in messages {
        update(state, msg.into());
    }
}

/// A page with the first neuron picked and its weights cleared.
fn blank() -> State {
    let mut state = ready_state();
    run(&mut state, [Msg::Choose]);
    run(&mut state, [Msg::Start(Pattern::Blank)]);
    state
}

fn weights(state: &State, neuron_idx: usize) -> Vec<f32> {
    let network = &state.core.model().expect("a model").network;
    network.layers()[0].weights().row(neuron_idx).iter().copied().collect()
}

/// The centre of a pixel in the pointer's coordinates.
fn middle(column: usize, row: usize) -> (f32, f32) {
    ((column as f32 + 0.5) / 28.0, (row as f32 + 0.5) / 28.0)
}

fn scene(state: &State, has_keyboard: bool) -> Option<PaintScene> {
    paint_scene(&state.panels.paint, &state.core, &Derived::default(), &shipped("light"), has_keyboard)
}

fn result(state: &State) -> String {
    scene(state, true).expect("a neuron is picked").result
}

#[test]
fn without_a_neuron_of_the_first_layer_nothing_is_painted() {
    let mut state = ready_state();
    let before = state.core.network().cloned();
    let stroke = [Msg::Down(0.5, 0.5), Msg::Move(vec![(0.6, 0.5)]), Msg::Up, Msg::Start(Pattern::Blank)];
    run(&mut state, stroke);
    state.core.picked = Some(Target::Neuron { layer_idx: 1, neuron_idx: 0 });
    run(&mut state, [Msg::Dab]);
    assert_eq!(state.core.network().cloned(), before);
}

#[test]
fn a_stroke_paints_its_whole_path_and_is_one_step() {
    let mut state = blank();
    let (from, to) = (middle(3, 10), middle(20, 10));
    let brush = [Msg::SetSize(1), Msg::SetStrength(0.5), Msg::SetSign(-1)];
    let stroke =
        [Msg::Down(from.0, from.1), Msg::Move(vec![middle(9, 10), to]), Msg::Move(vec![to]), Msg::Up];
    run(&mut state, brush.into_iter().chain(stroke));
    let expected = |pixel_idx: usize| {
        let (column, row) = (pixel_idx % SIDE, pixel_idx / SIDE);
        if row == 10 && (3..=20).contains(&column) { -0.5 } else { 0.0 }
    };
    assert_eq!(weights(&state, 0), (0..N_PIXELS).map(expected).collect::<Vec<_>>());
    run(&mut state, [Msg::Move(vec![middle(3, 20)])]);
    assert_eq!(weights(&state, 0)[20 * SIDE + 3], 0.0, "the pointer is up");
    run(&mut state, [knobs::Msg::Undo]);
    assert_eq!(weights(&state, 0), [0.0; N_PIXELS], "all of the stroke");
    run(&mut state, [knobs::Msg::Undo]);
    assert_ne!(weights(&state, 0), [0.0; N_PIXELS], "and all of the blanking");
}

#[test]
fn the_zero_brush_takes_weights_away() {
    let mut state = blank();
    run(&mut state, [Msg::Start(Pattern::Vertical), Msg::SetSign(0), Msg::Dab]);
    let picture = weights(&state, 0);
    // The cursor starts at the centre, pixel (14, 14).
    let row: Vec<f32> = (10..18).map(|column| picture[14 * SIDE + column]).collect();
    assert_eq!(row, [0.0, -1.0, -1.0, 0.0, 0.0, 0.0, 1.0, 0.0]);
    run(&mut state, [Msg::MoveCursor(-99, 3), Msg::SetSign(1), Msg::SetSize(1), Msg::Dab]);
    assert_eq!(weights(&state, 0)[17 * SIDE], 1.0, "at the edge");
    assert_eq!(state.core.term, Some(Target::Pixel(17 * SIDE)));
}

#[test]
fn a_painted_edge_fires_where_the_ink_is() {
    let mut state = blank();
    update(&mut state, CoreMsg::ShowExample(1));
    assert_eq!(result(&state), "z = 0.00, a = 0.50, bias 0.00", "a blank neuron is indifferent");
    run(&mut state, [Msg::SetSign(1), Msg::SetSize(5), Msg::SetStrength(2.0)]);
    let (from, to) = (middle(14, 6), middle(14, 21));
    let stroke = [Msg::Down(from.0, from.1), Msg::Move(vec![to]), Msg::Up];
    run(&mut state, stroke);
    assert!(result(&state).starts_with("z = +"), "{}", result(&state));
    assert!(result(&state).contains("a = 1.00"), "{}", result(&state));
}

#[test]
fn the_picture_tells_signs_and_the_keyboards_pixel() {
    let mut state = blank();
    run(&mut state, [Msg::Start(Pattern::Horizontal)]);
    let seen = scene(&state, true).expect("a neuron is picked");
    assert_eq!((seen.title.as_str(), seen.pixel.as_str()), ("Hidden 1, neuron 1", "Pixel (14, 14): +1.00"));
    let n_positive = seen.overlay.signs.iter().filter(|sign| sign.is_positive).count();
    assert_eq!((n_positive, seen.overlay.signs.len()), (48, 96));
    assert!(seen.frame.is_some());
    assert_eq!(scene(&state, false).map(|it| it.frame), Some(None));
}

#[test]
fn the_legend_is_of_the_painted_weights() {
    let mut state = ready_state();
    run(&mut state, [Msg::Choose]);
    let strongest = weights(&state, 0).iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let expected =
        format!("full colour at ±{}, this neuron’s strongest weight", app::number::fixed(strongest, 2));
    assert_eq!(scene(&state, false).expect("a neuron is picked").legend, expected);
}
