//! The cards of what the shipped facts answer hold their limits.

use std::collections::BTreeMap;

use tradefacts::{language::Language, question};

use crate::{answers::shipped, cards::beyond_limits, labels::questions};

/// Of each kind so many are looked at, spread over all of it.
const OF_A_KIND: usize = 150;

#[test]
fn cards_of_every_kind_are_within_sixteen_lines_and_pages_within_a_message() {
    let answerer = shipped();
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for spelling in questions(&answerer) {
        let first = spelling.split(' ').next().unwrap();
        let kind = if answerer.catalogue().indicator(first).is_some() { "figures" } else { first };
        kinds.entry(kind.to_owned()).or_default().push(spelling);
    }
    let mut beyond = Vec::new();
    for (kind, spellings) in kinds {
        let every = spellings.len().div_ceil(OF_A_KIND);
        let mut heights = Vec::new();
        for spelling in spellings.iter().step_by(every) {
            let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
            for language in Language::ALL {
                let reply = answerer.query(&query, *language);
                beyond.extend(beyond_limits(&reply));
                heights.push(reply.page.lines());
            }
        }
        heights.sort_unstable();
        println!(
            "{kind}: {} pages, {} lines in the middle, {} at most",
            heights.len(),
            heights[heights.len() / 2],
            heights[heights.len() - 1]
        );
    }
    assert!(beyond.is_empty(), "{}: {:#?}", beyond.len(), &beyond[..beyond.len().min(40)]);
}

#[test]
fn five_countries_over_all_years_are_one_message() {
    let answerer = shipped();
    let (_, query) =
        question::parse_spelling("en compare trade KAZ KGZ TJK TKM UZB 1992-2026", answerer.catalogue()).unwrap();
    for language in Language::ALL {
        assert_eq!(beyond_limits(&answerer.query(&query, *language)), Vec::<String>::new());
    }
}
