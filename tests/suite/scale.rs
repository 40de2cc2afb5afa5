//! Many facts: what is looked up is what looking at all of them would find.

#[path = "../../benches/scale/world.rs"]
mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::{Arc, LazyLock},
};

use proptest::prelude::*;
use tempfile::TempDir;
use tradefacts::{
    catalogue::{Catalogue, Known, fold},
    check,
    fact::{Figure, PlaceId, Series, Statement, Status},
    sheet::{self, Folder, Keep},
};
use world::World;

fn written(figures: usize, seed: u64) -> TempDir {
    let folder = TempDir::new().unwrap();
    let written = World { figures, seed }.write(folder.path()).unwrap();
    assert_eq!(written.figures, figures);
    folder
}

fn facts(folder: &TempDir) -> Catalogue {
    let loaded = sheet::load_as(&Folder::Disk(folder.path().to_owned()), Keep::Facts, &|_, _| {}).unwrap();
    assert_eq!(loaded.findings, []);
    loaded.catalogue.unwrap()
}

#[test]
fn an_invented_world_is_sound_and_the_same_for_the_same_seed() {
    let texts = |folder: &TempDir| {
        let mut texts = BTreeMap::new();
        let mut left = vec![folder.path().to_owned()];
        while let Some(path) = left.pop() {
            for entry in fs::read_dir(path).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let inside = path.strip_prefix(folder.path()).unwrap().to_owned();
                    texts.insert(inside, fs::read_to_string(path).unwrap());
                }
            }
        }
        texts
    };
    let [one, other, strange] = [(3_000, 1), (3_000, 1), (3_000, 2)].map(|(figures, seed)| written(figures, seed));
    assert!(texts(&one) == texts(&other) && texts(&one) != texts(&strange));
    let checked = check::check(&Folder::Disk(one.path().to_owned())).unwrap();
    assert!(checked.is_clean(), "{}", checked.show(check::Format::Text { colours: false }));
    assert_eq!(checked.counts.figures, 3_000);
}

#[test]
fn what_is_kept_for_rules_and_what_is_kept_for_answers_are_the_same_facts() {
    let folder = written(2_000, 3);
    let whole = sheet::load(&Folder::Disk(folder.path().to_owned())).unwrap();
    let kept = facts(&folder);
    let catalogue = whole.catalogue.as_ref().unwrap();
    assert_eq!(format!("{:?}", catalogue.all_figures()), format!("{:?}", kept.all_figures()));
    assert_eq!(format!("{:?}", catalogue.statements()), format!("{:?}", kept.statements()));
    assert_eq!(whole.sheets.iter().map(|sheet| sheet.figures.len()).sum::<usize>(), 2_000);
}

/// Everything that holds these words, or is printed as one of these, found the long way.
fn by_hand<'c>(
    words: &[String],
    numbers: &[String],
    catalogue: &'c Catalogue,
) -> (Vec<&'c Figure>, Vec<&'c Arc<Statement>>) {
    let place_names = |id: &PlaceId| {
        let names = catalogue.place(id.as_str()).into_iter().flat_map(|place| place.names.iter());
        names.map(|(_, name)| name.to_owned()).chain([id.to_string()]).collect::<Vec<_>>()
    };
    let holds = |texts: Vec<String>| {
        let all: Vec<String> = texts.iter().flat_map(|text| text.split_whitespace()).map(fold).collect();
        words.iter().all(|word| all.iter().any(|one| one.contains(word.as_str())))
    };
    let named = |series: &Series| {
        let of = series.of.as_ref().map(|of| of.as_str());
        let measured = [Some(series.indicator.as_str()), of].into_iter().flatten();
        let measured = measured.filter_map(|id| catalogue.indicator(id)).flat_map(|one| one.names.iter());
        let goods = series.goods.as_ref().and_then(|goods| catalogue.product(goods.product.as_str()));
        let measured = measured.chain(goods.into_iter().flat_map(|product| product.names.iter()));
        holds(measured.map(|(_, name)| name.to_owned()).chain(place_names(&series.partner)).collect())
    };
    let printed = |figure: &&Figure| numbers.contains(&figure.amount.number.abs().to_string());
    let figures = catalogue.series().flat_map(|(series, figures)| match named(series) {
        true => figures.last().into_iter().collect::<Vec<_>>(),
        false => figures.iter().filter(printed).collect(),
    });
    let told = |statement: &&Arc<Statement>| {
        let texts = statement.text.iter().map(|(_, text)| text.to_owned());
        holds(texts.chain(statement.places.iter().flat_map(place_names)).collect())
    };
    (figures.collect(), catalogue.statements().iter().filter(told).collect())
}

fn same<T>(one: &[&T], other: &[&T]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| std::ptr::eq(*one, *other))
}

fn assert_found(words: &str, catalogue: &Catalogue) {
    // A number keeps its point, by which figures are found; statements are found by letters alone.
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let written = |word: &str| if is_number(word) { word.to_owned() } else { fold(word) };
    let numbers: Vec<String> = words.split(' ').map(written).filter(|word| !word.is_empty()).collect();
    let words: Vec<String> = words.split(' ').map(fold).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return;
    }
    let (figures, statements) = by_hand(&words, &numbers, catalogue);
    assert!(same(&catalogue.statements_found(&words).collect::<Vec<_>>(), &statements), "{words:?}");
    for most in [0, 5, usize::MAX] {
        let (found, count) = catalogue.figures_found(&numbers, most);
        assert_eq!(count, figures.len(), "{words:?}");
        assert!(same(&found, &figures[..most.min(figures.len())]), "{words:?}");
    }
}

#[test]
fn words_and_digits_are_found_wherever_they_stand() {
    let arcadia = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts");
    let arcadia = check::check(&Folder::Disk(arcadia)).unwrap().catalogue.unwrap();
    let invented = facts(&written(1_500, 4));
    for words in [
        "a",
        "trade",
        "o r",
        "kyrgyzstan exports",
        "экспорт",
        "27.2",
        "60.0 exports",
        "railway",
        "5",
        "0",
        "world 1",
        "贸易",
    ] {
        for catalogue in [&BUILT_IN, &arcadia, &invented] {
            assert_found(words, catalogue);
        }
    }
    let digits: Vec<String> =
        invented.all_figures().iter().step_by(97).map(|figure| figure.amount.number.abs().to_string()).collect();
    assert!(digits.len() > 10);
    digits.iter().for_each(|digits| assert_found(digits, &invented));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_letters_are_found_wherever_they_stand(words in "[a-z0-9]{1,3}( [a-z0-9]{1,2}){0,2}") {
        assert_found(&words, &BUILT_IN);
    }
}

static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| check::check(&Folder::BuiltIn).unwrap().catalogue.unwrap());

#[test]
fn what_belongs_together_is_looked_up_whole_and_in_order() {
    for catalogue in [&BUILT_IN, &facts(&written(3_000, 5))] {
        let all: Vec<(&Series, &[Figure])> = catalogue.series().collect();
        assert!(all.is_sorted_by(|one, other| one.0 < other.0));
        assert_eq!(all.iter().map(|(_, figures)| figures.len()).sum::<usize>(), catalogue.all_figures().len());
        let among = |found: Vec<(&Series, &[Figure])>, belongs: &dyn Fn(&Series) -> bool| {
            let mut expected = all.iter().filter(|(series, _)| belongs(series));
            let is_next = |(one, figures): &(&Series, &[Figure])| {
                expected.next().is_some_and(|(other, all)| one == other && figures.as_ptr() == all.as_ptr())
            };
            assert!(found.iter().all(is_next) && expected.next().is_none());
        };
        for (series, figures) in &all {
            assert_eq!(catalogue.figures(series).as_ptr(), figures.as_ptr());
            assert!(figures.is_sorted_by_key(|figure| figure.period));
        }
        for indicator in catalogue.indicators() {
            among(catalogue.series_of(&indicator.id).collect(), &|series| series.indicator == indicator.id);
        }
        for place in catalogue.places() {
            assert_eq!(catalogue.has_figures(&place.id), all.iter().any(|(series, _)| series.partner == place.id));
            for reporter in catalogue.places().map(|place| Some(&place.id)).chain([None]) {
                let between = |series: &Series| series.partner == place.id && series.reporter.as_ref() == reporter;
                among(catalogue.series_between(reporter, &place.id).collect(), &between);
            }
            let about: Vec<_> = catalogue.statements().iter().filter(|one| one.places.contains(&place.id)).collect();
            assert!(same(&catalogue.statements_about(&place.id).collect::<Vec<_>>(), &about), "{}", place.id);
        }
        for source in catalogue.sources() {
            let mut figures: Vec<&Figure> =
                catalogue.all_figures().iter().filter(|figure| figure.source.id == source.id).collect();
            figures.sort_by_key(|figure| (figure.at.len(), figure.at.clone()));
            assert!(same(&catalogue.figures_in_source(&source.id).collect::<Vec<_>>(), &figures), "{}", source.id);
            assert_eq!(catalogue.count_in_source(&source.id), figures.len());
            let told: Vec<_> = catalogue.statements().iter().filter(|one| one.source.id == source.id).collect();
            assert!(same(&catalogue.statements_in_source(&source.id).iter().collect::<Vec<_>>(), &told));
        }
        for kinds in [&["agreement"][..], &["summit", "agreement"], &["nothing"]] {
            let told: Vec<_> = catalogue.statements().iter().filter(|one| kinds.contains(&one.kind.as_str())).collect();
            assert!(same(&catalogue.statements_of(kinds).collect::<Vec<_>>(), &told));
        }
        let years: Vec<_> = catalogue.all_figures().iter().filter_map(|figure| figure.period.year()).collect();
        assert_eq!(catalogue.years(), years.iter().min().copied().zip(years.iter().max().copied()));
    }
}

#[test]
fn the_newest_are_those_that_a_look_at_all_finds_on_any_day() {
    let back = "
source: { title: Taken back, publisher: a.example, published: 2027-05-01, read: 2027-06-01, language: en, url: unknown }
shared: { reporter: XAA, authority: xaa-customs, unit: million USD, at: table 1 }
figures:
  - { indicator: exports, partner: XAB, values: { 2026: 1, 2025: 1 }, withdrawn: 2027-06-10 }
  - { indicator: exports, partner: XAC, period: 2026, value: 2, withdrawn: unknown }
  - { indicator: trade, partner: XAC, values: { 2026: 3, 2024: 2 } }
  - { indicator: trade, partner: XAC, period: 2030, value: 9, status: target }
  - { indicator: enterprises, partner: XAB, period: unknown, value: 9, unit: count }
";
    let folder = written(20_000, 6);
    fs::create_dir_all(folder.path().join("sheets/2027")).unwrap();
    fs::write(folder.path().join("sheets/2027/back.yaml"), back).unwrap();
    for catalogue in [&BUILT_IN, &facts(&folder)] {
        let days = ["2010-01-01", "2024-03-01", "2025-01-01", "2025-06-30", "2026-03-01", "2026-12-01", "2027-06-09"];
        let days = days.map(|day| Known::on(catalogue, day.parse().unwrap()));
        for known in days.into_iter().chain([Known::all(catalogue)]) {
            let stands = |figure: &&Figure| {
                let counted = figure.status.is_none_or(Status::is_counted) && figure.period.year().is_some();
                counted && figure.series.of.is_none() && known.has(&figure.source) && !known.is_withdrawn(figure)
            };
            let newness = |figure: &Figure| (figure.period.asked(), figure.source.published);
            let newest = catalogue.series().filter_map(|(_, figures)| figures.iter().filter(stands).map(newness).max());
            let mut newest: Vec<_> = newest.collect();
            newest.sort_by(|one, other| other.cmp(one));
            for most in [0, 1, 12, 36] {
                let found = known.newest(most);
                assert!(found.iter().all(stands));
                assert!(newest.iter().take(most).eq(&found.iter().map(|one| newness(one)).collect::<Vec<_>>()));
                let series: BTreeSet<&Series> = found.iter().map(|figure| figure.series.as_ref()).collect();
                assert_eq!(series.len(), found.len());
            }
        }
    }
}
