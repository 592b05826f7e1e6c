//! Inkling's page in a browser, without the panels: the loop, and the views and inputs of the first answer. It only
//! translates: events become messages of `app`, scenes of `app` become pixels and elements. What the page does is not
//! decided here. Of the part that arrives later it knows a trait, [`LaterPart`], and nothing else.

mod canvas;
pub mod dom;
pub mod event;
mod failure;
mod fetch;
mod frames;
mod input;
mod later_part;
mod listener;
mod message;
mod runtime;
mod shown;
mod text;
mod view;
mod wiring;

pub use canvas::{Drawing, HeatMap};
pub use fetch::{Fetched, Fetcher};
pub use frames::Frames;
pub use input::size_of;
pub use later_part::LaterPart;
pub use message::{Message, Sender};
pub use runtime::Runtime;
pub use shown::Shown;
pub use text::Text;
pub use view::{fill, scale_x};
pub use wiring::{Guards, Wiring};
