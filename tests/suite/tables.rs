//! Tables on a phone: nothing is cut, no line is broken, numbers stand under each other by their points.

use std::{fs, path::Path, sync::Arc};

use tradefacts::{
    catalogue::Builder,
    diff,
    language::Language,
    question,
    render::{Block, Table},
    reply::Answerer,
    sheet::Folder,
};
use unicode_width::UnicodeWidthStr as _;

use crate::{
    answers::{answerer, arcadia, arcadia_and},
    sheets::copy,
};

/// Columns that a phone shows without breaking a line.
const PHONE: usize = 34;

#[test]
fn a_table_is_whole_and_straight_in_every_language() {
    assert_drawn_well(&arcadia(), 15);
}

#[test]
fn numbers_with_signs_marks_and_words_around_them_stand_under_each_other() {
    let year = |year: u16, number: &str, rest: &str| {
        format!("  - {{ indicator: imports, partner: COR, period: {year}, value: {number}{rest} }}\n")
    };
    let years = [
        year(2014, "0.07", ", qualifier: about"),
        year(2015, "1234.5", ", change: +35%"),
        year(2016, "98.76", ", change: -92.11%, qualifier: more than"),
        year(2017, "9876", ", change: +9900%"),
        year(2018, "10000", ", qualifier: nearly"),
    ];
    let answerer = arcadia_and(&years.concat());
    assert_drawn_well(&answerer, 20);
    let drawn = &tables_of(&answerer, "imports COR 2014-2018", Language::En)[0];
    let lines = drawn.lines();
    assert!(lines.iter().any(|line| line.contains('~')) && lines.iter().any(|line| line.contains('×')), "{lines:#?}");
}

#[test]
fn names_that_are_too_long_for_a_phone_stay_whole() {
    let folder = tempfile::tempdir().unwrap();
    copy(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")), folder.path());
    let renamed = |file: &str, names: &[(&str, &str)]| {
        let path = folder.path().join(file);
        let text = names.iter().fold(fs::read_to_string(&path).unwrap(), |text, (from, to)| {
            assert!(text.contains(from), "{file} has no `{from}`");
            text.replacen(from, to, 1)
        });
        fs::write(path, text).unwrap();
    };
    let long = "{ en: Free and United Republic of Balonia, ru: Соединённая Демократическая Республика Балония,";
    let longer =
        "{ en: Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, ru: Превысокомногорассмотрительствующая,";
    renamed("places.yaml", &[("{ en: Balonia, ru: Балония,", long), ("{ en: Corvia, ru: Корвия,", longer)]);
    renamed(
        "indicators.yaml",
        &[(
            "names: { en: exports, ru: экспорт }",
            "names: { en: deliveries of goods abroad, ru: внешнеторговые поставки товаров }",
        )],
    );
    assert_drawn_well(&answerer(&Folder::Disk(folder.path().to_owned())), 15);
}

/// Fails where a table of any page is not as it should be, or where there are fewer than so many.
pub(crate) fn assert_drawn_well(answerer: &Answerer, least: usize) {
    let queries = questions(answerer);
    for language in Language::ALL {
        let mut tables = 0;
        let mut wrong = Vec::new();
        for query in &queries {
            for table in tables_of(answerer, query, *language) {
                tables += 1;
                let faults = faults(&table, *language);
                wrong.extend(
                    (!faults.is_empty()).then(|| format!("{query}: {faults:#?}\n{}", table.lines().join("\n"))),
                );
            }
        }
        let first = wrong.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n\n");
        assert!(wrong.is_empty(), "{} of {tables} tables in {}:\n{first}", wrong.len(), language.tag());
        assert!(tables >= least, "{tables} tables in {}", language.tag());
    }
}

/// All that has a page of its own, and the years of each series, alone and beside those of the region.
fn questions(answerer: &Answerer) -> Vec<String> {
    let facts = answerer.catalogue();
    let nothing = Builder::new(facts.default_reporter().clone(), facts.default_partner().clone()).build();
    let changes = diff::compare(&Answerer::new(Arc::new(nothing)), answerer).changes;
    let mut questions: Vec<String> = changes.into_iter().map(|change| change.query).collect();
    for (series, figures) in facts.series() {
        let years = || figures.iter().filter_map(|figure| figure.period.year());
        let (Some(first), Some(last)) = (years().min(), years().max()) else { continue };
        let (what, place, region) = (&series.indicator, &series.partner, facts.default_partner());
        questions.push(format!("{what} {place} {first}-{last}"));
        questions.push(format!("compare {what} {region} {place} {first}-{last}"));
    }
    questions.sort();
    questions.dedup();
    questions
}

fn tables_of(answerer: &Answerer, query: &str, language: Language) -> Vec<Table> {
    let Some((_, query)) = question::parse_spelling(&format!("en {query}"), answerer.catalogue()) else {
        return Vec::new();
    };
    let reply = answerer.query(&query, language);
    let tables = reply.page.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.clone()),
        _ => None,
    });
    tables.collect()
}

fn faults(table: &Table, language: Language) -> Vec<String> {
    let drawn = table.lines();
    let wide = drawn.iter().flat_map(|row| row.lines()).filter(|line| line.width() > PHONE);
    let mut faults: Vec<String> = wide.map(|line| format!("too wide: {line}")).collect();
    let letters = |words: &str| words.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
    let has_sources = table.rows.iter().any(|(cells, _)| cells.len() < table.head.len());
    let head = &table.head[..table.head.len() - usize::from(has_sources)];
    let rows = [head].into_iter().chain(table.rows.iter().map(|(cells, _)| &cells[..]));
    for (cells, row) in rows.zip(&drawn) {
        let row = letters(row);
        faults.extend(cells.iter().filter(|cell| !row.contains(&letters(cell))).map(|cell| format!("cut: {cell}")));
    }
    let rows: Vec<Vec<Option<usize>>> = table
        .rows
        .iter()
        .zip(&drawn[1..])
        .map(|((cells, sources), row)| {
            let listed = if table.shows_sources() { &sources[..] } else { &[] };
            points(cells, listed, row, language)
        })
        .collect();
    for column in 1..head.len() {
        let at: Vec<usize> = rows.iter().filter_map(|row| *row.get(column)?).collect();
        if at.windows(2).any(|pair| pair[0] != pair[1]) {
            faults.push(format!("the points of column {column} stand at {at:?}"));
        }
    }
    faults
}

/// How far from the left the point of each cell stands, or would stand; none where a cell has no number.
fn points(cells: &[String], sources: &[usize], row: &str, language: Language) -> Vec<Option<usize>> {
    let line = row.lines().last().unwrap_or_default();
    let listed = sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let mut end = line.strip_suffix(&listed).unwrap_or(line).len();
    let mut points = vec![None; cells.len()];
    for (column, cell) in cells.iter().enumerate().skip(1).rev().filter(|(_, cell)| !cell.is_empty()) {
        let start = line[..end].rfind(cell.trim()).unwrap_or_else(|| panic!("{cell} is not in the last line of {row}"));
        let whole = whole_digits(cell.trim(), if language == Language::En { ',' } else { '\u{a0}' });
        points[column] = whole.map(|digits| line[..start].width() + cell.trim()[..digits].width());
        end = start;
    }
    points
}

/// Where the digits before the point end that come first.
fn whole_digits(cell: &str, group: char) -> Option<usize> {
    let first = cell.find(|letter: char| letter.is_ascii_digit())?;
    let end = cell[first..].find(|letter: char| letter != group && !letter.is_ascii_digit());
    Some(end.map_or(cell.len(), |end| first + end))
}
