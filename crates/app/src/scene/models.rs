//! The model picker, and the card of the current model: purpose, accuracy, training.

use models::{Model, ModelSource, SHIPPED};

use crate::answer;
use crate::number;
use crate::state::Core;

/// An entry of the picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name or address, as parsed by [`ModelSource::from_name`].
    pub value: String,
    /// The text shown.
    pub label: String,
}

/// The model picker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picker {
    /// The shipped models, the user's own, and the model named by the address or in use, if it is neither.
    pub choices: Vec<Choice>,
    /// The value of the requested model while it loads, otherwise of the current one; empty without any.
    pub chosen: String,
    /// Whether a model file is being loaded.
    pub is_loading: bool,
}

/// The card of the current model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its name.
    pub name: String,
    /// Its purpose; empty for models that the page does not ship.
    pub about: &'static str,
    /// Known facts, as name and value.
    pub rows: Vec<(&'static str, String)>,
}

/// The model picker's state.
pub fn picker(core: &Core) -> Picker {
    let mut choices: Vec<Choice> = SHIPPED
        .iter()
        .map(|shipped| Choice {
            value: shipped.name.to_owned(),
            label: [shipped.name, shipped.title].join(" · "),
        })
        .collect();
    choices.extend(core.own_models().iter().map(|(source, model)| Choice {
        value: source.name().to_owned(),
        label: [model.name.as_str(), &model.shape()].join(" · "),
    }));
    let addresses = [Some(&core.settings.model), core.model_source(), core.model_wanted()];
    for source in addresses.into_iter().flatten() {
        let ModelSource::Url(url) = source else { continue };
        if choices.iter().any(|choice| choice.value == *url) {
            continue;
        }
        let label = match core.model() {
            Some(model) if core.model_source() == Some(source) => {
                [model.name.as_str(), &model.shape()].join(" · ")
            }
            _ => url.clone(),
        };
        choices.push(Choice { value: url.clone(), label });
    }
    let chosen = core.model_wanted().or(core.model_source());
    Picker {
        choices,
        chosen: chosen.map_or_else(String::new, |source| source.name().to_owned()),
        is_loading: core.model_wanted().is_some(),
    }
}

/// The card of the current model, if there is one.
pub fn card(core: &Core) -> Option<Card> {
    let model = core.model()?;
    let about = match core.model_source() {
        Some(ModelSource::Shipped(name)) => SHIPPED.iter().find(|shipped| shipped.name == *name),
        _ => None,
    };
    Some(Card {
        name: model.name.clone(),
        about: about.map_or("", |shipped| shipped.about),
        rows: rows(model),
    })
}

fn rows(model: &Model) -> Vec<(&'static str, String)> {
    let mut rows = vec![
        ("layers", model.shape()),
        ("activation", functions(model)),
        ("weights and biases", number::thousands(model.network.n_parameters())),
    ];
    let evaluation = &model.evaluation;
    let mut measured = |name, share: Option<f64>| {
        rows.extend(share.map(|share| (name, number::exact_percent(share))));
    };
    measured("accuracy, MNIST test", evaluation.mnist_test_accuracy);
    measured("accuracy, unseen writers", evaluation.pen_validation_accuracy);
    measured("accuracy, synthetic digits", evaluation.synthetic_accuracy);
    measured("calibration error, MNIST", evaluation.mnist_calibration_error);
    measured("calibration error, pens", evaluation.pen_calibration_error);
    rows.extend(answer::threshold(model).map(|threshold| ("“not sure” below", threshold)));
    rows.extend(
        evaluation.non_digits_refused.map(|share| ("non-digits rejected", number::exact_percent(share))),
    );
    rows.push(("preprocessing", model.preprocessing.names().join(", ")));
    let training = &model.training;
    rows.extend(training.data.clone().map(|data| ("trained on", data)));
    rows.extend(training.epochs.map(|epochs| ("epochs", number::thousands(epochs as usize))));
    rows.extend(training.seed.map(|seed| ("seed", seed.to_string())));
    rows.extend(training.command.clone().map(|command| ("command", command)));
    rows
}

/// The activation functions: one name if all layers share it, otherwise the outputs' as well.
fn functions(model: &Model) -> String {
    let hidden = model.network.layers().first().map_or("", |layer| layer.activation_fn().name());
    let output = model.network.output_activation_fn().name();
    if hidden == output { hidden.to_owned() } else { format!("{hidden}, outputs {output}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg::Msg;
    use crate::settings::{Settings, Unknown};
    use crate::test_support::{load, random_model, ready_core};
    use crate::update::update;
    use models::{Evaluation, TrainingRecord};

    #[test]
    fn the_picker_shows_what_was_asked_for_until_it_fails() {
        let mut core = ready_core();
        assert_eq!(picker(&core).choices.len(), SHIPPED.len());
        assert_eq!((picker(&core).chosen.as_str(), picker(&core).is_loading), ("vanilla", false));
        let source = ModelSource::Shipped("sharp");
        update(&mut core, Msg::ChooseModel(source.clone()));
        assert_eq!((picker(&core).chosen.as_str(), picker(&core).is_loading), ("sharp", true));
        update(&mut core, Msg::ModelArrived(source, Err("the server responded with 404".into())));
        assert_eq!((picker(&core).chosen.as_str(), picker(&core).is_loading), ("vanilla", false));
    }

    #[test]
    fn a_model_that_the_address_names_is_among_the_choices() {
        let mut core = ready_core();
        let model = ModelSource::Url("my/model.json".into());
        update(
            &mut core,
            Msg::Started(Settings { model: model.clone(), ..Settings::default() }, Unknown::default()),
        );
        let last = |core: &Core| picker(core).choices.last().cloned();
        assert_eq!(last(&core).map(|choice| choice.label), Some("my/model.json".to_owned()));
        load(&mut core, model, &random_model(&[784, 30, 10]));
        let choice = Choice { value: "my/model.json".into(), label: "test · 784-30-10".into() };
        assert_eq!(last(&core), Some(choice));
        assert_eq!(picker(&core).chosen, "my/model.json");
        assert_eq!(card(&core).map(|card| card.about), Some(""));
    }

    #[test]
    fn the_card_tells_what_the_file_says_and_nothing_else() {
        let mut core = ready_core();
        let rows = |core: &Core| card(core).expect("there is a model").rows;
        let names: Vec<&str> = rows(&core).iter().map(|row| row.0).collect();
        assert_eq!(names, ["layers", "activation", "weights and biases", "preprocessing"]);
        assert_eq!(rows(&core)[2].1, "13,002");
        let file = Model {
            rejection_threshold: Some(0.7),
            training: TrainingRecord { command: Some("inkling train".into()), ..TrainingRecord::default() },
            evaluation: Evaluation { mnist_test_accuracy: Some(0.9731), ..Evaluation::default() },
            ..random_model(&[784, 16, 16, 10])
        };
        load(&mut core, ModelSource::Shipped("textbook"), &file);
        for row in
            [("accuracy, MNIST test", "97.31%"), ("“not sure” below", "0.70"), ("command", "inkling train")]
        {
            assert!(rows(&core).contains(&(row.0, row.1.to_owned())), "{row:?} in {:?}", rows(&core));
        }
        assert!(card(&core).is_some_and(|card| card.about.contains("textbooks")));
    }
}
