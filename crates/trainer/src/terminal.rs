//! The person at the terminal: the command that was typed, Ctrl-C, progress bars.

pub(crate) mod command_line;
pub(crate) mod progress;
pub(crate) mod signals;
