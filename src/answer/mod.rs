//! Query → Answer: the figures that answer, how they were chosen, and what else could be asked.
//!
//! [`evaluate`] cannot fail: having no figure is an answer. It does not know any human language.

mod border;
mod comparison;
mod country;
mod counts;
mod derive;
mod figures;
mod gap;
mod list;
mod number;
mod ranking;
mod subject;
mod told;
mod vintage;
mod years;

pub use border::{Mirror, Sides};
pub use comparison::Comparison;
pub use country::Country;
pub use figures::{Panel, Why};
pub use gap::{Gap, Missing};
pub use list::{Behind, Citable, Documents, Listed, Meaning, Newest, Opened, Overview};
pub use number::{Across, Basis, Formula, Ground, Number, Other, Reading, Relation};
pub use ranking::{Part, Parts};
pub use subject::{Row, Subject};
pub use told::{Shown, Told};
pub use vintage::{Change, Changed, Changes, Event, History, KnownOn, Vintage};
pub use years::Years;

use std::sync::Arc;

use crate::{
    catalogue::{Catalogue, Known},
    fact::{Indicator, Place},
    question::Query,
};

/// What we can say to a query.
#[derive(Clone, Debug)]
pub enum Answer {
    Panel(Panel),
    Years(Years),
    Parts(Parts),
    Comparison(Comparison),
    Why(Why),
    Mirror(Mirror),
    History(History),
    Changes(Changes),
    /// What was known on a day.
    AsOf(KnownOn),
    Country(Country),
    Countries(Vec<Arc<Place>>),
    /// Statements, newest document last.
    Statements(Listed),
    /// All statements about a place.
    Said(Listed),
    /// Figures and statements that hold the words.
    Found(Listed),
    Newest(Newest),
    Meaning(Meaning),
    Indicators(Vec<Arc<Indicator>>),
    Overview(Overview),
    Sources(Documents),
    Source(Opened),
    /// A document to be cited.
    Cited(Citable),
    /// The documents behind another answer, with all that it says.
    Behind(Behind),
    Start,
    Help,
    Privacy,
    Languages,
    /// We have no figure; the nearest that we have.
    Gap(Gap),
}

/// Answers a query from what the catalogue holds.
pub fn evaluate(query: &Query, catalogue: &Catalogue) -> Answer {
    answer(query, catalogue, Known::all(catalogue))
}

fn answer(query: &Query, catalogue: &Catalogue, known: Known<'_>) -> Answer {
    match query {
        Query::Figures(ask) => figures::figures(ask, known),
        Query::Parts(ask) => ranking::parts(ask, known),
        Query::Compare(comparison) => comparison::comparison(comparison, known),
        Query::Why(ask) => figures::why(ask, known),
        Query::Mirror(place, when) => border::mirror(place, *when, known),
        Query::Country(place, when) => country::country(place, *when, known),
        Query::History(ask) => vintage::history(ask, known),
        Query::Changes(page) => vintage::changes(*page, catalogue),
        Query::AsOf(day, query) => {
            let answer = Box::new(answer(query, catalogue, Known::on(catalogue, *day)));
            Answer::AsOf(KnownOn { day: *day, answer })
        }
        Query::Countries => {
            Answer::Countries(known.places().filter(|place| country::is_known(place, known)).cloned().collect())
        }
        Query::Agreements(place) => list::agreements(place.as_ref(), catalogue),
        Query::Said(place) => list::said(place, catalogue),
        Query::Indicator(None) => list::indicators(catalogue),
        Query::Indicator(Some(id)) => list::meaning(id, catalogue),
        Query::Facts => Answer::Overview(list::overview(catalogue)),
        Query::Newest => list::newest(known),
        Query::Search(words) => list::search(words, catalogue),
        Query::Sources(page) => Answer::Sources(list::documents(*page, catalogue)),
        Query::Source(id) => list::source(id, catalogue),
        Query::Cite(id) => match catalogue.source(id.as_str()) {
            Some(source) => Answer::Cited(Citable(source.clone())),
            None => list::source(id, catalogue),
        },
        Query::SourcesOf(query) => match evaluate(query, catalogue) {
            answer if answer.is_answered() => Answer::Behind(Behind(Box::new(answer))),
            gap => gap,
        },
        Query::Start => Answer::Start,
        Query::Help => Answer::Help,
        Query::Privacy => Answer::Privacy,
        Query::Languages | Query::Speak(_) => Answer::Languages,
    }
}

impl Answer {
    /// Whether there is a figure or a fact in it.
    pub fn is_answered(&self) -> bool {
        match self {
            Self::Gap(_) => false,
            Self::AsOf(known) => known.answer.is_answered(),
            _ => true,
        }
    }

    /// What its kind tells.
    pub fn told(&self) -> &dyn Told {
        match self {
            Self::Panel(panel) => panel,
            Self::Years(years) => years,
            Self::Parts(parts) => parts,
            Self::Comparison(comparison) => comparison,
            Self::Why(why) => why,
            Self::Mirror(mirror) => mirror,
            Self::History(history) => history,
            Self::Changes(changes) => changes,
            Self::AsOf(known) => known,
            Self::Country(country) => country,
            Self::Statements(listed) | Self::Said(listed) | Self::Found(listed) => listed,
            Self::Newest(newest) => newest,
            Self::Meaning(meaning) => meaning,
            Self::Sources(documents) => documents,
            Self::Source(opened) => opened,
            Self::Cited(citable) => citable,
            Self::Behind(behind) => behind,
            Self::Gap(gap) => gap,
            Self::Countries(_) | Self::Indicators(_) | Self::Overview(_) => &(),
            Self::Start | Self::Help | Self::Privacy | Self::Languages => &(),
        }
    }
}
