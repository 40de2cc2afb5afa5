//! Who else counts what a series counts, on the other side of a border or beside it.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::{
    catalogue::Known,
    fact::{Derivation, Indicator, Kind, Of, Period, PlaceId, Series},
    question::{Query, When},
};

use super::{
    number::{Number, Relation},
    subject::Subject,
};

/// The whole world, as a partner.
pub(crate) const WORLD: &str = "world";

/// The series in which others count what a series counts: that of the other side first, then a third party's.
///
/// What is said of a group that has no count of its own is a third party's, and so not compared.
///
/// The other side's goods go the other way: what one exports, the other imports. Of a share the other count is
/// a third party's: of `X:CHN/world`, China in the trade of X, it is `none:CHN/X`.
pub(crate) fn counterparts(series: &Series, catalogue: Known<'_>) -> Vec<(Relation, Series)> {
    let place = |id: &str| catalogue.place(id).map(|place| place.id.clone());
    let mut found = Vec::new();
    match (&series.reporter, &series.of) {
        (Some(reporter), Some(Of::Place(whole))) => {
            let whole = if whole.as_str() == WORLD { reporter.clone() } else { whole.clone() };
            if whole != series.partner {
                let of = Some(Of::Place(whole));
                found.push((Relation::ThirdParty, Series { reporter: None, of, ..series.clone() }));
            }
        }
        (None, Some(Of::Place(whole))) => {
            let is_country = catalogue.place(whole.as_str()).is_some_and(|place| !place.is_group());
            if let (true, Some(world)) = (is_country, place(WORLD)) {
                let (reporter, of) = (Some(whole.clone()), Some(Of::Place(world)));
                found.push((Relation::Mirror, Series { reporter, of, ..series.clone() }));
            }
        }
        (Some(reporter), of) => {
            if series.partner.as_str() != WORLD
                && let Some(swapped) = other_way(series, catalogue)
            {
                let relation = match catalogue.counts(&series.partner) {
                    true => Relation::Mirror,
                    false => Relation::ThirdParty,
                };
                let (reporter, partner) = (Some(series.partner.clone()), reporter.clone());
                found.push((relation, Series { reporter, partner, ..swapped }));
            }
            found.extend(third_party(series, reporter, of, catalogue).map(|series| (Relation::ThirdParty, series)));
        }
        (None, _) => {}
    }
    found
}

/// A third party's count of the same: it looks from where the sheets look.
fn third_party(series: &Series, reporter: &PlaceId, of: &Option<Of>, catalogue: Known<'_>) -> Option<Series> {
    let ours = catalogue.default_reporter();
    let is_own = || catalogue.indicator(series.indicator.as_str()).is_some_and(|indicator| indicator.is_own);
    let seen_from_ours = |series: Series| Series { reporter: None, partner: reporter.clone(), ..series };
    if reporter == ours {
        Some(Series { reporter: None, of: of.clone(), ..series.clone() })
    } else if is_own() {
        Some(seen_from_ours(series.clone()))
    } else if series.partner == *ours {
        other_way(series, catalogue).map(seen_from_ours)
    } else {
        None
    }
}

/// True if one number is more than a tenth away from another; false where they are not in one unit.
pub(crate) fn differ_by_a_tenth(one: &Number, other: &Number) -> bool {
    let apart = || {
        let value = |number: &Number| number.amount.base_digits().parse::<Decimal>().ok();
        let (one, other) = (value(one)?, value(other)?);
        Some(one.checked_sub(other)?.abs().checked_mul(Decimal::TEN)? > one.abs())
    };
    one.amount.unit.base == other.amount.unit.base && !one.agrees(other) && apart().unwrap_or(false)
}

/// The same with goods going the other way; none for a balance, which would change its sign.
fn other_way(series: &Series, catalogue: Known<'_>) -> Option<Series> {
    let turned = |id| catalogue.other_way(id).cloned();
    match &series.of {
        Some(Of::Indicator(grown)) => Some(Series { of: Some(Of::Indicator(turned(grown)?)), ..series.clone() }),
        _ => Some(Series { indicator: turned(&series.indicator)?, ..series.clone() }),
    }
}

/// Trade, then the two ways that it is the sum of.
pub(crate) fn both_ways<'c>(catalogue: Known<'c>) -> Vec<&'c Arc<Indicator>> {
    let sum = catalogue.indicators().find_map(|indicator| match &indicator.derivation {
        Some(Derivation::Sum(one, other)) if indicator.kind == Kind::Flow => Some([&indicator.id, one, other]),
        _ => None,
    });
    let ids = sum.into_iter().flatten();
    ids.filter_map(|id| catalogue.indicator(id.as_str())).collect()
}

/// True if the other side counts what the reporter counts, in a period or at all.
pub(crate) fn has_mirror(partner: &PlaceId, when: When, catalogue: Known<'_>) -> bool {
    let reporter = catalogue.default_reporter();
    both_ways(catalogue).into_iter().any(|indicator| {
        let series = |who: &PlaceId, with: &PlaceId| Series {
            indicator: indicator.id.clone(),
            goods: None,
            of: None,
            reporter: Some(who.clone()),
            partner: with.clone(),
        };
        let theirs = series(partner, reporter);
        match when {
            When::In(period) => catalogue.figures_in(&theirs, period).any(|figure| catalogue.stands(figure)),
            When::Latest | When::Years(..) => catalogue.figures(&theirs).any(|figure| catalogue.stands(figure)),
        }
    })
}

/// Where both sides of a question's border are shown: at its time, else at the newest; none where the other side
/// counts nothing, or where the question is not about goods.
pub(crate) fn mirror_of(subject: &Subject, period: Period, catalogue: Known<'_>) -> Option<Query> {
    let measured = match &subject.of {
        // Both sides are shown of all goods.
        _ if subject.goods.is_some() => return None,
        Some(Of::Indicator(grown)) => grown,
        Some(Of::Place(_)) => return None,
        None => &subject.indicator.id,
    };
    if !both_ways(catalogue).iter().any(|indicator| indicator.id == *measured) {
        return None;
    }
    let ours = catalogue.default_reporter();
    let partner = match &subject.reporter {
        Some(reporter) if reporter.id != *ours => Some(&reporter.id).filter(|_| subject.partner.id == *ours)?,
        _ => &subject.partner.id,
    };
    mirror_at(partner, period, catalogue)
}

/// Both sides of the border with a place, at a time or else at the newest.
pub(crate) fn mirror_at(partner: &PlaceId, period: Period, catalogue: Known<'_>) -> Option<Query> {
    let mut whens = [When::In(period), When::Latest].into_iter();
    whens.find(|when| has_mirror(partner, *when, catalogue)).map(|when| Query::Mirror(partner.clone(), when))
}
