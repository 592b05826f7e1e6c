//! Reads MNIST's IDX files from bytes, gzipped or not. The caller provides the bytes.
//!
//! The format (<http://yann.lecun.com/exdb/mnist/>) starts with big-endian 32-bit numbers: a magic number and the count, and for
//! images also rows and columns. One byte per label or pixel follows.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;
use thiserror::Error;

use crate::gzip;
use crate::image::{N_PIXELS, SIDE};

/// The first four bytes of a file of images: unsigned bytes (8) in 3 dimensions.
const IMAGES_MAGIC: u32 = 0x0803;
/// The first four bytes of a file of labels: unsigned bytes (8) in 1 dimension.
const LABELS_MAGIC: u32 = 0x0801;
/// The unpacked size limit for gzipped files: five times that of MNIST's largest.
const MAX_UNPACKED_BYTES: u64 = 256 << 20;

/// What can be wrong with an IDX file.
#[derive(Debug, Error)]
pub enum IdxError {
    /// A gzip file that cannot be unpacked.
    #[error("damaged gzip data: {0}")]
    Gzip(std::io::Error),
    /// Unpacks to more than `MAX_UNPACKED_BYTES`.
    #[error("unpacks to more than {MAX_UNPACKED_BYTES} bytes")]
    TooLarge,
    /// The file does not start like an IDX file of this kind.
    #[error("not an IDX file of {kind}: it starts with {found:#010x} instead of {expected:#010x}")]
    Magic {
        /// `images` or `labels`.
        kind: &'static str,
        /// The magic number of that kind.
        expected: u32,
        /// The number found.
        found: u32,
    },
    /// The images are not 28x28.
    #[error("images of {columns}x{rows} pixels, expected {SIDE}x{SIDE}")]
    Shape {
        /// Rows of each image.
        rows: u32,
        /// Columns of each image.
        columns: u32,
    },
    /// The file's length does not match its header.
    #[error("{found} bytes, but the header says {expected}")]
    Length {
        /// The length of the whole unpacked file, according to its header.
        expected: u64,
        /// Its actual length.
        found: u64,
    },
    /// A label that is not a digit.
    #[error("label {label} of item {item} is not a digit")]
    Label {
        /// Its index, counting from 0.
        item: usize,
        /// The label.
        label: u8,
    },
    /// The two files have different numbers of items.
    #[error("{images} images but {labels} labels")]
    Counts {
        /// Images in the first file.
        images: usize,
        /// Labels in the second file.
        labels: usize,
    },
}

/// Images and their labels, in the files' order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelledImages {
    /// Row-major, row 0 on top, 0 for paper, 255 for full ink.
    pub images: Vec<[u8; N_PIXELS]>,
    /// The digit of each image, 0 to 9.
    pub labels: Vec<u8>,
}

impl LabelledImages {
    /// Reads a file of images and its file of labels.
    ///
    /// # Errors
    ///
    /// If either cannot be read, or they have different numbers of items.
    pub fn from_idx(images: &[u8], labels: &[u8]) -> Result<Self, IdxError> {
        let (images, labels) = (read_images(images)?, read_labels(labels)?);
        if images.len() != labels.len() {
            return Err(IdxError::Counts { images: images.len(), labels: labels.len() });
        }
        Ok(Self { images, labels })
    }
}

/// Reads a file of 28x28 images, gzipped or not.
///
/// # Errors
///
/// If the file is damaged or of another kind, or its images have another size.
pub fn read_images(bytes: &[u8]) -> Result<Vec<[u8; N_PIXELS]>, IdxError> {
    Ok(images_in(&unpacked(bytes)?)?.to_vec())
}

/// The images in a file that is not gzipped.
///
/// # Errors
///
/// If the file is damaged or of another kind, or its images have another size.
pub fn images_in(bytes: &[u8]) -> Result<&[[u8; N_PIXELS]], IdxError> {
    let [magic, count, rows, columns] = header(bytes)?;
    check_magic("images", IMAGES_MAGIC, magic)?;
    let side = SIDE as u32;
    if (rows, columns) != (side, side) {
        return Err(IdxError::Shape { rows, columns });
    }
    Ok(payload(bytes, 4, u64::from(count) * N_PIXELS as u64)?.as_chunks().0)
}

/// Reads a file of labels, gzipped or not.
///
/// # Errors
///
/// If the file is damaged or of another kind, or a label is greater than 9.
pub fn read_labels(bytes: &[u8]) -> Result<Vec<u8>, IdxError> {
    Ok(labels_in(&unpacked(bytes)?)?.to_vec())
}

/// The labels in a file that is not gzipped.
///
/// # Errors
///
/// If the file is damaged or of another kind, or a label is greater than 9.
pub fn labels_in(bytes: &[u8]) -> Result<&[u8], IdxError> {
    let [magic, count] = header(bytes)?;
    check_magic("labels", LABELS_MAGIC, magic)?;
    let labels = payload(bytes, 2, count.into())?;
    match labels.iter().position(|&label| label > 9) {
        Some(item) => Err(IdxError::Label { item, label: labels[item] }),
        None => Ok(labels),
    }
}

/// The content of `bytes`, unpacked if it is gzipped.
///
/// # Errors
///
/// If the gzip data is damaged or unpacks to more than `MAX_UNPACKED_BYTES`.
pub fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, IdxError> {
    if !bytes.starts_with(&gzip::MAGIC) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut content = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(MAX_UNPACKED_BYTES + 1)
        .read_to_end(&mut content)
        .map_err(IdxError::Gzip)?;
    if content.len() as u64 > MAX_UNPACKED_BYTES { Err(IdxError::TooLarge) } else { Ok(Cow::Owned(content)) }
}

/// The first `N` big-endian numbers. If the file is too short for them, the error is about its length.
fn header<const N: usize>(bytes: &[u8]) -> Result<[u32; N], IdxError> {
    let (numbers, _) = bytes.as_chunks::<4>();
    match numbers.first_chunk::<N>() {
        Some(numbers) => Ok(numbers.map(u32::from_be_bytes)),
        None => Err(IdxError::Length { expected: 4 * N as u64, found: bytes.len() as u64 }),
    }
}

fn check_magic(kind: &'static str, expected: u32, found: u32) -> Result<(), IdxError> {
    if found == expected { Ok(()) } else { Err(IdxError::Magic { kind, expected, found }) }
}

/// What follows a header of `n_numbers`, if it is exactly `length` bytes.
fn payload(bytes: &[u8], n_numbers: usize, length: u64) -> Result<&[u8], IdxError> {
    let (expected, found) = (4 * n_numbers as u64 + length, bytes.len() as u64);
    if found == expected { Ok(&bytes[4 * n_numbers..]) } else { Err(IdxError::Length { expected, found }) }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn idx(numbers: &[u32], payload: &[u8]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).chain(payload.iter().copied()).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn two_images() -> Vec<u8> {
        let pixels: Vec<u8> = (0..2 * N_PIXELS).map(|i| (i % 251) as u8).collect();
        idx(&[0x0803, 2, 28, 28], &pixels)
    }

    #[test]
    fn reads_images_and_labels_gzipped_or_not() {
        let (images, labels) = (two_images(), idx(&[0x0801, 2], &[7, 0]));
        let data = LabelledImages::from_idx(&images, &labels).unwrap();
        assert_eq!(data.labels, [7, 0]);
        assert_eq!(data.images.len(), 2);
        assert_eq!(data.images[1][..], images[16 + N_PIXELS..]);
        assert_eq!(LabelledImages::from_idx(&gzip(&images), &gzip(&labels)).unwrap(), data);
    }

    #[test]
    fn damaged_files_are_refused_for_their_reason() {
        let images = two_images();
        let message = |result: Result<Vec<[u8; N_PIXELS]>, IdxError>| result.unwrap_err().to_string();
        let rows = [
            (message(read_images(&[])), "0 bytes, but the header says 16"),
            (message(read_images(&images[..900])), "900 bytes, but the header says 1584"),
            (message(read_images(&[&images[..], b"x"].concat())), "1585 bytes, but the header says 1584"),
            (
                message(read_images(&idx(&[0x0801, 2, 28, 28], &[]))),
                "not an IDX file of images: it starts with 0x00000801 instead of 0x00000803",
            ),
            (message(read_images(&idx(&[0x0803, 1, 32, 30], &[]))), "images of 30x32 pixels, expected 28x28"),
            (
                message(read_images(&idx(&[0x0803, u32::MAX, 28, 28], &[]))),
                "16 bytes, but the header says 3367254359296",
            ),
        ];
        for (found, expected) in rows {
            assert_eq!(found, expected);
        }
        let gzipped = gzip(&images);
        assert!(matches!(read_images(&gzipped[..gzipped.len() / 2]), Err(IdxError::Gzip(_))));
    }

    #[test]
    fn labels_must_be_digits_and_as_many_as_images() {
        let error = read_labels(&idx(&[0x0801, 3], &[1, 10, 2])).unwrap_err();
        assert_eq!(error.to_string(), "label 10 of item 1 is not a digit");
        let error = LabelledImages::from_idx(&two_images(), &idx(&[0x0801, 3], &[1, 2, 3])).unwrap_err();
        assert_eq!(error.to_string(), "2 images but 3 labels");
    }
}
