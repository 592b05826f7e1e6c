//! The built page in a real browser, over WebDriver: the harness of the end-to-end tests and of the page's benchmark.
//!
//! A test is one closure that [`on_page`] calls with the page loaded in a fresh headless Chromium, served by a server of
//! its own. The harness checks what holds for every test: no error or warning in the console but those that the test
//! expects. A test that fails leaves a screenshot in `screenshots/failed/`.
//!
//! | file | what lives there |
//! |---|---|
//! | `harness` | one test from start to end |
//! | `browser` | ChromeDriver and Chromium: started, spoken to, ended |
//! | `command` | WebDriver commands that only Chromium knows |
//! | `page` | the page as a person finds it: elements, the answer, waiting for it |
//! | `pointer`, `keyboard` | real input: mouse, finger, pen, keys |
//! | `ink` | digits to draw: made by hand, and from a strokes file |
//! | `screen` | sizes, themes, screenshots |
//! | `layout` | what a size must keep: nothing cut off, targets large enough |
//! | `console` | what the browser had to complain about |
//! | `fault` | what goes wrong on the way from the server to the browser |
//! | `site` | a static server, with faults on request |
//!
//! The harness knows the page's elements only by the names that `docs/EMBED.md` promises or the page's markup gives; it
//! calls nothing inside the page. It runs on `dist/` as built by `cargo xtask dist`; `cargo xtask test` sees to that.

pub mod browser;
pub mod command;
pub mod console;
pub mod fault;
pub mod harness;
pub mod ink;
pub mod keyboard;
pub mod layout;
pub mod page;
pub mod pointer;
pub mod screen;
pub mod site;

pub use browser::Browser;
pub use console::Entry;
pub use fault::{Fault, File, Trouble};
pub use harness::{Setup, on_page};
pub use ink::{digit, pen_digits};
pub use page::{Answer, Page};
pub use pointer::Pointer;
pub use screen::{Screen, Theme};
pub use site::Site;
