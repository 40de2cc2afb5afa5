//! Which year, half, quarter, month or day a figure is about.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

/// A calendar year from 1900 to 2100.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Year(u16);

impl Year {
    pub const FIRST: Self = Self(1900);
    pub const LAST: Self = Self(2100);

    pub fn new(number: u16) -> Option<Self> {
        (Self::FIRST.0..=Self::LAST.0).contains(&number).then_some(Self(number))
    }

    pub fn number(self) -> u16 {
        self.0
    }

    pub fn before(self) -> Option<Self> {
        Self::new(self.0 - 1)
    }

    pub fn after(self) -> Option<Self> {
        Self::new(self.0 + 1)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Months of one year, first and last, 1 to 12, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Months {
    first: u8,
    last: u8,
}

impl Months {
    pub fn new(first: u8, last: u8) -> Option<Self> {
        (1 <= first && first <= last && last <= 12).then_some(Self { first, last })
    }

    pub fn first(self) -> u8 {
        self.first
    }

    pub fn last(self) -> u8 {
        self.last
    }
}

/// When a stock was counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AsOf {
    /// The source does not say.
    Unknown,
    /// Some day of a year; the source says no more.
    Year(Year),
    /// The end of a month; `1..=12`.
    Month(Year, u8),
    Day(Date),
}

impl AsOf {
    /// The last day that it may be; none where the source does not say.
    pub fn last_day(self) -> Option<Date> {
        let month = |year: Year, month: u8| {
            let first = Date::new(i16::try_from(year.0).ok()?, i8::try_from(month).ok()?, 1).ok();
            first.map(Date::last_of_month)
        };
        match self {
            Self::Unknown => None,
            Self::Year(year) => month(year, 12),
            Self::Month(year, number) => month(year, number),
            Self::Day(day) => Some(day),
        }
    }
}

/// What span of time, or what moment, a figure is about.
///
/// Spelled `2025`, `2025-H1`, `2025-Q3`, `2025-M04`, `2025-M01-M10`; a stock is as of a month `2025-04`,
/// a day `2025-06-17`, a year `2025`, or `unknown`. What is spelled `2025` is read as the span; for a stock
/// [`Period::of_stock`] makes it the moment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Period {
    Year(Year),
    /// `1..=2`
    Half(Year, u8),
    /// `1..=4`
    Quarter(Year, u8),
    /// `1..=12`
    Month(Year, u8),
    Months(Year, Months),
    AsOf(AsOf),
}

impl Period {
    /// These months of a year, by their shortest name: January to June are its first half.
    pub fn months(year: Year, months: Months) -> Self {
        match (months.first, months.last) {
            (1, 12) => Self::Year(year),
            (1, 6) => Self::Half(year, 1),
            (7, 12) => Self::Half(year, 2),
            (first, last) if first == last => Self::Month(year, first),
            (first, last) if last - first == 2 && last % 3 == 0 => Self::Quarter(year, last / 3),
            _ => Self::Months(year, months),
        }
    }

    /// How many months it spans; 0 for a stock.
    pub fn length(self) -> u8 {
        match self {
            Self::Year(_) => 12,
            Self::Half(..) => 6,
            Self::Quarter(..) => 3,
            Self::Month(..) => 1,
            Self::Months(_, months) => months.last - months.first + 1,
            Self::AsOf(_) => 0,
        }
    }

    /// True if it spans some months of a year and not all.
    pub fn is_part_of_year(self) -> bool {
        (1..12).contains(&self.length())
    }

    /// The year it lies in; none for a stock whose date is unknown.
    pub fn year(self) -> Option<Year> {
        match self {
            Self::Year(year)
            | Self::Half(year, _)
            | Self::Quarter(year, _)
            | Self::Month(year, _)
            | Self::Months(year, _) => Some(year),
            Self::AsOf(AsOf::Year(year) | AsOf::Month(year, _)) => Some(year),
            Self::AsOf(AsOf::Day(day)) => u16::try_from(day.year()).ok().and_then(Year::new),
            Self::AsOf(AsOf::Unknown) => None,
        }
    }

    /// The same span one year earlier; none for a stock.
    pub fn year_before(self) -> Option<Self> {
        self.moved(Year::before)
    }

    /// The same span one year later; none for a stock.
    pub fn year_after(self) -> Option<Self> {
        self.moved(Year::after)
    }

    /// Its last day, the last that it may be of a stock; none where the source does not say.
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::AsOf(moment) => moment.last_day(),
            span => span.span().and_then(|(year, _, last)| AsOf::Month(year, last).last_day()),
        }
    }

    /// Its first day, the first that it may be of a stock; none where the source does not say.
    pub fn first_day(self) -> Option<Date> {
        if let Self::AsOf(AsOf::Day(day)) = self {
            return Some(day);
        }
        let (year, first, _) = self.span()?;
        AsOf::Month(year, first).last_day().map(Date::first_of_month)
    }

    /// True if it spans all months of another span of the same year, and more.
    pub fn holds(self, part: Self) -> bool {
        let Some(((year, first, last), (of_part, from, to))) = self.span().zip(part.span()) else { return false };
        !self.is_stock() && !part.is_stock() && self != part && year == of_part && first <= from && to <= last
    }

    /// Year, first and last month, the same for a stock; none where it is not known.
    pub fn span(self) -> Option<(Year, u8, u8)> {
        let (_, last, _, first) = self.bounds();
        self.year().map(|year| (year, first, last))
    }

    pub fn is_stock(self) -> bool {
        matches!(self, Self::AsOf(_))
    }

    /// What it means for a stock: a plain year is as of that year.
    #[must_use]
    pub fn of_stock(self) -> Self {
        if let Self::Year(year) = self { Self::AsOf(AsOf::Year(year)) } else { self }
    }

    /// What a question says for it: the year, for as of a year.
    #[must_use]
    pub fn asked(self) -> Self {
        if let Self::AsOf(AsOf::Year(year)) = self { Self::Year(year) } else { self }
    }

    fn moved(self, step: impl Fn(Year) -> Option<Year>) -> Option<Self> {
        Some(match self {
            Self::Year(year) => Self::Year(step(year)?),
            Self::Half(year, half) => Self::Half(step(year)?, half),
            Self::Quarter(year, quarter) => Self::Quarter(step(year)?, quarter),
            Self::Month(year, month) => Self::Month(step(year)?, month),
            Self::Months(year, months) => Self::Months(step(year)?, months),
            Self::AsOf(_) => return None,
        })
    }

    /// Tells apart what has the same bounds.
    fn kind(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Half(..) => 1,
            Self::Quarter(..) => 2,
            Self::Months(..) => 3,
            Self::Month(..) => 4,
            Self::AsOf(AsOf::Unknown) => 5,
            Self::AsOf(AsOf::Year(_)) => 6,
            Self::AsOf(AsOf::Month(..)) => 7,
            Self::AsOf(AsOf::Day(_)) => 8,
        }
    }

    /// First and last month, and the day for a stock with one: what order in time goes by.
    fn bounds(self) -> (u16, u8, u8, u8) {
        match self {
            Self::Year(year) => (year.0, 12, 0, 1),
            Self::Half(year, half) => (year.0, half * 6, 0, half * 6 - 5),
            Self::Quarter(year, quarter) => (year.0, quarter * 3, 0, quarter * 3 - 2),
            Self::Month(year, month) => (year.0, month, 0, month),
            Self::Months(year, months) => (year.0, months.last, 0, months.first),
            Self::AsOf(AsOf::Unknown) => (0, 0, 0, 0),
            Self::AsOf(AsOf::Year(year)) => (year.0, 12, 31, 1),
            Self::AsOf(AsOf::Month(year, month)) => (year.0, month, 31, month),
            Self::AsOf(AsOf::Day(day)) => {
                let part = |number: i8| u8::try_from(number).unwrap_or(0);
                (u16::try_from(day.year()).unwrap_or(0), part(day.month()), part(day.day()), part(day.month()))
            }
        }
    }
}

/// By end, then a longer span before a shorter one; a stock without a date comes first.
impl Ord for Period {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        // Most that are compared are years.
        if let (Self::Year(one), Self::Year(other)) = (self, other) {
            return one.cmp(other);
        }
        self.bounds().cmp(&other.bounds()).then_with(|| self.kind().cmp(&other.kind()))
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) | Self::AsOf(AsOf::Year(year)) => write!(f, "{year}"),
            Self::Half(year, half) => write!(f, "{year}-H{half}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year}-M{month:02}"),
            Self::Months(year, months) => write!(f, "{year}-M{:02}-M{:02}", months.first, months.last),
            Self::AsOf(AsOf::Unknown) => f.write_str("unknown"),
            Self::AsOf(AsOf::Month(year, month)) => write!(f, "{year}-{month:02}"),
            Self::AsOf(AsOf::Day(day)) => write!(f, "{day}"),
        }
    }
}

/// Not a period in any of its spellings, or outside 1900 to 2100.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "not a period: write 2025, 2025-H1, 2025-Q1, 2025-M04, 2025-M01-M10, or for a stock 2025, 2025-04, 2025-06-30 or unknown"
)]
pub struct BadPeriod;

impl FromStr for Period {
    type Err = BadPeriod;

    fn from_str(text: &str) -> Result<Self, BadPeriod> {
        if text == "unknown" {
            return Ok(Self::AsOf(AsOf::Unknown));
        }
        let (year, rest) = match text.split_once('-') {
            None => (text, None),
            Some((year, rest)) => (year, Some(rest)),
        };
        let four = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
        let year = year.parse().ok().filter(|_| four).and_then(Year::new).ok_or(BadPeriod)?;
        let Some(rest) = rest else { return Ok(Self::Year(year)) };
        let number = |digits: &str, width: usize, most: u8| {
            let sound = digits.len() == width && digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<u8>().ok().filter(|number| sound && (1..=most).contains(number)).ok_or(BadPeriod)
        };
        if let Some(half) = rest.strip_prefix('H') {
            return Ok(Self::Half(year, number(half, 1, 2)?));
        }
        if let Some(quarter) = rest.strip_prefix('Q') {
            return Ok(Self::Quarter(year, number(quarter, 1, 4)?));
        }
        if let Some(months) = rest.strip_prefix('M') {
            return match months.split_once("-M") {
                None => Ok(Self::Month(year, number(months, 2, 12)?)),
                Some((first, last)) => {
                    let months = Months::new(number(first, 2, 12)?, number(last, 2, 12)?).ok_or(BadPeriod)?;
                    Ok(Self::months(year, months))
                }
            };
        }
        match rest.split_once('-') {
            None => Ok(Self::AsOf(AsOf::Month(year, number(rest, 2, 12)?))),
            Some((month, day)) => {
                let (month, day) = (number(month, 2, 12)?, number(day, 2, 31)?);
                let signed = |number: u8| i8::try_from(number).map_err(|_| BadPeriod);
                let year = i16::try_from(year.0).map_err(|_| BadPeriod)?;
                Date::new(year, signed(month)?, signed(day)?)
                    .map(|day| Self::AsOf(AsOf::Day(day)))
                    .map_err(|_| BadPeriod)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_period_survives_its_own_spelling() {
        for text in ["2025", "2025-H1", "2025-Q4", "2025-M04", "2025-M01-M10", "2025-04", "2025-06-17", "unknown"] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_same_months_are_the_same_period() {
        for (text, same) in [
            ("2025-M01-M12", "2025"),
            ("2025-M01-M06", "2025-H1"),
            ("2025-M07-M12", "2025-H2"),
            ("2025-M04-M06", "2025-Q2"),
            ("2025-M03-M03", "2025-M03"),
        ] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), same);
        }
    }

    #[test]
    fn a_period_begins_on_its_first_day_and_ends_on_its_last() {
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-H2", "2024-07-01", "2024-12-31"),
            ("2024-Q1", "2024-01-01", "2024-03-31"),
            ("2024-M02", "2024-02-01", "2024-02-29"),
            ("2024-M02-M10", "2024-02-01", "2024-10-31"),
            ("2024-04", "2024-04-01", "2024-04-30"),
            ("2024-04-05", "2024-04-05", "2024-04-05"),
        ] {
            let period: Period = text.parse().unwrap();
            let days = [period.first_day(), period.last_day()].map(|day| day.unwrap().to_string());
            assert_eq!(days, [first, last], "{text}");
        }
        assert_eq!(Period::AsOf(AsOf::Unknown).first_day(), None);
    }

    #[test]
    fn a_span_holds_the_shorter_ones_of_its_year() {
        let holds = |whole: &str, part: &str| whole.parse::<Period>().unwrap().holds(part.parse().unwrap());
        for (whole, part) in [("2024", "2024-H1"), ("2024-H1", "2024-Q2"), ("2024-M01-M08", "2024-M01-M05")] {
            assert!(holds(whole, part) && !holds(part, whole), "{whole} {part}");
        }
        for (one, other) in [("2024-H1", "2024-Q3"), ("2024", "2023-H1"), ("2024", "2024"), ("2024", "2024-04")] {
            assert!(!holds(one, other) && !holds(other, one), "{one} {other}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "25",
            "1899",
            "2101",
            "02025",
            "2025-",
            "2025-H3",
            "2025-Q0",
            "2025-M4",
            "2025-M13",
            "2025-M10-M01",
            "2025-02-30",
            "2025-4",
            "+2025",
            "unknown ",
        ] {
            assert_eq!(text.parse::<Period>(), Err(BadPeriod), "{text}");
        }
    }

    #[test]
    fn a_plain_year_of_a_stock_is_as_of_that_year_and_asked_for_as_the_year() {
        let year: Period = "2018".parse().unwrap();
        let total = year.of_stock();
        assert_ne!(total, year);
        assert_eq!((total.to_string(), total.year(), total.asked()), (year.to_string(), year.year(), year));
        assert!(total.is_stock() && total.year_before().is_none());
        let sorted = ["unknown", "2017-12-31", "2018-06-30", "2018", "2018-12", "2019-01"];
        let mut periods: Vec<Period> = sorted.iter().map(|text| text.parse::<Period>().unwrap().of_stock()).collect();
        periods.reverse();
        periods.sort();
        assert_eq!(periods.iter().map(ToString::to_string).collect::<Vec<_>>(), sorted);
    }

    #[test]
    fn a_later_end_comes_later_and_a_longer_span_first() {
        let sorted = ["unknown", "2024", "2025-Q1", "2025-M03", "2025-04", "2025-06-17", "2025-M01-M10", "2025"];
        let mut periods: Vec<Period> = sorted.iter().map(|text| text.parse().unwrap()).collect();
        periods.reverse();
        periods.sort();
        assert_eq!(periods.iter().map(ToString::to_string).collect::<Vec<_>>(), sorted);
    }
}
