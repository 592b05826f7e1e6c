//! Which lines the host has. Whoever says `hello` gets one; the oldest makes room, because nobody may be there any more who
//! speaks over it.

use std::collections::VecDeque;

/// The most lines: a host with several scripts may have one for each.
const MOST: usize = 4;
/// A host says `hello` until it is answered. So long after the first, the same one is a repetition; later, somebody starts over.
const REPETITION_MS: f64 = 2_000.0;

/// The lines that there are.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The number of each `hello`, when it came, and its line; the oldest first.
    greeted: VecDeque<(Option<u64>, f64, u32)>,
    n_lines: u32,
}

/// What a `hello` leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The line that is closed for it, if any.
    pub closed: Option<u32>,
}

impl Lines {
    /// Whether nobody has said `hello` yet.
    pub fn is_empty(&self) -> bool {
        self.greeted.is_empty()
    }

    /// A `hello` with this number has come; `None` if it is a repetition.
    pub fn greet(&mut self, id: Option<u64>, now_ms: f64) -> Option<Opened> {
        if self.greeted.iter().any(|(other, at_ms, _)| *other == id && now_ms - at_ms < REPETITION_MS) {
            return None;
        }
        let is_full = self.greeted.len() == MOST;
        let closed = if is_full { self.greeted.pop_front().map(|(_, _, line)| line) } else { None };
        self.greeted.push_back((id, now_ms, self.n_lines));
        self.n_lines += 1;
        Some(Opened { closed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: Option<Opened> = Some(Opened { closed: None });

    #[test]
    fn a_repetition_is_no_other_hello_and_the_oldest_line_makes_room() {
        let mut lines = Lines::default();
        assert!(lines.is_empty());
        assert_eq!(lines.greet(Some(1), 0.0), NEW);
        assert_eq!(lines.greet(Some(1), 250.0), None);
        assert_eq!(lines.greet(None, 300.0), NEW);
        assert_eq!(lines.greet(Some(2), 300.0), NEW);
        assert_eq!(lines.greet(Some(1), 2_000.0), NEW, "a script that begins anew");
        assert_eq!(lines.greet(Some(3), 2_000.0), Some(Opened { closed: Some(0) }));
        assert_eq!(lines.greet(Some(4), 2_001.0), Some(Opened { closed: Some(1) }));
        assert_eq!(lines.greet(Some(4), 2_002.0), None);
    }
}
