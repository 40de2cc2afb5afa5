//! Every fact, indexed; built once, then only read.
//!
//! In: places, indicators, authorities, figures and statements through a [`Builder`]; out: look-ups. The
//! same facts give the same catalogue in whatever order they come. It does not know YAML.
//!
//! There may be millions of figures in tens of thousands of series, and an answer has a millisecond: nothing that
//! answers may look at all of them. These look up a few:
//!
//! - series and figures: [`Catalogue::series_of`], [`Catalogue::series_between`], [`Catalogue::figures_in_source`];
//! - statements: [`Catalogue::statements_about`], [`Catalogue::statements_of`], [`Catalogue::statements_in_source`];
//! - what holds certain words: [`Catalogue::figures_found`], [`Catalogue::statements_found`],
//!   [`Catalogue::statements_ranked`];
//! - the newest: [`Known::newest`].
//!
//! [`Catalogue::series`], [`Catalogue::statements`] and [`Catalogue::sources`] are for counting them, and for tests.

mod build;
mod known;
mod lines;
mod names;
mod newest;
mod said;
mod search;

pub use crate::language::fold;
pub use build::{Builder, Pool};
pub use known::Known;
pub use names::{Named, Names, Near};

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hash, Hasher},
    sync::{Arc, OnceLock},
};

use lines::{Lines, index};
use newest::Newest;
use said::Said;
use search::Search;

use crate::{
    fact::{
        Authority, AuthorityId, Derivation, Due, Figure, Goods, Indicator, IndicatorId, Of, Period, Place, PlaceId,
        Product, ProductId, Release, Series, Source, SourceId, Statement, Year,
    },
    language::Quick,
};

/// Found by a hash of the id, and listed in order of the ids.
#[derive(Debug)]
struct Listed<K, V> {
    by_id: HashMap<K, Arc<V>, BuildHasherDefault<Quick>>,
    in_order: BTreeMap<K, Arc<V>>,
}

impl<K, V> Default for Listed<K, V> {
    fn default() -> Self {
        Self { by_id: HashMap::default(), in_order: BTreeMap::new() }
    }
}

impl<K: Ord + Hash + Clone + Borrow<str>, V> Listed<K, V> {
    fn insert(&mut self, id: K, one: V) {
        let one = Arc::new(one);
        self.in_order.insert(id.clone(), Arc::clone(&one));
        self.by_id.insert(id, one);
    }

    fn get(&self, id: &str) -> Option<&Arc<V>> {
        self.by_id.get(id)
    }

    fn values(&self) -> impl Iterator<Item = &Arc<V>> {
        self.in_order.values()
    }
}

/// All that we know. Immutable; a reload builds another.
#[derive(Debug)]
pub struct Catalogue {
    places: Listed<PlaceId, Place>,
    indicators: Listed<IndicatorId, Indicator>,
    products: Listed<ProductId, Product>,
    /// Ids that indicators once had, and what they mean now.
    former: HashMap<IndicatorId, (IndicatorId, Goods), BuildHasherDefault<Quick>>,
    by_weight: Vec<Arc<Indicator>>,
    ranks: HashMap<IndicatorId, usize, BuildHasherDefault<Quick>>,
    authorities: HashMap<AuthorityId, Authority, BuildHasherDefault<Quick>>,
    releases: Vec<Release>,
    /// In order of their ids.
    sources: Arc<[Arc<Source>]>,
    /// The same, the last that came out, or took something back, first.
    arrivals: Vec<Arc<Source>>,
    newest_document: Option<Arc<Source>>,
    /// In order of the series; the figures of each by period, then source, then place in the source.
    figures: Vec<Figure>,
    lines: Lines,
    /// Those that something is counted with.
    partners: BTreeSet<PlaceId>,
    /// The indicator that says by how much another changed.
    /// Goods of which there is any figure, each with the indicators of it, of growth with what grew.
    traded: BTreeSet<(IndicatorId, Goods)>,
    growth: Option<IndicatorId>,
    /// The first and the last year of any stated figure, and the last that was counted.
    first_year: Option<Year>,
    last_stated: Option<Year>,
    last_counted: Option<Year>,
    last_whole: Option<Year>,
    /// By source, then place in it.
    statements: Vec<Arc<Statement>>,
    said: Said,
    newest: Newest,
    search: Search,
    default_reporter: PlaceId,
    default_partner: PlaceId,
    names: Names,
    fingerprint: OnceLock<u64>,
}

impl Catalogue {
    pub fn place(&self, id: &str) -> Option<&Arc<Place>> {
        self.places.get(id)
    }

    /// In order of their ids.
    pub fn places(&self) -> impl Iterator<Item = &Arc<Place>> {
        self.places.values()
    }

    pub fn indicator(&self, id: &str) -> Option<&Arc<Indicator>> {
        self.indicators.get(id)
    }

    pub fn product(&self, id: &str) -> Option<&Arc<Product>> {
        self.products.get(id)
    }

    /// In order of their ids.
    pub fn products(&self) -> impl Iterator<Item = &Arc<Product>> {
        self.products.values()
    }

    /// True if there is any figure of an indicator, or of its growth, of these goods.
    pub fn is_traded(&self, indicator: &IndicatorId, goods: &Goods) -> bool {
        self.traded.contains(&(indicator.clone(), goods.clone()))
    }

    /// The indicator of what goes the other way: imports for exports. What has no direction is itself; none for a
    /// balance, which would change its sign.
    pub fn other_way(&self, id: &IndicatorId) -> Option<&IndicatorId> {
        let indicator = self.indicator(id.as_str()).filter(|indicator| !indicator.signed)?;
        if indicator.direction.is_none() {
            return Some(&indicator.id);
        }
        let sums = self.indicators().filter_map(|indicator| match &indicator.derivation {
            Some(Derivation::Sum(one, other)) => Some((one, other)),
            _ => None,
        });
        sums.flat_map(|(one, other)| [(one, other), (other, one)]).find(|(one, _)| *one == id).map(|(_, other)| other)
    }

    /// What the id of a former indicator means now, where the default reporter counts.
    pub fn former(&self, id: &str) -> Option<&(IndicatorId, Goods)> {
        self.former.get(id)
    }

    /// In order of their ids.
    pub fn indicators(&self) -> impl Iterator<Item = &Arc<Indicator>> {
        self.indicators.values()
    }

    /// What matters most comes first: the flow that shows most others, and those it shows, then the next; then shares,
    /// growths, stocks and single flows.
    pub fn indicators_by_weight(&self) -> impl Iterator<Item = &Arc<Indicator>> {
        self.by_weight.iter()
    }

    /// Where an indicator stands among [`Catalogue::indicators_by_weight`], from 0.
    pub fn rank(&self, indicator: &IndicatorId) -> Option<usize> {
        self.ranks.get(indicator).copied()
    }

    /// The indicator that says by how much another changed.
    pub fn growth(&self) -> Option<&IndicatorId> {
        self.growth.as_ref()
    }

    pub fn authority(&self, id: &str) -> Option<&Authority> {
        self.authorities.get(id)
    }

    /// In order of their ids.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = &Arc<Source>> {
        self.sources.iter()
    }

    /// The same, to be kept.
    pub fn documents(&self) -> Arc<[Arc<Source>]> {
        Arc::clone(&self.sources)
    }

    pub fn source(&self, id: &str) -> Option<&Arc<Source>> {
        let place = self.sources.binary_search_by(|source| source.id.as_str().cmp(id));
        place.ok().map(|place| &self.sources[place])
    }

    /// The last that came out, or took something back, first; those without a date at the end.
    pub fn arrivals(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.arrivals.iter()
    }

    /// The document that came out last, as far as documents say when; of one that names a month alone, its first day.
    pub fn newest_document(&self) -> Option<&Arc<Source>> {
        self.newest_document.as_ref()
    }

    /// All figures of one series, earliest first; empty if there are none.
    pub fn figures(&self, series: &Series) -> &[Figure] {
        self.lines.find(series).map_or(&[], |number| &self.figures[self.lines.range(number)])
    }

    /// Every figure, in order of the series.
    pub fn all_figures(&self) -> &[Figure] {
        &self.figures
    }

    /// The figures of one series for one period.
    pub fn figures_in(&self, series: &Series, period: Period) -> &[Figure] {
        let figures = self.figures(series);
        let start = figures.partition_point(|figure| figure.period < period);
        let end = figures.partition_point(|figure| figure.period <= period);
        &figures[start..end]
    }

    /// Every series with its figures, in order of the series.
    pub fn series(&self) -> impl Iterator<Item = (&Series, &[Figure])> {
        (0..self.lines.all().len()).map(|number| self.line(number))
    }

    /// The same of one indicator.
    pub fn series_of<'c>(
        &'c self,
        indicator: &IndicatorId,
    ) -> impl ExactSizeIterator<Item = (&'c Series, &'c [Figure])> + use<'c> {
        self.lines.of_indicator(indicator).map(|number| self.line(number))
    }

    /// The same of one reporter, or third party, with one partner.
    pub fn series_between<'c>(
        &'c self,
        reporter: Option<&PlaceId>,
        partner: &PlaceId,
    ) -> impl ExactSizeIterator<Item = (&'c Series, &'c [Figure])> + use<'c> {
        self.lines.between(reporter, partner).iter().map(|number| self.line(index(*number)))
    }

    /// The figures in one document, in order of their places in it.
    pub fn figures_in_source<'c>(&'c self, source: &SourceId) -> impl Iterator<Item = &'c Figure> + use<'c> {
        self.figures_in_source_among(source).map(|(figure, _)| figure)
    }

    /// The same, each with all figures of its series and its period.
    pub fn figures_in_source_among<'c>(
        &'c self,
        source: &SourceId,
    ) -> impl Iterator<Item = (&'c Figure, &'c [Figure])> + use<'c> {
        self.lines.in_source(source, &self.figures)
    }

    /// How many these are.
    pub fn count_in_source(&self, source: &SourceId) -> usize {
        self.lines.count_in(source)
    }

    fn line(&self, number: usize) -> (&Series, &[Figure]) {
        (&self.lines.all()[number], &self.figures[self.lines.range(number)])
    }

    /// Those that something is counted with, in order.
    pub fn partners(&self) -> impl Iterator<Item = &PlaceId> {
        self.partners.iter()
    }

    /// True if anything at all is counted with this place.
    pub fn has_figures(&self, partner: &PlaceId) -> bool {
        self.lines.with(partner).is_some()
    }

    /// The last year that was counted; a forecast may be of a later one.
    pub fn last_year(&self) -> Option<Year> {
        self.last_counted
    }

    /// The last year whose trade in goods the sheets' reporter has counted from its first day to its last.
    pub fn last_whole_year(&self) -> Option<Year> {
        self.last_whole
    }

    /// The first and the last year that any figure is about.
    pub fn years(&self) -> Option<(Year, Year)> {
        self.first_year.zip(self.last_stated)
    }

    /// By document, then by place in it.
    pub fn statements(&self) -> &[Arc<Statement>] {
        &self.statements
    }

    /// Those about one place, in the same order.
    pub fn statements_about<'c>(
        &'c self,
        place: &PlaceId,
    ) -> impl Iterator<Item = &'c Arc<Statement>> + Clone + use<'c> {
        self.said.about(place).map(|number| &self.statements[number])
    }

    /// Those of any of these kinds, in the same order.
    pub fn statements_of<'c>(&'c self, kinds: &[&str]) -> impl Iterator<Item = &'c Arc<Statement>> + use<'c> {
        self.said.of_kinds(kinds).map(|number| &self.statements[number])
    }

    /// Those in one document.
    pub fn statements_in_source(&self, source: &SourceId) -> &[Arc<Statement>] {
        said::in_source(source, &self.statements)
    }

    /// The statements whose words, or the names of whose places, hold all of these, as [`fold`] leaves them.
    pub fn statements_found<'c>(&'c self, words: &[String]) -> impl Iterator<Item = &'c Arc<Statement>> + use<'c> {
        self.search.statements(words, self.statements.len()).map(|number| &self.statements[number])
    }

    /// The statements that have most of these words, as [`fold`] leaves them, the best first: the rarer a word, the
    /// more it counts. Empty where none has enough of them.
    pub fn statements_ranked<'c>(&'c self, words: &[String]) -> Vec<&'c Arc<Statement>> {
        let found = self.search.ranked(words, self.statements.len());
        found.into_iter().map(|number| &self.statements[number]).collect()
    }

    /// Which of these phrases stands in most statements; none of none.
    pub fn commonest(&self, phrases: &[String]) -> Option<usize> {
        self.search.commonest(phrases, self.statements.len())
    }

    /// The newest figure of every series in whose names, of what it measures and of whom with, stand all of these
    /// words, as [`fold`] leaves them; and of the others every figure printed as one of them, such as `106.3`. So many
    /// of these at most, in order of the series, and how many there are.
    pub fn figures_found(&self, words: &[String], most: usize) -> (Vec<&Figure>, usize) {
        self.search.figures(words, most, self)
    }

    /// Whose count is meant when none is named.
    pub fn default_reporter(&self) -> &PlaceId {
        &self.default_reporter
    }

    /// With whom is meant when nobody is named.
    pub fn default_partner(&self) -> &PlaceId {
        &self.default_partner
    }

    /// A number that another state of the figures hardly has; the same in every process.
    pub fn fingerprint(&self) -> u64 {
        *self.fingerprint.get_or_init(|| {
            let mut hasher = Quick::default();
            for figure in &self.figures {
                let Figure { period, amount, entry } = figure;
                (&entry.series, &entry.source.id, &entry.at, period.to_string()).hash(&mut hasher);
                (amount.number.serialize(), amount.unit.exponent, entry.withdrawn.is_some()).hash(&mut hasher);
            }
            hasher.finish()
        })
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The authority that did the counting for a figure: the one its authority stands for, or itself.
    pub fn origin<'a>(&'a self, figure: &'a Figure) -> &'a AuthorityId {
        let authority = self.authority(figure.authority.as_str());
        authority.and_then(|one| stood_for(one, figure)).unwrap_or(&figure.authority)
    }

    /// True if the body of one figure also said another of the same thing: named there, or as the one whose count it
    /// is.
    pub fn is_of_one_body(&self, one: &Figure, other: &Figure) -> bool {
        one.period == other.period
            && one.since == other.since
            && one.amount.unit.base == other.amount.unit.base
            && one.to_come() == other.to_come()
            && (one.authority == other.authority || one.authority == *self.origin(other))
    }

    /// True if a place has a count of its own: a country has, a group only where a body of it counts.
    pub fn counts(&self, place: &PlaceId) -> bool {
        let is_group = self.place(place.as_str()).is_some_and(|place| place.is_group());
        !is_group || self.authorities.values().any(|authority| authority.country.as_ref() == Some(place))
    }

    /// The body that measures what a series is of for its reporter, the first by its id.
    pub fn body_of(&self, series: &Series) -> Option<&Authority> {
        let reporter = series.reporter.as_ref()?;
        let all = self.authorities.values();
        let counts = all.filter(|one| one.country.as_ref() == Some(reporter) && self.measures(one, series));
        counts.min_by_key(|one| &one.id)
    }

    /// When a body of the reporter is expected to publish what a series counts of a span, the earliest where there are
    /// several; none where nothing tells.
    pub fn due(&self, series: &Series, period: Period) -> Option<Due> {
        let counts = |release: &&Release| {
            let body = self.authority(release.authority.as_str());
            series.goods.is_none()
                && release.indicators.contains(measured(series))
                && body.is_some_and(|body| body.country == series.reporter)
        };
        let due = |release: &Release| {
            let day = release.due(period)?;
            Some(Due { authority: release.authority.clone(), period, day, is_about: release.is_about })
        };
        self.releases.iter().filter(counts).filter_map(due).min_by_key(|due| due.day)
    }

    /// True if that authority measures what the figure tells of.
    pub fn is_measured(&self, figure: &Figure) -> bool {
        let named = self.authority(figure.authority.as_str());
        let origin = match named.and_then(|one| stood_for(one, figure)) {
            Some(origin) => self.authority(origin.as_str()),
            None => named,
        };
        origin.is_some_and(|origin| self.measures(origin, &figure.series))
    }

    /// True if a body counts what a series is of; one that counts some goods counts no others, and not all.
    fn measures(&self, body: &Authority, series: &Series) -> bool {
        let id = measured(series);
        let of_goods = || self.indicator(id.as_str()).is_some_and(|indicator| indicator.of_goods);
        let of_these = || series.goods.as_ref().is_some_and(|goods| body.goods.contains(&goods.product));
        body.measures.contains(id) && (body.goods.is_empty() || of_these() || !of_goods())
    }
}

/// What was counted: a growth or a share of trade is counted by who counts the trade.
fn measured(series: &Series) -> &IndicatorId {
    match &series.of {
        Some(Of::Indicator(grown)) => grown,
        _ => &series.indicator,
    }
}

fn stood_for<'a>(authority: &'a Authority, figure: &Figure) -> Option<&'a AuthorityId> {
    let stands = authority.stands_for.as_ref()?;
    stands.indicators.contains(measured(&figure.series)).then_some(&stands.authority)
}
