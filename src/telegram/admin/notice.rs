//! Notices to people who ordered a post, in words.

use super::words::{Keys, Said, Words};
use crate::{
    courier::{Notice, Office},
    language::Msg,
    schedule::{Skip, Suspended, Zone},
    store::StoreError,
};

pub(super) async fn said(office: &Office, notice: &Notice, words: Words) -> Result<Said, StoreError> {
    let schedule = match notice {
        Notice::Skipped { schedule, .. }
        | Notice::Unreadable { schedule, .. }
        | Notice::Refused { schedule, .. }
        | Notice::Unknown { schedule, .. } => office.store.schedule(*schedule).await?,
        Notice::Suspended { .. } | Notice::Resumed { .. } | Notice::LetIn { .. } => None,
    };
    let chat = match notice {
        Notice::Suspended { chat, .. } | Notice::Resumed { chat } => Some(*chat),
        _ => schedule.as_ref().map(|schedule| schedule.chat),
    };
    let title = match chat {
        Some(chat) => office.store.channel(chat).await?.map_or_else(|| chat.to_string(), |channel| channel.title),
        None => String::new(),
    };
    let at = |due| match &schedule {
        Some(schedule) => words.moment(due, schedule),
        None => crate::courier::moment(words.language, due, &Zone::utc()),
    };
    let number = |id: &i64| id.to_string().into();
    let message = match notice {
        Notice::Skipped { schedule, why, first, .. } if Skip::from_word(why) == Some(Skip::NoAnswer) => {
            Msg::NoticeNoAnswer { number: number(schedule), due: at(*first).into() }
        }
        Notice::Skipped { schedule, count, first, last, .. } => {
            let (first, last) = (at(*first).into(), at(*last).into());
            Msg::NoticeLate { number: number(schedule), count: (*count).into(), first, last }
        }
        Notice::Unreadable { schedule, why } => Msg::NoticeUnreadable { number: number(schedule), why: why.into() },
        Notice::Refused { schedule, due, why } => {
            Msg::NoticeRefused { number: number(schedule), due: at(*due).into(), why: why.into() }
        }
        Notice::Unknown { schedule, due } => {
            Msg::NoticeUnknown { number: number(schedule), title: title.into(), due: at(*due).into() }
        }
        Notice::Suspended { why, .. } => {
            let why = Suspended::from_word(why).map_or_else(|| why.clone(), |why| words.why(why));
            Msg::NoticeSuspended { title: title.into(), why: why.into() }
        }
        Notice::Resumed { .. } => Msg::NoticeResumed { title: title.into() },
        Notice::LetIn { title, .. } => Msg::NoticeLetIn { title: title.into() },
    };
    Ok(Said { keys: keys(notice, &words), ..Said::plain(&words.say(message)) })
}

fn keys(notice: &Notice, words: &Words) -> Keys {
    let row = match notice {
        Notice::Unknown { schedule, due } => {
            let (schedule, due) = (*schedule, due.as_second());
            vec![
                words.key(Msg::ButtonThere, &format!("there {schedule} {due}")),
                words.key(Msg::ButtonAgain, &format!("again {schedule} {due}")),
            ]
        }
        Notice::LetIn { chat, .. } => vec![words.key(Msg::ButtonConnect, &format!("connect {chat}"))],
        Notice::Skipped { schedule, .. } | Notice::Unreadable { schedule, .. } | Notice::Refused { schedule, .. } => {
            vec![words.key(Msg::ButtonEdit, &format!("edit {schedule}")), words.key(Msg::ButtonChannels, "channels")]
        }
        Notice::Suspended { .. } | Notice::Resumed { .. } => vec![words.key(Msg::ButtonChannels, "channels")],
    };
    Keys::Rows(vec![row])
}
