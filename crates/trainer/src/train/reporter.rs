//! How training goes, on standard error: a bar where that is a terminal, a few lines elsewhere.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::ProgressBar;

use crate::terminal::progress;
use crate::train::learn::EpochEnd;
use crate::train::mix::Mix;

/// Where there is no bar, so many lines tell of the epochs.
const N_PROGRESS_LINES: u32 = 20;

/// Tells how training goes, on standard error.
pub(crate) struct Reporter {
    bar: ProgressBar,
    n_epochs: u32,
    with_lines: bool,
}

impl Reporter {
    /// For so many epochs.
    pub(crate) fn new(n_epochs: u32) -> Self {
        let bar = progress::epochs(n_epochs.into());
        bar.tick();
        Self { bar, n_epochs, with_lines: !io::stderr().is_terminal() }
    }

    /// Measures the network so far, and tells of it.
    pub(crate) fn report(&mut self, end: &EpochEnd<'_>, mix: &Mix) {
        let every = self.n_epochs.div_ceil(N_PROGRESS_LINES);
        // The first epoch too, so that you see at once that it is learning.
        let is_due = end.n_epochs == 1 || end.n_epochs.is_multiple_of(every) || end.n_epochs == self.n_epochs;
        if self.with_lines && !is_due {
            return;
        }
        let mut message = format!("loss {:.4}", end.loss);
        for (name, set) in [
            ("MNIST", &mix.mnist_validation),
            ("pens", &mix.pen_validation),
            ("synthetic", &mix.synthetic_validation),
        ] {
            if !set.is_empty() {
                let accuracy = 100.0 * set.confusion(end.network).accuracy();
                message.push_str(&format!(", {name} {accuracy:.2}%"));
            }
        }
        if self.with_lines {
            // A closed standard error is no reason to lose a training.
            let _ = writeln!(io::stderr(), "epoch {}/{}: {message}", end.n_epochs, self.n_epochs);
        } else {
            self.bar.set_position(end.n_epochs.into());
            self.bar.set_message(message);
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
