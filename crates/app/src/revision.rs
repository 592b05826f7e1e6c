//! Revisions: what was derived from something is made anew when that has another revision.

/// Counts the changes of one thing. Two equal revisions of the same thing mean that it is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u64);

impl Revision {
    /// The thing has changed.
    pub fn advance(&mut self) {
        self.0 += 1;
    }
}
