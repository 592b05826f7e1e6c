//! Messages about the sweep.

/// A message about the sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Msg {
    /// Sweep this setting next.
    Choose(String),
    /// Start it.
    Start,
    /// Stop it, and keep the curves so far.
    Stop,
    /// Make a run's experiment the one that is set, and record its film.
    Take(usize),
}
