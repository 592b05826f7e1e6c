//! Messages to the panel.

use app::named::Named;

use crate::knobs::Parameter;

/// What the panel shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The step, stage by stage.
    #[default]
    Step,
    /// The check of a gradient.
    Check,
}

impl Named for View {
    const NAMES: &'static [(&'static str, Self)] = &[("step", View::Step), ("check", View::Check)];
}

/// A message to the panel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Msg {
    /// Show this view.
    Show(View),
    /// Say that the drawing is this digit. If the pad is empty, draw the built-in one.
    Label(u8),
    /// Play, from the start if at the end, or pause.
    TogglePlay,
    /// Go to the end of the next (`true`) or previous stage.
    Step(bool),
    /// Play at the speed with this index in [`SPEEDS`](crate::propagation::SPEEDS); an invalid index is ignored.
    SetSpeed(usize),
    /// Set the learning rate; one that is not positive or too large is ignored.
    SetRate(f32),
    /// Take the step: change the network in use.
    Take,
    /// Show the gradient of this weight or bias.
    Choose(Parameter),
    /// Open the panel at the check of this weight or bias.
    Check(Parameter),
    /// Set how far the check turns the knob to either side; anything but a small positive number is ignored.
    SetEpsilon(f32),
}
