//! `inkling data synthetic`: synthetic drawings, saved as a strokes file.

use anyhow::Result;
use digits::{Drawing, strokes_file, synthetic};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use crate::cli::{SyntheticArgs, SyntheticKindArgs};
use crate::files;

/// Synthetic drawings: digits 0 to 9 in turn, or non-digits, which have no label.
#[must_use]
pub(crate) fn drawings(args: &SyntheticKindArgs, count: usize) -> Vec<Drawing> {
    let mut rng = ChaCha8Rng::seed_from_u64(args.seed);
    let drawing = |idx| {
        if args.non_digits {
            Drawing { ink: synthetic::non_digit(&mut rng), ..Drawing::default() }
        } else {
            synthetic::nth_digit(idx, &mut rng)
        }
    };
    (0..count).map(drawing).collect()
}

/// Writes the drawings.
///
/// # Errors
///
/// If the file cannot be written.
pub(crate) fn write(args: &SyntheticArgs) -> Result<()> {
    let drawings = drawings(&args.kind, args.count);
    let is_gzipped = args.output.extension().is_some_and(|extension| extension == "gz");
    files::write_with(&args.output, |writer| {
        if is_gzipped {
            strokes_file::write_gzipped(writer, &drawings)
        } else {
            strokes_file::write(writer, &drawings)
        }
    })
}
