//! The document of a sheet; every refusal is a finding.

use jiff::civil::Date;

use super::{
    define::is_words,
    leaf::{mend, sound, word},
    lower::{Lower, opens_after, published_year},
    meant,
    shape::{Leaf, Located, SourceShape},
};
use crate::{
    fact::{AsOf, Period, Published, Source, SourceId, SourceKind, Year},
    finding::{Code, Spot},
};

impl Lower<'_> {
    pub(super) fn source(&self, shape: Option<&Located<SourceShape>>, year: &str, stem: &str) -> Source {
        let notes = self.notes;
        if stem.len() > 40 || !is_words(stem, 40) {
            notes
                .found(Code::BadId, Spot::START, format!("`{stem}` is no id of a source"))
                .help("the name of the file before `.yaml`: lower-case letters and digits joined by `-`, 40 at most");
        }
        let empty = Located { spot: Spot::START, is: SourceShape::default() };
        let shape = shape.unwrap_or_else(|| {
            notes
                .found(Code::Missing, Spot::START, "the sheet has no `source`")
                .help("a figure without its source cannot be kept: say where it was read");
            &empty
        });
        let is = &shape.is;
        self.source_is_whole(shape);
        let text = |leaf: &Option<Leaf>| {
            let text = sound(leaf.as_ref()?, notes)?;
            (text != "unknown").then(|| text.to_owned())
        };
        let published = is.published.as_ref().and_then(|leaf| self.published(leaf));
        let read = is.read.as_ref().and_then(|leaf| self.day(leaf));
        self.dates_fit(is, published, read, year, stem);
        let language = text(&is.language).unwrap_or_default();
        if let (Some(leaf), false) = (&is.language, language.is_empty()) {
            self.is_tag(&language, leaf.spot);
        }
        let url = text(&is.url);
        if let (Some(leaf), Some(url)) = (&is.url, &url) {
            self.is_address(url, leaf.spot);
        }
        Source {
            id: SourceId::from(stem),
            title: text(&is.title),
            publisher: text(&is.publisher),
            author: text(&is.author),
            via: text(&is.via),
            published,
            read: read.unwrap_or(Date::ZERO),
            language,
            url,
            kind: self.kind(is.kind.as_ref(), shape.spot),
            licence: text(&is.licence),
            attribution: text(&is.attribution),
            note: text(&is.note),
        }
    }

    fn source_is_whole(&self, shape: &Located<SourceShape>) {
        let is = &shape.is;
        for (field, leaf) in [
            ("title", &is.title),
            ("publisher", &is.publisher),
            ("published", &is.published),
            ("read", &is.read),
            ("language", &is.language),
            ("url", &is.url),
        ] {
            if leaf.is_none() && shape.spot != Spot::START {
                let mut finding = self.notes.found(Code::Missing, shape.spot, format!("the source has no `{field}`"));
                if !matches!(field, "read" | "language") {
                    finding.help(format!("write `{field}: unknown` if the document does not say"));
                }
            }
        }
    }

    /// It was read after it came out, and lies in the folder of its year.
    fn dates_fit(&self, is: &SourceShape, published: Option<Published>, read: Option<Date>, year: &str, stem: &str) {
        if let (Some(published), Some(read), Some(leaf)) = (published, read, &is.published)
            && opens_after(published, read)
        {
            self.notes
                .found(Code::PublishedLate, leaf.spot, "published after it was read")
                .why(format!("read on {read}"))
                .help("correct one of the two dates");
        }
        let out = published.map(published_year);
        let dated = out.zip(is.published.as_ref()).or_else(|| {
            let read = read.and_then(|day| u16::try_from(day.year()).ok()).and_then(Year::new)?;
            matches!(&is.published, Some(leaf) if leaf.is == "unknown").then_some((read, is.read.as_ref()?))
        });
        if let Some((right, leaf)) = dated
            && right.to_string() != year
        {
            self.notes
                .found(Code::YearFolder, leaf.spot, format!("this sheet belongs into `sheets/{right}/`"))
                .why(format!("the file lies in `sheets/{year}/`"))
                .help(format!("move it to `sheets/{right}/{stem}.yaml`, or correct the date"));
        }
    }

    fn is_tag(&self, language: &str, spot: Spot) {
        let mut parts = language.split('-');
        let is_first = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_lowercase());
        let is_next =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !(parts.next().is_some_and(is_first) && parts.all(is_next)) {
            self.notes
                .found(Code::BadLanguage, spot, format!("`{language}` is no language tag"))
                .help("write a tag such as en, ru or zh");
        }
    }

    fn is_address(&self, url: &str, spot: Spot) {
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if rest.is_none_or(|rest| rest.is_empty() || rest.starts_with('/') || rest.contains(char::is_whitespace)) {
            self.notes
                .found(Code::BadUrl, spot, "this is no address")
                .help("an address begins with https:// or http://; write `url: unknown` if you have none");
        }
    }

    /// What the document is; where the sheets must say it, a document without it is noted.
    fn kind(&self, leaf: Option<&Leaf>, spot: Spot) -> Option<SourceKind> {
        let kinds = || SourceKind::ALL.iter().map(|one| one.as_str());
        if let Some(leaf) = leaf {
            return word(leaf, "kind of source", kinds(), self.notes)?.parse().ok();
        }
        if self.known.required.kind && spot != Spot::START {
            self.notes
                .found(Code::MissingKind, spot, "the source has no `kind`")
                .help(format!("say what the document is: {}", kinds().collect::<Vec<_>>().join(", ")));
        }
        None
    }

    fn published(&self, leaf: &Leaf) -> Option<Published> {
        let text = sound(leaf, self.notes)?;
        match text.parse() {
            Ok(Period::Year(year)) => Some(Published::Year(year)),
            Ok(Period::AsOf(AsOf::Month(year, month))) => Some(Published::Month(year, month)),
            Ok(Period::AsOf(AsOf::Day(day))) => Some(Published::Day(day)),
            Ok(Period::AsOf(AsOf::Unknown)) => None,
            _ => {
                let mut finding = self.notes.found(Code::BadDate, leaf.spot, format!("`{text}` is no date"));
                finding.help("write 2026-01-20, 2026-01, 2026 or unknown");
                mend(&mut finding, meant::date(text));
                None
            }
        }
    }
}
