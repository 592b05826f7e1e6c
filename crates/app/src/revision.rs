//! Revision counters, used as cache keys.

/// Counts the changes of a value. Equal revisions of the same value mean that it has not changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Revision(u64);

impl Revision {
    /// Records a change.
    pub fn advance(&mut self) {
        self.0 += 1;
    }
}
