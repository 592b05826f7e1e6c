//! The pack: labelled images at one bit a pixel in a small file, for the page. As in JBIG, a pixel is coded by how probable ink is,
//! given the pixels around it that are known. `docs/MODEL.md` describes the format.

use thiserror::Error;

use crate::arithmetic::{Decoder, Encoder};
use crate::image::{N_PIXELS, SIDE};

/// The first four bytes.
const MAGIC: [u8; 4] = *b"INKD";
/// The fifth byte.
const VERSION: u8 = 2;
/// Magic, version and padding, the two counts, the checksum.
const HEADER_BYTES: usize = 20;
/// A row of an image, with paper on its left.
const WIDTH: usize = SIDE + 3;
/// How far back the pixels are whose ink is the context of a pixel's: of the same row, the row above, and the one above that.
const NEIGHBOURS: [usize; 11] =
    [1, 2, 3, WIDTH - 2, WIDTH - 1, WIDTH, WIDTH + 1, WIDTH + 2, 2 * WIDTH - 1, 2 * WIDTH, 2 * WIDTH + 1];
const N_CONTEXTS: usize = 1 << NEIGHBOURS.len();
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
    /// Too few bytes.
    #[error("it has {found} bytes, too few for its {n_images} images")]
    Length {
        /// The number of images according to the header.
        n_images: u64,
        /// The length.
        found: u64,
    },
    /// A byte was changed.
    #[error("it is damaged: its checksum is wrong")]
    Checksum,
    /// A label that is not a digit.
    #[error("label {0} is not a digit")]
    Label(u8),
}

/// A pack that has been checked: images to train on, then images that are held out. They are decoded one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pack {
    n_training: usize,
    labels: Vec<u8>,
    n_decoded: usize,
    decoder: Decoder,
}

/// Packs images into a file: those to train on, and those held out, each with their labels.
///
/// # Panics
///
/// If the numbers of images and labels differ, or a label is not a digit.
#[must_use]
pub fn to_bytes(training: (&[[u8; N_PIXELS]], &[u8]), held_out: (&[[u8; N_PIXELS]], &[u8])) -> Vec<u8> {
    let (mut rest, mut encoder) = (Vec::new(), Encoder::new(N_CONTEXTS));
    for (images, labels) in [training, held_out] {
        assert_eq!(images.len(), labels.len(), "each image has a label");
        assert!(labels.iter().all(|label| *label < 10), "a label is a digit");
        rest.extend_from_slice(labels);
        for image in images {
            visit(|context, pixel| {
                let is_ink = image[pixel] >= INK;
                encoder.encode(context, is_ink);
                is_ink
            });
        }
    }
    rest.extend(encoder.finish());
    let mut bytes = MAGIC.to_vec();
    bytes.extend([VERSION, 0, 0, 0]);
    for number in [training.0.len() as u32, held_out.0.len() as u32, checksum(&rest)] {
        bytes.extend(number.to_le_bytes());
    }
    bytes.extend(rest);
    bytes
}

/// Goes through the pixels of an image, row by row. `ink` is told the context of each and its index, and says whether it has ink.
fn visit(mut ink: impl FnMut(usize, usize) -> bool) -> [u8; N_PIXELS] {
    let mut image = [0; N_PIXELS];
    // With two rows of paper above, and three columns on the left, which serve as those on the right of the row before.
    let mut padded = [0_u8; (SIDE + 2) * WIDTH];
    for (pixel, shade) in image.iter_mut().enumerate() {
        let at = (pixel / SIDE + 2) * WIDTH + pixel % SIDE + 3;
        let context = NEIGHBOURS.iter().fold(0, |bits, back| bits << 1 | usize::from(padded[at - back]));
        if ink(context, pixel) {
            (padded[at], *shade) = (1, 255);
        }
    }
    image
}

impl Pack {
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
        let split = usize::try_from(n_images).ok().and_then(|n_images| rest.split_at_checked(n_images));
        let Some((labels, coded)) = split else {
            return Err(PackError::Length { n_images, found: bytes.len() as u64 });
        };
        if checksum(rest) != expected {
            return Err(PackError::Checksum);
        }
        if let Some(label) = labels.iter().find(|label| **label > 9) {
            return Err(PackError::Label(*label));
        }
        let decoder = Decoder::new(N_CONTEXTS, coded.to_vec());
        Ok(Pack { n_training: n_training as usize, labels: labels.to_vec(), n_decoded: 0, decoder })
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

    /// The next image and its label: 0 is paper, 255 is ink.
    pub fn next_image(&mut self) -> Option<([u8; N_PIXELS], u8)> {
        let label = *self.labels.get(self.n_decoded)?;
        self.n_decoded += 1;
        Some((visit(|context, _| self.decoder.decode(context)), label))
    }
}

/// FNV-1a.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng as _;

    use super::*;
    use crate::Preprocessing;

    /// Images of noise, and their labels.
    fn images(n: usize, seed: u32) -> (Vec<[u8; N_PIXELS]>, Vec<u8>) {
        let noise = |idx: usize, pixel: usize| ((idx * 7919 + pixel * 104_729 + seed as usize) % 251) as u8;
        let image = |idx: usize| std::array::from_fn(|pixel| noise(idx, pixel));
        ((0..n).map(image).collect(), (0..n).map(|idx| ((idx + seed as usize) % 10) as u8).collect())
    }

    fn pack(n_training: usize, n_held_out: usize, seed: u32) -> Vec<u8> {
        let (training, held_out) = (images(n_training, seed), images(n_held_out, seed + 1));
        to_bytes((&training.0, &training.1), (&held_out.0, &held_out.1))
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read_back(n_training in 0_usize..9, n_held_out in 0_usize..9, seed in 0_u32..1000) {
            let mut pack = Pack::from_bytes(&pack(n_training, n_held_out, seed)).expect("a pack");
            prop_assert_eq!((pack.n_training(), pack.labels().len()), (n_training, n_training + n_held_out));
            for (n, seed) in [(n_training, seed), (n_held_out, seed + 1)] {
                let (images, labels) = images(n, seed);
                for (image, label) in images.iter().zip(labels) {
                    let expected = image.map(|pixel| if pixel >= 128 { 255 } else { 0 });
                    prop_assert_eq!(pack.next_image(), Some((expected, label)));
                }
            }
            prop_assert_eq!(pack.next_image(), None);
        }

        #[test]
        fn no_changed_byte_goes_unnoticed(at in any::<prop::sample::Index>(), change in 1_u8..) {
            let mut bytes = pack(3, 2, 1);
            let at = at.index(bytes.len());
            // Neither the padding nor how many are to train on is checked.
            prop_assume!(!(5..16).contains(&at));
            bytes[at] ^= change;
            prop_assert!(Pack::from_bytes(&bytes).is_err());
        }

        #[test]
        fn any_bytes_are_harmless(mut bytes in prop::collection::vec(any::<u8>(), 11..200)) {
            bytes.splice(..0, [&MAGIC[..], &[VERSION]].concat());
            // Few images, and the right checksum.
            bytes[8..16].copy_from_slice(&[2, 0, 0, 0, 3, 0, 0, 0]);
            let sum = checksum(&bytes[HEADER_BYTES.min(bytes.len())..]);
            if let Some(place) = bytes.get_mut(16..20) {
                place.copy_from_slice(&sum.to_le_bytes());
            }
            if let Ok(mut pack) = Pack::from_bytes(&bytes) {
                prop_assert_eq!(std::iter::from_fn(|| pack.next_image()).count(), 5);
            }
        }
    }

    #[test]
    fn handwriting_takes_few_bits() {
        let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
        let drawings = (0..300).map(|idx| crate::synthetic::nth_digit(idx, &mut rng));
        let images: Vec<_> = drawings.map(|it| it.ink.to_image(&Preprocessing::mnist()).to_bytes()).collect();
        let packed = to_bytes((&images, &vec![0; images.len()]), (&[], &[]));
        assert!(packed.len() < images.len() * 30, "{} bytes", packed.len());
    }

    #[test]
    fn what_is_wrong_is_said() {
        let bytes = pack(2, 1, 1);
        let message = |bytes: &[u8]| Pack::from_bytes(bytes).unwrap_err().to_string();
        assert_eq!(message(b"PK"), "it is not a pack of digits");
        assert_eq!(message(&bytes[..22]), "it has 22 bytes, too few for its 3 images");
        assert_eq!(message(&bytes[..100]), "it is damaged: its checksum is wrong");
        let mut earlier = bytes.clone();
        earlier[4] = 1;
        assert_eq!(message(&earlier), "it is a pack of version 1, and this page reads version 2");
        let mut wrong = bytes;
        wrong[100] ^= 1;
        assert_eq!(message(&wrong), "it is damaged: its checksum is wrong");
    }
}
