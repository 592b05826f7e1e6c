//! Models that come in: files of every format, pasted text, addresses. Whatever is wrong becomes a note; the model in
//! use and the drawing stay.

use models::{Model, ModelFileError, ModelSource, OWN};
use nn::ActivationFn;

use super::note;
use crate::msg::Effect;
use crate::state::State;
use crate::update::{adopt, choose, refuse};

/// More loaded models are not kept: the oldest that is not in use makes room.
const MAX_OWN: usize = 8;

/// Whether a file of this many bytes is to be read at all.
///
/// # Errors
///
/// Why it is not, as a phrase.
pub fn check_size(n_bytes: usize) -> Result<(), String> {
    if n_bytes > models::MAX_MODEL_BYTES {
        return Err(ModelFileError::TooManyBytes { found: n_bytes }.to_string());
    }
    Ok(())
}

/// Whether pasted text is meant as a model file.
pub fn is_model_text(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads a model of any format; `name` is its file's, for where it has none of its own.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Model, String> {
    models::read_model(bytes, name).map(|read| read.model).map_err(|error| error.to_string())
}

/// A file was chosen or dropped.
pub(super) fn file(state: &mut State, name: &str, bytes: Result<Vec<u8>, String>) {
    state.panels.models.is_dragging = false;
    match bytes.and_then(|bytes| read(&bytes, name)) {
        Ok(model) => {
            note_assumed(state, &model);
            let source = keep(state, &model);
            adopt(state, source, model);
        }
        Err(reason) => note(state, format!("“{name}” could not be used: {reason}. The present model stays.")),
    }
}

/// Text was pasted or entered: a model file, or an address of one.
pub(super) fn text(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    if is_model_text(text) {
        return file(state, "pasted text", check_size(text.len()).map(|()| text.as_bytes().to_vec()));
    }
    match ModelSource::from_name(text) {
        Some(source) => choose(state, source, effects),
        None => {
            let shown: String = text.chars().take(60).collect();
            note(
                state,
                format!(
                    "“{shown}” is neither a shipped model's name, nor an address, nor a model file's text."
                ),
            );
        }
    }
}

/// One of the person's own models was chosen.
pub(super) fn give_own(state: &mut State, source: &ModelSource, effects: &mut Vec<Effect>) {
    match state.panels.models.own(source).cloned() {
        Some(model) => adopt(state, source.clone(), model),
        None => refuse(state, source, "it is not here any more; load its file again", effects),
    }
}

/// Reads what the rest of the page took for a file of another format.
pub(super) fn unread(state: &mut State, source: &ModelSource, bytes: &[u8], effects: &mut Vec<Effect>) {
    if state.model_wanted.as_ref() != Some(source) {
        return;
    }
    match read(bytes, source.name()) {
        Ok(model) => {
            note_assumed(state, &model);
            adopt(state, source.clone(), model);
        }
        Err(reason) => refuse(state, source, &reason, effects),
    }
}

/// Gives the model in use other activation functions, where its file does not say them.
pub(super) fn set_functions(state: &mut State, hidden: Option<ActivationFn>, output: Option<ActivationFn>) {
    let (Some(mut model), Some(source)) = (state.model.clone(), state.model_source.clone()) else { return };
    let Ok(network) = model.network.with_activation_fns(hidden, output) else { return };
    if !model.has_assumed_functions {
        return;
    }
    model.network = network;
    model.title = model.network.title();
    // The one that is kept has no knob turned.
    if let Some((_, own)) = state.panels.models.own.iter_mut().find(|(own, _)| *own == source)
        && let Ok(network) = own.network.with_activation_fns(hidden, output)
    {
        (own.network, own.title) = (network, model.title.clone());
    }
    adopt(state, source, model);
}

fn note_assumed(state: &mut State, model: &Model) {
    if model.has_assumed_functions {
        let name = &model.name;
        let text = format!(
            "“{name}” does not say its activation functions: ReLU and, for the outputs, softmax are assumed. The \
             panel Models offers others."
        );
        note(state, text);
    }
}

/// Adds a model to those of the person's own, under a name that no other has; the same one twice is one.
fn keep(state: &mut State, model: &Model) -> ModelSource {
    let name = |n: usize| match n {
        1 => [OWN, &model.name].concat(),
        n => [OWN, &model.name, " (", &n.to_string(), ")"].concat(),
    };
    let mut n = 1;
    loop {
        let source = ModelSource::Own(name(n));
        match state.panels.models.own(&source) {
            Some(other) if other.network == model.network => return source,
            Some(_) => n += 1,
            None => {
                put(state, source.clone(), model.clone());
                return source;
            }
        }
    }
}

/// Keeps a model under this name, in the place of whatever had it.
pub(super) fn put(state: &mut State, source: ModelSource, model: Model) {
    let in_use = state.model_source.clone();
    let models = &mut state.panels.models;
    if let Some((_, old)) = models.own.iter_mut().find(|(own, _)| *own == source) {
        *old = model;
        return;
    }
    models.own.push((source, model));
    if models.own.len() > MAX_OWN
        && let Some(oldest) = models.own.iter().position(|(own, _)| in_use.as_ref() != Some(own))
    {
        models.own.remove(oldest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::derived::Derived;
    use crate::msg::Msg as PageMsg;
    use crate::panels::Msg as PanelMsg;
    use crate::panels::models::Msg;
    use crate::scene::models::{card, picker};
    use crate::test_support::{model_json, ready_state, test_model};
    use crate::update::update;

    const RELU: &[u8] = include_bytes!("../../../../models/tests/foreign/relu.safetensors");
    const NETWORK2: &[u8] = include_bytes!("../../../../models/tests/foreign/network2.json");

    fn panel(state: &mut State, msg: Msg) -> Vec<Effect> {
        update(state, PageMsg::Panel(PanelMsg::Models(msg)))
    }

    fn open(state: &mut State, name: &str, bytes: &[u8]) {
        panel(state, Msg::File(name.to_owned(), Ok(bytes.to_vec())));
    }

    fn state() -> State {
        let mut state = ready_state();
        update(&mut state, PageMsg::Panel(PanelMsg::Arrived { is_motion_reduced: false }));
        update(&mut state, PageMsg::ShowExample(3));
        state
    }

    fn in_use(state: &State) -> (String, String) {
        let source = state.model_source.as_ref().map_or("", ModelSource::name);
        (source.to_owned(), state.model.as_ref().map(Model::shape).unwrap_or_default())
    }

    #[test]
    fn files_of_every_format_are_taken_into_use_and_can_be_chosen_again() {
        let mut state = state();
        open(&mut state, "net.json", NETWORK2);
        assert_eq!(in_use(&state), ("own:net".into(), "784-4-10".into()));
        assert_eq!(state.notes, Vec::<String>::new());
        open(&mut state, "mine.json", &model_json(&[784, 30, 10]));
        assert_eq!(in_use(&state), ("own:test".into(), "784-30-10".into()), "a file's own name goes first");
        open(&mut state, "relu.safetensors", RELU);
        assert_eq!(in_use(&state), ("own:relu".into(), "784-12-10".into()));
        assert!(
            state.notes[0].starts_with("“relu” does not say its activation functions"),
            "{:?}",
            state.notes
        );

        let labels: Vec<String> =
            picker(&state).choices.into_iter().skip(6).map(|choice| choice.label).collect();
        assert_eq!(labels, ["net · 784-4-10", "test · 784-30-10", "relu · 784-12-10"]);
        assert_eq!(picker(&state).chosen, "own:relu");
        let chosen = ModelSource::from_name("own:net").expect("its name");
        assert_eq!(update(&mut state, PageMsg::ChooseModel(chosen)), [], "nothing to fetch");
        assert_eq!(in_use(&state), ("own:net".into(), "784-4-10".into()));
        assert!(card(&state).is_some_and(|card| card.name == "net"));
        let mut derived = Derived::default();
        derived.refresh(&state);
        assert!(derived.answer.is_some(), "the drawing is there and is read");
    }

    #[test]
    fn the_same_file_twice_is_one_model_and_another_of_its_name_gets_a_number() {
        let mut state = state();
        open(&mut state, "net.json", NETWORK2);
        open(&mut state, "net.json", NETWORK2);
        assert_eq!(state.panels.models.own.len(), 1);
        open(&mut state, "net.safetensors", RELU);
        assert_eq!(in_use(&state).0, "own:net (2)");
        for n in 0..20 {
            let file = models::Model { name: format!("model {n}"), ..test_model(&[784, 2, 10]) };
            open(&mut state, "x.json", file.to_json().as_bytes());
        }
        assert_eq!(state.panels.models.own.len(), MAX_OWN, "not without end");
        assert_eq!(in_use(&state).0, "own:model 19");
    }

    #[test]
    fn what_is_refused_says_which_field_and_leaves_model_and_drawing() {
        let mut state = state();
        let ink = state.pad.ink().clone();
        let before = in_use(&state);
        let wrong = br#"{"sizes":[784,30,9],"weights":[],"biases":[]}"#;
        let own = String::from_utf8(model_json(&[784, 4, 10])).expect("text").replace("sigmoid", "gelu");
        let unknown_step =
            String::from_utf8(model_json(&[784, 4, 10])).expect("text").replace("straighten", "blur");
        for (name, bytes, expected) in [
            ("a.json", Ok(wrong.to_vec()), "“a.json” could not be used: `sizes[2]`: 9 outputs, expected 10."),
            ("b.json", Ok(own.into_bytes()), "layer 0 has the unknown activation function \"gelu\""),
            ("c.json", Ok(unknown_step.into_bytes()), "unknown preprocessing step \"blur\""),
            ("d.bin", Ok(RELU[..300].to_vec()), "not a safetensors file"),
            ("e.txt", Ok(b"a letter".to_vec()), "not a model file"),
            ("f", Err("it cannot be read".to_owned()), "“f” could not be used: it cannot be read."),
            ("g", check_size(70_000_000).map(|()| Vec::new()), "the file has 70000000 bytes, more than"),
        ] {
            panel(&mut state, Msg::File(name.to_owned(), bytes));
            let note = state.notes.last().cloned().unwrap_or_default();
            assert!(note.contains(expected) && note.ends_with("The present model stays."), "{note}");
        }
        assert_eq!(in_use(&state), before);
        assert_eq!(*state.pad.ink(), ink);
        assert_eq!(state.panels.models.own.len(), 0);
    }

    #[test]
    fn text_is_a_model_or_an_address_or_neither() {
        let mut state = state();
        let json = String::from_utf8(model_json(&[784, 7, 10])).expect("text");
        assert!(is_model_text(&json) && is_model_text("\n {") && !is_model_text("https://example.org/{"));
        assert_eq!(panel(&mut state, Msg::Text(json)), []);
        assert_eq!(in_use(&state).1, "784-7-10");
        let url = ModelSource::Url("nets/a.safetensors".into());
        assert_eq!(
            panel(&mut state, Msg::Text(" nets/a.safetensors ".into())),
            [Effect::FetchModel(url.clone())]
        );
        assert_eq!(picker(&state).chosen, "nets/a.safetensors", "an address is among the choices");
        update(&mut state, PageMsg::ModelArrived(url.clone(), Ok(RELU.to_vec())));
        assert_eq!(in_use(&state), ("nets/a.safetensors".into(), "784-12-10".into()));
        assert_eq!(state.model.as_ref().map(|model| model.name.as_str()), Some("a"));
        assert_eq!(panel(&mut state, Msg::Text("hello".into())), []);
        assert!(state.notes.last().is_some_and(|note| note.starts_with("“hello” is neither")));
        assert_eq!(panel(&mut state, Msg::Text("{".into())), []);
        assert!(state.notes.last().is_some_and(|note| note.starts_with("“pasted text” could not be used")));
    }

    #[test]
    fn an_address_that_names_a_foreign_file_is_read_once_the_panels_are_there() {
        let mut state = State::default();
        let url = ModelSource::Url("net.safetensors".into());
        let settings = crate::settings::Settings { model: url.clone(), ..Default::default() };
        update(&mut state, PageMsg::Started(settings, Vec::new()));
        update(&mut state, PageMsg::ModelArrived(url.clone(), Ok(RELU.to_vec())));
        assert!(state.model.is_none() && state.notes.is_empty());
        update(&mut state, PageMsg::Panel(PanelMsg::Arrived { is_motion_reduced: true }));
        assert_eq!(in_use(&state).1, "784-12-10");

        let mut state = State::default();
        update(&mut state, PageMsg::Panel(PanelMsg::Arrived { is_motion_reduced: true }));
        update(&mut state, PageMsg::ChooseModel(url.clone()));
        let effects = update(&mut state, PageMsg::ModelArrived(url, Ok(b"{\"sizes\":[1]}".to_vec())));
        assert_eq!(effects[0], Effect::FetchModel(ModelSource::default()), "{effects:?}");
        assert!(state.notes[0].contains("missing field `weights`"), "{:?}", state.notes);
    }

    #[test]
    fn functions_that_the_file_does_not_say_can_be_chosen() {
        let mut state = state();
        panel(&mut state, Msg::SetHidden(ActivationFn::Tanh));
        assert_eq!(in_use(&state).0, "vanilla", "only where they were assumed");
        open(&mut state, "relu.safetensors", RELU);
        panel(&mut state, Msg::SetHidden(ActivationFn::Tanh));
        panel(&mut state, Msg::SetOutput(ActivationFn::Sigmoid));
        let title = |state: &State| state.model.as_ref().map(|model| model.title.clone()).unwrap_or_default();
        assert_eq!(title(&state), "784-12-10, tanh and sigmoid");
        panel(&mut state, Msg::SetHidden(ActivationFn::Softmax));
        assert_eq!(title(&state), "784-12-10, tanh and sigmoid", "no hidden layer can be softmax");
        update(&mut state, PageMsg::ChooseModel(ModelSource::Own("own:none".into())));
        assert!(
            state.notes.last().is_some_and(|note| note.contains("“none” could not be used: it is not here"))
        );
        open(&mut state, "net.json", NETWORK2);
        update(&mut state, PageMsg::ChooseModel(ModelSource::Own("own:relu".into())));
        assert_eq!(title(&state), "784-12-10, tanh and sigmoid", "it is kept");
    }
}
