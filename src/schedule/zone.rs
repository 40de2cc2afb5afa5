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
    /// Reads a name in any case, with blanks or `_`.
    ///
    /// # Errors
    ///
    /// [`ZoneError`] for all that is no name: a city, an offset, a slip; with the zones that may have been meant.
    pub fn parse(text: &str) -> Result<Self, ZoneError> {
        let word = Word::new(text.trim());
        let name: Vec<&str> = word.read.split_whitespace().collect();
        Self::named(&name.join("_")).ok_or_else(|| ZoneError { suggestions: meant(&word.read), word: word.shown() })
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

/// The zones that a word may mean: by city, by offset, by likeness.
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
        OFFERED.iter().filter(|name| has_offset(name, offset)).for_each(|name| add(name));
    }
    let (whole, city) = (fold(word), fold(city(word)));
    let likeness = |name: &str| {
        let name = fold(name);
        let alike = |word: &str| if name == word { 1.0 } else { strsim::jaro_winkler(&name, word).min(0.99) };
        alike(&whole).max(if city.is_empty() { 0.0 } else { alike(&city) })
    };
    let by_people = language::cities().map(|(zone, name)| (likeness(name), zone));
    let by_name = NAMES.iter().map(|name| (likeness(name).max(likeness(self::city(name))), name.as_str()));
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
        ] {
            assert_eq!(Zone::parse(written).map(|zone| zone.to_string()), Ok(name.to_owned()));
        }
    }

    #[test]
    fn a_wrong_zone_is_offered_the_one_that_was_meant() {
        for (written, first) in [
            ("Bishkek", "Asia/Bishkek"),
            ("Ташкент", "Asia/Tashkent"),
            ("Астана", "Asia/Almaty"),
            ("Душанбе", "Asia/Dushanbe"),
            ("ашхабад", "Asia/Ashgabat"),
            ("Москва", "Europe/Moscow"),
            ("Beijing", "Asia/Shanghai"),
            ("北京", "Asia/Shanghai"),
            ("Asia/Beijing", "Asia/Shanghai"),
            ("Asia/Bishkekk", "Asia/Bishkek"),
            ("Asia/Biskek", "Asia/Bishkek"),
            ("Bishkec", "Asia/Bishkek"),
            ("Europe/Moskow", "Europe/Moscow"),
            ("berlin", "Europe/Berlin"),
            ("UTC+6", "Asia/Bishkek"),
            ("+03:00", "Europe/Moscow"),
        ] {
            let error = Zone::parse(written).unwrap_err();
            assert_eq!(error.suggestions.first().map(String::as_str), Some(first), "{written}: {error:?}");
            assert!(error.suggestions.iter().all(|name| Zone::parse(name).is_ok()) && error.suggestions.len() <= 5);
        }
        assert_eq!(Zone::parse("Ташкент").unwrap_err().suggestions, ["Asia/Tashkent"]);
        for written in ["", "+", "utc+99", "qqqqqq", "Etc/Unknown", "/", "+6:99999999999999999999", "+é"] {
            assert!(Zone::parse(written).is_err(), "{written}");
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
