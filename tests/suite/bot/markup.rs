//! Telegram's HTML subset, read strictly, and what Telegram finds in a text by itself.
//!
//! In goes the text of a call, out come the words a person sees and their entities, in UTF-16 units,
//! or why the markup is bad. It refuses a little more than Telegram does: where Telegram would show a
//! stray `&` as it stands or drop a link without a word, that is an error here. It does not know chats,
//! calls or limits.

use serde_json::{Map, Value, json};
use url::Url;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entity {
    pub(crate) kind: String,
    /// In UTF-16 units, as the length.
    pub(crate) offset: usize,
    pub(crate) length: usize,
    /// What else it carries: `url`, `language`, `custom_emoji_id`.
    pub(crate) more: Map<String, Value>,
}

impl Entity {
    pub(super) fn json(&self) -> Value {
        let mut all = self.more.clone();
        all.extend([
            ("type".to_owned(), json!(self.kind)),
            ("offset".to_owned(), json!(self.offset)),
            ("length".to_owned(), json!(self.length)),
        ]);
        Value::Object(all)
    }

    pub(super) fn from_json(value: &Value) -> Option<Entity> {
        let mut more = value.as_object()?.clone();
        let mut number = |name| more.remove(name)?.as_u64().and_then(|number| usize::try_from(number).ok());
        let (offset, length) = (number("offset")?, number("length")?);
        let kind = more.remove("type")?.as_str()?.to_owned();
        Some(Entity { kind, offset, length, more })
    }

    /// The words it covers.
    pub(super) fn of(&self, text: &str) -> String {
        let units: Vec<u16> = text.encode_utf16().skip(self.offset).take(self.length).collect();
        String::from_utf16_lossy(&units)
    }

    fn plain(kind: &str, offset: usize, length: usize) -> Entity {
        Entity { kind: kind.to_owned(), offset, length, more: Map::new() }
    }

    fn with(mut self, name: &str, value: &str) -> Entity {
        self.more.extend([(name.to_owned(), json!(value))]);
        self
    }
}

pub(super) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text and its entities, in order; or what is wrong, and at which byte.
pub(super) fn parse(html: &str) -> Result<(String, Vec<Entity>), String> {
    let mut reader = Reader { html, at: 0, text: String::new(), open: Vec::new(), entities: Vec::new() };
    while let Some(next) = reader.rest().chars().next() {
        match next {
            '<' if reader.rest().starts_with("</") => reader.close()?,
            '<' => reader.open()?,
            '>' => return Err(format!("Unescaped \">\" at byte offset {}", reader.at)),
            '&' => {
                let (sign, length) = reference(reader.rest(), reader.at)?;
                reader.text.push(sign);
                reader.at += length;
            }
            other => {
                reader.text.push(other);
                reader.at += other.len_utf8();
            }
        }
    }
    if let Some(tag) = reader.open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name));
    }
    reader.entities.sort_by_key(|entity| (entity.offset, usize::MAX - entity.length));
    Ok((reader.text, reader.entities))
}

struct Reader<'a> {
    html: &'a str,
    at: usize,
    text: String,
    open: Vec<Tag>,
    entities: Vec<Entity>,
}

struct Tag {
    name: String,
    kind: &'static str,
    attributes: Vec<(String, Option<String>)>,
    offset: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn open(&mut self) -> Result<(), String> {
        let at = self.at;
        let end = tag_end(self.rest()).ok_or_else(|| format!("Unclosed start tag at byte offset {at}"))?;
        let inside = &self.rest()[1..end];
        let split = inside.find(char::is_whitespace).unwrap_or(inside.len());
        let name = inside[..split].to_ascii_lowercase();
        let kind = kind(&name).ok_or_else(|| format!("Unsupported start tag \"{name}\" at byte offset {at}"))?;
        let attributes = attributes(&inside[split..], at)?;
        let tag = Tag { name, kind, attributes, offset: units(&self.text) };
        self.check(&tag).map_err(|why| format!("{why} at byte offset {at}"))?;
        self.open.push(tag);
        self.at += end + 1;
        Ok(())
    }

    /// Which attributes a tag may and must have, and inside what it may stand.
    fn check(&self, tag: &Tag) -> Result<(), String> {
        let given: Vec<(&str, Option<&str>)> =
            tag.attributes.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
        let parent = self.open.last().map(|open| open.name.as_str());
        let fits = match (tag.name.as_str(), given.as_slice()) {
            ("a", [("href", Some(address))]) => is_link(address),
            ("span", [("class", Some("tg-spoiler"))]) => true,
            ("blockquote", [] | [("expandable", None | Some("" | "expandable"))]) => true,
            ("tg-emoji", [("emoji-id", Some(id))]) => !id.is_empty() && id.chars().all(|c| c.is_ascii_digit()),
            ("code", [("class", Some(class))]) => class.starts_with("language-") && parent == Some("pre"),
            ("a" | "span" | "tg-emoji", _) => false,
            (_, given) => given.is_empty(),
        };
        if !fits {
            return Err(format!("Bad attributes of the tag \"{}\": {:?}", tag.name, tag.attributes));
        }
        let pair = tag.name == "code" && parent == Some("pre");
        let inside_code = self.open.iter().any(|open| matches!(open.name.as_str(), "pre" | "code"));
        let alone = matches!(tag.kind, "blockquote" | "text_link");
        let inside_itself = alone && self.open.iter().any(|open| open.kind == tag.kind);
        if (inside_code && !pair) || inside_itself {
            return Err(format!("Tag \"{}\" can't be nested in \"{}\"", tag.name, parent.unwrap_or_default()));
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), String> {
        let at = self.at;
        let end = self.rest().find('>').ok_or_else(|| format!("Unclosed end tag at byte offset {at}"))?;
        let name = self.rest()[2..end].trim_end().to_ascii_lowercase();
        let tag = self.open.pop().ok_or_else(|| format!("Unexpected end tag at byte offset {at}"))?;
        if tag.name != name {
            let expected = tag.name;
            return Err(format!(
                "Unmatched end tag at byte offset {at}, expected \"</{expected}>\", found \"</{name}>\""
            ));
        }
        self.at += end + 1;
        let length = units(&self.text) - tag.offset;
        if length > 0 {
            self.note(&tag, length);
        }
        Ok(())
    }

    fn note(&mut self, tag: &Tag, length: usize) {
        let value = tag.attributes.first().and_then(|(_, value)| value.as_deref()).unwrap_or_default();
        let entity = Entity::plain(tag.kind, tag.offset, length);
        let entity = match tag.name.as_str() {
            "a" => entity.with("url", value),
            "tg-emoji" => entity.with("custom_emoji_id", value),
            "blockquote" if !tag.attributes.is_empty() => Entity { kind: "expandable_blockquote".to_owned(), ..entity },
            // `<pre><code class="language-x">` is one entity: the inner tag hands its language to the outer.
            "code" if !value.is_empty() => entity.with("language", value.strip_prefix("language-").unwrap_or_default()),
            "pre" => match self.entities.pop_if(|inner| inner.kind == "code" && inner.length == length) {
                Some(inner) => Entity { kind: "pre".to_owned(), ..inner },
                None => entity,
            },
            _ => entity,
        };
        self.entities.push(entity);
    }
}

fn kind(tag: &str) -> Option<&'static str> {
    Some(match tag {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "u" | "ins" => "underline",
        "s" | "strike" | "del" => "strikethrough",
        "tg-spoiler" | "span" => "spoiler",
        "a" => "text_link",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        "tg-emoji" => "custom_emoji",
        _ => return None,
    })
}

/// Where the `>` stands that ends the tag, quoted ones passed over.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().skip(1).find_map(|(at, sign)| {
        match (quote, sign) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(sign),
            (Some(open), _) if open == sign => quote = None,
            _ => {}
        }
        None
    })
}

fn attributes(text: &str, at: usize) -> Result<Vec<(String, Option<String>)>, String> {
    let mut found: Vec<(String, Option<String>)> = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let value = match rest.strip_prefix('=') {
            None => None,
            Some(after) => {
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
                let quote = quote.ok_or_else(|| format!("Attribute \"{name}\" needs quotes at byte offset {at}"))?;
                let (raw, after) = after[1..].split_once(quote).ok_or("Unclosed attribute")?;
                if after.starts_with(|c: char| !c.is_whitespace()) {
                    return Err(format!("Unexpected text after attribute \"{name}\" at byte offset {at}"));
                }
                rest = after;
                Some(unescape(raw, at)?)
            }
        };
        let letters = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
        if name.is_empty() || !letters || found.iter().any(|(other, _)| *other == name) {
            return Err(format!("Bad attribute \"{name}\" at byte offset {at}"));
        }
        found.push((name, value));
        rest = rest.trim_start();
    }
    Ok(found)
}

fn unescape(raw: &str, at: usize) -> Result<String, String> {
    let mut plain = String::new();
    let mut rest = raw;
    while let Some(next) = rest.chars().next() {
        let (sign, length) = match next {
            '&' => reference(rest, at)?,
            '<' | '>' => return Err(format!("Unescaped \"{next}\" in an attribute at byte offset {at}")),
            other => (other, other.len_utf8()),
        };
        plain.push(sign);
        rest = &rest[length..];
    }
    Ok(plain)
}

/// The character that `&…;` stands for, and how many bytes the reference takes.
fn reference(text: &str, at: usize) -> Result<(char, usize), String> {
    let bad = || format!("Unescaped \"&\" or unknown entity at byte offset {at}");
    let end = text.find(';').filter(|end| *end <= 10).ok_or_else(bad)?;
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let sign = match &text[1..end] {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        name => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => number(digits, 16),
            (None, Some(digits)) => number(digits, 10),
            (None, None) => None,
        },
    };
    sign.filter(|sign| *sign != '\0').map(|sign| (sign, end + 1)).ok_or_else(bad)
}

/// An address that Telegram makes a link of.
pub(super) fn is_link(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    match url.scheme() {
        "http" | "https" => url.host_str().is_some_and(|host| host.contains('.')),
        "tg" | "ton" => true,
        "mailto" | "tel" => !url.path().is_empty(),
        _ => false,
    }
}

/// What is wrong with the start parameter of a link that opens a bot, if anything is.
pub(super) fn bad_start(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let opens_a_bot = matches!(url.host_str(), Some("t.me" | "telegram.me" | "telegram.dog")) || url.scheme() == "tg";
    let (_, value) =
        url.query_pairs().find(|(name, _)| matches!(name.as_ref(), "start" | "startgroup" | "startapp"))?;
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let good = (1..=64).contains(&value.len()) && value.chars().all(legal);
    (opens_a_bot && !good).then(|| format!("start parameter {value:?}: 1-64 of A-Z, a-z, 0-9, _ and - are allowed"))
}

/// Markup that people would see as it stands.
pub(super) fn visible(text: &str) -> Option<&'static str> {
    const SIGNS: [&str; 22] = [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<u>",
        "</u>",
        "<s>",
        "</s>",
        "<code",
        "</code>",
        "<pre",
        "</pre>",
        "<a href",
        "</a>",
        "<blockquote",
        "</blockquote>",
        "<tg-",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&#",
    ];
    SIGNS.into_iter().find(|sign| text.contains(sign))
}

/// Commands, mentions and web addresses, which Telegram marks without being asked.
pub(super) fn found(text: &str) -> Vec<Entity> {
    let mut entities = Vec::new();
    let mut before = ' ';
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = if is_word(before) || matches!(before, '/' | '@') { None } else { found_at(rest) };
        match length {
            Some((kind, length)) => {
                entities.push(Entity::plain(kind, units(&text[..at]), units(&rest[..length])));
                before = rest[..length].chars().next_back().unwrap_or(' ');
                at += length;
            }
            None => {
                before = next;
                at += next.len_utf8();
            }
        }
    }
    entities
}

fn found_at(rest: &str) -> Option<(&'static str, usize)> {
    let run = |from: usize| {
        let rest = rest.get(from..).unwrap_or_default();
        let name = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
        (name, from + name)
    };
    let ends = |at: usize| !rest[at..].starts_with(|c| is_word(c) || c == '/');
    if rest.starts_with('/') {
        let (name, end) = run(1);
        let end = match run(end + 1) {
            (bot, after) if rest[end..].starts_with('@') && bot >= 3 => after,
            _ => end,
        };
        return ((1..=64).contains(&name) && ends(end)).then_some(("bot_command", end));
    }
    if rest.starts_with('@') {
        let (name, end) = run(1);
        return ((4..=32).contains(&name) && ends(end)).then_some(("mention", end));
    }
    if !["http://", "https://", "www."].iter().any(|start| rest.starts_with(start)) {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || "<>\"«»“”".contains(c)).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
    address.contains('.').then_some(("url", address.len()))
}

fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}
