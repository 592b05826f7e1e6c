//! All panels, composed: who is told what, and in which order they look at what has changed.

use app::state::Core;

use crate::changes::Snapshot;
use crate::knobs::Knobs;
use crate::link::Link;
use crate::matrix::Matrix;
use crate::models::Models;
use crate::msg::{Effect, Msg};
use crate::neuron::Neuron;
use crate::paint::Paint;
use crate::propagation::Propagation;
use crate::wall::Wall;
use crate::why::Why;

/// The state of every panel.
#[derive(Clone, Debug, Default)]
pub struct Panels {
    /// The numbers of the inspected neuron.
    pub neuron: Neuron,
    /// Why this answer.
    pub why: Why,
    /// A layer as a matrix.
    pub matrix: Matrix,
    /// The forward pass, slowly.
    pub propagation: Propagation,
    /// Weights and biases, changed.
    pub knobs: Knobs,
    /// The wall of all weights and biases.
    pub wall: Wall,
    /// The weights that are painted.
    pub paint: Paint,
    /// Models in and out.
    pub models: Models,
    /// The state in the link.
    pub link: Link,
    snapshot: Snapshot,
}

impl Panels {
    /// The panels as they arrive. `is_motion_reduced`: whether the person asked for less motion.
    pub fn new(is_motion_reduced: bool) -> Panels {
        Panels {
            why: Why::new(is_motion_reduced),
            propagation: Propagation::new(is_motion_reduced),
            ..Panels::default()
        }
    }

    /// Carries out `msg`; [`Panels::sync`] must follow.
    pub fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        // The core may have changed before the panels were there: the model that they find is the trained one.
        if !self.snapshot.is_of(core) {
            self.sync(core, out);
        }
        match msg {
            Msg::Tick(now_ms) => {
                self.why.tick(core);
                self.propagation.tick(now_ms);
                self.knobs.tick(core);
            }
            Msg::Neuron(msg) => self.neuron.update(msg),
            Msg::Why(msg) => self.why.update(core, msg),
            Msg::Matrix(msg) => self.matrix.update(core, msg),
            Msg::Propagation(msg) => self.propagation.update(core, msg),
            Msg::Knobs(msg) => self.knobs.update(core, msg),
            Msg::Wall(msg) => self.wall.update(core, &mut self.knobs, msg),
            Msg::Paint(msg) => self.paint.update(core, &mut self.knobs, msg),
            Msg::Models(msg) => {
                let mut effects = Vec::new();
                self.models.update(core, &self.knobs, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
            Msg::Link(msg) => {
                let mut effects = Vec::new();
                self.link.update(core, &mut self.knobs, msg, &mut effects);
                out.extend(effects.into_iter().map(Effect::from));
            }
        }
    }

    /// Lets every panel look at what has changed: to be called after every message, the core's included.
    pub fn sync(&mut self, core: &mut Core, out: &mut Vec<Effect>) {
        let (mut of_models, mut of_link) = (Vec::new(), Vec::new());
        self.models.read_unread(core, &mut of_models);
        loop {
            let changes = self.snapshot.take(core);
            self.why.sync(core, changes);
            self.matrix.sync(core, changes);
            self.propagation.sync(core);
            self.knobs.sync(core, changes);
            self.wall.sync(core, changes);
            self.paint.sync(core);
            self.models.sync(core, changes);
            self.link.sync(core, &mut self.knobs, changes, &mut of_link);
            // What one of them did is for the others to see.
            if self.snapshot.is_of(core) {
                break;
            }
        }
        out.extend(of_models.into_iter().map(Effect::from));
        out.extend(of_link.into_iter().map(Effect::from));
        if self.why.is_moving() || self.propagation.is_moving() || self.knobs.is_counting(core) {
            out.push(Effect::Tick);
        }
    }
}
