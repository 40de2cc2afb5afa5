//! One indicator between two places: at one time, over years, by country, and why.

use std::sync::Arc;

use crate::{
    catalogue::Known,
    fact::{Kind, Of, Period, Statement},
    question::{Ask, Query, When},
};

use super::{
    Answer, border,
    counts::{counterparts, mirror_of},
    derive::reading,
    gap,
    number::{Across, Basis, Formula, Reading},
    subject::{Row, Subject, stock_of, stock_row},
    told::Told,
    years::{self, Years},
};

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
    let others = counterparts(&subject.series(), catalogue).into_iter();
    let found = others.filter_map(|(relation, series)| {
        let row = stock_of(&series, &subject.indicator, subject.asked.when, catalogue)?;
        Some(Across { relation, reading: row.reading })
    });
    found.collect()
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
    next.extend(mirror_of(subject, period, catalogue));
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
