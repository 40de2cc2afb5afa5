//! YAML text → a tree in which every key and every value knows its line and column.
//!
//! What sheets do not need is refused here, so that no two readers can understand a sheet differently:
//! anchors, aliases, tags, merge keys, a second document, a key given twice, depth beyond [`DEEPEST`].

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
};

use saphyr_parser::{Event, Marker, Parser, Span};

use super::notes::Notes;
use crate::finding::{Code, Spot};

/// Lists and mappings within one another; a sheet needs five.
const DEEPEST: usize = 16;

/// A value with its place.
#[derive(Debug)]
pub(super) struct Node<'t> {
    pub(super) spot: Spot,
    pub(super) tree: Tree<'t>,
}

#[derive(Debug)]
pub(super) enum Tree<'t> {
    /// A scalar as text, whatever YAML would take it for: `NO` is `NO`.
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    /// Keys are scalars and differ.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

/// A list or mapping still being read, with the key that awaits its value.
struct Open<'t> {
    node: Node<'t>,
    key: Option<Node<'t>>,
    keys: Keys<'t>,
    /// A value to be read past: that of a key that was refused.
    skip: bool,
}

/// How a key is found that was given before.
enum Keys<'t> {
    /// Each came after the one before, as the periods of a series do: then so does one that is new.
    InOrder,
    /// So few that all are looked at.
    Few,
    /// By where they stand.
    Many(HashMap<Cow<'t, str>, Spot>),
}

/// Of more keys each is looked up.
const FEW: usize = 16;

/// Reads one document. What is refused but leaves the rest readable is noted and left out; none where the
/// text is no YAML, is empty or too deep, and then a note says so.
pub(super) fn locate<'t>(text: &'t str, notes: &Notes<'_>) -> Option<Node<'t>> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open<'t>> = Vec::new();
    let mut root = None;
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                let (help, said) = (advice(error.info()), error.info());
                notes.found(Code::Yaml, point(*error.marker()), format!("this is not YAML: {said}")).help(help);
                return None;
            }
        };
        let node = match event {
            Event::DocumentStart(_) if root.is_some() => {
                feature(notes, spot(span), "a second document", "one sheet is one document: make it a file of its own");
                break;
            }
            Event::Scalar(text, _, anchor, tag) => {
                refuse_marks(notes, span, anchor, tag.is_some());
                Node { spot: spot(span), tree: Tree::Text(text) }
            }
            Event::Alias(_) => {
                feature(notes, spot(span), "an alias", "write the value out");
                notes.is_broken(spot(span));
                Node { spot: spot(span), tree: Tree::Text(Cow::Borrowed("")) }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= DEEPEST => {
                notes.found(Code::TooDeep, spot(span), format!("lists and mappings more than {DEEPEST} deep"));
                return None;
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_marks(notes, span, anchor, tag.is_some());
                let node = Node { spot: point(span.start), tree: Tree::List(Vec::new()) };
                open.push(Open::new(node));
                continue;
            }
            Event::MappingStart(anchor, tag) => {
                refuse_marks(notes, span, anchor, tag.is_some());
                let node = Node { spot: point(span.start), tree: Tree::Map(Vec::new()) };
                open.push(Open::new(node));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(closed) => closed.node,
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            Some(parent) => parent.take(node, notes),
            None => root = Some(node),
        }
    }
    if root.is_none() {
        notes.found(Code::Empty, Spot::START, "the file is empty");
    }
    root
}

impl<'t> Node<'t> {
    /// The text of a scalar; empty for a list or a mapping.
    pub(super) fn text(&self) -> &str {
        if let Tree::Text(text) = &self.tree { text } else { "" }
    }

    /// The text of a scalar, and where it stands.
    fn named(&self) -> Option<(Cow<'t, str>, Spot)> {
        if let Tree::Text(text) = &self.tree { Some((text.clone(), self.spot)) } else { None }
    }
}

impl<'t> Open<'t> {
    fn new(node: Node<'t>) -> Self {
        Self { node, key: None, keys: Keys::InOrder, skip: false }
    }

    /// Puts a finished node where it belongs: in the list, or as key or value in the mapping.
    fn take(&mut self, node: Node<'t>, notes: &Notes<'_>) {
        let entries = match &mut self.node.tree {
            Tree::List(items) => return items.push(node),
            Tree::Map(entries) => entries,
            Tree::Text(_) => return,
        };
        if std::mem::take(&mut self.skip) {
            return;
        }
        if let Some(key) = self.key.take() {
            return entries.push((key, node));
        }
        let Tree::Text(name) = &node.tree else {
            notes.found(Code::Shape, node.spot, "a key must be a word");
            self.skip = true;
            return;
        };
        if name == "<<" {
            feature(notes, node.spot, "a merge key", "write the fields out, or use `shared`");
            self.skip = true;
        } else if let Some(first) = self.keys.twin(&node, entries) {
            notes
                .found(Code::DuplicateKey, node.spot, format!("`{name}` is given twice"))
                .why(format!("first at line {}, column {}", first.line, first.column))
                .help("keep one of them");
            self.skip = true;
        } else {
            self.key = Some(node);
        }
    }
}

impl<'t> Keys<'t> {
    /// Where a key stands that is given again, if it is, among those of all finished entries.
    fn twin(&mut self, key: &Node<'t>, entries: &[(Node<'t>, Node<'t>)]) -> Option<Spot> {
        match self {
            Self::InOrder if entries.last().is_none_or(|(last, _)| last.text() < key.text()) => None,
            Self::InOrder | Self::Few if entries.len() < FEW => {
                *self = Self::Few;
                entries.iter().find(|(known, _)| known.text() == key.text()).map(|(known, _)| known.spot)
            }
            Self::InOrder | Self::Few => {
                *self = Self::Many(entries.iter().filter_map(|(known, _)| known.named()).collect());
                self.twin(key, entries)
            }
            Self::Many(spots) => {
                let (name, spot) = key.named()?;
                match spots.entry(name) {
                    Entry::Occupied(first) => Some(*first.get()),
                    Entry::Vacant(new) => {
                        new.insert(spot);
                        None
                    }
                }
            }
        }
    }
}

fn refuse_marks(notes: &Notes<'_>, span: Span, anchor: usize, tagged: bool) {
    if anchor > 0 {
        feature(notes, spot(span), "an anchor", "write the value out wherever it is needed");
    }
    if tagged {
        feature(notes, spot(span), "a tag", "write the plain value: every value is read as text");
    }
}

fn feature(notes: &Notes<'_>, spot: Spot, what: &str, help: &str) {
    notes.found(Code::YamlFeature, spot, format!("{what} has no place in a sheet")).help(help);
}

fn spot(span: Span) -> Spot {
    let width = if span.start.line() == span.end.line() { span.end.col() - span.start.col() } else { 1 };
    Spot::at(span.start.line().max(1), span.start.col() + 1, width.max(1))
}

fn point(mark: Marker) -> Spot {
    Spot::at(mark.line().max(1), mark.col() + 1, 1)
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
