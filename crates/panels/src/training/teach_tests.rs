//! Tests of teaching: a network learns somebody's odd sevens, is tested on those it has not learned from, and can be kept.

use std::collections::HashSet;
use std::sync::Arc;

use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use digits::{Ink, N_PIXELS, Point, Stroke};
use learning::{Collections, DrawingMaker, Experiment, ImageSet, Recording, SplitData};

use super::data::own;
use super::data::samples::Images;
use super::scene::{TrainingScene, training_scene};
use super::tests::remembered;
use super::{Effect, Msg, RunId, Setting};
use crate::derived::Derived;
use crate::msg::Effect as PageEffect;
use crate::state::State;
use crate::test_support::{ready_state, update};

fn scene(state: &State) -> TrainingScene {
    training_scene(&state.panels.training, &Derived::default())
}

/// A seven in a mirror, with a bar, a little different each time.
fn odd_seven(state: &mut State, idx: u8) {
    let lean = 0.01 * f32::from(idx);
    let stroke = |points: &[(f32, f32)]| Stroke {
        points: points.iter().map(|&(x, y)| Point::new(x + lean * y, y)).collect(),
    };
    let strokes =
        vec![stroke(&[(0.7, 0.2), (0.3, 0.2), (0.55, 0.8)]), stroke(&[(0.3, 0.5), (0.6, 0.5 + lean)])];
    state.core.edit_ink(|pad| pad.replace(Ink { strokes }));
    update(state, Msg::Own(own::Msg::Label(7)));
}

/// A page with so many odd sevens.
fn with_sevens(n: u8) -> State {
    let mut state = ready_state();
    update(&mut state, CoreMsg::Open(Panel::Train));
    (0..n).for_each(|idx| odd_seven(&mut state, idx));
    state
}

fn set(images: &Images) -> ImageSet {
    let mut set = ImageSet::default();
    for (label, image) in images.labels.iter().zip(images.pixels.as_chunks::<N_PIXELS>().0) {
        set.push(*image, *label);
    }
    set
}

/// What is asked of the trainer: images to keep, and a run.
fn asked(effects: Vec<PageEffect>) -> (Vec<Images>, Option<(RunId, Box<Experiment>)>) {
    let (mut images, mut run) = (Vec::new(), None);
    for effect in effects {
        match effect {
            PageEffect::Training(Effect::Collect(collected)) => images.push(collected),
            PageEffect::Training(Effect::Start(number, experiment)) => run = Some((number, experiment)),
            _ => {}
        }
    }
    (images, run)
}

/// What the trainer does with both parts of the drawings.
fn recording(experiment: &Experiment, training: &Images, held_out: &Images) -> Recording {
    let own = SplitData { training: set(training), held_out: set(held_out), ..SplitData::default() };
    let collections = Collections { own: Arc::new(own), ..Collections::default() };
    let mut maker = DrawingMaker::with(experiment.data.clone(), collections);
    maker.make(10_000);
    Recording::new(experiment.clone(), Arc::new(maker.into_data())).expect("it can be trained")
}

#[test]
fn a_network_learns_odd_sevens_and_is_tested_on_those_it_never_saw() {
    let mut state = with_sevens(12);
    let network = state.core.network().cloned().expect("a model");
    let (images, run) = asked(update(&mut state, Msg::Teach));
    let (number, experiment) = run.expect("a run");
    assert_eq!(experiment.start().as_ref(), Ok(&network), "it starts with the network in use");
    let [training, held_out] = &images[..] else { panic!("both parts") };
    assert!((training.is_first, held_out.is_held_out, held_out.labels.len()) == (true, true, 3));
    let learned: HashSet<_> = training.pixels.as_chunks::<N_PIXELS>().0.iter().collect();
    assert!(held_out.pixels.as_chunks::<N_PIXELS>().0.iter().all(|image| !learned.contains(image)));

    let mut recording = recording(&experiment, training, held_out);
    update(&mut state, Msg::Preparing(number, 0, 1));
    while recording.end().is_none() {
        if let Some(frame) = recording.advance(1_000) {
            update(&mut state, Msg::Recorded(number, Box::new(frame)));
        }
    }
    update(&mut state, Msg::Ended(number, recording.end().expect("the end"), recording.diagnosis()));
    let found = scene(&state);
    assert!(found.status.starts_with("Taught.") && found.is_taught, "{}", found.status);
    let by_source = found.film.expect("a film").by_source;
    assert!(by_source.contains("3 of the 3 of your drawings"), "{by_source}");
    assert!(by_source.contains("of the built-in handwriting"), "{by_source}");
}

#[test]
fn too_few_drawings_teach_nothing_and_it_says_how_many_more_it_takes() {
    let mut state = with_sevens(3);
    assert_eq!(scene(&state).own.teaching, Err("Draw 5 more to teach it your handwriting.".to_owned()));
    assert!(asked(update(&mut state, Msg::Teach)).1.is_none());
    (0..5).for_each(|idx| odd_seven(&mut state, idx));
    assert_eq!(scene(&state).own.teaching, Ok(()));
    assert!(asked(update(&mut state, Msg::Teach)).1.is_some());
}

#[test]
fn one_goes_back_to_training_from_scratch_with_the_settings_before() {
    let mut state = with_sevens(8);
    update(&mut state, Msg::Set(Setting::Epochs(5)));
    let before = state.panels.training.experiment().clone();
    update(&mut state, Msg::Teach);
    assert_eq!(asked(update(&mut state, Msg::Teach)).0.len(), 0, "the trainer has the images already");
    let (_, run) = asked(update(&mut state, Msg::TrainFromScratch));
    assert_eq!(run.map(|(_, experiment)| *experiment), Some(before));
    assert!(!scene(&state).is_taught);
}

#[test]
fn after_a_reload_it_is_offered_again_and_starts_with_the_same_weights() {
    let mut state = with_sevens(8);
    let (images, run) = asked(update(&mut state, Msg::Teach));
    let (number, taught) = run.expect("a run");
    let frame = recording(&taught, &images[0], &images[1]).advance(1_000).expect("the first frame");
    let stored = remembered(update(&mut state, Msg::Recorded(number, Box::new(frame))));

    let mut state = with_sevens(8);
    update(&mut state, Msg::Recalled(stored[0].clone()));
    assert_eq!(scene(&state).last_run.as_deref(), Some("Last run: teaching it your handwriting."));
    let before = state.panels.training.experiment().clone();
    let (images, run) = asked(update(&mut state, Msg::RunAgain));
    assert_eq!((images.len(), run.map(|(_, experiment)| experiment)), (2, Some(taught)));
    let (_, run) = asked(update(&mut state, Msg::TrainFromScratch));
    assert_eq!(run.map(|(_, experiment)| *experiment), Some(before));
}

#[test]
fn another_drawing_is_learned_at_once_where_drawings_are_mixed_in() {
    let mut state = with_sevens(8);
    update(&mut state, Msg::Teach);
    state
        .core
        .edit_ink(|pad| pad.replace(Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.5)] }] }));
    let (images, run) = asked(update(&mut state, Msg::Own(own::Msg::Label(1))));
    assert!(images.len() == 2 && run.is_some());
    assert!(images[0].labels.contains(&1));
}
