//! Updates of the classroom by messages.

use app::settings::Theme;
use app::state::Core;

use crate::classroom::msg::{Effect, Msg};
use crate::classroom::state::{Classroom, Presentation};
use crate::knobs::Knobs;
use crate::link::Link;
use crate::training::Training;

impl Classroom {
    /// Handles `msg`.
    pub(crate) fn update(
        &mut self,
        core: &mut Core,
        (link, knobs, training): (&mut Link, &mut Knobs, &mut Training),
        msg: Msg,
        out: &mut Vec<Effect>,
    ) {
        match (msg, &mut self.presentation) {
            (Msg::Present, None) => {
                let theme_before = std::mem::replace(&mut core.settings.theme, Theme::Projector);
                self.presentation = Some(Presentation {
                    theme_before,
                    was_full_screen: false,
                    has_spotlight: false,
                    is_frozen: false,
                    is_blank: false,
                });
                out.push(Effect::FullScreen(true));
            }
            (Msg::Leave, Some(shown)) if shown.is_blank => shown.is_blank = false,
            (Msg::Leave, Some(shown)) if shown.is_frozen => shown.is_frozen = false,
            (Msg::IsFullScreen(true), Some(shown)) => shown.was_full_screen = true,
            // Whoever presents and leaves quickly has left before the screen is full.
            (Msg::IsFullScreen(true), None) => out.push(Effect::FullScreen(false)),
            // The end of an earlier presentation may come late.
            (Msg::IsFullScreen(false), Some(shown)) if !shown.was_full_screen => {}
            (Msg::Present | Msg::Leave | Msg::IsFullScreen(false), Some(shown)) => {
                core.settings.theme = shown.theme_before;
                self.presentation = None;
                out.push(Effect::FullScreen(false));
            }
            (Msg::ToggleSpotlight, Some(shown)) => shown.has_spotlight = !shown.has_spotlight,
            // A stroke is not cut off.
            (Msg::ToggleFreeze, Some(shown)) => shown.is_frozen = !shown.is_frozen && !core.is_in_gesture(),
            (Msg::ToggleBlank, Some(shown)) => shown.is_blank = !shown.is_blank,
            (Msg::ToggleKeys, _) => out.push(Effect::ToggleKeys),
            (Msg::BringBack, _) => {
                if let Some(mine) = self.mine.take() {
                    let mut effects = Vec::new();
                    link.restore(core, (knobs, training), (*mine, true, true), &mut effects);
                    out.extend(effects.into_iter().map(Effect::Link));
                }
            }
            (Msg::Stay, _) => self.mine = None,
            _ => {}
        }
    }
}
