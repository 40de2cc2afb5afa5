//! An invented world of as many figures as are wanted: the same for the same seed, and sound under `check`.
//!
//! Each country counts what it sends to and gets from every other, by years and by months, in a yearbook and in
//! reports; a paper of its own relays some of it and tells what is no figure. Countries form unions. The months of a
//! year add up to it, and the countries of a union to the union.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

/// How many figures, and which of all worlds of that size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) figures: usize,
    pub(crate) seed: u64,
}

/// What was written.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Written {
    pub(crate) figures: usize,
    pub(crate) statements: usize,
    pub(crate) sheets: usize,
    pub(crate) countries: usize,
    pub(crate) bytes: usize,
}

const FIRST_YEAR: u16 = 1992;
const LAST_YEAR: u16 = 2025;
/// The first month that reports tell of, in months since the year 0.
const FIRST_MONTH: u16 = 2023 * 12 + 8;
/// Figures of one count of one direction between two countries: every year, and the months of the reports.
const IN_A_SERIES: usize = (LAST_YEAR - FIRST_YEAR + 1 + (LAST_YEAR + 1) * 12 - FIRST_MONTH) as usize;

/// Countries of a union.
const UNION: usize = 20;

/// Of every so many partners one has its trade, goods, growth, share and investment stated too, and is written about.
const TOLD: usize = 4;

/// Syllables of names, in English and in Russian.
const FIRST: [(&str, &str); 26] = [
    ("Bel", "Бел"),
    ("Bor", "Бор"),
    ("Dal", "Дал"),
    ("Dor", "Дор"),
    ("Fen", "Фен"),
    ("Gal", "Гал"),
    ("Gor", "Гор"),
    ("Hel", "Хел"),
    ("Jas", "Яс"),
    ("Kar", "Кар"),
    ("Kel", "Кел"),
    ("Lam", "Лам"),
    ("Lor", "Лор"),
    ("Mar", "Мар"),
    ("Mel", "Мел"),
    ("Nar", "Нар"),
    ("Nor", "Нор"),
    ("Pal", "Пал"),
    ("Rav", "Рав"),
    ("Sal", "Сал"),
    ("Ser", "Сер"),
    ("Tam", "Там"),
    ("Tor", "Тор"),
    ("Val", "Вал"),
    ("Ver", "Вер"),
    ("Zan", "Зан"),
];
const LAST: [(&str, &str); 26] = [
    ("adia", "адия"),
    ("agon", "агон"),
    ("akesh", "акеш"),
    ("amir", "амир"),
    ("antis", "антис"),
    ("aria", "ария"),
    ("avos", "авос"),
    ("edor", "едор"),
    ("eland", "еланд"),
    ("emba", "емба"),
    ("eran", "еран"),
    ("esia", "езия"),
    ("evik", "евик"),
    ("idon", "идон"),
    ("igar", "игар"),
    ("illo", "илло"),
    ("imund", "имунд"),
    ("istan", "истан"),
    ("obia", "обия"),
    ("odor", "одор"),
    ("onia", "ония"),
    ("oskar", "оскар"),
    ("otho", "ото"),
    ("uland", "уланд"),
    ("umbra", "умбра"),
    ("urat", "урат"),
];

impl World {
    /// Countries enough for all pairs of them to hold so many figures.
    pub(crate) fn countries(self) -> usize {
        let holds = |countries: usize| countries * (countries - 1) * 2 * IN_A_SERIES >= self.figures;
        (3..=FIRST.len() * LAST.len()).find(|countries| holds(*countries)).unwrap_or(FIRST.len() * LAST.len())
    }

    /// The code of a country: one of those that stand for no country of this world.
    pub(crate) fn code(country: usize) -> String {
        let letter = |number: usize| char::from(b'A' + u8::try_from(number % 26).unwrap_or(0));
        ['X', letter(country / 26), letter(country)].iter().collect()
    }

    /// A country's name in English and Russian.
    pub(crate) fn name(country: usize) -> [String; 2] {
        // Neighbours in the list have little in common.
        let (first, last) = (FIRST[country % 26], LAST[(country / 26 + country * 7) % 26]);
        [format!("{}{}", first.0, last.0), format!("{}{}", first.1, last.1)]
    }

    /// Writes the folder; what is in it is left where it does not stand in the way.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be written.
    pub(crate) fn write(self, folder: &Path) -> io::Result<Written> {
        let mut writing = Writing { world: self, folder, written: Written::default(), left: self.figures };
        writing.written.countries = self.countries();
        writing.file(Path::new("places.yaml"), &self.places())?;
        writing.file(Path::new("indicators.yaml"), INDICATORS)?;
        writing.file(Path::new("products.yaml"), PRODUCTS)?;
        writing.file(Path::new("authorities.yaml"), &self.authorities())?;
        for reporter in 0..self.countries() {
            writing.yearbook(reporter)?;
            for year in FIRST_MONTH / 12..=LAST_YEAR {
                writing.report(reporter, year)?;
            }
            writing.herald(reporter)?;
        }
        Ok(writing.written)
    }

    fn unions(self) -> usize {
        self.countries().div_ceil(UNION)
    }

    fn members(self, union: usize) -> std::ops::Range<usize> {
        union * UNION..((union + 1) * UNION).min(self.countries())
    }

    fn places(self) -> String {
        let mut text = "default: { reporter: XAA, partner: union-1 }\n\nplaces:\n".to_owned();
        for country in 0..self.countries() {
            let [en, ru] = Self::name(country);
            let code = Self::code(country);
            add(&mut text, format_args!("  {code}:\n    names: {}\n", names(&en, &ru)));
            add(&mut text, format_args!("    aliases: {{ en: [{en}n, Republic of {en}], ru: [{ru}ский] }}\n"));
        }
        for union in 0..self.unions() {
            let [en, ru] = Self::name(FIRST.len() * LAST.len() - 1 - union);
            let members: Vec<String> = self.members(union).map(Self::code).collect();
            add(
                &mut text,
                format_args!(
                    "  union-{}:\n    names: {}\n",
                    union + 1,
                    names(&format!("{en} Union"), &format!("{ru} союз"))
                ),
            );
            add(&mut text, format_args!("    members: [{}]\n", members.join(", ")));
        }
        add(&mut text, format_args!("  world:\n    names: {}\n", names("the world", "весь мир")));
        text
    }

    fn authorities(self) -> String {
        let mut text = "authorities:\n".to_owned();
        for country in 0..self.countries() {
            let (code, id, [en, ru]) = (Self::code(country), id(country), Self::name(country));
            add(&mut text, format_args!("  {id}-customs:\n    names: {{ en: Customs of {en}, ru: Таможня {ru} }}\n"));
            add(
                &mut text,
                format_args!("    country: {code}\n    measures: [trade, exports, imports, balance, share]\n"),
            );
            add(&mut text, format_args!("  {id}-press:\n    names: {{ en: press of {en}, ru: печать {ru} }}\n"));
            add(&mut text, format_args!("    country: {code}\n    stands-for:\n      authority: {id}-customs\n"));
            add(&mut text, format_args!("      indicators: [trade, exports, imports, share]\n"));
            add(&mut text, format_args!("      reason: {{ en: Nobody else counts., ru: Больше никто не считает. }}\n"));
        }
        text
    }

    /// What was sent in a month, in tenths of a million, as the reporter counts it: around the same from month to
    /// month, growing from year to year, and more or less what the other side counts.
    fn month(self, flow: Flow, month: u16) -> u64 {
        let (from, to) = if flow.is_out { (flow.reporter, flow.partner) } else { (flow.partner, flow.reporter) };
        let border = (from * 1_000 + to) as u64;
        let size = 20 + self.chance(border, 1) % 2_000;
        let yearly = 1_010 + self.chance(border, 2) % 60;
        let years = u64::from(month / 12 - FIRST_YEAR);
        let grown = (0..years).fold(size * 1_000, |size, _| size * yearly / 1_000);
        let season = 900 + self.chance(border, 1_000 + u64::from(month)) % 200;
        let counted = if flow.is_out { 1_000 } else { 1_020 + self.chance(border, 3) % 100 };
        grown * season / 1_000 * counted / 1_000_000
    }

    fn year(self, flow: Flow, year: u16) -> u64 {
        (year * 12..(year + 1) * 12).map(|month| self.month(flow, month)).sum()
    }

    /// A number that is the same for the same question.
    fn chance(self, what: u64, which: u64) -> u64 {
        let mut bits = self.seed ^ what.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ which.wrapping_mul(0xD1B5_4A32_D192_ED03);
        for _ in 0..2 {
            bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            bits ^= bits >> 27;
        }
        bits ^ (bits >> 31)
    }
}

/// Goods one way between two countries, as one of them counts them.
#[derive(Clone, Copy)]
struct Flow {
    reporter: usize,
    partner: usize,
    is_out: bool,
}

struct Writing<'w> {
    world: World,
    folder: &'w Path,
    written: Written,
    /// Figures still to be written.
    left: usize,
}

impl Writing<'_> {
    fn file(&mut self, inside: &Path, text: &str) -> io::Result<()> {
        let path = self.folder.join(inside);
        fs::create_dir_all(path.parent().unwrap_or(self.folder))?;
        self.written.bytes += text.len();
        fs::write(path, text)
    }

    fn sheet(&mut self, year: u16, stem: &str, text: &str) -> io::Result<()> {
        self.written.sheets += 1;
        self.file(&PathBuf::from(format!("sheets/{year}/{stem}.yaml")), text)
    }

    /// Adds an entry of so many figures, if that many are still wanted.
    fn entry(&mut self, text: &mut String, figures: usize, fields: std::fmt::Arguments<'_>) {
        if let Some(left) = self.left.checked_sub(figures) {
            self.left = left;
            self.written.figures += figures;
            add(text, format_args!("  - {{ {fields} }}\n"));
        }
    }

    /// All years of one country, with every other and with each union.
    fn yearbook(&mut self, reporter: usize) -> io::Result<()> {
        let (world, id) = (self.world, id(reporter));
        let [name, _] = World::name(reporter);
        let mut text = head(&format!("Foreign trade of {name}, yearbook"), reporter, "2026-05-20", "customs");
        text.push_str("figures:\n");
        let before = self.written.figures;
        let years = || FIRST_YEAR..=LAST_YEAR;
        let count = years().count();
        for partner in (0..world.countries()).filter(|partner| *partner != reporter) {
            let code = World::code(partner);
            let of = |is_out| Flow { reporter, partner, is_out };
            for (indicator, is_out) in [("exports", true), ("imports", false)] {
                let values = series(years().map(|year| (year.to_string(), tenths(world.year(of(is_out), year)))));
                let fields = format_args!("indicator: {indicator}, partner: {code}, values: {{ {values} }}");
                self.entry(&mut text, count, fields);
            }
            if !is_told(reporter, partner) {
                continue;
            }
            let both = |year| world.year(of(true), year) + world.year(of(false), year);
            let values = series(years().map(|year| (year.to_string(), tenths(both(year)))));
            self.entry(&mut text, count, format_args!("indicator: trade, partner: {code}, values: {{ {values} }}"));
            // A tenth of what is sent is glass, of which a tonne costs a thousand.
            for unit in ["million USD", "thousand t"] {
                let sent = |year| tenths(world.year(of(true), year) / 10);
                let values = series(years().map(|year| (year.to_string(), sent(year))));
                let fields = format_args!(
                    "indicator: exports, product: glass, partner: {code}, unit: {unit}, values: {{ {values} }}"
                );
                self.entry(&mut text, count, fields);
            }
            let growth = |year| growth(world.year(of(true), year), world.year(of(true), year - 1));
            let values = series(years().skip(1).map(|year| (year.to_string(), growth(year))));
            let fields =
                format_args!("indicator: growth, of: exports, partner: {code}, unit: percent, values: {{ {values} }}");
            self.entry(&mut text, count - 1, fields);
            let union = partner / UNION;
            let part = |year| {
                let members = world.members(union).filter(|member| *member != reporter);
                let ways = members.flat_map(|partner| [true, false].map(|is_out| Flow { reporter, partner, is_out }));
                let whole: u64 = ways.map(|flow| world.year(flow, year)).sum();
                tenths((both(year) * 2_000 + whole) / (2 * whole))
            };
            let values = series(years().skip(count - 10).map(|year| (year.to_string(), part(year))));
            let fields = format_args!(
                "indicator: share, of: union-{}, partner: {code}, unit: percent, values: {{ {values} }}",
                union + 1
            );
            self.entry(&mut text, 10, fields);
            let held = |year: u16| (format!("{year}-12"), tenths(both(year) / 7));
            let values = series(years().skip(count - 10).map(held));
            let fields = format_args!("indicator: investment-stock, partner: {code}, values: {{ {values} }}");
            self.entry(&mut text, 10, fields);
        }
        for union in 0..world.unions() {
            let members = || world.members(union).filter(|member| *member != reporter);
            let of = |is_out, year| -> u64 {
                members().map(|partner| world.year(Flow { reporter, partner, is_out }, year)).sum()
            };
            for (indicator, is_out) in [("exports", true), ("imports", false)] {
                let values = series(years().map(|year| (year.to_string(), tenths(of(is_out, year)))));
                let fields =
                    format_args!("indicator: {indicator}, partner: union-{}, values: {{ {values} }}", union + 1);
                self.entry(&mut text, count, fields);
            }
        }
        if self.written.figures == before {
            return Ok(());
        }
        self.sheet(2026, &format!("{id}-yearbook"), &text)
    }

    /// The months of one year.
    fn report(&mut self, reporter: usize, year: u16) -> io::Result<()> {
        let (world, id) = (self.world, id(reporter));
        let [name, _] = World::name(reporter);
        let published = format!("{}-02-10", year + 1);
        let mut text = head(&format!("Trade of {name} by months of {year}"), reporter, &published, "customs");
        text.push_str("figures:\n");
        let before = self.written.figures;
        let months = || FIRST_MONTH.max(year * 12)..(year + 1) * 12;
        for partner in (0..world.countries()).filter(|partner| *partner != reporter) {
            let code = World::code(partner);
            for (indicator, is_out) in [("exports", true), ("imports", false)] {
                let flow = Flow { reporter, partner, is_out };
                let of =
                    |month: u16| (format!("{}-M{:02}", month / 12, month % 12 + 1), tenths(world.month(flow, month)));
                let values = series(months().map(of));
                let fields = format_args!("indicator: {indicator}, partner: {code}, values: {{ {values} }}");
                self.entry(&mut text, months().count(), fields);
            }
        }
        if self.written.figures == before {
            return Ok(());
        }
        self.sheet(year + 1, &format!("{id}-months-{year}"), &text)
    }

    /// What the paper of a country relays and tells.
    fn herald(&mut self, reporter: usize) -> io::Result<()> {
        let (world, id) = (self.world, id(reporter));
        let [name, _] = World::name(reporter);
        let mut text = head(&format!("{name} and its neighbours"), reporter, "2026-03-01", "press");
        let mut figures = String::new();
        let mut statements = String::new();
        if self.left == 0 {
            return Ok(());
        }
        let told = (0..world.countries()).filter(|partner| is_told(reporter, *partner));
        for (number, partner) in told.enumerate() {
            let flow = Flow { reporter, partner, is_out: true };
            let (code, whole) = (World::code(partner), (world.year(flow, LAST_YEAR) + 5) / 10);
            self.entry(
                &mut figures,
                1,
                format_args!(
                    "indicator: exports, partner: {code}, period: {LAST_YEAR}, value: {whole}, at: paragraph {number}"
                ),
            );
            let ([from_en, from_ru], [to_en, to_ru]) = (World::name(reporter), World::name(partner));
            let (kind, en, ru) = TOLD_OF[(reporter + number) % TOLD_OF.len()];
            add(
                &mut statements,
                format_args!(
                    "  - kind: {kind}\n    places: [{}, {code}]\n    date: {}\n    at: paragraph {}\n    text:\n      \
                     en: \"{}\"\n      ru: \"{}\"\n",
                    World::code(reporter),
                    2015 + number % 11,
                    number + 1,
                    en.replace("{}", &format!("{from_en} and {to_en}")).replace("{n}", &number.to_string()),
                    ru.replace("{}", &format!("{from_ru} и {to_ru}")).replace("{n}", &number.to_string()),
                ),
            );
            self.written.statements += 1;
        }
        if !figures.is_empty() {
            add(&mut text, format_args!("figures:\n{figures}\n"));
        }
        if !statements.is_empty() {
            add(&mut text, format_args!("statements:\n{statements}"));
        }
        self.sheet(2026, &format!("{id}-herald"), &text)
    }
}

/// A name in all eight languages: invented ones have no translations, so the other six spell it like one of the two.
fn names(en: &str, ru: &str) -> String {
    format!("{{ en: {en}, ru: {ru}, zh: {en}, kk: {ru}, ky: {ru}, uz: {en}, tg: {ru}, tk: {en} }}")
}

fn id(country: usize) -> String {
    World::code(country).to_lowercase()
}

fn is_told(reporter: usize, partner: usize) -> bool {
    reporter != partner && (reporter + partner) % TOLD == 1
}

fn head(title: &str, reporter: usize, published: &str, body: &str) -> String {
    let (code, id) = (World::code(reporter), id(reporter));
    format!(
        "source:\n  title: \"{title}\"\n  publisher: {id}.example\n  published: {published}\n  read: 2026-11-22\n  \
         language: en\n  url: https://{id}.example/{}\n\nshared: {{ reporter: {code}, authority: {id}-{body}, unit: \
         million USD, at: table 1 }}\n\n",
        title.to_lowercase().replace([' ', ','], "-")
    )
}

fn series(values: impl Iterator<Item = (String, String)>) -> String {
    values.map(|(period, value)| format!("{period}: {value}")).collect::<Vec<_>>().join(", ")
}

/// Tenths with their point: 1234 is `123.4`.
fn tenths(number: u64) -> String {
    format!("{}.{}", number / 10, number % 10)
}

/// What came of a number, in percent to one place.
fn growth(now: u64, before: u64) -> String {
    let (now, before) = (i128::from(now), i128::from(before.max(1)));
    let thousandths = ((now - before) * 2_000 + before).div_euclid(2 * before);
    let sign = if thousandths < 0 { "-" } else { "" };
    format!("{sign}{}.{}", thousandths.abs() / 10, thousandths.abs() % 10)
}

fn add(text: &mut String, words: std::fmt::Arguments<'_>) {
    text.write_fmt(words).expect("a text can be written to");
}

/// Kind and words of what is told of two countries.
const TOLD_OF: [(&str, &str, &str); 5] = [
    ("agreement", "{} signed agreement {n} on free transit.", "{} подписали соглашение {n} о свободном транзите."),
    ("summit", "{} met for the {n}th time.", "{} провели встречу номер {n}."),
    ("project", "{} are building railway {n} between them.", "{} строят между собой железную дорогу {n}."),
    ("policy", "{} dropped {n} tariffs on grain.", "{} отменили {n} пошлин на зерно."),
    ("institution", "{} opened {n} trading houses.", "{} открыли {n} торговых домов."),
];

const PRODUCTS: &str = include_str!("../../tests/facts/products.yaml");

const INDICATORS: &str = include_str!("../../tests/facts/indicators.yaml");
