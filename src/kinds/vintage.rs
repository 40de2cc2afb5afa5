//! Over time: how a figure was said, revised and taken back, and what is new.
//!
//! A figure is known from the day of [`Source::known_from`]; a later vintage by the same body that differs beyond
//! rounding is a revision.

use std::{cmp::Reverse, sync::Arc};

use jiff::civil::Date;

use super::{gap, why::why};
use crate::{
    answer::{
        Across, Covered, Number, Reading, Relation, Shown, Subject, Told, mirror_of, plain_reading, repeats_late,
        revised,
    },
    catalogue::{Catalogue, Known},
    fact::{AsOf, Figure, Kind, Period, Source, Statement},
    language::Msg,
    question::{Ask, Query, When},
    render::{Answer, Block, Piece, Text, Writer, capital},
};

/// Every vintage of a figure, earliest first.
#[derive(Clone, Debug)]
pub(super) struct History {
    pub subject: Subject,
    pub period: Period,
    /// What leads now; none where all was taken back.
    pub reading: Option<Reading>,
    pub vintages: Vec<Vintage>,
    /// Earlier ones that were left out because they are too many.
    pub more: usize,
    pub next: Vec<Query>,
}

/// One thing that happened to a figure.
#[derive(Clone, Debug)]
pub(super) struct Vintage {
    pub figure: Figure,
    pub event: Event,
}

/// What a document did to what was known.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// Nobody had said it.
    New,
    /// It says what was known, in the same digits or others.
    Repeated,
    /// A relay says what the body had revised by then.
    RepeatedLate,
    /// The same body said another number before.
    Revised(Figure),
    /// It differs from what others had said.
    Otherwise,
    /// Nobody had said it in this unit.
    OtherUnit,
    /// The source took it back, later than it came out.
    Withdrawn,
}

/// What is new or revised or withdrawn, the newest first.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    /// From 1; or a year.
    pub page: u16,
    pub documents: Vec<Changed>,
    pub next: Vec<Query>,
}

/// What one document changed.
#[derive(Clone, Debug)]
pub(super) struct Changed {
    pub source: Arc<Source>,
    pub changes: Vec<Change>,
    /// Figures that say something new as well and have no room.
    pub more: usize,
    /// Figures that were not looked at, since the document has too many.
    pub unread: usize,
    pub statements: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Change {
    pub figure: Figure,
    pub event: Event,
    /// How the figure stands to the one that leads; none for that one.
    pub relation: Option<Relation>,
}

/// What was known on a day.
#[derive(Clone, Debug)]
pub(super) struct KnownOn {
    pub day: Date,
    pub answer: Arc<dyn Answer>,
}

impl Told for History {
    fn readings(&self) -> Vec<&Reading> {
        self.reading.iter().collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

impl Told for Changes {
    fn numbers(&self) -> Vec<Shown<'_>> {
        let changes = self.documents.iter().flat_map(|changed| &changed.changes);
        changes.map(|change| Shown::Figure(&change.figure, change.relation)).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

impl Told for KnownOn {
    fn is_answered(&self) -> bool {
        self.answer.is_answered()
    }

    fn readings(&self) -> Vec<&Reading> {
        self.answer.readings()
    }

    fn across(&self) -> Vec<&Across> {
        self.answer.across()
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        self.answer.numbers()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        self.answer.statements()
    }

    fn documents(&self) -> &[Arc<Source>] {
        self.answer.documents()
    }

    fn coverage(&self) -> &[Covered] {
        self.answer.coverage()
    }

    fn cited(&self) -> Option<&Source> {
        self.answer.cited()
    }

    /// What was known on a day leads on to what was known on the same day.
    fn suggestions(&self) -> Vec<Query> {
        self.answer.suggestions().into_iter().filter_map(|query| query.on(self.day)).collect()
    }
}

/// Vintages on one page.
const VINTAGES: usize = 20;
/// Documents on one page, figures shown of each, and figures looked at for them.
const DOCUMENTS: usize = 6;
const SHOWN: usize = 3;
const LOOKED_AT: usize = 512;

pub(super) fn history(ask: &Ask, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let none = || -> Arc<dyn Answer> { Arc::new(gap::gap(ask, catalogue)) };
    let Some(subject) = Subject::of(ask, catalogue) else { return none() };
    let series = subject.series();
    let all = || catalogue.figures(&series).filter(|figure| figure.since.is_none());
    let of_year = |figure: &&Figure, period: Period| {
        let stock = subject.indicator.kind == Kind::Stock && matches!(period, Period::Year(_));
        figure.period == period || stock && figure.period.year() == period.year()
    };
    let period = match ask.when {
        When::In(period) => Some(period),
        When::Years(_, last) => Some(Period::Year(last)),
        When::Latest => subject.newest(catalogue).or_else(|| all().next_back().map(|figure| figure.period)),
    };
    let Some(period) = period else { return none() };
    let mut figures: Vec<&Figure> = all().filter(|figure| of_year(figure, period)).collect();
    figures.sort_by_key(|figure| (figure.source.known_from(), &figure.source.id, &figure.at));
    let mut vintages: Vec<(Date, Vintage)> = Vec::new();
    for (index, figure) in figures.iter().enumerate() {
        vintages.push((
            figure.source.known_from(),
            Vintage { figure: (*figure).clone(), event: event(figure, figures[..index].iter().copied(), catalogue) },
        ));
        if catalogue.is_withdrawn(figure) {
            let day = figure.withdrawn.and_then(AsOf::last_day);
            let day = day.unwrap_or_else(|| figure.source.known_from());
            vintages.push((day, Vintage { figure: (*figure).clone(), event: Event::Withdrawn }));
        }
    }
    if vintages.is_empty() {
        // What nobody printed has no history but that of the figures that it was calculated from.
        return if subject.holds(catalogue, period) { why(&subject.ask(period), catalogue) } else { none() };
    }
    vintages.sort_by_key(|(day, _)| *day);
    let more = vintages.len().saturating_sub(VINTAGES);
    let vintages = vintages.into_iter().skip(more).map(|(_, vintage)| vintage).collect();
    let reading = match subject.indicator.kind {
        Kind::Stock => Reading::of(figures, catalogue),
        Kind::Flow | Kind::Growth | Kind::Share => plain_reading(catalogue, &series, period, None),
    };
    let mut next = Vec::new();
    if let Some(reading) = &reading {
        next.push(Query::Figures(subject.ask(reading.lead.period)));
        next.push(Query::Why(subject.ask(reading.lead.period)));
    }
    next.extend(mirror_of(&subject, period, catalogue));
    Arc::new(History { subject, period, reading, vintages, more, next })
}

/// What a figure did to what was known before it.
fn event<'c>(figure: &'c Figure, before: impl Iterator<Item = &'c Figure> + Clone, catalogue: Known<'_>) -> Event {
    let same_time = before.filter(|other| other.period == figure.period && other.since == figure.since);
    let agrees = |other: &&Figure| Number::stated(other).agrees(&Number::stated(figure));
    match revised(figure, same_time.clone(), catalogue) {
        Some(old) => Event::Revised(old.clone()),
        None if same_time.clone().next().is_none() => Event::New,
        None if repeats_late(figure, same_time.clone(), catalogue) => Event::RepeatedLate,
        None if same_time.clone().any(|other| agrees(&other)) => Event::Repeated,
        None if same_time.clone().all(|other| other.amount.unit.base != figure.amount.unit.base) => Event::OtherUnit,
        None => Event::Otherwise,
    }
}

/// The answer to what was known on a day.
pub(super) fn known_on(day: Date, answer: Arc<dyn Answer>) -> Arc<dyn Answer> {
    Arc::new(KnownOn { day, answer })
}

/// One page of what changed; for a year, what came out in it. At most a few figures of each document are looked at.
pub(super) fn changes(page: u16, catalogue: &Catalogue) -> Arc<dyn Answer> {
    let year = year_of(page);
    let skipped = if year.is_none() { usize::from(page.saturating_sub(1)) * DOCUMENTS } else { 0 };
    let is_of_year = |source: &Arc<Source>| {
        let came_out = u16::try_from(source.known_from().year()).ok();
        year.is_none_or(|year| came_out == Some(year))
    };
    let news = catalogue.arrivals().filter(|source| is_news(source, catalogue)).enumerate().skip(skipped);
    let mut news = news.filter(|(_, source)| is_of_year(source));
    let shown: Vec<(usize, &Arc<Source>)> = news.by_ref().take(DOCUMENTS).collect();
    let documents: Vec<Changed> = shown.iter().map(|(_, source)| changed(source, catalogue)).collect();
    let mut next: Vec<Query> = documents.iter().map(|one| Query::Source(one.source.id.clone())).collect();
    if year.is_none() && page > 1 {
        next.push(Query::Changes(page - 1));
    }
    if let (Some((following, _)), Some((last, _))) = (news.next(), shown.last()) {
        let page = if year.is_none() { following / DOCUMENTS } else { (last + 1) / DOCUMENTS } + 1;
        next.extend(u16::try_from(page).ok().map(Query::Changes));
    }
    if year.is_some() && documents.is_empty() {
        next.push(Query::Changes(1));
    }
    Arc::new(Changes { page, documents, next })
}

/// The year that four digits are; no document came out in most of them.
fn year_of(page: u16) -> Option<u16> {
    (page > 999).then_some(page)
}

/// True if a document says anything that was not known.
fn is_news(source: &Source, catalogue: &Catalogue) -> bool {
    !catalogue.statements_in_source(&source.id).is_empty() || news(source, catalogue).next().is_some()
}

/// What a document changed.
fn changed(source: &Arc<Source>, catalogue: &Catalogue) -> Changed {
    let mut news: Vec<(&Figure, Event)> = news(source, catalogue).collect();
    news.sort_by_key(|(figure, _)| Reverse(figure.period.year()));
    let more = news.len().saturating_sub(SHOWN);
    let known = Known::all(catalogue);
    let shown = news.into_iter().take(SHOWN);
    let change =
        |(figure, event): (&Figure, Event)| Change { relation: relation(figure, known), figure: figure.clone(), event };
    let changes = shown.map(change).collect();
    let unread = catalogue.count_in_source(&source.id).saturating_sub(LOOKED_AT);
    let statements = catalogue.statements_in_source(&source.id).len();
    Changed { source: source.clone(), changes, more, unread, statements }
}

/// What a document says that was not known, and what it took back.
fn news<'c>(source: &Source, catalogue: &'c Catalogue) -> impl Iterator<Item = (&'c Figure, Event)> + use<'c> {
    let known = Known::all(catalogue);
    catalogue.figures_in_source_among(&source.id).take(LOOKED_AT).filter_map(move |(figure, all)| {
        if known.is_withdrawn(figure) {
            return Some((figure, Event::Withdrawn));
        }
        let [_, _, ..] = all else { return Some((figure, Event::New)) };
        let born = |figure: &'c Figure| (figure.source.known_from(), &figure.source.id);
        let mine = born(figure);
        let mut before: Vec<&Figure> = all.iter().filter(|other| born(other) < mine).collect();
        before.sort_by_key(|other| born(other));
        match event(figure, before.into_iter(), known) {
            Event::Repeated | Event::RepeatedLate => None,
            event => Some((figure, event)),
        }
    })
}

/// How a figure stands to the one that leads for the same; none for that one.
fn relation(figure: &Figure, catalogue: Known<'_>) -> Option<Relation> {
    if catalogue.is_withdrawn(figure) {
        return Some(Relation::Withdrawn);
    }
    if figure.is_wrong() {
        return Some(Relation::Wrong);
    }
    let reading = plain_reading(catalogue, &figure.series, figure.period, figure.since)?;
    reading.others.iter().find(|other| other.figure == *figure).map(|other| other.relation)
}

impl Answer for History {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.history(self);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl Answer for Changes {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.changes(self);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl Answer for KnownOn {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.known_on(self.day);
        self.answer.lay_out(writer);
    }

    fn card<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.known_on(self.day);
        self.answer.card(writer);
    }

    fn is_read_through(&self) -> bool {
        self.answer.is_read_through()
    }

    fn sources_title(&self, writer: &Writer<'_>) -> String {
        self.answer.sources_title(writer)
    }

    fn asked(&self, query: &Query) -> Option<Query> {
        Some(query.clone())
    }
}

impl<'c> Writer<'c> {
    fn history(&mut self, history: &'c History) {
        let what = self.query(&Query::Figures(history.subject.ask(history.period)));
        self.title(self.say(Msg::HistoryTitle { what: capital(&what).into() }));
        if history.more > 0 {
            self.line(self.say(Msg::HistoryMore { count: history.more.into() }));
        }
        for vintage in &history.vintages {
            let figure = &vintage.figure;
            let mark = self.figure_mark(figure);
            let date = match vintage.event {
                Event::Withdrawn => self.withdrawn_on(figure),
                _ => self.came_out(&figure.source),
            };
            let mut said = self.stated_in_full(figure);
            if figure.period != history.period {
                said = [said, self.period(figure.period)].join(self.language.comma());
            }
            let text = Text::plain(format!("{date}: ")).with(Piece::Bold(said));
            let text = text.and(format!(" ({})", self.authority(figure.authority.as_str())));
            self.block(Block::Item(text.and(format!(" – {}", self.told(figure, &vintage.event))).marked([mark])));
        }
        match &history.reading {
            Some(reading) if history.vintages.len() > 1 => {
                let marks = self.lead_marks(reading);
                let figure = self.said_number(&reading.lead).into();
                let authority = reading.lead.figures().first().map(|figure| figure.authority.as_str());
                let authority = authority.map(|id| self.authority(id)).unwrap_or_default().into();
                let words = self.say(Msg::HistoryLeads { figure, authority });
                self.block(Block::Line(Text::plain(words).marked(marks)));
            }
            Some(_) => self.line(self.say(Msg::HistoryOnce)),
            None => self.line(self.say(Msg::HistoryGone)),
        }
    }

    /// The day before the answer to what was known on it.
    fn known_on(&mut self, day: Date) {
        self.block(Block::Note(Text::plain(self.say(Msg::KnownOn { day: self.day(day).into() }))));
    }

    fn changes(&mut self, changes: &'c Changes) {
        let title = self.say(Msg::ButtonChanges);
        self.title(if changes.page > 1 { format!("{title} · {}", changes.page) } else { title });
        if changes.documents.is_empty() {
            self.line(match year_of(changes.page) {
                Some(year) => self.say(Msg::ChangesNoneIn { year: year.to_string().into() }),
                None => self.say(Msg::ChangesNone),
            });
        }
        for changed in &changes.documents {
            self.space();
            let source = &changed.source;
            let name = source.publisher.as_ref().or(source.title.as_ref()).cloned();
            let name = name.unwrap_or_else(|| source.id.to_string());
            self.block(Block::Line(Text::bold(format!("{}: {name}", self.came_out(source)))));
            for change in &changed.changes {
                self.news(change);
            }
            let (figures, statements) = (changed.more.into(), changed.statements.into());
            let mut rest = Vec::new();
            if changed.changes.is_empty() {
                rest.push(self.say(Msg::ChangesSaid { statements }));
            } else if changed.more > 0 || changed.statements > 0 {
                rest.push(self.say(Msg::ChangesMore { figures, statements }));
            }
            if changed.unread > 0 {
                rest.push(self.say(Msg::ChangesUnread { figures: changed.unread.into() }));
            }
            if !rest.is_empty() {
                let tap = Piece::Tap(Query::Source(source.id.clone()));
                self.block(Block::Line(Text::plain(format!("{} ", rest.join(" "))).with(tap)));
            }
        }
    }

    fn news(&mut self, change: &'c Change) {
        let figure = &change.figure;
        let mark = self.figure_mark(figure);
        let number = Number::stated(figure);
        let text =
            Text::plain(format!("{}: ", capital(&self.named(&number)))).with(Piece::Bold(self.stated_in_full(figure)));
        let words = format!(" ({}) – {}", self.attributed(&number), self.told(figure, &change.event));
        self.block(Block::Item(text.and(words).marked([mark])));
    }

    /// What a figure did to what was known, and why it is not to be relied on.
    fn told(&self, figure: &Figure, event: &Event) -> String {
        let told = [Some(self.event(event)), self.doubt(figure)];
        told.into_iter().flatten().collect::<Vec<_>>().join(self.language.semicolon())
    }

    fn event(&self, event: &Event) -> String {
        self.say(match event {
            Event::New => Msg::EventNew,
            Event::Repeated => Msg::EventRepeated,
            Event::RepeatedLate => Msg::EventRepeatedLate,
            Event::Revised(old) => Msg::EventRevised { old: self.stated(old).into() },
            Event::Otherwise => Msg::EventOtherwise,
            Event::OtherUnit => Msg::EventOtherUnit,
            Event::Withdrawn => Msg::EventWithdrawn,
        })
    }

    fn stated_in_full(&self, figure: &'c Figure) -> String {
        self.said_number(&Number::stated(figure))
    }

    /// When a document came out; of an undated one, when it was read.
    fn came_out(&self, source: &Source) -> String {
        match source.published {
            Some(_) => self.published(source),
            None => [self.published(source), self.read_on(source)].join(self.language.comma()),
        }
    }
}
