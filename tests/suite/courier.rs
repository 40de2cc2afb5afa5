//! Posts as admins order them and chats get them: once, in order, late or not at all, with a word to whom it concerns.
//!
//! Telegram is a messenger that does as it is told. What is waited for in the program passes quickly; the clock by which
//! posts are due is turned by hand.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    num::NonZeroUsize,
    sync::{Arc, LazyLock, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tradefacts::{
    catalogue::Catalogue,
    clock::Clock,
    courier::{Connected, Courier, Denied, Messenger, Notice, Office, Post, Refused, Rights, Seen, moment, replica},
    language::Language,
    question::Query,
    reply::{Answerer, Current},
    schedule::{
        Address, Changes, ChatKind, Fate, Grace, Key, Order, Schedule, Skip, State, Suspended, What, Zone, order,
    },
    store::{self, Plan, Store},
};

use crate::answers::{arcadia, shipped};

const OWNER: i64 = 7;
const OTHER: i64 = 8;
const CHAT: i64 = -1001;
/// The morning on which every story begins.
const MORNING: &str = "2060-03-01T08:00Z";

#[tokio::test]
async fn a_due_post_goes_out_once_as_it_was_previewed_and_what_it_showed_is_kept() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest silent topic=12").await;
    world.couriers(1);
    world.turn_to("2060-03-01T08:59:50Z");
    world.for_a_while().await;
    assert!(world.messenger.posts().is_empty(), "it is not due");
    world.turn_to("2060-03-01T09:00Z");
    world.posted(1).await;
    world.for_a_while().await;
    let posts = world.messenger.posts();
    assert_eq!(posts.len(), 1);
    let schedule = world.store.schedule(id).await.unwrap().unwrap();
    let preview = world.office.preview(&schedule, &[]).unwrap();
    assert_eq!((&posts[0].html, &posts[0].links), (&preview.html, &preview.links));
    assert_eq!((posts[0].chat, posts[0].topic, posts[0].silent), (CHAT, Some(12), true));
    assert_eq!(posts[0].language, Language::En);
    let sent = world.settled(id, "2060-03-01T09:00Z").await;
    assert_eq!(sent.fate, Fate::Sent(Some(1)));
    let record: Value = serde_json::from_str(&sent.shown.unwrap()).unwrap();
    assert_eq!((&record["query"], &record["language"]), (&"trade".into(), &"en".into()), "{record:#}");
    assert_eq!(record["sheets"], format!("{:016x}", CATALOGUE.fingerprint()));
    let figures = record["figures"].as_array().unwrap();
    assert!(!figures.is_empty());
    for figure in figures {
        for key in ["indicator", "partner", "period", "value", "unit", "source", "at"] {
            assert!(figure[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {figure:#}");
        }
        assert!(figure.get("published").is_some(), "{figure:#}");
    }
    assert_eq!(world.notices().await, []);
    assert_eq!(world.store.next_due(id).await.unwrap(), Some(at("2060-03-02T09:00Z")));
}

#[tokio::test]
async fn a_clock_that_is_wrong_plans_posts_and_tells_nothing() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.lock().time = Some(at(MORNING));
    world.turn_to("2200-01-01T08:00Z");
    world.couriers(1);
    world.for_a_while().await;
    assert_eq!(world.notices().await, []);
    assert_eq!(world.store.next_due(id).await.unwrap(), Some(at("2060-03-01T09:00Z")), "it still falls due");
    assert_eq!((world.messenger.calls(), world.store.tally().await.unwrap()), (0, [0; 6]));
    // What is claimed by others, or was planned before, is left alone too.
    let key = Key { schedule: id, due: at("2060-03-01T08:30Z") };
    assert!(world.store.plan_now(key, CHAT, at(MORNING)).await.unwrap());
    world.for_a_while().await;
    assert_eq!(world.messenger.calls(), 0);
    world.messenger.lock().time = Some(world.clock.now());
    world.posted(1).await;
}

#[tokio::test]
async fn a_clock_that_is_a_minute_off_posts_all_the_same() {
    let world = World::new().await;
    world.connected("daily 09:00 trade latest").await;
    world.turn_to("2060-03-01T09:00Z");
    world.messenger.lock().time = Some(at("2060-03-01T08:59Z"));
    world.couriers(1);
    world.posted(1).await;
}

#[tokio::test]
async fn a_crash_in_a_post_keeps_no_place_from_others() {
    let world = World::new().await;
    let many = 60;
    for chat in 1..=many {
        let owner = OWNER + chat / 10;
        assert_eq!(world.office.connect(&seen(-chat), owner).await.unwrap(), Connected::New);
        world.order(-chat, "daily 09:00 trade latest", owner).await.unwrap();
        world.messenger.lock().deadly.insert(-chat);
    }
    world.connected("daily 09:01 trade latest").await;
    world.turn_to("2060-03-01T09:00:30Z");
    world.couriers(1);
    world.called(usize::try_from(many).unwrap()).await;
    world.turn_to("2060-03-01T09:01Z");
    world.posted(1).await;
}

#[tokio::test]
async fn three_couriers_post_each_of_many_once_and_in_order_within_a_chat() {
    let world = World::new().await;
    for chat in 1..=60 {
        let owner = OWNER + chat / 10;
        assert_eq!(world.office.connect(&seen(-chat), owner).await.unwrap(), Connected::New);
        for minute in 0..5 {
            world.order(-chat, &format!("daily 09:0{minute} trade latest"), owner).await.unwrap();
        }
    }
    world.turn_to("2060-03-01T09:05Z");
    world.couriers(3);
    world.posted(300).await;
    world.until("all are settled", async |world| world.store.tally().await.unwrap()[2] == 300).await;
    world.for_a_while().await;
    assert_eq!(world.messenger.calls(), 300);
    assert_eq!(world.store.tally().await.unwrap(), [0, 0, 300, 0, 0, 0]);
    for chat in 1..=60 {
        let log = world.store.log(-chat, 9).await.unwrap();
        let messages: Vec<i32> = log
            .iter()
            .rev()
            .map(|delivery| match delivery.fate {
                Fate::Sent(Some(message)) => message,
                ref other => panic!("{other:?}"),
            })
            .collect();
        assert!(messages.len() == 5 && messages.is_sorted(), "{messages:?}");
    }
}

#[tokio::test]
async fn a_slow_courier_leaves_to_others_what_it_cannot_send_soon() {
    let world = World::new().await;
    // Its part of the pace is a post in more than a second.
    for number in 0..30 {
        let name = format!("replica/{number}");
        assert!(world.store.hold(&name, &name, secs(3 * 24 * 3600)).await.unwrap());
    }
    world.couriers(1);
    world.until("it knows the others", async |world| world.store.held("replica/").await.unwrap() == 31).await;
    for chat in 1..=40 {
        let owner = OWNER + chat / 10;
        world.office.connect(&seen(-chat), owner).await.unwrap();
        world.order(-chat, "daily 09:00 trade latest", owner).await.unwrap();
    }
    world.turn_to("2060-03-01T09:00Z");
    world.posted(2).await;
    let now = world.clock.now();
    let left = world.store.claim("another", now, secs(60), 99).await.unwrap().len();
    let posted = world.messenger.calls();
    assert!(left + posted >= 36, "of 40, {left} are left and {posted} are sent");
}

#[tokio::test]
async fn after_three_days_at_most_one_post_goes_out_and_its_owner_is_told_once_of_the_others() {
    for (back, posts, why, count) in [
        ("2060-03-04T10:00Z", 1, Skip::Late, 3),
        ("2060-03-04T20:00Z", 0, Skip::Late, 4),
        ("2060-03-04T10:00Z", 1, Skip::Overtaken, 3),
    ] {
        let world = World::new().await;
        let grace = if why == Skip::Late { "grace=6h" } else { "grace=7d" };
        let id = world.connected(&format!("daily 09:00 trade latest {grace}")).await;
        world.turn_to(back);
        world.couriers(2);
        world.until("all are settled", async |world| open(&world.store.tally().await.unwrap()) == (0, 4)).await;
        world.for_a_while().await;
        assert_eq!(world.messenger.posts().len(), posts);
        for day in 1..=count {
            assert_eq!(world.fate(id, &format!("2060-03-0{day}T09:00Z")).await, Some(Fate::Skipped(why)));
        }
        let word = if posts == 1 { Skip::Overtaken } else { Skip::Late }.word().to_owned();
        let last = at(&format!("2060-03-0{count}T09:00Z"));
        let notice = Notice::Skipped { schedule: id, why: word, count, first: at("2060-03-01T09:00Z"), last };
        assert_eq!(world.notices().await, [(OWNER, notice)]);
        assert_eq!(world.store.next_due(id).await.unwrap(), Some(at("2060-03-05T09:00Z")));
    }
}

#[tokio::test]
async fn a_post_that_is_late_but_within_its_grace_says_when_it_was_due() {
    let world = World::new().await;
    world.connected("daily 09:00 trade latest grace=1h").await;
    world.turn_to("2060-03-01T09:45Z");
    world.couriers(1);
    world.posted(1).await;
    let due = moment(Language::En, at("2060-03-01T09:00Z"), &Zone::parse("UTC").unwrap());
    let html = &world.messenger.posts()[0].html;
    assert!(html.starts_with("<i>") && html.contains(&due), "{html}");
}

#[tokio::test]
async fn a_post_that_waits_beyond_its_grace_is_left_out_with_a_word() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest grace=30m").await;
    world.messenger.refuse(CHAT, [Refused::Wait(secs(3600))]);
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    world.called(1).await;
    world.turn_by(3600);
    let settled = world.settled(id, "2060-03-01T09:00Z").await;
    assert_eq!(settled.fate, Fate::Skipped(Skip::Late));
    let (due, why) = (settled.key.due, Skip::Late.word().to_owned());
    let notice = Notice::Skipped { schedule: id, why, count: 1, first: due, last: due };
    assert_eq!(world.notices().await, [(OWNER, notice)]);
    assert_eq!(world.messenger.calls(), 1);
}

#[tokio::test]
async fn what_the_sheets_no_longer_answer_is_left_out_with_a_word() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 country kg").await;
    world.current.change(arcadia());
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    assert_eq!(world.settled(id, "2060-03-01T09:00Z").await.fate, Fate::Skipped(Skip::NoAnswer));
    assert_eq!(world.notices().await.len(), 1);
    assert_eq!(world.messenger.calls(), 0);
}

#[tokio::test]
async fn a_schedule_that_is_no_longer_understood_stands_still_and_its_owner_is_told() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    let schedule = world.store.schedule(id).await.unwrap().unwrap();
    let broken = Schedule { zone: "Asia/Frunze".to_owned(), ..schedule };
    let due = at("2060-03-01T09:00Z");
    assert!(world.store.change_schedule(&broken, Some(due), false, world.clock.now()).await.unwrap());
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    world.settled(id, "2060-03-01T09:00Z").await;
    assert!(matches!(&world.notices().await[..], [(OWNER, Notice::Unreadable { .. })]));
    assert_eq!((world.store.next_due(id).await.unwrap(), world.messenger.calls()), (None, 0));
}

#[tokio::test]
async fn a_chat_that_has_to_wait_waits_alone_and_as_long_as_said() {
    let world = World::new().await;
    let slow = world.connected("daily 09:00 trade latest").await;
    world.connect(-2).await;
    world.add(-2, "daily 09:00 trade latest").await;
    world.add(-2, "daily 09:01 trade latest").await;
    world.messenger.refuse(CHAT, [Refused::Wait(secs(37))]);
    world.couriers(2);
    world.turn_to("2060-03-01T09:00Z");
    world.called(2).await;
    world.until("it is put back", async |world| world.store.tally().await.unwrap()[1] == 0).await;
    world.turn_by(30);
    world.for_a_while().await;
    assert_eq!(world.messenger.posts().iter().map(|post| post.chat).collect::<Vec<_>>(), [-2]);
    assert_eq!(world.messenger.calls(), 2);
    world.turn_by(8);
    world.posted(2).await;
    let sent = world.settled(slow, "2060-03-01T09:00Z").await;
    assert!(matches!(sent.fate, Fate::Sent(Some(_))) && sent.tries == 1, "{sent:?}");
    world.turn_by(30);
    world.posted(3).await;
    assert_eq!((world.messenger.calls(), world.notices().await.len()), (4, 0));
}

#[tokio::test]
async fn a_chat_that_moved_gets_its_post_under_its_new_number_and_all_goes_along() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.refuse(CHAT, [Refused::Moved(-2002)]);
    world.couriers(2);
    world.turn_to("2060-03-01T09:00Z");
    world.posted(1).await;
    world.settled(id, "2060-03-01T09:00Z").await;
    world.for_a_while().await;
    assert_eq!(world.messenger.posts().iter().map(|post| post.chat).collect::<Vec<_>>(), [-2002]);
    assert_eq!(world.store.channel(CHAT).await.unwrap(), None);
    assert_eq!(world.store.channel(-2002).await.unwrap().unwrap().owner, Some(OWNER));
    assert_eq!(world.store.schedule(id).await.unwrap().unwrap().chat, -2002);
    assert_eq!(world.store.log(-2002, 9).await.unwrap().len(), 1);
    world.turn_to("2060-03-02T09:00Z");
    world.posted(2).await;
    assert_eq!(world.messenger.posts()[1].chat, -2002);
    assert_eq!(world.notices().await, []);
}

#[tokio::test]
async fn a_chat_that_is_shut_is_left_alone_until_it_opens_and_is_not_flooded_then() {
    for why in Suspended::ALL {
        let world = World::new().await;
        let id = world.connected("daily 09:00 trade latest").await;
        world.messenger.refuse(CHAT, [Refused::Shut(why, "Forbidden: so it is".to_owned())]);
        world.couriers(2);
        world.turn_to("2060-03-01T09:00Z");
        let refused = world.settled(id, "2060-03-01T09:00Z").await;
        assert_eq!(refused.fate, Fate::Refused("Forbidden: so it is".to_owned()));
        assert_eq!(world.suspended(CHAT).await, Some(why));
        for day in ["2060-03-02T09:00Z", "2060-03-03T09:00Z"] {
            world.turn_to(day);
            assert_eq!(world.settled(id, day).await.fate, Fate::Skipped(Skip::Stopped));
        }
        assert_eq!(world.messenger.calls(), 1, "{why:?}");
        let word = why.word().to_owned();
        let notice = Notice::Suspended { chat: CHAT, why: word, words: "Forbidden: so it is".to_owned() };
        assert_eq!(world.notices().await, [(OWNER, notice)]);
        world.office.bot_is(&seen(CHAT), true, true).await.unwrap();
        if why == Suspended::NoOwner {
            assert_eq!(world.suspended(CHAT).await, Some(why), "the bot was never the cause");
            world.office.person_is(CHAT, OTHER, true).await.unwrap();
            assert_eq!(world.suspended(CHAT).await, Some(why), "nor is another");
            world.office.person_is(CHAT, OWNER, true).await.unwrap();
        }
        assert_eq!(world.suspended(CHAT).await, None);
        assert_eq!(world.notices().await, [(OWNER, Notice::Resumed { chat: CHAT })]);
        world.for_a_while().await;
        assert_eq!(world.messenger.calls(), 1, "what was missed is not made up for");
        world.turn_to("2060-03-04T09:00Z");
        world.posted(1).await;
    }
}

#[tokio::test]
async fn a_channel_is_called_as_it_is_called_now() {
    let world = World::new().await;
    world.connected("daily 09:00 trade latest").await;
    world.messenger.lock().titles.insert(CHAT, "Ёлка".to_owned());
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    world.posted(1).await;
    let title = async || world.store.channel(CHAT).await.unwrap().unwrap().title;
    assert_eq!(title().await, "Ёлка");
    world.office.bot_is(&Seen { title: "Ель".to_owned(), ..seen(CHAT) }, false, true).await.unwrap();
    assert_eq!(title().await, "Ель");
    world.office.bot_is(&Seen { title: String::new(), ..seen(CHAT) }, false, false).await.unwrap();
    assert_eq!(title().await, "Ель", "what it was called when we were in it");
    assert_eq!(world.suspended(CHAT).await, Some(Suspended::NoRights));
}

#[tokio::test]
async fn a_bot_that_is_taken_out_or_silenced_suspends_the_channel_once() {
    let world = World::new().await;
    world.connect(CHAT).await;
    world.office.bot_is(&seen(CHAT), false, true).await.unwrap();
    world.office.bot_is(&seen(CHAT), false, false).await.unwrap();
    assert_eq!(world.suspended(CHAT).await, Some(Suspended::NoRights));
    assert_eq!(world.notices().await.len(), 1);
    world.office.bot_is(&seen(CHAT), true, true).await.unwrap();
    world.office.bot_is(&seen(CHAT), false, false).await.unwrap();
    assert_eq!(world.suspended(CHAT).await, Some(Suspended::Removed));
    world.office.bot_is(&seen(-99), true, true).await.unwrap();
    world.office.bot_is(&seen(-99), false, false).await.unwrap();
    assert_eq!(world.store.channel(-99).await.unwrap(), None, "nobody connected it");
}

#[tokio::test]
async fn a_post_that_is_wrong_is_told_and_the_next_is_tried() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.refuse(CHAT, [Refused::Wrong("can't parse entities".to_owned())]);
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    let refused = world.settled(id, "2060-03-01T09:00Z").await;
    assert_eq!(refused.fate, Fate::Refused("can't parse entities".to_owned()));
    let notice = Notice::Refused { schedule: id, due: refused.key.due, why: "can't parse entities".to_owned() };
    assert_eq!(world.notices().await, [(OWNER, notice)]);
    world.turn_to("2060-03-02T09:00Z");
    world.posted(1).await;
    assert_eq!(world.messenger.calls(), 2);
}

#[tokio::test]
async fn a_post_that_did_not_happen_is_tried_again_with_growing_waits() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.refuse(CHAT, (0..5).map(|_| Refused::Again("connection refused".to_owned())));
    world.couriers(2);
    world.turn_to("2060-03-01T09:00Z");
    for calls in 1..=5 {
        world.called(calls).await;
        world.until("it is put back", async |world| world.store.tally().await.unwrap()[1] == 0).await;
        let wait = 1 << (calls - 1);
        // The time of this test itself counts too, so the shortest waits are not looked into.
        if wait >= 8 {
            world.turn_by(wait / 2);
            world.for_a_while().await;
            assert_eq!(world.messenger.calls(), calls, "half of {wait} s is not enough");
        }
        world.turn_by(wait);
    }
    world.posted(1).await;
    let sent = world.settled(id, "2060-03-01T09:00Z").await;
    assert!(matches!(sent.fate, Fate::Sent(_)) && sent.tries == 5, "{sent:?}");
    assert_eq!(world.notices().await, []);
}

#[tokio::test]
async fn a_post_whose_answer_was_lost_is_never_sent_again_by_itself() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.refuse(CHAT, [Refused::Unknown("timeout".to_owned())]);
    world.couriers(2);
    world.turn_to("2060-03-01T09:00Z");
    let unknown = world.settled(id, "2060-03-01T09:00Z").await;
    assert_eq!(unknown.fate, Fate::Unknown);
    world.turn_by(120);
    world.for_a_while().await;
    assert_eq!(world.messenger.calls(), 1);
    assert_eq!(world.notices().await, [(OWNER, Notice::Unknown { schedule: id, due: unknown.key.due })]);
    world.turn_to("2060-03-02T09:00Z");
    world.posted(1).await;
    assert!(matches!(world.office.decide(unknown.key, true, OTHER).await, Err(Denied::NoSchedule(_))));
    world.office.decide(unknown.key, true, OWNER).await.unwrap();
    world.posted(2).await;
    world.until("it is settled", async |world| world.store.tally().await.unwrap()[2] == 2).await;
    world.for_a_while().await;
    assert_eq!(world.messenger.calls(), 3, "it is sent again once, though its grace is over");
    let due = moment(Language::En, unknown.key.due, &Zone::parse("UTC").unwrap());
    assert!(world.messenger.posts()[1].html.contains(&due));
    assert!(matches!(world.office.decide(unknown.key, true, OWNER).await, Err(Denied::Decided)));
}

#[tokio::test]
async fn an_unknown_post_that_stands_there_is_sent_without_a_number() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.refuse(CHAT, [Refused::Unknown("timeout".to_owned())]);
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    let unknown = world.settled(id, "2060-03-01T09:00Z").await;
    world.office.decide(unknown.key, false, OWNER).await.unwrap();
    world.for_a_while().await;
    assert_eq!(world.fate(id, "2060-03-01T09:00Z").await, Some(Fate::Sent(None)));
    assert_eq!(world.messenger.calls(), 1);
}

#[tokio::test]
async fn a_call_that_never_ends_is_given_up_and_the_chat_goes_on() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.hang(CHAT, true);
    world.couriers(2);
    world.turn_to("2060-03-01T09:00Z");
    world.called(1).await;
    world.turn_by(31);
    let lost = world.settled(id, "2060-03-01T09:00Z").await;
    assert_eq!(lost.fate, Fate::Unknown);
    assert_eq!(world.notices().await, [(OWNER, Notice::Unknown { schedule: id, due: lost.key.due })]);
    world.messenger.hang(CHAT, false);
    world
        .until("who sent it knows better", async |world| {
            matches!(world.fate(id, "2060-03-01T09:00Z").await, Some(Fate::Sent(Some(_))))
        })
        .await;
    world.turn_to("2060-03-02T09:00Z");
    world.posted(2).await;
    assert_eq!(world.messenger.calls(), 2);
}

#[tokio::test]
async fn a_courier_told_to_stop_finishes_what_it_has_begun_and_begins_nothing() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    let later = world.add(CHAT, "daily 09:00 country kg").await;
    world.messenger.hang(CHAT, true);
    let running = world.couriers(1).pop().unwrap();
    world.turn_to("2060-03-01T09:00Z");
    world.called(1).await;
    world.stop.cancel();
    world.for_a_while().await;
    assert!(!running.is_finished());
    world.messenger.hang(CHAT, false);
    running.await.unwrap();
    assert!(matches!(world.fate(id, "2060-03-01T09:00Z").await, Some(Fate::Sent(Some(_)))));
    assert_eq!(world.fate(later, "2060-03-01T09:00Z").await, Some(Fate::Planned));
    assert_eq!(world.store.held("replica/").await.unwrap(), 0);
}

#[tokio::test]
async fn rights_are_asked_anew_after_an_hour_and_not_before() {
    let world = World::new().await;
    world.connected("daily 08:59 trade latest").await;
    let asked = world.messenger.asked();
    world.add(CHAT, "daily 09:30 trade latest").await;
    let asked_to_add = world.messenger.asked();
    assert!(asked_to_add > asked);
    world.couriers(1);
    world.turn_to("2060-03-01T08:59Z");
    world.posted(1).await;
    assert_eq!(world.messenger.asked(), asked_to_add, "they were seen an hour ago");
    world.turn_to("2060-03-01T09:30Z");
    world.posted(2).await;
    assert_eq!(world.messenger.asked(), asked_to_add + 1);
    let checked = world.store.channel(CHAT).await.unwrap().unwrap().checked;
    assert!(checked >= at("2060-03-01T09:30Z"), "{checked}");
}

#[tokio::test]
async fn a_bot_without_the_right_to_post_makes_no_call() {
    let world = World::new().await;
    let id = world.connected("daily 10:00 trade latest").await;
    world.messenger.lock().mute.insert(CHAT);
    world.couriers(1);
    world.turn_to("2060-03-01T10:00Z");
    assert_eq!(world.settled(id, "2060-03-01T10:00Z").await.fate, Fate::Refused("no-rights".to_owned()));
    assert_eq!((world.suspended(CHAT).await, world.messenger.calls()), (Some(Suspended::NoRights), 0));
    assert!(matches!(&world.notices().await[..], [(OWNER, Notice::Suspended { .. })]));
}

#[tokio::test]
async fn a_channel_whose_owner_lost_their_rights_can_be_taken_over_with_its_schedules() {
    let world = World::new().await;
    let id = world.connected("daily 10:00 trade latest").await;
    let deleted = world.add(CHAT, "daily 10:00 trade latest").await;
    world.office.delete(deleted, OWNER).await.unwrap();
    world.messenger.lock().barred.insert((CHAT, OWNER));
    world.couriers(1);
    world.turn_to("2060-03-01T10:00Z");
    assert_eq!(world.settled(id, "2060-03-01T10:00Z").await.fate, Fate::Refused("no-owner".to_owned()));
    assert_eq!((world.suspended(CHAT).await, world.messenger.calls()), (Some(Suspended::NoOwner), 0));
    world.notices().await;
    assert!(matches!(world.office.connect(&seen(CHAT), OWNER).await, Err(Denied::PersonMayNot(_))));
    assert_eq!(world.office.connect(&seen(CHAT), OTHER).await.unwrap(), Connected::TakenOver);
    assert_eq!(world.suspended(CHAT).await, None);
    assert!(matches!(world.office.own(id, OWNER).await, Err(Denied::NoSchedule(_))));
    assert_eq!(world.office.own(id, OTHER).await.unwrap().0.owner, Some(OTHER));
    let (back, _) = world.office.undelete(deleted, OTHER).await.unwrap();
    assert_eq!(back.owner, Some(OTHER));
    assert_eq!(world.store.schedule(deleted).await.unwrap().unwrap().owner, Some(OTHER));
    world.messenger.refuse(CHAT, [Refused::Unknown(String::new()), Refused::Unknown(String::new())]);
    world.turn_to("2060-03-02T10:00Z");
    world.settled(id, "2060-03-02T10:00Z").await;
    world.settled(deleted, "2060-03-02T10:00Z").await;
    let told: Vec<i64> = world.notices().await.into_iter().map(|(person, _)| person).collect();
    assert_eq!(told, [OTHER, OTHER], "the new owner is told, and nobody else");
}

#[tokio::test]
async fn rights_of_both_are_seen_anew_when_one_of_them_is_back() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.office.bot_is(&seen(CHAT), false, true).await.unwrap();
    world.office.person_is(CHAT, OWNER, false).await.unwrap();
    world.messenger.lock().barred.insert((CHAT, OWNER));
    world.turn_to("2060-03-01T08:59Z");
    world.office.bot_is(&seen(CHAT), true, true).await.unwrap();
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    assert_eq!(world.settled(id, "2060-03-01T09:00Z").await.fate, Fate::Refused("no-owner".to_owned()));
    assert_eq!((world.suspended(CHAT).await, world.messenger.calls()), (Some(Suspended::NoOwner), 0));
}

#[tokio::test]
async fn what_is_ordered_while_rights_are_asked_is_not_undone() {
    let world = World::new().await;
    let id = world.connected("daily 10:00 trade latest").await;
    world.connect(-2).await;
    world.add(-2, "daily 10:00 trade latest").await;
    let asked = world.messenger.asked();
    world.messenger.lock().thinking = true;
    world.couriers(1);
    world.turn_to("2060-03-01T10:00Z");
    world.until("rights are asked", async |world| world.messenger.asked() == asked + 2).await;
    world.office.disconnect(&Address::Id(CHAT), OWNER).await.unwrap();
    assert_eq!(world.office.forget(OWNER).await.unwrap(), 1);
    world.messenger.lock().thinking = false;
    world.for_a_while().await;
    assert_eq!(world.store.channel(CHAT).await.unwrap(), None);
    assert_eq!(world.fate(id, "2060-03-01T10:00Z").await, None);
    let forgotten = world.store.channel(-2).await.unwrap().unwrap();
    assert_eq!((forgotten.owner, forgotten.suspended), (None, Some(Suspended::NoOwner)));
    assert_eq!((world.messenger.calls(), world.notices().await.len()), (0, 0));
}

#[tokio::test]
async fn a_rotation_shows_every_fact_once_before_any_comes_again() {
    let world = World::new().await;
    let one = world.connected("daily 09:00 rotate").await;
    world.connect(-2).await;
    let other = world.add(-2, "daily 09:00 rotate").await;
    let drafted = Schedule { id: 0, ..world.store.schedule(one).await.unwrap().unwrap() };
    let drafted = world.office.preview(&drafted, &[]).unwrap();
    world.couriers(1);
    let mut shown: Vec<[String; 2]> = Vec::new();
    let mut day = at("2060-03-01T09:00Z");
    loop {
        // Of the second post the answer is lost; it may stand there.
        if shown.len() == 1 {
            world.messenger.refuse(CHAT, [Refused::Unknown(String::new())]);
        }
        world.turn_to(&day.to_string());
        let turns = [world.turn_of(one, day).await, world.turn_of(other, day).await];
        assert_eq!(turns[0].1, turns[1].1, "both have as many facts");
        let again = turns[0].1;
        let [(first, _), (second, _)] = turns;
        if again {
            assert_eq!([&first, &second], [&shown[0][0], &shown[0][1]], "it begins anew in its order");
            break;
        }
        assert!(!shown.iter().any(|[a, b]| *a == first || *b == second), "{first}, {second} came before");
        if shown.is_empty() {
            assert_eq!(world.messenger.posts()[0].html, drafted.html, "it was seen before it was ordered");
        }
        shown.push([first, second]);
        day += SignedDuration::from_hours(24);
    }
    let columns = [0, 1].map(|column| shown.iter().map(|turn| turn[column].as_str()).collect::<Vec<_>>());
    assert_ne!(columns[0], columns[1], "each has an order of its own");
    let [all, same] = columns.map(|column| column.into_iter().collect::<HashSet<_>>());
    assert_eq!(all, same);
    assert!(all.len() > 10, "{all:?}");
}

#[tokio::test]
async fn a_channel_is_connected_by_who_may_post_there_and_by_one_person() {
    let world = World::new().await;
    world.messenger.lock().mute.insert(CHAT);
    assert!(matches!(world.office.connect(&seen(CHAT), OWNER).await, Err(Denied::BotMayNot(_))));
    world.messenger.lock().mute.clear();
    world.messenger.lock().barred.insert((CHAT, OWNER));
    assert!(matches!(world.office.connect(&seen(CHAT), OWNER).await, Err(Denied::PersonMayNot(_))));
    world.messenger.lock().barred.clear();
    world.messenger.lock().unasked = Some(Refused::Again("502".to_owned()));
    assert!(matches!(world.office.connect(&seen(CHAT), OWNER).await, Err(Denied::Telegram(_))));
    world.messenger.lock().unasked = Some(Refused::Shut(Suspended::Removed, String::new()));
    assert!(matches!(world.office.connect(&seen(CHAT), OWNER).await, Err(Denied::NeitherMay(_))));
    world.messenger.lock().unasked = None;
    assert_eq!(world.store.channel(CHAT).await.unwrap(), None);
    assert_eq!(world.office.connect(&seen(CHAT), OWNER).await.unwrap(), Connected::New);
    assert_eq!(world.office.connect(&seen(CHAT), OWNER).await.unwrap(), Connected::Already);
    assert!(matches!(world.office.connect(&seen(CHAT), OTHER).await, Err(Denied::Taken(_))));
    for chat in 1..10 {
        world.connect(-chat).await;
    }
    assert!(matches!(world.office.connect(&seen(-10), OWNER).await, Err(Denied::TooManyChannels)));
    assert_eq!(world.office.connect(&seen(CHAT), OWNER).await.unwrap(), Connected::Already, "no new one");
    assert_eq!(world.office.channels(OWNER).await.unwrap().len(), 10);
    world.messenger.lock().barred.insert((CHAT, OWNER));
    assert_eq!(world.office.connect(&seen(CHAT), OTHER).await.unwrap(), Connected::TakenOver);
    assert_eq!(world.office.channels(OWNER).await.unwrap().len(), 9);
}

#[tokio::test]
async fn what_cannot_be_posted_is_not_added() {
    let world = World::new().await;
    world.connect(CHAT).await;
    for what in ["companies of atlantis", "tomorrow's weather"] {
        let denied = world.order(CHAT, &format!("daily 09:00 {what}"), OWNER).await;
        assert!(matches!(denied, Err(Denied::What(ref said)) if said == what), "{denied:?}");
    }
    let never = world.order(CHAT, "once 2020-01-01 10:00 trade latest", OWNER).await;
    assert!(matches!(never, Err(Denied::Never)), "{never:?}");
    assert!(matches!(world.order(-99, "daily 09:00 rotate", OWNER).await, Err(Denied::NoChannel)));
    let ids: Vec<i64> = {
        let mut ids = Vec::new();
        for _ in 0..20 {
            ids.push(world.add(CHAT, "daily 09:00 rotate").await);
        }
        ids
    };
    assert!(matches!(world.order(CHAT, "daily 09:00 rotate", OWNER).await, Err(Denied::TooManySchedules)));
    world.office.delete(ids[0], OWNER).await.unwrap();
    world.add(CHAT, "daily 09:00 rotate").await;
    assert!(matches!(world.office.undelete(ids[0], OWNER).await, Err(Denied::TooManySchedules)));
    world.messenger.lock().mute.insert(CHAT);
    world.office.delete(ids[1], OWNER).await.unwrap();
    assert!(matches!(world.order(CHAT, "daily 09:00 rotate", OWNER).await, Err(Denied::BotMayNot(_))));
}

#[tokio::test]
async fn a_schedule_is_paused_resumed_and_left_out_once() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    let next = async || world.store.next_due(id).await.unwrap();
    world.office.pause(id, OWNER, None).await.unwrap();
    assert_eq!(next().await, None);
    assert!(matches!(world.office.skip(id, OWNER).await, Err(Denied::NothingDue)));
    let until = Some("2060-03-05".parse().unwrap());
    let (paused, upcoming) = world.office.pause(id, OWNER, until).await.unwrap();
    assert_eq!((paused.state, next().await), (State::Paused { until }, Some(at("2060-03-05T09:00Z"))));
    assert_eq!(upcoming.moments.len(), 3);
    world.office.resume(id, OWNER).await.unwrap();
    assert_eq!(next().await, Some(at("2060-03-01T09:00Z")));
    let (_, left_out, upcoming) = world.office.skip(id, OWNER).await.unwrap();
    assert_eq!((left_out, upcoming.moments[0].due), (at("2060-03-01T09:00Z"), at("2060-03-02T09:00Z")));
    world.office.pause(id, OWNER, None).await.unwrap();
    world.office.resume(id, OWNER).await.unwrap();
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    world.for_a_while().await;
    assert_eq!(world.fate(id, "2060-03-01T09:00Z").await, Some(Fate::Skipped(Skip::Asked)), "it stays left out");
    world.turn_to("2060-03-02T09:00Z");
    world.posted(1).await;
    assert_eq!((world.messenger.calls(), world.notices().await.len()), (1, 0));
}

#[tokio::test]
async fn what_is_planned_when_a_schedule_is_paused_does_not_go_out() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.messenger.refuse(CHAT, [Refused::Wait(secs(60))]);
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    world.called(1).await;
    world.until("it is put back", async |world| world.store.tally().await.unwrap()[1] == 0).await;
    world.office.pause(id, OWNER, None).await.unwrap();
    world.turn_by(61);
    world.for_a_while().await;
    assert_eq!(world.fate(id, "2060-03-01T09:00Z").await, Some(Fate::Skipped(Skip::Stopped)));
    assert_eq!(world.messenger.calls(), 1);
}

#[tokio::test]
async fn a_post_can_be_had_now_even_of_what_is_paused_or_suspended() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.office.pause(id, OWNER, None).await.unwrap();
    world.office.bot_is(&seen(CHAT), false, true).await.unwrap();
    world.office.run(id, OWNER).await.unwrap();
    world.couriers(2);
    world.posted(1).await;
    world.for_a_while().await;
    assert_eq!((world.messenger.calls(), world.suspended(CHAT).await), (1, None));
    let log = world.office.log(&world.store.channel(CHAT).await.unwrap().unwrap(), NonZeroUsize::MIN).await.unwrap();
    assert!(log[0].wanted && matches!(log[0].fate, Fate::Sent(_)));
    assert_eq!(world.store.next_due(id).await.unwrap(), None, "it is paused still");
}

#[tokio::test]
async fn a_post_can_be_had_in_the_second_in_which_one_was_left_out() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    let now = Timestamp::from_second(world.clock.now().as_second()).unwrap();
    let was = world.store.next_due(id).await.unwrap().unwrap();
    let dues = (0..60).map(|second| (now + SignedDuration::from_secs(second), Fate::Skipped(Skip::Asked))).collect();
    let plan = Plan { schedule: id, chat: CHAT, was, dues, next: Some(was), owed: None };
    assert_eq!(world.store.plan(&[plan], now).await.unwrap(), 1);
    world.office.run(id, OWNER).await.unwrap();
    world.couriers(1);
    world.posted(1).await;
}

#[tokio::test]
async fn a_schedule_is_edited_in_each_of_its_parts() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    let edit = async |text: &str| {
        let Ok(Some(Order::Edit(_, changes))) = order(&format!("/edit {id} {text}"), None) else { panic!("{text}") };
        world.office.edit(id, OWNER, &changes).await
    };
    edit("weekly thu 10:00 what country kg tz=Asia/Bishkek lang=ru silent topic=5 grace=2h").await.unwrap();
    let kept = world.store.schedule(id).await.unwrap().unwrap();
    let expected = Schedule {
        id,
        chat: CHAT,
        topic: Some(5),
        owner: Some(OWNER),
        when: "weekly thu 10:00".to_owned(),
        zone: "Asia/Bishkek".to_owned(),
        what: What::parse("country KGZ").unwrap(),
        language: Language::Ru,
        silent: true,
        grace: Grace::from_minutes(120).unwrap(),
        state: State::Active,
    };
    assert_eq!(kept, expected);
    assert_eq!(world.store.next_due(id).await.unwrap(), Some(at("2060-03-04T04:00Z")));
    edit("loud topic=general").await.unwrap();
    let kept = world.store.schedule(id).await.unwrap().unwrap();
    assert_eq!(kept, Schedule { silent: false, topic: None, ..expected });
    assert!(matches!(edit("what companies of atlantis").await, Err(Denied::What(_))));
    assert!(matches!(edit("once 2020-01-01 10:00").await, Err(Denied::Never)));
    assert_eq!(world.store.schedule(id).await.unwrap().unwrap(), kept);
}

#[tokio::test]
async fn a_deleted_schedule_posts_nothing_and_comes_back_with_what_is_due_from_now_on() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.office.delete(id, OWNER).await.unwrap();
    assert!(matches!(world.office.own(id, OWNER).await, Err(Denied::NoSchedule(_))));
    world.couriers(1);
    world.turn_to("2060-03-03T10:00Z");
    world.for_a_while().await;
    let (_, upcoming) = world.office.undelete(id, OWNER).await.unwrap();
    assert_eq!(upcoming.moments[0].due, at("2060-03-04T09:00Z"));
    assert!(matches!(world.office.undelete(id, OWNER).await, Err(Denied::NoSchedule(_))));
    world.for_a_while().await;
    assert_eq!(world.messenger.calls(), 0);
    world.turn_to("2060-03-04T09:00Z");
    world.posted(1).await;
}

#[tokio::test]
async fn a_channel_that_is_disconnected_leaves_nothing() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    world.settled(id, "2060-03-01T09:00Z").await;
    world.office.disconnect(&Address::Name("name_1001".to_owned()), OWNER).await.unwrap();
    assert_eq!(world.store.channel(CHAT).await.unwrap(), None);
    assert_eq!((world.store.schedule(id).await.unwrap(), world.store.log(CHAT, 9).await.unwrap().len()), (None, 0));
    world.turn_to("2060-03-02T09:00Z");
    world.for_a_while().await;
    assert_eq!(world.messenger.calls(), 1);
    assert_eq!(world.office.connect(&seen(CHAT), OTHER).await.unwrap(), Connected::New);
}

#[tokio::test]
async fn who_is_forgotten_is_told_nothing_more_and_their_channels_wait_for_another() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    world.office.bot_is(&seen(CHAT), false, true).await.unwrap();
    assert_eq!(world.office.forget(OWNER).await.unwrap(), 1);
    assert_eq!(world.suspended(CHAT).await, Some(Suspended::NoOwner));
    assert!(world.office.channels(OWNER).await.unwrap().is_empty());
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    assert_eq!(world.settled(id, "2060-03-01T09:00Z").await.fate, Fate::Skipped(Skip::Stopped));
    world.office.bot_is(&seen(CHAT), true, true).await.unwrap();
    assert_eq!((world.notices().await, world.messenger.calls()), (Vec::new(), 0));
    assert_eq!(world.office.connect(&seen(CHAT), OTHER).await.unwrap(), Connected::TakenOver);
    assert_eq!(world.store.schedule(id).await.unwrap().unwrap().owner, Some(OTHER));
    world.turn_to("2060-03-02T09:00Z");
    world.posted(1).await;
}

#[tokio::test]
async fn nothing_is_posted_for_nobody() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    // As if the process had ended in the middle of `forget`.
    world.store.forget_person(OWNER).await.unwrap();
    world.couriers(1);
    world.turn_to("2060-03-01T09:00Z");
    assert_eq!(world.settled(id, "2060-03-01T09:00Z").await.fate, Fate::Skipped(Skip::Stopped));
    assert_eq!(world.messenger.calls(), 0);
}

#[tokio::test]
async fn nothing_of_a_channel_is_told_to_another_person() {
    let world = World::new().await;
    let id = world.connected("daily 09:00 trade latest").await;
    let deleted = world.add(CHAT, "daily 09:00 trade latest").await;
    world.office.delete(deleted, OWNER).await.unwrap();
    let before = (world.store.schedule(id).await.unwrap(), world.store.next_due(id).await.unwrap());
    let office = &world.office;
    // What is another's is answered as what is not there.
    for id in [id, deleted, 999] {
        let key = Key { schedule: id, due: at("2060-03-01T09:00Z") };
        for denied in [
            office.own(id, OTHER).await.map(drop),
            office.pause(id, OTHER, None).await.map(drop),
            office.resume(id, OTHER).await.map(drop),
            office.skip(id, OTHER).await.map(drop),
            office.run(id, OTHER).await.map(drop),
            office.delete(id, OTHER).await.map(drop),
            office.undelete(id, OTHER).await.map(drop),
            office.edit(id, OTHER, &Changes::default()).await.map(drop),
            office.decide(key, true, OTHER).await,
        ] {
            assert!(matches!(denied, Err(Denied::NoSchedule(named)) if named == id), "{denied:?}");
        }
    }
    for address in [Address::Id(CHAT), Address::Name("name_1001".to_owned()), Address::Id(-99)] {
        for denied in
            [office.own_channel(&address, OTHER).await.map(drop), office.disconnect(&address, OTHER).await.map(drop)]
        {
            assert!(matches!(denied, Err(Denied::NoChannel)), "{denied:?}");
        }
    }
    assert!(matches!(world.order(CHAT, "daily 09:00 rotate", OTHER).await, Err(Denied::NoChannel)));
    assert!(office.channels(OTHER).await.unwrap().is_empty());
    assert_eq!((world.store.schedule(id).await.unwrap(), world.store.next_due(id).await.unwrap()), before);
    assert!(world.store.deleted_schedule(deleted).await.unwrap().is_some());
}

static CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::clone(shipped().catalogue()));

/// A store, the shipped sheets, and a Telegram that does as it is told.
struct World {
    store: Arc<dyn Store>,
    current: Arc<Current>,
    messenger: Arc<Told>,
    clock: Clock,
    office: Office,
    stop: CancellationToken,
    hurry: [JoinHandle<()>; 2],
}

impl Drop for World {
    fn drop(&mut self) {
        self.stop.cancel();
        self.hurry.iter().for_each(JoinHandle::abort);
        tokio::time::resume();
    }
}

impl World {
    async fn new() -> Self {
        let clock = Clock::default();
        let store = store::open("memory:", &clock).await.unwrap();
        let (current, messenger) =
            (Arc::new(Current::new(Answerer::new(Arc::clone(&CATALOGUE)))), Arc::new(Told::default()));
        let office = Office {
            store: Arc::clone(&store),
            current: Arc::clone(&current),
            messenger: Arc::<Told>::clone(&messenger),
            clock: clock.clone(),
        };
        let hurry = hurry(Arc::clone(&store));
        let world = Self { store, current, messenger, clock, office, stop: CancellationToken::new(), hurry };
        world.turn_to(MORNING);
        world
    }

    fn couriers(&self, many: usize) -> Vec<JoinHandle<()>> {
        let run = |_| {
            let messenger = Arc::<Told>::clone(&self.messenger);
            let (store, current, clock) = (Arc::clone(&self.store), Arc::clone(&self.current), self.clock.clone());
            let courier = Courier::new(store, current, messenger, clock, &replica());
            tokio::spawn(Arc::new(courier).run(self.stop.clone(), secs(600)))
        };
        (0..many).map(run).collect()
    }

    async fn connect(&self, chat: i64) {
        assert_eq!(self.office.connect(&seen(chat), OWNER).await.unwrap(), Connected::New);
    }

    /// Connects the chat, and adds a schedule to it.
    async fn connected(&self, order: &str) -> i64 {
        self.connect(CHAT).await;
        self.add(CHAT, order).await
    }

    async fn add(&self, chat: i64, order: &str) -> i64 {
        self.order(chat, order, OWNER).await.unwrap()
    }

    async fn order(&self, chat: i64, text: &str, person: i64) -> Result<i64, Denied> {
        let Ok(Some(Order::Add(addition))) = order(&format!("/schedule add {chat} {text}"), None) else {
            panic!("{text}")
        };
        let utc = Zone::parse("UTC").unwrap();
        let (schedule, _) = self.office.draft(&addition, person, Language::En, &utc).await?;
        Ok(self.office.add(&schedule, person).await?.0.id)
    }

    fn turn_by(&self, seconds: u64) {
        self.clock.turn_by(secs(seconds));
    }

    /// To an instant or a fraction of a second after it; not back.
    fn turn_to(&self, instant: &str) {
        let ahead = at(instant).duration_since(self.clock.now()).as_secs_f64().ceil();
        self.clock.turn_by(Duration::from_secs_f64(ahead.max(0.0)));
    }

    /// Until something is so, as it will soon be.
    async fn until(&self, what: &str, so: impl AsyncFn(&Self) -> bool) {
        let deadline = Instant::now() + secs(20);
        while !so(self).await {
            let (calls, tally) = (self.messenger.calls(), self.store.tally().await);
            assert!(Instant::now() < deadline, "not yet: {what} (calls: {calls}, {tally:?})");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// So long that everything that would happen has happened.
    async fn for_a_while(&self) {
        tokio::time::sleep(secs(4)).await;
    }

    async fn posted(&self, many: usize) {
        self.until(&format!("{many} posts"), async |world| world.messenger.posts().len() >= many).await;
    }

    async fn called(&self, many: usize) {
        self.until(&format!("{many} calls"), async |world| world.messenger.calls() >= many).await;
    }

    async fn fate(&self, schedule: i64, due: &str) -> Option<Fate> {
        let key = Key { schedule, due: at(due) };
        self.store.delivery(key).await.unwrap().map(|delivery| delivery.fate)
    }

    /// A delivery once it has come to an end.
    async fn settled(&self, schedule: i64, due: &str) -> tradefacts::schedule::Delivery {
        let is_open = |fate: Option<Fate>| matches!(fate, None | Some(Fate::Planned | Fate::Sending));
        self.until("it is settled", async |world| !is_open(world.fate(schedule, due).await)).await;
        self.store.delivery(Key { schedule, due: at(due) }).await.unwrap().unwrap()
    }

    /// What a rotation showed that day, and whether it began anew.
    async fn turn_of(&self, schedule: i64, due: Timestamp) -> (String, bool) {
        let record: Value =
            serde_json::from_str(&self.settled(schedule, &due.to_string()).await.shown.unwrap()).unwrap();
        (record["query"].as_str().unwrap().to_owned(), record["anew"].as_bool().unwrap())
    }

    async fn suspended(&self, chat: i64) -> Option<Suspended> {
        self.store.channel(chat).await.unwrap().unwrap().suspended
    }

    /// What people are told, each once.
    async fn notices(&self) -> Vec<(i64, Notice)> {
        let owed = self.store.claim_owed("teller", secs(60), 99).await.unwrap();
        let mut notices = Vec::new();
        for word in owed {
            notices.push((word.person, Notice::read(&word.what).unwrap()));
            self.store.said(word.id).await.unwrap();
        }
        notices
    }
}

/// Lets waits of the program pass as fast as the store can follow: none of its own patience may run out.
fn hurry(store: Arc<dyn Store>) -> [JoinHandle<()>; 2] {
    tokio::time::pause();
    // A runtime that is never idle does not jump to the end of a wait by itself.
    let busy = tokio::spawn(async {
        loop {
            std::thread::sleep(Duration::from_micros(20));
            tokio::task::yield_now().await;
        }
    });
    let turning = tokio::spawn(async move {
        while store.last_beat().await.is_ok() {
            tokio::time::advance(Duration::from_millis(20)).await;
        }
    });
    [busy, turning]
}

#[derive(Default)]
struct Told(Mutex<Script>);

#[derive(Default)]
struct Script {
    posts: Vec<Posted>,
    calls: usize,
    asked: usize,
    refusals: HashMap<i64, VecDeque<Refused>>,
    hanging: HashSet<i64>,
    /// Where the bot may not post, and where which person may not.
    mute: HashSet<i64>,
    barred: HashSet<(i64, i64)>,
    /// How chats are called by now.
    titles: HashMap<i64, String>,
    /// Why rights cannot be asked.
    unasked: Option<Refused>,
    /// So long nobody learns about rights.
    thinking: bool,
    /// What time it is at Telegram; none where it does not say.
    time: Option<Timestamp>,
    /// In these chats a post makes us crash.
    deadly: HashSet<i64>,
}

#[derive(Clone)]
struct Posted {
    chat: i64,
    topic: Option<i32>,
    html: String,
    links: Vec<(String, Query)>,
    language: Language,
    silent: bool,
}

impl Told {
    fn lock(&self) -> MutexGuard<'_, Script> {
        self.0.lock().unwrap()
    }

    fn refuse(&self, chat: i64, refusals: impl IntoIterator<Item = Refused>) {
        self.lock().refusals.entry(chat).or_default().extend(refusals);
    }

    fn hang(&self, chat: i64, hang: bool) {
        let hanging = &mut self.lock().hanging;
        if hang {
            hanging.insert(chat)
        } else {
            hanging.remove(&chat)
        };
    }

    fn posts(&self) -> Vec<Posted> {
        self.lock().posts.clone()
    }

    fn calls(&self) -> usize {
        self.lock().calls
    }

    fn asked(&self) -> usize {
        self.lock().asked
    }

    async fn while_so(&self, so: impl Fn(&Script) -> bool) {
        while so(&self.lock()) {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

#[async_trait]
impl Messenger for Told {
    fn turn(&self, _chat: i64) -> Result<(), Duration> {
        Ok(())
    }

    async fn post(&self, post: &Post<'_>) -> Result<i32, Refused> {
        self.lock().calls += 1;
        self.while_so(|script| script.hanging.contains(&post.chat)).await;
        let is_deadly = self.lock().deadly.contains(&post.chat);
        assert!(!is_deadly, "as ordered");
        let mut script = self.lock();
        if let Some(refused) = script.refusals.get_mut(&post.chat).and_then(VecDeque::pop_front) {
            return Err(refused);
        }
        script.posts.push(Posted {
            chat: post.chat,
            topic: post.topic,
            html: post.html.to_owned(),
            links: post.links.to_vec(),
            language: post.language,
            silent: post.silent,
        });
        Ok(i32::try_from(script.posts.len()).unwrap())
    }

    async fn rights(&self, chat: i64, person: Option<i64>) -> Result<Rights, Refused> {
        self.lock().asked += 1;
        self.while_so(|script| script.thinking).await;
        let script = self.lock();
        match &script.unasked {
            Some(refused) => Err(refused.clone()),
            None => Ok(Rights {
                bot: !script.mute.contains(&chat),
                person: person.is_none_or(|person| !script.barred.contains(&(chat, person))),
            }),
        }
    }

    async fn time(&self) -> Option<Timestamp> {
        self.lock().time
    }

    async fn is_admin(&self, chat: i64, person: i64) -> Result<bool, Refused> {
        Ok(!self.lock().barred.contains(&(chat, person)))
    }

    async fn look(&self, address: &Address) -> Result<Option<Seen>, Refused> {
        match address {
            Address::Id(chat) => {
                let title = self.lock().titles.get(chat).cloned();
                Ok(Some(title.map_or_else(|| seen(*chat), |title| Seen { title, ..seen(*chat) })))
            }
            Address::Name(_) => Ok(None),
        }
    }
}

fn seen(chat: i64) -> Seen {
    let username = Some(format!("name_{}", chat.abs()));
    Seen { chat, kind: ChatKind::Channel, title: format!("channel {chat}"), username, has_topics: true }
}

/// How many are planned or under way, and how many are done.
fn open([planned, sending, done @ ..]: &[u64; 6]) -> (u64, u64) {
    (planned + sending, done.iter().sum())
}

fn at(instant: &str) -> Timestamp {
    instant.parse().unwrap()
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}
