//! The shape of a map → how a body's table is read, for [`crate::import`]; every refusal is a finding.

use std::collections::HashMap;

use super::{
    draft::Field,
    leaf::{missing, sound, word},
    lower::Lower,
    notes::Notes,
    shape::{
        ColumnShape, Entries, Leaf, Located, MapShape, MapSourceShape, NamesShape, SourceShape, TableShape, TermsShape,
    },
};
use crate::{
    catalogue::fold,
    fact::{AuthorityId, IndicatorId, Period, PlaceId, ProductId, Status, Unit},
    finding::{Code, Spot},
};

/// How the tables of one body are read.
#[derive(Debug)]
pub struct Map {
    /// What its sheets say of their document, as templates.
    pub source: Vec<(Field, String)>,
    pub shared: Terms,
    pub layout: Layout,
    /// The headings of the columns that say something of their row.
    pub rows: Vec<(Says, String)>,
    pub columns: Vec<Column>,
    /// By folded name; none leaves the row out.
    pub places: HashMap<String, Option<PlaceId>>,
    pub indicators: HashMap<String, Option<IndicatorId>>,
    /// The inner none is all goods.
    pub products: HashMap<String, Option<Option<ProductId>>>,
    /// Whether rows with other names are left out.
    pub skips_others: bool,
    /// Who counts for each reporter; empty where `shared` or the columns say it.
    pub authorities: HashMap<PlaceId, AuthorityId>,
}

/// What a column says of the numbers in its rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Says {
    Partner,
    Reporter,
    Indicator,
    Product,
    Period,
}

/// A column of numbers, or all whose heading fits.
#[derive(Debug)]
pub struct Column {
    pub header: String,
    pub terms: Terms,
}

/// What is said of numbers.
#[derive(Clone, Default, Debug)]
pub struct Terms {
    pub indicator: Option<IndicatorId>,
    /// The inner none is all goods, as is none.
    pub product: Option<Option<ProductId>>,
    /// The inner none is a third party.
    pub reporter: Option<Option<PlaceId>>,
    pub partner: Option<PlaceId>,
    pub authority: Option<AuthorityId>,
    pub unit: Option<Counted>,
    pub period: Option<When>,
    pub status: Option<Status>,
}

/// A unit, and by how many places the point moves to the left: 10 thousand is a million and two places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    pub unit: Unit,
    pub places: u8,
}

/// Where a period is said.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum When {
    Is(Period),
    /// In this cell, as `A2`.
    Cell(String),
    /// From January up to the period that the table or its row has.
    YearToDate,
}

/// How a file is written.
#[derive(Debug)]
pub struct Layout {
    /// Row numbers, from 1, in order.
    pub header: Vec<u32>,
    pub decimal: char,
    pub separator: Option<u8>,
    pub encoding: Option<String>,
    pub sheet: Option<String>,
    pub gaps: Vec<String>,
    pub marks: Vec<String>,
}

/// Stands for the period of a table, in texts and headings.
pub const PERIOD: &str = "{period}";
/// Stands for the name of a table's file.
pub const TABLE: &str = "{table}";

const YEAR_TO_DATE: &str = "year-to-date";
const SKIP: &str = "skip";
const ALL: &str = "all";

impl Lower<'_> {
    pub(super) fn map(&self, shape: &MapShape) -> Option<Map> {
        let notes = self.notes;
        for (field, leaf) in [("layout", &shape.layout), ("seen", &shape.seen)] {
            match leaf {
                Some(leaf) => drop(self.text(leaf)),
                None => drop(missing::<()>(notes, Spot::START, "the map", field)),
            }
        }
        let source = match &shape.source {
            Some(source) => self.map_source(source),
            None => missing(notes, Spot::START, "the map", "source").unwrap_or_default(),
        };
        let shared = self.terms_of_map(&shape.shared);
        let layout = match &shape.table {
            Some(table) => self.layout(table),
            None => missing(notes, Spot::START, "the map", "table"),
        };
        let is = &shape.rows;
        let says = [
            (Says::Partner, &is.partner),
            (Says::Reporter, &is.reporter),
            (Says::Indicator, &is.indicator),
            (Says::Product, &is.product),
            (Says::Period, &is.period),
        ];
        let rows = says.into_iter().filter_map(|(says, leaf)| Some((says, sound(leaf.as_ref()?, notes)?.to_owned())));
        let rows: Vec<(Says, String)> = rows.collect();
        let authorities = self.by_place(shape.authorities.as_ref());
        let given = Whole { shared: &shared, rows: &rows, has_authorities: !authorities.is_empty(), notes };
        if shape.columns.is_empty() {
            missing::<()>(notes, Spot::START, "the map", "columns");
        }
        let columns = shape.columns.iter().filter_map(|column| self.column(column, &given)).collect();
        let NamesShape { places, indicators, products, others } = &shape.names;
        let places = self.names(places.as_ref(), |leaf| self.place(leaf));
        let indicators =
            self.names(indicators.as_ref(), |leaf| self.known.indicator(leaf, notes).map(|one| one.id.clone()));
        let products = self.names(products.as_ref(), |leaf| match leaf.is.as_str() {
            ALL => Some(None),
            _ => self.product(leaf).map(Some),
        });
        let skips_others = others.as_ref().and_then(|leaf| word(leaf, "fate", [SKIP], notes)).is_some();
        Some(Map {
            source,
            shared,
            layout: layout?,
            rows,
            columns,
            places,
            indicators,
            products,
            skips_others,
            authorities,
        })
    }

    /// The fields as templates. What is no template is judged as in a sheet.
    fn map_source(&self, shape: &Located<MapSourceShape>) -> Vec<(Field, String)> {
        let (is, notes) = (&shape.is, self.notes);
        let fields = [
            (Field::Id, &is.id),
            (Field::Title, &is.title),
            (Field::Publisher, &is.publisher),
            (Field::Author, &is.author),
            (Field::Via, &is.via),
            (Field::Published, &is.published),
            (Field::Language, &is.language),
            (Field::Url, &is.url),
            (Field::Kind, &is.kind),
            (Field::Licence, &is.licence),
            (Field::Attribution, &is.attribution),
            (Field::Note, &is.note),
        ];
        if is.id.is_none() {
            missing::<()>(notes, shape.spot, "the source", "id");
        }
        if let Some(leaf) = is.published.as_ref().filter(|leaf| address(&leaf.is).is_none()) {
            notes.found(Code::BadDate, leaf.spot, format!("`{}` is no cell", leaf.is)).help(
                "a map is for many documents: name the cell that has the date, such as `=B2`, or use --published",
            );
        }
        let unknown = |leaf: &Option<Leaf>| {
            let leaf = leaf.as_ref()?;
            let is = if is_template(&leaf.is) { "unknown".to_owned() } else { leaf.is.clone() };
            Some(Leaf { spot: leaf.spot, is })
        };
        let stand_in = |text: &str| Some(Leaf { spot: shape.spot, is: text.to_owned() });
        let document = SourceShape {
            title: unknown(&is.title),
            publisher: unknown(&is.publisher),
            author: unknown(&is.author),
            via: unknown(&is.via),
            published: stand_in("unknown"),
            read: stand_in("2000-01-01"),
            language: is.language.clone(),
            url: unknown(&is.url),
            kind: is.kind.clone(),
            licence: is.licence.clone(),
            attribution: is.attribution.clone(),
            note: unknown(&is.note),
            allow: None,
        };
        self.source(Some(&Located { spot: shape.spot, is: document }), "2000", "map");
        fields.into_iter().filter_map(|(field, leaf)| Some((field, leaf.as_ref()?.is.trim().to_owned()))).collect()
    }

    fn terms_of_map(&self, is: &TermsShape) -> Terms {
        let TermsShape { indicator, product, reporter, partner, authority, unit, period, status } = is;
        let indicator = indicator.as_ref().and_then(|leaf| self.known.indicator(leaf, self.notes));
        Terms {
            indicator: indicator.map(|one| one.id.clone()),
            product: product.as_ref().and_then(|leaf| self.product(leaf)).map(Some),
            reporter: reporter.as_ref().and_then(|leaf| self.reporter(leaf)),
            partner: partner.as_ref().and_then(|leaf| self.place(leaf)),
            authority: authority.as_ref().and_then(|leaf| self.authority(leaf)),
            unit: unit.as_ref().and_then(|leaf| self.counted(leaf)),
            period: period.as_ref().and_then(|leaf| self.when(leaf)),
            status: status.as_ref().and_then(|leaf| self.status(leaf)),
        }
    }

    fn column(&self, shape: &Located<ColumnShape>, given: &Whole<'_>) -> Option<Column> {
        let ColumnShape { header, indicator, product, reporter, partner, authority, unit, period, status } =
            shape.is.clone();
        let terms = TermsShape { indicator, product, reporter, partner, authority, unit, period, status };
        given.completes(&terms, shape.spot);
        let terms = self.terms_of_map(&terms);
        let header = match &header {
            Some(leaf) => sound(leaf, self.notes),
            None => missing(self.notes, shape.spot, "the column", "header"),
        };
        Some(Column { header: header?.to_owned(), terms })
    }

    /// A unit as a sheet has it, or ten or a hundred of it.
    fn counted(&self, leaf: &Leaf) -> Option<Counted> {
        let tens = [("10 ", 2), ("100 ", 1)];
        let Some((rest, places)) = tens.iter().find_map(|(tens, places)| Some((leaf.is.strip_prefix(tens)?, *places)))
        else {
            return self.unit(leaf).map(|unit| Counted { unit, places: 0 });
        };
        let unit = self.unit(&Leaf { spot: leaf.spot, is: rest.to_owned() })?;
        if !(3..12).contains(&unit.exponent) {
            self.notes.found(Code::BadUnit, leaf.spot, format!("unknown unit `{}`", leaf.is)).help(
                "ten and a hundred are of a thousand, a million or a billion: `10 thousand CNY`, `100 million CNY`",
            );
            return None;
        }
        Some(Counted { unit: Unit { exponent: unit.exponent + 3, ..unit }, places })
    }

    fn when(&self, leaf: &Leaf) -> Option<When> {
        match sound(leaf, self.notes)? {
            YEAR_TO_DATE => Some(When::YearToDate),
            text => match address(text) {
                Some(cell) => Some(When::Cell(cell.to_owned())),
                None => self.period(leaf).map(When::Is),
            },
        }
    }

    fn layout(&self, shape: &Located<TableShape>) -> Option<Layout> {
        let (is, notes) = (&shape.is, self.notes);
        let mut header: Vec<u32> = is.header.iter().filter_map(|leaf| row_number(leaf, notes)).collect();
        if is.header.is_empty() {
            header.push(1);
        }
        header.sort_unstable();
        let decimal = match &is.decimal {
            Some(leaf) => word(leaf, "decimal sign", [".", ","], notes).and_then(|sign| sign.chars().next()),
            None => missing(notes, shape.spot, "the table", "decimal"),
        };
        let separators = [(",", b','), (";", b';'), ("tab", b'\t')];
        let separator = is.separator.as_ref().and_then(|leaf| {
            let sign = word(leaf, "separator", separators.map(|(sign, _)| sign), notes)?;
            separators.iter().find(|(one, _)| *one == sign).map(|(_, byte)| *byte)
        });
        let text = |leaf: &Leaf| sound(leaf, notes).map(str::to_owned);
        Some(Layout {
            header,
            decimal: decimal?,
            separator,
            encoding: is.encoding.as_ref().and_then(text),
            sheet: is.sheet.as_ref().and_then(text),
            // Nothing at all may stand for a gap.
            gaps: is.gaps.iter().map(|leaf| leaf.is.trim().to_owned()).collect(),
            marks: is.marks.iter().filter_map(text).collect(),
        })
    }

    /// Names by their fold; what they stand for, or none for `skip`.
    fn names<T>(
        &self,
        names: Option<&Located<Entries<Leaf>>>,
        read: impl Fn(&Leaf) -> Option<T>,
    ) -> HashMap<String, Option<T>> {
        let entries = names.iter().flat_map(|names| &names.is.0);
        let read = entries.filter_map(|(name, leaf)| {
            let name = fold(sound(name, self.notes)?);
            if leaf.is == SKIP { Some((name, None)) } else { read(leaf).map(|id| (name, Some(id))) }
        });
        read.collect()
    }

    fn by_place(&self, authorities: Option<&Located<Entries<Leaf>>>) -> HashMap<PlaceId, AuthorityId> {
        let entries = authorities.iter().flat_map(|all| &all.is.0);
        entries.filter_map(|(place, leaf)| self.place(place).zip(self.authority(leaf))).collect()
    }
}

/// What a map says beside its columns.
struct Whole<'a> {
    shared: &'a Terms,
    rows: &'a [(Says, String)],
    has_authorities: bool,
    notes: &'a Notes<'a>,
}

impl Whole<'_> {
    /// Notes what neither the column nor its rows nor `shared` say; the period may come from the command line.
    fn completes(&self, terms: &TermsShape, spot: Spot) {
        let (shared, row) = (self.shared, |says: Says| self.rows.iter().any(|(one, _)| *one == says));
        let said = [
            ("indicator", terms.indicator.is_some() || shared.indicator.is_some() || row(Says::Indicator)),
            ("reporter", terms.reporter.is_some() || shared.reporter.is_some() || row(Says::Reporter)),
            ("partner", terms.partner.is_some() || shared.partner.is_some() || row(Says::Partner)),
            ("authority", terms.authority.is_some() || shared.authority.is_some() || self.has_authorities),
            ("unit", terms.unit.is_some() || shared.unit.is_some()),
        ];
        for (field, _) in said.into_iter().filter(|(_, is_said)| !is_said) {
            self.notes
                .found(Code::Missing, spot, format!("the column has no `{field}`"))
                .help("give it here, in `shared` or, where each row has its own, in `rows`");
        }
    }
}

/// The cell that `=B2` names.
pub fn address(text: &str) -> Option<&str> {
    let cell = text.strip_prefix('=')?;
    let digits = cell.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let is_cell = (1..=3).contains(&(cell.len() - digits.len()))
        && !digits.starts_with('0')
        && (1..=7).contains(&digits.len())
        && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_cell.then_some(cell)
}

fn is_template(text: &str) -> bool {
    address(text).is_some() || text.contains(PERIOD) || text.contains(TABLE)
}

fn row_number(leaf: &Leaf, notes: &Notes<'_>) -> Option<u32> {
    let text = sound(leaf, notes)?;
    let number = text.parse().ok().filter(|number| (1..=MOST_HEADING).contains(number));
    if number.is_none() {
        notes
            .found(Code::BadNumber, leaf.spot, format!("`{text}` is no number of a heading's row"))
            .help(format!("rows count from 1, and a heading lies within the first {MOST_HEADING}"));
    }
    number
}

/// Rows that are kept until the heading is read.
const MOST_HEADING: u32 = 1000;
