//! What must survive a restart: the languages chosen, the updates taken in, the last sign of life and the state of the
//! sheets.
//!
//! In: chats and updates by number; out: the same, after any kill. It does not know what an update says or
//! what an answer is.

mod sqlite;

pub use sqlite::Store;

use jiff::Timestamp;

/// An update as it came, with its number.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    pub id: i64,
    pub body: String,
}

/// A letter that lay in the inbox when the bot started.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leftover {
    pub letter: Letter,
    /// How often it was begun after such a start.
    pub begun: u32,
}

/// How the sheets that the bot answers from stand to those on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheets {
    /// When they were read.
    pub served: Timestamp,
    /// Since when those on disk cannot be used, and why, in one line.
    pub broken: Option<(Timestamp, String)>,
}

/// The store could not be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("`{0}` is not a store: write sqlite:PATH")]
    Address(String),
    #[error("the store {0} cannot be opened")]
    Open(String, #[source] sqlx::Error),
    #[error("the store {0} was made by a newer version, or is damaged")]
    Migrate(String, #[source] sqlx::migrate::MigrateError),
    #[error("the store failed")]
    Use(#[from] sqlx::Error),
}
