//! What the shipped sheets acknowledge stands before the readers of the very number.

use tradefacts::{
    check::{self, Mark},
    finding::Finding,
    language::Language,
    question::{Query, When},
    render::{Block, Piece, Text},
    reply::Answerer,
    sheet::{self, Folder, Stated},
};

use crate::{answers::answerer, why::ask};

/// What readers are told of what a rule found, as the texts of each language have it.
const TOLD: [(Language, &str); 2] = [
    (Language::En, include_str!("../../src/language/en/messages.ftl")),
    (Language::Ru, include_str!("../../src/language/ru/messages.ftl")),
];

#[test]
fn what_a_shipped_sheet_acknowledges_stands_on_the_page_of_its_number() {
    let folder = Folder::Disk(concat!(env!("CARGO_MANIFEST_DIR"), "/facts").into());
    let (checked, loaded) = (check::check(&folder).unwrap(), sheet::load(&folder).unwrap());
    let answerer = answerer(&folder);
    let mut hidden = Vec::new();
    let of_figures = |finding: &&Finding| check::mark(finding.code) == Some(Mark::Figure);
    for finding in checked.acknowledged.iter().filter(of_figures) {
        let sheet = loaded.sheets.iter().find(|sheet| sheet.file == finding.file).unwrap();
        let stated = sheet.figures.iter().find(|stated| stated.spot == finding.spot).unwrap();
        for (language, texts) in TOLD {
            let key = format!("conflict-{} = ", finding.code);
            let sentence = texts.lines().find_map(|line| line.strip_prefix(&key)).unwrap();
            if !is_told(sentence, stated, language, &answerer) {
                hidden.push(format!("{}:{} {} in {}", finding.file, finding.spot.line, finding.code, language.tag()));
            }
        }
    }
    assert!(checked.acknowledged.len() > 20, "{}", checked.acknowledged.len());
    assert!(hidden.is_empty(), "{hidden:#?}");
}

/// Whether a note with that sentence is on the page of a figure, and leads to its document.
fn is_told(sentence: &str, stated: &Stated, language: Language, answerer: &Answerer) -> bool {
    let figure = &stated.figure;
    let query = Query::Figures(ask(&figure.series, When::In(figure.period), answerer.catalogue()));
    let page = answerer.whole(&answerer.query(&query, language)).page.clone();
    let words = |text: &Text| -> String {
        let plain = |piece: &Piece| if let Piece::Plain(words) = piece { words.clone() } else { String::new() };
        text.0.iter().map(plain).collect()
    };
    page.blocks.iter().any(|block| {
        let Block::Note(text) = block else { return false };
        let leads_there = block.sources().iter().any(|number| page.sources[number - 1].id == figure.source.id);
        leads_there && words(text).contains(sentence)
    })
}
