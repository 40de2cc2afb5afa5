//! From a pattern and a zone to the instants at which it falls due.
//!
//! A time that a day does not have, since the clock was put forward over it, is due at the first instant after the
//! gap on that same day; where the gap reaches to the end of the day, at the last minute before it. A time that a day
//! has twice is due the first time. So each day that the pattern names has exactly one instant, in order; a day that
//! a zone left out whole has none. The clock is an argument.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, DateTime, Weekday},
    tz::{AmbiguousOffset, TimeZone},
};

use super::when::{Days, Nth, When};

impl When {
    /// The first instant strictly after another; none when there is no more.
    pub fn next_after(&self, zone: &TimeZone, after: Timestamp) -> Option<Timestamp> {
        // Of the day it is, the instant may be over; so may that of the next, where the clock went back over midnight;
        // and a zone may have left a day out.
        const LOOKS: usize = 8;
        let mut day = self.days().on_or_after(zone.to_datetime(after).date())?;
        for _ in 0..LOOKS {
            if let Some(due) = self.on(day, zone).filter(|due| *due > after) {
                return Some(due);
            }
            day = self.days().on_or_after(day.tomorrow().ok()?)?;
        }
        None
    }

    /// The first so many instants after another, in order; fewer where there are no more.
    pub fn upcoming(&self, zone: &TimeZone, after: Timestamp, most: usize) -> Vec<Timestamp> {
        std::iter::successors(self.next_after(zone, after), |due| self.next_after(zone, *due)).take(most).collect()
    }

    /// When it is due on a day.
    fn on(&self, day: Date, zone: &TimeZone) -> Option<Timestamp> {
        let wall = day.to_datetime(self.time());
        let instant = zone.to_ambiguous_timestamp(wall);
        match instant.offset() {
            AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => instant.earlier().ok(),
            AmbiguousOffset::Gap { after, .. } => beside_gap(wall, after.to_timestamp(wall).ok()?, zone),
        }
    }
}

/// The instant in the place of one that falls into a gap; `before` lies before the gap.
fn beside_gap(wall: DateTime, before: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let end = zone.following(before).map(|change| change.timestamp()).find(|end| zone.to_datetime(*end) > wall)?;
    let last_minute = end.checked_sub(SignedDuration::from_mins(1)).ok()?;
    [end, last_minute].into_iter().find(|instant| zone.to_datetime(*instant).date() == wall.date())
}

impl Days {
    /// The first day of the pattern from a day on.
    fn on_or_after(self, from: Date) -> Option<Date> {
        match self {
            Self::Daily => Some(from),
            Self::Weekdays => in_week(from, |day| !matches!(day, Weekday::Saturday | Weekday::Sunday)),
            Self::Weekly(week) => in_week(from, |day| week.has(day)),
            Self::Monthly(day) => in_months(from, |first| day_of(first, day)),
            Self::MonthlyOn(nth, day) => in_months(from, |first| match nth {
                Nth::First => first.nth_weekday_of_month(1, day).ok(),
                Nth::Second => first.nth_weekday_of_month(2, day).ok(),
                Nth::Third => first.nth_weekday_of_month(3, day).ok(),
                Nth::Fourth => first.nth_weekday_of_month(4, day).ok(),
                Nth::Last => first.nth_weekday_of_month(-1, day).ok(),
            }),
            Self::Yearly(month, day) => [from.year(), from.year().saturating_add(1)]
                .into_iter()
                .filter_map(|year| day_of(Date::new(year, month, 1).ok()?, day))
                .find(|date| *date >= from),
            Self::Once(date) => (date >= from).then_some(date),
        }
    }
}

fn in_week(from: Date, is_named: impl Fn(Weekday) -> bool) -> Option<Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take(7).find(|day| is_named(day.weekday()))
}

/// The day that this month names, or the next.
fn in_months(from: Date, named: impl Fn(Date) -> Option<Date>) -> Option<Date> {
    let this = from.first_of_month();
    let next = || from.last_of_month().tomorrow().ok();
    named(this).filter(|day| *day >= from).or_else(|| named(next()?))
}

/// A day of a month, or its last where it has fewer.
fn day_of(first: Date, day: i8) -> Option<Date> {
    Date::new(first.year(), first.month(), day.min(first.days_in_month())).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use jiff::{
        civil::{date, time},
        tz::{Offset, TimeZoneDatabase},
    };

    use proptest::prelude::*;

    use super::{super::when::tests::any_when, *};

    fn zone(name: &str) -> TimeZone {
        TimeZoneDatabase::bundled().get(name).unwrap()
    }

    /// The first instants of a pattern from a day on, as the clocks of the zone show them.
    fn dues(pattern: &str, name: &str, from: &str, most: usize) -> Vec<String> {
        let zone = zone(name);
        let from: DateTime = from.parse().unwrap();
        let after = zone.to_timestamp(from).unwrap();
        let due = When::parse(pattern).unwrap().upcoming(&zone, after, most);
        due.iter().map(|due| due.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M %:z").to_string()).collect()
    }

    #[test]
    fn a_time_in_the_gap_is_due_after_it_and_one_that_comes_twice_the_first_time() {
        #[rustfmt::skip]
        let cases: &[(&str, &str, &str, &[&str])] = &[
            ("daily 02:30", "Europe/Berlin", "2026-03-28T00:00",
                &["2026-03-28 02:30 +01:00", "2026-03-29 03:00 +02:00", "2026-03-30 02:30 +02:00"]),
            ("daily 02:30", "Europe/Berlin", "2026-10-24T00:00",
                &["2026-10-24 02:30 +02:00", "2026-10-25 02:30 +02:00", "2026-10-26 02:30 +01:00"]),
            ("weekly sun 03:00", "Europe/Berlin", "2026-03-22T00:00",
                &["2026-03-22 03:00 +01:00", "2026-03-29 03:00 +02:00", "2026-04-05 03:00 +02:00"]),
            ("weekly sun 02:15", "Europe/Berlin", "2026-10-18T00:00",
                &["2026-10-18 02:15 +02:00", "2026-10-25 02:15 +02:00", "2026-11-01 02:15 +01:00"]),
            // Almaty went from +06 to +05 at the beginning of March 2024.
            ("daily 23:30", "Asia/Almaty", "2024-02-29T00:00",
                &["2024-02-29 23:30 +06:00", "2024-03-01 23:30 +05:00", "2024-03-02 23:30 +05:00"]),
            ("daily 00:00", "Asia/Almaty", "2024-02-28T12:00",
                &["2024-02-29 00:00 +06:00", "2024-03-01 00:00 +05:00", "2024-03-02 00:00 +05:00"]),
            // Cairo goes forward at midnight on Friday, and back at the end of Thursday.
            ("daily 00:30", "Africa/Cairo", "2026-04-23T12:00",
                &["2026-04-24 01:00 +03:00", "2026-04-25 00:30 +03:00", "2026-04-26 00:30 +03:00"]),
            ("daily 23:30", "Africa/Cairo", "2026-10-28T12:00",
                &["2026-10-28 23:30 +03:00", "2026-10-29 23:30 +03:00", "2026-10-30 23:30 +02:00"]),
            // Lord Howe moves by half an hour.
            ("daily 02:15", "Australia/Lord_Howe", "2026-10-03T00:00",
                &["2026-10-03 02:15 +10:30", "2026-10-04 02:30 +11:00", "2026-10-05 02:15 +11:00"]),
            ("daily 01:45", "Australia/Lord_Howe", "2026-04-04T00:00",
                &["2026-04-04 01:45 +11:00", "2026-04-05 01:45 +11:00", "2026-04-06 01:45 +10:30"]),
            // In Nuuk the last hour of a Saturday is left out.
            ("daily 23:15", "America/Nuuk", "2026-03-27T00:00",
                &["2026-03-27 23:15 -02:00", "2026-03-28 22:59 -02:00", "2026-03-29 23:15 -01:00"]),
            // Samoa left out a whole day.
            ("daily 09:00", "Pacific/Apia", "2011-12-29T00:00",
                &["2011-12-29 09:00 -10:00", "2011-12-31 09:00 +14:00", "2012-01-01 09:00 +14:00"]),
        ];
        for (pattern, zone, from, expected) in cases {
            assert_eq!(dues(pattern, zone, from, 3), *expected, "{pattern} {zone}");
        }
    }

    #[test]
    fn a_day_that_a_month_or_a_year_does_not_have_is_its_last() {
        let days = |pattern: &str, from: &str, most: usize| -> Vec<String> {
            dues(pattern, "Asia/Bishkek", from, most).iter().map(|due| due[..10].to_owned()).collect()
        };
        assert_eq!(
            days("monthly 31 09:00", "2027-12-31T09:00", 5),
            ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30", "2028-05-31"]
        );
        assert_eq!(days("monthly 29 09:00", "2026-01-29T09:00", 2), ["2026-02-28", "2026-03-29"]);
        assert_eq!(
            days("yearly 02-29 09:00", "2026-01-01T00:00", 4),
            ["2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]
        );
        assert_eq!(days("monthly last-fri 18:00", "2026-01-01T00:00", 3), ["2026-01-30", "2026-02-27", "2026-03-27"]);
        assert_eq!(days("monthly first-mon 18:00", "2026-01-05T18:00", 2), ["2026-02-02", "2026-03-02"]);
        assert_eq!(days("monthly 2nd-tue 18:00", "2026-01-01T00:00", 2), ["2026-01-13", "2026-02-10"]);
        assert_eq!(days("daily 09:00", "2028-02-28T09:00", 2), ["2028-02-29", "2028-03-01"]);
        assert_eq!(days("weekdays 09:00", "2026-01-30T08:59", 2), ["2026-01-30", "2026-02-02"]);
        assert_eq!(days("weekly mon,thu 09:00", "2026-01-30T00:00", 3), ["2026-02-02", "2026-02-05", "2026-02-09"]);
    }

    #[test]
    fn once_is_once() {
        assert_eq!(dues("once 2026-03-01 10:00", "Asia/Bishkek", "2026-03-01T09:59", 3), ["2026-03-01 10:00 +06:00"]);
        assert!(dues("once 2026-03-01 10:00", "Asia/Bishkek", "2026-03-01T10:00", 3).is_empty());
    }

    #[test]
    fn at_the_ends_of_time_there_is_no_more() {
        for when in ["daily 09:00", "monthly 31 09:00", "yearly 12-31 23:59", "weekly mon 00:00"] {
            let when = When::parse(when).unwrap();
            assert_eq!(when.next_after(&TimeZone::UTC, Timestamp::MAX), None);
            assert!(when.next_after(&zone("Pacific/Apia"), Timestamp::MIN).is_some());
        }
    }

    /// All that decides what the clocks of a zone show in a span: the offset at its beginning, and each change.
    fn rules(zone: &TimeZone, from: Timestamp, until: Timestamp) -> (Offset, Vec<(Timestamp, Offset)>) {
        let changes = zone.following(from).take_while(|change| change.timestamp() < until);
        (zone.to_offset(from), changes.map(|change| (change.timestamp(), change.offset())).collect())
    }

    #[test]
    fn every_day_of_every_zone_has_exactly_one_instant() {
        let (first, last) = (date(2024, 1, 1), date(2030, 12, 31));
        let at = |day: Date| TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap();
        let mut alike = HashMap::new();
        let database = TimeZoneDatabase::bundled();
        let mut zones = 0;
        for name in database.available() {
            let zone = database.get(name.as_str()).unwrap();
            // Wide enough for what any zone calls the first and the last day, and the walk beyond them.
            let rules = rules(&zone, at(date(2023, 12, 1)), at(date(2031, 2, 1)));
            alike.entry(rules).or_insert_with(Vec::new).push(zone);
            zones += 1;
        }
        assert!(zones > 500 && alike.values().map(Vec::len).sum::<usize>() == zones, "no zone is lost: {zones}");
        for zones in alike.values() {
            let zone = &zones[0];
            for wall in [time(0, 0, 0, 0), time(0, 30, 0, 0), time(2, 30, 0, 0), time(23, 59, 0, 0)] {
                let when = When::parse(&format!("daily {:02}:{:02}", wall.hour(), wall.minute())).unwrap();
                let mut after = zone.to_timestamp(first.at(0, 0, 0, 0)).unwrap() - SignedDuration::from_secs(1);
                let mut day = first;
                while day <= last {
                    let due = when.next_after(zone, after).unwrap();
                    assert!(due > after);
                    let shown = zone.to_datetime(due);
                    assert_eq!(shown.date(), day, "{zone:?} {wall}");
                    let is_gap = || {
                        let asked = zone.to_ambiguous_timestamp(day.to_datetime(wall)).offset();
                        matches!(asked, AmbiguousOffset::Gap { .. })
                    };
                    assert!(shown.time() == wall || is_gap(), "{zone:?} {wall} {day}");
                    after = due;
                    day = day.tomorrow().unwrap();
                }
            }
        }
    }

    /// True if a pattern names a day, said another way than the steps above.
    fn names(days: Days, day: Date) -> bool {
        let is_last = day.day() == day.days_in_month();
        match days {
            Days::Daily => true,
            Days::Weekdays => day.weekday().to_monday_one_offset() <= 5,
            Days::Weekly(week) => week.days().any(|named| named == day.weekday()),
            Days::Monthly(named) => day.day() == named || (is_last && named > day.day()),
            Days::MonthlyOn(Nth::Last, weekday) => day.weekday() == weekday && day.day() + 7 > day.days_in_month(),
            Days::MonthlyOn(nth, weekday) => day.weekday() == weekday && (day.day() - 1) / 7 == nth as i8,
            Days::Yearly(month, named) => {
                day.month() == month && (day.day() == named || (is_last && named > day.day()))
            }
            Days::Once(date) => day == date,
        }
    }

    proptest! {
        #[test]
        fn the_next_is_the_first_of_all_days_that_the_pattern_names(
            when in any_when(),
            name in prop::sample::select(&["UTC", "Europe/Berlin", "Africa/Cairo", "America/Nuuk", "Asia/Bishkek"][..]),
            hours in 0i64..8 * 8766,
        ) {
            let zone = zone(name);
            let after = zone.to_timestamp(date(2023, 12, 31).at(23, 30, 0, 0)).unwrap() + SignedDuration::from_hours(hours);
            let today = zone.to_datetime(after).date();
            let span = 0..800;
            let all = span.filter_map(|days| today.checked_add(jiff::Span::new().days(days - 1)).ok());
            let named = all.filter(|day| names(when.days(), *day)).filter_map(|day| when.on(day, &zone));
            let expected = named.filter(|due| *due > after).min();
            if !matches!(when.days(), Days::Once(_)) || expected.is_some() {
                prop_assert_eq!(when.next_after(&zone, after), expected);
            }
        }
    }
}
