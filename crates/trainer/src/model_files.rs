//! Model files: read from disk, converted from other formats, packed for the page, described in a README.

pub(crate) mod cards;
pub(crate) mod convert;
pub(crate) mod pack;
pub(crate) mod store;
