//! An instant as people read it.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::{
    language::{Language, Msg},
    schedule::{Upcoming, Zone},
};

/// "Mon 2 February 2026, 09:00 (Asia/Bishkek, UTC+06)".
pub fn moment(language: Language, at: Timestamp, zone: &Zone) -> String {
    let offset = zone.rules().to_offset(at);
    let (moment, zone) = (day_and_hour(language, offset.to_datetime(at)), in_zone(zone, offset));
    format!("{moment} ({zone})")
}

/// The next instants, each with its day; the zone once where all share one offset.
pub fn moments(language: Language, upcoming: &Upcoming) -> String {
    let shown = |index: usize| {
        let this = upcoming.moments[index];
        let last_of_offset = upcoming.moments.get(index + 1).is_none_or(|next| next.utc_offset != this.utc_offset);
        let zone = last_of_offset.then(|| format!(" ({})", in_zone(&upcoming.zone, this.utc_offset)));
        format!("{}{}", day_and_hour(language, this.wall), zone.unwrap_or_default())
    };
    (0..upcoming.moments.len()).map(shown).collect::<Vec<_>>().join("; ")
}

fn in_zone(zone: &Zone, offset: Offset) -> String {
    format!("{}, UTC{offset}", zone.name())
}

fn day_and_hour(language: Language, wall: DateTime) -> String {
    let date = language.day(wall.date());
    let weekday = usize::from(wall.weekday().to_monday_one_offset().unsigned_abs());
    let weekday = language.say(Msg::Weekday { number: weekday.into() });
    format!("{weekday} {date}, {:02}:{:02}", wall.hour(), wall.minute())
}
