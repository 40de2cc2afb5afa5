//! The story that every store is told: whatever happens to replicas, chats and people, posts go out once, in order.

use std::{collections::BTreeSet, future::Future, sync::Arc, time::Duration};

use crate::postgres;
use jiff::{Timestamp, ToSpan};
use tradefacts::{
    clock::Clock,
    language::Language,
    schedule::{Channel, ChatKind, Delivery, Fate, Grace, Key, Schedule, Skip, State, Suspended, What},
    store::{self, Exchange, LastAsked, Letter, Plan, REPLICA, Sheets, Store, Turn, copy},
};

/// A store with nothing in it, as two replicas see it.
pub(crate) struct Fresh {
    pub one: Arc<dyn Store>,
    pub other: Arc<dyn Store>,
    /// By which leases hold.
    pub clock: Clock,
    /// Goes away with what it is dropped with.
    _place: Option<tempfile::TempDir>,
}

async fn memory() -> Fresh {
    let clock = Clock::default();
    let one = store::open("memory:", &clock).await.unwrap();
    Fresh { other: Arc::clone(&one), one, clock, _place: None }
}

async fn file() -> Fresh {
    let place = tempfile::tempdir().unwrap();
    let fresh = twice(&format!("sqlite:{}/store.db", place.path().display())).await;
    Fresh { _place: Some(place), ..fresh }
}

async fn database() -> Fresh {
    twice(&postgres::database().await).await
}

async fn twice(address: &str) -> Fresh {
    let clock = Clock::default();
    let (one, other) = (store::open(address, &clock).await.unwrap(), store::open(address, &clock).await.unwrap());
    Fresh { one, other, clock, _place: None }
}

/// Tells the whole story to one kind of store: its name, what makes a fresh one, and attributes of the tests.
macro_rules! tell {
    ($kind:ident, $fresh:path, $attributes:tt) => {
        tell! { @to $kind, $fresh, $attributes,
            the_inbox_keeps_a_letter_until_it_is_settled
            letters_of_who_is_gone_go_to_one_who_lives
            a_sign_of_life_and_the_state_of_the_sheets_are_the_last
            a_language_is_kept_until_it_is_forgotten
            a_turn_leaves_what_it_does_not_say_and_the_later_one_stays
            a_turn_is_forgotten_after_its_time
            a_lease_has_one_holder_until_its_time_is_over
            a_channel_is_kept_as_it_is_now
            a_channel_is_changed_only_if_it_is_as_it_was_and_with_it_a_word_is_owed
            a_channel_that_is_dropped_takes_all_with_it
            a_schedule_is_kept_as_it_was_ordered
            a_channel_has_no_more_schedules_than_it_may
            a_schedule_is_changed_and_what_was_planned_of_it_stopped
            a_deletion_can_be_taken_back
            what_is_due_comes_the_longest_overdue_first
            two_replicas_plan_once
            what_was_planned_otherwise_meanwhile_is_not_planned
            a_post_that_somebody_wants_now_is_planned_once
            two_holders_never_claim_the_same
            of_a_chat_only_the_earliest_open_post_is_claimed
            a_claim_ends_with_its_time
            a_holder_whose_clock_is_years_wrong_holds_nothing_longer_and_loses_nothing_sooner
            only_its_holder_begins_a_post_and_only_once
            a_post_put_back_waits_and_keeps_its_place
            a_post_that_was_lost_is_settled_by_who_sent_it
            a_person_decides_about_an_unknown_post
            the_log_is_the_newest_first_and_the_tally_counts_all
            a_chat_that_moves_takes_all_along
            a_chat_that_moves_to_one_that_is_known_joins_it
            a_rotation_remembers_until_it_begins_anew
            a_word_is_owed_once_and_said_by_one
            a_draft_is_the_last_one
            a_person_is_forgotten
            a_copy_arrives_whole
            a_copy_that_an_earlier_version_made_arrives
            a_copy_that_is_damaged_leaves_nothing
        }
    };
    (@to $kind:ident, $fresh:path, $attributes:tt, $($part:ident)*) => {
        mod $kind { $(tell! { @part $fresh, $attributes, $part })* }
    };
    (@part $fresh:path, [$($attribute:tt)*], $part:ident) => {
        $($attribute)*
        #[tokio::test]
        async fn $part() {
            super::told($fresh(), super::$part).await;
        }
    };
}

tell!(memory, super::memory, []);
tell!(file, super::file, []);
tell!(postgres_database, super::database, [#[ignore = "needs PostgreSQL: .ci/postgres cargo test -- --include-ignored"]]);

async fn told(fresh: impl Future<Output = Fresh>, part: impl AsyncFnOnce(&dyn Store, &dyn Store, &Clock)) {
    let fresh = fresh.await;
    part(&*fresh.one, &*fresh.other, &fresh.clock).await;
    fresh.one.close().await;
    fresh.other.close().await;
}

async fn the_inbox_keeps_a_letter_until_it_is_settled(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let letter =
        |id: i64| Letter { id, body: format!("{{\"update_id\":{id},\"text\":\"“ё” \\u0000 \\\\ \\n 😀\"}}") };
    let batch = [letter(5), letter(6), letter(7)];
    let mut new = one.take_in(&batch, "a", at(0)).await.unwrap();
    new.sort_unstable();
    assert_eq!(new, [5, 6, 7]);
    assert_eq!(other.take_in(&[letter(7), letter(8)], "b", at(1)).await.unwrap(), [8], "the other has it already");
    one.settle(&[6, 8, 99]).await.unwrap();
    one.begin(7).await.unwrap();
    let left = other.leftovers("c", at(9)).await.unwrap();
    let left: Vec<_> = left.into_iter().map(|left| (left.letter, left.begun)).collect();
    assert_eq!(left, [(letter(5), 0), (letter(7), 1)]);
    assert_eq!(one.take_in(&batch, "a", at(1)).await.unwrap(), [0; 0], "Telegram sends it again, unconfirmed");
    one.take_in(&[letter(9)], "a", at(50_000)).await.unwrap();
    let left = one.leftovers("d", at(100_000)).await.unwrap();
    assert_eq!(left.len(), 1, "what is older than a day is dropped");
    assert_eq!(one.take_in(&[], "a", at(1)).await.unwrap(), [0; 0]);
    one.settle(&[]).await.unwrap();
}

async fn a_sign_of_life_and_the_state_of_the_sheets_are_the_last(one: &dyn Store, other: &dyn Store, _: &Clock) {
    assert_eq!(one.last_beat().await.unwrap(), None);
    one.beat(at(5)).await.unwrap();
    other.beat(at(8)).await.unwrap();
    assert_eq!(one.last_beat().await.unwrap(), Some(at(8)));
    assert_eq!(one.sheets().await.unwrap(), None);
    for broken in [Some((at(7), "“ё”".to_owned())), None] {
        let sheets = Sheets { served: at(5), broken };
        one.keep_sheets(&sheets).await.unwrap();
        assert_eq!(other.sheets().await.unwrap(), Some(sheets));
    }
}

async fn a_language_is_kept_until_it_is_forgotten(one: &dyn Store, other: &dyn Store, _: &Clock) {
    assert_eq!(one.language(-1).await.unwrap(), None);
    one.choose_language(-1, Some(Language::En)).await.unwrap();
    one.choose_language(-1, Some(Language::Ru)).await.unwrap();
    assert_eq!(other.language(-1).await.unwrap(), Some(Language::Ru));
    one.choose_language(-1, None).await.unwrap();
    assert_eq!(other.language(-1).await.unwrap(), None);
}

/// What was asked then, and the number of its message, where there is one.
fn turn(second: i64, spelling: Option<&str>, question: Option<i32>) -> Turn {
    Turn {
        asked: at(second),
        last: spelling.map(|spelling| LastAsked { spelling: spelling.into(), sources: Some(i64::MIN + second) }),
        exchange: question.map(|question| Exchange { question, answer: Box::new([question + 1, question + 2]) }),
    }
}

async fn a_turn_leaves_what_it_does_not_say_and_the_later_one_stays(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let (ann, in_a_group) = ((7, 7), (7, -1));
    assert_eq!(one.turn(7, 7, at(0)).await.unwrap(), None);
    let first = turn(10, Some("en trade KGZ 2025"), Some(100));
    let batch =
        [(in_a_group, turn(11, Some("en “ё” 😀"), None)), (ann, first.clone()), ((8, -1), turn(12, None, Some(5)))];
    one.keep_turns(&batch).await.unwrap();
    assert_eq!(other.turn(7, 7, at(10)).await.unwrap(), Some(first.clone()));
    assert_eq!(other.turn(7, -1, at(10)).await.unwrap(), Some(batch[0].1.clone()));
    assert_eq!(other.turn(8, -1, at(10)).await.unwrap(), Some(batch[2].1.clone()));
    one.keep_turns(&[(ann, turn(20, None, Some(200)))]).await.unwrap();
    let kept = other.turn(7, 7, at(10)).await.unwrap().unwrap();
    assert_eq!(kept, Turn { exchange: turn(0, None, Some(200)).exchange, ..first.clone() }, "the question stays");
    other.keep_turns(&[(ann, turn(30, Some("en exports KAZ 2024"), None))]).await.unwrap();
    one.keep_turns(&[(ann, turn(29, Some("en trade 2025"), Some(300)))]).await.unwrap();
    let kept = other.turn(7, 7, at(10)).await.unwrap().unwrap();
    assert_eq!(kept, turn(30, Some("en exports KAZ 2024"), Some(200)), "what was asked before comes too late");
    one.keep_turns(&[]).await.unwrap();
}

async fn a_turn_is_forgotten_after_its_time(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let batch: Vec<_> = (0..1_000).map(|person| ((person, person), turn(person, Some("en trade"), Some(1)))).collect();
    one.keep_turns(&batch).await.unwrap();
    assert_eq!(other.turn(499, 499, at(500)).await.unwrap(), None, "it is too old, and not forgotten yet");
    one.forget_turns(at(500)).await.unwrap();
    assert_eq!(other.turn(499, 499, at(0)).await.unwrap(), None);
    for person in [500, 999] {
        assert_eq!(other.turn(person, person, at(0)).await.unwrap().unwrap().asked, at(person));
    }
    other.forget_turns(at(500)).await.unwrap();
}

async fn a_lease_has_one_holder_until_its_time_is_over(one: &dyn Store, other: &dyn Store, clock: &Clock) {
    assert!(one.hold("poll", "a", secs(100)).await.unwrap());
    clock.turn_by(secs(90));
    assert!(!other.hold("poll", "b", secs(100)).await.unwrap());
    assert!(one.hold("poll", "a", secs(100)).await.unwrap(), "it is kept on");
    clock.turn_by(secs(90));
    assert!(!other.hold("poll", "b", secs(100)).await.unwrap());
    clock.turn_by(secs(10));
    assert!(other.hold("poll", "b", secs(100)).await.unwrap(), "its time is over");
    assert!(!one.hold("poll", "a", secs(100)).await.unwrap());
    one.release("poll", "a").await.unwrap();
    assert!(!one.hold("poll", "a", secs(100)).await.unwrap(), "another's cannot be given back");
    other.release("poll", "b").await.unwrap();
    assert!(one.hold("poll", "a", secs(100)).await.unwrap());
    for replica in ["replica%1", "replica%2", "replicas", "Replica%3"] {
        assert!(one.hold(replica, "a", secs(100)).await.unwrap());
    }
    assert_eq!(one.held("replica%").await.unwrap(), 2);
    assert_eq!(one.held("replica_").await.unwrap(), 0);
    clock.turn_by(secs(100));
    assert_eq!(one.held("replica").await.unwrap(), 0);
    let race = (0..20).map(|number| {
        let store = if number % 2 == 0 { one } else { other };
        async move { store.hold("race", &format!("holder {number}"), secs(100)).await.unwrap() }
    });
    assert_eq!(all(race).await.into_iter().filter(|has| *has).count(), 1);
}

async fn a_channel_is_kept_as_it_is_now(one: &dyn Store, other: &dyn Store, _: &Clock) {
    assert_eq!(one.channel(-1).await.unwrap(), None);
    let mut kept = channel(-1, Some(7));
    one.keep_channel(&kept).await.unwrap();
    assert_eq!(other.channel(-1).await.unwrap().as_ref(), Some(&kept));
    for suspended in Suspended::ALL {
        kept = Channel {
            kind: ChatKind::Group,
            title: "“Ё” 😀\n".to_owned(),
            username: None,
            owner: None,
            checked: at_ms(1_234),
            suspended: Some(suspended),
            ..kept
        };
        one.keep_channel(&kept).await.unwrap();
        assert_eq!(other.channel(-1).await.unwrap().as_ref(), Some(&kept));
    }
    let named = |chat, title: &str, name: &str, checked| Channel {
        title: title.to_owned(),
        username: Some(name.to_owned()),
        checked: at(checked),
        ..channel(chat, Some(7))
    };
    for channel in [named(-3, "Б", "Trade_Facts", 3), named(-2, "А", "trade_facts", 2), named(-4, "А", "x", 2)] {
        one.keep_channel(&channel).await.unwrap();
    }
    let found = one.channel_named("TRADE_facts").await.unwrap().map(|channel| channel.chat);
    assert_eq!(found, Some(-3), "who was seen last under the name has it");
    assert_eq!(one.channel_named("trade").await.unwrap(), None);
    let owned: Vec<i64> = one.channels_of(7).await.unwrap().into_iter().map(|channel| channel.chat).collect();
    assert_eq!(owned, [-4, -2, -3]);
    assert!(one.channels_of(8).await.unwrap().is_empty());
}

async fn a_channel_is_changed_only_if_it_is_as_it_was_and_with_it_a_word_is_owed(
    one: &dyn Store,
    other: &dyn Store,
    _: &Clock,
) {
    let was = channel(-1, Some(7));
    one.keep_channel(&was).await.unwrap();
    let is = Channel { title: "Ё".to_owned(), suspended: Some(Suspended::NoRights), ..was.clone() };
    assert!(one.change_channel(&was, &is, Some((7, "why")), at(1)).await.unwrap());
    assert_eq!(other.channel(-1).await.unwrap().as_ref(), Some(&is));
    for otherwise in [
        was.clone(),
        Channel { owner: None, ..is.clone() },
        Channel { owner: Some(8), ..is.clone() },
        Channel { checked: at(99), ..is.clone() },
        Channel { suspended: Some(Suspended::Removed), ..is.clone() },
    ] {
        assert!(!other.change_channel(&otherwise, &was, Some((8, "never")), at(2)).await.unwrap(), "{otherwise:?}");
    }
    let alone = Channel { owner: None, ..is.clone() };
    assert!(other.change_channel(&is, &alone, None, at(3)).await.unwrap());
    let back = Channel { owner: Some(8), suspended: None, checked: at(4), ..was.clone() };
    let race = [one, other].map(|store| store.change_channel(&alone, &back, Some((8, "back")), at(4)));
    assert_eq!(all(race).await.into_iter().filter(|changed| *changed.as_ref().unwrap()).count(), 1);
    assert_eq!(other.channel(-1).await.unwrap(), Some(back));
    let owed = one.claim_owed("a", secs(30), 9).await.unwrap();
    let owed: Vec<_> = owed.iter().map(|owed| (owed.person, owed.what.as_str())).collect();
    assert_eq!(owed, [(7, "why"), (8, "back")]);
    assert!(!one.change_channel(&channel(-9, None), &channel(-9, None), None, at(6)).await.unwrap());
}

async fn a_channel_that_is_dropped_takes_all_with_it(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let (gone, stays) = (add(one, -1, 10).await, add(one, -2, 10).await);
    for (chat, id) in [(-1, gone), (-2, stays)] {
        one.keep_channel(&channel(chat, Some(7))).await.unwrap();
        one.rotate(id, "growth KGZ", false).await.unwrap();
        plan(one, id, chat, 10).await;
    }
    other.drop_channel(-1).await.unwrap();
    assert_eq!(one.channel(-1).await.unwrap(), None);
    assert_eq!(one.schedule(gone).await.unwrap(), None);
    assert_eq!(one.log(-1, 9).await.unwrap(), []);
    assert!(one.rotated(gone).await.unwrap().is_empty());
    assert!(one.channel(-2).await.unwrap().is_some() && one.schedule(stays).await.unwrap().is_some());
    assert_eq!((one.log(-2, 9).await.unwrap().len(), one.rotated(stays).await.unwrap().len()), (1, 1));
    assert_ne!(add(one, -1, 10).await, gone, "a number is never given twice");
    other.drop_channel(-9).await.unwrap();
}

async fn a_schedule_is_kept_as_it_was_ordered(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let until = Some("2026-03-01".parse().unwrap());
    let ordered = [
        daily(-1),
        Schedule {
            topic: Some(i32::MAX),
            owner: None,
            when: "По будням в 9:00".to_owned(),
            what: What::parse("trade CHN:KGZ 2025").unwrap(),
            language: Language::En,
            silent: true,
            grace: Grace::parse("30m").unwrap(),
            state: State::Paused { until },
            ..daily(-1)
        },
        Schedule { zone: "Asia/Nowhere".to_owned(), state: State::Paused { until: None }, ..daily(-1) },
    ];
    let mut kept = Vec::new();
    for schedule in &ordered {
        let id = one.add_schedule(schedule, Some(at_ms(1_500)), 9).await.unwrap().unwrap();
        let schedule = Schedule { id, ..schedule.clone() };
        assert_eq!(other.schedule(id).await.unwrap().as_ref(), Some(&schedule));
        assert_eq!(other.next_due(id).await.unwrap(), Some(at_ms(1_500)));
        kept.push(schedule);
    }
    assert_eq!(other.schedules_in(-1).await.unwrap(), kept);
    assert!(one.schedules_in(-2).await.unwrap().is_empty());
    assert_eq!((one.schedule(99).await.unwrap(), one.next_due(99).await.unwrap()), (None, None));
}

async fn a_channel_has_no_more_schedules_than_it_may(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let race = (0..8).map(|number| {
        let store = if number % 2 == 0 { one } else { other };
        async move { store.add_schedule(&daily(-1), None, 3).await.unwrap() }
    });
    let numbers: BTreeSet<i64> = all(race).await.into_iter().flatten().collect();
    assert_eq!(numbers.len(), 3);
    assert!(one.add_schedule(&daily(-2), None, 3).await.unwrap().is_some(), "another channel has its own");
    let first = *numbers.first().unwrap();
    assert!(one.delete_schedule(first, at(0)).await.unwrap());
    assert!(one.add_schedule(&daily(-1), None, 3).await.unwrap().is_some_and(|id| !numbers.contains(&id)));
    assert_eq!(one.add_schedule(&daily(-1), None, 3).await.unwrap(), None);
}

async fn a_schedule_is_changed_and_what_was_planned_of_it_stopped(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let (id, beside) = (add(one, -1, 10).await, add(one, -2, 10).await);
    plan(one, id, -1, 10).await;
    plan(one, beside, -2, 10).await;
    let changed = Schedule {
        id,
        chat: -99,
        topic: Some(3),
        owner: Some(8),
        when: "daily 10:00".to_owned(),
        zone: "Asia/Almaty".to_owned(),
        what: What::parse("latest").unwrap(),
        language: Language::En,
        silent: true,
        grace: Grace::LEAST,
        state: State::Paused { until: None },
    };
    assert!(other.change_schedule(&changed, None, false, at(8)).await.unwrap());
    assert_eq!(one.schedule(id).await.unwrap(), Some(Schedule { chat: -1, ..changed.clone() }), "its chat stays");
    assert_eq!((one.next_due(id).await.unwrap(), one.log(-1, 9).await.unwrap().len()), (None, 1));
    assert!(one.change_schedule(&changed, Some(at(90)), true, at(8)).await.unwrap());
    assert_eq!((one.next_due(id).await.unwrap(), one.log(-1, 9).await.unwrap().len()), (Some(at(90)), 1));
    assert_eq!(fate(one, key(id, 10)).await, Fate::Skipped(Skip::Stopped));
    assert_eq!(one.log(-2, 9).await.unwrap().len(), 1, "another schedule's stays");
    assert!(one.change_schedule(&Schedule { id: beside, ..daily(-2) }, None, false, at(8)).await.unwrap());
    let held = claim_one(one, "a", 20).await;
    assert!(one.begin_sending(held.key, "a", "x", at(21), secs(30)).await.unwrap());
    assert!(one.change_schedule(&Schedule { id: beside, ..daily(-2) }, None, true, at(8)).await.unwrap());
    assert_eq!(fate(one, held.key).await, Fate::Sending, "what is begun stays");
    assert!(!one.change_schedule(&Schedule { id: 99, ..daily(-1) }, None, true, at(8)).await.unwrap());
}

async fn a_deletion_can_be_taken_back(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let id = add(one, -1, 10).await;
    plan(one, id, -1, 10).await;
    let schedule = one.schedule(id).await.unwrap();
    assert!(schedule.is_some());
    assert_eq!(one.deleted_schedule(id).await.unwrap(), None);
    assert!(!one.undelete_schedule(id, Some(at(30))).await.unwrap(), "it is not deleted");
    assert_eq!(one.next_due(id).await.unwrap(), Some(at(11)));
    let held = claim_one(one, "a", 20).await;
    assert!(one.delete_schedule(id, at(20)).await.unwrap());
    assert!(!other.delete_schedule(id, at(21)).await.unwrap(), "it is deleted already");
    assert!(!one.begin_sending(held.key, "a", "x", at(21), secs(30)).await.unwrap(), "it is not to go out any more");
    assert!(one.schedules_in(-1).await.unwrap().is_empty() && one.due(at(99), 9).await.unwrap().is_empty());
    assert_eq!((one.schedule(id).await.unwrap(), one.next_due(id).await.unwrap()), (None, None));
    assert_eq!(fate(one, held.key).await, Fate::Skipped(Skip::Stopped));
    assert!(!one.change_schedule(schedule.as_ref().unwrap(), Some(at(30)), false, at(8)).await.unwrap());
    assert_eq!(other.deleted_schedule(id).await.unwrap(), schedule);
    assert!(other.undelete_schedule(id, Some(at(30))).await.unwrap());
    assert_eq!(one.schedule(id).await.unwrap(), schedule);
    assert_eq!(one.next_due(id).await.unwrap(), Some(at(30)));
    assert!(!one.undelete_schedule(id, None).await.unwrap() && !one.undelete_schedule(99, None).await.unwrap());
    assert!(!one.delete_schedule(99, at(0)).await.unwrap());
}

async fn what_is_due_comes_the_longest_overdue_first(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let late = add(one, -1, 30).await;
    let later = add(one, -2, 20).await;
    add(one, -3, 41).await;
    one.add_schedule(&daily(-4), None, 9).await.unwrap();
    let latest = add(one, -5, 10).await;
    let due = async |now, most| {
        let due = other.due(at(now), most).await.unwrap();
        due.into_iter().map(|(schedule, next)| (schedule.id, (next - at(0)).get_seconds())).collect::<Vec<_>>()
    };
    assert_eq!(due(40, 9).await, [(latest, 10), (later, 20), (late, 30)]);
    assert_eq!(due(40, 2).await, [(latest, 10), (later, 20)]);
    assert_eq!(due(10, 9).await, [(latest, 10)]);
    assert_eq!((due(9, 9).await, due(40, 0).await), (vec![], vec![]));
}

async fn two_replicas_plan_once(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let mut plans = Vec::new();
    for chat in 1..=30 {
        let id = add(one, -chat, 10).await;
        let dues = vec![(at(5), Fate::Skipped(Skip::Overtaken)), (at(10), Fate::Planned)];
        let owed = (chat % 10 == 0).then(|| (chat, format!("late in {chat}")));
        plans.push(Plan { schedule: id, chat: -chat, was: at(10), dues, next: Some(at(70)), owed });
    }
    let both = all([one, other, one, other].map(|store| store.plan(&plans, at(11)))).await;
    let taken: Vec<usize> = both.into_iter().map(Result::unwrap).collect();
    assert_eq!(taken.iter().sum::<usize>(), 30, "{taken:?}");
    assert_eq!(one.tally().await.unwrap(), [30, 0, 0, 0, 30, 0]);
    let owed = one.claim_owed("a", secs(30), 99).await.unwrap();
    let owed: BTreeSet<_> = owed.into_iter().map(|owed| (owed.person, owed.what)).collect();
    assert_eq!(owed, [10, 20, 30].map(|chat| (chat, format!("late in {chat}"))).into());
    let log = other.log(-3, 9).await.unwrap();
    let [planned, skipped] = &log[..] else { panic!("{log:?}") };
    let delivery = Delivery {
        key: Key { schedule: plans[2].schedule, due: at(10) },
        chat: -3,
        person: Some(7),
        fate: Fate::Planned,
        tries: 0,
        wanted: false,
        shown: None,
        at: at(11),
    };
    assert_eq!(planned, &delivery);
    let key = Key { due: at(5), ..delivery.key };
    assert_eq!(skipped, &Delivery { key, fate: Fate::Skipped(Skip::Overtaken), ..delivery.clone() });
    assert_eq!(one.delivery(key).await.unwrap().as_ref(), Some(skipped));
    assert_eq!(one.next_due(plans[2].schedule).await.unwrap(), Some(at(70)));
    assert_eq!(one.plan(&[], at(12)).await.unwrap(), 0);
}

async fn what_was_planned_otherwise_meanwhile_is_not_planned(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let [changed, deleted, never, over] =
        [add(one, -1, 10).await, add(one, -2, 10).await, add(one, -3, 10).await, add(one, -4, 10).await];
    let thought = |schedule, chat| Plan {
        schedule,
        chat,
        was: at(10),
        dues: vec![(at(10), Fate::Planned)],
        next: None,
        owed: None,
    };
    other.change_schedule(&Schedule { id: changed, ..daily(-1) }, Some(at(20)), true, at(8)).await.unwrap();
    other.delete_schedule(deleted, at(9)).await.unwrap();
    other.change_schedule(&Schedule { id: never, ..daily(-3) }, None, true, at(8)).await.unwrap();
    other.move_chat(-4, -44).await.unwrap();
    let plans = [thought(changed, -1), thought(deleted, -2), thought(never, -3), thought(over, -4), thought(99, -9)];
    assert_eq!(one.plan(&plans, at(10)).await.unwrap(), 1);
    assert_eq!(one.next_due(changed).await.unwrap(), Some(at(20)));
    assert_eq!(one.next_due(over).await.unwrap(), None, "it is over");
    assert_eq!(one.tally().await.unwrap(), [1, 0, 0, 0, 0, 0]);
    assert_eq!(one.log(-44, 9).await.unwrap().len(), 1, "where the chat is now");
}

async fn a_post_that_somebody_wants_now_is_planned_once(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let id = add(one, -1, 10).await;
    let key = Key { schedule: id, due: at(7) };
    assert!(one.plan_now(key, -1, at(7)).await.unwrap());
    assert!(!other.plan_now(key, -1, at(7)).await.unwrap());
    assert_eq!(one.next_due(id).await.unwrap(), Some(at(10)), "beside what falls due");
    let claimed = claim_one(one, "a", 7).await;
    assert_eq!((claimed.key, claimed.wanted), (key, true));
    assert!(one.settle_delivery(key, "a", &Fate::Sent(Some(1)), None, at(8)).await.unwrap());
    let plan = Plan { schedule: id, chat: -1, was: at(10), dues: vec![(at(7), Fate::Planned)], next: None, owed: None };
    assert_eq!(one.plan(&[plan], at(10)).await.unwrap(), 1);
    assert_eq!(fate(one, key).await, Fate::Sent(Some(1)), "an instant that has its row keeps it");
}

async fn two_holders_never_claim_the_same(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let mut plans = Vec::new();
    for chat in 1..=50 {
        let id = add(one, -chat, 10).await;
        plans.push(Plan {
            schedule: id,
            chat: -chat,
            was: at(10),
            dues: vec![(at(10), Fate::Planned)],
            next: None,
            owed: None,
        });
    }
    one.plan(&plans, at(10)).await.unwrap();
    let race = (0..10).map(|number| {
        let store = if number % 2 == 0 { one } else { other };
        async move { store.claim(&format!("holder {number}"), at(11), secs(100), 7).await.unwrap() }
    });
    let claims = all(race).await;
    assert!(claims.iter().all(|claim| claim.len() <= 7));
    let keys: Vec<Key> = claims.iter().flatten().map(|delivery| delivery.key).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "none twice");
    assert_eq!(keys.len(), 50);
    assert!(one.claim("late", at(40), secs(100), 7).await.unwrap().is_empty(), "all are held");
}

async fn of_a_chat_only_the_earliest_open_post_is_claimed(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let [a, b, c] = [add(one, -1, 10).await, add(one, -1, 10).await, add(one, -2, 5).await];
    plan(one, a, -1, 10).await;
    plan(one, b, -1, 10).await;
    plan(one, a, -1, 11).await;
    plan(one, c, -2, 5).await;
    assert_eq!(claimed(one, "x", 20, 1).await, [(c, 5)], "who waits longest comes first");
    assert_eq!(claimed(other, "y", 20, 9).await, [(a, 10)], "one of a chat");
    assert!(claimed(one, "x", 20, 9).await.is_empty(), "the chat has a post that is held");
    let first = key(a, 10);
    assert!(other.begin_sending(first, "y", "x", at(20), secs(30)).await.unwrap());
    assert!(claimed(one, "x", 20, 9).await.is_empty(), "the chat has a post under way");
    assert!(other.settle_delivery(first, "y", &Fate::Sent(None), None, at(21)).await.unwrap());
    assert_eq!(claimed(one, "x", 21, 9).await, [(b, 10)]);
    assert!(one.settle_delivery(key(b, 10), "x", &Fate::Refused("no".into()), None, at(22)).await.unwrap());
    assert_eq!(claimed(one, "x", 22, 9).await, [(a, 11)]);
    assert!(one.settle_delivery(key(a, 11), "x", &Fate::Unknown, None, at(22)).await.unwrap());
    plan(one, b, -1, 11).await;
    assert_eq!(claimed(one, "x", 22, 9).await, [(b, 11)], "what is unknown holds nothing up");
}

async fn a_claim_ends_with_its_time(one: &dyn Store, other: &dyn Store, clock: &Clock) {
    let id = add(one, -1, 10).await;
    plan(one, id, -1, 10).await;
    assert!(one.claim("a", at(9), secs(100), 9).await.unwrap().is_empty(), "its time has not come");
    let held = claim_one(one, "a", 20).await;
    clock.turn_by(secs(90));
    assert!(other.claim("b", at(20), secs(100), 9).await.unwrap().is_empty());
    clock.turn_by(secs(10));
    assert_eq!(claim_one(other, "b", 20).await, held);
    assert!(!one.begin_sending(held.key, "a", "x", at(51), secs(100)).await.unwrap());
    assert!(!one.settle_delivery(held.key, "a", &Fate::Skipped(Skip::Late), None, at(51)).await.unwrap());
    assert!(!one.put_back(held.key, "a", at(0), true).await.unwrap());
    assert_eq!(fate(one, held.key).await, Fate::Planned);
    clock.turn_by(secs(100));
    assert!(!other.begin_sending(held.key, "b", "x", at(80), secs(100)).await.unwrap(), "its own time is over too");
    assert!(
        other.settle_delivery(held.key, "b", &Fate::Skipped(Skip::Late), None, at(81)).await.unwrap(),
        "nobody else took it"
    );
    assert_eq!(fate(one, held.key).await, Fate::Skipped(Skip::Late));
}

async fn a_holder_whose_clock_is_years_wrong_holds_nothing_longer_and_loses_nothing_sooner(
    one: &dyn Store,
    other: &dyn Store,
    clock: &Clock,
) {
    let years = |years: i64| at(years * 365 * 24 * 3600);
    let [ahead, behind] = [add(one, -1, 10).await, add(one, -2, 10).await];
    plan(one, ahead, -1, 10).await;
    plan(one, behind, -2, 10).await;
    let held = one.claim("ahead", years(30), secs(100), 1).await.unwrap().remove(0);
    assert_eq!(held.key, key(ahead, 10));
    clock.turn_by(secs(90));
    let free: Vec<Key> = other.claim("b", at(99), secs(100), 9).await.unwrap().iter().map(|free| free.key).collect();
    assert_eq!(free, [key(behind, 10)], "a claim is not over sooner for who is ahead");
    assert!(one.begin_sending(held.key, "ahead", "x", years(30), secs(100)).await.unwrap());
    assert!(other.begin_sending(key(behind, 10), "b", "x", years(-20), secs(100)).await.unwrap());
    assert!(one.lost(9).await.unwrap().is_empty());
    assert!(!one.give_up(held.key, None, years(60)).await.unwrap(), "nor is what is being sent lost");
    clock.turn_by(secs(100));
    assert_eq!(other.lost(9).await.unwrap().len(), 2, "and it is not held for years");
    for key in [held.key, key(behind, 10)] {
        assert!(other.give_up(key, Some((7, "lost")), years(-20)).await.unwrap());
    }
    assert!(one.settle_delivery(held.key, "ahead", &Fate::Sent(Some(5)), None, years(30)).await.unwrap());
    assert_eq!(fate(one, held.key).await, Fate::Sent(Some(5)), "who sent it knows better");
}

async fn letters_of_who_is_gone_go_to_one_who_lives(one: &dyn Store, other: &dyn Store, clock: &Clock) {
    let letter = |id: i64| Letter { id, body: format!("{{\"update_id\":{id}}}") };
    let lives = async |holder: &str| {
        assert!(one.hold(&format!("{REPLICA}{holder}"), holder, secs(100)).await.unwrap());
    };
    let left = async |store: &dyn Store, holder| {
        let left = store.leftovers(holder, at(9)).await.unwrap();
        left.into_iter().map(|left| left.letter.id).collect::<Vec<_>>()
    };
    for holder in ["a", "b", "c"] {
        lives(holder).await;
    }
    let ids: Vec<i64> = (1..=40).collect();
    let batch: Vec<Letter> = ids.iter().copied().map(letter).collect();
    one.take_in(&batch, "a", at(0)).await.unwrap();
    other.take_in(&[letter(99)], "b", at(0)).await.unwrap();
    assert_eq!((left(other, "b").await, left(one, "a").await), (vec![], vec![]), "who lives keeps their own");
    one.settle(&[40]).await.unwrap();
    clock.turn_by(secs(90));
    lives("b").await;
    lives("c").await;
    assert!(left(other, "b").await.is_empty(), "a may live still");
    clock.turn_by(secs(10));
    let takers = (0..8).map(|number| left(if number % 2 == 0 { one } else { other }, ["b", "c"][number % 2]));
    let taken = all(takers).await.concat();
    assert_eq!(taken, ids[..39], "each goes to one, the oldest first, and what is settled to nobody");
    assert_eq!((left(other, "c").await, left(one, "b").await), (vec![], vec![]));
    clock.turn_by(secs(100));
    lives("c").await;
    assert!(left(one, "c").await.ends_with(&[99]), "b is gone now");
    assert!(left(one, "d").await.is_empty());
}

async fn only_its_holder_begins_a_post_and_only_once(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let id = add(one, -1, 10).await;
    plan(one, id, -1, 10).await;
    let held = claim_one(one, "a", 20).await;
    assert!(!other.begin_sending(held.key, "b", "x", at(21), secs(30)).await.unwrap());
    assert!(one.begin_sending(held.key, "a", "trade “ё”", at(21), secs(30)).await.unwrap());
    let begun = Delivery { fate: Fate::Sending, shown: Some("trade “ё”".into()), at: at(21), ..held };
    assert_eq!(other.delivery(begun.key).await.unwrap(), Some(begun.clone()));
    assert!(!one.begin_sending(begun.key, "a", "x", at(21), secs(30)).await.unwrap(), "nobody begins twice");
    assert!(other.claim("b", at(99), secs(30), 9).await.unwrap().is_empty(), "it is never claimed again");
    assert!(!other.settle_delivery(begun.key, "b", &Fate::Unknown, None, at(22)).await.unwrap());
    assert!(one.settle_delivery(begun.key, "a", &Fate::Sent(Some(i32::MAX)), None, at(22)).await.unwrap());
    let sent = Delivery { fate: Fate::Sent(Some(i32::MAX)), at: at(22), ..begun };
    assert_eq!(other.delivery(sent.key).await.unwrap(), Some(sent.clone()));
    assert!(!one.settle_delivery(sent.key, "a", &Fate::Unknown, None, at(23)).await.unwrap(), "it is settled");
    assert!(!one.put_back(sent.key, "a", at(23), true).await.unwrap());
    assert!(!one.begin_sending(key(99, 1), "a", "x", at(21), secs(30)).await.unwrap());
}

async fn a_post_put_back_waits_and_keeps_its_place(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let id = add(one, -1, 10).await;
    plan(one, id, -1, 10).await;
    plan(one, id, -1, 11).await;
    let first = key(id, 10);
    assert_eq!(claimed(one, "a", 20, 9).await, [(id, 10)]);
    assert!(one.put_back(first, "a", at(25), false).await.unwrap(), "before it was begun");
    assert!(claimed(other, "b", 24, 9).await.is_empty(), "the later one does not overtake it");
    assert_eq!(claimed(other, "b", 25, 9).await, [(id, 10)]);
    assert!(other.begin_sending(first, "b", "x", at(25), secs(30)).await.unwrap());
    assert!(!one.put_back(first, "a", at(30), true).await.unwrap(), "it is another's");
    assert!(other.put_back(first, "b", at(30), true).await.unwrap(), "Telegram asked us to wait");
    let delivery = one.delivery(first).await.unwrap().unwrap();
    assert_eq!((delivery.fate, delivery.tries, delivery.shown), (Fate::Planned, 1, None));
    assert!(one.lost(9).await.unwrap().is_empty());
    assert_eq!(claimed(one, "a", 30, 9).await, [(id, 10)]);
    assert!(!other.settle_delivery(first, "b", &Fate::Unknown, None, at(31)).await.unwrap());
}

async fn a_post_that_was_lost_is_settled_by_who_sent_it(one: &dyn Store, other: &dyn Store, clock: &Clock) {
    let [a, b] = [add(one, -1, 10).await, add(one, -2, 10).await];
    plan(one, a, -1, 10).await;
    plan(one, b, -2, 10).await;
    assert_eq!(claimed(one, "a", 20, 9).await, [(a, 10), (b, 10)]);
    assert!(one.begin_sending(key(a, 10), "a", "x", at(21), secs(30)).await.unwrap());
    assert!(other.lost(9).await.unwrap().is_empty(), "its time is not over");
    assert!(!other.give_up(key(a, 10), Some((7, "lost")), at(49)).await.unwrap());
    clock.turn_by(secs(30));
    let lost = one.lost(9).await.unwrap();
    assert_eq!(lost.iter().map(|lost| lost.key).collect::<Vec<_>>(), [key(a, 10)]);
    assert_eq!(one.lost(0).await.unwrap(), []);
    let given_up = all([one, other].map(|store| store.give_up(key(a, 10), Some((7, "lost")), at(50)))).await;
    assert_eq!(given_up.into_iter().filter(|given_up| *given_up.as_ref().unwrap()).count(), 1, "it is given up once");
    let owed = one.claim_owed("a", secs(30), 9).await.unwrap();
    assert_eq!(owed.iter().map(|owed| (owed.person, owed.what.as_str())).collect::<Vec<_>>(), [(7, "lost")]);
    let told = one.delivery(key(a, 10)).await.unwrap().unwrap();
    assert_eq!((told.fate, told.at, told.shown.as_deref()), (Fate::Unknown, at(50), Some("x")));
    assert_eq!(fate(one, key(b, 10)).await, Fate::Planned, "what is not begun is not lost");
    assert!(!one.put_back(key(a, 10), "a", at(51), true).await.unwrap(), "somebody may be deciding about it");
    let word = Some((8, "settled"));
    assert!(!other.settle_delivery(key(a, 10), "b", &Fate::Sent(Some(5)), word, at(51)).await.unwrap());
    assert!(other.claim_owed("a", secs(30), 9).await.unwrap().is_empty(), "it was not theirs to tell");
    assert!(one.settle_delivery(key(a, 10), "a", &Fate::Sent(Some(5)), word, at(51)).await.unwrap(), "it knows better");
    assert_eq!(other.claim_owed("a", secs(30), 9).await.unwrap().len(), 1);
    assert_eq!(fate(other, key(a, 10)).await, Fate::Sent(Some(5)));
    assert!(!other.decide(key(a, 10), true, at(52)).await.unwrap(), "there is nothing to decide any more");
}

async fn a_person_decides_about_an_unknown_post(one: &dyn Store, other: &dyn Store, clock: &Clock) {
    let [a, b] = [add(one, -1, 10).await, add(one, -2, 10).await];
    for (id, chat) in [(a, -1), (b, -2)] {
        plan(one, id, chat, 10).await;
        assert!(!one.decide(key(id, 10), true, at(10)).await.unwrap(), "it is not unknown");
        assert_eq!(claim_one(one, "a", 20).await.key, key(id, 10));
        assert!(one.begin_sending(key(id, 10), "a", "x", at(21), secs(30)).await.unwrap());
    }
    clock.turn_by(secs(30));
    for id in [a, b] {
        assert!(one.give_up(key(id, 10), None, at(50)).await.unwrap());
    }
    assert!(one.decide(key(a, 10), false, at(60)).await.unwrap());
    assert!(!other.decide(key(a, 10), true, at(61)).await.unwrap(), "it is decided");
    assert_eq!(fate(one, key(a, 10)).await, Fate::Sent(None));
    assert!(!one.settle_delivery(key(a, 10), "a", &Fate::Unknown, None, at(62)).await.unwrap());
    assert!(other.decide(key(b, 10), true, at(60)).await.unwrap());
    assert!(
        !one.settle_delivery(key(b, 10), "a", &Fate::Sent(Some(1)), None, at(61)).await.unwrap(),
        "it is not theirs now"
    );
    let again = one.delivery(key(b, 10)).await.unwrap().unwrap();
    assert_eq!((again.fate, again.at, again.wanted), (Fate::Planned, at(60), true));
    assert_eq!(again.shown.as_deref(), Some("x"), "what is sent again is the same");
    assert_eq!(claim_one(other, "b", 60).await.key, key(b, 10));
    assert!(!one.decide(key(99, 1), true, at(60)).await.unwrap());
}

async fn the_log_is_the_newest_first_and_the_tally_counts_all(one: &dyn Store, other: &dyn Store, _: &Clock) {
    assert_eq!(one.tally().await.unwrap(), [0; 6]);
    let id = add(one, -1, 1).await;
    let fates = [
        Fate::Planned,
        Fate::Sent(None),
        Fate::Sent(Some(7)),
        Fate::Refused("Forbidden: “ё”".into()),
        Fate::Refused(String::new()),
        Fate::Unknown,
    ];
    let fates: Vec<Fate> = fates.into_iter().chain(Skip::ALL.map(Fate::Skipped)).collect();
    let dues =
        fates.iter().enumerate().map(|(number, fate)| (at(i64::try_from(number).unwrap()), fate.clone())).collect();
    let plan = Plan { schedule: id, chat: -1, was: at(1), dues, next: None, owed: None };
    assert_eq!(one.plan(&[plan], at(50)).await.unwrap(), 1);
    let log = other.log(-1, 99).await.unwrap();
    let logged: Vec<Fate> = log.iter().rev().map(|delivery| delivery.fate.clone()).collect();
    assert_eq!(logged, fates);
    assert_eq!(other.log(-1, 2).await.unwrap(), log[..2]);
    assert!(other.log(-2, 9).await.unwrap().is_empty());
    assert_eq!(one.tally().await.unwrap(), [1, 0, 2, 2, 5, 1]);
}

async fn a_chat_that_moves_takes_all_along(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let id = add(one, -1, 10).await;
    plan(one, id, -1, 10).await;
    one.choose_language(-1, Some(Language::Ru)).await.unwrap();
    one.keep_channel(&channel(-1, Some(7))).await.unwrap();
    let held = claim_one(one, "a", 20).await;
    one.keep_turns(&[((7, -1), turn(5, Some("en trade"), Some(1)))]).await.unwrap();
    other.move_chat(-1, -100).await.unwrap();
    one.move_chat(-1, -100).await.unwrap();
    one.move_chat(-100, -100).await.unwrap();
    assert_eq!((one.language(-1).await.unwrap(), one.language(-100).await.unwrap()), (None, Some(Language::Ru)));
    assert_eq!(one.turn(7, -1, at(0)).await.unwrap(), None);
    assert_eq!(one.turn(7, -100, at(0)).await.unwrap(), Some(turn(5, Some("en trade"), None)));
    assert_eq!(one.channel(-1).await.unwrap(), None);
    assert_eq!(
        one.channel(-100).await.unwrap(),
        Some(channel(-100, Some(7))).map(|new| Channel { title: "-1".into(), username: Some("name_1".into()), ..new })
    );
    assert!(one.schedules_in(-1).await.unwrap().is_empty() && one.log(-1, 9).await.unwrap().is_empty());
    assert_eq!(one.schedules_in(-100).await.unwrap(), [Schedule { id, ..daily(-100) }]);
    assert!(one.begin_sending(held.key, "a", "x", at(21), secs(30)).await.unwrap(), "who holds it goes on");
    assert_eq!(one.log(-100, 9).await.unwrap()[0].key, held.key);
}

async fn a_chat_that_moves_to_one_that_is_known_joins_it(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let [old, new] = [add(one, -1, 10).await, add(one, -100, 10).await];
    plan(one, old, -1, 10).await;
    plan(one, new, -100, 10).await;
    one.choose_language(-1, Some(Language::Ru)).await.unwrap();
    one.choose_language(-100, Some(Language::En)).await.unwrap();
    one.keep_channel(&channel(-1, Some(7))).await.unwrap();
    one.keep_channel(&channel(-100, Some(8))).await.unwrap();
    other.move_chat(-1, -100).await.unwrap();
    assert_eq!((one.language(-1).await.unwrap(), one.language(-100).await.unwrap()), (None, Some(Language::En)));
    assert_eq!(one.channel(-1).await.unwrap(), None);
    assert_eq!(one.channel(-100).await.unwrap(), Some(channel(-100, Some(8))));
    let numbers: Vec<i64> = one.schedules_in(-100).await.unwrap().iter().map(|schedule| schedule.id).collect();
    assert_eq!(numbers, [old, new]);
    assert_eq!(claimed(one, "a", 20, 9).await, [(old, 10)], "they are one chat now");
}

async fn a_rotation_remembers_until_it_begins_anew(one: &dyn Store, other: &dyn Store, _: &Clock) {
    for shown in ["trade KGZ", "growth “ё”", "balance", "trade KGZ"] {
        one.rotate(1, shown, false).await.unwrap();
    }
    one.rotate(2, "latest", false).await.unwrap();
    assert_eq!(other.rotated(1).await.unwrap(), ["trade KGZ", "growth “ё”", "balance"]);
    other.rotate(1, "balance", true).await.unwrap();
    other.rotate(1, "share", false).await.unwrap();
    assert_eq!(one.rotated(1).await.unwrap(), ["balance", "share"]);
    assert_eq!(one.rotated(2).await.unwrap(), ["latest"]);
    assert!(one.rotated(3).await.unwrap().is_empty());
}

async fn a_word_is_owed_once_and_said_by_one(one: &dyn Store, other: &dyn Store, clock: &Clock) {
    for (person, what) in [(7, "removed -1"), (8, "removed -1"), (7, "removed -1"), (7, "“ё”")] {
        one.owe(person, what, at(0)).await.unwrap();
    }
    let claim = async |store: &dyn Store, holder, most| store.claim_owed(holder, secs(100), most).await.unwrap();
    let first = claim(one, "a", 2).await;
    let told: Vec<_> = first.iter().map(|owed| (owed.person, owed.what.as_str())).collect();
    assert_eq!(told, [(7, "removed -1"), (8, "removed -1")]);
    let rest = claim(other, "b", 9).await;
    assert_eq!(rest.iter().map(|owed| owed.what.as_str()).collect::<Vec<_>>(), ["“ё”"]);
    one.said(first[0].id).await.unwrap();
    one.said(first[0].id).await.unwrap();
    clock.turn_by(secs(90));
    assert!(claim(other, "b", 9).await.is_empty());
    clock.turn_by(secs(10));
    let again = claim(other, "b", 9).await;
    assert_eq!(again, [first[1].clone(), rest[0].clone()], "whoever held them is gone");
    one.owe(7, "removed -1", at(40)).await.unwrap();
    let anew = claim(one, "a", 9).await;
    assert!(anew.len() == 1 && anew[0].what == "removed -1" && anew[0].id > rest[0].id, "once said, it is owed anew");
}

async fn a_draft_is_the_last_one(one: &dyn Store, other: &dyn Store, _: &Clock) {
    assert_eq!(one.draft(7).await.unwrap(), None);
    one.keep_draft(7, Some("{}")).await.unwrap();
    one.keep_draft(7, Some("{\"when\":\"по будням\"}")).await.unwrap();
    assert_eq!(other.draft(7).await.unwrap().as_deref(), Some("{\"when\":\"по будням\"}"));
    assert_eq!(other.draft(8).await.unwrap(), None);
    one.keep_draft(7, None).await.unwrap();
    assert_eq!(other.draft(7).await.unwrap(), None);
}

async fn a_person_is_forgotten(one: &dyn Store, other: &dyn Store, _: &Clock) {
    for person in [7, 8] {
        one.choose_language(person, Some(Language::Ru)).await.unwrap();
        one.keep_draft(person, Some("x")).await.unwrap();
        one.owe(person, "x", at(0)).await.unwrap();
        let asked = turn(1, Some("en trade"), Some(1));
        one.keep_turns(&[((person, -1), asked.clone()), ((person, person), asked)]).await.unwrap();
    }
    for (chat, owner) in [(-2, 7), (-1, 7), (-3, 8)] {
        one.keep_channel(&channel(chat, Some(owner))).await.unwrap();
    }
    let id = add(one, -1, 10).await;
    plan(one, id, -1, 10).await;
    assert_eq!(other.forget_person(7).await.unwrap(), [-2, -1]);
    assert_eq!((one.language(7).await.unwrap(), one.draft(7).await.unwrap()), (None, None));
    for chat in [7, -1] {
        assert_eq!(one.turn(7, chat, at(0)).await.unwrap(), None, "in each chat");
    }
    assert!(one.turn(8, -1, at(0)).await.unwrap().is_some());
    let orphan = Channel { suspended: Some(Suspended::NoOwner), ..channel(-1, None) };
    assert_eq!(one.channel(-1).await.unwrap(), Some(orphan));
    assert_eq!(one.delivery(key(id, 10)).await.unwrap().unwrap().person, None);
    assert_eq!(one.schedule(id).await.unwrap().map(|schedule| schedule.owner), Some(None), "it is theirs no more");
    assert_eq!(one.next_due(id).await.unwrap(), Some(at(11)));
    let owed = one.claim_owed("a", secs(30), 9).await.unwrap();
    assert_eq!(owed.iter().map(|owed| owed.person).collect::<Vec<_>>(), [8]);
    assert!(one.language(8).await.unwrap().is_some() && one.draft(8).await.unwrap().is_some());
    assert_eq!(one.channel(-3).await.unwrap(), Some(channel(-3, Some(8))));
    assert!(one.forget_person(7).await.unwrap().is_empty());
}

pub(crate) fn at(second: i64) -> Timestamp {
    at_ms(second * 1000)
}

fn at_ms(millisecond: i64) -> Timestamp {
    "2026-02-01T00:00Z".parse::<Timestamp>().unwrap() + millisecond.milliseconds()
}

pub(crate) fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

pub(crate) fn key(schedule: i64, due: i64) -> Key {
    Key { schedule, due: at(due) }
}

pub(crate) fn daily(chat: i64) -> Schedule {
    Schedule {
        id: 0,
        chat,
        topic: None,
        owner: Some(7),
        when: "daily 09:00".to_owned(),
        zone: "Asia/Bishkek".to_owned(),
        what: What::Rotate,
        language: Language::Ru,
        silent: false,
        grace: Grace::default(),
        state: State::Active,
    }
}

pub(crate) fn channel(chat: i64, owner: Option<i64>) -> Channel {
    Channel {
        chat,
        kind: ChatKind::Channel,
        title: chat.to_string(),
        username: Some(format!("name_{}", chat.abs())),
        owner,
        checked: at(0),
        suspended: None,
    }
}

pub(crate) async fn add(store: &dyn Store, chat: i64, next: i64) -> i64 {
    store.add_schedule(&daily(chat), Some(at(next)), 9).await.unwrap().unwrap()
}

async fn a_copy_arrives_whole(one: &dyn Store, other: &dyn Store, _: &Clock) {
    let from = store::open("memory:", &Clock::default()).await.unwrap();
    let last = fill(&*from).await;
    let copy = copied(&*from).await;
    let mut told = Vec::new();
    let head = copy::read(one, &*copy, |done, of| told.push((done, of))).await.unwrap();
    assert_eq!((told.first(), told.last()), (Some(&(1, head.rows)), Some(&(head.rows, head.rows))));
    // PostgreSQL keeps no NUL.
    let said = |copy: Vec<u8>| -> Vec<serde_json::Value> {
        let read = |line: &str| serde_json::from_str(line).map(without_nul).unwrap();
        String::from_utf8(copy).unwrap().lines().map(read).collect()
    };
    let (sent, arrived) = (said(copy.clone()), said(copied(other).await));
    assert_eq!(sent.len(), 26, "every table has its rows in it");
    assert_eq!(sent, arrived);
    assert!(add(one, -5, 90).await > last, "a number is never given twice");
    let lost: Vec<i64> = other.lost(9).await.unwrap().iter().map(|lost| lost.chat).collect();
    assert_eq!(lost, [-2], "what was begun is lost at once");
    assert_eq!(claimed(other, "b", 40, 9).await, [(1, 10)], "what was claimed is free");
    assert_eq!(one.claim_owed("b", secs(30), 9).await.unwrap().len(), 2);
    other.owe(8, "one more", at(50)).await.unwrap();
    other.rotate(1, "one more", false).await.unwrap();
    assert_eq!(one.rotated(1).await.unwrap(), ["z", "a", "one more"]);
    let again = copy::read(one, &*copy, |_, _| {}).await.unwrap_err();
    assert!(again.to_string().contains(" holds something already: a copy is read into a new file"), "{again}");
}

/// A row of each table, as the first version that copied wrote it.
const EARLIER_COPY: &str = r#"{"tradefacts_store":1,"rows":10,"last_schedule":5}
{"language":{"chat":7,"tag":"ru"}}
{"inbox":{"id":6,"taken":1769904001000,"begun":1,"done":0,"body":"{}"}}
{"pulse":{"at":1769904008000}}
{"sheets":{"served":1769904005000,"broken":1769904007000,"why":"why"}}
{"channel":{"chat":-1,"kind":"channel","title":"Ё","username":"Facts","owner":7,"checked":1769904000000,"suspended":null}}
{"schedule":{"id":4,"chat":-1,"topic":null,"owner":7,"pattern":"daily 09:00","zone":"Asia/Bishkek","what":"rotate","language":"ru","silent":0,"grace":"30m","state":"active","next":1769904011000,"deleted":null}}
{"delivery":{"schedule":4,"due":1769904010000,"chat":-1,"person":7,"state":"planned","reason":null,"message":null,"tries":0,"wanted":0,"shown":null,"at":1769904010000,"not_before":1769904010000}}
{"rotation":{"schedule":4,"turn":9,"shown":"trade KGZ"}}
{"owed":{"id":3,"person":8,"what":"word","at":1769904020000}}
{"draft":{"person":7,"what":"draft"}}
"#;

async fn a_copy_that_an_earlier_version_made_arrives(one: &dyn Store, other: &dyn Store, _: &Clock) {
    copy::read(one, EARLIER_COPY.as_bytes(), |_, _| {}).await.unwrap();
    assert_eq!(other.last_beat().await.unwrap(), Some(at(8)));
    assert_eq!(other.sheets().await.unwrap(), Some(Sheets { served: at(5), broken: Some((at(7), "why".to_owned())) }));
    assert_eq!(other.next_due(4).await.unwrap(), Some(at(11)));
    let read = |copy: &str| -> Vec<serde_json::Value> {
        copy.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let again = String::from_utf8(copied(other).await).unwrap();
    assert_eq!(read(&again), read(EARLIER_COPY));
    assert_eq!(claimed(other, "b", 40, 9).await, [(4, 10)]);
    let left = other.leftovers("b", at(40)).await.unwrap();
    assert_eq!(left.iter().map(|left| (left.letter.id, left.begun)).collect::<Vec<_>>(), [(6, 1)]);
    one.rotate(4, "share", false).await.unwrap();
    assert_eq!(other.rotated(4).await.unwrap(), ["trade KGZ", "share"]);
}

async fn a_copy_that_is_damaged_leaves_nothing(one: &dyn Store, _: &dyn Store, _: &Clock) {
    let from = store::open("memory:", &Clock::default()).await.unwrap();
    fill(&*from).await;
    let copy = String::from_utf8(copied(&*from).await).unwrap();
    let lines: Vec<&str> = copy.lines().collect();
    let channel = lines.iter().position(|line| line.starts_with("{\"channel\"")).unwrap() + 1;
    let with = |line: usize, words: &str| [&lines[..line - 1], &[words], &lines[line..]].concat().join("\n");
    for (broken, words) in [
        (String::new(), "this is no copy of a store".to_owned()),
        ("kind: places".to_owned(), "this is no copy of a store".to_owned()),
        (with(1, "{\"tradefacts_store\":99}"), "the copy is of another version of this program".to_owned()),
        (with(channel, "{\"channel\":"), format!("line {channel} of the copy is damaged: EOF")),
        (
            with(channel, "{\"chanel\":{}}"),
            format!("line {channel} of the copy is damaged: there is no table `chanel`"),
        ),
        (
            with(channel, "{\"draft\":{\"person\":1}}"),
            format!("line {channel} of the copy is damaged: `what` of `draft` is missing"),
        ),
        (
            with(channel, "{\"draft\":{\"person\":1,\"what\":\"\",\"x\":1}}"),
            format!("line {channel} of the copy is damaged: `draft` has no `x`"),
        ),
        (
            with(channel, "{\"draft\":{\"person\":\"Ann\",\"what\":\"x\"}}"),
            format!("row {} of the copy does not fit the store: ", channel - 1),
        ),
        (with(channel, lines[channel]), format!("row {} of the copy does not fit the store: ", channel - 1)),
        (lines[..20].join("\n"), "the copy ends after 19 of 25 rows: it was cut off".to_owned()),
        (copy.clone() + lines[2], "line 27 of the copy is damaged: nothing should follow".to_owned()),
    ] {
        let error = copy::read(one, broken.as_bytes(), |_, _| {}).await.unwrap_err();
        assert!(error.to_string().starts_with(&words), "{error}");
    }
    copy::read(one, copy.as_bytes(), |_, _| {}).await.unwrap();
}

fn without_nul(value: serde_json::Value) -> serde_json::Value {
    match value {
        serde_json::Value::String(text) => text.replace('\0', "").into(),
        serde_json::Value::Object(fields) => fields.into_iter().map(|(key, value)| (key, without_nul(value))).collect(),
        other => other,
    }
}

async fn copied(store: &dyn Store) -> Vec<u8> {
    let mut copy = Vec::new();
    copy::write(store, &mut copy, &mut |_, _| {}).await.unwrap();
    copy
}

/// Keeps something of every kind; the last number that a schedule was given.
async fn fill(store: &dyn Store) -> i64 {
    let awkward = "“Ё” 😀\n\\u0000 \\\"\0";
    store.choose_language(7, Some(Language::Ru)).await.unwrap();
    let letters = [5, 6].map(|id| Letter { id, body: format!("{{\"update_id\":{id},\"text\":\"\\u0000{id}\"}}") });
    store.take_in(&letters, "a", at(1)).await.unwrap();
    store.begin(6).await.unwrap();
    store.settle(&[5]).await.unwrap();
    store.beat(at(8)).await.unwrap();
    store.keep_sheets(&Sheets { served: at(5), broken: Some((at(7), awkward.to_owned())) }).await.unwrap();
    store.keep_channel(&Channel { title: awkward.to_owned(), ..channel(-1, Some(7)) }).await.unwrap();
    let waiting = Channel { suspended: Some(Suspended::NoRights), username: None, ..channel(-2, None) };
    store.keep_channel(&waiting).await.unwrap();
    for chat in [-1, -2, -3, -4, -5] {
        let id = add(store, chat, 10).await;
        plan(store, id, chat, 10).await;
    }
    let fates = [Fate::Sent(Some(3)), Fate::Sent(None), Fate::Refused(awkward.to_owned()), Fate::Skipped(Skip::Late)];
    for (second, fate) in (11..).zip(fates) {
        let plan = Plan {
            schedule: 4,
            chat: -4,
            was: at(second),
            dues: vec![(at(second), fate)],
            next: Some(at(second + 1)),
            owed: Some((8, format!("word {second}"))),
        };
        assert_eq!(store.plan(&[plan], at(20)).await.unwrap(), 1);
    }
    for delivery in store.claim("a", at(20), secs(999), 9).await.unwrap() {
        let lasts = if delivery.chat == -3 { secs(0) } else { secs(999) };
        let begins = delivery.chat != -1;
        assert!(!begins || store.begin_sending(delivery.key, "a", awkward, at(20), lasts).await.unwrap());
    }
    for chat in [-4, -5] {
        let done = Fate::Sent(Some(1));
        assert!(store.settle_delivery(key(-chat, 10), "a", &done, None, at(22)).await.unwrap());
    }
    assert!(store.give_up(key(3, 10), None, at(22)).await.unwrap());
    assert!(store.plan_now(key(1, 11), -1, at(5)).await.unwrap());
    store.decide(key(3, 10), false, at(23)).await.unwrap();
    for shown in ["z", "a"] {
        store.rotate(1, shown, false).await.unwrap();
    }
    store.said(1).await.unwrap();
    store.said(2).await.unwrap();
    assert_eq!(store.claim_owed("a", secs(30), 1).await.unwrap().len(), 1);
    store.keep_draft(7, Some(awkward)).await.unwrap();
    assert!(store.delete_schedule(4, at(24)).await.unwrap());
    store.drop_channel(-5).await.unwrap();
    assert!(store.hold("poll", "a", secs(99)).await.unwrap());
    5
}

/// Plans what falls due then, and lets it fall due again a second later.
pub(crate) async fn plan(store: &dyn Store, schedule: i64, chat: i64, due: i64) {
    let (was, next) = (at(due), Some(at(due + 1)));
    let plan = Plan { schedule, chat, was, dues: vec![(was, Fate::Planned)], next, owed: None };
    assert_eq!(store.plan(&[plan], was).await.unwrap(), 1);
}

/// Schedules and instants of what is claimed for half a minute.
async fn claimed(store: &dyn Store, holder: &str, now: i64, most: usize) -> Vec<(i64, i64)> {
    let claimed = store.claim(holder, at(now), secs(100), most).await.unwrap();
    claimed.iter().map(|delivery| (delivery.key.schedule, (delivery.key.due - at(0)).get_seconds())).collect()
}

async fn claim_one(store: &dyn Store, holder: &str, now: i64) -> Delivery {
    let mut claimed = store.claim(holder, at(now), secs(100), 1).await.unwrap();
    claimed.pop().expect("something can be claimed")
}

async fn fate(store: &dyn Store, key: Key) -> Fate {
    store.delivery(key).await.unwrap().expect("it was planned").fate
}

/// All at once; what came of each, in order.
async fn all<T>(futures: impl IntoIterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut waiting: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        for (future, came) in waiting.iter_mut().filter(|(_, came)| came.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(context) {
                *came = Some(value);
            }
        }
        match waiting.iter().all(|(_, came)| came.is_some()) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    waiting.into_iter().filter_map(|(_, came)| came).collect()
}
