//! Everything that can be wrong with a packed model file, as phrases about the file: the page shows them as they are.

use digits::PreprocessingError;
use nn::NetworkError;
use thiserror::Error;

use super::VERSION;
use crate::ModelError;
use crate::limits::MAX_MODEL_BYTES;

/// Why bytes are not a packed model file of version 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackedError {
    /// It does not begin as one.
    #[error("it is not a packed model file")]
    NotPacked,
    /// More than [`MAX_MODEL_BYTES`]; nothing was read.
    #[error("it is too large for a model: {found} bytes, and the limit is {MAX_MODEL_BYTES}")]
    TooManyBytes {
        /// The file's size.
        found: usize,
    },
    /// A packed model file of another version.
    #[error(
        "it was made by a newer version of Inkling: update this one, or reload its page (packed format version {found}, not {VERSION})"
    )]
    UnsupportedVersion {
        /// The version found.
        found: u8,
    },
    /// The file ends before the model does.
    #[error("it ends too early to be a model: download or copy it again")]
    CutOff,
    /// The file goes on after the model.
    #[error("it has {found} extra bytes after the end of the model: download or copy it again")]
    TooLong {
        /// How many.
        found: usize,
    },
    /// Bytes that cannot be what they must be: a text that is not UTF-8, a code that means nothing, a share beyond 1.
    #[error("it is damaged: download or copy it again ({what})")]
    Damaged {
        /// What cannot be, in words.
        what: &'static str,
    },
    /// A preprocessing step is named twice.
    #[error(transparent)]
    Preprocessing(#[from] PreprocessingError),
    /// What the file describes is no model that reads digits.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl From<NetworkError> for PackedError {
    fn from(error: NetworkError) -> Self {
        PackedError::Model(error.into())
    }
}
