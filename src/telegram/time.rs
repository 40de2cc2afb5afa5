//! Telegram's clock, as its answers show it.
//!
//! Every answer over HTTP has a date. Between answers it goes on by the time that has passed here, which no change of
//! this machine's clock moves. It does not know what is done about a clock that is wrong.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use tokio::time::Instant;

/// The time at Telegram, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct ServerTime(Mutex<Option<Said>>);

/// The date of an answer, and when that came.
#[derive(Debug)]
struct Said {
    written: String,
    date: Timestamp,
    came: Instant,
}

impl ServerTime {
    /// Keeps the `Date` of an answer; one that cannot be read changes nothing.
    pub(crate) fn note(&self, written: &str, came: Instant) {
        let mut said = self.said();
        // Many come within a second.
        if said.as_ref().is_some_and(|said| said.written == written) {
            return;
        }
        if let Ok(date) = rfc2822::DateTimeParser::new().parse_timestamp(written) {
            *said = Some(Said { written: written.to_owned(), date, came });
        }
    }

    /// The time at Telegram, and how long ago it last said so; none before it did.
    pub(crate) fn at(&self, now: Instant) -> Option<(Timestamp, SignedDuration)> {
        let said = self.said();
        let said = said.as_ref()?;
        let passed = SignedDuration::try_from(now.saturating_duration_since(said.came)).ok()?;
        Some((said.date.checked_add(passed).ok()?, passed))
    }

    fn said(&self) -> MutexGuard<'_, Option<Said>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
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
