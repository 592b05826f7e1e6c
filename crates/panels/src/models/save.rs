//! Saving the current model, edits included, in Inkling's own format.

use models::{Evaluation, Model};

use app::state::Core;

use crate::knobs::Knobs;
use crate::models::msg::Effect;

/// Maximum length of a saved name, in characters; model files allow more.
const MAX_NAME_CHARS: usize = 60;

/// Saves the current model under this name, or under its default name if empty.
pub(super) fn save(knobs: &Knobs, core: &Core, name: &str) -> Option<Effect> {
    let model = core.model()?;
    let is_changed = knobs.n_changed() > 0;
    let name: String = name.chars().filter(|char| !char.is_control()).take(MAX_NAME_CHARS).collect();
    let name = if name.is_empty() { default_name(knobs, core)? } else { name };
    let saved = to_save(model, &name, is_changed);
    let name = [&file_name(&name), ".json"].concat();
    Some(Effect::Save { name, json: saved.to_json() })
}

/// The default name for saving the current model.
pub(super) fn default_name(knobs: &Knobs, core: &Core) -> Option<String> {
    let model = core.model()?;
    let is_changed = knobs.n_changed() > 0;
    Some(if is_changed { [&model.name, "-changed"].concat() } else { model.name.clone() })
}

/// The model to save. Evaluation results are dropped if the network was edited, since they no longer apply.
fn to_save(model: &Model, name: &str, is_changed: bool) -> Model {
    let mut saved = Model { name: name.to_owned(), ..model.clone() };
    if is_changed {
        saved.title = [&model.network.title(), ", edited by hand"].concat();
        saved.evaluation = Evaluation::default();
    }
    saved
}

/// The name with characters replaced that some systems do not allow in file names.
fn file_name(name: &str) -> String {
    name.chars().map(|char| if "/\\:*?\"<>|".contains(char) { '-' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use models::TrainingRecord;

    use super::*;
    use crate::knobs::{self, Parameter};
    use crate::models::Msg;
    use crate::msg::Effect as PanelsEffect;
    use crate::state::State;
    use crate::test_support::{load, random_model, ready_state, update};

    fn saved(state: &mut State, name: &str) -> (String, Model) {
        let effects = update(state, Msg::Save(name.to_owned()));
        let [PanelsEffect::Models(Effect::Save { name, json })] = &effects[..] else { panic!("{effects:?}") };
        (name.clone(), Model::from_json(json.as_bytes()).expect("a sound model file"))
    }

    #[test]
    fn what_is_saved_is_what_was_loaded() {
        let mut state = ready_state();
        let file = Model {
            rejection_threshold: Some(0.5),
            training: TrainingRecord { seed: Some(3), ..TrainingRecord::default() },
            evaluation: Evaluation { mnist_test_accuracy: Some(0.9), ..Evaluation::default() },
            ..random_model(&[784, 5, 10])
        };
        load(&mut state, models::ModelSource::Url("a.json".into()), &file);
        assert_eq!(saved(&mut state, ""), ("test.json".to_owned(), file.clone()));
        assert_eq!(saved(&mut state, " a/b ").0, "a-b.json");
        assert_eq!(saved(&mut state, " a/b ").1, Model { name: "a/b".into(), ..file });
        assert_eq!(saved(&mut state, &"x".repeat(300)).1.name.len(), MAX_NAME_CHARS);
    }

    #[test]
    fn a_changed_network_is_saved_as_it_is_without_the_figures_of_the_other() {
        let mut state = ready_state();
        let file = Model {
            evaluation: Evaluation { mnist_test_accuracy: Some(0.9), ..Evaluation::default() },
            ..random_model(&[784, 5, 10])
        };
        load(&mut state, models::ModelSource::Url("a.json".into()), &file);
        let knob = Parameter { layer_idx: 1, to: 7, from: Some(2) };
        let set = knobs::Msg::SetMany(vec![(knob, 4.25)]);
        update(&mut state, set);
        let (name, changed) = saved(&mut state, "");
        assert_eq!(name, "test-changed.json");
        assert_eq!(changed.network.layers()[1].weights()[(7, 2)], 4.25);
        assert_eq!(changed.title, "784-5-10, sigmoid, edited by hand");
        assert_eq!(changed.evaluation, Evaluation::default());
    }

    #[test]
    fn without_a_model_there_is_nothing_to_save() {
        let mut state = State::default();
        assert_eq!(update(&mut state, Msg::Save("x".into())), []);
    }
}
