//! Answer + language → page: its card, or its details.

mod across;
mod brief;
mod card;
mod citing;
mod claims;
mod column;
mod figures;
mod formula;
mod list;
mod menu;
mod misread;
mod named;
mod naming;
mod years;

use card::Extent;

pub use citing::citations;
pub use menu::menu;
pub use misread::misread;

pub(crate) use column::is_rounded;
pub(crate) use figures::{capital, with_day};
pub(crate) use named::Headline;
pub(crate) use years::span;

use std::{fmt, sync::Arc};

use jiff::civil::Date;

use super::{Block, Button, Page, Piece, Text, page::WIDEST};
use crate::{
    answer::{Number, Reading, Relation, Row, Told},
    catalogue::{Catalogue, Named},
    claims::Claim,
    fact::{Amount, AuthorityId, Figure, Source, Statement},
    language::{Digits, Language, Msg},
    question::{Query, Supposed, Taken, When},
};

/// An answer: what it tells, and how its page is laid out. Each kind of question has its own.
pub trait Answer: Told + fmt::Debug + Send + Sync {
    /// Writes the whole page, but for the list of its documents and its buttons.
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>);

    /// Writes what its card shows; without a card of its own that is the beginning of the page.
    fn card<'c>(&'c self, writer: &mut Writer<'c>) {
        self.lay_out(writer);
    }

    /// True if it has no card: a list, or what is read to the end by whoever asks for it.
    fn is_read_through(&self) -> bool {
        false
    }

    /// The heading of its documents.
    fn sources_title(&self, writer: &Writer<'_>) -> String {
        writer.say(Msg::Sources)
    }

    /// The question that it answers at the time that it answers for; none where that is no question for figures.
    fn asked(&self, query: &Query) -> Option<Query> {
        matches!(query, Query::Figures(_) | Query::Country(..) | Query::Compare(_) | Query::AsOf(..))
            .then(|| query.clone())
    }

    /// True if its words hold for the day only on which they are written.
    fn is_of_today(&self) -> bool {
        false
    }

    /// Buttons behind those of what it suggests.
    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        Vec::new()
    }
}

/// What the first line says before the answer.
#[derive(Clone, Debug, Default)]
pub struct Remark {
    /// Ask whether these names were meant.
    pub supposed: Supposed,
    /// Say what was understood.
    pub understood: bool,
    /// Numbers that the question itself stated.
    pub claims: Vec<Claim>,
    /// Say what came from the question before.
    pub taken: Vec<Taken>,
}

impl Remark {
    /// True if there is nothing to say before the answer.
    pub fn is_empty(&self) -> bool {
        !self.understood && self.supposed.is_empty() && self.claims.is_empty() && self.taken.is_empty()
    }
}

/// Lays out the answer to a query, as a card where it has one; `today` where its words hold for a day only.
pub fn compose(
    query: &Query,
    answer: &dyn Answer,
    remark: &Remark,
    language: Language,
    catalogue: &Catalogue,
    today: Option<Date>,
) -> Page {
    let (query, extent) = match query {
        Query::Details(part, query) => (&**query, Extent::Part(usize::from(*part))),
        query if answer.is_read_through() => (query, Extent::Part(1)),
        query => (query, Extent::Card),
    };
    let writer = Writer { today, ..Writer::new(language, catalogue) };
    laid_out(writer, query, answer, remark, extent)
}

/// Lays out all of the answer to a query, however long, without a word before it.
pub fn whole(
    query: &Query,
    answer: &dyn Answer,
    language: Language,
    catalogue: &Catalogue,
    today: Option<Date>,
) -> Page {
    let query = if let Query::Details(_, query) = query { query } else { query };
    let writer = Writer { today, ..Writer::new(language, catalogue) };
    laid_out(writer, query, answer, &Remark::default(), Extent::Whole)
}

fn laid_out<'c>(
    mut writer: Writer<'c>,
    query: &Query,
    answer: &'c dyn Answer,
    remark: &Remark,
    extent: Extent,
) -> Page {
    let language = writer.language;
    writer.take(&remark.taken);
    writer.suppose(&remark.supposed);
    if remark.understood {
        let words = writer.query(query);
        writer.block(Block::Line(Text(vec![Piece::Italic(language.say(Msg::Understood { query: words.into() }))])));
    }
    for claim in &remark.claims {
        writer.asked_claim(claim);
    }
    writer.page.remarks = writer.page.blocks.len();
    writer.show(answer, extent);
    writer.buttons(query, answer, extent, &remark.supposed.otherwise);
    writer.page
}

/// A query in words.
pub fn in_words(query: &Query, language: Language, catalogue: &Catalogue) -> String {
    Writer::new(language, catalogue).query(query)
}

/// A time in words.
pub fn time_in_words(when: When, language: Language, catalogue: &Catalogue) -> String {
    Writer::new(language, catalogue).when(when)
}

/// Words alone, with what to ask instead.
pub fn words(text: String, offers: &[Query], language: Language, catalogue: &Catalogue) -> Page {
    let mut writer = Writer::new(language, catalogue);
    writer.line(text);
    writer.offer(offers);
    writer.page
}

/// A document by itself.
pub fn document(source: &Arc<Source>, language: Language, catalogue: &Catalogue) -> Page {
    let mut writer = Writer::new(language, catalogue);
    writer.document(None, &Cited::whole(source));
    writer.button_rows(vec![Query::Source(source.id.clone()), Query::Cite(source.id.clone())]);
    writer.page
}

/// How numbers, and the formulas of calculated ones, are written in one line.
#[derive(Clone, Copy, Debug)]
pub struct Formulas<'c> {
    pub language: Language,
    pub catalogue: &'c Catalogue,
}

impl Formulas<'_> {
    /// The formula of a calculated number, with its inputs; empty for a stated one.
    pub fn words(&self, number: &Number) -> String {
        Writer::new(self.language, self.catalogue).formula_words(number)
    }

    /// A number as a page shows it.
    pub fn display(&self, number: &Number) -> String {
        Writer::new(self.language, self.catalogue).displayed(number)
    }
}

/// Rows of buttons under a card.
const CARD_ROWS: usize = 3;

/// A page in the making.
#[derive(Debug)]
pub struct Writer<'c> {
    pub(crate) language: Language,
    pub(crate) catalogue: &'c Catalogue,
    pub(crate) page: Page,
    /// The day it is; none where nothing on the page depends on it.
    pub(crate) today: Option<Date>,
    /// What the page answers, where that is a question for figures at a time.
    asked: Option<Query>,
    /// What its title says already, and so no number on it has to.
    pub(crate) headline: Headline,
    /// How many digits of its numbers it shows.
    pub(crate) digits: Digits,
    /// In order of their numbers.
    pub(crate) sources: Vec<Cited<'c>>,
    /// True if it writes a card, which has no room for formulas and for what stands beside a number.
    pub(crate) is_card: bool,
    /// True if the details have what the card has not.
    pub(crate) has_more: bool,
    /// Which part of the whole page it is, and how many there are.
    parts: (usize, usize),
}

/// A document as one page uses it.
#[derive(Debug)]
pub(crate) struct Cited<'c> {
    source: &'c Arc<Source>,
    /// The places in it.
    at: Vec<&'c str>,
    /// Whom it names as the authority of the figures used.
    authorities: Vec<&'c AuthorityId>,
}

impl<'c> Cited<'c> {
    pub(crate) fn whole(source: &'c Arc<Source>) -> Self {
        Self { source, at: Vec::new(), authorities: Vec::new() }
    }
}

impl<'c> Writer<'c> {
    pub(crate) fn new(language: Language, catalogue: &'c Catalogue) -> Self {
        Self {
            language,
            catalogue,
            page: Page::default(),
            today: None,
            asked: None,
            headline: Headline::default(),
            digits: Digits::FEW,
            sources: Vec::new(),
            is_card: false,
            has_more: false,
            parts: (1, 1),
        }
    }

    pub(crate) fn say(&self, message: Msg<'_>) -> String {
        self.language.say(message)
    }

    pub(crate) fn block(&mut self, block: Block) {
        self.page.blocks.push(block);
    }

    pub(crate) fn title(&mut self, words: String) {
        self.block(Block::Title(Text::bold(words)));
    }

    pub(crate) fn line(&mut self, words: String) {
        self.block(Block::Line(Text::plain(words)));
    }

    pub(crate) fn space(&mut self) {
        if !matches!(self.page.blocks.last(), None | Some(Block::Space)) {
            self.block(Block::Space);
        }
    }

    /// Leaves to the details what a card has no room for: true on a card.
    pub(crate) fn leave_to_details(&mut self) -> bool {
        self.has_more |= self.is_card;
        self.is_card
    }

    /// Says what came from the question before.
    fn take(&mut self, taken: &[Taken]) {
        if taken.is_empty() {
            return;
        }
        let named = |taken: &Taken| match taken {
            Taken::Measured { indicator, goods, of } => {
                self.measure(indicator.as_str(), goods.as_ref(), of.as_ref(), Some(self.catalogue.default_reporter()))
            }
            Taken::Place(place) => self.place_named(place.as_str()),
            Taken::Count(place) => self.count_of(place),
            Taken::When(when) => self.when(*when),
        };
        let words = taken.iter().map(named).collect::<Vec<_>>().join(self.language.comma());
        self.block(Block::Line(Text(vec![Piece::Italic(self.say(Msg::FromThread { words: words.into() }))])));
    }

    /// Says which words were left out, and asks whether the names that stand for unknown words were meant; what follows
    /// is the answer if they were.
    pub(crate) fn suppose(&mut self, supposed: &Supposed) {
        if !supposed.left_out.is_empty() {
            let words = supposed.left_out.join(self.language.comma());
            self.line(self.say(Msg::LeftOut { words: words.into() }));
        }
        for (position, (word, name)) in supposed.names.iter().enumerate() {
            let name = match name {
                Named::Place(id) => self.place_named(id.as_str()),
                Named::Indicator(id) => self.indicator_named(id.as_str()),
                Named::Product(id) => self.product_named(id.as_str()),
            };
            let mut asked = self.say(Msg::DidYouMean { word: word.into(), name: name.into() });
            if position + 1 == supposed.names.len() {
                asked = format!("{asked} {}", self.say(Msg::Then));
            }
            self.line(asked);
        }
    }

    /// The number of a source on this page, remembering the place in it.
    pub(crate) fn mark(&mut self, source: &'c Arc<Source>, at: &'c str) -> usize {
        let index = self.sources.iter().position(|cited| cited.source.id == source.id).unwrap_or_else(|| {
            self.sources.push(Cited { source, at: Vec::new(), authorities: Vec::new() });
            self.sources.len() - 1
        });
        let places = &mut self.sources[index].at;
        if !places.contains(&at) {
            places.push(at);
        }
        index + 1
    }

    pub(crate) fn figure_mark(&mut self, figure: &'c Figure) -> usize {
        let number = self.mark(&figure.source, &figure.at);
        let authorities = &mut self.sources[number - 1].authorities;
        if !authorities.contains(&&figure.authority) {
            authorities.push(&figure.authority);
        }
        number
    }

    /// The sources of a number: its own, or those of all that it was calculated from.
    pub(crate) fn number_marks(&mut self, number: &'c Number) -> Vec<usize> {
        unique(number.figures().into_iter().map(|figure| self.figure_mark(figure)).collect())
    }

    /// The sources that state the lead of a reading in the digits that are shown of it.
    pub(crate) fn lead_marks(&mut self, reading: &'c Reading) -> Vec<usize> {
        let mut marks = self.number_marks(&reading.lead);
        let digits = self.digits_of(reading);
        for figure in reading.others(Relation::Agrees) {
            if self.looks_like(figure, reading, digits) {
                marks.push(self.figure_mark(figure));
            }
        }
        unique(marks)
    }

    /// The sources of a number and of its change.
    pub(crate) fn row_marks(&mut self, row: &'c Row) -> Vec<usize> {
        let mut marks = self.lead_marks(&row.reading);
        if let Some(change) = &row.change {
            marks.extend(self.lead_marks(change));
        }
        unique(marks)
    }

    /// True if another figure looks like the one that leads.
    pub(crate) fn looks_like(&self, figure: &Figure, reading: &Reading, digits: Digits) -> bool {
        let lead = &reading.lead;
        let shown = |amount| digits.of(lead.qualifier, amount);
        let same = |one: Amount, other: Amount| {
            one == other || one.unit.base == other.unit.base && one.value() == other.value()
        };
        figure.qualifier == lead.qualifier && same(shown(&figure.amount), shown(&lead.amount))
    }

    pub(crate) fn statements(&mut self, statements: impl IntoIterator<Item = &'c Arc<Statement>>) {
        for statement in statements {
            let mark = self.mark(&statement.source, &statement.at);
            let text = Text::plain(self.language.pick(&statement.text)).marked([mark]);
            self.block(Block::Item(text));
        }
    }

    pub(crate) fn offer(&mut self, offers: &[Query]) {
        let offers = offers.iter().take(5).cloned().collect();
        self.button_rows(offers);
    }

    fn buttons(&mut self, query: &Query, answer: &dyn Answer, extent: Extent, otherwise: &[Query]) {
        let mut next = answer.suggestions();
        next.retain(|query| !otherwise.contains(query));
        // "The nearest I have" stands right before what it speaks of.
        let first = if answer.is_answered() { 0 } else { next.len() };
        next.splice(first..first, otherwise.iter().cloned());
        self.asked = answer.asked(query);
        next.extend(answer.further(self.catalogue));
        let mut behind = Vec::new();
        if extent == Extent::Card && self.has_more {
            behind.extend(Some(Query::Details(1, Box::new(query.clone()))).filter(Query::fits_a_button));
        }
        if !self.sources.is_empty()
            && !matches!(query, Query::SourcesOf(_) | Query::Source(_) | Query::Start | Query::Check)
        {
            let of = match query {
                Query::Why(ask) => Query::Figures(ask.clone()),
                _ => query.clone(),
            };
            behind.extend(Some(Query::SourcesOf(Box::new(of))).filter(Query::fits_a_button));
        }
        let parts = self.part_buttons(query);
        self.page.buttons.extend((!parts.is_empty()).then_some(parts));
        self.button_rows(next);
        if extent == Extent::Card && answer.is_answered() && !behind.is_empty() {
            self.page.buttons.truncate(CARD_ROWS - 1);
        }
        self.button_rows(behind);
        let is_folded = matches!(extent, Extent::Part(_)) && !answer.is_read_through();
        let back = if is_folded || self.parts.0 > 1 { Some(query.clone()) } else { query.about() };
        self.page.back = back.map(|query| Button { label: self.say(Msg::ButtonBack), query });
    }

    /// Buttons in rows that a phone shows whole.
    pub(crate) fn button_rows(&mut self, queries: Vec<Query>) {
        let mut rows: Vec<Vec<Button>> = Vec::new();
        let mut width = 0;
        for query in queries {
            let label = self.label(&query);
            let needed = label.chars().count() + 4;
            let fits = width + needed <= WIDEST && rows.last().is_some_and(|row| row.len() < 4);
            let button = Button { label, query };
            match rows.last_mut() {
                Some(row) if fits => {
                    row.push(button);
                    width += needed;
                }
                _ => {
                    rows.push(vec![button]);
                    width = needed;
                }
            }
        }
        self.page.buttons.extend(rows);
    }
}

/// Marks of sources, each once and in order.
pub(crate) fn unique(mut marks: Vec<usize>) -> Vec<usize> {
    marks.sort_unstable();
    marks.dedup();
    marks
}
