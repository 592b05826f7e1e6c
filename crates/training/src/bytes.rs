//! Numbers to bytes and back: little-endian, one after the other.

use thiserror::Error;

/// The version of the messages, which is their first byte.
const VERSION: u8 = 1;

/// Bytes that are not a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MessageError {
    /// Another version's.
    #[error("the message is of another version of this page")]
    Version,
    /// Too few or too many bytes, or values that mean nothing.
    #[error("the message is damaged")]
    Damaged,
}

/// Writes a message.
#[derive(Debug)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Starts with the version and the kind of the message.
    pub(crate) fn new(kind: u8) -> Self {
        Writer { bytes: vec![VERSION, kind] }
    }

    /// Starts a message about a run.
    pub(crate) fn of_run(kind: u8, run: u32) -> Self {
        let mut writer = Writer::new(kind);
        writer.u32(run);
        writer
    }

    pub(crate) fn u8(&mut self, number: u8) {
        self.bytes.push(number);
    }

    pub(crate) fn u16(&mut self, number: u16) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(crate) fn u32(&mut self, number: u32) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(crate) fn u64(&mut self, number: u64) {
        self.bytes.extend(number.to_le_bytes());
    }

    pub(crate) fn f32(&mut self, number: f32) {
        self.bytes.extend(number.to_le_bytes());
    }

    /// How many there are, and the numbers.
    pub(crate) fn f32s(&mut self, numbers: &[f32]) {
        self.u32(numbers.len() as u32);
        self.bytes.reserve(size_of_val(numbers));
        for &number in numbers {
            self.f32(number);
        }
    }

    /// How many there are, and the bytes.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.u32(bytes.len() as u32);
        self.bytes.extend(bytes);
    }

    /// The bytes alone, where both sides know how many there are.
    pub(crate) fn raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads a message.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads the version and the kind.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<(u8, Self), MessageError> {
        let mut reader = Reader { bytes };
        if reader.u8()? != VERSION {
            return Err(MessageError::Version);
        }
        Ok((reader.u8()?, reader))
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], MessageError> {
        let (taken, rest) = self.bytes.split_at_checked(n).ok_or(MessageError::Damaged)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], MessageError> {
        let (taken, rest) = self.bytes.split_first_chunk().ok_or(MessageError::Damaged)?;
        self.bytes = rest;
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, MessageError> {
        Ok(u8::from_le_bytes(self.array()?))
    }

    pub(crate) fn u16(&mut self) -> Result<u16, MessageError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    pub(crate) fn u32(&mut self) -> Result<u32, MessageError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    pub(crate) fn u64(&mut self) -> Result<u64, MessageError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    pub(crate) fn f32(&mut self) -> Result<f32, MessageError> {
        Ok(f32::from_le_bytes(self.array()?))
    }

    /// One of the values, by its index.
    pub(crate) fn one_of<T: Copy>(&mut self, values: &[T]) -> Result<T, MessageError> {
        values.get(usize::from(self.u8()?)).copied().ok_or(MessageError::Damaged)
    }

    /// Numbers after their count. The bytes are there before memory is taken for them.
    pub(crate) fn f32s(&mut self) -> Result<Vec<f32>, MessageError> {
        let n = self.u32()? as usize;
        let bytes = self.take(n.checked_mul(size_of::<f32>()).ok_or(MessageError::Damaged)?)?;
        Ok(bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect())
    }

    /// Bytes after their count.
    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], MessageError> {
        let n = self.u32()? as usize;
        self.take(n)
    }

    /// Nothing may follow.
    pub(crate) fn finish(self) -> Result<(), MessageError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(MessageError::Damaged) }
    }
}

/// The index of a value that [`Reader::one_of`] finds again.
pub(crate) fn index_of<T: PartialEq>(value: &T, values: &[T]) -> u8 {
    values.iter().position(|other| other == value).unwrap_or(usize::from(u8::MAX)) as u8
}
