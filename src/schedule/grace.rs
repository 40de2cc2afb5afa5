//! The longest delay after which a post still goes out.

use std::fmt;

use jiff::SignedDuration;

use super::words::Word;
use crate::language::OrderWord;

/// From one minute to seven days; `30m`, `6h`, `2d`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Grace {
    minutes: i64,
}

impl Grace {
    pub const LEAST: Self = Self { minutes: 1 };
    pub const MOST: Self = Self { minutes: 7 * 24 * 60 };

    /// None outside the limits.
    pub fn from_minutes(minutes: i64) -> Option<Self> {
        let grace = Self { minutes };
        (Self::LEAST..=Self::MOST).contains(&grace).then_some(grace)
    }

    /// Reads `30m`, `6h`, `2d`, and the units' names in other languages; none for all else, and outside the limits.
    pub fn parse(text: &str) -> Option<Self> {
        let word = Word::new(text.trim()).read;
        let end = word.find(|character: char| !character.is_ascii_digit())?;
        let (number, unit) = word.split_at(end);
        let minutes = OrderWord::choose(&UNITS, unit.trim())?;
        Self::from_minutes(number.parse::<i64>().ok()?.checked_mul(minutes)?)
    }

    pub fn minutes(self) -> i64 {
        self.minutes
    }

    pub fn duration(self) -> SignedDuration {
        SignedDuration::from_mins(self.minutes)
    }
}

/// Units with their minutes.
const UNITS: [(OrderWord, i64); 3] = [(OrderWord::Minutes, 1), (OrderWord::Hours, 60), (OrderWord::Days, 24 * 60)];

impl Default for Grace {
    fn default() -> Self {
        Self { minutes: 6 * 60 }
    }
}

impl fmt::Display for Grace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.minutes {
            minutes if minutes % (24 * 60) == 0 => write!(f, "{}d", minutes / (24 * 60)),
            minutes if minutes % 60 == 0 => write!(f, "{}h", minutes / 60),
            minutes => write!(f, "{minutes}m"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grace_has_limits_and_one_spelling() {
        for (written, spelling) in
            [("30m", "30m"), ("90M", "90m"), ("120 min", "2h"), ("６ч", "6h"), ("7d", "7d"), ("48h", "2d")]
        {
            let grace = Grace::parse(written).unwrap();
            assert_eq!(grace.to_string(), spelling);
            assert_eq!(Grace::parse(spelling), Some(grace));
        }
        for written in ["", "0m", "8d", "10081m", "30", "m", "-5m", "1.5h", "1h30m", "99999999999999999999d", "1y"] {
            assert_eq!(Grace::parse(written), None, "{written}");
        }
        assert_eq!(Grace::default().to_string(), "6h");
    }
}
