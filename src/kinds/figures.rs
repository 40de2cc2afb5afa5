//! One indicator between two places: at one time, over years, by country, and why.

use std::sync::Arc;

use jiff::ToSpan;

use super::{
    gap::{self, Gap},
    instead, mirror,
    years::{self, Years},
};
use crate::{
    answer::{
        Across, Reading, Relation, Row, Shown, Subject, Told, ask as ask_of, counterparts, holds, lone_row, mirror_of,
        reading, stock_of, stock_row,
    },
    catalogue::Known,
    fact::{Kind, Of, Period, PlaceId, Series, Statement, Year},
    language::Msg,
    question::{Ask, Comparison, Query, When},
    render::{Answer, Block, Headline, Piece, Text, Writer},
};

/// The figure that was asked for, and what belongs beneath it.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    pub subject: Subject,
    pub period: Period,
    /// The one asked for comes first.
    pub rows: Vec<Row>,
    /// The same goods by weight, volume or number.
    pub measures: Vec<Row>,
    /// Growth against earlier years than the last.
    pub longer: Vec<Reading>,
    /// What others count of the one asked for.
    pub across: Vec<Across>,
    /// Where the other side has not that time: what both have of the nearest year, the reporter's first.
    pub apart: Option<Box<[Reading; 2]>>,
    /// Parts of the year asked about, the longest first.
    pub within: Vec<Row>,
    /// Parts of the year after that which leads as the newest, the longest first.
    pub later: Vec<Row>,
    pub statements: Vec<Arc<Statement>>,
    pub next: Vec<Query>,
}

impl Told for Panel {
    fn readings(&self) -> Vec<&Reading> {
        let parts = self.later.iter().chain(&self.within).flat_map(Row::readings);
        self.rows.iter().chain(&self.measures).flat_map(Row::readings).chain(&self.longer).chain(parts).collect()
    }

    fn across(&self) -> Vec<&Across> {
        self.across.iter().collect()
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        let readings = self.readings().into_iter().map(|reading| Shown::Reading(reading, None));
        let apart =
            self.apart.iter().flat_map(|pair| pair.iter()).map(|one| Shown::Reading(one, Some(Relation::OtherPeriod)));
        readings.chain(self.across.iter().map(Across::shown)).chain(apart).collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn figures(ask: &Ask, catalogue: Known<'_>) -> Arc<dyn Answer> {
    match found(ask, catalogue) {
        Found::Panel(panel) => Arc::new(panel),
        Found::Years(years) => Arc::new(years),
        Found::Gap(gap) => match instead::instead(ask, &gap, catalogue) {
            Some(instead) => Arc::new(instead),
            None => Arc::new(gap),
        },
    }
}

/// What there is of figures that were asked for.
pub(super) enum Found {
    Panel(Panel),
    Years(Years),
    Gap(Gap),
}

pub(super) fn found(ask: &Ask, catalogue: Known<'_>) -> Found {
    let Some(subject) = Subject::of(ask, catalogue) else { return Found::Gap(gap::gap(ask, catalogue)) };
    let panel = match ask.when {
        When::Years(first, last) => {
            let years = years::years(&subject, first, last, catalogue);
            let gap = || Found::Gap(gap::gap(&subject.when(ask.when), catalogue));
            return years.map_or_else(gap, Found::Years);
        }
        _ if subject.indicator.kind == Kind::Stock => stock(&subject, ask.when, catalogue),
        When::In(period) => panel(&subject, period, catalogue),
        When::Latest => subject.newest(catalogue).and_then(|period| {
            let later = parts(&subject, period.year_after(), catalogue);
            panel(&subject, period, catalogue).map(|panel| Panel { later, ..panel })
        }),
    };
    panel.map_or_else(|| Found::Gap(gap::gap(ask, catalogue)), Found::Panel)
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
    let measures = gap::otherwise_counted(&subject.ask(period));
    panel.measures = measures.filter_map(|ask| lone_row(&ask, catalogue)).collect();
    let neighbours = [period.year_before(), period.year_after()];
    let held = |period: &Period| subject.holds(catalogue, *period);
    let neighbours: Vec<Period> = neighbours.into_iter().flatten().filter(held).collect();
    let by_year = neighbours.first().and_then(|_| by_year(subject, period));
    let neighbours = neighbours.into_iter().map(|period| Query::Figures(subject.ask(period)));
    let border = panel.next.iter().position(|query| matches!(query, Query::Mirror(..)));
    let border = border.map(|at| panel.next.remove(at));
    let compared = compared(&subject.ask(period), catalogue);
    panel.next.splice(0..0, neighbours.chain(by_year).chain(compared).chain(border));
    Some(panel)
}

/// The same year by year, up to a year.
fn by_year(subject: &Subject, period: Period) -> Option<Query> {
    /// Years before it.
    const BEFORE: u16 = 4;
    let Period::Year(last) = period else { return None };
    let first = Year::new(last.number().checked_sub(BEFORE)?)?;
    Some(Query::Figures(subject.when(When::Years(first, last)))).filter(Query::fits_a_button)
}

/// The same beside the other countries of the group; of the group, beside each other.
pub(super) fn compared(ask: &Ask, catalogue: Known<'_>) -> Option<Query> {
    let group = catalogue.place(catalogue.default_partner().as_str())?;
    let asked = ask.partner.as_ref().filter(|partner| **partner != group.id);
    let is_theirs = ask.reporter.is_none() && asked.is_none_or(|partner| group.members.contains(partner));
    let others = group.members.iter().filter(|member| asked != Some(*member) && catalogue.has_figures(member));
    let partners: Vec<PlaceId> = asked.into_iter().chain(others).take(*Comparison::PLACES.end()).cloned().collect();
    if !is_theirs || !Comparison::PLACES.contains(&partners.len()) {
        return None;
    }
    let (indicator, goods, of) = (ask.indicator.clone(), ask.goods.clone(), ask.of.clone());
    if let When::In(period) = ask.when {
        let series = |partner: &PlaceId| Series {
            indicator: indicator.clone(),
            goods: goods.clone(),
            of: of.clone(),
            reporter: Some(catalogue.default_reporter().clone()),
            partner: partner.clone(),
        };
        if !partners.iter().any(|partner| holds(catalogue, &series(partner), period)) {
            return None;
        }
    }
    let comparison = Comparison { indicator, goods, of, reporter: None, partners, when: ask.when };
    Some(Query::Compare(comparison)).filter(Query::fits_a_button)
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

/// A stock is read per body that counts it: totals of different bodies or days stand side by side. That of the count
/// asked for leads, or that of another measuring body whose day is more than a year later.
fn stock(asked: &Subject, when: When, catalogue: Known<'_>) -> Option<Panel> {
    let own = stock_row(asked, &asked.indicator, when, catalogue)?;
    let mut across = stocks_across(asked, catalogue);
    let newer = |across: &Across| is_newer_count(&across.reading, &own.reading, catalogue);
    let newest = |at: &usize| across[*at].reading.lead.period;
    let leader = (0..across.len()).filter(|at| newer(&across[*at])).max_by_key(newest);
    let leader = leader.map(|at| across.remove(at).reading);
    let subject =
        leader.as_ref().and_then(|reading| Subject::of(&ask_of(&reading.lead.series, when, catalogue), catalogue));
    let (subject, first) = match (leader, subject) {
        (Some(reading), Some(subject)) => {
            across.insert(0, Across { relation: Relation::OtherPeriod, reading: own.reading });
            (subject, Row { reading, ..own })
        }
        _ => (asked.clone(), own),
    };
    let period = first.reading.lead.period;
    let companions = subject.indicator.shown_with.iter().filter_map(|id| catalogue.indicator(id.as_str()));
    let companions = companions.filter_map(|indicator| stock_row(&subject, indicator, when, catalogue));
    let rows = std::iter::once(first).chain(companions).collect();
    Some(Panel { across, ..with_surroundings(&subject, period, rows, catalogue) })
}

/// True if a measuring body counted more than a year later.
fn is_newer_count(other: &Reading, own: &Reading, catalogue: Known<'_>) -> bool {
    let day = |reading: &Reading| reading.lead.period.last_day();
    let is_later = || Some(day(other)? > day(own)?.checked_add(1.year()).ok()?);
    other.lead.figures().iter().all(|figure| catalogue.is_measured(figure)) && is_later().unwrap_or(false)
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

/// What others count in the same period; else, where both sides differ in the nearest year, that year of both.
fn flows_across(series: &Series, period: Period, catalogue: Known<'_>) -> (Vec<Across>, Option<Box<[Reading; 2]>>) {
    let mut across = mirror::across(series, period, catalogue);
    if across.iter().any(|across| across.relation == Relation::Mirror) {
        return (across, None);
    }
    let apart = mirror::nearest_pair(series, period, catalogue);
    if apart.is_some() {
        across.retain(|across| across.relation != Relation::OtherPeriod);
    }
    (across, apart)
}

fn with_surroundings(subject: &Subject, period: Period, rows: Vec<Row>, catalogue: Known<'_>) -> Panel {
    let mut longer = longer(subject, period, catalogue);
    longer.retain(|one| one.lead.since != rows[0].reading.lead.since);
    let place = &subject.partner.id;
    let product = subject.goods.as_ref().map(|goods| &goods.product);
    let shown = |statement: &&Arc<Statement>| {
        statement.indicator.as_ref() == Some(&subject.indicator.id)
            && statement.product.as_ref() == product
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
    } else if subject.indicator.direction.is_some() && subject.reporter_is(catalogue.default_reporter()) {
        let group = catalogue.place(catalogue.default_partner().as_str());
        let group = group.filter(|group| group.members.contains(&subject.partner.id));
        let whole = group.map(|group| subject.with_partner(group, catalogue));
        let whole = whole.filter(|whole| whole.holds(catalogue, period));
        next.extend(whole.map(|whole| Query::Parts(whole.ask(period))));
    }
    let series = &rows.iter().find(|row| row.reading.lead.is_calculated()).unwrap_or(&rows[0]).reading.lead.series;
    next.push(Query::Why(Ask { indicator: series.indicator.clone(), of: series.of.clone(), ..subject.ask(period) }));
    if statements.len() > 1 {
        next.push(Query::Country(place.clone(), When::Latest));
    }
    let (across, apart) = match subject.indicator.kind {
        Kind::Stock => (Vec::new(), None),
        Kind::Flow | Kind::Growth | Kind::Share => flows_across(&subject.series(), period, catalogue),
    };
    next.extend(mirror_of(subject, period, catalogue));
    // Of the place that is looked at: who counts, where that is not the default reporter.
    let looked_at = subject.reporter.as_ref().map(|one| &one.id).filter(|id| *id != catalogue.default_reporter());
    let goods = Query::Goods(Some(looked_at.unwrap_or(place).clone()));
    next.extend(subject.goods.as_ref().map(|_| goods));
    let (measures, within, later) = (Vec::new(), Vec::new(), Vec::new());
    Panel { subject: subject.clone(), period, rows, measures, longer, across, apart, within, later, statements, next }
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

impl Answer for Panel {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.panel(self);
    }

    fn card<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.panel_card(self);
    }

    fn sources_title(&self, writer: &Writer<'_>) -> String {
        let lead = &self.rows[0].reading;
        writer.say(match lead.reports {
            1 => Msg::Sources,
            reports => Msg::SourcesOrigins { reports: reports.into(), origins: lead.origins.into() },
        })
    }

    fn asked(&self, query: &Query) -> Option<Query> {
        match query {
            Query::Figures(ask) => Some(Query::Figures(Ask { when: When::In(self.period.asked()), ..ask.clone() })),
            Query::AsOf(..) => Some(query.clone()),
            _ => None,
        }
    }
}

impl<'c> Writer<'c> {
    fn panel_card(&mut self, panel: &'c Panel) {
        let first = &panel.rows[0];
        self.title(self.heading(&panel.subject, self.period(panel.period)));
        self.headline = Headline::of(&panel.subject, Some(panel.period));
        self.lead(first);
        self.surplus(panel);
        let sides = Self::of_one_account(&panel.rows[1..], first);
        let marks = self.sold_and_bought(&sides);
        if marks.is_none() {
            for row in panel.rows.iter().skip(1).chain(&panel.measures).take(2) {
                self.row(row);
            }
        }
        self.counted_in_brief(&first.reading, marks.unwrap_or_default());
        let across: Vec<&Across> = panel.across.iter().collect();
        if let Some(year) = panel.subject.year_of_total() {
            self.block(Block::Note(Text::plain(self.say(Msg::TotalToDate { year: year.to_string().into() }))));
        } else {
            self.caution(first, &across, panel.apart.as_deref());
        }
        // The definition at least.
        self.leave_to_details();
    }

    fn panel(&mut self, panel: &'c Panel) {
        self.title(self.heading(&panel.subject, self.period(panel.period)));
        self.headline = Headline::of(&panel.subject, Some(panel.period));
        self.lead(&panel.rows[0]);
        self.surplus(panel);
        self.counted_by(&panel.rows[0].reading);
        self.across(&panel.rows[0].reading, &panel.across);
        if let Some(pair) = &panel.apart {
            self.apart(pair);
        }
        if let Some(year) = panel.subject.year_of_total() {
            self.block(Block::Note(Text::plain(self.say(Msg::TotalToDate { year: year.to_string().into() }))));
        }
        self.definition(panel);
        if panel.rows.len() >= 3 && panel.subject.indicator.kind == Kind::Flow {
            self.space();
            let rows =
                panel.rows.iter().map(|row| (self.indicator(&row.indicator).to_owned(), row)).collect::<Vec<_>>();
            self.table(panel.period, &rows);
            self.formulas(panel.rows.iter().skip(1));
        } else {
            for row in &panel.rows[1..] {
                self.row(row);
            }
        }
        for row in &panel.measures {
            self.row(row);
        }
        for longer in &panel.longer {
            self.longer(longer);
        }
        for row in panel.rows.iter().chain(&panel.measures) {
            self.beside(&row.reading);
            if let Some(change) = &row.change {
                self.conflicts(&change.lead);
            }
        }
        if let Some(year) = panel.later.first().and_then(|row| row.reading.lead.period.year()) {
            self.block(Block::Note(Text::plain(self.say(Msg::LaterParts { year: year.to_string().into() }))));
        }
        for row in panel.later.iter().chain(&panel.within) {
            self.row(row);
        }
        // One of a kind: the rest is on the page of the place.
        let mut shown: Vec<&Arc<Statement>> = Vec::new();
        for statement in &panel.statements {
            if shown.iter().all(|other| other.kind != statement.kind) {
                shown.push(statement);
            }
        }
        self.also_said(shown);
    }

    /// Whose surplus a balance is, and whose deficit.
    fn surplus(&mut self, panel: &'c Panel) {
        let number = &panel.rows[0].reading.lead.amount.number;
        if !panel.subject.indicator.signed || panel.subject.indicator.kind != Kind::Flow || number.is_zero() {
            return;
        }
        let series = panel.subject.series();
        let ours = self.counted_from(series.reporter.as_ref(), &series.partner, series.of.as_ref());
        let theirs = self.place(&panel.subject.partner).to_owned();
        let (one, other) = if number.is_sign_positive() { (ours, theirs) } else { (theirs, ours) };
        self.line(self.say(Msg::Surplus { one: one.into(), other: other.into() }));
    }

    fn definition(&mut self, panel: &'c Panel) {
        let subject = &panel.subject;
        let measured = match &subject.of {
            Some(Of::Indicator(grown)) => self.catalogue.indicator(grown.as_str()).unwrap_or(&subject.indicator),
            _ => &subject.indicator,
        };
        let words = self.language.pick(&measured.definition).to_owned();
        self.block(Block::Line(Text(vec![Piece::Italic(words)])));
    }
}
