//! What crosses floors, through public doors only; one module per subject.

mod articles;
mod bot;
mod layers;
mod questions;
mod serve;
mod sheets;
mod words;
