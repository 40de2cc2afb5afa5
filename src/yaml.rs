//! YAML text → a tree in which every key and every value knows its line and column.
//!
//! What nobody here needs is refused, so that no two readers can understand a text differently and none takes long
//! over it: anchors, aliases, tags, merge keys, a second document, a key given twice, what is deep or has many values.
//! What it is about is for who reads the tree.

use std::{
    borrow::Cow,
    collections::{HashMap, hash_map::Entry},
};

use saphyr_parser::{Event, Marker, Parser, Span};

use crate::finding::Spot;

/// A value with its place.
#[derive(Debug)]
pub struct Node<'t> {
    pub spot: Spot,
    pub tree: Tree<'t>,
}

#[derive(Debug)]
pub enum Tree<'t> {
    /// A scalar as text, whatever YAML would take it for: `NO` is `NO`.
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    /// Keys are scalars and differ.
    Map(Vec<(Node<'t>, Node<'t>)>),
}

/// How much a text may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Lists and mappings within one another.
    pub depth: usize,
    /// Values and keys in all.
    pub nodes: usize,
}

/// What is refused.
#[derive(Debug)]
pub enum Refused<'a> {
    /// In the parser's words. The tree ends here.
    NotYaml(&'a str),
    TooDeep,
    TooMany,
    Empty,
    /// From here on the text is left out.
    SecondDocument,
    /// It stands as an empty text.
    Alias,
    Anchor,
    Tag,
    /// A list or a mapping as a key; left out with its value, as the next two are.
    KeyIsNoWord,
    MergeKey,
    /// It stood before at this place.
    Twice(&'a str, Spot),
}

/// Reads one document. Each thing that is refused is told with its place; none where that leaves nothing.
pub fn read<'t>(text: &'t str, limits: Limits, tell: &mut dyn FnMut(Spot, Refused<'_>)) -> Option<Node<'t>> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open<'t>> = Vec::new();
    let (mut root, mut nodes) = (None, 0);
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                tell(point(*error.marker()), Refused::NotYaml(error.info()));
                return None;
            }
        };
        nodes += usize::from(begins_a_node(&event));
        if nodes > limits.nodes {
            tell(point(span.start), Refused::TooMany);
            return None;
        }
        let node = match event {
            Event::DocumentStart(_) if root.is_some() => {
                tell(spot(span), Refused::SecondDocument);
                break;
            }
            Event::Scalar(text, _, anchor, tag) => {
                refuse_marks(span, anchor, tag.is_some(), tell);
                Node { spot: spot(span), tree: Tree::Text(text) }
            }
            Event::Alias(_) => {
                tell(spot(span), Refused::Alias);
                Node { spot: spot(span), tree: Tree::Text(Cow::Borrowed("")) }
            }
            Event::SequenceStart(..) | Event::MappingStart(..) if open.len() >= limits.depth => {
                tell(spot(span), Refused::TooDeep);
                return None;
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_marks(span, anchor, tag.is_some(), tell);
                open.push(Open::new(Node { spot: point(span.start), tree: Tree::List(Vec::new()) }));
                continue;
            }
            Event::MappingStart(anchor, tag) => {
                refuse_marks(span, anchor, tag.is_some(), tell);
                open.push(Open::new(Node { spot: point(span.start), tree: Tree::Map(Vec::new()) }));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(closed) => closed.node,
                None => continue,
            },
            _ => continue,
        };
        match open.last_mut() {
            Some(parent) => parent.take(node, tell),
            None => root = Some(node),
        }
    }
    if root.is_none() {
        tell(Spot::START, Refused::Empty);
    }
    root
}

fn begins_a_node(event: &Event<'_>) -> bool {
    matches!(event, Event::Scalar(..) | Event::Alias(_) | Event::SequenceStart(..) | Event::MappingStart(..))
}

impl<'t> Node<'t> {
    /// The text of a scalar; empty for a list or a mapping.
    pub fn text(&self) -> &str {
        if let Tree::Text(text) = &self.tree { text } else { "" }
    }

    /// The text of a scalar, and where it stands.
    fn named(&self) -> Option<(Cow<'t, str>, Spot)> {
        if let Tree::Text(text) = &self.tree { Some((text.clone(), self.spot)) } else { None }
    }
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

impl<'t> Open<'t> {
    fn new(node: Node<'t>) -> Self {
        Self { node, key: None, keys: Keys::InOrder, skip: false }
    }

    /// Puts a finished node where it belongs: in the list, or as key or value in the mapping.
    fn take(&mut self, node: Node<'t>, tell: &mut dyn FnMut(Spot, Refused<'_>)) {
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
        self.skip = true;
        let Tree::Text(name) = &node.tree else { return tell(node.spot, Refused::KeyIsNoWord) };
        if name == "<<" {
            tell(node.spot, Refused::MergeKey);
        } else if let Some(first) = self.keys.twin(&node, entries) {
            tell(node.spot, Refused::Twice(name, first));
        } else {
            self.skip = false;
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

fn refuse_marks(span: Span, anchor: usize, tagged: bool, tell: &mut dyn FnMut(Spot, Refused<'_>)) {
    if anchor > 0 {
        tell(spot(span), Refused::Anchor);
    }
    if tagged {
        tell(spot(span), Refused::Tag);
    }
}

fn spot(span: Span) -> Spot {
    let width = if span.start.line() == span.end.line() { span.end.col() - span.start.col() } else { 1 };
    Spot::at(span.start.line().max(1), span.start.col() + 1, width.max(1))
}

fn point(mark: Marker) -> Spot {
    Spot::at(mark.line().max(1), mark.col() + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { depth: 4, nodes: 50 };

    fn refused(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        read(text, LIMITS, &mut |spot, refused| all.push(format!("{}: {refused:?}", spot.line)));
        all
    }

    #[test]
    fn what_is_deep_or_many_is_refused_where_it_becomes_so() {
        for text in ["[".repeat(100), "{".repeat(100), "- ".repeat(100_000), "? ".repeat(100_000)] {
            assert_eq!(refused(&text), ["1: TooDeep"], "{}", &text[..4]);
        }
        // The parser looks ahead along brackets, and gives up by itself.
        assert_eq!(refused(&"[".repeat(100_000)), ["1: NotYaml(\"recursion limit exceeded\")"]);
        let deep: String = (0..1000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
        assert_eq!(refused(&deep), ["5: TooDeep"]);
        assert_eq!(refused(&"- a\n".repeat(100_000)), ["50: TooMany"]);
        assert_eq!(refused(&"[[[]]],".repeat(100_000)).len(), 1);
        assert_eq!(refused("[[[a]]]"), [""; 0]);
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_refused() {
        assert_eq!(
            refused("a: &a 1\nb: *a\nc: !!str 2\na: 3\n<<: {}\n"),
            [
                "1: Anchor",
                "2: Alias",
                "3: Tag",
                "4: Twice(\"a\", Spot { line: 1, column: 1, width: 1 })",
                "5: MergeKey"
            ]
        );
        assert_eq!(refused("a: 1\n---\nb: 2\n"), ["2: SecondDocument"]);
        assert_eq!(refused("# nothing\n"), ["1: Empty"]);
        assert!(refused("a: [1\n")[0].contains("NotYaml"));
    }
}
