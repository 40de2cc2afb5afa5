//! Answering a message: with a reply, with what an order came to, or not at all.

use std::sync::Arc;

use tokio::time::Instant;

use super::{Before, Input, Responder, Undone, done, in_time, threads::Last};
use crate::{
    language::{Language, Msg, Talk},
    question::{self, Query},
    reply::{Answerer, Heard},
    schedule,
    store::Exchange,
    telegram::{
        admin::Who,
        fit,
        incoming::{Place, Question},
    },
};

impl Responder {
    pub(super) async fn answer(&self, question: &Question, until: Instant) -> Result<(), Undone> {
        let place = self.chats.now_at(question.place);
        let language = in_time(until, self.chats.language(place.chat, question.language)).await?;
        let over = in_time(until, self.threads.to_write_over(place, question)).await?;
        let Some(over) = over else { return Ok(()) };
        let reply_to = (!place.private).then_some(question.message);
        let Some(words) = &question.words else {
            return self.greet(place, reply_to, language, until).await;
        };
        let who = Who { person: question.person, language };
        match schedule::order(words, Some(&self.me.username)).transpose() {
            Some(order) if place.private => return Box::pin(self.order(place, order, who, until)).await,
            Some(_) if question.addressed => {
                return self.say(place, reply_to, &language.say(Msg::InPrivate), until).await;
            }
            Some(_) => return Ok(()),
            None if place.private && !words.starts_with('/') => {
                if let Some(said) = self.typed(words, who, until).await? {
                    return self.tell(place, Vec::new(), said, until).await;
                }
            }
            None => {}
        }
        let answerer = self.current.answerer();
        let (heard, last) = in_time(until, self.hear(question, words, (place, language), &answerer)).await?;
        let reply = match heard {
            Heard::Reply(reply) => reply,
            Heard::Language(chosen, reply) => match self.choose_language(place, chosen, who).await {
                Ok(()) => reply,
                Err(why) => return self.say(place, reply_to, &why, until).await,
            },
            Heard::NotOurs(bot) if place.private => {
                return self.say(place, None, &not_ours(&bot, language), until).await;
            }
            Heard::NotOurs(_) => return Ok(()),
        };
        let is_for_another = !question.addressed && reply.query.is_none() && !question::is_command(words);
        if is_for_another || reply.is_chatter && !question.called && !question::is_command(words) {
            return Ok(());
        }
        self.find_room(question.place, question.person, &reply)?;
        let shown = self.show(place, over, reply_to, &reply, None, until).await;
        if let Ok((place, answer)) = &shown {
            let exchange = Exchange { question: question.message, answer: answer.as_slice().into() };
            self.threads.remember((*place, question.person), &reply, &answerer, last.as_ref(), Some(exchange));
        }
        done(shown.map(drop))
    }

    /// What becomes of a text, and the question before that it was read with. That is looked up only for a text that
    /// says too little alone.
    async fn hear(
        &self,
        question: &Question,
        words: &str,
        (place, language): (Place, Language),
        answerer: &Arc<Answerer>,
    ) -> (Heard, Option<Last>) {
        // In a group what is not addressed to us follows nothing.
        let in_thread = place.private || question.addressed;
        let ask = |last| {
            let before = Before { last, in_thread };
            self.ask(answerer, Input::Text(words.to_owned()), language, before)
        };
        if !(in_thread && question::may_follow(words)) {
            match ask(None).await {
                Heard::Reply(reply) if reply.query.is_none() => {}
                heard => return (heard, None),
            }
        }
        let last = self.threads.last(place, question, answerer).await;
        (ask(last.as_ref()).await, last)
    }
}

impl Responder {
    /// Answers a message without words: in a group it is our name alone, in private a picture or the like.
    async fn greet(
        &self,
        place: Place,
        reply_to: Option<i32>,
        language: Language,
        until: Instant,
    ) -> Result<(), Undone> {
        if place.private {
            return self.say(place, None, &language.say(Msg::NoWords), until).await;
        }
        let greeting = self.current.answerer().query(&Query::Talk(Talk::Hello), language);
        done(self.show(place, Vec::new(), reply_to, &greeting, None, until).await.map(drop))
    }
}

fn not_ours(bot: &str, language: Language) -> String {
    language.say(Msg::NotOurs { bot: (&*fit::quoted(bot)).into() })
}
