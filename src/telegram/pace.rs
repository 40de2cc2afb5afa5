//! The pace at which chats may be written to.
//!
//! Telegram lets a bot write 20 messages a minute to a group, not all of them at once; that is kept from the
//! start. About private chats it only says "avoid": so nothing is held back there until it refuses, and then
//! the chat that it named waits as long as it said and goes slowly for a while. Where it refuses several
//! chats at once, all go slowly. Of a group's turns in a minute nobody gets more than half, so that somebody who
//! asks all the time leaves some to others. It does not know what is written.

use std::{
    collections::{HashMap, VecDeque},
    time::Duration,
};

use tokio::time::Instant;

/// The state of the chats that were written to lately.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    chats: HashMap<i64, Gate>,
    /// The chats that were refused in the last moments.
    refused: Vec<(Instant, i64)>,
    /// For all chats together, while several of them are refused.
    overall: Option<Gate>,
}

/// Lets through whoever finds a turn in the bucket, and in a group also in the minute.
#[derive(Clone, Debug)]
struct Gate {
    bucket: Bucket,
    /// When a group was written to within the last minute, and for whom, where that is known.
    minute: Option<VecDeque<(Instant, Option<i64>)>>,
    /// Closed until then.
    opens: Instant,
    /// When the slowness ends that a refusal brought.
    slow_until: Option<Instant>,
}

/// Turns, which fill up again.
#[derive(Clone, Debug)]
struct Bucket {
    rate: Rate,
    turns: f64,
    counted: Instant,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Rate {
    burst: f64,
    per_second: f64,
}

/// Messages that a group may get within a minute.
const GROUP_MINUTE: (usize, Duration) = (20, MINUTE);
pub(super) const MINUTE: Duration = Duration::from_secs(60);
/// The part of that for one person.
const SHARE: usize = 10;
const GROUP: Rate = Rate { burst: 3.0, per_second: 1.0 };
const TOLD: Rate = Rate { burst: 1.0, per_second: 0.95 };
const ALL_TOLD: Rate = Rate { burst: 15.0, per_second: 28.0 };

/// The time for which a chat goes slowly after a refusal.
const SLOW: Duration = Duration::from_secs(60);
/// If so many chats are refused within so short a time, it is not about the chats.
const MANY: usize = 4;
const AT_ONCE: Duration = Duration::from_secs(2);
/// From this number on, chats without anything to remember are forgotten.
const CROWD: usize = 1024;

impl Pace {
    /// Takes a turn of this chat, or says when to ask again.
    pub(crate) fn turn(&mut self, chat: i64, group: bool, now: Instant) -> Result<(), Instant> {
        if let Some(gate) = self.chats.remove(&chat).and_then(|gate| gate.unless_past(now)) {
            self.chats.insert(chat, gate);
        } else if !group {
            return Ok(());
        }
        if self.chats.len() >= CROWD {
            self.chats.retain(|_, gate| !gate.is_past(now));
        }
        self.chats.entry(chat).or_insert_with(|| Gate::new(GROUP, group, now)).take(now)
    }

    /// Takes a turn among all chats together, or says when to ask again.
    pub(crate) fn turn_of_all(&mut self, now: Instant) -> Result<(), Instant> {
        self.overall = self.overall.take().and_then(|gate| gate.unless_past(now));
        self.overall.as_mut().map_or(Ok(()), |gate| gate.take(now))
    }

    /// When the chat may be written to again, if it may not be now.
    pub(crate) fn opens(&mut self, chat: i64, now: Instant) -> Option<Instant> {
        self.chats.get_mut(&chat).map(|gate| gate.when(now)).filter(|opens| *opens > now)
    }

    /// When this person's share in the group's turns has so many left, if it has not now. What takes more than a share
    /// takes all of one.
    pub(crate) fn share_opens(&self, group: i64, person: i64, turns: usize, now: Instant) -> Option<Instant> {
        let own = |(_, whose): &&(Instant, Option<i64>)| *whose == Some(person);
        let minute = self.chats.get(&group)?.minute.as_ref()?;
        let oldest = minute.iter().rev().filter(own).nth(SHARE.saturating_sub(turns));
        oldest.map(is_over).filter(|opens| *opens > now)
    }

    /// When the group's minute has so many turns left for this person, if it has not now.
    pub(crate) fn room_opens(&self, group: i64, person: i64, turns: usize, now: Instant) -> Option<Instant> {
        let (most, _) = GROUP_MINUTE;
        let minute = self.chats.get(&group)?.minute.as_ref()?;
        let oldest = minute.iter().rev().nth(most.saturating_sub(turns));
        let of_all = oldest.map(is_over).filter(|opens| *opens > now);
        of_all.max(self.share_opens(group, person, turns, now))
    }

    /// Counts the turns that a group has had since then for this person.
    pub(crate) fn charge(&mut self, group: i64, person: i64, since: Instant) {
        let Some(minute) = self.chats.get_mut(&group).and_then(|gate| gate.minute.as_mut()) else { return };
        for (_, whose) in minute.iter_mut().rev().take_while(|(when, _)| *when >= since) {
            *whose = whose.or(Some(person));
        }
    }

    /// Telegram refused this chat for so long.
    pub(crate) fn refused(&mut self, chat: i64, group: bool, wait: Duration, now: Instant) {
        self.chats.entry(chat).or_insert_with(|| Gate::new(TOLD, group, now)).slow_down(TOLD, now + wait);
        self.refused.retain(|(when, other)| now.duration_since(*when) < AT_ONCE && *other != chat);
        self.refused.push((now, chat));
        if self.refused.len() >= MANY {
            let overall = self.overall.get_or_insert_with(|| Gate::new(ALL_TOLD, false, now));
            overall.slow_down(ALL_TOLD, now + wait.min(AT_ONCE));
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.chats.len()
    }
}

/// When a turn counts no more.
fn is_over((taken, _): &(Instant, Option<i64>)) -> Instant {
    let (_, long) = GROUP_MINUTE;
    *taken + long
}

impl Gate {
    fn new(rate: Rate, group: bool, now: Instant) -> Self {
        let bucket = Bucket { rate, turns: rate.burst, counted: now };
        Self { bucket, minute: group.then(VecDeque::new), opens: now, slow_until: None }
    }

    /// Closes, and goes on at this rate for a while.
    fn slow_down(&mut self, rate: Rate, opens: Instant) {
        self.opens = self.opens.max(opens);
        self.slow_until = Some(self.opens + SLOW);
        self.bucket = Bucket { rate, turns: 1.0, counted: self.opens };
    }

    fn take(&mut self, now: Instant) -> Result<(), Instant> {
        let opens = self.when(now);
        if opens > now {
            return Err(opens);
        }
        self.bucket.turns -= 1.0;
        if let Some(minute) = &mut self.minute {
            minute.push_back((now, None));
        }
        Ok(())
    }

    /// When the next turn can be taken; now, if it can.
    fn when(&mut self, now: Instant) -> Instant {
        let (most, long) = GROUP_MINUTE;
        let of_minute = self.minute.as_mut().and_then(|minute| {
            while minute.front().is_some_and(|(first, _)| *first + long <= now) {
                minute.pop_front();
            }
            minute.front().filter(|_| minute.len() >= most).map(|(first, _)| *first + long)
        });
        self.bucket.when(now).max(self.opens).max(of_minute.unwrap_or(now))
    }

    fn unless_past(mut self, now: Instant) -> Option<Self> {
        (!self.is_past(now)).then_some(self)
    }

    /// True if a new one would be the same.
    fn is_past(&mut self, now: Instant) -> bool {
        let open = self.when(now) == now && self.slow_until.is_none_or(|until| until <= now);
        open && self.bucket.turns >= self.bucket.rate.burst && self.minute.as_ref().is_none_or(VecDeque::is_empty)
    }
}

impl Bucket {
    fn when(&mut self, now: Instant) -> Instant {
        let passed = now.saturating_duration_since(self.counted).as_secs_f64();
        self.turns = (self.turns + passed * self.rate.per_second).min(self.rate.burst);
        self.counted = self.counted.max(now);
        let missing = (1.0 - self.turns).max(0.0);
        now + Duration::from_secs_f64(missing / self.rate.per_second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_group_is_written_to_twenty_times_a_minute() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let mut taken = |second: u64| (0..100).filter(|_| pace.turn(-1, true, start + secs(second)).is_ok()).count();
        assert_eq!(taken(0), 3);
        let each: Vec<usize> = (1..60).map(&mut taken).collect();
        assert!(each[..17].iter().all(|taken| *taken == 1) && each.iter().sum::<usize>() == 17, "{each:?}");
        let opens = pace.turn(-1, true, start + secs(59)).unwrap_err();
        assert_eq!(opens, start + secs(60));
        assert!(pace.turn(-1, true, opens).is_ok());
        assert!(pace.turn(-2, true, start).is_ok(), "another group is free");
    }

    #[test]
    fn nobody_has_more_than_half_of_a_groups_turns_in_a_minute() {
        const ANN: i64 = 11;
        let (mut pace, start) = (Pace::default(), Instant::now());
        for second in 0..10 {
            let now = start + secs(second);
            assert_eq!(pace.share_opens(-1, ANN, 1, now), None);
            pace.turn(-1, true, now).unwrap();
            pace.charge(-1, ANN, now);
        }
        let now = start + secs(10);
        pace.turn(-1, true, now).unwrap();
        assert_eq!(pace.share_opens(-1, ANN, 1, now), Some(start + secs(60)));
        assert_eq!((pace.share_opens(-1, 12, 1, now), pace.share_opens(-2, ANN, 1, now)), (None, None));
        pace.charge(-1, 12, now);
        assert_eq!(pace.share_opens(-1, ANN, 1, start + secs(60)), None);
    }

    #[test]
    fn what_takes_several_messages_has_room_for_all_of_them_or_waits() {
        const ANN: i64 = 11;
        const BOB: i64 = 12;
        let (mut pace, start) = (Pace::default(), Instant::now());
        assert_eq!(pace.room_opens(-1, ANN, 5, start), None);
        for second in 0..6 {
            let now = start + secs(second);
            pace.turn(-1, true, now).unwrap();
            pace.charge(-1, ANN, now);
        }
        let now = start + secs(6);
        assert_eq!(pace.room_opens(-1, ANN, 4, now), None);
        assert_eq!(pace.room_opens(-1, ANN, 5, now), Some(start + secs(60)), "her share has four left");
        assert_eq!(pace.room_opens(-1, ANN, 99, now), Some(start + secs(65)), "more than a share takes all of it");
        assert_eq!(pace.room_opens(-1, BOB, 10, now), None);
        for second in 6..17 {
            pace.turn(-1, true, start + secs(second)).unwrap();
        }
        let now = start + secs(17);
        assert_eq!(pace.room_opens(-1, BOB, 3, now), None);
        assert_eq!(pace.room_opens(-1, BOB, 4, now), Some(start + secs(60)), "the group has three left");
        assert_eq!(pace.room_opens(-1, BOB, 4, start + secs(60)), None);
    }

    #[test]
    fn a_private_chat_is_free_until_it_is_refused() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        assert!((0..1000).all(|_| pace.turn(5, false, start).is_ok()));
        assert_eq!(pace.len(), 0, "nothing needs to be remembered");
        pace.refused(5, false, secs(37), start);
        assert_eq!(pace.turn(5, false, start + secs(36)), Err(start + secs(37)));
        assert!(pace.turn(6, false, start).is_ok());
        let open = start + secs(37);
        assert!(pace.turn(5, false, open).is_ok());
        assert!(pace.turn(5, false, open).is_err(), "one a second from now on");
        assert!(pace.turn(5, false, open + secs(2)).is_ok());
    }

    #[test]
    fn when_many_are_refused_at_once_all_go_slowly() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        for chat in 0..4 {
            pace.refused(chat, false, secs(1), start);
        }
        assert!(pace.turn(99, false, start).is_ok(), "it is not about this chat");
        assert!(pace.turn_of_all(start).is_err());
        let later = start + secs(3);
        let taken = (0..100).filter(|_| pace.turn_of_all(later).is_ok()).count();
        assert!((1..=30).contains(&taken), "{taken}");
        let much_later = start + secs(200);
        assert_eq!((0..100).filter(|_| pace.turn_of_all(much_later).is_ok()).count(), 100);
    }

    #[test]
    fn chats_that_rest_are_forgotten() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        for chat in 0..10_000 {
            pace.turn(-chat, true, start + secs(u64::try_from(chat).unwrap())).unwrap();
        }
        assert!(pace.len() <= CROWD);
    }
}
