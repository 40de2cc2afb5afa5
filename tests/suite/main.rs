//! What crosses floors, through public doors only; one module per subject.

mod questions;
mod sheets;
