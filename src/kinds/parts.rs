//! The countries of a group by their figures, the largest first.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use rust_decimal::Decimal;

use super::{cut::Shown, gap};
use crate::{
    answer::{Number, Reading, Row, Subject, Told, share_of, stock_row},
    catalogue::Known,
    fact::{AuthorityId, Base, Derivation, Indicator, Kind, Of, Period, Place, Qualifier, Series},
    language::{Column, Msg},
    question::{Ask, Query, When},
    render::{Answer, Table, Writer, is_rounded, unique, with_day},
};

/// Each country of a group; a country without a figure is a gap, and stands last.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub subject: Subject,
    pub period: Period,
    pub whole: Option<Row>,
    pub rows: Vec<Part>,
    pub next: Vec<Query>,
    /// The part of the ranking that is shown; none for all of it.
    pub cut: Option<Shown>,
}

/// One country of a group.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub place: Arc<Place>,
    pub row: Option<Row>,
    /// From 1; equal numbers share one. None for what is counted by another body, in another unit or on another day
    /// than most, and where a bound, a rounding or a gap could change it.
    pub rank: Option<usize>,
    /// Counted as most of them are.
    pub is_compared: bool,
    /// Of the figure of the group.
    pub share: Option<Reading>,
}

impl Told for Parts {
    fn readings(&self) -> Vec<&Reading> {
        let rows = self.rows.iter().filter_map(|part| part.row.as_ref()).chain(&self.whole);
        rows.flat_map(Row::readings).chain(self.rows.iter().filter_map(|part| part.share.as_ref())).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn parts(ask: &Ask, catalogue: Known<'_>) -> Arc<dyn Answer> {
    match ranked(ask, catalogue) {
        Some((parts, _)) => Arc::new(parts),
        None => Arc::new(gap::gap(ask, catalogue)),
    }
}

/// Each country of the group, and how far each may reach, in the same order; none where nothing is held.
pub(super) fn ranked(ask: &Ask, catalogue: Known<'_>) -> Option<(Parts, Vec<Reach>)> {
    let subject = Subject::of(ask, catalogue)?;
    let is_stock = subject.indicator.kind == Kind::Stock;
    let of = |subject: &Subject, when: When| match when {
        _ if is_stock => stock_row(subject, &subject.indicator, when, catalogue),
        When::In(period) => subject.row(catalogue, period),
        When::Latest | When::Years(..) => None,
    };
    let members: Vec<Subject> = subject
        .partner
        .members
        .iter()
        .filter_map(|id| Some(subject.with_partner(catalogue.place(id.as_str())?, catalogue)))
        .collect();
    let when = match ask.when {
        When::Years(_, last) => When::In(Period::Year(last)),
        When::Latest if !is_stock => {
            // The newest of the group; else that of any of its members.
            let newest = subject.newest(catalogue);
            let period = newest.or_else(|| members.iter().filter_map(|member| member.newest(catalogue)).max());
            When::In(period?)
        }
        when => when,
    };
    let whole = of(&subject, when);
    let mut rows: Vec<Part> = members
        .iter()
        .map(|member| Part {
            place: member.partner.clone(),
            row: of(member, when),
            rank: None,
            is_compared: false,
            share: None,
        })
        .collect();
    let held = rows.iter().find_map(|part| part.row.as_ref());
    let period = held.map(|row| if let When::In(period) = when { period } else { row.reading.lead.period })?;
    let reaches = rank(&mut rows, whole.as_ref(), catalogue);
    for part in &mut rows {
        let member = members.iter().find(|member| member.partner.id == part.place.id);
        part.share = member.and_then(|member| share(member, &subject, part, whole.as_ref(), period, catalogue));
    }
    let next = further(&subject, &members, &rows, (when, period), catalogue);
    Some((Parts { whole, subject, period, rows, next, cut: None }, reaches))
}

/// Each part by itself, the whole, and why a share is as it is.
fn further(
    subject: &Subject,
    members: &[Subject],
    rows: &[Part],
    (when, period): (When, Period),
    catalogue: Known<'_>,
) -> Vec<Query> {
    let held = || rows.iter().filter(|part| part.row.is_some());
    let queried = |subject: &Subject| Query::Figures(subject.when(when));
    let mut next: Vec<Query> = held()
        .filter_map(|part| members.iter().find(|member| member.partner.id == part.place.id))
        .map(queried)
        .collect();
    next.push(queried(subject));
    let shared = held().find(|part| part.share.as_ref().is_some_and(|share| is_unsaid(share, catalogue)));
    next.extend(shared.and_then(|part| {
        let lead = &part.share.as_ref()?.lead;
        let asked = Ask { indicator: lead.series.indicator.clone(), of: lead.series.of.clone(), ..subject.ask(period) };
        let share =
            catalogue.indicator(asked.indicator.as_str()).is_some_and(|indicator| indicator.kind == Kind::Share);
        share.then(|| Query::Why(Ask { partner: Some(part.place.id.clone()), ..asked }))
    }));
    next
}

/// Puts the largest first and numbers them: those that most of them, and rather the group, may be compared with, and
/// of these only whose place no bound, no rounding and no gap could change. Gives how far each may reach.
fn rank(rows: &mut [Part], whole: Option<&Row>, catalogue: Known<'_>) -> Vec<Reach> {
    let count = |row: &Row| -> Option<(AuthorityId, Base, Option<Period>)> {
        let lead = &row.reading.lead;
        let origin = catalogue.origin(lead.figures().first()?).clone();
        Some((origin, lead.amount.unit.base, lead.period.is_stock().then_some(lead.period)))
    };
    let comparable = |part: &Part| part.row.as_ref().and_then(count);
    let of_group = whole.and_then(count);
    let mut sizes = HashMap::new();
    rows.iter().filter_map(comparable).for_each(|key| *sizes.entry(key).or_insert(0) += 1);
    let preferred = |key: &_, size: &i32| (*size, Some(key) == of_group.as_ref(), Reverse(key.clone()));
    let most = sizes.into_iter().max_by_key(|(key, size)| preferred(key, size)).map(|(key, _)| key);
    let is_compared = |part: &Part| comparable(part).is_some_and(|key| Some(key) == most);
    let value = |part: &Part| -> Option<Decimal> { part.row.as_ref()?.reading.lead.amount.base_digits().parse().ok() };
    rows.sort_by_cached_key(|part| (!is_compared(part), part.row.is_none(), Reverse(value(part))));
    let compared = rows.iter().filter(|part| is_compared(part)).count();
    let mut reaches: Vec<Reach> = rows[..compared].iter().map(Reach::of).collect();
    let whole = whole.filter(|whole| count(whole) == most);
    reaches.extend(rows[compared..].iter().map(|_| Reach::rest(&rows[..compared], whole)));
    for (at, part) in rows[..compared].iter_mut().enumerate() {
        (part.rank, part.is_compared) = (place(&reaches, at), true);
    }
    reaches
}

/// What a number may be; none for an end that is open.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Reach {
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
}

impl Reach {
    fn of(part: &Part) -> Self {
        let lead = part.row.as_ref().map(|row| &row.reading.lead);
        let span = lead.and_then(Number::span);
        let is = |bounds: [Qualifier; 2]| lead.is_some_and(|lead| bounds.contains(&lead.qualifier));
        Self {
            low: span.map(|span| span.low).filter(|_| !is([Qualifier::LessThan, Qualifier::AtMost])),
            high: span.map(|span| span.high).filter(|_| !is([Qualifier::MoreThan, Qualifier::AtLeast])),
        }
    }

    /// Of what is not known or not comparable: at most what the others leave of the whole.
    fn rest(known: &[Part], whole: Option<&Row>) -> Self {
        let measured = whole.filter(|whole| whole.indicator.kind == Kind::Flow && !whole.indicator.signed);
        let high = || {
            let whole = measured?.reading.lead.clone();
            let is_open = matches!(whole.qualifier, Qualifier::MoreThan | Qualifier::AtLeast);
            let all = whole.span().filter(|_| !is_open)?.high;
            known.iter().try_fold(all, |left, part| left.checked_sub(Self::of(part).low?))
        };
        Self { low: None, high: high() }
    }

    /// Two that only touch were printed as different numbers.
    pub(super) fn is_above(self, other: Self) -> bool {
        self != other && self.low.zip(other.high).is_some_and(|(low, high)| low >= high)
    }
}

/// The rank of one of several, from 1, equal numbers sharing one; none where any of the others may be more or less.
fn place(reaches: &[Reach], at: usize) -> Option<usize> {
    let own = reaches[at];
    let others = || reaches.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| *other);
    let is_equal = |other: Reach| other == own && own.low.is_some() && own.high.is_some();
    let is_certain = others().all(|other| other.is_above(own) || own.is_above(other) || is_equal(other));
    is_certain.then(|| 1 + others().filter(|other| other.is_above(own)).count())
}

/// What part of the group's figure a country's is, by the count that both are of: as calculated from the two, else as
/// that body states it.
fn share(
    member: &Subject,
    group: &Subject,
    part: &Part,
    whole: Option<&Row>,
    period: Period,
    catalogue: Known<'_>,
) -> Option<Reading> {
    let measures = |measure: &&Arc<Indicator>| {
        measure.kind == Kind::Share && measure.derivation == Some(Derivation::Share(group.indicator.id.clone()))
    };
    let (part, whole) = (&part.row.as_ref()?.reading.lead, &whole?.reading.lead);
    let is_counted = matches!(group.indicator.kind, Kind::Flow | Kind::Stock) && !group.indicator.signed;
    let calculated = || is_counted.then(|| share_of(part, whole, catalogue)).flatten();
    let Some(share) = catalogue.indicators().find(measures) else { return calculated().map(Reading::alone) };
    let of = Some(Of::Place(group.partner.id.clone()));
    let series = Series { indicator: share.id.clone(), of, ..member.series() };
    if let Some(number) = calculated() {
        return Some(Reading::alone(Number { series: Arc::new(series), ..number }));
    }
    let count = catalogue.origin(part.figures().first().copied()?);
    let printed = catalogue.figures_in(&series, period).filter(|figure| figure.since.is_none());
    Reading::of(printed.filter(|figure| catalogue.origin(figure) == count), catalogue)
}

/// True if nobody states a share that is calculated here, so that its own page calculates it too.
fn is_unsaid(share: &Reading, catalogue: Known<'_>) -> bool {
    let lead = &share.lead;
    lead.is_calculated() && catalogue.figures_in(&lead.series, lead.period).next().is_none()
}

impl Answer for Parts {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.parts(self);
    }
}

impl<'c> Writer<'c> {
    fn parts(&mut self, parts: &'c Parts) {
        let all = || parts.rows.iter().filter_map(|part| part.row.as_ref()).chain(&parts.whole);
        let own_days = all().any(|row| row.reading.lead.period.is_stock() && row.reading.lead.period != parts.period);
        let when = if own_days { self.when(When::Latest) } else { self.period(parts.period) };
        self.title(self.heading(&parts.subject, when));
        if let Some(shown) = &parts.cut {
            self.cut_short(shown);
        }
        let held: Vec<(String, &'c Row)> = parts
            .rows
            .iter()
            .filter_map(|part| Some((self.place(&part.place).to_owned(), part.row.as_ref()?)))
            .chain(parts.whole.iter().map(|whole| (self.say(Msg::Total), whole)))
            .collect();
        self.counted_by_each(held.iter().map(|(name, row)| (name.clone(), *row)));
        if !self.is_card {
            self.space();
        }
        let with_changes = self.ranking(parts, true);
        let table = if with_changes.fits_without_sources() { with_changes } else { self.ranking(parts, false) };
        self.tabled(table);
        self.rounded_parts(parts);
        let unranked = |is_compared: bool| {
            let rows = parts.rows.iter().filter(|part| part.row.is_some() && part.rank.is_none());
            let places = rows.filter(|part| part.is_compared == is_compared).map(|part| self.place(&part.place));
            Some(places.collect::<Vec<_>>().join(self.language.comma())).filter(|places| !places.is_empty())
        };
        let otherwise = unranked(false).map(|places| self.say(Msg::NotRanked { places: places.into() }));
        let open = unranked(true).map(|places| self.say(Msg::RankOpen { places: places.into() }));
        for words in otherwise.into_iter().chain(open) {
            self.line(words);
        }
        let missing: Vec<&str> =
            parts.rows.iter().filter(|part| part.row.is_none()).map(|part| self.place(&part.place)).collect();
        if !missing.is_empty() {
            self.line(format!(
                "– {}: {}. {}",
                self.say(Msg::NoData),
                missing.join(self.language.comma()),
                self.say(Msg::PartsNote)
            ));
        }
        self.statuses(held.iter().map(|(name, row)| (name.clone(), *row)));
        for (name, row) in &held {
            if row.reading.lead.is_calculated() {
                self.formula_of(name.clone(), &row.reading.lead);
            }
        }
        if parts.rows.iter().any(|part| part.share.as_ref().is_some_and(|share| share.lead.is_calculated())) {
            let whole = self.place(&parts.subject.partner).into();
            self.line(format!("* {}", self.say(Msg::ShareFormula { whole })));
        }
        self.notes_on(held.into_iter());
    }

    /// Rank, place, number and share; and the change, where there is room.
    fn ranking(&mut self, parts: &'c Parts, with_changes: bool) -> Table {
        let all = || parts.rows.iter().filter_map(|part| part.row.as_ref()).chain(&parts.whole);
        let column = self.ranked_column(parts);
        let shares = self.column_of(shown_shares(parts));
        let changes = self.changes_column(all());
        let has_shares = shown_shares(parts).next().is_some();
        let has_changes = with_changes && all().any(|row| row.change.is_some());
        let base = parts.period.year_before();
        let mut head = vec![column.and_then(Column::head).unwrap_or_default(), String::new()];
        // One star over the column where all of it is calculated.
        let all_calculated = shown_shares(parts).all(|share| share.lead.is_calculated());
        let star = if all_calculated { "*" } else { "" };
        head.extend(has_shares.then(|| self.say(Msg::ColumnShare) + star));
        let on = base.map(|base| self.say(Msg::ColumnChange { base: base.to_string().into() }));
        head.extend(has_changes.then(|| on.unwrap_or_default()));
        head.push(self.say(Msg::ColumnSources));
        let mut rows = Vec::new();
        let mut line = |writer: &mut Self, name: String, row: Option<&'c Row>, part: Option<&'c Part>| {
            let value = row.map_or_else(|| "–".to_owned(), |row| writer.cell(&row.reading, column));
            let shown = part.and_then(|part| part.share.as_ref());
            let share = shown.map(|share| writer.cell(share, shares));
            let share = share.map(|share| if all_calculated { share.trim_end_matches('*').to_owned() } else { share });
            let change = row.and_then(|row| row.change.as_ref()).map(|change| writer.cell_change(change, changes));
            let mut cells =
                vec![row.map_or_else(|| name.clone(), |row| with_day(&name, row, writer.language.comma())), value];
            cells.extend(has_shares.then(|| share.unwrap_or_default()));
            cells.extend(has_changes.then(|| change.unwrap_or_default()));
            let marked = |row| if has_changes { writer.row_marks(row) } else { writer.lead_marks(&row.reading) };
            let mut marks = row.map(marked).unwrap_or_default();
            // The inputs of a calculated share stand in the column before it.
            marks.extend(
                shown
                    .filter(|share| !share.lead.is_calculated())
                    .map(|share| writer.lead_marks(share))
                    .unwrap_or_default(),
            );
            rows.push((cells, unique(marks)));
        };
        for part in &parts.rows {
            let rank = part.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string());
            line(self, format!("{rank} {}", self.place(&part.place)), part.row.as_ref(), Some(part));
        }
        if let Some(whole) = &parts.whole {
            line(self, self.say(Msg::Total), Some(whole), None);
        }
        self.aligned(Table { head, rows })
    }

    /// The column of the numbers, in which two of different ranks look different.
    fn ranked_column(&self, parts: &Parts) -> Option<Column> {
        let all = parts.rows.iter().filter_map(|part| part.row.as_ref()).chain(&parts.whole);
        let mut column = self.column(all)?;
        let ranked = parts.rows.iter().filter(|part| part.rank.is_some()).filter_map(|part| part.row.as_ref());
        let ranked: Vec<&Number> = ranked.map(|row| &row.reading.lead).collect();
        for pair in ranked.windows(2) {
            column = column.apart((pair[0].qualifier, pair[0].amount), (pair[1].qualifier, pair[1].amount));
        }
        Some(column)
    }

    /// Says so where the countries, as they are shown, do not add up to the group in the last digit.
    fn rounded_parts(&mut self, parts: &Parts) {
        let rows: Option<Vec<&Row>> = parts.rows.iter().map(|part| part.row.as_ref()).collect();
        let (Some(rows), Some(whole), Some(column)) = (rows, &parts.whole, self.ranked_column(parts)) else { return };
        let members: Vec<(bool, &Number)> = rows.iter().map(|row| (false, &row.reading.lead)).collect();
        if is_rounded(column, &whole.reading.lead, &members) {
            self.line(self.say(Msg::Rounded));
        }
    }
}

fn shown_shares(parts: &Parts) -> impl Iterator<Item = &Reading> {
    parts.rows.iter().filter_map(|part| part.share.as_ref())
}
