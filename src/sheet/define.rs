//! Shapes of places, indicators and authorities → what sheets may refer to.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::{
    leaf::{is_true, missing, sound, word, words, words_of},
    nearest::{holding, suggest},
    notes::Notes,
    required::Required,
    shape::{
        AuthoritiesShape, AuthorityShape, DeriveShape, Entries, IndicatorShape, IndicatorsShape, Leaf, Located,
        PlacesShape, ProductsShape,
    },
};
use crate::{
    catalogue::{Builder, fold},
    fact::{
        Authority, AuthorityId, Base, Derivation, Direction, Former, Indicator, IndicatorId, Kind, Measure, Place,
        PlaceId, Product, ProductId, StandsFor,
    },
    finding::{Code, Spot},
};

/// All that a sheet may refer to.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) places: BTreeMap<PlaceId, Place>,
    pub(super) indicators: BTreeMap<IndicatorId, Indicator>,
    pub(super) products: BTreeMap<ProductId, Product>,
    pub(super) authorities: BTreeMap<AuthorityId, Authority>,
    /// Indicators whose kind or units could not be read: figures are not held against them.
    pub(super) doubtful: BTreeSet<IndicatorId>,
    /// The ids of all sheets.
    pub(super) sheets: BTreeSet<String>,
    place_spellings: Spellings,
    indicator_spellings: Spellings,
    product_spellings: Spellings,
    /// The languages that texts must be in, and what documents must say.
    pub(super) required: Required,
    reporter: Option<PlaceId>,
    partner: Option<PlaceId>,
}

/// What the spellings of one file stand for, folded.
#[derive(Debug, Default)]
struct Spellings {
    taken: HashMap<String, (String, Spot)>,
    aliases: HashMap<String, Vec<String>>,
}

impl Known {
    pub(super) fn add_places(&mut self, shape: &PlacesShape, notes: &Notes<'_>) {
        self.required = Required::read(shape.required.as_ref(), notes);
        let Some(places) = &shape.places else {
            notes.found(Code::Missing, Spot::START, "there are no `places`");
            return;
        };
        for (id, place) in &places.is.0 {
            let Some(text) = sound(id, notes) else { continue };
            let country = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
            if !country && !is_words(text, 12) {
                notes
                    .found(Code::BadId, id.spot, format!("`{text}` is no id of a place"))
                    .help("a country is its ISO 3166-1 alpha-3 code, such as KGZ; a group is lower-case words joined by `-`, 12 letters at most");
            }
            let names = self.required.names(place.is.names.as_ref(), id.spot, notes);
            let spellings = place.is.names.iter().flat_map(|names| names.is.0.iter().map(|(_, name)| name));
            self.place_spellings.add("places", id, spellings, place.is.aliases.as_ref(), &[], notes);
            self.places.insert(text.into(), Place { id: text.into(), members: Vec::new(), names });
        }
        for (id, place) in &places.is.0 {
            let Some(members) = &place.is.members else { continue };
            if id.is.bytes().any(|byte| byte.is_ascii_uppercase()) {
                notes.found(Code::Members, members.spot, format!("`{}` is a country and has no members", id.is));
            }
            let found: Vec<PlaceId> = members
                .is
                .iter()
                .filter_map(|member| self.place(member, notes))
                .map(|place| place.id.clone())
                .collect();
            if let Some(own) = members.is.iter().find(|member| member.is == id.is) {
                notes.found(Code::Members, own.spot, "a group cannot be its own member");
            }
            if let Some(place) = self.places.get_mut(id.is.as_str()) {
                place.members = found;
            }
        }
        let Some(default) = &shape.default else {
            notes
                .found(Code::Missing, Spot::START, "there is no `default`")
                .help("say whose count, and with whom, is meant where a question does not: `default: { reporter: …, partner: … }`");
            return;
        };
        let place_of = |leaf: Option<&Leaf>, name: &str| match leaf {
            Some(leaf) => self.place(leaf, notes).map(|place| place.id.clone()),
            None => {
                notes.found(Code::Missing, default.spot, format!("`default` has no `{name}`"));
                None
            }
        };
        let reporter = place_of(default.is.reporter.as_ref(), "reporter");
        let partner = place_of(default.is.partner.as_ref(), "partner");
        (self.reporter, self.partner) = (reporter, partner);
    }

    /// Adds the indicators; needs no places.
    pub(super) fn add_indicators(&mut self, shape: &IndicatorsShape, notes: &Notes<'_>) {
        let Some(indicators) = &shape.indicators else {
            notes.found(Code::Missing, Spot::START, "there are no `indicators`");
            return;
        };
        for (id, indicator) in &indicators.is.0 {
            let (at, is) = (id.spot, &indicator.is);
            let Some(text) = sound(id, notes) else { continue };
            if !is_words(text, 18) {
                notes
                    .found(Code::BadId, id.spot, format!("`{text}` is no id of an indicator"))
                    .help("lower-case words joined by `-`, 18 letters at most");
            }
            let kinds =
                [("flow", Kind::Flow), ("stock", Kind::Stock), ("growth", Kind::Growth), ("share", Kind::Share)];
            let kind = match &is.kind {
                Some(leaf) => word(leaf, "kind", kinds.map(|(name, _)| name), notes),
                None => missing(notes, at, "the indicator", "kind"),
            };
            let is_kind_known = kind.is_some();
            let kind = kinds.iter().find(|(name, _)| Some(*name) == kind).map_or(Kind::Flow, |(_, kind)| *kind);
            let (signed, is_own) = (is_true(is.signed.as_ref(), notes), is_true(is.own.as_ref(), notes));
            let of_goods = is_true(is.goods.as_ref(), notes);
            let direction = is.direction.as_ref().and_then(|leaf| word(leaf, "direction", ["out", "in"], notes));
            let direction = direction.map(|word| if word == "out" { Direction::Out } else { Direction::In });
            let units = is.units.iter().flat_map(|units| &units.is).filter_map(|leaf| base(leaf, notes));
            let units: Vec<_> = units.collect();
            if is.units.as_ref().is_none_or(|units| units.is.is_empty()) {
                missing::<()>(notes, at, "the indicator", "units");
            }
            let names = self.required.text(is.names.as_ref(), "names", at, notes);
            let spellings = is.names.iter().flat_map(|names| names.is.0.iter().map(|(_, name)| name));
            let others = [("a place", "places.yaml", &self.place_spellings)];
            self.indicator_spellings.add("indicators", id, spellings, is.aliases.as_ref(), &others, notes);
            let definition = self.required.text(is.definition.as_ref(), "definition", at, notes);
            let id = IndicatorId::from(text);
            if !is_kind_known || is.units.as_ref().is_none_or(|all| all.is.len() != units.len()) {
                self.doubtful.insert(id.clone());
            }
            let indicator = Indicator {
                id: id.clone(),
                kind,
                signed,
                is_own,
                of_goods,
                direction,
                units,
                names,
                definition,
                derivation: None,
                shown_with: Vec::new(),
            };
            self.indicators.insert(id, indicator);
        }
        self.relate(indicators, notes);
    }

    /// Adds what indicators are shown with, and how they are derived.
    fn relate(&mut self, indicators: &Located<Entries<Located<IndicatorShape>>>, notes: &Notes<'_>) {
        for (id, shape) in &indicators.is.0 {
            let other = |leaf: &Leaf| self.indicator(leaf, notes).map(|indicator| indicator.id.clone());
            let shown_with: Vec<_> = shape.is.shown_with.iter().filter_map(other).collect();
            let derivation = shape.is.derive.as_ref().and_then(|derive| {
                let DeriveShape { sum, difference, share } = &derive.is;
                let (list, make): (_, fn(_, _) -> _) = match (sum, difference, share) {
                    (Some(list), None, None) => (list, Derivation::Sum),
                    (None, Some(list), None) => (list, Derivation::Difference),
                    (None, None, Some(measure)) => return other(measure).map(Derivation::Share),
                    _ => {
                        notes.found(Code::Derive, derive.spot, "`derive` is one of `sum`, `difference` and `share`");
                        return None;
                    }
                };
                let [first, second] = list.is.as_slice() else {
                    notes.found(Code::Derive, list.spot, "two indicators are needed here");
                    return None;
                };
                Some(make(other(first)?, other(second)?))
            });
            if let Some(indicator) = self.indicators.get_mut(id.is.as_str()) {
                (indicator.shown_with, indicator.derivation) = (shown_with, derivation);
            }
        }
    }

    /// Adds the goods; places and indicators come first.
    pub(super) fn add_products(&mut self, shape: &ProductsShape, notes: &Notes<'_>) {
        let Some(products) = &shape.products else {
            notes.found(Code::Missing, Spot::START, "there are no `products`");
            return;
        };
        for (id, product) in &products.is.0 {
            let (at, is) = (id.spot, &product.is);
            let Some(text) = sound(id, notes) else { continue };
            let is_measure = Measure::ALL.iter().any(|measure| measure.as_str() == text);
            if !is_words(text, 8) || is_measure || text.bytes().all(|byte| byte.is_ascii_digit()) {
                notes
                    .found(Code::BadId, at, format!("`{text}` is no id of a product"))
                    .help("lower-case words joined by `-`, 8 letters at most; no unit and no number");
            }
            let names = self.required.names(is.names.as_ref(), at, notes);
            let owned = is.owned.as_ref().map(|shape| words(shape, notes)).unwrap_or_default();
            let spelled = [&is.names, &is.owned].into_iter().flatten();
            let spellings = spelled.flat_map(|names| names.is.0.iter().map(|(_, name)| name));
            let others = [
                ("a place", "places.yaml", &self.place_spellings),
                ("an indicator", "indicators.yaml", &self.indicator_spellings),
            ];
            self.product_spellings.add("products", id, spellings, is.aliases.as_ref(), &others, notes);
            let former = is.former.iter().flat_map(|former| &former.0);
            let former = former.filter_map(|(id, now)| self.former(id, now, notes)).collect();
            let code = is.code.as_ref().and_then(|leaf| sound(leaf, notes)).map(str::to_owned);
            let id = ProductId::from(text);
            self.products.insert(id.clone(), Product { id, parent: None, code, names, owned, former });
        }
        for (id, product) in &products.is.0 {
            let Some(leaf) = &product.is.parent else { continue };
            let parent = self.product(leaf, notes).map(|parent| parent.id.clone());
            if parent.as_ref().is_some_and(|parent| parent.as_str() == id.is) {
                notes.found(Code::Members, leaf.spot, "goods cannot be a part of themselves");
            } else if let Some(product) = self.products.get_mut(id.is.as_str()) {
                product.parent = parent;
            }
        }
    }

    /// What an id of a former indicator means now: `imports`, `imports m3`.
    fn former(&self, id: &Leaf, now: &Leaf, notes: &Notes<'_>) -> Option<Former> {
        let old = sound(id, notes)?;
        if self.indicators.contains_key(old) {
            notes
                .found(Code::NameShared, id.spot, format!("`{old}` is an indicator's id"))
                .help("take the indicator away, or this id");
        }
        let text = sound(now, notes)?;
        let (name, measure) = text.split_once(' ').unwrap_or((text, Measure::Value.as_str()));
        let indicator = self.indicator(&Leaf { spot: now.spot, is: name.into() }, notes)?;
        let Ok(measure) = measure.parse() else {
            let words: Vec<&str> = Measure::ALL.iter().map(|one| one.as_str()).collect();
            notes
                .found(Code::UnknownWord, now.spot, format!("unknown measure `{measure}`"))
                .help(format!("one of {}", words.join(", ")));
            return None;
        };
        Some(Former { id: old.into(), indicator: indicator.id.clone(), measure })
    }

    /// Adds the authorities; places and indicators come first.
    pub(super) fn add_authorities(&mut self, shape: &AuthoritiesShape, notes: &Notes<'_>) {
        let Some(authorities) = &shape.authorities else {
            notes.found(Code::Missing, Spot::START, "there are no `authorities`");
            return;
        };
        for (id, authority) in &authorities.is.0 {
            let Some(text) = sound(id, notes) else { continue };
            if !is_words(text, 40) {
                notes
                    .found(Code::BadId, id.spot, format!("`{text}` is no id of an authority"))
                    .help("lower-case words joined by `-`, 40 letters at most");
            }
            let names = self.required.text(authority.is.names.as_ref(), "names", id.spot, notes);
            let country = authority.is.country.as_ref().and_then(|leaf| self.place(leaf, notes));
            let country = country.map(|place| place.id.clone());
            let measures = authority.is.measures.iter().filter_map(|leaf| self.indicator(leaf, notes));
            let measures = measures.map(|indicator| indicator.id.clone()).collect();
            let goods = authority.is.goods.iter().filter_map(|leaf| self.product(leaf, notes));
            let goods = goods.map(|product| product.id.clone()).collect();
            let authority = Authority { id: text.into(), names, country, measures, goods, stands_for: None };
            self.authorities.insert(text.into(), authority);
        }
        self.add_relays(authorities, notes);
    }

    /// Adds for whom some authorities stand.
    fn add_relays(&mut self, authorities: &Located<Entries<Located<AuthorityShape>>>, notes: &Notes<'_>) {
        let relays: Vec<&str> = authorities
            .is
            .0
            .iter()
            .filter(|(_, one)| one.is.stands_for.is_some())
            .map(|(id, _)| id.is.as_str())
            .collect();
        for (id, authority) in &authorities.is.0 {
            let Some(stands) = &authority.is.stands_for else { continue };
            let other = match &stands.is.authority {
                Some(leaf) => self.authority(leaf, notes).map(|other| (other.id.clone(), leaf.spot)),
                None => missing(notes, stands.spot, "`stands-for`", "authority"),
            };
            if let Some((other, spot)) = &other
                && relays.contains(&other.as_str())
            {
                notes
                    .found(Code::StandsFor, *spot, format!("`{other}` itself stands for another"))
                    .help("name the one that counts");
            }
            let indicators = stands.is.indicators.iter().flat_map(|list| &list.is);
            let indicators: Vec<_> = indicators
                .filter_map(|leaf| {
                    let indicator = &self.indicator(leaf, notes)?.id;
                    let origin = other.as_ref().and_then(|(id, _)| self.authorities.get(id));
                    let origin = origin.filter(|origin| !relays.contains(&origin.id.as_str()));
                    if let Some(origin) = origin.filter(|origin| !origin.measures.contains(indicator)) {
                        notes
                            .found(
                                Code::EchoOrigin,
                                leaf.spot,
                                format!("`{}` is not said to count `{indicator}`", origin.id),
                            )
                            .why("an echo needs an origin")
                            .help(format!("add `{indicator}` to `measures` of `{}`, or name who counts it", origin.id));
                    }
                    Some(indicator.clone())
                })
                .collect();
            if stands.is.indicators.is_none() {
                missing::<()>(notes, stands.spot, "`stands-for`", "indicators");
            }
            let reason = self.required.text(stands.is.reason.as_ref(), "reason", stands.spot, notes);
            if let (Some((authority, _)), Some(own)) = (other, self.authorities.get_mut(id.is.as_str())) {
                own.stands_for = Some(StandsFor { authority, indicators, reason });
            }
        }
    }

    /// The place a text names by its id; noted where there is none.
    pub(super) fn place(&self, leaf: &Leaf, notes: &Notes<'_>) -> Option<&Place> {
        find(&self.places, leaf, ("place", Code::UnknownPlace, "places.yaml"), Some(&self.place_spellings), notes)
    }

    /// The indicator a text names by its id; noted where there is none.
    pub(super) fn indicator(&self, leaf: &Leaf, notes: &Notes<'_>) -> Option<&Indicator> {
        find(
            &self.indicators,
            leaf,
            ("indicator", Code::UnknownIndicator, "indicators.yaml"),
            Some(&self.indicator_spellings),
            notes,
        )
    }

    /// The product a text names by its id; noted where there is none.
    pub(super) fn product(&self, leaf: &Leaf, notes: &Notes<'_>) -> Option<&Product> {
        find(
            &self.products,
            leaf,
            ("product", Code::UnknownProduct, "products.yaml"),
            Some(&self.product_spellings),
            notes,
        )
    }

    /// The authority a text names by its id; noted where there is none.
    pub(super) fn authority(&self, leaf: &Leaf, notes: &Notes<'_>) -> Option<&Authority> {
        find(&self.authorities, leaf, ("authority", Code::UnknownAuthority, "authorities.yaml"), None, notes)
    }

    /// A builder that holds all of this.
    pub(super) fn builder(&mut self) -> Builder {
        let none = || PlaceId::from("none");
        let (reporter, partner) = (self.reporter.clone(), self.partner.clone());
        let mut builder = Builder::new(reporter.unwrap_or_else(none), partner.unwrap_or_else(none));
        for place in self.places.values() {
            builder.place(place.clone(), self.place_spellings.aliases.remove(place.id.as_str()).unwrap_or_default());
        }
        for one in self.indicators.values() {
            builder
                .indicator(one.clone(), self.indicator_spellings.aliases.remove(one.id.as_str()).unwrap_or_default());
        }
        for one in self.products.values() {
            builder.product(one.clone(), self.product_spellings.aliases.remove(one.id.as_str()).unwrap_or_default());
        }
        for authority in self.authorities.values() {
            builder.authority(authority.clone());
        }
        builder
    }
}

impl Spellings {
    /// The one thing a misspelt name of which this nearly is; none where two are as near.
    fn near(&self, text: &str) -> Option<&str> {
        let folded = fold(text);
        let like = |spelling: &str| strsim::normalized_damerau_levenshtein(&folded, spelling);
        let near = self.taken.iter().map(|(spelling, (id, _))| (like(spelling), id.as_str()));
        let near: Vec<(f64, &str)> = near.filter(|(likeness, _)| *likeness >= LIKE).collect();
        let (best, meant) = near.iter().copied().max_by(|one, other| one.0.total_cmp(&other.0))?;
        near.iter().all(|(likeness, id)| *id == meant || *likeness < best).then_some(meant)
    }

    /// Takes every spelling of one thing; one that another has taken is noted.
    fn add<'s>(
        &mut self,
        what: &str,
        id: &'s Leaf,
        names: impl Iterator<Item = &'s Leaf>,
        aliases: Option<&'s Entries<Vec<Leaf>>>,
        others: &[(&str, &str, &Self)],
        notes: &Notes<'_>,
    ) {
        let name = id.is.trim();
        let aliases = aliases.map(|aliases| words_of(aliases, notes)).unwrap_or_default();
        self.aliases.insert(name.to_owned(), aliases.iter().map(|alias| alias.is.trim().to_owned()).collect());
        for leaf in [id].into_iter().chain(names).chain(aliases) {
            let folded = fold(&leaf.is);
            if folded.is_empty() {
                if !leaf.is.trim().is_empty() {
                    notes.found(Code::Empty, leaf.spot, format!("`{}` has neither letters nor digits", leaf.is));
                }
                continue;
            }
            for (other, file, spellings) in others {
                let Some((taken, spot)) = spellings.taken.get(&folded) else { continue };
                notes
                    .found(Code::NameShared, leaf.spot, format!("{other} has the spelling `{}` too", leaf.is))
                    .why(format!("here of `{name}`, at line {} of {file} of `{taken}`", spot.line))
                    .help("keep it where readers mean it, and take it from the other");
            }
            let (other, spot) = self.taken.entry(folded).or_insert_with(|| (name.to_owned(), leaf.spot));
            if other != name {
                notes
                    .found(Code::NameShared, leaf.spot, format!("two {what} share the spelling `{}`", leaf.is))
                    .why(format!("here of `{name}`, at line {} of `{other}`", spot.line))
                    .help("keep it where readers mean it, and take it from the other");
            }
        }
    }
}

/// Of a name and a misspelt one, letters by which they may differ at most: a quarter.
const LIKE: f64 = 0.75;

fn find<'k, K: Borrow<str> + Ord, V>(
    known: &'k BTreeMap<K, V>,
    leaf: &Leaf,
    (what, code, file): (&str, Code, &str),
    spellings: Option<&Spellings>,
    notes: &Notes<'_>,
) -> Option<&'k V> {
    let text = sound(leaf, notes)?;
    let found = known.get(text);
    if found.is_none() {
        let spelled = spellings.and_then(|all| all.taken.get(&fold(text))).map(|(id, _)| id.as_str());
        let mut finding = notes.found(code, leaf.spot, format!("unknown {what} `{text}`"));
        finding.why(format!("no {what} has this id"));
        match spelled {
            // The spelling of a place is its own; that of an indicator may lean on the context.
            Some(meant) if code == Code::UnknownPlace || meant.eq_ignore_ascii_case(text) => {
                finding.help(format!("its id is `{meant}`")).mend(meant);
            }
            Some(meant) => {
                finding.help(format!("did you mean `{meant}`?")).offer(meant);
            }
            None => {
                let ids = known.keys().map(Borrow::borrow);
                let (is_near, meant) = (suggest(&mut finding, text, ids.clone()), holding(text, ids));
                let is_certain = finding.patch.as_ref().is_some_and(|patch| patch.is_certain);
                if is_certain || is_near && meant.is_none() {
                    return None;
                }
                match meant.or_else(|| spellings.and_then(|all| all.near(text))) {
                    Some(meant) => finding.help(format!("did you mean `{meant}`?")).offer(meant),
                    None => finding.help(format!("see `{file}`, or add it there")),
                };
            }
        }
    }
    found
}

/// Lower-case words joined by single `-`, at most so long.
pub(super) fn is_words(text: &str, longest: usize) -> bool {
    text.len() <= longest
        && text
            .split('-')
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

/// A unit that an indicator is stated in.
fn base(leaf: &Leaf, notes: &Notes<'_>) -> Option<Base> {
    let text = sound(leaf, notes)?;
    text.parse().ok().or_else(|| {
        notes
            .found(Code::BadUnit, leaf.spot, format!("unknown unit `{text}`"))
            .help("an ISO 4217 code, percent, times, count, years, months, m3, t, km or TEU");
        None
    })
}
