//! Questions about goods of one kind: how they are read, and that none is read as one about all goods.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use tradefacts::{
    catalogue::Catalogue,
    fact::{Measure, Of, Series},
    question::{Ask, Heard, Misread, Query, Reporter, When, canonical, parse},
    sheet,
};

use crate::{
    answers::{arcadia, arcadia_and},
    questions,
};

const TODAY: Date = date(2026, 11, 22);

static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| {
    let loaded = sheet::load(&sheet::Folder::BuiltIn).unwrap();
    loaded.catalogue.expect("the sheets we ship load")
});

/// The languages of names.
const LANGUAGES: [&str; 8] = ["en", "ru", "zh", "kk", "ky", "uz", "tg", "tk"];

fn check(catalogue: &Catalogue, table: &[(&str, &str)]) {
    let heard = table.iter().map(|(text, expected)| (text, expected, questions::heard_in(text, catalogue)));
    let wrong: Vec<String> = heard
        .filter(|(_, expected, heard)| *expected != heard)
        .map(|(text, expected, heard)| format!("{text:?}\n  expected {expected}\n  heard    {heard}"))
        .collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

/// A question for each name of the goods of a series, with the words for its unit.
fn asked(series: &Series, catalogue: &Catalogue) -> Vec<String> {
    let goods = series.goods.as_ref().unwrap();
    let product = catalogue.product(goods.product.as_str()).unwrap();
    let indicator = match &series.of {
        Some(Of::Indicator(grown)) => grown,
        _ => &series.indicator,
    };
    let name = catalogue.indicator(indicator.as_str()).unwrap().names.get("en").unwrap().to_owned();
    let growth = if series.of.is_some() { "growth of " } else { "" };
    let words: [&str; 8] = match goods.measure {
        Measure::Value => ["by value", "по стоимости", "按价值", "құны", "баасы", "qiymati", "арзиши", "bahasy"],
        Measure::Weight => ["in tonnes", "в тоннах", "重量", "тонна", "салмагы", "tonnada", "вазни", "agramy"],
        Measure::Volume => [
            "in cubic metres",
            "в кубометрах",
            "立方米",
            "текше метр",
            "куб метр",
            "kub metr",
            "метри мукааб",
            "kub metr",
        ],
        Measure::Number => ["units", "в штуках", "辆", "дана", "даана", "dona", "дона", "sanda"],
    };
    let reporter = series.reporter.as_ref().unwrap();
    let named = LANGUAGES.iter().zip(words).filter_map(|(tag, words)| Some((product.names.get(tag)?, words)));
    named
        .map(|(product, words)| {
            format!("{growth}{name} {product} {words} by count of {reporter} with {}", series.partner)
        })
        .collect()
}

/// Every series of goods, but shares and what a third party counts.
fn of_goods(catalogue: &Catalogue) -> impl Iterator<Item = &Series> {
    let series = catalogue.series().map(|(series, _)| series);
    series.filter(|series| {
        series.goods.is_some() && series.reporter.is_some() && !matches!(series.of, Some(Of::Place(_)))
    })
}

fn asks(catalogue: &Catalogue) -> usize {
    let mut asks = 0;
    for series in of_goods(catalogue) {
        let ask = Ask {
            indicator: series.indicator.clone(),
            goods: series.goods.clone(),
            of: series.of.clone(),
            reporter: series.reporter.clone().map(Reporter::Place),
            partner: Some(series.partner.clone()),
            when: When::Latest,
        };
        let expected = canonical(Query::Figures(ask), catalogue).to_string();
        for text in asked(series, catalogue) {
            assert_eq!(questions::heard_in(&text, catalogue), expected, "{text}");
            asks += 1;
        }
    }
    asks
}

#[test]
fn every_figure_of_goods_is_asked_for_by_the_names_of_eight_languages_and_by_its_unit() {
    assert_eq!(asks(arcadia().catalogue()), 8 * of_goods(arcadia().catalogue()).count());
    assert!(asks(&SHIPPED) > 8 * 40);
}

#[test]
fn what_goods_are_counted_in_is_what_is_said_else_what_is_held() {
    let answerer = arcadia_and(
        "  - { indicator: exports, product: glass, partner: COR, unit: t, period: 2025, value: 20000 }\n\
         \x20 - { indicator: imports, product: glass, partner: COR, unit: t, period: 2025, value: 100 }\n",
    );
    check(
        answerer.catalogue(),
        &[
            ("exports of glass to balonia 2025", "exports glass BAL 2025"),
            ("exports of glass to balonia by weight", "exports glass t BAL"),
            ("how many tonnes of glass did arcadia sell to balonia?", "exports glass t BAL"),
            ("glass balonia 2025 volume", "exports glass t BAL 2025"),
            ("value of glass exports to balonia in 2025", "exports glass BAL 2025"),
            ("exports of glass to balonia in dollars", "exports glass BAL"),
            // Of these only the weight is held.
            ("exports of glass to corvia", "exports glass t COR"),
            ("exports of glass to corvia by value", "exports glass COR"),
            ("compare exports of glass to balonia and corvia 2025", "compare exports glass BAL COR 2025"),
            ("barley balonia", "imports barley t BAL"),
            ("barley imports from balonia by value", "imports barley BAL"),
            ("carts corvia 2025", "exports carts count COR 2025"),
            ("how many carts did arcadia sell to corvia", "exports carts count COR"),
            ("number of carts to corvia", "exports carts count COR"),
            ("how many glass exports to balonia", "exports glass BAL"),
            ("was export of glass to balonia 30 thousand tonnes in 2025?", "exports glass t BAL 2025 (stated)"),
            ("экспорт стекла в Балонию по весу", "exports glass t BAL"),
            ("сколько тонн ячменя из Балонии", "imports barley t BAL"),
            ("сколько повозок в Корвию 2025", "exports carts count COR 2025"),
            ("2025年阿卡迪亚对巴洛尼亚出口多少吨玻璃", "exports glass t BAL 2025"),
            ("Балония айнек 2025 тонна", "exports glass t BAL 2025"),
            ("Balonia shisha 2025 tonna", "exports glass t BAL 2025"),
            // Without goods such words say nothing, or cannot be used.
            ("volume of trade with balonia 2025", "trade BAL 2025"),
            ("how many tonnes did arcadia export to balonia", "leftover tonnes [exports BAL]"),
            ("exports to balonia by weight", "leftover by weight [exports BAL]"),
        ],
    );
}

#[test]
fn goods_go_the_way_that_is_said_else_the_one_that_is_held() {
    let answerer = arcadia_and(
        "  - { indicator: exports, product: grain, partner: BAL, period: 2025, value: 1.5 }\n\
         \x20 - { indicator: imports, product: carts, reporter: BAL, partner: ARC, unit: count, period: 2025, value: 9 }\n",
    );
    check(
        answerer.catalogue(),
        &[
            ("glass balonia 2025", "exports glass BAL 2025"),
            ("/glass bal 2025", "exports glass BAL 2025"),
            ("/trade glass bal 2025", "exports glass BAL 2025"),
            ("/rank 2025 glass", "parts exports glass 2025"),
            ("grain corvia", "imports grain COR"),
            (
                "grain balonia 2025",
                "ambiguous grain [exports grain BAL 2025, imports grain BAL 2025, trade grain BAL 2025]",
            ),
            ("grain from balonia 2025", "imports grain BAL 2025"),
            ("grain to balonia 2025", "exports grain BAL 2025"),
            ("arcadia → balonia grain 2025", "exports grain BAL 2025"),
            ("arcadia bought grain from balonia", "imports grain BAL"),
            ("how much grain did arcadia sell to balonia", "exports grain BAL"),
            ("trade in grain with balonia", "trade grain BAL"),
            ("balance of grain with balonia", "balance grain BAL"),
            ("imports of balonian grain", "imports grain BAL"),
            ("exports of grain from corvia", "imports grain COR"),
            // By the other's count.
            ("carts balonia 2025", "exports carts count BAL 2025"),
            ("growth of glass exports to balonia 2025", "growth exports glass BAL 2025"),
            ("growth of glass balonia 2025", "growth exports glass BAL 2025"),
            ("why glass balonia 2025", "why exports glass BAL 2025"),
            ("/why exports glass balonia", "why exports glass BAL"),
            ("history of glass exports to balonia 2025", "history exports glass BAL 2025"),
            ("/history glass bal 2025", "history exports glass BAL 2025"),
            ("imports of grain by country 2025", "parts imports grain 2025"),
            ("compare imports of grain from balonia and corvia", "compare imports grain BAL COR"),
            ("exports of glasss to balonia", "exports glass BAL"),
        ],
    );
}

#[test]
fn goods_are_never_left_out_of_a_question() {
    check(
        arcadia().catalogue(),
        &[
            ("investment in glass", "leftover glass [investment-stock]"),
            ("enterprises glass", "leftover glass [enterprises]"),
            ("glass and grain balonia", "toomany grain [exports glass BAL, imports grain BAL]"),
            ("exports of glass and carts to corvia", "toomany carts [exports glass COR, exports carts count COR]"),
            ("share of glass in exports to balonia", "leftover glass [exports glass BAL]"),
            ("mirror glass balonia 2025", "leftover glass [exports glass BAL 2025, mirror BAL 2025]"),
            ("/mirror glass bal", "leftover glass [exports glass BAL, mirror BAL]"),
            ("/country glass bal", "leftover glass [exports glass BAL, country BAL]"),
            ("agreements on glass with balonia", "leftover glass [exports glass BAL, agreements BAL]"),
            ("/goods glass bal", "leftover glass [exports glass BAL]"),
            ("/goods 2024", "leftover 2024 [goods]"),
            ("/goods bal 2024", "leftover 2024 [goods BAL, country BAL 2024]"),
            ("exports of glass to balonia 2024 and 2025", "exports glass BAL 2024-2025"),
            ("glass balonia corvia", "toomany corvia [compare exports glass BAL COR, exports glass BAL]"),
            ("exports of glas to balonia", "leftover glas [exports BAL]"),
        ],
    );
    check(
        &SHIPPED,
        &[
            ("share of gas in imports from turkmenistan", "leftover gas [imports gas TKM, imports TKM]"),
            ("share of turkmenistan in china's gas imports 2024", "imports-share gas TKM/world 2024"),
            ("share of kazakhstan in china's exports of cars", "exports-share cars count KAZ/world"),
        ],
    );
}

#[test]
fn which_goods_are_traded_with_a_place_is_a_list() {
    check(
        &SHIPPED,
        &[
            ("what does kazakhstan export to china", "goods KAZ"),
            ("what does china buy from turkmenistan?", "goods TKM"),
            ("what goods does kazakhstan export to china", "goods KAZ"),
            ("which products does china import from kazakhstan", "goods KAZ"),
            ("exports to kazakhstan by product", "goods KAZ"),
            ("goods kazakhstan", "goods KAZ"),
            ("goods kazakhstan 2024", "leftover 2024 [goods KAZ, country KAZ 2024]"),
            ("товары казахстан 2024", "leftover 2024 [goods KAZ, country KAZ 2024]"),
            ("что Казахстан экспортирует в Китай", "goods KAZ"),
            ("Что Китай покупает у Туркменистана?", "goods TKM"),
            ("какие товары Китай покупает у Туркменистана", "goods TKM"),
            ("中国从土库曼斯坦买什么", "goods TKM"),
            ("中国从土库曼斯坦进口什么商品", "goods TKM"),
            ("Қытай Түрікменстаннан не сатып алады", "goods TKM"),
            ("Кытай Түркмөнстандан эмне сатып алат", "goods TKM"),
            ("Xitoy Turkmanistondan nima sotib oladi", "goods TKM"),
            ("Чин аз Туркманистон чӣ мехарад", "goods TKM"),
            ("Hytaý Türkmenistandan näme satyn alýar", "goods TKM"),
            ("/goods kz", "goods KAZ"),
            ("/goods", "goods"),
            ("/products kz", "goods KAZ"),
            ("which goods", "goods"),
            // These ask how much.
            ("how much does kazakhstan export to china", "imports KAZ"),
            ("сколько Казахстан экспортирует в Китай", "imports KAZ"),
            ("what do china's exports to kazakhstan amount to", "exports KAZ"),
            ("what did China import from Kyrgyzstan in 2025?", "imports KGZ 2025"),
            ("what goods did China import from Kyrgyzstan in 2025?", "leftover 2025 [goods KGZ, imports KGZ 2025]"),
        ],
    );
}

/// Countries and goods of which Arcadia's sheets hold nothing, in the words of several languages.
const LACKED: [(&str, &str); 48] = [
    ("exports of coal to balonia", "coal"),
    ("coal", "coal"),
    ("/coal bal 2025", "coal"),
    ("gas from balonia 2025", "gas"),
    ("natural gas balonia", "natural gas"),
    ("imports of wheat flour from balonia", "wheat flour"),
    ("how many tractors did arcadia sell to corvia", "tractors"),
    ("solar panels to corvia 2025", "solar panels"),
    ("exports of rare earths", "rare earths"),
    ("price of lithium in arcadia", "lithium"),
    ("electric cars to balonia", "electric cars"),
    ("imports of aluminium in tonnes", "aluminium"),
    ("furniture and toys from arcadia to balonia", "furniture"),
    ("trade in cotton with balonia 2025", "cotton"),
    ("growth of sugar imports 2025", "sugar"),
    ("share of silver in imports", "silver"),
    ("mirror steel balonia", "steel"),
    ("экспорт угля в Балонию", "угля"),
    ("импорт хлопка из Балонии в 2025", "хлопка"),
    ("сколько мяса Аркадия купила у Балонии", "мяса"),
    ("поставки удобрений 2025", "удобрений"),
    ("экспорт обуви", "обуви"),
    ("торговля медью с Балонией", "медью"),
    ("лекарства из Аркадии", "лекарства"),
    ("电池出口", "电池"),
    ("从巴洛尼亚进口棉花", "棉花"),
    ("巴洛尼亚煤炭 2025", "煤炭"),
    ("көмір экспорты 2025", "көмір"),
    ("Балониядан мақта импорты", "мақта"),
    ("көмүр импорту Балония", "көмүр"),
    ("paxta eksporti 2025", "paxta"),
    ("ko'mir importi Baloniya", "ko'mir"),
    ("содироти ангишт", "ангишт"),
    ("воридоти пахта", "пахта"),
    ("pagta eksporty", "pagta"),
    ("kömür importy", "kömür"),
    ("trade with France 2025", "France"),
    ("exports to Germany", "Germany"),
    ("trade between Japan and Arcadia", "Japan"),
    ("/trade russia 2025", "russia"),
    ("/country brazil", "brazil"),
    ("weather in Italy", "Italy"),
    ("торговля с Францией в 2025", "Францией"),
    ("импорт из Германии", "Германии"),
    ("法国贸易额", "法国"),
    ("Жапониямен сауда", "Жапониямен"),
    ("Fransiya bilan savdo", "Fransiya"),
    ("савдо бо Олмон", "Олмон"),
];

#[test]
fn goods_and_countries_of_which_nothing_is_held_are_refused_by_name() {
    let answerer = arcadia();
    for (text, name) in LACKED {
        let heard = parse(text, TODAY, None, answerer.catalogue());
        let Err(Misread::Lacked { word, offers }) = heard else { panic!("{text}: {heard:?}") };
        assert_eq!(word, name, "{text}");
        // What is offered names none of it, and goods are never offered as the place's trade alone.
        let first = offers.first().map(ToString::to_string);
        assert!(offers.is_empty() || first.is_some_and(|first| !first.contains(name)), "{text}: {offers:?}");
    }
}

#[test]
fn what_the_sheets_hold_is_no_longer_lacked() {
    let answerer = arcadia();
    for text in ["imports of grain from balonia", "импорт зерна из Балонии", "зерно Балония", "谷物 巴洛尼亚"]
    {
        let heard = parse(text, TODAY, None, answerer.catalogue());
        let Ok(Heard::Query { query, .. }) = heard else { panic!("{text}: {heard:?}") };
        assert_eq!(query.to_string(), "imports grain BAL", "{text}");
    }
    // A name that only the list has, of a place or goods that the sheets have.
    check(&SHIPPED, &[("imports from Russian Federation", "imports RUS")]);
}

#[test]
fn it_is_said_in_the_readers_language_that_nothing_is_held() {
    use crate::answers::{shown, shown_in};
    use tradefacts::language::Language;
    let page = shown(&arcadia(), "exports of coal to balonia");
    assert!(page.starts_with("I hold no figures for “coal”. I can answer:"), "{page}");
    let page = shown_in(&arcadia(), "торговля с Францией", Language::Ru);
    assert!(page.starts_with("Данных по запросу «Францией» у меня нет."), "{page}");
}

#[test]
fn verbs_and_cases_of_eight_languages_say_which_way_goods_go() {
    check(
        &SHIPPED,
        &[
            ("exports of cars to kazakhstan", "exports cars count KAZ"),
            ("gas imports from turkmenistan 2024", "imports gas TKM 2024"),
            ("/exports gas kz 2024", "exports gas KAZ 2024"),
            ("/cars kz 2025", "exports cars count KAZ 2025"),
            ("uzbekistan imports cars from china 2025", "exports cars count UZB 2025"),
            ("kazakhstan → china oil 2024", "imports oil t KAZ 2024"),
            ("импорт газа из туркменистана в 2024", "imports gas TKM 2024"),
            ("сколько автомобилей Китай продал Казахстану в 2025", "exports cars count KAZ 2025"),
            ("экспорт зерна Казахстана в Китай в 2024 году", "imports grain t KAZ 2024"),
            ("从土库曼斯坦进口天然气", "imports gas TKM"),
            ("2025年向乌兹别克斯坦出口了多少辆汽车", "exports cars count UZB 2025"),
            ("2024年中国从哈萨克斯坦进口多少吨小麦", "imports wheat t KAZ 2024"),
            ("2024 жылы Қытай Түрікменстаннан қанша газ сатып алды", "imports gas TKM 2024"),
            ("Қазақстанға автомобиль экспорты 2025", "exports cars count KAZ 2025"),
            ("Түркмөнстандан газ импорту 2024", "imports gas TKM 2024"),
            ("Xitoy 2024-yilda Turkmanistondan qancha gaz sotib oldi", "imports gas TKM 2024"),
            ("Turkmanistondan gaz importi hajmi 2024", "imports gas m3 TKM 2024"),
            ("Чин дар соли 2024 аз Туркманистон чанд газ харид", "imports gas TKM 2024"),
            ("содироти автомобил ба Қазоқистон", "exports cars count KAZ"),
            ("Hytaý 2024-nji ýylda Türkmenistandan näçe gaz satyn aldy", "imports gas TKM 2024"),
            ("Gazagystana awtomobil eksporty 2025", "exports cars count KAZ 2025"),
        ],
    );
}

#[test]
fn two_units_are_asked_back_and_a_volume_in_dollars_is_a_value() {
    check(
        &SHIPPED,
        &[
            (
                "value and volume of gas from turkmenistan 2024",
                "toomany volume of [imports gas TKM 2024, imports gas t TKM 2024, imports gas m3 TKM 2024]",
            ),
            (
                "импорт газа из Туркменистана в долларах и кубометрах",
                "toomany кубометрах [imports gas TKM, imports gas m3 TKM]",
            ),
            ("объём импорта газа из Туркменистана в долларах", "imports gas TKM"),
        ],
    );
}

#[test]
fn a_word_that_sounds_like_goods_in_other_letters_is_not_these_goods() {
    check(
        &SHIPPED,
        &[
            ("trade with gaza", "leftover gaza [trade]"),
            ("торговля газа", "trade gas"),
            ("exports of TVs to kazakhstan 2025", "lacked TVs [goods KAZ, exports KAZ 2025]"),
        ],
    );
}

#[test]
fn what_is_held_of_no_border_is_of_a_places_trade_with_all() {
    check(&SHIPPED, &[("kazakhstan uranium 2021", "exports uranium KAZ:world 2021")]);
}
