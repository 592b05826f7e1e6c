//! Why this answer: which pixels spoke for it and against it, and what a neuron would rather see.

pub mod dream;
pub mod explanation;
mod regions;
pub mod scene;

use app::network_layout::Direction;
use app::panel::Panel;
use app::state::Core;
use app::target::Target;

use crate::changes::Changes;
use crate::why::dream::{Dream, Start};

/// How the answer is explained, and what a neuron dreams.
#[derive(Clone, Debug, Default)]
pub struct Why {
    /// Whether an output is compared with its strongest rival: their margin is explained in place of the one.
    pub is_compared: bool,
    /// The pixel of the picture that the keyboard is on.
    pub cursor: usize,
    /// Where the next dream starts from.
    pub start: Start,
    /// What a neuron would rather see, once it was asked for.
    pub dream: Option<Dream>,
    /// What the noise that a dream begins in is made from: each begins in another.
    noise_seed: u64,
    /// Whether a dream is shown when it is done, and not on its way.
    is_still: bool,
}

/// What can happen to it.
#[derive(Clone, Debug)]
pub enum Msg {
    /// This output is to be explained; the one that is already, no longer, but the answer.
    Explain(usize),
    /// Whether an output is compared with its strongest rival.
    Compare(bool),
    /// The keyboard came to the picture of contributions.
    FocusPicture,
    /// An arrow key in that picture.
    MoveCursor(Direction),
    /// Where the next dream is to start from.
    SetStart(Start),
    /// What the neuron of this index in this layer would rather see is to be shown, beginning now.
    Dream(usize, usize),
    /// It stops where it is.
    StopDream,
}

impl Why {
    /// The panel as it arrives. `is_motion_reduced`: whether the person asked for less motion.
    pub fn new(is_motion_reduced: bool) -> Why {
        Why { is_still: is_motion_reduced, ..Why::default() }
    }

    /// Carries out `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg) {
        match msg {
            Msg::Explain(digit) => explain(core, digit),
            Msg::Compare(is_wanted) => self.is_compared = is_wanted,
            Msg::FocusPicture => core.term = Some(Target::Pixel(self.cursor)),
            Msg::MoveCursor(direction) => {
                self.cursor = direction.from_pixel(self.cursor);
                core.term = Some(Target::Pixel(self.cursor));
            }
            Msg::SetStart(start) => self.start = start,
            Msg::Dream(layer_idx, neuron_idx) => self.begin_dream(core, layer_idx, neuron_idx),
            Msg::StopDream => self.dream.iter_mut().for_each(Dream::stop),
        }
    }

    /// A dream is of one network, and goes on while the panel is open.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        if changes.network {
            self.dream = None;
        }
        if core.open != Panel::Why {
            self.dream.iter_mut().for_each(Dream::stop);
        }
    }

    /// The next animation frame.
    pub(crate) fn tick(&mut self, core: &Core) {
        if let (Some(dream), Some(network)) = (&mut self.dream, core.network())
            && dream.is_running()
        {
            dream.step(network);
        }
    }

    /// Whether it needs the next animation frame.
    pub(crate) fn is_moving(&self) -> bool {
        self.dream.as_ref().is_some_and(Dream::is_running)
    }

    fn begin_dream(&mut self, core: &Core, layer_idx: usize, neuron_idx: usize) {
        let Some(network) = core.network().filter(|_| core.has(Target::neuron(layer_idx, neuron_idx))) else {
            return;
        };
        let pixels = match self.start {
            Start::Drawing => core.pad().ink().to_image(&core.preprocessing()).pixels().to_vec(),
            Start::Noise => {
                self.noise_seed = self.noise_seed.wrapping_add(1);
                dream::noise(self.noise_seed)
            }
        };
        let mut dream = Dream::new(network, (layer_idx, neuron_idx), pixels);
        while self.is_still && dream.is_running() {
            dream.step(network);
        }
        self.dream = Some(dream);
    }
}

/// Picks the output that is to be explained; where it is picked already, nothing, so that the answer is.
fn explain(core: &mut Core, digit: usize) {
    let target = core.n_layers().checked_sub(1).map(|layer_idx| Target::neuron(layer_idx, digit));
    core.picked = if core.picked == target { None } else { target };
    core.hovered = None;
}
