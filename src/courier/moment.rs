//! An instant as people read it.

use jiff::{Timestamp, civil::DateTime, tz::Offset};

use crate::{
    language::{Language, Msg},
    schedule::{Upcoming, Zone},
};

/// "Mon 2 February 2026, 09:00 (Bishkek, UTC+6)".
pub fn moment(language: Language, at: Timestamp, zone: &Zone) -> String {
    let offset = zone.rules().to_offset(at);
    let (moment, zone) = (day_and_hour(language, offset.to_datetime(at)), in_zone(language, zone, offset));
    format!("{moment} ({zone})")
}

/// The next instants, each with its day; the zone once where all share one offset.
pub fn moments(language: Language, upcoming: &Upcoming) -> String {
    let shown = |index: usize| {
        let this = upcoming.moments[index];
        let last_of_offset = upcoming.moments.get(index + 1).is_none_or(|next| next.utc_offset != this.utc_offset);
        let zone = last_of_offset.then(|| format!(" ({})", in_zone(language, &upcoming.zone, this.utc_offset)));
        format!("{}{}", day_and_hour(language, this.wall), zone.unwrap_or_default())
    };
    (0..upcoming.moments.len()).map(shown).collect::<Vec<_>>().join(language.semicolon())
}

/// A zone as it is offered: "Bishkek, UTC+6", by its offset at an instant.
pub fn zone_told(language: Language, zone: &Zone, at: Timestamp) -> String {
    in_zone(language, zone, zone.rules().to_offset(at))
}

fn in_zone(language: Language, zone: &Zone, offset: Offset) -> String {
    match ahead(offset) {
        ahead if ahead.is_empty() && zone.name() == "UTC" => "UTC".to_owned(),
        ahead => format!("{}, UTC{ahead}", zone.city(language)),
    }
}

/// "+6", "−3:30"; nothing for UTC itself.
fn ahead(offset: Offset) -> String {
    let minutes = offset.seconds().unsigned_abs() / 60;
    let sign = if offset.is_negative() { '−' } else { '+' };
    match (minutes / 60, minutes % 60) {
        (0, 0) => String::new(),
        (hours, 0) => format!("{sign}{hours}"),
        (hours, minutes) => format!("{sign}{hours}:{minutes:02}"),
    }
}

fn day_and_hour(language: Language, wall: DateTime) -> String {
    let date = language.day(wall.date());
    let weekday = usize::from(wall.weekday().to_monday_one_offset().unsigned_abs());
    let weekday = language.say(Msg::Weekday { number: weekday.into() });
    format!("{weekday} {date}, {:02}:{:02}", wall.hour(), wall.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_told_with_how_far_it_is_from_utc() {
        for (zone, told) in [
            ("Asia/Bishkek", "Sun 1 February 2026, 06:00 (Bishkek, UTC+6)"),
            ("Asia/Kolkata", "Sun 1 February 2026, 05:30 (Delhi, UTC+5:30)"),
            ("America/St_Johns", "Sat 31 January 2026, 20:30 (St Johns, UTC−3:30)"),
            ("Europe/London", "Sun 1 February 2026, 00:00 (London, UTC)"),
            ("UTC", "Sun 1 February 2026, 00:00 (UTC)"),
        ] {
            let at = "2026-02-01T00:00Z".parse().unwrap();
            assert_eq!(moment(Language::En, at, &Zone::parse(zone).unwrap()), told);
        }
    }
}
