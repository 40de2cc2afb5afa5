//! Answer → the object that scripts read.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    answer::{Basis, Covered, Formula, Number, Reading, Relation, Shown, Told, runs},
    catalogue::{Catalogue, Named},
    claims::{Claim, Reason},
    fact::{Due, Figure, Source},
    question::Query,
};

use super::{
    Medium, Reply,
    compose::{Formulas, citations},
};

/// Scripts, which read an answer as a JSON object over several lines.
///
/// `query` is none where nothing was understood; a value is a decimal string in the base unit.
#[derive(Clone, Copy, Debug)]
pub struct Script<'c> {
    pub catalogue: &'c Catalogue,
}

impl Medium for Script<'_> {
    type Shown = String;

    fn show(&self, reply: &Reply) -> String {
        let formulas = Formulas { language: reply.language, catalogue: self.catalogue };
        let told = reply.answer.as_deref().map(|answer| answer as &dyn Told);
        let offers: Vec<Query> = match told {
            Some(told) => [reply.supposed.otherwise.clone(), told.suggestions()].concat(),
            None => reply.buttons().iter().flatten().map(|button| button.query.clone()).collect(),
        };
        let name = |(word, name): &(String, Named)| Name { word: word.clone(), name: name.to_string() };
        let mut object = Object {
            query: reply.query.as_ref().map(ToString::to_string),
            supposed: reply.supposed.names.iter().map(name).collect(),
            left_out: reply.supposed.left_out.clone(),
            from_thread: reply.taken.iter().map(ToString::to_string).collect(),
            language: reply.language.tag(),
            answered: reply.is_answered(),
            figures: Vec::new(),
            statements: Vec::new(),
            sources: Vec::new(),
            suggestions: offers.iter().map(ToString::to_string).collect(),
            due: told.and_then(Told::due).map(Expected::of),
            coverage: Vec::new(),
            claims: reply.claims.iter().map(|claim| Stated::of(claim, &formulas)).collect(),
            citations: BTreeMap::new(),
        };
        if let Some(told) = told.filter(|_| reply.is_answered()) {
            object.fill(told, &formulas);
        }
        serde_json::to_string_pretty(&object).expect("strings and lists are always JSON")
    }
}

#[derive(Serialize)]
struct Object {
    query: Option<String>,
    /// Words that nobody knows, and what the query has in their place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    supposed: Vec<Name>,
    /// Words that nobody knows and that were left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    /// What came from the question before: `trade`, `KAZ`, `2024`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    from_thread: Vec<String>,
    language: &'static str,
    answered: bool,
    figures: Vec<Entry>,
    statements: Vec<Said>,
    sources: Vec<Document>,
    suggestions: Vec<String>,
    /// When what is missing is expected, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<Expected>,
    /// Which years are held, where that was the question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    coverage: Vec<Held>,
    /// The numbers that the text stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    claims: Vec<Stated>,
    /// By style, where the question was how to cite.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    citations: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Name {
    word: String,
    name: String,
}

#[derive(Serialize)]
struct Entry {
    indicator: String,
    reporter: Option<String>,
    partner: String,
    period: String,
    /// The base of a growth where that is not the year before.
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    value: String,
    unit: String,
    qualifier: &'static str,
    status: Option<&'static str>,
    basis: &'static str,
    formula: Option<String>,
    of: Option<String>,
    product: Option<String>,
    preferred: bool,
    /// How it stands to the figure that leads; `leads` for that one.
    relation: &'static str,
    authority: String,
    sources: Vec<Place>,
    display: String,
}

#[derive(Serialize, PartialEq)]
struct Place {
    id: String,
    at: String,
}

#[derive(Serialize)]
struct Said {
    text: String,
    sources: Vec<String>,
}

/// The day on which a body is expected to publish a span, by when it did before.
#[derive(Serialize)]
struct Expected {
    period: String,
    day: String,
    /// The day may be some days off.
    about: bool,
    authority: String,
}

/// Years of one flow with a place by one count, in runs: `2001-2009`, `2011`.
#[derive(Serialize)]
struct Held {
    place: String,
    indicator: String,
    /// As of figures; none for the count of the default reporter.
    relation: Option<&'static str>,
    years: Vec<String>,
}

/// A number that a text states.
#[derive(Serialize)]
struct Stated {
    written: String,
    verdict: &'static str,
    reason: Option<&'static str>,
    figure: Option<Entry>,
    /// The figure that it is instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    instead: Option<Entry>,
}

#[derive(Serialize)]
struct Document {
    id: String,
    title: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
}

impl Expected {
    fn of(due: &Due) -> Self {
        let (period, day, authority) = (due.period.to_string(), due.day.to_string(), due.authority.to_string());
        Self { period, day, about: due.is_about, authority }
    }
}

impl Stated {
    fn of(claim: &Claim, formulas: &Formulas<'_>) -> Self {
        let entry = |number: &Number| Entry::new(number, None, formulas);
        Self {
            written: claim.written.clone(),
            verdict: claim.verdict.as_str(),
            reason: claim.reason.map(Reason::as_str),
            figure: claim.figure.as_ref().map(entry),
            instead: claim.instead.as_ref().map(entry),
        }
    }
}

impl Held {
    fn of(covered: &Covered) -> Self {
        let run = |(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") };
        Self {
            place: covered.place.to_string(),
            indicator: covered.indicator.to_string(),
            relation: covered.relation.map(Relation::as_str),
            years: runs(&covered.years).map(run).collect(),
        }
    }
}

impl Object {
    fn fill(&mut self, told: &dyn Told, formulas: &Formulas<'_>) {
        for shown in told.numbers() {
            match shown {
                Shown::Reading(reading, across) => self.reading(reading, across, formulas),
                Shown::Number(number) => self.number(Entry::new(number, None, formulas), number),
                Shown::Figure(figure, relation) => {
                    let number = Number::stated(figure);
                    self.number(Entry::new(&number, relation, formulas), &number);
                }
            }
        }
        self.coverage.extend(told.coverage().iter().map(Held::of));
        for statement in told.statements() {
            self.document(&statement.source);
            let text = formulas.language.pick(&statement.text).to_owned();
            self.statements.push(Said { text, sources: vec![statement.source.id.to_string()] });
        }
        told.documents().iter().for_each(|source| self.document(source));
        if let Some(source) = told.cited() {
            self.citations = citations(source, formulas.language, formulas.catalogue).into_iter().collect();
        }
    }

    /// The lead with every source that prints the same; then all that stands beside it. Of another count all figures
    /// stand so to the one that answers.
    fn reading(&mut self, reading: &Reading, across: Option<Relation>, formulas: &Formulas<'_>) {
        let relation = |own: Relation| match (own, across) {
            (Relation::Withdrawn, _) | (_, None) => own,
            (_, Some(across)) => across,
        };
        let lead = &reading.lead;
        let authority = lead.figures().first().map(|figure| &figure.authority);
        let same = |figure: &Figure| {
            figure.amount == lead.amount && figure.qualifier == lead.qualifier && Some(&figure.authority) == authority
        };
        let (echoes, beside): (Vec<_>, Vec<_>) =
            reading.others.iter().partition(|other| other.relation == Relation::Agrees && same(&other.figure));
        let mut entry = Entry::new(lead, across, formulas);
        for echo in echoes {
            self.document(&echo.figure.source);
            entry.sources.push(Place::of(&echo.figure));
        }
        self.number(entry, lead);
        for other in beside.into_iter().filter(|other| other.relation != Relation::Wrong) {
            let number = Number::stated(&other.figure);
            self.number(Entry::new(&number, Some(relation(other.relation)), formulas), &number);
        }
        if let Some(own) = &reading.calculated {
            let own_relation = if own.agrees(lead) { Relation::Agrees } else { Relation::Differs };
            self.number(Entry::new(own, Some(relation(own_relation)), formulas), own);
        }
    }

    fn number(&mut self, entry: Entry, number: &Number) {
        for figure in number.figures() {
            self.document(&figure.source);
        }
        self.figures.push(entry);
    }

    fn document(&mut self, source: &Source) {
        if self.sources.iter().all(|known| known.id != source.id.as_str()) {
            self.sources.push(Document {
                id: source.id.to_string(),
                title: source.title.clone(),
                publisher: source.publisher.clone(),
                published: source.published.map(|published| published.to_string()),
                url: source.url.clone(),
            });
        }
    }
}

impl Entry {
    fn new(number: &Number, beside: Option<Relation>, formulas: &Formulas<'_>) -> Self {
        let figures = number.figures();
        let series = &number.series;
        let mut sources: Vec<Place> = figures.iter().map(|figure| Place::of(figure)).collect();
        sources.dedup();
        Self {
            indicator: series.indicator.to_string(),
            reporter: series.reporter.as_ref().map(ToString::to_string),
            partner: series.partner.to_string(),
            period: match number.since.filter(|_| is_average(number)) {
                Some(first) => format!("{first}-{}", number.period),
                None => number.period.to_string(),
            },
            since: number.since.filter(|_| !is_average(number)).map(|since| since.to_string()),
            value: number.amount.base_digits(),
            unit: number.amount.unit.base.to_string(),
            qualifier: number.qualifier.as_str(),
            status: number.status.map(|status| status.as_str()),
            basis: if number.is_calculated() { "calculated" } else { "stated" },
            formula: number.is_calculated().then(|| formulas.words(number)),
            of: series.of.as_ref().map(|of| of.as_str().to_owned()),
            product: series.goods.as_ref().map(|goods| goods.product.to_string()),
            preferred: beside.is_none(),
            relation: beside.map_or("leads", Relation::as_str),
            authority: figures.first().map(|figure| figure.authority.to_string()).unwrap_or_default(),
            sources,
            display: formulas.display(number),
        }
    }
}

/// True if it says how much a year something grew, over years that are its period.
fn is_average(number: &Number) -> bool {
    matches!(number.basis, Basis::Calculated(Formula::Average(_), _))
}

impl Place {
    fn of(figure: &Figure) -> Self {
        Self { id: figure.source.id.to_string(), at: figure.at.to_string() }
    }
}
