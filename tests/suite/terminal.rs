//! What the terminal shows: lines that end between words, addresses that can be pressed, numbers that can be typed.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
};

use tradefacts::{
    fact::SourceId,
    language::Language,
    question,
    render::{
        Block, Button, Citation, Page, Piece, Text,
        plain::{Next, Style, Terminal, text},
    },
};
use unicode_width::UnicodeWidthStr as _;

use crate::answers::arcadia;

const FACTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts");
const ADDRESS: &str = "https://stats.example/a-report-with-a-long-name/2025/table-1.html";

fn wide(columns: usize, style: Style) -> Terminal {
    Terminal { style, columns: Some(columns), next: Next::Numbers }
}

/// A page with one line, one item and one source.
fn page(line: &str) -> Page {
    let publisher = Piece::Link { words: "Arcadia Statistics Office".to_owned(), url: ADDRESS.to_owned() };
    Page {
        blocks: vec![
            Block::Line(Text::bold(line).marked([1, 2, 3])),
            Block::Item(Text::plain(line).marked([1])),
            Block::Line(Text::plain(format!("* {line}"))),
        ],
        sources_title: "Sources".to_owned(),
        sources: vec![Citation {
            id: SourceId::from("aso"),
            text: Text::default().with(publisher).and(", 14 February 2026, table 1"),
        }],
        ..Page::default()
    }
}

fn without_escapes(shown: &str) -> String {
    let mut plain = String::new();
    let mut rest = shown;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        let end = if after.starts_with('[') { "m" } else { "\u{1b}\\" };
        rest = after.split_once(end).expect("an escape sequence ends").1;
    }
    plain + rest
}

fn letters(shown: &str) -> String {
    shown.chars().filter(|letter| !letter.is_whitespace()).collect()
}

#[test]
fn every_page_is_wrapped_between_words_at_any_width() {
    let answerer = arcadia();
    let spellings = [
        "start",
        "help",
        "trade 2025",
        "trade BAL 2021-2025",
        "compare trade BAL COR 2021-2025",
        "country BAL",
        "mirror BAL 2025",
    ];
    for language in Language::ALL {
        for spelling in spellings {
            let Some((_, query)) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()) else {
                continue;
            };
            let reply = answerer.query(&query, *language);
            let whole = text(&reply.page, Terminal { next: Next::Numbers, ..Terminal::default() }, *language);
            for columns in [36, 40, 57, 80, 100] {
                let shown = text(&reply.page, wide(columns, Style::Plain), *language);
                assert_eq!(letters(&shown), letters(&whole), "nothing is lost of {spelling} at {columns}");
                let words = |shown: &str| shown.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                assert_eq!(words(&shown), words(&whole), "no word of {spelling} is broken at {columns}");
                for line in shown.lines().filter(|line| !line.trim_start().starts_with("https://")) {
                    assert!(line.width() <= columns, "{spelling} at {columns}: {line}");
                }
            }
        }
    }
}

#[test]
fn what_stands_before_a_line_has_a_column_of_its_own() {
    let shown = text(&page("one two three four five six seven eight nine ten"), wide(24, Style::Plain), Language::En);
    let wanted = "one two three four five\n\
                  six seven eight nine ten\n\
                  [1][2][3]\n\
                  • one two three four\n\
                  \u{20} five six seven eight\n\
                  \u{20} nine ten [1]\n\
                  * one two three four\n\
                  \u{20} five six seven eight\n\
                  \u{20} nine ten\n\
                  \n\
                  Sources\n\
                  [1] Arcadia Statistics\n\
                  \u{20}   Office, 14 February\n\
                  \u{20}   2026, table 1\n\
                  \u{20}   https://stats.example/a-report-with-a-long-name/2025/table-1.html";
    assert_eq!(shown, wanted);
}

#[test]
fn wide_letters_and_combining_marks_count_by_the_columns_they_take() {
    let chinese = "中国海关总署统计，2025年中国与哈萨克斯坦贸易额为四百八十七亿美元，同比增长。";
    let marked = "e\u{301}".repeat(7) + " " + &"и\u{306}".repeat(8);
    for columns in [9, 16, 17, 30] {
        let shown = text(&page(chinese), wide(columns, Style::Plain), Language::En);
        let own = || shown.lines().take_while(|line| *line != "Sources");
        assert!(own().all(|line| line.width() <= columns), "{shown}");
        assert!(own().next().is_some_and(|line| line.width() + 4 > columns), "the line is used: {shown}");
        assert!(!own().any(|line| line.starts_with(['，', '。'])), "{shown}");
    }
    let shown = text(&page(&marked), wide(8, Style::Plain), Language::En);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[..2], marked.split(' ').collect::<Vec<_>>(), "{shown}");
}

#[test]
fn a_word_wider_than_the_line_is_broken_and_an_address_never() {
    let shown = text(&page("Donaudampfschifffahrtsgesellschaft"), wide(20, Style::Plain), Language::En);
    assert!(shown.starts_with("Donaudampfschifffahr\ntsgesellschaft\n"), "{shown}");
    assert!(shown.lines().any(|line| line.trim_start() == ADDRESS), "{shown}");
}

#[test]
fn a_pipe_gets_no_escapes_and_each_address_at_its_source() {
    let shown = text(&page("exports, imports and all the rest of it"), Terminal::default(), Language::En);
    assert!(!shown.contains('\u{1b}'), "{shown:?}");
    assert!(shown.starts_with("exports, imports and all the rest of it [1][2][3]\n"), "{shown}");
    let end = format!("[1] Arcadia Statistics Office, 14 February 2026, table 1\n    {ADDRESS}");
    assert!(shown.ends_with(&end), "{shown}");
}

#[test]
fn where_words_can_be_pressed_they_lead_to_the_address_which_is_not_shown() {
    let plain = text(&page("one two three four five six"), wide(22, Style::Plain), Language::En);
    let linked = text(&page("one two three four five six"), wide(22, Style::Linked), Language::En);
    let shown = without_escapes(&linked);
    assert!(!shown.contains(ADDRESS));
    assert_eq!(plain.replace(&format!("\n    {ADDRESS}"), ""), shown);
    let lines: Vec<&str> = linked.lines().filter(|line| line.contains(ADDRESS)).collect();
    assert_eq!(lines.len(), 2, "a link over two lines is two links: {linked:?}");
    assert!(
        linked.lines().all(|line| line.matches("\u{1b}]8;;").count() % 2 == 0),
        "each ends in its line: {linked:?}"
    );
    assert!(linked.lines().all(|line| line.matches("\u{1b}[1m").count() == line.matches("\u{1b}[0m").count()));
    let emphasised = text(&page("one"), wide(80, Style::Ansi), Language::En);
    assert!(emphasised.starts_with("\u{1b}[1mone\u{1b}[0m") && emphasised.contains(ADDRESS), "{emphasised:?}");
    assert!(!emphasised.contains("\u{1b}]8"), "{emphasised:?}");
}

#[test]
fn an_address_cannot_end_its_link_before_its_time() {
    let link = Piece::Link { words: "here".to_owned(), url: "https://a.example/\u{1b}\\\u{7}x".to_owned() };
    let page = Page { blocks: vec![Block::Line(Text::default().with(link))], ..Page::default() };
    let shown = text(&page, wide(80, Style::Linked), Language::En);
    assert_eq!(shown, "\u{1b}]8;;https://a.example/\\x\u{1b}\\here\u{1b}]8;;\u{1b}\\");
}

#[test]
fn what_can_be_asked_next_has_numbers_and_is_broken_between_them() {
    let answerer = arcadia();
    let button = |label: &str, spelling: &str| {
        let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
        Button { label: label.to_owned(), query }
    };
    let buttons = vec![
        vec![button("◀ 2024", "trade 2024"), button("By country", "parts trade 2025")],
        vec![button("Who counts what", "mirror BAL")],
    ];
    let page = Page { buttons, ..Page::default() };
    let shown = text(&page, wide(30, Style::Plain), Language::En);
    assert!(shown.ends_with("\n1) 2024   2) By country\n3) Who counts what"), "{shown}");
    let piped = text(&page, Terminal::default(), Language::En);
    assert_eq!(piped.trim(), "→ 2024  /trade_2024\n→ By country  /parts_trade_2025\n→ Who counts what  /mirror_BAL");
}

/// Runs the program with something on its standard input, in an empty folder.
fn run(arguments: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .args(arguments)
        .current_dir(folder.path())
        .env_remove("TRADEFACTS_FACTS")
        .env_remove("TRADEFACTS_WIDTH")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    program.wait_with_output().unwrap()
}

fn said(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

#[test]
fn a_number_typed_in_a_conversation_asks_what_it_stands_for() {
    let chat = |input: &str| said(&run(&["chat", "--facts", FACTS], input)).to_owned();
    let first = chat("/trade 2025\n");
    let numbered = first.lines().rev().find(|line| line.starts_with("1) ")).unwrap();
    let at = numbered.find("2) ").unwrap();
    assert!(!numbered[at..].is_empty());
    // As a command, the way `ask` offers it.
    let offered = run(&["ask", "--facts", FACTS, "/trade 2025"], "");
    let offered: Vec<&str> = said(&offered).lines().filter_map(|line| line.strip_prefix("→ ")).collect();
    let (_, command) = offered[1].rsplit_once("  ").unwrap();
    for typed in ["2", " 2) ", "2."] {
        assert_eq!(chat(&format!("/trade 2025\n{typed}\n")), chat(&format!("/trade 2025\n{command}\n")), "{typed}");
    }
    // A number that stands for nothing is a question like any other, and so is a year.
    assert_eq!(chat("/trade 2025\n2025\n").matches("Type a number").count(), 2);
    assert!(run(&["chat", "--facts", FACTS], "0\n99\n18446744073709551616\n").status.success());
}

#[test]
fn a_width_that_is_given_holds_in_a_pipe_too() {
    let shown = run(&["ask", "--facts", FACTS, "--width", "40", "/trade 2025"], "");
    let lines = || said(&shown).lines().filter(|line| !line.contains("https://"));
    assert!(lines().all(|line| line.width() <= 40) && lines().any(|line| line.width() > 30), "{}", said(&shown));
    assert_eq!(run(&["ask", "--width", "0", "/trade 2025"], "").status.code(), Some(2));
}

#[test]
fn it_says_which_sheets_it_took_unless_they_are_the_built_in_ones() {
    let told = |arguments: &[&str]| String::from_utf8(run(arguments, "/help\n").stderr).unwrap();
    assert_eq!(told(&["ask", "/help"]), "");
    assert_eq!(told(&["chat"]), "");
    assert_eq!(told(&["ask", "--facts", FACTS, "/help"]), format!("facts: the folder {FACTS}\n"));
    // Taken without being named.
    let folder = tempfile::tempdir().unwrap();
    crate::sheets::copy(Path::new(FACTS), &folder.path().join("facts"));
    let asked = Command::new(env!("CARGO_BIN_EXE_tradefacts"))
        .args(["ask", "/help"])
        .current_dir(folder.path())
        .env_remove("TRADEFACTS_FACTS")
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(asked.stderr).unwrap(), "facts: the folder facts\n");
}
