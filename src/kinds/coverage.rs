//! Which years are held, by whose count.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    country::own_series,
    gap::{Gap, Missing},
};
use crate::{
    answer::{Covered, Relation, Told, both_ways, counterparts, runs, years},
    catalogue::Known,
    fact::{Direction, Figure, Indicator, IndicatorId, Kind, Period, Place, PlaceId, Status, Year},
    language::Msg,
    question::{Query, When},
    render::{Answer, Block, Table, Text, Writer, capital, span},
};

/// Other things that a page of a place lists.
const LISTED: usize = 12;

/// As many members of a group: each has up to three lines.
const MEMBERS: usize = 8;

/// The counts in the order of their letters.
const COUNTS: [Option<Relation>; 3] = [None, Some(Relation::Mirror), Some(Relation::ThirdParty)];

/// The years of trade, and of the two ways that it is the sum of, with one place or with each of a group.
#[derive(Clone, Debug)]
pub(super) struct Coverage {
    /// The group first.
    places: Vec<Arc<Place>>,
    /// The columns of the table.
    flows: Vec<Arc<Indicator>>,
    /// Of each place each flow by each count.
    covered: Vec<Covered>,
    /// What else is held of the one place, by weight.
    others: Vec<Held>,
    /// Members or other things that were left out because they are too many.
    left: usize,
    next: Vec<Query>,
}

/// A thing that is held beside trade: its newest time by each count.
#[derive(Clone, Debug)]
struct Held {
    indicator: Arc<Indicator>,
    newest: Vec<(Option<Relation>, Period)>,
}

/// Years that follow each other and are held by the same counts, of each flow.
struct Stretch {
    first: Year,
    last: Year,
    held: Vec<[bool; COUNTS.len()]>,
}

impl Told for Coverage {
    fn coverage(&self) -> &[Covered] {
        &self.covered
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn coverage(place: Option<&PlaceId>, known: Known<'_>) -> Arc<dyn Answer> {
    let group = known.default_partner();
    // The reporter's own page is its trade with the group.
    let one = place.map(|place| if place == known.default_reporter() { group } else { place });
    let missing = |id: &PlaceId| Arc::new(Gap::new(Missing::Place(id.clone()), vec![Query::Coverage(None)]));
    let Some(first) = known.place(one.unwrap_or(group).as_str()) else { return missing(one.unwrap_or(group)) };
    let members = || first.members.iter().filter(|_| one.is_none()).filter_map(|id| known.place(id.as_str()));
    let places: Vec<_> = [first].into_iter().chain(members().take(MEMBERS)).cloned().collect();
    let flows: Vec<_> = both_ways(known).into_iter().cloned().collect();
    let each = || places.iter().flat_map(|place| flows.iter().map(move |flow| (place, flow)));
    let covered: Vec<Covered> = each().flat_map(|(place, flow)| of_flow(place, flow, known)).collect();
    let mut others = one.map(|place| beside_trade(place, &flows, known)).unwrap_or_default();
    if others.is_empty() && covered.iter().all(|one| one.years.is_empty()) {
        return missing(&first.id);
    }
    let left = others.len().saturating_sub(LISTED) + members().count().saturating_sub(MEMBERS);
    others.truncate(LISTED);
    let next = match one {
        None => places.iter().map(|place| Query::Coverage(Some(place.id.clone()))).collect(),
        Some(place) => {
            let goods = Query::Goods(Some(place.clone()));
            vec![Query::Country(place.clone(), When::Latest), goods, Query::Coverage(None)]
        }
    };
    Arc::new(Coverage { places, flows, covered, others, left, next })
}

/// The years of one flow with a place, by each count: those of which a question for the flow has an answer.
fn of_flow(place: &Place, flow: &Indicator, known: Known<'_>) -> [Covered; COUNTS.len()] {
    let own = own_series(flow, &place.id, known);
    let counts: Vec<_> = [(None, own.clone())]
        .into_iter()
        .chain(counterparts(&own, known).into_iter().map(|(relation, series)| (Some(relation), series)))
        .collect();
    COUNTS.map(|count| {
        let series = counts.iter().filter(|(relation, _)| *relation == count).map(|(_, series)| series);
        let years: BTreeSet<Year> = series.flat_map(|series| years(series, known)).collect();
        Covered {
            place: place.id.clone(),
            indicator: flow.id.clone(),
            relation: count,
            years: years.into_iter().collect(),
        }
    })
}

/// What is counted of a place beside these flows: no growth, which goes with what grew.
fn beside_trade(place: &PlaceId, flows: &[Arc<Indicator>], known: Known<'_>) -> Vec<Held> {
    let ours = known.default_reporter();
    let counts = [(None, Some(ours), place), (Some(Relation::Mirror), Some(place), ours)];
    let counts = counts.into_iter().chain([(Some(Relation::ThirdParty), None, place)]);
    let mut others: Vec<(usize, Held)> = Vec::new();
    for (relation, reporter, partner) in counts {
        for series in known.series_between(reporter, partner) {
            let Some(rank) = known.rank(&series.indicator) else { continue };
            let Some(indicator) = known.indicator(series.indicator.as_str()) else { continue };
            if series.goods.is_some() || indicator.kind == Kind::Growth || is_flow(&series.indicator, flows) {
                continue;
            }
            let Some(period) = known.figures(series).rfind(|figure| is_counted(figure, known)) else { continue };
            let at = others.iter().position(|(of, _)| *of == rank).unwrap_or_else(|| {
                others.push((rank, Held { indicator: indicator.clone(), newest: Vec::new() }));
                others.len() - 1
            });
            let newest = &mut others[at].1.newest;
            match newest.iter_mut().find(|(count, _)| *count == relation) {
                Some((_, newest)) => *newest = period.period.max(*newest),
                None => newest.push((relation, period.period)),
            }
        }
    }
    others.sort_by_key(|(rank, _)| *rank);
    others.into_iter().map(|(_, held)| held).collect()
}

fn is_flow(id: &IndicatorId, flows: &[Arc<Indicator>]) -> bool {
    flows.iter().any(|flow| flow.id == *id)
}

fn is_counted(figure: &Figure, known: Known<'_>) -> bool {
    known.stands(figure) && figure.status.is_none_or(Status::is_counted)
}

impl Coverage {
    /// From the first year that is held of a place to the last; a stretch without any is a gap.
    fn stretches(&self, place: &Place) -> Vec<Stretch> {
        let own: Vec<&Covered> = self.covered.iter().filter(|one| one.place == place.id).collect();
        let years = || own.iter().flat_map(|one| &one.years).copied();
        let (Some(first), Some(last)) = (years().min(), years().max()) else { return Vec::new() };
        let mut stretches: Vec<Stretch> = Vec::new();
        for year in super::years::all(first, last) {
            let has = |one: &&Covered| one.years.binary_search(&year).is_ok();
            let by_flow = own.chunks(COUNTS.len());
            let held: Vec<_> = by_flow.map(|counts| std::array::from_fn(|count| has(&counts[count]))).collect();
            match stretches.last_mut() {
                Some(stretch) if stretch.held == held => stretch.last = year,
                _ => stretches.push(Stretch { first: year, last: year, held }),
            }
        }
        stretches
    }
}

impl Answer for Coverage {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.coverage(self);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl<'c> Writer<'c> {
    fn coverage(&mut self, coverage: &'c Coverage) {
        let title = match &coverage.places[..] {
            [place] => self.say(Msg::CoverageOf { place: self.place(place).into() }),
            _ => self.say(Msg::ButtonCoverage),
        };
        self.title(title);
        let reporter = self.place_named(self.catalogue.default_reporter().as_str());
        let mut legend = self.say(Msg::CoverageLetters { place: reporter.into() });
        if coverage.places.len() > 1 {
            legend = format!("{legend} {}", self.say(Msg::CoverageGaps));
        }
        self.line(legend);
        match &coverage.places[..] {
            [place] => self.year_by_year(place, coverage),
            places => places.iter().for_each(|place| self.in_short(place, coverage)),
        }
        if !coverage.others.is_empty() {
            self.space();
            self.line(self.say(Msg::CoverageOthers));
        }
        for held in &coverage.others {
            let newest = held.newest.iter();
            let newest = newest.map(|(count, period)| format!("{} ({})", self.period(*period), self.letter(*count)));
            let newest = newest.collect::<Vec<_>>().join(self.language.comma());
            let words = format!("{}: {newest}", capital(self.indicator(&held.indicator)));
            self.block(Block::Item(Text::plain(words)));
        }
        self.more(coverage.left);
    }

    /// A place among others: a row for each count, a column for each flow, and whether there are gaps.
    fn in_short(&mut self, place: &'c Place, coverage: &'c Coverage) {
        let cell = |years: &[Year]| match (years.first(), years.last()) {
            (Some(first), Some(last)) if runs(years).nth(1).is_some() => format!("{first}…{last}"),
            (Some(first), Some(last)) => span(*first, *last),
            _ => "–".to_owned(),
        };
        let own: Vec<&Covered> = coverage.covered.iter().filter(|one| one.place == place.id).collect();
        let mut rows = Vec::new();
        for count in COUNTS {
            let years = || own.iter().filter(|one| one.relation == count).map(|one| &one.years[..]);
            if years().any(|years| !years.is_empty()) {
                let cells = years().map(cell);
                rows.push(([self.letter(count)].into_iter().chain(cells).collect(), Vec::new()));
            }
        }
        if rows.is_empty() {
            return self.line(format!("{}: {}", self.place(place), self.say(Msg::NoData)));
        }
        self.block(Block::Line(Text::bold(self.place(place))));
        let flows = coverage.flows.iter().map(|flow| self.column_of_flow(flow));
        let head = [String::new()].into_iter().chain(flows).collect();
        self.block(Block::Table(Table { head, rows }));
    }

    /// A place alone: a row for years that are held alike, a column for each flow.
    fn year_by_year(&mut self, place: &'c Place, coverage: &'c Coverage) {
        let flows = coverage.flows.iter().map(|flow| self.column_of_flow(flow));
        let head = [String::new()].into_iter().chain(flows).collect();
        let cell = |held: &[bool; COUNTS.len()]| -> String {
            let letters = COUNTS.into_iter().zip(held).filter(|(_, held)| **held);
            let letters: String = letters.map(|(count, _)| self.letter(count)).collect();
            if letters.is_empty() { "–".to_owned() } else { letters }
        };
        let row = |stretch: Stretch| {
            let cells = stretch.held.iter().map(cell);
            ([span(stretch.first, stretch.last)].into_iter().chain(cells).collect(), Vec::new())
        };
        let rows: Vec<_> = coverage.stretches(place).into_iter().map(row).collect();
        if !rows.is_empty() {
            self.block(Block::Table(Table { head, rows }));
        }
    }

    /// A flow in the few letters that a column of a phone has.
    fn column_of_flow(&self, flow: &'c Indicator) -> String {
        self.say(match flow.direction {
            None => Msg::ColumnTrade,
            Some(Direction::Out) => Msg::ColumnExports,
            Some(Direction::In) => Msg::ColumnImports,
        })
    }

    /// The letter that a count has in the tables.
    fn letter(&self, count: Option<Relation>) -> String {
        self.say(match count {
            None => Msg::LetterOwn,
            Some(Relation::Mirror) => Msg::LetterPartner,
            Some(_) => Msg::LetterThird,
        })
    }
}
