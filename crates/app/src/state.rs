//! The ground truth of the page. What follows from it is in `derived`, how it looks in `scene`.

use digits::PreprocessingStep;

use crate::model::Model;
use crate::network_layout::{NetworkLayout, Target};
use crate::pad::Pad;
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
    /// What people should know: sentences, newest last.
    pub notes: Vec<String>,
    /// Counts the changes of ink, model and steps: what `derived` depends on.
    pub revision: u64,
}

impl State {
    /// The part of the network whose edges and numbers are shown: what the pointer is over, else what is picked.
    pub fn attended(&self) -> Option<Target> {
        self.hovered.or(self.picked)
    }

    /// The look in force, as the style sheet names it.
    pub fn theme(&self) -> &'static str {
        self.settings.theme.resolved(self.system_is_dark)
    }
}
