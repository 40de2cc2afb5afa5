//! The catalogue as it stood on a day: what came out later is not in it.

use std::sync::Arc;

use jiff::civil::Date;

use super::Catalogue;
use crate::fact::{
    Authority, AuthorityId, Due, Figure, Indicator, IndicatorId, Period, Place, PlaceId, Product, Series, Source,
    Statement, Year,
};

/// All that was known on a day, or all that there is. It copies nothing.
///
/// A fact is known from the day its document came out, the last that the document allows; from the day it was read
/// where the document does not say, or says only something later. A figure is taken back on the day its source took
/// it back, and until then stands.
#[derive(Clone, Copy, Debug)]
pub struct Known<'c> {
    catalogue: &'c Catalogue,
    on: Option<Date>,
}

impl<'c> Known<'c> {
    /// All that there is.
    pub fn all(catalogue: &'c Catalogue) -> Self {
        Self { catalogue, on: None }
    }

    pub fn on(catalogue: &'c Catalogue, day: Date) -> Self {
        Self { catalogue, on: Some(day) }
    }

    /// What of it was known on a day.
    pub fn then(self, day: Date) -> Self {
        Self { on: Some(self.on.map_or(day, |on| on.min(day))), ..self }
    }

    /// The day; none for all that there is.
    pub fn day(self) -> Option<Date> {
        self.on
    }

    /// True if a document was there.
    pub fn has(self, source: &Source) -> bool {
        self.on.is_none_or(|day| source.known_from() <= day)
    }

    /// True if a source has taken a figure back.
    pub fn is_withdrawn(self, figure: &Figure) -> bool {
        let Some(back) = figure.withdrawn else { return false };
        self.on.is_none_or(|day| back.last_day().is_none_or(|back| back <= day))
    }

    /// True if a figure may be relied on: its source holds on to it, and it is not known to be wrong.
    pub fn stands(self, figure: &Figure) -> bool {
        !self.is_withdrawn(figure) && !figure.is_wrong()
    }

    /// The figures of one series, earliest first.
    pub fn figures(self, series: &Series) -> impl DoubleEndedIterator<Item = &'c Figure> + Clone + use<'c> {
        self.catalogue.figures(series).iter().filter(move |figure| self.has(&figure.source))
    }

    /// The figures of one series for one period.
    pub fn figures_in(
        self,
        series: &Series,
        period: Period,
    ) -> impl DoubleEndedIterator<Item = &'c Figure> + Clone + use<'c> {
        self.catalogue.figures_in(series, period).iter().filter(move |figure| self.has(&figure.source))
    }

    /// Every series of one reporter, or third party, with one partner, of which anything is known, in their order.
    pub fn series_between(
        self,
        reporter: Option<&PlaceId>,
        partner: &PlaceId,
    ) -> impl Iterator<Item = &'c Series> + use<'c> {
        let known = move |figures: &[Figure]| figures.iter().any(|figure| self.has(&figure.source));
        let series = self.catalogue.series_between(reporter, partner);
        series.filter(move |(_, figures)| known(figures)).map(|(series, _)| series)
    }

    /// True if anything was ever counted by one reporter, or third party, with one partner.
    pub fn has_between(self, reporter: Option<&PlaceId>, partner: &PlaceId) -> bool {
        self.catalogue.series_between(reporter, partner).len() > 0
    }

    /// The newest figure of each of the series that have the newest: what was counted and is no growth or share, by its
    /// time, then by the day of its document. So many, and no more than some four dozen.
    pub fn newest(self, most: usize) -> Vec<&'c Figure> {
        self.catalogue.newest.first(most, self.catalogue, self)
    }

    /// The statements about one place.
    pub fn statements_about(self, place: &PlaceId) -> impl Iterator<Item = &'c Arc<Statement>> + Clone + use<'c> {
        self.catalogue.statements_about(place).filter(move |statement| self.has(&statement.source))
    }

    pub fn place(self, id: &str) -> Option<&'c Arc<Place>> {
        self.catalogue.place(id)
    }

    pub fn places(self) -> impl Iterator<Item = &'c Arc<Place>> {
        self.catalogue.places()
    }

    pub fn indicator(self, id: &str) -> Option<&'c Arc<Indicator>> {
        self.catalogue.indicator(id)
    }

    pub fn product(self, id: &str) -> Option<&'c Arc<Product>> {
        self.catalogue.product(id)
    }

    /// The indicator of what goes the other way.
    pub fn other_way(self, id: &IndicatorId) -> Option<&'c IndicatorId> {
        self.catalogue.other_way(id)
    }

    pub fn products(self) -> impl Iterator<Item = &'c Arc<Product>> {
        self.catalogue.products()
    }

    pub fn indicators(self) -> impl Iterator<Item = &'c Arc<Indicator>> {
        self.catalogue.indicators()
    }

    /// What matters most comes first.
    pub fn indicators_by_weight(self) -> impl Iterator<Item = &'c Arc<Indicator>> {
        self.catalogue.indicators_by_weight()
    }

    /// Where an indicator stands among those.
    pub fn rank(self, indicator: &IndicatorId) -> Option<usize> {
        self.catalogue.rank(indicator)
    }

    /// The indicator that says by how much another changed.
    pub fn growth(self) -> Option<&'c IndicatorId> {
        self.catalogue.growth()
    }

    pub fn authority(self, id: &str) -> Option<&'c Authority> {
        self.catalogue.authority(id)
    }

    /// The authority that did the counting for a figure.
    pub fn origin<'a>(self, figure: &'a Figure) -> &'a AuthorityId
    where
        'c: 'a,
    {
        self.catalogue.origin(figure)
    }

    /// True if the body of one figure also said another of the same thing.
    pub fn is_of_one_body(self, one: &Figure, other: &Figure) -> bool {
        self.catalogue.is_of_one_body(one, other)
    }

    /// When a body of the reporter is expected to publish what a series counts of a span; none of what was known on a
    /// day, which asks about no future.
    pub fn due(self, series: &Series, period: Period) -> Option<Due> {
        self.catalogue.due(series, period).filter(|_| self.on.is_none())
    }

    /// True if a place has a count of its own: a country has, a group only where a body of it counts.
    pub fn counts(self, place: &PlaceId) -> bool {
        self.catalogue.counts(place)
    }

    /// True if that authority measures what the figure tells of.
    pub fn is_measured(self, figure: &Figure) -> bool {
        self.catalogue.is_measured(figure)
    }

    pub fn default_reporter(self) -> &'c PlaceId {
        self.catalogue.default_reporter()
    }

    pub fn default_partner(self) -> &'c PlaceId {
        self.catalogue.default_partner()
    }

    /// True if anything was ever counted with this place.
    pub fn has_figures(self, partner: &PlaceId) -> bool {
        self.catalogue.has_figures(partner)
    }

    /// Nothing of a later year was counted.
    pub fn last_year(self) -> Option<Year> {
        self.catalogue.last_year()
    }
}
