//! Updates of the wall by messages and changes elsewhere.

use app::network_layout::Direction;
use app::state::Core;
use app::target::Target;
use nn::Network;

use crate::changes::Changes;
use crate::knobs::parameter::Parameter;
use crate::knobs::{self, Knobs};
use crate::wall::layout::{self, Level};
use crate::wall::msg::Msg;
use crate::wall::state::{Wall, neuron_of, source_of};

impl Wall {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, knobs: &mut Knobs, msg: Msg) {
        let Some(network) = core.network() else { return };
        let (level, cursor) = (self.level, self.cursor);
        let grids = || layout::grids(network, level, &cursor);
        match msg {
            Msg::PointAt(point) => {
                let pointed = point.and_then(|(x, y)| layout::parameter_at(&grids(), x, y));
                self.point_at(core, pointed);
            }
            Msg::ZoomAt(x, y) => {
                if let Some(there) = layout::parameter_near(&grids(), x, y) {
                    self.go_to(core, there);
                    self.level = level.nearer();
                }
            }
            Msg::ZoomIn => self.zoom_to(core, level.nearer()),
            Msg::ZoomOut => {
                self.level = level.farther();
                self.refusal = None;
            }
            Msg::ZoomTo(level) => self.zoom_to(core, level),
            Msg::Move(direction, is_far) => {
                let next = moved(network, level, &cursor, direction, is_far);
                self.go_to(core, next);
            }
            Msg::Set(value) => self.turn(core, knobs, knobs::Msg::Set { parameter: cursor, value }),
            Msg::Turn(nudge, is_small) => {
                self.turn(core, knobs, knobs::Msg::Nudge { parameter: cursor, nudge, is_small });
            }
            Msg::Typed(text) => match knobs::parse(&text) {
                Ok(value) => self.turn(core, knobs, knobs::Msg::Set { parameter: cursor, value }),
                Err(reason) => self.refusal = Some((text, reason)),
            },
            Msg::Reset => self.turn(core, knobs, knobs::Msg::Reset(cursor)),
        }
    }

    /// Moves the cursor to whatever is picked elsewhere, and keeps it within the network.
    pub(crate) fn sync(&mut self, core: &Core, changes: Changes) {
        let Some(network) = core.network() else { return };
        let is_there = |parameter: &Parameter| parameter.value(network).is_some();
        if !is_there(&self.cursor) {
            *self = Wall::default();
        }
        self.pointed = self.pointed.filter(is_there);
        if let Some(Target::Neuron { layer_idx, neuron_idx: to }) = core.picked.filter(|_| changes.picked) {
            let moved = Parameter { layer_idx, to, ..self.cursor };
            if neuron_of(&self.cursor) != neuron_of(&moved) {
                let first = Parameter { from: Some(0), ..moved };
                self.refusal = None;
                self.cursor = [moved, first].into_iter().find(is_there).unwrap_or(self.cursor);
            }
        }
    }

    fn point_at(&mut self, core: &mut Core, pointed: Option<Parameter>) {
        if pointed != self.pointed {
            self.pointed = pointed;
            core.hovered = pointed.as_ref().map(neuron_of);
            core.term = pointed.as_ref().and_then(source_of);
        }
    }

    fn zoom_to(&mut self, core: &mut Core, level: Level) {
        self.level = level;
        self.go_to(core, self.cursor);
    }

    /// Moves the cursor, picks its neuron and highlights its edge.
    fn go_to(&mut self, core: &mut Core, cursor: Parameter) {
        if self.cursor != cursor {
            self.refusal = None;
        }
        self.cursor = cursor;
        self.pointed = None;
        core.pick(neuron_of(&cursor));
        core.term = source_of(&cursor);
    }

    /// Forwards a message for the cursor's knob.
    fn turn(&mut self, core: &mut Core, knobs: &mut Knobs, msg: knobs::Msg) {
        self.refusal = None;
        knobs.update(core, msg);
    }
}

/// The knob that an arrow key leads to. Zoomed in on a neuron, Shift leads to the same place in the next.
fn moved(
    network: &Network,
    level: Level,
    cursor: &Parameter,
    direction: Direction,
    is_far: bool,
) -> Parameter {
    if is_far && level >= Level::Neuron {
        let is_forward = matches!(direction, Direction::Right | Direction::Down);
        let to = if is_forward { Some(cursor.to + 1) } else { cursor.to.checked_sub(1) };
        let next = to.map(|to| Parameter { to, ..*cursor });
        return next.filter(|next| next.value(network).is_some()).unwrap_or(*cursor);
    }
    layout::moved(&layout::grids(network, level, cursor), cursor, direction, is_far)
}
