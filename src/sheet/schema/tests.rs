//! Shapes → schemas: what the fields of [`super::super::shape`] may hold, and that the kept schemas say so.

use std::{borrow::Cow, collections::BTreeSet, env, fs, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings, json_schema};
use serde_json::{Value, json};

use super::FileKind;
use crate::{
    check::mark,
    fact::{self, Statement},
    finding::Code,
    language::NAME_TAGS,
    sheet::shape::{
        AuthoritiesShape, ChangeShape, IndicatorsShape, PlacesShape, ProductsShape, ReleasesShape, SheetShape,
    },
};

#[test]
fn the_kept_schemas_are_those_of_the_shapes() {
    for kind in FileKind::ALL {
        let schema = serde_json::to_string_pretty(&generated(*kind)).unwrap() + "\n";
        if env::var_os("BLESS").is_some() {
            let file = format!("{}/facts/schema/{}.schema.json", env!("CARGO_MANIFEST_DIR"), kind.as_str());
            fs::write(file, schema).unwrap();
        } else {
            assert!(schema == kind.schema(), "facts/schema/ is behind: `BLESS=1 cargo test schema` writes it anew");
        }
    }
}

#[test]
fn every_field_is_explained() {
    for kind in FileKind::ALL {
        let schema = generated(*kind);
        let shapes = schema["$defs"].as_object().into_iter().flatten().map(|(_, shape)| shape).chain([&schema]);
        let mut fields = 0;
        for (field, says) in shapes.filter_map(|shape| shape["properties"].as_object()).flatten() {
            assert!(says["description"].as_str().is_some_and(|words| words.len() > 10), "{field} of {}", kind.as_str());
            fields += 1;
        }
        assert!(fields >= 5, "{}", kind.as_str());
    }
}

fn generated(kind: FileKind) -> Value {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = match kind {
        FileKind::Sheet => generator.into_root_schema_for::<SheetShape>(),
        FileKind::Places => generator.into_root_schema_for::<PlacesShape>(),
        FileKind::Indicators => generator.into_root_schema_for::<IndicatorsShape>(),
        FileKind::Products => generator.into_root_schema_for::<ProductsShape>(),
        FileKind::Authorities => generator.into_root_schema_for::<AuthoritiesShape>(),
        FileKind::Releases => generator.into_root_schema_for::<ReleasesShape>(),
    };
    let mut value = schema.to_value();
    in_one_line(std::iter::once(&mut value));
    value
}

/// Editors break lines themselves.
fn in_one_line<'v>(values: impl Iterator<Item = &'v mut Value>) {
    for value in values {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(words)) = object.get_mut("description") {
                    *words = words.replace('\n', " ");
                }
                in_one_line(object.values_mut());
            }
            Value::Array(items) => in_one_line(items.iter_mut()),
            _ => {}
        }
    }
}

macro_rules! holds {
    ($($name:ident => $schema:expr),+ $(,)?) => {$(
        pub(in crate::sheet) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                Schema::try_from($schema).expect("a schema is an object")
            }
        }
    )+};
}

holds! {
    Text => json!({ "type": ["string", "number"], "minLength": 1 }),
    Tag => text("^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$", &["en", "ru", "zh"]),
    NameTag => list(NAME_TAGS.iter().copied().collect::<BTreeSet<_>>()),
    Address => text(r"^(https?://[^\s/]\S*|unknown)$", &["unknown"]),
    Day => text(&format!("^{YEAR}-{MONTH}-{DAY}$"), &["2026-11-22"]),
    Moment => text(&format!("^({YEAR}-{MONTH}(-{DAY})?|unknown)$"), &["2026-03-01", "2026-03", "unknown"]),
    Published => year_or(&format!("^({YEAR}(-{MONTH}(-{DAY})?)?|unknown)$"), &["2026-01-20", "2026-01", "unknown"]),
    Period => year_or(
        &format!("^({}|unknown)$", period()),
        &["2025", "2025-H1", "2025-Q1", "2025-M04", "2025-M01-M10", "2025-06-17", "unknown"],
    ),
    Number => json!({ "type": ["number", "string"], "pattern": format!("^[+-]?{DIGITS}$") }),
    Percent => text(&format!("^[+-]?{DIGITS} *%$"), &["+12%"]),
    Unit => text(
        "^(((thousand|million|billion|trillion) )?([A-Z]{3}|count|m3|t|km)|percent|times|years|months)$",
        &["billion USD", "million USD", "percent", "count", "times", "billion CNY"],
    ),
    Base => text("^([A-Z]{3}|percent|times|count|years|months|m3|t|km)$", &["USD", "CNY", "percent", "count"]),
    PlaceId => text(&format!("^([A-Z]{{3}}|{WORDS})$"), &["CHN", "KGZ", "central-asia", "world", "none"]),
    IndicatorId => text(&format!("^{WORDS}$"), &["trade", "exports", "imports", "growth", "share"]),
    ProductId => text(&format!("^{WORDS}$"), &["gas", "cars", "sitc7"]),
    Measure => list(fact::Measure::ALL.iter().map(|one| one.as_str())),
    Length => list(fact::Length::ALL.iter().map(|one| one.as_str())),
    Count => json!({ "type": "integer", "minimum": 1, "maximum": 24 }),
    DayOfMonth => json!({ "type": "integer", "minimum": 1, "maximum": 31 }),
    AuthorityId => text(&format!("^{WORDS}$"), &["chinese-customs", "chinese-statistics"]),
    AnyId => text(&format!("^([A-Z]{{3}}|{WORDS})$"), &["trade", "exports", "imports", "central-asia", "world"]),
    Qualifier => list(fact::Qualifier::ALL.iter().map(|one| one.as_str())),
    SourceKind => list(fact::SourceKind::ALL.iter().map(|one| one.as_str())),
    Status => list(fact::Status::ALL.iter().map(|one| one.as_str())),
    Reason => list(fact::Reason::ALL.iter().map(|one| one.as_str())),
    StatementKind => list(Statement::KINDS),
    IndicatorKind => list(["flow", "stock", "growth", "share"]),
    Direction => list(["out", "in"]),
    Words => {
        let by_tag: serde_json::Map<_, _> =
            NAME_TAGS.iter().map(|tag| ((*tag).to_owned(), json!({ "type": "string", "minLength": 1 }))).collect();
        json!({ "type": "object", "properties": by_tag, "additionalProperties": false, "required": ["en"] })
    },
    SomeWords => {
        let by_tag: serde_json::Map<_, _> =
            NAME_TAGS.iter().map(|tag| ((*tag).to_owned(), json!({ "type": "string", "minLength": 1 }))).collect();
        json!({ "type": "object", "properties": by_tag, "additionalProperties": false })
    },
    FormerIds => json!({
        "type": "object",
        "propertyNames": { "pattern": format!("^{WORDS}$") },
        "additionalProperties": { "type": "string", "pattern": format!("^{WORDS}( (t|m3|count))?$") }
    }),
    Aliases => {
        let list = json!({ "type": "array", "items": { "type": ["string", "number"] } });
        let by_tag: serde_json::Map<_, _> = NAME_TAGS.iter().map(|tag| ((*tag).to_owned(), list.clone())).collect();
        json!({ "type": "object", "properties": by_tag, "additionalProperties": false })
    },
    Allowed => {
        let reason = json!({ "type": "string", "minLength": 1 });
        let codes: serde_json::Map<_, _> =
            Code::ALL.iter().filter(|code| mark(**code).is_some()).map(|code| (code.to_string(), reason.clone())).collect();
        json!({ "type": "object", "properties": codes, "additionalProperties": false })
    },
    Values => json!({
        "type": "object",
        "propertyNames": { "pattern": format!("^({}|unknown)$", period()) },
        "additionalProperties": { "type": ["number", "string"], "pattern": format!("^[+-]?{DIGITS}$") },
        "minProperties": 1
    }),
}

const YEAR: &str = "(19[0-9]{2}|20[0-9]{2}|2100)";
const MONTH: &str = "(0[1-9]|1[0-2])";
const DAY: &str = "(0[1-9]|[12][0-9]|3[01])";
const DIGITS: &str = r"(0|[1-9][0-9]*)(\.[0-9]+)?";
const WORDS: &str = "[a-z0-9]+(-[a-z0-9]+)*";

fn period() -> String {
    format!("{YEAR}(-(H[12]|Q[1-4]|M{MONTH}(-M{MONTH})?|{MONTH}(-{DAY})?))?")
}

/// A text in a form, with what an editor offers to begin with.
fn text(pattern: &str, examples: &[&str]) -> Value {
    json!({ "type": "string", "pattern": pattern, "examples": examples })
}

/// The same where a year may stand alone, which YAML takes for a number.
fn year_or(pattern: &str, examples: &[&str]) -> Value {
    json!({
        "type": ["string", "integer"], "pattern": pattern, "minimum": 1900, "maximum": 2100, "examples": examples
    })
}

fn list<'w>(words: impl IntoIterator<Item = &'w str>) -> Value {
    json!({ "type": "string", "enum": words.into_iter().collect::<Vec<_>>() })
}

/// A change, at length or as its value alone.
pub(in crate::sheet) struct Change;

impl JsonSchema for Change {
    fn schema_name() -> Cow<'static, str> {
        "Change".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (short, long) = (generator.subschema_for::<Percent>(), generator.subschema_for::<ChangeShape>());
        json_schema!({ "anyOf": [short, long] })
    }
}

/// Things by their ids.
pub(in crate::sheet) struct ById<K, V>(PhantomData<(K, V)>);

impl<K: JsonSchema, V: JsonSchema> JsonSchema for ById<K, V> {
    fn schema_name() -> Cow<'static, str> {
        format!("{}ById", V::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (mut id, value) = (K::json_schema(generator), generator.subschema_for::<V>());
        id.remove("examples");
        json_schema!({ "type": "object", "propertyNames": id, "additionalProperties": value, "minProperties": 1 })
    }
}
