//! From schedules that have fallen due to rows in the ledger.

use jiff::Timestamp;

use super::notice::Notice;
use crate::{
    schedule::{Fate, Schedule, Skip, Unreadable},
    store::Plan,
};

/// Missed instants of one schedule that are looked at in one go; the rest comes in the next.
const MOST: usize = 500;

/// The posts for which a schedule fell due from `was` until now: of those still within their grace the latest goes out,
/// all others are skipped. A schedule that cannot be read any more is not due again until it is edited.
pub(super) fn plan(schedule: &Schedule, was: Timestamp, now: Timestamp) -> Plan {
    read(schedule, was, now).unwrap_or_else(|unreadable| {
        log::error!("schedule {} stands still: {unreadable}", schedule.id);
        let notice = Notice::Unreadable { schedule: schedule.id, why: unreadable.to_string() };
        Plan {
            schedule: schedule.id,
            chat: schedule.chat,
            was,
            dues: vec![(was, Fate::Skipped(Skip::Stopped))],
            next: None,
            owed: schedule.owner.map(|owner| (owner, notice.written())),
        }
    })
}

fn read(schedule: &Schedule, was: Timestamp, now: Timestamp) -> Result<Plan, Unreadable> {
    let mut missed = vec![was];
    let later = schedule.upcoming(was, MOST)?.moments.into_iter().map(|moment| moment.due);
    missed.extend(later.take_while(|due| *due <= now).take(MOST - 1));
    let last = missed.last().copied().unwrap_or(was);
    let next = schedule.next_after(last)?;
    let is_late = |due: &Timestamp| now.duration_since(*due) > schedule.grace.duration();
    let dues: Vec<(Timestamp, Fate)> = missed
        .iter()
        .map(|due| match due {
            due if is_late(due) => (*due, Fate::Skipped(Skip::Late)),
            due if *due != last || next.is_some_and(|next| next <= now) => (*due, Fate::Skipped(Skip::Overtaken)),
            due => (*due, Fate::Planned),
        })
        .collect();
    let skipped: Vec<Timestamp> = dues.iter().filter(|(_, fate)| *fate != Fate::Planned).map(|(due, _)| *due).collect();
    let why = if dues.iter().any(|(_, fate)| *fate == Fate::Planned) { Skip::Overtaken } else { Skip::Late };
    let notice = Notice::skipped(schedule.id, why, &skipped);
    let owed = schedule.owner.zip(notice).map(|(owner, notice)| (owner, notice.written()));
    Ok(Plan { schedule: schedule.id, chat: schedule.chat, was, dues, next, owed })
}
