//! A table of 100,000 rows → a sheet, checked and written.
//!
//! `cargo bench --bench import`

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use tradefacts::{
    import::{self, Given, Imported},
    sheet::Folder,
};

/// Countries and months of the table: 420 times 240 rows, and the heading.
const COUNTRIES: usize = 420;
const YEARS: std::ops::Range<usize> = 2005..2025;

const MAP: &str = "\
layout: A country and a month a row.
seen: no
source: { id: many, title: unknown, publisher: ASO, language: en, url: unknown }
shared: { reporter: AAA, authority: aso, unit: thousand USD }
table: { decimal: \".\" }
rows: { partner: Country, period: Month }
columns:
  - { header: Exports, indicator: exports }
  - { header: Imports, indicator: imports }
";

/// A folder of facts without the sheet of the table, which lies beside it.
struct World {
    root: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self { root: tempfile::tempdir().expect("a folder can be made") };
        let places: String = (0..=COUNTRIES)
            .map(|number| format!("  {}: {{ names: {{ en: {} }} }}\n", id(number), name(number)))
            .collect();
        let indicators = ["exports", "imports"].map(|indicator| {
            format!(
                "  {indicator}: {{ kind: flow, units: [USD], names: {{ en: {indicator} }}, definition: {{ en: Goods. }} }}\n"
            )
        });
        let authorities =
            "authorities:\n  aso: { names: { en: Office }, country: AAA, measures: [exports, imports] }\n".to_owned();
        let files = [
            ("facts/places.yaml", format!("default: {{ reporter: AAA, partner: AAB }}\nplaces:\n{places}")),
            ("facts/indicators.yaml", format!("indicators:\n{}", indicators.concat())),
            ("facts/authorities.yaml", authorities),
            ("map.yaml", MAP.to_owned()),
            ("table.csv", table()),
        ];
        for (file, text) in files {
            let path = world.path(file);
            fs::create_dir_all(path.parent().expect("in a folder")).expect("a folder can be made");
            fs::write(path, text).expect("a file can be written");
        }
        world
    }

    fn path(&self, file: &str) -> PathBuf {
        self.root.path().join(file)
    }

    /// Takes the sheet away.
    fn renewed(&self) -> &Path {
        let _ = fs::remove_dir_all(self.path("facts/sheets"));
        self.root.path()
    }
}

fn table() -> String {
    let mut table = "Country,Month,Exports,Imports\n".to_owned();
    for country in 1..=COUNTRIES {
        for (at, year) in YEARS.enumerate() {
            for month in 1..=12 {
                let value = 1_000_000 + country * 1000 + at * 100 + month;
                let _ = writeln!(table, "{},{year}-{month:02},\"{value}.5\",{value}.25", name(country));
            }
        }
    }
    table
}

/// Three letters for each country.
fn id(number: usize) -> String {
    let letter = |place: usize| char::from(b'A' + u8::try_from(number / place % 26).expect("one of 26"));
    [letter(26 * 26), letter(26), letter(1)].into_iter().collect()
}

fn name(number: usize) -> String {
    format!("Land of {}", id(number))
}

fn tables(criterion: &mut Criterion) {
    let world = World::new();
    let given = Given {
        period: None,
        published: None,
        read: date(2026, 5, 2),
        url: None,
        id: None,
        sheet: None,
        replace: false,
    };
    criterion.benchmark_group("import").sample_size(10).bench_function("a table of 100,800 rows", |bencher| {
        bencher.iter_batched(
            || world.renewed(),
            |root| {
                let (folder, map) = (Folder::Disk(root.join("facts")), root.join("map.yaml"));
                let done = import::import(&folder, &map, &[root.join("table.csv")], &given, &|_, _| {});
                assert!(matches!(done, Ok(Imported::Done { .. })), "{done:?}");
            },
            BatchSize::PerIteration,
        );
    });
}

criterion_group!(benches, tables);
criterion_main!(benches);
