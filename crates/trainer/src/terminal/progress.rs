//! Progress bars. They go to standard error if that is a terminal, else nowhere.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that counts the bytes of a file; `total` is how many there will be, if that is known.
pub(crate) fn bytes(name: &str, total: Option<u64>) -> ProgressBar {
    let bar = bar("{msg} [{bar:30}] {bytes}/{total_bytes} {eta}").with_message(name.to_owned());
    bar.set_length(total.unwrap_or_default());
    bar
}

/// A bar that counts epochs, with a message after it.
pub(crate) fn epochs(n_epochs: u64) -> ProgressBar {
    let bar = bar("epoch {pos}/{len} [{bar:24}] {eta_precise} {msg}");
    bar.set_length(n_epochs);
    bar
}

fn bar(template: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    // If a template did not parse, the default style would do as well.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("=> "));
    }
    bar
}
