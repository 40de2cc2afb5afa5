//! An answer opens as a card within its limits; its details have all else, and every page leads back.

use std::collections::BTreeSet;

use tradefacts::{
    fact::SourceId,
    language::Language,
    question::{self, Pressed, Query},
    render::{Block, CARD_LINES, CARD_TABLE, Page, html::Telegram},
    reply::{Answerer, Reply},
};

use crate::{
    answers::{arcadia, arcadia_and, card_of, shown, text_of},
    labels::questions,
};

fn read(answerer: &Answerer, spelling: &str) -> Query {
    let spelled = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue());
    spelled.unwrap_or_else(|| panic!("{spelling}")).1
}

fn is_card(reply: &Reply) -> bool {
    reply.answer.as_ref().is_some_and(|answer| !answer.is_read_through())
}

/// What is beyond the limits of a page.
pub(crate) fn beyond_limits(reply: &Reply) -> Vec<String> {
    let mut beyond = Vec::new();
    let (query, lines) = (reply.query.as_ref().unwrap(), reply.page.lines());
    if is_card(reply) && !matches!(query, Query::Details(..)) {
        if lines > CARD_LINES {
            beyond.push(format!("{lines} lines"));
        }
        for block in &reply.page.blocks {
            if let Block::Table(table) = block
                && table.rows.len() > CARD_TABLE
            {
                beyond.push(format!("a table of {} rows", table.rows.len()));
            }
        }
    }
    let messages = reply.shown::<Telegram>();
    let units = messages.iter().map(|html| text_of(html).encode_utf16().count()).max().unwrap();
    if messages.len() != 1 || units > 3_500 {
        beyond.push(format!("{} messages of up to {units} units", messages.len()));
    }
    beyond.into_iter().map(|what| format!("{} {query}: {what}", reply.language.tag())).collect()
}

#[test]
fn every_card_and_every_page_is_within_its_limits() {
    let answerer = arcadia();
    let mut beyond = Vec::new();
    for spelling in questions(&answerer) {
        for language in Language::ALL {
            beyond.extend(beyond_limits(&answerer.query(&read(&answerer, &spelling), *language)));
        }
    }
    assert!(beyond.is_empty(), "{}: {beyond:#?}", beyond.len());
}

/// All parts of the details of a question.
fn details(answerer: &Answerer, query: &Query) -> Vec<std::sync::Arc<Reply>> {
    let part = |number: u16| answerer.query(&Query::Details(number, Box::new(query.clone())), Language::En);
    let leads_on = |reply: &Reply, to: u16| {
        let next = Query::Details(to, Box::new(query.clone()));
        reply.buttons().iter().flatten().any(|button| button.query == next)
    };
    let mut parts = vec![part(1)];
    for number in 2.. {
        if !leads_on(parts.last().unwrap(), number) {
            break;
        }
        parts.push(part(number));
    }
    parts
}

/// The documents that the numbers and words of a page name.
fn named(page: &Page) -> BTreeSet<SourceId> {
    let numbers = page.blocks.iter().flat_map(Block::sources);
    numbers.map(|number| page.sources[number - 1].id.clone()).collect()
}

#[test]
fn what_a_card_leaves_out_its_details_have() {
    let answerer = arcadia();
    let mut seen = 0;
    for spelling in questions(&answerer) {
        let query = read(&answerer, &spelling);
        let card = answerer.query(&query, Language::En);
        if !is_card(&card) {
            continue;
        }
        let whole = answerer.whole(&card);
        let parts = details(&answerer, &query);
        let in_parts: BTreeSet<SourceId> = parts.iter().flat_map(|part| named(&part.page)).collect();
        assert_eq!(in_parts, named(&whole.page), "{spelling}");
        assert!(named(&card.page).is_subset(&in_parts), "{spelling}");
        // A document has one number wherever it stands.
        for part in &parts {
            for (number, source) in card.page.sources.iter().enumerate() {
                assert_eq!(part.page.sources[number].id, source.id, "{spelling}: [{}]", number + 1);
            }
        }
        let words = |page: &Page| page.blocks.len();
        let offered = card.buttons().iter().flatten().any(|button| matches!(button.query, Query::Details(..)));
        if words(&whole.page) > words(&card.page) || in_parts.len() > named(&card.page).len() {
            assert!(offered, "{spelling} has no way to its details");
            seen += 1;
        }
    }
    assert!(seen > 50, "only {seen} answers have details");
}

#[test]
fn every_page_that_a_button_opens_leads_back() {
    let answerer = arcadia();
    let (mut stuck, mut seen) = (Vec::new(), 0);
    for spelling in questions(&answerer) {
        let query = read(&answerer, &spelling);
        let first = answerer.query(&query, Language::Ru);
        let pages = details(&answerer, &query)
            .into_iter()
            .map(|part| answerer.query(part.query.as_ref().unwrap(), Language::Ru));
        for page in std::iter::once(first).chain(pages) {
            for button in page.buttons().iter().flatten() {
                let data = page.data(button);
                assert!(data.len() <= 64, "{data}");
                let Pressed { language, query, under } = question::parse_button(&data, answerer.catalogue()).unwrap();
                assert_eq!((language, &query), (Language::Ru, &button.query));
                let opened = answerer.query(&query, language);
                let back = opened.back(under.as_ref()).map(|back| back.query);
                let here = page.query.as_ref().unwrap();
                let offers = opened.buttons().iter().flatten().any(|button| button.query == *here);
                if !offers && back.as_ref().is_none_or(|back| back.answered() != here.answered()) {
                    stuck.push(format!("{here} → {query}: {back:?}"));
                }
                seen += 1;
            }
        }
    }
    assert!(seen > 500, "only {seen} buttons were pressed");
    assert!(stuck.is_empty(), "{} of {seen}: {:#?}", stuck.len(), &stuck[..stuck.len().min(40)]);
}

#[test]
fn a_card_says_what_was_sold_and_bought_by_whoever_counts() {
    let answerer = arcadia();
    let card = card_of(&answerer, "/trade bal 2025", Language::En);
    assert!(card.starts_with("Arcadia – Balonia, trade in goods, 2025\n"), "{card}");
    assert!(card.contains("Arcadia sold") && card.contains("Arcadia bought") && card.contains("Difference"), "{card}");
    let theirs = arcadia_and(
        "  - { indicator: exports, reporter: BAL, partner: ARC, period: 2015, value: 60.0, authority: bno }\n  \
         - { indicator: imports, reporter: BAL, partner: ARC, period: 2015, value: 40.0, authority: bno }\n",
    );
    let card = card_of(&theirs, "/trade BAL:ARC 2015", Language::En);
    let line = |words: &str| card.lines().find(|line| line.starts_with(words)).unwrap_or_default().to_owned();
    assert!(line("Balonia sold").contains("60.0") && line("Balonia bought").contains("40.0"), "{card}");
}

#[test]
fn a_card_has_one_caution_at_most_and_no_formula() {
    let answerer = arcadia();
    for spelling in questions(&answerer) {
        let reply = answerer.query(&read(&answerer, &spelling), Language::En);
        if !is_card(&reply) {
            continue;
        }
        let cautions = reply.page.blocks.iter().filter(|block| matches!(block, Block::Note(_))).count();
        let card = text_of(&reply.shown::<Telegram>().concat());
        assert!(cautions <= 1 || !reply.is_answered(), "{spelling}: {card}");
        assert!(!card.contains(" ÷ ") || card.contains("share*"), "{spelling}: {card}");
    }
}

#[test]
fn the_rest_of_an_answer_is_asked_for_by_a_command_and_in_words() {
    let answerer = arcadia();
    let whole = shown(&answerer, "/more /trade bal 2025");
    assert_eq!(whole, shown(&answerer, "/details trade BAL 2025"));
    assert!(whole.len() > card_of(&answerer, "/trade bal 2025", Language::En).len());
    for text in ["/more", "/details", "details", "Подробнее", "/подробнее", "详情"] {
        let last = read(&answerer, "trade BAL 2025");
        let reader = tradefacts::reply::Reader {
            language: Language::En,
            today: jiff::civil::date(2026, 11, 22),
            last: Some(&last),
            moved: false,
            me: None,
        };
        let tradefacts::reply::Heard::Reply(reply) = answerer.text_in_thread(text, reader) else { panic!("{text}") };
        assert_eq!(reply.query.as_ref().unwrap().to_string(), "details trade BAL 2025", "{text}");
    }
}
