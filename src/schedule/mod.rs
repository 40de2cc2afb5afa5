//! What to post, where and when.
//!
//! In: what an admin writes, as text; out: an [`Order`], and of a [`Schedule`] the instants at which it falls due.
//! All is pure: the clock is an argument, the zones are built in. It does not know Telegram, a database, or which
//! names a catalogue has.

mod calendar;
mod channel;
mod delivery;
mod grace;
mod hour;
mod moving;
mod order;
mod when;
mod words;
mod zone;

pub use channel::{Channel, ChatKind, Suspended};
pub use delivery::{Delivery, Fate, Key, Skip};
pub use grace::Grace;
pub use order::{
    Addition, Address, Changes, ORDERS, Options, Order, OrderError, Piece, Subject, Topic, Written, Wrong, order,
};
pub use when::{Days, Nth, Part, Week, When, WhenError};
pub use zone::{Zone, ZoneError, suggested};

use std::fmt;

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime},
    tz::Offset,
};

use crate::{language::Language, question::Query};

/// The most schedules that a channel may have.
pub const SCHEDULES_A_CHANNEL: usize = 20;

/// The most channels that an admin may connect.
pub const CHANNELS_AN_ADMIN: usize = 10;

/// One thing that is posted to one chat, again and again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// What admins call it: `/pause 3`.
    pub id: i64,
    /// The channel or group, by Telegram's number.
    pub chat: i64,
    /// The topic of a forum; none for a chat without topics, and for its general one.
    pub topic: Option<i32>,
    /// Who ordered it, and is told when it cannot be posted; none once they had themselves forgotten.
    pub owner: Option<i64>,
    /// As it was written; [`When::parse`] reads it.
    pub when: String,
    /// Whose clock `when` is read on; [`Zone::parse`] reads it.
    pub zone: String,
    pub what: What,
    /// The language of the posts.
    pub language: Language,
    /// Posted without a sound.
    pub silent: bool,
    /// The longest delay after which a post still goes out.
    pub grace: Grace,
    pub state: State,
}

impl Schedule {
    /// The first instant strictly after another at which it falls due; none when it is over or paused
    /// without an end.
    ///
    /// # Errors
    ///
    /// [`Unreadable`] where the words it was made of are no longer understood.
    pub fn next_after(&self, after: Timestamp) -> Result<Option<Timestamp>, Unreadable> {
        Ok(self.dues(after, 1)?.1.pop())
    }

    /// The first so many instants after another, as they are told to who ordered it.
    ///
    /// # Errors
    ///
    /// As [`Self::next_after`].
    pub fn upcoming(&self, after: Timestamp, most: usize) -> Result<Upcoming, Unreadable> {
        let (zone, dues) = self.dues(after, most)?;
        Ok(Upcoming::of(&dues, &zone))
    }

    fn dues(&self, after: Timestamp, most: usize) -> Result<(Zone, Vec<Timestamp>), Unreadable> {
        let (when, zone) = (When::parse(&self.when)?, Zone::parse(&self.zone)?);
        let after = match self.state {
            State::Active => Some(after),
            State::Paused { until } => until.and_then(|day| Some(after.max(before(day, &zone)?))),
        };
        let dues = after.map(|after| when.upcoming(zone.rules(), after, most)).unwrap_or_default();
        Ok((zone, dues))
    }
}

/// The last moment before a day.
fn before(day: Date, zone: &Zone) -> Option<Timestamp> {
    let start = day.to_zoned(zone.rules().clone()).ok()?.timestamp();
    start.checked_sub(SignedDuration::from_nanos(1)).ok()
}

/// Words of a schedule that are no longer understood: a zone that was taken out of the database, a store that was
/// edited by hand.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    #[error(transparent)]
    When(#[from] WhenError),
    #[error(transparent)]
    Zone(#[from] ZoneError),
}

/// Posting or paused. Spelled by `Display`, read back by [`State::parse`]: `paused until 2026-03-01`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum State {
    #[default]
    Active,
    /// By its admin; up to the beginning of that day in its zone, where one was given.
    Paused { until: Option<Date> },
}

impl State {
    /// Reads its exact spelling.
    pub fn parse(spelling: &str) -> Option<Self> {
        match spelling {
            "active" => Some(Self::Active),
            "paused" => Some(Self::Paused { until: None }),
            _ => Some(Self::Paused { until: Some(spelling.strip_prefix("paused until ")?.parse().ok()?) }),
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active => f.write_str("active"),
            Self::Paused { until: None } => f.write_str("paused"),
            Self::Paused { until: Some(day) } => write!(f, "paused until {day}"),
        }
    }
}

/// The subject of posts. Spelled by `Display`, read back by [`What::parse`]: `rotate`, or a query's spelling.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum What {
    /// The answer to a question.
    Query(Spelling),
    /// A fact a day, each in its turn.
    Rotate,
}

impl What {
    /// Reads its spelling; none for an empty text.
    pub fn parse(spelling: &str) -> Option<Self> {
        match spelling {
            "rotate" => Some(Self::Rotate),
            _ => Spelling::parse(spelling).map(Self::Query),
        }
    }
}

impl What {
    /// The same words as they are meant on two days a year apart, of which the first is in `this_year`: where only
    /// years differ, and by one, these move with the calendar. None where more differs than that.
    pub fn moving(now: &Query, later: &Query, this_year: i16) -> Option<Self> {
        moving::spelled(&now.to_string(), &later.to_string(), this_year).map(|spelling| Self::Query(Spelling(spelling)))
    }
}

impl From<&Query> for What {
    fn from(query: &Query) -> Self {
        Self::Query(Spelling(query.to_string()))
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Query(spelling) => f.write_str(&spelling.0),
            Self::Rotate => f.write_str("rotate"),
        }
    }
}

/// The one spelling of a query: `trade KGZ 2025`; or one whose years move with the calendar: `trade KGZ last-year`.
///
/// It stays text here, for only who holds a catalogue can say whether its names still exist; a sheet that is taken out
/// must not make a schedule unreadable, but be told to its owner when it falls due.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Spelling(String);

impl Spelling {
    /// One line that is not empty.
    fn parse(spelling: &str) -> Option<Self> {
        let is_sound = spelling.trim() == spelling && !spelling.is_empty() && !spelling.contains(char::is_control);
        is_sound.then(|| Self(spelling.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// With its language in front, as [`crate::question::parse_spelling`] reads it: `ru trade KGZ 2025`.
    pub fn in_language(&self, language: Language) -> String {
        format!("{} {}", language.tag(), self.0)
    }

    /// As it is meant in a year, where it moves with the calendar: `trade last-year` is `trade 2025` in 2026.
    pub fn in_year(&self, year: i16) -> Option<Self> {
        moving::in_year(&self.0, year).map(Self)
    }
}

/// The next instants of a schedule: "Mon 2 Feb 2026 09:00 (Bishkek, UTC+6), …".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Upcoming {
    pub zone: Zone,
    /// In order; empty where there are no more.
    pub moments: Vec<Moment>,
}

impl Upcoming {
    /// The number of instants that an admin is told.
    pub const TOLD: usize = 3;

    /// Of a pattern that is not yet a schedule's.
    pub fn new(when: When, zone: &Zone, after: Timestamp) -> Self {
        Self::of(&when.upcoming(zone.rules(), after, Self::TOLD), zone)
    }

    fn of(dues: &[Timestamp], zone: &Zone) -> Self {
        let moment = |due: &Timestamp| {
            let utc_offset = zone.rules().to_offset(*due);
            Moment { due: *due, wall: utc_offset.to_datetime(*due), utc_offset }
        };
        Self { zone: zone.clone(), moments: dues.iter().map(moment).collect() }
    }
}

/// An instant, and what the clocks show then.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    pub due: Timestamp,
    /// By the clock on the wall; the daylight-saving rule may have moved it from what was ordered.
    pub wall: DateTime,
    /// The time that clock is ahead of UTC.
    pub utc_offset: Offset,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn daily() -> Schedule {
        Schedule {
            id: 3,
            chat: -1_001_234,
            topic: None,
            owner: Some(7),
            when: "Daily 9:00".to_owned(),
            zone: "Asia/Bishkek".to_owned(),
            what: What::Rotate,
            language: Language::Ru,
            silent: false,
            grace: Grace::default(),
            state: State::Active,
        }
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_next_three_are_told_with_zone_and_offset() {
        let upcoming = daily().upcoming(at("2026-02-01T03:00Z"), Upcoming::TOLD).unwrap();
        assert_eq!(upcoming.zone.name(), "Asia/Bishkek");
        let told: Vec<String> =
            upcoming.moments.iter().map(|moment| format!("{} UTC{}", moment.wall, moment.utc_offset)).collect();
        assert_eq!(told, ["2026-02-02T09:00:00 UTC+06", "2026-02-03T09:00:00 UTC+06", "2026-02-04T09:00:00 UTC+06"]);
        assert_eq!(upcoming.moments[0].due, at("2026-02-02T03:00Z"));
    }

    #[test]
    fn what_is_paused_falls_due_from_its_day_on() {
        let next = |state| Schedule { state, ..daily() }.next_after(at("2026-02-01T00:00Z")).unwrap();
        assert_eq!(next(State::Active), Some(at("2026-02-01T03:00Z")));
        let until = Some(date(2026, 3, 1));
        assert_eq!(next(State::Paused { until }), Some(at("2026-03-01T03:00Z")));
        assert_eq!(next(State::Paused { until: Some(date(2025, 1, 1)) }), Some(at("2026-02-01T03:00Z")));
        assert_eq!(next(State::Paused { until: None }), None);
        let midnight = Schedule { when: "daily 00:00".into(), state: State::Paused { until }, ..daily() };
        assert_eq!(midnight.next_after(at("2026-02-01T00:00Z")), Ok(Some(at("2026-02-28T18:00Z"))));
    }

    #[test]
    fn what_is_no_longer_understood_is_said() {
        let broken = Schedule { zone: "Asia/Frunze".into(), ..daily() }.next_after(Timestamp::UNIX_EPOCH);
        assert!(matches!(broken, Err(Unreadable::Zone(_))));
        let broken = Schedule { when: "0 9 * * *".into(), ..daily() }.next_after(Timestamp::UNIX_EPOCH);
        assert!(matches!(broken, Err(Unreadable::When(_))));
    }

    #[test]
    fn states_and_subjects_read_back() {
        for spelling in ["active", "paused", "paused until 2026-03-01"] {
            assert_eq!(State::parse(spelling).map(|state| state.to_string()), Some(spelling.to_owned()));
        }
        assert_eq!(State::parse("paused until tomorrow"), None);
        for spelling in ["rotate", "trade KGZ 2025", "latest", "src trade CHN:KGZ 2025"] {
            assert_eq!(What::parse(spelling).map(|what| what.to_string()), Some(spelling.to_owned()));
        }
        for spelling in ["", " ", " trade", "trade\n2025"] {
            assert_eq!(What::parse(spelling), None);
        }
        let what = What::from(&Query::Newest);
        assert_eq!(What::parse(&what.to_string()), Some(what));
        let spelled = Spelling::parse("trade KGZ 2025").unwrap();
        assert_eq!(spelled.in_language(Language::Ru), "ru trade KGZ 2025");
    }
}
