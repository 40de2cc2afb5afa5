//! Every number that was calculated from the shipped facts: what it rests on, down to what is printed.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::prelude::ToPrimitive;
use tradefacts::{
    answer::{Basis, Formula, Number, Shown, Told},
    catalogue::Catalogue,
    fact::{Base, Indicator, Kind, Of, Period, PlaceId, Qualifier, Series, Year},
    kinds::evaluate,
    question::{Ask, Comparison, Query, Reporter, When, parse_spelling},
};

use crate::answers::shipped;

#[test]
fn every_calculated_number_has_a_why_that_ends_in_printed_ones() {
    let answerer = shipped();
    let catalogue = answerer.catalogue();
    let mut asked: BTreeMap<String, Query> = BTreeMap::new();
    for query in questions(catalogue) {
        asked.insert(query.to_string(), query);
    }
    let mut wrong = BTreeSet::new();
    let mut explained = BTreeMap::new();
    for (spelling, query) in &asked {
        let answer = evaluate(query, catalogue);
        for number in numbers(&*answer).into_iter().filter(|number| number.is_calculated()) {
            for trouble in unsound(number) {
                wrong.insert(format!("{spelling}: {trouble}"));
            }
            for part in to_explain(number, catalogue) {
                let why = explained.entry(name(part)).or_insert_with(|| why(part, catalogue));
                if !why.as_ref().is_some_and(|why| why.iter().any(|own| same(own, part))) {
                    wrong.insert(format!("{spelling}: nothing explains {}", name(part)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} are wrong\n{:#?}", wrong.len(), wrong.iter().take(60).collect::<Vec<_>>());
    assert!(asked.len() > 5000 && explained.len() > 300, "{} {}", asked.len(), explained.len());
}

/// Each indicator of each border in each year, by each count; all about a place; both sides; ranges; and places side by
/// side and by rank.
fn questions(catalogue: &Catalogue) -> Vec<Query> {
    let (first, last) = catalogue.years().unwrap();
    let years: Vec<Year> =
        std::iter::successors(Some(first), |year| year.after().filter(|year| *year <= last)).collect();
    let periods = years.iter().map(|year| When::In(Period::Year(*year)));
    let whens: Vec<When> = periods.chain([When::Latest]).collect();
    let ranges = [(1992, 2012), (2003, 2012), (2012, 2025), (2017, 2025), (2021, 2025)];
    let ranges: Vec<When> =
        ranges.map(|(from, to)| When::Years(Year::new(from).unwrap(), Year::new(to).unwrap())).into();

    let mut series: BTreeSet<Series> = catalogue.series().map(|(series, _)| series.clone()).collect();
    let derived = || catalogue.indicators().filter(|one| one.derivation.is_some() && one.kind == Kind::Flow);
    let traded = series.iter().filter(|held| derived().any(|one| one.shown_with.contains(&held.indicator)));
    for (held, indicator) in
        traded.cloned().collect::<Vec<_>>().iter().flat_map(|held| derived().map(move |one| (held, one)))
    {
        series.insert(Series { indicator: indicator.id.clone(), ..held.clone() });
        let (indicator, of) = (catalogue.growth().unwrap().clone(), Some(Of::Indicator(indicator.id.clone())));
        series.insert(Series { indicator, of, ..held.clone() });
    }
    let is_stock = |indicator: &Indicator| indicator.kind == Kind::Stock;
    let mut questions = Vec::new();
    for series in &series {
        let stock = is_stock(catalogue.indicator(series.indicator.as_str()).unwrap());
        let whens = whens.iter().chain(&ranges).filter(|when| !stock || **when == When::Latest);
        questions.extend(whens.map(|when| Query::Figures(ask(series, *when, catalogue))));
    }
    for figure in catalogue.all_figures() {
        let (partner, when) = (figure.series.partner.clone(), When::In(figure.period.asked()));
        questions.push(Query::Figures(ask(&figure.series, when, catalogue)));
        questions.push(Query::Mirror(partner.clone(), when));
    }
    for place in catalogue.partners() {
        questions.extend(whens.iter().map(|when| Query::Country(place.clone(), *when)));
        questions.extend(whens.iter().map(|when| Query::Mirror(place.clone(), *when)));
    }
    let countries: Vec<PlaceId> = catalogue.place("central-asia").unwrap().members.clone();
    for indicator in catalogue
        .indicators()
        .filter(|one| is_stock(one) || derived().any(|flow| flow.id == one.id || flow.shown_with.contains(&one.id)))
    {
        for (reporter, when) in [None, Some(Reporter::ThirdParty)]
            .iter()
            .flat_map(|one| whens.iter().chain(&ranges).map(move |when| (one, *when)))
        {
            let (id, partners) = (indicator.id.clone(), countries.clone());
            let counted = reporter.clone();
            questions.push(Query::Compare(Comparison {
                indicator: id.clone(),
                goods: None,
                of: None,
                reporter: counted,
                partners,
                when,
            }));
            questions.push(Query::Parts(Ask {
                indicator: id,
                goods: None,
                of: None,
                reporter: reporter.clone(),
                partner: None,
                when,
            }));
        }
    }
    questions
}

pub(crate) fn ask(series: &Series, when: When, catalogue: &Catalogue) -> Ask {
    let reporter = match &series.reporter {
        Some(place) if place == catalogue.default_reporter() => None,
        Some(place) => Some(Reporter::Place(place.clone())),
        None => Some(Reporter::ThirdParty),
    };
    let partner = Some(series.partner.clone());
    let partner = partner.filter(|partner| reporter.is_some() || partner != catalogue.default_partner());
    let (indicator, goods, of) = (series.indicator.clone(), series.goods.clone(), series.of.clone());
    Ask { indicator, goods, of, reporter, partner, when }
}

/// Every number on a page, those beside the answer included.
fn numbers(answer: &dyn Told) -> Vec<&Number> {
    let shown = answer.numbers().into_iter();
    let numbers = shown.flat_map(|shown| match shown {
        Shown::Reading(reading, _) => vec![Some(&reading.lead), reading.calculated.as_deref()],
        Shown::Number(number) => vec![Some(number)],
        Shown::Figure(..) => Vec::new(),
    });
    numbers.flatten().collect()
}

/// What a question can be about. Two places or two counts side by side are no series of either: their formula
/// stands on the page, and what it rests on is explained.
fn to_explain<'a>(number: &'a Number, catalogue: &Catalogue) -> Vec<&'a Number> {
    let Basis::Calculated(_, inputs) = &number.basis else { return Vec::new() };
    let between = |input: &Number| input.series.reporter != number.series.reporter;
    let is_asked =
        |kind: Kind| catalogue.indicator(number.series.indicator.as_str()).is_some_and(|one| one.kind == kind);
    let side_by_side = matches!(number.series.of, Some(Of::Place(_))) && !is_asked(Kind::Share);
    if side_by_side || inputs.iter().any(between) {
        inputs.iter().flat_map(|input| to_explain(input, catalogue)).collect()
    } else {
        vec![number]
    }
}

/// What the answer to why a number is so shows; none where that is no question.
fn why(number: &Number, catalogue: &Catalogue) -> Option<Vec<Number>> {
    let when = match (&number.basis, number.since, number.period) {
        (Basis::Calculated(Formula::Average(_), _), Some(Period::Year(first)), Period::Year(last)) => {
            When::Years(first, last)
        }
        (_, _, period) => When::In(period),
    };
    let mut series = number.series.as_ref().clone();
    if let (When::Years(..), Some(Of::Indicator(of))) = (when, series.of.take_if(|_| matches!(when, When::Years(..)))) {
        series.indicator = of;
    }
    let query = Query::Why(ask(&series, when, catalogue));
    let (_, read) = parse_spelling(&format!("en {query}"), catalogue)?;
    assert_eq!(read, query);
    let why = evaluate(&read, catalogue);
    Some(numbers(&*why).into_iter().cloned().collect())
}

fn same(one: &Number, other: &Number) -> bool {
    let key = |number: &Number| (number.series.clone(), number.period, number.since, number.amount, number.qualifier);
    key(one) == key(other) && one.is_calculated() == other.is_calculated()
}

fn name(number: &Number) -> String {
    let Series { indicator, goods, of, reporter, partner } = number.series.as_ref();
    let goods = goods.as_ref().map(ToString::to_string).unwrap_or_default();
    let of = of.as_ref().map(Of::as_str).unwrap_or_default();
    let reporter = reporter.as_ref().map_or("none", PlaceId::as_str);
    let since = number.since.map(|since| format!(" since {since}")).unwrap_or_default();
    let formula = if let Basis::Calculated(formula, _) = number.basis { format!("{formula:?}") } else { String::new() };
    format!(
        "{indicator} {goods} {of} {reporter}:{partner} {}{since} {} {formula}",
        number.period,
        number.amount.base_digits()
    )
}

/// What is wrong with a number and with all it rests on: an end that is not printed, a step that does not add up.
fn unsound(number: &Number) -> Vec<String> {
    match &number.basis {
        Basis::Stated(figure) => {
            let printed = figure.amount == number.amount && figure.period == number.period;
            let placed = !figure.at.to_string().is_empty() && !figure.source.id.as_str().is_empty();
            if printed && placed { Vec::new() } else { vec![format!("{} is not printed", name(number))] }
        }
        Basis::Calculated(formula, inputs) => {
            let mut wrong: Vec<String> = inputs.iter().flat_map(unsound).collect();
            let total: f64 = inputs.iter().map(middle).sum();
            let ([a, b] | [a, .., b]) = &inputs[..] else {
                return vec![format!("{} rests on {}", name(number), inputs.len())];
            };
            let rate = |number: &Number| match number.amount.unit.base {
                Base::Times => middle(number),
                _ => 1.0 + middle(number) / 100.0,
            };
            let (x, y) = (middle(a), middle(b));
            let wanted = match formula {
                Formula::Sum => total,
                Formula::Difference => x - y,
                Formula::Earlier => x / rate(b),
                Formula::Growth => (x / y - 1.0) * 100.0,
                Formula::Times => x / y,
                Formula::Share => x / y * 100.0,
                Formula::Average(years) => ((x / y).powf(1.0 / f64::from(*years)) - 1.0) * 100.0,
            };
            let (shown, step) = (middle(number), last_step(number) * 1.001);
            let right = match number.qualifier {
                Qualifier::MoreThan | Qualifier::AtLeast => shown <= wanted && wanted - shown <= 2.0 * step,
                Qualifier::LessThan | Qualifier::AtMost => shown >= wanted && shown - wanted <= 2.0 * step,
                Qualifier::Exact | Qualifier::About | Qualifier::Nearly => (shown - wanted).abs() <= step / 2.0,
            };
            if !right {
                wrong.push(format!("{} is not {wanted}", name(number)));
            }
            wrong
        }
    }
}

fn middle(number: &Number) -> f64 {
    number.amount.base_digits().parse().unwrap()
}

/// One step of the last digit that says something; of what is "about", noughts before the point do not.
fn last_step(number: &Number) -> f64 {
    let span = number.amount.span().unwrap();
    let step = (span.high - span.low).to_f64().unwrap();
    let digits = number.amount.base_digits();
    let noughts = digits.bytes().rev().take_while(|digit| *digit == b'0').count();
    if number.qualifier == Qualifier::Exact || digits.contains('.') {
        step
    } else {
        step.max(10f64.powi(noughts as i32))
    }
}
