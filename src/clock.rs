//! What time it is: the real time, or one that a test turns.
//!
//! The one place that asks the system. It does not know what the time is wanted for.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use tokio::time::Instant;

/// A clock; its copies are turned together.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    seconds_ahead: Arc<AtomicI64>,
}

impl Clock {
    pub fn now(&self) -> Timestamp {
        let real = Timestamp::now();
        real.checked_add(self.ahead()).unwrap_or(real)
    }

    /// By how much it was turned, to turn another clock with it.
    pub fn ahead(&self) -> SignedDuration {
        SignedDuration::from_secs(self.seconds_ahead.load(Ordering::Relaxed))
    }

    /// The day it is, in UTC.
    pub fn today(&self) -> Date {
        self.now().to_zoned(TimeZone::UTC).date()
    }

    /// For measuring waits; not turned.
    pub fn instant(&self) -> Instant {
        Instant::now()
    }

    /// Puts the clock forward, for a test.
    pub fn turn_by(&self, by: Duration) {
        let seconds = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
        self.seconds_ahead.fetch_add(seconds, Ordering::Relaxed);
    }
}
