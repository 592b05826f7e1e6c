//! Tests of your own drawings on the loaded page.

use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use digits::{Ink, Point, Stroke};

use super::own::{Effect, Msg, OwnScene};
use crate::drawings::Effect::{Forget, Read, Store};
use crate::msg::Effect as PageEffect;
use crate::state::State;
use crate::test_support::{ready_state, update};
use crate::training;

/// Sends a message, and returns what is asked for.
fn own(state: &mut State, msg: Msg) -> Vec<Effect> {
    let of_own = |effect| match effect {
        PageEffect::Training(training::Effect::Own(effect)) => Some(effect),
        _ => None,
    };
    update(state, training::Msg::Own(msg)).into_iter().filter_map(of_own).collect()
}

fn scene(state: &State) -> OwnScene {
    state.panels.training.own.scene()
}

fn draw(state: &mut State, x: f32) {
    let stroke = Stroke { points: vec![Point::new(x, 0.1), Point::new(x, 0.9)] };
    state.core.edit_ink(|pad| pad.replace(Ink { strokes: vec![stroke] }));
}

/// The page with its drawings in sight.
fn opened() -> State {
    let mut state = ready_state();
    let effects = update(&mut state, CoreMsg::Open(Panel::Train));
    assert!(
        effects.contains(&PageEffect::Training(training::Effect::Own(Effect::Stored(Read)))),
        "{effects:?}"
    );
    own(&mut state, Msg::Stored(Vec::new()));
    own(&mut state, Msg::Open(true));
    state
}

/// Draws and labels these digits, and returns what is stored.
fn labelled(state: &mut State, labels: &[u8]) -> Vec<(String, String)> {
    let mut stored = Vec::new();
    for (&label, idx) in labels.iter().zip(0_u8..) {
        draw(state, 0.1 + 0.01 * f32::from(idx));
        for effect in own(state, Msg::Press(label)) {
            let Effect::Stored(Store(key, text)) = effect else { panic!("{effect:?}") };
            stored.push((key, text));
        }
    }
    stored
}

#[test]
fn a_drawing_is_kept_under_its_key_and_the_pad_is_ready_for_the_next() {
    let mut state = opened();
    let stored = labelled(&mut state, &[7, 7, 3]);
    assert!(state.core.pad().ink().is_empty());
    assert_eq!((scene(&state).counts[7], scene(&state).counts[3]), (2, 1));
    assert_eq!(scene(&state).title, "Your own drawings (3)");
    let mut later = opened();
    own(&mut later, Msg::Stored(stored));
    assert_eq!(scene(&later).pictures, scene(&state).pictures, "on the next visit they are there again");
    assert!(!scene(&later).can_undo);
}

#[test]
fn a_key_labels_nothing_while_the_drawings_are_out_of_sight_or_there_is_no_ink() {
    let mut state = opened();
    assert!(own(&mut state, Msg::Press(4)).is_empty());
    assert!(scene(&state).is_wrong && scene(&state).says.starts_with("Draw a digit first"));
    draw(&mut state, 0.5);
    own(&mut state, Msg::Open(false));
    assert!(own(&mut state, Msg::Press(4)).is_empty());
    own(&mut state, Msg::Open(true));
    update(&mut state, CoreMsg::Open(Panel::Why));
    assert!(own(&mut state, Msg::Press(4)).is_empty());
    assert!(!state.core.pad().ink().is_empty(), "nothing has happened to the ink");
    assert!(own(&mut state, Msg::Label(10)).is_empty(), "no digit");
}

#[test]
fn what_was_done_is_taken_back_step_by_step() {
    let mut state = opened();
    let stored = labelled(&mut state, &[1, 2]);
    let before = scene(&state).pictures;
    own(&mut state, Msg::Remove(stored[0].0.clone()));
    own(&mut state, Msg::RemoveAll);
    assert!(scene(&state).pictures.is_empty());
    let back = own(&mut state, Msg::Undo);
    assert_eq!(back, [Effect::Stored(Store(stored[1].0.clone(), stored[1].1.clone()))]);
    own(&mut state, Msg::Undo);
    assert_eq!(scene(&state).pictures, before);
    assert_eq!(own(&mut state, Msg::Undo), [Effect::Stored(Forget(stored[1].0.clone()))]);
    assert!(!state.core.pad().ink().is_empty(), "the drawing is on the pad again");
    own(&mut state, Msg::Undo);
    assert!(!scene(&state).can_undo && own(&mut state, Msg::Undo).is_empty());
}

#[test]
fn what_is_exported_is_imported_elsewhere_and_only_once() {
    let mut state = opened();
    labelled(&mut state, &[5, 6, 7]);
    let [Effect::Save(name, text)] = &own(&mut state, Msg::Export)[..] else { panic!("a file") };
    assert_eq!((*name, text.lines().count()), ("my-digits.jsonl", 3));
    let mut other = opened();
    let file = format!("{text}{{\"label\":3}}\n");
    assert_eq!(own(&mut other, Msg::Import(Ok(file.clone().into_bytes()))).len(), 3);
    assert_eq!(scene(&other).says, "Added 3 drawings. Line 4 was left out: strokes: missing.");
    assert_eq!(scene(&other).pictures, scene(&state).pictures);
    assert!(own(&mut other, Msg::Import(Ok(file.into_bytes()))).is_empty());
    assert!(scene(&other).says.starts_with("No drawing was added. You already had 3 of them."));
    own(&mut other, Msg::Undo);
    assert!(scene(&other).pictures.is_empty(), "an import is one step");
}

#[test]
fn a_full_storage_loses_nothing_and_what_is_removed_makes_room() {
    let mut state = opened();
    let stored = labelled(&mut state, &[8, 9]);
    own(&mut state, Msg::NotStored(stored[1].0.clone()));
    assert!(scene(&state).is_wrong && scene(&state).says.contains("save your drawings as a file"));
    assert_eq!(scene(&state).counts[9], 1, "it is still there");
    let effects = own(&mut state, Msg::Remove(stored[0].0.clone()));
    let again = Effect::Stored(Store(stored[1].0.clone(), stored[1].1.clone()));
    assert_eq!(effects, [Effect::Stored(Forget(stored[0].0.clone())), again]);
}

#[test]
fn what_is_stored_and_damaged_is_left_out_and_left_alone() {
    let mut state = opened();
    let good = labelled(&mut state, &[4]).remove(0);
    let mut later = opened();
    let damaged = [
        ("000001-00000000".to_owned(), good.1.clone()),
        ("no key".to_owned(), good.1.clone()),
        ("000002-00000000".to_owned(), "{".to_owned()),
    ];
    let effects = own(&mut later, Msg::Stored([vec![good], damaged.to_vec()].concat()));
    assert!(effects.is_empty(), "nothing is deleted");
    assert_eq!(scene(&later).counts[4], 1);
    assert!(scene(&later).says.starts_with("3 drawings stored in this browser are damaged"));
}
