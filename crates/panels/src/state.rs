//! The core and all panels, as on the fully loaded page.

use app::state::Core;

use crate::msg::{Effect, Msg};
use crate::panels::Panels;

/// The complete state of the page.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The core.
    pub core: Core,
    /// The panels.
    pub panels: Panels,
}

/// A message to the core or to a panel.
#[derive(Clone, Debug)]
pub enum PageMsg {
    /// For the core.
    Core(app::msg::Msg),
    /// For the panels.
    Panels(Msg),
}

impl From<app::msg::Msg> for PageMsg {
    fn from(msg: app::msg::Msg) -> PageMsg {
        PageMsg::Core(msg)
    }
}

impl<T: Into<Msg>> From<T> for PageMsg {
    fn from(msg: T) -> PageMsg {
        PageMsg::Panels(msg.into())
    }
}

impl State {
    /// Handles `msg` and returns the effects for the browser.
    pub fn update(&mut self, msg: impl Into<PageMsg>) -> Vec<Effect> {
        let mut effects = Vec::new();
        match msg.into() {
            PageMsg::Core(msg) => {
                effects.extend(app::update::update(&mut self.core, msg).into_iter().map(Effect::from));
            }
            PageMsg::Panels(msg) => self.panels.update(&mut self.core, msg, &mut effects),
        }
        self.panels.sync(&mut self.core, &mut effects);
        effects
    }
}
