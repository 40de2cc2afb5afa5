//! How a number is called on a page: by all that the title of the page does not say.

use super::Writer;
use crate::{
    answer::{Number, Subject, WORLD},
    fact::{Derivation, Direction, Goods, Indicator, Measure, Of, Period, PlaceId, Series},
    language::Msg,
    question::{Ask, Reporter},
};

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

    /// True if the title is the name of this place.
    pub(crate) fn is_of(&self, place: &PlaceId) -> bool {
        self.partner.as_ref() == Some(place)
    }

    /// A title that is the name of a place.
    pub(crate) fn place(place: &PlaceId) -> Self {
        Self { partner: Some(place.clone()), ..Self::default() }
    }
}

impl Writer<'_> {
    /// True if the title names a number already.
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
        let is_pair = |said: &Series| said.reporter == series.reporter && said.partner == series.partner;
        if self.headline.series.as_ref().is_some_and(is_pair) {
            return self.measure_of(series);
        }
        if let Some(name) = self.name_with_places(series) {
            return name;
        }
        let what = self.measure_of(series);
        match &series.reporter {
            Some(reporter) if reporter != self.catalogue.default_reporter() || is_world(series) => {
                self.named_of(what, reporter, series)
            }
            _ => self.named_with(what, series),
        }
    }

    /// What and with whom, as it was asked.
    pub(crate) fn asked_of(&self, ask: &Ask) -> String {
        let partner = ask.partner.as_ref().unwrap_or_else(|| self.catalogue.default_partner());
        let reporter = self.reporter_of(ask.reporter.as_ref());
        let series = Series {
            indicator: ask.indicator.clone(),
            goods: ask.goods.clone(),
            of: ask.of.clone(),
            reporter: reporter.cloned(),
            partner: partner.clone(),
        };
        let ours = self.catalogue.default_reporter();
        let what = || self.measure_of(&series);
        let is_led = self.direction(&ask.indicator, ask.of.as_ref()).is_some();
        let name = self.name_with_places(&series);
        let is_told = name.is_some() || partner != ours;
        let mut asked = match (name, reporter) {
            (Some(name), _) => vec![name],
            (None, Some(counts)) if counts != ours && partner != ours => vec![self.named_of(what(), counts, &series)],
            (None, _) if is_led => vec![what(), self.pair(&series)],
            // With the default reporter one looks at the other place, whoever counts.
            (None, Some(counts)) if partner == ours && self.catalogue.counts(counts) => {
                vec![what(), self.place_named(counts.as_str())]
            }
            (None, _) => vec![what(), self.place_named(partner.as_str())],
        };
        asked.extend(self.whose_count(reporter, is_told));
        asked.join(self.language.comma())
    }

    /// Whose count it is, where the name does not tell.
    fn whose_count(&self, reporter: Option<&PlaceId>, is_told: bool) -> Option<String> {
        let Some(reporter) = reporter else { return Some(self.say(Msg::CountOfThird)) };
        match self.catalogue.counts(reporter) {
            true => (!is_told).then(|| self.say(Msg::OwnCount)),
            false => Some(self.count_of(reporter)),
        }
    }

    /// Who counts of those that a question may name; none for a third party.
    pub(crate) fn reporter_of<'a>(&'a self, reporter: Option<&'a Reporter>) -> Option<&'a PlaceId> {
        match reporter {
            None => Some(self.catalogue.default_reporter()),
            Some(Reporter::Place(place)) => Some(place),
            Some(Reporter::ThirdParty) => None,
        }
    }

    /// `trade`, `growth of exports`, `share of trade with Central Asia`, `share in imports of Kyrgyzstan`.
    pub(crate) fn measure_of(&self, series: &Series) -> String {
        let Series { indicator, goods, of, reporter, .. } = series;
        self.measure(indicator.as_str(), goods.as_ref(), of.as_ref(), reporter.as_ref())
    }

    pub(crate) fn measure(
        &self,
        indicator: &str,
        goods: Option<&Goods>,
        of: Option<&Of>,
        reporter: Option<&PlaceId>,
    ) -> String {
        let whole = match of {
            None => return self.traded(indicator, goods),
            Some(Of::Indicator(grown)) => {
                return self.say(Msg::GrowthOf { what: self.traded(grown.as_str(), goods).into() });
            }
            // A country's part of a group's figure that no indicator measures.
            Some(Of::Place(_)) if !self.is_share(indicator) => return self.traded(indicator, goods),
            Some(Of::Place(whole)) => whole,
        };
        let is_of_trade = goods.is_none() && self.is_part_of_trade(indicator);
        let name = |place: &PlaceId| self.place_named(place.as_str()).into();
        match whole_of(whole, reporter) {
            Some(whole) if is_of_trade => self.say(Msg::ShareInTrade { whole: name(whole) }),
            None if is_of_trade => self.say(Msg::ShareWith { whole: name(whole) }),
            whole_of => {
                let (share, whole) = (self.traded(indicator, goods).into(), name(whole_of.unwrap_or(whole)));
                self.say(Msg::ShareOf { share, whole })
            }
        }
    }

    /// `exports`; of goods, `exports of gas`, and `exports of gas (by weight)`.
    fn traded(&self, indicator: &str, goods: Option<&Goods>) -> String {
        let what = self.indicator_named(indicator);
        let Some(goods) = goods else { return what };
        let product = self.catalogue.product(goods.product.as_str());
        let owned = product.and_then(|product| product.owned.get(self.language.tag()).map(str::to_owned));
        let product = owned.unwrap_or_else(|| self.product_named(goods.product.as_str()));
        let derivation = self.catalogue.indicator(indicator).and_then(|indicator| indicator.derivation.as_ref());
        let (what, product) = (what.into(), product.into());
        let what = self.say(match derivation {
            Some(Derivation::Sum(..)) => Msg::InGoods { what, product },
            _ => Msg::OfGoods { what, product },
        });
        let measure = match goods.measure {
            Measure::Value => return what,
            Measure::Weight => Msg::ByWeight,
            Measure::Volume => Msg::ByVolume,
            Measure::Number => Msg::ByNumber,
        };
        format!("{what} ({})", self.say(measure))
    }

    pub(crate) fn product_named(&self, id: &str) -> String {
        let product = self.catalogue.product(id);
        product.map_or_else(|| id.to_owned(), |product| self.language.pick(&product.names).to_owned())
    }

    /// The name of what is one place's own, or one place's part of another's, with the places in it.
    pub(crate) fn name_with_places(&self, series: &Series) -> Option<String> {
        if let Some(Of::Place(whole)) = &series.of {
            whole_of(whole, series.reporter.as_ref()).filter(|_| self.is_share(series.indicator.as_str()))?;
            let (share, part) = (self.measure_of(series), self.place_named(series.partner.as_str()));
            return Some(self.say(Msg::NamedShare { share: share.into(), part: part.into() }));
        }
        self.measured(series).filter(|indicator| indicator.is_own)?;
        let what = self.measure_of(series).into();
        let reporter = series.reporter.as_ref().filter(|place| *place != self.catalogue.default_reporter());
        let name = |place: &PlaceId| self.place_named(place.as_str()).into();
        Some(self.say(match reporter {
            Some(place) if is_world(series) => Msg::NamedOf { what, place: name(place) },
            Some(place) => Msg::NamedTo { what, place: name(place), other: name(&series.partner) },
            None => Msg::NamedOf { what, place: name(&series.partner) },
        }))
    }

    /// The name of what somebody else counts than who looks at most of it here.
    fn named_of(&self, what: String, reporter: &PlaceId, series: &Series) -> String {
        let [place, other] = [reporter, &series.partner].map(|place| self.place_named(place.as_str()).into());
        let is_sum = self.measured(series).is_some_and(|indicator| indicator.derivation.is_some());
        let what = what.into();
        self.say(match self.direction(&series.indicator, series.of.as_ref()) {
            Some(Direction::Out) => Msg::NamedTo { what, place, other },
            Some(Direction::In) => Msg::NamedFrom { what, place, other },
            None if is_sum => Msg::NamedWith { what, place, other },
            None => Msg::NamedBetween { what, place, other },
        })
    }

    /// The name of what is counted from where the sheets look.
    fn named_with(&self, what: String, series: &Series) -> String {
        if self.direction(&series.indicator, series.of.as_ref()).is_some() {
            return [what, self.pair(series)].join(self.language.comma());
        }
        if self.headline.partner.as_ref() == Some(&series.partner) {
            what
        } else {
            [what, self.place_named(series.partner.as_str())].join(self.language.comma())
        }
    }

    /// `China → Kazakhstan`
    fn pair(&self, series: &Series) -> String {
        let of = series.of.as_ref();
        let from = self.counted_from(series.reporter.as_ref(), &series.partner, of);
        format!("{from} {} {}", self.arrow(&series.indicator, of), self.place_named(series.partner.as_str()))
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

/// Whose figure a share is a part of: a third party names it, of the world it is that of who counts; none where it is
/// only what one place has with a group.
fn whole_of<'p>(whole: &'p PlaceId, reporter: Option<&'p PlaceId>) -> Option<&'p PlaceId> {
    match reporter {
        Some(_) if whole.as_str() != WORLD => None,
        Some(reporter) => Some(reporter),
        None => Some(whole),
    }
}

fn is_world(series: &Series) -> bool {
    series.partner.as_str() == WORLD
}
