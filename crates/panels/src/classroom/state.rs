//! The state of the classroom.

use app::settings::Theme;

/// What a teacher has in front of a class.
#[derive(Clone, Debug, Default)]
pub struct Classroom {
    /// While the page is presented: the theme to return to.
    pub(super) theme_before: Option<Theme>,
}

impl Classroom {
    /// Whether the page is presented.
    pub fn is_presenting(&self) -> bool {
        self.theme_before.is_some()
    }
}
