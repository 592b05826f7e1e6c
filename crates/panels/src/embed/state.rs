//! The state of the protocol: whether a host listens, what it is owed, and what it has been told.

use app::derived::Derived;
use app::edge_meaning::EdgeMeaning;
use app::panel::Panel;
use app::revision::Revision;
use app::target::Target;
use digits::PreprocessingStep;

use crate::embed::animation::Animation;
use crate::embed::msg::{Effect, Ticket};
use crate::embed::owed::Owed;
use crate::embed::size::Frame;
use crate::embed::throttle::{Beat, Throttle};

/// The most answers that may be owed.
pub(super) const MOST_OWED: usize = 100;

/// The page as its host knows it.
#[derive(Clone, Debug, Default)]
pub struct Embed {
    /// The frame, if the host wants to know the height.
    pub(super) frame: Option<Frame>,
    /// The width and height that the host has been told.
    pub(super) size: Option<(u32, u32)>,
    /// How many lines the host has.
    pub(super) n_lines: u32,
    /// Whether the page holds still.
    is_paused: bool,
    is_motion_reduced: bool,
    pub(super) owed: Vec<(Ticket, Owed)>,
    pub(super) animation: Option<Animation>,
    /// What was read when the host was told last.
    pub(super) read: Option<Read>,
    /// The state when the host was told last that it has changed.
    pub(super) state: Option<State>,
    /// The film when the host was told last.
    pub(super) film: Revision,
    /// The open lesson, and the steps of it that were done.
    pub(super) lesson: Option<(String, Vec<String>)>,
    /// The score of the class tally when the host was told last.
    pub(super) tally: (usize, usize),
    throttles: [Throttle; Beat::ALL.len()],
    /// What is derived from the core, for what the host is told.
    pub(super) derived: Derived,
}

/// What a prediction depends on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Read {
    pub(super) ink: Revision,
    pub(super) network: Revision,
    pub(super) steps_off: Vec<PreprocessingStep>,
    pub(super) is_covered: bool,
    pub(super) is_final: bool,
}

/// What the state depends on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct State {
    pub(super) revisions: [Revision; 3],
    pub(super) steps_off: Vec<PreprocessingStep>,
    pub(super) edges: EdgeMeaning,
    pub(super) open: Panel,
    pub(super) picked: Option<Target>,
    pub(super) lesson: Option<(String, Option<String>)>,
}

impl Embed {
    /// Without a host.
    pub(crate) fn new(is_motion_reduced: bool) -> Embed {
        Embed { is_motion_reduced, ..Embed::default() }
    }

    /// The frame is like this now; it has no width while it is not shown.
    pub(crate) fn set_frame(&mut self, frame: Frame) {
        self.frame = Some(frame).filter(|frame| frame.width > 0);
    }

    /// The host is told the size once more.
    pub(crate) fn forget_size(&mut self) {
        self.size = None;
    }

    /// Whether the page holds still: its host has said that it is out of sight.
    pub fn is_paused(&self) -> bool {
        self.is_paused
    }

    /// Whether a drawing is being put on the pad, stroke by stroke.
    pub(crate) fn is_animating(&self) -> bool {
        self.animation.is_some()
    }

    /// Whether drawings appear at once.
    pub(crate) fn is_still(&self) -> bool {
        self.is_paused || self.is_motion_reduced
    }

    /// Holds still, or goes on.
    pub(crate) fn set_paused(&mut self, is_paused: bool) {
        self.is_paused = is_paused;
    }

    /// Whether it owes as many answers as it may.
    pub(crate) fn owes_most(&self) -> bool {
        self.owed.len() >= MOST_OWED
    }

    /// Owes an answer.
    pub(crate) fn owe(&mut self, ticket: Ticket, owed: Owed) {
        self.owed.push((ticket, owed));
    }

    /// There is an event to tell: whether to tell it now.
    pub(super) fn has_news(&mut self, beat: Beat, out: &mut Vec<Effect>) -> bool {
        let is_now = self.throttles[beat as usize].has_news();
        out.extend(is_now.then_some(Effect::Rest(beat)));
        is_now
    }

    /// The rest after an event is over: whether there is something to tell now.
    pub(super) fn has_rested(&mut self, beat: Beat, out: &mut Vec<Effect>) -> bool {
        let is_now = self.throttles[beat as usize].has_rested();
        out.extend(is_now.then_some(Effect::Rest(beat)));
        is_now
    }
}
