//! Connections to a PostgreSQL database, for as many replicas as share it.
//!
//! In: work with it; out: what came of it, or what is wrong with the server, and that soon. Leases go by the server's
//! clock, so that the clocks of replicas may differ; all other instants are given. It does not know the tables.

use std::{
    str::FromStr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, Error, Executor, PgConnection, PgPool,
    migrate::Migrator,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::{
    sync::MutexGuard,
    time::{error::Elapsed, timeout},
};

use super::{StoreError, Trouble, address};
use crate::clock::Clock;

/// A server has a hundred connections or so for all who use it.
const CONNECTIONS: u32 = 5;

/// How long we wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long we wait for another to find out whether the server is there.
const TRIED: Duration = Duration::from_millis(500);

/// How long we wait for an answer before we take the connection for dead. The server gives up sooner, see [`LIMITS`].
const ANSWER: Duration = Duration::from_secs(15);

/// What holds on a connection. Every question is a look-up; without statistics the server would read whole tables. What
/// is done is on disk, whatever the server does for others.
const LIMITS: &str = "SET statement_timeout = '5s'; SET idle_in_transaction_session_timeout = '10s'; \
                      SET enable_seqscan = off; SET synchronous_commit = on";

/// Who starts waits for who makes the tables, however long that takes. That they are there already is no news.
const UNLIMITED: &str = "SET statement_timeout = 0; SET client_min_messages = warning";

/// What holds for who only looks.
const LOOKING: &str = "SET statement_timeout = '5s'; SET default_transaction_read_only = on";

pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("src/store/migrations/postgres");

/// One database.
#[derive(Debug)]
pub(super) struct Postgres {
    /// Where it is, without the password.
    pub(super) place: String,
    /// Turns the server's.
    clock: Clock,
    pool: Mutex<PgPool>,
    line: Line,
}

impl Postgres {
    /// Opens `postgres://…`, and makes or migrates the tables. Of replicas that start together one does.
    pub(super) async fn open(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let (place, options) = (address::shown(address), options(address)?);
        let _ = reach(&place, &options).await?.close().await;
        let one = pool(1, UNLIMITED, options.clone());
        let encoding: String = sqlx::query_scalar("SELECT current_setting('server_encoding')")
            .fetch_one(&one)
            .await
            .map_err(|error| StoreError::failed(&place, error))?;
        if encoding != "UTF8" {
            return Err(StoreError::Failed(place, Trouble::Encoding, None));
        }
        MIGRATIONS.run(&one).await.map_err(|error| StoreError::migrating(&place, error))?;
        one.close().await;
        Ok(Self::new(place, pool(CONNECTIONS, LIMITS, options), clock))
    }

    /// Opens `postgres://…` to look into it.
    pub(super) async fn look_into(address: &str, clock: &Clock) -> Result<Self, StoreError> {
        let (place, options) = (address::shown(address), options(address)?);
        let _ = reach(&place, &options).await?.close().await;
        Ok(Self::new(place, pool(1, LOOKING, options), clock))
    }

    fn new(place: String, pool: PgPool, clock: &Clock) -> Self {
        Self { place, clock: clock.clone(), pool: Mutex::new(pool), line: Line::default() }
    }

    /// The server's time in milliseconds, when it began with what it was asked, put forward by `$1`.
    pub(super) const NOW: &str = "((extract(epoch FROM statement_timestamp()) * 1000)::bigint + $1)";

    /// By how much the server's clock is put forward, in milliseconds.
    pub(super) fn ahead(&self) -> i64 {
        i64::try_from(self.clock.ahead().as_millis()).unwrap_or_default()
    }

    pub(super) fn pool(&self) -> PgPool {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Leaves all connections.
    fn renew(&self) {
        let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        *pool = pool.options().clone().connect_lazy_with((*pool.connect_options()).clone());
    }

    /// Waits for work, but not for ever: a network that swallows all leaves connections that never end. While the
    /// server is away one call at a time tries it, and the others fail soon.
    pub(super) async fn within<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        let Ok(_trying) = self.line.enter().await else {
            return Err(StoreError::Failed(self.place.clone(), Trouble::Unreachable, None));
        };
        let (done, away) = match timeout(ANSWER, work).await {
            Ok(done) => {
                let away = done.as_ref().err().is_some_and(is_away);
                // Whoever may write again is told so on a new connection only.
                if done.as_ref().err().map(Trouble::of) == Some(Trouble::ReadOnly) {
                    self.renew();
                }
                (done.map_err(|error| StoreError::failed(&self.place, error)), away)
            }
            Err(_) => {
                self.renew();
                (Err(StoreError::Failed(self.place.clone(), Trouble::Slow, None)), true)
            }
        };
        self.line.away.store(away, Ordering::Relaxed);
        done
    }

    pub(super) async fn close(&self) {
        // Nobody who stops waits for a network that is gone.
        let _ = timeout(CONNECT, self.pool().close()).await;
    }
}

/// The state of the server, and who tries it while it is away.
#[derive(Default, Debug)]
struct Line {
    away: AtomicBool,
    trying: tokio::sync::Mutex<()>,
}

impl Line {
    /// Held while a server that is away is tried; an error where somebody else goes on trying.
    async fn enter(&self) -> Result<Option<MutexGuard<'_, ()>>, Elapsed> {
        if !self.away.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let trying = timeout(TRIED, self.trying.lock()).await?;
        Ok(self.away.load(Ordering::Relaxed).then_some(trying))
    }
}

/// True if the server cannot be reached, whatever is asked of it.
fn is_away(error: &Error) -> bool {
    matches!(error, Error::Io(_) | Error::Tls(_) | Error::PoolTimedOut)
        || matches!(Trouble::of(error), Trouble::Restarting | Trouble::Denied | Trouble::Full)
}

fn options(address: &str) -> Result<PgConnectOptions, StoreError> {
    let wrong = || StoreError::Postgres(address::shown(address));
    let url = address::postgres(address).ok_or_else(wrong)?;
    let options = PgConnectOptions::from_str(url.as_str()).map_err(|_| wrong())?;
    Ok(options.application_name("tradefacts").disable_statement_logging())
}

fn pool(connections: u32, limits: &'static str, options: PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(CONNECT)
        .after_connect(move |one, _| {
            Box::pin(async move {
                one.execute(limits).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options)
}

/// One connection, or at once the reason why there is none: a pool would try on, and say only that it took too long.
async fn reach(place: &str, options: &PgConnectOptions) -> Result<PgConnection, StoreError> {
    match timeout(CONNECT, PgConnection::connect_with(options)).await {
        Ok(one) => one.map_err(|error| StoreError::failed(place, error)),
        Err(_) => Err(StoreError::Failed(place.to_owned(), Trouble::Unreachable, None)),
    }
}
