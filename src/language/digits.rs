//! As many digits of a number as people are shown.
//!
//! Digits are only taken away, never added, and a bound is never moved past its own value.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::fact::{Amount, Base, Qualifier, Unit};

/// How many digits of a number are shown, counted from the first that is not 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Digits(u32);

impl Digits {
    /// As many as a reader takes in: of money, weights and percents. What is counted one by one stays whole.
    pub const FEW: Self = Self(4);
    /// So few that the size of a number is still told.
    pub(super) const COARSE: Self = Self(2);
    /// All that are printed.
    pub const ALL: Self = Self(29);

    pub(super) fn count(self) -> i64 {
        self.0.into()
    }

    /// The fewest with which two numbers of one unit look different; [`Self::FEW`] where they never do.
    pub fn apart(one: (Qualifier, &Amount), other: (Qualifier, &Amount)) -> Self {
        let alike = one.1.unit.base == other.1.unit.base && one.1.value() != other.1.value();
        let differ = |digits: &Self| {
            let shown = |(qualifier, amount): (Qualifier, &Amount)| digits.of(qualifier, amount).value();
            shown(one) != shown(other)
        };
        (Self::FEW.0..Self::ALL.0).map(Self).filter(|_| alike).find(differ).unwrap_or(Self::FEW)
    }

    /// The amount with no more digits than these, in its own unit.
    pub fn of(self, qualifier: Qualifier, amount: &Amount) -> Amount {
        if !is_rounded(amount.unit.base) {
            return *amount;
        }
        let mut number = amount.number;
        // Rounding 9.9996 to three places gives a digit more, so it is looked at again.
        while length(&number) > self.0 {
            let all = number.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power + 1);
            let places = i64::from(number.scale()) - i64::from(all - self.0);
            let Some(fewer) = rounded(qualifier, &number, places) else { break };
            number = fewer;
        }
        Amount { number, ..*amount }
    }
}

/// True if digits of it may be left out.
fn is_rounded(base: Base) -> bool {
    match base {
        Base::Money(_) | Base::Percent | Base::Times | Base::CubicMetres | Base::Tonnes => true,
        Base::Count | Base::Years | Base::Months | Base::Kilometres | Base::Teu => false,
    }
}

/// How many digits a number has from the first that is not 0; noughts at the end of a whole number do not count.
fn length(number: &Decimal) -> u32 {
    let digits = if number.scale() == 0 { trimmed(number) } else { number.mantissa().unsigned_abs() };
    digits.checked_ilog10().map_or(0, |power| power + 1)
}

/// The digits of a whole number without the noughts at its end.
fn trimmed(number: &Decimal) -> u128 {
    let mut digits = number.mantissa().unsigned_abs();
    while digits != 0 && digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits
}

/// A number with so many places behind the point; before it where they are less than none. A bound goes to its true
/// side. None beyond 28 digits.
pub(super) fn rounded(qualifier: Qualifier, number: &Decimal, places: i64) -> Option<Decimal> {
    let way = match qualifier {
        Qualifier::MoreThan | Qualifier::AtLeast => RoundingStrategy::ToNegativeInfinity,
        Qualifier::LessThan | Qualifier::AtMost => RoundingStrategy::ToPositiveInfinity,
        Qualifier::Exact | Qualifier::About | Qualifier::Nearly => RoundingStrategy::MidpointAwayFromZero,
    };
    match u32::try_from(places) {
        Ok(places) if places >= number.scale() => Some(*number),
        Ok(places) => Some(number.round_dp_with_strategy(places, way)),
        Err(_) => {
            let power = u32::try_from(places.unsigned_abs()).ok()?;
            let step = Decimal::try_from_i128_with_scale(10i128.checked_pow(power)?, 0).ok()?;
            number.checked_div(step)?.round_dp_with_strategy(0, way).checked_mul(step)
        }
    }
}

/// How many times over something is that grew tenfold or more; none of a lesser growth.
pub(crate) fn fold(growth: &Amount) -> Option<Amount> {
    const TENFOLD: Decimal = Decimal::from_parts(900, 0, 0, false, 0);
    let number = growth.number.checked_mul(Decimal::new(1, 2))?.checked_add(Decimal::ONE)?.normalize();
    let is_fold = growth.unit.base == Base::Percent && growth.number >= TENFOLD;
    is_fold.then_some(Amount { number, unit: Unit { base: Base::Times, exponent: 0 } })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOUNDS: [Qualifier; 4] = [Qualifier::MoreThan, Qualifier::AtLeast, Qualifier::LessThan, Qualifier::AtMost];

    fn amount(number: &str, unit: &str) -> Amount {
        Amount::parse(number, unit.parse().unwrap()).unwrap()
    }

    fn shown(qualifier: Qualifier, number: &str, unit: &str) -> String {
        Digits::FEW.of(qualifier, &amount(number, unit)).number.to_string()
    }

    #[test]
    fn four_digits_are_shown_and_a_bound_is_rounded_to_its_true_side() {
        for (number, exact, lower, upper) in [
            ("43890.994664", "43890", "43890", "43900"),
            ("43.876", "43.88", "43.87", "43.88"),
            ("9.9996", "10.00", "9.999", "10.00"),
            ("999996", "1000000", "999900", "1000000"),
            ("-43.876", "-43.88", "-43.88", "-43.87"),
            ("0.0188", "0.0188", "0.0188", "0.0188"),
            ("0.00123456", "0.001235", "0.001234", "0.001235"),
            ("41", "41", "41", "41"),
            ("106.30", "106.3", "106.3", "106.3"),
        ] {
            assert_eq!(shown(Qualifier::Exact, number, "million USD"), exact, "{number}");
            assert_eq!(shown(Qualifier::MoreThan, number, "million USD"), lower, "more than {number}");
            assert_eq!(shown(Qualifier::AtMost, number, "million USD"), upper, "at most {number}");
        }
    }

    #[test]
    fn what_is_counted_one_by_one_stays_whole() {
        for unit in ["count", "TEU", "km", "thousand count"] {
            assert_eq!(shown(Qualifier::Exact, "184789", unit), "184789", "{unit}");
        }
    }

    #[test]
    fn a_growth_of_ten_times_is_told_in_times() {
        for (percent, times) in [("3400", "35"), ("900", "10"), ("1234.5", "13.345"), ("899.9", ""), ("-100", "")] {
            let fold = fold(&amount(percent, "percent")).map(|fold| fold.number.to_string()).unwrap_or_default();
            assert_eq!(fold, times, "{percent}");
        }
        assert_eq!(fold(&amount("3400", "million USD")), None);
    }

    fn numbers() -> impl Strategy<Value = Decimal> {
        (any::<i64>(), 0u32..12).prop_map(|(digits, places)| Decimal::new(digits, places))
    }

    proptest! {
        #[test]
        fn never_more_than_four_digits_and_at_most_half_a_step_away(number in numbers()) {
            let amount = Amount { number, unit: "USD".parse().unwrap() };
            let shown = Digits::FEW.of(Qualifier::Exact, &amount).number;
            prop_assert!(length(&shown) <= 4, "{number} is shown as {shown}");
            let off = (shown - number).abs();
            prop_assert!(off * Decimal::from(2000) <= number.abs() || off.is_zero(), "{number} is shown as {shown}");
            prop_assert_eq!(Digits::ALL.of(Qualifier::Exact, &amount).number, number);
        }

        #[test]
        fn a_bound_stays_true(number in numbers(), bound in prop::sample::select(BOUNDS.to_vec())) {
            let amount = Amount { number, unit: "USD".parse().unwrap() };
            let shown = Digits::FEW.of(bound, &amount).number;
            match bound {
                Qualifier::MoreThan | Qualifier::AtLeast => prop_assert!(shown <= number, "{number} is no {shown}"),
                _ => prop_assert!(shown >= number, "{number} is no {shown}"),
            }
        }

        #[test]
        fn numbers_that_differ_look_different(one in numbers(), step in 1i64..100_000) {
            let unit = "USD".parse().unwrap();
            let one = Amount { number: one, unit };
            let other = Amount { number: one.number + Decimal::new(step, 6), unit };
            let digits = Digits::apart((Qualifier::Exact, &one), (Qualifier::Exact, &other));
            let [one, other] = [one, other].map(|amount| digits.of(Qualifier::Exact, &amount).number);
            prop_assert_ne!(one, other, "with {:?}", digits);
        }
    }
}
