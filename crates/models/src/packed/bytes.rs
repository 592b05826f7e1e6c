//! Taking a packed file's bytes from the front, piece by piece, never beyond its end.

use super::PackedError;

/// What is left of the file.
pub(super) struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Bytes(bytes)
    }

    pub(super) fn n_left(&self) -> usize {
        self.0.len()
    }

    pub(super) fn take(&mut self, n: usize) -> Result<&'a [u8], PackedError> {
        let (taken, rest) = self.0.split_at_checked(n).ok_or(PackedError::CutOff)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], PackedError> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(PackedError::CutOff)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, PackedError> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn text(&mut self) -> Result<String, PackedError> {
        let n_bytes = u32::from_le_bytes(self.array()?) as usize;
        match str::from_utf8(self.take(n_bytes)?) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(PackedError::Damaged { what: "a text that is not UTF-8" }),
        }
    }

    /// A thing that need not be there.
    pub(super) fn option<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, PackedError>,
    ) -> Result<Option<T>, PackedError> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(PackedError::Damaged { what: "a field that is neither there nor missing" }),
        }
    }
}
