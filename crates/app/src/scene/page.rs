//! Texts and switches outside the drawings: the answer, the outputs, the preprocessing stages, hidden controls.

use digits::PreprocessingStep;
use models::NoUsableNumbers;

use crate::answer;
use crate::derived::Derived;
use crate::number;
use crate::palette::Palette;
use crate::scene::heat_map::{self, Rgba};
use crate::state::Core;

/// One output as a bar.
#[derive(Clone, Debug, PartialEq)]
pub struct OutputBar {
    /// Length, from 0 to 1.
    pub share: f32,
    /// The activation as text.
    pub text: String,
    /// Whether it is the answer; no output is while the network is not sure.
    pub is_winner: bool,
}

/// The answer as displayed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerScene {
    /// The `data-digit` attribute: `0` to `9`, `?` for "not sure", or empty.
    pub digit: String,
    /// The `data-confidence` attribute: 0 to 1 with three decimals, or empty.
    pub confidence: String,
    /// The confidence in words, or why there is no answer.
    pub certainty: String,
    /// The runner-up or the best guess, in words.
    pub second_thought: String,
    /// Whether it is covered until the replay has reached the outputs.
    pub is_covered: bool,
}

/// The answer for the current drawing.
pub fn answer_scene(core: &Core, derived: &Derived) -> AnswerScene {
    match derived.answer(core).zip(core.model()) {
        Some((answer, model)) => AnswerScene {
            digit: answer::symbol(answer),
            confidence: number::fixed(answer.confidence, 3),
            certainty: answer::certainty(answer, model),
            second_thought: answer::second_thought(answer, model),
            is_covered: core.is_answer_covered(),
        },
        None if core.model().is_none() => {
            AnswerScene { certainty: "no model yet".to_owned(), ..AnswerScene::default() }
        }
        None if core.pad().ink().is_empty() => {
            AnswerScene { certainty: "nothing drawn yet".to_owned(), ..AnswerScene::default() }
        }
        None => AnswerScene { certainty: NoUsableNumbers.to_string(), ..AnswerScene::default() },
    }
}

/// The outputs as bars; empty without a model. Those that the replay has not reached are blank.
pub fn output_bars(core: &Core, derived: &Derived) -> Vec<OutputBar> {
    let Some(pass) = derived.pass(core) else { return Vec::new() };
    let winner =
        derived.answer(core).and_then(|answer| answer.winner()).filter(|_| !core.is_answer_covered());
    let last = core.n_layers().saturating_sub(1);
    let is_lit = |digit| core.playback.is_none_or(|playback| playback.light(last, digit) == 1.0);
    let bar = |(digit, &activation): (usize, &f32)| OutputBar {
        share: if is_lit(digit) { activation.clamp(0.0, 1.0) } else { 0.0 },
        text: if is_lit(digit) { number::fixed(activation, 2) } else { String::new() },
        is_winner: winner == Some(digit),
    };
    pass.output().iter().enumerate().map(bar).collect()
}

/// The text for screen readers; `None` during a gesture and while the answer is covered, which leaves the previous one in place.
pub fn announcement(core: &Core, derived: &Derived) -> Option<String> {
    if core.is_in_gesture() || core.is_answer_covered() {
        return None;
    }
    Some(match derived.answer(core).zip(core.model()) {
        Some((answer, model)) => answer::sentence(answer, model),
        None if core.model().is_some() && !core.pad().ink().is_empty() => {
            "This model’s outputs are not usable numbers.".to_owned()
        }
        None if core.pad().is_untouched() || !core.pad().ink().is_empty() => String::new(),
        None => "Nothing drawn.".to_owned(),
    })
}

/// A stage of the preprocessing, as displayed.
#[derive(Clone, Debug, PartialEq)]
pub struct StageScene {
    /// The step that produced it; `None` for the drawing itself.
    pub step: Option<PreprocessingStep>,
    /// Whether the step is switched on.
    pub is_on: bool,
    /// The image after the step; the previous stage's if the step is off.
    pub picture: Rgba,
}

/// Shown until a model is loaded, so that the page does not jump when it is.
const ALL_STEPS: [PreprocessingStep; 3] =
    [PreprocessingStep::Fit20, PreprocessingStep::Straighten, PreprocessingStep::CentreOfMass];

/// The stages of the current model's preprocessing, starting with the drawing itself.
pub fn stages(core: &Core, derived: &Derived, palette: &Palette) -> Vec<StageScene> {
    let steps = core.model().map_or(&ALL_STEPS[..], |model| model.preprocessing.steps());
    let mut scenes: Vec<StageScene> = Vec::with_capacity(steps.len() + 1);
    for step in std::iter::once(None).chain(steps.iter().copied().map(Some)) {
        let picture = match derived.stages(core).iter().find(|stage| stage.step == step) {
            Some(stage) => heat_map::activations(stage.image.pixels(), palette),
            None => scenes.last().map_or_else(
                || heat_map::activations(derived.image(core).pixels(), palette),
                |before| before.picture.clone(),
            ),
        };
        let is_on = step.is_none_or(|step| !core.steps_off.contains(&step));
        scenes.push(StageScene { step, is_on, picture });
    }
    scenes
}

/// Whether the part of the page with this `data-control` name is shown.
pub fn is_shown(core: &Core, control: &str) -> bool {
    !core.settings.hidden.contains(&control)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::msg::Msg;
    use crate::scene::network::network_scene;
    use crate::test_support::shipped;
    use crate::test_support::{load, random_model, ready_core};
    use crate::update::update;
    use models::ModelSource;

    #[test]
    fn below_the_models_threshold_nothing_is_shown_as_the_answer() {
        let mut core = ready_core();
        update(&mut core, Msg::ShowExample(3));
        for (threshold, is_sure) in [(0.0, true), (1.0, false)] {
            let file =
                models::Model { rejection_threshold: Some(threshold), ..random_model(&[784, 16, 16, 10]) };
            load(&mut core, ModelSource::Url(threshold.to_string()), &file);
            let derived = Derived::default();
            let answer = derived.answer(&core).expect("something is drawn");

            let scene = answer_scene(&core, &derived);
            assert_eq!(scene.digit, if is_sure { answer.digit.to_string() } else { "?".to_owned() });
            assert_eq!(scene.confidence, number::fixed(answer.confidence, 3));
            assert_eq!(scene.certainty == "not sure", !is_sure);
            assert!(is_sure || scene.second_thought.contains(&answer.digit.to_string()));
            assert_eq!(announcement(&core, &derived), Some(answer::sentence(answer, &file)));

            assert_eq!(output_bars(&core, &derived).iter().any(|bar| bar.is_winner), is_sure);
            let network = network_scene(&core, &derived, &shipped("light")).expect("there is a model");
            assert_eq!(network.neurons.iter().any(|neuron| neuron.has_halo), is_sure);
            assert_eq!(network.labels.iter().any(|label| label.is_bold), is_sure);
        }
    }

    #[test]
    fn a_model_without_usable_numbers_says_so_once_something_is_drawn() {
        let mut core = ready_core();
        let mut model = random_model(&[784, 16, 16, 10]);
        model.network =
            model.network.with_activation_fns(None, Some(nn::ActivationFn::Identity)).expect("one");
        model.network.weights_mut(2).fill(f32::MAX);
        load(&mut core, ModelSource::Url("huge".into()), &model);
        assert_eq!(answer_scene(&core, &Derived::default()).certainty, "nothing drawn yet");
        update(&mut core, Msg::ShowExample(3));
        let scene = answer_scene(&core, &Derived::default());
        assert_eq!(
            (scene.certainty.as_str(), scene.digit.as_str()),
            ("this model’s outputs are not usable numbers", "")
        );
        assert_eq!(
            announcement(&core, &Derived::default()).as_deref(),
            Some("This model’s outputs are not usable numbers.")
        );
    }
}
