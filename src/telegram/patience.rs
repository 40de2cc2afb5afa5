//! The longest that each thing may take, and the wait before it is tried again.

use std::time::Duration;

/// The longest that each thing may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// An answer, from its question to the beginning of the call that sends it.
    pub answer: Duration,
    /// One call that only asks.
    pub call: Duration,
    /// One call that says something; its answer is worth waiting for, since nobody may say it again.
    pub post: Duration,
    /// Telegram's wait for an update, while there is none.
    pub poll: Duration,
    /// On top of that, before a poll is abandoned.
    pub poll_margin: Duration,
    /// Everything that is still to be finished when the bot is told to stop.
    pub stop: Duration,
    /// The wait after a failure, doubled with each that follows.
    pub again: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: Duration::from_secs(10),
            call: Duration::from_secs(5),
            post: Duration::from_secs(20),
            poll: Duration::from_secs(25),
            poll_margin: Duration::from_secs(10),
            stop: Duration::from_secs(8),
            again: Duration::from_millis(250),
        }
    }
}

/// The wait after so many failures in a row: `first`, doubled with each, `most` at most.
pub(super) fn backoff(first: Duration, failures: u32, most: Duration) -> Duration {
    let doubled = 2_u32.saturating_pow(failures.saturating_sub(1));
    first.saturating_mul(doubled).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_up_to_their_limit() {
        let (first, most) = (Duration::from_millis(250), Duration::from_secs(30));
        let waits = [1, 2, 3, 8, 9, 4_000_000].map(|failures| backoff(first, failures, most).as_millis());
        assert_eq!(waits, [250, 500, 1000, 30_000, 30_000, 30_000]);
    }
}
