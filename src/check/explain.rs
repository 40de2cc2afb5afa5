//! What each code means, in words and in sheets: the pages in `codes/`, one a code.

use std::fmt::Write as _;

use include_dir::{Dir, include_dir};

use super::{Mark, RULES};
use crate::{finding::Code, sheet};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/check/codes");

/// All that is said of a code.
///
/// A page begins with what must hold, in one sentence, and holds two samples: what is refused, with carets beneath
/// the place where it is found, and what passes. A sample is part of a sheet among those of the invented country or,
/// where the first line names a file, part of that; or it is what somebody did to the files.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub code: Code,
    /// What must hold.
    pub holds: &'static str,
    pub refused: Sample,
    pub passes: Sample,
    text: &'static str,
}

/// A sample in a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sample {
    /// Part of a file.
    Yaml(&'static str),
    /// Commands for a shell that stands beside `facts`.
    Shell(&'static str),
}

/// The page of a code.
///
/// # Panics
///
/// Where a page is missing or lacks a part; a test reads them all.
pub fn page(code: Code) -> Page {
    let text = PAGES.get_file(format!("{code}.md")).and_then(|file| file.contents_utf8());
    let text = text.expect("every code has its page");
    let mut samples = text.split("```").skip(1).step_by(2).map(|block| match block.split_once('\n') {
        Some(("yaml", sample)) => Sample::Yaml(sample),
        Some(("sh", sample)) => Sample::Shell(sample),
        _ => panic!("a sample is YAML or commands"),
    });
    let (refused, passes) = samples.next().zip(samples.next()).expect("a page has two samples");
    let holds = text.split("\n\n").next().unwrap_or_default().trim();
    Page { code, holds, refused, passes, text }
}

/// The names of all pages, for the test that holds them against the codes.
pub fn page_names() -> impl Iterator<Item = &'static str> {
    PAGES.files().filter_map(|file| file.path().to_str())
}

/// Where a sheet says that it is right all the same; none where only mending helps.
pub fn mark(code: Code) -> Option<Mark> {
    RULES.iter().find(|rule| rule.code == code).and_then(|rule| rule.allowed)
}

/// The code that was nearly named.
pub fn nearest_code(text: &str) -> Option<&'static str> {
    sheet::nearest(text, Code::ALL.iter().map(|code| code.as_str()))
}

/// A page for the terminal.
pub fn explain(code: Code) -> String {
    let page = page(code);
    let mut told = format!("{}[{code}]\n\n", code.severity().as_str());
    let mut is_sample = false;
    for line in page.text.trim_end().lines() {
        if line.starts_with("```") {
            is_sample = !is_sample;
        } else if is_sample && !line.is_empty() {
            let _ = writeln!(told, "    {line}");
        } else {
            let _ = writeln!(told, "{line}");
        }
    }
    let allow = format!("`allow: {{ {code}: reason }}`");
    let _ = match mark(code) {
        Some(Mark::Figure) => {
            write!(told, "\nWhere the source itself is so, say so on that figure, with the reason: {allow}.")
        }
        Some(Mark::Source) => {
            write!(told, "\nWhere it is right all the same, say so in `source`, with the reason: {allow}.")
        }
        None => write!(told, "\nIt cannot be acknowledged with `allow`, only mended."),
    };
    told
}
