//! A sheet's YAML → the tree of its keys and values, with a finding for whatever has no place in a sheet.

use super::notes::Notes;
use crate::{
    finding::{Code, Spot},
    yaml::{self, Limits, Refused},
};

pub(super) use crate::yaml::{Node, Tree};

/// A sheet needs a depth of five; how long it may be is for its maintainer to say.
const LIMITS: Limits = Limits { depth: 16, nodes: usize::MAX };

/// Reads one document. What is refused but leaves the rest readable is noted and left out; none where the
/// text is no YAML, is empty or too deep, and then a note says so.
pub(super) fn locate<'t>(text: &'t str, notes: &Notes<'_>) -> Option<Node<'t>> {
    yaml::read(text, LIMITS, &mut |spot, refused| note(spot, &refused, notes))
}

fn note(spot: Spot, refused: &Refused<'_>, notes: &Notes<'_>) {
    let feature = |what: &str, help: &str| {
        notes.found(Code::YamlFeature, spot, format!("{what} has no place in a sheet")).help(help);
    };
    match refused {
        Refused::NotYaml(said) => {
            notes.found(Code::Yaml, spot, format!("this is not YAML: {said}")).help(advice(said));
        }
        Refused::TooDeep | Refused::TooMany => {
            let most = LIMITS.depth;
            notes.found(Code::TooDeep, spot, format!("lists and mappings more than {most} deep"));
        }
        Refused::Empty => drop(notes.found(Code::Empty, spot, "the file is empty")),
        Refused::SecondDocument => feature("a second document", "one sheet is one document: make it a file of its own"),
        Refused::Alias => {
            feature("an alias", "write the value out");
            notes.is_broken(spot);
        }
        Refused::Anchor => feature("an anchor", "write the value out wherever it is needed"),
        Refused::Tag => feature("a tag", "write the plain value: every value is read as text"),
        Refused::KeyIsNoWord => drop(notes.found(Code::Shape, spot, "a key must be a word")),
        Refused::MergeKey => feature("a merge key", "write the fields out, or use `shared`"),
        Refused::Twice(name, first) => {
            notes
                .found(Code::DuplicateKey, spot, format!("`{name}` is given twice"))
                .why(format!("first at line {}, column {}", first.line, first.column))
                .help("keep one of them");
        }
    }
}

fn advice(info: &str) -> &'static str {
    if info.contains("anchor") {
        "a sheet has no anchors and aliases: write the value out, or in quotes if it begins with `*` or `&`"
    } else if info.contains("mapping values") {
        "put a text that holds `: ` in quotes"
    } else if info.contains("flow") {
        "a `{`, `[` or quote before this place is not closed, or a comma is missing"
    } else if info.contains("tab") || info.contains("whitespace") {
        "use blanks, not tabs"
    } else {
        "look at the indentation, at quotes and brackets just before this place"
    }
}
