//! Rows that are not understood.
//!
//! In: what a row says, if it could be read; out: the same. A row that could not is logged, once, and left out: it must
//! not hide the others, and a newer version may read it.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;

/// The rows that were not understood, so that each is told once only, however often it is met.
#[derive(Default, Debug)]
pub(super) struct Unreadable(Mutex<HashSet<String>>);

impl Unreadable {
    /// What was read, or none, which is told of the row with this name.
    pub(super) fn told<T>(&self, read: Option<T>, name: impl FnOnce() -> String) -> Option<T> {
        if read.is_none() {
            let name = name();
            if self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone()) {
                log::error!("the store holds words of the {name} that are not understood; it is left out");
            }
        }
        read
    }
}

/// An instant as it is kept.
pub(super) fn instant(milliseconds: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(milliseconds).ok()
}
