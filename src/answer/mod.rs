//! Query → Answer: the figures that answer, how they were chosen, and what else could be asked.
//!
//! [`evaluate`] cannot fail: having no figure is an answer. It does not know any human language.

mod border;
mod comparison;
mod country;
mod derive;
mod figures;
mod gap;
mod list;
mod number;
mod ranking;
mod vintage;
mod years;

pub use border::{Across, Mirror, Sides};
pub use comparison::Comparison;
pub use country::Country;
pub use figures::{Panel, Row, Subject, Why};
pub use gap::{Gap, Missing};
pub use list::{Documents, Listed, Meaning, Newest, Opened, Overview};
pub use number::{Basis, Formula, Ground, Number, Other, Reading, Relation};
pub use ranking::{Part, Parts};
pub use years::Years;

pub use vintage::{Change, Changed, Changes, Event, History, Vintage};

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    catalogue::{Catalogue, Known},
    fact::{Indicator, Place, Source, Statement},
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
    AsOf(Date, Box<Answer>),
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
    Cited(Arc<Source>),
    /// The documents behind another answer, with all that it says.
    Behind(Box<Answer>),
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
        Query::AsOf(day, query) => Answer::AsOf(*day, Box::new(answer(query, catalogue, Known::on(catalogue, *day)))),
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
        Query::Sources => Answer::Sources(list::documents(1, catalogue)),
        Query::MoreSources(page) => Answer::Sources(list::documents(*page, catalogue)),
        Query::Source(id) => list::source(id, catalogue),
        Query::Cite(id) => match catalogue.source(id.as_str()) {
            Some(source) => Answer::Cited(source.clone()),
            None => list::source(id, catalogue),
        },
        Query::SourcesOf(query) => match evaluate(query, catalogue) {
            answer if answer.is_answered() => Answer::Behind(Box::new(answer)),
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
            Self::AsOf(_, answer) => answer.is_answered(),
            _ => true,
        }
    }

    /// Every reading on it, the one that answers first.
    pub fn readings(&self) -> Vec<&Reading> {
        match self {
            Self::Panel(panel) => {
                let within = panel.later.iter().chain(&panel.within).flat_map(Row::readings);
                panel.rows.iter().flat_map(Row::readings).chain(&panel.longer).chain(within).collect()
            }
            Self::Years(years) => {
                let rows = years.rows.iter().flat_map(|(_, row)| row).flat_map(Row::readings);
                rows.chain(&years.average).collect()
            }
            Self::Parts(parts) => {
                let rows = parts.rows.iter().filter_map(|part| part.row.as_ref()).chain(&parts.whole);
                let shares = parts.rows.iter().filter_map(|part| part.share.as_ref());
                rows.flat_map(Row::readings).chain(shares).collect()
            }
            Self::Comparison(comparison) => {
                let rows = comparison.lines.iter().flat_map(|(_, rows)| rows).flatten().flat_map(Row::readings);
                rows.chain(&comparison.ratios).chain(comparison.averages.iter().flatten()).collect()
            }
            Self::Why(why) => std::iter::once(&why.reading).chain(&why.longer).collect(),
            Self::Mirror(mirror) => mirror.sides.iter().flat_map(Sides::readings).collect(),
            Self::Country(country) => country.rows.iter().flat_map(Row::readings).collect(),
            Self::Found(found) | Self::Statements(found) | Self::Said(found) => found.readings.iter().collect(),
            Self::Newest(newest) => newest.rows.iter().flat_map(|(_, row)| row.readings()).collect(),
            Self::Meaning(meaning) => meaning.readings.iter().collect(),
            Self::Source(opened) => opened.readings.iter().collect(),
            Self::History(history) => history.reading.iter().collect(),
            Self::Behind(answer) | Self::AsOf(_, answer) => answer.readings(),
            _ => Vec::new(),
        }
    }

    /// What others count of the same, beside what answers.
    pub fn across(&self) -> Vec<&Across> {
        match self {
            Self::Panel(panel) => panel.across.iter().collect(),
            Self::Why(why) => why.across.iter().collect(),
            Self::Country(country) => country.across.iter().flat_map(|(_, across)| across).collect(),
            Self::Behind(answer) | Self::AsOf(_, answer) => answer.across(),
            _ => Vec::new(),
        }
    }

    /// Every statement on it.
    pub fn statements(&self) -> &[Arc<Statement>] {
        match self {
            Self::Panel(panel) => &panel.statements,
            Self::Mirror(mirror) => &mirror.reasons,
            Self::Country(country) => &country.statements,
            Self::Found(found) | Self::Statements(found) | Self::Said(found) => &found.statements,
            Self::Source(opened) => &opened.statements,
            Self::Behind(answer) | Self::AsOf(_, answer) => answer.statements(),
            _ => &[],
        }
    }

    /// What to ask next, most useful first.
    pub fn suggestions(&self) -> Vec<Query> {
        match self {
            Self::Panel(panel) => panel.next.clone(),
            Self::Years(years) => years.next.clone(),
            Self::Parts(parts) => parts.next.clone(),
            Self::Comparison(comparison) => comparison.next.clone(),
            Self::Newest(newest) => newest.next.clone(),
            Self::Sources(documents) => documents.neighbours(),
            Self::Why(why) => vec![Query::Figures(why.asked())],
            Self::Mirror(mirror) => mirror.next.clone(),
            Self::Country(country) => country.next.clone(),
            Self::History(history) => history.next.clone(),
            Self::Changes(changes) => changes.next.clone(),
            // What was known on a day leads on to what was known on the same day.
            Self::AsOf(day, answer) => answer.suggestions().into_iter().filter_map(|query| query.on(*day)).collect(),
            Self::Gap(gap) => gap.nearest.clone(),
            _ => Vec::new(),
        }
    }
}
