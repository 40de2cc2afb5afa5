//! When a body publishes what it measures.

use jiff::{ToSpan as _, civil::Date};

use super::{AuthorityId, IndicatorId, Period, SourceId};

/// The day of a month on which a body is expected to publish what it measures, by when it did before.
#[derive(Clone, Debug)]
pub struct Release {
    pub authority: AuthorityId,
    pub indicators: Vec<IndicatorId>,
    /// The spans of time whose numbers come out so.
    pub lengths: Vec<Length>,
    /// How many months after the last one of the span; 1 is the next.
    pub after: u8,
    /// The day of that month: one that all such months have.
    pub day: u8,
    /// The day is not the same each time.
    pub is_about: bool,
    /// The documents whose dates tell so.
    pub seen: Vec<SourceId>,
}

/// When something is expected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    pub authority: AuthorityId,
    pub period: Period,
    pub day: Date,
    /// The day may be some days off.
    pub is_about: bool,
}

/// How long a span of time is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    Month,
    /// The months of a year so far: January to October, also its first quarter and its first half.
    Months,
    Quarter,
    Half,
    Year,
}

impl Length {
    pub const ALL: &[Self] = &[Self::Month, Self::Months, Self::Quarter, Self::Half, Self::Year];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Months => "months",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }

    /// True if a span is one of these.
    pub fn fits(self, period: Period) -> bool {
        match (self, period) {
            (_, Period::AsOf(_)) => false,
            (Self::Month, Period::Month(..))
            | (Self::Quarter, Period::Quarter(..))
            | (Self::Half, Period::Half(..))
            | (Self::Year, Period::Year(_)) => true,
            (Self::Months, span) => {
                let is_since_january = span.span().is_some_and(|(_, first, _)| first == 1);
                is_since_january && (2..12).contains(&span.length())
            }
            _ => false,
        }
    }

    /// The months with which such a span may end.
    pub fn last_months(self) -> impl Iterator<Item = u8> {
        let step = match self {
            Self::Month | Self::Months => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        };
        (step..=12).step_by(usize::from(step))
    }
}

impl Release {
    /// When the number of a span is expected; none where it does not come out so.
    pub fn due(&self, period: Period) -> Option<Date> {
        if !self.lengths.iter().any(|length| length.fits(period)) {
            return None;
        }
        let month = period.last_day()?.first_of_month().checked_add(i32::from(self.after).months()).ok()?;
        Date::new(month.year(), month.month(), i8::try_from(self.day).ok()?).ok()
    }
}
