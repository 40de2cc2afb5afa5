//! Numbers in lines and tables, and what stands beside them.

use std::{cmp::Ordering, sync::Arc};

use super::super::{Block, Piece, Table, Text};
use super::{Writer, unique};
use crate::{
    answer::{Basis, Number, Reading, Relation, Row},
    fact::{AuthorityId, Base, Conflict, Figure, Kind, Period, Statement},
    language::{Column, Digits, Msg, times_over},
};

impl<'c> Writer<'c> {
    /// The figure first, bold, with its change and its sources.
    pub(crate) fn lead(&mut self, row: &'c Row) {
        let reading = &row.reading;
        let marks = self.lead_marks(reading);
        let digits = self.digits_of(reading);
        let growth = matches!(row.indicator.kind, Kind::Growth);
        let words = match reading.lead.since.or_else(|| reading.lead.period.year_before()) {
            Some(base) if growth => self.on(&reading.lead, base),
            _ => self.number_in(&reading.lead, digits),
        };
        let rest = self.marks_and_change(row);
        let text = Text::bold(words);
        let text = if rest.is_empty() { text } else { text.and(rest) };
        self.block(Block::Line(text.marked(marks)));
        if !self.is_card {
            self.formulas(std::iter::once(row));
        }
    }

    /// What follows a number: that it was calculated, and its change. What is said of both is said once.
    pub(crate) fn marks_and_change(&self, row: &'c Row) -> String {
        let calculated = |is: bool| if is { format!(" ({})", self.say(Msg::Calculated)) } else { String::new() };
        let number = row.reading.lead.is_calculated();
        match &row.change {
            None => calculated(number),
            Some(change) => {
                let both = number && change.lead.is_calculated();
                let change =
                    [self.language.comma(), &self.change_words(change), &calculated(change.lead.is_calculated())];
                calculated(number && !both) + &change.concat()
            }
        }
    }

    /// `+12% on 2024`
    pub(crate) fn change_words(&self, change: &Reading) -> String {
        let lead = &change.lead;
        match lead.since.or_else(|| lead.period.year_before()) {
            Some(base) => self.on(lead, base),
            None => self.language.change(lead.qualifier, &lead.amount, self.digits),
        }
    }

    pub(crate) fn on(&self, growth: &Number, base: Period) -> String {
        let base = self.base(base).into();
        let (qualifier, amount) = (growth.qualifier, &growth.amount);
        let times = times_over(amount).or_else(|| (amount.unit.base == Base::Times).then_some(*amount));
        let words = match times {
            Some(times) => {
                let times = self.language.qualified(qualifier, false, &times, self.digits).into();
                self.say(Msg::TimesSince { times, base })
            }
            None => {
                let change = self.language.change(qualifier, amount, self.digits).into();
                self.say(Msg::ChangeOn { change, base })
            }
        };
        self.doubted(words, growth)
    }

    pub(crate) fn counted_by(&mut self, reading: &'c Reading) {
        if let Some(words) = self.counted_words(reading) {
            self.line(words);
        }
    }

    pub(super) fn counted_words(&self, reading: &'c Reading) -> Option<String> {
        let figure = reading.lead.figures().into_iter().next()?;
        let origin = self.catalogue.origin(figure);
        let authority = self.authority(origin.as_str());
        Some(if self.is_only_said(&reading.lead) {
            self.said_by_whom(&reading.lead, authority.to_owned())
        } else if *origin == figure.authority {
            self.say(Msg::CountedBy { authority: authority.into() })
        } else {
            let named = self.authority(figure.authority.as_str());
            self.say(Msg::CountedByAs { authority: authority.into(), named: named.into() })
        })
    }

    /// Who says or compiles a number that they do not count themselves.
    fn said_by_whom(&self, number: &Number, authority: String) -> String {
        let authority = authority.into();
        self.say(if number.is_compiled() { Msg::CompiledBy { authority } } else { Msg::ClaimedBy { authority } })
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
                        format!("{} ({})", self.authority(origin.as_str()), spans(names, self.language.comma()));
                    let lead = &row.reading.lead;
                    let words = match self.is_only_said(lead) {
                        true => self.said_by_whom(lead, authority),
                        false => self.say(Msg::CountedBy { authority: authority.into() }),
                    };
                    self.line(words);
                }
            }
        }
    }

    /// One indicator in a line of its own.
    pub(crate) fn row(&mut self, row: &'c Row) {
        let marks = self.row_marks(row);
        let name = capital(&self.named(&row.reading.lead));
        let words = format!("{}{}", self.said_number_of(&row.reading), self.marks_and_change(row));
        self.block(Block::Item(Text::plain(format!("{name}: ")).with(Piece::Bold(words)).marked(marks)));
    }

    /// Numbers of one unit under each other, with their changes.
    pub(crate) fn table(&mut self, period: Period, rows: &[(String, &'c Row)]) {
        let table = self.table_for(period, rows);
        self.tabled(table);
        self.rounded_note(rows, self.column(rows.iter().map(|(_, row)| *row)));
    }

    pub(super) fn table_for(&mut self, period: Period, rows: &[(String, &'c Row)]) -> Table {
        let column = self.column(rows.iter().map(|(_, row)| *row));
        // The title has the year, and its months in words, for which no column of a phone has room: `M01-M05`.
        let spelled = period.to_string();
        let part = spelled.split_once('-').filter(|_| period.is_part_of_year());
        let named = part.map_or_else(|| self.period(period), |(_, part)| part.to_owned());
        let base = period.year_before().and_then(Period::year);
        let mut head = vec![
            column.and_then(Column::head).unwrap_or_default(),
            named,
            base.map(|base| self.say(Msg::ColumnChange { base: base.to_string().into() })).unwrap_or_default(),
        ];
        head.push(self.say(Msg::ColumnSources));
        let has_changes = rows.iter().any(|(_, row)| row.change.is_some());
        if !has_changes {
            head.remove(2);
        }
        let changes = self.changes_column(rows.iter().map(|(_, row)| *row));
        let mut lines = Vec::new();
        for (name, row) in rows {
            let marks = if has_changes { self.row_marks(row) } else { self.lead_marks(&row.reading) };
            let change = row.change.as_ref().map(|change| self.cell_change(change, changes)).unwrap_or_default();
            let mut cells = vec![capital(name), self.cell(&row.reading, column)];
            cells.extend(has_changes.then_some(change));
            lines.push((cells, marks));
        }
        self.aligned(Table { head, rows: lines })
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
        self.own_calculation(reading, false);
        self.conflicts(&reading.lead);
    }

    fn own_calculation(&mut self, reading: &'c Reading, named: bool) {
        if let Some(number) = &reading.calculated
            && !self.leave_to_details()
        {
            let (words, joint) = self.judged(&reading.lead, number);
            let marks = self.number_marks(number);
            let words = format!("{words}{joint}{}", self.formula_words(number));
            let words = if named { self.about(&reading.lead, words) } else { words };
            self.block(Block::Item(Text::plain(words).marked(marks)));
        }
    }

    /// Words about a number, with its name before them where the title does not say it.
    fn about(&self, number: &Number, words: String) -> String {
        if self.is_headline(number) {
            return words;
        }
        let mut letters = words.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        format!("{}: {}{}", capital(&self.named(number)), first.collect::<String>(), letters.as_str())
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

    /// As many digits as the lead of a reading needs to look different from what is said to differ from it.
    pub(crate) fn digits_of(&self, reading: &Reading) -> Digits {
        if self.is_card {
            return self.digits;
        }
        let lead = &reading.lead;
        let differing = reading.others.iter().filter(|other| is_said_to_differ(other.relation));
        let differing = differing.map(|other| (other.figure.qualifier, &other.figure.amount));
        let needed = differing.map(|other| Digits::apart((lead.qualifier, &lead.amount), other));
        needed.max().unwrap_or(self.digits).max(self.digits)
    }

    /// What stands beside the lead: the same in other words, and what differs or is not compared.
    pub(crate) fn beside(&mut self, reading: &'c Reading) {
        if self.leave_to_details() {
            return;
        }
        if reading.lead.since.is_none() {
            self.own_calculation(reading, true);
        }
        let digits = self.digits_of(reading);
        let agreeing = reading.others(Relation::Agrees).filter(|figure| !self.looks_like(figure, reading, digits));
        let mut said: Vec<(String, Vec<usize>)> = Vec::new();
        for figure in agreeing.collect::<Vec<_>>() {
            let (words, mark) = (self.stated_in(figure, digits), self.figure_mark(figure));
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, marks)) => marks.push(mark),
                None => said.push((words, vec![mark])),
            }
        }
        for (words, marks) in said {
            let figure = words.into();
            let words = if self.is_headline(&reading.lead) {
                self.say(Msg::AlsoStated { figure })
            } else {
                self.say(Msg::AlsoStatedOf { what: capital(&self.named(&reading.lead)).into(), figure })
            };
            self.block(Block::Item(Text::plain(words).marked(unique(marks))));
        }
        self.otherwise(reading, true);
        self.conflicts(&reading.lead);
        for figure in reading.others(Relation::Agrees) {
            self.conflicts_of(figure, &Number::stated(figure));
        }
    }

    /// What stands beside a number because it says something else, or is another thing; `named` with the name of the
    /// number, where the title does not say it.
    pub(crate) fn otherwise(&mut self, reading: &'c Reading, named: bool) {
        if reading.others.is_empty() || self.leave_to_details() {
            return;
        }
        let digits = self.digits_of(reading);
        for other in reading.others.iter().filter(|other| other.relation != Relation::Agrees) {
            let figure = &other.figure;
            let said = self.stated_in(figure, digits).into();
            let authority = self.attributed(&Number::stated(figure)).into();
            let when = || self.period(figure.period).into();
            let words = match other.relation {
                Relation::Agrees | Relation::Wrong => continue,
                Relation::Differs => Msg::Disagrees { authority, figure: said },
                Relation::Revised => {
                    Msg::Revised { authority, figure: said, published: self.published(&figure.source).into() }
                }
                Relation::RepeatedLate => {
                    Msg::RepeatedLate { authority, figure: said, published: self.published(&figure.source).into() }
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
            let mut words = self.say(words);
            for conflict in &figure.conflicts {
                words.extend([self.language.semicolon(), &self.conflict(*conflict)]);
            }
            let words = if named { self.about(&reading.lead, words) } else { words };
            self.note(words, figure);
        }
    }

    /// What does not fit about a printed number, and is so in its source.
    pub(crate) fn conflicts(&mut self, number: &'c Number) {
        if let Basis::Stated(figure) = &number.basis {
            self.conflicts_of(figure, number);
        }
    }

    fn conflicts_of(&mut self, figure: &'c Figure, number: &Number) {
        if figure.conflicts.is_empty() || self.leave_to_details() {
            return;
        }
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
            Conflict::GoodsOverAll => Msg::ConflictGoodsOverAll,
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
            Conflict::LateRepeat => Msg::ConflictLateRepeat,
        })
    }

    pub(crate) fn note(&mut self, words: String, figure: &'c Figure) {
        let mark = self.figure_mark(figure);
        self.block(Block::Note(Text::plain(words).marked([mark])));
    }

    pub(crate) fn also_said(&mut self, statements: Vec<&'c Arc<Statement>>) {
        if !statements.is_empty() && !self.leave_to_details() {
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

/// True if a page says of figures in this relation that they are not the same number.
pub(crate) fn is_said_to_differ(relation: Relation) -> bool {
    matches!(relation, Relation::Differs | Relation::Revised | Relation::RepeatedLate | Relation::Withdrawn)
}
