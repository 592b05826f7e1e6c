//! Hover and selection in the network view.

use crate::msg::Effect;
use crate::network_layout::Direction;
use crate::state::Core;
use crate::target::Target;

impl Core {
    pub(super) fn point_at(&mut self, point: Option<(f32, f32)>) {
        self.hovered = point.and_then(|(x, y)| self.layout().target_at(x, y));
    }

    /// A second click on the same part deselects it.
    pub(super) fn pick_at(&mut self, (x, y): (f32, f32), effects: &mut Vec<Effect>) {
        let target = self.layout().target_at(x, y);
        self.picked = if target == self.picked { None } else { target };
        effects.extend(self.picked.map(Effect::FocusOn));
    }

    pub(super) fn pick_and_focus(&mut self, target: Target, effects: &mut Vec<Effect>) {
        self.pick(target);
        effects.push(Effect::FocusOn(target));
    }

    pub(super) fn move_focus(&mut self, target: Target, direction: Direction, effects: &mut Vec<Effect>) {
        let next = self.layout().neighbour(target, direction);
        self.pick_and_focus(next, effects);
    }

    /// The first or last neuron of the same layer, or pixel.
    pub(super) fn end_of_layer(&self, target: Target, is_last: bool) -> Target {
        let end = |n: usize| if is_last { n.saturating_sub(1) } else { 0 };
        match target {
            Target::Pixel(_) => Target::Pixel(end(digits::N_PIXELS)),
            Target::Neuron { layer_idx, .. } => {
                let n_neurons = self.layers().get(layer_idx).map_or(0, nn::Layer::n_outputs);
                Target::neuron(layer_idx, end(n_neurons))
            }
        }
    }

    pub(super) fn pick_next(&mut self, is_forward: bool) {
        if let Some(target) = self.inspected().and_then(|target| self.layout().next(target, is_forward)) {
            self.pick(target);
        }
    }

    pub(super) fn unpick(&mut self) {
        (self.picked, self.hovered, self.term) = (None, None, None);
    }
}
