//! The threads of a training run: rayon's.

use learning::Parallel;
use rayon::prelude::*;

/// Runs in parallel on rayon's global thread pool.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Threads;

impl Parallel for Threads {
    fn for_each<T: Send>(&self, items: &mut [T], work: impl Fn(usize, &mut T) + Send + Sync) {
        items.par_iter_mut().enumerate().for_each(|(item_idx, item)| work(item_idx, item));
    }

    fn overlap(&self, now: impl FnOnce() + Send, ahead: impl FnOnce() + Send) -> bool {
        rayon::join(now, ahead);
        true
    }
}
