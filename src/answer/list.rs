//! What there is: by indicator, by document, by words, and as a whole.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    catalogue::{Catalogue, fold},
    fact::{Figure, Indicator, IndicatorId, Place, PlaceId, Source, SourceId, Statement, Year},
    question::{Ask, Query, SearchWords, When},
};

use super::{
    Answer,
    country::ask,
    figures::lone_row,
    gap::{Gap, Missing},
    number::Reading,
};

/// Facts that belong together because they were looked for.
#[derive(Clone, Debug)]
pub struct Listed<'c> {
    /// The words looked for; none for a list of agreements.
    pub words: Option<String>,
    pub place: Option<&'c Place>,
    pub readings: Vec<Reading<'c>>,
    pub statements: Vec<&'c Statement>,
    /// Facts that were left out because they are too many.
    pub more: usize,
}

/// An indicator and what we hold of it.
#[derive(Clone, Debug)]
pub struct Meaning<'c> {
    pub indicator: &'c Indicator,
    /// The newest of each series.
    pub readings: Vec<Reading<'c>>,
    /// How to ask for each reading.
    pub queries: Vec<Query>,
}

/// A document and all we took from it.
#[derive(Clone, Debug)]
pub struct Opened<'c> {
    pub source: &'c Arc<Source>,
    pub readings: Vec<Reading<'c>>,
    pub statements: Vec<&'c Statement>,
}

/// Everything, counted.
#[derive(Clone, Debug)]
pub struct Overview<'c> {
    pub figures: usize,
    pub statements: usize,
    pub sources: usize,
    pub years: Option<(Year, Year)>,
    pub places: Vec<&'c Place>,
    pub indicators: Vec<&'c Indicator>,
}

/// As many facts as one search shows.
const MOST: usize = 12;

pub(super) fn said<'c>(place: &PlaceId, catalogue: &'c Catalogue) -> Answer<'c> {
    let mut statements: Vec<_> = catalogue.statements().iter().filter(|one| one.places.contains(place)).collect();
    statements.sort_by_key(|statement| super::country::weight(statement));
    match catalogue.place(place.as_str()).filter(|_| !statements.is_empty()) {
        None => {
            Answer::Gap(Gap { asked: Missing::Place(place.clone(), When::Latest), nearest: vec![Query::Countries] })
        }
        Some(known) => {
            Answer::Said(Listed { words: None, place: Some(known), readings: Vec::new(), statements, more: 0 })
        }
    }
}

pub(super) fn agreements<'c>(place: Option<&PlaceId>, catalogue: &'c Catalogue) -> Answer<'c> {
    let agreed = |statement: &&Statement| matches!(statement.kind.as_str(), "agreement" | "negotiation");
    let here = |statement: &&Statement| place.is_none_or(|place| statement.places.contains(place));
    let statements: Vec<_> = catalogue.statements().iter().filter(agreed).filter(here).collect();
    match place {
        Some(place) if statements.is_empty() => Answer::Gap(Gap {
            asked: Missing::Place(place.clone(), When::Latest),
            nearest: vec![Query::Agreements(None)],
        }),
        _ => Answer::Statements(Listed {
            words: None,
            place: place.and_then(|place| catalogue.place(place.as_str())),
            readings: Vec::new(),
            statements,
            more: 0,
        }),
    }
}

pub(super) fn indicators(catalogue: &Catalogue) -> Answer<'_> {
    let meanings = catalogue.indicators().map(|indicator| held(indicator, catalogue));
    Answer::Indicators(meanings.filter(|meaning| !meaning.readings.is_empty()).collect())
}

pub(super) fn meaning<'c>(id: &IndicatorId, catalogue: &'c Catalogue) -> Answer<'c> {
    match catalogue.indicator(id.as_str()) {
        Some(indicator) => Answer::Meaning(held(indicator, catalogue)),
        None => Answer::Gap(Gap { asked: Missing::Indicator(id.clone()), nearest: vec![Query::Indicator(None)] }),
    }
}

fn held<'c>(indicator: &'c Indicator, catalogue: &'c Catalogue) -> Meaning<'c> {
    let mut meaning = Meaning { indicator, readings: Vec::new(), queries: Vec::new() };
    let series = catalogue.series().filter(|(series, _)| series.indicator == indicator.id);
    let mut asks: Vec<Ask> = series.map(|(series, _)| ask(series, When::Latest, catalogue)).collect();
    if asks.is_empty() {
        asks.push(Ask { indicator: indicator.id.clone(), of: None, reporter: None, partner: None, when: When::Latest });
    }
    for ask in asks {
        if let Some(row) = lone_row(&ask, catalogue) {
            meaning.readings.push(row.reading);
            meaning.queries.push(Query::Figures(ask));
        }
    }
    meaning
}

pub(super) fn search<'c>(words: &SearchWords, catalogue: &'c Catalogue) -> Answer<'c> {
    let sought: Vec<String> = words.as_str().split(' ').map(fold).filter(|word| !word.is_empty()).collect();
    let holds = |texts: &[&str]| {
        let text: String = texts
            .iter()
            .map(|text| text.split_whitespace().map(fold).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join(" ");
        !sought.is_empty() && sought.iter().all(|word| text.contains(word.as_str()))
    };
    // A statement is found by its words, and by the names of the places that it is about.
    let said = |statement: &&Statement| {
        let mut texts: Vec<&str> = statement.text.iter().map(|(_, text)| text).collect();
        for place in &statement.places {
            texts.push(place.as_str());
            texts.extend(
                catalogue.place(place.as_str()).iter().flat_map(|place| place.names.iter().map(|(_, name)| name)),
            );
        }
        holds(&texts)
    };
    let mut statements: Vec<&Statement> = catalogue.statements().iter().filter(said).collect();
    let mut readings = Vec::new();
    for (series, figures) in catalogue.series() {
        let words = |names: &'c crate::fact::Words| names.iter().map(|(_, name)| name);
        let mut texts: Vec<&str> = Vec::new();
        texts.extend(
            catalogue.indicator(series.indicator.as_str()).into_iter().flat_map(|indicator| words(&indicator.names)),
        );
        texts.extend(catalogue.place(series.partner.as_str()).into_iter().flat_map(|place| words(&place.names)));
        if let Some(of) = &series.of {
            texts.extend(catalogue.indicator(of.as_str()).into_iter().flat_map(|indicator| words(&indicator.names)));
        }
        let printed = |figure: &&Figure| sought.iter().any(|word| *word == fold(&figure.amount.number.to_string()));
        if holds(&texts) {
            readings.extend(figures.last().and_then(|figure| Reading::of([figure], catalogue)));
        } else {
            readings.extend(figures.iter().filter(printed).filter_map(|figure| Reading::of([figure], catalogue)));
        }
    }
    let more = (readings.len() + statements.len()).saturating_sub(MOST);
    readings.truncate(MOST);
    statements.truncate(MOST - readings.len());
    if readings.is_empty() && statements.is_empty() {
        return Answer::Gap(Gap {
            asked: Missing::Words(words.as_str().to_owned()),
            nearest: vec![Query::Facts, Query::Indicator(None)],
        });
    }
    Answer::Found(Listed { words: Some(words.as_str().to_owned()), place: None, readings, statements, more })
}

pub(super) fn source<'c>(id: &SourceId, catalogue: &'c Catalogue) -> Answer<'c> {
    let Some(source) = catalogue.source(id.as_str()) else {
        return Answer::Gap(Gap { asked: Missing::Source(id.to_string()), nearest: vec![Query::Sources] });
    };
    let mut figures: Vec<&Figure> =
        catalogue.series().flat_map(|(_, figures)| figures).filter(|figure| figure.source.id == *id).collect();
    figures.sort_by_key(|figure| (figure.at.len(), figure.at.clone()));
    Answer::Source(Opened {
        source,
        readings: figures.into_iter().filter_map(|figure| Reading::of([figure], catalogue)).collect(),
        statements: catalogue.statements().iter().filter(|statement| statement.source.id == *id).collect(),
    })
}

pub(super) fn overview(catalogue: &Catalogue) -> Overview<'_> {
    let figures: Vec<&Figure> = catalogue.series().flat_map(|(_, figures)| figures).collect();
    let years: BTreeSet<Year> = figures.iter().filter_map(|figure| figure.period.year()).collect();
    let places: BTreeSet<&PlaceId> = figures.iter().map(|figure| &figure.series.partner).collect();
    let indicators: BTreeSet<&IndicatorId> = figures.iter().map(|figure| &figure.series.indicator).collect();
    Overview {
        figures: figures.len(),
        statements: catalogue.statements().len(),
        sources: catalogue.sources().count(),
        years: years.first().copied().zip(years.last().copied()),
        places: places.into_iter().filter_map(|id| catalogue.place(id.as_str())).collect(),
        indicators: indicators.into_iter().filter_map(|id| catalogue.indicator(id.as_str())).collect(),
    }
}
