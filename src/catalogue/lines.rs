//! Which series there are, and where to find those of an indicator, a place, a pair of places or a document.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashMap},
    hash::BuildHasherDefault,
    ops::Range,
    sync::Arc,
};

use crate::{
    fact::{Figure, IndicatorId, PlaceId, Series, SourceId},
    language::Quick,
};

type Quickly<K, V> = HashMap<K, V, BuildHasherDefault<Quick>>;

/// Every series by number, in order of the series, and where its figures stand among all figures.
#[derive(Debug, Default)]
pub(super) struct Lines {
    series: Vec<Arc<Series>>,
    /// Where the figures of each begin, and at last where all end.
    starts: Vec<u32>,
    by_series: Quickly<Arc<Series>, u32>,
    by_partner: Quickly<PlaceId, Vec<u32>>,
    by_pair: Quickly<(Option<PlaceId>, PlaceId), Vec<u32>>,
    by_source: BTreeMap<SourceId, Document>,
}

/// What stands in one document.
#[derive(Debug, Default)]
struct Document {
    /// Series by number, each with the number of the first figure of it that stands in one place of the document, in
    /// order of these places.
    places: Vec<(u32, u32)>,
    figures: usize,
}

/// Figures of one series in one place of a document.
struct Seen<'f> {
    first: &'f Figure,
    place: u32,
    count: usize,
}

/// By period, then by where it stands.
fn by_place(one: &Figure, other: &Figure) -> Ordering {
    let place = one.period.cmp(&other.period).then_with(|| one.source.id.cmp(&other.source.id));
    let place = place.then_with(|| one.at.cmp(&other.at)).then_with(|| one.qualifier.cmp(&other.qualifier));
    place.then_with(|| one.amount.number.cmp(&other.amount.number))
}

impl Lines {
    /// Orders figures, which come in any order, by series, then by period, source and place in the source.
    pub(super) fn of(batches: Vec<Vec<Figure>>) -> (Self, Vec<Figure>) {
        let mut lines = Self::default();
        // The figures of a line of a sheet come together and have one series, so that few are looked up.
        let mut runs: Vec<(u32, u32)> = Vec::new();
        let mut series: Vec<Arc<Series>> = Vec::new();
        let mut lengths: Vec<u32> = Vec::new();
        let mut last: Option<&Figure> = None;
        for figure in batches.iter().flatten() {
            if last.is_some_and(|last| Arc::ptr_eq(&last.entry, &figure.entry))
                && let Some((number, length)) = runs.last_mut()
            {
                *length += 1;
                lengths[index(*number)] += 1;
                continue;
            }
            let number = *lines.by_series.entry(figure.series.clone()).or_insert_with_key(|one| {
                series.push(one.clone());
                lengths.push(0);
                small(series.len() - 1)
            });
            lengths[index(number)] += 1;
            runs.push((number, 1));
            last = Some(figure);
        }
        // From the order of their coming to that of the series.
        let mut order: Vec<u32> = (0..small(series.len())).collect();
        order.sort_unstable_by(|one, other| series[index(*one)].cmp(&series[index(*other)]));
        let mut places = vec![0; series.len()];
        let mut start = 0;
        for (number, came) in order.iter().enumerate() {
            lines.by_series.insert(series[index(*came)].clone(), small(number));
            places[index(*came)] = start;
            lines.starts.push(start);
            start += lengths[index(*came)];
        }
        lines.starts.push(start);
        lines.series = order.iter().map(|came| series[index(*came)].clone()).collect();
        let mut ordered: Vec<Option<Figure>> = Vec::new();
        ordered.resize_with(index(start), || None);
        let mut runs = runs.into_iter();
        let mut run = (0, 0);
        for figure in batches.into_iter().flatten() {
            while run.1 == 0 {
                run = runs.next().unwrap_or((0, u32::MAX));
            }
            let place = &mut places[index(run.0)];
            ordered[index(*place)] = Some(figure);
            *place += 1;
            run.1 -= 1;
        }
        let mut figures: Vec<Figure> = ordered.into_iter().flatten().collect();
        for number in 0..lines.series.len() {
            figures[lines.range(number)].sort_by(by_place);
        }
        lines.point(&figures);
        (lines, figures)
    }

    /// Notes what belongs to whom.
    fn point(&mut self, figures: &[Figure]) {
        for (number, series) in self.series.iter().enumerate() {
            let Series { reporter, partner, .. } = series.as_ref();
            self.by_partner.entry(partner.clone()).or_default().push(small(number));
            self.by_pair.entry((reporter.clone(), partner.clone())).or_default().push(small(number));
            let range = self.range(number);
            let mut seen: Vec<Seen<'_>> = Vec::new();
            for (place, figure) in range.clone().zip(&figures[range]) {
                match seen.iter_mut().find(|one| one.first.is_beside(figure)) {
                    Some(one) => one.count += 1,
                    None => seen.push(Seen { first: figure, place: small(place), count: 1 }),
                }
            }
            for Seen { first, place, count } in seen {
                let document = self.by_source.entry(first.source.id.clone()).or_default();
                document.places.push((small(number), place));
                document.figures += count;
            }
        }
        for document in self.by_source.values_mut() {
            let at = |place: &(u32, u32)| &figures[index(place.1)].at;
            document.places.sort_by(|one, other| (at(one).len(), at(one)).cmp(&(at(other).len(), at(other))));
        }
    }

    pub(super) fn all(&self) -> &[Arc<Series>] {
        &self.series
    }

    /// Where the figures of a series stand, by its number.
    pub(super) fn range(&self, number: usize) -> Range<usize> {
        index(self.starts[number])..index(self.starts[number + 1])
    }

    /// The number of the series that a figure belongs to, by its place among all.
    pub(super) fn of_figure(&self, place: usize) -> usize {
        self.starts.partition_point(|start| index(*start) <= place).saturating_sub(1)
    }

    pub(super) fn find(&self, series: &Series) -> Option<usize> {
        self.by_series.get(series).copied().map(index)
    }

    /// The numbers of those of one indicator.
    pub(super) fn of_indicator(&self, indicator: &IndicatorId) -> Range<usize> {
        let start = self.series.partition_point(|series| series.indicator < *indicator);
        let length = self.series[start..].partition_point(|series| series.indicator == *indicator);
        start..start + length
    }

    pub(super) fn with(&self, partner: &PlaceId) -> Option<&[u32]> {
        self.by_partner.get(partner).map(Vec::as_slice)
    }

    pub(super) fn between(&self, reporter: Option<&PlaceId>, partner: &PlaceId) -> &[u32] {
        self.by_pair.get(&(reporter.cloned(), partner.clone())).map_or(&[], Vec::as_slice)
    }

    /// Of each document with figures its series, each with the first figure of it in one place of the document.
    pub(super) fn documents(&self) -> impl Iterator<Item = &[(u32, u32)]> {
        self.by_source.values().map(|document| document.places.as_slice())
    }

    /// How many figures stand in a document.
    pub(super) fn count_in(&self, source: &SourceId) -> usize {
        self.by_source.get(source).map_or(0, |document| document.figures)
    }

    /// The figures in a document, in order of their places in it, each with all of its series and its period.
    pub(super) fn in_source<'f>(
        &'f self,
        source: &SourceId,
        figures: &'f [Figure],
    ) -> impl Iterator<Item = (&'f Figure, &'f [Figure])> + use<'f> {
        let places = self.by_source.get(source).into_iter().flat_map(|document| &document.places);
        places.flat_map(move |(number, first)| {
            let first = &figures[index(*first)];
            let of_series = &figures[self.range(index(*number))];
            let of_period = of_series.chunk_by(|one, other| one.period == other.period);
            of_period.flat_map(move |all| all.iter().filter(move |one| one.is_beside(first)).map(move |one| (one, all)))
        })
    }
}

/// More than four thousand million of anything do not fit into memory.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).expect("fewer than 2^32 figures")
}

pub(super) fn index(number: u32) -> usize {
    number as usize
}
