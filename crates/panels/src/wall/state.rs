//! What is looked at on the wall.

use app::target::{EdgeIdx, Target};

use crate::knobs::parameter::Parameter;
use crate::wall::layout::Level;

/// What is looked at, and from how near.
#[derive(Clone, Debug)]
pub struct Wall {
    /// How near one looks.
    pub(super) level: Level,
    /// The cell that the keyboard is on, which zooming keeps in view.
    pub(super) cursor: Parameter,
    /// The cell that the pointer is over.
    pub(super) pointed: Option<Parameter>,
    /// What was typed and could not be taken, and why.
    pub(super) refusal: Option<(String, String)>,
}

impl Default for Wall {
    fn default() -> Self {
        let cursor = Parameter { layer_idx: 0, to: 0, from: Some(0) };
        Wall { level: Level::All, cursor, pointed: None, refusal: None }
    }
}

impl Wall {
    /// How near one looks.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The cell that the keyboard is on.
    pub fn cursor(&self) -> Parameter {
        self.cursor
    }
}

/// The neuron that a knob belongs to.
pub(super) fn neuron_of(parameter: &Parameter) -> Target {
    Target::neuron(parameter.layer_idx, parameter.to)
}

/// What a weight listens to; none for a bias.
pub(super) fn source_of(parameter: &Parameter) -> Option<Target> {
    let Parameter { layer_idx, to, from } = *parameter;
    from.map(|from| EdgeIdx { layer_idx, from, to }.source())
}
