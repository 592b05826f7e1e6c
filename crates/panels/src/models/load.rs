//! Loading models from files of every format, pasted text and addresses. Errors become notes; the current model and the
//! drawing stay.

use models::{Model, ModelSource};
use nn::ActivationFn;

use app::state::Core;

use crate::models::msg::Effect;
use crate::models::refusal::{reason, too_large};

/// Checks the size of a file before it is read.
///
/// # Errors
///
/// A phrase that gives the reason, if the file is too large.
pub fn check_size(n_bytes: usize) -> Result<(), String> {
    if n_bytes > models::MAX_MODEL_BYTES {
        return Err(too_large(n_bytes));
    }
    Ok(())
}

/// Whether pasted text looks like a model file.
pub fn is_model_text(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Reads a model in any format. The file's `name` is used if the model has none.
pub(super) fn read(bytes: &[u8], name: &str) -> Result<Model, String> {
    models::read_model(bytes, name).map(|read| read.model).map_err(|error| reason(bytes, &error))
}

/// Handles a chosen or dropped file.
pub(super) fn file(core: &mut Core, name: &str, bytes: Result<Vec<u8>, String>) {
    match bytes.and_then(|bytes| read(&bytes, name)) {
        Ok(model) => take_in(core, model),
        Err(reason) => {
            core.note(format!("Could not load “{name}”: {reason}. The current model stays in use."))
        }
    }
}

/// Takes a model into use as one of the user's own.
pub(super) fn take_in(core: &mut Core, model: Model) {
    note_assumed(core, &model);
    core.adopt_own(model);
}

/// Handles pasted or entered text: a model file or its address.
pub(super) fn text(core: &mut Core, text: &str, out: &mut Vec<Effect>) {
    if is_model_text(text) {
        return file(core, "pasted text", check_size(text.len()).map(|()| text.as_bytes().to_vec()));
    }
    match ModelSource::from_name(text) {
        Some(source) => for_core(out, |effects| core.choose(source, effects)),
        None => {
            let shown: String = text.chars().take(60).collect();
            core.note(format!(
                "“{shown}” is neither an address nor the name of a model. Enter an address such as \
                 https://example.org/network.json, or paste the text of a model file."
            ));
        }
    }
}

/// Reads a file in a format that the core cannot read.
pub(super) fn unread(core: &mut Core, source: &ModelSource, bytes: &[u8], out: &mut Vec<Effect>) {
    match read(bytes, source.name()) {
        Ok(model) => {
            note_assumed(core, &model);
            core.adopt(source.clone(), model);
        }
        Err(reason) => for_core(out, |effects| core.refuse(source, &reason, effects)),
    }
}

/// Runs `ask` and forwards the core's effects.
fn for_core(out: &mut Vec<Effect>, ask: impl FnOnce(&mut Vec<app::msg::Effect>)) {
    let mut effects = Vec::new();
    ask(&mut effects);
    out.extend(effects.into_iter().map(Effect::Core));
}

/// Sets the current model's activation functions, if its file does not specify them.
pub(super) fn set_functions(core: &mut Core, hidden: Option<ActivationFn>, output: Option<ActivationFn>) {
    let (Some(mut model), Some(source)) = (core.model().cloned(), core.model_source().cloned()) else {
        return;
    };
    let Ok(network) = model.network.with_activation_fns(hidden, output) else { return };
    if !model.has_assumed_functions {
        return;
    }
    model.network = network;
    model.title = model.network.title();
    // The stored copy keeps its parameters unedited.
    if let Some(own) = core.own_in_use_mut()
        && let Ok(network) = own.network.with_activation_fns(hidden, output)
    {
        (own.network, own.title) = (network, model.title.clone());
    }
    core.adopt(source, model);
}

fn note_assumed(core: &mut Core, model: &Model) {
    if model.has_assumed_functions {
        let name = &model.name;
        core.note(format!(
            "“{name}” does not name its activation functions. Inkling assumes ReLU and a softmax \
             output; you can choose others in the Models panel."
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Msg;
    use crate::msg::Effect as PanelsEffect;
    use crate::state::State;
    use crate::test_support::{model_json, random_model, ready_state, update};
    use app::derived::Derived;
    use app::msg::Effect as CoreEffect;
    use app::msg::Msg as CoreMsg;
    use app::own_models::MAX_OWN_MODELS as MAX_OWN;
    use app::scene::models::{card, picker};

    const RELU: &[u8] = include_bytes!("../../../models/tests/foreign/relu.safetensors");
    const NETWORK2: &[u8] = include_bytes!("../../../models/tests/foreign/network2.json");

    fn panel(state: &mut State, msg: Msg) -> Vec<PanelsEffect> {
        update(state, msg)
    }

    fn open(state: &mut State, name: &str, bytes: &[u8]) {
        panel(state, Msg::File(name.to_owned(), Ok(bytes.to_vec())));
    }

    fn state() -> State {
        let mut state = ready_state();
        update(&mut state, CoreMsg::ShowExample(3));
        state
    }

    fn in_use(state: &State) -> (String, String) {
        let source = state.core.model_source().map_or("", ModelSource::name);
        (source.to_owned(), state.core.model().map(Model::shape).unwrap_or_default())
    }

    #[test]
    fn files_of_every_format_are_taken_into_use_and_can_be_chosen_again() {
        let mut state = state();
        open(&mut state, "net.json", NETWORK2);
        assert_eq!(in_use(&state), ("own:net".into(), "784-4-10".into()));
        assert_eq!(state.core.notes(), Vec::<String>::new());
        open(&mut state, "mine.json", &model_json(&[784, 30, 10]));
        assert_eq!(in_use(&state), ("own:test".into(), "784-30-10".into()), "a file's own name goes first");
        open(&mut state, "relu.safetensors", RELU);
        assert_eq!(in_use(&state), ("own:relu".into(), "784-12-10".into()));
        assert!(
            state.core.notes()[0].starts_with("“relu” does not name its activation functions"),
            "{:?}",
            state.core.notes()
        );

        let labels: Vec<String> =
            picker(&state.core).choices.into_iter().skip(6).map(|choice| choice.label).collect();
        assert_eq!(labels, ["net · 784-4-10", "test · 784-30-10", "relu · 784-12-10"]);
        assert_eq!(picker(&state.core).chosen, "own:relu");
        let chosen = ModelSource::from_name("own:net").expect("its name");
        assert_eq!(update(&mut state, CoreMsg::ChooseModel(chosen)), [], "nothing to fetch");
        assert_eq!(in_use(&state), ("own:net".into(), "784-4-10".into()));
        assert!(card(&state.core).is_some_and(|card| card.name == "net"));
        assert!(Derived::default().answer(&state.core).is_some(), "the drawing is there and is read");
    }

    #[test]
    fn the_same_file_twice_is_one_model_and_another_of_its_name_gets_a_number() {
        let mut state = state();
        open(&mut state, "net.json", NETWORK2);
        open(&mut state, "net.json", NETWORK2);
        assert_eq!(state.core.own_models().iter().len(), 1);
        open(&mut state, "net.safetensors", RELU);
        assert_eq!(in_use(&state).0, "own:net (2)");
        for n in 0..20 {
            let file = models::Model { name: format!("model {n}"), ..random_model(&[784, 2, 10]) };
            open(&mut state, "x.json", file.to_json().as_bytes());
        }
        assert_eq!(state.core.own_models().iter().len(), MAX_OWN, "not without end");
        assert_eq!(in_use(&state).0, "own:model 19");
    }

    #[test]
    fn what_is_refused_says_which_field_and_leaves_model_and_drawing() {
        let mut state = state();
        let ink = state.core.pad().ink().clone();
        let before = in_use(&state);
        let wrong = br#"{"sizes":[784,30,9],"weights":[],"biases":[]}"#;
        let own = String::from_utf8(model_json(&[784, 4, 10])).expect("text").replace("sigmoid", "gelu");
        let unknown_step =
            String::from_utf8(model_json(&[784, 4, 10])).expect("text").replace("straighten", "blur");
        for (name, bytes, expected) in [
            (
                "a.json",
                Ok(wrong.to_vec()),
                "Could not load “a.json”: it has 9 outputs, but there are ten digits (",
            ),
            ("b.json", Ok(own.into_bytes()), "layer 0 has the unknown activation function \"gelu\""),
            ("c.json", Ok(unknown_step.into_bytes()), "unknown preprocessing step \"blur\""),
            ("d.bin", Ok(RELU[..300].to_vec()), "it is a .safetensors file that is cut off or damaged"),
            ("e.txt", Ok(b"a letter".to_vec()), "it is not a model: Inkling reads"),
            ("f", Err("it could not be read".to_owned()), "Could not load “f”: it could not be read."),
            ("g", check_size(70_000_000).map(|()| Vec::new()), "it is too large: 67 MB"),
        ] {
            panel(&mut state, Msg::File(name.to_owned(), bytes));
            let note = state.core.notes().last().cloned().unwrap_or_default();
            assert!(note.contains(expected) && note.ends_with("The current model stays in use."), "{note}");
        }
        assert_eq!(in_use(&state), before);
        assert_eq!(*state.core.pad().ink(), ink);
        assert_eq!(state.core.own_models().iter().len(), 0);
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
            [PanelsEffect::Core(CoreEffect::FetchModel(url.clone()))]
        );
        assert_eq!(picker(&state.core).chosen, "nets/a.safetensors", "an address is among the choices");
        update(&mut state, CoreMsg::ModelArrived(url.clone(), Ok(RELU.to_vec())));
        assert_eq!(in_use(&state), ("nets/a.safetensors".into(), "784-12-10".into()));
        assert_eq!(state.core.model().map(|model| model.name.as_str()), Some("a"));
        assert_eq!(panel(&mut state, Msg::Text("hello".into())), []);
        assert!(
            state.core.notes().last().is_some_and(|note| note.starts_with("“hello” is neither an address"))
        );
        assert_eq!(panel(&mut state, Msg::Text("{".into())), []);
        assert!(
            state.core.notes().last().is_some_and(|note| note.starts_with("Could not load “pasted text”"))
        );
    }

    #[test]
    fn an_address_that_names_a_foreign_file_is_read_once_the_panels_are_there() {
        let mut core = Core::default();
        let url = ModelSource::Url("net.safetensors".into());
        let settings = app::settings::Settings { model: url.clone(), ..Default::default() };
        app::update::update(&mut core, CoreMsg::Started(settings, app::settings::Unknown::default()));
        app::update::update(&mut core, CoreMsg::ModelArrived(url.clone(), Ok(RELU.to_vec())));
        assert!(core.model().is_none() && core.notes().is_empty());
        let mut state = State { core, ..State::default() };
        state.panels.sync(&mut state.core, &mut Vec::new());
        assert_eq!(in_use(&state).1, "784-12-10");

        let mut state = State::default();
        update(&mut state, CoreMsg::ChooseModel(url.clone()));
        let effects = update(&mut state, CoreMsg::ModelArrived(url, Ok(b"{\"sizes\":[1]}".to_vec())));
        let default = CoreEffect::FetchModel(ModelSource::default());
        assert_eq!(effects[0], PanelsEffect::Core(default), "{effects:?}");
        assert!(state.core.notes()[0].contains("missing field `weights`"), "{:?}", state.core.notes());
    }

    #[test]
    fn functions_that_the_file_does_not_say_can_be_chosen() {
        let mut state = state();
        panel(&mut state, Msg::SetHidden(ActivationFn::Tanh));
        assert_eq!(in_use(&state).0, "vanilla", "only where they were assumed");
        open(&mut state, "relu.safetensors", RELU);
        panel(&mut state, Msg::SetHidden(ActivationFn::Tanh));
        panel(&mut state, Msg::SetOutput(ActivationFn::Sigmoid));
        let title = |state: &State| state.core.model().map(|model| model.title.clone()).unwrap_or_default();
        assert_eq!(title(&state), "784-12-10, tanh and sigmoid");
        panel(&mut state, Msg::SetHidden(ActivationFn::Softmax));
        assert_eq!(title(&state), "784-12-10, tanh and sigmoid", "no hidden layer can be softmax");
        update(&mut state, CoreMsg::ChooseModel(ModelSource::Own("own:none".into())));
        assert!(
            state.core.notes().last().is_some_and(|note| note.contains("“none”: it is no longer available"))
        );
        open(&mut state, "net.json", NETWORK2);
        update(&mut state, CoreMsg::ChooseModel(ModelSource::Own("own:relu".into())));
        assert_eq!(title(&state), "784-12-10, tanh and sigmoid", "it is kept");
    }
}
