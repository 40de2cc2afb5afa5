//! The shape of a sheet → figures and statements; every refusal is a finding.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    define::Known,
    leaf::{comma_in_braces, mend, missing, sound, without_comma, word},
    meant,
    notes::Notes,
    shape::{ChangeShape, Entries, FigureShape, Leaf, Located, SharedShape, SheetShape, SourceShape, StatementShape},
};
use crate::{
    catalogue::Pool,
    fact::{
        self, Amount, AsOf, AuthorityId, Base, Conflict, Doubt, Figure, Indicator, Kind, Of, Period, PlaceId,
        ProductId, Published, Qualifier, Reason, Series, Source, Statement, Status, Unit, Year,
    },
    finding::{Code, Spot},
};

/// One sheet as facts, with the place each figure was read from.
#[derive(Debug)]
pub struct Sheet {
    pub file: String,
    pub source: Arc<Source>,
    pub figures: Vec<Stated>,
    /// What is acknowledged at each entry, by [`Stated::entry`].
    pub allowed: Vec<Vec<Allowed>>,
    /// What is acknowledged of the document itself.
    pub allowed_of_source: Vec<Allowed>,
    pub spots: SourceSpots,
}

/// Where a sheet says what its document is.
#[derive(Clone, Copy, Debug)]
pub struct SourceSpots {
    pub title: Spot,
    pub url: Spot,
}

impl Sheet {
    /// What is acknowledged at an entry or, without one, of the document itself.
    pub fn allowed_at(&self, entry: Option<usize>) -> &[Allowed] {
        entry.map_or(&self.allowed_of_source, |entry| &self.allowed[entry])
    }
}

/// A figure and where its value stands.
#[derive(Clone, Debug)]
pub struct Stated {
    pub figure: Figure,
    pub spot: Spot,
    /// The entry it comes from; one entry can hold a series, or a figure and its change.
    pub entry: usize,
}

impl Stated {
    /// Whether readers are told that it does not fit, by the rule of this code.
    pub fn tells(&self, code: Code) -> bool {
        self.figure.conflicts.iter().any(|conflict| conflict.as_str() == code.as_str())
    }
}

/// A finding acknowledged in the sheet.
#[derive(Clone, Debug)]
pub struct Allowed {
    pub code: String,
    pub spot: Spot,
}

/// What a sheet is read with.
#[derive(Debug)]
pub(super) struct Lower<'a> {
    pub(super) known: &'a Known,
    pub(super) pool: &'a Pool,
    pub(super) notes: &'a Notes<'a>,
}

impl Lower<'_> {
    /// All that can be read. What cannot is noted.
    pub(super) fn sheet(&self, shape: &SheetShape, year: &str, stem: &str) -> (Sheet, Vec<Statement>) {
        let source = Arc::new(self.source(shape.source.as_ref(), year, stem));
        if shape.figures.is_empty() && shape.statements.is_empty() && self.notes.is_clean() {
            self.notes.found(Code::EmptySheet, Spot::START, "the sheet has neither figures nor statements");
        }
        let about = shape.source.as_ref();
        let spot = |leaf: fn(&SourceShape) -> Option<&Leaf>| {
            about.and_then(|about| leaf(&about.is)).map_or(Spot::START, |leaf| leaf.spot)
        };
        let mut sheet = Sheet {
            file: self.notes.file().to_owned(),
            source,
            figures: Vec::new(),
            allowed: Vec::new(),
            allowed_of_source: self.allowed(about.and_then(|about| about.is.allow.as_ref())),
            spots: SourceSpots { title: spot(|is| is.title.as_ref()), url: spot(|is| is.url.as_ref()) },
        };
        let shared = self.shared(&shape.shared);
        for entry in &shape.figures {
            self.entry(entry, &shared, &mut sheet);
        }
        let statements = shape.statements.iter().filter_map(|entry| self.statement(entry, &sheet.source)).collect();
        (sheet, statements)
    }

    pub(super) fn day(&self, leaf: &Leaf) -> Option<Date> {
        let text = sound(leaf, self.notes)?;
        if let Ok(Period::AsOf(AsOf::Day(day))) = text.parse() {
            return Some(day);
        }
        let mut finding = self.notes.found(Code::BadDate, leaf.spot, format!("`{text}` is no day"));
        finding.help("write the day it was read, such as 2026-11-22");
        mend(&mut finding, meant::date(text).filter(|meant| meant.len() == 10));
        None
    }

    fn shared(&self, shape: &SharedShape) -> Shared {
        Shared {
            reporter: Given::read(&shape.reporter, |leaf| self.reporter(leaf)),
            partner: Given::read(&shape.partner, |leaf| self.place(leaf)),
            product: Given::read(&shape.product, |leaf| self.product(leaf)),
            authority: Given::read(&shape.authority, |leaf| self.authority(leaf)),
            unit: Given::read(&shape.unit, |leaf| self.unit(leaf)),
            period: Given::read(&shape.period, |leaf| self.period(leaf)),
            status: Given::read(&shape.status, |leaf| self.status(leaf)),
            at: Given::read(&shape.at, |leaf| self.text(leaf)),
        }
    }

    /// One entry of `figures`: a figure, or a series, or a figure and its change.
    fn entry(&self, entry: &Located<FigureShape>, shared: &Shared, sheet: &mut Sheet) {
        let is = &entry.is;
        let number = sheet.allowed.len();
        sheet.allowed.push(self.allowed(is.allow.as_ref()));

        // What `shared` gives is blamed on the indicator that it does not fit.
        let blame = is.indicator.as_ref().map_or(entry.spot, |leaf| leaf.spot);
        let whose = Entry { spot: entry.spot, blame, notes: self.notes };
        let terms = self.terms(is, &sheet.allowed[number], shared, &whose);
        let since = match &is.since {
            Some(leaf) => self.period(leaf).map(|since| Some((since, leaf.spot))),
            None => Some(None),
        };
        let values = self.values(entry, shared, &whose);
        let Some((indicator, series)) = self.series(is, shared, &whose, terms.unit, since) else {
            // The values are still judged as numbers.
            for one in values {
                let _ = self.amount(one.value, ANY_UNIT);
            }
            if let Some(change) = &is.change {
                self.change(change, None);
            }
            return;
        };
        let grown =
            if let Some(Of::Indicator(id)) = &series.of { self.known.indicators.get(id) } else { Some(indicator) };
        let is_stock = grown.is_some_and(|grown| grown.kind == Kind::Stock);
        let moment = |(period, spot): (Period, Spot)| (if is_stock { period.of_stock() } else { period }, spot);
        let since = since.and_then(|since| since.map(moment));
        let values: Vec<_> = values.into_iter().map(|one| Value { period: one.period.map(moment), ..one }).collect();
        let line = Line { number, indicator, grown, series, since, terms };
        self.stated(&line, &values, sheet);
        if let Some(change) = &is.change {
            self.changed(&line, change, &values, is.values.is_some(), sheet);
        }
    }

    /// All that is said of the numbers of an entry alike.
    fn terms(&self, is: &FigureShape, allowed: &[Allowed], shared: &Shared, whose: &Entry<'_>) -> Terms {
        let conflicts = allowed.iter().filter_map(|allowed| allowed.code.parse::<Conflict>().ok());
        let (of_change, conflicts): (Vec<_>, Vec<_>) =
            conflicts.partition(|one| is.change.is_some() && *one == Conflict::GrowthYears);
        let text = |shape| self.known.required.text(Some(shape), "note", shape.spot, self.notes);
        Terms {
            authority: whose.field("authority", &is.authority, &shared.authority, |leaf| self.authority(leaf)),
            unit: whose.field("unit", &is.unit, &shared.unit, |leaf| self.unit(leaf)),
            at: whose.field("at", &is.at, &shared.at, |leaf| self.text(leaf)),
            status: match &is.status {
                Some(leaf) => self.status(leaf),
                None => shared.status.get().copied(),
            },
            qualifier: match &is.qualifier {
                Some(leaf) => self.qualifier(leaf),
                None => Some(Qualifier::Exact),
            },
            note: is.note.as_ref().map(text),
            withdrawn: is.withdrawn.as_ref().and_then(|leaf| self.moment(leaf)),
            doubt: self.doubt(is).map(Box::new),
            conflicts,
            of_change,
        }
    }

    /// What is measured, between whom; none where that cannot be told.
    fn series(
        &self,
        is: &FigureShape,
        shared: &Shared,
        whose: &Entry<'_>,
        unit: Option<(Unit, Spot)>,
        since: Option<Option<(Period, Spot)>>,
    ) -> Option<(&Indicator, Arc<Series>)> {
        let (known, notes) = (self.known, self.notes);
        let indicator = match &is.indicator {
            Some(leaf) => known.indicator(leaf, notes).map(|indicator| (indicator, leaf.spot)),
            None => missing(notes, whose.spot, "the figure", "indicator"),
        };
        let reporter = whose.field("reporter", &is.reporter, &shared.reporter, |leaf| self.reporter(leaf));
        let partner = whose.field("partner", &is.partner, &shared.partner, |leaf| self.place(leaf));
        if let (Some((Some(reporter), _)), Some((partner, spot))) = (&reporter, &partner)
            && reporter == partner
        {
            notes
                .found(Code::SamePlace, *spot, format!("`{partner}` is both reporter and partner"))
                .help("the partner is with whom the reporter trades");
        }
        let (indicator, spot) = indicator.filter(|(indicator, _)| !known.doubtful.contains(&indicator.id))?;
        let is_third = matches!(&reporter, Some((None, _)));
        let of = self.of(indicator, spot, is.of.as_ref(), partner.as_ref(), is_third);
        let goods = self.goods(is, shared, indicator, unit.map(|(unit, _)| unit));
        if let (Some((unit, spot)), Some(goods)) = (unit, &goods) {
            self.unit_fits(indicator, goods.as_ref(), unit, spot, is.unit.is_none());
        }
        if let Some(Some((_, spot))) = since
            && indicator.kind != Kind::Growth
        {
            notes.found(Code::Since, spot, format!("`{}` has no `since`: only a growth has a base", indicator.id));
        }
        let (goods, of, (reporter, _), (partner, _)) = (goods?, of?, reporter?, partner?);
        Some((indicator, self.pool.one(Series { indicator: indicator.id.clone(), goods, of, reporter, partner })))
    }

    /// The numbers of an entry; those of one line share what the line says.
    fn stated(&self, line: &Line<'_>, values: &[Value<'_>], sheet: &mut Sheet) {
        let (indicator, terms) = (line.indicator, &line.terms);
        let mut common: Option<Arc<fact::Entry>> = None;
        for one in values {
            let amount = self.amount(one.value, terms.unit.map_or(ANY_UNIT, |(unit, _)| unit));
            let (Some(amount), Some((period, spot))) = (amount, one.period) else { continue };
            self.value_fits(indicator, amount, one.value.spot);
            if indicator.kind == Kind::Growth
                && let Some(grown) = line.grown
            {
                self.fall_fits(grown, amount, Code::BadNumber, one.value.spot);
            }
            if indicator.kind != Kind::Share
                && let Some(grown) = line.grown
            {
                self.period_fits(grown, period, spot);
            }
            let since = line.since.and_then(|since| self.base(period, since));
            let (Some(_), Some(qualifier)) = (terms.unit, terms.qualifier) else { continue };
            let entry = match &common {
                Some(entry) if entry.since == since => entry.clone(),
                _ => match terms.entry(line.series.clone(), since, qualifier, &terms.conflicts, &sheet.source) {
                    Some(entry) => Arc::new(entry),
                    None => continue,
                },
            };
            common = Some(entry.clone());
            let figure = Figure { entry, period, amount };
            sheet.figures.push(Stated { figure, spot: one.value.spot, entry: line.number });
        }
    }

    /// By how much the one number of an entry changed, as a growth of its own.
    fn changed(
        &self,
        line: &Line<'_>,
        change: &Located<ChangeShape>,
        values: &[Value<'_>],
        is_series: bool,
        sheet: &mut Sheet,
    ) {
        let indicator = line.indicator;
        let has_growth = || self.known.indicators.get("growth").is_some_and(|growth| growth.kind == Kind::Growth);
        let refusal = match indicator.kind {
            Kind::Growth | Kind::Share => Some(format!("a {} has no change here", indicator.id)),
            _ if is_series => Some("a series has no one change".to_owned()),
            _ if !has_growth() => Some("a change needs an indicator `growth` of kind growth".to_owned()),
            _ => None,
        };
        if let Some(refusal) = refusal {
            self.notes
                .found(Code::BadChange, change.spot, refusal)
                .help("state it as a figure of its own: `{ indicator: growth, of: … }`");
            return;
        }
        let period = values.first().and_then(|one| one.period).map(|(period, _)| period);
        let Some((amount, qualifier, since)) = self.change(change, period) else { return };
        if let Some(leaf) = &change.is.value {
            self.fall_fits(indicator, amount, Code::BadChange, leaf.spot);
        }
        let grown = Some(Of::Indicator(indicator.id.clone()));
        let growth = self.pool.one(Series { indicator: "growth".into(), of: grown, ..Series::clone(&line.series) });
        let entry = line.terms.entry(growth, since, qualifier, &line.terms.of_change, &sheet.source);
        let (Some(period), Some(entry), Some(leaf)) = (period, entry, &change.is.value) else { return };
        let figure = Figure { entry: Arc::new(entry), period, amount };
        sheet.figures.push(Stated { figure, spot: leaf.spot, entry: line.number });
    }

    /// The numbers of an entry with their periods; those of a series have their own.
    fn values<'e>(&self, entry: &'e Located<FigureShape>, shared: &Shared, whose: &Entry<'_>) -> Vec<Value<'e>> {
        let (is, notes) = (&entry.is, self.notes);
        match (&is.value, &is.values) {
            (Some(value), None) => {
                let period = whose.field("period", &is.period, &shared.period, |leaf| self.period(leaf));
                vec![Value { value, period }]
            }
            (None, Some(values)) => {
                if values.is.0.is_empty() && !notes.was_broken(values.spot) {
                    notes.found(Code::Value, values.spot, "`values` holds no figure");
                }
                if let Some(period) = &is.period {
                    notes
                        .found(Code::Value, period.spot, "a series has its periods in `values`")
                        .help("take `period` away");
                }
                let mut before: Option<&Leaf> = None;
                let each = values.is.0.iter().filter_map(|(period, value)| {
                    if let (true, Some(cut)) = (value.is.is_empty(), before.replace(value))
                        && without_comma(&cut.is, &period.is).is_some()
                    {
                        let what = format!("`{}` is no period", period.is);
                        let mut finding = notes.found(Code::BadPeriod, period.spot, what);
                        comma_in_braces(&mut finding, (&cut.is, cut.spot), (&period.is, period.spot));
                        return None;
                    }
                    let period = self.period(period).map(|read| (read, period.spot));
                    Some(Value { value, period })
                });
                each.collect()
            }
            (Some(value), Some(values)) => {
                notes
                    .found(Code::Value, values.spot, "both `value` and `values` are given")
                    .why(format!("`value` is at column {}", value.spot.column))
                    .help("one figure has a `value`, a series has `values` by period");
                Vec::new()
            }
            (None, None) => {
                notes
                    .found(Code::Value, entry.spot, "the figure has neither `value` nor `values`")
                    .help("one figure has a `value`, a series has `values` by period");
                Vec::new()
            }
        }
    }

    /// What a growth or a share is of; the outer none where that cannot be told.
    fn of(
        &self,
        indicator: &Indicator,
        spot: Spot,
        leaf: Option<&Leaf>,
        partner: Option<&(PlaceId, Spot)>,
        is_third: bool,
    ) -> Option<Option<Of>> {
        let notes = self.notes;
        match (indicator.kind, leaf) {
            (Kind::Flow | Kind::Stock, None) => Some(None),
            (Kind::Flow | Kind::Stock, Some(leaf)) => {
                notes
                    .found(Code::Of, leaf.spot, format!("`{}` is not of anything", indicator.id))
                    .help("only a growth and a share have an `of`");
                None
            }
            (Kind::Growth, None) => {
                notes
                    .found(Code::Of, spot, "a growth needs `of`: the indicator that grew")
                    .help("write for instance `of: trade`");
                None
            }
            (Kind::Share, None) => {
                notes
                    .found(Code::Of, spot, "a share needs `of`: the place whose part it is")
                    .help("write for instance `of: world`");
                None
            }
            (Kind::Growth, Some(leaf)) => {
                let grown = self.known.indicator(leaf, notes)?;
                if grown.kind == Kind::Growth {
                    notes.found(Code::Of, leaf.spot, "a growth is of a flow, a stock or a share");
                    return None;
                }
                Some(Some(Of::Indicator(grown.id.clone())))
            }
            (Kind::Share, Some(leaf)) => {
                let whole = self.known.place(leaf, notes)?;
                let part = partner.and_then(|(id, _)| self.known.places.get(id))?;
                // By a third party's count, the whole may be the trade of a group that the part trades with.
                let outside = whole.is_group() && !part.is_group() && !whole.members.contains(&part.id) && !is_third;
                if outside || part.id == whole.id {
                    notes
                        .found(Code::Of, leaf.spot, format!("`{}` is no part of `{}`", part.id, whole.id))
                        .help("`partner` is the part and `of` the whole");
                    return None;
                }
                Some(Some(Of::Place(whole.id.clone())))
            }
        }
    }

    /// The base of a growth; none where it is the same span a year earlier.
    fn base(&self, period: Period, (since, spot): (Period, Spot)) -> Option<Period> {
        if since >= period && period != Period::AsOf(AsOf::Unknown) {
            self.notes.found(Code::Since, spot, format!("the base of a growth in {period} lies before it"));
        }
        (period.year_before() != Some(since)).then_some(since)
    }

    /// A change as a number of percent, its qualifier and its base.
    fn change(
        &self,
        change: &Located<ChangeShape>,
        period: Option<Period>,
    ) -> Option<(Amount, Qualifier, Option<Period>)> {
        let (is, notes) = (&change.is, self.notes);
        let qualifier = match &is.qualifier {
            Some(leaf) => self.qualifier(leaf),
            None => Some(Qualifier::Exact),
        };
        let since = is.since.as_ref().and_then(|leaf| self.period(leaf).map(|since| (since, leaf.spot)));
        let since = period.zip(since).and_then(|(period, since)| self.base(period, since));
        let Some(leaf) = &is.value else {
            return if notes.was_broken(change.spot) {
                None
            } else {
                missing(notes, change.spot, "the change", "value")
            };
        };
        let text = sound(leaf, notes)?;
        let percent = Unit { base: Base::Percent, exponent: 0 };
        let digits = text.strip_suffix('%').map(str::trim_end);
        let amount = digits.and_then(|digits| Amount::parse(digits, percent).ok());
        if amount.is_none() {
            let mut finding = notes.found(Code::BadChange, leaf.spot, format!("`{text}` is no change"));
            finding.help("write it as printed, with its `%` and its sign if it has one, such as +12%");
            mend(&mut finding, meant::change(text));
        }
        Some((amount?, qualifier?, since))
    }

    fn statement(&self, entry: &Located<StatementShape>, source: &Arc<Source>) -> Option<Statement> {
        let (is, notes) = (&entry.is, self.notes);
        let kind = match &is.kind {
            Some(leaf) => word(leaf, "kind of statement", Statement::KINDS, notes),
            None => missing(notes, entry.spot, "the statement", "kind"),
        };
        let places = match &is.places {
            Some(list) => {
                if list.is.is_empty() && !notes.was_broken(list.spot) {
                    notes.found(Code::Empty, list.spot, "the statement is about no place");
                }
                list.is.iter().filter_map(|leaf| self.place(leaf)).collect()
            }
            None => missing(notes, entry.spot, "the statement", "places").unwrap_or_default(),
        };
        let date = match &is.date {
            Some(leaf) => self.period(leaf),
            None => missing(notes, entry.spot, "the statement", "date"),
        };
        let at = match &is.at {
            Some(leaf) => self.text(leaf),
            None => missing(notes, entry.spot, "the statement", "at"),
        };
        let text = self.known.required.text(is.text.as_ref(), "text", entry.spot, notes);
        let date = date.filter(|date| *date != Period::AsOf(AsOf::Unknown));
        if let (Some(kind), Some(date), Some(leaf)) = (kind, date, &is.date) {
            self.has_come(kind, date, leaf.spot, source);
        }
        let indicator = is.indicator.as_ref().and_then(|leaf| self.known.indicator(leaf, notes));
        let product = is.product.as_ref().and_then(|leaf| self.product_told(leaf, indicator));
        let indicator = indicator.map(|indicator| indicator.id.clone());
        let kind = kind?.to_owned();
        let reason = self.reason(is.reason.as_ref(), &kind, entry.spot);
        Some(Statement { kind, reason, indicator, product, places, date, text, source: source.clone(), at: at? })
    }

    /// Why two sides' counts differ: said where that is what the statement is about, and nowhere else.
    fn reason(&self, leaf: Option<&Leaf>, kind: &str, spot: Spot) -> Option<Reason> {
        let gap = kind == Statement::MIRROR_GAP;
        match leaf {
            Some(leaf) if !gap => {
                let what = format!("a statement of kind `{kind}` has no `reason`");
                self.notes
                    .found(Code::Reason, leaf.spot, what)
                    .help(format!("only `kind: {}` has one", Statement::MIRROR_GAP));
                None
            }
            Some(leaf) => word(leaf, "reason", Reason::ALL.iter().map(|one| one.as_str()), self.notes)?.parse().ok(),
            None if gap => missing(self.notes, spot, "the statement", "reason"),
            None => None,
        }
    }

    fn allowed(&self, allow: Option<&Located<Entries<Leaf>>>) -> Vec<Allowed> {
        let entries = allow.iter().flat_map(|allow| &allow.is.0);
        let read = entries.filter_map(|(code, reason)| {
            if reason.is.trim().is_empty() && !self.notes.was_broken(reason.spot) {
                self.notes
                    .found(Code::AllowReason, code.spot, format!("`{}` is allowed without a reason", code.is))
                    .help("say why the source itself disagrees");
            }
            sound(code, self.notes).map(|text| Allowed { code: text.to_owned(), spot: code.spot })
        });
        read.collect()
    }

    pub(super) fn reporter(&self, leaf: &Leaf) -> Option<Option<PlaceId>> {
        if leaf.is == "none" { Some(None) } else { self.place(leaf).map(Some) }
    }

    pub(super) fn place(&self, leaf: &Leaf) -> Option<PlaceId> {
        self.known.place(leaf, self.notes).map(|place| place.id.clone())
    }

    pub(super) fn authority(&self, leaf: &Leaf) -> Option<AuthorityId> {
        self.known.authority(leaf, self.notes).map(|authority| authority.id.clone())
    }

    pub(super) fn text(&self, leaf: &Leaf) -> Option<Arc<str>> {
        sound(leaf, self.notes).map(Arc::from)
    }

    fn moment(&self, leaf: &Leaf) -> Option<AsOf> {
        let text = sound(leaf, self.notes)?;
        if let Ok(Period::AsOf(moment)) = text.parse() {
            return Some(moment);
        }
        let mut finding = self.notes.found(Code::BadDate, leaf.spot, format!("`{text}` is no day"));
        finding.help("write when the source withdrew it: 2026-01-20, 2026-01 or unknown");
        mend(&mut finding, meant::date(text));
        None
    }

    pub(super) fn status(&self, leaf: &Leaf) -> Option<Status> {
        word(leaf, "status", Status::ALL.iter().map(|one| one.as_str()), self.notes)?.parse().ok()
    }

    fn qualifier(&self, leaf: &Leaf) -> Option<Qualifier> {
        let text = leaf.is.trim();
        if let (Err(()), Some(meant)) = (text.parse::<Qualifier>(), meant::qualifier(text)) {
            let what = format!("unknown qualifier `{text}`");
            let mut finding = self.notes.found(Code::UnknownWord, leaf.spot, what);
            mend(&mut finding, Some(meant.to_string()));
            return None;
        }
        word(leaf, "qualifier", Qualifier::ALL.iter().map(|one| one.as_str()), self.notes)?.parse().ok()
    }

    pub(super) fn unit(&self, leaf: &Leaf) -> Option<Unit> {
        let text = sound(leaf, self.notes)?;
        let unit = text.parse().ok();
        if unit.is_none() {
            let mut finding = self.notes.found(Code::BadUnit, leaf.spot, format!("unknown unit `{text}`"));
            finding
                .why("thousand, million, billion or trillion; then an ISO 4217 code, percent, times, count, years, months, m3, t, km or TEU")
                .help("write for instance `billion USD` or `percent`");
            mend(&mut finding, meant::unit(text));
        }
        unit
    }

    pub(super) fn period(&self, leaf: &Leaf) -> Option<Period> {
        let text = sound(leaf, self.notes)?;
        text.parse::<Period>()
            .map_err(|_| {
                let mut finding = self.notes.found(Code::BadPeriod, leaf.spot, format!("`{text}` is no period"));
                finding
                    .why("a year from 1900 to 2100, or a part of one")
                    .help("write 2025, 2025-H1, 2025-Q1, 2025-M04, 2025-M01-M10, or for a stock 2025, 2025-04, 2025-06-30 or unknown");
                mend(&mut finding, meant::period(text));
            })
            .ok()
    }

    fn amount(&self, leaf: &Leaf, unit: Unit) -> Option<Amount> {
        let text = sound(leaf, self.notes)?;
        Amount::parse(text, unit)
            .map_err(|error| {
                let mut finding = self.notes.found(Code::BadNumber, leaf.spot, error.to_string());
                mend(&mut finding, meant::number(text));
                if finding.patch.is_none()
                    && let Some(help) = text.split_once(',').and_then(|(before, after)| without_comma(before, after))
                {
                    finding.help(help);
                } else if finding.patch.is_none()
                    && let Some(help) = apart(text)
                {
                    finding.help(help);
                }
            })
            .ok()
    }
}

/// What else than a number stands with it, and where that belongs.
fn apart(text: &str) -> Option<String> {
    let is_number = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit()) && !text.contains(' ');
    if let Some(number) = text.strip_suffix('%').map(str::trim_end).filter(|number| is_number(number)) {
        return Some(format!("write `{number}`, and `unit: percent`"));
    }
    let (before, number) = text.rsplit_once(' ').filter(|(_, number)| is_number(number))?;
    if let Some(meant) = meant::qualifier(before).or_else(|| before.parse().ok()) {
        return Some(format!("write `{number}`, and `qualifier: {meant}`"));
    }
    let words: Vec<&str> = Qualifier::ALL[1..].iter().map(|one| one.as_str()).collect();
    Some(format!("write `{number}`; the word before it is its `qualifier`: {}", words.join(", ")))
}

const ANY_UNIT: Unit = Unit { base: Base::Count, exponent: 0 };

/// An entry whose series is known.
struct Line<'a> {
    /// Of the entry, in its sheet.
    number: usize,
    indicator: &'a Indicator,
    /// The indicator that grew, of a growth; else its own.
    grown: Option<&'a Indicator>,
    series: Arc<Series>,
    since: Option<(Period, Spot)>,
    terms: Terms,
}

/// All that is said of the numbers of an entry alike. What is missing or not readable was noted.
struct Terms {
    authority: Option<(AuthorityId, Spot)>,
    unit: Option<(Unit, Spot)>,
    at: Option<(Arc<str>, Spot)>,
    status: Option<Status>,
    qualifier: Option<Qualifier>,
    note: Option<fact::Words>,
    withdrawn: Option<AsOf>,
    doubt: Option<Box<Doubt>>,
    /// Acknowledged of the numbers, and of the change.
    conflicts: Vec<Conflict>,
    of_change: Vec<Conflict>,
}

impl Terms {
    /// What the numbers of a line share; none without who counts and where it stands.
    fn entry(
        &self,
        series: Arc<Series>,
        since: Option<Period>,
        qualifier: Qualifier,
        conflicts: &[Conflict],
        source: &Arc<Source>,
    ) -> Option<fact::Entry> {
        Some(fact::Entry {
            series,
            since,
            qualifier,
            status: self.status,
            authority: self.authority.as_ref()?.0.clone(),
            source: source.clone(),
            at: self.at.as_ref()?.0.clone(),
            withdrawn: self.withdrawn,
            doubt: self.doubt.clone(),
            conflicts: conflicts.to_vec(),
            note: self.note.clone(),
        })
    }
}

/// A number of an entry and its period, with the place that gives it.
struct Value<'e> {
    value: &'e Leaf,
    period: Option<(Period, Spot)>,
}

/// What `shared` gives.
#[derive(Debug)]
pub(super) struct Shared {
    reporter: Given<Option<PlaceId>>,
    partner: Given<PlaceId>,
    pub(super) product: Given<ProductId>,
    authority: Given<AuthorityId>,
    unit: Given<Unit>,
    period: Given<Period>,
    status: Given<Status>,
    at: Given<Arc<str>>,
}

#[derive(Debug)]
pub(super) enum Given<T> {
    Nothing,
    /// Something, but it was refused where it stands.
    Refused,
    Is(T),
}

impl<T> Given<T> {
    fn read(leaf: &Option<Leaf>, read: impl FnOnce(&Leaf) -> Option<T>) -> Self {
        match leaf {
            None => Self::Nothing,
            Some(leaf) => read(leaf).map_or(Self::Refused, Self::Is),
        }
    }

    pub(super) fn get(&self) -> Option<&T> {
        if let Self::Is(value) = self { Some(value) } else { None }
    }
}

/// Where an entry stands: its fields are its own or the shared ones.
struct Entry<'a> {
    spot: Spot,
    /// Where a shared field is blamed.
    blame: Spot,
    notes: &'a Notes<'a>,
}

impl Entry<'_> {
    /// A field with the place to blame for it; missing from both is noted.
    fn field<T: Clone>(
        &self,
        name: &str,
        own: &Option<Leaf>,
        shared: &Given<T>,
        read: impl FnOnce(&Leaf) -> Option<T>,
    ) -> Option<(T, Spot)> {
        match (own, shared) {
            (Some(leaf), _) => read(leaf).map(|value| (value, leaf.spot)),
            (None, Given::Is(value)) => Some((value.clone(), self.blame)),
            (None, Given::Refused) => None,
            (None, Given::Nothing) => {
                self.notes
                    .found(Code::Missing, self.spot, format!("the figure has no `{name}`"))
                    .help("give it here, or once for all figures in `shared`");
                None
            }
        }
    }
}

pub(super) fn published_year(published: Published) -> Year {
    match published {
        Published::Year(year) | Published::Month(year, _) => year,
        Published::Day(day) => u16::try_from(day.year()).ok().and_then(Year::new).unwrap_or(Year::FIRST),
    }
}

/// Whether even the earliest day of publication lies after a day.
pub(super) fn opens_after(published: Published, day: Date) -> bool {
    let year = i32::from(published_year(published).number());
    let (year_read, month_read) = (i32::from(day.year()), i32::from(day.month()));
    match published {
        Published::Year(_) => year > year_read,
        Published::Month(_, month) => (year, i32::from(month)) > (year_read, month_read),
        Published::Day(published) => published > day,
    }
}
