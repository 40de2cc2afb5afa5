//! The only layer that knows Telegram.
//!
//! An update is fetched (`poll`), read as something put to us or not (`update`, `incoming`), written into the inbox of
//! the store and only then confirmed (`intake`). It waits in the queue of its chat (`queue`, `queues`) and is responded
//! to (`respond`): a message, a button, an order of an admin (`admin`). Whatever is said is brought within Telegram's
//! limits (`fit`) and goes out at the pace that it allows (`send`, `pace`), one call at a time (`api`); each refusal is
//! classed by what to do about it (`refusal`). Posts go out the same way (`messenger`). `bot` puts all of it together.
//!
//! It does not know SQL or YAML, nor what an answer says.

mod admin;
mod answering;
mod api;
mod bot;
mod breaker;
mod fit;
mod heartbeat;
mod incoming;
mod intake;
mod keyboards;
mod lease;
mod member;
mod menu;
mod messenger;
mod owed;
mod pace;
mod patience;
mod poll;
mod queue;
mod queues;
mod recent;
mod refusal;
mod respond;
mod send;
mod shape;
mod time;
mod update;

pub use self::{
    answering::{Answering, Asked, Input, answering},
    bot::Bot,
    menu::Menu,
    patience::Patience,
    poll::Ended,
};
