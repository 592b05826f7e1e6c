//! Messages to the panel that follows a number, and its effects.

use app::target::Target;

/// A message.
#[derive(Clone, Copy, Debug)]
pub enum Msg {
    /// Follow the picked pixel.
    Start,
    /// Go on (`true`) or back by one step.
    Step(bool),
    /// Lead the path through this neuron, and go to the edge into it.
    Through(Target),
    /// Stop following.
    Close,
}

/// A side effect for the browser to carry out.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// An effect of the core.
    Core(app::msg::Effect),
    /// Move the keyboard focus to the button that goes on.
    FocusOnNext,
}
