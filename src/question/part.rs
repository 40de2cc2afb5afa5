//! Phrases → a part of a year: halves, quarters, months, and months in a row.
//!
//! In: a [`Text`] and a phrase of it; out: the [`Part`] that begins there, and the phrase after it. It does not know of
//! which year it is a part.

use super::{phrases::Sense, text::Text, words::Joint};
use crate::{
    fact::{Months, Period, Year},
    language::Role,
};

/// A part of a year.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Half(u8),
    Quarter(u8),
    /// The first and the last.
    Months(u8, u8),
}

impl Part {
    /// The part of this year.
    pub(super) fn of(self, year: Year) -> Period {
        match self {
            Self::Half(half) => Period::Half(year, half),
            Self::Quarter(quarter) => Period::Quarter(year, quarter),
            Self::Months(first, last) => {
                Months::new(first, last).map_or(Period::Year(year), |months| Period::months(year, months))
            }
        }
    }
}

impl Text<'_> {
    /// A part in figures or in words: `H1`, `first half`, `II quarter`, `nine months`, `January–October`.
    pub(super) fn part(&self, at: usize) -> Option<(Part, usize)> {
        if let Some(found) = self.lettered_part(at).or_else(|| self.roman(at)) {
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

    /// `H1`, `Q1`, `M04`, `M01-M10`; also `1H`.
    pub(super) fn lettered_part(&self, at: usize) -> Option<(Part, usize)> {
        let number = |at: usize| {
            let sound = self.joint(at) == Some(Joint::None) && matches!(self.sense(at), Some(Sense::Number(1 | 2)));
            sound.then(|| self.value(at)).and_then(|number| u8::try_from(number).ok())
        };
        let letter = |at: usize| self.first_word(at).map(|word| word.text.to_ascii_lowercase());
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

    /// `II quarter`
    fn roman(&self, at: usize) -> Option<(Part, usize)> {
        let counts = matches!(self.sense(at + 1), Some(Sense::Role(Role::Quarter | Role::Half)));
        let text = self.first_text(at);
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
        // `2nd half`, `1-е полугодие`
        if self.wears_ending(at + 1) {
            return self.counted(number, at + 2);
        }
        if self.joint(at + 1) == Some(Joint::None) {
            match (self.first_text(at + 1).to_ascii_lowercase().as_str(), number) {
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
}
