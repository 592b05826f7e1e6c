//! Tests of the training panel. The trainer is played by the same recording that the page's worker holds.

use std::sync::Arc;

use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use learning::{DrawingMaker, End, Recording};
use nn::{ActivationFn, Loss};
use proptest::prelude::*;

use super::scene::{TrainingScene, training_scene};
use super::{Effect, Msg, RunId, Setting};
use crate::derived::Derived;
use crate::msg::Effect as PageEffect;
use crate::state::State;
use crate::test_support::{ready_state, update};

pub(crate) fn started(effects: Vec<PageEffect>) -> Option<(RunId, Box<learning::Experiment>)> {
    effects.into_iter().find_map(|effect| match effect {
        PageEffect::Training(Effect::Start(run, experiment)) => Some((run, experiment)),
        _ => None,
    })
}

/// Does what a trainer does with a run, up to a number of frames.
pub(crate) fn train(state: &mut State, run: RunId, experiment: &learning::Experiment, n_frames: usize) {
    let mut maker = DrawingMaker::new(experiment.data.clone());
    while !maker.is_complete() {
        maker.make(1_000);
        let (made, total) = maker.progress();
        update(state, Msg::Preparing(run, made as u32, total as u32));
    }
    let data = Arc::new(maker.into_data());
    update(state, Msg::HeldOut(run, Box::new(data.held_out.clone())));
    let mut recording = Recording::new(experiment.clone(), data).expect("it can be trained");
    let mut n_recorded = 0;
    while recording.end().is_none() && n_recorded < n_frames {
        if let Some(frame) = recording.advance(1_000) {
            update(state, Msg::Recorded(run, Box::new(frame)));
            n_recorded += 1;
        }
    }
    if let Some(end) = recording.end() {
        update(state, Msg::Ended(run, end, recording.diagnosis()));
    }
}

fn scene(state: &State) -> TrainingScene {
    training_scene(&state.panels.training, &Derived::default())
}

/// Few drawings, so that the tests are quick.
fn small(state: &mut State) {
    update(state, Msg::Set(Setting::Drawings(1_000)));
    update(state, Msg::Set(Setting::Epochs(6)));
}

pub(super) fn trained() -> State {
    filmed(usize::MAX)
}

/// The page with up to this many frames of a film.
pub(super) fn filmed(n_frames: usize) -> State {
    let mut state = ready_state();
    small(&mut state);
    let (run, experiment) = started(update(&mut state, Msg::Train)).expect("a run");
    train(&mut state, run, &experiment, n_frames);
    state
}

#[test]
fn the_drawings_are_made_as_soon_as_the_panel_is_open_and_when_others_are_asked_for() {
    let mut state = ready_state();
    let asked_for = |state: &State, effects: &[PageEffect]| {
        let data = state.panels.training.experiment().data.clone();
        effects.contains(&PageEffect::Training(Effect::Prepare(Box::new(data))))
    };
    let effects = update(&mut state, CoreMsg::Open(Panel::Train));
    assert!(asked_for(&state, &effects), "{effects:?}");
    let effects = update(&mut state, Msg::Set(Setting::Drawings(1_000)));
    assert!(asked_for(&state, &effects), "{effects:?}");
    assert_eq!(state.panels.training.experiment().data.n_drawings, 1_000);
}

#[test]
fn the_page_shows_each_frame_and_ends_with_a_network_that_reads() {
    let mut state = trained();
    let film = scene(&state).film.expect("a film");
    assert!(film.n_frames > 100 && film.frame_idx == film.n_frames - 1);
    assert_eq!(scene(&state).status, "Trained. Drag the slider to see it learn.");
    let last = state.core.network().cloned().expect("a model");
    update(&mut state, Msg::Seek(0));
    let start = state.panels.training.experiment().start().expect("it is in range");
    assert_eq!(state.core.network(), Some(&start), "the first frame is the network before its first step");
    update(&mut state, Msg::Seek(usize::MAX));
    assert_eq!(state.core.network(), Some(&last));
    assert!(scene(&state).film.is_some_and(|film| film.spoken.starts_with("After 6,000 drawings it reads ")));
}

#[test]
fn a_setting_records_the_film_again_and_the_last_curves_stay_as_a_ghost() {
    let mut state = trained();
    let before = scene(&state).film.expect("a film").chart;
    assert!(before.ghost.accuracy.is_empty());
    let (run, experiment) =
        started(update(&mut state, Msg::Set(Setting::LearningRate(0.001)))).expect("a run");
    train(&mut state, run, &experiment, usize::MAX);
    let film = scene(&state).film.expect("a film");
    assert_eq!(film.chart.ghost.accuracy, before.curves.accuracy);
    assert_ne!(film.chart.curves, before.curves);
    let (run, experiment) = started(update(&mut state, Msg::Set(Setting::LearningRate(1.0)))).expect("a run");
    train(&mut state, run, &experiment, usize::MAX);
    let again = scene(&state).film.expect("a film").chart;
    assert_eq!(again.curves.accuracy, before.curves.accuracy, "the same seed gives the same film");
}

#[test]
fn a_drag_through_settings_is_compared_with_the_film_before_it() {
    let mut state = trained();
    let before = scene(&state).film.expect("a film").chart.curves.accuracy.clone();
    let last = state.core.network().cloned();
    for rate in [0.9, 0.8, 0.7, 0.6, 0.5] {
        let (run, experiment) =
            started(update(&mut state, Msg::Set(Setting::LearningRate(rate)))).expect("a run");
        train(&mut state, run, &experiment, 2);
        assert_eq!(scene(&state).film.expect("a film").chart.ghost.accuracy, before, "{rate}");
        assert_eq!(state.panels.training.before.as_ref().map(|before| before.network()), last.as_ref());
    }
    // Where one stays is what the next drag is compared with, even if it is stopped there.
    update(&mut state, Msg::Stop);
    let stopped = scene(&state).film.expect("a film").chart.curves.accuracy.clone();
    let (run, experiment) = started(update(&mut state, Msg::NextSeed)).expect("a run");
    update(&mut state, Msg::Stop);
    assert_eq!(scene(&state).film.expect("a film").chart.curves.accuracy, stopped, "no frame has come");
    train(&mut state, run, &experiment, 2);
    let (run, experiment) = started(update(&mut state, Msg::NextSeed)).expect("a run");
    train(&mut state, run, &experiment, 2);
    assert_eq!(scene(&state).film.expect("a film").chart.ghost.accuracy, stopped);
}

#[test]
fn runs_cut_short_before_there_is_a_whole_film_leave_no_ghost() {
    let mut state = filmed(2);
    let shipped = state.panels.training.before.as_ref().map(|before| before.network().clone());
    let (run, experiment) = started(update(&mut state, Msg::NextSeed)).expect("a run");
    train(&mut state, run, &experiment, 2);
    assert!(scene(&state).film.expect("a film").chart.ghost.accuracy.is_empty());
    assert_eq!(state.panels.training.before.as_ref().map(|before| before.network().clone()), shipped);
}

#[test]
fn nothing_that_an_earlier_run_says_counts() {
    let mut state = ready_state();
    small(&mut state);
    let (first, experiment) = started(update(&mut state, Msg::Train)).expect("a run");
    let (second, _) = started(update(&mut state, Msg::NextSeed)).expect("another run");
    assert_ne!(first, second);
    train(&mut state, first, &experiment, usize::MAX);
    assert!(scene(&state).film.is_none() && scene(&state).is_running);
    assert_eq!(update(&mut state, Msg::Stop), [PageEffect::Training(Effect::Stop)]);
    train(&mut state, second, &experiment, usize::MAX);
    assert!(scene(&state).film.is_none(), "it was stopped");
}

#[test]
fn what_cannot_be_trained_is_said_and_the_film_stays() {
    let mut state = trained();
    let effects = update(&mut state, Msg::Set(Setting::OutputFn(ActivationFn::Relu)));
    assert!(started(effects).is_none());
    let scene_now = scene(&state);
    assert!(scene_now.is_wrong && scene_now.film.is_some(), "{}", scene_now.status);
    assert!(scene_now.status.starts_with("This cannot be trained: cross-entropy loss needs outputs"));
    assert!(started(update(&mut state, Msg::Set(Setting::Loss(Loss::Quadratic)))).is_some());
}

#[test]
fn a_frame_that_is_kept_is_a_model_like_any_other() {
    let mut state = trained();
    update(&mut state, Msg::Seek(50));
    let network = state.core.network().cloned();
    update(&mut state, Msg::Keep);
    assert_eq!(state.core.network().cloned(), network);
    assert_eq!(state.core.model().map(|model| model.name.as_str()), Some("trained here"));
    update(&mut state, Msg::Seek(60));
    assert_ne!(state.core.network().cloned(), network);
    assert!(state.core.own_models().iter().any(|(_, model)| Some(&model.network) == network.as_ref()));
}

#[test]
fn the_film_plays_from_its_beginning_to_its_end() {
    let mut state = trained();
    update(&mut state, Msg::Play);
    let mut shown = vec![scene(&state).film.expect("a film").frame_idx];
    assert_eq!(shown, [0]);
    let mut now = 1_000.0;
    while scene(&state).film.is_some_and(|film| film.is_playing) {
        update(&mut state, crate::msg::Msg::Tick(now));
        shown.push(scene(&state).film.expect("a film").frame_idx);
        now += 100.0;
        assert!(now < 20_000.0, "it ends");
    }
    assert!(shown.is_sorted() && shown.last() == Some(&(scene(&state).film.expect("a film").n_frames - 1)));
    update(&mut state, Msg::Step(-3));
    assert_eq!(scene(&state).film.map(|film| film.n_frames - film.frame_idx), Some(4));
}

#[test]
fn a_run_that_diverges_says_what_to_change() {
    let mut state = ready_state();
    small(&mut state);
    update(&mut state, Msg::Set(Setting::Loss(Loss::Quadratic)));
    update(&mut state, Msg::Set(Setting::HiddenFn(ActivationFn::Relu)));
    update(&mut state, Msg::Set(Setting::OutputFn(ActivationFn::Identity)));
    update(&mut state, Msg::Set(Setting::LearningRate(10.0)));
    let (run, experiment) = started(update(&mut state, Msg::Train)).expect("a run");
    train(&mut state, run, &experiment, usize::MAX);
    assert_eq!(
        state.panels.training.phase,
        super::state::Phase::Ended(End::Diverged, Some(learning::Diagnosis::Diverged))
    );
    assert!(scene(&state).is_wrong && scene(&state).status.contains("Lower the learning rate"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_set_is_trained_or_refused(rate in -1.0_f32..1e9, size in 0_usize..2_000, hidden in prop::collection::vec(0_usize..400, 0..8), digit in 0_u8..12, noise in -1.0_f32..2.0) {
        let mut state = ready_state();
        for setting in [
            Setting::LearningRate(rate),
            Setting::MiniBatch(size),
            Setting::Hidden(hidden),
            Setting::Ways(digit, u16::MAX, false),
            Setting::Noise(noise),
        ] {
            update(&mut state, Msg::Set(setting));
        }
        let is_started = started(update(&mut state, Msg::Train)).is_some();
        prop_assert_eq!(is_started, state.panels.training.experiment().start().is_ok());
        prop_assert_eq!(is_started, !scene(&state).is_wrong);
    }
}

#[test]
fn a_place_on_the_charts_is_a_moment_of_the_film() {
    let mut state = trained();
    let last = scene(&state).film.expect("a film").n_frames - 1;
    let mut before = 0;
    for percent in 0..=100 {
        update(&mut state, Msg::SeekAt(percent as f32 / 100.0));
        let film = scene(&state).film.expect("a film");
        let x: f32 = film.x.parse().expect("a number");
        // The first frames are further apart than that.
        assert!(percent < 60 || (x - percent as f32).abs() < 1.5, "{x} at {percent}%");
        assert!(film.frame_idx >= before);
        before = film.frame_idx;
    }
    assert_eq!(before, last);
    update(&mut state, Msg::SeekAt(-3.0));
    assert_eq!(scene(&state).film.expect("a film").frame_idx, 0);
}

#[test]
fn models_that_are_kept_have_names_of_their_own() {
    let mut state = trained();
    let keep = |state: &mut State, frame_idx| {
        update(state, Msg::Seek(frame_idx));
        update(state, Msg::Keep);
        (scene(state).status, state.core.model().expect("a model").name.clone())
    };
    let kept = |name: &str| (format!("Kept as the model “{name}”."), name.to_owned());
    assert_eq!(keep(&mut state, 50), kept("trained here"));
    assert_eq!(keep(&mut state, 60), kept("trained here 2"));
    assert_eq!(keep(&mut state, 50), kept("trained here"), "it is kept already");
    update(&mut state, Msg::Seek(0));
    assert!(scene(&state).status.starts_with("Trained."), "what was done is told until the next thing is");
}

#[test]
fn the_same_start_is_a_click_away_and_so_is_the_one_before() {
    let mut state = ready_state();
    small(&mut state);
    let texts = |state: &State| {
        let scene = scene(state);
        (scene.train, scene.seed, scene.to_seed_before)
    };
    let owned = |train, seed: &str, before: &str| (train, seed.to_owned(), before.to_owned());
    assert_eq!(texts(&state), owned("Train", "seed 1", ""));
    let (run, first) = started(update(&mut state, Msg::Train)).expect("a run");
    train(&mut state, run, &first, 2);
    assert_eq!(texts(&state), owned("Train again", "seed 1", ""));
    let (_, again) = started(update(&mut state, Msg::Train)).expect("a run");
    assert_eq!(again, first);
    update(&mut state, Msg::NextSeed);
    assert_eq!(texts(&state), owned("Train again", "seed 2", "Back to seed 1"));
    let (_, back) = started(update(&mut state, Msg::SeedBefore)).expect("a run");
    assert_eq!(back, first);
    assert_eq!(texts(&state), owned("Train again", "seed 1", "Back to seed 2"));
}

#[test]
fn a_run_that_crashes_begins_anew_once_and_says_so() {
    let mut state = ready_state();
    small(&mut state);
    let (_, experiment) = started(update(&mut state, Msg::Train)).expect("a run");
    let (run, again) = started(update(&mut state, Msg::Crashed)).expect("the same run");
    assert_eq!(again, experiment);
    train(&mut state, run, &again, 2);
    assert!(scene(&state).status.ends_with("(The training program crashed and was restarted.)"));
    assert!(started(update(&mut state, Msg::Crashed)).is_none());
    let failed = scene(&state);
    assert!(failed.is_wrong && failed.status.contains("Use fewer drawings"), "{}", failed.status);
    // Whatever is started by hand has both attempts again.
    let (run, experiment) = started(update(&mut state, Msg::Train)).expect("a run");
    train(&mut state, run, &experiment, 2);
    assert_eq!(scene(&state).status, "Learning…");
    assert!(started(update(&mut state, Msg::Crashed)).is_some());
    update(&mut state, Msg::Stop);
    assert!(started(update(&mut state, Msg::Crashed)).is_none(), "nothing was under way");
}

/// What is stored of the runs, oldest first.
pub(super) fn remembered(effects: Vec<PageEffect>) -> Vec<String> {
    let text = |effect| match effect {
        PageEffect::Training(Effect::Remember(text)) => Some(text),
        _ => None,
    };
    effects.into_iter().filter_map(text).collect()
}

#[test]
fn the_last_run_is_stored_and_offered_on_the_next_visit() {
    let mut state = trained();
    let first_frame = state.panels.training.film().expect("a film").frames()[0].clone();
    let (run, experiment) = started(update(&mut state, Msg::NextSeed)).expect("a run");
    let stored = remembered(update(&mut state, Msg::Recorded(run, Box::new(first_frame.clone()))));
    assert_eq!(stored, ["epochs:6;seed:2;drawings:1000"]);
    let more = remembered(update(&mut state, Msg::Recorded(run, Box::new(first_frame))));
    assert!(more.is_empty(), "once a run");

    let mut state = ready_state();
    let effects = update(&mut state, CoreMsg::Open(Panel::Train));
    assert!(effects.contains(&PageEffect::Training(Effect::Recall)), "{effects:?}");
    for damaged in ["", "epochs:", "hidden:0", "\u{0}"] {
        update(&mut state, Msg::Recalled(damaged.to_owned()));
        assert_eq!(scene(&state).last_run, None, "{damaged:?}");
        assert!(started(update(&mut state, Msg::RunAgain)).is_none());
    }
    update(&mut state, Msg::Recalled(stored[0].clone()));
    let offered = scene(&state).last_run;
    assert_eq!(offered.as_deref(), Some("Last run: epochs 6; seed 2; drawings 1000."));
    let (_, again) = started(update(&mut state, Msg::RunAgain)).expect("a run");
    assert_eq!((again, scene(&state).last_run), (experiment, None));
}

#[test]
fn what_learns_from_mnist_waits_until_it_is_there() {
    use crate::training::data::mnist::Msg as Mnist;

    let mut state = ready_state();
    update(&mut state, Msg::Recalled("weight-built-in:0;weight-mnist:1;drawings:1000".to_owned()));
    assert!(started(update(&mut state, Msg::RunAgain)).is_none());
    assert!(
        scene(&state).status.contains("learns from MNIST, which is not loaded"),
        "{}",
        scene(&state).status
    );
    let (images, labels) = ([[255; digits::N_PIXELS]; 3], [1, 2, 3]);
    let pack = digits::pack::to_bytes((&images[..2], &labels[..2]), (&images[2..], &labels[2..]));
    update(&mut state, Msg::Mnist(Mnist::HasPack(true)));
    update(&mut state, Msg::Mnist(Mnist::Fetch));
    update(&mut state, Msg::Mnist(Mnist::Pack(Ok(pack))));
    let mut effects = Vec::new();
    (0..3).for_each(|idx| effects.extend(update(&mut state, crate::msg::Msg::Tick(f64::from(idx)))));
    let (_, experiment) = started(effects).expect("a run");
    assert_eq!(experiment.data.n_drawings, 1_000, "it is run as it is");
}

#[test]
fn whoever_passes_on_a_link_is_told_what_it_takes() {
    let mut state = trained();
    let caution = |state: &State| state.panels.training.caution();
    assert_eq!(caution(&state), "Whoever opens it trains the same network.");
    update(&mut state, Msg::Set(Setting::Weight(learning::ImageSource::Mnist, 1.0)));
    assert!(caution(&state).contains("once they have MNIST"));
    update(&mut state, Msg::Set(Setting::Weight(learning::ImageSource::Own, 1.0)));
    assert!(state.panels.training.link().is_none() && caution(&state).contains("from your own drawings"));
}
