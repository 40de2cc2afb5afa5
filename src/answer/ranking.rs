//! The countries of a group by their figures, the largest first.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use rust_decimal::Decimal;

use crate::{
    catalogue::Known,
    fact::{AuthorityId, Base, Derivation, Indicator, Kind, Of, Period, Place, Series},
    question::{Ask, Query, When},
};

use super::{
    Answer,
    derive::{plain_reading, share_of},
    gap,
    number::Reading,
    subject::{Row, Subject, stock_row},
    told::Told,
};

/// Each country of a group; a country without a figure is a gap, and stands last.
#[derive(Clone, Debug)]
pub struct Parts {
    pub subject: Subject,
    pub period: Period,
    pub whole: Option<Row>,
    pub rows: Vec<Part>,
    pub next: Vec<Query>,
}

/// One country of a group.
#[derive(Clone, Debug)]
pub struct Part {
    pub place: Arc<Place>,
    pub row: Option<Row>,
    /// From 1; equal numbers share one. None for what is counted by another body, in another unit or on another day
    /// than most: it is not compared.
    pub rank: Option<usize>,
    /// Of the figure of the group.
    pub share: Option<Reading>,
}

impl Told for Parts {
    fn readings(&self) -> Vec<&Reading> {
        let rows = self.rows.iter().filter_map(|part| part.row.as_ref()).chain(&self.whole);
        rows.flat_map(Row::readings).chain(self.rows.iter().filter_map(|part| part.share.as_ref())).collect()
    }

    fn suggestions(&self) -> Vec<Query> {
        self.next.clone()
    }
}

pub(super) fn parts(ask: &Ask, catalogue: Known<'_>) -> Answer {
    let none = || Answer::Gap(gap::gap(ask, catalogue));
    let Some(subject) = Subject::of(ask, catalogue) else { return none() };
    let is_stock = subject.indicator.kind == Kind::Stock;
    let of = |subject: &Subject, when: When| match when {
        _ if is_stock => stock_row(subject, &subject.indicator, when, catalogue),
        When::In(period) => subject.row(catalogue, period),
        When::Latest | When::Years(..) => None,
    };
    let members: Vec<Subject> = subject
        .partner
        .members
        .iter()
        .filter_map(|id| Some(subject.with_partner(catalogue.place(id.as_str())?, catalogue)))
        .collect();
    let when = match ask.when {
        When::Years(_, last) => When::In(Period::Year(last)),
        When::Latest if !is_stock => {
            // The newest of the group; else that of any of its members.
            let newest = subject.newest(catalogue);
            let period = newest.or_else(|| members.iter().filter_map(|member| member.newest(catalogue)).max());
            let Some(period) = period else { return none() };
            When::In(period)
        }
        when => when,
    };
    let whole = of(&subject, when);
    let mut rows: Vec<Part> = members
        .iter()
        .map(|member| Part { place: member.partner.clone(), row: of(member, when), rank: None, share: None })
        .collect();
    let held = rows.iter().find_map(|part| part.row.as_ref());
    let Some(period) = held.map(|row| if let When::In(period) = when { period } else { row.reading.lead.period })
    else {
        return none();
    };
    rank(&mut rows, whole.as_ref(), catalogue);
    for part in &mut rows {
        let member = members.iter().find(|member| member.partner.id == part.place.id);
        part.share = member.and_then(|member| share(member, &subject, part, whole.as_ref(), period, catalogue));
    }
    let held = || rows.iter().filter(|part| part.row.is_some());
    let queried = |subject: &Subject| Query::Figures(subject.when(when));
    let mut next: Vec<Query> = held()
        .filter_map(|part| members.iter().find(|member| member.partner.id == part.place.id))
        .map(queried)
        .collect();
    next.push(queried(&subject));
    let shared = held().find(|part| part.share.as_ref().is_some_and(|share| share.lead.is_calculated()));
    next.extend(shared.and_then(|part| {
        let lead = &part.share.as_ref()?.lead;
        let asked = Ask { indicator: lead.series.indicator.clone(), of: lead.series.of.clone(), ..subject.ask(period) };
        let share =
            catalogue.indicator(asked.indicator.as_str()).is_some_and(|indicator| indicator.kind == Kind::Share);
        share.then(|| Query::Why(Ask { partner: Some(part.place.id.clone()), ..asked }))
    }));
    Answer::Parts(Parts { whole, subject, period, rows, next })
}

/// Puts the largest first and numbers them: those that most of them, and rather the group, may be compared with.
fn rank(rows: &mut [Part], whole: Option<&Row>, catalogue: Known<'_>) {
    let count = |row: &Row| -> Option<(AuthorityId, Base, Option<Period>)> {
        let lead = &row.reading.lead;
        let origin = catalogue.origin(lead.figures().first()?).clone();
        Some((origin, lead.amount.unit.base, lead.period.is_stock().then_some(lead.period)))
    };
    let comparable = |part: &Part| part.row.as_ref().and_then(count);
    let of_group = whole.and_then(count);
    let mut sizes = HashMap::new();
    rows.iter().filter_map(comparable).for_each(|key| *sizes.entry(key).or_insert(0) += 1);
    let preferred = |key: &_, size: &i32| (*size, Some(key) == of_group.as_ref(), Reverse(key.clone()));
    let most = sizes.into_iter().max_by_key(|(key, size)| preferred(key, size)).map(|(key, _)| key);
    let value = |part: &Part| -> Option<Decimal> { part.row.as_ref()?.reading.lead.amount.base_digits().parse().ok() };
    rows.sort_by_cached_key(|part| {
        let is_ranked = comparable(part).is_some_and(|key| Some(key) == most);
        (!is_ranked, part.row.is_none(), Reverse(value(part)))
    });
    let ranked = rows.iter().filter(|part| comparable(part).is_some_and(|key| Some(key) == most)).count();
    for at in 0..ranked {
        let tied = at.checked_sub(1).filter(|before| value(&rows[*before]) == value(&rows[at]));
        rows[at].rank = tied.map_or(Some(at + 1), |before| rows[before].rank);
    }
}

/// What part of the group's figure a country's is: as stated, else as calculated.
fn share(
    member: &Subject,
    group: &Subject,
    part: &Part,
    whole: Option<&Row>,
    period: Period,
    catalogue: Known<'_>,
) -> Option<Reading> {
    let measures = |measure: &&Arc<Indicator>| {
        measure.kind == Kind::Share && measure.derivation == Some(Derivation::Share(group.indicator.id.clone()))
    };
    if let Some(share) = catalogue.indicators().find(measures) {
        let of = Some(Of::Place(group.partner.id.clone()));
        let series = Series { indicator: share.id.clone(), of, ..member.series() };
        return plain_reading(catalogue, &series, period, None);
    }
    let is_counted = matches!(group.indicator.kind, Kind::Flow | Kind::Stock) && !group.indicator.signed;
    let (part, whole) = (&part.row.as_ref()?.reading.lead, &whole?.reading.lead);
    is_counted.then(|| share_of(part, whole, catalogue)).flatten().map(Reading::alone)
}
