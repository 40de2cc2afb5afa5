//! Facts in any order → the catalogue.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use super::{Catalogue, Named, Names, lines::Lines, said::Said, search::Search};
use crate::fact::{Authority, Figure, Indicator, Kind, Place, PlaceId, Series, Source, Statement, Status};

/// Gathers facts. References between them are the caller's to have checked.
#[derive(Debug)]
pub struct Builder {
    catalogue: Catalogue,
    figures: Vec<Vec<Figure>>,
}

/// The one copy of each series, for all threads that read facts.
#[derive(Debug, Default)]
pub struct Pool(Mutex<HashSet<Arc<Series>>>);

impl Pool {
    pub fn one(&self, series: Series) -> Arc<Series> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.get(&series) {
            Some(known) => known.clone(),
            None => {
                let new = Arc::new(series);
                all.insert(new.clone());
                new
            }
        }
    }
}

impl Builder {
    /// Begins with whose count, and with whom, is meant where a question does not say.
    pub fn new(default_reporter: PlaceId, default_partner: PlaceId) -> Self {
        let catalogue = Catalogue {
            places: Default::default(),
            indicators: Default::default(),
            authorities: Default::default(),
            sources: Default::default(),
            figures: Vec::new(),
            lines: Lines::default(),
            partners: Default::default(),
            growth: None,
            first_year: None,
            last_stated: None,
            last_counted: None,
            statements: Vec::new(),
            said: Said::default(),
            search: Search::default(),
            default_reporter,
            default_partner,
            names: Names::default(),
        };
        Self { catalogue, figures: Vec::new() }
    }

    /// Adds a place; its id and names are found as spellings, and so is every alias.
    pub fn place(&mut self, place: Place, aliases: impl IntoIterator<Item = String>) {
        let named = Named::Place(place.id.clone());
        place.names.iter().for_each(|(_, name)| self.catalogue.names.show(name));
        let names = place.names.iter().map(|(_, name)| name.to_owned()).chain([place.id.to_string()]);
        self.catalogue.names.add(&named, names.chain(aliases));
        self.catalogue.places.insert(place.id.clone(), place);
    }

    /// Adds an indicator; its id and names are found as spellings, and so is every alias.
    pub fn indicator(&mut self, indicator: Indicator, aliases: impl IntoIterator<Item = String>) {
        let named = Named::Indicator(indicator.id.clone());
        indicator.names.iter().for_each(|(_, name)| self.catalogue.names.show(name));
        let names = indicator.names.iter().map(|(_, name)| name.to_owned()).chain([indicator.id.to_string()]);
        self.catalogue.names.add(&named, names.chain(aliases));
        self.catalogue.indicators.insert(indicator.id.clone(), indicator);
    }

    pub fn authority(&mut self, authority: Authority) {
        self.catalogue.authorities.insert(authority.id.clone(), authority);
    }

    pub fn source(&mut self, source: Arc<Source>) {
        self.catalogue.sources.insert(source.id.clone(), source);
    }

    /// Adds figures; those that share a line of a document stand together.
    pub fn figures(&mut self, figures: Vec<Figure>) {
        self.figures.push(figures);
    }

    pub fn statement(&mut self, statement: Statement) {
        self.catalogue.statements.push(statement);
    }

    pub fn build(self) -> Catalogue {
        let Self { catalogue: mut facts, figures } = self;
        (facts.lines, facts.figures) = Lines::of(figures);
        facts.partners = facts.lines.all().iter().map(|series| series.partner.clone()).collect();
        for figure in &facts.figures {
            let year = figure.period.year();
            facts.first_year =
                year.filter(|year| facts.first_year.is_none_or(|first| *year < first)).or(facts.first_year);
            facts.last_stated = facts.last_stated.max(year);
            if figure.status.is_none_or(Status::is_counted) {
                facts.last_counted = facts.last_counted.max(year);
            }
        }
        facts.statements.sort_by(|one, other| {
            let source = one.source.id.cmp(&other.source.id);
            let place = source.then_with(|| at_order(&one.at).cmp(&at_order(&other.at)));
            place.then_with(|| one.kind.cmp(&other.kind)).then_with(|| one.text.iter().cmp(other.text.iter()))
        });
        facts.said = Said::of(&facts.statements);
        let growth = facts.indicators.values().find(|indicator| indicator.kind == Kind::Growth);
        facts.growth = growth.map(|growth| growth.id.clone());
        facts.names.seal();
        facts.search = Search::of(&facts);
        facts
    }
}

/// `paragraph 10` after `paragraph 9`.
fn at_order(at: &str) -> (u32, &str) {
    let digits = at.bytes().filter(u8::is_ascii_digit).take(9);
    (digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0')), at)
}
