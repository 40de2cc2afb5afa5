//! A part of a ranking: its head, its tail, one place of it, or what lies beyond an amount.
//!
//! A part that a bound, a rounding or a gap could change is not shown: the page has the whole ranking then, and says
//! that the part cannot be told.

use std::{ops::Range, sync::Arc};

use super::{
    gap,
    parts::{Part, Parts, Reach, ranked},
};
use crate::{
    catalogue::Known,
    fact::{Base, Currency, Place, Qualifier},
    language::Msg,
    question::{Ask, Beyond, Cut, Round},
    render::{Answer, Writer, capital},
};

/// The part of a ranking that a page shows.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    cut: Cut,
    base: Base,
    found: Found,
    /// Those that may belong to it or not.
    open: Vec<Arc<Place>>,
}

/// The outcome of looking for a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Found {
    Some,
    /// Nobody is beyond the amount.
    Nobody,
    /// It cannot be told who belongs to it.
    Untold,
}

pub(super) fn cut(cut: Cut, ask: &Ask, catalogue: Known<'_>) -> Arc<dyn Answer> {
    match ranked(ask, catalogue) {
        Some((parts, reaches)) => Arc::new(shortened(parts, &reaches, cut)),
        None => Arc::new(gap::gap(ask, catalogue)),
    }
}

/// The ranking with only those of its rows that are asked for, where they are certain.
fn shortened(mut parts: Parts, reaches: &[Reach], cut: Cut) -> Parts {
    let base = base_of(&parts);
    let mut open = Vec::new();
    let kept = match cut {
        Cut::Beyond(side, round) => {
            let sides: Vec<Option<bool>> =
                parts.rows.iter().zip(reaches).map(|(part, reach)| lies(part, *reach, base, side, round)).collect();
            let unsure = parts.rows.iter().zip(&sides).filter(|(_, lies)| lies.is_none());
            open.extend(unsure.map(|(part, _)| part.place.clone()));
            Some(sides.iter().map(|lies| *lies == Some(true)).collect::<Vec<bool>>())
        }
        _ => stretch(cut, &parts.rows)
            .filter(|kept| is_certain(reaches, kept))
            .map(|kept| (0..parts.rows.len()).map(|at| kept.contains(&at)).collect()),
    };
    let found = match &kept {
        None => Found::Untold,
        Some(kept) if !kept.contains(&true) => Found::Nobody,
        Some(kept) => {
            let mut kept = kept.iter();
            parts.rows.retain(|_| kept.next() == Some(&true));
            Found::Some
        }
    };
    parts.cut = Some(Shown { cut, base, found, open });
    parts
}

/// The unit that most of a ranking is in.
fn base_of(parts: &Parts) -> Base {
    let first = parts.rows.iter().filter(|part| part.is_compared).find_map(|part| part.row.as_ref());
    first.map_or(Base::Money(Currency::USD), |row| row.reading.lead.amount.unit.base)
}

/// The rows of a part; none where there are not so many that can be compared.
fn stretch(cut: Cut, rows: &[Part]) -> Option<Range<usize>> {
    let compared = rows.iter().filter(|part| part.is_compared).count();
    let end = |count: u8| compared.checked_sub(usize::from(count));
    match cut {
        // Five of five are all of them.
        Cut::Top(count) => Some(0..usize::from(count).min(rows.len())),
        Cut::Last(count) => end(count).map_or(Some(0..rows.len()), |first| Some(first..compared)),
        Cut::Place(place) => Some(usize::from(place) - 1..usize::from(place)).filter(|range| range.end <= compared),
        Cut::FromEnd(place) => end(place).map(|first| first..first + 1),
        Cut::Beyond(..) => None,
    }
}

/// True where all before a part are above it, and it is above all behind it.
fn is_certain(reaches: &[Reach], kept: &Range<usize>) -> bool {
    let is_apart = |high: &[Reach], low: &[Reach]| high.iter().all(|one| low.iter().all(|other| one.is_above(*other)));
    let within = &reaches[kept.clone()];
    is_apart(&reaches[..kept.start], within) && is_apart(within, &reaches[kept.end..])
}

/// True for a country that lies beyond an amount; none where its digits, or a gap, leave it open.
fn lies(part: &Part, reach: Reach, base: Base, side: Beyond, round: Round) -> Option<bool> {
    let amount = round.value();
    let is_money = matches!(base, Base::Money(currency) if currency != Currency::USD);
    let printed = part.row.as_ref().filter(|_| part.is_compared).map(|row| &row.reading.lead);
    // The very amount, printed as it is asked for.
    if let Some(lead) = printed.filter(|lead| lead.qualifier == Qualifier::Exact)
        && lead.amount.value() == Some(amount)
    {
        return Some(matches!(side, Beyond::AtLeast | Beyond::AtMost)).filter(|_| !is_money);
    }
    let is_above = reach.low.is_some_and(|low| low >= amount);
    let is_below = reach.high.is_some_and(|high| high <= amount);
    let lies = match side {
        Beyond::More | Beyond::AtLeast => is_above,
        Beyond::Less | Beyond::AtMost => is_below,
    };
    (is_above != is_below && !is_money).then_some(lies)
}

impl Writer<'_> {
    /// Adds the line that names the part, and one for the countries that may belong to it or not.
    pub(super) fn cut_short(&mut self, shown: &Shown) {
        let words = capital(&self.cut_words(shown.cut, shown.base));
        let words = match shown.found {
            Found::Some => words,
            Found::Nobody => self.say(Msg::CutNobody { part: words.into() }),
            Found::Untold => self.say(Msg::CutUntold { part: words.into() }),
        };
        self.line(words);
        if !shown.open.is_empty() {
            let places: Vec<&str> = shown.open.iter().map(|place| self.language.pick(&place.names)).collect();
            self.line(self.say(Msg::CutOpen { places: places.join(self.language.comma()).into() }));
        }
    }
}
