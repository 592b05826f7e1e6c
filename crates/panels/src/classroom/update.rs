//! Updates of the classroom by messages.

use app::settings::Theme;
use app::state::Core;

use crate::classroom::msg::{Effect, Msg};
use crate::classroom::state::Classroom;

impl Classroom {
    /// Handles `msg`.
    pub fn update(&mut self, core: &mut Core, msg: Msg, out: &mut Vec<Effect>) {
        match msg {
            Msg::Present if self.is_presenting() => {
                self.leave(core);
                out.push(Effect::FullScreen(false));
            }
            Msg::Present => {
                self.theme_before = Some(std::mem::replace(&mut core.settings.theme, Theme::Projector));
                out.push(Effect::FullScreen(true));
            }
            Msg::LeftFullScreen => self.leave(core),
        }
    }

    /// Stops presenting.
    fn leave(&mut self, core: &mut Core) {
        if let Some(theme) = self.theme_before.take() {
            core.settings.theme = theme;
        }
    }
}
