//! What `facts/README.md` says of the format is so: its blocks make sheets, and every example in its tables passes or
//! is refused as it says.

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use tradefacts::{
    catalogue::Catalogue,
    check::{self, Format},
    fact::Unit,
    sheet::{self, FileKind, Folder},
};

const GUIDE: &str = include_str!("../../facts/README.md");
const SHEET: &str = "sheets/2026/example.yaml";

/// A line of a table: what becomes of these examples of a field.
#[derive(Debug)]
struct Row {
    /// The heading above it, up to a colon.
    section: &'static str,
    /// As it stands in the first cell, without marks.
    name: String,
    field: &'static str,
    good: Vec<&'static str>,
    refused: Vec<&'static str>,
    /// What can be read but would be wrong.
    wrong: Option<&'static str>,
}

fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for section in GUIDE.split("\n## ").skip(1) {
        let heading = spans(section.lines().next().unwrap())[..].first().copied().unwrap_or_default();
        let table = section.lines().skip_while(|line| !line.starts_with("| field |")).skip(2);
        for line in table.take_while(|line| line.starts_with('|')) {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            let [_, name, good, refused, wrong, _] = cells[..] else { panic!("five cells: {line}") };
            rows.push(Row {
                section: heading,
                name: name.replace('`', "").replace(" (optional)", ""),
                field: spans(name)[0],
                good: spans(good),
                refused: spans(refused),
                wrong: spans(wrong).first().copied(),
            });
        }
    }
    rows
}

fn spans(text: &'static str) -> Vec<&'static str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The fields of a mapping, each on a line of its own.
#[derive(Clone)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn of(fields: &[(&'static str, &str)]) -> Self {
        Self(fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect())
    }

    fn set(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.drop(name);
        self.0.push((name, value.to_owned()));
        self
    }

    fn drop(&mut self, name: &str) -> &mut Self {
        self.0.retain(|(field, _)| *field != name);
        self
    }

    fn lines(&self, first: &str) -> String {
        let mut lines = self.0.iter().map(|(name, value)| format!("{name}: {value}\n"));
        first.to_owned() + &lines.next().unwrap() + &lines.map(|line| format!("    {line}")).collect::<String>()
    }
}

/// A sheet without fault, to put one example into.
struct Example {
    source: Fields,
    figures: Vec<Fields>,
    statement: Fields,
}

impl Example {
    fn new() -> Self {
        Self {
            source: Fields::of(&[
                ("title", "unknown"),
                ("publisher", "mts.kg"),
                ("published", "2026-01-20"),
                ("read", "2026-11-22"),
                ("language", "en"),
                ("url", "unknown"),
                ("kind", "press"),
            ]),
            figures: vec![Fields::of(&[
                ("indicator", "trade"),
                ("reporter", "CHN"),
                ("partner", "KAZ"),
                ("authority", "chinese-customs"),
                ("period", "2025"),
                ("value", "12"),
                ("unit", "billion USD"),
                ("at", "paragraph 3"),
            ])],
            statement: Fields::of(&[
                ("kind", "agreement"),
                ("places", "[KGZ]"),
                ("date", "unknown"),
                ("at", "paragraph 4"),
                ("text", "{ en: A treaty was signed., ru: Подписан договор. }"),
            ]),
        }
    }

    /// Puts an example where its row says.
    fn put(&mut self, row: &Row, value: &str, bench: &Bench) {
        let figure = &mut self.figures[0];
        match (row.section, row.name.as_str()) {
            ("source", _) => {
                self.source.set(row.field, value);
                if row.field == "allow" {
                    self.source.set("url", "https://herald.example/trade").set("published", "2026");
                }
            }
            ("figures", "of a growth") => {
                figure.set("indicator", "growth").set("unit", "percent").set("of", value);
            }
            ("figures", "of a share") => {
                figure.set("indicator", "share").set("unit", "percent").set("of", value);
            }
            ("figures", "since of a growth") => {
                figure.set("indicator", "growth").set("unit", "percent").set("of", "trade").set("since", value);
            }
            ("figures", "period of a stock") => {
                figure.set("indicator", "investment-stock").set("period", value);
            }
            ("figures", "measure of a growth of goods") => {
                figure.set("indicator", "growth").set("unit", "percent").set("of", "exports").set("product", "gas");
                figure.set("measure", value);
            }
            ("figures", "unit of other things") => {
                figure.set("unit", value).set("indicator", &bench.indicator_in(value));
                if ["percent", "times"].contains(&value) {
                    figure.set("indicator", "growth").set("of", "trade");
                }
            }
            ("figures", "values") => {
                figure.drop("value").drop("period").set("values", value);
            }
            ("figures", "allow") => {
                figure.set("indicator", "imports").set("value", "40.4").set("allow", value);
                for (indicator, value) in [("trade", "74.1"), ("exports", "31.0")] {
                    let mut other = self.figures[0].clone();
                    other.drop("allow").set("indicator", indicator).set("value", value);
                    self.figures.insert(0, other);
                }
            }
            ("figures", _) => {
                figure.set(row.field, value);
            }
            ("statements", "reason of a mirror-gap") => {
                self.statement.set("kind", "mirror-gap").set("reason", value);
            }
            ("statements", _) => {
                self.statement.set(row.field, value);
                if row.field == "product" {
                    self.statement.set("indicator", "imports");
                }
                if value == "mirror-gap" {
                    self.statement.set("reason", "transit");
                }
            }
            _ => panic!("nobody knows where to put {row:?}"),
        }
    }

    fn text(&self) -> String {
        let figures: String = self.figures.iter().map(|figure| figure.lines("  - ")).collect();
        format!(
            "source:\n{}figures:\n{figures}statements:\n{}",
            self.source.lines("    "),
            self.statement.lines("  - ")
        )
    }
}

/// The shipped places, indicators, goods and authorities, and no sheet but the example.
struct Bench {
    folder: tempfile::TempDir,
    facts: Catalogue,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for kind in [FileKind::Places, FileKind::Indicators, FileKind::Products, FileKind::Authorities] {
            let file = format!("{}.yaml", kind.as_str());
            fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("facts").join(&file), folder.path().join(file))
                .unwrap();
        }
        fs::create_dir_all(folder.path().join("sheets/2026")).unwrap();
        fs::write(folder.path().join(SHEET), Example::new().text()).unwrap();
        let checked = check::check(&Folder::Disk(folder.path().to_owned())).unwrap();
        assert_eq!(checked.show(Format::Text { colours: false }), "", "without an example it is without fault");
        Self { folder, facts: checked.catalogue.unwrap() }
    }

    /// An indicator that is counted in this unit; any where it is none.
    fn indicator_in(&self, unit: &str) -> String {
        let unit = unit.parse::<Unit>().ok();
        let fits = self.facts.indicators().find(|one| unit.as_ref().is_some_and(|unit| one.units.contains(&unit.base)));
        fits.map_or("trade".to_owned(), |indicator| indicator.id.to_string())
    }

    /// What is found with an example in its place: the lines of its field, and whatever is found elsewhere.
    fn found(&self, row: &Row, value: &str) -> (bool, String) {
        let mut example = Example::new();
        example.put(row, value, self);
        let text = example.text();
        fs::write(self.folder.path().join(SHEET), &text).unwrap();
        let edition = self.folder.path().join("sheets/2026/edition.yaml");
        if row.section == "source" && row.field == "allow" {
            let other = text.replace(&format!("allow: {value}"), "author: unknown").replace("value: 12", "value: 12.0");
            fs::write(&edition, other).unwrap();
        } else {
            let _ = fs::remove_file(&edition);
        }
        let checked = check::check(&Folder::Disk(self.folder.path().to_owned())).unwrap();
        let stated = format!("{}: {value}", row.field);
        let line = text.lines().position(|line| line.trim_start_matches(['-', ' ']) == stated).unwrap() + 1;
        let is_there = checked.findings.iter().any(|finding| finding.spot.numbers().0 == line);
        (is_there, checked.show(Format::Text { colours: false }))
    }
}

#[test]
fn every_example_of_a_field_passes_or_is_refused_as_the_guide_says() {
    let bench = Bench::new();
    let (mut tried, mut untrue) = (0, Vec::new());
    for row in rows() {
        for value in row.good.iter().chain(&row.wrong) {
            let (_, shown) = bench.found(&row, value);
            if !shown.is_empty() {
                untrue.push(format!("{} `{value}` does not pass:\n{shown}", row.name));
            }
        }
        for value in &row.refused {
            let (is_there, shown) = bench.found(&row, value);
            if !is_there {
                untrue.push(format!("{} `{value}` is not refused where it stands:\n{shown}", row.name));
            }
        }
        tried += row.good.len() + row.refused.len();
    }
    assert!(untrue.is_empty(), "{}", untrue.join("\n"));
    assert!(tried > 150, "{tried} examples");
}

#[test]
fn every_field_of_a_sheet_has_its_line() {
    let schema: Value = serde_json::from_str(FileKind::Sheet.schema()).unwrap();
    for (section, shape) in [("source", "SourceShape"), ("figures", "FigureShape"), ("statements", "StatementShape")] {
        let fields = schema["$defs"][shape]["properties"].as_object().unwrap();
        let fields: BTreeSet<&str> = fields.keys().map(String::as_str).collect();
        let rows = rows();
        let told: BTreeSet<&str> = rows.iter().filter(|row| row.section == section).map(|row| row.field).collect();
        assert_eq!(told, fields, "{section}");
        for row in rows.iter().filter(|row| row.section == section) {
            let words = &schema["$defs"][shape]["properties"][row.field]["enum"];
            for word in words.as_array().into_iter().flatten().filter_map(Value::as_str) {
                assert!(row.good.contains(&word), "{} lists `{word}`", row.field);
            }
        }
    }
    let shared = schema["$defs"]["SharedShape"]["properties"].as_object().unwrap();
    let shared: BTreeSet<&str> = shared.keys().map(String::as_str).collect();
    let sentence = GUIDE.lines().find(|line| line.starts_with("Any of `reporter`")).unwrap();
    assert_eq!(spans(sentence).into_iter().collect::<BTreeSet<_>>(), shared);
}

#[test]
fn every_field_of_all_other_files_is_shown() {
    for kind in FileKind::ALL.iter().filter(|kind| **kind != FileKind::Sheet) {
        let heading = match kind {
            FileKind::Map => "\n## `maps/<name>.yaml`".to_owned(),
            _ => format!("\n## `{}.yaml`\n", kind.as_str()),
        };
        let shown = GUIDE.split(&heading).nth(1).unwrap().split("\n```\n").next().unwrap();
        let schema: Value = serde_json::from_str(kind.schema()).unwrap();
        for (shape, what) in schema["$defs"].as_object().unwrap() {
            for field in what["properties"].as_object().into_iter().flatten().map(|(field, _)| field) {
                assert!(shown.contains(&format!("{field}:")), "{shape} has `{field}`, and {heading} does not show it");
            }
        }
    }
}

#[test]
fn the_names_that_are_called_good_are_listed_and_the_bad_ones_are_not() {
    let section = GUIDE.split("\n## `places.yaml`\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let (_, examples) = section.split_once("**Good:** ").unwrap();
    let (good, bad) = examples.split_once("**Bad:** ").unwrap();
    let places: serde_yaml::Value = serde_yaml::from_str(include_str!("../../facts/places.yaml")).unwrap();
    let lists = places["places"]["KGZ"]["aliases"].as_mapping().unwrap().values();
    let listed: Vec<&str> =
        lists.flat_map(|list| list.as_sequence().unwrap()).filter_map(serde_yaml::Value::as_str).collect();
    let named: Vec<&str> = bad.split("; ").flat_map(|one| spans(one).into_iter().next()).collect();
    assert!(spans(good).len() == 2 && spans(good).iter().all(|name| listed.contains(name)), "{good}");
    assert!(named.len() == 2 && !named.iter().any(|name| listed.contains(name)), "{named:?}");
}

#[test]
fn the_blocks_of_the_guide_make_a_folder_without_fault() {
    let folder = tempfile::tempdir().unwrap();
    for block in GUIDE.split("\n```yaml\n# ").skip(1) {
        let (file, block) = block.split("\n```\n").next().unwrap().split_once('\n').unwrap();
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        // The blocks of one file stand below each other.
        let before = fs::read_to_string(&path).unwrap_or_default();
        fs::write(&path, format!("{before}{block}\n")).unwrap();
    }
    let facts = Folder::Disk(folder.path().join("facts"));
    let map = fs::read_to_string(folder.path().join("facts/maps/customs-example.yaml")).unwrap();
    let (_, findings) = sheet::read_map(&facts, "map", &map).unwrap();
    assert_eq!(findings, []);
    let checked = check::check(&facts).unwrap();
    assert_eq!(checked.show(Format::Text { colours: false }), "");
    let counts = checked.counts;
    assert_eq!((counts.sheets, counts.figures, counts.statements), (1, 6, 1));
}
