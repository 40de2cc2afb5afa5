//! What crosses floors, through public doors only; one module per subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by ending")]

mod answers;
mod asking;
mod attack;
mod border;
mod bot;
mod channels;
mod check_impossible;
mod codes;
mod counts;
mod courier;
mod deploy;
mod diff;
mod disk;
mod exam;
mod facts;
mod guide;
mod kind;
mod labels;
mod languages;
mod layers;
mod leading;
mod moving;
mod nasty;
mod new;
mod planted;
mod postgres;
mod products;
mod questions;
mod readme;
mod reload;
mod scale;
mod schema;
mod serve;
mod sheets;
mod store;
mod vintage;
mod why;
mod words;
mod workbench;
