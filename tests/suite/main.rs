//! What crosses floors, through public doors only; one module per subject.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on says so by ending")]

mod acknowledged;
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
mod coverage;
mod deploy;
mod diff;
mod disk;
mod facts;
mod goods;
mod guide;
mod import;
mod kind;
mod labels;
mod languages;
mod layers;
mod leading;
mod limits;
mod moving;
mod nasty;
mod new;
mod planted;
mod postgres;
mod products;
mod questions;
mod readme;
mod releases;
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
