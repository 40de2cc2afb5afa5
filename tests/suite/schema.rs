//! The schemas that editors read: every file of facts finds its own and fits it, and mistakes do not.

use std::{
    fs,
    path::{Path, PathBuf},
};

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Map, Value};
use tradefacts::sheet::FileKind;

/// The schemas, ready to be held against.
struct Editor {
    schemas: Schemas,
    by_kind: Vec<(FileKind, SchemaIndex)>,
}

impl Editor {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let by_kind = FileKind::ALL.iter().map(|kind| {
            let name = format!("file:///{}.schema.json", kind.as_str());
            let schema: Value = serde_json::from_str(kind.schema()).unwrap();
            assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
            compiler.add_resource(&name, schema).unwrap();
            (*kind, compiler.compile(&name, &mut schemas).unwrap())
        });
        let by_kind = by_kind.collect();
        Self { schemas, by_kind }
    }

    /// What an editor underlines in a file; nothing where it fits.
    fn underlines(&self, kind: FileKind, text: &str) -> Option<String> {
        let value = json(serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}")));
        let index = self.by_kind.iter().find(|(one, _)| *one == kind).unwrap().1;
        self.schemas.validate(&value, index).err().map(|error| format!("{error:#}"))
    }
}

/// YAML as an editor sees it: keys are texts.
fn json(yaml: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match yaml {
        Yaml::Mapping(entries) => Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| {
                    let key = match key {
                        Yaml::String(key) => key,
                        Yaml::Number(key) => key.to_string(),
                        other => panic!("{other:?} is no key"),
                    };
                    (key, json(value))
                })
                .collect::<Map<_, _>>(),
        ),
        Yaml::Sequence(items) => items.into_iter().map(json).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of facts in a folder, with its kind.
fn files(folder: &Path) -> Vec<(FileKind, PathBuf)> {
    let mut files = Vec::new();
    for kind in FileKind::ALL.iter().filter(|kind| !matches!(kind, FileKind::Sheet | FileKind::Map)) {
        files.push((*kind, folder.join(format!("{}.yaml", kind.as_str()))));
    }
    for map in fs::read_dir(folder.join("maps")).unwrap() {
        files.push((FileKind::Map, map.unwrap().path()));
    }
    for year in fs::read_dir(folder.join("sheets")).unwrap() {
        for sheet in fs::read_dir(year.unwrap().path()).unwrap() {
            files.push((FileKind::Sheet, sheet.unwrap().path()));
        }
    }
    files
}

#[test]
fn every_file_of_facts_names_its_schema_and_fits_it() {
    let editor = Editor::new();
    for (kind, path) in files(&root().join("facts")) {
        let text = fs::read_to_string(&path).unwrap();
        let shown = path.display();
        let line = text.lines().next().unwrap();
        assert_eq!(line, kind.line(), "the first line of {shown}");
        let schema = path.parent().unwrap().join(line.split_once("$schema=").unwrap().1);
        assert_eq!(fs::read_to_string(&schema).unwrap(), kind.schema(), "{}", schema.display());
        assert_eq!(editor.underlines(kind, &text), None, "{shown}");
    }
}

#[test]
fn the_invented_country_fits_too() {
    let editor = Editor::new();
    for (kind, path) in files(&root().join("tests/facts")) {
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(editor.underlines(kind, &text), None, "{}", path.display());
    }
}

#[test]
fn an_editor_underlines_mistakes() {
    let editor = Editor::new();
    let sheet = fs::read_to_string(root().join("tests/facts/sheets/2026/aso-goods.yaml")).unwrap();
    assert_eq!(editor.underlines(FileKind::Sheet, &sheet), None);
    for (from, to) in [
        ("source:", "sourse:"),
        ("  title: Trade in goods, 2025\n", ""),
        ("title: Trade in goods, 2025", "title:"),
        ("published: 2026-02-14", "published: 14.02.2026"),
        ("published: 2026-02-14", "published: 2026-13"),
        ("read: 2026-02-20", "read: unknown"),
        ("language: en", "language: English"),
        ("url: https://stats", "url: stats"),
        ("shared: {", "shared: { currency: USD,"),
        ("unit: million USD", "unit: mn USD"),
        ("period: 2025 }", "period: 2025-13 }"),
        ("period: 2025 }", "period: 1850 }"),
        ("period: 2025-H1", "period: 2025-H3"),
        ("value: 150.0", "value: over 150"),
        ("value: 150.0", "value: 150.0, values: { 2024: 1 }"),
        (", value: 150.0", ""),
        ("change: +15.4%", "change: 15.4"),
        ("indicator: trade,   partner: isles", "partner: isles"),
        ("partner: isles", "partner: Arcadian Isles"),
        ("at: table 1", "at: table 1, qualifier: roughly"),
        ("at: table 1", "at: table 1, status: old"),
        ("at: table 1", "at: table 1, allow: { part-total: It says so. }"),
        ("at: table 1", "at: table 1, at-all: 1"),
        ("kind: rank", "kind: news"),
        ("places: [BAL]", "places: BAL"),
        ("      en: Balonia", "      fr: Balonia"),
    ] {
        assert!(sheet.contains(from), "{from}");
        let spoiled = sheet.replacen(from, to, 1);
        assert!(
            editor.underlines(FileKind::Sheet, &spoiled).is_some(),
            "nothing is underlined after `{from}` → `{to}`"
        );
    }
    for (kind, text) in [
        (FileKind::Places, "places: { kgz: { names: { en: Kyrgyzstan } } }"),
        (FileKind::Places, "default: { reporter: CHN, partner: KGZ }\nplaces: { KGZ: { name: { en: Kyrgyzstan } } }"),
        (
            FileKind::Indicators,
            "indicators: { trade: { kind: flow, units: [billion USD], names: { en: t }, definition: { en: t } } }",
        ),
        (
            FileKind::Indicators,
            "indicators: { trade: { kind: sum, units: [USD], names: { en: t }, definition: { en: t } } }",
        ),
        (
            FileKind::Map,
            "layout: Rows.\nseen: no\nsource: { title: unknown }\ntable: {}\ncolumns: [{ header: Exports }]",
        ),
        (FileKind::Authorities, "authorities: { Customs: { names: { en: Customs } } }"),
        (FileKind::Authorities, "authorities: { customs: { names: { ru: Таможня } } }"),
    ] {
        assert!(editor.underlines(kind, text).is_some(), "nothing is underlined in {text}");
    }
}
