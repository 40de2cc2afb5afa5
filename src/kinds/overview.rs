//! What there is: places, the newest figures, and everything counted.

use std::sync::Arc;

use super::country::is_known;
use crate::{
    answer::{Reading, Row, Told, ask, lone_row, newest_of_trade},
    catalogue::{Catalogue, Known},
    fact::{Indicator, Period, Place, PlaceId, Source, Year},
    language::Msg,
    question::{Ask, Query, When},
    render::{Answer, Writer},
};

/// The newest that we hold.
#[derive(Clone, Debug)]
pub(super) struct Newest {
    /// By period, then by publication, the newest first.
    pub rows: Vec<(Ask, Row)>,
    pub next: Vec<Query>,
}

/// Everything, counted.
#[derive(Clone, Debug)]
pub(super) struct Overview {
    pub figures: usize,
    pub statements: usize,
    pub sources: usize,
    pub years: Option<(Year, Year)>,
    up_to: Option<UpTo>,
    pub places: Vec<Arc<Place>>,
    pub indicators: Vec<Arc<Indicator>>,
}

/// The last period of trade, and the document that came out last.
#[derive(Clone, Debug)]
pub(super) struct UpTo {
    period: Period,
    document: Arc<Source>,
}

impl UpTo {
    /// None where no trade is held, or no document says when it came out.
    pub(super) fn of(catalogue: &Catalogue) -> Option<Self> {
        let period = newest_of_trade(Known::all(catalogue))?;
        Some(Self { period, document: catalogue.newest_document()?.clone() })
    }
}

/// The places of which something is known.
#[derive(Clone, Debug)]
struct Countries(Vec<Arc<Place>>);

impl Told for Newest {
    fn readings(&self) -> Vec<&Reading> {
        self.rows.iter().flat_map(|(_, row)| row.readings()).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

impl Told for Overview {}

impl Told for Countries {}

/// Figures that are shown.
const MOST: usize = 12;

/// Figures that are looked at for those.
const LOOKED_AT: usize = 3 * MOST;

/// The newest figures: what was counted, and not what is expected or aimed at.
pub(super) fn newest(known: Known<'_>) -> Arc<dyn Answer> {
    let newest = known.newest(LOOKED_AT).into_iter();
    let asks = newest.map(|figure| ask(&figure.series, When::In(figure.period), known));
    let rows: Vec<(Ask, Row)> = asks.filter_map(|ask| lone_row(&ask, known).map(|row| (ask, row))).take(MOST).collect();
    let next = rows.iter().take(4).map(|(ask, _)| Query::Figures(ask.clone())).collect();
    Arc::new(Newest { rows, next })
}

pub(super) fn overview(catalogue: &Catalogue) -> Arc<dyn Answer> {
    let held = |indicator: &&Arc<Indicator>| catalogue.series_of(&indicator.id).len() > 0;
    Arc::new(Overview {
        figures: catalogue.all_figures().len(),
        statements: catalogue.statements().len(),
        sources: catalogue.sources().len(),
        years: catalogue.years(),
        up_to: UpTo::of(catalogue),
        places: catalogue.partners().filter_map(|id| catalogue.place(id.as_str()).cloned()).collect(),
        indicators: catalogue.indicators().filter(held).cloned().collect(),
    })
}

pub(super) fn countries(known: Known<'_>) -> Arc<dyn Answer> {
    Arc::new(Countries(known.places().filter(|place| is_known(place, known)).cloned().collect()))
}

impl Answer for Newest {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.newest(self);
    }
}

impl Answer for Overview {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.overview(self);
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        vec![Query::Newest, Query::Coverage(None), Query::Indicator(None), Query::Countries, Query::Sources(1)]
    }
}

impl Answer for Countries {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.countries(&self.0);
    }
}

impl<'c> Writer<'c> {
    fn newest(&mut self, newest: &'c Newest) {
        self.title(self.say(Msg::ButtonNewest));
        for (_, row) in &newest.rows {
            self.listed_row(row);
        }
    }

    fn overview(&mut self, overview: &'c Overview) {
        self.title(self.say(Msg::ButtonFacts));
        let (first, last) =
            overview.years.map(|(first, last)| (first.to_string(), last.to_string())).unwrap_or_default();
        self.line(self.say(Msg::Facts {
            figures: overview.figures.into(),
            statements: overview.statements.into(),
            sources: overview.sources.into(),
            first: first.into(),
            last: last.into(),
        }));
        if let Some(up_to) = &overview.up_to {
            self.up_to(up_to);
        }
        let places =
            overview.places.iter().map(|place| self.place(place)).collect::<Vec<_>>().join(self.language.comma());
        self.line(self.say(Msg::FactsAbout { places: places.into() }));
        let measured = overview
            .indicators
            .iter()
            .map(|indicator| self.indicator(indicator))
            .collect::<Vec<_>>()
            .join(self.language.comma());
        self.line(self.say(Msg::FactsMeasured { indicators: measured.into() }));
    }

    pub(super) fn up_to(&mut self, up_to: &UpTo) {
        let (period, published) = (self.period(up_to.period).into(), self.published(&up_to.document).into());
        self.line(self.say(Msg::FactsUpTo { period, published }));
    }

    fn countries(&mut self, places: &'c [Arc<Place>]) {
        self.line(self.say(Msg::CountriesTitle));
        let ids: Vec<PlaceId> = places.iter().map(|place| place.id.clone()).collect();
        self.flags(&ids);
    }
}
