//! The built page in a real browser, over WebDriver: the harness of the end-to-end tests and of the page's benchmark.
//!
//! A test is a closure that [`on_page`] calls with the page loaded in a fresh tab of a browser, from a server of its own.
//! The browser is Chromium, or the one that `INKLING_ENGINE` names; a test ends where it asks for what the engine cannot do.
//!
//! After every test the harness checks that the console has no errors or warnings other than those that the test expects.
//! A test that fails leaves a screenshot in `screenshots/failed/`.
//!
//! Tests hold on any machine: none depends on how fast it is or which fonts it has. So a test waits for what it expects,
//! never for a length of time, and places come from [`Page::rect`] and its siblings, which wait for the layout to rest.
//!
//! | file | contents |
//! |---|---|
//! | `harness` | one test from start to finish |
//! | `engine` | the browser engines, and what each cannot be made to do |
//! | `browser` | a browser and its driver: starting, commands, stopping |
//! | `pool` | the browsers that tests share |
//! | `command` | WebDriver commands that fantoccini lacks |
//! | `page` | the page as a person sees it: elements, the answer, waiting |
//! | `place` | where an element is, once the page is at rest |
//! | `pointer`, `keyboard` | real input: mouse, finger, pen, keys |
//! | `ink` | digits to draw: made by hand, or from a strokes file |
//! | `screen` | sizes, themes, screenshots |
//! | `layout` | what must hold at every size: nothing cut off, targets large enough |
//! | `console` | the browser's errors and warnings |
//! | `fault` | what goes wrong between the server and the browser |
//! | `site`, `server` | a static server, with faults on request, which can be cut off |
//! | `headers` | the headers that a host is told to send |
//! | `rebuild` | another build of the page, to take the place of the first |
//! | `prelude` | scripts that it has the page run first |
//!
//! The harness knows the page's elements by the names in `docs/EMBED.md` and in the page's markup, and calls nothing inside
//! the page. It needs `dist/`, which `cargo xtask dist` builds; `cargo xtask test` takes care of that.

pub mod browser;
pub mod command;
pub mod console;
pub mod digest;
pub mod engine;
pub mod fault;
pub mod harness;
pub mod headers;
pub mod ink;
pub mod keyboard;
pub mod layout;
pub mod page;
pub mod place;
pub mod pointer;
mod pool;
mod port;
mod prelude;
pub mod rebuild;
pub mod screen;
mod server;
pub mod site;

pub use browser::Browser;
pub use console::Entry;
pub use engine::{Ability, Engine};
pub use fault::{Fault, File, Trouble};
pub use harness::{Setup, on_page};
pub use ink::{digit, pen_digits};
pub use page::{Answer, Page};
pub use pointer::Pointer;
pub use screen::{Screen, Theme};
pub use site::Site;
