//! A number with the words around it → what it is said of: place, period, indicator, whose count.
//!
//! The words near the number are put together as a question and read as one, by [`question::parse`]: so a text is read
//! as its author would ask. What they do not say comes from the clauses and sentences before. It knows what is certain,
//! and not what is held.

use std::ops::Range;

use jiff::civil::Date;

use super::{
    Reason,
    clauses::Around,
    find::{Counted, Stated},
    near::{Context, Near, Words, is_dated, is_kept, is_leading, is_open, leads_to_time, limits, means},
    tokens::Tokens,
};
use crate::{
    catalogue::Catalogue,
    fact::{AsOf, Base, Derivation, IndicatorId, Kind, Of, Period, PlaceId, Year},
    language::{Role, StatedWord},
    question::{self, Ask, Heard, Part, Query, Says, When, scan},
};

/// The question that a number answers, and how sure that is.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub ask: Ask,
    /// The base that a change is held against, where it is named.
    pub since: Option<Period>,
    pub way: Option<Way>,
    /// The words have one reading.
    pub is_certain: bool,
    /// The text names both countries that it is of.
    pub is_paired: bool,
    /// The text names whose count it is.
    pub is_count_named: bool,
}

/// The way that something changed, or the side on which a balance is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Way {
    Up,
    Down,
}

/// Reads the numbers of one text, in their order.
pub(super) struct Reader<'a> {
    pub tokens: &'a Tokens<'a>,
    pub today: Date,
    pub catalogue: &'a Catalogue,
    pub context: Context,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tokens: &'a Tokens<'a>, today: Date, catalogue: &'a Catalogue) -> Self {
        Self { tokens, today, catalogue, context: Context::default() }
    }

    /// What a number is said of.
    pub(super) fn read(&mut self, number: &Stated, around: &Around) -> Result<Read, Reason> {
        if !around.is_continued {
            self.context.since = None;
        }
        let before: Vec<Vec<Part>> = around.before.iter().map(|clause| self.scan(clause.clone())).collect();
        let behind = self.scan(around.behind.clone());
        let first = self.first_near(&before);
        for clause in &before[..first] {
            self.note(clause);
        }
        let mut near = Near::default();
        // Goods that were named are not left behind silently.
        let names_goods = |part: &Part| matches!(part.says, Says::Goods | Says::Lacked);
        near.is_open = before[..first].iter().flatten().any(names_goods);
        // Words that are also those behind the number before have told their time there.
        let is_told = around.is_shared && around.is_continued;
        for clause in &before[first..] {
            self.add(&mut near, clause, is_told);
        }
        near.way = self.way(around, first);
        // "25% of the trade"
        let is_rate = number.unit == Counted::Base(Base::Percent);
        near.is_share |= is_rate && behind.first().is_some_and(|part| part.says == Says::Role(Role::Of));
        let told = near.when.take();
        self.add(&mut near, &behind, false);
        near.when = near.when.or(told);
        near.is_open |= self.is_listed(&behind, around);
        self.keep_fitting(&mut near, number);
        self.complete(&mut near);
        let read = self.put_together(number, &near, around);
        for clause in before[first..].iter().chain([&behind]) {
            self.note(clause);
        }
        if let Ok(read) = &read {
            self.context.keep(read, self.catalogue);
        }
        read
    }

    /// What the words behind a number count, and how many of them say so; none where no indicator is counted so.
    pub(super) fn things(&self, words: Range<usize>) -> Option<(Base, usize)> {
        (words.start + 1..=words.end).rev().find_map(|end| {
            let parts = scan(self.tokens.written(words.start..end), self.today, self.catalogue)?;
            let (last, rest) = parts.split_last()?;
            let Says::Indicator(id) = &last.says else { return None };
            let unit = self.catalogue.indicator(id.as_str())?.units.first().copied()?;
            let is_small = |part: &Part| matches!(part.says, Says::Place(_) | Says::Role(_));
            (unit == Base::Count && rest.iter().all(is_small)).then_some((unit, end))
        })
    }

    /// Which way a question says that something went.
    pub(super) fn way_asked(&self, around: &Around) -> Option<Way> {
        self.way(around, 0)
    }

    pub(super) fn scan(&self, pieces: Range<usize>) -> Vec<Part> {
        /// Pieces that are read at once.
        const MOST: usize = 100;
        let mut parts = Vec::new();
        let mut start = pieces.start;
        while start < pieces.end {
            let end = pieces.end.min(start + MOST);
            parts.extend(scan(self.tokens.written(start..end), self.today, self.catalogue).unwrap_or_default());
            start = end;
        }
        parts
    }

    /// The first of the clauses before a number that belong to it: back to one that names an indicator or a place.
    fn first_near(&self, before: &[Vec<Part>]) -> usize {
        let named = |part: &Part| match &part.says {
            Says::Place(place) => place != self.catalogue.default_reporter(),
            Says::Indicator(id) => self.kind(id) != Some(Kind::Growth),
            Says::Lacked | Says::Goods => true,
            _ => means(&part.written).contains(&StatedWord::Group),
        };
        let mut first = before.len() - 1;
        while first > 0 && !before[first].iter().any(named) {
            first -= 1;
        }
        if !before[first].iter().any(named) {
            return before.len() - 1;
        }
        // By whose count it is may stand in a clause of its own.
        let counts = |clause: &Vec<Part>| {
            clause.iter().any(|part| matches!(part.says, Says::Role(Role::According | Role::Count)))
                && clause.iter().any(|part| matches!(part.says, Says::Place(_)))
        };
        let is_place = |part: Option<&Part>| part.is_some_and(|part| matches!(part.says, Says::Place(_)));
        while first > 0
            && (counts(&before[first - 1]) || is_place(before[first].first()) && is_place(before[first - 1].last()))
        {
            first -= 1;
        }
        first
    }

    /// Of several indicators near a number leaves those that are counted in its unit: companies signed contracts for
    /// dollars.
    fn keep_fitting(&self, near: &mut Near, number: &Stated) {
        let Counted::Base(base) = number.unit else { return };
        let fits = |part: &Part| match &part.says {
            Says::Indicator(id) => {
                let units = self.catalogue.indicator(id.as_str()).map(|indicator| &indicator.units);
                Some(units.is_some_and(|units| {
                    units.contains(&base) || base.is_money() && units.iter().any(|one| one.is_money())
                }))
            }
            _ => None,
        };
        if near.parts.iter().any(|part| fits(part) == Some(true)) {
            near.parts.retain(|part| fits(part) != Some(false));
        }
    }

    /// Completes a name of which the half stands in a clause before: contracts were signed, "with a turnover of".
    fn complete(&self, near: &mut Near) {
        let Some(stock) = &self.context.stock else { return };
        for part in &mut near.parts {
            if !matches!(part.says, Says::Indicator(_)) {
                continue;
            }
            let last = stock.rsplit(' ').next().unwrap_or(stock);
            let joined = [stock.as_str(), last].into_iter().find_map(|stock| {
                let both = scan(&format!("{} of {stock}", part.written), self.today, self.catalogue)?;
                let mut named = both.into_iter().filter_map(|part| match part.says {
                    Says::Indicator(id) => Some(id),
                    _ => None,
                });
                let id = named.next().filter(|id| self.kind(id) == Some(Kind::Stock))?;
                named.next().is_none().then_some(id)
            });
            if let Some(id) = joined {
                (part.written, part.says) = (id.to_string(), Says::Indicator(id));
            }
        }
    }

    pub(super) fn kind(&self, id: &IndicatorId) -> Option<Kind> {
        Some(self.catalogue.indicator(id.as_str())?.kind)
    }

    /// Adds a clause to what is near.
    fn add(&self, near: &mut Near, clause: &[Part], is_told: bool) {
        let ours = self.catalogue.default_reporter();
        let is_ours = |part: &Part| matches!(&part.says, Says::Place(place) if place == ours);
        let mut against = false;
        for (at, part) in clause.iter().enumerate() {
            let meant = means(&part.written);
            near.is_share |= meant.contains(&StatedWord::Share);
            near.is_limited |= meant.contains(&StatedWord::Limit);
            near.is_pair |= meant.contains(&StatedWord::Pair);
            match &part.says {
                Says::When(When::Years(first, last)) if self.is_open_ended(*last) => near.opened = Some(*first),
                Says::When(When::Years(first, last)) => {
                    (near.since, near.when) = (Some(Period::Year(*first)), Some(When::In(Period::Year(*last))));
                }
                // "Last year" is that before the text was written, and nobody says when that was.
                Says::When(_) if !is_dated(part) => near.is_undated |= !against,
                Says::When(When::In(period)) if against => near.since = Some(*period),
                Says::When(when) if !is_told => near.when = Some(*when),
                Says::When(_) => {}
                _ if meant.contains(&StatedWord::Against) && leads_to_time(&clause[at + 1..]) => {
                    against = true;
                    continue;
                }
                Says::Place(place) if place == ours => near.parts.push(part.clone()),
                Says::Lacked => near.lacks = true,
                Says::Indicator(id) if self.kind(id) == Some(Kind::Growth) => {}
                Says::Indicator(id) => {
                    near.is_share |= self.kind(id) == Some(Kind::Share);
                    near.parts.push(part.clone());
                }
                Says::Arrow => near.parts.push(part.clone()),
                Says::Place(_) | Says::Goods => {
                    near.place_behind_share |= near.is_share;
                    near.parts.push(part.clone());
                }
                Says::Role(role) if is_leading(role) && leads_to_time(&clause[at + 1..]) => {}
                // Goods are said to come from the place before them only where that is whose goods they are.
                Says::Role(Role::Goods) if !at.checked_sub(1).is_some_and(|at| is_ours(&clause[at])) => {}
                Says::Role(role) if is_kept(role) => {
                    near.names_count |= matches!(role, Role::According | Role::Count);
                    near.parts.push(part.clone());
                }
                Says::Unknown if meant.contains(&StatedWord::Group) => {
                    let says = Says::Place(self.catalogue.default_partner().clone());
                    let written = self.catalogue.default_partner().to_string();
                    near.place_behind_share |= near.is_share;
                    near.parts.push(Part { says, written, ..part.clone() });
                }
                Says::Role(role) => near.is_limited |= limits(role),
                // A number that nothing explains may belong to the time.
                Says::Number => near.is_open = true,
                Says::Unknown => near.is_open |= is_open(clause, at, &meant),
            }
            if matches!(part.says, Says::When(_)) {
                against = false;
            }
        }
    }

    /// True for the end of years that began once and last.
    pub(super) fn is_open_ended(&self, last: Year) -> bool {
        i32::from(last.number()) == i32::from(self.today.year())
    }

    /// Which way the words near a number say that something went: those before it, then those behind it.
    fn way(&self, around: &Around, first: usize) -> Option<Way> {
        let wanted = |word| match word {
            StatedWord::Up | StatedWord::Surplus => Some(Way::Up),
            StatedWord::Down | StatedWord::Deficit => Some(Way::Down),
            _ => None,
        };
        // Of words within longer ones nothing is taken: 增减 is no 减.
        let last = |run: Range<usize>| {
            let (mut at, mut found) = (run.start, None);
            while at < run.end {
                let way = self.tokens.meant_as(at, wanted);
                at = self.tokens.meant_as(at, Some).map_or(at + 1, |(_, next)| next);
                found = way.or(found);
            }
            found
        };
        // "20% more than": what bounds a number before it says behind it which way.
        let behind = || around.behind.clone().find_map(|at| self.tokens.may_mean(at, wanted));
        let start = around.before.get(first).map_or(0, |clause| clause.start);
        let clause = around.before.last()?;
        last(clause.clone()).or_else(behind).or_else(|| last(start..clause.end)).map(|(way, _)| way)
    }

    /// The question that the words near a number and those before make.
    fn put_together(&self, number: &Stated, near: &Near, around: &Around) -> Result<Read, Reason> {
        if number.unit == Counted::Points {
            return Err(Reason::Points);
        }
        if near.lacks {
            return Err(Reason::Place);
        }
        if number.unit == Counted::Bare && self.counts_things(around) {
            return Err(Reason::Unit);
        }
        if self.is_change(number, near, around) {
            return Err(Reason::Change);
        }
        if let Some(read) = self.of_things(number, near) {
            return read;
        }
        let is_rate = number.unit == Counted::Base(Base::Percent);
        let is_times = matches!(number.unit, Counted::Word | Counted::Base(Base::Times));
        let is_growth = is_times || is_rate && near.way.is_some() && !near.is_share;
        let named = near.parts.iter().any(|part| matches!(part.says, Says::Indicator(_)));
        let is_share = is_rate && !is_growth && (near.is_share || !named && self.context.share.is_some());
        if is_rate && !is_growth && !is_share {
            return Err(Reason::Indicator);
        }
        let of_growth = self.context.when.filter(|_| is_growth);
        let opened = near.opened.or(self.context.since);
        let year = |year: Year| When::In(Period::Year(year));
        let since = opened.map(year).filter(|_| {
            !is_growth
                && !around.is_later
                && (near.opened.is_some() || around.is_earlier || near.when.is_none() && self.is_since_only(around))
        });
        let when = near.when.or(of_growth).or(since).or(self.context.when);
        if around.is_earlier && near.when.is_none() && since.is_none() {
            return Err(Reason::Period);
        }
        // A day is that of the text, and no time over which anything is counted.
        let is_day = matches!(when, Some(When::In(Period::AsOf(AsOf::Day(_)))));
        let when = when.filter(|_| !is_day || self.is_of_stock(near));
        if is_share && !near.is_share {
            let share = self.context.share.clone().ok_or(Reason::Indicator)?;
            let ask = Ask { when: when.unwrap_or(share.when), ..share };
            return Ok(self.done(ask, near, is_growth));
        }
        if is_share {
            if let Some(ask) = self.share_of_group(near, when) {
                return Ok(self.done(ask, near, is_growth));
            }
            let others = near.parts.iter().filter(|part| self.is_other(part)).count();
            let is_group = |part: &Part| matches!(&part.says, Says::Place(place) if self.is_group(place));
            if near.place_behind_share
                && others < 2
                && near.parts.iter().any(is_group)
                && !near.parts.iter().any(|part| part.says == Says::Role(Role::Abroad))
            {
                return Err(Reason::Unclear);
            }
        }
        let words = self.words(near, is_growth, is_share, when)?;
        let heard = question::parse(&words, self.today, None, self.catalogue);
        let Ok(Heard::Query { query: Query::Figures(ask), supposed, .. }) = heard else { return Err(Reason::Unclear) };
        if !supposed.is_empty() {
            return Err(Reason::Unclear);
        }
        Ok(self.done(ask, near, is_growth))
    }

    /// A number of things that its own words name, or that words behind it name more closely; none for other numbers.
    fn of_things(&self, number: &Stated, near: &Near) -> Option<Result<Read, Reason>> {
        let base = match number.unit {
            Counted::Base(base @ (Base::Count | Base::Years | Base::Months)) => base,
            _ => return None,
        };
        let counts = |id: &IndicatorId| {
            self.catalogue.indicator(id.as_str()).is_some_and(|indicator| indicator.units.contains(&base))
        };
        let indicator = |part: Part| match part.says {
            Says::Indicator(id) if counts(&id) => Some(id),
            _ => None,
        };
        let own = self.scan(number.at.clone()).into_iter().filter_map(indicator).next_back();
        let named = near.parts.iter().cloned().filter_map(indicator).next_back().or(own);
        let mut alone = self.catalogue.indicators().filter(|one| base == Base::Years && one.units.contains(&base));
        let Some(id) = named.or_else(|| alone.next().map(|one| one.id.clone())) else {
            return Some(Err(Reason::Indicator));
        };
        let partner = near.parts.iter().find_map(|part| match &part.says {
            Says::Place(place) if self.is_other(part) => Some(place.clone()),
            _ => None,
        });
        let partner = partner.or_else(|| self.context.place.clone());
        let when = near.when.or(self.context.when).unwrap_or(When::Latest);
        let ask = Ask { indicator: id, goods: None, of: None, reporter: None, partner, when };
        Some(Ok(self.done(ask, near, false)))
    }

    /// True where a number without a unit has a word behind it that nobody knows: 38 million people.
    fn counts_things(&self, around: &Around) -> bool {
        let behind = self.scan(around.behind.clone());
        behind.first().is_some_and(|part| part.says == Says::Unknown && means(&part.written).is_empty())
    }

    /// The share of a country in its group, where the group stands behind the word for a share: "about 25% of the trade
    /// with Central Asia".
    fn share_of_group(&self, near: &Near, when: Option<When>) -> Option<Ask> {
        let is_abroad = near.parts.iter().any(|part| part.says == Says::Role(Role::Abroad));
        let mut others = near.parts.iter().filter_map(|part| match &part.says {
            Says::Place(place) if self.is_other(part) => Some(place),
            _ => None,
        });
        let (part, whole) = match (others.next(), others.next(), others.next()) {
            (Some(group), None, None) if self.is_group(group) => (self.context.place.clone()?, group),
            (Some(one), Some(group), None) if self.is_group(group) => (one.clone(), group),
            _ => return None,
        };
        let is_member = self.catalogue.place(whole.as_str())?.members.contains(&part);
        let follows = near.place_behind_share;
        (is_member && follows && !is_abroad).then(|| Ask {
            indicator: self.share().cloned().unwrap_or_else(|| "share".into()),
            goods: None,
            of: Some(Of::Place(whole.clone())),
            reporter: None,
            partner: Some(part),
            when: when.unwrap_or(When::Latest),
        })
    }

    /// True for the first number of a sentence that says since when something was so.
    fn is_since_only(&self, around: &Around) -> bool {
        !around.is_continued && self.context.since.is_some()
    }

    /// True where the indicator near a number, or else the last one, is counted at a day.
    fn is_of_stock(&self, near: &Near) -> bool {
        let named = near.parts.iter().find_map(|part| match &part.says {
            Says::Indicator(id) => Some(id),
            _ => None,
        });
        named.or(self.context.indicator.as_ref()).and_then(|id| self.kind(id)) == Some(Kind::Stock)
    }

    pub(super) fn is_group(&self, place: &PlaceId) -> bool {
        self.catalogue.place(place.as_str()).is_some_and(|place| place.is_group())
    }

    pub(super) fn is_stock(&self, ask: &Ask) -> bool {
        self.kind(&ask.indicator) == Some(Kind::Stock)
    }

    pub(super) fn is_signed(&self, ask: &Ask) -> bool {
        self.catalogue.indicator(ask.indicator.as_str()).is_some_and(|indicator| indicator.signed)
    }

    pub(super) fn is_other(&self, part: &Part) -> bool {
        matches!(&part.says, Says::Place(place) if place != self.catalogue.default_reporter())
    }

    /// True for an amount by which something changed, which is no level.
    fn is_change(&self, number: &Stated, near: &Near, around: &Around) -> bool {
        let is_level =
            matches!(number.unit, Counted::Bare) || matches!(number.unit, Counted::Base(base) if base.is_scaled());
        let Some(clause) = around.before.last().filter(|_| is_level && near.way.is_some()) else { return false };
        let run = clause.start..number.at.start;
        let is = |at: usize, word: StatedWord| {
            self.tokens.meant_as(at, |meant| (meant == word).then_some(())).is_some_and(|(_, next)| next == run.end)
        };
        run.clone().any(|at| [StatedWord::Up, StatedWord::Down, StatedWord::By].into_iter().any(|word| is(at, word)))
    }

    /// The words of a question: those near the number, and what they lack.
    fn words(&self, near: &Near, is_growth: bool, is_share: bool, when: Option<When>) -> Result<String, Reason> {
        let mut words = Words::default();
        if is_growth {
            words.add(self.catalogue.growth().ok_or(Reason::Indicator)?.as_str());
        }
        let named = near.parts.iter().any(|part| matches!(part.says, Says::Indicator(_)));
        let has_share = near
            .parts
            .iter()
            .any(|part| matches!(&part.says, Says::Indicator(id) if self.kind(id) == Some(Kind::Share)));
        let is_pair = near.parts.iter().any(|part| matches!(part.says, Says::Place(_)));
        if is_share && !has_share {
            words.add(self.share().ok_or(Reason::Indicator)?.as_str());
        }
        match &self.context.indicator {
            _ if named || is_share => {}
            Some(indicator) if is_pair || !near.is_open => words.add(indicator.as_str()),
            _ => return Err(Reason::Indicator),
        }
        let places = near.parts.iter().filter(|part| matches!(part.says, Says::Place(_))).count();
        let mut place = self.context.place.clone().filter(|_| !near.parts.iter().any(|part| self.is_other(part)));
        for (at, part) in near.parts.iter().enumerate() {
            let Says::Role(role) = &part.says else {
                words.part(part);
                continue;
            };
            let is_way = matches!(role, Role::From | Role::To | Role::Toward | Role::With);
            let is_name = |next: &Part| match &next.says {
                Says::Role(role) => !is_leading(role) && *role != Role::And,
                Says::Indicator(_) => !is_way,
                _ => true,
            };
            let is_pair = *role != Role::Between || places > 1;
            let follows = is_pair && near.parts.get(at + 1).is_some_and(is_name);
            let is_way = is_way && named;
            match place.take_if(|_| is_way && !follows) {
                // "Exports to it"
                Some(place) => {
                    words.part(part);
                    words.add(place.as_str());
                }
                None if follows || is_pair && !(is_leading(role) || *role == Role::And) => words.part(part),
                None => {}
            }
        }
        if let Some(place) = place {
            words.add(place.as_str());
        }
        if let Some(When::In(period)) = when {
            words.add(&period.to_string());
        }
        Ok(words.0)
    }

    /// The plain share, that of trade.
    fn share(&self) -> Option<&IndicatorId> {
        let is_of_trade = |id: &IndicatorId| {
            self.catalogue.indicator(id.as_str()).is_some_and(|indicator| indicator.direction.is_none())
        };
        let mut shares = self.catalogue.indicators();
        shares.find_map(|one| match &one.derivation {
            Some(Derivation::Share(of)) if is_of_trade(of) => Some(&one.id),
            _ => None,
        })
    }
}
