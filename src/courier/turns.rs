//! The pace of posts, of all chats together.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use jiff::SignedDuration;
use tokio::time::{Instant, sleep_until};

/// Turns, one after the other, evenly.
#[derive(Debug)]
pub(super) struct Turns {
    every: Mutex<Duration>,
    last: tokio::sync::Mutex<Option<Instant>>,
    queued: AtomicUsize,
}

impl Turns {
    pub(super) fn new(a_second: f64) -> Self {
        let every = Mutex::new(Duration::from_secs_f64(1.0 / a_second));
        Self { every, last: tokio::sync::Mutex::default(), queued: AtomicUsize::new(0) }
    }

    pub(super) fn set(&self, a_second: f64) {
        *self.every.lock().unwrap_or_else(PoisonError::into_inner) = Duration::from_secs_f64(1.0 / a_second);
    }

    /// The number of posts that still fit into `time`; at least 1 if nothing waits.
    pub(super) fn within(&self, time: SignedDuration) -> usize {
        let turns = time.as_millis() / i128::try_from(self.every().as_millis().max(1)).unwrap_or(1);
        let turns = usize::try_from(turns).unwrap_or(usize::MAX).max(1);
        turns.saturating_sub(self.queued.load(Ordering::Relaxed))
    }

    /// A place in the queue.
    pub(super) fn queue(self: &Arc<Self>) -> Turn {
        self.queued.fetch_add(1, Ordering::Relaxed);
        Turn(Arc::clone(self))
    }

    fn every(&self) -> Duration {
        *self.every.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in the queue, until it is dropped.
#[derive(Debug)]
pub(super) struct Turn(Arc<Turns>);

impl Turn {
    /// Waits for it. Only the first of those who wait knows when it comes: the pace may change meanwhile.
    pub(super) async fn wait(self) {
        let mut last = self.0.last.lock().await;
        let now = Instant::now();
        let turn = last.map_or(now, |last| now.max(last + self.0.every()));
        sleep_until(turn).await;
        *last = Some(turn);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.queued.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AHEAD: SignedDuration = SignedDuration::from_secs(2);

    #[tokio::test(start_paused = true)]
    async fn so_many_a_second_and_no_more() {
        let turns = Arc::new(Turns::new(25.0));
        let start = Instant::now();
        for _ in 0..=50 {
            turns.queue().wait().await;
        }
        assert_eq!(start.elapsed().as_millis(), 2000);
        turns.set(5.0);
        turns.queue().wait().await;
        turns.queue().wait().await;
        assert_eq!(start.elapsed().as_millis(), 2400);
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_wait_already_go_at_the_new_pace() {
        let turns = Arc::new(Turns::new(0.5));
        let start = Instant::now();
        let all = async { tokio::join!(turns.queue().wait(), turns.queue().wait(), turns.queue().wait()) };
        let faster = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            turns.set(25.0);
        };
        tokio::join!(all, faster);
        assert_eq!(start.elapsed().as_millis(), 2040);
    }

    #[test]
    fn who_queues_takes_a_place_until_it_leaves() {
        let turns = Arc::new(Turns::new(2.0));
        assert_eq!(turns.within(AHEAD), 4);
        let (one, other) = (turns.queue(), turns.queue());
        assert_eq!(turns.within(AHEAD), 2);
        turns.set(0.01);
        assert_eq!(turns.within(AHEAD), 0);
        drop((one, other));
        assert_eq!(turns.within(AHEAD), 1);
    }
}
