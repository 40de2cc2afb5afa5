//! Something a maintainer should know: what is wrong, where, and how to mend it.
//!
//! In: a code, a place in a file and words; out: the same as text with an excerpt, as JSON or as lines
//! that GitHub shows beside the change. It does not know what the files are about.

mod code;
mod show;

pub use code::Code;
pub use show::{github, json, text};

use std::{borrow::Cow, collections::BTreeMap};

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
    /// What to write at the spot instead.
    pub patch: Option<String>,
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
    pub fn patch(&mut self, patch: impl Into<String>) -> &mut Self {
        self.patch = Some(patch.into());
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether it keeps sheets from being clean; a note does not.
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
