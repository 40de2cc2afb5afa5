//! What answers are made of: numbers, how one leads among several, what is calculated from others.
//!
//! It does not know any human language, nor the kinds of questions.

mod counts;
mod coverage;
mod derive;
mod lead;
mod number;
mod subject;
mod told;

pub use coverage::{Covered, runs};
pub use number::{Across, Basis, Formula, Ground, Number, Other, Reading, Relation};
pub use subject::{Row, Subject};
pub use told::{Shown, Told};

pub(crate) use counts::{WORLD, both_ways, counterparts, differ_by_a_tenth, has_mirror, mirror_at, mirror_of};
pub(crate) use coverage::{newest_of_trade, years};
pub(crate) use derive::{average, between_counts, holds, plain_reading, reading, share_of, since, times_of};
pub(crate) use lead::{repeats_late, revised};
pub(crate) use number::agree;
pub(crate) use subject::{ask, leading, lone_reading, lone_row, stock_of, stock_row};
