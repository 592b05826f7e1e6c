//! Which `hello` opens a line and which only repeats an earlier one.

use std::collections::VecDeque;

/// The most lines. A host with several scripts may have one for each; when another says `hello`, the oldest line is closed, because
/// its script may be gone.
pub const MOST_LINES: usize = 4;
/// A host repeats `hello` until it is answered. Within this time the same number is a repetition; later it is a new start.
const REPETITION_MS: f64 = 2_000.0;

/// The latest `hello`s, at most as many as there are lines.
#[derive(Clone, Debug, Default)]
pub struct Greetings {
    /// The number of each and when it came, the oldest first.
    latest: VecDeque<(Option<u64>, f64)>,
}

impl Greetings {
    /// Whether nobody has said `hello` yet.
    pub fn is_empty(&self) -> bool {
        self.latest.is_empty()
    }

    /// Notes a `hello` with this number. Returns whether it is new.
    pub fn note(&mut self, id: Option<u64>, now_ms: f64) -> bool {
        if self.latest.iter().any(|(other, at_ms)| *other == id && now_ms - at_ms < REPETITION_MS) {
            return false;
        }
        if self.latest.len() == MOST_LINES {
            self.latest.pop_front();
        }
        self.latest.push_back((id, now_ms));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_is_new_again_only_after_a_while() {
        let mut greetings = Greetings::default();
        assert!(greetings.is_empty());
        assert!(greetings.note(Some(1), 0.0));
        assert!(!greetings.note(Some(1), 250.0));
        assert!(greetings.note(None, 300.0));
        assert!(!greetings.note(None, 301.0));
        assert!(greetings.note(Some(2), 300.0));
        assert!(greetings.note(Some(1), 2_000.0), "a script that starts again");
    }

    #[test]
    fn only_the_latest_are_kept() {
        let mut greetings = Greetings::default();
        for id in 0..=MOST_LINES as u64 {
            assert!(greetings.note(Some(id), 0.0));
        }
        assert!(!greetings.note(Some(MOST_LINES as u64), 1.0));
        assert!(greetings.note(Some(0), 1.0), "its line is closed");
    }
}
