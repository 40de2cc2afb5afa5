//! Texts that state the shipped figures: what is true is never called wrong, and a slip is named for what it is.

use std::sync::LazyLock;

use jiff::civil::Date;
use rust_decimal::Decimal;
use tradefacts::{
    catalogue::Catalogue,
    claims::{Claim, Verdict, check},
    fact::{AsOf, Base, Figure, Of, Period, PlaceId, Qualifier, Series},
};

use super::{checked, shipped_files};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| checked(shipped_files()).catalogue.unwrap());

const TODAY: Date = jiff::civil::date(2026, 11, 22);

/// A language that texts are written in here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tongue {
    En,
    Ru,
    Zh,
}

const TONGUES: [Tongue; 3] = [Tongue::En, Tongue::Ru, Tongue::Zh];

fn is_called_wrong(claim: &Claim) -> bool {
    !matches!(claim.verdict, Verdict::Agrees | Verdict::Rounded | Verdict::Revised | Verdict::NotChecked)
}

#[test]
fn no_figure_that_a_document_states_is_called_wrong() {
    let (mut wrong, mut checked, mut all) = (Vec::new(), 0, 0);
    for figure in CATALOGUE.all_figures() {
        if figure.withdrawn.is_some() || figure.is_wrong() {
            continue;
        }
        for tongue in TONGUES {
            let Some(text) = stated(figure, tongue) else { continue };
            all += 1;
            for claim in check(&text, TODAY, &CATALOGUE) {
                checked += usize::from(claim.is_compared());
                if is_called_wrong(&claim) {
                    wrong.push(format!("{text} {}: {:?}", claim.written, claim.verdict));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(checked * 10 >= all * 6, "only {checked} of {all} are compared");
}

/// A sentence that states a figure; none for what the tongue has no words for.
fn stated(figure: &Figure, tongue: Tongue) -> Option<String> {
    sentence(&figure.series, figure.period, figure.since, &amount(figure, tongue)?, figure, tongue)
}

fn sentence(
    series: &Series,
    period: Period,
    since: Option<Period>,
    amount: &str,
    figure: &Figure,
    tongue: Tongue,
) -> Option<String> {
    let indicator = CATALOGUE.indicator(series.indicator.as_str())?;
    let goods = match &series.goods {
        None => String::new(),
        Some(goods) => format!(" ({})", CATALOGUE.product(goods.product.as_str())?.names.get(tag(tongue))?),
    };
    let what = format!("{}{goods}", indicator.names.get(tag(tongue))?);
    let partner = name(&series.partner, tongue)?;
    let reporter = match &series.reporter {
        Some(reporter) => name(reporter, tongue)?,
        None => name(CATALOGUE.default_reporter(), tongue)?,
    };
    let time = time(period, tongue)?;
    Some(match (&series.of, indicator.kind) {
        (Some(Of::Place(whole)), _) => {
            let whole = name(whole, tongue)?;
            match tongue {
                Tongue::En => {
                    let what = match series.indicator.as_str() {
                        "exports-share" => "exports",
                        "imports-share" => "imports",
                        "share" => "trade",
                        _ => return None,
                    };
                    // Whose trade it is says who counts.
                    let whole = if whole == "the world" { reporter } else { whole };
                    format!("{partner}'s share in the {what} of {whole} was {amount} {time}.")
                }
                Tongue::Ru => format!("{what}, {partner} / {whole}, {time}: {amount}."),
                Tongue::Zh if series.indicator.as_str() == "share" => {
                    format!("{time}{partner}占{whole}贸易额的{amount}。")
                }
                Tongue::Zh => return None,
            }
        }
        (Some(Of::Indicator(grown)), _) => {
            if since.is_some() {
                return None;
            }
            let grown = CATALOGUE.indicator(grown.as_str())?;
            let grown = format!("{}{goods}", grown.names.get(tag(tongue))?);
            let falls = figure.amount.number.is_sign_negative();
            match tongue {
                Tongue::En => {
                    let way = if falls { "fell by" } else { "rose by" };
                    format!("{grown} of {reporter}, {partner}, {way} {amount} {time}.")
                }
                Tongue::Ru => {
                    let way = if falls { "снижение на" } else { "рост на" };
                    format!("{grown}, {reporter} — {partner}, {time}: {way} {amount}.")
                }
                Tongue::Zh => {
                    let way = if falls { "同比下降" } else { "同比增长" };
                    format!("{time}{reporter}与{partner}{grown}{way}{amount}。")
                }
            }
        }
        _ => match (tongue, indicator.id.as_str()) {
            (Tongue::En, "trade") => format!("Trade{goods} between {reporter} and {partner} was {amount} {time}."),
            (Tongue::En, "exports") => format!("{reporter}'s exports{goods} to {partner} were {amount} {time}."),
            (Tongue::En, "imports") => format!("{reporter}'s imports{goods} from {partner} came to {amount} {time}."),
            (Tongue::En, _) => format!("{what}, {reporter} with {partner}, {time}: {amount}."),
            (Tongue::Ru, "exports") => format!("Экспорт{goods}, {reporter} → {partner}, {time}: {amount}."),
            (Tongue::Ru, "imports") => format!("Импорт{goods}, {reporter} ← {partner}, {time}: {amount}."),
            (Tongue::Ru, "trade") => format!("Товарооборот{goods}, {reporter} и {partner}, {time}: {amount}."),
            (Tongue::Ru, _) => format!("{what}, {reporter} — {partner}, {time}: {amount}."),
            (Tongue::Zh, "exports") => format!("{time}{reporter}对{partner}出口{goods}为{amount}。"),
            (Tongue::Zh, "imports") => format!("{time}{reporter}自{partner}进口{goods}为{amount}。"),
            (Tongue::Zh, "trade") => format!("{time}{reporter}与{partner}{goods}贸易额为{amount}。"),
            (Tongue::Zh, _) => format!("{time}{reporter}与{partner}{what}为{amount}。"),
        },
    })
}

fn tag(tongue: Tongue) -> &'static str {
    match tongue {
        Tongue::En => "en",
        Tongue::Ru => "ru",
        Tongue::Zh => "zh",
    }
}

fn name(place: &PlaceId, tongue: Tongue) -> Option<String> {
    Some(CATALOGUE.place(place.as_str())?.names.get(tag(tongue))?.to_owned())
}

fn time(period: Period, tongue: Tongue) -> Option<String> {
    const MONTHS: [&str; 12] = [
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
    let (year, first, last) = period.span()?;
    let month = |number: u8, names: [&'static str; 12]| names[usize::from(number) - 1];
    Some(match (period, tongue) {
        (Period::Year(_) | Period::AsOf(AsOf::Year(_)), Tongue::En) => format!("in {year}"),
        (Period::Year(_) | Period::AsOf(AsOf::Year(_)), Tongue::Ru) => format!("{year} год"),
        (Period::Year(_) | Period::AsOf(AsOf::Year(_)), Tongue::Zh) => format!("{year}年"),
        (Period::AsOf(AsOf::Unknown), _) => return None,
        (Period::AsOf(AsOf::Day(day)), Tongue::En) => format!("as of {} {} {year}", day.day(), month(last, MONTHS)),
        (Period::AsOf(AsOf::Day(day)), Tongue::Ru) => format!("на {:02}.{:02}.{year}", day.day(), day.month()),
        (Period::AsOf(AsOf::Day(day)), Tongue::Zh) => format!("截至{year}年{last}月{}日", day.day()),
        (Period::AsOf(AsOf::Month(..)), Tongue::En) => format!("as of {} {year}", month(last, MONTHS)),
        (Period::AsOf(AsOf::Month(..)), Tongue::Ru) => format!("на {} {year} года", month(last, RUSSIAN)),
        (Period::AsOf(AsOf::Month(..)), Tongue::Zh) => format!("截至{year}年{last}月"),
        (Period::Half(_, 1), Tongue::En) => format!("in the first half of {year}"),
        (Period::Half(_, 1), Tongue::Ru) => format!("первое полугодие {year} года"),
        (Period::Half(_, 1), Tongue::Zh) => format!("{year}年上半年"),
        (Period::Quarter(_, 1), Tongue::En) => format!("in the first quarter of {year}"),
        (_, Tongue::En) if first == last => format!("in {} {year}", month(last, MONTHS)),
        (_, Tongue::En) => format!("from {} to {} {year}", month(first, MONTHS), month(last, MONTHS)),
        (_, Tongue::Ru) if first == last => format!("{} {year} года", month(last, RUSSIAN)),
        (_, Tongue::Ru) => format!("{}–{} {year} года", month(first, RUSSIAN), month(last, RUSSIAN)),
        (_, Tongue::Zh) if first == last => format!("{year}年{last}月"),
        (_, Tongue::Zh) => format!("{year}年{first}月至{last}月"),
    })
}

fn amount(figure: &Figure, tongue: Tongue) -> Option<String> {
    let number = figure.amount.number.abs();
    let words = written(number, figure.amount.unit.base, figure.amount.unit.exponent, tongue)?;
    Some(match (figure.qualifier, tongue) {
        (Qualifier::Exact, _) => words,
        (Qualifier::About, Tongue::En) => format!("about {words}"),
        (Qualifier::About, Tongue::Ru) => format!("около {words}"),
        (Qualifier::About, Tongue::Zh) => format!("约{words}"),
        (Qualifier::Nearly, Tongue::En) => format!("nearly {words}"),
        (Qualifier::Nearly, Tongue::Ru) => format!("почти {words}"),
        (Qualifier::Nearly, Tongue::Zh) => format!("近{words}"),
        (Qualifier::MoreThan, Tongue::En) => format!("more than {words}"),
        (Qualifier::MoreThan, Tongue::Ru) => format!("более {words}"),
        (Qualifier::MoreThan, Tongue::Zh) => format!("超过{words}"),
        (Qualifier::LessThan, Tongue::En) => format!("less than {words}"),
        (Qualifier::LessThan, Tongue::Ru) => format!("менее {words}"),
        (Qualifier::LessThan, Tongue::Zh) => format!("不到{words}"),
        (Qualifier::AtLeast, Tongue::En) => format!("at least {words}"),
        (Qualifier::AtLeast, Tongue::Ru) => format!("не менее {words}"),
        (Qualifier::AtLeast, Tongue::Zh) => format!("至少{words}"),
        (Qualifier::AtMost, Tongue::En) => format!("at most {words}"),
        (Qualifier::AtMost, Tongue::Ru) => format!("не более {words}"),
        (Qualifier::AtMost, Tongue::Zh) => format!("至多{words}"),
    })
}

fn written(number: Decimal, base: Base, exponent: u8, tongue: Tongue) -> Option<String> {
    let russian = |number: Decimal| number.to_string().replace('.', ",");
    let scale = |tongue| {
        Some(match (tongue, exponent) {
            (_, 0) => "",
            (Tongue::En, 3) => " thousand",
            (Tongue::En, 6) => " million",
            (Tongue::En, 9) => " billion",
            (Tongue::En, 12) => " trillion",
            (Tongue::Ru, 3) => " тыс.",
            (Tongue::Ru, 6) => " млн",
            (Tongue::Ru, 9) => " млрд",
            (Tongue::Ru, 12) => " трлн",
            _ => return None,
        })
    };
    let currency = |tongue| {
        let Base::Money(currency) = base else { return None };
        Some(match (tongue, currency.as_str()) {
            (Tongue::En, "USD") => "dollars",
            (Tongue::En, "CNY") => "yuan",
            (Tongue::En, "EUR") => "euros",
            (Tongue::Ru, "USD") => "долларов",
            (Tongue::Ru, "CNY") => "юаней",
            (Tongue::Ru, "EUR") => "евро",
            (Tongue::Zh, "USD") => "美元",
            (Tongue::Zh, "CNY") => "元",
            (Tongue::Zh, "EUR") => "欧元",
            _ => return None,
        })
    };
    Some(match (base, tongue) {
        (Base::Percent, Tongue::Ru) => format!("{}%", russian(number)),
        (Base::Percent, _) => format!("{number}%"),
        (Base::Money(_), Tongue::Zh) => {
            // In 亿, digit by digit.
            let power = i64::from(exponent) - 8;
            let value = if power >= 0 {
                number.checked_mul(Decimal::from(10u64.pow(u32::try_from(power).ok()?)))?
            } else {
                let mut value = number;
                value.set_scale(number.scale() + u32::try_from(-power).ok()?).ok()?;
                value
            };
            format!("{value}亿{}", currency(tongue)?)
        }
        (Base::Money(_), Tongue::En) => format!("{number}{} {}", scale(tongue)?, currency(tongue)?),
        (Base::Money(_), Tongue::Ru) => format!("{}{} {}", russian(number), scale(tongue)?, currency(tongue)?),
        _ => return None,
    })
}

/// A number of the default reporter for a whole year with one place.
struct Told<'c> {
    figure: &'c Figure,
    place: &'c str,
    year: u16,
    /// In millions of dollars.
    value: Decimal,
}

fn told() -> Vec<Told<'static>> {
    let ours = CATALOGUE.default_reporter();
    let mut all: Vec<Told<'static>> = Vec::new();
    for figure in CATALOGUE.all_figures() {
        let series = &figure.series;
        let is_plain = series.goods.is_none() && series.of.is_none() && series.reporter.as_ref() == Some(ours);
        let is_flow = matches!(series.indicator.as_str(), "trade" | "exports" | "imports");
        let Period::Year(year) = figure.period else { continue };
        let is_counted = figure.withdrawn.is_none() && figure.doubt.is_none() && figure.to_come() == 0;
        let is_exact = figure.qualifier == Qualifier::Exact && figure.amount.significant_digits() >= 4;
        let is_money = figure.amount.unit.base.to_string() == "USD";
        if is_plain && is_flow && is_counted && is_exact && is_money && series.partner.as_str() != "world" {
            let value = figure.amount.value().unwrap() / Decimal::from(1_000_000);
            let value = value.round_sf(4).unwrap().normalize();
            all.push(Told { figure, place: series.partner.as_str(), year: year.number(), value });
        }
    }
    all
}

/// A sentence that says so of a place in a year, in dollars and millions.
fn says(indicator: &str, place: &str, year: u16, millions: Decimal, tongue: Tongue) -> String {
    let name = CATALOGUE.place(place).unwrap().names.get(tag(tongue)).unwrap().to_owned();
    match tongue {
        Tongue::En => {
            let what = match indicator {
                "trade" => format!("trade with {name} was"),
                "exports" => format!("exports to {name} were"),
                _ => format!("imports from {name} were"),
            };
            format!("In {year} China's {what} {millions} million dollars.")
        }
        Tongue::Ru => {
            let what = match indicator {
                "trade" => format!("Товарооборот, Китай и {name}"),
                "exports" => format!("Экспорт, Китай → {name}"),
                _ => format!("Импорт, Китай ← {name}"),
            };
            format!("{what}, {year} год: {} млн долларов.", millions.to_string().replace('.', ","))
        }
        Tongue::Zh => {
            let what = match indicator {
                "trade" => format!("中国与{name}贸易额"),
                "exports" => format!("中国对{name}出口"),
                _ => format!("中国自{name}进口"),
            };
            format!("{year}年{what}为{}亿美元。", (millions / Decimal::ONE_HUNDRED).normalize())
        }
    }
}

fn verdict(text: &str) -> Verdict {
    let claims = check(text, TODAY, &CATALOGUE);
    assert_eq!(claims.len(), 1, "{text}: {claims:?}");
    claims[0].verdict
}

#[test]
fn slips_that_are_put_in_are_named_for_what_they_are() {
    let told = told();
    assert!(told.len() > 100, "{}", told.len());
    let step = told.len() / 40;
    let (mut wrong, mut planted) = (Vec::new(), 0);
    for (number, one) in told.iter().step_by(step.max(1)).enumerate() {
        let tongue = TONGUES[number % 3];
        let indicator = one.figure.series.indicator.as_str();
        let other = |same: &dyn Fn(&Told<'_>) -> bool| {
            told.iter().find(|other| {
                same(other)
                    && other.value != one.value
                    && (other.value - one.value).abs() > one.value / Decimal::from(20)
            })
        };
        let mut plant = |text: String, wanted: &[Verdict]| {
            planted += 1;
            let came = verdict(&text);
            if !wanted.contains(&came) {
                wrong.push(format!("{text} {wanted:?}: {came:?}"));
            }
        };
        let say = |value| says(indicator, one.place, one.year, value, tongue);
        plant(say(one.value * Decimal::from(1000)), &[Verdict::Scale]);
        plant(say(one.value / Decimal::TEN), &[Verdict::Scale]);
        // Other digits may be those of another figure by chance, and are called so.
        let by_chance =
            [Verdict::Differs, Verdict::OtherPeriod, Verdict::OtherPlace, Verdict::OtherIndicator, Verdict::Part];
        plant(say((one.value * Decimal::new(137, 2)).round_sf(4).unwrap().normalize()), &by_chance);
        let same = |other: &Told<'_>| other.figure.series == one.figure.series && other.year != one.year;
        if let Some(other) = other(&same) {
            plant(say(other.value), &[Verdict::OtherPeriod]);
        }
        let beside = |other: &Told<'_>| {
            other.figure.series.indicator == one.figure.series.indicator
                && other.year == one.year
                && other.place != one.place
        };
        if let Some(other) = other(&beside) {
            plant(say(other.value), &[Verdict::OtherPlace]);
        }
        let yuan = say(one.value).replace("dollars", "yuan").replace("долларов", "юаней").replace("美元", "元人民币");
        plant(yuan, &[Verdict::Currency]);
    }
    assert!(planted >= 100, "{planted}");
    assert!(wrong.is_empty(), "{} of {planted}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_change_that_goes_the_other_way_is_named_so() {
    let (mut wrong, mut planted) = (Vec::new(), 0);
    for figure in CATALOGUE.all_figures() {
        let series = &figure.series;
        let is_plain = series.goods.is_none() && series.reporter.as_ref() == Some(CATALOGUE.default_reporter());
        let is_trade = matches!(&series.of, Some(Of::Indicator(grown)) if grown.as_str() == "trade");
        let Period::Year(year) = figure.period else { continue };
        let is_sound = figure.since.is_none() && figure.doubt.is_none() && figure.qualifier == Qualifier::Exact;
        let member = &series.partner != CATALOGUE.default_reporter() && series.partner.as_str() != "world";
        if !is_plain || !is_trade || !is_sound || !member || figure.amount.unit.base != Base::Percent {
            continue;
        }
        let name = CATALOGUE.place(series.partner.as_str()).unwrap().names.get("en").unwrap();
        let way = if figure.amount.number.is_sign_negative() { "grew by" } else { "fell by" };
        let text = format!("In {year} China's trade with {name} {way} {}%.", figure.amount.number.abs());
        planted += 1;
        match verdict(&text) {
            Verdict::Sign => {}
            came => wrong.push(format!("{text} {came:?}")),
        }
    }
    assert!(planted >= 10, "{planted}");
    assert!(wrong.is_empty(), "{} of {planted}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The figures of the five first articles, in sentences of our own.
const ARTICLES: [(&str, usize); 5] = [
    (
        "By 17 June 2025 Chinese investment in Central Asia had exceeded 30 billion dollars. As of April 2025, China had \
         signed 120.1 billion dollars worth of contracted projects there, with a turnover of 75.6 billion dollars.",
        3,
    ),
    (
        "In 2025 trade between China and the five Central Asian states exceeded $100 billion for the first time and \
         reached $106.3 billion, a 12% increase compared to 2024. Since 2021, when trade amounted to $49.56 billion, it \
         has nearly doubled, while Central Asia's share in China's foreign trade has increased from 0.8% to 1.5%. In \
         2025, China's exports to Central Asia totaled $71.2 billion, up 11%. Imports from the region reached $35.1 \
         billion, an increase of 14%. Chinese investment there exceeds $50 billion, while more than 40,000 Chinese enterprises \
         work in the region.",
        13,
    ),
    ("China's trade with the five Central Asian countries crossed US$100 billion in 2025.", 1),
    (
        "According to Chinese statistics, in 2025, the trade volume between China and Central Asia reached 106.3 billion \
         US dollars, which is 12% more compared to the previous year. It has exceeded 100 billion dollars. In 2025, \
         China's exports to Central Asia amounted to 71.2 billion US dollars, an increase of 11% compared to the previous \
         year. Imports from Central Asia to China reached 35.1 billion US dollars, increasing by 14%. Kyrgyzstan ranks \
         second in trade with China in Central Asia, accounting for about 25% of China's total trade with the region. In \
         2025, the trade volume between the two countries reached 27.2 billion US dollars, which is 20% more compared to \
         the previous year. Imports from Kyrgyzstan increased by 86%.",
        11,
    ),
    (
        "The trade volume between China and the five Central Asian countries exceeded 100 billion U.S. dollars in 2025.",
        1,
    ),
];

#[test]
fn the_figures_of_the_articles_are_found_and_hold() {
    for (text, count) in ARTICLES {
        let claims = check(text, TODAY, &CATALOGUE);
        assert_eq!(claims.len(), count, "{text}");
        for claim in claims {
            let holds = matches!(claim.verdict, Verdict::Agrees | Verdict::Rounded | Verdict::Revised);
            assert!(holds, "{}: {:?} {:?}", claim.written, claim.verdict, claim.reason);
        }
    }
}

#[test]
fn what_is_not_certain_is_not_checked() {
    for text in [
        "Kazakhstan's trade was $141 billion in 2024.",
        "China grows. Kazakhstan's trade was $141 billion in 2024.",
        "Kazakhstan's exports were 78 billion dollars in 2024. Exports to Kyrgyzstan were 0.7 billion dollars.",
        "China's exports of machinery to Kazakhstan were $12 billion in 2024.",
        "China's trade in services with Kazakhstan was $1.2 billion in 2024.",
        "China's trade with Kazakhstan rose by 3.2 billion dollars in 2024.",
        "China's trade with Kazakhstan without oil was 20 billion dollars in 2024.",
        "China and Kazakhstan plan to bring trade to 100 billion dollars by 2030.",
        "China's trade with Kazakhstan per capita was 2 thousand dollars in 2024.",
        "Last year China's trade with Kazakhstan was 33 billion dollars.",
        "China's trade with Kazakhstan, Uzbekistan was 60 billion dollars in 2024.",
        "China's trade with France was 79 billion dollars in 2024.",
        "Between China and Kazakhstan a refinery for 2 billion dollars was built in 2024.",
        "Товарооборот Казахстана в 2024 году составил 141 млрд долларов.",
        "В 2024 году торговля Китая с Казахстаном услугами составила 2 млрд долларов.",
        "2024年哈萨克斯坦贸易额为1410亿美元。",
        "2024年中国与哈萨克斯坦服务贸易额为20亿美元。",
    ] {
        for claim in check(text, TODAY, &CATALOGUE) {
            assert!(!is_called_wrong(&claim), "{text}: {} {:?}", claim.written, claim.verdict);
        }
    }
}

#[test]
fn a_long_text_with_many_numbers_is_checked_whole() {
    let sentence = "In 2024 China's trade with Kazakhstan was 43.89 billion dollars, with Uzbekistan 13.8 billion. ";
    let claims = check(&sentence.repeat(100), TODAY, &CATALOGUE);
    assert_eq!(claims.len(), 200);
    assert!(claims.iter().all(|claim| !is_called_wrong(claim)));
}
