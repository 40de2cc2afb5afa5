//! The cards of all that the shipped facts answer hold their limits.

use std::collections::BTreeMap;

use tradefacts::{
    language::Language,
    question,
    render::{Block, CARD_LINES, CARD_TABLE, html::Telegram},
    reply::Answerer,
};

use crate::{
    answers::{shipped, text_of},
    labels::questions,
};

/// The first word of a question's spelling, which says of what kind it is.
fn kind(spelling: &str, answerer: &Answerer) -> String {
    let first = spelling.split(' ').next().unwrap();
    if answerer.catalogue().indicator(first).is_some() { "figures".to_owned() } else { first.to_owned() }
}

#[test]
fn every_card_is_within_sixteen_lines_and_every_page_within_a_message() {
    let answerer = shipped();
    let mut lines: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for spelling in questions(&answerer) {
        let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
        for language in Language::ALL {
            let reply = answerer.query(&query, *language);
            let is_card = reply.answer.as_ref().is_some_and(|answer| !answer.is_read_through());
            let height = reply.page.lines();
            if is_card && height > CARD_LINES {
                wrong.push(format!("{language:?} {spelling}: {height} lines"));
            }
            let tables = reply.page.blocks.iter().filter_map(|block| match block {
                Block::Table(table) if is_card => Some(table.rows.len()),
                _ => None,
            });
            wrong.extend(tables.filter(|rows| *rows > CARD_TABLE).map(|rows| format!("{spelling}: {rows} rows")));
            let messages = reply.shown::<Telegram>();
            let units = messages.iter().map(|html| text_of(html).encode_utf16().count()).max().unwrap();
            if messages.len() != 1 || units > 3_500 {
                wrong.push(format!("{language:?} {spelling}: {} messages, {units} units", messages.len()));
            }
            lines.entry(kind(&spelling, &answerer)).or_default().push(height);
        }
    }
    for (kind, mut heights) in lines {
        heights.sort_unstable();
        println!(
            "{kind}: {} pages, median {}, max {}",
            heights.len(),
            heights[heights.len() / 2],
            heights[heights.len() - 1]
        );
    }
    assert!(wrong.is_empty(), "{}: {:#?}", wrong.len(), &wrong[..wrong.len().min(40)]);
}
