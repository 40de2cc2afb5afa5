//! What holds for any text and any query, over an invented country.

use proptest::prelude::*;

use super::*;
use crate::{
    catalogue::{Builder, Named},
    fact::{
        Base, Currency, Former, Goods, Indicator, IndicatorId, Kind, Measure, Of, Period, Place, PlaceId, Product,
        Source, SourceId, Words, Year,
    },
    language::{Language, Talk},
};

fn arcadia() -> Catalogue {
    arcadia_and(&[])
}

/// With one more name: a neighbour whose own is hard to tell from another's.
fn with_coromandel() -> Catalogue {
    arcadia_and(&[("CML", &[], &["Coromandel", "Коромандель", "科罗曼德"])])
}

type Written = (&'static str, &'static [&'static str], &'static [&'static str]);

fn arcadia_and(more: &[Written]) -> Catalogue {
    builder(more).build()
}

pub(super) fn builder(more: &[Written]) -> Builder {
    let mut builder = Builder::new("ARC".into(), "twin-isles".into());
    let places: [Written; 5] = [
        ("ARC", &[], &["Arcadia", "Аркадия", "阿卡迪亚"]),
        ("BAL", &[], &["Balnibarbi", "Бальнибарби", "巴尔尼巴比"]),
        ("COR", &[], &["Coromandia", "Коромандия", "科罗曼迪亚"]),
        ("twin-isles", &["BAL", "COR"], &["the Twin Isles", "Острова-Близнецы", "双子岛"]),
        ("world", &[], &["the world", "весь мир", "世界"]),
    ];
    for (id, members, names) in places.iter().chain(more) {
        let members = members.iter().map(|id| (*id).into()).collect();
        let names: Words = ["en", "ru", "zh"].iter().zip(*names).collect();
        builder.place(Place { id: (*id).into(), members, names }, []);
    }
    for id in DOCUMENTS {
        builder.source(document_of(id));
    }
    let indicators = [
        ("trade", Kind::Flow, ["trade", "товарооборот", "贸易额"]),
        ("exports", Kind::Flow, ["exports", "экспорт", "出口"]),
        ("imports", Kind::Flow, ["imports", "импорт", "进口"]),
        ("growth", Kind::Growth, ["growth", "рост", "增长"]),
        ("share", Kind::Share, ["share", "доля", "占比"]),
        ("investment-stock", Kind::Stock, ["investment", "инвестиции", "投资"]),
    ];
    for (id, kind, names) in indicators {
        let indicator = Indicator {
            id: id.into(),
            kind,
            units: vec![Base::Money(Currency::USD)],
            names: ["en", "ru", "zh"].iter().zip(names).collect(),
            definition: Words::default(),
            derivation: None,
            shown_with: vec![],
            signed: false,
            is_own: false,
            of_goods: kind == Kind::Flow,
            direction: None,
        };
        builder.indicator(indicator, []);
    }
    let former = Former { id: "glass-weight".into(), indicator: "exports".into(), measure: Measure::Weight };
    builder.product(
        Product {
            id: "glass".into(),
            parent: None,
            code: None,
            names: ["en", "ru", "zh"].into_iter().zip(["glass", "стекло", "玻璃"]).collect(),
            owned: Words::default(),
            former: vec![former],
        },
        [],
    );
    builder
}

/// Ids as sheets have them.
const DOCUMENTS: [&str; 2] = ["herald", "aso-goods-2025"];

fn document_of(id: &str) -> std::sync::Arc<Source> {
    std::sync::Arc::new(Source {
        id: id.into(),
        title: None,
        publisher: None,
        author: None,
        via: None,
        published: None,
        read: jiff::civil::date(2026, 1, 1),
        language: "en".into(),
        url: None,
        kind: None,
        licence: None,
        attribution: None,
        note: None,
    })
}

fn understood(text: &str, catalogue: &Catalogue) -> Option<Query> {
    // After any day that is asked about.
    match parse(text, jiff::civil::date(2041, 1, 1), None, catalogue) {
        Ok(Heard::Query { query, .. }) => Some(query),
        Ok(Heard::Language(Some(language))) => Some(Query::Speak(language)),
        _ => None,
    }
}

/// Any value of an argument; `inner` is any question within another.
trait Any: Sized {
    fn any(inner: &BoxedStrategy<Query>) -> BoxedStrategy<Self>;
}

macro_rules! any {
    ($($type:ty: $any:expr;)*) => {
        $(impl Any for $type {
            fn any(_: &BoxedStrategy<Query>) -> BoxedStrategy<Self> {
                $any.boxed()
            }
        })*
    };
}

any! {
    PlaceId: prop::sample::select(vec!["ARC", "BAL", "COR", "twin-isles", "world"]).prop_map(PlaceId::from);
    Option<PlaceId>: prop::option::of(any::<PlaceId>());
    Option<IndicatorId>: {
        let ids = prop::sample::select(vec!["trade", "growth", "investment-stock"]);
        prop::option::of(ids.prop_map(IndicatorId::from))
    };
    When: when();
    Ask: ask();
    Comparison: comparison();
    jiff::civil::Date: (1990_i16..2026, 1_i8..=12, 1_i8..=28)
        .prop_map(|(year, month, day)| jiff::civil::date(year, month, day));
    u16: 1_u16..40;
    SearchWords: "[a-z0-9]{1,9}( [a-zа-я]{1,9}){0,2}".prop_filter_map("words", |words| SearchWords::new(&words));
    SourceId: prop::sample::select(DOCUMENTS.to_vec()).prop_map(SourceId::from);
    Language: prop::sample::select(Language::ALL);
    Group: prop::sample::select(Group::ALL);
    Talk: prop::sample::select(Talk::ALL);
}

impl Any for Box<Query> {
    fn any(inner: &BoxedStrategy<Query>) -> BoxedStrategy<Self> {
        inner.clone().prop_map(Self::new).boxed()
    }
}

fn any<T: Any>() -> BoxedStrategy<T> {
    T::any(&Just(Query::Newest).boxed())
}

fn when() -> impl Strategy<Value = When> {
    let periods = [
        "2025",
        "1900",
        "2025-H1",
        "2025-H2",
        "2025-Q4",
        "2025-M04",
        "2025-M01-M10",
        "2025-04",
        "2025-06-17",
        "unknown",
    ];
    let period = prop::sample::select(periods.to_vec()).prop_map(|text| When::In(text.parse::<Period>().unwrap()));
    let years = (1900_u16..2100, 1_u16..50)
        .prop_filter_map("a range", |(first, more)| Some(When::Years(Year::new(first)?, Year::new(first + more)?)));
    prop_oneof![Just(When::Latest), period, years]
}

fn ask() -> impl Strategy<Value = Ask> {
    let indicator = prop::sample::select(vec!["trade", "exports", "growth", "share", "investment-stock"]);
    let reporter =
        prop::option::of(prop_oneof![any::<PlaceId>().prop_map(Reporter::Place), Just(Reporter::ThirdParty)]);
    let grown = prop::sample::select(vec!["trade", "investment-stock"]);
    let goods = prop::option::of(prop::sample::select(Measure::ALL))
        .prop_map(|measure| measure.map(|measure| Goods { product: "glass".into(), measure }));
    (indicator, (goods, reporter), prop::option::of(any::<PlaceId>()), any::<PlaceId>(), grown, when()).prop_map(
        |(indicator, (goods, reporter), partner, whole, grown, when)| {
            let of = match indicator {
                "growth" => Some(Of::Indicator(IndicatorId::from(grown))),
                "share" => Some(Of::Place(whole)),
                _ => None,
            };
            let measured = if indicator == "growth" { grown } else { indicator };
            let goods = goods.filter(|_| matches!(measured, "trade" | "exports"));
            Ask { indicator: indicator.into(), goods, of, reporter, partner, when }
        },
    )
}

fn comparison() -> impl Strategy<Value = Comparison> {
    let places = prop::sample::subsequence(vec!["ARC", "BAL", "COR", "twin-isles", "world"], 2..=5).prop_shuffle();
    (ask(), places).prop_map(|(ask, partners)| Comparison {
        indicator: ask.indicator,
        goods: ask.goods,
        of: ask.of,
        reporter: ask.reporter,
        partners: partners.into_iter().map(PlaceId::from).collect(),
        when: ask.when,
    })
}

macro_rules! strategies {
    ($($(#[$doc:meta])* $name:ident $(($($argument:ident: $type:ty),+))? = $grammar:expr, $kind:expr;)+) => {
        /// Any question of each kind, with the kind's name.
        fn kinds(inner: &BoxedStrategy<Query>) -> Vec<(&'static str, BoxedStrategy<Query>)> {
            vec![$((
                stringify!($name),
                (Just(()), $($(<$type>::any(inner)),+)?).prop_map(|((), $($($argument),+)?)| Query::$name $(($($argument),+))?).boxed(),
            )),+]
        }
    };
}

table::each_kind!(strategies);

/// A query of every kind, each as often; within one that has another inside it, every kind too. Only what is dated is
/// asked of a day, and nothing stands behind what stands behind an answer.
fn query() -> impl Strategy<Value = Query> {
    let any = |inner| prop::strategy::Union::new(kinds(inner).into_iter().map(|(_, any)| any));
    any(&any(&Just(Query::Newest).boxed()).boxed()).prop_filter("one that is asked", is_asked)
}

fn is_asked(query: &Query) -> bool {
    match query {
        Query::AsOf(_, inner) => inner.grammar().is_dated,
        Query::SourcesOf(inner) => !matches!(**inner, Query::SourcesOf(_) | Query::Details(..)) && is_asked(inner),
        Query::Details(_, inner) => !matches!(**inner, Query::Details(..)) && is_asked(inner),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_query_survives_its_own_spelling(query in query()) {
        let catalogue = arcadia();
        for language in Language::ALL {
            let spelling = format!("{} {query}", language.tag());
            prop_assert_eq!(parse_spelling(&spelling, &catalogue), Some((*language, query.clone())));
        }
    }

    #[test]
    fn every_query_survives_as_a_link_and_as_a_tapped_command(query in query()) {
        let catalogue = arcadia();
        let meant = Some(canonical(query.clone(), &catalogue));
        for language in Language::ALL {
            let Some(link) = link(*language, &query) else { continue };
            prop_assert!(link.len() <= 64);
            prop_assert_eq!(spelling::unlinked(&link, &catalogue), Some((Some(*language), query.clone())), "{}", link);
            prop_assert_eq!(understood(&format!("/start {link}"), &catalogue), meant.clone());
        }
        prop_assert_eq!(understood(&tap(&query), &catalogue), meant, "{}", tap(&query));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}|(/[a-z_]{0,12} ?)?([a-zа-я中哈年0-9%$–_:/.@ -]{0,6} ){0,40}") {
        let _ = parse(&text, jiff::civil::date(2026, 11, 22), Some("bot"), &arcadia());
    }

    #[test]
    fn a_slip_in_a_name_gives_that_place_or_a_question_back(
        (name, id) in prop::sample::select(vec![("Balnibarbi", "BAL"), ("Coromandia", "COR"), ("Бальнибарби", "BAL"), ("Коромандия", "COR")]),
        at in 0_usize..12, letter in "[a-zа-я]", kind in 0..3,
    ) {
        let catalogue = arcadia();
        let mut letters: Vec<char> = name.chars().collect();
        let at = at % letters.len();
        match kind {
            0 => { letters.remove(at); }
            1 => letters[at] = letter.chars().next().unwrap(),
            _ => letters.insert(at, letter.chars().next().unwrap()),
        }
        let name: String = letters.into_iter().collect();
        if let Some(query) = understood(&format!("trade with {name} 2025"), &catalogue) {
            prop_assert_eq!(query.to_string(), format!("trade {id} 2025"));
        }
    }
}

#[test]
fn another_near_name_is_a_way_out() {
    let catalogue = with_coromandel();
    let heard = parse("/trade Coromanzia 2025", jiff::civil::date(2026, 11, 22), None, &catalogue);
    let Ok(Heard::Query { query, supposed, .. }) = heard else { panic!("{heard:?}") };
    assert_eq!(query.to_string(), "trade COR 2025");
    assert_eq!(supposed.names, [("Coromanzia".to_owned(), Named::Place("COR".into()))]);
    let otherwise: Vec<String> = supposed.otherwise.iter().map(ToString::to_string).collect();
    assert_eq!(otherwise, ["trade CML 2025", "countries"]);
}

#[test]
fn a_place_where_something_is_bought_does_not_buy() {
    let catalogue = arcadia_and(&[("CTH", &[], &["Cathay", "Катай", "契丹"])]);
    let mut builder = builder(&[]);
    let names: Words = ["en", "ru", "zh"].into_iter().zip(["Cathay", "Катай", "契丹"]).collect();
    builder.place(Place { id: "CTH".into(), members: vec![], names }, ["Катае".into(), "Катая".into()]);
    let with_cases = builder.build();
    for catalogue in [catalogue, with_cases] {
        for (text, expected) in [
            ("сколько Коромандия закупила в Катае в 2025", "imports COR:CTH 2025"),
            ("сколько Коромандия продала в Катай в 2025", "exports COR:CTH 2025"),
        ] {
            let heard = understood(text, &catalogue).map(|query| query.to_string());
            assert_eq!(heard.as_deref(), Some(expected), "{text}");
        }
    }
}

#[test]
fn a_country_that_is_lacked_is_no_goods_with_its_stem() {
    let mut builder = builder(&[]);
    let names: Words = ["en", "ru", "zh"].into_iter().zip(["freight", "груз", "货运"]).collect();
    builder.product(
        Product { id: "freight".into(), parent: None, code: None, names, owned: Words::default(), former: vec![] },
        [],
    );
    let catalogue = builder.build();
    let heard = |text: &str| parse(text, jiff::civil::date(2026, 11, 22), None, &catalogue);
    for word in ["Грузия", "Грузии", "Грузию", "Грузией", "грузии"] {
        let misread = heard(&format!("товарооборот {word} 2025")).expect_err(word);
        assert!(matches!(&misread, Misread::Lacked { word: lacked, .. } if lacked == word), "{word}: {misread:?}");
    }
    let query = understood("экспорт груза в Бальнибарби 2025", &catalogue).map(|query| query.to_string());
    assert_eq!(query.as_deref(), Some("exports freight BAL 2025"));
}

#[test]
fn two_words_are_no_id_where_the_last_asks_for_growth() {
    let mut builder = builder(&[]);
    let change = Indicator {
        id: "trade-change".into(),
        kind: Kind::Flow,
        units: vec![Base::Money(Currency::USD)],
        names: ["en", "ru", "zh"].into_iter().zip(["change in money", "изменение в деньгах", "增减额"]).collect(),
        definition: Words::default(),
        derivation: None,
        shown_with: vec![],
        signed: true,
        is_own: false,
        of_goods: false,
        direction: None,
    };
    builder.indicator(change, []);
    let catalogue = builder.build();
    for (text, expected) in [
        ("how did trade change in 2025", "growth trade 2025"),
        ("how did trade change since 2021", "trade 2021-2041"),
        ("trade-change 2025", "trade-change 2025"),
        ("/trade_change_2025", "trade-change 2025"),
    ] {
        let heard = understood(text, &catalogue).map(|query| query.to_string());
        assert_eq!(heard.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn one_character_is_a_country_behind_a_word_for_to() {
    let mut builder = builder(&[]);
    let names: Words = ["en", "ru", "zh"].into_iter().zip(["Kazakhstan", "Казахстан", "哈萨克斯坦"]).collect();
    builder.place(Place { id: "KAZ".into(), members: vec![], names }, []);
    let catalogue = builder.build();
    let heard = |text: &str| understood(text, &catalogue).map(|query| query.to_string());
    assert_eq!(heard("2025年对哈出口").as_deref(), Some("exports KAZ 2025"));
    assert_eq!(heard("2025年从哈进口").as_deref(), Some("imports KAZ 2025"));
    assert_eq!(heard("哈出口2025").as_deref(), None);
}

#[test]
fn goods_that_are_called_as_a_place_or_an_indicator_are_asked_back() {
    let mut builder = builder(&[]);
    let names: Words = ["en", "ru", "zh"].into_iter().zip(["Balnibarbi", "доля", "磁器"]).collect();
    let product =
        Product { id: "china".into(), parent: None, code: None, names, owned: Words::default(), former: vec![] };
    builder.product(product, []);
    let catalogue = builder.build();
    for (text, word, expected) in [
        ("exports to Balnibarbi 2025", "Balnibarbi", ["exports BAL 2025", "exports china 2025"]),
        ("экспорт доля 2025", "доля", ["exports china 2025", ""]),
    ] {
        let misread = parse(text, jiff::civil::date(2026, 11, 22), None, &catalogue).unwrap_err();
        let Misread::Ambiguous { word: named, offers } = misread else { panic!("{text}: {misread:?}") };
        let offers: Vec<String> = offers.iter().map(ToString::to_string).collect();
        let expected: Vec<&str> = expected.into_iter().filter(|offer| !offer.is_empty()).collect();
        assert_eq!((named.as_str(), offers), (word, expected.into_iter().map(str::to_owned).collect()), "{text}");
    }
}

#[test]
fn a_name_as_near_to_one_as_to_another_is_neither() {
    let heard = parse("/trade Coromandea 2025", jiff::civil::date(2026, 11, 22), None, &with_coromandel());
    let Err(Misread::Unknown { word, offers }) = heard else { panic!("{heard:?}") };
    let offers: Vec<String> = offers.iter().map(ToString::to_string).collect();
    assert_eq!(
        (word.as_str(), offers.as_slice()),
        ("Coromandea", &["trade CML 2025".to_owned(), "trade COR 2025".to_owned()][..])
    );
}

#[test]
fn the_longest_spelling_with_its_language_is_within_a_button() {
    let ask = Ask {
        indicator: "growth".into(),
        goods: None,
        of: Some(Of::Indicator("contracts-turnover".into())),
        reporter: Some(Reporter::ThirdParty),
        partner: Some("central-asia".into()),
        when: When::In("2025-M01-M10".parse().unwrap()),
    };
    let five = ["KAZ", "KGZ", "TJK", "TKM", "UZB"].map(PlaceId::from).to_vec();
    let compared = Query::Compare(Comparison {
        indicator: "contracts-signed".into(),
        goods: None,
        of: None,
        reporter: None,
        partners: five,
        when: When::Years(Year::new(2021).unwrap(), Year::new(2025).unwrap()),
    });
    for query in [Query::Why(ask.clone()), Query::SourcesOf(Box::new(Query::Figures(ask))), compared] {
        let longest = format!("ru {query}");
        assert!(longest.len() <= 64 && link(Language::Ru, &query).is_some(), "{longest}");
    }
}

#[test]
fn a_document_is_found_by_its_id_however_it_is_tapped() {
    let catalogue = arcadia();
    let query = Query::Cite("aso-goods-2025".into());
    assert_eq!(tap(&query), "/cite_aso_goods_2025");
    assert_eq!(understood("/cite_aso_goods_2025", &catalogue), Some(query));
    let query = Query::Source("aso-goods-2025".into());
    assert_eq!(tap(&query), "/source_aso_goods_2025");
    for text in
        ["/source_aso_goods_2025", "/source aso-goods-2025", "source aso-goods-2025", "/start en_source_aso-goods-2025"]
    {
        assert_eq!(understood(text, &catalogue), Some(query.clone()), "{text}");
    }
}
