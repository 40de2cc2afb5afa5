//! One stated number, and one stated fact that is no number.

use std::{ops::Deref, sync::Arc};

use super::{
    Amount, AsOf, AuthorityId, Goods, IndicatorId, Period, PlaceId, ProductId, Qualifier, Source, SourceId, Words,
    closed::closed_list,
};

/// What numbers of one kind have in common: they may be put in one line of time.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Series {
    pub indicator: IndicatorId,
    /// Of which goods; none for all goods, and for what is not traded.
    pub goods: Option<Goods>,
    /// What grew, or of what it is a share; none for all else.
    pub of: Option<Of>,
    /// Whose count; none for a third party's.
    pub reporter: Option<PlaceId>,
    pub partner: PlaceId,
}

/// What a growth or a share is of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Of {
    /// The indicator that grew.
    Indicator(IndicatorId),
    /// The whole whose part `partner` is; `world` for the reporter's trade with all.
    Place(PlaceId),
}

impl Of {
    pub fn as_str(&self) -> &str {
        match self {
            Self::Indicator(id) => id.as_str(),
            Self::Place(id) => id.as_str(),
        }
    }
}

/// One number as one source states it.
///
/// What a whole line of a table has in common stands in its [`Entry`], kept once: a figure is 40 bytes, and
/// millions of them fit into memory. So it is copied where it is shown. It has no number by which to tell it from
/// others, which would cost 8 bytes each: two are the same if they stand in one line, for one period, in one amount.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    pub period: Period,
    pub amount: Amount,
    pub entry: Arc<Entry>,
}

/// What the numbers that stand together in a source have in common; a [`Figure`] reads as if it were its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub series: Arc<Series>,
    /// The base of a growth where that is not the same span a year earlier.
    pub since: Option<Period>,
    pub qualifier: Qualifier,
    pub status: Option<Status>,
    pub authority: AuthorityId,
    pub source: Arc<Source>,
    /// Where in the source: `paragraph 3`, `table 1`, `title`.
    pub at: Arc<str>,
    /// When the source took it back: a day, a month, or not known. Such a figure is on record and never leads.
    pub withdrawn: Option<AsOf>,
    /// Why it is not to be relied on, where the keepers of the sheets know a reason.
    pub doubt: Option<Box<Doubt>>,
    /// What does not fit about it, as its sheet acknowledges.
    pub conflicts: Vec<Conflict>,
    pub note: Option<Words>,
}

/// Why a number is not to be relied on, in the words of its sheet by language. It stays on record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// It is known to be wrong, and never leads.
    Wrong { by: By, reason: Words },
    /// It may be wrong, and leads only where there is nothing else.
    Doubtful { reason: Words },
}

/// Whose numbers show that another is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum By {
    Authority(AuthorityId),
    Source(SourceId),
}

impl Deref for Figure {
    type Target = Entry;

    fn deref(&self) -> &Entry {
        &self.entry
    }
}

impl Figure {
    /// True if both stand in one place of one document.
    pub fn is_beside(&self, other: &Self) -> bool {
        // Those of one line are told by their entry, which is quick.
        Arc::ptr_eq(&self.entry, &other.entry) || self.source.id == other.source.id && self.at == other.at
    }

    /// How far it is from a count: 0 what was counted, 1 what is taken to be, 2 what is to come.
    pub fn to_come(&self) -> usize {
        match self.status {
            None | Some(Status::Flash | Status::Provisional | Status::Final) => 0,
            Some(Status::Estimate) => 1,
            Some(Status::Forecast | Status::Target) => 2,
        }
    }

    /// True if it is known to be wrong.
    pub fn is_wrong(&self) -> bool {
        matches!(self.doubt.as_deref(), Some(Doubt::Wrong { .. }))
    }

    /// True if it may be wrong.
    pub fn is_doubtful(&self) -> bool {
        matches!(self.doubt.as_deref(), Some(Doubt::Doubtful { .. }))
    }
}

/// A sourced fact that is no number: an agreement, a summit, a rank, a list.
#[derive(Clone, Debug)]
pub struct Statement {
    /// A word from a closed list: `agreement`, `rank`, `summit` …
    pub kind: String,
    /// Of a [`Statement::MIRROR_GAP`], why the two sides' counts differ; none for all else.
    pub reason: Option<Reason>,
    /// The indicator whose answers it belongs with.
    pub indicator: Option<IndicatorId>,
    /// The goods whose answers it belongs with; none where it is not of goods of one kind.
    pub product: Option<ProductId>,
    pub places: Vec<PlaceId>,
    /// When it was so; none where the source does not say.
    pub date: Option<Period>,
    pub text: Words,
    pub source: Arc<Source>,
    pub at: Arc<str>,
}

impl Statement {
    /// What kinds there are.
    pub const KINDS: [&str; 14] = [
        "agreement",
        "negotiation",
        "summit",
        "rank",
        "record",
        "institution",
        "list",
        "policy",
        "person",
        "event",
        "project",
        "theme",
        Self::MIRROR_GAP,
        "detail",
    ];

    /// Kinds of what has happened by the time it is told.
    pub const PAST: [&str; 6] = ["agreement", "negotiation", "summit", "rank", "record", "event"];

    /// What someone gives as the reason why the two sides of a border count different numbers.
    pub const MIRROR_GAP: &str = "mirror-gap";
}

closed_list! {
    /// What does not fit about a number and stands so in its source, by the rule of `check` that finds it.
    Conflict, "conflict" {
        PartsTotal = "parts-total",
        GrowthYears = "growth-years",
        MemberOverGroup = "member-over-group",
        GoodsOverAll = "goods-over-all",
        MembersTotal = "members-total",
        MonthsOverYear = "months-over-year",
        YearParts = "year-parts",
        SharesOverWhole = "shares-over-whole",
        PeriodAhead = "period-ahead",
        ShareParts = "share-parts",
        Wording = "wording",
        Plausible = "plausible",
        MirrorSwapped = "mirror-swapped",
        OriginDisagrees = "origin-disagrees",
        LateRepeat = "late-repeat",
    }
}

closed_list! {
    /// How settled a number is, where its source says.
    Status, "status" {
        Flash = "flash",
        Provisional = "provisional",
        Final = "final",
        Estimate = "estimate",
        Forecast = "forecast",
        Target = "target",
    }
}

closed_list! {
    /// Why the two sides of a border count different numbers, in a word.
    Reason, "reason" {
        /// One side counts goods that only pass through the other.
        Transit = "transit",
        /// Goods are sold on to a third country.
        ReExport = "re-export",
        /// Goods pass the border uncounted.
        Smuggling = "smuggling",
        /// Small traders' goods are counted in part or not at all.
        ShuttleTrade = "shuttle-trade",
        /// What one side counts as trade has come in for a time only.
        TemporaryImport = "temporary-import",
        /// The two count by other rules.
        Method = "method",
        /// One values goods with freight and insurance, the other without.
        Valuation = "valuation",
        /// Goods leave in one period and arrive in the next.
        Timing = "timing",
    }
}

impl Status {
    /// True if it is of what was, not of what is to come.
    pub fn is_counted(self) -> bool {
        !matches!(self, Self::Forecast | Self::Target)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_small_enough_for_millions() {
        assert!(size_of::<Figure>() <= 40, "{}", size_of::<Figure>());
    }
}
