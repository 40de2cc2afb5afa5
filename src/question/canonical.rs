//! One form for all that ask for the same figures.

use super::ask::{Ask, Reporter, When};
use crate::{
    catalogue::Catalogue,
    fact::{AsOf, IndicatorId, Kind, Of, Period, PlaceId, Series},
};

/// The indicator that is meant where none is named.
pub(super) const TRADE: &str = "trade";
pub(super) const EXPORTS: &str = "exports";
pub(super) const IMPORTS: &str = "imports";
/// The partner of a total.
pub(super) const WORLD: &str = "world";

/// One way to ask for all that mean the same: defaults left out, the base of a growth and the whole of a share put in.
pub(super) fn canonical_ask(mut ask: Ask, catalogue: &Catalogue) -> Ask {
    let kind = |id: &IndicatorId| catalogue.indicator(id.as_str()).map_or(Kind::Flow, |indicator| indicator.kind);
    let (ours, group) = (catalogue.default_reporter(), catalogue.default_partner());
    if let Some((place, partner)) = own_count(&ask, catalogue) {
        (ask.reporter, ask.partner) = (Some(Reporter::Place(place)), Some(partner));
    }
    if ask.reporter == Some(Reporter::Place(ours.clone())) {
        ask.reporter = None;
    }
    if ask.reporter.is_none() && ask.partner.as_ref() == Some(group) {
        ask.partner = None;
    }
    let place = |id: &str| catalogue.place(id).map(|place| Of::Place(place.id.clone()));
    let part_of_group = ask
        .partner
        .as_ref()
        .is_some_and(|partner| catalogue.place(group.as_str()).is_some_and(|group| group.members.contains(partner)));
    ask.of = match (kind(&ask.indicator), ask.of) {
        (Kind::Growth, None) => catalogue.indicator(TRADE).map(|trade| Of::Indicator(trade.id.clone())),
        (Kind::Share, None) if part_of_group => Some(Of::Place(group.clone())),
        (Kind::Share, None) => place(WORLD),
        (_, of) => of,
    };
    let measured = match &ask.of {
        Some(Of::Indicator(grown)) => kind(grown),
        _ => kind(&ask.indicator),
    };
    // A month of a flow; of a stock it is the moment.
    if measured != Kind::Stock {
        ask.when = span(ask.when);
    }
    if let (true, When::In(Period::Month(year, month))) = (measured == Kind::Stock, ask.when) {
        ask.when = When::In(Period::AsOf(AsOf::Month(year, month)));
    }
    ask
}

/// Who counts and with whom, where a place is asked for what it has of its own: that place, with all others or else
/// with the sheets' reporter, as far as it is held so. None where the reporter itself counts it.
fn own_count(ask: &Ask, catalogue: &Catalogue) -> Option<(PlaceId, PlaceId)> {
    let measured = match &ask.of {
        Some(Of::Indicator(grown)) => grown,
        _ => &ask.indicator,
    };
    let ours = catalogue.default_reporter();
    let is_own = catalogue.indicator(measured.as_str())?.is_own;
    let is_theirs = ask.reporter.as_ref().is_none_or(|reporter| *reporter == Reporter::Place(ours.clone()));
    let place =
        ask.partner.as_ref().filter(|place| is_own && is_theirs && *place != ours && place.as_str() != WORLD)?;
    let holds = |reporter: &PlaceId, partner: &PlaceId| {
        let (reporter, partner) = (Some(reporter.clone()), partner.clone());
        !catalogue
            .figures(&Series { indicator: measured.clone(), goods: ask.goods.clone(), of: None, reporter, partner })
            .is_empty()
    };
    let world = catalogue.place(WORLD).map(|world| &world.id);
    let partner = world.into_iter().chain([ours]).find(|partner| holds(place, partner))?;
    (!holds(ours, place)).then(|| (place.clone(), partner.clone()))
}

/// The time of what is counted over a span: `2025-04` is a month, not a moment.
pub(super) fn span(when: When) -> When {
    match when {
        When::In(Period::AsOf(AsOf::Month(year, month))) => When::In(Period::Month(year, month)),
        when => when,
    }
}
