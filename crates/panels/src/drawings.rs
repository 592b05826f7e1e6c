//! Labelled drawings that the browser keeps: each is stored under a key of its own, so that two tabs do not overwrite each
//! other's, and what cannot be read stays where it is.

mod labelled;
pub(crate) mod line;
mod picture;
mod reading;
mod shelf;

pub(crate) use labelled::Labelled;
pub use labelled::Picture;
pub(crate) use picture::path;
pub(crate) use reading::{NOT_SURE, Reading, words};
pub use shelf::Effect;
pub(crate) use shelf::{MAX_DRAWINGS, Shelf, left_out};
