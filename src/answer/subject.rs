//! Whose count of what, with whom: a question held against the catalogue, and the row that answers it.

use std::sync::Arc;

use crate::{
    catalogue::Known,
    fact::{Derivation, Figure, Goods, Indicator, IndicatorId, Kind, Of, Period, Place, PlaceId, Series, Status, Year},
    question::{Ask, Reporter, When},
};

use super::{
    derive::{change, holds, number, reading},
    number::Reading,
};

/// Whose count of what, with whom.
#[derive(Clone, Debug)]
pub struct Subject {
    pub indicator: Arc<Indicator>,
    /// Of which goods; none for all.
    pub goods: Option<Goods>,
    pub of: Option<Of>,
    /// None for a third party's count.
    pub reporter: Option<Arc<Place>>,
    pub partner: Arc<Place>,
    /// As it was asked, with the defaults left out.
    pub(crate) asked: Ask,
}

/// One number and its change on the year before.
#[derive(Clone, Debug)]
pub struct Row {
    pub indicator: Arc<Indicator>,
    pub reading: Reading,
    pub change: Option<Reading>,
}

impl Row {
    pub(crate) fn readings(&self) -> impl Iterator<Item = &Reading> {
        std::iter::once(&self.reading).chain(&self.change)
    }
}

impl Subject {
    /// The places and the indicator of a question; none where the catalogue has no such thing.
    pub(crate) fn of(ask: &Ask, catalogue: Known<'_>) -> Option<Self> {
        let reporter = match &ask.reporter {
            None => Some(catalogue.default_reporter()),
            Some(Reporter::Place(place)) => Some(place),
            Some(Reporter::ThirdParty) => None,
        };
        let partner = ask.partner.as_ref().unwrap_or_else(|| catalogue.default_partner());
        Some(Self {
            indicator: catalogue.indicator(ask.indicator.as_str())?.clone(),
            goods: ask.goods.clone(),
            of: ask.of.clone(),
            reporter: match reporter {
                None => None,
                Some(place) => Some(catalogue.place(place.as_str())?.clone()),
            },
            partner: catalogue.place(partner.as_str())?.clone(),
            asked: Ask {
                partner: ask
                    .partner
                    .clone()
                    .filter(|partner| ask.reporter.is_some() || partner != catalogue.default_partner()),
                ..ask.clone()
            },
        })
    }

    pub fn series(&self) -> Series {
        self.series_of(&self.indicator.id, self.of.clone())
    }

    pub(crate) fn series_of(&self, indicator: &IndicatorId, of: Option<Of>) -> Series {
        let reporter = self.reporter.as_ref().map(|place| place.id.clone());
        let (goods, partner) = (self.goods.clone(), self.partner.id.clone());
        Series { indicator: indicator.clone(), goods, of, reporter, partner }
    }

    /// True if it is this place's count.
    pub(crate) fn reporter_is(&self, place: &PlaceId) -> bool {
        self.reporter.as_ref().is_some_and(|reporter| reporter.id == *place)
    }

    /// The year that was asked for, where what is held is a total up to a day.
    pub fn year_of_total(&self) -> Option<Year> {
        match self.asked.when {
            When::In(Period::Year(year)) if self.indicator.kind == Kind::Stock => Some(year),
            _ => None,
        }
    }

    /// The same question about another time.
    pub fn ask(&self, period: Period) -> Ask {
        Ask { when: When::In(period.asked()), ..self.asked.clone() }
    }

    /// The same question about any time.
    pub(crate) fn when(&self, when: When) -> Ask {
        Ask { when, ..self.asked.clone() }
    }

    pub(crate) fn with_partner(&self, partner: &Arc<Place>, catalogue: Known<'_>) -> Self {
        let named = (partner.id != *catalogue.default_partner()).then(|| partner.id.clone());
        Self { partner: partner.clone(), asked: Ask { partner: named, ..self.asked.clone() }, ..self.clone() }
    }

    /// The figure in this period, with its change on the year before.
    pub(crate) fn row(&self, catalogue: Known<'_>, period: Period) -> Option<Row> {
        self.row_of(&self.indicator, self.of.clone(), catalogue, period)
    }

    /// The same without its change.
    pub(crate) fn bare_row(&self, catalogue: Known<'_>, period: Period) -> Option<Row> {
        let reading = reading(catalogue, &self.series(), period, None)?;
        Some(Row { indicator: self.indicator.clone(), reading, change: None })
    }

    pub(crate) fn row_of(
        &self,
        indicator: &Arc<Indicator>,
        of: Option<Of>,
        catalogue: Known<'_>,
        period: Period,
    ) -> Option<Row> {
        let reading = reading(catalogue, &self.series_of(&indicator.id, of), period, None)?;
        let growth = catalogue.growth().filter(|_| indicator.kind == Kind::Flow);
        let growth = growth.map(|growth| self.series_of(growth, Some(Of::Indicator(indicator.id.clone()))));
        let change = growth.and_then(|growth| change(catalogue, &reading.lead, &growth));
        Some(Row { indicator: indicator.clone(), reading, change })
    }

    /// Every period that the answer could be about, earliest first: those of its figures, and those that could
    /// be calculated.
    pub(crate) fn periods(&self, catalogue: Known<'_>) -> Vec<Period> {
        self.periods_where(catalogue, |_| true)
    }

    pub(super) fn periods_where(&self, catalogue: Known<'_>, wanted: impl Fn(Period) -> bool) -> Vec<Period> {
        let series = self.series();
        let ingredients = ingredients(&series, catalogue);
        let all = ingredients.iter().flat_map(|one| one.periods(catalogue));
        let mut periods: Vec<Period> = all.filter(|period| wanted(*period)).collect();
        periods.sort();
        periods.dedup();
        periods.retain(|&period| holds(catalogue, &series, period));
        periods
    }

    /// Those of its periods that are some months of one of these years.
    pub(crate) fn parts_of_years(&self, catalogue: Known<'_>, years: impl Fn(Year) -> bool) -> Vec<Period> {
        self.periods_where(catalogue, |period| period.is_part_of_year() && period.year().is_some_and(&years))
    }

    /// The period that leads where none is named: the last that [`leading`] lets stand.
    pub(crate) fn newest(&self, catalogue: Known<'_>) -> Option<Period> {
        let series = self.series();
        let is_counted = |period| {
            let number = number(catalogue, &series, period);
            number.is_some_and(|number| number.status.is_none_or(Status::is_counted))
        };
        self.last(catalogue).map(|last| leading(last, is_counted))
    }

    /// The last of its periods; one of which only a forecast tells where there is no other.
    fn last(&self, catalogue: Known<'_>) -> Option<Period> {
        let series = self.series();
        // A printed year that is the last of all leaves nothing newer to calculate.
        let counted = |figure: &&Figure| {
            figure.since.is_none() && figure.status.is_none_or(Status::is_counted) && catalogue.stands(figure)
        };
        let printed = catalogue.figures(&series).rfind(counted).map(|figure| figure.period);
        if let Some(Period::Year(year)) = printed
            && Some(year) == catalogue.last_year()
        {
            return printed;
        }
        // Each ingredient has its periods in order: the newest of all is at one of their ends.
        let ingredients = ingredients(&series, catalogue);
        let mut ends: Vec<_> = ingredients.iter().map(|one| one.periods(catalogue).rev().peekable()).collect();
        let mut expected = None;
        while let Some(period) = ends.iter_mut().filter_map(|end| end.peek().copied()).max() {
            if printed == Some(period) {
                return printed;
            }
            for end in &mut ends {
                while end.next_if_eq(&period).is_some() {}
            }
            match number(catalogue, &series, period) {
                Some(number) if number.status.is_none_or(Status::is_counted) => return Some(period),
                found => expected = expected.or(found.map(|_| period)),
            }
        }
        expected
    }

    pub(crate) fn holds(&self, catalogue: Known<'_>, period: Period) -> bool {
        holds(catalogue, &self.series(), period)
    }
}

/// What leads where the last period that is known is but a part of a year: the whole year before it, where that is
/// known.
pub(crate) fn leading(last: Period, is_known: impl Fn(Period) -> bool) -> Period {
    let before = last.year().filter(|_| last.is_part_of_year()).and_then(Year::before).map(Period::Year);
    before.filter(|year| is_known(*year)).unwrap_or(last)
}

/// The question that a series answers.
pub(crate) fn ask(series: &Series, when: When, catalogue: Known<'_>) -> Ask {
    let reporter = match &series.reporter {
        Some(place) if place == catalogue.default_reporter() => None,
        Some(place) => Some(Reporter::Place(place.clone())),
        None => Some(Reporter::ThirdParty),
    };
    let partner = (series.partner != *catalogue.default_partner()).then(|| series.partner.clone());
    let when = if let When::In(period) = when { When::In(period.asked()) } else { when };
    let (indicator, goods, of) = (series.indicator.clone(), series.goods.clone(), series.of.clone());
    Ask { indicator, goods, of, reporter, partner, when }
}

pub(crate) fn stock_row(
    subject: &Subject,
    indicator: &Arc<Indicator>,
    when: When,
    catalogue: Known<'_>,
) -> Option<Row> {
    stock_of(&subject.series_of(&indicator.id, None), indicator, when, catalogue)
}

pub(crate) fn stock_of(series: &Series, indicator: &Arc<Indicator>, when: When, catalogue: Known<'_>) -> Option<Row> {
    let asked = |figure: &&Figure| match when {
        When::Latest | When::Years(..) => true,
        // A total whose date is not stated may be of any year: it stands beside.
        When::In(Period::Year(year)) => figure.period.year().is_none_or(|stated| stated == year),
        When::In(period) => figure.period == period,
    };
    let held: Vec<&Figure> = catalogue.figures(series).filter(asked).collect();
    let superseded = |figure: &Figure| {
        held.iter().any(|other| {
            catalogue.origin(other) == catalogue.origin(figure)
                && other.period > figure.period
                && catalogue.stands(other)
        })
    };
    let reading = Reading::of(held.iter().copied().filter(|figure| !superseded(figure)), catalogue)?;
    let is_of_year = match when {
        When::In(Period::Year(year)) => reading.lead.period.year() == Some(year),
        _ => true,
    };
    is_of_year.then(|| Row { indicator: indicator.clone(), reading, change: None })
}

/// The row that answers a question, without what belongs beneath it; none where nothing does.
pub(crate) fn lone_row(ask: &Ask, catalogue: Known<'_>) -> Option<Row> {
    lone(ask, catalogue, Subject::row)
}

/// The same without its change.
pub(crate) fn lone_reading(ask: &Ask, catalogue: Known<'_>) -> Option<Reading> {
    lone(ask, catalogue, Subject::bare_row).map(|row| row.reading)
}

fn lone(ask: &Ask, catalogue: Known<'_>, row: impl Fn(&Subject, Known<'_>, Period) -> Option<Row>) -> Option<Row> {
    let subject = Subject::of(ask, catalogue)?;
    match ask.when {
        _ if subject.indicator.kind == Kind::Stock => stock_row(&subject, &subject.indicator, ask.when, catalogue),
        When::In(period) => row(&subject, catalogue, period),
        When::Latest | When::Years(..) => row(&subject, catalogue, subject.newest(catalogue)?),
    }
}

/// A series whose figures a number may rest on.
struct Ingredient {
    series: Series,
    /// True if each of its figures tells of the year before its own.
    tells_of_before: bool,
}

impl Ingredient {
    /// What its figures tell of, earliest first.
    fn periods<'c>(&self, catalogue: Known<'c>) -> impl DoubleEndedIterator<Item = Period> + use<'c> {
        let before = self.tells_of_before;
        let told = move |figure: &Figure| match before {
            true => figure.period.year_before(),
            false => figure.since.is_none().then_some(figure.period),
        };
        catalogue.figures(&self.series).filter_map(told)
    }
}

/// A series with all that it may follow from, each once.
fn ingredients(series: &Series, catalogue: Known<'_>) -> Vec<Ingredient> {
    let mut all: Vec<Ingredient> = Vec::new();
    let mut next = vec![series.clone()];
    while let Some(series) = next.pop() {
        if all.iter().any(|known| !known.tells_of_before && known.series == series) {
            continue;
        }
        let Some(indicator) = catalogue.indicator(series.indicator.as_str()) else { continue };
        let same = |id: &IndicatorId| Series { indicator: id.clone(), of: None, ..series.clone() };
        match (&indicator.derivation, &series.of) {
            (_, Some(Of::Indicator(grown))) => next.push(same(grown)),
            (Some(Derivation::Sum(one, other) | Derivation::Difference(one, other)), _) => {
                next.extend([same(one), same(other)]);
            }
            (Some(Derivation::Share(measure)), _) => next.push(same(measure)),
            (None, _) => {}
        }
        if indicator.kind == Kind::Flow && !indicator.is_own {
            // All members make their group: what one of them lacks is not there.
            let member = catalogue.place(series.partner.as_str()).and_then(|group| group.members.first());
            all.extend(member.map(|member| Ingredient {
                series: Series { partner: member.clone(), ..series.clone() },
                tells_of_before: false,
            }));
        }
        if let (Kind::Flow, Some(growth)) = (indicator.kind, catalogue.growth()) {
            let of = Some(Of::Indicator(series.indicator.clone()));
            let growth = Series { indicator: growth.clone(), of, ..series.clone() };
            all.push(Ingredient { series: growth, tells_of_before: true });
        }
        all.push(Ingredient { series, tells_of_before: false });
    }
    all
}
