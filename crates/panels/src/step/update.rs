//! Updates by messages, frames and changes elsewhere.

use std::rc::Rc;

use app::derived::image_key;
use app::examples::example;
use app::msg::Effect;
use app::panel::Panel;
use app::playback::Playback;
use app::state::Core;
use app::target::Target;
use models::Answer;
use nn::{ForwardPass, Layer, Network};

use crate::changes::Changes;
use crate::knobs::Knobs;
use crate::propagation::SPEEDS;
use crate::step::backward::Backward;
use crate::step::msg::{Msg, View};
use crate::step::signals::signals;
use crate::step::stage::Stage;
use crate::step::state::{Outcome, Step};

/// How long a stage plays at normal speed, in milliseconds: half of it to move, half of it to read.
const STAGE_MS: f64 = 8000.0;
/// Maximum time counted for a frame, in milliseconds, so that a hidden page resumes where it was.
const LONGEST_FRAME_MS: f64 = 250.0;
/// The largest learning rate.
const LARGEST_RATE: f32 = 100.0;
/// The largest distance that the check turns a knob.
const LARGEST_EPSILON: f32 = 1.0;

impl Step {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, knobs: &mut Knobs, msg: Msg, out: &mut Vec<Effect>) {
        let n_stages = Stage::all(core.n_layers()).len();
        match msg {
            Msg::Show(view) => {
                self.view = view;
                self.is_playing = false;
            }
            Msg::Label(digit) if digit < 10 => {
                if core.pad().ink().is_empty() {
                    core.edit_ink(|pad| pad.replace(example(digit)));
                }
                self.label = Some((core.ink_revision(), digit));
                self.losses.clear();
            }
            Msg::Label(_) => {}
            Msg::TogglePlay => {
                if !self.is_playing && self.stage_idx + 1 >= n_stages && self.progress >= 1.0 {
                    (self.stage_idx, self.progress) = (0, 0.0);
                }
                self.is_playing = !self.is_playing && self.outcome.is_some();
            }
            Msg::Step(true) => self.go_to((self.stage_idx + 1).min(n_stages - 1)),
            Msg::Step(false) => self.go_to(self.stage_idx.saturating_sub(1)),
            Msg::SetSpeed(idx) => self.speed = SPEEDS.get(idx).copied().unwrap_or(self.speed),
            Msg::SetRate(rate) => {
                if rate > 0.0 && rate <= LARGEST_RATE {
                    self.learning_rate = rate;
                }
            }
            Msg::Take => self.take(core, knobs),
            Msg::Choose(parameter) => self.chosen = Some(parameter),
            Msg::Check(parameter) => {
                (self.view, self.chosen) = (View::Check, Some(parameter));
                core.picked = Some(Target::neuron(parameter.layer_idx, parameter.to));
                core.picked = core.picked.filter(|target| core.has(*target));
                core.open = Panel::Step;
                out.push(Effect::ShowPanel);
            }
            Msg::SetEpsilon(epsilon) => {
                if epsilon > 0.0 && epsilon <= LARGEST_EPSILON {
                    self.epsilon = epsilon;
                }
            }
        }
    }

    /// Shows the end of a stage.
    fn go_to(&mut self, stage_idx: usize) {
        (self.stage_idx, self.progress, self.is_playing) = (stage_idx, 1.0, false);
    }

    /// Puts the network after the step into use, and shows the next step's last stage.
    fn take(&mut self, core: &mut Core, knobs: &mut Knobs) {
        let Some(outcome) = self.outcome().cloned() else { return };
        if outcome.after.network.is_finite() {
            let before = core.network_revision();
            knobs.take_over(core, &outcome.after.network);
            if core.network_revision() != before {
                self.has_taken = true;
                self.losses.push(outcome.backward.loss);
            }
        }
        self.go_to(Stage::all(core.n_layers()).len() - 1);
    }

    /// Handles an animation frame at this time in milliseconds.
    pub(crate) fn tick(&mut self, core: &Core, now_ms: f64) {
        if !self.is_playing {
            return;
        }
        let elapsed_ms = self.last_frame_ms.map_or(0.0, |last| (now_ms - last).clamp(0.0, LONGEST_FRAME_MS));
        self.last_frame_ms = Some(now_ms);
        self.progress += elapsed_ms * self.speed / STAGE_MS;
        if self.progress >= 1.0 {
            let has_next = self.stage_idx + 1 < Stage::all(core.n_layers()).len();
            (self.stage_idx, self.progress) =
                if has_next { (self.stage_idx + 1, 0.0) } else { (self.stage_idx, 1.0) };
            self.is_playing = has_next;
        }
    }

    /// Recomputes the step if anything that it depends on has changed, follows the selection, and publishes the errors
    /// to the network view.
    pub(crate) fn sync(&mut self, core: &mut Core, knobs: &Knobs, changes: Changes) {
        if changes.model {
            (self.stage_idx, self.progress, self.is_playing) = (0, 1.0, false);
        }
        if changes.ink || changes.steps_off || changes.network && !std::mem::take(&mut self.has_taken) {
            self.losses.clear();
        }
        self.compute(core, knobs);
        if self.outcome.is_none() {
            self.is_playing = false;
        }
        if !self.is_playing {
            self.last_frame_ms = None;
        }
        if changes.picked && self.outcome.is_some() {
            self.follow(core);
        }
        core.signals = match (self.outcome(), self.view) {
            (Some(outcome), View::Step) if core.playback.is_none() => {
                signals(self.stage(core), self.motion(), core.n_layers(), &outcome.backward)
            }
            _ => Vec::new(),
        };
        core.playback = core.playback.or_else(|| self.playback(core));
    }

    fn compute(&mut self, core: &Core, knobs: &Knobs) {
        let network = core.network().filter(|network| {
            core.open == Panel::Step && !core.pad().ink().is_empty() && network.n_outputs() == 10
        });
        let Some(network) = network else {
            self.outcome = None;
            return;
        };
        let said = self.said(core);
        let key = (image_key(core), [core.network_revision(), knobs.revision], said, self.learning_rate);
        if self.outcome.as_ref().is_some_and(|(of, _)| *of == key) {
            return;
        }
        let image = core.image_by(&core.preprocessing());
        let digit = said.map_or_else(|| read(network, image.pixels()), usize::from);
        let backward = Backward::new(network, image.pixels(), digit);
        let mut after = backward.descend(network, self.learning_rate);
        knobs.hold_frozen(network, &mut after);
        let after = backward.with(after);
        self.outcome = Some((key, Rc::new(Outcome { backward, after })));
    }

    /// A neuron that is picked while another layer is shown is shown as well.
    fn follow(&mut self, core: &Core) {
        let n_layers = core.n_layers();
        let shown = self.stage(core).layer_idx(n_layers);
        if let (Some(shown), Some((layer_idx, _)), View::Step) = (shown, core.picked_neuron(), self.view)
            && shown != layer_idx
        {
            let stage = Stage::reaching(layer_idx, n_layers);
            let stages = Stage::all(n_layers);
            self.go_to(stages.iter().position(|other| *other == stage).unwrap_or(self.stage_idx));
        }
    }

    /// While the first stage plays, the layers light up one after the other.
    fn playback(&self, core: &Core) -> Option<Playback> {
        let share = self.motion();
        if !self.is_playing || self.stage_idx > 0 || share >= 1.0 {
            return None;
        }
        let at = share * core.n_layers() as f32;
        let layer_idx = at as usize;
        let n_neurons = core.layers().get(layer_idx).map_or(1, Layer::n_outputs);
        Some(Playback {
            layer_idx,
            neuron_idx: n_neurons - 1,
            light: at.fract().min(0.99),
            is_at_work: false,
            unroll: 0.0,
        })
    }
}

/// The digit that the network reads.
fn read(network: &Network, pixels: &[f32]) -> usize {
    let mut pass = ForwardPass::for_network(network);
    network.forward(pixels, &mut pass);
    Answer::from_outputs(pass.output(), None).map_or(0, |answer| answer.digit)
}
