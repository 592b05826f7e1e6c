//! The state of the classroom.

use app::settings::Theme;

use crate::link::linked::Linked;

/// What a teacher has in front of a class.
#[derive(Clone, Debug, Default)]
pub struct Classroom {
    /// While the page is presented.
    pub presentation: Option<Presentation>,
    /// The person's own state, after a return to the start.
    pub(super) mine: Option<Box<Linked>>,
}

/// The page while it is presented.
#[derive(Clone, Debug, PartialEq)]
pub struct Presentation {
    /// The theme to return to.
    pub(super) theme_before: Theme,
    /// Whether it has filled the screen since: a browser takes its time, and may refuse.
    pub(super) was_full_screen: bool,
    /// Whether the place under the pointer is lit, and the rest dimmed.
    pub has_spotlight: bool,
    /// Whether the picture holds still.
    pub is_frozen: bool,
    /// Whether the screen is blank.
    pub is_blank: bool,
}

impl Classroom {
    /// Whether the picture holds still.
    pub fn is_frozen(&self) -> bool {
        self.presentation.as_ref().is_some_and(|presentation| presentation.is_frozen)
    }

    /// Whether the screen is blank.
    pub fn is_blank(&self) -> bool {
        self.presentation.as_ref().is_some_and(|presentation| presentation.is_blank)
    }

    /// Whether there is a state of the person's to bring back.
    pub fn has_mine(&self) -> bool {
        self.mine.is_some()
    }

    /// Keeps the person's state: the page is about to return to the start.
    pub(crate) fn keep(&mut self, mine: Linked) {
        self.mine = Some(mine.into());
    }
}
