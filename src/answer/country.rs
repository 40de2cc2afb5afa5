//! All about one place.

use crate::{
    catalogue::Known,
    fact::{AuthorityId, IndicatorId, Kind, Of, Period, Place, PlaceId, Series, Statement, Year},
    question::{Ask, Query, Reporter, When},
};

use super::{
    Answer,
    border::{self, Across},
    figures::{Row, lone_row},
    gap::{Gap, Missing},
};

/// As many statements as one page of a place shows.
const SHOWN: usize = 6;

/// The newest of everything we hold about a place, or all of one year.
#[derive(Clone, Debug)]
pub struct Country<'c> {
    pub place: &'c Place,
    pub when: When,
    /// In the order of the indicators' importance, then by period.
    pub rows: Vec<Row<'c>>,
    /// The head of the rows, and what others count of it.
    pub across: Option<(IndicatorId, Vec<Across<'c>>)>,
    pub statements: Vec<&'c Statement>,
    /// Statements that were left out because they are too many.
    pub more: usize,
    pub next: Vec<Query>,
}

pub(super) fn country<'c>(id: &PlaceId, when: When, catalogue: Known<'c>) -> Answer<'c> {
    let missing = |nearest| Answer::Gap(Gap::new(Missing::Place(id.clone(), when), nearest));
    let Some(asked) = catalogue.place(id.as_str()) else { return missing(vec![Query::Countries]) };
    // The reporter's own page is its trade with the group.
    let place = if id == catalogue.default_reporter() { catalogue.default_partner() } else { id };
    // A row is large: room for most pages, so that none is moved.
    let mut rows: Vec<Row<'c>> = Vec::with_capacity(16);
    for indicator in catalogue.indicators().filter(|indicator| matches!(indicator.kind, Kind::Flow | Kind::Stock)) {
        let series = Series {
            indicator: indicator.id.clone(),
            of: None,
            reporter: Some(catalogue.default_reporter().clone()),
            partner: place.clone(),
        };
        rows.extend(row(&series, when, catalogue));
    }
    // A growth that stands beside its own figure is not said twice.
    let beside = |series: &Series, rows: &[Row<'_>]| matches!(&series.of, Some(Of::Indicator(grown)) if rows.iter().any(|row| row.indicator.id == *grown && row.change.is_some()));
    let counts = [Some(catalogue.default_reporter()), None].into_iter();
    let counted = counts.flat_map(|reporter| catalogue.series_between(reporter, place));
    let mut related: Vec<&Series> = counted.filter(|series| series.of.is_some()).collect();
    related.sort();
    for series in related {
        if !beside(series, &rows) {
            rows.extend(row(series, when, catalogue));
        }
    }
    rows.sort_by_cached_key(|row| (order(row, catalogue), row.indicator.id.clone()));
    let origins: Vec<Option<AuthorityId>> = rows.iter().map(|row| origin(row, catalogue)).collect();
    rows.sort_by_cached_key(|row| {
        let origin = origin(row, catalogue);
        origins.iter().position(|known| *known == origin)
    });
    let then =
        |statement: &&Statement| year(when).is_none_or(|year| statement.date.and_then(Period::year) == Some(year));
    let mut statements: Vec<_> = catalogue.statements_about(place).filter(then).collect();
    statements.sort_by_cached_key(|statement| weight(statement));
    if rows.is_empty() && statements.is_empty() {
        return missing(vec![Query::Country(id.clone(), When::Latest), Query::Countries]);
    }
    let mut next = Vec::new();
    let across = rows.iter().map(|row| &row.reading.lead).find_map(|lead| {
        let across = match when {
            When::Latest => border::across_newest(&lead.series, lead.period, catalogue),
            When::In(_) | When::Years(..) => border::across(&lead.series, lead.period, catalogue),
        };
        (lead.series.of.is_none() && !across.is_empty()).then(|| {
            next.extend(border::mirror_at(place, lead.period, catalogue));
            (lead.series.indicator.clone(), across)
        })
    });
    for row in &rows {
        let series = &row.reading.lead.series;
        if series.of.is_none() && next.len() < 5 {
            next.push(Query::Figures(ask(series, When::Latest, catalogue)));
        }
    }
    if statements.len() > SHOWN {
        next.push(Query::Said(place.clone()));
    }
    if catalogue.place(place.as_str()).is_some_and(Place::is_group) {
        next.push(Query::Countries);
    }
    let more = statements.len().saturating_sub(SHOWN);
    statements.truncate(SHOWN);
    Answer::Country(Country { place: asked, when, rows, across, statements, more, next })
}

/// Whether a place can be asked about: it has figures or statements, or is the reporter of some.
pub(super) fn is_known(place: &Place, catalogue: Known<'_>) -> bool {
    place.id == *catalogue.default_reporter()
        || [Some(catalogue.default_reporter()), None].into_iter().any(|by| catalogue.has_between(by, &place.id))
        || catalogue.statements_about(&place.id).next().is_some()
}

/// Whose count a row is: rows of one count stand together.
fn origin(row: &Row<'_>, catalogue: Known<'_>) -> Option<AuthorityId> {
    row.reading.lead.figures().first().map(|figure| catalogue.origin(figure).clone())
}

/// The newest figure of a series, or that of the year asked for.
fn row<'c>(series: &Series, when: When, catalogue: Known<'c>) -> Option<Row<'c>> {
    lone_row(&ask(series, when, catalogue), catalogue)
}

/// The question that a series answers.
pub(super) fn ask(series: &Series, when: When, catalogue: Known<'_>) -> Ask {
    let reporter = match &series.reporter {
        Some(place) if place == catalogue.default_reporter() => None,
        Some(place) => Some(Reporter::Place(place.clone())),
        None => Some(Reporter::ThirdParty),
    };
    let partner = (series.partner != *catalogue.default_partner()).then(|| series.partner.clone());
    Ask { indicator: series.indicator.clone(), of: series.of.clone(), reporter, partner, when }
}

fn year(when: When) -> Option<Year> {
    match when {
        When::In(period) => period.year(),
        When::Latest | When::Years(..) => None,
    }
}

/// Indicators that show others come first, each followed by those it shows; then shares, growths, stocks and
/// single flows.
fn order(row: &Row<'_>, catalogue: Known<'_>) -> (u8, usize, usize) {
    let heads = || catalogue.indicators().filter(|indicator| !indicator.shown_with.is_empty());
    let id = &row.indicator.id;
    let headed = heads().enumerate().find_map(|(index, head)| {
        let below = head.shown_with.iter().position(|shown| shown == id).map(|position| position + 1);
        (head.id == *id).then_some(0).or(below).map(|position| (index, position, head.kind))
    });
    match headed {
        Some((index, position, Kind::Flow)) => (0, index, position),
        Some((index, position, _)) => (3, index, position),
        None => (
            match row.indicator.kind {
                Kind::Share => 1,
                Kind::Growth => 2,
                Kind::Stock => 3,
                Kind::Flow => 4,
            },
            usize::MAX,
            0,
        ),
    }
}

/// Statements that a reader of a page would miss first come first.
pub(super) fn weight(statement: &Statement) -> usize {
    const FIRST: [&str; 6] = ["agreement", "negotiation", "rank", "record", "project", "summit"];
    FIRST.iter().position(|kind| *kind == statement.kind).unwrap_or(FIRST.len())
}
