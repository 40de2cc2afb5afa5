//! Mends what is certain, and looks again.

use super::{Checked, check};
use crate::sheet::{CannotMend, CannotRead, Change, Folder, mend};

/// A mended sheet may show what its mistake had hidden, which may be mended too. More rounds than this would mean
/// that one mending undoes another.
const ROUNDS: usize = 8;

/// What was mended, and what is left.
#[derive(Debug)]
pub struct Fixed {
    /// In the order in which it was done.
    pub changes: Vec<Change>,
    pub checked: Checked,
}

/// Why sheets could not be mended; those written before stay so.
#[derive(Debug, thiserror::Error)]
pub enum CannotFix {
    #[error(transparent)]
    Read(#[from] CannotRead),
    #[error(transparent)]
    Mend(#[from] CannotMend),
}

/// Writes every certain patch into its sheet and checks again, until none is left. The built-in sheets stay as they
/// are.
///
/// # Errors
///
/// [`CannotFix`] where there is nothing to read, or a file cannot be written.
pub fn fix(folder: &Folder) -> Result<Fixed, CannotFix> {
    let mut changes = Vec::new();
    let mut checked = check(folder)?;
    for _ in 0..ROUNDS {
        let done = mend(folder, &checked.texts, &checked.findings)?;
        if done.is_empty() {
            break;
        }
        changes.extend(done);
        checked = check(folder)?;
    }
    Ok(Fixed { changes, checked })
}
