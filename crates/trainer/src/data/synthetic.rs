//! `inkling data synthetic`: made-up drawings as a file of strokes.

use std::fs::File;
use std::io::BufWriter;

use anyhow::{Context as _, Result};
use digits::{Drawing, strokes_file, synthetic};
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;

use crate::cli::{MadeUpArgs, SyntheticArgs};
use crate::files::named;

/// So many made-up drawings: digits 0 to 9 in turn, or none at all, which then have no label.
#[must_use]
pub(crate) fn drawings(args: &MadeUpArgs, count: usize) -> Vec<Drawing> {
    let mut rng = ChaCha8Rng::seed_from_u64(args.seed);
    let labels = (0..10_u8).cycle().take(count);
    labels
        .map(|label| {
            if args.non_digits {
                Drawing { ink: synthetic::non_digit(&mut rng), ..Drawing::default() }
            } else {
                Drawing { label: Some(label), writer: None, ink: synthetic::digit(label, &mut rng) }
            }
        })
        .collect()
}

/// Writes the drawings.
///
/// # Errors
///
/// If the file cannot be written.
pub(crate) fn write(args: &SyntheticArgs) -> Result<()> {
    let drawings = drawings(&args.made_up, args.count);
    let file = BufWriter::new(File::create(&args.output).with_context(|| named(&args.output))?);
    let is_gzipped = args.output.extension().is_some_and(|extension| extension == "gz");
    let written = if is_gzipped {
        strokes_file::write_gzipped(file, &drawings)
    } else {
        strokes_file::write(file, &drawings)
    };
    written.with_context(|| named(&args.output))
}
