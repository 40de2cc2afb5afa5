//! Query → Answer. Each file has kinds of questions: how one is answered, what the answer tells, and its page.
//!
//! [`evaluate`] cannot fail: having no figure is an answer.

mod about;
mod checked;
mod comparison;
mod country;
mod coverage;
mod documents;
mod figures;
mod gap;
mod goods;
mod indicators;
mod instead;
mod mirror;
mod overview;
mod parts;
mod sample;
mod statements;
mod talk;
mod vintage;
mod why;
mod years;

use std::sync::Arc;

use crate::{
    catalogue::{Catalogue, Known},
    question::Query,
    render::Answer,
};

pub use about::Languages;
pub use checked::Checked;

/// Answers a query from what the catalogue holds.
pub fn evaluate(query: &Query, catalogue: &Catalogue) -> Arc<dyn Answer> {
    answer(query, catalogue, Known::all(catalogue))
}

fn answer(query: &Query, catalogue: &Catalogue, known: Known<'_>) -> Arc<dyn Answer> {
    match query {
        Query::Figures(ask) => figures::figures(ask, known),
        Query::Country(place, when) => country::country(place, *when, known),
        Query::Countries => overview::countries(known),
        Query::Compare(comparison) => comparison::comparison(comparison, known),
        Query::Parts(ask) => parts::parts(ask, known),
        Query::Goods(place) => goods::goods(place.as_ref(), known),
        Query::Agreements(place) => statements::agreements(place.as_ref(), catalogue),
        Query::Said(place) => statements::said(place, catalogue),
        Query::Mirror(place, when) => mirror::mirror(place, *when, known),
        Query::Indicator(None) => indicators::indicators(catalogue),
        Query::Indicator(Some(id)) => indicators::meaning(id, catalogue),
        Query::Why(ask) => why::why(ask, known),
        Query::History(ask) => vintage::history(ask, known),
        Query::AsOf(day, query) => vintage::known_on(*day, answer(query, catalogue, Known::on(catalogue, *day))),
        Query::Changes(page) => vintage::changes(*page, catalogue),
        Query::Coverage(place) => coverage::coverage(place.as_ref(), known),
        Query::Facts => overview::overview(catalogue),
        Query::Newest => overview::newest(known),
        Query::Search(words) => statements::search(words, catalogue),
        Query::Check => Arc::new(checked::HowToCheck),
        Query::Sources(page) => documents::documents(*page, catalogue),
        Query::Source(id) => documents::source(id, catalogue),
        Query::Cite(id) => documents::cite(id, catalogue),
        Query::Details(_, query) => answer(query, catalogue, known),
        Query::SourcesOf(query) => documents::behind(evaluate(query, catalogue)),
        Query::Start => Arc::new(about::Start::of(catalogue)),
        Query::Help => Arc::new(about::Help::of(catalogue)),
        Query::HelpOn(group) => Arc::new(about::HelpOn(*group)),
        Query::Channels => Arc::new(about::Channels),
        Query::Talk(kind) => Arc::new(talk::Chat::of(*kind, catalogue)),
        Query::Privacy => Arc::new(about::Privacy),
        Query::Languages | Query::Speak(_) => Arc::new(about::Languages),
    }
}
