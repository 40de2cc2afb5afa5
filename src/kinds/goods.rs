//! The goods that are traded with a place, beneath its total; without a place, all goods that are held.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use rust_decimal::Decimal;

use super::gap::{Gap, Missing};
use crate::{
    answer::{Reading, Row, Told, WORLD, ask, lone_row},
    catalogue::Known,
    fact::{Goods, Kind, Place, PlaceId, Product, Series},
    language::Msg,
    question::{Ask, Query, When},
    render::{Answer, Block, Headline, Piece, Text, Writer, capital},
};

/// As many goods of a place, as many goods of all, and as many places of each as a page shows: it is read on a phone.
const SHOWN: usize = 12;
const LISTED: usize = 30;
const PLACES: usize = 6;

/// The newest of each product, by each count.
#[derive(Clone, Debug)]
struct OfPlace {
    place: Arc<Place>,
    /// All goods, each way.
    totals: Vec<Row>,
    rows: Vec<Row>,
    /// Series that were left out because they are too many.
    left: usize,
    next: Vec<Query>,
}

/// Each product with the places that it is traded with.
#[derive(Clone, Debug)]
struct All {
    products: Vec<(Arc<Product>, Vec<Arc<Place>>)>,
    /// Products that were left out because they are too many.
    left: usize,
    next: Vec<Query>,
}

impl Told for OfPlace {
    fn readings(&self) -> Vec<&Reading> {
        self.rows.iter().chain(&self.totals).flat_map(Row::readings).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

impl Told for All {
    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn goods(place: Option<&PlaceId>, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let ours = catalogue.default_reporter();
    match place.filter(|place| *place != ours) {
        Some(place) => of_place(place, catalogue),
        None => {
            let places: Vec<PlaceId> = catalogue.places().map(|place| place.id.clone()).collect();
            all(&places, catalogue)
        }
    }
}

fn of_place(id: &PlaceId, catalogue: Known<'_>) -> Arc<dyn Answer> {
    let missing = || Arc::new(Gap::new(Missing::Goods(id.clone()), vec![Query::Goods(None)]));
    let Some(place) = catalogue.place(id.as_str()) else { return missing() };
    let held = series_of(id, catalogue);
    let mut rows: Vec<Row> = held.iter().filter_map(|series| newest(series, catalogue)).collect();
    if rows.is_empty() {
        return if place.is_group() { all(&place.members, catalogue) } else { missing() };
    }
    rows.sort_by_cached_key(|row| order(row, catalogue));
    let left = rows.len().saturating_sub(SHOWN);
    rows.truncate(SHOWN);
    let totals = totals(id, catalogue);
    let queried = |row: &Row| Query::Figures(ask(&row.reading.lead.series, When::Latest, catalogue));
    let next = totals.iter().take(1).chain(&rows).map(queried).chain([Query::Goods(None)]).collect();
    Arc::new(OfPlace { place: place.clone(), totals, rows, left, next })
}

/// The series of goods that a place is one side of: by the default reporter, by a third party, and by itself.
fn series_of<'c>(place: &PlaceId, catalogue: Known<'c>) -> Vec<&'c Series> {
    let ours = catalogue.default_reporter();
    let world = PlaceId::from(WORLD);
    let pairs = [(Some(ours), place), (None, place), (Some(place), ours), (Some(place), &world)];
    let all = pairs.into_iter().flat_map(|(reporter, partner)| catalogue.series_between(reporter, partner));
    all.filter(|series| series.goods.is_some() && series.of.is_none()).collect()
}

fn newest(series: &Series, catalogue: Known<'_>) -> Option<Row> {
    lone_row(&ask(series, When::Latest, catalogue), catalogue)
}

/// What goes each way in all, by the default reporter.
fn totals(place: &PlaceId, catalogue: Known<'_>) -> Vec<Row> {
    let flows = catalogue.indicators_by_weight().filter(|one| one.kind == Kind::Flow && one.direction.is_some());
    let total = |indicator: &Arc<crate::fact::Indicator>| {
        let partner = Some(place.clone()).filter(|place| place != catalogue.default_partner());
        let (indicator, when) = (indicator.id.clone(), When::Latest);
        lone_row(&Ask { indicator, goods: None, of: None, reporter: None, partner, when }, catalogue)
    };
    flows.filter_map(total).collect()
}

/// The count that most of the page is by comes first; then each way by itself, the newest first, the largest first.
fn order(row: &Row, catalogue: Known<'_>) -> impl Ord + use<> {
    let lead = &row.reading.lead;
    let is_other = lead.series.reporter.as_ref() != Some(catalogue.default_reporter());
    let value: Option<Decimal> = lead.amount.base_digits().parse().ok();
    let measure = lead.series.goods.as_ref().map(|goods| goods.measure);
    let year = lead.period.year();
    (is_other, catalogue.rank(&lead.series.indicator), Reverse(year), measure, Reverse(value), lead.series.clone())
}

/// The goods that any of these places trades.
fn all(among: &[PlaceId], catalogue: Known<'_>) -> Arc<dyn Answer> {
    let mut places: BTreeMap<_, Vec<Arc<Place>>> = BTreeMap::new();
    let mut next = Vec::new();
    let others = among.iter().filter(|id| *id != catalogue.default_reporter());
    for place in others.filter_map(|id| catalogue.place(id.as_str())) {
        let held: Vec<&Goods> = series_of(&place.id, catalogue).into_iter().flat_map(|series| &series.goods).collect();
        if place.id.as_str() == WORLD || held.is_empty() {
            continue;
        }
        next.push(Query::Goods(Some(place.id.clone())));
        for goods in held {
            let places = places.entry(&goods.product).or_default();
            if !places.iter().any(|known| known.id == place.id) {
                places.push(place.clone());
            }
        }
    }
    if places.is_empty() {
        return Arc::new(Gap::new(Missing::AnyGoods, vec![Query::Facts]));
    }
    let named = places.into_iter().filter_map(|(id, places)| Some((catalogue.product(id.as_str())?.clone(), places)));
    let mut products: Vec<_> = named.collect();
    products.sort_by_key(|(product, places)| (Reverse(places.len()), product.id.clone()));
    let left = products.len().saturating_sub(LISTED);
    products.truncate(LISTED);
    next.truncate(SHOWN);
    Arc::new(All { products, left, next })
}

impl Answer for OfPlace {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(writer.say(Msg::GoodsTitle { place: writer.place(&self.place).into() }));
        writer.headline = Headline::place(&self.place.id);
        for row in &self.rows {
            writer.listed_row(row);
        }
        writer.more(self.left);
        if !self.totals.is_empty() {
            writer.space();
            writer.line(writer.say(Msg::GoodsInAll));
            for row in &self.totals {
                writer.listed_row(row);
            }
        }
    }
}

impl Answer for All {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(writer.say(Msg::GoodsAllTitle));
        for (product, places) in &self.products {
            let name = capital(writer.language.pick(&product.names));
            let mut named: Vec<&str> = places.iter().take(PLACES).map(|place| writer.place(place)).collect();
            named.extend((places.len() > PLACES).then_some("…"));
            let text = Text(vec![Piece::Bold(name)]).and(format!(": {}", named.join(writer.language.comma())));
            writer.block(Block::Item(text));
        }
        writer.more(self.left);
    }
}
