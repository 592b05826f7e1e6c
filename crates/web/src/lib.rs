//! The core of Inkling's page in a browser: the loop, and the views and listeners that the first answer needs. It only
//! translates: events become messages to `app`, and scenes from `app` become pixels and elements. All behaviour is in
//! `app`. The only thing it knows about the later part, with the panels, is the trait [`LaterPart`].

mod canvas;
pub mod dom;
pub mod event;
mod failure;
mod fetch;
mod frames;
mod input;
mod later_part;
mod listener;
mod markup;
mod message;
mod runtime;
mod shown;
mod text;
mod view;
mod wiring;

pub use canvas::{Drawing, HeatMap};
pub use fetch::{Fetched, Fetcher};
pub use frames::Frames;
pub use input::{query, size_of};
pub use later_part::LaterPart;
pub use markup::Markup;
pub use message::{Message, Sender};
pub use runtime::Runtime;
pub use shown::Shown;
pub use text::Text;
pub use view::{draw_labels, fill, palette_of, scale_x};
pub use wiring::{Guards, Wiring};
