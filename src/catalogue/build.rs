//! Facts in any order → the catalogue.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashSet},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use jiff::civil::Date;

use super::{Catalogue, Listed, Named, Names, lines::Lines, newest::Newest, said::Said, search::Search};
use crate::fact::{
    AsOf, Authority, Base, Figure, Goods, Indicator, IndicatorId, Kind, Of, Period, Place, PlaceId, Product, Published,
    Release, Series, Source, SourceId, Statement, Status, Year,
};

/// Gathers facts. References between them are the caller's to have checked.
#[derive(Debug)]
pub struct Builder {
    catalogue: Catalogue,
    sources: BTreeMap<SourceId, Arc<Source>>,
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
            products: Default::default(),
            former: Default::default(),
            by_weight: Vec::new(),
            ranks: Default::default(),
            authorities: Default::default(),
            releases: Vec::new(),
            sources: Arc::default(),
            arrivals: Vec::new(),
            newest_document: None,
            figures: Vec::new(),
            lines: Lines::default(),
            partners: Default::default(),
            traded: Default::default(),
            growth: None,
            first_year: None,
            last_stated: None,
            last_counted: None,
            last_whole: None,
            statements: Vec::new(),
            said: Said::default(),
            newest: Newest::default(),
            search: Search::default(),
            default_reporter,
            default_partner,
            names: Names::default(),
            fingerprint: OnceLock::new(),
        };
        Self { catalogue, sources: BTreeMap::new(), figures: Vec::new() }
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

    /// Adds goods of one kind; the id and the names are found as spellings, and so is every alias.
    pub fn product(&mut self, product: Product, aliases: impl IntoIterator<Item = String>) {
        let named = Named::Product(product.id.clone());
        product.names.iter().for_each(|(_, name)| self.catalogue.names.show(name));
        let names = product.names.iter().chain(product.owned.iter()).map(|(_, name)| name.to_owned());
        self.catalogue.names.add(&named, names.chain([product.id.to_string()]).chain(aliases));
        for former in &product.former {
            let goods = Goods { product: product.id.clone(), measure: former.measure };
            self.catalogue.former.insert(former.id.clone(), (former.indicator.clone(), goods));
        }
        self.catalogue.products.insert(product.id.clone(), product);
    }

    pub fn authority(&mut self, authority: Authority) {
        self.catalogue.authorities.insert(authority.id.clone(), authority);
    }

    pub fn release(&mut self, release: Release) {
        self.catalogue.releases.push(release);
    }

    pub fn source(&mut self, source: Arc<Source>) {
        self.sources.insert(source.id.clone(), source);
    }

    /// Adds figures; those that share a line of a document stand together.
    pub fn figures(&mut self, figures: Vec<Figure>) {
        self.figures.push(figures);
    }

    pub fn statement(&mut self, statement: Statement) {
        self.catalogue.statements.push(Arc::new(statement));
    }

    pub fn build(self) -> Catalogue {
        let Self { catalogue: mut facts, sources, figures } = self;
        facts.sources = sources.into_values().collect();
        (facts.lines, facts.figures) = Lines::of(figures);
        facts.partners = facts.lines.all().iter().map(|series| series.partner.clone()).collect();
        facts.traded = facts.lines.all().iter().filter_map(|series| traded(series)).collect();
        let mut moved: BTreeMap<SourceId, Date> = BTreeMap::new();
        for figure in &facts.figures {
            if let Some(back) = figure.withdrawn.and_then(AsOf::last_day) {
                let day = moved.entry(figure.source.id.clone()).or_insert(back);
                *day = back.max(*day);
            }
            let year = figure.period.year();
            facts.first_year =
                year.filter(|year| facts.first_year.is_none_or(|first| *year < first)).or(facts.first_year);
            facts.last_stated = facts.last_stated.max(year);
            if figure.status.is_none_or(Status::is_counted) {
                facts.last_counted = facts.last_counted.max(year);
            }
        }
        facts.last_whole = last_whole_year(&facts);
        // An undated document comes after those of which it is known when they came out.
        let news = |source: &Source| {
            (source.published.map(|_| source.known_from()).max(moved.get(&source.id).copied()), source.read)
        };
        facts.arrivals = facts.sources.to_vec();
        facts.arrivals.sort_by_cached_key(|source| Reverse(news(source)));
        let came_out = |source: &&Arc<Source>| source.published.and_then(Published::days).map(|(first, _)| first);
        facts.newest_document =
            facts.sources.iter().filter(|one| came_out(one).is_some()).max_by_key(came_out).cloned();
        facts.statements.sort_by(|one, other| {
            let source = one.source.id.cmp(&other.source.id);
            let place = source.then_with(|| at_order(&one.at).cmp(&at_order(&other.at)));
            place.then_with(|| one.kind.cmp(&other.kind)).then_with(|| one.text.iter().cmp(other.text.iter()))
        });
        facts.said = Said::of(&facts.statements);
        let growth = facts.indicators.values().find(|indicator| indicator.kind == Kind::Growth);
        facts.growth = growth.map(|growth| growth.id.clone());
        facts.by_weight = by_weight(&facts.indicators);
        facts.ranks = facts.by_weight.iter().map(|one| one.id.clone()).zip(0..).collect();
        facts.names.seal();
        facts.newest = Newest::of(&facts);
        facts.search = Search::of(&facts);
        facts
    }
}

/// The last year whose trade in goods the sheets' reporter has counted from its first day to its last.
fn last_whole_year(facts: &Catalogue) -> Option<Year> {
    let lines = (0..facts.lines.all().len()).map(|number| facts.line(number));
    let of_goods = lines.filter(|(series, _)| {
        let indicator = facts.indicator(series.indicator.as_str());
        indicator.is_some_and(|indicator| indicator.of_goods)
            && series.reporter.as_ref() == Some(&facts.default_reporter)
    });
    let counted = of_goods.flat_map(|(_, figures)| figures).filter(|one| one.status.is_none_or(Status::is_counted));
    counted.filter_map(|figure| if let Period::Year(year) = figure.period { Some(year) } else { None }).max()
}

/// The goods of a series with their indicator, of a growth with what grew.
fn traded(series: &Series) -> Option<(IndicatorId, Goods)> {
    let indicator = match &series.of {
        Some(Of::Indicator(grown)) => grown,
        _ => &series.indicator,
    };
    Some((indicator.clone(), series.goods.clone()?))
}

/// `paragraph 10` after `paragraph 9`.
fn at_order(at: &str) -> (u32, &str) {
    let digits = at.bytes().filter(u8::is_ascii_digit).take(9);
    (digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0')), at)
}

/// See [`Catalogue::indicators_by_weight`].
fn by_weight(indicators: &Listed<IndicatorId, Indicator>) -> Vec<Arc<Indicator>> {
    let mut heads: Vec<&Arc<Indicator>> = indicators.values().filter(|one| !one.shown_with.is_empty()).collect();
    heads.sort_by_key(|one| Reverse(one.shown_with.len()));
    let weight = |one: &Indicator| {
        let headed = heads.iter().enumerate().find_map(|(index, head)| {
            let below = head.shown_with.iter().position(|shown| *shown == one.id).map(|position| position + 1);
            (head.id == one.id).then_some(0).or(below).map(|position| (index, position, head.kind))
        });
        let (index, position, kind) = headed.unwrap_or((usize::MAX, 0, one.kind));
        let money = one.units.iter().any(|unit| matches!(unit, Base::Money(_)));
        let class = match (kind, money) {
            (Kind::Flow, true) if headed.is_some() => 0,
            (Kind::Share, _) => 1,
            (Kind::Growth, _) => 2,
            // Of totals, what is shown with another comes after those that stand alone.
            (Kind::Stock, true) if position == 0 => 3,
            (Kind::Stock, true) => 4,
            (Kind::Flow, _) => 5,
            (Kind::Stock, false) => 6,
        };
        (class, index, position)
    };
    let mut all: Vec<Arc<Indicator>> = indicators.values().cloned().collect();
    all.sort_by_cached_key(|one| weight(one));
    all
}
