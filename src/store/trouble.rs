//! What is wrong with a server, and what to do about it.
//!
//! In: an error of the database's library; out: the end of a sentence that begins with "the store". It does not know
//! what was asked of it.

use std::fmt;

use sqlx::Error;

/// What a person can do something about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Nobody answers there.
    Unreachable,
    /// It is starting or stopping.
    Restarting,
    /// User or password are wrong.
    Denied,
    NoDatabase,
    /// No connection is left.
    Full,
    /// We may not make or use tables.
    Forbidden,
    /// There are no tables yet.
    Empty,
    /// It took too long.
    Slow,
    /// It cannot be written to.
    ReadOnly,
    /// Its texts are not in UTF-8.
    Encoding,
    /// There is no secure connection.
    Tls,
    /// All else.
    Failed,
}

impl Trouble {
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::Io(_) => Self::Unreachable,
            Error::Tls(_) => Self::Tls,
            Error::PoolTimedOut => Self::Slow,
            Error::Database(error) => match error.code().as_deref() {
                Some("28000" | "28P01") => Self::Denied,
                Some("3D000") => Self::NoDatabase,
                Some("53300") => Self::Full,
                Some("57P01" | "57P02" | "57P03") => Self::Restarting,
                Some("42501") => Self::Forbidden,
                Some("42P01") => Self::Empty,
                Some("57014" | "55P03") => Self::Slow,
                Some("25006") => Self::ReadOnly,
                _ => Self::Failed,
            },
            _ => Self::Failed,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreachable => "does not answer: is the server running, and are host and port right?",
            Self::Restarting => "is starting or stopping: try again in a moment",
            Self::Denied => "does not let us in: are user and password right?",
            Self::NoDatabase => "does not exist: make the database with `createdb`",
            Self::Full => "has no connection left: raise `max_connections` of the server, or run fewer replicas",
            Self::Forbidden => "does not allow it: grant the user CREATE on the schema, and its tables",
            Self::Empty => "is empty: `tradefacts serve` fills it",
            Self::Slow => "takes too long: is the server overloaded, has it connections left, is the network up?",
            Self::ReadOnly => "can only be read: is it a standby?",
            Self::Encoding => "is not in UTF-8: make the database with `createdb --encoding UTF8 --template template0`",
            Self::Tls => "offers no secure connection that we trust: see `sslmode` and `sslrootcert`",
            Self::Failed => "failed",
        })
    }
}
