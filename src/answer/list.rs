//! What there is: by indicator, by document, by words, and as a whole.

use std::sync::Arc;

use crate::{
    catalogue::{Catalogue, Known, fold},
    fact::{Figure, Indicator, IndicatorId, Place, PlaceId, Source, SourceId, Statement, Year},
    question::{Ask, Query, Reporter, SearchWords, When},
};

use super::{
    Answer,
    gap::{Gap, Missing},
    number::{Across, Number, Reading},
    subject::{Row, ask, lone_reading, lone_row},
    told::{Shown, Told},
};

/// Facts that belong together because they were looked for.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The words looked for; none for a list of agreements.
    pub words: Option<String>,
    pub place: Option<Arc<Place>>,
    pub readings: Vec<Reading>,
    pub statements: Vec<Arc<Statement>>,
    /// Facts that were left out because they are too many.
    pub more: usize,
}

/// An indicator and what we hold of it.
#[derive(Clone, Debug)]
pub struct Meaning {
    pub indicator: Arc<Indicator>,
    /// The newest of each series.
    pub readings: Vec<Reading>,
    /// How to ask for each reading.
    pub queries: Vec<Query>,
    /// Series that were left out because they are too many.
    pub more: usize,
}

/// The documents, of which a page shows some.
#[derive(Clone, Debug)]
pub struct Documents {
    /// All, in order of their ids.
    pub all: Arc<[Arc<Source>]>,
    /// From 1.
    pub page: usize,
}

impl Documents {
    /// Documents on a page.
    const ROOM: usize = 15;

    /// Those of the page, with their numbers.
    pub fn shown(&self) -> impl Iterator<Item = (usize, &Arc<Source>)> {
        let numbered = self.all.iter().enumerate().map(|(index, source)| (index + 1, source));
        numbered.skip((self.page - 1) * Self::ROOM).take(Self::ROOM)
    }

    /// How many pages there are.
    pub fn pages(&self) -> usize {
        self.all.len().div_ceil(Self::ROOM).max(1)
    }

    pub(super) fn neighbours(&self) -> Vec<Query> {
        let neighbours = [self.page.checked_sub(1), Some(self.page + 1)].into_iter().flatten();
        let neighbours = neighbours.filter(|page| (1..=self.pages()).contains(page));
        neighbours.filter_map(|page| u16::try_from(page).ok()).map(Query::Sources).collect()
    }
}

/// The newest that we hold.
#[derive(Clone, Debug)]
pub struct Newest {
    /// By period, then by publication, the newest first.
    pub rows: Vec<(Ask, Row)>,
    pub next: Vec<Query>,
}

/// A document and all we took from it.
#[derive(Clone, Debug)]
pub struct Opened {
    pub source: Arc<Source>,
    pub readings: Vec<Reading>,
    pub statements: Vec<Arc<Statement>>,
    /// Facts that were left out because they are too many.
    pub more: usize,
}

/// Everything, counted.
#[derive(Clone, Debug)]
pub struct Overview {
    pub figures: usize,
    pub statements: usize,
    pub sources: usize,
    pub years: Option<(Year, Year)>,
    pub places: Vec<Arc<Place>>,
    pub indicators: Vec<Arc<Indicator>>,
}

/// A document to be cited.
#[derive(Clone, Debug)]
pub struct Citable(pub Arc<Source>);

/// The documents behind another answer, with all that it says.
#[derive(Clone, Debug)]
pub struct Behind(pub Box<Answer>);

impl Told for Listed {
    fn readings(&self) -> Vec<&Reading> {
        self.readings.iter().collect()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }
}

impl Told for Meaning {
    fn readings(&self) -> Vec<&Reading> {
        self.readings.iter().collect()
    }
}

impl Told for Documents {
    fn documents(&self) -> &[Arc<Source>] {
        &self.all
    }

    fn suggestions(&self) -> Vec<Query> {
        self.neighbours()
    }
}

impl Told for Newest {
    fn readings(&self) -> Vec<&Reading> {
        self.rows.iter().flat_map(|(_, row)| row.readings()).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
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
        self.0.told().readings()
    }

    fn across(&self) -> Vec<&Across> {
        self.0.told().across()
    }

    fn numbers(&self) -> Vec<Shown<'_>> {
        self.0.told().numbers()
    }

    fn statements(&self) -> &[Arc<Statement>] {
        self.0.told().statements()
    }
}

/// As many facts as one search shows.
const MOST: usize = 12;

/// As many of the newest figures as are looked at for those.
const LOOKED_AT: usize = 3 * MOST;

/// As many figures, or statements, as are shown of a document or a list: what a reader may still look through, and
/// what is laid out within a millisecond.
const LISTED: usize = 100;

/// As many series as are shown of an indicator; of each the newest figure has to be found.
const SERIES: usize = 48;

pub(super) fn said(place: &PlaceId, catalogue: &Catalogue) -> Answer {
    let mut statements: Vec<_> = catalogue.statements_about(place).collect();
    statements.sort_by_cached_key(|statement| super::country::weight(statement));
    let (statements, more) = shortened(&statements);
    match catalogue.place(place.as_str()).filter(|_| !statements.is_empty()) {
        None => Answer::Gap(Gap::new(Missing::Place(place.clone(), When::Latest), vec![Query::Countries])),
        Some(known) => {
            Answer::Said(Listed { words: None, place: Some(known.clone()), readings: Vec::new(), statements, more })
        }
    }
}

pub(super) fn agreements(place: Option<&PlaceId>, catalogue: &Catalogue) -> Answer {
    const AGREED: [&str; 2] = ["agreement", "negotiation"];
    let statements: Vec<_> = match place {
        Some(place) => catalogue.statements_about(place).filter(|one| AGREED.contains(&one.kind.as_str())).collect(),
        None => catalogue.statements_of(&AGREED).collect(),
    };
    let (statements, more) = shortened(&statements);
    match place {
        Some(place) if statements.is_empty() => {
            Answer::Gap(Gap::new(Missing::Place(place.clone(), When::Latest), vec![Query::Agreements(None)]))
        }
        _ => Answer::Statements(Listed {
            words: None,
            place: place.and_then(|place| catalogue.place(place.as_str()).cloned()),
            readings: Vec::new(),
            statements,
            more,
        }),
    }
}

/// Those that are shown of a list, and how many that leaves out.
fn shortened(statements: &[&Arc<Statement>]) -> (Vec<Arc<Statement>>, usize) {
    let shown = statements.iter().copied().take(LISTED).cloned().collect();
    (shown, statements.len().saturating_sub(LISTED))
}

pub(super) fn indicators(catalogue: &Catalogue) -> Answer {
    let held = |indicator: &&Arc<Indicator>| {
        catalogue.series_of(&indicator.id).len() > 0
            || asks(indicator, catalogue).iter().any(|ask| lone_reading(ask, Known::all(catalogue)).is_some())
    };
    Answer::Indicators(catalogue.indicators().filter(held).cloned().collect())
}

pub(super) fn meaning(id: &IndicatorId, catalogue: &Catalogue) -> Answer {
    match catalogue.indicator(id.as_str()) {
        Some(indicator) => Answer::Meaning(held(indicator, catalogue)),
        None => Answer::Gap(Gap::new(Missing::Indicator(id.clone()), vec![Query::Indicator(None)])),
    }
}

/// How to ask for the newest of each of its series, or where they are too many of those that the default reporter
/// counts; of one that is only calculated, for that of the default group.
fn asks(indicator: &Indicator, catalogue: &Catalogue) -> Vec<Ask> {
    let how = |series| ask(series, When::Latest, Known::all(catalogue));
    let all = || catalogue.series_of(&indicator.id).map(|(series, _)| series);
    let mut asks: Vec<Ask> = Vec::new();
    if all().len() > SERIES {
        let own = |place| catalogue.series_between(Some(catalogue.default_reporter()), place).map(|(series, _)| series);
        let own = catalogue.partners().flat_map(own).filter(|series| series.indicator == indicator.id);
        asks.extend(own.take(SERIES).map(how));
    }
    if asks.is_empty() {
        asks.extend(all().take(SERIES).map(how));
    }
    if asks.is_empty() {
        asks.push(Ask { indicator: indicator.id.clone(), of: None, reporter: None, partner: None, when: When::Latest });
    }
    // What the default reporter counts comes first, what third parties do last.
    asks.sort_by_key(|ask| match ask.reporter {
        None => 0,
        Some(Reporter::Place(_)) => 1,
        Some(Reporter::ThirdParty) => 2,
    });
    asks
}

fn held(indicator: &Arc<Indicator>, catalogue: &Catalogue) -> Meaning {
    let asks = asks(indicator, catalogue);
    let more = catalogue.series_of(&indicator.id).len().saturating_sub(asks.len());
    let mut meaning = Meaning { indicator: indicator.clone(), readings: Vec::new(), queries: Vec::new(), more };
    for ask in asks {
        if let Some(reading) = lone_reading(&ask, Known::all(catalogue)) {
            meaning.readings.push(reading);
            meaning.queries.push(Query::Figures(ask));
        }
    }
    meaning
}

pub(super) fn search(words: &SearchWords, catalogue: &Catalogue) -> Answer {
    let sought: Vec<String> = words.as_str().split(' ').map(fold).filter(|word| !word.is_empty()).collect();
    let mut statements: Vec<Arc<Statement>> = Vec::new();
    let mut readings = Vec::new();
    let mut more = 0;
    if !sought.is_empty() {
        let (figures, count) = catalogue.figures_found(&sought, MOST);
        let mut told = catalogue.statements_found(&sought);
        readings.extend(figures.into_iter().map(printed_alone));
        statements.extend(told.by_ref().take(MOST - readings.len()).cloned());
        more = count - readings.len() + told.count();
    }
    if readings.is_empty() && statements.is_empty() {
        return Answer::Gap(Gap::new(
            Missing::Words(words.as_str().to_owned()),
            vec![Query::Facts, Query::Indicator(None)],
        ));
    }
    Answer::Found(Listed { words: Some(words.as_str().to_owned()), place: None, readings, statements, more })
}

/// One figure as its document prints it, whatever else is said of the same thing.
fn printed_alone(figure: &Figure) -> Reading {
    Reading::alone(Number::stated(figure))
}

/// The newest figures: what was counted, and not what is expected or aimed at.
pub(super) fn newest(known: Known<'_>) -> Answer {
    let newest = known.newest(LOOKED_AT).into_iter();
    let asks = newest.map(|figure| ask(&figure.series, When::In(figure.period), known));
    let rows: Vec<(Ask, Row)> = asks.filter_map(|ask| lone_row(&ask, known).map(|row| (ask, row))).take(MOST).collect();
    let next = rows.iter().take(4).map(|(ask, _)| Query::Figures(ask.clone())).collect();
    Answer::Newest(Newest { rows, next })
}

/// A page of the documents; behind the last one, the last.
pub(super) fn documents(page: u16, catalogue: &Catalogue) -> Documents {
    let mut documents = Documents { all: catalogue.documents(), page: 1 };
    documents.page = usize::from(page).clamp(1, documents.pages());
    documents
}

pub(super) fn source(id: &SourceId, catalogue: &Catalogue) -> Answer {
    let Some(source) = catalogue.source(id.as_str()) else {
        return Answer::Gap(Gap::new(Missing::Source(id.to_string()), vec![Query::Sources(1)]));
    };
    let statements = catalogue.statements_in_source(id);
    let all = catalogue.count_in_source(id) + statements.len();
    let readings: Vec<_> = catalogue.figures_in_source(id).take(LISTED).map(printed_alone).collect();
    let statements: Vec<_> = statements.iter().take(LISTED).cloned().collect();
    let more = all - readings.len() - statements.len();
    Answer::Source(Opened { source: source.clone(), readings, statements, more })
}

pub(super) fn overview(catalogue: &Catalogue) -> Overview {
    let held = |indicator: &&Arc<Indicator>| catalogue.series_of(&indicator.id).len() > 0;
    Overview {
        figures: catalogue.all_figures().len(),
        statements: catalogue.statements().len(),
        sources: catalogue.sources().len(),
        years: catalogue.years(),
        places: catalogue.partners().filter_map(|id| catalogue.place(id.as_str()).cloned()).collect(),
        indicators: catalogue.indicators().filter(held).cloned().collect(),
    }
}
