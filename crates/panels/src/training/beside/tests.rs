//! Tests of what stands beside the result.

use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use app::test_support::shipped;
use learning::{DataRecipe, ImageSet};
use models::strongest;

use super::scene::BesideScene;
use crate::derived::Derived;
use crate::msg::Effect as PageEffect;
use crate::state::State;
use crate::test_support::update;
use crate::training::tests::{started, train, trained};
use crate::training::{Effect, Msg, Setting};

fn scene(state: &State) -> Option<BesideScene> {
    let of_core = app::derived::Derived::default();
    let derived = Derived::default();
    (*derived.beside(&state.panels.training, (&state.core, &of_core), &shipped("light"))).clone()
}

/// Puts a drawing on the pad, and returns the searches that are asked for.
fn draw(state: &mut State, idx: usize) -> Vec<(u32, [u8; digits::N_PIXELS])> {
    let (ink, _) = DataRecipe::default().held_out(idx);
    state.core.edit_ink(|pad| pad.replace(ink));
    searches(update(state, Msg::Step(0)))
}

fn searches(effects: Vec<PageEffect>) -> Vec<(u32, [u8; digits::N_PIXELS])> {
    let search = |effect| match effect {
        PageEffect::Training(Effect::FindNearest(search, image)) => Some((search, *image)),
        _ => None,
    };
    effects.into_iter().filter_map(search).collect()
}

fn images(label: u8) -> Box<ImageSet> {
    let mut images = ImageSet::default();
    images.push([9; digits::N_PIXELS], label);
    Box::new(images)
}

/// What the network in use takes the ink for.
fn read(state: &State) -> usize {
    let pass = app::derived::Derived::default().pass(&state.core).expect("a model");
    strongest(pass.output()).expect("numbers")
}

#[test]
fn the_same_ink_is_read_as_before_the_run_and_now() {
    let mut state = trained();
    assert_eq!(scene(&state), None, "there is no ink");
    draw(&mut state, 4);
    let now = read(&state);
    let first = scene(&state).expect("ink");
    assert!(first.reading.starts_with(&format!("Your digit: now {now}, before ")), "{}", first.reading);
    assert_eq!(first.before, "Before: the model in use before training");

    // A run that learns nothing, of which two frames are enough.
    let effects = update(&mut state, Msg::Set(Setting::LearningRate(1e-4)));
    let (run, experiment) = started(effects).expect("a run");
    train(&mut state, run, &experiment, 2);
    let second = scene(&state).expect("ink");
    assert_eq!(second.reading, format!("Your digit: now {}, before {now}", read(&state)));
    assert_eq!(second.before, "Before: the final network of the previous run");

    // Given pixels are read by both, whatever ink stands for them.
    let before = |scene: &BesideScene| scene.reading.split(", before ").nth(1).map(str::to_owned);
    let is_other = |idx: &usize| {
        draw(&mut state, *idx);
        before(&scene(&state).expect("ink")) != before(&second)
    };
    (5..50).find(is_other).expect("a drawing that is read as another digit");
    let reading = scene(&state).expect("ink").reading;
    let pixels = state.core.image_by(&state.core.preprocessing());
    draw(&mut state, 4);
    state.core.give_pixels(state.core.pad().ink().clone(), pixels);
    assert_eq!(scene(&state).expect("ink").reading, reading);
}

#[test]
fn the_nearest_are_found_one_search_at_a_time_and_the_last_ink_is_not_forgotten() {
    let mut state = trained();
    assert!(draw(&mut state, 1).is_empty(), "nobody sees it");
    let opened = searches(update(&mut state, CoreMsg::Open(Panel::Train)));
    let &[(search, image)] = opened.as_slice() else { panic!("{opened:?}") };
    let (ink, _) = DataRecipe::default().held_out(1);
    assert_eq!(image, ink.to_image(&DataRecipe::default().preprocessing).to_bytes());
    assert!(draw(&mut state, 2).is_empty(), "there is a search already");
    let after = searches(update(&mut state, Msg::Nearest(search, images(7))));
    assert_eq!(after.len(), 1, "the ink has changed since");
    assert_eq!(scene(&state).expect("ink").nearest[0].label, "7");
    // A stale answer changes nothing.
    update(&mut state, Msg::Nearest(search, images(1)));
    assert_eq!(scene(&state).expect("ink").nearest[0].label, "7");
    assert!(searches(update(&mut state, Msg::Nearest(after[0].0, images(3)))).is_empty());
    assert_eq!(scene(&state).expect("ink").nearest[0].label, "3");
}

#[test]
fn a_search_that_is_lost_with_its_trainer_does_not_block_the_next() {
    let mut state = trained();
    update(&mut state, CoreMsg::Open(Panel::Train));
    assert_eq!(draw(&mut state, 1).len(), 1);
    update(&mut state, Msg::Lost("the program that trains has crashed".to_owned()));
    assert_eq!(draw(&mut state, 2).len(), 1);
}
