//! Exact decimals that carry their unit and remember their digits.

use std::{cmp::Ordering, fmt, str::FromStr};

use rust_decimal::Decimal;

use super::Qualifier;

/// A number with the digits of its source, in the unit of its source.
///
/// `106.30` keeps its zero. Two amounts are equal when they print alike; [`Amount::span`] says what the
/// digits leave open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amount {
    pub number: Decimal,
    pub unit: Unit,
}

/// A unit and the power of ten it is counted in: `billion USD` is USD by 9.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Unit {
    pub base: Base,
    /// 0, 3, 6, 9 or 12.
    pub exponent: u8,
}

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Base {
    Money(Currency),
    Percent,
    Times,
    Count,
    Years,
    Months,
    CubicMetres,
    Tonnes,
    Kilometres,
    /// Containers, counted in twenty-foot equivalents.
    Teu,
}

/// An ISO 4217 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    pub const USD: Self = Self(*b"USD");
    pub const CNY: Self = Self(*b"CNY");

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???")
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The least and the greatest value, in the base unit, that would be printed so.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    pub low: Decimal,
    pub high: Decimal,
}

/// Ten to this power, exactly; none outside -28 to 28.
pub(super) fn power_of_ten(exponent: i32) -> Option<Decimal> {
    let steps = exponent.unsigned_abs();
    if exponent < 0 {
        (steps <= 28).then(|| Decimal::new(1, steps))
    } else {
        Decimal::try_from_i128_with_scale(10i128.checked_pow(steps)?, 0).ok()
    }
}

/// Why a text is no amount.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadAmount {
    #[error("`{0}` is not a number: write digits with a point, such as 106.3")]
    NotANumber(String),
    #[error("`{0}` begins with a zero that says nothing")]
    LeadingZero(String),
    #[error("`{0}` has more than 28 digits, which cannot be kept exactly")]
    TooLong(String),
}

impl Amount {
    /// Reads digits with an optional sign and point, and keeps every one of them.
    ///
    /// # Errors
    ///
    /// [`BadAmount::NotANumber`] for anything else, a comma or an exponent included;
    /// [`BadAmount::LeadingZero`] for `027`, which some read by eights; [`BadAmount::TooLong`] beyond 28 digits.
    pub fn parse(text: &str, unit: Unit) -> Result<Self, BadAmount> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(fraction) {
            return Err(BadAmount::NotANumber(text.to_owned()));
        }
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(BadAmount::LeadingZero(text.to_owned()));
        }
        if digits.bytes().filter(u8::is_ascii_digit).count() > 28 {
            return Err(BadAmount::TooLong(text.to_owned()));
        }
        let number = Decimal::from_str_exact(text).map_err(|_| BadAmount::NotANumber(text.to_owned()))?;
        Ok(Self { number, unit })
    }

    /// The same number counted in another power of ten, as exactly as it is: 840 million is 0.840 billion. None where
    /// digits would have to be added.
    pub fn counted_in(&self, exponent: u8) -> Option<Decimal> {
        let more = u32::from(exponent.checked_sub(self.unit.exponent)?);
        let scale = self.number.scale().checked_add(more).filter(|scale| *scale <= Decimal::MAX_SCALE)?;
        let mut number = self.number;
        number.set_scale(scale).ok()?;
        Some(number)
    }

    /// How a number stands to what is said of this one: greater or less than the words allow, or equal where they fit.
    ///
    /// `nearly 2` is what lies a tenth below 2 at most and does not reach it, `more than 2` what passes it, but for a
    /// hundredth that rounding may have taken. All else is as in [`Amount::span_as`].
    pub fn against(&self, qualifier: Qualifier, value: Span) -> Ordering {
        let Some(bounds) = self.said(qualifier) else { return Ordering::Equal };
        match bounds {
            (_, Some(high)) if value.low > high => Ordering::Greater,
            (Some(low), _) if value.high < low => Ordering::Less,
            _ => Ordering::Equal,
        }
    }

    /// The least and the greatest value, in the base unit, that the words before the number allow.
    fn said(&self, qualifier: Qualifier) -> Option<(Option<Decimal>, Option<Decimal>)> {
        let span = self.span_as(qualifier)?;
        let value = self.value()?;
        let hundredth = value.abs().checked_mul(Decimal::new(1, 2))?;
        let tenth = value.abs().checked_mul(Decimal::new(1, 1))?;
        Some(match qualifier {
            Qualifier::Exact | Qualifier::About => (Some(span.low), Some(span.high)),
            Qualifier::Nearly if value.is_sign_negative() => {
                (Some(value.checked_sub(hundredth)?), Some(span.high.min(value.checked_add(tenth)?)))
            }
            Qualifier::Nearly => (Some(span.low.max(value.checked_sub(tenth)?)), Some(value.checked_add(hundredth)?)),
            Qualifier::MoreThan | Qualifier::AtLeast => (Some(value.checked_sub(hundredth)?), None),
            Qualifier::LessThan | Qualifier::AtMost => (None, Some(value.checked_add(hundredth)?)),
        })
    }

    /// The value in the base unit, as decimal digits: `27.2` billion USD is `27200000000`.
    pub fn base_digits(&self) -> String {
        let shift = usize::from(self.unit.exponent);
        let mantissa = self.number.mantissa().unsigned_abs().to_string();
        let scale = self.number.scale() as usize;
        let mut digits = if scale <= shift {
            mantissa + &"0".repeat(shift - scale)
        } else {
            let places = scale - shift;
            let padded = format!("{mantissa:0>width$}", width = places + 1);
            let (whole, fraction) = padded.split_at(padded.len() - places);
            format!("{whole}.{fraction}")
        };
        if !digits.contains('.') {
            let kept = digits.trim_start_matches('0').len().max(1);
            digits.drain(..digits.len() - kept);
        }
        if self.number.is_sign_negative() && !self.number.is_zero() { format!("-{digits}") } else { digits }
    }

    /// Every value, in the base unit, that would be printed with these digits: half a step of the last one
    /// to either side. None where that is beyond 28 digits.
    pub fn span(&self) -> Option<Span> {
        let scale = power_of_ten(i32::from(self.unit.exponent))?;
        let half = power_of_ten(i32::from(self.unit.exponent) - self.number.scale().cast_signed())?
            .checked_mul(Decimal::new(5, 1))?;
        let value = self.number.checked_mul(scale)?;
        Some(Span { low: value.checked_sub(half)?, high: value.checked_add(half)? })
    }

    /// The value as printed, in the base unit. None where that is beyond 28 digits.
    pub fn value(&self) -> Option<Decimal> {
        self.number.checked_mul(power_of_ten(i32::from(self.unit.exponent))?)
    }

    /// Every value, in the base unit, that the digits and the word before them may mean. None where that is
    /// beyond 28 digits.
    ///
    /// - exact: what the digits leave open, as in [`Amount::span`];
    /// - `about`: one step of the last digit that is not 0 to either side, at most a tenth of the value: about 25
    ///   is 24 to 26, about 40 is 36 to 44, about 100 is 90 to 110. A 0 behind the point was printed for a reason:
    ///   about 25.0 is 24.9 to 25.1. It is never narrower than the digits alone;
    /// - `nearly`: the same towards zero, and away from it no further than the digits alone: nearly 114 is 113 to
    ///   114.5, for what is above 114 may have been rounded to it;
    /// - a threshold: the bound itself, as its digits leave it open. On which side of it the value lies is for the
    ///   caller to say.
    pub fn span_as(&self, qualifier: Qualifier) -> Option<Span> {
        let span = self.span()?;
        let loose = || {
            let middle = span.low.checked_add(span.high)?.checked_div(Decimal::TWO)?;
            let half = span.high.checked_sub(middle)?;
            let mut step = half.checked_mul(Decimal::TWO)?;
            let mut mantissa = self.number.mantissa();
            while self.number.scale() == 0 && mantissa != 0 && mantissa % 10 == 0 {
                mantissa /= 10;
                step = step.checked_mul(Decimal::TEN)?;
            }
            let reach = step.min(middle.abs().checked_div(Decimal::TEN)?).max(half);
            Some(Span { low: middle.checked_sub(reach)?, high: middle.checked_add(reach)? })
        };
        Some(match qualifier {
            Qualifier::About => loose()?,
            Qualifier::Nearly if self.number.is_sign_negative() => Span { high: loose()?.high, ..span },
            Qualifier::Nearly => Span { low: loose()?.low, ..span },
            Qualifier::Exact | Qualifier::MoreThan | Qualifier::LessThan | Qualifier::AtLeast | Qualifier::AtMost => {
                span
            }
        })
    }

    /// How many digits tell something: 4 for `106.3`, 3 for `100`.
    pub fn significant_digits(&self) -> usize {
        self.number.mantissa().unsigned_abs().checked_ilog10().map_or(0, |power| power as usize + 1)
    }
}

impl Span {
    /// True if one value could have been printed as both.
    pub fn meets(self, other: Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }
}

impl FromStr for Unit {
    type Err = ();

    /// `billion USD`, `USD`, `percent`, `times`, `thousand count`, `count`, `years`, `months`, `billion m3`,
    /// `million t`, `km`, `TEU`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (scale, base) = text.split_once(' ').unwrap_or(("", text));
        let exponent = match scale {
            "" => 0,
            "thousand" => 3,
            "million" => 6,
            "billion" => 9,
            "trillion" => 12,
            _ => return Err(()),
        };
        Ok(Self { base: base.parse()?, exponent })
    }
}

impl FromStr for Base {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Ok(match text {
            "percent" => Self::Percent,
            "times" => Self::Times,
            "count" => Self::Count,
            "years" => Self::Years,
            "months" => Self::Months,
            "m3" => Self::CubicMetres,
            "t" => Self::Tonnes,
            "km" => Self::Kilometres,
            "TEU" => Self::Teu,
            _ => match text.as_bytes() {
                &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Self::Money(Currency([a, b, c])),
                _ => return Err(()),
            },
        })
    }
}

impl Base {
    /// True if it is stated in thousands, millions and more.
    pub fn is_scaled(self) -> bool {
        match self {
            Self::Money(_) | Self::Count | Self::CubicMetres | Self::Tonnes | Self::Kilometres | Self::Teu => true,
            Self::Percent | Self::Times | Self::Years | Self::Months => false,
        }
    }

    pub fn is_money(self) -> bool {
        matches!(self, Self::Money(_))
    }

    /// True if it is a quantity of things, of which there cannot be less than none.
    pub fn is_quantity(self) -> bool {
        match self {
            Self::Count | Self::CubicMetres | Self::Tonnes | Self::Kilometres | Self::Teu => true,
            Self::Money(_) | Self::Percent | Self::Times | Self::Years | Self::Months => false,
        }
    }
}

impl fmt::Display for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Money(currency) => currency.as_str(),
            Self::Percent => "percent",
            Self::Times => "times",
            Self::Count => "count",
            Self::Years => "years",
            Self::Months => "months",
            Self::CubicMetres => "m3",
            Self::Tonnes => "t",
            Self::Kilometres => "km",
            Self::Teu => "TEU",
        })
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.exponent {
            3 => f.write_str("thousand ")?,
            6 => f.write_str("million ")?,
            9 => f.write_str("billion ")?,
            12 => f.write_str("trillion ")?,
            _ => {}
        }
        write!(f, "{}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str, unit: &str) -> Amount {
        Amount::parse(text, unit.parse().unwrap()).unwrap()
    }

    #[test]
    fn the_value_in_the_base_unit_keeps_every_digit() {
        assert_eq!(amount("27.2", "billion USD").base_digits(), "27200000000");
        assert_eq!(amount("0.0045", "billion USD").base_digits(), "4500000");
        assert_eq!(amount("12345678901234567.891", "billion USD").base_digits(), "12345678901234567891000000");
        assert_eq!(amount("1.50", "percent").base_digits(), "1.50");
        assert_eq!(amount("-0.5", "percent").base_digits(), "-0.5");
        assert_eq!(amount("0", "billion USD").base_digits(), "0");
    }

    #[test]
    fn every_unit_survives_its_own_spelling() {
        for text in [
            "billion USD",
            "CNY",
            "percent",
            "times",
            "count",
            "years",
            "months",
            "billion m3",
            "million t",
            "km",
            "TEU",
        ] {
            assert_eq!(text.parse::<Unit>().map(|unit| unit.to_string()).as_deref(), Ok(text));
        }
        assert_eq!("TEU".parse(), Ok(Base::Teu), "no currency");
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        let unit = "USD".parse().unwrap();
        for text in ["", ".5", "5.", "1e9", "1,5", "1_000", "NaN", "0x10", "--1", "1.2.3", "１"] {
            assert!(matches!(Amount::parse(text, unit), Err(BadAmount::NotANumber(_))), "{text}");
        }
        for text in ["027", "-007", "00.5", "00"] {
            assert!(matches!(Amount::parse(text, unit), Err(BadAmount::LeadingZero(_))), "{text}");
        }
        for text in ["0", "0.5", "-0.50", "+10"] {
            assert!(Amount::parse(text, unit).is_ok(), "{text}");
        }
        assert!(matches!(Amount::parse(&"9".repeat(40), unit), Err(BadAmount::TooLong(_))));
    }

    #[test]
    fn a_word_before_a_number_leaves_open_what_it_says() {
        for (text, unit, qualifier, expected) in [
            ("106.3", "percent", Qualifier::Exact, "106.25 106.35"),
            ("25", "percent", Qualifier::About, "24 26"),
            ("40", "percent", Qualifier::About, "36 44"),
            ("100", "percent", Qualifier::About, "90 110"),
            ("25.0", "percent", Qualifier::About, "24.9 25.1"),
            ("25.6", "percent", Qualifier::About, "25.5 25.7"),
            ("1.5", "billion USD", Qualifier::About, "1400000000 1600000000"),
            ("2", "times", Qualifier::About, "1.5 2.5"),
            ("0", "percent", Qualifier::About, "-0.5 0.5"),
            ("114", "percent", Qualifier::Nearly, "113 114.5"),
            ("-114", "percent", Qualifier::Nearly, "-114.5 -113"),
            ("100", "percent", Qualifier::MoreThan, "99.5 100.5"),
        ] {
            let span = amount(text, unit).span_as(qualifier).unwrap();
            assert_eq!(format!("{} {}", span.low.normalize(), span.high.normalize()), expected, "{qualifier} {text}");
        }
    }

    #[test]
    fn a_number_is_held_against_the_words_that_are_said_of_it() {
        for (text, qualifier, value, expected) in [
            ("2", Qualifier::Nearly, "2.14", Ordering::Greater),
            ("2", Qualifier::Nearly, "1.95", Ordering::Equal),
            ("2", Qualifier::Nearly, "2.0", Ordering::Equal),
            ("2", Qualifier::Nearly, "1.5", Ordering::Less),
            ("2", Qualifier::MoreThan, "2.14", Ordering::Equal),
            ("2", Qualifier::MoreThan, "1.67", Ordering::Less),
            ("2", Qualifier::AtLeast, "1.99", Ordering::Equal),
            ("3", Qualifier::AtMost, "3.6", Ordering::Greater),
            ("2", Qualifier::About, "2.14", Ordering::Equal),
            ("2.1", Qualifier::Exact, "2.14", Ordering::Equal),
            ("2.1", Qualifier::Exact, "2.27", Ordering::Greater),
            ("-5", Qualifier::Nearly, "-5.6", Ordering::Less),
        ] {
            let value = amount(value, "times").span().unwrap();
            assert_eq!(amount(text, "times").against(qualifier, value), expected, "{qualifier} {text}: {value:?}");
        }
    }

    #[test]
    fn a_number_counted_in_a_larger_unit_keeps_its_digits() {
        assert_eq!(amount("840", "million USD").counted_in(9).unwrap().to_string(), "0.840");
        assert_eq!(amount("4.5", "million USD").counted_in(9).unwrap().to_string(), "0.0045");
        assert_eq!(amount("1.2", "billion USD").counted_in(6), None);
    }

    #[test]
    fn what_rounds_alike_meets() {
        assert!(amount("71.2", "billion USD").span().unwrap().meets(amount("71", "billion USD").span().unwrap()));
        assert!(!amount("71.2", "billion USD").span().unwrap().meets(amount("72", "billion USD").span().unwrap()));
    }
}
