//! Ctrl-C (SIGINT) and SIGTERM. Training stops at the first of them and saves; any other command, and training at the
//! second, ends at once and leaves no half-written file.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use anyhow::Result;

/// The signals that came, and what to do about them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether the first signal is a request, which somebody asks for.
    is_request: AtomicBool,
    /// The number of the signal received, or 0.
    received: AtomicU8,
}

impl Signals {
    /// Starts listening; to be called once. On systems without signals, Ctrl-C ends the program as it ends any other.
    ///
    /// # Errors
    ///
    /// If the system refuses the handlers.
    #[cfg(unix)]
    pub(crate) fn listen() -> Result<Self> {
        use anyhow::Context as _;
        use signal_hook::consts::{SIGINT, SIGTERM};

        let signals = Self::default();
        let mut incoming =
            signal_hook::iterator::Signals::new([SIGINT, SIGTERM]).context("cannot listen for signals")?;
        std::thread::spawn({
            let signals = signals.clone();
            move || incoming.forever().for_each(|signal| signals.receive(signal))
        });
        Ok(signals)
    }

    /// Starts listening; to be called once. On systems without signals, Ctrl-C ends the program as it ends any other.
    #[cfg(not(unix))]
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self::default())
    }

    #[cfg(unix)]
    fn receive(&self, signal: std::ffi::c_int) {
        let number = u8::try_from(signal).unwrap_or_default();
        let is_first = self.state.received.swap(number, Ordering::Relaxed) == 0;
        if !is_first || !self.state.is_request.load(Ordering::Relaxed) {
            // Until the program has ended, no other file may be begun.
            let _guard = crate::files::remove_unfinished();
            std::process::exit(exit_code(number).into());
        }
    }

    /// From now on the first signal does not end the program, but is for the caller to find.
    pub(crate) fn take_as_requests(&self) {
        self.state.is_request.store(true, Ordering::Relaxed);
    }

    /// Whether a signal has come.
    #[must_use]
    pub(crate) fn is_stop_requested(&self) -> bool {
        self.state.received.load(Ordering::Relaxed) != 0
    }

    /// What to exit with after doing as a signal requested, if one has come.
    #[must_use]
    pub(crate) fn exit_code(&self) -> Option<ExitCode> {
        let received = self.state.received.load(Ordering::Relaxed);
        (received != 0).then(|| exit_code(received).into())
    }
}

/// The exit code of a program that a signal ended, as shells have it.
const fn exit_code(signal: u8) -> u8 {
    128 + signal
}
