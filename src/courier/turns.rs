//! How many posts a second go out, of all chats together.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use jiff::SignedDuration;
use tokio::time::{Instant, sleep_until};

/// One turn after the other, evenly.
#[derive(Debug)]
pub(super) struct Turns(Mutex<State>);

#[derive(Debug)]
struct State {
    every: Duration,
    next: Instant,
}

impl Turns {
    pub(super) fn new(a_second: f64) -> Self {
        Self(Mutex::new(State { every: Duration::from_secs_f64(1.0 / a_second), next: Instant::now() }))
    }

    pub(super) fn set(&self, a_second: f64) {
        self.state().every = Duration::from_secs_f64(1.0 / a_second);
    }

    /// How many turns there are within a time; one at least.
    pub(super) fn within(&self, time: SignedDuration) -> usize {
        let turns = time.as_millis() / i128::try_from(self.state().every.as_millis().max(1)).unwrap_or(1);
        usize::try_from(turns).unwrap_or(usize::MAX).max(1)
    }

    /// Waits for a turn.
    pub(super) async fn wait(&self) {
        let turn = {
            let mut state = self.state();
            let turn = state.next.max(Instant::now());
            state.next = turn + state.every;
            turn
        };
        sleep_until(turn).await;
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn so_many_a_second_and_no_more() {
        let turns = Turns::new(25.0);
        let start = Instant::now();
        for _ in 0..=50 {
            turns.wait().await;
        }
        assert_eq!(start.elapsed().as_millis(), 2000);
        assert_eq!(turns.within(SignedDuration::from_secs(15)), 375);
        turns.set(0.01);
        assert_eq!(turns.within(SignedDuration::from_secs(15)), 1);
        turns.set(5.0);
        turns.wait().await;
        turns.wait().await;
        assert!(start.elapsed() >= Duration::from_millis(2200));
    }
}
