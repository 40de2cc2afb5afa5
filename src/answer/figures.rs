//! One indicator between two places: at one time, over years, by country, and why.

use std::sync::Arc;

use crate::{
    catalogue::Known,
    fact::{Derivation, Figure, Indicator, IndicatorId, Kind, Of, Period, Place, Series, Statement, Status, Year},
    question::{Ask, Query, Reporter, When},
};

use super::{
    Answer,
    border::{self, Across},
    derive::{change, holds, number, reading},
    gap,
    number::{Basis, Formula, Reading},
    told::Told,
    years::{self, Years},
};

/// Whose count of what, with whom.
#[derive(Clone, Debug)]
pub struct Subject {
    pub indicator: Arc<Indicator>,
    pub of: Option<Of>,
    /// None for a third party's count.
    pub reporter: Option<Arc<Place>>,
    pub partner: Arc<Place>,
    /// As it was asked, with the defaults left out.
    asked: Ask,
}

/// The figure that was asked for, and what belongs beneath it.
#[derive(Clone, Debug)]
pub struct Panel {
    pub subject: Subject,
    pub period: Period,
    /// The one asked for comes first.
    pub rows: Vec<Row>,
    /// Growth against earlier years than the last.
    pub longer: Vec<Reading>,
    /// What others count of the one asked for.
    pub across: Vec<Across>,
    /// Parts of the year asked about, the longest first.
    pub within: Vec<Row>,
    /// Parts of the year after that which leads as the newest, the longest first.
    pub later: Vec<Row>,
    pub statements: Vec<Arc<Statement>>,
    pub next: Vec<Query>,
}

/// One number and its change on the year before.
#[derive(Clone, Debug)]
pub struct Row {
    pub indicator: Arc<Indicator>,
    pub reading: Reading,
    pub change: Option<Reading>,
}

/// A number, and all that it rests on.
#[derive(Clone, Debug)]
pub struct Why {
    pub subject: Subject,
    pub reading: Reading,
    /// Of a growth, what it was on other years than the last.
    pub longer: Vec<Reading>,
    pub across: Vec<Across>,
}

impl Told for Panel {
    fn readings(&self) -> Vec<&Reading> {
        let parts = self.later.iter().chain(&self.within).flat_map(Row::readings);
        self.rows.iter().flat_map(Row::readings).chain(&self.longer).chain(parts).collect()
    }

    fn across(&self) -> Vec<&Across> {
        self.across.iter().collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

impl Told for Why {
    fn readings(&self) -> Vec<&Reading> {
        std::iter::once(&self.reading).chain(&self.longer).collect()
    }

    fn across(&self) -> Vec<&Across> {
        self.across.iter().collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        vec![Query::Figures(self.asked())]
    }
}

impl Why {
    /// The question that it explains the answer of.
    pub fn asked(&self) -> Ask {
        match (&self.reading.lead.basis, self.reading.lead.since, self.reading.lead.period) {
            (Basis::Calculated(Formula::Average(_), _), Some(Period::Year(first)), Period::Year(last)) => {
                self.subject.when(When::Years(first, last))
            }
            (_, _, period) => self.subject.ask(period),
        }
    }
}

impl Row {
    pub(super) fn readings(&self) -> impl Iterator<Item = &Reading> {
        std::iter::once(&self.reading).chain(&self.change)
    }
}

impl Subject {
    /// The places and the indicator of a question; none where the catalogue has no such thing.
    pub(super) fn of(ask: &Ask, catalogue: Known<'_>) -> Option<Self> {
        let reporter = match &ask.reporter {
            None => Some(catalogue.default_reporter()),
            Some(Reporter::Place(place)) => Some(place),
            Some(Reporter::ThirdParty) => None,
        };
        let partner = ask.partner.as_ref().unwrap_or_else(|| catalogue.default_partner());
        Some(Self {
            indicator: catalogue.indicator(ask.indicator.as_str())?.clone(),
            of: ask.of.clone(),
            reporter: match reporter {
                None => None,
                Some(place) => Some(catalogue.place(place.as_str())?.clone()),
            },
            partner: catalogue.place(partner.as_str())?.clone(),
            asked: Ask {
                partner: ask
                    .partner
                    .clone()
                    .filter(|partner| ask.reporter.is_some() || partner != catalogue.default_partner()),
                ..ask.clone()
            },
        })
    }

    pub fn series(&self) -> Series {
        self.series_of(&self.indicator.id, self.of.clone())
    }

    fn series_of(&self, indicator: &IndicatorId, of: Option<Of>) -> Series {
        let reporter = self.reporter.as_ref().map(|place| place.id.clone());
        Series { indicator: indicator.clone(), of, reporter, partner: self.partner.id.clone() }
    }

    /// The year that was asked for, where what is held is a total up to a day.
    pub fn year_of_total(&self) -> Option<Year> {
        match self.asked.when {
            When::In(Period::Year(year)) if self.indicator.kind == Kind::Stock => Some(year),
            _ => None,
        }
    }

    /// The same question about another time.
    pub fn ask(&self, period: Period) -> Ask {
        Ask { when: When::In(period.asked()), ..self.asked.clone() }
    }

    /// The same question about any time.
    pub(super) fn when(&self, when: When) -> Ask {
        Ask { when, ..self.asked.clone() }
    }

    pub(super) fn with_partner(&self, partner: &Arc<Place>, catalogue: Known<'_>) -> Self {
        let named = (partner.id != *catalogue.default_partner()).then(|| partner.id.clone());
        Self { partner: partner.clone(), asked: Ask { partner: named, ..self.asked.clone() }, ..self.clone() }
    }

    /// The figure in this period, with its change on the year before.
    pub(super) fn row(&self, catalogue: Known<'_>, period: Period) -> Option<Row> {
        self.row_of(&self.indicator, self.of.clone(), catalogue, period)
    }

    /// The same without its change.
    pub(super) fn bare_row(&self, catalogue: Known<'_>, period: Period) -> Option<Row> {
        let reading = reading(catalogue, &self.series(), period, None)?;
        Some(Row { indicator: self.indicator.clone(), reading, change: None })
    }

    fn row_of(&self, indicator: &Arc<Indicator>, of: Option<Of>, catalogue: Known<'_>, period: Period) -> Option<Row> {
        let reading = reading(catalogue, &self.series_of(&indicator.id, of), period, None)?;
        let growth = catalogue.growth().filter(|_| indicator.kind == Kind::Flow);
        let growth = growth.map(|growth| self.series_of(growth, Some(Of::Indicator(indicator.id.clone()))));
        let change = growth.and_then(|growth| change(catalogue, &reading.lead, &growth));
        Some(Row { indicator: indicator.clone(), reading, change })
    }

    /// Every period that the answer could be about, earliest first: those of its figures, and those that could
    /// be calculated.
    pub(super) fn periods(&self, catalogue: Known<'_>) -> Vec<Period> {
        self.periods_where(catalogue, |_| true)
    }

    fn periods_where(&self, catalogue: Known<'_>, wanted: impl Fn(Period) -> bool) -> Vec<Period> {
        let series = self.series();
        let ingredients = ingredients(&series, catalogue);
        let all = ingredients.iter().flat_map(|one| one.periods(catalogue));
        let mut periods: Vec<Period> = all.filter(|period| wanted(*period)).collect();
        periods.sort();
        periods.dedup();
        periods.retain(|&period| holds(catalogue, &series, period));
        periods
    }

    /// Those of its periods that are some months of one of these years.
    pub(super) fn parts_of_years(&self, catalogue: Known<'_>, years: impl Fn(Year) -> bool) -> Vec<Period> {
        self.periods_where(catalogue, |period| period.is_part_of_year() && period.year().is_some_and(&years))
    }

    /// The period that leads where none is named: the last that [`leading`] lets stand.
    pub(super) fn newest(&self, catalogue: Known<'_>) -> Option<Period> {
        let series = self.series();
        let is_counted = |period| {
            let number = number(catalogue, &series, period);
            number.is_some_and(|number| number.status.is_none_or(Status::is_counted))
        };
        self.last(catalogue).map(|last| leading(last, is_counted))
    }

    /// The last of its periods; one of which only a forecast tells where there is no other.
    fn last(&self, catalogue: Known<'_>) -> Option<Period> {
        let series = self.series();
        // A printed year that is the last of all leaves nothing newer to calculate.
        let counted = |figure: &&Figure| {
            figure.since.is_none() && figure.status.is_none_or(Status::is_counted) && figure.withdrawn.is_none()
        };
        let printed = catalogue.figures(&series).rfind(counted).map(|figure| figure.period);
        if let Some(Period::Year(year)) = printed
            && Some(year) == catalogue.last_year()
        {
            return printed;
        }
        // Each ingredient has its periods in order: the newest of all is at one of their ends.
        let ingredients = ingredients(&series, catalogue);
        let mut ends: Vec<_> = ingredients.iter().map(|one| one.periods(catalogue).rev().peekable()).collect();
        let mut expected = None;
        while let Some(period) = ends.iter_mut().filter_map(|end| end.peek().copied()).max() {
            if printed == Some(period) {
                return printed;
            }
            for end in &mut ends {
                while end.next_if_eq(&period).is_some() {}
            }
            match number(catalogue, &series, period) {
                Some(number) if number.status.is_none_or(Status::is_counted) => return Some(period),
                found => expected = expected.or(found.map(|_| period)),
            }
        }
        expected
    }

    pub(super) fn holds(&self, catalogue: Known<'_>, period: Period) -> bool {
        holds(catalogue, &self.series(), period)
    }
}

/// What leads where the last period that is known is but a part of a year: the whole year before it, where that is
/// known.
pub(super) fn leading(last: Period, is_known: impl Fn(Period) -> bool) -> Period {
    let before = last.year().filter(|_| last.is_part_of_year()).and_then(Year::before).map(Period::Year);
    before.filter(|year| is_known(*year)).unwrap_or(last)
}

/// A series whose figures a number may rest on.
struct Ingredient {
    series: Series,
    /// Whether each of its figures tells of the year before its own.
    tells_of_before: bool,
}

impl Ingredient {
    /// What its figures tell of, earliest first.
    fn periods<'c>(&self, catalogue: Known<'c>) -> impl DoubleEndedIterator<Item = Period> + use<'c> {
        let before = self.tells_of_before;
        let told = move |figure: &Figure| match before {
            true => figure.period.year_before(),
            false => figure.since.is_none().then_some(figure.period),
        };
        catalogue.figures(&self.series).filter_map(told)
    }
}

/// A series with all that it may follow from, each once.
fn ingredients(series: &Series, catalogue: Known<'_>) -> Vec<Ingredient> {
    let mut all: Vec<Ingredient> = Vec::new();
    let mut next = vec![series.clone()];
    while let Some(series) = next.pop() {
        if all.iter().any(|known| !known.tells_of_before && known.series == series) {
            continue;
        }
        let Some(indicator) = catalogue.indicator(series.indicator.as_str()) else { continue };
        let same = |id: &IndicatorId| Series { indicator: id.clone(), of: None, ..series.clone() };
        match (&indicator.derivation, &series.of) {
            (_, Some(Of::Indicator(grown))) => next.push(same(grown)),
            (Some(Derivation::Sum(one, other) | Derivation::Difference(one, other)), _) => {
                next.extend([same(one), same(other)]);
            }
            (Some(Derivation::Share(measure)), _) => next.push(same(measure)),
            (None, _) => {}
        }
        if let (Kind::Flow, Some(growth)) = (indicator.kind, catalogue.growth()) {
            let of = Some(Of::Indicator(series.indicator.clone()));
            let growth = Series { indicator: growth.clone(), of, ..series.clone() };
            all.push(Ingredient { series: growth, tells_of_before: true });
        }
        all.push(Ingredient { series, tells_of_before: false });
    }
    all
}

pub(super) fn figures(ask: &Ask, catalogue: Known<'_>) -> Answer {
    let Some(subject) = Subject::of(ask, catalogue) else { return Answer::Gap(gap::gap(ask, catalogue)) };
    let panel = match ask.when {
        When::Years(first, last) => return years::years(subject, first, last, catalogue),
        _ if subject.indicator.kind == Kind::Stock => stock(&subject, ask.when, catalogue),
        When::In(period) => panel(&subject, period, catalogue),
        When::Latest => subject.newest(catalogue).and_then(|period| {
            let later = parts(&subject, period.year_after(), catalogue);
            panel(&subject, period, catalogue).map(|panel| Panel { later, ..panel })
        }),
    };
    panel.map_or_else(|| Answer::Gap(gap::gap(ask, catalogue)), Answer::Panel)
}

fn panel(subject: &Subject, period: Period, catalogue: Known<'_>) -> Option<Panel> {
    let on_another_year = || {
        let reading = longer(subject, period, catalogue).pop()?;
        let is_growth = subject.indicator.kind == Kind::Growth;
        is_growth.then(|| Row { indicator: subject.indicator.clone(), reading, change: None })
    };
    let mut rows = vec![subject.row(catalogue, period).or_else(on_another_year)?];
    let companions = subject.indicator.shown_with.iter().filter_map(|id| catalogue.indicator(id.as_str()));
    rows.extend(companions.filter_map(|indicator| subject.row_of(indicator, None, catalogue, period)));
    let mut panel = with_surroundings(subject, period, rows, catalogue);
    panel.within = parts(subject, Some(period), catalogue);
    let neighbours = [period.year_before(), period.year_after()];
    let held = |period: &Period| subject.holds(catalogue, *period);
    panel
        .next
        .splice(0..0, neighbours.into_iter().flatten().filter(held).map(|period| Query::Figures(subject.ask(period))));
    Some(panel)
}

/// What is held of parts of a year: the longest few, each with its change on the same months a year earlier.
fn parts(subject: &Subject, period: Option<Period>, catalogue: Known<'_>) -> Vec<Row> {
    const SHOWN: usize = 3;
    let Some(Period::Year(year)) = period else { return Vec::new() };
    if subject.indicator.kind != Kind::Flow {
        return Vec::new();
    }
    let mut parts = subject.parts_of_years(catalogue, |one| one == year);
    parts.sort_by_key(|part| std::cmp::Reverse((part.length(), *part)));
    parts.into_iter().take(SHOWN).filter_map(|part| subject.row(catalogue, part)).collect()
}

/// A stock is read per body that counts it: totals of different bodies or days stand side by side.
fn stock(subject: &Subject, when: When, catalogue: Known<'_>) -> Option<Panel> {
    let stock_row = |indicator| stock_row(subject, indicator, when, catalogue);
    let first = stock_row(&subject.indicator)?;
    let period = first.reading.lead.period;
    let companions = subject.indicator.shown_with.iter().filter_map(|id| catalogue.indicator(id.as_str()));
    let rows = std::iter::once(first).chain(companions.filter_map(stock_row)).collect();
    Some(with_surroundings(subject, period, rows, catalogue))
}

/// What others count of the same stock, each on its own day.
fn stocks_across(subject: &Subject, catalogue: Known<'_>) -> Vec<Across> {
    let others = border::counterparts(&subject.series(), catalogue).into_iter();
    let found = others.filter_map(|(relation, series)| {
        let row = stock_of(&series, &subject.indicator, subject.asked.when, catalogue)?;
        Some(Across { relation, reading: row.reading })
    });
    found.collect()
}

pub(super) fn stock_row(
    subject: &Subject,
    indicator: &Arc<Indicator>,
    when: When,
    catalogue: Known<'_>,
) -> Option<Row> {
    stock_of(&subject.series_of(&indicator.id, None), indicator, when, catalogue)
}

fn stock_of(series: &Series, indicator: &Arc<Indicator>, when: When, catalogue: Known<'_>) -> Option<Row> {
    let asked = |figure: &&Figure| match when {
        When::Latest | When::Years(..) => true,
        // A total whose date is not stated may be of any year: it stands beside.
        When::In(Period::Year(year)) => figure.period.year().is_none_or(|stated| stated == year),
        When::In(period) => figure.period == period,
    };
    let held: Vec<&Figure> = catalogue.figures(series).filter(asked).collect();
    let superseded = |figure: &Figure| {
        held.iter().any(|other| {
            catalogue.origin(other) == catalogue.origin(figure)
                && other.period > figure.period
                && !catalogue.is_withdrawn(other)
        })
    };
    let reading = Reading::of(held.iter().copied().filter(|figure| !superseded(figure)), catalogue)?;
    let is_of_year = match when {
        When::In(Period::Year(year)) => reading.lead.period.year() == Some(year),
        _ => true,
    };
    is_of_year.then(|| Row { indicator: indicator.clone(), reading, change: None })
}

/// The row that answers a question, without what belongs beneath it; none where nothing does.
pub(super) fn lone_row(ask: &Ask, catalogue: Known<'_>) -> Option<Row> {
    lone(ask, catalogue, Subject::row)
}

/// The same without its change.
pub(super) fn lone_reading(ask: &Ask, catalogue: Known<'_>) -> Option<Reading> {
    lone(ask, catalogue, Subject::bare_row).map(|row| row.reading)
}

fn lone(ask: &Ask, catalogue: Known<'_>, row: impl Fn(&Subject, Known<'_>, Period) -> Option<Row>) -> Option<Row> {
    let subject = Subject::of(ask, catalogue)?;
    match ask.when {
        _ if subject.indicator.kind == Kind::Stock => stock_row(&subject, &subject.indicator, ask.when, catalogue),
        When::In(period) => row(&subject, catalogue, period),
        When::Latest | When::Years(..) => row(&subject, catalogue, subject.newest(catalogue)?),
    }
}

fn with_surroundings(subject: &Subject, period: Period, rows: Vec<Row>, catalogue: Known<'_>) -> Panel {
    let mut longer = longer(subject, period, catalogue);
    longer.retain(|one| one.lead.since != rows[0].reading.lead.since);
    let place = &subject.partner.id;
    let shown = |statement: &&Arc<Statement>| {
        statement.indicator.as_ref() == Some(&subject.indicator.id)
            && (period.is_stock() || statement.date.is_none() || statement.date.and_then(Period::year) == period.year())
    };
    let mut statements: Vec<Arc<Statement>> = catalogue.statements_about(place).filter(shown).cloned().collect();
    statements.sort_by_key(|statement| (statement.places.len(), statement.date.is_none()));
    let mut next = Vec::new();
    let parts = || subject.partner.members.iter().filter_map(|id| catalogue.place(id.as_str()));
    if parts().any(|place| {
        catalogue.has_figures(&place.id) && subject.with_partner(place, catalogue).holds(catalogue, period)
    }) {
        next.push(Query::Parts(subject.ask(period)));
    }
    let series = &rows.iter().find(|row| row.reading.lead.is_calculated()).unwrap_or(&rows[0]).reading.lead.series;
    next.push(Query::Why(Ask { indicator: series.indicator.clone(), of: series.of.clone(), ..subject.ask(period) }));
    if statements.len() > 1 {
        next.push(Query::Country(place.clone(), When::Latest));
    }
    let across = match subject.indicator.kind {
        Kind::Stock => stocks_across(subject, catalogue),
        Kind::Flow | Kind::Growth | Kind::Share => border::across(&subject.series(), period, catalogue),
    };
    next.extend(border::mirror_of(subject, period, catalogue));
    let (within, later) = (Vec::new(), Vec::new());
    Panel { subject: subject.clone(), period, rows, longer, across, within, later, statements, next }
}

/// By how much a series changed on other years than the last, the earliest base first.
fn longer(subject: &Subject, period: Period, catalogue: Known<'_>) -> Vec<Reading> {
    let grown = match &subject.of {
        None => &subject.indicator.id,
        Some(Of::Indicator(grown)) => grown,
        Some(Of::Place(_)) => return Vec::new(),
    };
    let Some(growth) = catalogue.growth() else { return Vec::new() };
    let series = subject.series_of(growth, Some(Of::Indicator(grown.clone())));
    let mut bases: Vec<Period> = catalogue.figures_in(&series, period).filter_map(|figure| figure.since).collect();
    bases.sort();
    bases.dedup();
    bases.into_iter().filter_map(|since| reading(catalogue, &series, period, Some(since))).collect()
}

pub(super) fn why(ask: &Ask, catalogue: Known<'_>) -> Answer {
    match figures(ask, catalogue) {
        Answer::Panel(panel) => {
            let Panel { subject, mut rows, across, mut longer, .. } = panel;
            if subject.indicator.kind != Kind::Growth {
                longer.clear();
            }
            Answer::Why(Why { subject, reading: rows.swap_remove(0).reading, longer, across })
        }
        Answer::Years(Years { average: Some(reading), subject, .. }) => {
            Answer::Why(Why { subject, reading, longer: Vec::new(), across: Vec::new() })
        }
        other => other,
    }
}
