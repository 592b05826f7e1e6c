//! The panels' names. The core tracks which panel is open; the crate `panels` implements them.

use crate::named::Named;

/// A panel of the inspector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    /// No panel: the outputs, or the inspected part of the network.
    #[default]
    None,
    /// Like [`Panel::None`], with a neuron picked at start-up; used only in the address.
    Neuron,
    /// Which pixels support the answer, and which image would activate a neuron more.
    Why,
    /// One layer as a matrix.
    Matrix,
    /// All weights and biases, for editing.
    Knobs,
    /// Training, and its film.
    Train,
    /// A single drawing learned in slow motion.
    Step,
    /// Loading, saving, designing and comparing models.
    Models,
    /// No panel, with the lesson open beside the page; used only in the address.
    Lesson,
}

impl Named for Panel {
    const NAMES: &'static [(&'static str, Self)] = &[
        ("none", Panel::None),
        ("neuron", Panel::Neuron),
        ("why", Panel::Why),
        ("matrix", Panel::Matrix),
        ("knobs", Panel::Knobs),
        ("train", Panel::Train),
        ("step", Panel::Step),
        ("models", Panel::Models),
        ("lesson", Panel::Lesson),
    ];
}

impl Panel {
    /// The panel to open when this one is requested: a neuron is shown without a panel, and so is the lesson.
    pub fn opened(self) -> Panel {
        if matches!(self, Panel::Neuron | Panel::Lesson) { Panel::None } else { self }
    }

    /// Whether it replaces the inspector's own content.
    pub fn replaces_inspector(self) -> bool {
        self != Panel::None
    }
}
