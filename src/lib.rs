//! Answers questions about trade with sourced figures.
//!
//! A question flows one way: text → [`question`] → [`kinds`] → [`render`] → wherever it is shown.
//! The layers, lowest first; `tests/suite/layers.rs` holds who may name whom.

pub mod fact;

pub mod finding;

pub mod yaml;

pub mod language;

pub mod catalogue;

pub mod sheet;

pub mod check;

pub mod import;

pub mod question;

pub mod answer;

pub mod claims;

pub mod render;

pub mod kinds;

pub mod reply;

pub mod schedule;

pub mod diff;

pub mod exam;

pub mod clock;

pub mod reload;

pub mod store;

pub mod courier;

pub mod telegram;

pub mod config;

pub mod health;

pub mod log_format;

pub mod app;

pub mod cli;
