//! The tables of all pages, on a phone.

use super::{answerer, shipped_files};
use crate::tables::assert_drawn_well;

#[test]
fn no_shipped_table_is_cut_or_wider_than_a_phone() {
    assert_drawn_well(&answerer(shipped_files()), 500);
}
