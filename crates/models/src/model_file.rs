//! Model files: a model as JSON, version 1 of the format.
//!
//! `wire` holds the JSON as it is in the file, `read` and `write` convert it by hand; nothing here touches files.

mod error;
mod read;
mod wire;
mod write;

pub use error::ModelFileError;

/// What `format` says in a model file.
const FORMAT: &str = "inkling-model";
/// The version of the format that is read and written.
const VERSION: u64 = 1;
