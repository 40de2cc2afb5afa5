//! Which figures are the newest, without a look at all of them.

use std::{cmp::Reverse, collections::HashSet, sync::Arc};

use super::{
    Catalogue, Known,
    lines::{index, small},
};
use crate::fact::{Figure, Period, Published, Source, Status};

/// So many series are kept of each document, the newest first: of no more the newest can be told.
pub(super) const KEPT: usize = 48;

/// The newest figures of each document; of the documents the one with the newest first.
#[derive(Debug, Default)]
pub(super) struct Newest {
    documents: Vec<Document>,
}

#[derive(Debug)]
struct Document {
    source: Arc<Source>,
    /// By their numbers, the newest first. A figure that was taken back is followed by the one before it, which is the
    /// newest as long as that was not known.
    figures: Vec<u32>,
}

/// What is newer comes first: by its time, then by the day of its document. Of one time and one day those that show
/// others come first, then it goes by the number of the series.
type Order = (Reverse<Period>, Reverse<Option<Published>>, bool, usize);

impl Newest {
    pub(super) fn of(facts: &Catalogue) -> Self {
        let mut newest = Self::default();
        for places in facts.lines.documents() {
            let Some(source) = places.first().map(|(_, first)| facts.figures[index(*first)].source.clone()) else {
                continue;
            };
            let mut figures: Vec<(Order, u32)> = Vec::new();
            for &(series, first) in places {
                let (range, first) = (facts.lines.range(index(series)), &facts.figures[index(first)]);
                if first.series.of.is_some() {
                    continue;
                }
                for number in range.rev() {
                    let figure = &facts.figures[number];
                    if !figure.is_beside(first) || !is_counted(figure) {
                        continue;
                    }
                    figures.push((order(figure, index(series), facts), small(number)));
                    if figure.withdrawn.is_none() {
                        break;
                    }
                }
            }
            figures.sort_unstable();
            let mut told = HashSet::new();
            let is_past = |((.., series), number): &(Order, u32)| {
                let stands = facts.figures[index(*number)].withdrawn.is_none();
                stands && told.insert(*series) && told.len() > KEPT
            };
            figures.truncate(figures.iter().position(is_past).unwrap_or(figures.len()));
            if !figures.is_empty() {
                let figures = figures.into_iter().map(|(_, number)| number).collect();
                newest.documents.push(Document { source, figures });
            }
        }
        newest.documents.sort_by_cached_key(|document| numbered(document.figures[0], facts));
        newest
    }

    /// Of each of so many series, those with the newest figures, the newest.
    pub(super) fn first<'c>(&self, most: usize, facts: &'c Catalogue, known: Known<'_>) -> Vec<&'c Figure> {
        let most = most.min(KEPT);
        let mut first: Vec<(Order, u32)> = Vec::new();
        for document in &self.documents {
            let last = || first.get(most.saturating_sub(1)).map(|(order, _)| *order);
            let is_first = |number: &u32| last().is_none_or(|last| numbered(*number, facts) < last);
            if !is_first(&document.figures[0]) {
                break;
            }
            if !known.has(&document.source) {
                continue;
            }
            let candidates = document.figures.iter().copied().take_while(is_first);
            let candidates = candidates.filter(|number| !known.is_withdrawn(&facts.figures[index(*number)]));
            let candidates: Vec<_> = candidates.map(|number| (numbered(number, facts), number)).collect();
            first.extend(candidates);
            first.sort_unstable();
            let mut seen: Vec<usize> = Vec::new();
            first.retain(|((.., series), _)| {
                let is_new = !seen.contains(series);
                seen.push(*series);
                is_new
            });
            first.truncate(most);
        }
        first.into_iter().map(|(_, number)| &facts.figures[index(number)]).collect()
    }
}

/// True if it is of what was, at a time that is known, and not wrong.
fn is_counted(figure: &Figure) -> bool {
    figure.status.is_none_or(Status::is_counted) && figure.period.year().is_some() && !figure.is_wrong()
}

fn numbered(number: u32, facts: &Catalogue) -> Order {
    order(&facts.figures[index(number)], facts.lines.of_figure(index(number)), facts)
}

fn order(figure: &Figure, series: usize, facts: &Catalogue) -> Order {
    let shown_alone = facts.indicator(figure.series.indicator.as_str()).is_none_or(|one| one.shown_with.is_empty());
    (Reverse(figure.period.asked()), Reverse(figure.source.published), shown_alone, series)
}
