//! A sheet that is yet to be written: what a document says of itself → the skeleton of its sheet.

use super::{define::Known, locate, lower::Lower, notes::Notes, read, schema::FileKind, shape::SheetShape};
use crate::{
    catalogue::{Pool, fold},
    fact::Source,
    finding::Finding,
};

/// What a document says of itself, as typed; `unknown` where it does not say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub title: String,
    pub publisher: String,
    pub author: String,
    /// Whom it relays, if anyone.
    pub via: Option<String>,
    pub published: String,
    pub read: String,
    pub language: String,
    pub url: String,
    /// What the document is, where that is said.
    pub kind: Option<String>,
    /// The terms of its owner, and the words that they ask for.
    pub licence: Option<String>,
    pub attribution: Option<String>,
    pub note: Option<String>,
    /// The source's id, and the name of its file.
    pub id: String,
}

/// What of a document is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Title,
    Publisher,
    Author,
    Via,
    Published,
    Read,
    Language,
    Url,
    Kind,
    Licence,
    Attribution,
    Note,
    Id,
}

impl Field {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Publisher => "publisher",
            Self::Author => "author",
            Self::Via => "via",
            Self::Published => "published",
            Self::Read => "read",
            Self::Language => "language",
            Self::Url => "url",
            Self::Kind => "kind",
            Self::Licence => "licence",
            Self::Attribution => "attribution",
            Self::Note => "note",
            Self::Id => "id",
        }
    }
}

impl Draft {
    /// One of which nothing is known but the day it is read.
    pub fn unknown(read: String) -> Self {
        let unknown = || "unknown".to_owned();
        Self {
            title: unknown(),
            publisher: unknown(),
            author: unknown(),
            via: None,
            published: unknown(),
            read,
            language: "en".to_owned(),
            url: unknown(),
            kind: None,
            licence: None,
            attribution: None,
            note: None,
            id: unknown(),
        }
    }

    /// Its place in the folder.
    pub fn file(&self) -> String {
        format!("sheets/{}/{}.yaml", self.year(), self.id)
    }

    /// The skeleton of its sheet: with the document, and one figure as an example to write over.
    pub fn text(&self) -> String {
        self.head() + EXAMPLE
    }

    /// A whole sheet: with what its figures share, and the figures.
    pub fn sheet(&self, shared: &[(&str, String)], entries: &[Entry]) -> String {
        let mut text = self.head();
        if !shared.is_empty() {
            text += &format!("shared: {{ {} }}\n", pairs(shared.iter().map(|(name, value)| (*name, value.as_str()))));
        }
        text += "figures:\n";
        entries.iter().for_each(|entry| entry.write(&mut text));
        text
    }

    fn head(&self) -> String {
        let mut text = FileKind::Sheet.line() + "\nsource:\n";
        for (field, value) in self.fields() {
            text += &format!("  {}: {}\n", field.as_str(), scalar(value));
        }
        text
    }

    /// What is typed into a field; of `via` and `kind`, if anything is.
    pub fn field(&self, field: Field) -> &str {
        match field {
            Field::Id => &self.id,
            _ => self.fields().find(|(one, _)| *one == field).map_or("", |(_, value)| value),
        }
    }

    pub fn field_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::Publisher => &mut self.publisher,
            Field::Author => &mut self.author,
            Field::Via => self.via.get_or_insert_default(),
            Field::Published => &mut self.published,
            Field::Read => &mut self.read,
            Field::Language => &mut self.language,
            Field::Url => &mut self.url,
            Field::Kind => self.kind.get_or_insert_default(),
            Field::Licence => self.licence.get_or_insert_default(),
            Field::Attribution => self.attribution.get_or_insert_default(),
            Field::Note => self.note.get_or_insert_default(),
            Field::Id => &mut self.id,
        }
    }

    /// The document as it would be read, and what is wrong with it, each with the field it is about.
    pub fn read_back(&self) -> (Source, Vec<(Field, Finding)>) {
        let (file, text) = (self.file(), self.text());
        let notes = Notes::on(&file);
        let tree = locate::locate(&text, &notes);
        let shape: SheetShape = tree.as_ref().map(|tree| read::read(tree, &notes)).unwrap_or_default();
        let (known, pool) = (Known::default(), Pool::default());
        let source =
            Lower { known: &known, pool: &pool, notes: &notes }.source(shape.source.as_ref(), self.year(), &self.id);
        // The fields stand in the lines behind the schema and `source:`.
        let field =
            |line: u32| line.checked_sub(3).and_then(|at| self.fields().nth(at as usize)).map(|(field, _)| field);
        let found = notes.into_findings().into_iter();
        (source, found.map(|finding| (field(finding.spot.line).unwrap_or(Field::Id), finding)).collect())
    }

    /// An id as others have it: who published it, and the day.
    pub fn natural_id(&self) -> String {
        let host = self.url.split_once("://").and_then(|(_, rest)| rest.split(['/', ':']).next());
        let host = host.map(|host| host.trim_start_matches("www."));
        let name = host.and_then(|host| host.rsplit_once('.')).map_or(self.publisher.as_str(), |(name, _)| name);
        let words = name.split(|letter: char| !letter.is_alphanumeric()).map(fold);
        let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
        let date: String = self.published.chars().filter(char::is_ascii_digit).collect();
        let mut id: String = words
            .join("-")
            .chars()
            .filter(|letter| letter.is_ascii_lowercase() || *letter == '-' || letter.is_ascii_digit())
            .take(30)
            .collect();
        id.truncate(id.trim_end_matches('-').len());
        match (id.as_str(), date.as_str()) {
            ("", date) => format!("source-{date}").trim_end_matches('-').to_owned(),
            (id, "") => id.to_owned(),
            (id, date) => format!("{id}-{date}"),
        }
    }

    fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        [
            (Field::Title, Some(&self.title)),
            (Field::Publisher, Some(&self.publisher)),
            (Field::Author, Some(&self.author)),
            (Field::Via, self.via.as_ref()),
            (Field::Published, Some(&self.published)),
            (Field::Read, Some(&self.read)),
            (Field::Language, Some(&self.language)),
            (Field::Url, Some(&self.url)),
            (Field::Kind, self.kind.as_ref()),
            (Field::Licence, self.licence.as_ref()),
            (Field::Attribution, self.attribution.as_ref()),
            (Field::Note, self.note.as_ref()),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some((field, value?.as_str())))
    }

    /// The folder it belongs into: the year it was published, else read.
    fn year(&self) -> &str {
        let date = if self.published == "unknown" { &self.read } else { &self.published };
        date.split('-').next().unwrap_or_default()
    }
}

const EXAMPLE: &str = "\
# A line for each number, as the document prints it; take the `#` away. facts/README.md has every field.
# shared: { reporter: CHN, partner: central-asia, authority: chinese-statistics, unit: billion USD, period: 2025 }
# figures:
#   - { indicator: trade, value: 106.3, change: +12%, at: paragraph 3 }
";

/// A line of a sheet yet to be written: a number, or a series of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Fields and their values, in the order in which they are written; `period` too, of a number alone.
    pub fields: Vec<(&'static str, String)>,
    /// Digits, each with the period by which a series has them.
    pub values: Vec<(String, String)>,
    /// Where in the document.
    pub at: String,
}

/// So many numbers stand in one line.
const IN_A_LINE: usize = 4;

impl Entry {
    fn write(&self, text: &mut String) {
        let fields = || self.fields.iter().map(|(name, value)| (*name, value.as_str()));
        let at = [("at", self.at.as_str())];
        let values = || pairs(self.values.iter().map(|(period, digits)| (period.as_str(), digits.as_str())));
        *text += &match &self.values[..] {
            [(_, digits)] => {
                format!("  - {{ {} }}\n", pairs(fields().chain([("value", digits.as_str())]).chain(at)))
            }
            few if few.len() <= IN_A_LINE => {
                format!("  - {{ {}, values: {{ {} }} }}\n", pairs(fields().chain(at)), values())
            }
            many => {
                let mut lines: Vec<String> =
                    fields().chain(at).map(|(name, value)| format!("{name}: {}", in_braces(value))).collect();
                lines.push("values:".to_owned());
                lines.extend(many.iter().map(|(period, digits)| format!("  {period}: {digits}")));
                format!("  - {}\n", lines.join("\n    "))
            }
        };
    }
}

fn pairs<'p>(pairs: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    pairs.map(|(name, value)| format!("{name}: {}", in_braces(value))).collect::<Vec<_>>().join(", ")
}

/// The text as it stands within braces: in quotes unless it has letters, digits and blanks alone.
fn in_braces(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '–' | '.' | '+');
    if text.chars().all(is_plain) { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}

/// The text in one line of YAML that reads as this very text: in quotes where it needs them.
fn scalar(text: &str) -> String {
    let text = text.trim().replace(['\n', '\r', '\t'], " ");
    serde_yaml::to_string(&text).map_or_else(|_| format!("{text:?}"), |yaml| yaml.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            title: "Trade: up".to_owned(),
            publisher: "Kun.uz".to_owned(),
            published: "2026-03-02".to_owned(),
            url: "https://www.kun.uz/en/news/2026/03/02/trade".to_owned(),
            id: "kun-20260302".to_owned(),
            ..Draft::unknown("2026-03-04".to_owned())
        }
    }

    #[test]
    fn whatever_is_typed_reads_as_it_was() {
        let long = "«Товарооборот» — 100 млрд: ".repeat(12);
        for title in [
            "Trade: up",
            "2025",
            "- \"it's\" #1 {a, b}",
            "是: 贸易",
            "~",
            "no",
            "@home",
            long.trim(),
            "a\u{a0}b",
            "&x *y !z",
        ] {
            let draft = Draft { title: title.to_owned(), ..draft() };
            assert_eq!(draft.read_back().1, [], "{}", draft.text());
            let notes = Notes::on("x");
            let text = draft.text();
            let tree = locate::locate(&text, &notes).unwrap();
            let shape: SheetShape = read::read(&tree, &notes);
            assert_eq!(shape.source.unwrap().is.title.unwrap().is, title, "{text}");
        }
    }

    #[test]
    fn what_cannot_be_is_blamed_on_its_field() {
        let faults = |change: fn(&mut Draft)| {
            let mut draft = draft();
            change(&mut draft);
            draft
                .read_back()
                .1
                .into_iter()
                .map(|(field, finding)| (field, finding.code.to_string()))
                .collect::<Vec<_>>()
        };
        let one = |field, code: &str| vec![(field, code.to_owned())];
        assert_eq!(
            faults(|draft| draft.published = "02.03.2026".to_owned())[0],
            (Field::Published, "bad-date".to_owned())
        );
        assert_eq!(faults(|draft| draft.published = "2026-03-05".to_owned()), one(Field::Published, "published-late"));
        assert_eq!(faults(|draft| draft.read = "unknown".to_owned()), one(Field::Read, "bad-date"));
        assert_eq!(faults(|draft| draft.language = "English".to_owned()), one(Field::Language, "bad-language"));
        assert_eq!(faults(|draft| draft.url = "kun.uz".to_owned()), one(Field::Url, "bad-url"));
        assert_eq!(faults(|draft| draft.title = "  ".to_owned()), one(Field::Title, "empty"));
        assert_eq!(faults(|draft| draft.title = "a\u{7}b".to_owned()), one(Field::Title, "bad-text"));
        assert_eq!(faults(|draft| draft.id = "Kun.uz".to_owned()), one(Field::Id, "bad-id"));
        assert_eq!(faults(|draft| draft.via = Some(String::new())), one(Field::Via, "empty"));
        assert_eq!(faults(|draft| draft.kind = Some("article".to_owned())), one(Field::Kind, "unknown-word"));
        assert_eq!(faults(|draft| draft.kind = Some("press".to_owned())), []);
    }

    #[test]
    fn an_id_is_the_publisher_and_the_day() {
        assert_eq!(draft().natural_id(), "kun-20260302");
        let of = |url: &str, publisher: &str, published: &str| {
            let (url, publisher, published) = (url.to_owned(), publisher.to_owned(), published.to_owned());
            Draft { url, publisher, published, ..draft() }.natural_id()
        };
        assert_eq!(of("http://en.people.cn/n3/2026/c9.html", "People's Daily", "2026-01"), "en-people-202601");
        assert_eq!(of("unknown", "Жэньминь жибао", "unknown"), "zhenmin-zhibao");
        assert_eq!(of("unknown", "!", "2026"), "source-2026");
    }
}
