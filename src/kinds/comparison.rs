//! Several places side by side, at one time or year by year.

use std::{ops::Range, sync::Arc};

use super::{
    gap::{self, Gap, Missing},
    years,
};
use crate::{
    answer::{Reading, Row, Subject, Told, leading, stock_row, times_of},
    catalogue::Known,
    fact::{Kind, Period},
    language::{Column, Msg},
    question::{self, Query, When},
    render::{Answer, Block, CARD_TABLE, Piece, Table, Text, Writer, capital, span, unique, with_day},
};

/// One indicator of several places, in one count; a place without a figure is a gap.
#[derive(Clone, Debug)]
pub(super) struct Comparison {
    /// In the order asked.
    pub subjects: Vec<Subject>,
    /// The time that is told of.
    pub when: When,
    /// For each period a row for each place.
    pub lines: Vec<(Period, Vec<Option<Row>>)>,
    /// How many times that of each other place the largest figure is, at the last time that has two.
    pub ratios: Vec<Reading>,
    /// For each place by how much a year it grew on average.
    pub averages: Vec<Option<Reading>>,
    pub next: Vec<Query>,
}

impl Told for Comparison {
    fn readings(&self) -> Vec<&Reading> {
        let rows = self.lines.iter().flat_map(|(_, rows)| rows).flatten().flat_map(Row::readings);
        rows.chain(&self.ratios).chain(self.averages.iter().flatten()).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn comparison(asked: &question::Comparison, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let missing = || -> Arc<dyn Answer> { Arc::new(gap(asked, catalogue)) };
    let subjects: Option<Vec<Subject>> = asked.asks().map(|ask| Subject::of(&ask, catalogue)).collect();
    let Some(subjects) = subjects else { return missing() };
    let is_stock = subjects[0].indicator.kind == Kind::Stock;
    let at = |period| subjects.iter().map(|subject| subject.row(catalogue, period)).collect();
    let (when, lines) = match asked.when {
        when if is_stock => {
            let rows: Vec<Option<Row>> =
                subjects.iter().map(|subject| stock_row(subject, &subject.indicator, when, catalogue)).collect();
            let period = rows.iter().flatten().map(|row| row.reading.lead.period).max();
            (when, period.map(|period| (period, rows)).into_iter().collect())
        }
        When::Years(first, last) => {
            // The columns have no room for changes.
            let of = |period| subjects.iter().map(|subject| subject.bare_row(catalogue, period)).collect();
            let lines: Vec<(Period, Vec<Option<Row>>)> =
                years::all(first, last).map(Period::Year).map(|period| (period, of(period))).collect();
            (asked.when, lines)
        }
        When::In(period) => (asked.when, vec![(period, at(period))]),
        When::Latest => {
            let common = common(&subjects, catalogue);
            let Some(last) = common.first() else { return missing() };
            let period = leading(*last, |year| common.contains(&year));
            (When::In(period), vec![(period, at(period))])
        }
    };
    if lines.iter().all(|(_, rows)| rows.iter().all(Option::is_none)) {
        return missing();
    }
    let ratios = lines.iter().rev().find(|(_, rows)| rows.iter().flatten().count() > 1);
    let ratios = ratios.map(|(_, rows)| ratios_of(rows, catalogue)).unwrap_or_default();
    let averages = match asked.when {
        When::Years(first, last) => subjects.iter().map(|subject| subject.average(first, last, catalogue)).collect(),
        When::Latest | When::In(_) => Vec::new(),
    };
    let next = next(asked, when, &subjects, &lines, catalogue);
    Arc::new(Comparison { subjects, when, lines, ratios, averages, next })
}

/// The largest over each of the others, the least last.
fn ratios_of(rows: &[Option<Row>], catalogue: Known<'_>) -> Vec<Reading> {
    let mut held: Vec<&Row> = rows.iter().flatten().collect();
    if !held.iter().all(|row| matches!(row.indicator.kind, Kind::Flow | Kind::Stock) && !row.indicator.signed) {
        return Vec::new();
    }
    let high = |row: &&Row| row.reading.lead.amount.span().map(|span| span.high);
    held.sort_by_key(|row| std::cmp::Reverse(high(row)));
    let Some((largest, others)) = held.split_first() else { return Vec::new() };
    let over = |other: &&Row| times_of(&largest.reading.lead, &other.reading.lead, catalogue);
    others.iter().filter_map(over).map(Reading::alone).collect()
}

/// The periods in which most of the places have a figure, the newest first.
fn common(subjects: &[Subject], catalogue: Known<'_>) -> Vec<Period> {
    let mut counted: Vec<(Period, usize)> = Vec::new();
    for period in subjects.iter().flat_map(|subject| subject.periods(catalogue)) {
        match counted.iter_mut().find(|(known, _)| *known == period) {
            Some((_, count)) => *count += 1,
            None => counted.push((period, 1)),
        }
    }
    let most = counted.iter().map(|(_, count)| *count).max();
    counted.retain(|(_, count)| Some(*count) == most);
    let mut periods: Vec<Period> = counted.into_iter().map(|(period, _)| period).collect();
    periods.sort_by(|one, other| other.cmp(one));
    periods
}

fn next(
    asked: &question::Comparison,
    when: When,
    subjects: &[Subject],
    lines: &[(Period, Vec<Option<Row>>)],
    catalogue: Known<'_>,
) -> Vec<Query> {
    let mut next = Vec::new();
    let again = |when: When| Query::Compare(question::Comparison { when, ..asked.clone() });
    if let (When::In(period), false) = (when, subjects[0].indicator.kind == Kind::Stock) {
        let held = |period: &Period| subjects.iter().filter(|subject| subject.holds(catalogue, *period)).count() > 1;
        next.extend(
            [period.year_before(), period.year_after()]
                .into_iter()
                .flatten()
                .filter(held)
                .map(|period| again(When::In(period))),
        );
    }
    for (place, subject) in subjects.iter().enumerate() {
        let is_gap = lines.iter().all(|(_, rows)| rows[place].is_none());
        // Of a place without a figure the newest that there is.
        let when = if is_gap { subject.newest(catalogue).map(When::In) } else { Some(when) };
        next.extend(when.map(|when| Query::Figures(subject.when(when))));
    }
    next
}

/// Nothing of any of them at that time: the nearest times at which most of them have something.
fn gap(asked: &question::Comparison, catalogue: Known<'_>) -> Gap {
    let subjects: Vec<Subject> = asked.asks().filter_map(|ask| Subject::of(&ask, catalogue)).collect();
    let mut periods = common(&subjects, catalogue);
    let distance = |period: &Period| gap::distance(asked.when, *period);
    periods.sort_by_key(distance);
    let mut nearest: Vec<Query> = periods
        .into_iter()
        .take(3)
        .map(|period| Query::Compare(question::Comparison { when: When::In(period), ..asked.clone() }))
        .collect();
    nearest.extend(
        subjects
            .iter()
            .filter(|subject| subject.newest(catalogue).is_some())
            .map(|subject| Query::Figures(subject.when(When::Latest))),
    );
    if nearest.is_empty() {
        nearest.push(Query::Facts);
    }
    nearest.truncate(5);
    Gap::new(Missing::Comparison(asked.clone()), nearest)
}

impl Answer for Comparison {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.comparison(self);
    }

    fn card<'c>(&'c self, writer: &mut Writer<'c>) {
        match self.lines.len() {
            1 => writer.comparison(self),
            _ => writer.comparison_card(self),
        }
    }

    fn asked(&self, query: &Query) -> Option<Query> {
        match query {
            Query::Compare(asked) => Some(Query::Compare(question::Comparison { when: self.when, ..asked.clone() })),
            Query::AsOf(..) => Some(query.clone()),
            _ => None,
        }
    }
}

impl<'c> Writer<'c> {
    /// Over years: where the places have no room beside each other, a line for each, and the newest years that fit.
    fn comparison_card(&mut self, comparison: &'c Comparison) {
        self.title(self.heading_of(&comparison.subjects, self.when(comparison.when)));
        let held = || comparison.lines.iter().flat_map(|(_, rows)| rows).flatten();
        let column = self.column(held());
        let years = comparison.lines.iter().filter(|(_, rows)| rows.iter().any(Option::is_some));
        let years: Vec<&(Period, Vec<Option<Row>>)> = years.collect();
        let beside = years.len().min(CARD_TABLE);
        let newest = |shown: usize| &years[years.len() - shown..];
        let is_narrow = |table: &Table| without_marks(table).fits();
        let (mut shown, mut table) = (beside, self.years_table(comparison, newest(beside), column));
        let is_by_year = is_narrow(&table);
        if !is_by_year {
            (shown, table) = (1, self.places_table(comparison, newest(1), column));
            while shown < years.len() {
                let wider = self.places_table(comparison, newest(shown + 1), column);
                if !is_narrow(&wider) {
                    break;
                }
                (shown, table) = (shown + 1, wider);
            }
        }
        let mut named: Vec<(String, &'c Row)> = Vec::new();
        for (_, rows) in newest(shown) {
            let rows = comparison.subjects.iter().zip(rows);
            named.extend(
                rows.filter_map(|(subject, row)| Some((self.place(&subject.partner).to_owned(), row.as_ref()?))),
            );
        }
        self.counted_by_each(named.into_iter());
        let at = self.page.blocks.len() - 1;
        if is_by_year {
            // The head, and that there are more years.
            let room = self.room().saturating_sub(2).max(1);
            table.rows.drain(..shown.saturating_sub(room));
            shown = shown.min(room);
        }
        let marks = self.first_that_fits([table]);
        self.mark_line(at, &marks);
        if shown < years.len() {
            self.line(self.say(Msg::NewestOf { shown: shown.into(), all: years.len().into() }));
        }
        self.leave_to_details();
    }

    fn years_table(
        &mut self,
        comparison: &'c Comparison,
        years: &[&'c (Period, Vec<Option<Row>>)],
        column: Option<Column>,
    ) -> Table {
        let mut head = vec![column.and_then(Column::head).unwrap_or_default()];
        head.extend(comparison.subjects.iter().map(|subject| self.place(&subject.partner).to_owned()));
        head.push(self.say(Msg::ColumnSources));
        let mut lines = Vec::new();
        for (period, rows) in years {
            let drawn = self.drawn(rows, column);
            let cells = drawn.iter().map(|cell| cell.as_ref().map_or("–", |(words, _)| words).to_owned());
            let cells = std::iter::once(self.period(*period)).chain(cells).collect();
            lines.push((cells, unique(drawn.into_iter().flatten().flat_map(|(_, marks)| marks).collect())));
        }
        self.aligned(Table { head, rows: lines })
    }

    fn places_table(
        &mut self,
        comparison: &'c Comparison,
        years: &[&'c (Period, Vec<Option<Row>>)],
        column: Option<Column>,
    ) -> Table {
        let mut head = vec![column.and_then(Column::head).unwrap_or_default()];
        head.extend(years.iter().map(|(period, _)| self.period(*period)));
        head.push(self.say(Msg::ColumnSources));
        let mut lines = Vec::new();
        for (place, subject) in comparison.subjects.iter().enumerate() {
            let drawn: Vec<Option<Cell>> =
                years.iter().map(|(_, rows)| self.drawn(&rows[place..=place], column).pop().flatten()).collect();
            let cells = drawn.iter().map(|cell| cell.as_ref().map_or("–", |(words, _)| words).to_owned());
            let cells = std::iter::once(self.place(&subject.partner).to_owned()).chain(cells).collect();
            lines.push((cells, unique(drawn.into_iter().flatten().flat_map(|(_, marks)| marks).collect())));
        }
        self.aligned(Table { head, rows: lines })
    }

    fn comparison(&mut self, comparison: &'c Comparison) {
        let when = match (comparison.when, &comparison.lines[..]) {
            (When::Latest, [(period, rows), ..])
                if rows.iter().flatten().all(|row| row.reading.lead.period == *period) =>
            {
                self.period(*period)
            }
            (when, _) => self.when(when),
        };
        self.title(self.heading_of(&comparison.subjects, when));
        let is_one = comparison.lines.len() == 1;
        let all = || {
            let lines = comparison.lines.iter();
            let all =
                lines.flat_map(|(period, rows)| comparison.subjects.iter().zip(rows).map(move |of| (*period, of)));
            all.filter_map(|(period, (subject, row))| Some((period, self.place(&subject.partner), row.as_ref()?)))
        };
        let counted: Vec<(String, &'c Row)> = all().map(|(_, name, row)| (name.to_owned(), row)).collect();
        let column = self.column(counted.iter().map(|(_, row)| *row));
        // Of most numbers in a long table nothing is said beneath it.
        let has_words = |row: &Row| is_one || row.reading.lead.status.is_some() || !row.reading.others.is_empty();
        let name_of = |period: Period, name: &str| match is_one {
            true => name.to_owned(),
            false => [name, &self.period(period)].join(self.language.comma()),
        };
        let all = all().filter(|(.., row)| has_words(row)).map(|(period, name, row)| (name_of(period, name), row));
        let all: Vec<(String, &'c Row)> = all.collect();
        self.counted_by_each(counted.into_iter());
        self.space();
        if is_one {
            self.places(comparison, column);
        } else {
            self.columns(comparison, column);
        }
        self.gaps(comparison);
        self.statuses(all.iter().map(|(name, row)| (name.clone(), *row)));
        self.formulas_of(comparison, &all);
        for (subject, average) in comparison.subjects.iter().zip(&comparison.averages) {
            if let Some(average) = average {
                self.average(average, Some(self.place(&subject.partner)));
            }
        }
        for ratio in &comparison.ratios {
            self.ratio(ratio, !is_one);
        }
        self.notes_on(all.into_iter());
    }

    /// Of which places nothing is known, or not of every time.
    fn gaps(&mut self, comparison: &'c Comparison) {
        let gaps = comparison.subjects.iter().enumerate();
        let gaps = gaps.filter(|(place, _)| comparison.lines.iter().all(|(_, rows)| rows[*place].is_none()));
        let gaps: Vec<&str> = gaps.map(|(_, subject)| self.place(&subject.partner)).collect();
        if !gaps.is_empty() {
            self.line(format!(
                "– {}: {}. {}",
                self.say(Msg::NoData),
                gaps.join(self.language.comma()),
                self.say(Msg::PartsNote)
            ));
        } else if comparison.lines.len() != 1
            && comparison.lines.iter().any(|(_, rows)| rows.iter().any(Option::is_none))
        {
            self.line(format!("– {}", self.say(Msg::NoData)));
        }
    }

    /// What the stars stand for: of one time row by row, of several together.
    fn formulas_of(&mut self, comparison: &'c Comparison, rows: &[(String, &'c Row)]) {
        if comparison.lines.len() == 1 {
            for (name, row) in rows {
                let readings = [Some(&row.reading), row.change.as_ref()].into_iter().flatten();
                for reading in readings.filter(|reading| reading.lead.is_calculated()) {
                    self.formula_of(name.clone(), &reading.lead);
                }
            }
        } else {
            for (place, subject) in comparison.subjects.iter().enumerate() {
                let lines = comparison.lines.iter();
                let rows = lines.filter_map(|(period, rows)| Some((*period, rows[place].as_ref()?)));
                self.formulas_by_year(Some(self.place(&subject.partner)), rows);
            }
        }
    }

    /// The heading of one, with all the partners.
    fn heading_of(&self, subjects: &'c [Subject], when: String) -> String {
        let partners: Vec<&str> = subjects.iter().map(|subject| self.place(&subject.partner)).collect();
        self.heading_with(&subjects[0], partners.join(self.language.comma()), when)
    }

    /// At one time: a line for each place.
    fn places(&mut self, comparison: &'c Comparison, column: Option<Column>) {
        let (period, rows) = &comparison.lines[0];
        let has_changes = rows.iter().flatten().any(|row| row.change.is_some());
        let mut head = vec![column.and_then(Column::head).unwrap_or_default(), String::new()];
        let on = period.year_before().map(|base| self.say(Msg::ColumnChange { base: base.to_string().into() }));
        head.extend(has_changes.then(|| on.unwrap_or_default()));
        head.push(self.say(Msg::ColumnSources));
        let changes = self.changes_column(rows.iter().flatten());
        let mut lines = Vec::new();
        for (subject, row) in comparison.subjects.iter().zip(rows) {
            let name = self.place(&subject.partner);
            let name = row.as_ref().map_or_else(|| name.to_owned(), |row| with_day(name, row, self.language.comma()));
            let value = row.as_ref().map_or_else(|| "–".to_owned(), |row| self.cell(&row.reading, column));
            let change =
                row.as_ref().and_then(|row| row.change.as_ref()).map(|change| self.cell_change(change, changes));
            let mut cells = vec![name, value];
            cells.extend(has_changes.then(|| change.unwrap_or_default()));
            let marks = row.as_ref().map(|row| self.row_marks(row)).unwrap_or_default();
            lines.push((cells, marks));
        }
        self.table_of(head, lines);
    }

    /// Over years: a column for each place, as many as fit beside each other; beneath, what the columns are.
    fn columns(&mut self, comparison: &'c Comparison, column: Option<Column>) {
        let count = comparison.subjects.len();
        let columns = Columns {
            unit: column.and_then(Column::head).unwrap_or_default(),
            lines: comparison.lines.iter().map(|(period, rows)| (*period, self.drawn(rows, column))).collect(),
        };
        let named = self.column_table(comparison, &columns, 0..count, false);
        let mut from = 0;
        if named.fits() {
            self.block(Block::Table(named));
            from = count;
        }
        while from < count {
            let mut end = from + 1;
            let mut table = self.column_table(comparison, &columns, from..end, true);
            while end < count {
                let wider = self.column_table(comparison, &columns, from..end + 1, true);
                if !wider.fits() {
                    break;
                }
                (table, end) = (wider, end + 1);
            }
            self.block(Block::Table(table));
            from = end;
        }
        self.columns_read(comparison, &columns);
    }

    /// A line of cells, each with the marks of its sources; none for a gap.
    fn drawn(&mut self, rows: &'c [Option<Row>], column: Option<Column>) -> Vec<Option<Cell>> {
        let mut drawn = |row: &'c Row| (self.cell(&row.reading, column), self.lead_marks(&row.reading));
        rows.iter().map(Option::as_ref).map(|row| row.map(&mut drawn)).collect()
    }

    /// What each column is, and where its numbers were read.
    fn columns_read(&mut self, comparison: &'c Comparison, columns: &Columns) {
        let mut text = Text::default();
        for (place, subject) in comparison.subjects.iter().enumerate() {
            let marks = columns.marks(place..place + 1, &columns.lines);
            let (code, name) = (code(subject), self.place(&subject.partner));
            let parted = if place > 0 { self.language.semicolon() } else { "" };
            let code = if code == name { String::new() } else { format!(" ({code})") };
            text = text.and(format!("{parted}{name}{code}")).marked(marks);
        }
        self.block(Block::Line(text));
    }

    fn column_table(&self, comparison: &'c Comparison, columns: &Columns, places: Range<usize>, short: bool) -> Table {
        let mut head = vec![columns.unit.clone()];
        for subject in &comparison.subjects[places.clone()] {
            head.push(if short { code(subject) } else { self.place(&subject.partner).to_owned() });
        }
        let is_gap = |cells: &[Option<Cell>]| cells[places.clone()].iter().all(Option::is_none);
        let mut lines = Vec::new();
        for stretch in columns.lines.chunk_by(|(_, one), (_, other)| is_gap(one) && is_gap(other)) {
            let (first, drawn) = &stretch[0];
            let name = match (*first, stretch[stretch.len() - 1].0) {
                (Period::Year(first), Period::Year(last)) => span(first, last),
                (first, _) => self.period(first),
            };
            let shown = |cell: &Option<Cell>| cell.as_ref().map_or_else(|| "–".to_owned(), |(words, _)| words.clone());
            let cells = std::iter::once(name).chain(drawn[places.clone()].iter().map(shown)).collect();
            lines.push((cells, columns.marks(places.clone(), &stretch[..1])));
        }
        self.aligned(Table { head, rows: lines })
    }

    /// `Kazakhstan is 3.18 times Uzbekistan = …`
    fn ratio(&mut self, ratio: &'c Reading, dated: bool) {
        let number = &ratio.lead;
        let marks = self.number_marks(number);
        let Some(crate::fact::Of::Place(other)) = &number.series.of else { return };
        let words = self.say(Msg::TimesOf {
            one: self.place_named(number.series.partner.as_str()).into(),
            times: self.number(number).into(),
            other: self.place_named(other.as_str()).into(),
        });
        let when = if dated { format!("{}: ", self.period(number.period)) } else { String::new() };
        let words = Text::plain(capital(&when)).with(Piece::Bold(words));
        self.block(Block::Item(words.and(format!(" = {}", self.formula_words(number))).marked(marks)));
    }
}

/// The number in a cell, and the marks of its sources.
type Cell = (String, Vec<usize>);

/// Numbers of several places by time, drawn once for every table that is tried.
struct Columns {
    unit: String,
    lines: Vec<(Period, Vec<Option<Cell>>)>,
}

impl Columns {
    /// The marks in some columns of some lines, each once.
    fn marks(&self, places: Range<usize>, lines: &[(Period, Vec<Option<Cell>>)]) -> Vec<usize> {
        let cells = lines.iter().flat_map(|(_, cells)| cells[places.clone()].iter().flatten());
        unique(cells.flat_map(|(_, marks)| marks).copied().collect())
    }
}

fn without_marks(table: &Table) -> Table {
    let mut table = table.clone();
    table.head.pop();
    table
}

/// What a narrow column is headed with.
fn code(subject: &Subject) -> String {
    let id = subject.partner.id.as_str();
    if subject.partner.is_group() {
        id.split('-').filter_map(|word| word.chars().next()).collect()
    } else {
        id.to_owned()
    }
}
