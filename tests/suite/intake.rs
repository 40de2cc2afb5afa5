//! The sheets hold what the inventory holds: every row is a figure or a statement of its document, or left out with a
//! reason, and nothing in the sheets is without a row.
//!
//! `tests/intake/` is a copy of the inventory. The tables in `facts/intake/` say what its words are here; they are
//! applied below, and the sheets are never asked what a row should be.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    iter,
};

use tradefacts::{
    catalogue::Catalogue,
    check,
    fact::{Figure, Kind, Of, Period, Source, Statement},
    sheet::Folder,
};

const INVENTORY: &str = include_str!("../intake/more-figures.tsv");
const DOCUMENTS: &str = include_str!("../intake/sources.tsv");

/// Sheets written by hand, from the articles.
const OWN: [&str; 5] = ["abp", "energyforum", "mts-kg", "people-cn", "sensexnifty"];

/// When the inventory was read; a document read later is none of it.
const READ: &str = "2026-11-22";

#[test]
fn every_row_of_the_inventory_is_in_the_sheets_and_nothing_else_is() {
    assert_eq!(compare(INVENTORY, &shipped()), Vec::<String>::new());
}

#[test]
fn a_changed_digit_or_a_lost_row_is_found() {
    let (catalogue, tables) = (shipped(), Tables::new());
    let lines: Vec<&str> = INVENTORY.lines().collect();
    for row in Table::new(INVENTORY).rows().step_by(31) {
        let (at, value) = (row.line, row.get("value"));
        if tables.left_out.find(&[row.get("id")]).is_some() {
            continue;
        }
        let without: Vec<&str> =
            lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| *line).collect();
        // Several rows may be one statement.
        let is_figure = matches!(tables.told(&row, &catalogue), Told::Figure { .. });
        let is_missed = !compare(&without.join("\n"), &catalogue).is_empty();
        assert!(!is_figure || is_missed, "{} is not missed", row.get("id"));
        let Some(digit) = value.rfind(|letter: char| letter.is_ascii_digit()) else { continue };
        let other = (value.as_bytes()[digit] - b'0' + 1) % 10;
        let changed = format!("{}{other}{}", &value[..digit], &value[digit + 1..]);
        let line = lines[at].replacen(&format!("\t{value}\t"), &format!("\t{changed}\t"), 1);
        let changed: Vec<&str> =
            lines.iter().enumerate().map(|(number, one)| if number == at { &line } else { *one }).collect();
        assert!(!compare(&changed.join("\n"), &catalogue).is_empty(), "{} may be {line}", row.get("id"));
    }
}

#[test]
fn what_no_answer_may_show_is_left_out_with_a_reason() {
    let left_out = Keyed::new("left-out", include_str!("../../facts/intake/left-out.tsv"), &["id"]);
    let traps: BTreeSet<&str> = Table::new(DOCUMENTS)
        .rows()
        .filter(|one| one.get("reliability").contains("TRAP"))
        .map(|one| one.get("id"))
        .collect();
    assert_eq!(traps.len(), 4);
    for row in Table::new(INVENTORY).rows() {
        let barred = ["doubtful", "wrong", "converted"].iter().any(|word| row.get("qualifier").starts_with(word))
            || traps.contains(row.get("source_id"));
        let kept_out = left_out.find(&[row.get("id")]);
        assert_eq!(barred, kept_out.is_some(), "{}", row.get("id"));
        if let Some(kept_out) = kept_out {
            assert_eq!(kept_out.get("value"), format!("{} {}", row.get("value"), row.get("unit")), "{}", row.get("id"));
            assert!(kept_out.get("reason").len() > 15, "{} is left out without a reason", row.get("id"));
        }
    }
    assert_eq!(left_out.unused(), Vec::<String>::new());
}

#[test]
fn every_row_cites_its_document_as_the_list_of_documents_has_it() {
    let documents = Keyed::new("documents", DOCUMENTS, &["id"]);
    for row in Table::new(INVENTORY).rows() {
        let document = documents.of(&[row.get("source_id")]);
        for (column, cited) in
            [("title", "source_title"), ("publisher", "publisher"), ("date", "published"), ("url", "url")]
        {
            assert_eq!(row.get(cited), document.get(column), "{}", row.get("id"));
        }
    }
}

fn shipped() -> Catalogue {
    check::check(&Folder::BuiltIn).unwrap().catalogue.unwrap()
}

fn is_of_inventory(source: &Source) -> bool {
    source.read.to_string() == READ && !OWN.contains(&source.id.as_str())
}

/// What an inventory and the sheets do not agree on.
fn compare(inventory: &str, catalogue: &Catalogue) -> Vec<String> {
    let tables = Tables::new();
    let mut problems = Vec::new();
    let mut wanted: Vec<(String, Told<'_>)> = Vec::new();
    let mut said = BTreeSet::new();
    let mut documents = BTreeSet::new();
    for row in Table::new(inventory).rows() {
        if tables.left_out.find(&[row.get("id")]).is_some() {
            continue;
        }
        documents.insert(row.get("source_id").to_owned());
        match tables.told(&row, catalogue) {
            Told::Statement { kind, indicator, places, date, reason } => {
                let is_it = |statement: &Statement| {
                    statement.source.id.as_str() == row.get("source_id")
                        && statement.at.as_ref() == place(row.get("where"))
                        && statement.kind == kind
                        && statement.indicator.as_ref().map(|id| id.as_str()) == indicator
                        && statement.reason.map(|reason| reason.as_str()) == reason
                        && statement.date == Some(date)
                        && places.iter().all(|place| statement.places.iter().any(|one| one.as_str() == *place))
                        && words_hold(statement, &row)
                };
                let found = catalogue.statements().iter().enumerate().find(|(_, statement)| is_it(statement));
                match found {
                    Some((at, _)) => _ = said.insert(at),
                    None => problems.push(format!("no statement is {}: {}", row.get("id"), row.text)),
                }
            }
            figure => wanted.push((spelled_row(&row, &figure), figure)),
        }
    }
    let held: Vec<&Figure> =
        catalogue.series().flat_map(|(_, figures)| figures).filter(|figure| is_of_inventory(&figure.source)).collect();
    let mut lines: BTreeMap<String, Vec<&Figure>> = BTreeMap::new();
    for figure in held {
        lines.entry(spelled_figure(figure)).or_default().push(figure);
    }
    for (line, told) in wanted {
        let Some(figure) = lines.get_mut(&line).and_then(Vec::pop) else {
            problems.push(format!("no figure is {line}"));
            continue;
        };
        if let Told::Figure { from: Some(year), .. } = told {
            let note = figure.note.clone().unwrap_or_default();
            if ["en", "ru"].iter().any(|tag| !note.get(tag).is_some_and(|note| note.contains(year))) {
                problems.push(format!("no note says that it is counted since {year}: {line}"));
            }
        }
    }
    problems.extend(lines.iter().filter(|(_, left)| !left.is_empty()).map(|(line, _)| format!("no row is {line}")));
    for (at, statement) in catalogue.statements().iter().enumerate() {
        if !said.contains(&at) && is_of_inventory(&statement.source) {
            problems.push(format!(
                "no row is {} {}: {:?}",
                statement.source.id,
                statement.at,
                statement.text.get("en")
            ));
        }
    }
    problems.extend(tables.documents(&documents, catalogue));
    if inventory == INVENTORY {
        problems.extend(tables.unused());
    }
    problems
}

/// What a row is, by the tables.
#[derive(Debug)]
enum Told<'t> {
    Figure {
        series: String,
        period: Period,
        since: Option<Period>,
        from: Option<&'t str>,
        number: String,
        authority: &'t str,
    },
    Statement {
        kind: &'t str,
        indicator: Option<&'t str>,
        places: Vec<&'t str>,
        date: Period,
        reason: Option<&'t str>,
    },
}

fn spelled_row(row: &Row<'_>, told: &Told<'_>) -> String {
    let Told::Figure { series, period, since, number, authority, .. } = told else { panic!("{told:?}") };
    let since = since.map_or(String::new(), |since| format!(" since {since}"));
    let stock = if period.is_stock() { "as of " } else { "" };
    let (source, at) = (row.get("source_id"), place(row.get("where")));
    format!("{source}, {at}: {series} {stock}{period}{since}: {number}, {authority}")
}

fn spelled_figure(figure: &Figure) -> String {
    let series = &figure.series;
    let reporter = series.reporter.as_ref().map_or("none", |reporter| reporter.as_str());
    let of = series.of.as_ref().map_or(String::new(), |of: &Of| format!(" of {}", of.as_str()));
    let since = figure.since.map_or(String::new(), |since| format!(" since {since}"));
    let stock = if figure.period.is_stock() { "as of " } else { "" };
    let status = figure.status.map_or("", |status| status.as_str());
    format!(
        "{}, {}: {reporter}:{} {}{of} {stock}{}{since}: {} {} {} {status}, {}",
        figure.source.id,
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

/// `excerpt para 5` → `paragraph 5`: the excerpts begin at the top of the page.
fn place(text: &str) -> String {
    text.replace("excerpt para ", "paragraph ")
        .replace("excerpt, item ", "item ")
        .replace(", para ", ", paragraph ")
        .replace("last para", "last paragraph")
        .replace("para after the first table, seen on a copy", "after the first table, on a copy")
}

/// `2023-01..2023-06` → `2023-H1`; the span of a flow whose ends are months of one year.
fn months(text: &str) -> Option<Period> {
    let (first, last) = text.split_once("..")?;
    let ((year, first), (same_year, last)) = (first.split_once('-')?, last.split_once('-')?);
    let (first, last): (u8, u8) = (first.parse().ok()?, last.parse().ok()?);
    assert_eq!(year, same_year, "{text}");
    let spelled = match (first, last) {
        (1, 6) => format!("{year}-H1"),
        (7, 12) => format!("{year}-H2"),
        (first, last) if first % 3 == 1 && last == first + 2 => format!("{year}-Q{}", last / 3),
        (first, last) if first == last => format!("{year}-M{first:02}"),
        (first, last) => format!("{year}-M{first:02}-M{last:02}"),
    };
    Some(spelled.parse().unwrap())
}

/// The later end, and the earlier where one is named.
fn ends(text: &str) -> (Period, Option<&str>) {
    match text.split_once("..") {
        None => (text.parse().unwrap(), None),
        Some((from, to)) => (to.parse().unwrap(), Some(from).filter(|from| !from.is_empty())),
    }
}

/// Whether a statement says in both languages the number, or the rank, that its row has.
fn words_hold(statement: &Statement, row: &Row<'_>) -> bool {
    const ORDINALS: [(&str, &str); 5] = [
        ("largest|first", "крупнейш|перв"),
        ("second", "втор"),
        ("third", "трет"),
        ("fourth", "четвёрт"),
        ("fifth", "пятым|пятое"),
    ];
    let (en, ru) = (statement.text.get("en").unwrap_or_default(), statement.text.get("ru").unwrap_or_default());
    let (value, says) = (row.get("value"), |text: &str, words: &str| words.split('|').any(|word| text.contains(word)));
    if row.get("unit") == "rank" {
        let rank: usize = value.parse().unwrap();
        let (word_en, word_ru) = ORDINALS[rank - 1];
        let lower = |text: &str| ORDINALS[1..].iter().any(|(word, _)| text.contains(word));
        return says(en, word_en) && says(ru, word_ru) && (rank > 1 || !lower(en));
    }
    let said = [numbers(en, &[','], '.'), numbers(ru, &['\u{a0}'], ',')];
    numbers(value, &[], '.')
        .iter()
        .all(|number| said[0].contains(number) && said[1].contains(&number.replace('.', ",")))
}

/// The numbers in a text, without what groups their digits.
fn numbers(text: &str, groups: &[char], point: char) -> BTreeSet<String> {
    let letters: Vec<char> = text.chars().collect();
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut found = BTreeSet::new();
    let mut number = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let within = at > 0 && digit(at - 1) && digit(at + 1);
        match letter {
            letter if letter.is_ascii_digit() || *letter == point && within => number.push(*letter),
            letter if groups.contains(letter) && within => {}
            _ => {
                found.insert(std::mem::take(&mut number));
            }
        }
    }
    found.insert(number);
    found.remove("");
    found
}

/// The tables that say what the inventory's words are here.
struct Tables {
    indicators: Keyed,
    authorities: Keyed,
    publishers: Keyed,
    qualifiers: Keyed,
    units: Keyed,
    rows: Keyed,
    left_out: Keyed,
    /// Indicator and side of the cells that some row needed.
    cells: RefCell<BTreeSet<(String, String)>>,
}

impl Tables {
    fn new() -> Self {
        Self {
            indicators: Keyed::new("indicators", include_str!("../../facts/intake/indicators.tsv"), &["indicator"]),
            authorities: Keyed::new(
                "authorities",
                include_str!("../../facts/intake/authorities.tsv"),
                &["side", "spelling"],
            ),
            publishers: Keyed::new("publishers", include_str!("../../facts/intake/publishers.tsv"), &["spelling"]),
            qualifiers: Keyed::new("qualifiers", include_str!("../../facts/intake/qualifiers.tsv"), &["spelling"]),
            units: Keyed::new("units", include_str!("../../facts/intake/units.tsv"), &["spelling"]),
            rows: Keyed::new("rows", include_str!("../../facts/intake/rows.tsv"), &["id", "field"]),
            left_out: Keyed::new("left-out", include_str!("../../facts/intake/left-out.tsv"), &["id"]),
            cells: RefCell::default(),
        }
    }

    fn told<'t>(&'t self, row: &Row<'t>, catalogue: &Catalogue) -> Told<'t> {
        let (id, side) = (row.get("id"), row.get("side"));
        let of_row = |field: &str| self.rows.find(&[id, field]).map(|one| one.get("value"));
        let rule = of_row("as").unwrap_or_else(|| {
            self.cells.borrow_mut().insert((row.get("indicator").to_owned(), side.to_owned()));
            self.indicators.of(&[row.get("indicator")]).get(side)
        });
        let subject = |word: &'t str| if word == "S" { row.get("subject") } else { word };
        if let Some(rule) = rule.strip_prefix("statement ") {
            let (what, places) = rule.split_once(" in ").map_or((rule, None), |(what, places)| (what, Some(places)));
            let (kind, indicator) = what.split_once(' ').map_or((what, None), |(kind, id)| (kind, Some(id)));
            let places = places.map_or_else(|| vec![row.get("subject")], |places| places.split(',').collect());
            let date = of_row("date").map(|date| date.parse().unwrap());
            let date = date.or_else(|| months(row.get("period"))).unwrap_or_else(|| ends(row.get("period")).0);
            return Told::Statement { kind, indicator, places, date, reason: of_row("reason") };
        }
        let (pair, what) = rule.split_once(' ').unwrap_or_else(|| panic!("{id}: no figure is `{rule}`"));
        let (indicator, of) =
            what.split_once(" of ").map_or((what, None), |(indicator, of)| (indicator, Some(subject(of))));
        let (reporter, partner) = pair.split_once(':').unwrap();
        let series = format!(
            "{}:{} {indicator}{}",
            subject(reporter),
            subject(partner),
            of.map_or(String::new(), |of| format!(" of {of}"))
        );
        let measured = if indicator == "growth" { of.unwrap() } else { indicator };
        let is_stock =
            catalogue.indicator(measured).unwrap_or_else(|| panic!("no indicator {measured}")).kind == Kind::Stock;
        let moment = |period: Period| if is_stock { period.of_stock() } else { period };
        let text = row.get("period");
        let (period, since, from) = match (is_stock, months(text)) {
            (false, Some(period)) => (period, None, None),
            _ => match ends(text) {
                (period, Some(from)) if indicator == "growth" => (period, Some(from.parse().unwrap()), None),
                (period, from) => (moment(period), None, from),
            },
        };
        assert!(from.is_none() || is_stock, "{id}: no flow has two ends");
        let qualifier = self.qualifiers.of(&[row.get("qualifier")]);
        let unit = self.units.of(&[row.get("unit")]).get("unit");
        let authority = self.authorities.of(&[side, row.get("authority")]).get("authority");
        assert!(qualifier.get("qualifier") != "-" && authority != "-", "{id} is a figure: {qualifier:?}, {authority}");
        Told::Figure {
            series,
            period,
            since: since.filter(|since| period.year_before() != Some(*since)),
            from,
            number: format!("{} {} {unit} {}", qualifier.get("qualifier"), row.get("value"), qualifier.get("status")),
            authority,
        }
    }

    /// What is not said of a document as the inventory says it.
    fn documents(&self, wanted: &BTreeSet<String>, catalogue: &Catalogue) -> Vec<String> {
        let mut problems = Vec::new();
        for row in Table::new(DOCUMENTS).rows().filter(|row| wanted.contains(row.get("id"))) {
            let publisher = self.publishers.of(&[row.get("publisher")]);
            let known = |text: &str| (!["", "unknown"].contains(&text)).then(|| text.to_owned());
            let is_guessed = row.get("title").contains("(title from the address)");
            let expected = [
                known(row.get("title")).filter(|_| !is_guessed),
                known(publisher.get("publisher")),
                known(row.get("author")),
                known(publisher.get("via")),
                known(row.get("date")),
                known(READ),
                known(row.get("language")),
                known(row.get("url")),
                known(publisher.get("note")),
            ];
            let held = catalogue.source(row.get("id")).map(|source| said_of(source));
            if held.as_ref() != Some(&expected) {
                problems.push(format!("{}: {held:?} is not {expected:?}", row.get("id")));
            }
        }
        let held = catalogue.sources().filter(|source| is_of_inventory(source));
        let unknown = held.filter(|source| !wanted.contains(source.id.as_str()));
        problems.extend(unknown.map(|source| format!("{} is in no row", source.id)));
        problems
    }

    /// Lines that no row of the whole inventory needs, and words that are said of nothing.
    fn unused(&self) -> Vec<String> {
        let mut unused = Vec::new();
        for row in Table::new(INVENTORY).rows() {
            // Words of rows that are left out, or that only statements need, have their line too.
            self.authorities.of(&[row.get("side"), row.get("authority")]);
            self.qualifiers.of(&[row.get("qualifier")]);
            self.publishers.of(&[row.get("publisher")]);
            self.indicators.of(&[row.get("indicator")]);
        }
        for table in [
            &self.indicators,
            &self.authorities,
            &self.publishers,
            &self.qualifiers,
            &self.units,
            &self.rows,
            &self.left_out,
        ] {
            unused.extend(table.unused());
        }
        for (indicator, row) in &self.indicators.lines {
            for side in ["china", "partner", "third"] {
                let is_used = self.cells.borrow().contains(&(indicator[0].clone(), side.to_owned()));
                if is_used == (row.get(side) == "-") {
                    unused.push(format!("indicators: {indicator:?} by {side} is {:?}", row.get(side)));
                }
            }
        }
        unused
    }
}

fn said_of(source: &Source) -> [Option<String>; 9] {
    [
        source.title.clone(),
        source.publisher.clone(),
        source.author.clone(),
        source.via.clone(),
        source.published.map(|published| published.to_string()),
        Some(source.read.to_string()),
        Some(source.language.clone()),
        source.url.clone(),
        source.note.clone(),
    ]
}

/// A table whose lines are found by the words in their first columns, each spelled once.
struct Keyed {
    name: &'static str,
    lines: BTreeMap<Vec<String>, Row<'static>>,
    used: RefCell<BTreeSet<Vec<String>>>,
}

impl Keyed {
    fn new(name: &'static str, text: &'static str, keys: &[&str]) -> Self {
        let mut lines = BTreeMap::new();
        for row in Table::new(text).rows() {
            let key: Vec<String> = keys.iter().map(|key| row.get(key).to_owned()).collect();
            let sound = |cell: &&str| *cell == cell.trim() && !cell.contains('|');
            assert!(name == "documents" || row.cells.values().all(sound), "{name}: {}", row.text);
            assert!(lines.insert(key.clone(), row).is_none(), "{name}: {key:?} has two lines");
        }
        Self { name, lines, used: RefCell::default() }
    }

    fn find(&self, key: &[&str]) -> Option<&Row<'static>> {
        let key: Vec<String> = key.iter().map(|word| (*word).to_owned()).collect();
        let found = self.lines.get(&key);
        if found.is_some() {
            self.used.borrow_mut().insert(key);
        }
        found
    }

    fn of(&self, key: &[&str]) -> &Row<'static> {
        self.find(key).unwrap_or_else(|| panic!("{}: no line for {key:?}", self.name))
    }

    fn unused(&self) -> Vec<String> {
        let used = self.used.borrow();
        self.lines
            .keys()
            .filter(|key| !used.contains(*key))
            .map(|key| format!("{}: {key:?} is not used", self.name))
            .collect()
    }
}

/// Tab-separated text with a head.
struct Table<'t> {
    head: Vec<&'t str>,
    lines: Vec<&'t str>,
}

#[derive(Clone, Debug)]
struct Row<'t> {
    /// Its place in the file, the head being 0.
    line: usize,
    text: &'t str,
    cells: BTreeMap<&'t str, &'t str>,
}

impl<'t> Table<'t> {
    fn new(text: &'t str) -> Self {
        let mut lines = text.lines();
        let head = lines.next().unwrap_or_default().split('\t').collect();
        Self { head, lines: lines.collect() }
    }

    fn rows(&self) -> impl Iterator<Item = Row<'t>> + use<'t> {
        let head = self.head.clone();
        iter::zip(1.., self.lines.clone()).map(move |(line, text)| {
            let cells: Vec<&str> = text.split('\t').collect();
            assert_eq!(cells.len(), head.len(), "{text}");
            Row { line, text, cells: iter::zip(head.iter().copied(), cells).collect() }
        })
    }
}

impl<'t> Row<'t> {
    fn get(&self, column: &str) -> &'t str {
        self.cells.get(column).unwrap_or_else(|| panic!("there is no column {column}"))
    }
}
