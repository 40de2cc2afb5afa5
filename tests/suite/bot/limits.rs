//! Who may send when: what a 429 forbade, and the rules of thumb for floods.
//!
//! In goes the instant of a send and its chat, out comes how long is left to wait. The rules are those
//! of the documentation: one message a second in a chat (three at once are let through), 20 a minute in
//! a group or channel, 30 a second over all. The real ones are not public. It knows no calls.

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};

const BURST: u32 = 3;
const PER_CHAT: Duration = Duration::from_secs(1);
const PER_GROUP: (usize, Duration) = (20, Duration::from_secs(60));
const OVERALL: (usize, Duration) = (30, Duration::from_secs(1));

/// What a 429 closes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Lane {
    Chat(i64),
    /// A method that names no chat.
    Method(String),
    All,
}

#[derive(Default)]
pub(super) struct Limits {
    pub(super) enforced: bool,
    closed: HashMap<Lane, Instant>,
    /// When the chat's bucket will be full again.
    full: HashMap<i64, Instant>,
    groups: HashMap<i64, VecDeque<Instant>>,
    all: VecDeque<Instant>,
}

impl Limits {
    pub(super) fn close(&mut self, lane: Lane, until: Instant) {
        let end = self.closed.entry(lane).or_insert(until);
        *end = until.max(*end);
    }

    /// How long the lane stays closed; none if it is open.
    pub(super) fn left(&self, lane: &Lane, now: Instant) -> Option<Duration> {
        let until = |lane| self.closed.get(lane).and_then(|until: &Instant| until.checked_duration_since(now));
        until(lane).max(until(&Lane::All)).filter(|left| !left.is_zero())
    }

    /// Counts a send, or says how many seconds it has to wait.
    pub(super) fn take(&mut self, chat: i64, many_people: bool, now: Instant) -> Option<u64> {
        let full = self.full.get(&chat).copied().unwrap_or(now).max(now);
        let mut wait = (full - now).saturating_sub(PER_CHAT * (BURST - 1));
        let group = self.groups.entry(chat).or_default();
        if many_people {
            wait = wait.max(over(group, PER_GROUP, now));
        }
        wait = wait.max(over(&mut self.all, OVERALL, now));
        if self.enforced && !wait.is_zero() {
            return Some(wait.as_secs() + 1);
        }
        self.full.insert(chat, full + PER_CHAT);
        group.push_back(now);
        self.all.push_back(now);
        None
    }
}

/// How long until one more fits into the window.
fn over(sent: &mut VecDeque<Instant>, (most, window): (usize, Duration), now: Instant) -> Duration {
    while sent.front().is_some_and(|first| now - *first >= window) {
        sent.pop_front();
    }
    match sent.front() {
        Some(first) if sent.len() >= most => window - (now - *first),
        _ => Duration::ZERO,
    }
}
