//! Tests of the sweep. The crew is played by the recordings that its workers hold.

use std::sync::Arc;

use learning::{DrawingMaker, Experiment, Recording};

use super::Msg as Sweep;
use super::scene::SweepScene;
use crate::derived::Derived;
use crate::msg::Effect as PageEffect;
use crate::state::State;
use crate::test_support::{ready_state, update};
use crate::training::{Effect, Msg, RunId, Setting};

type Runs = Vec<(RunId, Experiment)>;

fn scene(state: &State) -> SweepScene {
    (*Derived::default().sweep(&state.panels.training)).clone()
}

/// The page with a sweep of this setting that has just begun, and the runs that are asked for.
fn begun(name: &str) -> (State, Runs) {
    let mut state = ready_state();
    update(&mut state, Msg::Set(Setting::Drawings(300)));
    update(&mut state, Msg::Set(Setting::Epochs(4)));
    update(&mut state, Msg::Sweep(Sweep::Choose(name.to_owned())));
    let runs = asked(update(&mut state, Msg::Sweep(Sweep::Start)));
    (state, runs)
}

fn asked(effects: Vec<PageEffect>) -> Runs {
    let runs = effects.into_iter().find_map(|effect| match effect {
        PageEffect::Training(Effect::Sweep(runs)) => Some(runs),
        _ => None,
    });
    runs.expect("a sweep")
}

/// Does what a worker does with a run.
fn train(state: &mut State, (run, experiment): (RunId, Experiment)) {
    let mut maker = DrawingMaker::new(experiment.data.clone());
    while !maker.is_complete() {
        maker.make(1_000);
    }
    let recording = Recording::new(experiment, Arc::new(maker.into_data())).expect("it can be trained");
    let mut recording = recording.with_at_most(10);
    while recording.end().is_none() {
        if let Some(frame) = recording.advance(1_000) {
            update(state, Msg::Recorded(run, Box::new(frame)));
        }
    }
    update(state, Msg::Ended(run, recording.end().expect("it has ended"), recording.diagnosis()));
}

#[test]
fn eight_runs_differ_in_the_setting_alone_and_the_best_is_told() {
    let (mut state, runs) = begun("learning-rate");
    assert_eq!(runs.len(), 8);
    for (_, experiment) in &runs {
        let mut usual = experiment.clone();
        usual.training.learning_rate = 1.0;
        assert_eq!(usual, *state.panels.training.experiment());
    }
    assert!(scene(&state).is_under_way && scene(&state).tiles.iter().all(|tile| tile.verdict == "waiting"));
    for run in runs {
        train(&mut state, run);
    }
    let scene = scene(&state);
    assert!(!scene.is_under_way);
    let best: Vec<&str> =
        scene.tiles.iter().filter(|tile| tile.is_best).map(|tile| tile.label.as_str()).collect();
    assert_eq!(best.len(), 1);
    assert!(scene.status.starts_with(&format!("Best: {}, with ", best[0])), "{}", scene.status);
    assert!(scene.tiles[0].is_wrong && scene.tiles[0].verdict == "too slow", "{:?}", scene.tiles[0]);
    assert!(scene.table[0][4].contains("Raise the learning rate"), "{:?}", scene.table[0]);
    let set: Vec<&str> =
        scene.tiles.iter().filter(|tile| tile.is_set).map(|tile| tile.label.as_str()).collect();
    assert_eq!(set, ["1.0"]);
    // A sweep has no film, and leaves the network in use alone.
    assert!(state.panels.training.film().is_none());
}

#[test]
fn a_tile_that_is_taken_becomes_the_experiment_and_is_filmed() {
    let (mut state, runs) = begun("mini-batch");
    let third = runs[2].clone();
    for run in runs {
        train(&mut state, run);
    }
    let effects = update(&mut state, Msg::Sweep(Sweep::Take(2)));
    let is_filmed = |effect: &PageEffect| matches!(effect, PageEffect::Training(Effect::Start(_, experiment)) if **experiment == third.1);
    assert!(effects.iter().any(is_filmed), "{effects:?}");
    assert_eq!(state.panels.training.experiment().training.mini_batch, 5);
    assert!(scene(&state).tiles[2].is_set && !scene(&state).status.contains("changed"));
    update(&mut state, Msg::Set(Setting::Epochs(5)));
    assert!(scene(&state).status.ends_with("Other settings have changed since."));
    assert!(update(&mut state, Msg::Sweep(Sweep::Take(20))).is_empty(), "there is no such run");
}

#[test]
fn a_sweep_is_stopped_and_what_its_runs_still_say_does_not_count() {
    let (mut state, mut runs) = begun("seed");
    train(&mut state, runs.remove(0));
    assert_eq!(update(&mut state, Msg::Sweep(Sweep::Stop)), [PageEffect::Training(Effect::StopSweep)]);
    let stopped = scene(&state);
    assert_eq!(stopped.status, "Stopped after 1 of 8 runs.");
    train(&mut state, runs.remove(0));
    assert_eq!(scene(&state), stopped);
    // Another sweep stops the one before.
    let again = asked(update(&mut state, Msg::Sweep(Sweep::Start)));
    let effects = update(&mut state, Msg::Sweep(Sweep::Start));
    assert_eq!(effects[0], PageEffect::Training(Effect::StopSweep));
    for run in again {
        train(&mut state, run);
    }
    assert!(scene(&state).tiles.iter().all(|tile| tile.held_out.is_empty()));
}

#[test]
fn a_run_that_fails_leaves_the_others_alone() {
    let (mut state, mut runs) = begun("seed");
    let (run, _) = runs.remove(0);
    update(&mut state, Msg::Failed(run, "the program that trains has crashed".to_owned()));
    for run in runs {
        train(&mut state, run);
    }
    let scene = scene(&state);
    assert_eq!((scene.tiles[0].verdict, scene.tiles[0].is_wrong), ("failed", true));
    assert!(scene.table[0][4].contains("crashed"));
    assert!(scene.status.starts_with("By luck alone: "), "{}", scene.status);
}

#[test]
fn a_sweep_and_a_film_are_made_side_by_side() {
    let mut state = ready_state();
    let effects = update(&mut state, Msg::Train);
    let film = effects.iter().find_map(|effect| match effect {
        PageEffect::Training(Effect::Start(run, _)) => Some(*run),
        _ => None,
    });
    let runs = asked(update(&mut state, Msg::Sweep(Sweep::Start)));
    assert!(runs.iter().all(|(run, _)| Some(*run) != film));
    assert!(state.panels.training.is_running());
    update(&mut state, Msg::Stop);
    assert!(scene(&state).is_under_way, "the film was stopped, not the sweep");
}

#[test]
fn what_cannot_be_trained_says_so_in_its_tile() {
    let mut state = ready_state();
    update(&mut state, Msg::Set(Setting::MiniBatch(0)));
    assert!(asked(update(&mut state, Msg::Sweep(Sweep::Start))).is_empty());
    let scene = scene(&state);
    assert!(!scene.is_under_way && scene.tiles.len() == 8);
    assert!(scene.table[0][4].contains("the mini-batch size must be"), "{:?}", scene.table[0]);
    assert_eq!(scene.status, "None of them learned to read.");
}

#[test]
fn a_run_that_begins_anew_after_a_crash_has_one_curve_and_says_so() {
    let (mut state, runs) = begun("loss");
    assert_eq!(runs.len(), 2, "there are only two of them");
    let experiment = runs[0].1.clone();
    let frame = {
        let mut maker = DrawingMaker::new(experiment.data.clone());
        maker.make(10_000);
        let mut recording = Recording::new(experiment, Arc::new(maker.into_data())).expect("it is in range");
        std::iter::from_fn(|| Some(recording.advance(1_000))).flatten().next().expect("a frame")
    };
    update(&mut state, Msg::Recorded(runs[0].0, Box::new(frame)));
    assert!(!scene(&state).tiles[0].result.is_empty());
    update(&mut state, Msg::Restarted(runs[0].0));
    assert!(scene(&state).tiles[0].result.is_empty(), "it begins with nothing");
    for run in runs {
        train(&mut state, run);
    }
    let scene = scene(&state);
    assert!(scene.tiles[0].spoken.contains("restarted after a crash"), "{:?}", scene.tiles[0]);
    assert!(!scene.tiles[1].spoken.contains("crash"));
}
