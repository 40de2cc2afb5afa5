//! Whatever crosses floors, through public doors only: one binary, one module per subject.

mod bot;
mod serve;
