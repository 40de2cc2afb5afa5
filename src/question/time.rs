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
    fact::{AsOf, Period, Year},
    language::{Form, Lexicon, Role, Script},
};

/// Finds the times in a text.
pub(super) struct TimeReader<'a> {
    pub text: &'a Text<'a>,
    pub today: Date,
    /// True behind a command.
    pub terse: bool,
    /// The first year that anything is held of.
    pub first: Option<Year>,
}

/// The last day of the time that these words are and nothing else, and the other where it may be either of two.
pub(super) fn last_day(words: &[Word], given: Given<'_>) -> Option<(Date, Option<Date>)> {
    let text = Text::read(words, true, given).ok()?;
    let first = given.catalogue.years().map(|(first, _)| first);
    let times = TimeReader { text: &text, today: given.today, terse: true, first };
    let (when, end) = times.at(0).ok()??;
    let day = when.last_day().filter(|_| end == text.phrases.len())?;
    Some((day, times.other_day(0).and_then(When::last_day)))
}

impl TimeReader<'_> {
    /// The time that begins at a phrase, and the phrase after it.
    ///
    /// # Errors
    ///
    /// [`Misread::Year`] for four digits that are no year we can hold.
    pub(super) fn at(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        if let Some(found) = self.day(at) {
            return Ok(Some(found));
        }
        if let Some(found) = self.ago(at) {
            return Ok(Some(found));
        }
        match self.text.sense(at) {
            Some(Sense::Role(Role::Decade(first))) => {
                let years = Year::new(*first).zip(Year::new(first + 9));
                Ok(years.map(|(first, last)| (When::Years(first, last), self.past_years(at + 1))))
            }
            Some(Sense::Role(Role::Before | Role::After | Role::Until)) => self.bounded(at),
            Some(Sense::Number(4)) => self.year_first(at, false).map(Some),
            Some(Sense::Role(Role::From | Role::With | Role::Since | Role::Between)) => self.opened(at),
            Some(Sense::Role(Role::LastYear)) => {
                Ok(self.this_year().and_then(Year::before).map(|year| self.with_part(year, at + 1)))
            }
            Some(Sense::Role(Role::YearBeforeLast)) => {
                let year = self.this_year().and_then(Year::before).and_then(Year::before);
                Ok(year.map(|year| self.with_part(year, at + 1)))
            }
            Some(Sense::Role(Role::Latest | Role::Past)) if let Some(found) = self.past(at) => Ok(Some(found)),
            Some(Sense::Role(Role::ThisYear)) => Ok(self.this_year().map(|year| self.with_part(year, at + 1))),
            Some(Sense::Role(Role::Latest)) => Ok(Some((When::Latest, self.past_years(at + 1)))),
            Some(Sense::Number(2)) if self.is_short_year(at) => {
                let year = Year::new(2000 + self.text.value(at));
                Ok(year.map(|year| self.with_part(year, self.past_years(at + 1))))
            }
            _ => self.part_first(at),
        }
    }

    /// `from 2021 to 2025`, `since 2021`, `between 2021 and 2025`.
    fn opened(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        // С 2021 begins a range; "with 2021" does not.
        let latin = |word: &Word| word.kind == Kind::Letters(Script::Latin);
        if self.text.is_role(at, &Role::With) && self.text.first_word(at).is_some_and(latin) {
            return Ok(None);
        }
        let mut number = at + 1;
        while matches!(self.text.sense(number), Some(Sense::Role(Role::Year | Role::Filler))) {
            number += 1;
        }
        if !self.is_year(number) {
            return Ok(None);
        }
        let (when, next) = self.year_first(number, true)?;
        let since = !matches!(self.text.sense(at), Some(Sense::Role(Role::Between)));
        if !since && !matches!(when, When::Years(..)) {
            return Ok(None);
        }
        let when = match (when, self.this_year()) {
            (When::In(Period::Year(first)), Some(last)) if since && first < last => When::Years(first, last),
            (when, _) => when,
        };
        Ok(Some((when, next)))
    }

    /// `before 2005`, `after 2020`, `until 2005`: from the first year that is held, or up to the last whole one.
    fn bounded(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        let mut number = at + 1;
        while matches!(self.text.sense(number), Some(Sense::Role(Role::Year | Role::Filler))) {
            number += 1;
        }
        if !self.is_year(number) {
            return Ok(None);
        }
        let year = self.year(number)?;
        let Some(Sense::Role(role)) = self.text.sense(at) else { return Ok(None) };
        Ok(self.beside(role, year).map(|when| (when, self.past_years(number + 1))))
    }

    /// The years before a year, after it, or until it.
    fn beside(&self, role: &Role, year: Year) -> Option<When> {
        let (first, last) = match role {
            Role::Before => (self.first?, year.before()?),
            Role::Until => (self.first?, year),
            Role::After => (year.after()?, self.this_year()?.before()?),
            _ => return None,
        };
        (first <= last).then(|| years(first, last))
    }

    /// `three years ago`, `三年前`.
    fn ago(&self, at: usize) -> Option<(When, usize)> {
        let number = self.so_many(at)?;
        let ago = self.past_years(at + 1);
        // 前 is the first as well.
        let is_behind = matches!(self.text.sense(ago), Some(Sense::Role(Role::Ordinal(1) | Role::Before)));
        let is_ago = self.text.is_role(ago, &Role::Ago) || ago > at + 1 && self.is_han(ago) && is_behind;
        let year = Year::new(self.this_year()?.number().checked_sub(number)?).filter(|_| is_ago)?;
        Some((When::In(Period::Year(year)), ago + 1))
    }

    /// How many years: `3`, `three`.
    fn so_many(&self, at: usize) -> Option<u16> {
        match self.text.sense(at)? {
            Sense::Number(1 | 2) => Some(self.text.value(at)),
            Sense::Role(Role::Cardinal(number)) => Some(u16::from(*number)),
            // 三 is three and the third.
            Sense::Role(Role::Ordinal(number)) if self.is_han(at) => Some(u16::from(*number)),
            _ => None,
        }
    }

    /// `17 June 2025`, `June 17, 2025`, `17 июня 2025`, `17.06.2025`.
    fn day(&self, at: usize) -> Option<(When, usize)> {
        if let Some((first, second)) = self.in_digits(at) {
            let (day, month) = if second > 12 { (second, first) } else { (first, second) };
            return Some((self.day_of(at + 2, month, day)?, self.past_years(at + 3)));
        }
        let (day, month, next) = match (self.text.sense(at)?, self.text.sense(at + 1)?) {
            (Sense::Role(Role::Month(month)), Sense::Number(1 | 2)) => (self.text.value(at + 1), month, at + 2),
            (Sense::Number(1 | 2), next) => {
                let worn =
                    Lexicon::all().is(Form::Day, self.text.first_text(at + 1)) || *next == Sense::Role(Role::Year);
                let named = at + 1 + usize::from(worn);
                let Some(Sense::Role(Role::Month(month))) = self.text.sense(named) else { return None };
                (self.text.value(at), month, named + 1)
            }
            _ => return None,
        };
        Some((self.day_of(next, u16::from(*month), day)?, self.past_years(next + 1)))
    }

    /// The day with the month first, where digits that were read with the day first allow both: `03/04/2025`.
    pub(super) fn other_day(&self, at: usize) -> Option<When> {
        let (month, day) = self.in_digits(at)?;
        let open = self.text.joint(at + 1) == Some(Joint::Slash) && day <= 12 && day != month;
        open.then(|| self.day_of(at + 2, month, day)).flatten()
    }

    /// The two numbers before a year in a day of digits: `17.06.2025`, `06/17/2025`. Before dots the day comes first.
    fn in_digits(&self, at: usize) -> Option<(u16, u16)> {
        let number = |at: usize| matches!(self.text.sense(at), Some(Sense::Number(1 | 2))).then(|| self.text.value(at));
        let joints = (self.text.joint(at + 1)?, self.text.joint(at + 2)?);
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
        let leaves = (at + 1..next).any(|at| self.text.is_role(at, &Role::YearFrom));
        let joined = matches!(self.text.joint(next), Some(Joint::Dash | Joint::Underscore));
        let bridge = match self.text.sense(next) {
            Some(Sense::Number(_)) if joined || leaves => Some(next),
            Some(Sense::Role(Role::Until | Role::To | Role::By)) => Some(next + 1),
            Some(Sense::Role(Role::With | Role::And)) if opened => Some(next + 1),
            _ => None,
        };
        let Some(last_at) = bridge.filter(|at| self.is_year(*at)) else {
            return Ok(self.since(first, next).unwrap_or_else(|| self.with_part(first, next)));
        };
        let last = self.year(last_at)?;
        let mut end = self.past_years(last_at + 1);
        if self.text.is_role(end, &Role::Until) {
            end += 1;
        }
        Ok((years(first, last), end))
    }

    fn is_han(&self, at: usize) -> bool {
        self.text.is_han(at)
    }

    /// `last 5 years`, `за последние три года`, `last decade`: as many whole years, up to the one before this.
    fn past(&self, at: usize) -> Option<(When, usize)> {
        let (number, unit) = match self.so_many(at + 1) {
            Some(number) => (number, at + 2),
            None => (1, at + 1),
        };
        let (years, next) = match self.text.sense(unit)? {
            Sense::Role(Role::Decades) => (number.checked_mul(10)?, unit + 1),
            Sense::Role(Role::Year) if unit == at + 2 => (number, self.past_years(unit)),
            _ => return None,
        };
        let last = self.this_year().and_then(Year::before)?;
        let first = Year::new((last.number() + 1).checked_sub(years)?).filter(|first| *first < last)?;
        Some((When::Years(first, last), next))
    }

    /// A year with the word since, before or after behind it, as Chinese has it: 2021年以来.
    fn since(&self, first: Year, at: usize) -> Option<(When, usize)> {
        if let Some(Sense::Role(role @ (Role::Before | Role::After))) = self.text.sense(at)
            && self.is_han(at)
        {
            return Some((self.beside(role, first)?, at + 1));
        }
        let last = self.this_year().filter(|last| first < *last)?;
        (self.is_han(at) && self.text.is_role(at, &Role::Since)).then_some((When::Years(first, last), at + 1))
    }

    /// A time spelled with digits behind a year: `-06-17`, `.06.17`, `-04`, `-25`, `-H1`, `-M01-M10`.
    fn exact(&self, year: Year, at: usize) -> Option<(When, usize)> {
        if let Some(joint @ (Joint::Point | Joint::Slash)) = self.text.joint(at)
            && self.text.joint(at + 1) == Some(joint)
            && let (Some(Sense::Number(1 | 2)), Some(Sense::Number(1 | 2))) =
                (self.text.sense(at), self.text.sense(at + 1))
        {
            let text = format!("{year}-{:02}-{:02}", self.text.value(at), self.text.value(at + 1));
            return text.parse().ok().map(|period| (When::In(period), at + 2));
        }
        if self.text.joint(at) == Some(Joint::Dash)
            && self.text.sense(at) == Some(&Sense::Number(2))
            && !self.begins_amount(at)
        {
            let number = self.text.value(at);
            let day =
                self.text.joint(at + 1) == Some(Joint::Dash) && self.text.sense(at + 1) == Some(&Sense::Number(2));
            if day {
                let text = format!("{year}-{}-{}", self.text.first_text(at), self.text.first_text(at + 1));
                return text.parse().ok().map(|period| (When::In(period), at + 2));
            }
            if (1..=12).contains(&number) {
                let month = u8::try_from(number).ok()?;
                return Some((When::In(Period::AsOf(AsOf::Month(year, month))), at + 1));
            }
            let last = Year::new(year.number() / 100 * 100 + number).filter(|last| *last > year)?;
            return Some((years(year, last), self.past_years(at + 1)));
        }
        let (part, next) = self.text.lettered_part(at)?;
        Some((When::In(part.of(year)), next))
    }

    /// The 27 of `2025 — 27,2 млрд`.
    fn begins_amount(&self, at: usize) -> bool {
        let has_point = self.text.joint(at + 1) == Some(Joint::Point)
            && matches!(self.text.sense(at + 1), Some(Sense::Number(_)))
            && self.text.joint(at + 2) != Some(Joint::Point);
        let is_counted = |at| [Role::Scale, Role::Money, Role::Percent].iter().any(|role| self.text.is_role(at, role));
        has_point || is_counted(at + 1)
    }

    /// A year with a part behind it: `2025 first half`, `2024年1月`.
    fn with_part(&self, year: Year, at: usize) -> (When, usize) {
        match self.text.part(at) {
            Some((part, next)) => (When::In(part.of(year)), self.past_years(next)),
            None => (When::In(Period::Year(year)), at),
        }
    }

    /// A part with its year behind it: `Q1 2025`, `in the first quarter of last year`.
    fn part_first(&self, at: usize) -> Result<Option<(When, usize)>, Misread> {
        let Some((part, mut next)) = self.text.part(at) else { return Ok(None) };
        while matches!(
            self.text.sense(next),
            Some(Sense::Role(Role::In | Role::Into | Role::Of | Role::Year | Role::Filler))
        ) {
            next += 1;
        }
        let year = match self.text.sense(next) {
            Some(Sense::Number(4)) => Some(self.year(next)?),
            Some(Sense::Role(Role::LastYear)) => self.this_year().and_then(Year::before),
            Some(Sense::Role(Role::ThisYear)) => self.this_year(),
            _ => None,
        };
        Ok(year.map(|year| (When::In(part.of(year)), self.past_years(next + 1))))
    }

    /// `turkmenistan 23`, `24年`, `/trade 25`; not `21st`.
    fn is_short_year(&self, at: usize) -> bool {
        let named = |sense: &Sense| matches!(sense, Sense::Place(_) | Sense::Indicator(_));
        let after_name = at.checked_sub(1).and_then(|before| self.text.sense(before)).is_some_and(named);
        let alone = !matches!(
            self.text.sense(at + 1),
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
        let alone = alone && (at + 1 == self.text.phrases.len() || self.text.joint(at + 1) != Some(Joint::None));
        let first = self.terse && at == 0 && (20..=30).contains(&self.text.value(at));
        self.text.is_role(at + 1, &Role::Year) || ((after_name || first) && alone)
    }

    fn this_year(&self) -> Option<Year> {
        u16::try_from(self.today.year()).ok().and_then(Year::new)
    }

    /// The first phrase that is not the word year.
    fn past_years(&self, mut at: usize) -> usize {
        while self.text.is_role(at, &Role::Year) || self.text.is_role(at, &Role::YearFrom) {
            at += 1;
        }
        at
    }

    fn is_year(&self, at: usize) -> bool {
        self.text.sense(at) == Some(&Sense::Number(4))
    }

    fn year(&self, at: usize) -> Result<Year, Misread> {
        Year::new(self.text.value(at)).ok_or_else(|| Misread::Year { word: shown(self.text.first_text(at)) })
    }
}

fn years(one: Year, other: Year) -> When {
    match one.cmp(&other) {
        std::cmp::Ordering::Less => When::Years(one, other),
        std::cmp::Ordering::Equal => When::In(Period::Year(one)),
        std::cmp::Ordering::Greater => When::Years(other, one),
    }
}
