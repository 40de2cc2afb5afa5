//! The rhythm of posts: on which days, and at what time of day.
//!
//! In: `weekly mon,thu 09:00`, in words of any language; out: [`When`], or a [`WhenError`] that says which word is
//! wrong and what would be right. It knows no zone and no clock.

use std::fmt;

use jiff::civil::{Date, Time, Weekday};

use super::{
    hour,
    words::{self, Word},
};
use crate::language::OrderWord;

/// The days and the time of day of a post, by the clock on the wall. Spelled by `Display`, read back by
/// [`When::parse`]: `monthly last-fri 18:00`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct When {
    days: Days,
    time: Time,
}

/// The days that a pattern names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Days {
    /// `daily`
    Daily,
    /// Monday to Friday: `weekdays`
    Weekdays,
    /// `weekly mon,thu`
    Weekly(Week),
    /// A day of each month, `1..=31`; the last one of a month that has fewer: `monthly 15`
    Monthly(i8),
    /// A day of the week of each month: `monthly last-fri`
    MonthlyOn(Nth, Weekday),
    /// A month `1..=12` and a day of it; 29 February is the 28th in other years: `yearly 01-20`
    Yearly(i8, i8),
    /// `once 2026-03-01`
    Once(Date),
}

/// Which one of its kind in a month.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Nth {
    First,
    Second,
    Third,
    Fourth,
    Last,
}

/// Some days of the week; never none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Week(u8);

impl Week {
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Option<Self> {
        let week = days.into_iter().fold(0, |week, day| week | Self::bit(day));
        (week != 0).then_some(Self(week))
    }

    pub fn has(self, day: Weekday) -> bool {
        self.0 & Self::bit(day) != 0
    }

    /// From Monday on.
    pub fn days(self) -> impl Iterator<Item = Weekday> {
        Weekday::Monday.cycle_forward().take(7).filter(move |day| self.has(*day))
    }

    fn bit(day: Weekday) -> u8 {
        1 << day.to_monday_zero_offset()
    }
}

impl When {
    /// Reads a pattern: case, blanks and the width of digits make no difference; `9:00`, `9am` and `9` are `09:00`.
    ///
    /// `daily 09:00` · `weekdays 09:00` · `weekly mon,thu 09:00` · `monthly 15 09:00` · `monthly last 09:00` ·
    /// `monthly last-fri 18:00` · `monthly 2nd-tue 18:00` · `yearly 01-20 10:00` · `once 2026-03-01 10:00`
    ///
    /// # Errors
    ///
    /// [`WhenError`] at the first word that does not fit.
    pub fn parse(text: &str) -> Result<Self, WhenError> {
        let words = words::split(text);
        let (when, read) = Self::read(&words)?;
        match words.get(read) {
            Some(word) => Err(WhenError::Leftover { word: word.shown() }),
            None => Ok(when),
        }
    }

    pub fn days(self) -> Days {
        self.days
    }

    pub fn time(self) -> Time {
        self.time
    }

    /// Reads the pattern that some words begin with, and says how many words it takes.
    pub(super) fn read(words: &[Word]) -> Result<(Self, usize), WhenError> {
        let mut reader = Reader { words, at: 0 };
        let days = match reader.rhythm()? {
            Rhythm::Daily => Days::Daily,
            Rhythm::Weekdays => Days::Weekdays,
            Rhythm::Weekly => Days::Weekly(reader.week()?),
            Rhythm::Monthly => reader.of_month()?,
            Rhythm::Yearly => {
                let day = reader.take(Part::DayOfYear, day_of_year)?;
                // 2000 had a 29 February.
                let day =
                    reader.existing(Part::DayOfYear, day.and_then(|(month, day)| Date::new(2000, month, day).ok()))?;
                Days::Yearly(day.month(), day.day())
            }
            Rhythm::Once => {
                let date = reader.take(Part::Date, date)?;
                Days::Once(
                    reader
                        .existing(Part::Date, date.and_then(|(year, month, day)| Date::new(year, month, day).ok()))?,
                )
            }
        };
        let time = reader.time()?;
        Ok((Self { days, time }, reader.at))
    }

    /// True where these words begin a pattern.
    pub(super) fn begins(words: &[Word]) -> bool {
        Reader { words, at: 0 }.rhythm().is_ok()
    }

    /// True for a time of day that can be nothing else, as a bare number can.
    pub(super) fn is_time(word: &Word) -> bool {
        let is_bare = !word.read.contains(':') && word.read.ends_with(is_digit);
        !is_bare && hour::read(std::slice::from_ref(word)).is_some()
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.days {
            Days::Daily => f.write_str("daily")?,
            Days::Weekdays => f.write_str("weekdays")?,
            Days::Weekly(week) => {
                let days: Vec<&str> = week.days().map(short).collect();
                write!(f, "weekly {}", days.join(","))?;
            }
            Days::Monthly(day) => write!(f, "monthly {day}")?,
            Days::MonthlyOn(nth, day) => write!(f, "monthly {}-{}", nth.word(), short(day))?,
            Days::Yearly(month, day) => write!(f, "yearly {month:02}-{day:02}")?,
            Days::Once(date) => write!(f, "once {date}")?,
        }
        write!(f, " {:02}:{:02}", self.time.hour(), self.time.minute())
    }
}

impl Nth {
    fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "2nd",
            Self::Third => "3rd",
            Self::Fourth => "4th",
            Self::Last => "last",
        }
    }
}

/// Why a pattern could not be read. Words are as they were written, cut to 64 characters.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WhenError {
    /// It ends too early.
    #[error("{0} is missing, as in `{example}`", example = .0.example())]
    Missing(Part),
    /// A word that does not fit; `meant` is the nearest one that would.
    #[error("`{word}` is not {part}, as in `{example}`", example = .part.example())]
    Unknown { part: Part, word: String, meant: Option<&'static str> },
    /// A date that no calendar has: `02-30`.
    #[error("there is no day `{word}`")]
    NoSuchDay { part: Part, word: String },
    /// A word behind the time.
    #[error("`{word}` has no meaning behind the time")]
    Leftover { word: String },
}

impl WhenError {
    /// The word that it is about, where there is one.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Missing(_) => None,
            Self::Unknown { word, .. } | Self::NoSuchDay { word, .. } | Self::Leftover { word } => Some(word),
        }
    }

    /// A pattern that is right where this one is wrong.
    pub fn example(&self) -> &'static str {
        match self {
            Self::Missing(part) | Self::Unknown { part, .. } | Self::NoSuchDay { part, .. } => part.example(),
            Self::Leftover { .. } => Part::Time.example(),
        }
    }
}

/// A piece of a pattern.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// `daily`, `weekly`
    Rhythm,
    /// `mon,thu`
    Weekday,
    /// `15`, `last`, `last-fri`
    DayOfMonth,
    /// `01-20`
    DayOfYear,
    /// `2026-03-01`
    Date,
    /// `09:00`
    Time,
}

impl Part {
    /// A whole pattern with this piece in it.
    pub fn example(self) -> &'static str {
        match self {
            Self::Rhythm | Self::Time => "daily 09:00",
            Self::Weekday => "weekly mon,thu 09:00",
            Self::DayOfMonth => "monthly 15 09:00",
            Self::DayOfYear => "yearly 01-20 10:00",
            Self::Date => "once 2026-03-01 10:00",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rhythm => "a rhythm",
            Self::Weekday => "a day of the week",
            Self::DayOfMonth => "a day of the month",
            Self::DayOfYear => "a day of the year",
            Self::Date => "a date",
            Self::Time => "a time of day",
        })
    }
}

#[derive(Clone, Copy, Debug)]
enum Rhythm {
    Daily,
    Weekdays,
    Weekly,
    Monthly,
    Yearly,
    Once,
}

/// The words that a pattern begins with.
const RHYTHMS: [(OrderWord, Rhythm); 6] = [
    (OrderWord::Daily, Rhythm::Daily),
    (OrderWord::Weekdays, Rhythm::Weekdays),
    (OrderWord::Weekly, Rhythm::Weekly),
    (OrderWord::Monthly, Rhythm::Monthly),
    (OrderWord::Yearly, Rhythm::Yearly),
    (OrderWord::Once, Rhythm::Once),
];

/// The days of the week, and how a pattern spells them.
const WEEKDAYS: [(OrderWord, (Weekday, &str)); 7] = [
    (OrderWord::Monday, (Weekday::Monday, "mon")),
    (OrderWord::Tuesday, (Weekday::Tuesday, "tue")),
    (OrderWord::Wednesday, (Weekday::Wednesday, "wed")),
    (OrderWord::Thursday, (Weekday::Thursday, "thu")),
    (OrderWord::Friday, (Weekday::Friday, "fri")),
    (OrderWord::Saturday, (Weekday::Saturday, "sat")),
    (OrderWord::Sunday, (Weekday::Sunday, "sun")),
];

const NTHS: [(OrderWord, Nth); 5] = [
    (OrderWord::First, Nth::First),
    (OrderWord::Second, Nth::Second),
    (OrderWord::Third, Nth::Third),
    (OrderWord::Fourth, Nth::Fourth),
    (OrderWord::Last, Nth::Last),
];

struct Reader<'w> {
    words: &'w [Word],
    at: usize,
}

impl<'w> Reader<'w> {
    fn rhythm(&mut self) -> Result<Rhythm, WhenError> {
        let begins = |phrase: &str| {
            let length = phrase.split(' ').count();
            let words = self.words.get(..length)?;
            phrase.split(' ').zip(words).all(|(one, word)| one == word.read).then_some(length)
        };
        let found = RHYTHMS
            .iter()
            .flat_map(|(word, rhythm)| word.spellings().iter().filter_map(|phrase| Some((*rhythm, begins(phrase)?))))
            .max_by_key(|(_, length)| *length);
        if let Some((rhythm, length)) = found {
            self.at = length;
            return Ok(rhythm);
        }
        let Some(word) = self.words.first() else { return Err(WhenError::Missing(Part::Rhythm)) };
        let known = RHYTHMS.iter().flat_map(|(word, _)| word.spellings()).copied();
        Err(WhenError::Unknown { part: Part::Rhythm, word: word.shown(), meant: nearest(&word.read, known) })
    }

    /// One or more days of the week, up to the time.
    fn week(&mut self) -> Result<Week, WhenError> {
        let mut week = Vec::new();
        while let Some(word) = self.next() {
            let ends = word.read.starts_with(is_digit) || hour::read(&self.words[self.at..]).is_some();
            if ends && !week.is_empty() {
                break;
            }
            if word.read.chars().all(is_comma) {
                self.at += 1;
                continue;
            }
            for piece in word.read.split(is_comma).filter(|piece| !piece.is_empty()) {
                let Some((first, last)) = days_between(piece) else { return Err(unknown_weekday(word, piece)) };
                week.extend(first.cycle_forward().take(7).take_while(|day| *day != last).chain([last]));
            }
            self.at += 1;
        }
        Week::new(week).ok_or(WhenError::Missing(Part::Weekday))
    }

    /// `15`, `15th`, `last`, `last-fri`, `last fri`.
    fn of_month(&mut self) -> Result<Days, WhenError> {
        let part = Part::DayOfMonth;
        let word = self.next().ok_or(WhenError::Missing(part))?;
        self.at += 1;
        if let Some(day) = number(ordinal_stem(&word.read)) {
            let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day));
            return day.map(Days::Monthly).ok_or_else(|| WhenError::NoSuchDay { part, word: word.shown() });
        }
        let (first, rest) = word.read.split_once('-').map_or((word.read.as_str(), None), |(one, two)| (one, Some(two)));
        let nth = OrderWord::choose(&NTHS, first);
        let unknown = |word: &Word| WhenError::Unknown { part, word: word.shown(), meant: None };
        let Some(nth) = nth else { return Err(unknown(word)) };
        if let Some(rest) = rest {
            return weekday(rest).map(|day| Days::MonthlyOn(nth, day)).ok_or_else(|| unknown_weekday(word, rest));
        }
        let Some(next) = self.next() else { return Err(WhenError::Missing(Part::Weekday)) };
        if let Some(day) = weekday(&next.read) {
            self.at += 1;
            return Ok(Days::MonthlyOn(nth, day));
        }
        let names_day = OrderWord::Day.is(&next.read);
        if nth != Nth::Last || !(names_day || hour::read(&self.words[self.at..]).is_some()) {
            return Err(unknown_weekday(next, &next.read));
        }
        self.at += usize::from(names_day);
        Ok(Days::Monthly(31))
    }

    fn time(&mut self) -> Result<Time, WhenError> {
        let (part, word) = (Part::Time, self.next().ok_or(WhenError::Missing(Part::Time))?);
        let unknown = || WhenError::Unknown { part, word: word.shown(), meant: None };
        let (time, length) = hour::read(&self.words[self.at..]).ok_or_else(unknown)?;
        self.at += length;
        Ok(time)
    }

    fn take<T>(&mut self, part: Part, read: impl Fn(&str) -> Option<T>) -> Result<T, WhenError> {
        let word = self.next().ok_or(WhenError::Missing(part))?;
        let taken = read(&word.read);
        self.at += 1;
        taken.ok_or_else(|| WhenError::Unknown { part, word: word.shown(), meant: None })
    }

    /// The day that the word just taken names, where there is such a day.
    fn existing(&self, part: Part, day: Option<Date>) -> Result<Date, WhenError> {
        let word = || self.words.get(self.at.saturating_sub(1)).map(Word::shown).unwrap_or_default();
        day.ok_or_else(|| WhenError::NoSuchDay { part, word: word() })
    }

    /// The next word that says something.
    fn next(&mut self) -> Option<&'w Word> {
        while self.words.get(self.at).is_some_and(|word| OrderWord::Filler.is(&word.read)) {
            self.at += 1;
        }
        self.words.get(self.at)
    }
}

fn unknown_weekday(word: &Word, piece: &str) -> WhenError {
    let known = WEEKDAYS.iter().flat_map(|(word, _)| word.spellings()).copied();
    WhenError::Unknown { part: Part::Weekday, word: word.shown(), meant: nearest(piece, known) }
}

/// `mon`, `mon-fri`: the first and the last day.
fn days_between(piece: &str) -> Option<(Weekday, Weekday)> {
    let (first, last) = piece.split_once('-').unwrap_or((piece, piece));
    Some((weekday(first)?, weekday(last)?))
}

fn weekday(word: &str) -> Option<Weekday> {
    OrderWord::choose(&WEEKDAYS, word).map(|(day, _)| day)
}

fn short(day: Weekday) -> &'static str {
    WEEKDAYS.iter().find(|(_, (known, _))| *known == day).map_or("", |(_, (_, short))| short)
}

/// `01-20`, `20.01`: month and day as they stand, if they can be numbers of such; whether the day exists is another
/// question.
fn day_of_year(word: &str) -> Option<Option<(i8, i8)>> {
    let (month, day) = match word.split_once('-') {
        Some((month, day)) => (month, day),
        None => word.trim_end_matches('.').split_once('.').map(|(day, month)| (month, day))?,
    };
    let (month, day) = (number(month)?, number(day)?);
    Some(i8::try_from(month).ok().zip(i8::try_from(day).ok()))
}

/// A day as it is written in a pattern, if there is such a day.
pub(super) fn day(word: &Word) -> Option<Date> {
    let (year, month, day) = date(&word.read)??;
    Date::new(year, month, day).ok()
}

/// `2026-03-01`, `01.03.2026`.
fn date(word: &str) -> Option<Option<(i16, i8, i8)>> {
    let by_dash: Vec<&str> = word.split('-').collect();
    let by_dot: Vec<&str> = word.split('.').collect();
    let (year, month, day) = match (by_dash.as_slice(), by_dot.as_slice()) {
        ([year, month, day], _) | (_, [day, month, year]) => (*year, *month, *day),
        _ => return None,
    };
    let is_sound = year.len() == 4;
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let narrow = || Some((i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?));
    is_sound.then(narrow)
}

/// The number in `15th`, `15-го`.
fn ordinal_stem(word: &str) -> &str {
    let endings = OrderWord::NumberEnding.spellings();
    endings.iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Up to four digits and nothing else.
fn number(digits: &str) -> Option<u16> {
    let is_sound = (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_sound.then(|| digits.parse().ok()).flatten()
}

fn is_digit(character: char) -> bool {
    character.is_ascii_digit()
}

fn is_comma(character: char) -> bool {
    matches!(character, ',' | ';' | '、')
}

/// The nearest of some words; none where more than half of the letters differ.
pub(super) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // What is twice as long differs in more than half of its letters.
    let length = word.chars().count();
    let may_be = |one: &&str| {
        let other = one.chars().count();
        length.max(other) <= 2 * length.min(other)
    };
    let near = known.into_iter().filter(may_be).map(|one| (strsim::normalized_damerau_levenshtein(word, one), one));
    near.filter(|(likeness, _)| *likeness >= 0.5).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, one)| one)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_has_one_spelling() {
        for (written, spelling) in [
            ("daily 09:00", "daily 09:00"),
            ("  DAILY\u{a0} at\n9:00 ", "daily 09:00"),
            ("Every day ９：３０", "daily 09:30"),
            ("daily 9.30", "daily 09:30"),
            ("daily at 9 pm", "daily 21:00"),
            ("daily noon", "daily 12:00"),
            ("weekly mon, thu 9", "weekly mon,thu 09:00"),
            ("weekly mon noon", "weekly mon 12:00"),
            ("monthly last 9am", "monthly 31 09:00"),
            ("monthly 9 9", "monthly 9 09:00"),
            ("ежедневно в 9 утра", "daily 09:00"),
            ("по будням в 9 часов вечера", "weekdays 21:00"),
            ("weekdays 00:00", "weekdays 00:00"),
            ("weekly mon,thu 09:00", "weekly mon,thu 09:00"),
            ("weekly Thu, Mon 09:00", "weekly mon,thu 09:00"),
            ("weekly on monday and thursday at 9:00", "weekly mon,thu 09:00"),
            ("weekly fri-sun 23:59", "weekly fri,sat,sun 23:59"),
            ("weekly sat–mon , thu 23:59", "weekly mon,thu,sat,sun 23:59"),
            ("monthly 15 09:00", "monthly 15 09:00"),
            ("monthly 1st 09:00", "monthly 1 09:00"),
            ("monthly 31 09:00", "monthly 31 09:00"),
            ("monthly last 09:00", "monthly 31 09:00"),
            ("monthly last day 09:00", "monthly 31 09:00"),
            ("monthly last-fri 18:00", "monthly last-fri 18:00"),
            ("monthly last Friday 18:00", "monthly last-fri 18:00"),
            ("monthly first-mon 18:00", "monthly first-mon 18:00"),
            ("monthly second-tue 18:00", "monthly 2nd-tue 18:00"),
            ("monthly 2nd-tue 18:00", "monthly 2nd-tue 18:00"),
            ("yearly 01-20 10:00", "yearly 01-20 10:00"),
            ("yearly 20.1 10:00", "yearly 01-20 10:00"),
            ("yearly 02-29 10:00", "yearly 02-29 10:00"),
            ("once 2026-03-01 10:00", "once 2026-03-01 10:00"),
            ("once 1.3.2026 10:00", "once 2026-03-01 10:00"),
            ("ежедневно в 9:00", "daily 09:00"),
            ("Каждый день 9:00", "daily 09:00"),
            ("по будням 09:00", "weekdays 09:00"),
            ("еженедельно пн,чт 09:00", "weekly mon,thu 09:00"),
            ("Еженедельно по понедельникам и средам в 9.00", "weekly mon,wed 09:00"),
            ("ежемесячно 15 09:00", "monthly 15 09:00"),
            ("ежемесячно 15-го числа в 09:00", "monthly 15 09:00"),
            ("ежемесячно последняя пятница 18:00", "monthly last-fri 18:00"),
            ("ежемесячно последний день 18:00", "monthly 31 18:00"),
            ("ежемесячно четвёртый-вт 18:00", "monthly 4th-tue 18:00"),
            ("ежегодно 20.01 10:00", "yearly 01-20 10:00"),
            ("однажды 01.03.2026 10:00", "once 2026-03-01 10:00"),
        ] {
            assert_eq!(When::parse(written).map(|when| when.to_string()), Ok(spelling.to_owned()), "{written}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_what_would_be_right() {
        let unknown = |part, word: &str, meant| WhenError::Unknown { part, word: word.to_owned(), meant };
        let no_day = |part, word: &str| WhenError::NoSuchDay { part, word: word.to_owned() };
        for (written, error) in [
            ("", WhenError::Missing(Part::Rhythm)),
            ("daily", WhenError::Missing(Part::Time)),
            ("weekly", WhenError::Missing(Part::Weekday)),
            ("weekly mon", WhenError::Missing(Part::Time)),
            ("weekly 09:00", unknown(Part::Weekday, "09:00", None)),
            ("weekly , 09:00", unknown(Part::Weekday, "09:00", None)),
            ("monthly", WhenError::Missing(Part::DayOfMonth)),
            ("monthly first", WhenError::Missing(Part::Weekday)),
            ("yearly", WhenError::Missing(Part::DayOfYear)),
            ("once", WhenError::Missing(Part::Date)),
            ("Dialy 09:00", unknown(Part::Rhythm, "Dialy", Some("daily"))),
            ("0 9 * * *", unknown(Part::Rhythm, "0", None)),
            ("weekly mon,thr 09:00", unknown(Part::Weekday, "mon,thr", Some("thur"))),
            ("weekly mon 25:00", unknown(Part::Time, "25:00", None)),
            ("weekly mon trade", unknown(Part::Weekday, "trade", None)),
            ("monthly 32 09:00", no_day(Part::DayOfMonth, "32")),
            ("monthly 0 09:00", no_day(Part::DayOfMonth, "0")),
            ("monthly 09:00", unknown(Part::DayOfMonth, "09:00", None)),
            ("monthly first 09:00", unknown(Part::Weekday, "09:00", None)),
            ("monthly fifth-fri 09:00", unknown(Part::DayOfMonth, "fifth-fri", None)),
            ("yearly 02-30 09:00", no_day(Part::DayOfYear, "02-30")),
            ("yearly 13-01 09:00", no_day(Part::DayOfYear, "13-01")),
            ("yearly 1 09:00", unknown(Part::DayOfYear, "1", None)),
            ("once 2026-02-29 09:00", no_day(Part::Date, "2026-02-29")),
            ("once 26-03-01 09:00", unknown(Part::Date, "26-03-01", None)),
            ("daily 24:00", unknown(Part::Time, "24:00", None)),
            ("daily 9:0", unknown(Part::Time, "9:0", None)),
            ("daily 13am", unknown(Part::Time, "13am", None)),
            ("daily 09:00 pm sharp", WhenError::Leftover { word: "sharp".to_owned() }),
        ] {
            assert_eq!(When::parse(written), Err(error.clone()), "{written}");
            assert!(When::parse(error.example()).is_ok(), "{error}");
            assert!(error.word().is_none_or(|word| written.contains(word)), "{error}");
        }
    }

    pub(in super::super) fn any_when() -> impl Strategy<Value = When> {
        let weekday = || (0i8..7).prop_map(|day| Weekday::from_monday_zero_offset(day).unwrap());
        let nth = prop::sample::select(&[Nth::First, Nth::Second, Nth::Third, Nth::Fourth, Nth::Last][..]);
        let date =
            (1900i16..2200, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| jiff::civil::date(year, month, day));
        let days = prop_oneof![
            Just(Days::Daily),
            Just(Days::Weekdays),
            (1u8..128).prop_map(|week| Days::Weekly(Week(week))),
            (1i8..=31).prop_map(Days::Monthly),
            (nth, weekday()).prop_map(|(nth, day)| Days::MonthlyOn(nth, day)),
            (0i16..366)
                .prop_map(|day| jiff::civil::date(2000, 1, 1).saturating_add(jiff::Span::new().days(day)))
                .prop_map(|date| Days::Yearly(date.month(), date.day())),
            date.prop_map(Days::Once),
        ];
        (days, 0i8..24, 0i8..60)
            .prop_map(|(days, hour, minute)| When { days, time: jiff::civil::time(hour, minute, 0, 0) })
    }

    proptest! {
        #[test]
        fn every_spelling_reads_back(when in any_when()) {
            prop_assert_eq!(When::parse(&when.to_string()), Ok(when));
        }

        #[test]
        fn no_text_stops_the_reader(text in "\\PC*", words in "((daily|weekly|monthly|yearly|once|last|fri|-|,|[0-9]{1,5}|[:.]| |в|последняя)){0,12}") {
            let _ = When::parse(&text);
            let _ = When::parse(&words);
        }
    }
}
