//! Telegram's clock, as its answers show it.
//!
//! Every answer over HTTP has a date. Between answers it goes on by the time that has passed here, which no change of
//! this machine's clock moves. It does not know what is done about a clock that is wrong.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use tokio::time::Instant;

/// Telegram's time at its last answer, and when that came.
#[derive(Debug, Default)]
pub(crate) struct ServerTime(Mutex<Option<(Timestamp, Instant)>>);

impl ServerTime {
    /// Keeps the `Date` of an answer; one that cannot be read changes nothing.
    pub(crate) fn note(&self, date: &str, came: Instant) {
        if let Ok(date) = rfc2822::DateTimeParser::new().parse_timestamp(date) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((date, came));
        }
    }

    /// The time at Telegram, and how long ago it last said so; none before it did.
    pub(crate) fn at(&self, now: Instant) -> Option<(Timestamp, SignedDuration)> {
        let (date, came) = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let passed = SignedDuration::try_from(now.saturating_duration_since(came)).ok()?;
        Some((date.checked_add(passed).ok()?, passed))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn it_goes_on_between_answers() {
        let (time, came) = (ServerTime::default(), Instant::now());
        assert_eq!(time.at(came), None);
        time.note("Sun, 29 Nov 2026 10:33:28 GMT", came);
        time.note("no date", came + Duration::from_secs(1));
        let (now, ago) = time.at(came + Duration::from_secs(40)).unwrap();
        assert_eq!(now.to_string(), "2026-11-29T10:34:08Z");
        assert_eq!(ago, SignedDuration::from_secs(40));
    }
}
