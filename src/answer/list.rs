//! What there is: by indicator, by document, by words, and as a whole.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    catalogue::{Catalogue, Known, fold},
    fact::{Figure, Indicator, IndicatorId, Place, PlaceId, Series, Source, SourceId, Statement, Year},
    question::{Ask, Query, SearchWords, When},
};

use super::{
    Answer,
    country::ask,
    figures::lone_row,
    gap::{Gap, Missing},
    number::{Number, Reading},
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
    statements.sort_by_cached_key(|statement| super::country::weight(statement));
    match catalogue.place(place.as_str()).filter(|_| !statements.is_empty()) {
        None => Answer::Gap(Gap::new(Missing::Place(place.clone(), When::Latest), vec![Query::Countries])),
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
        Some(place) if statements.is_empty() => {
            Answer::Gap(Gap::new(Missing::Place(place.clone(), When::Latest), vec![Query::Agreements(None)]))
        }
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
    let held = |indicator: &&Indicator| {
        let counted = |(series, _): (&Series, _)| series.indicator == indicator.id;
        catalogue.series().any(counted)
            || !asks(indicator, catalogue).iter().all(|ask| lone_row(ask, Known::all(catalogue)).is_none())
    };
    Answer::Indicators(catalogue.indicators().filter(held).collect())
}

pub(super) fn meaning<'c>(id: &IndicatorId, catalogue: &'c Catalogue) -> Answer<'c> {
    match catalogue.indicator(id.as_str()) {
        Some(indicator) => Answer::Meaning(held(indicator, catalogue)),
        None => Answer::Gap(Gap::new(Missing::Indicator(id.clone()), vec![Query::Indicator(None)])),
    }
}

/// How to ask for the newest of each of its series; of one that is only calculated, for that of the default group.
fn asks(indicator: &Indicator, catalogue: &Catalogue) -> Vec<Ask> {
    let series = catalogue.series().filter(|(series, _)| series.indicator == indicator.id);
    let mut asks: Vec<Ask> = series.map(|(series, _)| ask(series, When::Latest, Known::all(catalogue))).collect();
    if asks.is_empty() {
        asks.push(Ask { indicator: indicator.id.clone(), of: None, reporter: None, partner: None, when: When::Latest });
    }
    asks
}

fn held<'c>(indicator: &'c Indicator, catalogue: &'c Catalogue) -> Meaning<'c> {
    let mut meaning = Meaning { indicator, readings: Vec::new(), queries: Vec::new() };
    for ask in asks(indicator, catalogue) {
        if let Some(row) = lone_row(&ask, Known::all(catalogue)) {
            meaning.readings.push(row.reading);
            meaning.queries.push(Query::Figures(ask));
        }
    }
    meaning
}

pub(super) fn search<'c>(words: &SearchWords, catalogue: &'c Catalogue) -> Answer<'c> {
    let sought: Vec<String> = words.as_str().split(' ').map(fold).filter(|word| !word.is_empty()).collect();
    let mut statements: Vec<&Statement> = Vec::new();
    let mut readings = Vec::new();
    if !sought.is_empty() {
        statements.extend(catalogue.statements_with(&sought));
        for (is_named, figures) in catalogue.series_with(&sought) {
            let printed = |figure: &&Figure| sought.contains(&fold(&figure.amount.number.to_string()));
            if is_named {
                readings.extend(figures.last().map(printed_alone));
            } else {
                readings.extend(figures.iter().filter(printed).map(printed_alone));
            }
        }
    }
    let more = (readings.len() + statements.len()).saturating_sub(MOST);
    readings.truncate(MOST);
    statements.truncate(MOST - readings.len());
    if readings.is_empty() && statements.is_empty() {
        return Answer::Gap(Gap::new(
            Missing::Words(words.as_str().to_owned()),
            vec![Query::Facts, Query::Indicator(None)],
        ));
    }
    Answer::Found(Listed { words: Some(words.as_str().to_owned()), place: None, readings, statements, more })
}

/// One figure as its document prints it, whatever else is said of the same thing.
fn printed_alone(figure: &Figure) -> Reading<'_> {
    Reading::alone(Number::stated(figure))
}

pub(super) fn source<'c>(id: &SourceId, catalogue: &'c Catalogue) -> Answer<'c> {
    let Some(source) = catalogue.source(id.as_str()) else {
        return Answer::Gap(Gap::new(Missing::Source(id.to_string()), vec![Query::Sources]));
    };
    let mut figures: Vec<&Figure> =
        catalogue.series().flat_map(|(_, figures)| figures).filter(|figure| figure.source.id == *id).collect();
    figures.sort_by_key(|figure| (figure.at.len(), figure.at.clone()));
    Answer::Source(Opened {
        source,
        readings: figures.into_iter().map(printed_alone).collect(),
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
