//! Phrases → when: years, parts of years, days, ranges, and what people call them.
//!
//! In: a [`Text`] and the day on which it was written; out: a [`When`] and where it ends. It does not know what is
//! asked of that time.

use jiff::civil::Date;

use super::{
    When,
    effort::Given,
    misread::{Misread, shown},
    phrases::Sense,
    text::Text,
    words::{Joint, Kind, Word},
};
use crate::{
    fact::{AsOf, Months, Period, Year},
    language::{Form, Lexicon, Role, Script},
};

/// Finds the times in a text.
pub(super) struct TimeReader<'a> {
    pub text: &'a Text<'a>,
    pub today: Date,
    /// True behind a command.
    pub terse: bool,
}

/// The last day of the time that these words are and nothing else, and the other where it may be either of two.
pub(super) fn last_day(words: &[Word], given: Given<'_>) -> Option<(Date, Option<Date>)> {
    let text = Text::read(words, true, given).ok()?;
    let times = TimeReader { text: &text, today: given.today, terse: true };
    let (when, end) = times.at(0).ok()??;
    let day = when.last_day().filter(|_| end == text.phrases.len())?;
    Some((day, times.other_day(0).and_then(When::last_day)))
}

/// A part of a year.
#[derive(Clone, Copy)]
enum Part {
    Half(u8),
    Quarter(u8),
    Months(u8, u8),
}

impl TimeReader<'_> {
    /// The time that begins at an item, and the item after it.
    ///
    /// # Errors
    ///
    /// [`Misread::Year`] for four digits that are no year we can hold.
    pub(super) fn at(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        if let Some(found) = self.day(at) {
            return Ok(Some(found));
        }
        match self.sense(at) {
            Some(Sense::Number(4)) => self.year_first(at, false).map(Some),
            Some(Sense::Role(Role::From | Role::With | Role::Since | Role::Between)) => self.opened(at),
            Some(Sense::Role(Role::LastYear)) => {
                Ok(self.this_year().and_then(Year::before).map(|year| self.with_part(year, at + 1)))
            }
            Some(Sense::Role(Role::ThisYear)) => Ok(self.this_year().map(|year| self.with_part(year, at + 1))),
            Some(Sense::Role(Role::Latest)) => Ok(Some((When::Latest, self.past_years(at + 1)))),
            Some(Sense::Number(2)) if self.is_short_year(at) => {
                let year = Year::new(2000 + self.value(at));
                Ok(year.map(|year| self.with_part(year, self.past_years(at + 1))))
            }
            _ => self.part_first(at),
        }
    }

    /// `from 2021 to 2025`, `since 2021`, `between 2021 and 2025`.
    fn opened(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        // С 2021 begins a range; "with 2021" does not.
        let latin = |word: &Word| word.kind == Kind::Letters(Script::Latin);
        if self.is_role(at, &Role::With) && self.text.first_word(at).is_some_and(latin) {
            return Ok(None);
        }
        let mut number = at + 1;
        while matches!(self.sense(number), Some(Sense::Role(Role::Year | Role::Filler))) {
            number += 1;
        }
        if !self.is_year(number) {
            return Ok(None);
        }
        let (when, next) = self.year_first(number, true)?;
        let since = !matches!(self.sense(at), Some(Sense::Role(Role::Between)));
        if !since && !matches!(when, When::Years(..)) {
            return Ok(None);
        }
        let when = match (when, self.this_year()) {
            (When::In(Period::Year(first)), Some(last)) if since && first < last => When::Years(first, last),
            (when, _) => when,
        };
        Ok(Some((when, next)))
    }

    /// `17 June 2025`, `June 17, 2025`, `17 июня 2025`, `17.06.2025`.
    fn day(&self, at: usize) -> Option<(When, usize)> {
        if let Some((first, second)) = self.in_digits(at) {
            let (day, month) = if second > 12 { (second, first) } else { (first, second) };
            return Some((self.day_of(at + 2, month, day)?, self.past_years(at + 3)));
        }
        let (day, month, next) = match (self.sense(at)?, self.sense(at + 1)?) {
            (Sense::Role(Role::Month(month)), Sense::Number(1 | 2)) => (self.value(at + 1), month, at + 2),
            (Sense::Number(1 | 2), next) => {
                let worn = Lexicon::all().is(Form::Day, self.written(at + 1)) || *next == Sense::Role(Role::Year);
                let named = at + 1 + usize::from(worn);
                let Some(Sense::Role(Role::Month(month))) = self.sense(named) else { return None };
                (self.value(at), month, named + 1)
            }
            _ => return None,
        };
        Some((self.day_of(next, u16::from(*month), day)?, self.past_years(next + 1)))
    }

    /// The day with the month first, where digits that were read with the day first allow both: `03/04/2025`.
    pub(super) fn other_day(&self, at: usize) -> Option<When> {
        let (month, day) = self.in_digits(at)?;
        let open = self.joint(at + 1) == Some(Joint::Slash) && day <= 12 && day != month;
        open.then(|| self.day_of(at + 2, month, day)).flatten()
    }

    /// The two numbers before a year in a day of digits: `17.06.2025`, `06/17/2025`. Before dots the day comes first.
    fn in_digits(&self, at: usize) -> Option<(u16, u16)> {
        let number = |at: usize| matches!(self.sense(at), Some(Sense::Number(1 | 2))).then(|| self.value(at));
        let joints = (self.joint(at + 1)?, self.joint(at + 2)?);
        let (first, second) = (number(at)?, number(at + 1)?);
        let dotted = joints == (Joint::Point, Joint::Point) && second <= 12;
        (self.is_year(at + 2) && (dotted || joints == (Joint::Slash, Joint::Slash))).then_some((first, second))
    }

    fn day_of(&self, year: usize, month: u16, day: u16) -> Option<When> {
        let year = self.year(year).ok().filter(|_| self.is_year(year))?;
        format!("{year}-{month:02}-{day:02}").parse().ok().map(When::In)
    }

    fn year_first(&self, at: usize, opened: bool) -> Result<(When, usize), Misread> {
        let first = self.year(at)?;
        if let Some(found) = self.exact(first, at + 1) {
            return Ok(found);
        }
        let next = self.past_years(at + 1);
        let leaves = (at + 1..next).any(|at| self.is_role(at, &Role::YearFrom));
        let joined = matches!(self.joint(next), Some(Joint::Dash | Joint::Underscore));
        let bridge = match self.sense(next) {
            Some(Sense::Number(_)) if joined || leaves => Some(next),
            Some(Sense::Role(Role::Until | Role::To | Role::By)) => Some(next + 1),
            Some(Sense::Role(Role::With | Role::And)) if opened => Some(next + 1),
            _ => None,
        };
        let Some(last_at) = bridge.filter(|at| self.is_year(*at)) else { return Ok(self.with_part(first, next)) };
        let last = self.year(last_at)?;
        let mut end = self.past_years(last_at + 1);
        if self.is_role(end, &Role::Until) {
            end += 1;
        }
        Ok((years(first, last), end))
    }

    /// A time spelled with digits behind a year: `-06-17`, `.06.17`, `-04`, `-25`, `-H1`, `-M01-M10`.
    fn exact(&self, year: Year, at: usize) -> Option<(When, usize)> {
        if let Some(joint @ (Joint::Point | Joint::Slash)) = self.joint(at)
            && self.joint(at + 1) == Some(joint)
            && let (Some(Sense::Number(1 | 2)), Some(Sense::Number(1 | 2))) = (self.sense(at), self.sense(at + 1))
        {
            let text = format!("{year}-{:02}-{:02}", self.value(at), self.value(at + 1));
            return text.parse().ok().map(|period| (When::In(period), at + 2));
        }
        if self.joint(at) == Some(Joint::Dash) && self.sense(at) == Some(&Sense::Number(2)) {
            let number = self.value(at);
            let day = self.joint(at + 1) == Some(Joint::Dash) && self.sense(at + 1) == Some(&Sense::Number(2));
            if day {
                let text = format!("{year}-{}-{}", self.written(at), self.written(at + 1));
                return text.parse().ok().map(|period| (When::In(period), at + 2));
            }
            if (1..=12).contains(&number) {
                let month = u8::try_from(number).ok()?;
                return Some((When::In(Period::AsOf(AsOf::Month(year, month))), at + 1));
            }
            let last = Year::new(year.number() / 100 * 100 + number).filter(|last| *last > year)?;
            return Some((years(year, last), self.past_years(at + 1)));
        }
        let (part, next) = self.lettered(at)?;
        Some((When::In(period(year, part)), next))
    }

    /// `H1`, `Q1`, `M04`, `M01-M10`; also `1H`.
    fn lettered(&self, at: usize) -> Option<(Part, usize)> {
        let number = |at: usize| {
            let sound = self.joint(at) == Some(Joint::None) && matches!(self.sense(at), Some(Sense::Number(1 | 2)));
            sound.then(|| self.value(at)).and_then(|number| u8::try_from(number).ok())
        };
        let letter = |at: usize| self.text.first_word(at).map(|word| word.text.to_ascii_lowercase());
        match (letter(at)?.as_str(), number(at + 1)) {
            ("h", Some(half @ 1..=2)) => Some((Part::Half(half), at + 2)),
            ("q", Some(quarter @ 1..=4)) => Some((Part::Quarter(quarter), at + 2)),
            ("m", Some(first @ 1..=12)) => {
                let last = number(at + 3)
                    .filter(|_| letter(at + 2).as_deref() == Some("m") && self.joint(at + 2) == Some(Joint::Dash));
                match last {
                    Some(last) if (first..=12).contains(&last) => Some((Part::Months(first, last), at + 4)),
                    Some(_) => None,
                    None => Some((Part::Months(first, first), at + 2)),
                }
            }
            _ => None,
        }
    }

    /// A year with a part behind it: `2025 first half`, `2024年1月`.
    fn with_part(&self, year: Year, at: usize) -> (When, usize) {
        match self.part(at) {
            Some((part, next)) => (When::In(period(year, part)), self.past_years(next)),
            None => (When::In(Period::Year(year)), at),
        }
    }

    /// A part with its year behind it: `Q1 2025`, `in the first quarter of last year`.
    fn part_first(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        let Some((part, mut next)) = self.part(at) else { return Ok(None) };
        while matches!(
            self.sense(next),
            Some(Sense::Role(Role::In | Role::Into | Role::Of | Role::Year | Role::Filler))
        ) {
            next += 1;
        }
        let year = match self.sense(next) {
            Some(Sense::Number(4)) => Some(self.year(next)?),
            Some(Sense::Role(Role::LastYear)) => self.this_year().and_then(Year::before),
            Some(Sense::Role(Role::ThisYear)) => self.this_year(),
            _ => None,
        };
        Ok(year.map(|year| (When::In(period(year, part)), self.past_years(next + 1))))
    }

    fn part(&self, at: usize) -> Option<(Part, usize)> {
        if let Some(found) = self.lettered(at).or_else(|| self.roman(at)) {
            return Some(found);
        }
        match self.sense(at)? {
            Sense::Role(Role::FirstHalf) => Some((Part::Half(1), at + 1)),
            Sense::Role(Role::SecondHalf) => Some((Part::Half(2), at + 1)),
            Sense::Role(Role::Ordinal(1)) if self.leading(at + 1).is_some() => self.leading(at + 1),
            Sense::Role(Role::Ordinal(number)) => self.counted(*number, at + 1),
            Sense::Role(Role::Cardinal(_)) => self.leading(at),
            Sense::Role(Role::MonthsWord) => match self.sense(at + 1)? {
                Sense::Role(Role::Month(first)) => Some(self.months(*first, at + 2)),
                _ => None,
            },
            Sense::Role(Role::Quarter | Role::Half) => {
                let number = match self.sense(at + 1)? {
                    Sense::Number(1) => u8::try_from(self.value(at + 1)).ok()?,
                    Sense::Role(Role::Ordinal(number)) => *number,
                    _ => return None,
                };
                self.counted(number, at).map(|(part, _)| (part, at + 2))
            }
            Sense::Role(Role::Month(first)) => Some(self.months(*first, at + 1)),
            Sense::Number(1 | 2) => self.numbered(at),
            _ => None,
        }
    }

    /// `II quarter`
    fn roman(&self, at: usize) -> Option<(Part, usize)> {
        let counts = matches!(self.sense(at + 1), Some(Sense::Role(Role::Quarter | Role::Half)));
        let text = self.written(at);
        let number = ["i", "ii", "iii", "iv"].iter().position(|roman| counts && text.eq_ignore_ascii_case(roman))?;
        self.counted(u8::try_from(number + 1).ok()?, at + 1)
    }

    /// A number with what it counts behind it.
    fn counted(&self, number: u8, at: usize) -> Option<(Part, usize)> {
        match (self.sense(at)?, number) {
            (Sense::Role(Role::Quarter), 1..=4) => Some((Part::Quarter(number), at + 1)),
            (Sense::Role(Role::Half), 1..=2) => Some((Part::Half(number), at + 1)),
            (Sense::Role(Role::MonthWord | Role::MonthsWord), 1..=12) => Some((Part::Months(number, number), at + 1)),
            _ => None,
        }
    }

    /// So many months from the first on: `10 months`, `nine months`.
    fn leading(&self, at: usize) -> Option<(Part, usize)> {
        let number = match self.sense(at)? {
            Sense::Number(1 | 2) => u8::try_from(self.value(at)).ok()?,
            Sense::Role(Role::Cardinal(number)) => *number,
            _ => return None,
        };
        let sound = (1..=12).contains(&number) && self.is_role(at + 1, &Role::MonthsWord);
        sound.then_some((Part::Months(1, number), at + 2))
    }

    /// `1 quarter`, `1-10月`, `10 months`, `9M`.
    fn numbered(&self, at: usize) -> Option<(Part, usize)> {
        let number = u8::try_from(self.value(at)).ok()?;
        if let Some(found) = self.leading(at) {
            return Some(found);
        }
        if self.joint(at + 1) == Some(Joint::None) {
            match (self.written(at + 1).to_ascii_lowercase().as_str(), number) {
                ("h", 1..=2) => return Some((Part::Half(number), at + 2)),
                ("q", 1..=4) => return Some((Part::Quarter(number), at + 2)),
                ("m", 2..=12) => return Some((Part::Months(1, number), at + 2)),
                _ => {}
            }
        }
        let last_at = match self.sense(at + 1)? {
            Sense::Number(1 | 2) if self.joint(at + 1) == Some(Joint::Dash) => at + 1,
            Sense::Role(Role::To | Role::Until) => at + 2,
            _ => return self.counted(number, at + 1),
        };
        let last = u8::try_from(self.value(last_at)).ok()?;
        let sound = self.is_role(last_at + 1, &Role::MonthWord) && Months::new(number, last).is_some();
        sound.then_some((Part::Months(number, last), last_at + 2))
    }

    /// `January`, `January–October`.
    fn months(&self, first: u8, at: usize) -> (Part, usize) {
        let dashed = self.joint(at) == Some(Joint::Dash);
        let bridge = matches!(self.sense(at), Some(Sense::Role(Role::To | Role::Until | Role::By)));
        let last_at = if dashed { at } else { at + 1 };
        let (part, next) = match self.sense(last_at) {
            Some(Sense::Role(Role::Month(last))) if (dashed || bridge) && *last > first => {
                (Part::Months(first, *last), last_at + 1)
            }
            _ => (Part::Months(first, first), at),
        };
        // Қаңтар–қазан айларында
        (part, next + usize::from(self.is_role(next, &Role::MonthsWord)))
    }

    /// `turkmenistan 23`, `24年`, `/trade 25`; not `21st`.
    fn is_short_year(&self, at: usize) -> bool {
        let named = |sense: &Sense| matches!(sense, Sense::Place(_) | Sense::Indicator(_));
        let after_name = at.checked_sub(1).and_then(|before| self.sense(before)).is_some_and(named);
        let alone = !matches!(
            self.sense(at + 1),
            Some(
                Sense::Number(_)
                    | Sense::Role(
                        Role::Scale
                            | Role::Percent
                            | Role::Money
                            | Role::MonthWord
                            | Role::MonthsWord
                            | Role::Quarter
                            | Role::Half
                    )
            )
        );
        let alone = alone && (at + 1 == self.text.phrases.len() || self.joint(at + 1) != Some(Joint::None));
        let first = self.terse && at == 0 && (20..=30).contains(&self.value(at));
        self.is_role(at + 1, &Role::Year) || ((after_name || first) && alone)
    }

    fn this_year(&self) -> Option<Year> {
        u16::try_from(self.today.year()).ok().and_then(Year::new)
    }

    /// The first item that is not the word year.
    fn past_years(&self, mut at: usize) -> usize {
        while self.is_role(at, &Role::Year) || self.is_role(at, &Role::YearFrom) {
            at += 1;
        }
        at
    }

    fn is_role(&self, at: usize, role: &Role) -> bool {
        matches!(self.sense(at), Some(Sense::Role(found)) if found == role)
    }

    fn is_year(&self, at: usize) -> bool {
        self.sense(at) == Some(&Sense::Number(4))
    }

    fn year(&self, at: usize) -> Result<Year, Misread> {
        Year::new(self.value(at)).ok_or_else(|| Misread::Year { word: shown(self.written(at)) })
    }

    fn sense(&self, at: usize) -> Option<&Sense> {
        self.text.sense(at)
    }

    fn joint(&self, at: usize) -> Option<Joint> {
        self.text.first_word(at).map(|word| word.joint)
    }

    fn written(&self, at: usize) -> &str {
        self.text.first_word(at).map_or("", |word| &word.text)
    }

    /// The number written; 0 where it is too large.
    fn value(&self, at: usize) -> u16 {
        self.written(at).parse().unwrap_or(0)
    }
}

fn years(one: Year, other: Year) -> When {
    match one.cmp(&other) {
        std::cmp::Ordering::Less => When::Years(one, other),
        std::cmp::Ordering::Equal => When::In(Period::Year(one)),
        std::cmp::Ordering::Greater => When::Years(other, one),
    }
}

fn period(year: Year, part: Part) -> Period {
    match part {
        Part::Half(half) => Period::Half(year, half),
        Part::Quarter(quarter) => Period::Quarter(year, quarter),
        Part::Months(first, last) => {
            Months::new(first, last).map_or(Period::Year(year), |months| Period::months(year, months))
        }
    }
}
