//! What is wrong with a server or a file, and what to do about it.
//!
//! In: an error of the database's library; out: the end of a sentence that begins with "the store". It does not know
//! what was asked of it.

use std::{
    fmt,
    sync::{Mutex, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use sqlx::{Error, sqlite::SqliteError};

/// Remembers that calls fail, whatever else works meanwhile: a disk that is full has room for small things.
#[derive(Default, Debug)]
pub(super) struct Failing(Mutex<Option<Failure>>);

#[derive(Debug)]
struct Failure {
    since: Timestamp,
    last: Timestamp,
    why: String,
}

impl Failing {
    /// What did not fail for so long is over.
    const OVER: SignedDuration = SignedDuration::from_secs(30);

    pub(super) fn note(&self, why: &impl fmt::Display, now: Timestamp) {
        let since = self.now(now).map_or(now, |(since, _)| since);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Failure { since, last: now, why: why.to_string() });
    }

    /// Since when calls fail, and why the last one did; none while none does.
    pub(super) fn now(&self, now: Timestamp) -> Option<(Timestamp, String)> {
        let failure = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = failure.as_ref().filter(|failure| now.duration_since(failure.last) <= Self::OVER)?;
        Some((failure.since, failure.why.clone()))
    }
}

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
    /// The folder of the file does not exist.
    NoFolder,
    NoFile,
    /// The file cannot be opened, or its like not be made.
    Unopened,
    /// The file cannot be written to.
    Unwritable,
    /// The disk has no room left.
    DiskFull,
    /// The disk does not do what it should.
    Disk,
    /// Another program does not let go of the file.
    Locked,
    /// What is in the file makes no sense.
    Damaged,
    /// The file is no database.
    OtherFile,
    /// The file was taken away or exchanged while it was open.
    Exchanged,
    /// All else.
    Failed,
}

impl Trouble {
    pub(super) fn of(error: &Error) -> Self {
        match error {
            Error::Io(_) => Self::Unreachable,
            Error::Tls(_) => Self::Tls,
            Error::PoolTimedOut => Self::Slow,
            Error::Database(error) if error.try_downcast_ref::<SqliteError>().is_some() => {
                let code = error.code().and_then(|code| code.parse().ok()).unwrap_or_default();
                Self::of_file(code, error.message())
            }
            Error::Database(error) => match error.code().as_deref() {
                Some("28000" | "28P01") => Self::Denied,
                Some("3D000") => Self::NoDatabase,
                Some("53300") => Self::Full,
                Some("57P01" | "57P02" | "57P03") => Self::Restarting,
                Some("42501") => Self::Forbidden,
                Some("42P01") => Self::Empty,
                Some("57014" | "55P03") => Self::Slow,
                Some("25006") => Self::ReadOnly,
                Some("53100") => Self::DiskFull,
                Some("58030") => Self::Disk,
                _ => Self::Failed,
            },
            _ => Self::Failed,
        }
    }

    /// By SQLite's extended result code.
    fn of_file(code: u32, message: &str) -> Self {
        match code & 0xff {
            // The index of its journal cannot grow.
            10 if code == 4874 => Self::DiskFull,
            1 if message.starts_with("no such table") => Self::Empty,
            3 | 14 | 23 => Self::Unopened,
            5 | 6 => Self::Locked,
            8 => Self::Unwritable,
            10 => Self::Disk,
            11 => Self::Damaged,
            13 => Self::DiskFull,
            26 => Self::OtherFile,
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
            Self::Slow => {
                "takes too long: is the server or the disk overloaded, are connections left, is the network up?"
            }
            Self::ReadOnly => "can only be read: is it a standby?",
            Self::Encoding => "is not in UTF-8: make the database with `createdb --encoding UTF8 --template template0`",
            Self::Tls => "offers no secure connection that we trust: see `sslmode` and `sslrootcert`",
            Self::NoFolder => "cannot be made, for its folder does not exist: make the folder, or mount it",
            Self::NoFile => "does not exist: `tradefacts serve` makes it",
            Self::Unopened => "cannot be opened: may this user read and write the file and its folder?",
            Self::Unwritable => {
                "can only be read: may this user write the file and its folder, or is the disk read-only?"
            }
            Self::DiskFull => "has no room left: free some space on its disk",
            Self::Disk => "cannot be read or written: is its disk sound, and in its place?",
            Self::Locked => "is locked by another program: end that program, or whatever looks into the file",
            Self::Damaged => {
                "is damaged: stop the bot, put the file aside, and bring a copy back with `tradefacts store import`"
            }
            Self::OtherFile => "is no store but another file: is the path right?",
            Self::Exchanged => {
                "was taken away or exchanged while it was open: put the file back, and nothing is kept until then"
            }
            Self::Failed => "failed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_is_told_since_when_until_it_failed_no_more_for_a_while() {
        let (failing, at) = (Failing::default(), |second| Timestamp::from_second(second).unwrap());
        assert_eq!(failing.now(at(0)), None);
        failing.note(&"full", at(0));
        failing.note(&"still full", at(25));
        assert_eq!(failing.now(at(50)), Some((at(0), "still full".to_owned())));
        assert_eq!(failing.now(at(56)), None);
        failing.note(&"full again", at(60));
        assert_eq!(failing.now(at(61)), Some((at(60), "full again".to_owned())));
    }
}
