//! Work shared between all cores.

use std::{
    num::NonZero,
    panic,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use super::Progress;

/// For fewer pieces no other thread is woken.
const LEAST: usize = 4;

/// Does each piece of work, in whatever order, and hands the results back in order of the pieces.
pub(super) fn over<W: Sync, R: Send>(work: &[W], each: impl Fn(&W) -> R + Sync, progress: Progress<'_>) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let take = || {
        let mut results = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(piece) = work.get(number) else { return results };
            results.push((number, each(piece)));
            progress(done.fetch_add(1, Ordering::Relaxed) + 1, work.len());
        }
    };
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut results = thread::scope(|scope| {
        let others: Vec<_> = (1..cores.min(work.len().div_ceil(LEAST))).map(|_| scope.spawn(take)).collect();
        let mut results = take();
        for other in others {
            results.extend(other.join().unwrap_or_else(|panicked| panic::resume_unwind(panicked)));
        }
        results
    });
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_of_the_work() {
        let work: Vec<usize> = (0..100).collect();
        let told = AtomicUsize::new(0);
        let doubled = over(&work, |number| number * 2, &|_, of| {
            told.fetch_add(1, Ordering::Relaxed);
            assert_eq!(of, 100);
        });
        assert_eq!(doubled, work.iter().map(|number| number * 2).collect::<Vec<_>>());
        assert_eq!(told.into_inner(), 100);
        assert_eq!(over(&[], |number: &usize| *number, &|_, _| {}), Vec::<usize>::new());
    }
}
