//! What a sheet says against a number of its own document.

use super::{
    leaf::{missing, sound},
    lower::Lower,
    shape::{FigureShape, Leaf, Located, WordsShape, WrongShape},
};
use crate::{
    fact::{By, Doubt, Words},
    finding::Code,
};

impl Lower<'_> {
    /// Why an entry is not to be relied on.
    pub(super) fn doubt(&self, is: &FigureShape) -> Option<Doubt> {
        if let (Some(wrong), Some(doubtful)) = (&is.wrong, &is.doubtful) {
            self.notes
                .found(Code::Doubt, doubtful.spot, "both `wrong` and `doubtful` are given")
                .why(format!("`wrong` is at line {}", wrong.spot.line))
                .help("what is known to be wrong is not doubtful: take one of them away");
        }
        match (&is.wrong, &is.doubtful) {
            (Some(wrong), _) => self.wrong(wrong),
            (None, Some(words)) => Some(Doubt::Doubtful { reason: self.words_of_doubt(words, "doubtful") }),
            (None, None) => None,
        }
    }

    fn wrong(&self, wrong: &Located<WrongShape>) -> Option<Doubt> {
        let (is, notes) = (&wrong.is, self.notes);
        if notes.was_broken(wrong.spot) {
            return None;
        }
        let by = match &is.by {
            Some(leaf) => self.by(leaf),
            None => missing(notes, wrong.spot, "`wrong`", "by"),
        };
        let reason = match &is.reason {
            Some(words) => Some(self.words_of_doubt(words, "reason")),
            None => missing(notes, wrong.spot, "`wrong`", "reason"),
        };
        Some(Doubt::Wrong { by: by?, reason: reason? })
    }

    fn words_of_doubt(&self, shape: &WordsShape, field: &str) -> Words {
        self.known.required.text(Some(shape), field, shape.spot, self.notes)
    }

    /// Whose numbers show that another is wrong: a body's or a document's.
    fn by(&self, leaf: &Leaf) -> Option<By> {
        let text = sound(leaf, self.notes)?;
        if self.known.sheets.contains(text) && !self.known.authorities.contains_key(text) {
            return Some(By::Source(text.into()));
        }
        self.authority(leaf).map(By::Authority)
    }
}
