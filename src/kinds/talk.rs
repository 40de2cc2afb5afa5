//! Small talk: a friendly line, something that can be asked, and buttons for it.

use super::{overview::UpTo, sample::Sample};
use crate::{
    answer::Told,
    catalogue::{Catalogue, Known},
    language::{Msg, Talk},
    question::Query,
    render::{Answer, Writer},
};

/// The answer to small talk.
#[derive(Debug)]
pub(super) struct Chat {
    talk: Talk,
    sample: Sample,
    up_to: Option<UpTo>,
}

impl Chat {
    pub(super) fn of(talk: Talk, catalogue: &Catalogue) -> Self {
        let up_to = (talk == Talk::UpTo).then(|| UpTo::of(catalogue)).flatten();
        Self { talk, sample: Sample::of(Known::all(catalogue)), up_to }
    }
}

impl Told for Chat {}

impl Answer for Chat {
    fn lay_out<'c>(&'c self, writer: &mut Writer<'c>) {
        if let Some(up_to) = &self.up_to {
            writer.up_to(up_to);
        }
        let question = match self.talk {
            Talk::UpTo => writer.say(Msg::ExampleNew),
            _ => writer.sample_question(&self.sample),
        };
        let question = question.into();
        writer.line(writer.say(match self.talk {
            Talk::Nod => Msg::TalkNod { question },
            Talk::Hello => Msg::TalkHello { question },
            Talk::Bye => Msg::TalkBye { question },
            Talk::Praise => Msg::TalkPraise { question },
            Talk::Thanks => Msg::TalkThanks { question },
            Talk::HowAreYou => Msg::TalkHowAreYou { question },
            Talk::Wrong => Msg::TalkWrong,
            Talk::Robot => Msg::TalkRobot { question },
            Talk::Maker => Msg::TalkMaker { question },
            Talk::UpTo => Msg::TalkUpTo { question },
            Talk::Able => Msg::TalkAble { question },
        }));
        if !matches!(self.talk, Talk::UpTo | Talk::Wrong) {
            writer.flags(self.sample.places.get(..2).unwrap_or(&self.sample.places));
        }
    }

    fn further(&self, _catalogue: &Catalogue) -> Vec<Query> {
        match self.talk {
            Talk::UpTo => vec![Query::Newest, Query::Coverage(None), Query::Help],
            Talk::Wrong => vec![Query::Sources(1), Query::Help],
            _ => vec![Query::Newest, Query::Help],
        }
    }
}
