//! The player of the slow forward pass: where it is, and how it moves on.

use app::playback::Playback;

use crate::propagation::timeline::{Moment, Phase, Timeline, Work};

/// How fast it can be played, as multiples of normal speed.
pub const SPEEDS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 4.0, 16.0];
/// The least time that a picture stands where they change at once, in milliseconds.
const STILL_MS: f64 = 400.0;
/// How long the end stands before it begins again, in milliseconds.
const END_MS: f64 = 1200.0;

/// The player: where it is, and how it moves.
#[derive(Clone, Debug)]
pub struct Propagation {
    /// Whether the player is there; otherwise the network shows all its numbers.
    pub is_open: bool,
    /// Whether the position moves on by itself.
    pub is_playing: bool,
    /// Whether it begins again at the end.
    pub is_looping: bool,
    /// One of [`SPEEDS`].
    pub speed: f64,
    /// Whether the input is to stay a column.
    pub wants_column: bool,
    /// How far it is unrolled on request, 0 to 1.
    pub(super) column: f32,
    /// The place in the timeline, in milliseconds at normal speed.
    pub(super) position: f64,
    pub(super) timeline: Timeline,
    /// Whether motion is reduced: only still pictures follow each other.
    pub(super) is_still: bool,
    /// When the last frame was, while something moves.
    pub(super) last_frame_ms: Option<f64>,
    /// How long the present picture has been standing, in milliseconds.
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
    /// The player as it arrives. `is_motion_reduced`: whether the person asked for less motion.
    pub fn new(is_motion_reduced: bool) -> Propagation {
        Propagation { is_still: is_motion_reduced, ..Propagation::default() }
    }

    /// What happens now; where motion is reduced, the last still picture.
    pub fn moment(&self) -> Moment {
        let position = if self.is_still { self.timeline.still_before(self.position) } else { self.position };
        let moment = self.timeline.moment_at(position);
        Moment { unroll: moment.unroll.max(self.column), ..moment }
    }

    /// The place in the whole pass, as a share of it.
    pub fn share(&self) -> f64 {
        self.position / self.timeline.length()
    }

    /// What the network view shows of the pass; none while the player is closed, and the view shows all of it.
    pub(super) fn playback(&self) -> Option<Playback> {
        if !self.is_open {
            return None;
        }
        Some(match self.moment().work {
            None => Playback { layer_idx: 0, neuron_idx: 0, light: 0.0 },
            Some(Work { layer_idx, neuron_idx, phase, share }) => {
                Playback { layer_idx, neuron_idx, light: if phase == Phase::Light { share } else { 0.0 } }
            }
        })
    }

    /// Whether it needs the next animation frame.
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

    /// Moves on by `elapsed_ms` of the clock: smoothly, or from one still picture to the next.
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
