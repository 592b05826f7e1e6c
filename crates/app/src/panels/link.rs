//! The state in the link: ink, model, selection, panel, switches and changed knobs, in the address's hash; and the last
//! session, kept where the browser allows it. The hash follows the state, and the state the hash: reload, back and forward
//! bring back what was there.

mod coding;
mod linked;

use models::ModelSource;

use crate::msg::{Effect, Msg as PageMsg};
use crate::network_layout::Target;
use crate::panels::{self, Panel, knobs};
use crate::scene::edges::EdgeMeaning;
use crate::settings::Ui;
use crate::state::State;

use linked::Linked;

/// What it remembers.
#[derive(Clone, Debug, Default)]
pub struct Link {
    /// Whether the address has been read; before that it is not written.
    has_begun: bool,
    /// Whether the last session is kept: on the page itself.
    keeps_session: bool,
    /// Whether the hash follows the state: there, and where a link was given.
    follows: bool,
    /// What the address says at present.
    present: Option<Linked>,
    /// A link whose model has not arrived yet.
    waiting: Option<Linked>,
    /// What the state was when it was looked at last.
    seen: Option<Seen>,
    /// The last session, to be brought back if the person wants it.
    session: Option<String>,
    /// What is said of the link that was asked for; none while none is shown.
    shared: Option<Shared>,
}

/// A link that was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// Whether it is in the clipboard.
    pub is_copied: bool,
    /// What a person should know of it, in a sentence; empty where there is nothing.
    pub caution: String,
}

/// By what a change of the state that a link holds is noticed.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Seen {
    revision: u64,
    n_models: u64,
    picked: Option<Target>,
    panel: Panel,
    edges: EdgeMeaning,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// The page begins with this hash, and the last session, where one is kept.
    Begun {
        /// As the address has it; empty without one.
        hash: String,
        /// The hash that it had; none where nothing is kept.
        session: Option<String>,
        /// Whether the page is in another, whose address and storage are none of its business.
        is_framed: bool,
    },
    /// The hash was changed from outside: back, forward, or typed.
    HashChanged(String),
    /// The state has settled: the address is to say so.
    Write,
    /// The last session is wanted back.
    BringBack,
    /// A link is wanted.
    Share,
    /// Whether the link has reached the clipboard.
    Copied(bool),
    /// The link is not looked at any more.
    Close,
}

impl Link {
    /// What is said of the link that was asked for, if one is shown.
    pub fn shared(&self) -> Option<&Shared> {
        self.shared.as_ref()
    }
}

/// Whether the last session is offered: until something is drawn.
pub fn offers_session(state: &State) -> bool {
    state.panels.link.session.is_some() && state.pad.is_untouched()
}

/// Carries out `msg`. Returns whether the picture or the network's numbers have changed.
pub(super) fn update(state: &mut State, msg: Msg, effects: &mut Vec<Effect>) -> bool {
    match msg {
        Msg::Begun { hash, session, is_framed } => {
            let is_page = state.settings.ui == Ui::Full && !is_framed;
            let link = &mut state.panels.link;
            link.has_begun = true;
            link.keeps_session = is_page;
            link.follows = is_page || !hash.is_empty();
            link.session = session.filter(|session| is_page && hash.is_empty() && !session.is_empty());
            link.present = Some(Linked::nothing(&state.settings));
            // Somebody may have drawn before this part of the program was there.
            !hash.is_empty() && receive(state, &hash, effects)
        }
        Msg::HashChanged(hash) => receive(state, &hash, effects),
        Msg::Write => {
            if is_settled(state) {
                write(state, effects);
            } else {
                // It is asked for again when the pen is up, and a link's model there.
                state.panels.link.seen = None;
            }
            false
        }
        Msg::BringBack => match state.panels.link.session.take() {
            Some(session) => receive(state, &session, effects),
            None => false,
        },
        Msg::Share => {
            let left_out = write(state, effects);
            state.panels.link.shared = Some(Shared { is_copied: false, caution: caution(state, &left_out) });
            effects.push(Effect::Panel(panels::Effect::CopyLink));
            false
        }
        Msg::Copied(is_copied) => {
            state.panels.link.shared.iter_mut().for_each(|shared| shared.is_copied = is_copied);
            false
        }
        Msg::Close => {
            state.panels.link.shared = None;
            false
        }
    }
}

/// Notices when something that a link holds has changed, and takes up a link whose model has arrived.
pub(super) fn follow(state: &mut State, effects: &mut Vec<Effect>) {
    if state.model_wanted.is_none()
        && let Some(waiting) = state.panels.link.waiting.take()
    {
        if state.model_source.as_ref() == Some(&waiting.model) {
            take_up_model_part(state, &waiting, effects);
        } else if !waiting.knobs.is_empty() {
            let model = waiting.model.url();
            state
                .notes
                .push(["The link’s changed knobs are those of “", &model, "”, and were left out."].concat());
        }
    }
    let seen = Seen {
        revision: state.revision,
        n_models: state.n_models,
        picked: state.picked,
        panel: state.panels.open,
        edges: state.edges,
    };
    let link = &state.panels.link;
    if link.has_begun && link.follows && is_settled(state) && link.seen != Some(seen) {
        state.panels.link.seen = Some(seen);
        effects.push(Effect::Panel(panels::Effect::WriteSoon));
    }
}

/// Whether nothing is under way that the address should not say half of.
fn is_settled(state: &State) -> bool {
    state.panels.link.waiting.is_none() && !state.pad.is_drawing() && state.model_wanted.is_none()
}

/// What a link to the present state holds.
fn present(state: &State) -> Linked {
    let knobs = knobs::changes(state)
        .into_iter()
        .filter_map(|(parameter, value)| Some((parameter.number(&state.model.as_ref()?.network)?, value)));
    Linked {
        model: state.model_source.clone().unwrap_or_else(|| state.settings.model.clone()),
        ink: state.pad.ink().clone(),
        picked: state.picked,
        panel: state.panels.open,
        steps_off: state.steps_off.clone(),
        edges: state.edges,
        knobs: knobs.collect(),
        left_out: Vec::new(),
    }
}

/// Lets the address say what is so. Returns what is too long for it, in words.
fn write(state: &mut State, effects: &mut Vec<Effect>) -> Vec<&'static str> {
    let now = present(state);
    let (hash, left_out) = now.to_hash(&state.settings);
    let link = &mut state.panels.link;
    if let Some(before) = link.present.replace(now.clone())
        && before.to_hash(&state.settings).0 != hash
    {
        // Somebody may want to come back to what was there before these.
        let is_left = before.panel != now.panel
            || before.model != now.model
            || (!before.ink.is_empty() && now.ink.is_empty());
        // A frame's history is the whole page's, in which other things are gone back to.
        let is_new_entry = is_left && link.keeps_session;
        let is_worth_keeping = link.keeps_session && (!now.ink.is_empty() || !now.knobs.is_empty());
        if is_worth_keeping {
            link.session = None;
        }
        if before.panel != now.panel && before.model == now.model && !now.ink.is_empty() {
            // What was done in the panel before, since the address was written last, belongs to it.
            let (hash, _) = Linked { panel: before.panel, ..now }.to_hash(&state.settings);
            effects.push(set_hash(hash, false, is_worth_keeping));
        }
        effects.push(set_hash(hash, is_new_entry, is_worth_keeping));
    }
    left_out
}

fn set_hash(hash: String, is_new_entry: bool, is_worth_keeping: bool) -> Effect {
    Effect::Panel(panels::Effect::SetHash { hash, is_new_entry, is_worth_keeping })
}

/// Brings about what a hash says: at once what it can, and the rest when its model has arrived.
fn receive(state: &mut State, hash: &str, effects: &mut Vec<Effect>) -> bool {
    let (linked, complaints) = Linked::from_hash(hash, &state.settings, state.pad.ink());
    for complaint in complaints {
        effects.push(Effect::Warn(complaint.clone()));
        state.notes.push(complaint);
    }
    let Some(linked) = linked else { return false };
    for words in &linked.left_out {
        state.notes.push(["The link leaves out ", words, ": too much for a link."].concat());
    }
    state.pad.replace(linked.ink.clone());
    state.panels.open = linked.panel;
    state.edges = linked.edges;
    state.steps_off.clone_from(&linked.steps_off);
    state.panels.link.present = Some(linked.clone());
    if state.model_wanted.is_none() && state.model_source.as_ref() == Some(&linked.model) {
        take_up_model_part(state, &linked, effects);
    } else {
        state.panels.link.waiting = Some(linked.clone());
        effects.extend(crate::update::update(state, PageMsg::ChooseModel(linked.model)));
    }
    true
}

/// What can only be brought about with the link's own model: knobs and the selection.
fn take_up_model_part(state: &mut State, linked: &Linked, effects: &mut Vec<Effect>) {
    let Some(model) = &state.model else { return };
    let is_there = |target: &Target| state.layout.centre(*target).is_some();
    let picked = linked.picked.filter(is_there);
    state.steps_off.retain(|step| model.preprocessing.contains(*step));

    // Knobs that the link does not name are as they were trained.
    let trained = state.panels.knobs.trained().unwrap_or(&model.network);
    let reset = knobs::changes(state).into_iter().filter_map(|(knob, _)| Some((knob, knob.value(trained)?)));
    let named = linked
        .knobs
        .iter()
        .map(|(number, value)| (knobs::Parameter::of_number(&model.network, *number), *value));
    let known = named.clone().filter_map(|(knob, value)| Some((knob?, value)));
    let values: Vec<_> = reset.chain(known).collect();
    let n_unknown = named.filter(|(knob, _)| knob.is_none()).count();
    if linked.picked.is_some() && picked.is_none() {
        state.notes.push("The link picks a neuron that this model does not have.".to_owned());
    }
    if n_unknown > 0 {
        state
            .notes
            .push("The link sets knobs that this model does not have; those were left out.".to_owned());
    }
    state.picked = picked;
    if !values.is_empty() && knobs::update(state, knobs::Msg::SetMany(values), effects) {
        state.revision += 1;
    }
}

/// What a person should know of a link before giving it to others.
fn caution(state: &State, left_out: &[&'static str]) -> String {
    if let Some(words) = left_out.first() {
        return ["It leaves out ", words, ": too much for a link. Save the model instead, under Models."]
            .concat();
    }
    match &state.model_source {
        Some(ModelSource::Own(_)) => {
            "It cannot hold a model of your own: save that under Models, and give the file too.".to_owned()
        }
        Some(ModelSource::Url(_)) => "It works for those who can fetch the model’s file.".to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derived::Derived;
    use crate::test_support::{model_json, ready_state};
    use crate::update::update;

    fn send(state: &mut State, msg: Msg) -> Vec<Effect> {
        update(state, PageMsg::Panel(panels::Msg::Link(msg)))
    }

    /// A page whose panels have arrived, at an address with this hash.
    fn page_at(hash: &str) -> State {
        let mut state = ready_state();
        update(&mut state, PageMsg::Panel(panels::Msg::Arrived { is_motion_reduced: false }));
        send(&mut state, Msg::Begun { hash: hash.to_owned(), session: None, is_framed: false });
        state
    }

    fn written(effects: &[Effect]) -> Option<(String, bool)> {
        let mut all = effects.iter().filter_map(|effect| match effect {
            Effect::Panel(panels::Effect::SetHash { hash, is_new_entry, .. }) => {
                Some((hash.clone(), *is_new_entry))
            }
            _ => None,
        });
        all.next_back()
    }

    fn outputs(state: &State) -> Vec<f32> {
        let mut derived = Derived::default();
        derived.refresh(state);
        derived.pass.expect("there is a model").output().to_vec()
    }

    #[test]
    fn a_reload_brings_back_drawing_selection_panel_and_knobs() {
        let mut state = page_at("");
        let knob = knobs::Parameter { layer_idx: 1, to: 2, from: Some(3) };
        for msg in [
            PageMsg::ShowExample(3),
            PageMsg::Pick(Target::Neuron { layer_idx: 1, neuron_idx: 2 }),
            PageMsg::Open(Panel::Knobs),
            PageMsg::SetStep(digits::PreprocessingStep::Straighten, false),
            PageMsg::SetEdges(EdgeMeaning::Weight),
            PageMsg::Panel(panels::Msg::Knobs(knobs::Msg::SetMany(vec![(knob, 3.25)]))),
        ] {
            update(&mut state, msg);
        }
        let (hash, _) = written(&send(&mut state, Msg::Write)).expect("the state has changed");
        assert_eq!(written(&send(&mut state, Msg::Write)), None, "it is said already");

        let again = page_at(&hash);
        assert_eq!(again.notes, Vec::<String>::new());
        assert_eq!(again.picked, state.picked);
        assert_eq!(again.panels.open, Panel::Knobs);
        assert_eq!((again.edges, &again.steps_off), (state.edges, &state.steps_off));
        assert_eq!(knobs::changes(&again), [(knob, 3.25)]);
        for (before, after) in outputs(&state).iter().zip(outputs(&again)) {
            assert!((before - after).abs() < 0.01, "{before} and {after}");
        }
    }

    #[test]
    fn a_write_is_asked_for_when_something_has_changed_and_the_pen_is_up() {
        let mut state = page_at("");
        let soon = Effect::Panel(panels::Effect::WriteSoon);
        let pen = crate::pad::Source::Pointer(1);
        let down = update(&mut state, PageMsg::PenDown(pen, digits::Point::new(0.5, 0.5)));
        assert!(!down.contains(&soon), "the stroke is not done");
        assert!(update(&mut state, PageMsg::PenUp(pen)).contains(&soon));
        assert!(!update(&mut state, PageMsg::PointAt(None)).contains(&soon), "nothing new");
        update(&mut state, PageMsg::PenDown(pen, digits::Point::new(0.6, 0.5)));
        assert_eq!(send(&mut state, Msg::Write), [], "half a stroke is not written");
        assert!(update(&mut state, PageMsg::PenUp(pen)).contains(&soon), "but the whole one is");
        let mut frame = page_at("");
        frame.panels.link.follows = false;
        assert!(!update(&mut frame, PageMsg::ShowExample(3)).contains(&soon));
    }

    #[test]
    fn back_leads_to_what_was_there_before_another_panel_or_an_empty_pad() {
        let mut state = page_at("");
        update(&mut state, PageMsg::ShowExample(3));
        let (three, is_new_entry) = written(&send(&mut state, Msg::Write)).expect("a drawing");
        assert!(!is_new_entry, "drawing is no step back and forth");
        update(&mut state, PageMsg::Clear);
        assert_eq!(written(&send(&mut state, Msg::Write)), Some((String::new(), true)));
        update(&mut state, PageMsg::Open(Panel::Why));
        assert_eq!(written(&send(&mut state, Msg::Write)), Some(("v=1&panel=why".to_owned(), true)));
        send(&mut state, Msg::HashChanged(three.clone()));
        assert_eq!((state.panels.open, state.pad.ink().is_empty()), (Panel::None, false));
        assert_eq!(written(&send(&mut state, Msg::Write)), None, "the address says so");
        send(&mut state, Msg::HashChanged(String::new()));
        assert!(state.pad.ink().is_empty() && state.pad.can_undo(), "and nothing is lost");
    }

    #[test]
    fn back_from_a_panel_leads_to_the_drawing_as_it_was_when_it_was_opened() {
        let mut state = page_at("");
        update(&mut state, PageMsg::ShowExample(3));
        update(&mut state, PageMsg::Open(Panel::Why));
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
        assert_eq!(state.model_wanted, Some(ModelSource::Shipped("wide")));
        assert_eq!((state.picked, knobs::changes(&state)), (None, Vec::new()));
        update(
            &mut state,
            PageMsg::ModelArrived(ModelSource::Shipped("wide"), Ok(model_json(&[784, 30, 10]))),
        );
        assert_eq!(state.picked, Some(Target::Neuron { layer_idx: 0, neuron_idx: 29 }));
        assert_eq!(knobs::changes(&state).len(), 1);
    }

    #[test]
    fn a_model_that_does_not_come_leaves_its_knobs_out() {
        let mut state = page_at("v=1&model=wide&knobs=AAAAgABcs");
        update(&mut state, PageMsg::ModelArrived(ModelSource::Shipped("wide"), Err("gone".into())));
        assert_eq!(knobs::changes(&state), Vec::new());
        assert_eq!(state.notes.len(), 2, "the model, and its knobs");
        assert_eq!(state.panels.link.waiting, None);

        let state = page_at("v=1&model=own:mine&knobs=AAAAgABcs");
        assert_eq!((state.model_source, state.notes.len()), (Some(ModelSource::default()), 2));
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
            assert_eq!(state.picked, picked, "{hash}");
            let mut derived = Derived::default();
            derived.refresh(&state);
            let palette = crate::palette::tests::shipped("light");
            assert!(crate::scene::network::network_scene(&state, &derived, &palette).is_some());
        }
    }

    #[test]
    fn a_drawing_that_cannot_be_read_leaves_the_one_that_is_there() {
        let mut state = page_at("");
        update(&mut state, PageMsg::ShowExample(3));
        let ink = state.pad.ink().clone();
        for hash in ["v=1&ink=?&edges=weight", "v=1&ink=~&edges=weight"] {
            send(&mut state, Msg::HashChanged(hash.into()));
            assert_eq!((state.pad.ink(), state.edges), (&ink, EdgeMeaning::Weight), "{hash}");
        }
        send(&mut state, Msg::HashChanged("v=1&edges=weight".into()));
        assert!(state.pad.ink().is_empty());
    }

    #[test]
    fn in_a_frame_the_pages_history_is_left_alone() {
        let mut state = ready_state();
        update(&mut state, PageMsg::Panel(panels::Msg::Arrived { is_motion_reduced: false }));
        send(&mut state, Msg::Begun { hash: "v=1&edges=weight".into(), session: None, is_framed: true });
        update(&mut state, PageMsg::Open(Panel::Why));
        assert_eq!(
            written(&send(&mut state, Msg::Write)),
            Some(("v=1&panel=why&edges=weight".to_owned(), false))
        );
    }

    #[test]
    fn what_a_link_says_wrong_is_told_and_the_rest_counts() {
        let state = page_at("v=1&panel=kitchen&pick=2:99&edges=weight");
        assert_eq!((state.edges, state.picked), (EdgeMeaning::Weight, None));
        assert_eq!(state.notes.len(), 2, "{:?}", state.notes);
    }

    #[test]
    fn the_last_session_is_offered_until_something_is_drawn() {
        let session = || Some("v=1&panel=why&ink=0PofkD0PfF".to_owned());
        let mut state = page_at("");
        send(&mut state, Msg::Begun { hash: String::new(), session: session(), is_framed: false });
        assert!(offers_session(&state) && state.pad.ink().is_empty());
        send(&mut state, Msg::BringBack);
        assert!(!offers_session(&state) && !state.pad.ink().is_empty());
        assert_eq!(state.panels.open, Panel::Why);

        let mut state = page_at("");
        send(&mut state, Msg::Begun { hash: String::new(), session: session(), is_framed: false });
        update(&mut state, PageMsg::ShowExample(3));
        assert!(!offers_session(&state));
        send(&mut state, Msg::Begun { hash: "v=1&panel=why".into(), session: session(), is_framed: false });
        assert!(!offers_session(&state), "a link goes before");
    }

    #[test]
    fn a_link_to_too_many_knobs_says_what_to_do_instead() {
        let mut state = page_at("");
        let values = (0..2000).filter_map(|number| {
            Some((knobs::Parameter::of_number(&state.model.as_ref()?.network, number)?, 0.5))
        });
        let msg = knobs::Msg::SetMany(values.collect());
        update(&mut state, PageMsg::Panel(panels::Msg::Knobs(msg)));
        let effects = send(&mut state, Msg::Share);
        assert!(effects.contains(&Effect::Panel(panels::Effect::CopyLink)));
        let shared = state.panels.link.shared().expect("it is shown");
        assert!(shared.caution.contains("Save the model"), "{}", shared.caution);
        let file = crate::test_support::model_json(&[784, 12, 10]);
        let own = panels::models::Msg::File("mine.json".into(), Ok(file));
        update(&mut state, PageMsg::Panel(panels::Msg::Models(own)));
        send(&mut state, Msg::Share);
        let shared = state.panels.link.shared().expect("it is shown");
        assert!(shared.caution.contains("a model of your own"), "{}", shared.caution);
        send(&mut state, Msg::Copied(true));
        assert!(state.panels.link.shared().is_some_and(|shared| shared.is_copied));
        send(&mut state, Msg::Close);
        assert_eq!(state.panels.link.shared(), None);
    }
}
