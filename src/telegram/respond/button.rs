//! Following a button under an answer: the reply takes the place of the answer, or stands beneath it.

use tokio::time::Instant;

use super::{Input, Responder, Undone, chats::Before, done, in_time};
use crate::{
    language::Msg,
    question::{self, Pressed},
    reply::Heard,
    telegram::{admin::Who, incoming::Press},
};

impl Responder {
    pub(super) async fn follow(&self, press: &Press, until: Instant) -> Result<(), Undone> {
        let Some((place, message)) = press.under.map(|(place, message)| (self.chats.now_at(place), message)) else {
            return self.acknowledge(press, None, until).await;
        };
        let answerer = self.current.answerer();
        let Some(Pressed { language, query, under }) = question::parse_button(&press.data, answerer.catalogue()) else {
            let language = in_time(until, self.chats.language(place.chat, press.language)).await?;
            log::warn!("chat {}: a button that we cannot read", place.chat);
            return self.acknowledge(press, Some(language.say(Msg::OldButton)), until).await;
        };
        let reply = match in_time(until, self.ask(&answerer, Input::Query(query), language, Before::default())).await? {
            Heard::Reply(reply) => reply,
            Heard::Language(chosen, reply) => {
                let language = self.chats.language(place.chat, press.language).await;
                match self.choose_language(place, chosen, Who { person: press.person, language }).await {
                    Ok(()) => reply,
                    Err(why) => return self.acknowledge(press, Some(why), until).await,
                }
            }
            Heard::NotOurs(_) => return self.acknowledge(press, None, until).await,
        };
        self.find_room(press.under.map_or(place, |(place, _)| place), press.person, &reply)?;
        let (over, reply_to) = if press.own { (vec![message], None) } else { (Vec::new(), Some(message)) };
        let (shown, acknowledged) = tokio::join!(
            self.show(place, over, reply_to, &reply, under.as_ref(), until),
            self.acknowledge(press, None, until)
        );
        if let Ok((chat, _)) = &shown {
            self.chats.remember(*chat, &reply, &answerer, None);
        }
        done(shown.map(drop)).and(acknowledged)
    }
}
