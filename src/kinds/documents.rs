//! The documents: all, one, how to cite one, and those behind an answer.

use std::sync::Arc;

use super::gap::{Gap, Missing};
use crate::{
    answer::{Across, Reading, Shown, Told},
    catalogue::Catalogue,
    fact::{Source, SourceId, Statement},
    language::{Digits, Msg},
    question::Query,
    render::{Answer, Block, Cited, Piece, Text, Writer},
};

/// The documents, of which a page shows some.
#[derive(Clone, Debug)]
pub(super) struct Documents {
    /// All, in order of their ids.
    pub all: Arc<[Arc<Source>]>,
    /// From 1.
    pub page: usize,
}

impl Documents {
    /// Documents on a page.
    const ROOM: usize = 15;

    /// Those of the page, with their numbers.
    pub(super) fn shown(&self) -> impl Iterator<Item = (usize, &Arc<Source>)> {
        let numbered = self.all.iter().enumerate().map(|(index, source)| (index + 1, source));
        numbered.skip((self.page - 1) * Self::ROOM).take(Self::ROOM)
    }

    /// How many pages there are.
    pub(super) fn pages(&self) -> usize {
        self.all.len().div_ceil(Self::ROOM).max(1)
    }

    pub(super) fn neighbours(&self) -> Vec<Query> {
        let neighbours = [self.page.checked_sub(1), Some(self.page + 1)].into_iter().flatten();
        let neighbours = neighbours.filter(|page| (1..=self.pages()).contains(page));
        neighbours.filter_map(|page| u16::try_from(page).ok()).map(Query::Sources).collect()
    }
}

/// A document and all we took from it.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    pub source: Arc<Source>,
    pub readings: Vec<Reading>,
    pub statements: Vec<Arc<Statement>>,
    /// Facts that were left out because they are too many.
    pub more: usize,
}

/// A document to be cited.
#[derive(Clone, Debug)]
pub(super) struct Citable(pub Arc<Source>);

/// The documents behind another answer, with all that it says.
#[derive(Clone, Debug)]
pub(super) struct Behind(pub Arc<dyn Answer>);

impl Told for Documents {
    fn documents(&self) -> &[Arc<Source>] {
        &self.all
    }

    fn suggestions(&self) -> Vec<Query> {
        self.neighbours()
    }
}

impl Told for Opened {
    fn readings(&self) -> Vec<&Reading> {
        self.readings.iter().collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }

    fn documents(&self) -> &[Arc<Source>] {
        std::slice::from_ref(&self.source)
    }
}

impl Told for Citable {
    fn documents(&self) -> &[Arc<Source>] {
        std::slice::from_ref(&self.0)
    }

    fn cited(&self) -> Option<&Source> {
        Some(&self.0)
    }
}

impl Told for Behind {
    fn readings(&self) -> Vec<&Reading> {
        self.0.readings()
    }

    fn across(&self) -> Vec<&Across> {
        self.0.across()
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        self.0.numbers()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        self.0.statements()
    }
}

/// Figures, or statements, that are shown of a document: what a reader may still look through, and what is laid out
/// within a millisecond.
const LISTED: usize = 100;

/// A page of the documents; behind the last one, the last.
pub(super) fn documents(page: u16, catalogue: &Catalogue) -> Arc<dyn Answer> {
    let mut documents = Documents { all: catalogue.documents(), page: 1 };
    documents.page = usize::from(page).clamp(1, documents.pages());
    Arc::new(documents)
}

pub(super) fn source(id: &SourceId, catalogue: &Catalogue) -> Arc<dyn Answer> {
    let Some(source) = catalogue.source(id.as_str()) else {
        return Arc::new(Gap::new(Missing::Source(id.to_string()), vec![Query::Sources(1)]));
    };
    let statements = catalogue.statements_in_source(id);
    let all = catalogue.count_in_source(id) + statements.len();
    let readings: Vec<_> = catalogue.figures_in_source(id).take(LISTED).map(Reading::printed).collect();
    let statements: Vec<_> = statements.iter().take(LISTED).cloned().collect();
    let more = all - readings.len() - statements.len();
    Arc::new(Opened { source: source.clone(), readings, statements, more })
}

pub(super) fn cite(id: &SourceId, catalogue: &Catalogue) -> Arc<dyn Answer> {
    match catalogue.source(id.as_str()) {
        Some(source) => Arc::new(Citable(source.clone())),
        None => self::source(id, catalogue),
    }
}

/// The documents behind an answer; of what is no answer there are none.
pub(super) fn behind(answer: Arc<dyn Answer>) -> Arc<dyn Answer> {
    if answer.is_answered() { Arc::new(Behind(answer)) } else { answer }
}

impl Answer for Documents {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.documents(self);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl Answer for Opened {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.opened(self);
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        vec![Query::Cite(self.source.id.clone())]
    }
}

impl Answer for Citable {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.citations(&self.0);
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        vec![Query::Source(self.0.id.clone())]
    }
}

impl Answer for Behind {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.behind(&*self.0);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl<'c> Writer<'c> {
    /// A page of the documents, each in a line or two: the rest is on its own page.
    fn documents(&mut self, documents: &'c Documents) {
        let mut title = self.say(Msg::SourcesTitle { count: documents.all.len().into() });
        if documents.pages() > 1 {
            title = format!("{title} · {}/{}", documents.page, documents.pages());
        }
        self.title(title);
        for (number, source) in documents.shown() {
            let mut text = Text::plain(format!("[{number}] "));
            if let Some(title) = &source.title {
                text = text.with(Piece::Bold(title.clone())).and(". ");
            }
            text = text.and(format!("{} ", self.cited(&Cited::whole(source))));
            text = text.with(Piece::Tap(Query::Source(source.id.clone()))).and(" ");
            self.block(Block::Line(text.with(Piece::Tap(Query::Cite(source.id.clone())))));
        }
    }

    fn opened(&mut self, opened: &'c Opened) {
        self.digits = Digits::ALL;
        self.document(None, &Cited::whole(&opened.source));
        self.space();
        for reading in &opened.readings {
            self.reading(reading);
        }
        self.statements(&opened.statements);
        self.more(opened.more);
    }

    /// The documents behind an answer, each in full.
    fn behind(&mut self, answer: &'c dyn Answer) {
        let behind = Writer::of_whole(answer, self.language, self.catalogue);
        if let Some(Block::Title(title)) = behind.page.blocks.first() {
            self.block(Block::Title(title.clone()));
        }
        self.line(if behind.page.sources_title.is_empty() {
            self.say(Msg::Sources)
        } else {
            behind.page.sources_title.clone()
        });
        for (number, cited) in behind.sources.iter().enumerate() {
            self.space();
            self.document(Some(number + 1), cited);
        }
    }
}
