//! Work on all processors, with no more documents begun than there are threads.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// How many threads work at most: a document that is being set needs about 5 MB.
const MOST_THREADS: usize = 4;

/// Does some work for each job, a few at a time, and gives what came of it in the order of the jobs.
///
/// The threads are their own, because one of rayon's that waits inside a document would begin another: the memory for a dozen documents
/// would be needed at once, rather than for one a thread.
pub(super) fn side_by_side<J: Sync, T: Send>(jobs: &[J], work: &(dyn Fn(&J) -> T + Sync)) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let next = AtomicUsize::new(0);
    let take = || {
        let mut made = Vec::new();
        while let Some((place, job)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, jobs.get(at)?)))
        {
            made.push((place, work(job)));
        }
        made
    };
    let mut made: Vec<(usize, T)> = thread::scope(|scope| {
        let hands: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        hands.into_iter().flat_map(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    made.sort_by_key(|(place, _)| *place);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_is_done_once_and_comes_back_in_order() {
        let jobs: Vec<usize> = (0..1000).collect();
        let done = AtomicUsize::new(0);
        let made = side_by_side(&jobs, &|job| {
            done.fetch_add(1, Ordering::Relaxed);
            job * 2
        });
        assert_eq!(made, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
        assert_eq!(done.into_inner(), 1000);
        assert_eq!(side_by_side(&Vec::<usize>::new(), &|job| *job), Vec::<usize>::new());
    }
}
