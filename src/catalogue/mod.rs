//! Every fact, indexed; built once, then only read.
//!
//! In: places, indicators, authorities, figures and statements through a [`Builder`]; out: look-ups. The
//! same facts give the same catalogue in whatever order they come. It does not know YAML.

mod build;
mod known;
mod names;

pub use crate::language::fold;
pub use build::Builder;
pub use known::Known;
pub use names::{Named, Names, Near};

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::fact::{
    Authority, AuthorityId, Figure, Indicator, IndicatorId, Of, Period, Place, PlaceId, Series, Source, SourceId,
    Statement, Year,
};

/// All that we know. Immutable; a reload builds another.
#[derive(Debug)]
pub struct Catalogue {
    places: BTreeMap<PlaceId, Place>,
    indicators: BTreeMap<IndicatorId, Indicator>,
    authorities: BTreeMap<AuthorityId, Authority>,
    sources: BTreeMap<SourceId, Arc<Source>>,
    /// In order of the series; the figures of each by period, then source, then place in the source.
    figures: Vec<(Arc<Series>, Vec<Figure>)>,
    /// The indicator that says by how much another changed.
    growth: Option<IndicatorId>,
    /// Those that something is counted with.
    partners: BTreeSet<PlaceId>,
    /// The last year of any figure that was counted.
    last_year: Option<Year>,
    /// By source, then place in it.
    statements: Vec<Statement>,
    /// For each statement, and for each series, the folded words by which it is found.
    statement_words: Vec<Box<str>>,
    series_words: Vec<Box<str>>,
    default_reporter: PlaceId,
    default_partner: PlaceId,
    names: Names,
}

impl Catalogue {
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }

    /// In order of their ids.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.places.values()
    }

    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.get(id)
    }

    /// In order of their ids.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.values()
    }

    /// The indicator that says by how much another changed.
    pub fn growth(&self) -> Option<&IndicatorId> {
        self.growth.as_ref()
    }

    pub fn authority(&self, id: &str) -> Option<&Authority> {
        self.authorities.get(id)
    }

    /// In order of their ids.
    pub fn sources(&self) -> impl Iterator<Item = &Arc<Source>> {
        self.sources.values()
    }

    pub fn source(&self, id: &str) -> Option<&Arc<Source>> {
        self.sources.get(id)
    }

    /// All figures of one series, earliest first; empty if there are none.
    pub fn figures(&self, series: &Series) -> &[Figure] {
        let found = self.figures.binary_search_by(|(known, _)| known.as_ref().cmp(series));
        found.map_or(&[], |index| self.figures[index].1.as_slice())
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
        self.figures.iter().map(|(series, figures)| (series.as_ref(), figures.as_slice()))
    }

    /// Whether anything at all is counted with this place.
    pub fn has_figures(&self, partner: &PlaceId) -> bool {
        self.partners.contains(partner)
    }

    /// The last year that was counted; a forecast may be of a later one.
    pub fn last_year(&self) -> Option<Year> {
        self.last_year
    }

    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// The statements whose words, or the names of whose places, hold all of these, as [`fold`] leaves them.
    pub fn statements_with<'a, 'w>(&'a self, words: &'w [String]) -> impl Iterator<Item = &'a Statement> + use<'a, 'w> {
        let found = self.statements.iter().zip(&self.statement_words);
        found.filter(|(_, text)| words.iter().all(|word| text.contains(word.as_str()))).map(|(statement, _)| statement)
    }

    /// Every series with its figures, and whether the names of what it measures, and with whom, hold all of these.
    pub fn series_with<'a, 'w>(
        &'a self,
        words: &'w [String],
    ) -> impl Iterator<Item = (bool, &'a [Figure])> + use<'a, 'w> {
        let named = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
        let series = self.figures.iter().zip(&self.series_words);
        series.map(move |((_, figures), text)| (named(text), figures.as_slice()))
    }

    /// Whose count is meant when none is named.
    pub fn default_reporter(&self) -> &PlaceId {
        &self.default_reporter
    }

    /// With whom is meant when nobody is named.
    pub fn default_partner(&self) -> &PlaceId {
        &self.default_partner
    }

    pub fn names(&self) -> &Names {
        &self.names
    }

    /// The authority that did the counting for a figure: the one its authority stands for, or itself.
    pub fn origin<'a>(&'a self, figure: &'a Figure) -> &'a AuthorityId {
        // A growth or a share of trade is counted by who counts the trade.
        let measured = match &figure.series.of {
            Some(Of::Indicator(grown)) => grown,
            _ => &figure.series.indicator,
        };
        self.authority(figure.authority.as_str())
            .and_then(|authority| authority.stands_for.as_ref())
            .filter(|stands| stands.indicators.contains(measured))
            .map_or(&figure.authority, |stands| &stands.authority)
    }
}
