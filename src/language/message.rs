//! Every sentence we can say, and how it is said.
//!
//! A [`Msg`] is the only way to a text of `messages.ftl`. A test holds the two against each other: the same
//! keys, the same arguments, every plural arm that the language has.

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};

use super::{
    Language,
    sentence::{Arg, Sentence},
};

macro_rules! messages {
    ($($(#[$doc:meta])* $name:ident $({ $($arg:ident),+ })? = $key:literal),+ $(,)?) => {
        /// One variant a sentence, with its arguments; its key in `messages.ftl` is the same name.
        #[derive(Clone, PartialEq, Debug)]
        pub enum Msg<'a> {
            $($(#[$doc])* $name $({ $($arg: Arg<'a>),+ })?),+
        }

        impl Msg<'_> {
            /// Every key with the names of its arguments.
            pub const KEYS: &'static [(&'static str, &'static [&'static str])] =
                &[$(($key, &[$($(stringify!($arg)),+)?])),+];

            /// Its place in [`Self::KEYS`].
            fn position(&self) -> usize {
                #[derive(Clone, Copy)]
                enum Position { $($name),+ }
                match self {
                    $(Self::$name $({ $($arg: _),+ })? => Position::$name as usize),+
                }
            }

            /// Hands over its arguments, in the order of their names.
            fn arguments(&self, to: &dyn Fn(&[&Arg<'_>]) -> String) -> String {
                match self {
                    $(Self::$name $({ $($arg),+ })? => to(&[$($($arg),+)?])),+
                }
            }
        }
    };
}

messages! {
    /// A question that could not be answered in time.
    AskAgain = "ask-again",
    /// A crash of ours while answering.
    Broken = "broken",
    /// A command that is addressed to another bot, where there is no other.
    NotOurs { bot } = "not-ours",
    /// What stands over the numbers that can be typed to ask.
    AskByNumber = "ask-by-number",
    /// A message without words we can read.
    NoWords = "no-words",
    /// A button whose data we cannot read.
    OldButton = "old-button",
    /// Too many questions at once from one chat.
    SlowDown = "slow-down",

    Comma = "comma",
    Semicolon = "semicolon",

    Money { number, scale, currency } = "money",
    /// The word for a power of ten, if the language counts by it: `bn` for 9, 亿 for 8.
    Scale { power } = "scale",
    CurrencyUsd = "currency-usd",
    CurrencyCny = "currency-cny",
    /// A currency by its ISO 4217 code.
    CurrencyOther { code } = "currency-other",
    Percent { number } = "percent",
    /// `count` chooses the plural form of `number`.
    Times { number, count } = "times",
    /// How many times over, where there is no room for a word.
    Fold { number } = "fold",
    Years { number, count } = "years",
    Months { number, count } = "months",
    /// An amount of goods or a length; the scale stands as in `Money`.
    Quantity { number, scale, unit } = "quantity",
    UnitCubicMetres = "unit-cubic-metres",
    UnitTonnes = "unit-tonnes",
    UnitKilometres = "unit-kilometres",
    /// Containers, in twenty-foot equivalents.
    UnitTeu = "unit-teu",
    QualifierAbout { number } = "qualifier-about",
    QualifierNearly { number } = "qualifier-nearly",
    QualifierMoreThan { number } = "qualifier-more-than",
    QualifierLessThan { number } = "qualifier-less-than",
    QualifierAtLeast { number } = "qualifier-at-least",
    QualifierAtMost { number } = "qualifier-at-most",

    /// `month` is 1 to 12.
    DateDay { day, month, year } = "date-day",
    /// Number one is Monday.
    Weekday { number } = "weekday",
    DateMonth { month, year } = "date-month",
    DateMonths { first, last, year } = "date-months",
    DateHalf { half, year } = "date-half",
    DateQuarter { quarter, year } = "date-quarter",
    /// The same times as what a change is held against: in Russian in the dative.
    BaseYear { year } = "base-year",
    BaseMonth { month, year } = "base-month",
    BaseMonths { first, last, year } = "base-months",
    BaseHalf { half, year } = "base-half",
    BaseQuarter { quarter, year } = "base-quarter",
    /// A stock on a day or in a month.
    AsOf { date } = "as-of",
    AsOfYear { year } = "as-of-year",
    AsOfUnknown = "as-of-unknown",
    Latest = "latest",

    /// What an answer is about.
    Heading { reporter, arrow, partner, what, when } = "heading",
    ThirdParty = "third-party",
    GrowthOf { what } = "growth-of",
    GoodsTitle { place } = "goods-title",
    GoodsInAll = "goods-in-all",
    GoodsAllTitle = "goods-all-title",
    InGoods { what, product } = "in-goods",
    OfGoods { what, product } = "of-goods",
    ByWeight = "by-weight",
    ByVolume = "by-volume",
    ByNumber = "by-number",
    /// A number by its name: of one place alone, or of what goes between it and another.
    HeadingNamed { what, when } = "heading-named",
    NamedOf { what, place } = "named-of",
    NamedTo { what, place, other } = "named-to",
    NamedFrom { what, place, other } = "named-from",
    NamedWith { what, place, other } = "named-with",
    NamedBetween { what, place, other } = "named-between",
    NamedShare { share, part } = "named-share",
    ShareWith { whole } = "share-with",
    ShareInTrade { whole } = "share-in-trade",
    ShareOf { share, whole } = "share-of",
    ChangeOn { change, base } = "change-on",
    TimesSince { times, base } = "times-since",
    Calculated = "calculated",
    /// What the column of changes is headed with; `base` is a year.
    ColumnChange { base } = "column-change",
    ColumnSources = "column-sources",
    CountedBy { authority } = "counted-by",
    /// Where there is no count, only what somebody says.
    ClaimedBy { authority } = "claimed-by",
    /// The same, in brackets behind a number.
    SaidBy { authority } = "said-by",
    CompiledBy { authority } = "compiled-by",
    CompiledFor { authority } = "compiled-for",
    /// As part of a question: whose count.
    CountOf { place } = "count-of",
    /// The same, of a group that has no count of its own.
    ClaimOf { place } = "claim-of",
    OwnCount = "own-count",
    CountOfThird = "count-of-third",
    /// Before what is known of the year after the newest whole one.
    LaterParts { year } = "later-parts",
    AnyTime = "any-time",
    /// The same as `CountedBy`, where the source names another body that relays the count.
    CountedByAs { authority, named } = "counted-by-as",
    AlsoStated { figure } = "also-stated",
    /// The same of what the title does not name.
    AlsoStatedOf { what, figure } = "also-stated-of",
    /// Parts that are shown do not add up to the total that is shown.
    Rounded = "rounded",
    /// A year was asked of a total up to a day.
    /// Whose surplus a balance is, and whose deficit.
    Surplus { one, other } = "surplus",
    TotalToDate { year } = "total-to-date",
    Disagrees { authority, figure } = "disagrees",
    OtherUnit { authority, figure } = "other-unit",
    OtherCount { authority, figure, when } = "other-count",
    OtherPeriod { authority, figure, when } = "other-period",
    /// An earlier vintage; `published` says when it came out.
    Revised { authority, figure, published } = "revised",
    /// An earlier vintage that a relay repeats; `published` says when it did.
    RepeatedLate { authority, figure, published } = "repeated-late",
    Withdrawn { authority, figure, when } = "withdrawn",
    /// Behind a number that its source took back.
    WithdrawnOn { when } = "withdrawn-on",
    /// Behind a number that may be wrong.
    Doubtful = "doubtful",
    DoubtfulFor { reason } = "doubtful-for",
    /// Behind a number of which it is known, by whose numbers.
    KnownWrong { by, reason } = "known-wrong",
    /// What does not fit about a number, as its source prints it.
    NotFitting { what, conflict } = "not-fitting",
    ConflictPartsTotal = "conflict-parts-total",
    ConflictGrowthYears = "conflict-growth-years",
    ConflictMemberOverGroup = "conflict-member-over-group",
    ConflictGoodsOverAll = "conflict-goods-over-all",
    ConflictMembersTotal = "conflict-members-total",
    ConflictMonthsOverYear = "conflict-months-over-year",
    ConflictYearParts = "conflict-year-parts",
    ConflictSharesOverWhole = "conflict-shares-over-whole",
    ConflictPeriodAhead = "conflict-period-ahead",
    ConflictShareParts = "conflict-share-parts",
    ConflictWording = "conflict-wording",
    ConflictPlausible = "conflict-plausible",
    ConflictMirrorSwapped = "conflict-mirror-swapped",
    ConflictOriginDisagrees = "conflict-origin-disagrees",
    ConflictLateRepeat = "conflict-late-repeat",
    OwnCalculation { number } = "own-calculation",
    /// Our calculation goes beyond what the words say.
    OwnIsMore { number, said } = "own-is-more",
    OwnIsLess { number, said } = "own-is-less",
    SourcesOrigins { reports, origins } = "sources-origins",
    Sources = "sources",
    Undated = "undated",
    AtParagraph { number } = "at-paragraph",
    AtTable { number } = "at-table",
    AtPage { number } = "at-page",
    AtTitle = "at-title",
    Via { relayed } = "via",
    ReadOn { date } = "read-on",
    FormulaSum { a, b } = "formula-sum",
    FormulaDifference { a, b } = "formula-difference",
    FormulaEarlier { a, b } = "formula-earlier",
    FormulaGrowth { a, b } = "formula-growth",
    FormulaTimes { a, b } = "formula-times",
    FormulaShare { a, b } = "formula-share",
    FormulaAverage { a, b, years } = "formula-average",
    WhyStated = "why-stated",
    WhyDigits = "why-digits",
    HistoryTitle { what } = "history-title",
    HistoryMore { count } = "history-more",
    HistoryLeads { figure, authority } = "history-leads",
    HistoryOnce = "history-once",
    HistoryGone = "history-gone",
    EventNew = "event-new",
    EventRepeated = "event-repeated",
    EventRepeatedLate = "event-repeated-late",
    EventRevised { old } = "event-revised",
    EventOtherwise = "event-otherwise",
    EventOtherUnit = "event-other-unit",
    EventWithdrawn = "event-withdrawn",
    KnownOn { day } = "known-on",
    AskedOn { what, day } = "asked-on",
    ChangesNone = "changes-none",
    ChangesNoneIn { year } = "changes-none-in",
    ChangesMore { figures, statements } = "changes-more",
    /// Of a document without a figure that is new.
    ChangesSaid { statements } = "changes-said",
    ChangesUnread { figures } = "changes-unread",
    /// What each side of a border counts.
    MirrorTitle { reporter, partner, when } = "mirror-title",
    SideCounts { place, figure, authority } = "side-counts",
    ThirdCounts { figure, authority } = "third-counts",
    Compiled { figure, authority } = "compiled",
    /// What a body says that does not count it.
    Claims { figure, authority } = "claims",
    SideNone { place } = "side-none",
    /// Before another's count, which follows.
    CountNone { who } = "count-none",
    /// A count that is there for another span of the year only; `counts` says which.
    CountsOtherPeriod { counts, period } = "counts-other-period",
    CountsDiffer = "counts-differ",
    CountsDifferIn { period, counts } = "counts-differ-in",
    /// Two counts are of one span, and so compared.
    PeriodsMatch = "periods-match",
    /// One count over another, with the formula.
    ApartTimes { number } = "apart-times",
    /// One count less another, with the formula.
    ApartBy { number } = "apart-by",
    ReasonsTitle = "reasons-title",
    ReasonsNamed { reasons } = "reasons-named",
    ReasonTransit = "reason-transit",
    ReasonReExport = "reason-re-export",
    ReasonSmuggling = "reason-smuggling",
    ReasonShuttleTrade = "reason-shuttle-trade",
    ReasonTemporaryImport = "reason-temporary-import",
    ReasonMethod = "reason-method",
    ReasonValuation = "reason-valuation",
    ReasonTiming = "reason-timing",
    /// Before which other figures the leading one goes, and why.
    WhyBefore { others, ground } = "why-before",
    GroundWithdrawn = "ground-withdrawn",
    GroundWrong = "ground-wrong",
    GroundDoubtful = "ground-doubtful",
    GroundCounted = "ground-counted",
    GroundMeasured = "ground-measured",
    GroundDated = "ground-dated",
    GroundLater = "ground-later",
    GroundAsked = "ground-asked",
    GroundKind = "ground-kind",
    GroundNumber = "ground-number",
    GroundDollars = "ground-dollars",
    GroundNewer = "ground-newer",
    GroundStated = "ground-stated",
    GroundCloser = "ground-closer",
    GroundDigits = "ground-digits",
    GroundAlike = "ground-alike",
    StandsFor { named, authority, reason } = "stands-for",
    NoData = "no-data",
    Total = "total",
    PartsNote = "parts-note",
    /// Figures of a group that cannot stand in its ranking.
    NotRanked { places } = "not-ranked",
    RankOpen { places } = "rank-open",
    ShareFormula { whole } = "share-formula",
    ColumnShare = "column-share",
    /// What the stars at the growth in a table of years stand for.
    YearlyGrowth = "yearly-growth",
    AverageGrowth { years, growth } = "average-growth",
    AverageName { what } = "average-name",
    /// Of a year that is a gap some months are held.
    PartsHeld { parts } = "parts-held",
    InAllGoods { what } = "in-all-goods",
    Sold { place } = "sold",
    Bought { place } = "bought",
    Difference = "difference",
    ReportsAgree { reports } = "reports-agree",
    CountedOtherwise { counts } = "counted-otherwise",
    NewestOf { shown, all } = "newest-of",
    MoreInDetails = "more-in-details",
    NotesMore { count } = "notes-more",
    TimesOf { one, times, other } = "times-of",
    /// A number of two years, with the word for calculated.
    SinceCalculated { years, number } = "since-calculated",
    /// Two years that cannot be held against each other.
    TimesUntold = "times-untold",
    /// Parts of a ranking.
    CutTop { count } = "cut-top",
    CutLast { count } = "cut-last",
    CutPlace { place } = "cut-place",
    CutFromEnd { place } = "cut-from-end",
    /// A part of which nothing is, or of which nothing is certain.
    CutNobody { part } = "cut-nobody",
    CutUntold { part } = "cut-untold",
    CutOpen { places } = "cut-open",
    Quoted { words } = "quoted",
    CiteTitle { source } = "cite-title",
    CiteShort = "cite-short",
    CiteNames = "cite-names",
    CiteWhich = "cite-which",
    StatusFlash = "status-flash",
    StatusProvisional = "status-provisional",
    StatusFinal = "status-final",
    StatusEstimate = "status-estimate",
    StatusForecast = "status-forecast",
    StatusTarget = "status-target",

    Facts { figures, statements, sources, first, last } = "facts",
    FactsAbout { places } = "facts-about",
    FactsMeasured { indicators } = "facts-measured",
    FactsUpTo { period, published } = "facts-up-to",
    CoverageOf { place } = "coverage-of",
    CoverageLetters { place } = "coverage-letters",
    CoverageGaps = "coverage-gaps",
    CoverageOthers = "coverage-others",
    ColumnTrade = "column-trade",
    ColumnExports = "column-exports",
    ColumnImports = "column-imports",
    LetterOwn = "letter-own",
    LetterPartner = "letter-partner",
    LetterThird = "letter-third",
    CountriesTitle = "countries-title",
    IndicatorsTitle = "indicators-title",
    SourcesTitle { count } = "sources-title",
    AgreementsTitle { place } = "agreements-title",
    AgreementsAll = "agreements-all",
    FoundTitle { words } = "found-title",
    FoundMore { count } = "found-more",
    ListMore { count } = "list-more",
    StatementsHeld = "statements-held",
    StatementsMore { count } = "statements-more",

    GapFigure { what, when } = "gap-figure",
    GapPlace { place } = "gap-place",
    GapGoods { place } = "gap-goods",
    GapAnyGoods = "gap-any-goods",
    GapIndicator { indicator } = "gap-indicator",
    GapWords { words } = "gap-words",
    GapSource { source } = "gap-source",
    /// What was stated is no longer held by its source, so no number is given.
    WrongOnly = "wrong-only",
    WithdrawnOnly { authority, period, when } = "withdrawn-only",
    GapNearest = "gap-nearest",
    DueOn { period, day, body } = "due-on",
    DueAbout { period, day, body } = "due-about",
    WasDueOn { period, day, body } = "was-due-on",
    WasDueAbout { period, day, body } = "was-due-about",

    Understood { query } = "understood",
    FromThread { words } = "from-thread",
    LeftOut { words } = "left-out",
    UnknownWord { word } = "unknown-word",
    UnknownWordOffers { word } = "unknown-word-offers",
    AmbiguousWord { word } = "ambiguous-word",
    UnsureWord { word } = "unsure-word",
    LackedName { word } = "lacked-name",
    LackedNameOffers { word } = "lacked-name-offers",
    LeftoverWord { word } = "leftover-word",
    LeftoverWordOffers { word } = "leftover-word-offers",
    TooMany { word } = "too-many",
    TooManyOne { word } = "too-many-one",
    TooManyNone { word } = "too-many-none",
    TooFew { word } = "too-few",
    TooFewNamed = "too-few-named",
    NoSubject = "no-subject",
    BadYear { year } = "bad-year",
    DayFirst = "day-first",
    BadDay { word } = "bad-day",
    DayToCome { word } = "day-to-come",
    PostDue { moment } = "post-due",
    PostWhole = "post-whole",
    ConnectPick = "connect-pick",
    PickChannel = "pick-channel",
    PickGroup = "pick-group",
    Connected { title } = "connected",
    ConnectedAlready { title } = "connected-already",
    ConnectedOver { title } = "connected-over",
    NoSuchChat { chat } = "no-such-chat",
    InPrivate = "in-private",
    NoChannel = "no-channel",
    NoSchedule { number } = "no-schedule",
    BotMayNot { title } = "bot-may-not",
    PersonMayNot { title } = "person-may-not",
    TakenByOther { title } = "taken-by-other",
    TooManyChannels { count } = "too-many-channels",
    TooManySchedules { count } = "too-many-schedules",
    CannotPost { words } = "cannot-post",
    NoTopicsInChannel { title } = "no-topics-in-channel",
    NoTopicsInGroup { title } = "no-topics-in-group",
    NeverDue = "never-due",
    NothingDue = "nothing-due",
    DecidedAlready = "decided-already",
    TelegramSilent = "telegram-silent",
    StoreSilent = "store-silent",
    OrderMissing { piece, example } = "order-missing",
    OrderWord { word, example } = "order-word",
    OrderTooLong { example } = "order-too-long",
    OrderMeant { word, meant, example } = "order-meant",
    OrderWhen { example } = "order-when",
    OrderZone { word, example } = "order-zone",
    OrderZoneOffers { word, zones, example } = "order-zone-offers",
    ChannelsNone = "channels-none",
    SchedulesNone = "schedules-none",
    ScheduleCard { when, zone, what } = "schedule-card",
    /// What goes both ways between two places.
    WhatBetween { what, place, other } = "what-between",
    WhatByPlace { what } = "what-by-place",
    WhatMoves { what } = "what-moves",
    // Days and an hour, as a sentence begins.
    WhenDaily { time } = "when-daily",
    WhenWeekdays { time } = "when-weekdays",
    WhenWeekly { days, time } = "when-weekly",
    /// A day of the week among others: "Monday" in "every Monday and Thursday".
    WhenWeekday { number } = "when-weekday",
    WhenAnd { first, last } = "when-and",
    WhenMonthly { day, time } = "when-monthly",
    WhenMonthEnd { time } = "when-month-end",
    /// `nth` is 1 to 4, or 5 for the last; `weekday` is 1 for Monday.
    WhenNth { nth, weekday, time } = "when-nth",
    WhenYearly { day, month, time } = "when-yearly",
    WhenOnce { day, time } = "when-once",
    // What an admin should know of the pages to come.
    PagesMove { time } = "pages-move",
    PagesNewest { time } = "pages-newest",
    PagesFixed { time } = "pages-fixed",
    PagesSame = "pages-same",
    WhatRotate = "what-rotate",
    NextOnes { moments } = "next-ones",
    NextOne { moment } = "next-one",
    NextNone = "next-none",
    IsPaused = "is-paused",
    IsPausedUntil { day } = "is-paused-until",
    IsSilent = "is-silent",
    IsTopic { topic } = "is-topic",
    IsSuspended { why } = "is-suspended",
    WhyRemoved = "why-removed",
    WhyNoRights = "why-no-rights",
    WhyTopic = "why-topic",
    WhyGone = "why-gone",
    WhyNoOwner = "why-no-owner",
    ScheduleAdded { title } = "schedule-added",
    ScheduleChanged { title } = "schedule-changed",
    SchedulePaused = "schedule-paused",
    ScheduleResumed = "schedule-resumed",
    ScheduleSkipped { moment } = "schedule-skipped",
    ScheduleRunning { title } = "schedule-running",
    ScheduleDeleted { number } = "schedule-deleted",
    ScheduleBack = "schedule-back",
    DisconnectAsk { title, count } = "disconnect-ask",
    Disconnected { title } = "disconnected",
    ForgetAsk { count } = "forget-ask",
    Forgotten = "forgotten",
    Cancelled = "cancelled",
    PreviewNothing = "preview-nothing",
    LogTitle { title } = "log-title",
    LogNone = "log-none",
    LogPost = "log-post",
    LogOther = "log-other",
    LogForgotten = "log-forgotten",
    FatePlanned = "fate-planned",
    FateSending = "fate-sending",
    FateSent = "fate-sent",
    FateRefused { why } = "fate-refused",
    FateUnknown = "fate-unknown",
    SkipLate = "skip-late",
    SkipOvertaken = "skip-overtaken",
    SkipAsked = "skip-asked",
    SkipNoAnswer = "skip-no-answer",
    SkipStopped = "skip-stopped",
    AskChannel = "ask-channel",
    AskWhat = "ask-what",
    AskPlace = "ask-place",
    AskDays = "ask-days",
    AskTime = "ask-time",
    AskZone = "ask-zone",
    AskZoneAgain { word } = "ask-zone-again",
    AskLanguage = "ask-language",
    AskConfirm = "ask-confirm",
    TypeWhat = "type-what",
    DraftOver = "draft-over",
    WhatNewest = "what-newest",
    WhatTrade = "what-trade",
    WhatInvestment = "what-investment",
    WhatPlace = "what-place",
    WhatFact = "what-fact",
    WhatOther = "what-other",
    DaysDaily = "days-daily",
    DaysWeekdays = "days-weekdays",
    DaysFirst = "days-first",
    DaysLast = "days-last",
    ButtonConfirm = "button-confirm",
    ButtonSave = "button-save",
    ButtonSilent = "button-silent",
    ButtonLoud = "button-loud",
    ButtonBack = "button-back",
    ButtonCancel = "button-cancel",
    ButtonSchedule = "button-schedule",
    ButtonChannels = "button-channels",
    ButtonConnect = "button-connect",
    ButtonDelete = "button-delete",
    ButtonUndo = "button-undo",
    ButtonPause = "button-pause",
    ButtonResume = "button-resume",
    ButtonPreview = "button-preview",
    ButtonRun = "button-run",
    ButtonSkip = "button-skip",
    ButtonEdit = "button-edit",
    ButtonLog = "button-log",
    ButtonDisconnect = "button-disconnect",
    ButtonForget = "button-forget",
    ButtonWhat = "button-what",
    ButtonWhen = "button-when",
    ButtonZone = "button-zone",
    ButtonLanguage = "button-language",
    ButtonThere = "button-there",
    ButtonAgain = "button-again",
    NoticeLate { number, count, first, last } = "notice-late",
    NoticeNoAnswer { number, due } = "notice-no-answer",
    NoticeUnreadable { number, why } = "notice-unreadable",
    NoticeRefused { number, due, why } = "notice-refused",
    NoticeUnknown { number, title, due } = "notice-unknown",
    NoticeSuspended { title, why } = "notice-suspended",
    NoticeResumed { title } = "notice-resumed",
    NoticeLetIn { title } = "notice-let-in",
    DecidedThere = "decided-there",
    DecidedAgain = "decided-again",
    BackupDone { count } = "backup-done",
    BackupRestored { count } = "backup-restored",
    BackupKnown { count } = "backup-known",
    BackupNotTaken = "backup-not-taken",
    BackupLine { line, why } = "backup-line",
    BackupMore { count } = "backup-more",
    BackupValue { value } = "backup-value",
    BackupConnectFirst = "backup-connect-first",
    BackupTooLarge { size } = "backup-too-large",
    BackupNotFetched = "backup-not-fetched",
    BackupTooMany { channels, schedules } = "backup-too-many",
    BackupWrong { line } = "backup-wrong",
    CommandChannels = "command-channels",
    TooLong = "too-long",
    EmptyQuestion = "empty-question",
    UnknownCommand { command } = "unknown-command",
    UnknownLanguage { word, languages } = "unknown-language",
    NoLastAnswer = "no-last-answer",
    NoSuchSource { number, count } = "no-such-source",
    /// A number that a question states, and what is said of it.
    ClaimAsked { claimed, verdict } = "claim-asked",
    /// The same in a text, by its number there.
    ClaimLine { number, claimed, verdict } = "claim-line",
    ClaimFigure { name, figure } = "claim-figure",
    ClaimAgrees { figure } = "claim-agrees",
    ClaimRounded { figure } = "claim-rounded",
    ClaimRevised { figure, before } = "claim-revised",
    ClaimScale { figure } = "claim-scale",
    ClaimSign { figure } = "claim-sign",
    ClaimCurrency { figure } = "claim-currency",
    ClaimOtherPeriod { figure, instead } = "claim-other-period",
    ClaimOtherPlace { figure, instead } = "claim-other-place",
    ClaimOtherSide { figure, instead } = "claim-other-side",
    ClaimOtherIndicator { figure, instead } = "claim-other-indicator",
    ClaimPart { figure, instead } = "claim-part",
    ClaimWording { figure } = "claim-wording",
    ClaimDiffers { figure } = "claim-differs",
    ClaimDiffersBy { figure, by } = "claim-differs-by",
    ClaimNotChecked { reason } = "claim-not-checked",
    ReasonIndicator = "reason-indicator",
    ReasonPlace = "reason-place",
    ReasonPeriod = "reason-period",
    ReasonUnclear = "reason-unclear",
    ReasonPoints = "reason-points",
    ReasonChange = "reason-change",
    ReasonRange = "reason-range",
    ReasonNotHeld = "reason-not-held",
    ReasonUnit = "reason-unit",
    ReasonBound = "reason-bound",
    /// The numbers of a text, and how many of them hold.
    Checked { numbers, agree, wrong } = "checked",
    /// `count` more are on the next `page`.
    CheckedMore { count, page } = "checked-more",
    /// A text without a number that has a unit.
    CheckedNothing = "checked-nothing",
    CheckHow = "check-how",
    /// The near name of a word that we do not know.
    DidYouMean { word, name } = "did-you-mean",
    /// Behind the last of these: the answer if that was meant follows.
    Then = "then",

    Start = "start",
    /// Before a sample answer; `question` as it is asked.
    StartAsk { question } = "start-ask",
    StartTry = "start-try",
    /// Questions as people may ask them, with a name and a year in the place where the sheets have them.
    ExampleTrade { place, year } = "example-trade",
    ExampleCompare { one, other } = "example-compare",
    ExampleNew = "example-new",
    Help = "help",
    HelpGroups = "help-groups",
    GroupTrade = "group-trade",
    GroupOthers = "group-others",
    GroupBehind = "group-behind",
    GroupAbout = "group-about",
    /// How posts come into a channel, step by step.
    ChannelsInvite = "channels-invite",
    ChannelsSchedule = "channels-schedule",
    ChannelsChoose = "channels-choose",
    ChannelsYours = "channels-yours",
    /// Small talk; `question` is something that can be asked.
    TalkNod { question } = "talk-nod",
    TalkHello { question } = "talk-hello",
    TalkBye { question } = "talk-bye",
    TalkPraise { question } = "talk-praise",
    TalkThanks { question } = "talk-thanks",
    TalkHowAreYou { question } = "talk-how-are-you",
    TalkRobot { question } = "talk-robot",
    TalkMaker { question } = "talk-maker",
    TalkUpTo { question } = "talk-up-to",
    TalkAble { question } = "talk-able",
    TalkWrong = "talk-wrong",
    /// The same of the answer before, whose question follows.
    TalkWrongAnswer = "talk-wrong-answer",
    Privacy = "privacy",
    LanguagePick = "language-pick",
    LanguageSet = "language-set",
    LanguageAuto = "language-auto",
    LanguageByAdmins = "language-by-admins",
    /// What each command is for, as in Telegram's menu.
    CommandTrade = "command-trade",
    CommandCountry = "command-country",
    CommandCompare = "command-compare",
    CommandRank = "command-rank",
    CommandLatest = "command-latest",
    CommandCite = "command-cite",
    CommandInvestment = "command-investment",
    CommandContracts = "command-contracts",
    CommandCompanies = "command-companies",
    CommandAgreements = "command-agreements",
    CommandGoods = "command-goods",
    CommandCheck = "command-check",
    CommandMirror = "command-mirror",
    CommandHistory = "command-history",
    CommandAsOf = "command-asof",
    CommandChanges = "command-changes",
    CommandIndicator = "command-indicator",
    CommandFacts = "command-facts",
    CommandCoverage = "command-coverage",
    CommandSearch = "command-search",
    CommandSources = "command-sources",
    CommandMore = "command-more",
    CommandSource = "command-source",
    CommandWhy = "command-why",
    CommandReport = "command-report",
    CommandHelp = "command-help",
    CommandStart = "command-start",
    CommandLanguage = "command-language",
    CommandPrivacy = "command-privacy",

    ButtonParts = "button-parts",
    ButtonBuyers = "button-buyers",
    ButtonSellers = "button-sellers",
    ButtonByYear = "button-by-year",
    ButtonCompare = "button-compare",
    ButtonMirror = "button-mirror",
    ButtonHistory = "button-history",
    ButtonChanges = "button-changes",
    ButtonWhy = "button-why",
    ButtonSources = "button-sources",
    ButtonDetails = "button-details",
    ButtonCountries = "button-countries",
    ButtonHelp = "button-help",
    ButtonFacts = "button-facts",
    ButtonCoverage = "button-coverage",
    ButtonNewest = "button-newest",
    ButtonCite { source } = "button-cite",
    ButtonSaid = "button-said",
    ButtonGoods = "button-goods",
    ButtonStart = "button-start",
    ButtonCompareCountries = "button-compare-countries",
    ButtonLanguages = "button-languages",
    ButtonForChannels = "button-for-channels",
    ButtonIndicators = "button-indicators",
}

impl Language {
    /// This sentence in this language, or in English where it has no words for it yet.
    pub fn say(self, message: Msg<'_>) -> String {
        Voice::of(self).say(&message)
    }

    /// Between the members of a list: `, `.
    pub fn comma(self) -> &'static str {
        &SEPARATORS[self as usize].0
    }

    /// Between the members of a list that may have commas in them: `; `.
    pub fn semicolon(self) -> &'static str {
        &SEPARATORS[self as usize].1
    }
}

static SEPARATORS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let separators = |language: &Language| (language.say(Msg::Comma), language.say(Msg::Semicolon));
    Language::ALL.iter().map(separators).collect()
});

/// The sentences of one language.
pub(super) struct Voice {
    bundle: FluentBundle<FluentResource>,
    /// In the order of [`Msg::KEYS`].
    sentences: Vec<Way>,
}

/// The way to say a sentence.
enum Way {
    Pieces(Sentence),
    /// Only Fluent can: it chooses a plural form.
    Fluent,
    /// This language has no words for it yet.
    English,
}

static VOICES: LazyLock<Vec<Voice>> =
    LazyLock::new(|| Language::ALL.iter().map(|language| Voice::new(language.tag(), language.messages())).collect());

impl Voice {
    pub(super) fn of(language: Language) -> &'static Self {
        &VOICES[language as usize]
    }

    /// Of a language by its tag, from the text of its `messages.ftl`.
    pub(super) fn new(tag: &str, messages: &str) -> Self {
        let locale = tag.parse().expect("our tags are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // Isolating marks would be copied along with what they surround.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(messages.to_owned()).unwrap_or_else(|(resource, errors)| {
            log::error!("messages.ftl of {tag}: {errors:?}");
            resource
        });
        bundle.add_resource_overriding(resource);
        let way = |(key, arguments): &(&str, &[&str])| {
            let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
                return Way::English;
            };
            Sentence::of(pattern, arguments).map_or(Way::Fluent, Way::Pieces)
        };
        let sentences = Msg::KEYS.iter().map(way).collect();
        Self { bundle, sentences }
    }

    pub(super) fn say(&self, message: &Msg<'_>) -> String {
        let position = message.position();
        message.arguments(&|arguments| match &self.sentences[position] {
            Way::Pieces(sentence) => sentence.say(arguments),
            Way::Fluent => self.format(position, arguments),
            Way::English => Self::of(Language::En).say(message),
        })
    }

    /// A sentence as Fluent says it.
    fn format(&self, position: usize, arguments: &[&Arg<'_>]) -> String {
        let (key, names) = Msg::KEYS[position];
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = pattern.expect("what is missing is said in English");
        let values = arguments.iter().map(|argument| match argument {
            Arg::Text(text) => FluentValue::from(text.as_ref()),
            Arg::Number(number) => FluentValue::from(*number),
        });
        let values: FluentArgs<'_> = names.iter().copied().zip(values).collect();
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_taken_apart_says_what_fluent_says() {
        for (voice, language) in VOICES.iter().zip(Language::ALL) {
            let apart = || {
                voice.sentences.iter().enumerate().filter_map(|(position, way)| match way {
                    Way::Pieces(sentence) => Some((position, sentence)),
                    Way::Fluent | Way::English => None,
                })
            };
            assert!(apart().count() * 10 > Msg::KEYS.len() * 9 || !language.is_whole(), "{}", language.tag());
            for (position, sentence) in apart() {
                let (key, names) = Msg::KEYS[position];
                let numbers = (0..=40).map(Arg::Number);
                for argument in numbers.chain([Arg::from("слово {1}"), Arg::from("3")]) {
                    let arguments = vec![&argument; names.len()];
                    assert_eq!(sentence.say(&arguments), voice.format(position, &arguments), "{key}: {argument:?}");
                }
            }
        }
    }

    #[test]
    fn a_sentence_that_a_language_lacks_is_said_in_english() {
        let voice = Voice::new("kk", "latest = соңғы\nfound-more = тағы { $count }");
        assert_eq!(voice.say(&Msg::Latest), "соңғы");
        assert_eq!(voice.say(&Msg::FoundMore { count: 3.into() }), "тағы 3");
        assert_eq!(voice.say(&Msg::Total), Language::En.say(Msg::Total));
        for count in [1, 2] {
            let message = || Msg::SourcesTitle { count: count.into() };
            assert_eq!(voice.say(&message()), Language::En.say(message()));
        }
    }
}
