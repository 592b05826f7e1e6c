//! Updates of the player by messages, frames and changes elsewhere.

use app::playback::Playback;
use app::state::Core;

use crate::propagation::msg::Msg;
use crate::propagation::state::{Propagation, SPEEDS};
use crate::propagation::timeline::Timeline;

/// Maximum time counted for a frame, in milliseconds, so that a hidden page resumes where it was.
const LONGEST_FRAME_MS: f64 = 250.0;
/// Duration of unrolling the input on request, in milliseconds.
const UNROLL_MS: f64 = 900.0;

impl Propagation {
    /// Handles `msg`.
    pub fn update(&mut self, core: &Core, msg: Msg) {
        if msg == Msg::Open && core.network().is_some() {
            self.is_open = true;
            self.go_to(0.0);
            // With reduced motion, playing must be started explicitly.
            self.is_playing = !self.is_still;
        }
        if !self.is_open {
            return;
        }
        match msg {
            Msg::Open => {}
            Msg::Close => self.close(),
            Msg::TogglePlay => {
                if !self.is_playing && self.position >= self.timeline.length() {
                    self.go_to(0.0);
                }
                self.is_playing = !self.is_playing;
            }
            Msg::Step { is_forward, by_layer } => {
                self.is_playing = false;
                self.go_to(self.timeline.step(self.position, is_forward, by_layer));
            }
            Msg::Seek(share) => {
                self.is_playing = false;
                self.go_to(share.clamp(0.0, 1.0) * self.timeline.length());
            }
            Msg::SetSpeed(idx) => self.speed = SPEEDS.get(idx).copied().unwrap_or(self.speed),
            Msg::SetLooping(is_looping) => self.is_looping = is_looping,
            Msg::SetColumn(wants_column) => self.wants_column = wants_column,
        }
    }

    /// Rebuilds the timeline for another network, and publishes the progress to the network view. `held`: where the pass waits,
    /// while it must not be replayed.
    pub(crate) fn sync(&mut self, core: &mut Core, held: Option<Playback>) {
        if held.is_some() {
            self.close();
        }
        if self.is_open {
            let timeline = Timeline::new(&core.sizes());
            if self.timeline != timeline {
                self.timeline = timeline;
                self.go_to(0.0);
            }
            if self.is_still {
                self.column = self.column_target();
            }
        }
        core.playback = held.or_else(|| self.playback());
        if !self.is_moving() {
            self.last_frame_ms = None;
        }
    }

    fn close(&mut self) {
        self.is_open = false;
        self.is_playing = false;
    }

    /// Handles an animation frame at this time in milliseconds.
    pub(crate) fn tick(&mut self, now_ms: f64) {
        if !self.is_open {
            return;
        }
        let elapsed_ms = self.last_frame_ms.map_or(0.0, |last| (now_ms - last).clamp(0.0, LONGEST_FRAME_MS));
        self.last_frame_ms = Some(now_ms);
        let step = (elapsed_ms / UNROLL_MS) as f32;
        self.column += (self.column_target() - self.column).clamp(-step, step);
        if self.is_playing {
            self.advance(elapsed_ms);
        }
    }
}
