//! Tests of the player.

use app::derived::Derived;
use app::msg::Msg as CoreMsg;
use app::scene::network::network_scene;
use models::ModelSource;

use crate::msg::{Effect, Msg as PanelMsg};
use crate::propagation::Msg;
use crate::propagation::timeline::Phase;
use crate::state::State;
use crate::test_support::{load, page, random_model, shipped, update};

/// A fully loaded page with an example drawn.
pub(super) fn drawn(is_motion_reduced: bool) -> State {
    let mut state = page(is_motion_reduced);
    update(&mut state, CoreMsg::ShowExample(3));
    state
}

/// Sends a message and returns whether it requests a frame.
pub(super) fn send(state: &mut State, msg: Msg) -> bool {
    update(state, msg).contains(&Effect::Tick)
}

/// Runs frames of 100 ms while they are requested, at most `n`. Returns their number.
fn run(state: &mut State, n: usize) -> usize {
    for frame in 0..n {
        let effects = update(state, PanelMsg::Tick(1000.0 + 100.0 * frame as f64));
        if !effects.contains(&Effect::Tick) {
            return frame + 1;
        }
    }
    n
}

/// The neurons' brightness, layer by layer: `#` fully lit, `+` partly, `.` blank.
fn lights(state: &State) -> String {
    let layers = state.core.layout().layers.into_iter().enumerate().map(|(layer_idx, block)| {
        let light =
            |neuron_idx| state.core.playback.map_or(1.0, |playback| playback.light(layer_idx, neuron_idx));
        let lights = (0..block.neurons.len()).map(light);
        lights
            .map(|light| {
                if light == 1.0 {
                    '#'
                } else if light > 0.0 {
                    '+'
                } else {
                    '.'
                }
            })
            .collect::<String>()
    });
    layers.collect::<Vec<_>>().join(" ")
}

#[test]
fn it_plays_to_the_end_and_asks_for_no_frame_after_that() {
    let mut state = drawn(false);
    assert_eq!(lights(&state), "################ ################ ##########");
    assert!(send(&mut state, Msg::Open));
    assert_eq!(lights(&state), "................ ................ ..........");
    // 3.7 s for the input, then 7 s per layer; the first frame only starts the clock.
    assert_eq!(run(&mut state, 1000), 248);
    let player = &state.panels.propagation;
    assert_eq!((player.is_playing, player.share()), (false, 1.0));
    assert_eq!(lights(&state), "################ ################ ##########");
    assert!(send(&mut state, Msg::TogglePlay), "again, from the beginning");
    assert_eq!(state.panels.propagation.share(), 0.0);
}

#[test]
fn it_goes_on_from_where_it_was_stopped_and_as_fast_as_is_said() {
    let mut state = drawn(false);
    send(&mut state, Msg::Open);
    send(&mut state, Msg::SetSpeed(4));
    send(&mut state, Msg::SetSpeed(6));
    run(&mut state, 11);
    assert_eq!(state.panels.propagation.position, 4000.0);
    assert!(!send(&mut state, Msg::TogglePlay));
    assert_eq!(run(&mut state, 5), 1, "stopped is stopped");
    assert_eq!(state.panels.propagation.position, 4000.0);
    assert!(send(&mut state, Msg::TogglePlay));
    run(&mut state, 2);
    assert_eq!(state.panels.propagation.position, 4400.0, "the pause does not count");
}

#[test]
fn steps_light_neuron_after_neuron_and_layer_after_layer() {
    let mut state = drawn(false);
    send(&mut state, Msg::Open);
    let step = |is_forward, by_layer| Msg::Step { is_forward, by_layer };
    assert!(!send(&mut state, step(true, false)), "a step stops it");
    assert_eq!(lights(&state), "#............... ................ ..........");
    send(&mut state, step(true, false));
    assert_eq!(lights(&state), "##.............. ................ ..........");
    send(&mut state, step(true, true));
    assert_eq!(lights(&state), "################ ................ ..........");
    send(&mut state, step(true, false));
    send(&mut state, step(true, false));
    send(&mut state, step(false, false));
    assert_eq!(lights(&state), "################ #............... ..........");
    send(&mut state, step(false, true));
    assert_eq!(lights(&state), "################ ................ ..........");
    send(&mut state, Msg::Seek(1.0));
    assert_eq!(lights(&state), "################ ################ ##########");
    send(&mut state, Msg::Seek(-3.0));
    assert_eq!(lights(&state), "................ ................ ..........");
}

#[test]
fn it_begins_again_where_that_is_wanted() {
    let mut state = drawn(false);
    send(&mut state, Msg::Open);
    send(&mut state, Msg::SetSpeed(5));
    send(&mut state, Msg::SetLooping(true));
    assert_eq!(run(&mut state, 200), 200, "it never ends");
    assert!(state.panels.propagation.share() < 1.0);
}

#[test]
fn the_network_shows_what_was_reached_and_nothing_else() {
    let mut state = drawn(false);
    let palette = shipped("light");
    let n_numbers = |state: &State| {
        let scene = network_scene(&state.core, &Derived::default(), &palette).expect("there is a model");
        let numbers =
            scene.labels.iter().filter(|label| label.text.starts_with('.') || label.text.contains("1.0"));
        (numbers.count(), scene.edges.is_empty(), scene.neurons.iter().filter(|it| it.has_halo).count())
    };
    let live = n_numbers(&state);
    assert_eq!((live.0, live.1), (42, false));
    send(&mut state, Msg::Open);
    assert_eq!(n_numbers(&state), (0, true, 0));
    send(&mut state, Msg::Step { is_forward: true, by_layer: true });
    assert_eq!(n_numbers(&state), (16, true, 0));
    send(&mut state, Msg::Seek(1.0));
    assert_eq!(n_numbers(&state), (42, true, live.2));
    send(&mut state, Msg::Close);
    assert_eq!(n_numbers(&state), live);
    assert!(!send(&mut state, Msg::TogglePlay), "Space means nothing while it is closed");
}

#[test]
fn still_pictures_follow_each_other_where_motion_is_reduced() {
    let mut state = drawn(true);
    assert!(!send(&mut state, Msg::Open), "nothing moves by itself");
    assert!(!send(&mut state, Msg::SetColumn(true)));
    assert_eq!(state.panels.propagation.moment().unroll, 1.0);
    send(&mut state, Msg::SetColumn(false));
    assert_eq!(state.panels.propagation.moment().unroll, 0.0);
    assert!(send(&mut state, Msg::TogglePlay));
    let mut pictures = Vec::new();
    for frame in 0..600 {
        update(&mut state, PanelMsg::Tick(100.0 * f64::from(frame)));
        let moment = state.panels.propagation.moment();
        assert!(moment.work.is_none_or(|work| work.phase == Phase::Light && work.share == 1.0));
        if pictures.last().is_none_or(|(_, last)| *last != moment) {
            pictures.push((frame, moment));
        }
    }
    assert_eq!(pictures.len(), 3 + 42, "grid, column, grid, and each neuron");
    assert!(pictures.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 4));
    assert!(!state.panels.propagation.is_playing);
    send(&mut state, Msg::Seek(0.4));
    assert_eq!(state.panels.propagation.moment().work.map(|work| work.share), Some(1.0));
    assert_eq!(state.panels.propagation.share(), 0.4, "the slider does not jump back under the hand");
}

#[test]
fn the_input_unrolls_on_request_and_back() {
    let mut state = drawn(false);
    send(&mut state, Msg::Open);
    send(&mut state, Msg::Seek(0.5));
    assert!(send(&mut state, Msg::SetColumn(true)));
    assert_eq!(run(&mut state, 50), 10);
    assert_eq!(state.panels.propagation.moment().unroll, 1.0);
    assert!(send(&mut state, Msg::SetColumn(false)));
    run(&mut state, 50);
    assert_eq!(state.panels.propagation.moment().unroll, 0.0);
}

#[test]
fn another_network_has_another_pass() {
    let mut state = drawn(false);
    send(&mut state, Msg::Open);
    send(&mut state, Msg::Seek(1.0));
    load(&mut state, ModelSource::Url("deep".into()), &random_model(&[784, 5, 10]));
    assert_eq!(lights(&state), "..... ..........");
    let mut empty = State::default();
    assert!(!send(&mut empty, Msg::Open), "there is nothing to play");
}
