//! A ranking cut short: its head, its tail, one place of it, or what lies beyond an amount.
//!
//! It does not know how many there are to rank, nor in which unit.

use std::{fmt, str::FromStr};

use rust_decimal::Decimal;

/// The part of a ranking that is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cut {
    /// The largest, this many: `top3`.
    Top(u8),
    /// The smallest, this many: `last2`.
    Last(u8),
    /// The one at this place, from 1: `nth2`.
    Place(u8),
    /// The same, counted from the smallest: `end3`.
    FromEnd(u8),
    /// All beyond an amount: `over10bn`.
    Beyond(Beyond, Round),
}

/// The side of an amount, and whether the amount itself lies on it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Beyond {
    More,
    AtLeast,
    Less,
    AtMost,
}

/// A whole number of units, thousands, millions, billions or trillions, in the largest scale in which it is whole.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Round {
    number: u32,
    /// 0, 3, 6, 9 or 12.
    pub exponent: u8,
}

const SCALES: [(u8, &str); 5] = [(12, "tn"), (9, "bn"), (6, "m"), (3, "k"), (0, "")];
const SIDES: [(Beyond, &str); 4] =
    [(Beyond::More, "over"), (Beyond::AtLeast, "from"), (Beyond::Less, "under"), (Beyond::AtMost, "upto")];

impl Round {
    /// An amount in units; none for what is below nought, not whole, or has more than nine digits before its noughts.
    pub fn of(amount: Decimal) -> Option<Self> {
        let amount = amount.normalize();
        let whole = |(exponent, _): &(u8, &str)| {
            let scaled = amount.checked_div(Decimal::from(10_u64.pow(u32::from(*exponent))))?;
            let number = u32::try_from(scaled).ok().filter(|_| scaled.fract().is_zero())?;
            (number > 0 || *exponent == 0).then_some(Self { number, exponent: *exponent })
        };
        SCALES.iter().find_map(whole).filter(|_| !amount.is_sign_negative())
    }

    /// The number that stands before the power of ten.
    pub fn number(self) -> Decimal {
        self.number.into()
    }

    /// The amount in units.
    pub fn value(self) -> Decimal {
        self.number() * Decimal::from(10_u64.pow(u32::from(self.exponent)))
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top(count) => write!(f, "top{count}"),
            Self::Last(count) => write!(f, "last{count}"),
            Self::Place(place) => write!(f, "nth{place}"),
            Self::FromEnd(place) => write!(f, "end{place}"),
            Self::Beyond(side, Round { number, exponent }) => {
                let word = SIDES.iter().find(|(known, _)| known == side).map_or("", |(_, word)| word);
                let scale = SCALES.iter().find(|(known, _)| known == exponent).map_or("", |(_, scale)| scale);
                write!(f, "{word}{number}{scale}")
            }
        }
    }
}

/// The text spells no part of a ranking.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoCut;

impl FromStr for Cut {
    type Err = NoCut;

    fn from_str(text: &str) -> Result<Self, NoCut> {
        let text = text.to_ascii_lowercase();
        let digits = text.find(|letter: char| letter.is_ascii_digit()).ok_or(NoCut)?;
        let (word, rest) = text.split_at(digits);
        let number = rest.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        let scale = &rest[number.len()..];
        if number.starts_with('0') && number != "0" {
            return Err(NoCut);
        }
        if let Some((side, _)) = SIDES.iter().find(|(_, known)| *known == word) {
            let (exponent, _) = SCALES.iter().find(|(_, known)| *known == scale).ok_or(NoCut)?;
            let number: u32 = number.parse().map_err(|_| NoCut)?;
            let round = Round { number, exponent: *exponent };
            // Of each amount there is one spelling.
            return Some(Self::Beyond(*side, round)).filter(|_| Round::of(round.value()) == Some(round)).ok_or(NoCut);
        }
        let count = number.parse().ok().filter(|count| (1..=99).contains(count) && scale.is_empty()).ok_or(NoCut)?;
        match word {
            "top" => Ok(Self::Top(count)),
            "last" => Ok(Self::Last(count)),
            "nth" => Ok(Self::Place(count)),
            "end" => Ok(Self::FromEnd(count)),
            _ => Err(NoCut),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_one_spelling_in_the_largest_scale_it_is_whole_in() {
        let spelled = |amount: &str| Round::of(amount.parse().unwrap()).map(|round| Cut::Beyond(Beyond::More, round));
        for (amount, spelling) in
            [("10000000000", "over10bn"), ("2500000000", "over2500m"), ("20", "over20"), ("0", "over0")]
        {
            assert_eq!(spelled(amount).unwrap().to_string(), spelling);
            assert_eq!(spelling.parse(), Ok(spelled(amount).unwrap()));
        }
        for amount in ["-1", "2.5", "12345678901"] {
            assert_eq!(spelled(amount), None, "{amount}");
        }
        for spelling in ["over1000m", "over05", "top0", "top", "nth2bn", "above5", "over5x"] {
            assert_eq!(spelling.parse::<Cut>(), Err(NoCut), "{spelling}");
        }
    }
}
