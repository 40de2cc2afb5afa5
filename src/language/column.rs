//! Numbers under each other: in one power of ten, with one number of places behind the point.

use super::{
    Language,
    digits::{Digits, rounded},
};
use crate::fact::{Amount, Base, Qualifier};

/// What the numbers of a column share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Column {
    language: Language,
    pub base: Base,
    /// The power of ten in which its numbers are counted.
    pub power: u8,
    /// Places behind the point, at most.
    places: i64,
}

/// A number of a column is never left with fewer digits than these, where it has them.
const LEAST: Digits = Digits::COARSE;

impl Column {
    /// The column of some numbers that are all of one base: its largest number has the digits of [`Digits::FEW`].
    pub fn of(language: Language, base: Base, numbers: &[(Qualifier, Amount)]) -> Self {
        let highest = numbers.iter().filter_map(|(qualifier, amount)| magnitude(*qualifier, amount)).max().unwrap_or(0);
        let power = if base.is_scaled() { language.power(highest) } else { 0 };
        let places = (Digits::FEW.count() - 1 + i64::from(power) - highest).max(0);
        Self { language, base, power, places }
    }

    /// The same with as many places as two numbers need to look different.
    pub fn apart(self, one: (Qualifier, Amount), other: (Qualifier, Amount)) -> Self {
        let differ = |column: &Self| column.shown(one.0, &one.1).value() != column.shown(other.0, &other.1).value();
        if one.1.value() == other.1.value() {
            return self;
        }
        let wider = |places| Self { places, ..self };
        (self.places..self.places + 12).map(wider).find(differ).unwrap_or(self)
    }

    /// The unit that stands over the column: `US$ bn`; none for what needs none.
    pub fn head(self) -> Option<String> {
        self.language.unit(self.base, self.power)
    }

    /// A number with no more places than the column has, in its own unit.
    pub fn shown(self, qualifier: Qualifier, amount: &Amount) -> Amount {
        let places = self.places + i64::from(amount.unit.exponent) - i64::from(self.power);
        let number = rounded(qualifier, &amount.number, places).unwrap_or(amount.number);
        let least = LEAST.of(qualifier, amount).number;
        Amount { number: if least.scale() > number.scale() { least } else { number }, ..*amount }
    }

    /// The digits of a number as they stand in the column, with their sign.
    pub fn digits(self, qualifier: Qualifier, amount: &Amount) -> String {
        let shown = self.shown(qualifier, amount);
        self.language.in_column(&shown.number, shown.unit.exponent, self.power)
    }
}

/// How many digits of a number, as it is shown, stand after its first and before the point.
fn magnitude(qualifier: Qualifier, amount: &Amount) -> Option<i64> {
    let Amount { number, unit } = Digits::FEW.of(qualifier, amount);
    let digits = i64::from(number.mantissa().unsigned_abs().checked_ilog10()?);
    Some(digits - i64::from(number.scale()) + i64::from(unit.exponent))
}
