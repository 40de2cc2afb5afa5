//! Everything that waits in one chat: a line for each person, and whose turn is next.
//!
//! In private there is one line. In a group people take turns, each in the order of their own questions; a person who
//! has used up their share of the group's messages is passed over for a while. It does not know how anything is dealt
//! with.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::time::Instant;

use super::incoming::Incoming;

/// Something taken in, to be dealt with in time.
#[derive(Debug)]
pub(crate) struct Job {
    /// The number of its update.
    pub update: i64,
    pub incoming: Incoming,
    pub since: Instant,
    pub until: Instant,
    pub origin: Origin,
    /// Messages that its answer takes; one until more are known to be needed.
    pub needs: AtomicUsize,
}

/// The place that a job has come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// It was written into the inbox, by this run of the bot.
    Inbox,
    /// It was found in the inbox.
    LeftOver,
    /// Telegram; it could not be written into the inbox.
    Telegram,
}

/// Jobs of one person that may wait in a chat; one more has failed.
const LONGEST: usize = 300;
/// The same of one person's questions in a group.
const IN_A_GROUP: usize = 5;

/// The lines of a chat, the next to have a turn first.
#[derive(Default)]
pub(super) struct ChatQueue(VecDeque<Line>);

/// The jobs of one person, in their order.
struct Line {
    person: i64,
    waiting: VecDeque<Arc<Job>>,
    /// The newest job that was turned away because the line was full.
    no_room: Option<Arc<Job>>,
}

/// The next thing to do in a chat.
pub(super) enum Next {
    Job(Arc<Job>),
    /// Nobody who waits may be answered before then.
    Wait(Instant),
    Nothing,
}

impl Job {
    pub(super) fn is_in_group(&self) -> bool {
        self.incoming.chat() <= 0
    }

    /// The person in whose line it waits; in private there is one line.
    pub(super) fn person(&self) -> i64 {
        match &self.incoming {
            Incoming::Question(question) if self.is_in_group() => question.person,
            Incoming::Press(press) if self.is_in_group() => press.person,
            _ => self.incoming.chat(),
        }
    }

    /// Messages that its answer takes, as far as is known.
    pub(super) fn needs(&self) -> usize {
        self.needs.load(Ordering::Relaxed)
    }

    /// The jobs like it that may wait in that line.
    fn most(&self) -> usize {
        if self.is_in_group() && self.incoming.is_asked() { IN_A_GROUP } else { LONGEST }
    }
}

impl ChatQueue {
    /// Puts a job at the end of its line. Where the line is full it is turned away in place of the one that was before,
    /// which is given back.
    pub(super) fn add(&mut self, job: Arc<Job>) -> Option<Arc<Job>> {
        let person = job.person();
        let index = self.0.iter().position(|line| line.person == person).unwrap_or_else(|| {
            self.0.push_back(Line { person, waiting: VecDeque::new(), no_room: None });
            self.0.len() - 1
        });
        let line = &mut self.0[index];
        let most = job.most();
        let is_like = |other: &&Arc<Job>| other.most() == most;
        if line.waiting.iter().filter(is_like).take(most).count() < most {
            line.waiting.push_back(job);
            return None;
        }
        line.no_room.replace(job)
    }

    /// Takes the jobs that were turned away, and drops lines in which nothing waits any more.
    pub(super) fn turned_away(&mut self) -> Vec<Arc<Job>> {
        let turned_away = self.0.iter_mut().filter_map(|line| line.no_room.take()).collect();
        self.0.retain(|line| !line.waiting.is_empty());
        turned_away
    }

    /// Puts a job back to the head of its line, as its answer takes so many messages and there is no room for them.
    pub(super) fn put_back(&mut self, job: Arc<Job>, needs: usize) {
        job.needs.store(needs, Ordering::Relaxed);
        let person = job.person();
        match self.0.iter_mut().find(|line| line.person == person) {
            Some(line) => line.waiting.push_front(job),
            None => self.0.push_back(Line { person, waiting: VecDeque::from([job]), no_room: None }),
        }
    }

    /// The first job of the next person who may be answered, or whose time is over. `room_opens` says when there is
    /// room for so many messages to a person, if there is none now.
    pub(super) fn next(&mut self, now: Instant, room_opens: impl Fn(i64, usize) -> Option<Instant>) -> Next {
        let mut earliest: Option<Instant> = None;
        for index in 0..self.0.len() {
            let line = &self.0[index];
            let Some(first) = line.waiting.front() else { continue };
            match room_opens(line.person, first.needs())
                .map(|opens| opens.min(first.until))
                .filter(|opens| *opens > now)
            {
                Some(opens) => earliest = Some(earliest.map_or(opens, |other| other.min(opens))),
                None => return self.take(index).map_or(Next::Nothing, Next::Job),
            }
        }
        earliest.map_or(Next::Nothing, Next::Wait)
    }

    /// Takes the first job of a line, and puts the line behind all others.
    fn take(&mut self, index: usize) -> Option<Arc<Job>> {
        let mut line = self.0.remove(index)?;
        let job = line.waiting.pop_front();
        if !line.waiting.is_empty() {
            self.0.push_back(line);
        }
        job
    }

    /// Takes the jobs at the head of each line whose time is over.
    pub(super) fn expired(&mut self, now: Instant) -> Vec<Arc<Job>> {
        let mut expired = Vec::new();
        for line in &mut self.0 {
            let many = line.waiting.iter().take_while(|job| job.until <= now).count();
            expired.extend(line.waiting.drain(..many));
        }
        expired
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::telegram::incoming::{Place, Question};

    const ANN: i64 = 11;
    const BOB: i64 = 12;
    const GROUP: i64 = -100;

    fn asked(chat: i64, person: i64, update: i64, since: Instant) -> Arc<Job> {
        let question = Question {
            place: Place { chat, private: chat > 0, topic: None },
            person,
            message: 1,
            words: Some("/trade".to_owned()),
            language: None,
            replied: None,
            addressed: true,
            called: true,
            edited: false,
        };
        let (incoming, until) = (Incoming::Question(question), since + Duration::from_secs(10));
        Arc::new(Job { update, incoming, since, until, origin: Origin::Inbox, needs: AtomicUsize::new(1) })
    }

    /// The jobs in the order of their turns, until somebody has to wait or nobody is left.
    fn turns(queue: &mut ChatQueue, now: Instant, room_opens: impl Fn(i64, usize) -> Option<Instant>) -> Vec<i64> {
        std::iter::from_fn(|| match queue.next(now, &room_opens) {
            Next::Job(job) => Some(job.update),
            Next::Wait(_) | Next::Nothing => None,
        })
        .collect()
    }

    #[test]
    fn in_a_group_people_take_turns_and_in_private_nothing_is_overtaken() {
        let now = Instant::now();
        for (chat, order) in [(GROUP, [1, 4, 2, 5, 3]), (ANN, [1, 2, 3, 4, 5])] {
            let mut queue = ChatQueue::default();
            for (update, person) in [(1, ANN), (2, ANN), (3, ANN), (4, BOB), (5, BOB)] {
                assert!(queue.add(asked(chat, person, update, now)).is_none());
            }
            assert_eq!(turns(&mut queue, now, |_, _| None), order);
        }
    }

    #[test]
    fn of_one_person_in_a_group_few_wait_and_the_last_of_the_rest_is_told() {
        let (now, mut queue) = (Instant::now(), ChatQueue::default());
        let given_way: Vec<i64> =
            (1..=9).filter_map(|update| queue.add(asked(GROUP, ANN, update, now))).map(|job| job.update).collect();
        assert_eq!(given_way, [6, 7, 8]);
        assert!(queue.add(asked(GROUP, BOB, 10, now)).is_none(), "there is room for another");
        assert_eq!(queue.turned_away().iter().map(|job| job.update).collect::<Vec<_>>(), [9]);
        assert_eq!(turns(&mut queue, now, |_, _| None), [1, 10, 2, 3, 4, 5]);
    }

    #[test]
    fn who_has_used_up_their_share_is_passed_over_until_it_opens_or_their_time_is_over() {
        let (now, mut queue) = (Instant::now(), ChatQueue::default());
        for (update, person) in [(1, ANN), (2, ANN), (3, BOB)] {
            queue.add(asked(GROUP, person, update, now));
        }
        let opens = now + Duration::from_secs(4);
        let share_opens = |person, _| (person == ANN).then_some(opens);
        assert_eq!(turns(&mut queue, now, share_opens), [3]);
        assert!(matches!(queue.next(now, share_opens), Next::Wait(until) if until == opens));
        assert_eq!(turns(&mut queue, opens, share_opens), [1, 2]);
        queue.add(asked(GROUP, ANN, 4, now));
        let later = now + Duration::from_secs(60);
        assert!(matches!(queue.next(now, |_, _| Some(later)), Next::Wait(until) if until < later));
        assert_eq!(turns(&mut queue, now + Duration::from_secs(10), |_, _| Some(later)), [4]);
    }

    #[test]
    fn who_needs_more_messages_than_there_is_room_for_lets_others_go_first_and_keeps_their_place() {
        let (now, mut queue) = (Instant::now(), ChatQueue::default());
        for (update, person) in [(1, ANN), (2, ANN), (3, BOB)] {
            queue.add(asked(GROUP, person, update, now));
        }
        let Next::Job(first) = queue.next(now, |_, _| None) else { panic!("nothing is to be done") };
        let opens = now + Duration::from_secs(4);
        let room_opens = |_, messages: usize| (messages > 1).then_some(opens);
        queue.put_back(first, 5);
        assert_eq!(turns(&mut queue, now, room_opens), [3]);
        assert!(matches!(queue.next(now, room_opens), Next::Wait(until) if until == opens));
        assert_eq!(turns(&mut queue, opens, |_, _| None), [1, 2]);
    }
}
