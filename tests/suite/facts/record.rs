//! The record of all that the shipped facts answer, which a reviewer reads as a diff.
//!
//! `documents.txt` has what each document says, in every language that a sheet gives. The other files have, in English,
//! every page that `tradefacts diff` compares. A document stands there by its id and not by a number, so that one
//! document more moves no line but those that it changes.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, sync::Arc};

use tradefacts::{
    catalogue::{Builder, Catalogue},
    diff,
    fact::{Figure, Of, Period, PlaceId, Series, Source, Statement},
    language::Language,
    question,
    render::{Block, Piece, Text},
    reply::Answerer,
};

use super::{Files, answerer, articles, checked, expect, root, shipped_files};

/// The text of each file in `tests/record/`.
type Record = BTreeMap<&'static str, String>;

#[test]
fn the_record_is_what_the_facts_answer() {
    let folder = root().join("tests/record");
    let mut stale = Vec::new();
    for (file, text) in record(&answerer(shipped_files())) {
        let path = folder.join(file);
        if env::var_os("BLESS").is_some() {
            fs::write(path, text).unwrap();
        } else {
            stale.extend(moved(&fs::read_to_string(path).unwrap_or_default(), &text));
        }
    }
    assert!(
        stale.is_empty(),
        "tests/record/ is not what the facts answer; of {} lines these are the first:\n{}\n\
         `BLESS=1 cargo test facts` writes it anew; read `git diff tests/record` before you commit it",
        stale.len(),
        stale.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn one_corrected_digit_moves_the_record_and_nothing_that_is_written_by_hand() {
    let before = record(&answerer(shipped_files()));
    for sheet in ["2016/govcn-201611", "2020/mofcom-uzb-202012"] {
        let mut files = shipped_files();
        let text = files.get_mut(&format!("sheets/{sheet}.yaml")).unwrap();
        *text = with_another_digit(std::str::from_utf8(text).unwrap()).into_bytes();
        assert!(checked(files.clone()).findings.is_empty(), "{sheet}: another sheet says the same");
        assert_holds_by_hand(&files);
        let after = record(&answerer(files));
        let id = sheet.rsplit('/').next().unwrap();
        let documents = moved(&before["documents.txt"], &after["documents.txt"]);
        assert!(documents.len() == 2, "the figure as it was and as it is: {documents:#?}");
        let pages: Vec<String> = before.iter().flat_map(|(file, text)| moved(text, &after[file])).collect();
        assert!(pages.iter().any(|line| line.contains(&format!("[{id}]"))), "{pages:#?}");
        assert!(pages.len() < 100, "{} lines for a reviewer to read: {pages:#?}", pages.len());
    }
}

#[test]
fn one_document_more_moves_the_record_and_nothing_that_is_written_by_hand() {
    let mut files = expect::known(shipped_files());
    let before = answerer(files.clone());
    // Of later documents no more than the title is kept, which is found.
    let found = checked(files.clone()).findings.len();
    // One digit more than anybody has, so that it leads from now on.
    let kazakh = before.catalogue().series().flat_map(|(_, figures)| figures).filter(|figure| {
        let Series { indicator, reporter, partner, .. } = figure.series.as_ref();
        let series = (indicator.as_str(), reporter.as_ref().map(PlaceId::as_str), partner.as_str());
        series == ("trade", Some("CHN"), "KAZ") && figure.period.to_string() == "2024"
    });
    let number = kazakh.map(|figure| figure.amount.number).max_by_key(|number| number.scale()).unwrap();
    let sheet = format!(
        "source: {{ title: T, publisher: New, published: 2026-11-24, read: 2026-11-28, language: en, url: unknown, kind: official }}\n\
         shared: {{ reporter: CHN, authority: chinese-customs, unit: billion USD, at: table 1 }}\n\
         figures:\n  - {{ indicator: trade, partner: KAZ, period: 2024, value: {number}1 }}\n  \
         - {{ indicator: trade, partner: TJK, period: 1999, value: 0.01 }}\n  \
         - {{ indicator: exports, partner: TJK, period: 1999, value: 0.006 }}\n\
         statements:\n  - {{ kind: event, places: [KAZ], date: 2026, at: page 2, \
         text: {{ en: A bridge was opened., ru: Открыт мост. }} }}\n"
    );
    files.insert("sheets/2026/a-new-document.yaml".to_owned(), sheet.into());
    assert_eq!(checked(files.clone()).findings.len(), found, "a new document brings no finding");
    assert_holds_by_hand(&files);
    let (before, after) = (record(&before), record(&answerer(files)));
    let figures = &after["figures.txt"];
    let (_, page) = figures.split_once("\n== trade KAZ 2024 ==\nChina – Kazakhstan, trade in goods, 2024\n").unwrap();
    assert!(page.lines().next().unwrap().contains("[a-new-document]"), "it leads");
    assert!(figures.contains("\n== trade TJK 1999 ==\n"));
    let documents = moved(&before["documents.txt"], &after["documents.txt"]);
    assert!(documents.iter().all(|line| line.starts_with('+')), "a document moves no other: {documents:#?}");
    let pages: Vec<String> = before.iter().flat_map(|(file, text)| moved(text, &after[file])).collect();
    assert!(pages.len() < 300, "{} lines for a reviewer to read: {pages:#?}", pages.len());
}

#[test]
fn the_record_is_of_a_size_that_can_be_kept() {
    let files = fs::read_dir(root().join("tests/record")).unwrap().map(|file| file.unwrap());
    let sizes: BTreeMap<_, _> = files.map(|file| (file.file_name(), file.metadata().unwrap().len())).collect();
    let names = ["documents.txt", "figures.txt", "lists.txt", "places.txt", "rankings.txt"];
    assert!(sizes.keys().eq(&names), "what nobody writes any more is taken away: {sizes:?}");
    assert!(sizes.values().sum::<u64>() < 4_000_000, "{sizes:?}");
}

/// The last digit of its first value is another one.
fn with_another_digit(sheet: &str) -> String {
    let (before, rest) = sheet.split_once(" value: ").unwrap();
    let end = rest.find(|letter: char| letter != '.' && !letter.is_ascii_digit()).unwrap();
    let (number, last) = rest[..end].split_at(end - 1);
    let other = (last.parse::<u8>().unwrap() + 1) % 10;
    format!("{before} value: {number}{other}{}", &rest[end..])
}

/// All that is not written by the program holds of these facts.
fn assert_holds_by_hand(files: &Files) {
    let all = answerer(files.clone());
    assert_eq!(articles::missing_figures(&all), Vec::<String>::new());
    assert_eq!(articles::missing_statements(&all), Vec::<String>::new());
    let known = answerer(expect::known(files.clone()));
    expect::where_documents_disagree(&known).none();
    expect::what_follows(&known).none();
}

/// The lines that only one of two texts has, with `-` and `+`.
fn moved(before: &str, after: &str) -> Vec<String> {
    let mut lines: BTreeMap<&str, i32> = BTreeMap::new();
    before.lines().for_each(|line| *lines.entry(line).or_default() -= 1);
    after.lines().for_each(|line| *lines.entry(line).or_default() += 1);
    let sign = |many: i32| if many < 0 { '-' } else { '+' };
    lines.into_iter().filter(|(_, many)| *many != 0).map(|(line, many)| format!("{} {line}", sign(many))).collect()
}

/// All that these facts answer: what would be new to someone who had none.
fn record(answerer: &Answerer) -> Record {
    let facts = answerer.catalogue();
    let nothing = Builder::new(facts.default_reporter().clone(), facts.default_partner().clone()).build();
    let mut record = Record::from([("documents.txt", documents(facts))]);
    for change in diff::compare(&Answerer::new(Arc::new(nothing)), answerer).changes {
        let Some(file) = file(&change.query).filter(|_| change.after.is_some()) else { continue };
        let _ = write!(record.entry(file).or_default(), "== {} ==\n{}\n", change.query, page(&change.query, answerer));
    }
    record
}

/// Where the page of a question is kept; those of documents are in `documents.txt`.
fn file(query: &str) -> Option<&'static str> {
    match query.split(' ').next().unwrap_or_default() {
        "source" | "sources" => None,
        "country" | "said" | "agreements" | "mirror" => Some("places.txt"),
        "parts" | "compare" => Some("rankings.txt"),
        "indicator" | "facts" | "latest" | "countries" => Some("lists.txt"),
        _ => Some("figures.txt"),
    }
}

/// The page of a question in English, with the ids of its documents in place of their numbers and of the list beneath.
fn page(spelling: &str, answerer: &Answerer) -> String {
    let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
    let page = answerer.whole(&answerer.query(&query, Language::En)).page.clone();
    let named = |number: &usize| page.sources[number - 1].id.as_str();
    let words = |text: &Text| -> String {
        let pieces = text.0.iter().map(|piece| match piece {
            Piece::Plain(words) | Piece::Bold(words) | Piece::Italic(words) | Piece::Code(words) => words.clone(),
            Piece::Link { words, .. } => words.clone(),
            Piece::Source(number) => format!("[{}]", named(number)),
            Piece::Tap(query) => question::tap(query),
        });
        pieces.collect()
    };
    let row = |(cells, sources): &(Vec<String>, Vec<usize>)| {
        let sources = sources.iter().map(named).collect::<Vec<_>>().join(", ");
        format!("{} | {sources}", cells.join(" | ")).trim_end().to_owned()
    };
    let mut lines: Vec<String> = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Title(text) | Block::Line(text) => lines.push(words(text)),
            Block::Item(text) => lines.push(format!("• {}", words(text))),
            Block::Note(text) => lines.push(format!("⚠ {}", words(text))),
            Block::Table(table) => {
                lines.push(table.head.join(" | "));
                lines.extend(table.rows.iter().map(row));
            }
            Block::Code(words) => lines.push(words.clone()),
            Block::Space => lines.push(String::new()),
        }
    }
    lines.push(page.sources_title.clone());
    lines.join("\n").trim_end().to_owned() + "\n"
}

/// What each document says, as the sheets have it.
fn documents(facts: &Catalogue) -> String {
    let mut text = String::new();
    for source in facts.sources() {
        let _ = writeln!(text, "== {} ==", source.id);
        for (field, value) in fields(source) {
            let _ = writeln!(text, "{field}: {}", value.unwrap_or_else(|| "unknown".to_owned()));
        }
        for figure in facts.figures_in_source(&source.id) {
            let _ = writeln!(text, "{}", stated(figure));
        }
        for statement in facts.statements_in_source(&source.id) {
            text += &said(statement);
        }
        text.push('\n');
    }
    text
}

fn fields(source: &Source) -> [(&'static str, Option<String>); 9] {
    [
        ("title", source.title.clone()),
        ("publisher", source.publisher.clone()),
        ("author", source.author.clone()),
        ("via", source.via.clone()),
        ("published", source.published.map(|published| published.to_string())),
        ("read", Some(source.read.to_string())),
        ("language", Some(source.language.clone())),
        ("url", source.url.clone()),
        ("note", source.note.clone()),
    ]
}

/// `paragraph 3: CHN:KGZ growth of trade 2025: exact 20 percent, chinese-customs`.
fn stated(figure: &Figure) -> String {
    let series = &figure.series;
    let reporter = series.reporter.as_ref().map_or("none", PlaceId::as_str);
    let of = series.of.as_ref().map_or(String::new(), |of: &Of| format!(" of {}", of.as_str()));
    let goods = series.goods.as_ref().map_or(String::new(), |goods| format!(" {goods}"));
    let stock = if figure.period.is_stock() { "as of " } else { "" };
    let since = figure.since.map_or(String::new(), |since| format!(" since {since}"));
    let status = figure.status.map_or(String::new(), |status| format!(" {}", status.as_str()));
    let back = figure.withdrawn.map_or(String::new(), |day| format!(", withdrawn {}", Period::AsOf(day)));
    let notes: String =
        figure.note.iter().flat_map(|note| note.iter()).map(|(tag, note)| format!("\n  {tag}: {note}")).collect();
    format!(
        "{}: {reporter}:{} {}{of}{goods} {stock}{}{since}: {} {} {}{status}, {}{back}{notes}",
        figure.at,
        series.partner,
        series.indicator,
        figure.period,
        figure.qualifier,
        figure.amount.number,
        figure.amount.unit,
        figure.authority,
    )
}

/// `paragraph 7: agreement, trade, KGZ, 2025`, and its words in each language.
fn said(statement: &Statement) -> String {
    let indicator = statement.indicator.as_ref().map(|id| id.to_string());
    let product = statement.product.as_ref().map(|id| id.to_string());
    let reason = statement.reason.map(|reason| reason.as_str().to_owned());
    let date = statement.date.map_or_else(|| "unknown".to_owned(), |date| date.to_string());
    let places = statement.places.iter().map(PlaceId::to_string);
    let about = indicator.into_iter().chain(product).chain(reason).chain(places);
    let what: Vec<String> = [statement.kind.clone()].into_iter().chain(about).chain([date]).collect();
    let words: String = statement.text.iter().map(|(tag, words)| format!("  {tag}: {words}\n")).collect();
    format!("{}: {}\n{words}", statement.at, what.join(", "))
}
