//! Updates of the panel by messages, frames and changes elsewhere.

use app::panel::Panel;
use app::state::Core;
use app::target::Target;

use crate::changes::Changes;
use crate::why::dream::{self, Dream, Start};
use crate::why::flip::edit::Kind;
use crate::why::flip::search::Search;
use crate::why::msg::Msg;
use crate::why::state::{Why, may_search};

impl Why {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg) {
        match msg {
            Msg::Explain(digit) => explain(core, digit),
            Msg::Compare(is_wanted) => self.is_compared = is_wanted,
            Msg::FocusPicture => core.term = Some(Target::Pixel(self.cursor)),
            Msg::MoveCursor(direction) => {
                self.cursor = direction.from_pixel(self.cursor);
                core.term = Some(Target::Pixel(self.cursor));
            }
            Msg::Flip(kind) => self.flip(core, kind),
            Msg::SetStart(start) => self.start = start,
            Msg::Dream(layer_idx, neuron_idx) => self.begin_dream(core, layer_idx, neuron_idx),
            Msg::StopDream => self.dream.iter_mut().for_each(Dream::stop),
        }
    }

    /// Drops the dream when something else is explained, by another network or from other ink, and stops it when the panel
    /// closes. Begins another search when what it depends on has changed and is at rest.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        if (changes.network || changes.ink || changes.steps_off)
            && let Some(search) = self.search.take()
        {
            self.search_revision = search.revision();
        }
        if self.search.is_none() && may_search(core) {
            self.search = Search::new(core, self.search_revision);
        }
        if changes.network || changes.ink || changes.picked {
            self.dream = None;
        }
        if core.open != Panel::Why {
            self.dream.iter_mut().for_each(Dream::stop);
        }
    }

    /// Handles an animation frame.
    pub(crate) fn tick(&mut self, core: &Core) {
        if let (Some(dream), Some(network)) = (&mut self.dream, core.network())
            && dream.is_running()
        {
            dream.step(network);
        }
        if self.is_searching(core)
            && let (Some(search), Some(model)) = (&mut self.search, core.model())
        {
            search.go_on(model);
        }
    }

    /// Edits the drawing so that the answer flips, as one step that can be undone.
    fn flip(&self, core: &mut Core, kind: Kind) {
        if let Some(flip) = self.search.as_ref().and_then(|search| search.found(kind)) {
            core.edit_ink(|pad| pad.replace(flip.after.clone()));
        }
    }

    fn begin_dream(&mut self, core: &Core, layer_idx: usize, neuron_idx: usize) {
        let Some(network) = core.network().filter(|_| core.has(Target::neuron(layer_idx, neuron_idx))) else {
            return;
        };
        let pixels = match self.start {
            Start::Drawing => core.image_by(&core.preprocessing()).pixels().to_vec(),
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

/// Picks the output to explain, or clears the selection if it is picked already, so that the answer is explained.
fn explain(core: &mut Core, digit: usize) {
    let output = core.n_layers().checked_sub(1).map(|layer_idx| Target::neuron(layer_idx, digit));
    core.picked = output.filter(|output| core.has(*output) && core.picked != Some(*output));
    core.hovered = None;
}
