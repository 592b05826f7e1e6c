//! The browser engines that the tests run in, and what each cannot be made to do by WebDriver.
//!
//! A test says nothing about engines. Where it asks for something that the engine cannot do, the harness ends it there and says so
//! (see `harness`). This file has all the limits, each with its reason: what an engine does differently is no reason.

use std::env;
use std::error::Error;
use std::fmt;

use anyhow::{Result, bail};

/// An engine, in the browser that the tests drive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chromium, headless, with ChromeDriver.
    Chromium,
    /// Firefox, headless, with geckodriver.
    Firefox,
    /// WebKitGTK's MiniBrowser on an X server of its own, with WebKitWebDriver.
    WebKit,
}

/// Something that a test may ask for and that not every engine can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// Input of a mouse.
    Mouse,
    /// Input of a pen.
    Pen,
    /// Input of fingers, and screens that say they are touched.
    Fingers,
    /// Fingers that scroll, which is for the browser to do.
    Scrolling,
    /// Pages that believe that the system asks for dark colours, little motion or forced colours.
    Preferences,
    /// Pages as they are on paper.
    Paper,
    /// Another size of type than the usual one.
    FontSize,
    /// The browser's own window being minimised.
    Minimising,
    /// The Chrome DevTools protocol.
    DevTools,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its name in `INKLING_ENGINE`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// The engine that `INKLING_ENGINE` names; Chromium if it names none.
    ///
    /// # Errors
    ///
    /// If there is no engine of that name.
    pub fn of_run() -> Result<Self> {
        match env::var("INKLING_ENGINE") {
            Ok(name) if !name.is_empty() => Self::named(&name),
            _ => Ok(Self::Chromium),
        }
    }

    fn named(name: &str) -> Result<Self> {
        match Self::ALL.into_iter().find(|engine| engine.name() == name) {
            Some(engine) => Ok(engine),
            None => bail!("there is no engine `{name}`; there are {}", Self::ALL.map(Self::name).join(", ")),
        }
    }

    /// Why it cannot do something; `None` if it can.
    #[must_use]
    pub fn limit(self, ability: Ability) -> Option<&'static str> {
        match (self, ability) {
            (Self::Firefox, Ability::Pen) => {
                Some("geckodriver answers that pointers of type pen are not implemented")
            }
            (Self::Firefox, Ability::Minimising) => Some("a headless Firefox has no window to minimise"),
            (Self::Firefox, Ability::Scrolling) => {
                Some("geckodriver gives fingers to the page alone, and the browser does not see them")
            }
            (Self::WebKit, Ability::Fingers) => Some("WebKitWebDriver turns fingers into a mouse"),
            (Self::WebKit, Ability::Preferences) => {
                Some("WebKitGTK takes them from the desktop, and WebKitWebDriver has no command for them")
            }
            (Self::WebKit, Ability::Paper) => Some("WebKitWebDriver has no command for printing"),
            (Self::WebKit, Ability::FontSize) => Some("WebKitWebDriver has no command for it"),
            (Self::WebKit, Ability::Minimising) => {
                Some("its X server has no window manager, which would do it")
            }
            (Self::Firefox | Self::WebKit, Ability::DevTools) => Some("it is Chromium's alone"),
            _ => None,
        }
    }

    /// Checks that it can do something.
    ///
    /// # Errors
    ///
    /// [`Unable`] if it cannot.
    pub fn require(self, ability: Ability) -> Result<()> {
        match self.limit(ability) {
            Some(reason) => Err(Unable { engine: self, ability, reason }.into()),
            None => Ok(()),
        }
    }
}

/// What a test asked for and the engine cannot do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unable {
    engine: Engine,
    ability: Ability,
    reason: &'static str,
}

impl fmt::Display for Unable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { engine, ability, reason } = self;
        write!(f, "{ability:?} is out of reach in {}: {reason}", engine.name())
    }
}

impl Error for Unable {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn engines_are_told_by_their_names() {
        for engine in Engine::ALL {
            assert_eq!(Engine::named(engine.name()).unwrap(), engine);
        }
        let error = Engine::named("netscape").unwrap_err().to_string();
        assert!(error.contains("netscape") && error.contains("chromium, firefox, webkit"), "{error}");
    }

    #[test]
    fn chromium_can_do_everything() {
        for ability in [
            Ability::Mouse,
            Ability::Pen,
            Ability::Fingers,
            Ability::Scrolling,
            Ability::Preferences,
            Ability::Paper,
            Ability::FontSize,
            Ability::Minimising,
            Ability::DevTools,
        ] {
            assert_eq!(Engine::Chromium.limit(ability), None, "{ability:?}");
        }
    }

    #[test]
    fn a_limit_is_known_again_among_the_causes_of_an_error() {
        let error = Engine::Firefox.require(Ability::Pen).unwrap_err().context("drawing");
        assert!(error.downcast_ref::<Unable>().is_some());
        assert!(Engine::WebKit.require(Ability::Pen).is_ok());
    }
}
