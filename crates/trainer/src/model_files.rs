//! Model files: read from disk, converted from other formats, described on a page.

pub(crate) mod cards;
pub(crate) mod convert;
pub(crate) mod pack;
pub(crate) mod store;
