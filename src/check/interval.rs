//! What a printed number leaves open, carried through sums and ratios.

use rust_decimal::Decimal;

use super::counted::Placed;
use crate::fact::{Amount, Figure, Qualifier};

/// The values that a figure may stand for, in its base unit; none where there is no bound.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Interval {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Interval {
    /// What digits and qualifier leave open, as [`Amount::span_as`] says; for a threshold all that lies beyond it.
    pub(super) fn of(figure: &Figure) -> Option<Self> {
        Self::around(figure.amount, figure.qualifier)
    }

    fn around(amount: Amount, qualifier: Qualifier) -> Option<Self> {
        let span = amount.span_as(qualifier)?;
        Some(match qualifier {
            Qualifier::Exact | Qualifier::About | Qualifier::Nearly => {
                Self { low: Some(span.low), high: Some(span.high) }
            }
            Qualifier::MoreThan | Qualifier::AtLeast => Self { low: Some(span.low), high: None },
            Qualifier::LessThan | Qualifier::AtMost => Self { low: None, high: Some(span.high) },
        })
    }

    /// All that several numbers for one thing leave open; none where there are none.
    pub(super) fn of_all(said: &[Placed<'_>]) -> Option<Self> {
        said.iter().map(|(_, one)| Self::of(&one.figure)).reduce(|one, other| Some(one?.hull(other?))).flatten()
    }

    /// What the digits alone leave open.
    pub(super) fn of_digits(amount: Amount) -> Option<Self> {
        Self::around(amount, Qualifier::Exact)
    }

    /// The value half way; none where it is open on a side.
    pub(super) fn middle(self) -> Option<Decimal> {
        self.low?.checked_add(self.high?)?.checked_div(Decimal::TWO)
    }

    /// All that one or the other leaves open.
    pub(super) fn hull(self, other: Self) -> Self {
        let bound = |one: Option<Decimal>, other: Option<Decimal>, choose: fn(Decimal, Decimal) -> Decimal| {
            one.zip(other).map(|(one, other)| choose(one, other))
        };
        Self { low: bound(self.low, other.low, Decimal::min), high: bound(self.high, other.high, Decimal::max) }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        let add = |one: Option<Decimal>, other: Option<Decimal>| one?.checked_add(other?);
        Self { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    pub(super) fn minus(self, other: Self) -> Self {
        let negative = |bound: Option<Decimal>| bound.map(|value| -value);
        self.plus(Self { low: negative(other.high), high: negative(other.low) })
    }

    /// How many times another; none unless both lie above zero.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        let is_above = |interval: Self| interval.low.is_some_and(|low| low > Decimal::ZERO);
        if !is_above(self) || !is_above(other) {
            return None;
        }
        let ratio = |one: Option<Decimal>, other: Option<Decimal>| one?.checked_div(other?);
        Some(Self { low: ratio(self.low, other.high), high: ratio(self.high, other.low) })
    }

    /// A ratio as a change in percent.
    pub(super) fn as_change(self) -> Self {
        let change = |ratio: Option<Decimal>| ratio?.checked_sub(Decimal::ONE)?.checked_mul(Decimal::ONE_HUNDRED);
        Self { low: change(self.low), high: change(self.high) }
    }

    /// A ratio in percent.
    pub(super) fn as_percent(self) -> Self {
        let percent = |ratio: Option<Decimal>| ratio?.checked_mul(Decimal::ONE_HUNDRED);
        Self { low: percent(self.low), high: percent(self.high) }
    }

    /// True if every value lies above every one of another.
    pub(super) fn exceeds(self, other: Self) -> bool {
        self.low.zip(other.high).is_some_and(|(low, high)| low > high)
    }

    /// True if every value lies above this one.
    pub(super) fn is_above(self, value: Decimal) -> bool {
        self.low.is_some_and(|low| low > value)
    }

    /// True if every value lies below this one.
    pub(super) fn is_below(self, value: Decimal) -> bool {
        self.high.is_some_and(|high| high < value)
    }

    /// True if one value could be meant by both.
    pub(super) fn meets(self, other: Self) -> bool {
        let lies_below =
            |one: Option<Decimal>, other: Option<Decimal>| one.zip(other).is_none_or(|(one, other)| one <= other);
        lies_below(self.low, other.high) && lies_below(other.low, self.high)
    }
}

/// True if one value could be meant by both figures.
pub(super) fn agree(one: &Figure, other: &Figure) -> bool {
    Interval::of(one).zip(Interval::of(other)).is_none_or(|(one, other)| one.meets(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interval(text: &str, qualifier: Qualifier) -> Interval {
        Interval::around(Amount::parse(text, "percent".parse().unwrap()).unwrap(), qualifier).unwrap()
    }

    fn bounds(interval: Interval) -> [Option<String>; 2] {
        [interval.low, interval.high].map(|bound| bound.map(|value| value.normalize().to_string()))
    }

    #[test]
    fn a_threshold_is_open_on_its_side() {
        let [low, high] = [|text: &str| Some(text.to_owned()); 2];
        for (text, qualifier, expected) in [
            ("25", Qualifier::About, [low("24"), high("26")]),
            ("100", Qualifier::MoreThan, [low("99.5"), None]),
            ("100", Qualifier::AtMost, [None, high("100.5")]),
        ] {
            assert_eq!(bounds(interval(text, qualifier)), expected, "{qualifier} {text}");
        }
    }

    #[test]
    fn what_is_open_stays_open_through_sums_and_ratios() {
        let exact = |text| interval(text, Qualifier::Exact);
        assert!(exact("71.2").plus(exact("35.1")).meets(exact("106.3")));
        assert!(!exact("71.2").plus(exact("35.7")).meets(exact("106.3")));
        assert!(exact("71.2").minus(exact("35.1")).meets(exact("36")));
        assert!(exact("71.2").plus(interval("30", Qualifier::MoreThan)).meets(exact("150")));
        assert!(exact("106.3").over(exact("94.8")).unwrap().as_change().meets(exact("12")));
        assert!(!exact("106.3").over(exact("94.8")).unwrap().as_change().meets(exact("13")));
        assert_eq!(exact("5").over(exact("0")), None);
    }
}
