//! What can happen to the player.

/// What can happen to the player.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Msg {
    /// The player comes up and begins.
    Open,
    /// It goes.
    Close,
    /// It plays on, from the beginning if it is at the end, or stops where it is.
    TogglePlay,
    /// To the next neuron's end, or the next layer's, or the one before.
    Step {
        /// Or backward.
        is_forward: bool,
        /// Or by neuron.
        by_layer: bool,
    },
    /// To this share of the whole pass, 0 to 1.
    Seek(f64),
    /// As fast as [`SPEEDS`](super::SPEEDS) has it at this index; beyond its end this is ignored.
    SetSpeed(usize),
    /// Whether it begins again at the end.
    SetLooping(bool),
    /// Whether the input is unrolled for as long as the player is there.
    SetColumn(bool),
}
