//! How a number is called on a page: by all that the title of the page does not say.

use super::Writer;
use crate::{
    answer::{Number, Subject},
    fact::{Direction, Indicator, Of, Period, PlaceId, Series},
    language::Msg,
};

/// All places, as a partner.
const WORLD: &str = "world";

/// What the title of a page says of its numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headline {
    /// Whose count of what, with whom.
    series: Option<Series>,
    /// With whom, where the title says no more.
    partner: Option<PlaceId>,
    period: Option<Period>,
}

impl Headline {
    /// A title that names what was asked for, at one time or at several.
    pub(crate) fn of(subject: &Subject, period: Option<Period>) -> Self {
        Self { series: Some(subject.series()), partner: None, period }
    }

    /// A title that is the name of a place.
    pub(crate) fn place(place: &PlaceId) -> Self {
        Self { partner: Some(place.clone()), ..Self::default() }
    }
}

impl Writer<'_> {
    /// Whether the title names a number already.
    pub(crate) fn is_headline(&self, number: &Number) -> bool {
        self.headline.series.as_ref() == Some(&*number.series) && self.headline.period == Some(number.period)
    }

    /// The name of a number: what it measures; then of whom, with whom, which way and when, unless the title says so.
    pub(crate) fn named(&self, number: &Number) -> String {
        let named = [self.named_without_time(&number.series), self.time_of(number)];
        let said = named.iter().filter(|words| !words.is_empty()).map(String::as_str).collect::<Vec<_>>();
        said.join(self.language.comma())
    }

    fn time_of(&self, number: &Number) -> String {
        match number.since {
            Some(since) => format!("{} / {}", self.period(number.period), self.period(since)),
            None if self.headline.period == Some(number.period) => String::new(),
            None => self.period(number.period),
        }
    }

    fn named_without_time(&self, series: &Series) -> String {
        let what = self.measure_of(series);
        let is_pair = |said: &Series| said.reporter == series.reporter && said.partner == series.partner;
        if self.headline.series.as_ref().is_some_and(is_pair) {
            return what;
        }
        match &series.reporter {
            Some(reporter) if reporter != self.catalogue.default_reporter() || is_world(series) => {
                self.named_of(what, reporter, series)
            }
            reporter => self.named_with(what, reporter.as_ref(), series),
        }
    }

    /// The name of what somebody else counts than who looks at most of it here.
    fn named_of(&self, what: String, reporter: &PlaceId, series: &Series) -> String {
        let [place, other] = [reporter, &series.partner].map(|place| self.place_named(place.as_str()));
        if let Some(Of::Place(_)) = series.of {
            return [what, other, self.count_of(reporter)].join(self.language.comma());
        }
        let is_sum = self.measured(series).is_some_and(|indicator| indicator.derivation.is_some());
        let is_whole = is_world(series);
        let (what, place, other) = (what.into(), place.into(), other.into());
        self.say(match self.direction(&series.indicator, series.of.as_ref()) {
            Some(Direction::Out) => Msg::NamedTo { what, place, other },
            Some(Direction::In) => Msg::NamedFrom { what, place, other },
            None if is_sum => Msg::NamedWith { what, place, other },
            None if is_whole => Msg::NamedOf { what, place },
            None => Msg::NamedBetween { what, place, other },
        })
    }

    /// The name of what is counted from where the sheets look.
    fn named_with(&self, what: String, reporter: Option<&PlaceId>, series: &Series) -> String {
        let place = self.place_named(series.partner.as_str());
        let of = series.of.as_ref();
        if self.direction(&series.indicator, of).is_some() {
            let from = self.counted_from(reporter, &series.partner, of);
            let pair = format!("{from} {} {place}", self.arrow(&series.indicator, of));
            return [what, pair].join(self.language.comma());
        }
        if self.headline.partner.as_ref() == Some(&series.partner) {
            what
        } else {
            [what, place].join(self.language.comma())
        }
    }

    /// What is counted: of a growth, what grew.
    fn measured(&self, series: &Series) -> Option<&Indicator> {
        let id = match &series.of {
            Some(Of::Indicator(grown)) => grown,
            _ => &series.indicator,
        };
        self.catalogue.indicator(id.as_str()).map(AsRef::as_ref)
    }
}

fn is_world(series: &Series) -> bool {
    series.partner.as_str() == WORLD
}
