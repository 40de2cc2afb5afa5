//! What goes wrong on order.
//!
//! A [`Fault`] says how a call fails; an [`Order`] says which calls. [`Orders`] is asked once for every
//! call, first come first served. It does not know how a connection is cut or an answer is made.

use std::time::Duration;

use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Fault {
    /// An error as Telegram words it; without effect.
    Refuse(u16, String),
    /// 429 for the chat called, or for the method where that names no chat; in seconds.
    RetryAfter(u64),
    /// 429, and no chat may be written to for so many seconds.
    RetryAfterEverywhere(u64),
    /// 400: the group has become the supergroup of this id.
    MigratedTo(i64),
    /// 502 with a proxy's page; without effect.
    BadGateway,
    /// 200 with a body that is no JSON; without effect.
    Garbage,
    /// No answer for as long as the caller holds the line; without effect.
    Silence,
    /// The connection is reset; without effect.
    Cut,
    /// The call takes effect, and then the connection is reset.
    CutAfter,
    /// The call takes effect, and the answer breaks off half-way.
    Truncate,
    /// A late but right answer; the call takes effect at the end of the wait.
    Delay(Duration),
    /// The call takes effect at once; its answer comes late.
    Late(Duration),
    /// This result, whatever was asked; without effect.
    Answer(Value),
}

impl Fault {
    pub(crate) fn refuse(status: u16, description: &str) -> Fault {
        Fault::Refuse(status, description.to_owned())
    }

    pub(super) fn has_effect(&self) -> bool {
        matches!(self, Fault::CutAfter | Fault::Truncate | Fault::Delay(_) | Fault::Late(_))
    }
}

pub(super) struct Order {
    pub(super) fault: Fault,
    /// All methods but `getUpdates` where none is named.
    pub(super) method: Option<String>,
    pub(super) chat: Option<i64>,
    pub(super) skip: usize,
    pub(super) times: usize,
}

#[derive(Default)]
pub(super) struct Orders(Vec<Order>);

impl Orders {
    pub(super) fn add(&mut self, order: Order) {
        self.0.push(order);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// The fault for this call, which is used up by it.
    pub(super) fn pick(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let fits = |order: &&mut Order| {
            let method_fits = match &order.method {
                Some(wanted) => wanted.eq_ignore_ascii_case(method),
                None => method != "getUpdates",
            };
            method_fits && order.times > 0 && order.chat.is_none_or(|wanted| chat == Some(wanted))
        };
        let order = self.0.iter_mut().filter(fits).find_map(|order| match order.skip {
            0 => Some(order),
            _ => {
                order.skip -= 1;
                None
            }
        })?;
        order.times -= 1;
        Some(order.fault.clone())
    }
}
