//! Facts in any order → the catalogue.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{Catalogue, Named, Names, fold};
use crate::fact::{Authority, Figure, Indicator, Kind, Place, PlaceId, Series, Source, Statement, Status};

/// Gathers facts. References between them are the caller's to have checked.
#[derive(Debug)]
pub struct Builder {
    catalogue: Catalogue,
    series: HashMap<Series, Arc<Series>>,
    figures: BTreeMap<Arc<Series>, Vec<Figure>>,
}

impl Builder {
    /// Begins with whose count, and with whom, is meant where a question does not say.
    pub fn new(default_reporter: PlaceId, default_partner: PlaceId) -> Self {
        let catalogue = Catalogue {
            places: Default::default(),
            indicators: Default::default(),
            authorities: Default::default(),
            sources: Default::default(),
            figures: Default::default(),
            growth: None,
            partners: Default::default(),
            last_year: None,
            statements: Default::default(),
            statement_words: Vec::new(),
            series_words: Vec::new(),
            default_reporter,
            default_partner,
            names: Names::default(),
        };
        Self { catalogue, series: HashMap::new(), figures: BTreeMap::new() }
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

    /// The one shared copy of a series.
    pub fn series(&mut self, series: Series) -> Arc<Series> {
        self.series.entry(series).or_insert_with_key(|series| Arc::new(series.clone())).clone()
    }

    pub fn figure(&mut self, figure: Figure) {
        self.figures.entry(figure.series.clone()).or_default().push(figure);
    }

    pub fn statement(&mut self, statement: Statement) {
        self.catalogue.statements.push(statement);
    }

    pub fn build(mut self) -> Catalogue {
        for figures in self.figures.values_mut() {
            figures.sort_by(|one, other| {
                let key = |figure: &Figure| {
                    (figure.period, figure.source.id.clone(), figure.at.clone(), figure.qualifier, figure.amount.number)
                };
                key(one).cmp(&key(other))
            });
        }
        self.catalogue.statements.sort_by(|one, other| {
            let key =
                |statement: &Statement| (statement.source.id.clone(), at_order(&statement.at), statement.kind.clone());
            key(one).cmp(&key(other)).then_with(|| one.text.iter().cmp(other.text.iter()))
        });
        self.catalogue.figures = self.figures.into_iter().collect();
        let series = || self.catalogue.figures.iter();
        self.catalogue.partners = series().map(|(series, _)| series.partner.clone()).collect();
        let counted = |figure: &&Figure| figure.status.is_none_or(Status::is_counted);
        let counted = series().flat_map(|(_, figures)| figures).filter(counted);
        self.catalogue.last_year = counted.filter_map(|figure| figure.period.year()).max();
        let growth = self.catalogue.indicators.values().find(|indicator| indicator.kind == Kind::Growth);
        self.catalogue.growth = growth.map(|growth| growth.id.clone());
        self.catalogue.names.seal();
        let facts = &self.catalogue;
        let statement_words = facts.statements.iter().map(|one| words_of_statement(one, facts)).collect();
        let series_words = facts.figures.iter().map(|(series, _)| words_of_series(series, facts)).collect();
        (self.catalogue.statement_words, self.catalogue.series_words) = (statement_words, series_words);
        self.catalogue
    }
}

fn words_of_statement(statement: &Statement, facts: &Catalogue) -> Box<str> {
    let places = statement.places.iter().flat_map(|id| place_names(id, facts));
    folded(statement.text.iter().map(|(_, text)| text).chain(places))
}

fn words_of_series(series: &Series, facts: &Catalogue) -> Box<str> {
    let names = |id: &str| facts.indicator(id).into_iter().flat_map(|one| one.names.iter().map(|(_, name)| name));
    let of = series.of.iter().flat_map(|of| names(of.as_str()));
    folded(names(series.indicator.as_str()).chain(of).chain(place_names(&series.partner, facts)))
}

fn place_names<'f>(id: &'f PlaceId, facts: &'f Catalogue) -> impl Iterator<Item = &'f str> {
    let names = facts.place(id.as_str()).into_iter().flat_map(|place| place.names.iter().map(|(_, name)| name));
    names.chain([id.as_str()])
}

/// Texts word by word, as they are looked for.
fn folded<'t>(texts: impl Iterator<Item = &'t str>) -> Box<str> {
    let words: Vec<String> = texts.flat_map(str::split_whitespace).map(fold).collect();
    words.join(" ").into()
}

/// `paragraph 10` after `paragraph 9`.
fn at_order(at: &str) -> (u32, Arc<str>) {
    let digits: String = at.chars().filter(char::is_ascii_digit).take(9).collect();
    (digits.parse().unwrap_or(0), at.into())
}
