//! The models panel's scene.

use models::{Answer, Model, ModelSource, SHIPPED};

use crate::derived::Derived as PanelsDerived;
use crate::knobs::Knobs;
use crate::models::architecture::{Architecture, is_made_here};
use crate::models::save;
use crate::models::state::Models;
use app::answer;
use app::derived::Derived;
use app::number;
use app::palette::Palette;
use app::scene::heat_map::{self, Rgba};
use app::scene::models::{Choice, Picker, picker};
use app::scene::page::OutputBar;
use app::state::Core;

/// Outputs that differ by at least this much are marked.
const DIFFERENCE: f32 = 0.1;

/// A model to choose, with a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceCard {
    /// Its name or address, as parsed by [`ModelSource::from_name`].
    pub value: String,
    /// Its name and shape.
    pub label: String,
    /// Its purpose or origin.
    pub about: &'static str,
    /// Whether it is in use.
    pub is_in_use: bool,
}

/// A card for every available model.
pub fn choice_cards(core: &Core) -> Vec<ChoiceCard> {
    let Picker { choices, chosen, .. } = picker(core);
    let card = |Choice { value, label }| {
        let about = match ModelSource::from_name(&value) {
            Some(ModelSource::Shipped(name)) => {
                SHIPPED.iter().find(|shipped| shipped.name == name).map_or("", |shipped| shipped.about)
            }
            Some(source) if is_made_here(Some(&source)) => "Built here, with random weights.",
            Some(ModelSource::Own(_)) => "Loaded by you; lost when you close the page.",
            _ => "Loaded from an address.",
        };
        ChoiceCard { is_in_use: value == chosen, value, label, about }
    };
    choices.into_iter().map(card).collect()
}

/// The architecture editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchitectureScene {
    /// Number of neurons in each hidden layer.
    pub hidden: Vec<usize>,
    /// Name of the hidden layers' activation function.
    pub activation: &'static str,
    /// The seed of the random weights.
    pub seed: u64,
    /// A summary of the resulting network.
    pub summary: String,
}

/// The editor's current state.
pub fn architecture_scene(models: &Models, core: &Core) -> ArchitectureScene {
    let architecture = &models.architecture;
    ArchitectureScene {
        hidden: architecture.hidden.clone(),
        activation: architecture.activation_fn.name(),
        seed: architecture.seed,
        summary: summary(core, architecture),
    }
}

fn summary(core: &Core, architecture: &Architecture) -> String {
    if !is_made_here(core.model_source()) {
        return "Any change builds a new network with random weights. You can switch back to the current model above."
            .to_owned();
    }
    let count = core.network().map_or(0, |network| network.n_parameters());
    let mut text = number::thousands(count);
    text.push_str(" random weights and biases that know nothing until they are trained. Output activation: ");
    text.push_str(architecture.output_fn().name());
    text.push('.');
    text
}

/// The current model's hidden and output activation functions, if its file does not specify them.
pub fn assumed_functions(core: &Core) -> Option<(&'static str, &'static str)> {
    let model = core.model().filter(|model| model.has_assumed_functions)?;
    let hidden = model.network.layers().first().map_or("", |layer| layer.activation_fn().name());
    Some((hidden, model.network.output_activation_fn().name()))
}

/// The default name for saving the current model.
pub fn default_name(knobs: &Knobs, core: &Core) -> Option<String> {
    save::default_name(knobs, core)
}

/// The picker for the second model; its value is empty if none is chosen.
pub fn second_choices(models: &Models, core: &Core) -> Picker {
    let comparison = &models.comparison;
    let second = comparison.second().map(|(source, _)| source);
    let chosen = comparison.wanted().or(second);
    let mut all = picker(core);
    all.chosen = chosen.map_or_else(String::new, |source| source.name().to_owned());
    all.is_loading = comparison.wanted().is_some();
    all
}

/// One of the two compared models.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// Its name.
    pub name: String,
    /// Its layer sizes.
    pub shape: String,
    /// Its answer: a digit, `?`, or empty.
    pub symbol: String,
    /// The confidence in words.
    pub certainty: String,
    /// Its input image.
    pub picture: Rgba,
}

/// One output of both models.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The current model's bar, then the second model's.
    pub bars: [OutputBar; 2],
    /// Whether the two differ markedly.
    pub differs: bool,
}

/// Two models reading the same ink.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonScene {
    /// The current model, then the second.
    pub sides: [Side; 2],
    /// One row for each digit.
    pub rows: Vec<Row>,
    /// Whether they agree, in words.
    pub verdict: String,
}

/// One model's reading of the drawing.
struct OfModel<'a> {
    model: &'a Model,
    outputs: &'a [f32],
    answer: Option<Answer>,
    picture: Rgba,
}

/// The comparison; `None` without a second model.
pub fn comparison_scene(
    models: &Models,
    core: &Core,
    (derived, panels): (&Derived, &PanelsDerived),
    palette: &Palette,
) -> Option<ComparisonScene> {
    let of_second = panels.second(core, &models.comparison)?;
    let (_, second) = models.comparison.second()?;
    let is_empty = core.pad().ink().is_empty();
    let answer = |model: &Model, outputs: &[f32]| {
        Answer::from_outputs(outputs, model.rejection_threshold).filter(|_| !is_empty)
    };
    let first = core.model()?;
    let (image, pass) = (derived.image(core), derived.pass(core)?);
    let readings = [
        OfModel {
            model: first,
            outputs: pass.output(),
            answer: derived.answer(core),
            picture: heat_map::activations(image.pixels(), palette),
        },
        OfModel {
            model: second,
            outputs: of_second.pass.output(),
            answer: answer(second, of_second.pass.output()),
            picture: heat_map::activations(of_second.image.pixels(), palette),
        },
    ];
    let bar = |reading: &OfModel, digit: usize| OutputBar {
        share: reading.outputs[digit].clamp(0.0, 1.0),
        text: number::fixed(reading.outputs[digit], 2),
        is_winner: reading.answer.is_some_and(|answer| answer.winner() == Some(digit)),
    };
    let [of_first, of_second] = readings.each_ref().map(|reading| reading.outputs);
    let rows = (0..of_first.len().min(of_second.len())).map(|digit| Row {
        bars: [bar(&readings[0], digit), bar(&readings[1], digit)],
        differs: (of_first[digit] - of_second[digit]).abs() >= DIFFERENCE,
    });
    let rows = rows.collect();
    let verdict = verdict(&readings);
    Some(ComparisonScene { sides: readings.map(OfModel::into_side), rows, verdict })
}

impl OfModel<'_> {
    fn into_side(self) -> Side {
        Side {
            name: self.model.name.clone(),
            shape: self.model.shape(),
            symbol: self.answer.map_or_else(String::new, answer::symbol),
            certainty: self.answer.map_or_else(String::new, |answer| answer::certainty(answer, self.model)),
            picture: self.picture,
        }
    }

    /// For example, `vanilla reads 3`.
    fn words(&self, answer: Answer) -> String {
        match answer.winner() {
            Some(digit) => [&self.model.name, " reads ", &digit.to_string()].concat(),
            None => [&self.model.name, " is not sure"].concat(),
        }
    }
}

fn verdict([first, second]: &[OfModel; 2]) -> String {
    match (first.answer, second.answer) {
        (Some(a), Some(b)) if a.winner() == b.winner() => match a.winner() {
            Some(digit) => ["Both read ", &digit.to_string(), "."].concat(),
            None => "Neither is sure.".to_owned(),
        },
        (Some(a), Some(b)) => ["They disagree: ", &first.words(a), ", ", &second.words(b), "."].concat(),
        _ => "Draw a digit and both will read it.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::models::Effect;
    use crate::models::Msg;
    use crate::msg::Effect as PanelsEffect;
    use crate::state::State;
    use crate::test_support::{model_json, random_model, ready_state, update};
    use app::msg::Msg as CoreMsg;
    use app::test_support::shipped;

    fn panel(state: &mut State, msg: Msg) -> Vec<PanelsEffect> {
        update(state, msg)
    }

    fn scene(state: &State) -> Option<ComparisonScene> {
        let derived = (&Derived::default(), &PanelsDerived::default());
        comparison_scene(&state.panels.models, &state.core, derived, &shipped("light"))
    }

    /// A packed model with constant outputs.
    fn constant(name: &str, outputs: [f32; 10], threshold: Option<f32>) -> Vec<u8> {
        let mut file = random_model(&[784, 2, 10]);
        file.name = name.to_owned();
        file.rejection_threshold = threshold;
        file.network =
            file.network.with_activation_fns(None, Some(nn::ActivationFn::Identity)).expect("a network");
        file.network.weights_mut(1).fill(0.0);
        file.network.biases_mut(1).copy_from_slice(&outputs);
        file.to_json().into_bytes()
    }

    fn lit(digit: usize, activation: f32) -> [f32; 10] {
        std::array::from_fn(|at| if at == digit { activation } else { 0.0 })
    }

    #[test]
    fn two_models_read_the_same_ink_and_their_differences_are_marked() {
        let mut state = ready_state();
        panel(&mut state, Msg::File("a".into(), Ok(constant("a", lit(3, 0.9), None))));
        assert_eq!(scene(&state), None);
        assert_eq!(second_choices(&state.panels.models, &state.core).chosen, "");

        let textbook = ModelSource::Shipped("textbook");
        let effects = panel(&mut state, Msg::CompareWith(Some(textbook.clone())));
        assert_eq!(effects, [PanelsEffect::Models(Effect::FetchSecond(textbook.clone()))]);
        assert!(second_choices(&state.panels.models, &state.core).is_loading && scene(&state).is_none());
        panel(&mut state, Msg::SecondArrived(textbook.clone(), Ok(constant("b", lit(8, 0.75), None))));
        assert_eq!(
            (
                second_choices(&state.panels.models, &state.core).chosen.as_str(),
                second_choices(&state.panels.models, &state.core).is_loading
            ),
            ("textbook", false)
        );
        assert_eq!(scene(&state).expect("two models").verdict, "Draw a digit and both will read it.");

        update(&mut state, CoreMsg::ShowExample(3));
        let both = scene(&state).expect("two models");
        assert_eq!(both.verdict, "They disagree: a reads 3, b reads 8.");
        let rows: Vec<String> = both
            .rows
            .iter()
            .map(|row| {
                let [first, second] = &row.bars;
                let mark = |bar: &OutputBar| if bar.is_winner { "*" } else { "" };
                let sign = if row.differs { "≠" } else { "=" };
                [&first.text, mark(first), sign, mark(second), second.text.as_str()].concat()
            })
            .collect();
        let mut expected = vec!["0.00=0.00"; 10];
        (expected[3], expected[8]) = ("0.90*≠0.00", "0.00≠*0.75");
        assert_eq!(rows, expected);
        let [first, second] = &both.sides;
        assert_eq!((first.symbol.as_str(), second.symbol.as_str()), ("3", "8"));
        assert_eq!((first.certainty.as_str(), second.certainty.as_str()), ("output 0.90", "output 0.75"));
        assert_eq!(first.picture, second.picture, "with the same steps they see the same");

        let mut verdict_with = |outputs, threshold| {
            panel(&mut state, Msg::File("c".into(), Ok(constant("c", outputs, threshold))));
            scene(&state).expect("two models").verdict
        };
        assert_eq!(verdict_with(lit(8, 0.8), None), "Both read 8.");
        assert_eq!(verdict_with(lit(8, 0.1), Some(0.5)), "They disagree: c is not sure, b reads 8.");
        assert_eq!(panel(&mut state, Msg::CompareWith(None)), []);
        assert_eq!(scene(&state), None);
    }

    #[test]
    fn each_sees_the_ink_by_its_own_steps_and_what_comes_late_or_broken_changes_nothing() {
        let mut state = ready_state();
        update(&mut state, CoreMsg::ShowExample(7));
        let (wide, sharp) = (ModelSource::Shipped("wide"), ModelSource::Shipped("sharp"));
        let mut file = random_model(&[784, 6, 10]);
        file.preprocessing = digits::Preprocessing::from_names(&["fit-20"]).expect("a known step");
        panel(&mut state, Msg::CompareWith(Some(wide.clone())));
        panel(&mut state, Msg::CompareWith(Some(sharp.clone())));
        panel(&mut state, Msg::SecondArrived(wide.clone(), Ok(model_json(&[784, 30, 10]))));
        assert_eq!(scene(&state), None, "another is wanted by now");
        panel(&mut state, Msg::SecondArrived(sharp.clone(), Ok(file.to_json().into_bytes())));
        let both = scene(&state).expect("two models");
        assert_eq!(both.sides[1].shape, "784-6-10");
        assert_ne!(both.sides[0].picture, both.sides[1].picture);

        panel(&mut state, Msg::CompareWith(Some(wide.clone())));
        panel(&mut state, Msg::SecondArrived(wide, Err("the server responded with 404".into())));
        assert!(
            state.core.notes()[0].contains("to compare: the server responded with 404."),
            "{:?}",
            state.core.notes()
        );
        assert_eq!(scene(&state), Some(both), "the one before stays");
        assert_eq!(second_choices(&state.panels.models, &state.core).chosen, "sharp");
    }

    #[test]
    fn every_model_has_a_card_that_says_what_it_is() {
        let mut state = ready_state();
        panel(&mut state, Msg::File("a".into(), Ok(constant("a", lit(3, 0.9), None))));
        panel(&mut state, Msg::Edit(crate::models::Edit::Layers(1)));
        let cards = choice_cards(&state.core);
        assert_eq!(cards.len(), SHIPPED.len() + 2);
        assert!(cards.iter().all(|card| !card.about.is_empty()), "{cards:?}");
        assert_eq!((cards[6].label.as_str(), cards[6].is_in_use), ("a · 784-2-10", false));
        assert_eq!((cards[7].about, cards[7].is_in_use), ("Built here, with random weights.", true));
    }

    #[test]
    fn a_model_of_ones_own_needs_no_fetching() {
        let mut state = ready_state();
        panel(&mut state, Msg::File("a".into(), Ok(constant("a", lit(3, 0.9), None))));
        let own = ModelSource::Own("own:a".into());
        assert_eq!(panel(&mut state, Msg::CompareWith(Some(own))), []);
        update(&mut state, CoreMsg::ShowExample(7));
        assert_eq!(scene(&state).expect("two models").verdict, "Both read 3.");
    }
}
