//! What to cut out so that an entry of a mapping is gone, and nothing is left behind that has no sense without it.

use saphyr_parser::{Event, Parser};

use crate::finding::{Spot, lines};

/// A mapping or list that is being read.
struct Open {
    is_flow: bool,
    is_map: bool,
    /// Where the key stands whose value comes next.
    key: Option<Point>,
    entries: usize,
    /// Where the latest entry ends.
    end: Option<Point>,
    /// What is to be cut of it so far.
    cut: Option<Cut>,
}

/// Line from 1, column from 0.
type Point = (usize, usize);

struct Cut {
    key: Point,
    before: Option<Point>,
    end: Option<Point>,
    next: Option<Point>,
}

/// The span, within one line, of the entry whose key stands at a spot, with the comma that parts it from the others.
/// Where it is the only one of its mapping, that of the mapping with its key. None outside of braces.
pub(crate) fn cut(text: &str, spot: Spot) -> Option<Spot> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let (line, column, _) = spot.numbers();
    let sought: Point = (line, column - 1);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.ok()?;
        let point = |mark: saphyr_parser::Marker| (mark.line(), mark.col());
        let (start, end) = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let is_map = matches!(event, Event::MappingStart(..));
                // Without braces or brackets it begins with what it holds.
                let is_flow = span.start != span.end;
                let (key, entries, end, cut) = (None, 0, None, None);
                open.push(Open { is_flow, is_map, key, entries, end, cut });
                continue;
            }
            Event::Scalar(..) | Event::Alias(_) => (point(span.start), point(span.end)),
            Event::MappingEnd | Event::SequenceEnd => {
                let closed = open.pop()?;
                // Behind the brace; blanks that follow it belong to the event too.
                let (start, end) = (point(span.start), (span.start.line(), span.start.col() + 1));
                if let Some(cut) = closed.cut {
                    if closed.entries > 1 {
                        return cut.span(text);
                    }
                    let parent = open.last()?;
                    if !closed.is_flow || !parent.is_flow {
                        return None;
                    }
                    let cut = Cut { key: parent.key?, before: parent.end, end: Some(end), next: None };
                    return cut.span(text);
                }
                (start, end)
            }
            _ => continue,
        };
        let Some(parent) = open.last_mut() else { continue };
        if parent.is_map && parent.key.is_none() {
            parent.key = Some(start);
            let is_it = start == sought;
            match &mut parent.cut {
                Some(cut) if cut.next.is_none() => cut.next = Some(start),
                None if is_it && parent.is_flow => {
                    parent.cut = Some(Cut { key: start, before: parent.end, end: None, next: None });
                }
                _ => {}
            }
            continue;
        }
        if let Some(cut) = parent.cut.as_mut().filter(|cut| cut.end.is_none()) {
            cut.end = Some(end);
        }
        parent.key = None;
        parent.entries += 1;
        parent.end = Some(end);
    }
    None
}

impl Cut {
    fn span(&self, text: &str) -> Option<Spot> {
        // The blank before the key goes, and the one before the next key stays.
        let line: Vec<char> = lines(text).nth(self.key.0 - 1)?.chars().collect();
        let behind = |(number, column): Point| {
            let is_blank = |column: &usize| column.checked_sub(1).and_then(|at| line.get(at)) == Some(&' ');
            (number, if is_blank(&column) { column - 1 } else { column })
        };
        let (from, to) = match self.before {
            Some(before) => (before, self.end?),
            None => (behind(self.key), behind(self.next?)),
        };
        (from.0 == to.0).then(|| Spot::at(from.0, from.1 + 1, to.1 - from.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_cut_with_its_comma_and_an_empty_mapping_with_its_key() {
        for (text, left) in [
            ("- { a: 1, allow: { ‹x: Да и. } }", "- { a: 1 }"),
            ("- { a: 第, allow: { ‹x: \"a, { b\" }, b: 2 } # c", "- { a: 第, b: 2 } # c"),
            ("- { a: 1, allow: { ‹x: one, y: two } }", "- { a: 1, allow: { y: two } }"),
            ("- { a: 1, allow: { w: one, ‹x: two, y: 3 } }", "- { a: 1, allow: { w: one, y: 3 } }"),
        ] {
            let column = text.chars().position(|letter| letter == '‹').unwrap() + 1;
            let text = text.replace('‹', "");
            let range = cut(&text, Spot::at(1, column, 1)).unwrap().range(&text).unwrap();
            assert_eq!(format!("{}{}", &text[..range.start], &text[range.end..]), left);
        }
        for text in ["a: 1\nallow: { x: y }\n", "a: 1\nallow:\n  x: y\n"] {
            assert_eq!(cut(text, Spot { line: 2, column: 10, width: 1 }), None);
            assert_eq!(cut(text, Spot { line: 3, column: 3, width: 1 }), None);
        }
    }
}
