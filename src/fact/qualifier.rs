//! The words before a number.

use super::closed::closed_list;

closed_list! {
    /// What stands before a number; part of it.
    Qualifier, "qualifier" {
        Exact = "exact",
        About = "about",
        Nearly = "nearly",
        MoreThan = "more than",
        LessThan = "less than",
        AtLeast = "at least",
        AtMost = "at most",
    }
}

impl Qualifier {
    /// A bound rather than a number: it is met by what lies beyond it.
    pub fn is_threshold(self) -> bool {
        matches!(self, Self::MoreThan | Self::LessThan | Self::AtLeast | Self::AtMost)
    }
}
