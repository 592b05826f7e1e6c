//! `inkling data`: where data sets lie, getting them, making drawings up and looking at them.

pub(crate) mod directory;
pub(crate) mod download;
pub(crate) mod fetch;
pub(crate) mod fetch_pens;
pub(crate) mod pack;
pub(crate) mod sheet;
pub(crate) mod synthetic;
pub(crate) mod unipen;
pub(crate) mod unix_compress;
