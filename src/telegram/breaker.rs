//! A circuit breaker before the store, for those who answer: it keeps nobody waiting.
//!
//! A call is waited for a moment only. After a failure the store is left alone for a while, doubled with each failure
//! that follows, so that a question pays for a slow store once. It does not know what is asked of the store.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::{Instant, timeout};

use super::patience::backoff;
use crate::store::{Store, StoreError};

/// The longest that an answer waits for the store.
pub(crate) const MOMENT: Duration = Duration::from_millis(300);
/// The rest after a failure, and after many.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// Calls the store, unless it failed lately.
pub(crate) struct Breaker {
    store: Arc<dyn Store>,
    rest: Mutex<Rest>,
}

#[derive(Default)]
struct Rest {
    /// In a row.
    failures: u32,
    until: Option<Instant>,
}

/// Why the store gave nothing.
#[derive(Debug)]
pub(crate) enum Missed {
    /// It failed lately, and was not asked.
    Resting,
    /// It takes longer than a moment.
    Slow,
    Failed(StoreError),
}

impl Breaker {
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        Self { store, rest: Mutex::default() }
    }

    /// The store itself, for those who may wait.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Waits a moment for a call to the store. It is not made while the store rests.
    pub(crate) async fn wait<T>(&self, call: impl Future<Output = Result<T, StoreError>>) -> Result<T, Missed> {
        if self.rests() {
            return Err(Missed::Resting);
        }
        let missed = match timeout(MOMENT, call).await {
            Ok(Ok(found)) => {
                self.works();
                return Ok(found);
            }
            Ok(Err(error)) => Missed::Failed(error),
            Err(_) => Missed::Slow,
        };
        self.fails(&missed);
        Err(missed)
    }

    pub(crate) fn rests(&self) -> bool {
        self.rest().until.is_some_and(|until| Instant::now() < until)
    }

    /// Notes that the store did what it was asked.
    fn works(&self) {
        let mut rest = self.rest();
        if rest.failures > 0 {
            log::info!("the store works again");
            *rest = Rest::default();
        }
    }

    fn fails(&self, missed: &Missed) {
        let mut rest = self.rest();
        // Who asked at the same time adds nothing.
        if rest.until.is_some_and(|until| Instant::now() < until) {
            return;
        }
        rest.failures = rest.failures.saturating_add(1);
        let wait = backoff(FIRST, rest.failures, LONGEST);
        rest.until = Some(Instant::now() + wait);
        log::error!("questions are answered without the store ({missed}); it is tried again in {} s", wait.as_secs());
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts work that is done to its end whatever happens, and waits a moment for it.
pub(crate) async fn start(work: impl Future<Output = ()> + Send + 'static) {
    let _ = timeout(MOMENT, tokio::spawn(work)).await;
}

impl fmt::Display for Missed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resting => f.write_str("it failed a moment ago"),
            Self::Slow => write!(f, "it takes longer than {} ms", MOMENT.as_millis()),
            Self::Failed(error) => write!(f, "{error:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;
    use crate::{
        clock::Clock,
        store::{self, MEMORY},
    };

    async fn breaker() -> Breaker {
        let store = store::open(MEMORY, &Clock::default()).await.unwrap();
        tokio::time::pause();
        Breaker::new(store)
    }

    #[tokio::test]
    async fn a_slow_store_is_waited_for_once_and_then_left_alone_for_longer_and_longer() {
        let breaker = breaker().await;
        let start = Instant::now();
        for rest in [1, 2, 4, 8, 16, 30, 30] {
            assert!(matches!(breaker.wait(pending::<Result<(), _>>()).await, Err(Missed::Slow)));
            let asked = Instant::now();
            assert!(matches!(breaker.wait(pending::<Result<(), _>>()).await, Err(Missed::Resting)));
            assert_eq!(Instant::now(), asked, "nobody else waits");
            tokio::time::sleep(Duration::from_secs(rest)).await;
        }
        // A wait ends up to a millisecond late.
        let waited = Duration::from_secs(1 + 2 + 4 + 8 + 16 + 30 + 30) + 7 * MOMENT;
        assert_eq!(start.elapsed().as_millis() / 100, waited.as_millis() / 100);
        assert!(breaker.wait(ready(Ok(()))).await.is_ok() && !breaker.rests());
    }

    #[tokio::test]
    async fn those_who_wait_at_the_same_time_count_as_one() {
        let breaker = breaker().await;
        let wait = || breaker.wait(pending::<Result<(), _>>());
        let _ = tokio::join!(wait(), wait(), wait());
        tokio::time::sleep(FIRST).await;
        assert!(breaker.wait(ready(Ok(()))).await.is_ok());
    }
}
