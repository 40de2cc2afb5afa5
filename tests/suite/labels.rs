//! How numbers are named and written: what a number is stands in its line or in the title, who only says it is said to,
//! and no more digits are shown than a reader takes in.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::Arc,
};

use serde_json::Value;
use tradefacts::{
    catalogue::Builder,
    diff,
    fact::Words,
    language::Language,
    question,
    render::{Block, Medium as _, Page, Piece, Text, json::Script},
    reply::{Answerer, Reply},
    sheet::Folder,
};

use crate::{
    answers::{answerer, arcadia, arcadia_and, ask, shipped, shown, shown_in},
    sheets::copy,
};

/// A line of a page; of a table a row with the heads, and its cells but for the first, which is a name.
struct Line {
    words: String,
    cells: Vec<String>,
}

/// The words of a page's title, and its lines.
fn read(page: &Page) -> (String, Vec<Line>) {
    let words = |text: &Text| -> String {
        let pieces = text.0.iter().filter_map(|piece| match piece {
            Piece::Plain(words) | Piece::Bold(words) | Piece::Italic(words) | Piece::Code(words) => {
                Some(words.as_str())
            }
            Piece::Link { .. } | Piece::Source(_) | Piece::Tap(_) => None,
        });
        pieces.collect()
    };
    let (mut title, mut lines) = (String::new(), Vec::new());
    for block in &page.blocks {
        match block {
            Block::Title(text) => title = words(text),
            Block::Line(text) | Block::Item(text) | Block::Note(text) => {
                lines.push(Line { words: words(text), cells: Vec::new() });
            }
            Block::Table(table) => lines.extend(table.rows.iter().map(|(cells, _)| Line {
                words: [table.head.join(" "), cells.join(" ")].join(" "),
                cells: cells.iter().skip(1).map(|cell| cell.trim_matches(['*', ' ']).to_owned()).collect(),
            })),
            Block::Code(_) | Block::Space => {}
        }
    }
    (title, lines)
}

/// Every question that the facts have a page for, as they are spelled.
pub(crate) fn questions(answerer: &Answerer) -> Vec<String> {
    let facts = answerer.catalogue();
    let nothing = Builder::new(facts.default_reporter().clone(), facts.default_partner().clone()).build();
    let pages = diff::compare(&Answerer::new(Arc::new(nothing)), answerer).changes;
    let all: BTreeSet<String> = pages.into_iter().map(|page| page.query).collect();
    let asked = |query: &&String| query.split(' ').next().is_some_and(|word| facts.indicator(word).is_some());
    let why: Vec<String> = all.iter().filter(asked).map(|query| format!("why {query}")).collect();
    let found = facts.indicators().map(|indicator| format!("search {}", indicator.id.as_str().replace('-', " ")));
    let listed = (1..9).map(|page| if page == 1 { "changes".to_owned() } else { format!("changes {page}") });
    let others: Vec<String> = found.chain(listed).chain(["latest".to_owned()]).collect();
    all.into_iter().chain(why).chain(others).collect()
}

/// What a number must be called by, each in one of some ways.
fn names(answerer: &Answerer, figure: &Value) -> Vec<Vec<String>> {
    let facts = answerer.catalogue();
    let word = |key: &str| figure[key].as_str();
    let said = |names: &Words| names.get("en").unwrap_or_default().to_lowercase();
    let place = |id: &str| facts.place(id).map(|place| said(&place.names)).unwrap_or_default();
    let grown = word("of").and_then(|of| facts.indicator(of));
    let Some(indicator) = grown.or_else(|| facts.indicator(word("indicator").unwrap())) else { return Vec::new() };
    // On a card the words of everyday stand for those of the sheets.
    let plain = match indicator.id.as_str() {
        "exports" => Some("sold"),
        "imports" => Some("bought"),
        "balance" => Some("difference"),
        _ => None,
    };
    let mut names = vec![std::iter::once(said(&indicator.names)).chain(plain.map(str::to_owned)).collect()];
    let (partner, ours) = (word("partner").unwrap(), facts.default_reporter().as_str());
    match word("reporter") {
        Some(reporter) if reporter != ours || partner == "world" => names.push(vec![place(reporter)]),
        _ => names.push(vec![place(partner)]),
    }
    if partner != "world" {
        names.push(vec![place(partner)]);
    }
    if indicator.direction.is_some() {
        names.push(["→", "←", " – ", " to ", " from ", " sold ", " bought "].map(str::to_owned).to_vec());
    }
    names
}

/// Whether a line has a name: its words may stand apart, such as in a table and its title.
fn is_said(name: &str, line: &str) -> bool {
    line.contains(name) || !name.starts_with(' ') && name.split(' ').all(|word| line.contains(word))
}

/// Whether a line shows a number, and not a part of another.
fn shows(line: &str, display: &str) -> bool {
    let goes_on = |letter: char| letter.is_ascii_digit() || matches!(letter, '.' | ',' | '−' | '+');
    line.match_indices(display).any(|(at, _)| {
        let mut behind = line[at + display.len()..].chars();
        let (next, then) = (behind.next(), behind.next());
        let is_digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
        let ends = !(is_digit(next) || matches!(next, Some('.' | ',')) && is_digit(then));
        ends && !line[..at].chars().next_back().is_some_and(goes_on)
    })
}

/// A number as a cell has it: the unit stands in the head of the table, and a sign stands for a word before it.
fn in_cell(display: &str) -> String {
    let (words, digits) = display.split_once("US$").unwrap_or(("", display));
    let digits =
        digits.split(' ').find(|word| word.contains(|letter: char| letter.is_ascii_digit())).unwrap_or_default();
    let sign = words.chars().next_back().filter(|letter| matches!(letter, '−' | '+'));
    let word = if display.starts_with(char::is_lowercase) { "~" } else { "" };
    word.chars().chain(sign).chain(digits.chars()).collect()
}

/// A line without the formula in it, whose parts are named by what they measure alone.
fn without_formula(line: &str) -> &str {
    if line.starts_with("* ") { "" } else { line.split(" = ").next().unwrap_or_default() }
}

/// What is wrong with the names of a page's numbers, and how many were held against their lines. A line that shows a
/// number names it: who is not named there is not excused by another line with the same digits.
fn unnamed(answerer: &Answerer, spelling: &str) -> (Vec<String>, usize) {
    let (_, query) = question::parse_spelling(&format!("en {spelling}"), answerer.catalogue()).unwrap();
    let card = answerer.query(&query, Language::En);
    let reply = answerer.whole(&card);
    let (mut unnamed, mut seen) = (Vec::new(), 0);
    for page in [&card.page, &reply.page] {
        let (of_page, held) = unnamed_on(page, answerer, &reply, spelling);
        unnamed.extend(of_page);
        seen += held;
    }
    (unnamed, seen)
}

fn unnamed_on(page: &Page, answerer: &Answerer, reply: &Reply, spelling: &str) -> (Vec<String>, usize) {
    let (title, lines) = read(page);
    let object: Value = serde_json::from_str(&Script { catalogue: answerer.catalogue() }.show(reply)).unwrap();
    // The longest first: "about +11%" is no +11%.
    let mut all: BTreeMap<(Reverse<usize>, &str), Vec<&Value>> = BTreeMap::new();
    for figure in object["figures"].as_array().unwrap() {
        let display = figure["display"].as_str().unwrap();
        all.entry((Reverse(display.len()), display)).or_default().push(figure);
    }
    let (mut unnamed, mut seen) = (Vec::new(), 0);
    for line in &lines {
        let said = format!("{title} {}", line.words).to_lowercase();
        let mut left = if line.cells.is_empty() { without_formula(&line.words).to_owned() } else { String::new() };
        for ((_, display), figures) in &all {
            if !shows(&left, display) && !line.cells.contains(&in_cell(display)) {
                continue;
            }
            left = left.replace(display, "…");
            // What others count of it stands in a line with who does, under the title of what they count the other way.
            let is_other = |figure: &&Value| {
                ["mirror", "third-party", "other-period"].iter().any(|relation| figure["relation"] == *relation)
            };
            if figures.iter().any(is_other) {
                continue;
            }
            seen += 1;
            let names: Vec<_> = figures.iter().map(|figure| names(answerer, figure)).collect();
            let is_named =
                |names: &Vec<Vec<String>>| names.iter().all(|ways| ways.iter().any(|way| is_said(way, &said)));
            if !names.iter().any(is_named) {
                unnamed.push(format!("{spelling}: {display} of {names:?} in {:?} under {title}", line.words));
            }
        }
    }
    (unnamed, seen)
}

#[test]
fn every_number_of_every_page_is_named_in_its_line_or_in_the_title() {
    for (answerer, least) in [(arcadia(), 400), (shipped(), 10_000)] {
        let (mut nameless, mut seen) = (Vec::new(), 0);
        for spelling in questions(&answerer) {
            // Both sides of a border have a heading for each way.
            if spelling.starts_with("mirror ") {
                continue;
            }
            let (unnamed, held) = unnamed(&answerer, &spelling);
            nameless.extend(unnamed);
            seen += held;
        }
        assert!(seen > least, "only {seen} numbers were held against their lines");
        assert!(
            nameless.is_empty(),
            "{} of {seen}:\n{}",
            nameless.len(),
            nameless[..nameless.len().min(20)].join("\n")
        );
    }
}

#[test]
fn what_is_said_otherwise_of_another_row_names_it() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2015, value: 100.0 }\n  \
         - { indicator: exports, partner: BAL, period: 2015, value: 60.0 }\n  \
         - { indicator: imports, partner: BAL, period: 2015, value: 40.0 }\n  \
         - { indicator: imports, partner: BAL, period: 2015, value: 40, qualifier: about }\n  \
         - { indicator: exports, partner: BAL, period: 2015, value: 75, authority: atlas }\n",
    );
    let page = shown(&answerer, "/trade bal 2015");
    assert!(page.contains("Imports also stated as: about US$40 mn"), "{page}");
    assert!(page.contains("Exports: stated otherwise: US$75 mn (said by Atlas of Trade)"), "{page}");
    assert!(
        shown(&answerer, "imports BAL 2015").contains("\n• Also stated as: about US$40 mn"),
        "the title says imports"
    );
    let country = shown(&answerer, "country BAL 2015");
    assert!(country.contains("Imports, Arcadia ← Balonia, 2015 also stated as: about US$40 mn"), "{country}");
}

#[test]
fn a_number_of_another_s_count_says_whose_it_is_wherever_it_is_listed() {
    let answerer = arcadia_and(
        "  - { indicator: trade, reporter: BAL, partner: world, period: 2026, value: 810.0, authority: bno }\n  \
         - { indicator: imports, reporter: BAL, partner: ARC, period: 2027-M01, value: 31.0, authority: bno }\n  \
         - { indicator: exports, reporter: BAL, partner: ARC, period: 2027-M01, value: 32.0, authority: bno }\n  \
         - { indicator: investment-stock, reporter: BAL, partner: ARC, period: 2026-04, value: 33.0, authority: atlas }\n",
    );
    let words = [
        "Trade of Balonia with the world, 2026: US$810.0 mn (Balonia Numbers Office)",
        "Imports of Balonia from Arcadia, January 2027: US$31.0 mn (Balonia Numbers Office)",
        "Exports of Balonia to Arcadia, January 2027: US$32.0 mn (Balonia Numbers Office)",
        "Investment stock, Balonia ↔ Arcadia, as of April 2026: US$33.0 mn (said by Atlas of Trade)",
    ];
    for text in ["/latest", "/source more"] {
        let page = shown(&answerer, text);
        words.iter().for_each(|line| assert!(page.contains(line), "{text}: {line}\n{page}"));
    }
    for (text, line) in [
        ("/search 810.0", words[0]),
        ("/search 31.0", words[1]),
        ("/indicator exports", words[2]),
        ("/why trade BAL:world 2026", words[0].split(" (").next().unwrap()),
    ] {
        let page = shown(&answerer, text);
        assert!(page.contains(line), "{text}: {line}\n{page}");
    }
    assert!(shown(&answerer, "/changes").contains("Imports of Balonia from Arcadia, January 2027: US$31.0 mn"));
}

#[test]
fn who_does_not_measure_says() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: COR, period: 2015, value: 50, authority: arcadian-economy-ministry }\n  \
         - { indicator: trade, reporter: none, partner: BAL, period: 2015, value: 70, authority: atlas }\n  \
         - { indicator: trade, partner: isles, period: 2015, value: 121.0 }\n  \
         - { indicator: trade, partner: isles, period: 2015, value: 140, authority: arcadian-economy-ministry }\n  \
         - { indicator: trade, partner: BAL, period: 2015, value: 71, authority: arcadian-statistics }\n",
    );
    for (text, words) in [
        ("trade COR 2015", "Said by: Ministry of Economy of Arcadia"),
        ("trade none:BAL 2015", "Said by: Atlas of Trade"),
        ("trade BAL 2015", "Counted by: Arcadia Statistics Office (named here: Arcadian statistics)"),
        ("trade BAL 2015", "Atlas of Trade says US$70 mn"),
        ("why trade COR 2015", "(said by Ministry of Economy of Arcadia; table 9)"),
        ("trade isles 2015", "Stated otherwise: US$140 mn (said by Ministry of Economy of Arcadia)"),
        ("compare BAL COR 2015", "Said by: Ministry of Economy of Arcadia (Corvia)"),
    ] {
        let page = shown(&answerer, text);
        assert!(page.contains(words), "{text}: {words}\n{page}");
    }
    assert!(!shown(&answerer, "trade COR 2015").contains("Counted by"), "nobody counted it");
}

/// The invented country with indicators that are one place's own, and figures of them.
fn with_own() -> Answerer {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let indicators = folder.path().join("indicators.yaml");
    let own = |id: &str, kind: &str, en: &str, ru: &str| {
        format!(
            "  {id}:\n    kind: {kind}\n    own: true\n    units: [USD]\n    names: {{ en: {en}, ru: {ru} }}\n    \
             definition: {{ en: It is its own., ru: Это своё. }}\n"
        )
    };
    let more = own("debt", "stock", "debt", "долг") + &own("gdp", "flow", "GDP", "ВВП");
    fs::write(&indicators, fs::read_to_string(&indicators).unwrap() + &more).unwrap();
    let figures = [
        "indicator: gdp, reporter: BAL, partner: world, period: 2025, value: 900.0",
        "indicator: debt, reporter: BAL, partner: ARC, period: 2026-04, value: 5.0",
        "indicator: debt, reporter: none, partner: COR, period: 2026-04, value: 6.0",
        "indicator: share, reporter: BAL, partner: ARC, of: world, period: 2025, value: 12, unit: percent",
        "indicator: share, reporter: none, partner: BAL, of: COR, period: 2025, value: 13, unit: percent",
        "indicator: trade, reporter: BAL, partner: COR, period: 2025, value: 7.0",
        "indicator: trade, reporter: BAL, partner: ARC, period: 2015, value: 8.0",
        "indicator: enterprises, reporter: BAL, partner: ARC, period: 2026-04, value: 9, unit: count",
    ];
    let figures: String = figures.iter().map(|figure| format!("  - {{ {figure} }}\n")).collect();
    let sheet = format!(
        "source: {{ title: More, publisher: P, published: 2026-05-01, read: 2026-05-01, language: en, url: unknown }}\n\
         shared: {{ authority: bno, unit: million USD, at: table 9 }}\nfigures:\n{figures}"
    );
    fs::write(folder.path().join("sheets/2026/more.yaml"), sheet).unwrap();
    answerer(&Folder::Disk(folder.path().to_owned()))
}

#[test]
fn what_is_one_places_own_or_its_part_is_named_with_the_places_and_no_world() {
    let answerer = with_own();
    for (query, en, ru) in [
        ("gdp BAL:world 2025", "GDP of Balonia", "ВВП, Балония"),
        ("debt BAL:ARC 2026-04", "Debt of Balonia to Arcadia", "Долг, Балония → Аркадия"),
        (
            "debt none:COR 2026-04",
            "Debt of Corvia, counted by a third party",
            "Долг, Корвия, по подсчёту третьей стороны",
        ),
        (
            "share BAL:ARC/world 2025",
            "Arcadia’s share in trade of Balonia",
            "Доля в торговле (целое: Балония): Аркадия",
        ),
        (
            "share none:BAL/COR 2025",
            "Balonia’s share in trade of Corvia, counted by a third party",
            "Доля в торговле (целое: Корвия): Балония, по подсчёту третьей стороны",
        ),
    ] {
        for (language, name) in [(Language::En, en), (Language::Ru, ru)] {
            let page = shown_in(&answerer, query, language);
            assert!(page.starts_with(&format!("{name}, ")), "{query}: {page}");
            let history = shown_in(&answerer, &format!("history {query}"), language);
            assert!(history.starts_with(&format!("{name}, ")), "{query}: {history}");
            let document = shown_in(&answerer, "/source more", language);
            let bare = name.split(", counted").next().unwrap().split(", по подсчёту").next().unwrap();
            assert!(document.contains(&format!("{bare}, ")), "{query}: {document}");
        }
    }
    for (query, en, ru) in [
        ("trade BAL:COR 2025", "Trade of Balonia with Corvia, 2025", "Товарооборот, Балония ↔ Корвия, 2025"),
        (
            "trade BAL:ARC 2015",
            "Trade, Balonia, by its own account, 2015",
            "Товарооборот, Балония, по собственным данным, 2015",
        ),
        (
            "enterprises BAL:ARC 2026-04",
            "Enterprises, Balonia, by its own account",
            "Предприятия, Балония, по собственным данным",
        ),
    ] {
        for (language, name) in [(Language::En, en), (Language::Ru, ru)] {
            let history = shown_in(&answerer, &format!("history {query}"), language);
            assert!(history.starts_with(name), "{query}: {history}");
        }
    }
    for (answerer, page) in [(&answerer, "gdp BAL:world 2025"), (&answerer, "/latest"), (&answerer, "/source more")] {
        let page = shown(answerer, page);
        assert!(!page.contains("GDP, the world") && !page.contains("– the world, GDP"), "{page}");
    }
}

#[test]
fn the_shares_of_a_ranking_are_of_the_count_in_its_heading() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: isles, period: 2015, value: 89.4 }\n  \
         - { indicator: trade, partner: BAL, period: 2015, value: 41.0 }\n  \
         - { indicator: trade, partner: COR, period: 2015, value: 19.8 }\n  \
         - { indicator: share, partner: BAL, of: isles, period: 2015, value: 50, unit: percent, qualifier: about, \
             authority: arcadian-economy-ministry }\n",
    );
    let answer = ask(&answerer, "/rank 2015");
    let shares: Vec<&Value> =
        answer["figures"].as_array().unwrap().iter().filter(|figure| figure["indicator"] == "share").collect();
    assert_eq!(shares.len(), 2, "{answer:#}");
    assert!(shares.iter().all(|share| share["basis"] == "calculated"), "{answer:#}");
    let page = shown(&answerer, "/rank 2015");
    assert!(page.contains("45.9%") && !page.contains("50%"), "{page}");
}

#[test]
fn numbers_are_written_in_the_scale_that_suits_them() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: BAL, period: 2011, value: 0.0188, unit: billion USD }\n  \
         - { indicator: trade, partner: BAL, period: 2012, value: 43890.994664 }\n  \
         - { indicator: trade, partner: BAL, period: 2013, value: 43876.9, qualifier: more than }\n  \
         - { indicator: trade, partner: BAL, period: 2014, value: 43871.1, qualifier: less than }\n  \
         - { indicator: balance, partner: BAL, period: 2011, value: 9, unit: billion USD }\n  \
         - { indicator: balance, partner: BAL, period: 2012, value: -9, unit: billion USD }\n  \
         - { indicator: enterprises, partner: COR, period: 2012-12-31, value: 184789, unit: count }\n  \
         - { indicator: growth, of: trade, partner: COR, period: 2012, value: 3400, unit: percent }\n",
    );
    for (text, words) in [
        ("trade BAL 2011", "US$18.8 mn"),
        ("trade BAL 2012", "US$43.89 bn"),
        ("trade BAL 2013", "more than US$43.87 bn"),
        ("trade BAL 2014", "less than US$43.88 bn"),
        ("balance BAL 2011", "+US$9 bn"),
        ("balance BAL 2012", "−US$9 bn"),
        ("enterprises COR 2012", "184,789"),
        ("growth COR 2012", "35 times the figure of 2011"),
        ("/source more", "US$43.890994664 bn"),
        ("why trade BAL 2012", "US$43.890994664 bn"),
    ] {
        let page = shown(&answerer, text);
        assert!(page.contains(words), "{text}: {words}\n{page}");
    }
    assert_eq!(ask(&answerer, "trade BAL 2012")["figures"][0]["value"], "43890994664");
    assert_eq!(ask(&answerer, "trade BAL 2012")["figures"][0]["display"], "US$43.89 bn");
}

#[test]
fn numbers_that_are_said_to_differ_look_different() {
    for (one, other, shown_one, shown_other) in [
        ("43891.12", "43887.4", "US$43.891 bn", "US$43.887 bn"),
        ("100.001", "100.004", "US$100.001 mn", "US$100.004 mn"),
        ("50.0", "58.0", "US$50.0 mn", "US$58.0 mn"),
    ] {
        let answerer = arcadia_and(&format!(
            "  - {{ indicator: trade, partner: COR, period: 2015, value: {one} }}\n  \
             - {{ indicator: trade, partner: COR, period: 2015, value: {other}, authority: atlas }}\n"
        ));
        let page = shown(&answerer, "trade COR 2015");
        assert!(page.contains(&format!("\n{shown_one} [")), "{page}");
        assert!(page.contains(&format!("Stated otherwise: {shown_other} (")), "{page}");
    }
}

#[test]
fn parts_that_do_not_add_up_as_they_are_shown_are_said_to_be_rounded() {
    let of = |exports: &str, imports: &str, trade: &str| {
        let answerer = arcadia_and(&format!(
            "  - {{ indicator: trade, partner: COR, period: 2015, value: {trade} }}\n  \
             - {{ indicator: exports, partner: COR, period: 2015, value: {exports} }}\n  \
             - {{ indicator: imports, partner: COR, period: 2015, value: {imports} }}\n"
        ));
        shown(&answerer, "trade COR 2015").contains("Rounded: the parts shown differ")
    };
    assert!(of("1200.4", "1300.4", "2500.8"), "1,200 and 1,300 are not 2,501");
    assert!(of("60.4", "40.4", "101"), "60.4 and 40.4 are 100.8");
    assert!(!of("60.4", "40.4", "100.8"));
    assert!(!of("60", "40", "120"), "that is no rounding");
}

#[test]
fn the_points_of_a_column_stand_under_each_other_without_noughts() {
    let answerer = arcadia_and(
        "  - { indicator: trade, partner: isles, period: 2015, value: 94823.7 }\n  \
         - { indicator: trade, partner: BAL, period: 2015, value: 43890.994664 }\n  \
         - { indicator: trade, partner: COR, period: 2015, value: 3.9, unit: billion USD }\n",
    );
    let page = shown(&answerer, "/rank 2015");
    let places: BTreeSet<Option<usize>> = ["43.89", "3.9 ", "94.82"]
        .iter()
        .map(|number| page.lines().find_map(|line| Some(line.find(number)? + number.find('.')?)))
        .collect();
    assert!(places.len() == 1 && !places.contains(&None), "{page}");
}

#[test]
fn calculated_is_said_once_of_a_number_and_its_change() {
    let answerer = arcadia_and(
        "  - { indicator: exports, partner: COR, period: 2015, value: 60.0 }\n  \
         - { indicator: imports, partner: COR, period: 2015, value: 40.0 }\n  \
         - { indicator: exports, partner: COR, period: 2014, value: 40.0 }\n  \
         - { indicator: imports, partner: COR, period: 2014, value: 40.0 }\n  \
         - { indicator: trade, partner: BAL, period: 2015, value: 60.0 }\n  \
         - { indicator: trade, partner: BAL, period: 2014, value: 40.0 }\n",
    );
    for (text, line) in [
        ("trade COR 2015", "US$100.0 mn, +25% on 2014 (calculated) ["),
        ("trade BAL 2015", "US$60.0 mn, +50% on 2014 (calculated) ["),
    ] {
        let page = shown(&answerer, text);
        assert!(page.contains(line), "{line}\n{page}");
    }
    let page = shown(&answerer, "trade BAL 2015");
    assert!(page.contains("* growth of trade: trade US$60.0 mn ÷ trade 2014 US$40.0 mn − 1 [1]"), "{page}");
}

#[test]
fn in_russian_a_change_is_against_a_time_in_the_dative() {
    let periods = [
        ("2015", "к 2014 г."),
        ("2015-H1", "к 1-му полугодию 2014 г."),
        ("2015-Q3", "к 3-му кварталу 2014 г."),
        ("2015-M04", "к апрелю 2014 г."),
        ("2015-M01-M10", "к январю–октябрю 2014 г."),
    ];
    for (period, words) in periods {
        let answerer = arcadia_and(&format!(
            "  - {{ indicator: trade, partner: COR, period: {period}, value: 60.0, change: +20% }}\n"
        ));
        let (_, query) = question::parse_spelling(&format!("ru trade COR {period}"), answerer.catalogue()).unwrap();
        let (_, lines) = read(&answerer.whole(&answerer.query(&query, Language::Ru)).page);
        let first = &lines[0].words;
        assert!(first.contains("+20") && first.contains(words), "{first:?}");
    }
}
