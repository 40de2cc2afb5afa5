//! Every kind of question in one row: how it is spelled, asked for, followed, dated and called.
//!
//! Parser, spelling, help, menu, evaluation, wording and diff walk these rows: [`super::query`] takes what is asked
//! from them, [`super::kind`] all else. A new kind is one more of them.

/// Hands every row to a macro: its documentation, name and arguments, its [`Grammar`](super::query::Grammar), and its
/// [`Kind`](super::kind::Kind).
macro_rules! each_kind {
    ($with:ident) => {
        $with! {
            /// One indicator between two places: `exports KGZ 2025`.
            Figures(ask: Ask) = Grammar { is_dated: true, ..GRAMMAR }, Kind {
                is_followed: true,
                rank: Some(Rank::Figures),
                commands: &[
                    Command::row("trade", &[], "/trade 2025", Menu::Everywhere, || Msg::CommandTrade)
                        .reads(Reads::Words(Frame { indicator: Some("trade"), ..TERSE }))
                        .under(Group::Trade),
                    Command::row("investment", &["investments"], "/investment", Menu::Everywhere, || {
                        Msg::CommandInvestment
                    })
                        .reads(Reads::Words(Frame { indicator: Some("investment-stock"), ..TERSE }))
                        .under(Group::Others),
                    Command::row("contracts", &[], "/contracts", Menu::Nowhere, || Msg::CommandContracts)
                        .reads(Reads::Words(Frame { indicator: Some("contracts-signed"), ..TERSE }))
                        .under(Group::Others),
                    Command::row("companies", &["enterprises"], "/companies", Menu::Nowhere, || Msg::CommandCompanies)
                        .reads(Reads::Words(Frame { indicator: Some("enterprises"), ..TERSE }))
                        .under(Group::Others),
                ],
                ..KIND
            };
            /// All about a place: `country KGZ 2025`.
            Country(place: PlaceId, when: When)
                = Grammar { word: "country", is_dated: true, is_of_one_time: true, ..GRAMMAR },
                Kind {
                is_followed: true,
                rank: Some(Rank::Place),
                commands: &[
                    Command::row("country", &["place"], "/country kyrgyzstan", Menu::Everywhere, || Msg::CommandCountry)
                        .reads(Reads::WordsOr(Frame { country: true, ..TERSE }, || Query::Countries))
                        .under(Group::Trade),
                ],
                ..KIND
            };
            /// The places we know: `countries`.
            Countries
                = Grammar { word: "countries", topic: Some(Topic::Page(|| Query::Countries)), ..GRAMMAR },
                Kind {
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonCountries),
                ..KIND
            };
            /// One indicator with several places, side by side: `compare trade KAZ KGZ 2021-2025`.
            Compare(comparison: Comparison)
                = Grammar { word: "compare", is_dated: true, ..GRAMMAR },
                Kind {
                is_followed: true,
                rank: Some(Rank::Parts),
                commands: &[
                    Command::row("compare", &["vs"], "/compare kz kg 2021-2025", Menu::Everywhere, || {
                        Msg::CommandCompare
                    })
                        .reads(Reads::Words(Frame { compare: true, ..TERSE }))
                        .under(Group::Trade),
                ],
                ..KIND
            };
            /// One indicator for each country of a group, the largest first: `parts trade 2025`.
            Parts(ask: Ask)
                = Grammar { word: "parts", is_dated: true, is_of_one_time: true, ..GRAMMAR },
                Kind {
                is_followed: true,
                rank: Some(Rank::Parts),
                label: Some(|| Msg::ButtonParts),
                commands: &[
                    Command::row("rank", &["ranking", "top"], "/rank 2025 exports", Menu::Everywhere, || {
                        Msg::CommandRank
                    })
                        .reads(Reads::Words(Frame { each: true, ..TERSE }))
                        .under(Group::Trade),
                ],
            };
            /// A part of that ranking: `cut top3 trade 2025`, `cut over10bn trade 2025`.
            Cut(cut: Cut, ask: Ask)
                = Grammar { word: "cut", is_dated: true, is_of_one_time: true, ..GRAMMAR },
                Kind { is_followed: true, ..KIND };
            /// How many times the figure of an earlier year that of a later one is: `times trade KAZ 2010-2024`.
            Times(ask: Ask) = Grammar { word: "times", is_dated: true, ..GRAMMAR }, Kind { is_followed: true, ..KIND };
            /// The goods that are traded with a place, or all that are held: `goods KGZ`.
            Goods(place: Option<PlaceId>)
                = Grammar { word: "goods", is_dated: true, topic: Some(Topic::Place(Query::Goods)), ..GRAMMAR },
                Kind {
                is_followed: true,
                rank: Some(Rank::Place),
                commands: &[
                    Command::row("goods", &["products"], "/goods kazakhstan", Menu::Everywhere, || Msg::CommandGoods)
                        .reads(Reads::Words(Frame { place: Some(Query::Goods), ..TERSE }))
                        .under(Group::Trade),
                ],
                ..KIND
            };
            /// What was agreed, and with whom: `agreements KGZ`.
            Agreements(place: Option<PlaceId>)
                = Grammar { word: "agreements", topic: Some(Topic::Place(Query::Agreements)), ..GRAMMAR },
                Kind {
                is_followed: true,
                rank: Some(Rank::Place),
                commands: &[
                    Command::row("agreements", &[], "/agreements kyrgyzstan", Menu::Everywhere, || {
                        Msg::CommandAgreements
                    })
                        .reads(Reads::Words(Frame { place: Some(Query::Agreements), ..TERSE }))
                        .under(Group::Others),
                ],
                ..KIND
            };
            /// All that is said about a place that is no figure: `said KGZ`.
            Said(place: PlaceId) = Grammar { word: "said", ..GRAMMAR }, Kind {
                is_followed: true,
                rank: Some(Rank::Place),
                label: Some(|| Msg::ButtonSaid),
                ..KIND
            };
            /// What each side of a border counts: `mirror KGZ 2024`.
            Mirror(place: PlaceId, when: When)
                = Grammar { word: "mirror", is_dated: true, is_of_one_time: true, ..GRAMMAR },
                Kind {
                is_followed: true,
                rank: Some(Rank::Place),
                label: Some(|| Msg::ButtonMirror),
                commands: &[
                    Command::row("mirror", &[], "/mirror kg 2024", Menu::Nowhere, || Msg::CommandMirror)
                        .reads(Reads::Words(Frame { mirror: true, ..TERSE })),
                ],
            };
            /// What an indicator means and what we hold of it; without one, the list: `indicator trade`.
            Indicator(indicator: Option<IndicatorId>)
                = Grammar { word: "indicator", topic: Some(Topic::Page(|| Query::Indicator(None))), ..GRAMMAR },
                Kind {
                rank: Some(Rank::Rest),
                commands: &[
                    Command::row("indicator", &["indicators"], "/indicator balance", Menu::Nowhere, || {
                        Msg::CommandIndicator
                    })
                        .reads(Reads::By(command::one_indicator))
                        .under(Group::Others),
                ],
                ..KIND
            };
            /// How the number came about: `why balance 2025`.
            Why(ask: Ask) = Grammar { word: "why", is_dated: true, ..GRAMMAR }, Kind {
                is_followed: true,
                label: Some(|| Msg::ButtonWhy),
                commands: &[
                    Command::row("why", &[], "/why trade balance 2025", Menu::Nowhere, || Msg::CommandWhy)
                        .reads(Reads::Words(Frame { why: true, ..TERSE })),
                ],
                ..KIND
            };
            /// How a figure was said, revised and taken back: `history trade KGZ 2025`.
            History(ask: Ask)
                = Grammar { word: "history", is_dated: true, is_of_one_time: true, ..GRAMMAR },
                Kind {
                is_followed: true,
                label: Some(|| Msg::ButtonHistory),
                commands: &[
                    Command::row("history", &[], "/history kg 2025", Menu::Nowhere, || Msg::CommandHistory)
                        .reads(Reads::Words(Frame { history: true, indicator: Some("trade"), ..TERSE })),
                ],
                ..KIND
            };
            /// What was known on a day, of what is dated: `asof 2025-06-30 trade KGZ 2024`.
            AsOf(day: Date, query: Box<Query>) = Grammar { word: "asof", ..GRAMMAR }, Kind {
                is_followed: true,
                commands: &[
                    Command::row("asof", &["as_of"], "/asof 2025-06-30 investment", Menu::Nowhere, || Msg::CommandAsOf)
                        .reads(Reads::Day)
                        .under(Group::About),
                ],
                ..KIND
            };
            /// What is new, revised or withdrawn, a page of it: `changes`, `changes 2`.
            Changes(page: u16)
                = Grammar { word: "changes", topic: Some(Topic::Page(|| Query::Changes(1))), ..GRAMMAR },
                Kind {
                label: Some(|| Msg::ButtonChanges),
                commands: &[
                    Command::row("changes", &["news"], "/changes", Menu::Nowhere, || Msg::CommandChanges)
                        .reads(Reads::Page(Query::Changes))
                        .under(Group::About),
                ],
                ..KIND
            };
            /// What there is: `facts`.
            Facts
                = Grammar { word: "facts", topic: Some(Topic::Page(|| Query::Facts)), ..GRAMMAR },
                Kind {
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonFacts),
                commands: &[
                    Command::row("facts", &[], "/facts", Menu::Private, || Msg::CommandFacts)
                        .reads(Reads::Nothing(|| Query::Facts))
                        .under(Group::About),
                ],
                ..KIND
            };
            /// Which years are held, by whose count; of one place: `coverage`, `coverage KGZ`.
            Coverage(place: Option<PlaceId>)
                = Grammar { word: "coverage", is_dated: true, topic: Some(Topic::Place(Query::Coverage)), ..GRAMMAR },
                Kind {
                label: Some(|| Msg::ButtonCoverage),
                commands: &[
                    Command::row("coverage", &["years"], "/coverage kz", Menu::Nowhere, || Msg::CommandCoverage)
                        .reads(Reads::Words(Frame { place: Some(Query::Coverage), ..TERSE }))
                        .under(Group::About),
                ],
                ..KIND
            };
            /// The newest figures: `latest`.
            Newest = Grammar { word: "latest", is_dated: true, ..GRAMMAR }, Kind {
                is_followed: true,
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonNewest),
                commands: &[
                    Command::row("latest", &["newest", "new"], "/latest", Menu::Nowhere, || Msg::CommandLatest)
                        .reads(Reads::WordsOr(TERSE, || Query::Newest))
                        .under(Group::Trade),
                ],
            };
            /// Facts whose words hold these: `search railway`.
            Search(words: SearchWords) = Grammar { word: "search", ..GRAMMAR }, Kind {
                is_followed: true,
                commands: &[
                    Command::row("search", &["find"], "/search railway", Menu::Nowhere, || Msg::CommandSearch)
                        .reads(Reads::By(command::search))
                        .under(Group::Others),
                ],
                ..KIND
            };
            /// How a text is checked: `check`.
            Check = Grammar { word: "check", ..GRAMMAR }, Kind {
                commands: &[
                    Command::row(
                        "check",
                        &["verify"],
                        "/check Trade with Kazakhstan was 44 billion dollars in 2024.",
                        Menu::Everywhere,
                        || Msg::CommandCheck,
                    )
                        .reads(Reads::By(command::check)),
                ],
                ..KIND
            };
            /// The documents, a page of them: `sources`, `sources 2`.
            Sources(page: u16)
                = Grammar { word: "sources", topic: Some(Topic::Page(|| Query::Sources(1))), ..GRAMMAR },
                Kind {
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonSources),
                commands: &[
                    Command::row("sources", &[], "/sources", Menu::Nowhere, || Msg::CommandSources)
                        .reads(Reads::Page(Query::Sources))
                        .under(Group::About),
                ],
                ..KIND
            };
            /// One document and all we took from it: `source mts-kg`.
            Source(document: SourceId) = Grammar { word: "source", ..GRAMMAR }, Kind {
                rank: Some(Rank::Rest),
                commands: &[
                    Command::row("source", &[], "/source 2", Menu::Nowhere, || Msg::CommandSource)
                        .reads(Reads::By(command::source)),
                ],
                ..KIND
            };
            /// How to cite a document: `cite mts-kg`.
            Cite(document: SourceId) = Grammar { word: "cite", ..GRAMMAR }, Kind {
                commands: &[
                    Command::row("cite", &["citation"], "/cite 2", Menu::Nowhere, || Msg::CommandCite)
                        .reads(Reads::By(command::cite)),
                ],
                ..KIND
            };
            /// The documents behind an answer, in full: `src trade KGZ 2025`.
            SourcesOf(query: Box<Query>) = Grammar { word: "src", ..GRAMMAR }, Kind {
                label: Some(|| Msg::ButtonSources),
                ..KIND
            };
            /// All that an answer has beside its card, a page of it: `details trade KGZ 2025`, `details 2 trade KGZ 2025`.
            Details(page: u16, query: Box<Query>) = Grammar { word: "details", ..GRAMMAR }, Kind {
                label: Some(|| Msg::ButtonDetails),
                commands: &[
                    Command::row("more", &["details"], "/more", Menu::Nowhere, || Msg::CommandMore)
                        .reads(Reads::More),
                ],
                ..KIND
            };
            /// The languages to choose from: `language`.
            Languages
                = Grammar { word: "language", topic: Some(Topic::Page(|| Query::Languages)), ..GRAMMAR },
                Kind {
                label: Some(|| Msg::ButtonLanguages),
                commands: &[
                    Command::row("language", &["lang"], "/language ru", Menu::Everywhere, || Msg::CommandLanguage)
                        .reads(Reads::By(command::language))
                        .under(Group::About),
                ],
                ..KIND
            };
            /// From now on in this language: `speak ru`.
            Speak(language: Language) = Grammar { word: "speak", ..GRAMMAR }, KIND;
            /// `help`
            Help
                = Grammar { word: "help", topic: Some(Topic::Page(|| Query::Help)), ..GRAMMAR },
                Kind {
                label: Some(|| Msg::ButtonHelp),
                commands: &[
                    Command::row("help", &[], "/help", Menu::Everywhere, || Msg::CommandHelp)
                        .reads(Reads::Nothing(|| Query::Help))
                        .unlisted(),
                ],
                ..KIND
            };
            /// A page of `help`: its commands.
            HelpOn(group: Group) = Grammar { word: "guide", ..GRAMMAR }, KIND;
            /// How posts come into a channel: `channels`.
            Channels = Grammar { word: "channels", ..GRAMMAR }, Kind {
                label: Some(|| Msg::ButtonForChannels),
                ..KIND
            };
            /// Small talk, which asks for nothing: `talk hello`.
            Talk(talk: Talk) = Grammar { word: "talk", ..GRAMMAR }, Kind {
                commands: &[
                    Command::row("report", &[], "/report", Menu::Nowhere, || Msg::CommandReport)
                        .reads(Reads::Nothing(|| Query::Talk(Talk::Wrong)))
                        .under(Group::About),
                ],
                ..KIND
            };
            /// `start`
            Start = Grammar { word: "start", ..GRAMMAR }, Kind {
                label: Some(|| Msg::ButtonStart),
                commands: &[
                    Command::row("start", &[], "/start", Menu::Nowhere, || Msg::CommandStart)
                        .reads(Reads::Link)
                        .unlisted(),
                ],
                ..KIND
            };
            /// `privacy`
            Privacy
                = Grammar { word: "privacy", topic: Some(Topic::Page(|| Query::Privacy)), ..GRAMMAR },
                Kind {
                commands: &[
                    Command::row("privacy", &[], "/privacy", Menu::Nowhere, || Msg::CommandPrivacy)
                        .reads(Reads::Nothing(|| Query::Privacy))
                        .under(Group::About),
                ],
                ..KIND
            };
        }
    };
}

pub(super) use each_kind;
