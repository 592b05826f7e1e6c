//! How gzipped files are told from plain ones.

/// The first two bytes of a gzip file.
pub(crate) const MAGIC: [u8; 2] = [0x1f, 0x8b];
