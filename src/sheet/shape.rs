//! Exactly what the YAML says: every field, every leaf as text with its place.
//!
//! All fields may be missing here; [`super::lower`] says which must not be.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Deserializer, de};

#[cfg(test)]
use super::schema::tests::*;
use crate::finding::Spot;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Located<T> {
    pub(crate) spot: Spot,
    pub(crate) is: T,
}

/// A text and where it stands.
pub(crate) type Leaf = Located<String>;

/// A mapping whose keys are not known beforehand, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Entries<T>(pub(crate) Vec<(Leaf, T)>);

/// The same words by language.
pub(super) type WordsShape = Located<Entries<Leaf>>;

/// What stands behind `=` is a schema of `schema/tests.rs`: what a field may hold, for editors.
macro_rules! shapes {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $field:ident: $type:ty = $holds:literal),+ $(,)? })+) => {$(
        #[derive(Clone, Default, Debug, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        $(#[$doc])*
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        pub(super) struct $name {
            $($(#[$vdoc])* #[cfg_attr(test, schemars(with = $holds))] pub(super) $field: $type),+
        }
    )+};
}

shapes! {
    /// One document, with all that we took from it. The file is `sheets/<year>/<source>.yaml`: the year it was
    /// published, else read; its name is the source's id.
    #[cfg_attr(test, schemars(title = "A fact sheet", extend("required" = ["source"])))]
    SheetShape {
        /// The document. What it does not say is `unknown`; nothing is from memory.
        source: Option<Located<SourceShape>> = "SourceShape",
        /// Said once for all figures. A figure that differs says so itself.
        shared: SharedShape = "SharedShape",
        /// What the document states, one number a line, with the digits as printed.
        figures: Vec<Located<FigureShape>> = "Vec<FigureShape>",
        /// Sourced facts that are no numbers, in our own words.
        statements: Vec<Located<StatementShape>> = "Vec<StatementShape>",
    }

    /// A document. What it does not say is `unknown`.
    #[cfg_attr(test, schemars(extend(
        "required" = ["title", "publisher", "published", "read", "language", "url"]
    )))]
    SourceShape {
        /// As printed: `Trade tops 100 bln U.S. dollars`. In quotes where it has a colon and a blank in it.
        title: Option<Leaf> = "Text",
        /// Who published it: `mts.kg`, `People's Daily Online`. Whom it relays belongs under `via`.
        publisher: Option<Leaf> = "Text",
        /// As printed: `Liu Jiangping, Ambassador of China to the Kyrgyz Republic`.
        author: Option<Leaf> = "Text",
        /// Whom it relays, by name: `Xinhua`.
        via: Option<Leaf> = "Text",
        /// When it came out, as exactly as it says: `2026-01-20`, `2026-01`, `2026` or `unknown`.
        published: Option<Leaf> = "Published",
        /// The day you read it: `2026-11-22`.
        read: Option<Leaf> = "Day",
        /// Tag of the language it is in: `en`, `ru`, `zh`.
        language: Option<Leaf> = "Tag",
        /// Address of the document itself, not of the site.
        url: Option<Leaf> = "Address",
        /// What the document is: the body's own table or release is `official`.
        kind: Option<Leaf> = "SourceKind",
        /// The terms of its owner, where a table or a data set has some: `CC BY`.
        licence: Option<Leaf> = "Text",
        /// The words that its owner asks for.
        attribution: Option<Leaf> = "Text",
        /// What a reader of the document must know: `Retells an interview.`
        note: Option<Leaf> = "Text",
        /// What `check` finds of the document and is right all the same, by its code, with the reason:
        /// `{ same-document: Another edition at the same address. }`.
        allow: Option<Located<Entries<Leaf>>> = "Allowed",
    }

    /// What holds for every figure that does not say otherwise.
    SharedShape {
        /// Of which goods, an id of `products.yaml`: `gas`; without it, all goods.
        product: Option<Leaf> = "ProductId",
        /// Whose count it is: `CHN`; `none` for a third party's.
        reporter: Option<Leaf> = "PlaceId",
        /// With whom: `KGZ`, `central-asia`.
        partner: Option<Leaf> = "PlaceId",
        /// Who measured it, as the document names it: `chinese-customs`.
        authority: Option<Leaf> = "AuthorityId",
        /// `billion USD`, `percent`, `count`. The currency is the printed one.
        unit: Option<Leaf> = "Unit",
        /// What span the numbers are of, or for a stock as of when.
        period: Option<Leaf> = "Period",
        /// Only where printed.
        status: Option<Leaf> = "Status",
        /// Where in the document: `paragraph 3`, `table 1`, `title`.
        at: Option<Leaf> = "Text",
    }

    /// One number of the document, or a series of them: `{ indicator: trade, value: 106.3, at: paragraph 3 }`.
    #[cfg_attr(test, schemars(extend("required" = ["indicator"]), extend(
        "oneOf" = [{ "required": ["value"] }, { "required": ["values"] }]
    )))]
    FigureShape {
        /// What is measured, an id of `indicators.yaml`: `trade`, `exports`, `growth`. `exports` are the reporter's.
        indicator: Option<Leaf> = "IndicatorId",
        /// Of which goods, an id of `products.yaml`: `gas`. The unit says whether by value, weight, volume or number.
        product: Option<Leaf> = "ProductId",
        /// Of a growth or share of goods, what they are counted in where it is not money: `t`, `m3`, `count`.
        measure: Option<Leaf> = "Measure",
        /// Of a growth, the indicator that grew: `imports`. Of a share, the whole: `central-asia`, `world`.
        of: Option<Leaf> = "AnyId",
        /// Whose count it is: `CHN`; `none` for a third party's.
        reporter: Option<Leaf> = "PlaceId",
        /// With whom: `KGZ`, `central-asia`.
        partner: Option<Leaf> = "PlaceId",
        /// `2025`, `2025-H1`, `2025-Q1`, `2025-M04`, `2025-M01-M10`; a stock is as of `2025-04`, `2025-06-17` or
        /// `unknown`.
        period: Option<Leaf> = "Period",
        /// The base of a growth that is not a year earlier: `2021`.
        since: Option<Leaf> = "Period",
        /// Digits as printed: `106.3`, `71.20`, `40000`. No commas, no words.
        value: Option<Leaf> = "Number",
        /// A series, a number for each period: `{ 2023: 1.0, 2024: 2.0 }`.
        values: Option<Located<Entries<Leaf>>> = "Values",
        /// `billion USD`, `percent`, `count`. The currency is the printed one.
        unit: Option<Leaf> = "Unit",
        /// The word before the number; part of it.
        qualifier: Option<Leaf> = "Qualifier",
        /// Against the same span a year earlier, `+12%`; else `{ value: "+114%", since: 2021 }`.
        change: Option<Located<ChangeShape>> = "Change",
        /// Only where printed.
        status: Option<Leaf> = "Status",
        /// Who measured it, as the document names it: `chinese-customs`.
        authority: Option<Leaf> = "AuthorityId",
        /// Where in the document: `paragraph 3`, `table 1`, `title`.
        at: Option<Leaf> = "Text",
        /// When the source took the number back: `2026-03-01`, `2026-03` or `unknown`. The line stays.
        withdrawn: Option<Leaf> = "Moment",
        /// That the number is known to be wrong: by whose numbers, and why. The line stays, and never leads.
        wrong: Option<Located<WrongShape>> = "WrongShape",
        /// Why the number may be wrong, by language. It leads only where there is nothing else.
        doubtful: Option<WordsShape> = "Words",
        /// What a reader must know of this number, by language.
        note: Option<WordsShape> = "Words",
        /// Findings of `check` that the source itself gives reason for: `{ parts-total: The parts leave out services. }`
        allow: Option<Located<Entries<Leaf>>> = "Allowed",
    }

    /// Why a number is known to be wrong.
    #[cfg_attr(test, schemars(extend("required" = ["by", "reason"])))]
    WrongShape {
        /// Whose numbers show it, an id of `authorities.yaml` or of a sheet: `chinese-customs`.
        by: Option<Leaf> = "AnyId",
        /// In our own words, by language: `{ en: A half-year printed as a year. }`
        reason: Option<WordsShape> = "Words",
    }

    /// A growth that stands beside its number. In short its value alone: `change: +12%`.
    #[cfg_attr(test, schemars(extend("required" = ["value"])))]
    ChangeShape {
        /// With its `%`, and its sign where one is printed: `+114%`.
        value: Option<Leaf> = "Percent",
        /// The base, where it is not a year earlier: `2021`.
        since: Option<Leaf> = "Period",
        /// The word before the number; part of it.
        qualifier: Option<Leaf> = "Qualifier",
    }

    /// A sourced fact that is no number: an agreement, a summit, a rank, a list.
    #[cfg_attr(test, schemars(extend("required" = ["kind", "places", "date", "at", "text"])))]
    StatementShape {
        /// What it tells of.
        kind: Option<Leaf> = "StatementKind",
        /// Of `kind: mirror-gap`, why the two sides of a border count differently.
        reason: Option<Leaf> = "Reason",
        /// The indicator whose answers show it: `trade`.
        indicator: Option<Leaf> = "IndicatorId",
        /// The goods whose answers show it, where it is of goods of one kind: `gas`.
        product: Option<Leaf> = "ProductId",
        /// What it is about: `[KGZ]`.
        places: Option<Located<Vec<Leaf>>> = "Vec<PlaceId>",
        /// When it was so: `2025`, `2026-01-19`, `unknown`.
        date: Option<Leaf> = "Period",
        /// Where in the document: `paragraph 4`.
        at: Option<Leaf> = "Text",
        /// One or two short sentences of our own that stand alone, in `en` and `ru`.
        text: Option<WordsShape> = "Words",
    }

    /// Countries and groups of them, with all their names: `places.yaml`.
    #[cfg_attr(test, schemars(title = "Places", extend("required" = ["default", "places"])))]
    PlacesShape {
        /// Whose count, and with whom, is meant where a question does not say.
        default: Option<Located<DefaultShape>> = "DefaultShape",
        /// What `check` demands; without it, English alone.
        required: Option<Located<RequiredShape>> = "RequiredShape",
        /// By id: ISO 3166-1 alpha-3 of a country, `KGZ`; words of a group, `central-asia`.
        places: Option<Located<Entries<Located<PlaceShape>>>> = "ById<PlaceId, PlaceShape>",
    }

    /// What is meant where a question does not say.
    #[cfg_attr(test, schemars(extend("required" = ["reporter", "partner"])))]
    DefaultShape {
        /// Whose count: `CHN`.
        reporter: Option<Leaf> = "PlaceId",
        /// With whom: `central-asia`.
        partner: Option<Leaf> = "PlaceId",
    }

    /// What must be there. A text in none of its reader's languages is shown in English.
    RequiredShape {
        /// Of what is shown: names of indicators and authorities, definitions, statements, notes. `[en, ru]`
        texts: Option<Located<Vec<Leaf>>> = "Vec<NameTag>",
        /// Of the names of places and goods, which are also understood: `[en, ru, kk]`.
        places: Option<Located<Vec<Leaf>>> = "Vec<NameTag>",
        /// Whether each document must say its `kind`.
        kind: Option<Leaf> = "bool",
    }

    /// A country, or a group with `members`.
    #[cfg_attr(test, schemars(extend("required" = ["names"])))]
    PlaceShape {
        /// What is shown, by language.
        names: Option<WordsShape> = "Words",
        /// What is only understood: `[Kirghizia, Kyrgyz]`. Not codes, flags or misspellings.
        aliases: Option<Entries<Vec<Leaf>>> = "Aliases",
        /// The countries of a group.
        members: Option<Located<Vec<Leaf>>> = "Vec<PlaceId>",
    }

    /// What is measured: `indicators.yaml`.
    #[cfg_attr(test, schemars(title = "Indicators", extend("required" = ["indicators"])))]
    IndicatorsShape {
        /// By id, at most 18 letters: `trade`, `investment-stock`.
        indicators: Option<Located<Entries<Located<IndicatorShape>>>> = "ById<IndicatorId, IndicatorShape>",
    }

    /// One thing that is measured.
    #[cfg_attr(test, schemars(extend("required" = ["kind", "units", "names", "definition"])))]
    IndicatorShape {
        /// A `flow` is of a span, a `stock` as of a moment.
        kind: Option<Leaf> = "IndicatorKind",
        /// Whether it can be below zero, as a balance can.
        signed: Option<Leaf> = "bool",
        /// Whether it is the partner's own, as its debt is.
        own: Option<Leaf> = "bool",
        /// Whether it can be of goods of one kind: `exports` of `gas`.
        goods: Option<Leaf> = "bool",
        /// `out` from the reporter, as exports go, or `in` to it.
        direction: Option<Leaf> = "Direction",
        /// Without the scale: `[USD, CNY]`.
        units: Option<Located<Vec<Leaf>>> = "Vec<Base>",
        /// What is shown, by language.
        names: Option<WordsShape> = "Words",
        /// What is only understood: `[turnover, trade volume]`.
        aliases: Option<Entries<Vec<Leaf>>> = "Aliases",
        /// What is counted, in one sentence.
        definition: Option<WordsShape> = "Words",
        /// How it is calculated where no source states it.
        derive: Option<Located<DeriveShape>> = "DeriveShape",
        /// What stands beneath it in an answer: `[exports, imports, balance]`.
        shown_with: Vec<Leaf> = "Vec<IndicatorId>",
    }

    /// One of the three.
    #[cfg_attr(test, schemars(extend("minProperties" = 1, "maxProperties" = 1)))]
    DeriveShape {
        /// `[exports, imports]`
        sum: Option<Located<Vec<Leaf>>> = "[IndicatorId; 2]",
        /// The larger, and what is taken off: `[exports, imports]`
        difference: Option<Located<Vec<Leaf>>> = "[IndicatorId; 2]",
        /// What the part and the whole are counted in: `trade`
        share: Option<Leaf> = "IndicatorId",
    }

    /// What is traded: `products.yaml`.
    #[cfg_attr(test, schemars(title = "Products", extend("required" = ["products"])))]
    ProductsShape {
        /// By id, at most 8 letters: `gas`, `cars`.
        products: Option<Located<Entries<Located<ProductShape>>>> = "ById<ProductId, ProductShape>",
    }

    /// Goods of one kind.
    #[cfg_attr(test, schemars(extend("required" = ["names"])))]
    ProductShape {
        /// In its classification: `HS 2711`, `SITC 7`.
        code: Option<Leaf> = "Text",
        /// The wider goods that it is a part of: `copper`.
        parent: Option<Leaf> = "ProductId",
        /// What is shown, by language.
        names: Option<WordsShape> = "Words",
        /// The name behind "of", where a language has a form for that: `{ ru: газа }`.
        owned: Option<WordsShape> = "SomeWords",
        /// What is only understood: `[natural gas, LNG]`.
        aliases: Option<Entries<Vec<Leaf>>> = "Aliases",
        /// Ids of former indicators, and what they mean now: `{ gas-volume: imports m3 }`.
        former: Option<Entries<Leaf>> = "FormerIds",
    }

    /// Who measures: `authorities.yaml`.
    #[cfg_attr(test, schemars(title = "Authorities", extend("required" = ["authorities"])))]
    AuthoritiesShape {
        /// By id: `chinese-customs`.
        authorities: Option<Located<Entries<Located<AuthorityShape>>>> = "ById<AuthorityId, AuthorityShape>",
    }

    /// A body that measures, as sources name it.
    #[cfg_attr(test, schemars(extend("required" = ["names"])))]
    AuthorityShape {
        /// What is shown, by language.
        names: Option<WordsShape> = "Words",
        /// Where it sits: `CHN`.
        country: Option<Leaf> = "PlaceId",
        /// What it counts itself; its numbers of these go before anyone else's.
        measures: Vec<Leaf> = "Vec<IndicatorId>",
        /// The goods that it counts, where it counts no others: `[gas]`.
        goods: Vec<Leaf> = "Vec<ProductId>",
        /// Whose count its numbers are.
        stands_for: Option<Located<StandsForShape>> = "StandsForShape",
    }

    /// Makes two bodies' numbers one count.
    #[cfg_attr(test, schemars(extend("required" = ["authority", "indicators", "reason"])))]
    StandsForShape {
        /// The one that counts: `chinese-customs`.
        authority: Option<Leaf> = "AuthorityId",
        /// For which indicators: `[trade, exports, imports]`.
        indicators: Option<Located<Vec<Leaf>>> = "Vec<IndicatorId>",
        /// How we know: two documents name the customs, and the numbers agree to the digit.
        reason: Option<WordsShape> = "Words",
    }

    /// When bodies publish: `releases.yaml`. What is expected, by when it came out before; nothing is promised.
    #[cfg_attr(test, schemars(title = "Releases"))]
    ReleasesShape {
        /// One entry for what comes out on one day.
        releases: Vec<Located<ReleaseShape>> = "Vec<ReleaseShape>",
    }

    /// On which day a body publishes what it measures.
    #[cfg_attr(test, schemars(extend("required" = ["authority", "indicators", "of", "after", "day", "seen"])))]
    ReleaseShape {
        /// Who publishes: `chinese-customs`.
        authority: Option<Leaf> = "AuthorityId",
        /// What comes out: `[trade, exports, imports]`.
        indicators: Option<Located<Vec<Leaf>>> = "Vec<IndicatorId>",
        /// Of which spans: `[month, year]`. `months` are those since January, of which the first half is one.
        of: Option<Located<Vec<Leaf>>> = "Vec<Length>",
        /// How many months after the last one of the span: 1 is the next.
        after: Option<Leaf> = "Count",
        /// The day of that month; one that every such month has.
        day: Option<Leaf> = "DayOfMonth",
        /// Whether the day is only about right: it is not the same each time, or seen too seldom.
        about: Option<Leaf> = "bool",
        /// The sheets whose dates tell so, by their ids: `[stheadline-20260118]`.
        seen: Option<Located<Vec<Leaf>>> = "Vec<AuthorityId>",
    }

    /// How a body's table becomes a sheet, for `tradefacts import`: `maps/<name>.yaml`.
    #[cfg_attr(test, schemars(title = "A map of a table", extend(
        "required" = ["layout", "seen", "source", "table", "columns"]
    )))]
    MapShape {
        /// The layout it was made for, in words: `A country a row; exports and imports as columns.`
        layout: Option<Leaf> = "Text",
        /// The real file that it was tried on, or `no`.
        seen: Option<Leaf> = "Text",
        /// What a sheet made by it says of its document.
        source: Option<Located<MapSourceShape>> = "MapSourceShape",
        /// What holds for every number of the table that does not say otherwise.
        shared: TermsShape = "TermsShape",
        /// How the file is written.
        table: Option<Located<TableShape>> = "TableShape",
        /// What a row says of all its numbers: for each the heading of the column that says it.
        rows: RowsShape = "RowsShape",
        /// The columns that hold numbers.
        columns: Vec<Located<ColumnShape>> = "Vec<ColumnShape>",
        /// What the names in the table stand for, beside those in `places.yaml` and `indicators.yaml`.
        names: NamesShape = "NamesShape",
        /// Who counts for each reporter, where rows name the reporter. Rows of other reporters are left out.
        authorities: Option<Located<Entries<Leaf>>> = "ByPlace",
    }

    /// A document of which many come. In each text `{period}` and `{table}` stand for the period of the table and the
    /// name of its file, and `=B2` is what stands in that cell, above or in the heading.
    #[cfg_attr(test, schemars(extend("required" = ["id", "title", "publisher", "language", "url"])))]
    MapSourceShape {
        /// The name of the sheet's file: `aso-goods-{period}`.
        id: Option<Leaf> = "Text",
        /// As printed, or `unknown`: `=A1`, `Trade in goods, {period}`.
        title: Option<Leaf> = "Text",
        /// Who publishes it.
        publisher: Option<Leaf> = "Text",
        /// Who wrote it, where the document says so.
        author: Option<Leaf> = "Text",
        /// Whom it relays, by name.
        via: Option<Leaf> = "Text",
        /// The cell with the day on which it came out: `=B2`. Else `--published` says it.
        published: Option<Leaf> = "Text",
        /// Tag of the language it is in: `en`, `ru`, `zh`.
        language: Option<Leaf> = "Tag",
        /// The document's own address, or `unknown`; `--url` says another.
        url: Option<Leaf> = "Text",
        /// What the document is: the body's own table is `official`.
        kind: Option<Leaf> = "SourceKind",
        /// The terms of its owner: `CC BY`.
        licence: Option<Leaf> = "Text",
        /// The words that its owner asks for.
        attribution: Option<Leaf> = "Text",
        /// What a reader of the document must know.
        note: Option<Leaf> = "Text",
    }

    /// What is said of numbers, as in a sheet.
    TermsShape {
        /// What is measured: `exports`.
        indicator: Option<Leaf> = "IndicatorId",
        /// Of which goods: `gas`. Without it, all goods.
        product: Option<Leaf> = "ProductId",
        /// Whose count it is: `CHN`; `none` for a third party's.
        reporter: Option<Leaf> = "PlaceId",
        /// With whom: `KGZ`.
        partner: Option<Leaf> = "PlaceId",
        /// Who measured it: `chinese-customs`.
        authority: Option<Leaf> = "AuthorityId",
        /// As in a sheet, or ten or a hundred of it: `thousand USD`, `10 thousand CNY`.
        unit: Option<Leaf> = "MapUnit",
        /// `2025`, the cell that says it (`=A2`), or `year-to-date`: January up to the period. Else `--period`.
        period: Option<Leaf> = "MapPeriod",
        /// Only where the document says it: `provisional`.
        status: Option<Leaf> = "Status",
    }

    /// How the file is written.
    #[cfg_attr(test, schemars(extend("required" = ["decimal"])))]
    TableShape {
        /// The rows of the heading, by their numbers: `[1]`, `[3, 4]`. Without it, the first.
        header: Vec<Leaf> = "Vec<RowNumber>",
        /// What stands before the decimals of a number: `"."` or `","`. Blanks, apostrophes and the other of the two
        /// may part thousands.
        decimal: Option<Leaf> = "Decimal",
        /// What stands between the cells of a CSV: `","`, `";"` or `tab`. Without it, what the heading has most of.
        separator: Option<Leaf> = "Separator",
        /// The encoding of a CSV that is neither UTF-8 nor begins with a byte-order mark: `windows-1251`, `gbk`.
        encoding: Option<Leaf> = "Text",
        /// The sheet of an XLSX that has several: `"2024"`.
        sheet: Option<Leaf> = "Text",
        /// What stands where there is no number: `["-", "…"]`; `""` where nothing stands. All else is refused.
        gaps: Vec<Leaf> = "Vec<AnyText>",
        /// What leads to a footnote, behind a name or a number: `["p", "r)"]`. Behind both `*` and small raised digits
        /// are read past anyway, and behind names other digits too.
        marks: Vec<Leaf> = "Vec<Text>",
    }

    /// For each, the heading of its column.
    RowsShape {
        /// With whom: `Country`.
        partner: Option<Leaf> = "Text",
        /// Whose count it is.
        reporter: Option<Leaf> = "Text",
        /// What is measured.
        indicator: Option<Leaf> = "Text",
        /// Of which goods.
        product: Option<Leaf> = "Text",
        /// What span the numbers are of.
        period: Option<Leaf> = "Text",
    }

    /// A column of numbers, or many that differ in their period alone.
    #[cfg_attr(test, schemars(extend("required" = ["header"])))]
    ColumnShape {
        /// Its heading; of several rows with ` / ` between: `Exports / Month`. `{period}` stands for a period:
        /// `{period}` alone is every column with a year above it.
        header: Option<Leaf> = "Text",
        /// What is measured: `exports`.
        indicator: Option<Leaf> = "IndicatorId",
        /// Of which goods: `gas`. Without it, all goods.
        product: Option<Leaf> = "ProductId",
        /// Whose count it is: `CHN`; `none` for a third party's.
        reporter: Option<Leaf> = "PlaceId",
        /// With whom: `KGZ`.
        partner: Option<Leaf> = "PlaceId",
        /// Who measured it: `chinese-customs`.
        authority: Option<Leaf> = "AuthorityId",
        /// As in a sheet, or ten or a hundred of it: `thousand USD`, `10 thousand CNY`.
        unit: Option<Leaf> = "MapUnit",
        /// `2025`, the cell that says it (`=A2`), or `year-to-date`: January up to the period. Else `--period`.
        period: Option<Leaf> = "MapPeriod",
        /// Only where the document says it: `provisional`.
        status: Option<Leaf> = "Status",
    }

    /// Names in the table and what they stand for; `skip` leaves the row out.
    NamesShape {
        /// Of places: `{ "Korea, Rep.": skip, Mainland China: CHN }`.
        places: Option<Located<Entries<Leaf>>> = "PlacesByName",
        /// Of indicators: `{ "Exports, FOB": exports, "Imports, FOB": skip }`.
        indicators: Option<Located<Entries<Leaf>>> = "IndicatorsByName",
        /// Of goods: `{ Natural gas: gas, Total: all, Services: skip }`.
        products: Option<Located<Entries<Leaf>>> = "ProductsByName",
        /// What becomes of rows with other names, which is an error unless this is `skip`. A name that is nearly one
        /// of ours is one in any case.
        others: Option<Leaf> = "Others",
    }
}

/// The name under which [`super::read`] hands out a value with its place.
pub(super) const LOCATED: &str = "Located";

/// The name of the shape that may stand as its `value` alone.
pub(super) const CHANGE: &str = "ChangeShape";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Located<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place and a value")
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut parts: A) -> Result<Located<T>, A::Error> {
                let missing = || de::Error::custom("a place and a value");
                let (line, column, width) = parts.next_element()?.ok_or_else(missing)?;
                let is = parts.next_element()?.ok_or_else(missing)?;
                Ok(Located { spot: Spot { line, column, width }, is })
            }
        }

        deserializer.deserialize_struct(LOCATED, &["spot", "is"], Visitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> de::Visitor<'de> for Visitor<T> {
            type Value = Entries<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(Visitor(PhantomData))
    }
}
