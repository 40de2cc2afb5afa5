//! The closed list of what can be asked, and how each is spelled.

use std::fmt;

use jiff::civil::Date;

use super::{
    argument::{Argument, Joined},
    ask::{Ask, BUTTON, Comparison, SearchWords, When},
    canonical::span,
    command::Group,
    cut::Cut,
    pieces::Pieces,
    table::each_kind,
};
use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, PlaceId, SourceId},
    language::{Language, Talk},
};

/// How a kind of question is written.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// First in its spelling; empty for figures, whose indicator is the first word.
    pub word: &'static str,
    /// Can be asked about what was known on a day.
    pub is_dated: bool,
    /// Takes no span of years where a person types it.
    pub is_of_one_time: bool,
    /// How words of `topics` in a lexicon, under [`Grammar::word`], are read; none where no such words lead to it.
    pub topic: Option<Topic>,
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

const GRAMMAR: Grammar = Grammar { word: "", is_dated: false, is_of_one_time: false, topic: None };

macro_rules! define {
    ($($(#[$doc:meta])* $name:ident $(($($argument:ident: $type:ty),+))? = $grammar:expr, $kind:expr;)+) => {
        /// What is asked. Spelled by `Display`, read back by [`super::parse`]: `trade KGZ 2025`.
        ///
        /// With a language in front the spelling takes at most 64 bytes, for identifiers within their limits.
        #[derive(Clone, PartialEq, Eq, Hash, Debug)]
        pub enum Query {
            $($(#[$doc])* $name $(($($type),+))?,)+
        }

        const GRAMMARS: &[Grammar] = &[$($grammar),+];

        impl Query {
            /// How its kind is written.
            pub fn grammar(&self) -> &'static Grammar {
                match self {
                    $(Self::$name { .. } => const { &$grammar },)+
                }
            }

            /// The time that it asks about, of a question that has one.
            pub fn when(&self) -> Option<When> {
                match self {
                    $(Self::$name $(($($argument),+))? => None $($(.or($argument.when()))+)?,)+
                }
            }

            /// True if a link or a tapped command carries its words, which may hold the letters `besides`.
            pub(super) fn carries(&self, besides: &[char]) -> bool {
                match self {
                    $(Self::$name $(($($argument),+))? => true $($(&& $argument.carries(besides))+)?,)+
                }
            }

            /// The same with each argument said in the one way.
            fn with_arguments_in_one_way(self, catalogue: &Catalogue) -> Self {
                match self {
                    $(Self::$name $(($($argument),+))? => Self::$name $(($($argument.in_one_way(catalogue)),+))?,)+
                }
            }

            /// Reads all pieces of a spelling as one question.
            pub(super) fn read(mut pieces: Pieces<'_>) -> Option<Self> {
                let first = pieces.pieces.first().copied()?;
                let folded = pieces.folded;
                let is_spelled = |word: &str| if folded { word.eq_ignore_ascii_case(first) } else { word == first };
                let word = GRAMMARS.iter().map(|one| one.word).find(|word| !word.is_empty() && is_spelled(word));
                if word.is_some() {
                    pieces.take();
                }
                let word = word.unwrap_or_default();
                $(if word == const { $grammar.word } {
                    let query = Self::$name $(($(<$type>::read(&mut pieces)?),+))?;
                    return (pieces.pieces.is_empty() && query.is_sound()).then_some(query);
                })+
                None
            }
        }

        impl fmt::Display for Query {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut spelling = Joined::new(f);
                spelling.word(self.grammar().word)?;
                match self {
                    $(Self::$name $(($($argument),+))? => { $($($argument.write(&mut spelling)?;)+)? })+
                }
                Ok(())
            }
        }
    };
}

each_kind!(define);

impl Query {
    /// How words of a lexicon that lead to a kind are read.
    pub(super) fn topic(word: &str) -> Option<Topic> {
        GRAMMARS.iter().find(|grammar| grammar.word == word)?.topic
    }

    /// False for what nobody asks: of a day only what is dated, no details of details, and how many times something is
    /// only of two years.
    fn is_sound(&self) -> bool {
        match self {
            Self::AsOf(_, query) => query.grammar().is_dated,
            Self::Details(_, query) | Self::SourcesOf(query) => !matches!(**query, Self::Details(..)),
            Self::Times(ask) => matches!(ask.when, When::Years(first, last) if first < last),
            _ => true,
        }
    }

    /// The question whose answer it shows more of: of the details and of the documents behind an answer that one.
    pub fn answered(&self) -> &Self {
        match self {
            Self::Details(_, query) | Self::SourcesOf(query) => query.answered(),
            query => query,
        }
    }

    /// The question that its answer is about, where that is another answer's.
    pub fn about(&self) -> Option<Self> {
        let of_place = |place: &PlaceId| Self::Country(place.clone(), When::Latest);
        Some(match self {
            Self::Details(_, query) | Self::SourcesOf(query) => (**query).clone(),
            Self::Why(ask) | Self::History(ask) => Self::Figures(ask.clone()),
            Self::Mirror(place, _) | Self::Said(place) => of_place(place),
            Self::Cite(document) => Self::Source(document.clone()),
            Self::HelpOn(_) | Self::Privacy => Self::Help,
            Self::Channels | Self::Languages | Self::Countries => Self::Start,
            Self::AsOf(day, query) => query.about()?.on(*day)?,
            _ => return None,
        })
    }

    /// True where a button carries it behind the two letters of a language and a blank.
    pub(crate) fn fits_a_button(&self) -> bool {
        self.to_string().len() <= BUTTON - 3
    }

    /// The same question about what was known on a day; none where it is not about figures.
    pub fn on(self, day: Date) -> Option<Self> {
        self.grammar().is_dated.then(|| Self::AsOf(day, Box::new(self)))
    }
}

/// One query for all that mean the same: defaults left out, the base of a growth and the whole of a share put in.
pub fn canonical(query: Query, catalogue: &Catalogue) -> Query {
    match query.with_arguments_in_one_way(catalogue) {
        Query::Mirror(place, when) => Query::Mirror(place, span(when)),
        query => query,
    }
}

/// All that is left.
impl Argument for Box<Query> {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        Query::read(pieces.rest()).map(Self::new)
    }

    fn carries(&self, besides: &[char]) -> bool {
        (**self).carries(besides)
    }

    fn in_one_way(self, catalogue: &Catalogue) -> Self {
        Self::new(canonical(*self, catalogue))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Lexicon;

    #[test]
    fn words_lead_to_kinds_that_say_how_they_are_read() {
        for word in Lexicon::topics() {
            assert!(Query::topic(word).is_some(), "{word}");
        }
    }
}
