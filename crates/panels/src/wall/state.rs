//! The state of the wall: zoom level, cursor and hovered cell.

use app::target::{EdgeIdx, Target};

use crate::knobs::parameter::Parameter;
use crate::wall::layout::Level;

/// The zoom level, the cursor and the hovered cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Wall {
    /// The zoom level.
    pub(super) level: Level,
    /// The keyboard's cursor, which zooming keeps in view.
    pub(super) cursor: Parameter,
    /// The hovered cell.
    pub(super) pointed: Option<Parameter>,
    /// The last rejected text, and the reason.
    pub(super) refusal: Option<(String, String)>,
}

impl Default for Wall {
    fn default() -> Self {
        let cursor = Parameter { layer_idx: 0, to: 0, from: Some(0) };
        Wall { level: Level::All, cursor, pointed: None, refusal: None }
    }
}

impl Wall {
    /// The zoom level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The keyboard's cursor.
    pub fn cursor(&self) -> Parameter {
        self.cursor
    }
}

/// A parameter's neuron.
pub(super) fn neuron_of(parameter: &Parameter) -> Target {
    Target::neuron(parameter.layer_idx, parameter.to)
}

/// A weight's input; `None` for a bias.
pub(super) fn source_of(parameter: &Parameter) -> Option<Target> {
    let Parameter { layer_idx, to, from } = *parameter;
    from.map(|from| EdgeIdx { layer_idx, from, to }.source())
}
