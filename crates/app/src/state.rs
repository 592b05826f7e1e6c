//! The ground truth of the page. What follows from it is in `derived`, how it looks in `scene`.

use digits::PreprocessingStep;
use models::{Model, ModelSource};

use crate::network_layout::{NetworkLayout, Target};
use crate::pad::Pad;
use crate::panels::Panels;
use crate::scene::edges::EdgeMeaning;
use crate::settings::Settings;

/// What the person and the address have settled so far.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// How the page shows itself.
    pub settings: Settings,
    /// Whether the system is dark.
    pub system_is_dark: bool,
    /// The drawing.
    pub pad: Pad,
    /// The model in use; none until the first has arrived.
    pub model: Option<Model>,
    /// Where it came from.
    pub model_source: Option<ModelSource>,
    /// The model that was asked for last, until its file has arrived.
    pub model_wanted: Option<ModelSource>,
    /// Steps from ink to image that are switched off.
    pub steps_off: Vec<PreprocessingStep>,
    /// What the edges of the network show.
    pub edges: EdgeMeaning,
    /// Where the parts of the network are on screen.
    pub layout: NetworkLayout,
    /// Size of the network view in CSS pixels and of its type: what `layout` was made from, with the model's shape.
    pub view: (f32, f32, f32),
    /// What the pointer is over.
    pub hovered: Option<Target>,
    /// What was picked by click or tap, or has the keyboard's focus.
    pub picked: Option<Target>,
    /// The term of the panel that is pointed at: what it is about.
    pub term: Option<Target>,
    /// Whether the curve of the panel has its tangent.
    pub shows_tangent: bool,
    /// What the panels beside the network remember.
    pub panels: Panels,
    /// What people should know: sentences, newest last.
    pub notes: Vec<String>,
    /// Counts the changes of ink, model and steps: what `derived` depends on.
    pub revision: u64,
    /// Counts the changes of the network's numbers, other models included.
    pub model_revision: u64,
    /// Counts the models.
    pub n_models: u64,
}

/// A single edge of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EdgeIdx {
    /// The layer that it leads to.
    pub layer_idx: usize,
    /// The input of that layer that it comes from.
    pub from: usize,
    /// The neuron that it leads to.
    pub to: usize,
}

impl EdgeIdx {
    fn between(a: Target, b: Target) -> Option<EdgeIdx> {
        match (a, b) {
            (Target::Pixel(from), Target::Neuron { layer_idx: 0, neuron_idx: to }) => {
                Some(EdgeIdx { layer_idx: 0, from, to })
            }
            (
                Target::Neuron { layer_idx: before, neuron_idx: from },
                Target::Neuron { layer_idx, neuron_idx: to },
            ) if before + 1 == layer_idx => Some(EdgeIdx { layer_idx, from, to }),
            _ => None,
        }
    }

    /// Where it comes from.
    pub fn source(&self) -> Target {
        match self.layer_idx.checked_sub(1) {
            None => Target::Pixel(self.from),
            Some(layer_idx) => Target::Neuron { layer_idx, neuron_idx: self.from },
        }
    }

    /// The end of it that is not `end`.
    pub fn other_end(&self, end: Target) -> Target {
        let to = Target::Neuron { layer_idx: self.layer_idx, neuron_idx: self.to };
        if end == to { self.source() } else { to }
    }
}

impl State {
    /// The part of the network whose edges and numbers are shown: what the pointer is over, else what is picked.
    pub fn attended(&self) -> Option<Target> {
        self.hovered.or(self.picked)
    }

    /// The edge between what is attended to and the term that is pointed at, where there is one.
    pub fn lit_edge(&self) -> Option<EdgeIdx> {
        let (attended, term) = (self.attended()?, self.term?);
        let edge = EdgeIdx::between(term, attended).or_else(|| EdgeIdx::between(attended, term))?;
        let layers = self.model.as_ref()?.network.layers();
        let is_there = |layer: &nn::Layer| edge.from < layer.n_inputs() && edge.to < layer.n_outputs();
        layers.get(edge.layer_idx).is_some_and(is_there).then_some(edge)
    }

    /// Whether the pen is down or a knob is being turned: what is said of the numbers waits until they are final.
    pub fn is_in_gesture(&self) -> bool {
        self.pad.is_drawing() || self.panels.knobs.is_in_gesture()
    }

    /// The look in force, as the style sheet names it.
    pub fn theme(&self) -> &'static str {
        self.settings.theme.resolved(self.system_is_dark)
    }
}
