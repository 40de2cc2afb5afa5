//! What the bot says of itself, to who meets it.

use super::{overview::UpTo, sample::Sample};
use crate::{
    answer::{Reading, Told},
    catalogue::{Catalogue, Known},
    language::{Language, Msg},
    question::{Group, Query, commands},
    render::{Answer, Block, Text, Writer},
};

/// What the bot is, a sample of what it answers, and up to when its facts go.
#[derive(Debug)]
pub(super) struct Start {
    sample: Sample,
    up_to: Option<UpTo>,
}

/// What can be asked in words, and the pages of commands.
#[derive(Debug)]
pub(super) struct Help(Sample);

/// The commands of one page.
#[derive(Debug)]
pub(super) struct HelpOn(pub Group);

/// How posts come into a channel.
#[derive(Debug)]
pub(super) struct Channels;

#[derive(Debug)]
pub(super) struct Privacy;

/// The languages to choose from.
#[derive(Debug)]
pub struct Languages;

impl Start {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        Self { sample: Sample::of(Known::all(catalogue)), up_to: UpTo::of(catalogue) }
    }
}

impl Help {
    pub(super) fn of(catalogue: &Catalogue) -> Self {
        Self(Sample::of(Known::all(catalogue)))
    }
}

impl Told for Start {
    fn readings(&self) -> Vec<&Reading> {
        self.sample.row.iter().flat_map(|row| row.readings()).collect()
    }
}

impl Told for Help {}

impl Told for HelpOn {}

impl Told for Channels {}

impl Told for Privacy {}

impl Told for Languages {}

impl Answer for Start {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::Start));
        if let Some(row) = &self.sample.row {
            writer.line(writer.say(Msg::StartAsk { question: writer.sample_question(&self.sample).into() }));
            writer.listed_row(row);
        }
        if let Some(up_to) = &self.up_to {
            writer.up_to(up_to);
        }
        writer.line(writer.say(Msg::StartTry));
        writer.flags(&self.sample.places);
        let more = [Query::Newest].into_iter().chain(self.sample.comparison.clone().map(Query::Compare));
        let labelled = more.map(|query| writer.sample_button(query)).collect();
        writer.labelled_rows(labelled);
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        vec![Query::Languages, Query::Channels, Query::Help]
    }
}

impl Answer for Help {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::Help));
        let examples = [Some(writer.sample_question(&self.0)), writer.sample_comparison(&self.0)];
        for example in examples.into_iter().flatten().chain([writer.say(Msg::ExampleNew)]) {
            writer.block(Block::Item(Text::plain(example)));
        }
        writer.line(writer.say(Msg::HelpGroups));
    }

    fn is_read_through(&self) -> bool {
        true
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        let groups = Group::ALL.iter().copied().map(Query::HelpOn);
        groups.chain([Query::Countries, Query::Channels, Query::Start]).collect()
    }
}

impl Answer for HelpOn {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(writer.group(self.0));
        for command in commands().filter(|command| command.group == Some(self.0)) {
            let purpose = writer.say((command.purpose)());
            // Joined, the whole example can be tapped: what Telegram makes a link of ends at a dash.
            let example = command.example.replace([' ', '-'], "_");
            writer.block(Block::Item(Text::plain(format!("{example} {purpose}"))));
        }
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl Answer for Channels {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.title(writer.say(Msg::ButtonForChannels));
        for step in [Msg::ChannelsInvite, Msg::ChannelsSchedule, Msg::ChannelsChoose, Msg::ChannelsYours] {
            writer.line(writer.say(step));
        }
    }

    fn is_read_through(&self) -> bool {
        true
    }
}

impl Answer for Privacy {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        writer.line(writer.say(Msg::Privacy));
    }

    fn is_read_through(&self) -> bool {
        true
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
