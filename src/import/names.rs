//! Names in a table → what they stand for.

use std::collections::HashMap;

use super::fault::Fault;
use crate::{
    catalogue::{Catalogue, Named, fold},
    fact::{IndicatorId, PlaceId, ProductId},
    finding::Code,
    sheet::{Map, nearest},
};

/// What a name stands for; none where its row is left out.
type Meant<T> = Result<Option<T>, Fault>;

/// All names that a table may use, and those that it used.
pub(super) struct Known<'a> {
    map: &'a Map,
    facts: &'a Catalogue,
    places: HashMap<String, Meant<PlaceId>>,
    indicators: HashMap<String, Meant<IndicatorId>>,
    products: HashMap<String, Meant<Option<ProductId>>>,
}

/// Letters by which a name may differ from one of ours and still be meant for it, where other names are left out: one
/// in seven.
const NEARLY: f64 = 0.15;

impl<'a> Known<'a> {
    pub(super) fn new(map: &'a Map, facts: &'a Catalogue) -> Self {
        Self { map, facts, places: HashMap::new(), indicators: HashMap::new(), products: HashMap::new() }
    }

    /// The place of a name: as the map has it, or as it is shown in any language. What people call a place besides may
    /// be something else in a table: America is a continent there.
    pub(super) fn place(&mut self, name: &str) -> Meant<PlaceId> {
        if let Some(meant) = self.places.get(name) {
            return meant.clone();
        }
        let place = |named: &Named| if let Named::Place(id) = named { Some(id.clone()) } else { None };
        let in_facts = |folded: &str| {
            let is_name = |id: &PlaceId| self.facts.names().is_shown(folded) || fold(id.as_str()) == folded;
            self.only(folded, place).filter(is_name)
        };
        let near = |folded: &str| {
            let near = self.facts.names().near(folded).into_iter();
            let mut near = near.filter_map(|near| Some((near.distance, place(&near.named)?)));
            near.next().map(|(distance, id)| (distance <= NEARLY, id.to_string()))
        };
        let terms = (&self.map.places, "place", Code::UnknownPlace);
        let meant = self.meant(name, terms, in_facts, near);
        self.places.insert(name.to_owned(), meant.clone());
        meant
    }

    /// The indicator of a name.
    pub(super) fn indicator(&mut self, name: &str) -> Meant<IndicatorId> {
        if let Some(meant) = self.indicators.get(name) {
            return meant.clone();
        }
        let indicator = |named: &Named| if let Named::Indicator(id) = named { Some(id.clone()) } else { None };
        let terms = (&self.map.indicators, "indicator", Code::UnknownIndicator);
        let meant = self.meant(name, terms, |folded| self.only(folded, indicator), |_| None);
        self.indicators.insert(name.to_owned(), meant.clone());
        meant
    }

    /// The product of a name; the inner none is all goods.
    pub(super) fn product(&mut self, name: &str) -> Meant<Option<ProductId>> {
        if let Some(meant) = self.products.get(name) {
            return meant.clone();
        }
        let product = |named: &Named| if let Named::Product(id) = named { Some(Some(id.clone())) } else { None };
        let terms = (&self.map.products, "product", Code::UnknownProduct);
        let meant = self.meant(name, terms, |folded| self.only(folded, product), |_| None);
        self.products.insert(name.to_owned(), meant.clone());
        meant
    }

    /// The one thing of a kind that a spelling stands for.
    fn only<T>(&self, folded: &str, of_kind: impl Fn(&Named) -> Option<T>) -> Option<T> {
        let mut all = self.facts.names().find(folded).iter().filter_map(of_kind);
        all.next().filter(|_| all.next().is_none())
    }

    /// What a name stands for in the map, else in the facts. Of what is in neither, one that is nearly known is
    /// refused even where other names are left out.
    fn meant<T: Clone>(
        &self,
        name: &str,
        (in_map, what, code): (&HashMap<String, Option<T>>, &str, Code),
        in_facts: impl Fn(&str) -> Option<T>,
        near: impl Fn(&str) -> Option<(bool, String)>,
    ) -> Meant<T> {
        let spellings = spellings(name, &self.map.layout.marks);
        for folded in &spellings {
            if let Some(meant) = in_map.get(folded) {
                return Ok(meant.clone());
            }
            if let Some(meant) = in_facts(folded) {
                return Ok(Some(meant));
            }
        }
        let folded = spellings.last().map(String::as_str).unwrap_or_default();
        let in_map = nearest(folded, in_map.keys().map(String::as_str));
        let in_map = in_map
            .map(|known| (strsim::normalized_damerau_levenshtein(known, folded) >= 1.0 - NEARLY, known.to_owned()));
        let near = near(folded).or(in_map);
        if self.map.skips_others && !near.as_ref().is_some_and(|(is_near, _)| *is_near) {
            return Ok(None);
        }
        let meant = near.map(|(_, meant)| format!("did you mean `{meant}`? ")).unwrap_or_default();
        let help = format!(
            "{meant}If the name is right, say in the map's `names` what it stands for, or `skip` for a row to leave out"
        );
        Err(Fault::new(code, format!("unknown {what} “{name}”"), help))
    }
}

/// The folds of a name: as it is, without what leads to a footnote, and without digits at its end.
fn spellings(name: &str, marks: &[String]) -> Vec<String> {
    let plain = without_marks(name, marks);
    let undigited =
        plain.trim_end_matches(|letter: char| letter.is_ascii_digit() || matches!(letter, ')' | '(' | ' ' | ','));
    let mut spellings: Vec<String> = [name, plain, undigited].iter().map(|text| fold(text)).collect();
    spellings.dedup();
    spellings.retain(|folded| !folded.is_empty());
    spellings
}

/// A text without what leads to a footnote.
pub(super) fn without_marks<'t>(text: &'t str, marks: &[String]) -> &'t str {
    let mut left = text.trim();
    loop {
        let bare = marks.iter().find_map(|mark| left.strip_suffix(mark.as_str()));
        let bare = bare.unwrap_or_else(|| left.trim_end_matches(is_mark)).trim_end();
        if bare.len() == left.len() {
            return left;
        }
        left = bare;
    }
}

/// True if a letter behind a name or a number leads to a footnote and can be nothing else.
fn is_mark(letter: char) -> bool {
    matches!(letter, '*' | '†' | '‡' | '¹' | '²' | '³' | '⁰' | '⁴'..='⁹' | '⁽' | '⁾')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leads_to_a_footnote_is_no_part_of_a_name() {
        for name in
            ["Balonia", "Balonia1)", "Balonia *", "Balonia 2", "Balonia²⁾", "Balonia (1)", "Balonia**", "BALONIA p)"]
        {
            let all = spellings(name, &["p)".to_owned()]);
            assert!(all.contains(&"balonia".to_owned()), "{name}: {all:?}");
        }
        assert_eq!(spellings("Балония*", &[]).last().map(String::as_str), Some("baloniya"));
    }

    #[test]
    fn a_number_loses_no_digit_to_a_footnote() {
        assert_eq!(without_marks("12.5*", &[]), "12.5");
        assert_eq!(without_marks("12.5 r)", &["r)".to_owned()]), "12.5");
        assert_eq!(without_marks("12.51", &[]), "12.51");
    }
}
