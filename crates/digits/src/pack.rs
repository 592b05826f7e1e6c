//! The pack: labelled images at one bit a pixel in a small file, for the page. `docs/MODEL.md` describes the format.

use thiserror::Error;

use crate::image::N_PIXELS;

/// The first four bytes.
const MAGIC: [u8; 4] = *b"INKD";
/// The fifth byte.
const VERSION: u8 = 1;
/// Magic, version and padding, the two counts, the checksum.
const HEADER_BYTES: usize = 20;
/// The bytes of an image.
const IMAGE_BYTES: usize = N_PIXELS / 8;
/// The most images that a pack may have.
const MAX_IMAGES: u64 = 1_000_000;
/// Pixels from this shade on are ink.
const INK: u8 = 128;

/// What can be wrong with a pack.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PackError {
    /// Another kind of file.
    #[error("it is not a pack of digits")]
    Magic,
    /// A later version.
    #[error("it is a pack of version {0}, and this page reads version {VERSION}")]
    Version(u8),
    /// Too few or too many bytes.
    #[error("it has {found} bytes, but its header says {expected}")]
    Length {
        /// The length according to the header.
        expected: u64,
        /// The actual length.
        found: u64,
    },
    /// A byte was changed.
    #[error("it is damaged: its checksum is wrong")]
    Checksum,
    /// A label that is not a digit.
    #[error("label {0} is not a digit")]
    Label(u8),
}

/// A pack that has been checked: images to train on, then images that are held out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    n_training: usize,
    labels: Vec<u8>,
    images: Vec<[u8; IMAGE_BYTES]>,
}

impl Pack {
    /// Packs images: those to train on, and those held out.
    ///
    /// # Panics
    ///
    /// If the numbers of images and labels differ, or a label is not a digit.
    #[must_use]
    pub fn new(training: (&[[u8; N_PIXELS]], &[u8]), held_out: (&[[u8; N_PIXELS]], &[u8])) -> Self {
        let mut pack = Pack { n_training: training.0.len(), labels: Vec::new(), images: Vec::new() };
        for (images, labels) in [training, held_out] {
            assert_eq!(images.len(), labels.len(), "each image has a label");
            assert!(labels.iter().all(|label| *label < 10), "a label is a digit");
            pack.labels.extend_from_slice(labels);
            pack.images.extend(images.iter().map(packed));
        }
        pack
    }

    /// Reads a pack.
    ///
    /// # Errors
    ///
    /// [`PackError`] says what is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PackError> {
        let (header, rest) = bytes.split_first_chunk::<HEADER_BYTES>().ok_or(PackError::Magic)?;
        if header[..4] != MAGIC {
            return Err(PackError::Magic);
        }
        if header[4] != VERSION {
            return Err(PackError::Version(header[4]));
        }
        let number =
            |at: usize| u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]);
        let (n_training, n_held_out, expected) = (number(8), number(12), number(16));
        let n_images = u64::from(n_training) + u64::from(n_held_out);
        let (length, found) = (HEADER_BYTES as u64 + n_images * (1 + IMAGE_BYTES as u64), bytes.len() as u64);
        if n_images > MAX_IMAGES || found != length {
            return Err(PackError::Length { expected: length, found });
        }
        if checksum(rest) != expected {
            return Err(PackError::Checksum);
        }
        let (labels, pixels) = rest.split_at(n_images as usize);
        if let Some(label) = labels.iter().find(|label| **label > 9) {
            return Err(PackError::Label(*label));
        }
        let images = pixels.as_chunks().0.to_vec();
        Ok(Pack { n_training: n_training as usize, labels: labels.to_vec(), images })
    }

    /// The pack as a file.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend([VERSION, 0, 0, 0]);
        let n_held_out = self.labels.len() - self.n_training;
        bytes.extend((self.n_training as u32).to_le_bytes());
        bytes.extend((n_held_out as u32).to_le_bytes());
        let rest = [self.labels.as_slice(), self.images.as_flattened()].concat();
        bytes.extend(checksum(&rest).to_le_bytes());
        bytes.extend(rest);
        bytes
    }

    /// The number of images to train on. The others are held out.
    #[must_use]
    pub const fn n_training(&self) -> usize {
        self.n_training
    }

    /// The digit of each image, those to train on first.
    #[must_use]
    pub fn labels(&self) -> &[u8] {
        &self.labels
    }

    /// An image: 0 is paper, 255 is ink.
    ///
    /// # Panics
    ///
    /// If there is no such image.
    #[must_use]
    pub fn image(&self, idx: usize) -> [u8; N_PIXELS] {
        let bits = &self.images[idx];
        std::array::from_fn(|pixel| if bits[pixel / 8] << (pixel % 8) & 0x80 == 0 { 0 } else { 255 })
    }
}

/// Row by row, eight pixels a byte, the first one highest.
fn packed(image: &[u8; N_PIXELS]) -> [u8; IMAGE_BYTES] {
    let bits = |pixels: &[u8; 8]| pixels.iter().fold(0, |bits, pixel| bits << 1 | u8::from(*pixel >= INK));
    let mut packed = [0; IMAGE_BYTES];
    for (byte, pixels) in packed.iter_mut().zip(image.as_chunks::<8>().0) {
        *byte = bits(pixels);
    }
    packed
}

/// FNV-1a.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Images of noise, and their labels.
    fn images(n: usize, seed: u32) -> (Vec<[u8; N_PIXELS]>, Vec<u8>) {
        let noise = |idx: usize, pixel: usize| ((idx * 7919 + pixel * 104_729 + seed as usize) % 251) as u8;
        let image = |idx: usize| std::array::from_fn(|pixel| noise(idx, pixel));
        ((0..n).map(image).collect(), (0..n).map(|idx| ((idx + seed as usize) % 10) as u8).collect())
    }

    fn pack(n_training: usize, n_held_out: usize, seed: u32) -> Pack {
        let (training, held_out) = (images(n_training, seed), images(n_held_out, seed + 1));
        Pack::new((&training.0, &training.1), (&held_out.0, &held_out.1))
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read_back(n_training in 0_usize..9, n_held_out in 0_usize..9, seed in 0_u32..1000) {
            let pack = pack(n_training, n_held_out, seed);
            prop_assert_eq!(Pack::from_bytes(&pack.to_bytes()), Ok(pack.clone()));
            let (training, labels) = images(n_training, seed);
            prop_assert_eq!(&pack.labels()[..pack.n_training()], labels);
            for (idx, image) in training.iter().enumerate() {
                prop_assert_eq!(pack.image(idx), image.map(|pixel| if pixel >= 128 { 255 } else { 0 }));
            }
        }

        #[test]
        fn no_changed_byte_goes_unnoticed(at in any::<prop::sample::Index>(), change in 1_u8..) {
            let mut bytes = pack(3, 2, 1).to_bytes();
            let at = at.index(bytes.len());
            prop_assume!(!(5..8).contains(&at));
            bytes[at] ^= change;
            let read = Pack::from_bytes(&bytes);
            // Images to train on may become held out ones, and the other way round, but there are as many.
            prop_assert!(read.is_err());
        }

        #[test]
        fn any_bytes_are_harmless(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Pack::from_bytes(&[&MAGIC[..], &[VERSION], &bytes[..]].concat());
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let bytes = pack(2, 1, 1).to_bytes();
        let message = |bytes: &[u8]| Pack::from_bytes(bytes).unwrap_err().to_string();
        assert_eq!(message(b"PK"), "it is not a pack of digits");
        assert_eq!(message(&bytes[..300]), "it has 300 bytes, but its header says 317");
        let mut later = bytes.clone();
        later[4] = 2;
        assert_eq!(message(&later), "it is a pack of version 2, and this page reads version 1");
        let mut wrong = bytes;
        wrong[100] ^= 1;
        assert_eq!(message(&wrong), "it is damaged: its checksum is wrong");
    }
}
