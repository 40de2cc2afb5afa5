//! Time zones of the IANA database, which is built in. An offset is no zone: it changes with the rules.

use std::{fmt, sync::LazyLock};

use jiff::{
    SignedDuration, Timestamp,
    tz::{Offset, TimeZone, TimeZoneDatabase},
};

use super::words::Word;
use crate::language::{self, Language, fold};

/// The zones built in, the same on every machine whatever its own files say.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// The name of every zone.
static NAMES: LazyLock<Vec<String>> =
    LazyLock::new(|| DATABASE.available().map(|name| name.as_str().to_owned()).collect());

/// A zone by its name: `Asia/Bishkek`.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    rules: TimeZone,
}

impl Zone {
    /// Reads a name in any case, with blanks or `_`, or that of a city in any language: `New York`, `Бишкек`.
    ///
    /// # Errors
    ///
    /// [`ZoneError`] for all else: an offset, a slip; with the zones that may have been meant.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let word = Word::new(text.trim());
        let name: Vec<&str> = word.read.split_whitespace().collect();
        let zone = Self::named(&name.join("_")).or_else(|| Self::of_city(&word.read));
        zone.ok_or_else(|| ZoneError { suggestions: meant(&word.read), word: word.shown() })
    }

    /// The zone of a city: by what people call it, else by the names of zones. None where zones of that name differ.
    fn of_city(name: &str) -> Option<Self> {
        let wanted = fold(&name.replace('_', " "));
        let is_it = |city: &str| !wanted.is_empty() && fold(&city.replace('_', " ")) == wanted;
        if let Some((zone, _)) = language::cities().find(|(_, city)| is_it(city)) {
            return Self::named(zone);
        }
        let zones: Vec<Self> = places().filter(|name| is_it(city(name))).filter_map(Self::named).collect();
        let first = zones.first()?;
        zones.iter().all(|zone| zone.keeps_time_with(first)).then(|| first.clone())
    }

    /// True where the clocks of both show the same, in summer and in winter.
    fn keeps_time_with(&self, other: &Self) -> bool {
        const SEASONS: [i64; 2] = [1_767_225_600, 1_782_864_000];
        let instants = SEASONS.into_iter().filter_map(|second| Timestamp::from_second(second).ok());
        instants.into_iter().all(|at| self.rules.to_offset(at) == other.rules.to_offset(at))
    }

    /// The city by which readers of a language know it: `Bishkek`, `Бишкек`.
    pub fn city(&self, language: Language) -> String {
        let named = language::city(language.tag(), &self.name);
        named.map_or_else(|| city(&self.name).replace('_', " "), ToOwned::to_owned)
    }

    fn named(name: &str) -> Option<Self> {
        let name = NAMES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
        let rules = DATABASE.get(name).ok().filter(|rules| !rules.is_unknown())?;
        Some(Self { name: name.clone(), rules })
    }

    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn rules(&self) -> &TimeZone {
        &self.rules
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// A word that is no zone, cut to 64 characters, and those that may have been meant, likeliest first; 5 at most.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{word}` is not a time zone, as `Asia/Bishkek` is")]
pub struct ZoneError {
    pub word: String,
    pub suggestions: Vec<String>,
}

impl ZoneError {
    /// The likeliest city that would be right, as it can be written.
    pub fn city(&self) -> String {
        let first = self.suggestions.first().and_then(|name| Zone::named(name));
        first.map_or_else(|| "Bishkek".to_owned(), |zone| zone.city(Language::En))
    }
}

/// Zones to offer to readers of a language, likeliest first.
pub fn suggested(language: Language) -> impl Iterator<Item = &'static str> {
    language::zones(language.tag())
}

/// The zones of the places that the sheets are about, and their neighbours'.
const OFFERED: [&str; 7] = [
    "Asia/Bishkek",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Dushanbe",
    "Asia/Ashgabat",
    "Europe/Moscow",
    "Asia/Shanghai",
];

/// The names of zones that are called by a place, not by their distance from UTC.
fn places() -> impl Iterator<Item = &'static str> {
    NAMES.iter().map(String::as_str).filter(|name| name.contains('/') && !name.starts_with("Etc/"))
}

/// The zones that a word may mean: by offset, else by likeness to a city or a name.
fn meant(word: &str) -> Vec<String> {
    const MOST: usize = 5;
    const ALIKE: f64 = 0.7;
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return Vec::new();
    }
    let mut meant: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        if meant.len() < MOST && !meant.iter().any(|known| known == name) {
            meant.push(name.to_owned());
        }
    };
    if let Some(offset) = offset(word) {
        let known = OFFERED.iter().copied().chain(language::cities().map(|(zone, _)| zone));
        known.filter(|name| has_offset(name, offset)).for_each(&mut add);
        if meant.is_empty() {
            places().filter(|name| has_offset(name, offset)).take(MOST).for_each(|name| meant.push(name.to_owned()));
        }
        return meant;
    }
    let (whole, city) = (fold(word), fold(city(word)));
    let likeness = |name: &str| {
        let name = fold(name);
        let alike = |word: &str| if name == word { 1.0 } else { strsim::jaro_winkler(&name, word).min(0.99) };
        alike(&whole).max(if city.is_empty() { 0.0 } else { alike(&city) })
    };
    let by_people = language::cities().map(|(zone, name)| (likeness(name), zone));
    let by_name = places().map(|name| (likeness(name).max(likeness(self::city(name))), name));
    let mut near: Vec<(f64, &str)> = by_people.chain(by_name).filter(|(likeness, _)| *likeness >= ALIKE).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    // Where a city has that very name, nothing else was meant.
    let certain = near.iter().take_while(|(likeness, _)| *likeness == 1.0).count();
    near.iter().take(if certain > 0 { certain } else { 3 }).for_each(|(_, name)| add(name));
    meant
}

/// The last part of a zone's name.
fn city(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// `+6`, `utc+06:00`, `gmt-3`.
fn offset(word: &str) -> Option<Offset> {
    let bare = ["utc", "gmt"].iter().find_map(|name| word.strip_prefix(name)).unwrap_or(word).trim();
    let sign = if bare.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = bare.strip_prefix(['+', '-'])?.split_once(':').unwrap_or((&bare[1..], "0"));
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_sound = (0..=14).contains(&hours) && (0..60).contains(&minutes);
    let seconds = SignedDuration::from_mins(sign * (hours * 60 + minutes)).as_secs();
    is_sound.then(|| Offset::from_seconds(i32::try_from(seconds).ok()?).ok()).flatten()
}

/// True for a zone with this offset, by its latest rules.
fn has_offset(name: &str, offset: Offset) -> bool {
    Zone::named(name).is_some_and(|zone| zone.rules.to_offset(Timestamp::MAX) == offset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::NAME_TAGS;

    #[test]
    fn a_zone_is_read_in_any_case_and_printed_as_the_database_has_it() {
        for (written, name) in [
            ("Asia/Bishkek", "Asia/Bishkek"),
            ("asia/bishkek", "Asia/Bishkek"),
            (" EUROPE/MOSCOW ", "Europe/Moscow"),
            ("asia/ho chi minh", "Asia/Ho_Chi_Minh"),
            ("utc", "UTC"),
            ("Bishkek", "Asia/Bishkek"),
            ("БИШКЕК", "Asia/Bishkek"),
            ("Ташкент", "Asia/Tashkent"),
            ("Алматы", "Asia/Almaty"),
            ("Астана", "Asia/Almaty"),
            ("ашхабад", "Asia/Ashgabat"),
            ("Beijing", "Asia/Shanghai"),
            ("北京", "Asia/Shanghai"),
            ("moscow", "Europe/Moscow"),
            ("мск", "Europe/Moscow"),
            ("London", "Europe/London"),
            ("Лондон", "Europe/London"),
            ("berlin", "Europe/Berlin"),
            ("New York", "America/New_York"),
            ("new_york", "America/New_York"),
            ("Нью-Йорк", "America/New_York"),
            ("Buenos Aires", "America/Argentina/Buenos_Aires"),
            ("Istanbul", "Europe/Istanbul"),
        ] {
            assert_eq!(Zone::parse(written).map(|zone| zone.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn a_wrong_zone_is_offered_the_one_that_was_meant() {
        for (written, first) in [
            ("Asia/Beijing", "Asia/Shanghai"),
            ("Asia/Bishkekk", "Asia/Bishkek"),
            ("Asia/Biskek", "Asia/Bishkek"),
            ("Bishkec", "Asia/Bishkek"),
            ("Europe/Moskow", "Europe/Moscow"),
            ("Бишкекк", "Asia/Bishkek"),
        ] {
            let error = Zone::parse(written).unwrap_err();
            assert_eq!(error.suggestions.first().map(String::as_str), Some(first), "{written}: {error:?}");
            assert!(error.suggestions.iter().all(|name| Zone::parse(name).is_ok()) && error.suggestions.len() <= 5);
        }
        for written in ["", "+", "utc+99", "qqqqqq", "Etc/Unknown", "/", "+6:99999999999999999999", "+é"] {
            assert!(Zone::parse(written).is_err(), "{written}");
        }
    }

    #[test]
    fn an_offset_is_offered_the_cities_that_are_so_far_ahead_and_never_the_reverse() {
        for (written, hours, first) in [
            ("GMT+6", 6, "Asia/Bishkek"),
            ("UTC+6", 6, "Asia/Bishkek"),
            ("utc+06:00", 6, "Asia/Bishkek"),
            ("+6", 6, "Asia/Bishkek"),
            ("GMT+5", 5, "Asia/Almaty"),
            ("+03:00", 3, "Europe/Moscow"),
            ("UTC+8", 8, "Asia/Shanghai"),
            ("GMT-5", -5, "America/New_York"),
            ("UTC−3", -3, "America/Araguaina"),
        ] {
            let offered = Zone::parse(written).unwrap_err().suggestions;
            assert_eq!(offered.first().map(String::as_str), Some(first), "{written}: {offered:?}");
            for name in offered {
                let zone = Zone::parse(&name).unwrap();
                let ahead = zone.rules.to_offset(Timestamp::MAX).seconds();
                assert!(ahead == hours * 3600 && !name.starts_with("Etc/"), "{written}: {name}");
            }
        }
    }

    #[test]
    fn a_name_that_zones_of_different_clocks_share_is_none_of_them() {
        for written in ["West", "west"] {
            assert!(Zone::parse(written).is_err(), "{written}");
        }
    }

    #[test]
    fn a_zone_is_shown_as_the_city_that_readers_know() {
        for (name, english, russian) in [
            ("Asia/Bishkek", "Bishkek", "Бишкек"),
            ("Asia/Shanghai", "Beijing", "Пекин"),
            ("America/New_York", "New York", "Нью-Йорк"),
            ("America/St_Johns", "St Johns", "St Johns"),
            ("UTC", "UTC", "UTC"),
        ] {
            let zone = Zone::parse(name).unwrap();
            assert_eq!((zone.city(Language::En), zone.city(Language::Ru)), (english.into(), russian.into()));
            assert_eq!(Zone::parse(&zone.city(Language::En)), Ok(zone), "it reads back");
        }
    }

    #[test]
    fn every_language_has_zones_to_offer_and_all_are_zones() {
        for tag in NAME_TAGS {
            let offered: Vec<&str> = language::zones(tag).collect();
            assert!((3..=8).contains(&offered.len()));
            for name in offered {
                assert_eq!(Zone::parse(name).map(|zone| zone.to_string()), Ok(name.to_owned()));
            }
        }
        for (name, _) in language::cities() {
            assert!(Zone::parse(name).is_ok(), "{name}");
        }
    }
}
