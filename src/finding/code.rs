//! The closed list of what can be found, with how much each matters.

use std::{fmt, str::FromStr};

use super::Severity;

macro_rules! codes {
    ($($variant:ident = $name:literal $severity:ident),+ $(,)?) => {
        /// What kind of thing was found. Each has a page in `src/check/codes/`, which `check --explain` shows.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($variant),+
        }

        impl Code {
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// A short stable name, such as `unknown-place`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity),+
                }
            }
        }
    };
}

codes! {
    Unreadable = "unreadable" Error,
    TooLarge = "too-large" Error,
    NotUtf8 = "not-utf8" Error,
    StrayFile = "stray-file" Warning,
    NoSheets = "no-sheets" Warning,
    BadId = "bad-id" Error,
    DuplicateId = "duplicate-id" Error,
    YearFolder = "year-folder" Error,
    EmptySheet = "empty-sheet" Warning,
    Yaml = "yaml" Error,
    YamlFeature = "yaml-feature" Error,
    TooDeep = "too-deep" Error,
    Shape = "shape" Error,
    UnknownKey = "unknown-key" Error,
    DuplicateKey = "duplicate-key" Error,
    Missing = "missing" Error,
    Empty = "empty" Error,
    BadText = "bad-text" Error,
    BadDate = "bad-date" Error,
    PublishedLate = "published-late" Error,
    BadLanguage = "bad-language" Error,
    BadUrl = "bad-url" Error,
    UnknownIndicator = "unknown-indicator" Error,
    UnknownProduct = "unknown-product" Error,
    ProductFit = "product-fit" Error,
    UnknownPlace = "unknown-place" Error,
    UnknownAuthority = "unknown-authority" Error,
    UnknownWord = "unknown-word" Error,
    SamePlace = "same-place" Error,
    Of = "of" Error,
    BadUnit = "bad-unit" Error,
    UnitFit = "unit-fit" Error,
    BadPeriod = "bad-period" Error,
    PeriodFit = "period-fit" Error,
    Since = "since" Error,
    Value = "value" Error,
    BadNumber = "bad-number" Error,
    BadChange = "bad-change" Error,
    Reason = "reason" Error,
    EventAhead = "event-ahead" Warning,
    AllowReason = "allow-reason" Error,
    NameShared = "name-shared" Error,
    MissingLanguage = "missing-language" Warning,
    MissingKind = "missing-kind" Warning,
    Doubt = "doubt" Error,
    Members = "members" Error,
    Derive = "derive" Error,
    StandsFor = "stands-for" Error,
    EchoOrigin = "echo-origin" Warning,
    Release = "release" Error,
    Overdue = "overdue" Warning,
    PartsTotal = "parts-total" Error,
    GrowthYears = "growth-years" Error,
    MemberOverGroup = "member-over-group" Error,
    GoodsOverAll = "goods-over-all" Error,
    MembersTotal = "members-total" Warning,
    MonthsOverYear = "months-over-year" Warning,
    YearParts = "year-parts" Warning,
    SharesOverWhole = "shares-over-whole" Warning,
    PeriodAhead = "period-ahead" Error,
    ShareParts = "share-parts" Warning,
    Wording = "wording" Warning,
    Plausible = "plausible" Warning,
    MirrorSwapped = "mirror-swapped" Warning,
    SaidTwice = "said-twice" Warning,
    SameDocument = "same-document" Warning,
    OriginDisagrees = "origin-disagrees" Warning,
    LateRepeat = "late-repeat" Warning,
    AllowUnused = "allow-unused" Warning,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Code {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|one| one.as_str() == text).ok_or(())
    }
}
