//! Progress of training on standard error: a bar if that is a terminal, else some lines.

use std::io::{self, IsTerminal as _, Write as _};

use indicatif::ProgressBar;
use learning::EpochEnd;
use nn::Network;

use crate::terminal::progress;
use crate::train::mix::Mix;

/// Without a bar, about so many lines are printed.
const N_PROGRESS_LINES: u32 = 20;

/// Reports the progress of training on standard error.
pub(crate) struct Reporter {
    bar: ProgressBar,
    n_epochs: u32,
    with_lines: bool,
}

impl Reporter {
    /// Starts with no epoch done.
    pub(crate) fn new(n_epochs: u32) -> Self {
        let bar = progress::epochs(n_epochs.into());
        bar.tick();
        Self { bar, n_epochs, with_lines: !io::stderr().is_terminal() }
    }

    /// Evaluates the network so far on the validation data and reports that.
    pub(crate) fn report(&mut self, end: EpochEnd, network: &Network, mix: &Mix) {
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
            if let Ok(confusion) = set.confusion(network)
                && !set.is_empty()
            {
                message.push_str(&format!(", {name} {:.2}%", 100.0 * confusion.accuracy()));
            }
        }
        if self.with_lines {
            // A closed standard error is no reason to stop training.
            let _ = writeln!(io::stderr(), "epoch {}/{}: {message}", end.n_epochs, self.n_epochs);
        } else {
            self.bar.set_position(end.n_epochs.into());
            self.bar.set_message(message);
        }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
