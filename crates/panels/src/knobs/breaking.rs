//! Doing ready-made damage and taking it back by a tap, one damage at a time; what it costs is counted on the built-in
//! digits.

use app::named::Named;
use app::names::name;
use app::state::Core;
use app::target::Target;
use digits::PreprocessingStep;

use crate::knobs::damage::{Damage, Damages};
use crate::knobs::history::{History, StepKind};
use crate::knobs::noise::{Noise, spreads};
use crate::knobs::scope::Selection;
use crate::knobs::state::Knobs;
use crate::survey::{N_DIGITS, Survey};

/// Shown if a damage changes nothing.
const ALREADY_ZERO: &str = "That changes nothing: those numbers are 0 already.";
/// Standard deviation of the noise, in typical (RMS) weights of the layer.
const NOISE: f32 = 1.0;

/// One damage, as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct DamageScene {
    /// The damage.
    pub damage: Damage,
    /// What it does, as a command.
    pub name: String,
    /// What that means.
    pub explanation: &'static str,
    /// What it costs; empty until it has been tried.
    pub result: String,
    /// Whether it is in force.
    pub is_in_force: bool,
    /// Whether it can be done.
    pub is_possible: bool,
}

impl Knobs {
    /// Does this damage, after taking back any other; or takes it back, if it is in force.
    pub(super) fn break_it(&mut self, core: &mut Core, damage: Damage) {
        self.forget_if_changed(core);
        let before = self.damage_in_force(core);
        if let Some(before) = before {
            self.mend(core, before);
        }
        if before != Some(damage) && is_possible(core, damage) {
            self.inflict(core, damage);
        }
        self.damages.network = core.network_revision();
    }

    /// The damage in force, if nothing else has changed since.
    pub(super) fn damage_in_force(&self, core: &Core) -> Option<Damage> {
        let damage = self.damages.in_force.filter(|_| self.damages.network == core.network_revision());
        damage.or_else(|| {
            let is_off = core.steps_off.contains(&PreprocessingStep::CentreOfMass);
            (is_off && is_possible(core, Damage::NoCentring)).then_some(Damage::NoCentring)
        })
    }

    fn inflict(&mut self, core: &mut Core, damage: Damage) {
        if damage == Damage::NoCentring {
            core.steps_off.push(PreprocessingStep::CentreOfMass);
            return;
        }
        let Some(network) = core.network() else { return };
        let noise =
            || Noise::new(network, Selection::ALL, self.seed, &spreads(self.trained().unwrap_or(network)));
        let noise = (damage == Damage::Noise).then(noise);
        let cut = core.picked_neuron().filter(|_| damage == Damage::CutNeuron);
        let n_listeners = cut.map_or(0, |(layer_idx, _)| network.layers()[layer_idx + 1].n_outputs());
        let selection = cut.map_or(Selection::ALL, |(layer_idx, _)| Selection::layer(layer_idx + 1));
        let before = core.network_revision();
        self.begin(network, StepKind::Gesture);
        let has_frozen = self.rewrite(core, selection, |block_idx, numbers| {
            // Even blocks are weights, all neurons' for one input and then for the next; odd blocks are biases.
            let is_bias = !block_idx.is_multiple_of(2);
            match (&noise, cut) {
                (Some(noise), _) => noise.write(NOISE, block_idx, numbers),
                (None, Some((_, neuron_idx))) if !is_bias => {
                    numbers[neuron_idx * n_listeners..][..n_listeners].fill(0.0);
                }
                (None, None) if is_bias => numbers.fill(0.0),
                _ => {}
            }
        });
        if let Some(network) = core.network() {
            self.end(network);
        }
        self.noise = None;
        self.say_frozen(has_frozen);
        if core.network_revision() != before {
            self.damages.in_force = Some(damage);
        } else if !has_frozen {
            ALREADY_ZERO.clone_into(&mut self.says);
        }
    }

    fn mend(&mut self, core: &mut Core, damage: Damage) {
        if damage == Damage::NoCentring {
            core.steps_off.retain(|step| *step != PreprocessingStep::CentreOfMass);
        } else {
            // Neurons may have been frozen since, which is a step as well.
            let broken = core.network_revision();
            while core.network_revision() == broken && self.history.can().0 {
                self.travel(core, History::undo);
            }
        }
        self.damages.in_force = None;
    }

    /// Forgets all damages when anything else has changed.
    fn forget_if_changed(&mut self, core: &Core) {
        let steps_off = || core.steps_off.iter().filter(|step| **step != PreprocessingStep::CentreOfMass);
        let network = core.network_revision();
        if self.damages.network != network || !self.damages.steps_off.iter().eq(steps_off()) {
            let steps_off = steps_off().copied().collect();
            self.damages = Damages { network, steps_off, ..Damages::default() };
        }
    }

    /// Keeps what the damage in force has cost, once the survey knows.
    pub(crate) fn keep_result(&mut self, core: &Core, survey: &Survey) {
        self.forget_if_changed(core);
        if let Some(damage) = self.damage_in_force(core)
            && let Some(n_right) = survey.n_right()
            && self.damages.results[damage as usize] != Some(n_right)
        {
            self.damages.results[damage as usize] = Some(n_right);
            self.revision.advance();
        }
    }
}

fn is_possible(core: &Core, damage: Damage) -> bool {
    match damage {
        Damage::DropBiases | Damage::Noise => core.network().is_some(),
        Damage::CutNeuron => core.picked_neuron().is_some_and(|(layer, _)| layer + 1 < core.n_layers()),
        Damage::NoCentring => {
            core.model().is_some_and(|model| model.preprocessing.contains(PreprocessingStep::CentreOfMass))
        }
    }
}

/// All damages, in the order shown.
pub(super) fn damage_scenes(knobs: &Knobs, core: &Core) -> Vec<DamageScene> {
    let in_force = knobs.damage_in_force(core);
    let scene = |&(_, damage): &(&str, Damage)| {
        let is_possible = is_possible(core, damage);
        let (name, explanation) = words(core, damage, is_possible);
        let is_in_force = in_force == Some(damage);
        let result = match knobs.damages.results[damage as usize] {
            Some(n_right) => ["reads ", &n_right.to_string(), " of ", &N_DIGITS.to_string()].concat(),
            None if is_in_force => "counting…".to_owned(),
            None => String::new(),
        };
        DamageScene { damage, name, explanation, result, is_in_force, is_possible }
    };
    Damage::NAMES.iter().map(scene).collect()
}

fn words(core: &Core, damage: Damage, is_possible: bool) -> (String, &'static str) {
    let (name, explanation) = match (damage, core.picked_neuron()) {
        (Damage::DropBiases, _) => ("Drop the biases", "Every bias becomes 0, and so does every threshold."),
        (Damage::CutNeuron, Some((layer_idx, neuron_idx))) if is_possible => {
            let neuron = name(core, Target::neuron(layer_idx, neuron_idx));
            let explanation = "Its outgoing weights become 0: it still fires, but nothing listens to it.";
            return (["Cut ", &neuron.to_lowercase()].concat(), explanation);
        }
        (Damage::CutNeuron, _) => ("Cut a neuron", "Select a neuron in a hidden layer first."),
        (Damage::Noise, _) => {
            ("Add noise", "Every weight moves at random, by about the size of a typical weight.")
        }
        (Damage::NoCentring, _) if is_possible => {
            ("Stop centring", "The digit is no longer moved to the middle of the image.")
        }
        (Damage::NoCentring, _) => ("Stop centring", "This model never centres its input."),
    };
    (name.to_owned(), explanation)
}
