//! The player's state: its position and how it advances.

use app::playback::Playback;

use crate::propagation::timeline::{Moment, Phase, Timeline, Work};

/// The available speeds, as multiples of normal speed.
pub const SPEEDS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 16.0];
/// With reduced motion, the minimum time between two still images, in milliseconds.
const STILL_MS: f64 = 400.0;
/// How long to pause at the end before looping, in milliseconds.
const END_MS: f64 = 1200.0;

/// The player that replays the forward pass.
#[derive(Clone, Debug)]
pub struct Propagation {
    /// Whether the player is open; otherwise the network shows all activations.
    pub is_open: bool,
    /// Whether the position advances.
    pub is_playing: bool,
    /// Whether to start over at the end.
    pub is_looping: bool,
    /// The speed, one of [`SPEEDS`].
    pub speed: f64,
    /// Whether the input should stay a column.
    pub wants_column: bool,
    /// How far it is unrolled for that, from 0 to 1.
    pub(super) column: f32,
    /// The position in the timeline, in milliseconds at normal speed.
    pub(super) position: f64,
    pub(super) timeline: Timeline,
    /// Whether to show only a sequence of still images (reduced motion).
    pub(super) is_still: bool,
    /// Time of the last frame, while anything moves.
    pub(super) last_frame_ms: Option<f64>,
    /// How long the current image has been shown, in milliseconds.
    standing_ms: f64,
}

impl Default for Propagation {
    fn default() -> Propagation {
        Propagation {
            is_open: false,
            is_playing: false,
            is_looping: false,
            speed: 1.0,
            wants_column: false,
            column: 0.0,
            position: 0.0,
            timeline: Timeline::default(),
            is_still: false,
            last_frame_ms: None,
            standing_ms: 0.0,
        }
    }
}

impl Propagation {
    /// The initial state. `is_motion_reduced`: whether the user prefers reduced motion.
    pub fn new(is_motion_reduced: bool) -> Propagation {
        Propagation { is_still: is_motion_reduced, ..Propagation::default() }
    }

    /// The current moment; with reduced motion, the last still image.
    pub fn moment(&self) -> Moment {
        let position = if self.is_still { self.timeline.still_before(self.position) } else { self.position };
        let moment = self.timeline.moment_at(position);
        Moment { unroll: moment.unroll.max(self.column), ..moment }
    }

    /// The position as a fraction of the pass.
    pub fn share(&self) -> f64 {
        self.position / self.timeline.length()
    }

    /// The progress shown in the network view; `None` while the player is closed.
    pub(super) fn playback(&self) -> Option<Playback> {
        if !self.is_open {
            return None;
        }
        let Moment { unroll, work } = self.moment();
        Some(match work {
            None => Playback { layer_idx: 0, neuron_idx: 0, light: 0.0, is_at_work: false, unroll },
            Some(Work { layer_idx, neuron_idx, phase, share }) => {
                let light = if phase == Phase::Light { share } else { 0.0 };
                Playback { layer_idx, neuron_idx, light, is_at_work: true, unroll }
            }
        })
    }

    /// Whether the next animation frame is needed.
    pub(crate) fn is_moving(&self) -> bool {
        self.is_open && (self.is_playing || self.column != self.column_target())
    }

    pub(super) fn column_target(&self) -> f32 {
        f32::from(u8::from(self.wants_column))
    }

    pub(super) fn go_to(&mut self, position: f64) {
        self.position = position;
        self.standing_ms = 0.0;
    }

    /// Advances by `elapsed_ms` of real time, smoothly or to the next still image.
    pub(super) fn advance(&mut self, elapsed_ms: f64) {
        let length = self.timeline.length();
        self.standing_ms += elapsed_ms;
        if self.position >= length && self.is_looping {
            if self.standing_ms >= END_MS {
                self.go_to(0.0);
            }
            return;
        }
        let due_after = |moved_ms: f64| (self.position + moved_ms * self.speed).min(length);
        if !self.is_still {
            self.go_to(due_after(elapsed_ms));
        } else if self.standing_ms >= STILL_MS {
            let next = self.timeline.still_before(due_after(self.standing_ms));
            if next > self.position {
                self.go_to(next);
            }
        }
        self.is_playing = self.position < length || self.is_looping;
    }
}
