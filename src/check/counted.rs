//! Everything that one count says of one thing, over all sheets.

use std::collections::HashMap;

use super::{Look, numbers};
use crate::{
    fact::{AuthorityId, Base, Period, Series},
    sheet::Stated,
};

/// A figure and the number of its sheet.
pub(super) type Placed<'a> = (usize, &'a Stated);

/// Figures by series, period and the authority that counted; those of one thing in order of sheet and place.
pub(super) struct Counted<'a>(HashMap<(&'a Series, Period, &'a AuthorityId), Vec<Placed<'a>>>);

impl<'a> Counted<'a> {
    pub(super) fn over(look: &Look<'a>) -> Self {
        let mut counted: HashMap<_, Vec<Placed<'a>>> = HashMap::new();
        for (sheet, stated) in look.figures() {
            let figure = &stated.figure;
            let key = (figure.series.as_ref(), figure.period, look.facts.origin(figure));
            counted.entry(key).or_default().push((sheet, stated));
        }
        Self(counted)
    }

    /// What is said, in whatever unit; empty where nothing is.
    pub(super) fn said<'s>(&'s self, series: &'s Series, period: Period, origin: &'s AuthorityId) -> &'s [Placed<'a>] {
        self.0.get(&(series, period, origin)).map_or(&[], Vec::as_slice)
    }

    /// What is said in one unit, without the thresholds that stand beside a number.
    pub(super) fn numbers(&self, series: &Series, period: Period, origin: &AuthorityId, base: Base) -> Vec<Placed<'a>> {
        numbers(self.said(series, period, origin), base).collect()
    }
}
