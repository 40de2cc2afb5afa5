//! The indicators, and what each means.

use std::sync::Arc;

use super::gap::{Gap, Missing};
use crate::{
    answer::{Reading, Told, ask, lone_reading},
    catalogue::{Catalogue, Known},
    fact::{Indicator, IndicatorId},
    language::Msg,
    question::{Ask, Query, Reporter, When},
    render::{Answer, Block, Piece, Text, Writer, capital},
};

/// An indicator and what we hold of it.
#[derive(Clone, Debug)]
pub(super) struct Meaning {
    pub indicator: Arc<Indicator>,
    /// The newest of each series.
    pub readings: Vec<Reading>,
    /// How to ask for each reading.
    pub queries: Vec<Query>,
    /// Series that were left out because they are too many.
    pub more: usize,
}

/// The indicators of which something is held.
#[derive(Clone, Debug)]
struct Indicators(Vec<Arc<Indicator>>);

impl Told for Meaning {
    fn readings(&self) -> Vec<&Reading> {
        self.readings.iter().collect()
    }
}

impl Told for Indicators {}

/// As many series as are shown of an indicator; of each the newest figure has to be found.
const SERIES: usize = 48;

pub(super) fn indicators(catalogue: &Catalogue) -> Arc<dyn Answer> {
    let held = |indicator: &&Arc<Indicator>| {
        catalogue.series_of(&indicator.id).len() > 0
            || asks(indicator, catalogue).iter().any(|ask| lone_reading(ask, Known::all(catalogue)).is_some())
    };
    Arc::new(Indicators(catalogue.indicators().filter(held).cloned().collect()))
}

pub(super) fn meaning(id: &IndicatorId, catalogue: &Catalogue) -> Arc<dyn Answer> {
    match catalogue.indicator(id.as_str()) {
        Some(indicator) => Arc::new(held(indicator, catalogue)),
        None => Arc::new(Gap::new(Missing::Indicator(id.clone()), vec![Query::Indicator(None)])),
    }
}

/// How to ask for the newest of each of its series, or where they are too many of those that the default reporter
/// counts; of one that is only calculated, for that of the default group.
fn asks(indicator: &Indicator, catalogue: &Catalogue) -> Vec<Ask> {
    let how = |series| ask(series, When::Latest, Known::all(catalogue));
    let all = || catalogue.series_of(&indicator.id).map(|(series, _)| series).filter(|series| series.goods.is_none());
    let mut asks: Vec<Ask> = Vec::new();
    if all().count() > SERIES {
        let own = |place| catalogue.series_between(Some(catalogue.default_reporter()), place).map(|(series, _)| series);
        let own = catalogue
            .partners()
            .flat_map(own)
            .filter(|series| series.indicator == indicator.id && series.goods.is_none());
        asks.extend(own.take(SERIES).map(how));
    }
    if asks.is_empty() {
        asks.extend(all().take(SERIES).map(how));
    }
    if asks.is_empty() {
        asks.push(Ask {
            indicator: indicator.id.clone(),
            goods: None,
            of: None,
            reporter: None,
            partner: None,
            when: When::Latest,
        });
    }
    // What the default reporter counts comes first, what third parties do last.
    asks.sort_by_key(|ask| match ask.reporter {
        None => 0,
        Some(Reporter::Place(_)) => 1,
        Some(Reporter::ThirdParty) => 2,
    });
    asks
}

fn held(indicator: &Arc<Indicator>, catalogue: &Catalogue) -> Meaning {
    let asks = asks(indicator, catalogue);
    let plain = catalogue.series_of(&indicator.id).filter(|(series, _)| series.goods.is_none());
    let more = plain.count().saturating_sub(asks.len());
    let mut meaning = Meaning { indicator: indicator.clone(), readings: Vec::new(), queries: Vec::new(), more };
    for ask in asks {
        if let Some(reading) = lone_reading(&ask, Known::all(catalogue)) {
            meaning.readings.push(reading);
            meaning.queries.push(Query::Figures(ask));
        }
    }
    meaning
}

impl Answer for Meaning {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.meaning(self);
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        self.queries.iter().take(6).cloned().collect()
    }
}

impl Answer for Indicators {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.indicators(&self.0);
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl<'c> Writer<'c> {
    fn meaning(&mut self, meaning: &'c Meaning) {
        self.title(capital(self.indicator(&meaning.indicator)));
        self.line(self.language.pick(&meaning.indicator.definition).to_owned());
        for reading in &meaning.readings {
            self.reading(reading);
        }
        self.more(meaning.more);
        if meaning.readings.is_empty() {
            self.line(self.say(Msg::NoData));
        }
    }

    fn indicators(&mut self, indicators: &'c [Arc<Indicator>]) {
        self.title(self.say(Msg::IndicatorsTitle));
        for indicator in indicators {
            let name = capital(self.indicator(indicator));
            let definition = self.language.pick(&indicator.definition);
            let tap = Piece::Tap(Query::Indicator(Some(indicator.id.clone())));
            self.block(Block::Item(Text::bold(name).and(format!(": {definition} ")).with(tap)));
        }
    }
}
