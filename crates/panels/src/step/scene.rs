//! What the panel shows of a step.

use app::names::name;
use app::number;
use app::state::Core;
use app::target::Target;

use crate::knobs::Knobs;
use crate::neuron::equation::Piece;
use crate::propagation::SPEEDS;
use crate::step::equation::{back_lines, error_lines, gradient_lines};
use crate::step::msg::View;
use crate::step::stage::Stage;
use crate::step::state::{Outcome, Step};
use crate::step::words::{rate_text, says, title};

/// The most losses listed.
const N_LOSSES: usize = 3;

/// The panel.
#[derive(Clone, Debug, PartialEq)]
pub struct StepScene {
    /// What is shown.
    pub view: View,
    /// The digit that the drawing should be read as; `None` while there is no drawing.
    pub digit: Option<usize>,
    /// Whose word that is.
    pub label: String,
    /// The current stage.
    pub stage: Stage,
    /// `3 of 6`.
    pub count: String,
    /// Whether there are stages before and after it.
    pub ways: (bool, bool),
    /// Its heading.
    pub title: String,
    /// Its explanation.
    pub says: String,
    /// The ten outputs, in the stages that are about them.
    pub outputs: Vec<Output>,
    /// The neuron whose numbers are in the equation; empty if there is none.
    pub neuron: String,
    /// The equation, line by line.
    pub lines: Vec<Vec<Piece>>,
    /// The layer whose inputs the equation's terms are.
    pub terms_layer: usize,
    /// Whether it plays.
    pub is_playing: bool,
    /// Index of the speed.
    pub speed_idx: usize,
    /// The learning rate, and the same as text.
    pub learning_rate: (f32, String),
    /// The loss before and after the step, and the losses before it.
    pub losses: String,
    /// Whether a step has been taken with this drawing.
    pub has_taken: bool,
    /// Whether a change of the network can be undone.
    pub can_undo: bool,
}

/// An output in a stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// Its number.
    pub text: String,
    /// A bar from 0, from -1 to 1.
    pub share: f32,
    /// Where the bar ended before the step.
    pub before: Option<f32>,
    /// Whether the bar is an error, drawn from the middle in colour.
    pub is_signed: bool,
    /// Whether this one should be 1.
    pub is_target: bool,
}

/// The panel's scene; `None` without a model.
pub fn step_scene(step: &Step, knobs: &Knobs, core: &Core) -> Option<StepScene> {
    core.network()?;
    let stage = step.stage(core);
    let n_stages = Stage::all(core.n_layers()).len();
    let outcome = step.outcome().map(AsRef::as_ref);
    let mut scene = StepScene {
        view: step.view,
        digit: outcome.map(|outcome| outcome.backward.digit),
        label: label(outcome.is_some(), step.said(core).is_some()),
        stage,
        count: format!("{} of {n_stages}", step.stage_idx + 1),
        ways: (step.stage_idx > 0, step.stage_idx + 1 < n_stages),
        title: title(core, stage),
        says: String::new(),
        outputs: Vec::new(),
        neuron: String::new(),
        lines: Vec::new(),
        terms_layer: 0,
        is_playing: step.is_playing,
        speed_idx: SPEEDS.iter().position(|speed| *speed == step.speed).unwrap_or_default(),
        learning_rate: (step.learning_rate, rate_text(step.learning_rate)),
        losses: String::new(),
        has_taken: !step.losses.is_empty(),
        can_undo: knobs.can_undo(),
    };
    if let Some(outcome) = outcome {
        scene.says = says(stage, outcome, step.learning_rate);
        scene.outputs = outputs(stage, outcome);
        scene.losses = losses(step, outcome);
        // The check's neuron need not be in the stage's layer.
        if step.view == View::Step {
            show_neuron(&mut scene, step, knobs, core, outcome);
        }
    }
    Some(scene)
}

fn label(has_drawing: bool, is_said: bool) -> String {
    match (has_drawing, is_said) {
        (false, _) => "Draw a digit, or learn a built-in",
        (true, false) => "Is the network right? This is a",
        (true, true) => "You say: this is a",
    }
    .to_owned()
}

/// The loss before this step and those before it, then the one after it.
fn losses(step: &Step, outcome: &Outcome) -> String {
    let so_far = step.losses.iter().chain([&outcome.backward.loss, &outcome.after.loss]);
    let texts: Vec<String> = so_far.map(|loss| number::significant(*loss)).collect();
    let shown = &texts[texts.len().saturating_sub(N_LOSSES)..];
    let more = if shown.len() < texts.len() { "… → " } else { "" };
    ["Loss ", more, &shown.join(" → ")].concat()
}

fn outputs(stage: Stage, outcome: &Outcome) -> Vec<Output> {
    let (backward, after) = (&outcome.backward, &outcome.after.outputs);
    let before = backward.pass.output();
    let deltas = backward.deltas(backward.n_layers() - 1);
    // Outputs without a bound are drawn relative to the largest.
    let largest = before.iter().chain(after).fold(1.0_f32, |most, a| most.max(a.abs()));
    let largest_delta = deltas.iter().fold(f32::MIN_POSITIVE, |most, delta| most.max(delta.abs()));
    let output = |digit: usize| {
        let is_target = digit == backward.digit;
        let plain = |a: f32, before: Option<f32>, text: String| Output {
            text,
            share: (a / largest).clamp(0.0, 1.0),
            before: before.map(|a| (a / largest).clamp(0.0, 1.0)),
            is_signed: false,
            is_target,
        };
        let [now, then] = [before[digit], after[digit]].map(|a| number::fixed(a, 2));
        match stage {
            Stage::Forward => plain(before[digit], None, now),
            Stage::After => plain(after[digit], Some(before[digit]), [&now, "→", &then].concat()),
            _ => Output {
                text: number::signed(deltas[digit], 2),
                share: deltas[digit] / largest_delta,
                before: None,
                is_signed: true,
                is_target,
            },
        }
    };
    match stage {
        Stage::Forward | Stage::Error | Stage::After => (0..before.len()).map(output).collect(),
        Stage::Back(_) | Stage::Gradient => Vec::new(),
    }
}

/// The equation of the neuron in the focus.
fn show_neuron(scene: &mut StepScene, step: &Step, knobs: &Knobs, core: &Core, outcome: &Outcome) {
    let (backward, Some(network)) = (&outcome.backward, core.network()) else { return };
    let (layer_idx, neuron_idx) = step.neuron(core, backward);
    scene.lines = match scene.stage {
        Stage::Forward | Stage::After => return,
        Stage::Error => error_lines(core, backward, neuron_idx),
        Stage::Back(_) => {
            scene.terms_layer = layer_idx + 2;
            back_lines(core, backward, (layer_idx, neuron_idx))
        }
        Stage::Gradient => {
            let parameter = step.parameter(network, backward, (layer_idx, neuron_idx));
            let after = parameter.value(&outcome.after.network).unwrap_or_default();
            let options = (step.learning_rate, knobs.is_frozen(parameter));
            gradient_lines(core, (backward, after), parameter, options)
        }
    };
    scene.neuron = name(core, Target::neuron(layer_idx, neuron_idx));
}
