//! When a chat may be written to.
//!
//! Telegram lets a bot write 20 messages a minute to a group; that is kept from the start. About the rest it
//! only says "avoid": so nothing is held back until it refuses, and then the chat that it named waits as
//! long as it said and goes slowly for a while. Where it refuses several chats at once, all go slowly.
//! It does not know what is written.

use std::{collections::HashMap, time::Duration};

use tokio::time::Instant;

/// What is known of the chats that were written to lately.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    chats: HashMap<i64, Gate>,
    /// Who was refused in the last moments.
    refused: Vec<(Instant, i64)>,
    /// For all chats together, while several of them are refused.
    overall: Option<Gate>,
}

/// A bucket of turns, which fills up again.
#[derive(Clone, Debug)]
struct Gate {
    rate: Rate,
    turns: f64,
    counted: Instant,
    /// Closed until then.
    opens: Instant,
    /// When a slower rate that a refusal brought ends.
    slow_until: Option<Instant>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Rate {
    burst: f64,
    per_second: f64,
}

const UNTOLD: Rate = Rate { burst: f64::INFINITY, per_second: 0.0 };
const GROUP: Rate = Rate { burst: 20.0, per_second: 20.0 / 60.0 };
const PRIVATE_TOLD: Rate = Rate { burst: 1.0, per_second: 1.0 };
const OVERALL_TOLD: Rate = Rate { burst: 15.0, per_second: 28.0 };

/// How long a chat goes slowly after a refusal.
const SLOW: Duration = Duration::from_secs(60);
/// So many chats refused within so short a time, and it is not about the chats.
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
        let gate = self.chats.entry(chat).or_insert_with(|| Gate::new(if group { GROUP } else { UNTOLD }, now));
        gate.take(now)?;
        if self.chats.len() >= CROWD {
            self.chats.retain(|_, gate| !gate.is_past(now));
        }
        Ok(())
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

    /// Telegram refused this chat for so long.
    pub(crate) fn refused(&mut self, chat: i64, group: bool, wait: Duration, now: Instant) {
        let gate = self.chats.entry(chat).or_insert_with(|| Gate::new(UNTOLD, now));
        gate.slow_down(if group { GROUP } else { PRIVATE_TOLD }, now + wait);
        self.refused.retain(|(when, other)| now.duration_since(*when) < AT_ONCE && *other != chat);
        self.refused.push((now, chat));
        if self.refused.len() >= MANY {
            let overall = self.overall.get_or_insert_with(|| Gate::new(OVERALL_TOLD, now));
            overall.slow_down(OVERALL_TOLD, now + wait.min(AT_ONCE));
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.chats.len()
    }
}

impl Gate {
    fn new(rate: Rate, now: Instant) -> Self {
        Self { rate, turns: rate.burst, counted: now, opens: now, slow_until: None }
    }

    fn slow_down(&mut self, rate: Rate, opens: Instant) {
        self.rate = rate;
        self.opens = self.opens.max(opens);
        self.counted = self.opens;
        self.turns = 1.0;
        self.slow_until = Some(self.opens + SLOW);
    }

    fn take(&mut self, now: Instant) -> Result<(), Instant> {
        let opens = self.when(now);
        if opens > now {
            return Err(opens);
        }
        self.turns -= 1.0;
        Ok(())
    }

    /// When the next turn can be taken; now, if it can.
    fn when(&mut self, now: Instant) -> Instant {
        let passed = now.saturating_duration_since(self.counted).as_secs_f64();
        self.turns = (self.turns + passed * self.rate.per_second).min(self.rate.burst);
        self.counted = self.counted.max(now);
        if now < self.opens {
            return self.opens;
        }
        match self.turns >= 1.0 {
            true => now,
            false => now + Duration::from_secs_f64((1.0 - self.turns) / self.rate.per_second),
        }
    }

    fn unless_past(mut self, now: Instant) -> Option<Self> {
        (!self.is_past(now)).then_some(self)
    }

    /// Whether a new one would be the same.
    fn is_past(&mut self, now: Instant) -> bool {
        let full = self.when(now) == now && self.turns >= self.rate.burst;
        full && self.slow_until.is_none_or(|until| until <= now)
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
        let taken = (0..100).filter(|_| pace.turn(-1, true, start).is_ok()).count();
        assert_eq!(taken, 20);
        let opens = pace.turn(-1, true, start).unwrap_err();
        assert!(opens > start + secs(2) && opens <= start + secs(3), "{:?}", opens - start);
        assert!(pace.turn(-1, true, opens + Duration::from_millis(1)).is_ok());
        assert!(pace.turn(-2, true, start).is_ok(), "another group is free");
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
