//! Numbers in lines and tables, and what stands beside them.

use std::{cmp::Ordering, sync::Arc};

use super::super::{Block, Piece, Table, Text};
use super::{Writer, unique};
use crate::{
    answer::{Basis, Number, Reading, Relation, Row},
    fact::{AuthorityId, Base, Conflict, Figure, Kind, Period, Qualifier, Statement, Unit},
    language::Msg,
};

impl<'c> Writer<'c> {
    /// The figure first, bold, with its change and its sources.
    pub(crate) fn lead(&mut self, row: &'c Row) {
        let reading = &row.reading;
        let marks = self.lead_marks(reading);
        let growth = matches!(row.indicator.kind, Kind::Growth);
        let number = if growth {
            self.language.change(reading.lead.qualifier, &reading.lead.amount)
        } else {
            self.number(&reading.lead)
        };
        let mut text = Text::bold(number);
        match reading.lead.since.or_else(|| reading.lead.period.year_before()) {
            Some(base) if growth => text = Text::default().with(Piece::Bold(self.on(&reading.lead, base))),
            _ => {}
        }
        let mut words = String::new();
        if let Some(change) = &row.change {
            words = [self.language.comma(), &self.change(change)].concat();
        }
        if reading.lead.is_calculated() {
            words.push_str(&format!(" ({})", self.say(Msg::Calculated)));
        }
        if !words.is_empty() {
            text = text.and(words);
        }
        self.block(Block::Line(text.marked(marks)));
        if let Basis::Calculated(..) = &reading.lead.basis {
            self.formula(&reading.lead);
        }
    }

    /// `+12% on 2024`
    pub(crate) fn change(&self, change: &Reading) -> String {
        let base = change.lead.since.or_else(|| change.lead.period.year_before());
        let said = match base {
            Some(base) => self.on(&change.lead, base),
            None => self.language.change(change.lead.qualifier, &change.lead.amount),
        };
        if change.lead.is_calculated() { format!("{said} ({})", self.say(Msg::Calculated)) } else { said }
    }

    pub(crate) fn on(&self, growth: &Number, base: Period) -> String {
        let change = self.language.change(growth.qualifier, &growth.amount);
        let base = self.period(base);
        match growth.amount.unit.base {
            Base::Times => self.say(Msg::TimesSince { times: change.into(), base: base.into() }),
            _ => self.say(Msg::ChangeOn { change: change.into(), base: base.into() }),
        }
    }

    pub(crate) fn counted_by(&mut self, reading: &'c Reading) {
        let Some(figure) = reading.lead.figures().into_iter().next() else { return };
        let origin = self.catalogue.origin(figure);
        let authority = self.authority(origin.as_str());
        let words = if self.is_claim(&reading.lead) {
            self.say(Msg::ClaimedBy { authority: authority.into() })
        } else if *origin == figure.authority {
            self.say(Msg::CountedBy { authority: authority.into() })
        } else {
            let named = self.authority(figure.authority.as_str());
            self.say(Msg::CountedByAs { authority: authority.into(), named: named.into() })
        };
        self.line(words);
    }

    /// Whose counts several numbers are: one line for each body, with whose numbers they are where there are more.
    pub(crate) fn counted_by_each(&mut self, rows: impl Iterator<Item = (String, &'c Row)>) {
        let mut counted: Vec<(&AuthorityId, &'c Row, Vec<String>)> = Vec::new();
        let mut named: Vec<&AuthorityId> = Vec::new();
        for (name, row) in rows {
            let Some(figure) = row.reading.lead.figures().into_iter().next() else { continue };
            let origin = self.catalogue.origin(figure);
            match counted.iter_mut().find(|(known, ..)| *known == origin) {
                Some((.., names)) if names.contains(&name) => {}
                Some((.., names)) => names.push(name),
                None => counted.push((origin, row, vec![name])),
            }
            if !named.contains(&&figure.authority) {
                named.push(&figure.authority);
            }
        }
        match &counted[..] {
            [(_, row, _)] if named.len() == 1 => self.counted_by(&row.reading),
            [(origin, ..)] => self.line(self.say(Msg::CountedBy { authority: self.authority(origin.as_str()).into() })),
            counted => {
                for (origin, row, names) in counted {
                    let authority =
                        format!("{} ({})", self.authority(origin.as_str()), spans(names, self.language.comma())).into();
                    let is_claim = self.is_claim(&row.reading.lead);
                    let words = if is_claim { Msg::ClaimedBy { authority } } else { Msg::CountedBy { authority } };
                    self.line(self.say(words));
                }
            }
        }
    }

    /// One indicator in a line of its own.
    pub(crate) fn row(&mut self, row: &'c Row, shown: Period) {
        let marks = self.lead_marks(&row.reading);
        let lead = &row.reading.lead;
        let mut name = capital(&self.number_name(lead));
        if lead.period != shown {
            name.extend([self.language.comma(), &self.period(lead.period)]);
        }
        name.push_str(": ");
        let growth = row.indicator.kind == Kind::Growth;
        let mut words = match lead.since.or_else(|| lead.period.year_before()) {
            Some(base) if growth => self.on(lead, base),
            _ => self.number(lead),
        };
        if let Some(change) = &row.change {
            words.extend([self.language.comma(), &self.change(change)]);
        }
        if row.reading.lead.is_calculated() {
            words.extend([" (", &self.say(Msg::Calculated), ")"]);
        }
        self.block(Block::Item(Text::plain(name).with(Piece::Bold(words)).marked(marks)));
    }

    /// Numbers of one unit under each other, with their changes.
    pub(crate) fn table(&mut self, period: Period, rows: &[(String, &'c Row)]) {
        let unit = column_unit(rows.iter().map(|(_, row)| *row));
        // The title has the year, and its months in words, for which no column of a phone has room: `M01-M05`.
        let spelled = period.to_string();
        let part = spelled.split_once('-').filter(|_| period.is_part_of_year());
        let column = part.map_or_else(|| self.period(period), |(_, part)| part.to_owned());
        let base = period.year_before().and_then(Period::year);
        let mut head = vec![
            unit.and_then(|Unit { base, exponent }| self.language.unit(base, exponent)).unwrap_or_default(),
            column,
            base.map(|base| self.say(Msg::ColumnChange { base: base.to_string().into() })).unwrap_or_default(),
        ];
        head.push(self.say(Msg::ColumnSources));
        let has_changes = rows.iter().any(|(_, row)| row.change.is_some());
        if !has_changes {
            head.remove(2);
        }
        let rows = rows.iter().map(|(name, row)| {
            let marks = self.lead_marks(&row.reading);
            let change = row.change.as_ref().map(|change| self.cell_change(change)).unwrap_or_default();
            let mut cells = vec![capital(name), self.cell(&row.reading, unit)];
            cells.extend(has_changes.then_some(change));
            (cells, marks)
        });
        let rows = rows.collect();
        self.block(Block::Table(Table { head, rows }));
    }

    /// A number under a column head that has its unit, counted in the same power of ten; with the code of its
    /// currency where that is another.
    pub(crate) fn cell(&self, reading: &Reading, unit: Option<Unit>) -> String {
        let lead = &reading.lead;
        let counted = unit.and_then(|unit| lead.amount.counted_in(unit.exponent));
        let mut words = match (lead.amount.unit.base, counted, unit) {
            (Base::Money(currency), Some(number), Some(Unit { base, exponent })) => {
                let plus = if self.has_plus(lead) { "+" } else { "" };
                let code = if base == Base::Money(currency) { "" } else { currency.as_str() };
                let number = format!("{}{plus}{}", symbol(lead.qualifier), self.language.in_column(&number, exponent));
                if code.is_empty() { number } else { format!("{number} {code}") }
            }
            (Base::Percent, _, _) if self.is_growth(lead) => {
                format!("{}{}", symbol(lead.qualifier), self.language.change(Qualifier::Exact, &lead.amount))
            }
            (Base::Percent, _, _) => {
                format!("{}{}", symbol(lead.qualifier), self.language.amount(&lead.amount))
            }
            _ => self.number(lead),
        };
        if reading.lead.is_calculated() {
            words.push('*');
        }
        words
    }

    pub(crate) fn cell_change(&self, change: &Reading) -> String {
        let star = if change.lead.is_calculated() { "*" } else { "" };
        let number = self.language.change(Qualifier::Exact, &change.lead.amount);
        format!("{}{number}{star}", symbol(change.lead.qualifier))
    }

    /// Which numbers of a table are not settled: a cell has no room to say so.
    pub(crate) fn statuses(&mut self, rows: impl Iterator<Item = (String, &'c Row)>) {
        for (name, row) in rows {
            let lead = &row.reading.lead;
            let words =
                [lead.status.map(|status| self.status(status)), lead.is_doubtful().then(|| self.say(Msg::Doubtful))];
            let words: Vec<String> = words.into_iter().flatten().collect();
            if !words.is_empty() {
                self.line(format!("{name}: {}", words.join(self.language.comma())));
            }
        }
    }

    /// What the stars of a table stand for.
    pub(crate) fn formulas(&mut self, rows: impl Iterator<Item = &'c Row>) {
        for row in rows {
            if row.reading.lead.is_calculated() {
                self.formula(&row.reading.lead);
            }
            if let Some(change) = row.change.as_ref().filter(|change| change.lead.is_calculated()) {
                self.formula(&change.lead);
            }
        }
    }

    pub(crate) fn longer(&mut self, reading: &'c Reading) {
        let Some(since) = reading.lead.since else { return };
        let marks = self.lead_marks(reading);
        let words = self.on(&reading.lead, since);
        self.block(Block::Item(Text::plain(capital(&words)).marked(marks)));
        self.own_calculation(reading);
    }

    pub(crate) fn own_calculation(&mut self, reading: &'c Reading) {
        if let Some(number) = &reading.calculated {
            let (words, joint) = self.judged(&reading.lead, number);
            let marks = self.number_marks(number);
            self.block(Block::Item(Text::plain(format!("{words}{joint}{}", self.formula_words(number))).marked(marks)));
        }
    }

    /// Our own calculation of what is stated, and whether the words that state it fit; with what joins the formula.
    pub(crate) fn judged(&self, stated: &Number, own: &Number) -> (String, &'static str) {
        let number = self.displayed(own).into();
        let said = self.displayed(stated).into();
        match own.against(stated) {
            Ordering::Equal => (self.say(Msg::OwnCalculation { number }), " = "),
            Ordering::Greater => (self.say(Msg::OwnIsMore { number, said }), ": "),
            Ordering::Less => (self.say(Msg::OwnIsLess { number, said }), ": "),
        }
    }

    /// What stands beside the lead: the same in other words, and what differs or is not compared.
    pub(crate) fn beside(&mut self, reading: &'c Reading) {
        if reading.lead.since.is_none() {
            self.own_calculation(reading);
        }
        let lead = &reading.lead;
        let otherwise = |figure: &&Figure| figure.amount != lead.amount || figure.qualifier != lead.qualifier;
        let agreeing: Vec<&Figure> = reading.others(Relation::Agrees).filter(otherwise).collect();
        let mut said: Vec<(String, Vec<usize>)> = Vec::new();
        for figure in agreeing {
            let (words, mark) = (self.stated(figure), self.figure_mark(figure));
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, marks)) => marks.push(mark),
                None => said.push((words, vec![mark])),
            }
        }
        for (position, (words, marks)) in said.into_iter().enumerate() {
            let words = if position == 0 { format!("{} {words}", self.say(Msg::AlsoStated)) } else { words };
            self.block(Block::Item(Text::plain(words).marked(unique(marks))));
        }
        self.otherwise(reading);
        self.conflicts(lead);
    }

    /// What stands beside a number because it says something else, or is another thing.
    pub(crate) fn otherwise(&mut self, reading: &'c Reading) {
        for other in reading.others.iter().filter(|other| other.relation != Relation::Agrees) {
            let figure = &other.figure;
            let said = self.stated(figure).into();
            let authority = self.authority(figure.authority.as_str()).into();
            let when = || self.period(figure.period).into();
            let words = match other.relation {
                Relation::Agrees | Relation::Wrong => continue,
                Relation::Differs => Msg::Disagrees { authority, figure: said },
                Relation::Revised => {
                    Msg::Revised { authority, figure: said, published: self.published(&figure.source).into() }
                }
                Relation::Withdrawn => {
                    Msg::Withdrawn { authority, figure: said, when: self.withdrawn_on(figure).into() }
                }
                Relation::OtherUnit => Msg::OtherUnit { authority, figure: said },
                Relation::OtherCount => Msg::OtherCount { authority, figure: said, when: when() },
                Relation::Mirror | Relation::ThirdParty | Relation::OtherPeriod => {
                    Msg::OtherPeriod { authority, figure: said, when: when() }
                }
            };
            self.note(self.say(words), figure);
        }
    }

    /// What does not fit about a printed number, and is so in its source.
    pub(crate) fn conflicts(&mut self, number: &'c Number) {
        let Basis::Stated(figure) = &number.basis else { return };
        for conflict in &figure.conflicts {
            let what = [self.number_name(number), self.number(number)].join(" ");
            let conflict = self.conflict(*conflict).into();
            self.note(self.say(Msg::NotFitting { what: capital(&what).into(), conflict }), figure);
        }
    }

    fn conflict(&self, conflict: Conflict) -> String {
        self.say(match conflict {
            Conflict::PartsTotal => Msg::ConflictPartsTotal,
            Conflict::GrowthYears => Msg::ConflictGrowthYears,
            Conflict::MemberOverGroup => Msg::ConflictMemberOverGroup,
            Conflict::MembersTotal => Msg::ConflictMembersTotal,
            Conflict::MonthsOverYear => Msg::ConflictMonthsOverYear,
            Conflict::YearParts => Msg::ConflictYearParts,
            Conflict::SharesOverWhole => Msg::ConflictSharesOverWhole,
            Conflict::PeriodAhead => Msg::ConflictPeriodAhead,
            Conflict::ShareParts => Msg::ConflictShareParts,
            Conflict::Wording => Msg::ConflictWording,
            Conflict::Plausible => Msg::ConflictPlausible,
            Conflict::MirrorSwapped => Msg::ConflictMirrorSwapped,
            Conflict::OriginDisagrees => Msg::ConflictOriginDisagrees,
        })
    }

    pub(crate) fn note(&mut self, words: String, figure: &'c Figure) {
        let mark = self.figure_mark(figure);
        self.block(Block::Note(Text::plain(words).marked([mark])));
    }

    pub(crate) fn also_said(&mut self, statements: Vec<&'c Arc<Statement>>) {
        if !statements.is_empty() {
            self.space();
            self.line(self.say(Msg::StatementsHeld));
            self.statements(statements);
        }
    }
}

/// Names with a comma between them; years that follow each other as a span of them.
pub(crate) fn spans(names: &[String], comma: &str) -> String {
    let year = |name: &String| name.parse::<u16>().ok();
    let follow = |one: &String, other: &String| year(one).zip(year(other)).is_some_and(|(one, other)| one + 1 == other);
    let span = |names: &[String]| match names {
        [first, .., last] => format!("{first}–{last}"),
        names => names.concat(),
    };
    names.chunk_by(follow).map(span).collect::<Vec<_>>().join(comma)
}

/// A qualifier before a number in a table.
fn symbol(qualifier: Qualifier) -> &'static str {
    match qualifier {
        Qualifier::Exact => "",
        Qualifier::About | Qualifier::Nearly => "~",
        Qualifier::MoreThan => ">",
        Qualifier::AtLeast => "≥",
        Qualifier::LessThan => "<",
        Qualifier::AtMost => "≤",
    }
}

/// The unit that most of a column is in, in the largest power of ten: no number needs digits that it does not have.
pub(crate) fn column_unit<'r, 'c: 'r>(rows: impl Iterator<Item = &'c Row>) -> Option<Unit> {
    let units: Vec<Unit> = rows.map(|row| row.reading.lead.amount.unit).collect();
    let uses = |base: Base| units.iter().filter(|unit| unit.base == base).count();
    let base = units.iter().map(|unit| unit.base).max_by_key(|base| uses(*base))?;
    let exponent = units.iter().filter(|unit| unit.base == base).map(|unit| unit.exponent).max()?;
    Some(Unit { base, exponent })
}

/// A name in a table; a stock is of its own day.
pub(crate) fn with_day(name: &str, row: &Row, comma: &str) -> String {
    let own = row.reading.lead.period;
    if own.is_stock() { format!("{name}{comma}{own}") } else { name.to_owned() }
}

/// With a capital letter at the beginning.
pub(crate) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    // Something mostly follows.
    let mut capital = String::with_capacity(words.len() + 32);
    capital.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    capital.push_str(letters.as_str());
    capital
}
