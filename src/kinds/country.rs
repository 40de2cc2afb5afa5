//! All about one place.

use std::sync::Arc;

use super::{
    figures,
    gap::{Gap, Missing},
    mirror,
};
use crate::{
    answer::{Across, Reading, Row, Told, ask, lone_row, mirror_at},
    catalogue::Known,
    fact::{AuthorityId, Indicator, IndicatorId, Kind, Of, Period, Place, PlaceId, Series, Statement, Year},
    language::Msg,
    question::{Query, When},
    render::{Answer, Headline, Writer},
};

/// As many rows and as many statements as a page of a place shows: it is read on a phone.
const ROWS: usize = 8;
const SHOWN: usize = 3;

/// The newest of everything we hold about a place, or all of one year.
#[derive(Clone, Debug)]
pub(super) struct Country {
    pub place: Arc<Place>,
    pub when: When,
    /// In the order of the indicators' weight, those of one count together.
    pub rows: Vec<Row>,
    /// The head of the rows, and what others count of it.
    pub across: Option<(IndicatorId, Vec<Across>)>,
    /// Series with figures that were left out because they are too many.
    pub left: usize,
    pub statements: Vec<Arc<Statement>>,
    /// Statements that were left out because they are too many.
    pub more: usize,
    pub next: Vec<Query>,
}

impl Told for Country {
    fn readings(&self) -> Vec<&Reading> {
        self.rows.iter().flat_map(Row::readings).collect()
    }

    fn across(&self) -> Vec<&Across> {
        self.across.iter().flat_map(|(_, across)| across).collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn country(id: &PlaceId, when: When, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let missing = |nearest| Arc::new(Gap::new(Missing::Place(id.clone()), nearest));
    let Some(asked) = catalogue.place(id.as_str()) else { return missing(vec![Query::Countries]) };
    // The reporter's own page is its trade with the group.
    let place = if id == catalogue.default_reporter() { catalogue.default_partner() } else { id };
    let page = Rows::of(place, when, catalogue);
    let left = page.left;
    let rows = page.by_origin();
    let (statements, more) = said(place, when, catalogue);
    if rows.is_empty() && statements.is_empty() {
        return missing(vec![Query::Country(id.clone(), When::Latest), Query::Countries]);
    }
    let mut next = Vec::new();
    let across = across(&rows, when, catalogue);
    if let Some(lead) = rows.first().map(|row| &row.reading.lead) {
        next.extend(figures::compared(&ask(&lead.series, When::In(lead.period.asked()), catalogue), catalogue));
        next.extend(mirror_at(place, lead.period, catalogue));
    }
    for row in &rows {
        let series = &row.reading.lead.series;
        if series.of.is_none() && next.len() < 5 {
            next.push(Query::Figures(ask(series, When::Latest, catalogue)));
        }
    }
    if left > 0 {
        next.push(Query::Indicator(None));
    }
    if more > 0 {
        next.push(Query::Said(place.clone()));
    }
    if catalogue.place(place.as_str()).is_some_and(|place| place.is_group()) {
        next.push(Query::Countries);
    }
    Arc::new(Country { place: asked.clone(), when, rows, across, left, statements, more, next })
}

/// The statements that a reader would miss first, and how many there are beside them.
fn said(place: &PlaceId, when: When, catalogue: Known<'_>) -> (Vec<Arc<Statement>>, usize) {
    let then =
        |statement: &&Arc<Statement>| year(when).is_none_or(|year| statement.date.and_then(Period::year) == Some(year));
    let (mut by_weight, mut held): ([Vec<Arc<Statement>>; WEIGHTS], usize) = Default::default();
    for statement in catalogue.statements_about(place).filter(then) {
        held += 1;
        let alike = &mut by_weight[weight(statement)];
        if alike.len() < SHOWN {
            alike.push(statement.clone());
        }
    }
    let mut statements = by_weight.concat();
    statements.truncate(SHOWN);
    let more = held - statements.len();
    (statements, more)
}

/// What others count of the first row of which they count anything, with its indicator.
fn across(rows: &[Row], when: When, catalogue: Known<'_>) -> Option<(IndicatorId, Vec<Across>)> {
    rows.iter().map(|row| &row.reading.lead).filter(|lead| lead.series.of.is_none()).find_map(|lead| {
        let across = match when {
            When::Latest => mirror::across_newest(&lead.series, lead.period, catalogue),
            When::In(_) | When::Years(..) => mirror::across(&lead.series, lead.period, catalogue),
        };
        (!across.is_empty()).then(|| (lead.series.indicator.clone(), across))
    })
}

/// True if a place can be asked about: it has figures or statements, or is the reporter of some.
pub(super) fn is_known(place: &Place, catalogue: Known<'_>) -> bool {
    place.id == *catalogue.default_reporter()
        || [Some(catalogue.default_reporter()), None].into_iter().any(|by| catalogue.has_between(by, &place.id))
        || catalogue.statements_about(&place.id).next().is_some()
}

/// How the reporter counts an indicator with a place.
pub(super) fn own_series(indicator: &Indicator, place: &PlaceId, catalogue: Known<'_>) -> Series {
    let reporter = Some(catalogue.default_reporter().clone());
    Series { indicator: indicator.id.clone(), goods: None, of: None, reporter, partner: place.clone() }
}

/// The rows of a page in the making.
struct Rows<'c> {
    when: When,
    catalogue: Known<'c>,
    /// Each with the rank of its indicator.
    rows: Vec<(usize, Row)>,
    /// Series with figures that have no room.
    left: usize,
}

impl<'c> Rows<'c> {
    /// Those of a place.
    fn of(place: &PlaceId, when: When, catalogue: Known<'c>) -> Self {
        // What the reporter counts, and what third parties do, with the rank of its indicator.
        let mut counted: Vec<(usize, bool, &Series)> = Vec::new();
        for (by, is_third) in [(Some(catalogue.default_reporter()), false), (None, true)] {
            let series = catalogue.series_between(by, place).filter(|series| series.goods.is_none());
            counted.extend(series.filter_map(|series| Some((catalogue.rank(&series.indicator)?, is_third, series))));
        }
        counted.sort_by_key(|(rank, is_third, _)| (*rank, *is_third));
        let mut page = Self { when, catalogue, rows: Vec::with_capacity(ROWS), left: 0 };
        // Growths come last, since one that stands beside its own figure is not said twice.
        for growths in [false, true] {
            let mut rest = counted.as_slice();
            for (rank, indicator) in catalogue.indicators_by_weight().enumerate() {
                let here = rest.iter().take_while(|(of, ..)| *of == rank).count();
                let (here, after) = rest.split_at(here);
                rest = after;
                if (indicator.kind == Kind::Growth) != growths {
                    continue;
                }
                if matches!(indicator.kind, Kind::Flow | Kind::Stock) {
                    match here.iter().find(|(_, is_third, series)| !is_third && series.of.is_none()) {
                        Some((.., whole)) => page.add(rank, whole),
                        None if indicator.derivation.is_some() && !page.is_full() => {
                            page.add(rank, &own_series(indicator, place, catalogue));
                        }
                        None => {}
                    }
                }
                let parts = here.iter().filter(|(.., series)| series.of.is_some());
                parts.for_each(|(.., series)| page.add(rank, series));
            }
        }
        page
    }

    /// Adds the row of a series that has figures, or may be calculated while there is room.
    fn add(&mut self, rank: usize, series: &Series) {
        if self.is_beside(series) {
            return;
        }
        if self.is_full() {
            let has = |year| self.catalogue.figures(series).any(|figure| figure.period.year() == Some(year));
            self.left += usize::from(year(self.when).is_none_or(has));
        } else {
            let row = row(series, self.when, self.catalogue);
            self.rows.extend(row.map(|row| (rank, row)));
        }
    }

    fn is_full(&self) -> bool {
        self.rows.len() == ROWS
    }

    /// True if it is a growth that is said beside what grew.
    fn is_beside(&self, series: &Series) -> bool {
        let says = |(_, row): &(usize, Row), grown: &IndicatorId| row.indicator.id == *grown && row.change.is_some();
        matches!(&series.of, Some(Of::Indicator(grown)) if self.rows.iter().any(|row| says(row, grown)))
    }

    /// By the weight of what is measured; but rows of one count stand together.
    fn by_origin(mut self) -> Vec<Row> {
        self.rows.sort_by_key(|(rank, _)| *rank);
        let mut origins: Vec<Option<&AuthorityId>> = Vec::new();
        for (place, row) in &mut self.rows {
            let origin = row.reading.lead.figures().first().map(|figure| self.catalogue.origin(figure));
            *place = origins.iter().position(|known| *known == origin).unwrap_or(origins.len());
            if *place == origins.len() {
                origins.push(origin);
            }
        }
        self.rows.sort_by_key(|(place, _)| *place);
        self.rows.into_iter().map(|(_, row)| row).collect()
    }
}

/// The newest figure of a series, or that of the year asked for.
fn row(series: &Series, when: When, catalogue: Known<'_>) -> Option<Row> {
    lone_row(&ask(series, when, catalogue), catalogue)
}

fn year(when: When) -> Option<Year> {
    match when {
        When::In(period) => period.year(),
        When::Latest | When::Years(..) => None,
    }
}

const FIRST: [&str; 6] = ["agreement", "negotiation", "rank", "record", "project", "summit"];
const WEIGHTS: usize = FIRST.len() + 1;

/// Statements that a reader of a page would miss first come first.
pub(super) fn weight(statement: &Statement) -> usize {
    FIRST.iter().position(|kind| *kind == statement.kind).unwrap_or(FIRST.len())
}

impl Answer for Country {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.country(self);
    }

    fn card<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.country_card(self);
    }
}

impl<'c> Writer<'c> {
    fn country_card(&mut self, country: &'c Country) {
        self.country_title(country);
        let [first, rest @ ..] = &country.rows[..] else { return self.also_said(country.statements.iter().collect()) };
        self.row(first);
        let sides = Self::of_one_account(rest, first);
        let marks = self.sold_and_bought(&sides);
        let is_tabled = marks.is_some();
        self.counted_in_brief(&first.reading, marks.unwrap_or_default());
        let across: Vec<&Across> = country.across.iter().flat_map(|(_, across)| across).collect();
        self.caution(first, &across, None);
        let is_told = |row: &&Row| is_tabled && sides.iter().any(|side| std::ptr::eq(*side, *row));
        for row in rest.iter().filter(|row| !is_told(row)) {
            self.row(row);
        }
        self.leave_to_details();
    }

    fn country_title(&mut self, country: &'c Country) {
        let mut title = self.place(&country.place).to_owned();
        // The reporter's own page is its trade with the group.
        if country.place.id == *self.catalogue.default_reporter() {
            title = format!("{title} – {}", self.place_named(self.catalogue.default_partner().as_str()));
        }
        if country.when != When::Latest {
            title = format!("{title}, {}", self.when(country.when));
        }
        self.title(title);
        let place = &country.place.id;
        let is_reporter = place == self.catalogue.default_reporter();
        self.headline = Headline::place(if is_reporter { self.catalogue.default_partner() } else { place });
    }

    fn country(&mut self, country: &'c Country) {
        self.country_title(country);
        let mut counted = None;
        for row in &country.rows {
            let origin = row.reading.lead.figures().first().map(|figure| self.catalogue.origin(figure));
            if origin != counted {
                counted = origin;
                self.space();
                self.counted_by(&row.reading);
            }
            self.row(row);
            self.beside(&row.reading);
            if row.reading.lead.is_calculated() {
                self.formula(&row.reading.lead);
            }
            if country.across.as_ref().is_some_and(|(head, _)| *head == row.indicator.id) {
                let across = country.across.iter().flat_map(|(_, across)| across);
                self.across(&row.reading, across);
            }
        }
        self.more(country.left);
        self.also_said(country.statements.iter().collect());
        if country.more > 0 {
            self.line(self.say(Msg::StatementsMore { count: country.more.into() }));
        }
    }
}
