//! Updates of the painting by messages and changes elsewhere.

use app::state::Core;
use app::target::Target;
use digits::SIDE;

use crate::knobs::parameter::Parameter;
use crate::knobs::{self, Knobs};
use crate::paint::brush;
use crate::paint::msg::Msg;
use crate::paint::state::{Paint, painted_neuron};

/// The largest magnitude that can be painted.
pub const STRONGEST: f32 = 3.0;

impl Paint {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, knobs: &mut Knobs, msg: Msg) {
        match msg {
            Msg::Choose => core.pick(Target::neuron(0, 0)),
            Msg::Down(x, y) => {
                let point = in_pixels((x, y));
                self.at = Some(point);
                // A whole stroke is one undo step.
                knobs.update(core, knobs::Msg::Begin);
                self.touch(core, knobs, &[point]);
            }
            Msg::Move(points) => self.stroke_through(core, knobs, points),
            Msg::Up => {
                if self.at.take().is_some() {
                    knobs.update(core, knobs::Msg::End);
                }
            }
            Msg::MoveCursor(columns, rows) => {
                let moved = |at: usize, by: i32| at.saturating_add_signed(by as isize).min(SIDE - 1);
                self.cursor = moved(self.cursor / SIDE, rows) * SIDE + moved(self.cursor % SIDE, columns);
                core.term = Some(Target::Pixel(self.cursor));
            }
            Msg::Dab => {
                let (column, row) = (self.cursor % SIDE, self.cursor / SIDE);
                self.touch(core, knobs, &[(column as f32 + 0.5, row as f32 + 0.5)]);
            }
            Msg::SetSign(sign) => self.brush.sign = sign.signum(),
            Msg::SetSize(size) => self.brush.size = size.clamp(1, SIDE),
            Msg::SetStrength(strength) if strength.is_finite() => {
                self.brush.strength = strength.clamp(0.0, STRONGEST);
            }
            Msg::SetStrength(_) => {}
            Msg::Start(pattern) => {
                self.brush.sign = 1;
                let weights = pattern.weights(self.brush.strength);
                let from =
                    weights.into_iter().enumerate().map(|(pixel_idx, weight)| (Some(pixel_idx), weight));
                set(core, knobs, from.chain([(None, 0.0)]));
            }
        }
    }

    /// Ends the stroke when its neuron is no longer picked.
    pub(crate) fn sync(&mut self, core: &Core) {
        if painted_neuron(core).is_none() {
            self.at = None;
        }
    }

    fn stroke_through(&mut self, core: &mut Core, knobs: &mut Knobs, points: Vec<(f32, f32)>) {
        let Some(mut at) = self.at else { return };
        let mut path = Vec::new();
        for point in points {
            let next = in_pixels(point);
            path.extend(brush::between(at, next));
            at = next;
        }
        self.at = Some(at);
        self.touch(core, knobs, &path);
    }

    /// Paints at these points, in pixels.
    fn touch(&self, core: &mut Core, knobs: &mut Knobs, points: &[(f32, f32)]) {
        let mut pixels: Vec<usize> = points.iter().flat_map(|point| self.brush.pixels(*point)).collect();
        pixels.sort_unstable();
        pixels.dedup();
        set(core, knobs, pixels.into_iter().map(|pixel_idx| (Some(pixel_idx), self.brush.weight())));
    }
}

fn in_pixels((x, y): (f32, f32)) -> (f32, f32) {
    (x * SIDE as f32, y * SIDE as f32)
}

/// Sets parameters of the neuron, skipping those that would not change.
fn set(core: &mut Core, knobs: &mut Knobs, values: impl Iterator<Item = (Option<usize>, f32)>) {
    let (Some(to), Some(network)) = (painted_neuron(core), core.network()) else { return };
    let changes: Vec<_> = values
        .map(|(from, value)| (Parameter { layer_idx: 0, to, from }, value))
        .filter(|(parameter, value)| parameter.value(network) != Some(*value))
        .collect();
    if !changes.is_empty() {
        knobs.update(core, knobs::Msg::SetMany(changes));
    }
}
