//! A document as others cite it: in the styles of APA, GOST and GB/T, and for BibTeX.
//!
//! Each style has its own language and its own way to say what is not known. Names stand as the document prints them:
//! which part of one is the family's name is not for us to guess.

use jiff::civil::Date;

use crate::fact::{Published, Source};

/// A style of citation that does not depend on the reader's language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// APA, 7th edition.
    Apa,
    /// GOST R 7.0.100-2018.
    Gost,
    /// GB/T 7714-2015.
    GbT,
    BibTex,
}

impl Style {
    pub const ALL: &[Self] = &[Self::Apa, Self::Gost, Self::GbT, Self::BibTex];

    /// What it calls itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Apa => "APA",
            Self::Gost => "ГОСТ Р 7.0.100-2018",
            Self::GbT => "GB/T 7714-2015",
            Self::BibTex => "BibTeX",
        }
    }
}

/// Cites a document. The day on which we read it is the day of access.
pub fn cite(style: Style, source: &Source) -> String {
    match style {
        Style::Apa => apa(source),
        Style::Gost => gost(source),
        Style::GbT => gb_t(source),
        Style::BibTex => bibtex(source),
    }
}

/// `Author. (2026, January 20). Title. Site. Retrieved November 22, 2026, from https://…`
///
/// Without an author the title comes first; a missing title is described in brackets; without a date `n.d.`
fn apa(source: &Source) -> String {
    let day = |date: Date| format!("{} {}, {}", ENGLISH[month_index(date)], date.day(), date.year());
    let date = match source.published {
        None => "n.d.".to_owned(),
        Some(Published::Year(year)) => year.to_string(),
        Some(Published::Month(year, month)) => format!("{year}, {}", ENGLISH[usize::from(month - 1)]),
        Some(Published::Day(date)) => format!("{}, {} {}", date.year(), ENGLISH[month_index(date)], date.day()),
    };
    let untitled = if source.url.is_some() { "[Untitled web page]" } else { "[Untitled document]" };
    let title = source.title.as_deref().unwrap_or(untitled);
    let mut parts = vec![format!("({date}).")];
    match &source.author {
        Some(author) => {
            parts.insert(0, stopped(author));
            parts.push(stopped(title));
        }
        None => parts.insert(0, stopped(title)),
    }
    parts.extend(
        source
            .publisher
            .iter()
            .filter(|publisher| Some(*publisher) != source.author.as_ref())
            .map(|site| stopped(site)),
    );
    parts.extend(source.url.iter().map(|url| format!("Retrieved {}, from {url}", day(source.read))));
    parts.join(" ")
}

/// `Title / Author. – Текст : электронный // Site : [сайт]. – 2026. – 20 января. – URL: https://… (дата обращения:
/// 22.11.2026).`
///
/// What is not known stands in brackets: `[Без заглавия]`, `[Б. м. : б. и.]`, `[б. г.]`.
fn gost(source: &Source) -> String {
    let mut cited = source.title.clone().unwrap_or_else(|| "[Без заглавия]".to_owned());
    cited.extend(source.author.iter().map(|author| format!(" / {author}")));
    let mut areas = vec![cited];
    let site = match (&source.publisher, &source.url) {
        (Some(publisher), Some(_)) => format!("Текст : электронный // {publisher} : [сайт]"),
        (None, Some(_)) => "Текст : электронный. – [Б. м. : б. и.]".to_owned(),
        (Some(publisher), None) => format!("[Б. м.] : {publisher}"),
        (None, None) => "[Б. м. : б. и.]".to_owned(),
    };
    areas.push(site);
    match source.published {
        None => areas.push("[б. г.]".to_owned()),
        Some(Published::Year(year)) => areas.push(year.to_string()),
        Some(Published::Month(year, month)) => {
            areas.extend([year.to_string(), NOMINATIVE[usize::from(month - 1)].to_owned()]);
        }
        Some(Published::Day(date)) => {
            areas.extend([date.year().to_string(), format!("{} {}", date.day(), RUSSIAN[month_index(date)])]);
        }
    }
    let read = source.read.strftime("%d.%m.%Y");
    areas.extend(source.url.iter().map(|url| format!("URL: {url} (дата обращения: {read})")));
    let mut cited = areas.remove(0);
    for area in areas {
        cited = format!("{} – {area}", stopped(&cited));
    }
    stopped(&cited)
}

/// `Author. Title[EB/OL]. Site, 2026(2026-01-20)[2026-11-22]. https://….`
///
/// An unknown author, publisher or date is left out, as the standard allows for what is online and numbered.
fn gb_t(source: &Source) -> String {
    let untitled = if source.language.starts_with("zh") { "[题名不详]" } else { "[Untitled]" };
    let title = source.title.as_deref().unwrap_or(untitled);
    let kind = if source.url.is_some() { "EB/OL" } else { "Z" };
    let author = source.author.iter().map(|author| stopped(author) + " ").collect::<String>();
    let published = match source.published {
        None => String::new(),
        Some(Published::Year(year)) => year.to_string(),
        Some(published @ Published::Month(year, _)) => format!("{year}({published})"),
        Some(published @ Published::Day(date)) => format!("{}({published})", date.year()),
    };
    let issued: Vec<&str> =
        source.publisher.as_deref().into_iter().chain([published.as_str()]).filter(|part| !part.is_empty()).collect();
    let read = source.url.as_ref().map(|_| format!("[{}]", source.read)).unwrap_or_default();
    let issued = format!("{}{read}", issued.join(", "));
    let mut cited = format!("{author}{title}[{kind}].");
    if !issued.is_empty() {
        cited = format!("{cited} {}", stopped(&issued));
    }
    source.url.iter().for_each(|url| cited.push_str(&format!(" {url}.")));
    cited
}

/// An entry of the kind `misc`, which every style of BibTeX and biblatex knows.
///
/// Names and titles stand in double braces: nothing takes them apart or changes their case. Without an author the
/// entry is sorted by its `key`.
fn bibtex(source: &Source) -> String {
    let mut fields: Vec<(&str, String)> = Vec::new();
    let kept = |text: &str| format!("{{{{{}}}}}", tex(text));
    match &source.author {
        Some(author) => fields.push(("author", kept(author))),
        None => fields.push(("key", format!("{{{}}}", source.id))),
    }
    fields.extend(source.title.iter().map(|title| ("title", kept(title))));
    fields.extend(source.publisher.iter().map(|publisher| ("howpublished", format!("{{{}}}", tex(publisher)))));
    let year = |year: &dyn std::fmt::Display| ("year", format!("{{{year}}}"));
    let month = |month: usize| ("month", ENGLISH[month][..3].to_ascii_lowercase());
    match source.published {
        None => fields.push(year(&"n.d.")),
        Some(Published::Year(number)) => fields.push(year(&number)),
        Some(Published::Month(number, named)) => fields.extend([year(&number), month(usize::from(named - 1))]),
        Some(Published::Day(date)) => {
            fields.extend([year(&date.year()), month(month_index(date)), ("day", format!("{{{}}}", date.day()))]);
        }
    }
    fields.extend(source.url.iter().map(|url| ("url", format!("{{{}}}", unbraced(url)))));
    fields.push(("urldate", format!("{{{}}}", source.read)));
    fields.push(("note", format!("{{Accessed {}}}", source.read)));
    let lines: Vec<String> = fields.into_iter().map(|(name, value)| format!("  {name} = {value}")).collect();
    format!("@misc{{{},\n{}\n}}", source.id, lines.join(",\n"))
}

/// A text as TeX prints it.
fn tex(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => escaped.extend(['\\', letter]),
            _ => escaped.push(letter),
        }
    }
    escaped
}

/// An address is taken as it stands, and must only not end its own field.
fn unbraced(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}

/// With a stop at its end, unless a mark stands there that ends a sentence.
fn stopped(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…']) { text.to_owned() } else { format!("{text}.") }
}

fn month_index(date: Date) -> usize {
    usize::from(date.month().unsigned_abs()).saturating_sub(1)
}

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const RUSSIAN: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

const NOMINATIVE: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn full() -> Source {
        Source {
            id: "herald-isles".into(),
            title: Some("Isles & trade: 50% up, {half} of_it #1".to_owned()),
            publisher: Some("Arcadian Herald".to_owned()),
            author: Some("A. Writer".to_owned()),
            via: None,
            published: Some(Published::Day(date(2026, 3, 1))),
            read: date(2026, 3, 10),
            language: "en".to_owned(),
            url: Some("https://herald.example/a_b?c=1%202&d={x}".to_owned()),
            kind: None,
            licence: None,
            attribution: None,
            note: None,
        }
    }

    fn sparse() -> Source {
        Source { id: "leaf".into(), title: None, publisher: None, author: None, published: None, url: None, ..full() }
    }

    #[test]
    fn apa_names_what_there_is_and_says_what_there_is_not() {
        assert_eq!(
            cite(Style::Apa, &full()),
            "A. Writer. (2026, March 1). Isles & trade: 50% up, {half} of_it #1. Arcadian Herald. Retrieved March 10, \
             2026, from https://herald.example/a_b?c=1%202&d={x}"
        );
        assert_eq!(cite(Style::Apa, &sparse()), "[Untitled document]. (n.d.).");
        let nameless = Source { author: None, published: Some(Published::Month(year(), 3)), ..full() };
        assert!(cite(Style::Apa, &nameless).starts_with("Isles & trade: 50% up, {half} of_it #1. (2026, March). Arc"));
        let own = Source { author: Some("Arcadian Herald".to_owned()), ..full() };
        assert_eq!(cite(Style::Apa, &own).matches("Arcadian Herald").count(), 1);
    }

    #[test]
    fn gost_puts_what_is_unknown_in_brackets() {
        assert_eq!(
            cite(Style::Gost, &full()),
            "Isles & trade: 50% up, {half} of_it #1 / A. Writer. – Текст : электронный // Arcadian Herald : [сайт]. – \
             2026. – 1 марта. – URL: https://herald.example/a_b?c=1%202&d={x} (дата обращения: 10.03.2026)."
        );
        assert_eq!(cite(Style::Gost, &sparse()), "[Без заглавия]. – [Б. м. : б. и.]. – [б. г.].");
        let online = Source { url: full().url, published: Some(Published::Year(year())), ..sparse() };
        assert!(
            cite(Style::Gost, &online)
                .starts_with("[Без заглавия]. – Текст : электронный. – [Б. м. : б. и.]. – 2026. – URL: ")
        );
    }

    #[test]
    fn gb_t_leaves_out_what_is_unknown() {
        assert_eq!(
            cite(Style::GbT, &full()),
            "A. Writer. Isles & trade: 50% up, {half} of_it #1[EB/OL]. Arcadian Herald, 2026(2026-03-01)[2026-03-10]. \
             https://herald.example/a_b?c=1%202&d={x}."
        );
        assert_eq!(cite(Style::GbT, &sparse()), "[Untitled][Z].");
        let chinese = Source { language: "zh".to_owned(), url: full().url, ..sparse() };
        assert_eq!(
            cite(Style::GbT, &chinese),
            "[题名不详][EB/OL]. [2026-03-10]. https://herald.example/a_b?c=1%202&d={x}."
        );
    }

    #[test]
    fn bibtex_prints_what_tex_would_take_for_commands() {
        assert_eq!(
            cite(Style::BibTex, &full()),
            "@misc{herald-isles,\n  author = {{A. Writer}},\n  title = {{Isles \\& trade: 50\\% up, \\{half\\} of\\_it \
             \\#1}},\n  howpublished = {Arcadian Herald},\n  year = {2026},\n  month = mar,\n  day = {1},\n  \
             url = {https://herald.example/a_b?c=1%202&d=%7Bx%7D},\n  urldate = {2026-03-10},\n  \
             note = {Accessed 2026-03-10}\n}"
        );
        assert_eq!(
            cite(Style::BibTex, &sparse()),
            "@misc{leaf,\n  key = {leaf},\n  year = {n.d.},\n  urldate = {2026-03-10},\n  note = {Accessed 2026-03-10}\n}"
        );
        assert_eq!(tex("a\\b~c^d$"), "a\\textbackslash{}b\\textasciitilde{}c\\textasciicircum{}d\\$");
    }

    fn year() -> crate::fact::Year {
        crate::fact::Year::new(2026).unwrap()
    }
}
