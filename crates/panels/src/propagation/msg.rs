//! Messages to the player.

/// A message to the player.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Msg {
    /// Open the player and start playing.
    Open,
    /// Close the player.
    Close,
    /// Play, from the start if at the end, or pause.
    TogglePlay,
    /// Step to the end of a neuron or a layer.
    Step {
        /// Forward, otherwise backward.
        is_forward: bool,
        /// By layer, otherwise by neuron.
        by_layer: bool,
    },
    /// Seek to this fraction of the pass, from 0 to 1.
    Seek(f64),
    /// Play at the speed with this index in [`SPEEDS`](super::SPEEDS); an invalid index is ignored.
    SetSpeed(usize),
    /// Whether to start over at the end.
    SetLooping(bool),
    /// Whether to show the input as a column while the player is open.
    SetColumn(bool),
}
