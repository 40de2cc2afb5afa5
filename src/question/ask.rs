//! The arguments of questions, and how each is spelled.

use std::{fmt, ops::RangeInclusive};

use jiff::civil::Date;

use crate::fact::{Goods, IndicatorId, Of, Period, PlaceId, Year};

/// Bytes that a button or a link carries: the tag of a language, a blank and a spelling.
pub const BUTTON: usize = 64;

/// An indicator, whose count, with whom, and when.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Ask {
    pub indicator: IndicatorId,
    /// Of which goods; none for all.
    pub goods: Option<Goods>,
    /// What grew, or of what it is a share; none for all else.
    pub of: Option<Of>,
    /// None for the default of the sheets.
    pub reporter: Option<Reporter>,
    /// None for the default group.
    pub partner: Option<PlaceId>,
    pub when: When,
}

/// Several places side by side, in one count.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Comparison {
    pub indicator: IndicatorId,
    /// Of which goods; none for all.
    pub goods: Option<Goods>,
    /// What grew, or of what it is a share; none for all else.
    pub of: Option<Of>,
    /// Whose count; none for the default of the sheets.
    pub reporter: Option<Reporter>,
    /// In the order asked, each once.
    pub partners: Vec<PlaceId>,
    pub when: When,
}

impl Comparison {
    /// Places that can stand side by side.
    pub const PLACES: RangeInclusive<usize> = 2..=5;

    /// The comparison of what these ask for, each with its place; none where they differ in more than the place.
    pub(super) fn of(asks: &[(PlaceId, Ask)]) -> Option<Self> {
        let (_, first) = asks.first()?;
        let alike = |(_, ask): &(PlaceId, Ask)| Ask { partner: first.partner.clone(), ..ask.clone() } == *first;
        let sound = Self::PLACES.contains(&asks.len()) && asks.iter().all(alike);
        sound.then(|| Self {
            indicator: first.indicator.clone(),
            goods: first.goods.clone(),
            of: first.of.clone(),
            reporter: first.reporter.clone(),
            partners: asks.iter().map(|(place, _)| place.clone()).collect(),
            when: first.when,
        })
    }

    /// The question for each place by itself.
    pub fn asks(&self) -> impl Iterator<Item = Ask> {
        self.partners.iter().map(|partner| Ask {
            indicator: self.indicator.clone(),
            goods: self.goods.clone(),
            of: self.of.clone(),
            reporter: self.reporter.clone(),
            partner: Some(partner.clone()),
            when: self.when,
        })
    }
}

/// Whose count is asked for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Reporter {
    Place(PlaceId),
    /// A third party's: spelled `none`.
    ThirdParty,
}

/// The time asked about.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum When {
    /// The newest we hold; left out in the spelling.
    Latest,
    In(Period),
    /// First and last year, in order.
    Years(Year, Year),
}

/// What to search for: lower case, single blanks, 1 to 48 bytes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct SearchWords(Box<str>);

impl SearchWords {
    pub const LONGEST: usize = 48;

    /// Words in lower case with single blanks; none where nothing is left or it is longer than 48 bytes.
    pub fn new(text: &str) -> Option<Self> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        let words = words.join(" ");
        (1..=Self::LONGEST).contains(&words.len()).then(|| Self(words.into()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl When {
    /// Its last day; none for the newest and for several years.
    pub(super) fn last_day(self) -> Option<Date> {
        if let Self::In(period) = self { period.last_day() } else { None }
    }

    fn fmt_behind(self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self == Self::Latest { Ok(()) } else { write!(f, " {self}") }
    }
}

/// `growth exports gas m3`.
fn measured(
    f: &mut fmt::Formatter<'_>,
    indicator: &IndicatorId,
    of: Option<&Of>,
    goods: Option<&Goods>,
) -> fmt::Result {
    write!(f, "{indicator}")?;
    if let Some(Of::Indicator(grown)) = of {
        write!(f, " {grown}")?;
    }
    goods.map_or(Ok(()), |goods| write!(f, " {goods}"))
}

/// `growth exports none:KGZ 2025`, `share KGZ/world 2025`, `trade`.
impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        measured(f, &self.indicator, self.of.as_ref(), self.goods.as_ref())?;
        let whole = match &self.of {
            Some(Of::Place(whole)) => Some(whole),
            _ => None,
        };
        if self.reporter.is_some() || self.partner.is_some() || whole.is_some() {
            f.write_str(" ")?;
        }
        match &self.reporter {
            Some(Reporter::Place(place)) => write!(f, "{place}:")?,
            Some(Reporter::ThirdParty) => f.write_str("none:")?,
            None => {}
        }
        if let Some(partner) = &self.partner {
            write!(f, "{partner}")?;
        }
        if let Some(whole) = whole {
            write!(f, "/{whole}")?;
        }
        self.when.fmt_behind(f)
    }
}

/// `trade KAZ KGZ 2024`, `growth exports none:KAZ UZB`, `trade KAZ: RUS CHN 2023`, `share KAZ KGZ/world 2025`.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        measured(f, &self.indicator, self.of.as_ref(), self.goods.as_ref())?;
        let mut before = match &self.reporter {
            None => " ",
            Some(Reporter::ThirdParty) => " none:",
            Some(Reporter::Place(place)) => {
                write!(f, " {place}:")?;
                " "
            }
        };
        for partner in &self.partners {
            write!(f, "{before}{partner}")?;
            before = " ";
        }
        if let Some(Of::Place(whole)) = &self.of {
            write!(f, "/{whole}")?;
        }
        self.when.fmt_behind(f)
    }
}

/// Empty for the newest.
impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latest => Ok(()),
            Self::In(period) => period.fmt(f),
            Self::Years(first, last) => write!(f, "{first}-{last}"),
        }
    }
}
