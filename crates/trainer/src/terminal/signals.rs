//! Ctrl-C (SIGINT) and SIGTERM. At the first, training stops and saves the network; at the second, it ends at once. Any
//! other command ends at the first. No half-written file is left.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

use anyhow::Result;

/// The signals received, and how to react to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Signals {
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether the first signal only requests the end, instead of ending the program.
    is_request: AtomicBool,
    /// The number of the signal received, or 0.
    received: AtomicU8,
}

impl Signals {
    /// Starts listening; call it once. On systems without signals, Ctrl-C ends the program as usual.
    ///
    /// # Errors
    ///
    /// If the system does not allow the handlers.
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

    /// Starts listening; call it once. On systems without signals, Ctrl-C ends the program as usual.
    #[cfg(not(unix))]
    pub(crate) fn listen() -> Result<Self> {
        Ok(Self::default())
    }

    #[cfg(unix)]
    fn receive(&self, signal: std::ffi::c_int) {
        let number = u8::try_from(signal).unwrap_or_default();
        let is_first = self.state.received.swap(number, Ordering::Relaxed) == 0;
        if !is_first || !self.state.is_request.load(Ordering::Relaxed) {
            // Hold the lock, so that no other file is begun before the program has ended.
            let _guard = crate::files::remove_unfinished();
            std::process::exit(exit_code(number).into());
        }
    }

    /// From now on, the first signal does not end the program; ask [`Signals::is_stop_requested`].
    pub(crate) fn take_as_requests(&self) {
        self.state.is_request.store(true, Ordering::Relaxed);
    }

    /// Whether a signal was received.
    #[must_use]
    pub(crate) fn is_stop_requested(&self) -> bool {
        self.state.received.load(Ordering::Relaxed) != 0
    }

    /// The exit code that tells of the signal, if one was received.
    #[must_use]
    pub(crate) fn exit_code(&self) -> Option<ExitCode> {
        let received = self.state.received.load(Ordering::Relaxed);
        (received != 0).then(|| exit_code(received).into())
    }
}

/// The exit code of a program that was ended by a signal, by the shells' convention.
const fn exit_code(signal: u8) -> u8 {
    128 + signal
}
