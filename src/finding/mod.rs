//! Something a maintainer should know: what is wrong, where, and how to mend it.
//!
//! In: a code, a place in a file and words; out: the same as text with an excerpt, as JSON or as lines
//! that GitHub shows beside the change. It does not know what the files are about.

mod code;
mod show;

pub use code::Code;
pub use show::{github, json, text};

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

/// One thing to mend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub code: Code,
    pub file: String,
    pub spot: Spot,
    /// What is wrong, in one clause.
    pub message: String,
    /// What stands at the spot and what it was held against.
    pub why: Option<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// What to write instead.
    pub patch: Option<Box<Patch>>,
}

/// What to write in the place of what stands at a spot.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Patch {
    /// Mostly that of the finding; always within one line.
    pub spot: Spot,
    pub text: String,
    /// Nothing else can be meant, so that it may be written without asking.
    pub is_certain: bool,
}

/// How much it matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The sheets cannot be used.
    Error,
    /// They can, but something is wrong or will be.
    Warning,
    /// Worth knowing; does not count.
    Note,
}

/// Where in a file: line and column from 1, in characters, and how many of them. Small, for every figure has one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Spot {
    pub line: u32,
    pub column: u32,
    /// At least 1; ends with its line.
    pub width: u32,
}

/// The files that findings point into, by the name that findings call them.
#[derive(Clone, Debug, Default)]
pub struct Texts(BTreeMap<String, Cow<'static, str>>);

impl Finding {
    pub fn new(code: Code, file: &str, spot: Spot, message: impl Into<String>) -> Self {
        let (file, message) = (file.to_owned(), message.into());
        Self { code, file, spot, message, why: None, help: None, patch: None }
    }

    /// Says what stands at the spot and what it was held against.
    pub fn why(&mut self, why: impl Into<String>) -> &mut Self {
        self.why = Some(why.into());
        self
    }

    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Offers what to write at the spot instead.
    pub fn offer(&mut self, text: impl Into<String>) -> &mut Self {
        self.patch = Some(Box::new(Patch { spot: self.spot, text: text.into(), is_certain: false }));
        self
    }

    /// Says what is certainly meant at the spot.
    pub fn mend(&mut self, text: impl Into<String>) -> &mut Self {
        self.mend_at(self.spot, text)
    }

    /// Says what is certainly meant at another spot of the line.
    pub fn mend_at(&mut self, spot: Spot, text: impl Into<String>) -> &mut Self {
        self.patch = Some(Box::new(Patch { spot, text: text.into(), is_certain: true }));
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// True if it keeps sheets from being clean; a note does not.
    pub fn counts(&self) -> bool {
        self.severity() < Severity::Note
    }
}

impl Severity {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Spot {
    /// The start of a file.
    pub const START: Self = Self { line: 1, column: 1, width: 1 };

    /// A place counted by a machine's own numbers.
    pub fn at(line: usize, column: usize, width: usize) -> Self {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { line: small(line), column: small(column), width: small(width) }
    }

    /// Line, column and width, to count with.
    pub fn numbers(self) -> (usize, usize, usize) {
        let wide = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        (wide(self.line), wide(self.column), wide(self.width))
    }

    /// The bytes of a text that lie under it; none where the text has no such place.
    pub fn range(self, text: &str) -> Option<Range<usize>> {
        let line = lines(text).nth(self.numbers().0.checked_sub(1)?)?;
        let start = line.as_ptr().addr() - text.as_ptr().addr();
        let range = self.range_in_line(line);
        Some(start + range.start..start + range.end)
    }

    /// The bytes of its line that lie under it.
    fn range_in_line(self, line: &str) -> Range<usize> {
        let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(byte, _)| byte);
        let (_, column, width) = self.numbers();
        let (start, end) = (byte(column - 1), byte(column - 1 + width));
        // Behind a quote the parser counts the blanks in.
        start..start + line[start..end].trim_end_matches([' ', '\t']).len()
    }
}

/// The lines of a text, without their ends, as YAML counts them: a carriage return alone ends one too.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let width = if text[end..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[end + width..]);
        Some(&text[..end])
    })
}

impl Texts {
    pub fn insert(&mut self, file: String, text: Cow<'static, str>) {
        self.0.insert(file, text);
    }

    pub fn get(&self, file: &str) -> Option<&str> {
        self.0.get(file).map(AsRef::as_ref)
    }
}

/// Brings findings into the order of a reader: by file, then by place in it.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| (finding.spot.line, finding.spot.column, finding.severity(), finding.code);
        one.file.cmp(&other.file).then_with(|| key(one).cmp(&key(other)))
    });
}
