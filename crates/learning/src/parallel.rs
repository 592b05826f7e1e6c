//! How independent pieces of work are carried out. The caller supplies the threads, if it has any.

/// A way to carry out independent pieces of work, one after the other or at the same time.
///
/// The training loop decides what the pieces are and in which order their results are combined, so an implementation
/// affects how fast training is and nothing else.
pub trait Parallel: Sync {
    /// Calls `work` once for each item, in any order, and returns when all calls have returned.
    fn for_each<T: Send>(&self, items: &mut [T], work: impl Fn(usize, &mut T) + Send + Sync);

    /// Calls `now` and, if there is a thread to do so at the same time, `ahead`. Returns whether it called `ahead`.
    fn overlap(&self, now: impl FnOnce() + Send, ahead: impl FnOnce() + Send) -> bool;
}

/// Does everything on the calling thread.
#[derive(Debug, Clone, Copy)]
pub struct Sequential;

impl Parallel for Sequential {
    fn for_each<T: Send>(&self, items: &mut [T], work: impl Fn(usize, &mut T) + Send + Sync) {
        for (item_idx, item) in items.iter_mut().enumerate() {
            work(item_idx, item);
        }
    }

    fn overlap(&self, now: impl FnOnce() + Send, _ahead: impl FnOnce() + Send) -> bool {
        now();
        false
    }
}
