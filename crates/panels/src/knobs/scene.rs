//! The knobs panel's scene.

use nn::Network;

use super::breaking::{DamageScene, damage_scenes};
use super::list::MOST_ROWS;
use super::parameter::Parameter;
use super::scope::Scope;
use super::state::Knobs;
use super::view::View;
use crate::survey::{Count, N_DIGITS, Survey};
use app::names::name;
use app::number;
use app::state::Core;
use app::target::Target;

/// The content of the panel.
#[derive(Clone, Debug, PartialEq)]
pub struct KnobsScene {
    /// The view below the status.
    pub view: View,
    /// The ready-made damages.
    pub damages: Vec<DamageScene>,
    /// The accuracy on the built-in digits, of the current and the trained network.
    pub accuracy: String,
    /// How many knobs differ from the trained model; empty if none.
    pub changed: String,
    /// Whether there is a step to undo.
    pub can_undo: bool,
    /// Whether there is a step to redo.
    pub can_redo: bool,
    /// Whether the network differs from the trained model, or anything is frozen.
    pub can_go_back: bool,
    /// Why the last input was not carried out in full, or empty.
    pub says: String,
    /// The knobs of the picked neuron; `None` if none is picked.
    pub neuron: Option<NeuronKnobs>,
    /// The scope of actions.
    pub scope: Scope,
    /// The scope in words.
    pub scope_text: String,
    /// Whether everything in the scope is frozen.
    pub is_frozen: bool,
    /// The random seed.
    pub seed: u32,
    /// The noise level, 0 to [`super::LARGEST_NOISE`].
    pub noise: f32,
}

/// The knobs of one neuron.
#[derive(Clone, Debug, PartialEq)]
pub struct NeuronKnobs {
    /// Its name, and whether it is frozen.
    pub title: String,
    /// Its bias, then its weights.
    pub rows: Vec<KnobRow>,
    /// What a bar of full length stands for.
    pub legend: String,
    /// A summary of the weights not listed; empty if all are.
    pub rest: String,
    /// Whether the list can be extended to all weights (`true`) or reduced to the strongest; `None` if both are the
    /// same or there are too many.
    pub can_show_all: Option<bool>,
    /// The chosen knob's name.
    pub chosen: String,
    /// Its value, for editing.
    pub number: String,
    /// Why the typed text was rejected, or empty.
    pub typed_wrong: String,
}

/// One knob.
#[derive(Clone, Debug, PartialEq)]
pub struct KnobRow {
    /// The parameter.
    pub parameter: Parameter,
    /// Its name: the weight's source, or `bias`.
    pub name: String,
    /// Its value for screen readers, with the trained value if changed.
    pub spoken: String,
    /// Its value with an explicit sign.
    pub value: String,
    /// Its value as a plain number.
    pub number: String,
    /// Its value as a fraction of the slider's range, from -1 to 1.
    pub share: f32,
    /// Its trained value as a fraction of the slider's range, from -1 to 1.
    pub trained_share: f32,
    /// The slider's maximum, as a plain number.
    pub slider_range: String,
    /// Whether it differs from the trained model.
    pub is_changed: bool,
    /// Whether it is frozen.
    pub is_frozen: bool,
    /// Whether it is the chosen one, whose value can be typed.
    pub is_chosen: bool,
}

/// The panel's scene; `None` without a model.
pub fn knobs_scene(knobs: &Knobs, survey: &Survey, core: &Core) -> Option<KnobsScene> {
    let network = core.network()?;
    let selection = knobs.scope.selection(core);
    let neurons = selection.map_or_else(Vec::new, |selection| selection.neurons(network));
    let is_frozen =
        |(layer_idx, neuron_idx): &(usize, usize)| knobs.frozen.is_frozen(*layer_idx, *neuron_idx);
    Some(KnobsScene {
        view: knobs.view,
        damages: damage_scenes(knobs, core),
        accuracy: accuracy_text(knobs, survey),
        changed: changes_text(knobs, core),
        can_undo: knobs.can_undo(),
        can_redo: knobs.history.can().1,
        can_go_back: knobs.n_changed() > 0 || !knobs.frozen.all().is_empty() || !core.steps_off.is_empty(),
        says: knobs.says.clone(),
        neuron: core.picked_neuron().map(|neuron| neuron_knobs(knobs, core, network, neuron)),
        scope: knobs.scope,
        scope_text: scope_text(knobs.scope, core),
        is_frozen: !neurons.is_empty() && neurons.iter().all(is_frozen),
        seed: knobs.seed,
        noise: match &knobs.noise {
            Some((noise, sigma)) if Some(noise.selection) == selection && noise.seed == knobs.seed => *sigma,
            _ => 0.0,
        },
    })
}

/// The number of knobs that differ from the trained model, such as `12 knobs changed`; empty if none.
pub fn changed_text(knobs: &Knobs) -> String {
    match knobs.n_changed() {
        0 => String::new(),
        1 => "1 knob changed".to_owned(),
        n_changed => [number::thousands(n_changed).as_str(), " knobs changed"].concat(),
    }
}

/// What differs from the trained model: its knobs, and the steps that make its input.
fn changes_text(knobs: &Knobs, core: &Core) -> String {
    let steps_off = match core.steps_off.len() {
        0 => String::new(),
        1 => "1 step from ink to pixels off".to_owned(),
        n_off => [&n_off.to_string(), " steps from ink to pixels off"].concat(),
    };
    let texts = [changed_text(knobs), steps_off];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

fn accuracy_text(knobs: &Knobs, survey: &Survey) -> String {
    let percent = |count: Count| {
        let share = count.n_right as f32 / count.n_read.max(1) as f32;
        [number::fixed(100.0 * share, 1).as_str(), "%"].concat()
    };
    let (present, trained) = survey.counts();
    let Some(trained) = trained.filter(|trained| trained.is_complete) else {
        let done = number::percent(survey.progress());
        return ["reading ", &N_DIGITS.to_string(), " built-in digits: ", &done, " done"].concat();
    };
    let is_trained = knobs.n_changed() == 0 && !survey.is_reduced();
    let present = if is_trained { trained } else { present.unwrap_or(trained) };
    let mut text = if present.is_complete || is_trained { "reads " } else { "reads about " }.to_owned();
    for part in [
        present.n_right.to_string().as_str(),
        " of ",
        &present.n_read.to_string(),
        " built-in digits (",
        &percent(present),
        ")",
    ] {
        text.push_str(part);
    }
    if !is_trained {
        text.push_str("; trained: ");
        text.push_str(&percent(trained));
    }
    text
}

fn scope_text(scope: Scope, core: &Core) -> String {
    match (scope, core.picked_neuron()) {
        (Scope::Network, _) => "the whole network".to_owned(),
        (_, None) => "select a neuron first".to_owned(),
        (Scope::Layer, Some((layer_idx, _))) if layer_idx + 1 == core.n_layers() => {
            "the output layer".to_owned()
        }
        (Scope::Layer, Some((layer_idx, _))) => ["hidden layer ", &(layer_idx + 1).to_string()].concat(),
        (Scope::Neuron, Some((layer_idx, neuron_idx))) => {
            name(core, Target::Neuron { layer_idx, neuron_idx })
        }
    }
}

fn neuron_knobs(
    knobs: &Knobs,
    core: &Core,
    network: &Network,
    (layer_idx, neuron_idx): (usize, usize),
) -> NeuronKnobs {
    let mut title = name(core, Target::Neuron { layer_idx, neuron_idx });
    if knobs.frozen.is_frozen(layer_idx, neuron_idx) {
        title.push_str(", frozen");
    }
    let n_inputs = network.layers()[layer_idx].n_inputs();
    let parameters = &knobs.list.parameters;
    let n_weights = parameters.len().saturating_sub(1);
    let is_painted = layer_idx == 0;
    let rest = match n_inputs - n_weights {
        _ if is_painted => String::new(),
        0 => String::new(),
        n_rest => [number::thousands(n_rest).as_str(), " weaker weights are not listed"].concat(),
    };
    let can_choose = !is_painted && (super::list::N_STRONGEST + 1..=MOST_ROWS).contains(&n_inputs);
    let chosen = knobs.chosen.filter(|chosen| (chosen.layer_idx, chosen.to) == (layer_idx, neuron_idx));
    let number = chosen
        .and_then(|chosen| chosen.value(network))
        .map_or_else(String::new, |value| number::plain(value, 4));
    NeuronKnobs {
        title,
        rows: parameters.iter().filter_map(|parameter| row(knobs, core, network, *parameter)).collect(),
        legend: ["Full bar: ±", &number::fixed(knobs.slider_range(layer_idx), 1)].concat(),
        rest,
        can_show_all: can_choose.then_some(n_weights < n_inputs),
        chosen: chosen.map_or_else(String::new, |chosen| knob_name(core, chosen)),
        number,
        typed_wrong: knobs.typed_wrong.clone(),
    }
}

fn row(knobs: &Knobs, core: &Core, network: &Network, parameter: Parameter) -> Option<KnobRow> {
    let value = parameter.value(network)?;
    let trained = knobs.trained.as_ref().and_then(|trained| parameter.value(trained)).unwrap_or(value);
    let range = knobs.slider_range(parameter.layer_idx);
    let is_changed = trained != value;
    let is_frozen = knobs.is_frozen(parameter);
    let mut spoken = number::signed(value, 2);
    if is_changed {
        spoken.push_str(", changed from ");
        spoken.push_str(&number::signed(trained, 2));
    }
    if is_frozen {
        spoken.push_str(", frozen");
    }
    Some(KnobRow {
        parameter,
        name: knob_name(core, parameter),
        spoken,
        value: number::signed(value, 2),
        number: number::plain(value, 4),
        share: (value / range).clamp(-1.0, 1.0),
        trained_share: (trained / range).clamp(-1.0, 1.0),
        slider_range: number::plain(range, 4),
        is_changed,
        is_frozen,
        is_chosen: knobs.chosen == Some(parameter),
    })
}

/// `bias`, or the name of the weight's source.
fn knob_name(core: &Core, parameter: Parameter) -> String {
    let Some(from) = parameter.from else { return "bias".to_owned() };
    name(core, Target::input_of(parameter.layer_idx, from))
}
