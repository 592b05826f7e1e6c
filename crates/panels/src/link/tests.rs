//! Tests of writing, reading and following links.

use app::derived::Derived;
use app::edge_meaning::EdgeMeaning;
use app::msg::Msg as CoreMsg;
use app::panel::Panel;
use app::scene::network::network_scene;
use app::target::Target;
use app::test_support::ready_core;
use models::ModelSource;

use super::*;
use crate::Panels;
use crate::knobs;
use crate::msg::Effect as PanelsEffect;
use crate::state::State;
use crate::test_support::{model_json, model_packed, ready_state, shipped, update};

fn send(state: &mut State, msg: Msg) -> Vec<PanelsEffect> {
    update(state, msg)
}

/// A loaded page opened with this hash.
fn page_at(hash: &str) -> State {
    let mut state = ready_state();
    send(&mut state, Msg::Begun { hash: hash.to_owned(), session: None, is_framed: false });
    state
}

fn written(effects: &[PanelsEffect]) -> Option<(String, bool)> {
    let mut all = effects.iter().filter_map(|effect| match effect {
        PanelsEffect::Link(Effect::SetHash { hash, is_new_entry, .. }) => Some((hash.clone(), *is_new_entry)),
        _ => None,
    });
    all.next_back()
}

fn outputs(state: &State) -> Vec<f32> {
    Derived::default().pass(&state.core).expect("there is a model").output().to_vec()
}

#[test]
fn a_links_knobs_count_as_changed_though_the_model_came_before_the_panels() {
    let mut state = State { core: ready_core(), panels: Panels::new(false) };
    send(&mut state, Msg::Begun { hash: "v=1&knobs=AAAAgABcs".into(), session: None, is_framed: false });
    assert_eq!(state.panels.knobs.changes(&state.core).len(), 1);
    assert_eq!(written(&send(&mut state, Msg::Share)), None, "the address has the knobs already");
}

#[test]
fn a_reload_brings_back_drawing_selection_panel_and_knobs() {
    let mut state = page_at("");
    let knob = knobs::Parameter { layer_idx: 1, to: 2, from: Some(3) };
    for msg in [
        CoreMsg::ShowExample(3),
        CoreMsg::Pick(Target::Neuron { layer_idx: 1, neuron_idx: 2 }),
        CoreMsg::Open(Panel::Knobs),
        CoreMsg::SetStep(digits::PreprocessingStep::Straighten, false),
        CoreMsg::SetEdges(EdgeMeaning::Weight),
    ] {
        update(&mut state, msg);
    }
    update(&mut state, knobs::Msg::SetMany(vec![(knob, 3.25)]));
    let (hash, _) = written(&send(&mut state, Msg::Write)).expect("the state has changed");
    assert_eq!(written(&send(&mut state, Msg::Write)), None, "it is said already");

    let again = page_at(&hash);
    assert_eq!(again.core.notes(), Vec::<String>::new());
    assert_eq!(again.core.picked, state.core.picked);
    assert_eq!(again.core.open, Panel::Knobs);
    assert_eq!((again.core.edges, &again.core.steps_off), (state.core.edges, &state.core.steps_off));
    assert_eq!(again.panels.knobs.changes(&again.core), [(knob, 3.25)]);
    for (before, after) in outputs(&state).iter().zip(outputs(&again)) {
        assert!((before - after).abs() < 0.01, "{before} and {after}");
    }
}

#[test]
fn a_write_is_asked_for_when_something_has_changed_and_the_pen_is_up() {
    let mut state = page_at("");
    let soon = PanelsEffect::Link(Effect::WriteSoon);
    let pen = app::pad::Source::Pointer(1);
    let down = update(&mut state, CoreMsg::PenDown(pen, digits::Point::new(0.5, 0.5)));
    assert!(!down.contains(&soon), "the stroke is not done");
    assert!(update(&mut state, CoreMsg::PenUp(pen)).contains(&soon));
    assert!(!update(&mut state, CoreMsg::PointAt(None)).contains(&soon), "nothing new");
    update(&mut state, CoreMsg::PenDown(pen, digits::Point::new(0.6, 0.5)));
    assert_eq!(send(&mut state, Msg::Write), [], "half a stroke is not written");
    assert!(update(&mut state, CoreMsg::PenUp(pen)).contains(&soon), "but the whole one is");
    let mut frame = page_at("");
    frame.panels.link.is_written = false;
    assert!(!update(&mut frame, CoreMsg::ShowExample(3)).contains(&soon));
}

#[test]
fn back_leads_to_what_was_there_before_another_panel_or_an_empty_pad() {
    let mut state = page_at("");
    update(&mut state, CoreMsg::ShowExample(3));
    let (three, is_new_entry) = written(&send(&mut state, Msg::Write)).expect("a drawing");
    assert!(!is_new_entry, "drawing is no step back and forth");
    update(&mut state, CoreMsg::Clear);
    assert_eq!(written(&send(&mut state, Msg::Write)), Some((String::new(), true)));
    update(&mut state, CoreMsg::Open(Panel::Why));
    assert_eq!(written(&send(&mut state, Msg::Write)), Some(("v=1&panel=why".to_owned(), true)));
    send(&mut state, Msg::HashChanged(three.clone()));
    assert_eq!((state.core.open, state.core.pad().ink().is_empty()), (Panel::None, false));
    assert_eq!(written(&send(&mut state, Msg::Write)), None, "the address says so");
    send(&mut state, Msg::HashChanged(String::new()));
    assert!(state.core.pad().ink().is_empty() && state.core.pad().can_undo(), "and nothing is lost");
}

#[test]
fn back_from_a_panel_leads_to_the_drawing_as_it_was_when_it_was_opened() {
    let mut state = page_at("");
    update(&mut state, CoreMsg::ShowExample(3));
    update(&mut state, CoreMsg::Open(Panel::Why));
    let hashes: Vec<(String, bool)> = send(&mut state, Msg::Write)
        .iter()
        .filter_map(|effect| written(std::slice::from_ref(effect)))
        .collect();
    let [(before, false), (after, true)] = &hashes[..] else { panic!("{hashes:?}") };
    assert_eq!(after.replace("panel=why&", ""), *before);
    assert!(before.contains("ink="));
}

#[test]
fn a_links_model_is_waited_for() {
    let mut state = page_at("v=1&model=wide&pick=1:29&knobs=AAAAgABcs");
    assert_eq!(state.core.model_wanted(), Some(&ModelSource::Shipped("wide")));
    assert_eq!((state.core.picked, state.panels.knobs.changes(&state.core)), (None, Vec::new()));
    update(&mut state, CoreMsg::ModelArrived(ModelSource::Shipped("wide"), Ok(model_packed(&[784, 30, 10]))));
    assert_eq!(state.core.picked, Some(Target::Neuron { layer_idx: 0, neuron_idx: 29 }));
    assert_eq!(state.panels.knobs.changes(&state.core).len(), 1);
}

#[test]
fn a_model_that_does_not_come_leaves_its_knobs_out() {
    let mut state = page_at("v=1&model=wide&knobs=AAAAgABcs");
    update(&mut state, CoreMsg::ModelArrived(ModelSource::Shipped("wide"), Err("gone".into())));
    assert_eq!(state.panels.knobs.changes(&state.core), Vec::new());
    assert_eq!(state.core.notes().len(), 2, "the model, and its knobs");
    assert_eq!(state.panels.link.waiting, None);

    let state = page_at("v=1&model=own:mine&knobs=AAAAgABcs");
    assert_eq!((state.core.model_source(), state.core.notes().len()), (Some(&ModelSource::default()), 2));
}

#[test]
fn what_is_picked_is_there_whatever_a_link_says() {
    for (hash, picked) in [
        ("v=1&pick=0:783", Some(Target::Pixel(783))),
        ("v=1&pick=0:784", None),
        ("v=1&pick=0:18446744073709551615", None),
        ("v=1&pick=3:9", Some(Target::Neuron { layer_idx: 2, neuron_idx: 9 })),
        ("v=1&pick=3:10", None),
        ("v=1&pick=18446744073709551615:0", None),
    ] {
        let state = page_at(hash);
        assert_eq!(state.core.picked, picked, "{hash}");
        assert!(network_scene(&state.core, &Derived::default(), &shipped("light")).is_some());
    }
}

#[test]
fn a_drawing_that_cannot_be_read_leaves_the_one_that_is_there() {
    let mut state = page_at("");
    update(&mut state, CoreMsg::ShowExample(3));
    let ink = state.core.pad().ink().clone();
    for hash in ["v=1&ink=?&edges=weight", "v=1&ink=~&edges=weight"] {
        send(&mut state, Msg::HashChanged(hash.into()));
        assert_eq!((state.core.pad().ink(), state.core.edges), (&ink, EdgeMeaning::Weight), "{hash}");
    }
    send(&mut state, Msg::HashChanged("v=1&edges=weight".into()));
    assert!(state.core.pad().ink().is_empty());
}

#[test]
fn in_a_frame_the_pages_history_is_left_alone() {
    let mut state = ready_state();
    send(&mut state, Msg::Begun { hash: "v=1&edges=weight".into(), session: None, is_framed: true });
    update(&mut state, CoreMsg::Open(Panel::Why));
    assert_eq!(
        written(&send(&mut state, Msg::Write)),
        Some(("v=1&panel=why&edges=weight".to_owned(), false))
    );
}

#[test]
fn what_a_link_says_wrong_is_told_and_the_rest_counts() {
    let state = page_at("v=1&panel=kitchen&pick=2:99&edges=weight");
    assert_eq!((state.core.edges, state.core.picked), (EdgeMeaning::Weight, None));
    assert_eq!(state.core.notes().len(), 2, "{:?}", state.core.notes());
}

#[test]
fn the_last_session_is_offered_until_something_is_drawn() {
    let session = || Some("v=1&panel=why&ink=0PofkD0PfF".to_owned());
    let mut state = page_at("");
    send(&mut state, Msg::Begun { hash: String::new(), session: session(), is_framed: false });
    assert!(offers_session(&state.panels.link, &state.core) && state.core.pad().ink().is_empty());
    send(&mut state, Msg::BringBack);
    assert!(!offers_session(&state.panels.link, &state.core) && !state.core.pad().ink().is_empty());
    assert_eq!(state.core.open, Panel::Why);

    let mut state = page_at("");
    send(&mut state, Msg::Begun { hash: String::new(), session: session(), is_framed: false });
    update(&mut state, CoreMsg::ShowExample(3));
    assert!(!offers_session(&state.panels.link, &state.core));
    send(&mut state, Msg::Begun { hash: "v=1&panel=why".into(), session: session(), is_framed: false });
    assert!(!offers_session(&state.panels.link, &state.core), "a link goes before");
}

#[test]
fn a_link_to_too_many_knobs_says_what_to_do_instead() {
    let mut state = page_at("");
    let values = (0..2000)
        .filter_map(|number| Some((knobs::Parameter::of_number(&state.core.model()?.network, number)?, 0.5)));
    let msg = knobs::Msg::SetMany(values.collect());
    update(&mut state, msg);
    let effects = send(&mut state, Msg::Share);
    assert!(effects.contains(&PanelsEffect::Link(Effect::CopyLink)));
    let shared = state.panels.link.shared().expect("it is shown");
    assert!(shared.caution.contains("Save the model"), "{}", shared.caution);
    let file = model_json(&[784, 12, 10]);
    let own = crate::models::Msg::File("mine.json".into(), Ok(file));
    update(&mut state, own);
    send(&mut state, Msg::Share);
    let shared = state.panels.link.shared().expect("it is shown");
    assert!(shared.caution.contains("your own model"), "{}", shared.caution);
    send(&mut state, Msg::Copied(true));
    assert!(state.panels.link.shared().is_some_and(|shared| shared.is_copied));
    send(&mut state, Msg::Close);
    assert_eq!(state.panels.link.shared(), None);
}
