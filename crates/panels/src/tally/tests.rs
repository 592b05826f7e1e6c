//! What is counted, what is taken back, and what is kept, as a class does it.

use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use app::settings::Ui;
use app::target::Target;
use digits::{Ink, Point, Stroke};
use proptest::prelude::*;
use proptest::sample::select;

use super::scene::{TallyScene, tally_scene};
use super::{Cell, Effect, Format, Msg, N_COLUMNS};
use crate::commands::Command;
use crate::drawings::Effect::{Forget, Read, Store};
use crate::lesson;
use crate::msg::{Effect as PageEffect, Msg as PageMsg};
use crate::predict::{self, Prediction};
use crate::state::State;
use crate::test_support::{ready_state, update};

/// Any message that concerns the tally.
pub(crate) fn any_msg() -> impl Strategy<Value = PageMsg> {
    let key = || select(vec!["", "000001-00000000", "000000-4b4f7a3c"]).prop_map(str::to_owned);
    let text =
        select(vec!["{", "3,0.50,,a\n{\"label\":4,\"strokes\":[[[0.1,0.2]]]}"]).prop_map(str::to_owned);
    let cell = (0..10_u8, 0..11_usize).prop_map(|(meant, read)| Cell {
        meant,
        read: if read == 10 { Prediction::NotSure } else { Prediction::Digit(read) },
    });
    let msg = prop_oneof![
        4 => Just(Msg::Toggle),
        1 => select(vec![Msg::Close, Msg::StepAside, Msg::StartAgain]),
        3 => (0..12_u8).prop_map(Msg::Label),
        2 => Just(Msg::Undo),
        1 => (key(), text).prop_map(|entry| Msg::Stored(vec![entry])),
        1 => key().prop_map(Msg::NotStored),
        1 => key().prop_map(Msg::PutOnPad),
        1 => cell.prop_map(Msg::ShowCell),
        1 => select(vec![Format::Json, Format::Csv]).prop_map(Msg::Save),
    ];
    prop_oneof![3 => msg.prop_map(PageMsg::from), 1 => (0..12_u8).prop_map(PageMsg::Digit)]
}

/// Sends a message, and returns what is asked for.
fn tell(state: &mut State, msg: impl Into<PageMsg>) -> Vec<Effect> {
    let of_tally = |effect| match effect {
        PageEffect::Tally(effect) => Some(effect),
        _ => None,
    };
    update(state, msg.into()).into_iter().filter_map(of_tally).collect()
}

fn scene(state: &State) -> TallyScene {
    tally_scene(&state.panels.tally, &state.panels.predict, &state.core).expect("it is open")
}

fn is_open(state: &State) -> bool {
    state.panels.tally.is_open()
}

/// Draws a line, each of which is different.
fn draw(state: &mut State, x: f32) {
    let pen = app::pad::Source::Pointer(1);
    update(state, CoreMsg::PenDown(pen, Point::new(x, 0.1)));
    update(state, CoreMsg::PenMove(pen, vec![Point::new(x, 0.9)]));
    update(state, CoreMsg::PenUp(pen));
}

/// What the network reads in what is on the pad.
fn reading(state: &State) -> Prediction {
    let answer = app::derived::Derived::default().answer(&state.core).expect("something is drawn");
    answer.winner().map_or(Prediction::NotSure, Prediction::Digit)
}

fn opened() -> State {
    let mut state = ready_state();
    assert_eq!(tell(&mut state, Command::Tally), [Effect::Stored(Read)]);
    state
}

/// Shows these examples and presses these keys, and returns what is stored.
fn labelled(state: &mut State, drawn_and_meant: &[(u8, u8)]) -> Vec<(String, String)> {
    let mut stored = Vec::new();
    for &(drawn, meant) in drawn_and_meant {
        update(state, CoreMsg::ShowExample(drawn));
        for effect in tell(state, PageMsg::Digit(meant)) {
            let Effect::Stored(Store(key, text)) = effect else { panic!("{effect:?}") };
            stored.push((key, text));
        }
    }
    stored
}

fn n_counted(state: &State) -> u32 {
    scene(state).counts.iter().sum()
}

#[test]
fn what_was_meant_and_what_was_read_is_counted() {
    let mut state = opened();
    assert_eq!(
        (scene(&state).score.as_str(), scene(&state).says.as_str()),
        ("No drawings yet", "Draw a digit.")
    );
    update(&mut state, CoreMsg::ShowExample(3));
    let Prediction::Digit(read) = reading(&state) else { panic!("it has no threshold") };
    assert_eq!(scene(&state).says, "What was it meant to be? Press its key, or a button.");
    let (right, wrong) = (read as u8, (read as u8 + 1) % 10);
    labelled(&mut state, &[(3, right), (3, right), (3, right), (3, wrong)]);
    let shown = scene(&state);
    assert_eq!(shown.score, "3 of 4 read correctly (75%)");
    assert_eq!(shown.says, format!("Counted: meant {wrong}, read {right}. Next!"));
    assert_eq!(shown.counts[usize::from(right) * N_COLUMNS + read], 3);
    assert_eq!(shown.counts[usize::from(wrong) * N_COLUMNS + read], 1);
    assert_eq!((shown.title.as_str(), shown.pictures.len()), ("Misread: 1 drawing", 1));
    assert_eq!(shown.pictures[0].caption, format!("{wrong} → {right}"));
    assert!(state.core.pad().ink().is_empty(), "the pad is ready for the next");

    let cell = Cell { meant: right, read: Prediction::Digit(read) };
    tell(&mut state, Msg::ShowCell(cell));
    assert_eq!(scene(&state).title, format!("{right} read as {right}: 3 drawings"));
    tell(&mut state, Msg::ShowCell(cell));
    assert_eq!(scene(&state).title, "Misread: 1 drawing");
}

#[test]
fn a_reading_below_the_threshold_has_a_column_of_its_own() {
    let mut model = crate::test_support::random_model(&[784, 4, 10]);
    model.rejection_threshold = Some(1.0);
    let mut state = opened();
    crate::test_support::load(&mut state, models::ModelSource::Url("test".into()), &model);
    labelled(&mut state, &[(3, 3), (4, 4)]);
    assert_eq!(scene(&state).score, "0 of 2 read correctly (0%), 2 not sure");
    assert_eq!(scene(&state).counts[3 * N_COLUMNS + 10], 1);
    assert_eq!(scene(&state).pictures[0].caption, "4 → ?");
}

#[test]
fn nothing_is_counted_without_ink_or_while_the_answer_is_covered_or_the_picture_is_frozen() {
    let mut state = opened();
    assert!(tell(&mut state, PageMsg::Digit(4)).is_empty());
    assert!(scene(&state).says.starts_with("Draw a digit first"));
    update(&mut state, CoreMsg::ShowExample(3));
    assert!(tell(&mut state, Msg::Label(10)).is_empty(), "no digit");

    update(&mut state, Command::Present);
    for hold in [Command::Freeze, Command::Blank] {
        update(&mut state, hold);
        assert!(tell(&mut state, PageMsg::Digit(3)).is_empty());
        tell(&mut state, Command::Tally);
        assert!(is_open(&state) && !state.core.pad().ink().is_empty(), "the picture stays");
        update(&mut state, Command::Leave);
    }
    update(&mut state, Command::Leave);
    assert!(!is_open(&state) && state.panels.classroom.presentation.is_some(), "one thing after the other");
    update(&mut state, Command::Leave);
    assert!(state.panels.classroom.presentation.is_none());

    update(&mut state, Command::Tally);
    update(&mut state, Command::PredictFirst);
    update(&mut state, CoreMsg::ShowExample(5));
    assert_eq!(scene(&state).says, "Predict first: what will it read?");
    assert!(!scene(&state).can_be_labelled);
    assert!(tell(&mut state, Msg::Label(5)).is_empty());
    let read = reading(&state);
    update(&mut state, predict::Msg::Say(read));
    tell(&mut state, Msg::Label(5));
    assert_eq!(scene(&state).predicted, "1 of 1 predicted correctly");
    update(&mut state, CoreMsg::ShowExample(5));
    update(&mut state, predict::Msg::Say(Prediction::NotSure));
    tell(&mut state, Msg::Label(5));
    assert_eq!(scene(&state).predicted, "1 of 2 predicted correctly");
}

#[test]
fn a_label_is_taken_back_without_touching_what_the_next_person_has_begun() {
    let mut state = opened();
    let stored = labelled(&mut state, &[(1, 1), (2, 2)]);
    draw(&mut state, 0.4);
    let begun = state.core.pad().ink().clone();
    assert_eq!(tell(&mut state, Msg::Undo), [Effect::Stored(Forget(stored[1].0.clone()))]);
    assert_eq!((state.core.pad().ink(), n_counted(&state)), (&begun, 1));
    update(&mut state, CoreMsg::Clear);
    tell(&mut state, Msg::Undo);
    assert!(!state.core.pad().ink().is_empty(), "on an empty pad it is to be labelled anew");
    assert_eq!((n_counted(&state), scene(&state).can_undo), (0, false));
    assert!(tell(&mut state, Msg::Undo).is_empty());
}

#[test]
fn a_drawing_that_is_back_on_the_pad_is_labelled_anew_and_not_counted_twice() {
    let mut state = opened();
    draw(&mut state, 0.5);
    tell(&mut state, PageMsg::Digit(7));
    // The wrong key: the drawing comes back, as ink does.
    update(&mut state, CoreMsg::Undo);
    tell(&mut state, PageMsg::Digit(1));
    assert_eq!((n_counted(&state), scene(&state).says.starts_with("Changed: meant 1")), (1, true));
    draw(&mut state, 0.6);
    tell(&mut state, PageMsg::Digit(4));
    let key = scene(&state)
        .pictures
        .iter()
        .find(|picture| picture.caption.starts_with('4'))
        .expect("misread")
        .key
        .clone();
    tell(&mut state, Msg::PutOnPad(key));
    tell(&mut state, PageMsg::Digit(1));
    assert_eq!(n_counted(&state), 2);
    assert_eq!(scene(&state).counts[N_COLUMNS..2 * N_COLUMNS].iter().sum::<u32>(), 2);
    tell(&mut state, Msg::Undo);
    assert_eq!(scene(&state).counts[4 * N_COLUMNS..5 * N_COLUMNS].iter().sum::<u32>(), 1, "the 4 is back");
    // The same example twice is two drawings.
    labelled(&mut state, &[(3, 3), (3, 3)]);
    assert_eq!(n_counted(&state), 4);
}

#[test]
fn two_tabs_and_the_next_visit_have_all_drawings_and_damaged_ones_stay() {
    let (mut here, mut there) = (opened(), opened());
    let mut stored = labelled(&mut here, &[(1, 1), (2, 7)]);
    stored.extend(labelled(&mut there, &[(3, 3)]));
    let n_keys = stored.iter().map(|(key, _)| key).collect::<std::collections::BTreeSet<_>>().len();
    assert_eq!(n_keys, 3, "no entry is another's");
    let good = stored[0].1.clone();
    for (key, text) in [("note", "x"), ("000009-00000000", &good), ("000000-00000000", "9,2,,a\n{}")] {
        stored.push((key.to_owned(), text.to_owned()));
    }
    let mut later = opened();
    assert!(tell(&mut later, Msg::Stored(stored.clone())).is_empty(), "nothing is written or forgotten");
    assert_eq!(n_counted(&later), 3);
    assert!(scene(&later).trouble.starts_with("3 drawings stored in this browser are damaged"));
    tell(&mut later, Msg::Stored(stored));
    assert_eq!(n_counted(&later), 3, "nothing is counted twice");
    let shown = scene(&later).pictures;
    assert!(scene(&here).pictures.iter().all(|picture| shown.contains(picture)), "what was read is kept");

    let effects = tell(&mut later, Msg::StartAgain);
    assert_eq!((effects.len(), n_counted(&later)), (3, 0));
    tell(&mut later, Msg::Undo);
    assert_eq!(n_counted(&later), 3);
}

#[test]
fn it_closes_where_there_is_no_place_for_it() {
    let mut state = opened();
    update(&mut state, Command::PredictFirst);
    state.core.settings.ui = Ui::Embed;
    update(&mut state, CoreMsg::ShowExample(3));
    tell(&mut state, PageMsg::Digit(3));
    assert!(!is_open(&state) && !state.panels.predict.is_on);
    assert!(state.panels.tally.shelf.drawings().is_empty());
}

#[test]
fn another_label_leaves_what_was_read_and_by_which_model() {
    let mut state = opened();
    update(&mut state, CoreMsg::ShowExample(3));
    let read = reading(&state).name();
    let stored = labelled(&mut state, &[(3, 3)]);
    tell(&mut state, Msg::PutOnPad(stored[0].0.clone()));
    state.core.edit_network(|network| {
        network.biases_mut(2)[7] = 1e3;
        true
    });
    tell(&mut state, PageMsg::Digit(8));
    assert_eq!(scene(&state).says, format!("Changed: meant 8, read {read}. Next!"));
}

#[test]
fn what_finds_no_room_is_told_and_stays() {
    let mut state = opened();
    let stored = labelled(&mut state, &[(8, 8)]);
    tell(&mut state, Msg::NotStored(stored[0].0.clone()));
    assert!(scene(&state).trouble.contains("could not store the last drawing"));
    assert_eq!(n_counted(&state), 1);
}

#[test]
fn the_files_say_what_was_meant_and_what_was_read() {
    let mut state = opened();
    labelled(&mut state, &[(3, 3), (3, 5)]);
    update(&mut state, Command::PredictFirst);
    update(&mut state, CoreMsg::ShowExample(3));
    update(&mut state, predict::Msg::Say(Prediction::NotSure));
    tell(&mut state, PageMsg::Digit(3));
    let [Effect::Save("class-tally.csv", csv)] = &tell(&mut state, Msg::Save(Format::Csv))[..] else {
        panic!("a table")
    };
    let read = state.core.model().map(|model| model.name.clone()).expect("a model");
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!((lines[0], lines.len()), ("drawing,meant,read,correct,confidence,predicted,model", 4));
    for (line, parts) in lines[1..].iter().zip([("1,3,", ","), ("2,5,", ","), ("3,3,", "not sure,")]) {
        let end = format!("{}\"{read}\"", parts.1);
        assert!(line.starts_with(parts.0) && line.ends_with(&end), "{line} {end}");
    }
    let [Effect::Save("class-tally.jsonl", json)] = &tell(&mut state, Msg::Save(Format::Json))[..] else {
        panic!("a file")
    };
    let read = digits::strokes_file::read(json.as_bytes()).expect("a strokes file");
    assert_eq!(read.iter().map(|drawing| drawing.label).collect::<Vec<_>>(), [Some(3), Some(5), Some(3)]);
    assert!(
        json.lines().next_back().is_some_and(|line| line.contains("\"predicted\":\"not sure\",\"model\":"))
    );
}

#[test]
fn a_name_cannot_break_out_of_its_cell_and_comes_back() {
    use crate::drawings::{Labelled, Reading};
    let name = "=cmd|\"a\",\\;";
    let reading = Reading { read: Prediction::NotSure, confidence: 7, predicted: None, model: name.into() };
    assert_eq!(Reading::from_text(&reading.to_text()), Some(reading.clone()));
    for text in ["", "3,0.5,,", "3,0.5,", "10,0.5,,a", "3,1.5,,a", "3,x,,a", "3,0.5,12,a"] {
        assert_eq!(Reading::from_text(text), None, "{text}");
    }
    let ink = Ink { strokes: vec![Stroke { points: vec![Point::new(0.5, 0.5)] }] };
    let drawings = [Labelled::new(0, 8, ink, reading)];
    let csv = super::export::to_csv(&drawings);
    assert!(csv.ends_with("1,8,not sure,no,0.07,,\"'=cmd|\"\"a\"\",\\;\"\n"), "{csv}");
    let json = super::export::to_json(&drawings);
    assert!(json.contains(r#""model":"=cmd|\"a\",\\;","#), "{json}");
    assert!(digits::parse_drawing(&json).is_ok());
}

#[test]
fn it_steps_aside_for_the_inspector_and_gives_way_to_the_lesson() {
    let mut state = opened();
    assert!(!scene(&state).has_neighbour);
    update(&mut state, CoreMsg::Pick(Target::neuron(0, 3)));
    assert!(scene(&state).has_neighbour, "the neuron is seen");
    update(&mut state, CoreMsg::Unpick);
    assert!(!scene(&state).has_neighbour);
    update(&mut state, CoreMsg::Open(Panel::Why));
    assert!(scene(&state).has_neighbour);
    labelled(&mut state, &[(3, 3)]);
    assert_eq!(n_counted(&state), 1, "it still counts");
    update(&mut state, CoreMsg::Open(Panel::None));
    tell(&mut state, Msg::StepAside);
    assert!(scene(&state).has_neighbour, "the tab of the outputs was chosen");

    update(&mut state, lesson::Msg::Open);
    assert!(!is_open(&state));
    update(&mut state, Command::Tally);
    assert!(is_open(&state) && !state.panels.lesson.is_open());
    assert_eq!(n_counted(&state), 1);
    tell(&mut state, Msg::Close);
    state.core.settings.ui = Ui::Embed;
    update(&mut state, Command::Tally);
    assert!(!is_open(&state), "there is no place for it");
}
