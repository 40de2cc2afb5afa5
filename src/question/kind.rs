//! Every kind of question in one row: how it is spelled, asked for, followed, dated and called.
//!
//! Parser, spelling, help, menu, evaluation, wording and diff walk these rows. A new kind is one more of them.

use std::fmt;

use jiff::civil::Date;

use super::{
    Ask, Comparison, SearchWords, When,
    argument::{Argument, Joined},
    command::{self, Command, Menu, Reads},
    meaning::Frame,
    query::BUTTON,
    spelling::Pieces,
};
use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, PlaceId, SourceId},
    language::{Language, Msg},
};

/// A kind of question.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// First in its spelling; empty for figures, whose indicator is the first word.
    pub word: &'static str,
    /// Can be asked about what was known on a day.
    pub is_dated: bool,
    /// Can be asked on from: it has figures or facts with sources.
    pub is_followed: bool,
    /// Takes no span of years where a person types it.
    pub is_of_one_time: bool,
    /// Where `diff` tells it; none for what is told by another page, or needs words of a person.
    pub rank: Option<Rank>,
    /// The words of its button; none where its arguments are the words.
    pub label: Option<fn() -> Msg<'static>>,
    /// The commands that ask for it, in the order of help and menu.
    pub commands: &'static [Command],
    /// How words of `topics` in a lexicon, under [`Kind::word`], are read; none where no such words lead to it.
    pub topic: Option<Topic>,
    read: fn(&mut Pieces<'_>) -> Option<Query>,
}

/// What is asked by words that name no indicator.
#[derive(Clone, Copy, Debug)]
pub enum Topic {
    /// Nothing can be added.
    Page(fn() -> Query),
    /// A place can be named.
    Place(OfPlace),
}

/// A question about a place, or about all.
pub(super) type OfPlace = fn(Option<PlaceId>) -> Query;

/// The groups of pages in a diff, in the order they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    Figures,
    Place,
    Parts,
    Rest,
}

const KIND: Kind = Kind {
    word: "",
    is_dated: false,
    is_followed: false,
    is_of_one_time: false,
    rank: None,
    label: None,
    commands: &[],
    topic: None,
    read: |_| None,
};

/// Words in any order behind a command.
const TERSE: Frame<'static> = Frame::TERSE;

/// Hands every row to a macro: its documentation, name, arguments and [`Kind`].
macro_rules! each_kind {
    ($with:ident) => {
        $with! {
            /// One indicator between two places: `exports KGZ 2025`.
            Figures(ask: Ask) = Kind {
                is_dated: true,
                is_followed: true,
                rank: Some(Rank::Figures),
                commands: &[
                    Command::row("trade", &[], "/trade 2025", Menu::Everywhere, || Msg::CommandTrade)
                        .reads(Reads::Words(Frame { indicator: Some("trade"), ..TERSE })),
                    Command::row("investment", &["investments"], "/investment", Menu::Everywhere, || Msg::CommandInvestment)
                        .reads(Reads::Words(Frame { indicator: Some("investment-stock"), ..TERSE })),
                    Command::row("contracts", &[], "/contracts", Menu::Nowhere, || Msg::CommandContracts)
                        .reads(Reads::Words(Frame { indicator: Some("contracts-signed"), ..TERSE })),
                    Command::row("companies", &["enterprises"], "/companies", Menu::Nowhere, || Msg::CommandCompanies)
                        .reads(Reads::Words(Frame { indicator: Some("enterprises"), ..TERSE })),
                ],
                ..KIND
            };
            /// All about a place: `country KGZ 2025`.
            Country(place: PlaceId, when: When) = Kind {
                word: "country",
                is_dated: true,
                is_followed: true,
                is_of_one_time: true,
                rank: Some(Rank::Place),
                commands: &[
                    Command::row("country", &["place"], "/country kyrgyzstan", Menu::Everywhere, || Msg::CommandCountry)
                        .reads(Reads::WordsOr(Frame { country: true, ..TERSE }, || Query::Countries)),
                ],
                ..KIND
            };
            /// The places we know: `countries`.
            Countries = Kind {
                word: "countries",
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonCountries),
                topic: Some(Topic::Page(|| Query::Countries)),
                ..KIND
            };
            /// One indicator with several places, side by side: `compare trade KAZ KGZ 2021-2025`.
            Compare(comparison: Comparison) = Kind {
                word: "compare",
                is_dated: true,
                is_followed: true,
                rank: Some(Rank::Parts),
                commands: &[
                    Command::row("compare", &["vs"], "/compare kz kg 2021-2025", Menu::Everywhere, || Msg::CommandCompare)
                        .reads(Reads::Words(Frame { compare: true, ..TERSE })),
                ],
                ..KIND
            };
            /// One indicator for each country of a group, the largest first: `parts trade 2025`.
            Parts(ask: Ask) = Kind {
                word: "parts",
                is_dated: true,
                is_followed: true,
                is_of_one_time: true,
                rank: Some(Rank::Parts),
                label: Some(|| Msg::ButtonParts),
                commands: &[
                    Command::row("rank", &["ranking", "top"], "/rank 2025 exports", Menu::Everywhere, || Msg::CommandRank)
                        .reads(Reads::Words(Frame { each: true, ..TERSE })),
                ],
                ..KIND
            };
            /// What was agreed, and with whom: `agreements KGZ`.
            Agreements(place: Option<PlaceId>) = Kind {
                word: "agreements",
                is_followed: true,
                rank: Some(Rank::Place),
                commands: &[
                    Command::row("agreements", &[], "/agreements kyrgyzstan", Menu::Everywhere, || Msg::CommandAgreements)
                        .reads(Reads::Words(Frame { place: Some(Query::Agreements), ..TERSE })),
                ],
                topic: Some(Topic::Place(Query::Agreements)),
                ..KIND
            };
            /// All that is said about a place that is no figure: `said KGZ`.
            Said(place: PlaceId) = Kind {
                word: "said",
                is_followed: true,
                rank: Some(Rank::Place),
                label: Some(|| Msg::ButtonSaid),
                ..KIND
            };
            /// What each side of a border counts: `mirror KGZ 2024`.
            Mirror(place: PlaceId, when: When) = Kind {
                word: "mirror",
                is_dated: true,
                is_followed: true,
                is_of_one_time: true,
                rank: Some(Rank::Place),
                label: Some(|| Msg::ButtonMirror),
                commands: &[
                    Command::row("mirror", &[], "/mirror kg 2024", Menu::Private, || Msg::CommandMirror)
                        .reads(Reads::Words(Frame { mirror: true, ..TERSE })),
                ],
                ..KIND
            };
            /// What an indicator means and what we hold of it; without one, the list: `indicator trade`.
            Indicator(indicator: Option<IndicatorId>) = Kind {
                word: "indicator",
                rank: Some(Rank::Rest),
                commands: &[
                    Command::row("indicator", &["indicators"], "/indicator balance", Menu::Nowhere, || Msg::CommandIndicator)
                        .reads(Reads::By(command::one_indicator)),
                ],
                topic: Some(Topic::Page(|| Query::Indicator(None))),
                ..KIND
            };
            /// How the number came about: `why balance 2025`.
            Why(ask: Ask) = Kind {
                word: "why",
                is_dated: true,
                is_followed: true,
                label: Some(|| Msg::ButtonWhy),
                commands: &[
                    Command::row("why", &[], "/why trade balance 2025", Menu::Nowhere, || Msg::CommandWhy)
                        .reads(Reads::Words(Frame { why: true, ..TERSE })),
                ],
                ..KIND
            };
            /// How a figure was said, revised and taken back: `history trade KGZ 2025`.
            History(ask: Ask) = Kind {
                word: "history",
                is_dated: true,
                is_followed: true,
                is_of_one_time: true,
                label: Some(|| Msg::ButtonHistory),
                commands: &[
                    Command::row("history", &[], "/history kg 2025", Menu::Nowhere, || Msg::CommandHistory)
                        .reads(Reads::Words(Frame { history: true, indicator: Some("trade"), ..TERSE })),
                ],
                ..KIND
            };
            /// What was known on a day, of what is dated: `asof 2025-06-30 trade KGZ 2024`.
            AsOf(day: Date, query: Box<Query>) = Kind {
                word: "asof",
                is_followed: true,
                commands: &[
                    Command::row("asof", &["as_of"], "/asof 2025-06-30 investment", Menu::Nowhere, || Msg::CommandAsOf)
                        .reads(Reads::By(command::known_on)),
                ],
                ..KIND
            };
            /// What is new, revised or withdrawn, a page of it: `changes`, `changes 2`.
            Changes(page: u16) = Kind {
                word: "changes",
                label: Some(|| Msg::ButtonChanges),
                commands: &[
                    Command::row("changes", &["news"], "/changes", Menu::Nowhere, || Msg::CommandChanges)
                        .reads(Reads::Page(Query::Changes)),
                ],
                topic: Some(Topic::Page(|| Query::Changes(1))),
                ..KIND
            };
            /// What there is: `facts`.
            Facts = Kind {
                word: "facts",
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonFacts),
                commands: &[
                    Command::row("facts", &[], "/facts", Menu::Private, || Msg::CommandFacts)
                        .reads(Reads::Nothing(|| Query::Facts)),
                ],
                topic: Some(Topic::Page(|| Query::Facts)),
                ..KIND
            };
            /// The newest figures: `latest`.
            Newest = Kind {
                word: "latest",
                is_dated: true,
                is_followed: true,
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonNewest),
                commands: &[
                    Command::row("latest", &["newest", "new"], "/latest", Menu::Nowhere, || Msg::CommandLatest)
                        .reads(Reads::WordsOr(TERSE, || Query::Newest)),
                ],
                ..KIND
            };
            /// Facts whose words hold these: `search railway`.
            Search(words: SearchWords) = Kind {
                word: "search",
                is_followed: true,
                commands: &[
                    Command::row("search", &["find"], "/search railway", Menu::Private, || Msg::CommandSearch)
                        .reads(Reads::By(command::search)),
                ],
                ..KIND
            };
            /// The documents, a page of them: `sources`, `sources 2`.
            Sources(page: u16) = Kind {
                word: "sources",
                rank: Some(Rank::Rest),
                label: Some(|| Msg::ButtonSources),
                commands: &[
                    Command::row("sources", &[], "/sources", Menu::Nowhere, || Msg::CommandSources)
                        .reads(Reads::Page(Query::Sources)),
                ],
                topic: Some(Topic::Page(|| Query::Sources(1))),
                ..KIND
            };
            /// One document and all we took from it: `source mts-kg`.
            Source(document: SourceId) = Kind {
                word: "source",
                rank: Some(Rank::Rest),
                commands: &[
                    Command::row("source", &[], "/source 2", Menu::Nowhere, || Msg::CommandSource)
                        .reads(Reads::By(command::source)),
                ],
                ..KIND
            };
            /// How to cite a document: `cite mts-kg`.
            Cite(document: SourceId) = Kind {
                word: "cite",
                commands: &[
                    Command::row("cite", &["citation"], "/cite 2", Menu::Nowhere, || Msg::CommandCite)
                        .reads(Reads::By(command::cite)),
                ],
                ..KIND
            };
            /// The documents behind an answer, in full: `src trade KGZ 2025`.
            SourcesOf(query: Box<Query>) = Kind {
                word: "src",
                label: Some(|| Msg::ButtonSources),
                ..KIND
            };
            /// The languages to choose from: `language`.
            Languages = Kind {
                word: "language",
                commands: &[
                    Command::row("language", &["lang"], "/language ru", Menu::Everywhere, || Msg::CommandLanguage)
                        .reads(Reads::By(command::language)),
                ],
                topic: Some(Topic::Page(|| Query::Languages)),
                ..KIND
            };
            /// From now on in this language: `speak ru`.
            Speak(language: Language) = Kind { word: "speak", ..KIND };
            /// `help`
            Help = Kind {
                word: "help",
                label: Some(|| Msg::ButtonHelp),
                commands: &[
                    Command::row("help", &[], "/help", Menu::Everywhere, || Msg::CommandHelp)
                        .reads(Reads::Nothing(|| Query::Help)),
                ],
                topic: Some(Topic::Page(|| Query::Help)),
                ..KIND
            };
            /// `start`
            Start = Kind {
                word: "start",
                label: Some(|| Msg::ButtonStart),
                commands: &[
                    Command::row("start", &[], "/start", Menu::Nowhere, || Msg::CommandStart)
                        .reads(Reads::By(command::start)),
                ],
                ..KIND
            };
            /// `privacy`
            Privacy = Kind {
                word: "privacy",
                commands: &[
                    Command::row("privacy", &[], "/privacy", Menu::Nowhere, || Msg::CommandPrivacy)
                        .reads(Reads::Nothing(|| Query::Privacy)),
                ],
                topic: Some(Topic::Page(|| Query::Privacy)),
                ..KIND
            };
        }
    };
}

macro_rules! define {
    ($($(#[$doc:meta])* $name:ident $(($($argument:ident: $type:ty),+))? = $kind:expr;)+) => {
        /// What is asked. Spelled by `Display`, read back by [`super::parse`]: `trade KGZ 2025`.
        ///
        /// With a language in front the spelling takes at most 64 bytes, for identifiers within their limits.
        #[derive(Clone, PartialEq, Eq, Hash, Debug)]
        pub enum Query {
            $($(#[$doc])* $name $(($($type),+))?,)+
        }

        /// Every kind, in the order of its commands in help and menu.
        pub static KINDS: &[&Kind] = &[$(&rows::$name),+];

        #[expect(non_upper_case_globals, reason = "named as the variant is")]
        mod rows {
            use super::*;

            $(pub(super) static $name: Kind = Kind {
                read: |pieces| {
                    let query = Query::$name $(($(<$type>::read(pieces)?),+))?;
                    pieces.pieces.is_empty().then_some(query)
                },
                ..$kind
            };)+
        }

        impl Query {
            /// Its kind.
            pub fn kind(&self) -> &'static Kind {
                match self {
                    $(Self::$name { .. } => &rows::$name,)+
                }
            }

            /// Whether a link or a tapped command carries its words, which may hold the letters `besides`.
            pub(super) fn carries(&self, besides: &[char]) -> bool {
                match self {
                    $(Self::$name $(($($argument),+))? => true $($(&& $argument.carries(besides))+)?,)+
                }
            }

            /// The time that it asks about, of a question that has one.
            pub(super) fn when(&self) -> Option<When> {
                match self {
                    $(Self::$name $(($($argument),+))? => None $($(.or($argument.when()))+)?,)+
                }
            }

            /// The same with each argument said in the one way.
            pub(super) fn with_arguments_in_one_way(self, catalogue: &Catalogue) -> Self {
                match self {
                    $(Self::$name $(($($argument),+))? => Self::$name $(($($argument.in_one_way(catalogue)),+))?,)+
                }
            }
        }

        impl fmt::Display for Query {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut spelling = Joined::new(f);
                spelling.word(self.kind().word)?;
                match self {
                    $(Self::$name $(($($argument),+))? => { $($($argument.write(&mut spelling)?;)+)? })+
                }
                Ok(())
            }
        }
    };
}

each_kind!(define);

#[cfg(test)]
pub(super) use each_kind;

impl Kind {
    /// Figures, whose spelling has no word in front.
    pub(super) const FIGURES: &Self = &rows::Figures;

    /// Reads what stands behind its word; none where it does not fit, or something is left.
    pub(super) fn read(&self, pieces: &mut Pieces<'_>) -> Option<Query> {
        (self.read)(pieces)
    }
}

impl Query {
    /// True where a button carries it behind the two letters of a language and a blank.
    pub(super) fn fits_a_button(&self) -> bool {
        self.to_string().len() <= BUTTON - 3
    }

    /// The same question about what was known on a day; none where it is not about figures.
    pub fn on(self, day: Date) -> Option<Self> {
        self.kind().is_dated.then(|| Self::AsOf(day, Box::new(self)))
    }

    /// The question to ask on from after this one; none where there is nothing to ask on from.
    pub fn followed(self) -> Option<Self> {
        match self {
            Self::SourcesOf(query) => query.followed(),
            query => query.kind().is_followed.then_some(query),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lexicon;

    #[test]
    fn words_lead_to_kinds_that_say_how_they_are_read() {
        for word in Lexicon::topics() {
            assert!(KINDS.iter().any(|kind| kind.word == word && kind.topic.is_some()), "{word}");
        }
    }
}
