//! Answering a message: with a reply, with what an order came to, or not at all.

use tokio::time::Instant;

use super::{
    Input, Responder, Undone,
    chats::{Before, Exchange},
    done, in_time,
};
use crate::{
    language::{Language, Msg, Talk},
    question::{self, Query},
    reply::Heard,
    schedule,
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
        let Some(over) = self.chats.to_write_over(place.chat, question) else { return Ok(()) };
        let reply_to = (!place.private).then_some(question.message);
        let Some(words) = &question.words else {
            return self.greet(place, reply_to, language, until).await;
        };
        let who = Who { person: question.person, language };
        match schedule::order(words, Some(&self.me.username)).transpose() {
            Some(order) if place.private => return self.order(place, order, who, until).await,
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
        // A group's last question is not each member's.
        let before = Before { last: self.chats.last(place.chat, question, &answerer), in_thread: place.private };
        let reply = match in_time(until, self.ask(&answerer, Input::Text(words.clone()), language, before)).await? {
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
        if let Ok((chat, answer)) = &shown {
            let exchange = Exchange { question: question.message, answer: answer.clone() };
            self.chats.remember(*chat, &reply, &answerer, Some(exchange));
        }
        done(shown.map(drop))
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
