//! What the bot says of itself.

use super::overview::UpTo;
use crate::{
    answer::Told,
    catalogue::Catalogue,
    fact::{Kind, PlaceId},
    language::{Language, Msg},
    question::{Ask, Query, When, commands},
    render::{Answer, Block, Text, Writer},
};

/// What the bot is, and up to when its facts go.
#[derive(Debug)]
pub(super) struct Start {
    up_to: Option<UpTo>,
}

#[derive(Debug)]
pub(super) struct Help;

#[derive(Debug)]
pub(super) struct Privacy;

/// The languages to choose from.
#[derive(Debug)]
pub struct Languages;

impl Start {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        Self { up_to: UpTo::of(catalogue) }
    }
}

impl Told for Start {}

impl Told for Help {}

impl Told for Privacy {}

impl Told for Languages {}

impl Answer for Start {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::Start));
        if let Some(up_to) = &self.up_to {
            writer.up_to(up_to);
        }
        writer.line(writer.say(Msg::StartTry));
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, catalogue: &Catalogue) -> Vec<Query> {
        examples(catalogue).into_iter().chain([Query::Help]).collect()
    }
}

impl Answer for Help {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::Help));
        for command in commands() {
            let purpose = writer.say((command.purpose)());
            // Joined, the whole example can be tapped: what Telegram makes a link of ends at a dash.
            let example = command.example.replace([' ', '-'], "_");
            writer.block(Block::Item(Text::plain(format!("{example} {purpose}"))));
        }
        writer.line(writer.say(Msg::HelpFree));
        writer.line(writer.say(Msg::HelpChannels));
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        lists()
    }
}

impl Answer for Privacy {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::Privacy));
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        lists()
    }
}

impl Answer for Languages {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::LanguagePick));
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        Language::ALL.iter().copied().map(Query::Speak).collect()
    }
}

fn lists() -> Vec<Query> {
    vec![Query::Facts, Query::Indicator(None), Query::Countries]
}

/// What a newcomer may like to ask first: the flow that shows most others, of the group and of its members.
fn examples(catalogue: &Catalogue) -> Vec<Query> {
    let flows = catalogue.indicators().filter(|one| one.kind == Kind::Flow && !one.shown_with.is_empty());
    let Some(indicator) = flows.max_by_key(|one| one.shown_with.len()) else { return Vec::new() };
    let ask = |partner: Option<PlaceId>| {
        Query::Figures(Ask {
            indicator: indicator.id.clone(),
            goods: None,
            of: None,
            reporter: None,
            partner,
            when: When::Latest,
        })
    };
    let group = catalogue.place(catalogue.default_partner().as_str());
    let counted = |place: &&PlaceId| catalogue.has_figures(place);
    let members = group.into_iter().flat_map(|group| &group.members).filter(counted).take(2);
    std::iter::once(ask(None)).chain(members.map(|place| ask(Some(place.clone())))).chain([Query::Countries]).collect()
}
