//! Texts that nobody writes by accident: long, repeated, nearly right, and in all scripts at once.
//!
//! In: the names that a catalogue knows and how many characters; out: the same texts each time.

/// Texts of so many characters, each with what it is made of.
pub(crate) fn texts(names: &[String], characters: usize) -> Vec<(String, String)> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let mut texts = Vec::new();
    for before in BEFORE {
        for piece in REPEATED {
            let mut text = (*before).to_owned();
            fill(&mut text, characters, || (*piece).to_owned());
            texts.push((format!("{before}{piece}"), text));
        }
    }
    let misspelt: Vec<String> = names.iter().map(|name| chance.misspell(name)).collect();
    for (kind, words) in [("all names", names), ("all names misspelt", &misspelt)] {
        for between in [" ", "", ", ", " vs ", " 2025 ", " from ", "-", ":"] {
            for before in ["", "/trade ", "/compare ", "trade ", "/search ", "/asof 2025-01-01 "] {
                let mut text = before.to_owned();
                let mut next = words.iter().cycle();
                fill(&mut text, characters, || format!("{}{between}", next.next().map_or("", String::as_str)));
                texts.push((format!("{before}{kind} with {between:?}"), text));
            }
        }
    }
    let pieces: Vec<&str> = REPEATED.iter().copied().chain(names.iter().chain(&misspelt).map(String::as_str)).collect();
    for round in 0..60 {
        let mut text = String::new();
        fill(&mut text, characters, || {
            let blank = if chance.below(4) == 0 { "" } else { " " };
            format!("{}{blank}", pieces[chance.below(pieces.len())])
        });
        texts.push((format!("mixture {round}"), text));
    }
    texts
}

/// What is written again and again.
#[rustfmt::skip]
const REPEATED: &[&str] = &[
    "a", "a ", "trade ", "я", "торговля ", "中", "中哈", "贸易 ", "1", "1 ", "2025 ", "2020 2021 ", "03/04/2025 ", "3/4/2025, ",
    "17.06.2025 ", "2025-06-17 ", "2025-", "2021-2025 ", "1-10月", "H1 ", "M01-M10 ", "Q", "I quarter ", "first half ",
    "January ", "January-March ", "January to ", "с 2021 ", "from 2021 to ", "since ", "between ", "last year ", "year ",
    "30 billion ", "$30 ", "30% ", "$", "%", "one ", "ten months ", "десять месяцев ", "vs ", "and ", "with ", "or ",
    "exports imports ", "exports of ", "to ", "from ", "in ", "of ", "by count of ", "according to ", "why ", "history ",
    "compare ", "each ", "all countries ", "what changed ", "as of ", "known ", "share ", "growth ", "without ", "except ",
    "kazakstn ", "kazakstan ", "kyrgystan ", "tajikstan ", "investmnt ", "turnovr ", "казакстан ", "киргизстан ",
    "KZ ", "KZ:CN ", "KZ:", "kz", "US ", "🇰🇬", "🇰🇬 ", "🇰", "🎉", "e\u{301}", "\u{301}", "\u{fdfa}", "ﷺ ", "＂", "\"", "'",
    "a'", "«", "“", "-", "- ", "–", ":", ": ", "/", "//", "_", "_a", ".", "..", ",", "@", "@a ", "@bot ", "#", "=", "= ", "a=",
    "&", "<b>", "\u{200b}", "\u{202e}", "\u{0}", "\u{ad}a", "\t", "\n", "\u{3000}", "a中", "aя ", "я中a", "1a", "a1 ", "٣", "Ⅻ ", "½",
    "/trade ", "/asof ", "/asof 2025-01-01 ", "/asof 03/04/2025 ", "/start ", "start_", "asof_2025_01_01_", "trade_", "src ", "src_",
];

/// What stands once before it.
const BEFORE: &[&str] = &[
    "",
    "/trade ",
    "/compare ",
    "/rank ",
    "/country ",
    "/mirror ",
    "/agreements ",
    "/why ",
    "/history ",
    "/asof ",
    "/asof 03/04/2025 ",
    "/changes ",
    "/indicator ",
    "/latest ",
    "/search ",
    "/sources ",
    "/source ",
    "/cite ",
    "/language ",
    "/start ",
    "/trade_",
    "/start start_",
    "/",
    "/exports_",
    "trade ",
    "Казахстан экспорт ",
];

fn fill(text: &mut String, characters: usize, mut next: impl FnMut() -> String) {
    let mut count = text.chars().count();
    while count < characters {
        let piece = next();
        count += piece.chars().count().max(1);
        text.push_str(&piece);
    }
    let end = text.char_indices().nth(characters).map_or(text.len(), |(end, _)| end);
    text.truncate(end);
}

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % most
    }

    /// The same name with one letter wrong.
    fn misspell(&mut self, name: &str) -> String {
        let mut letters: Vec<char> = name.chars().collect();
        let at = self.below(letters.len().max(1));
        match (self.below(3), letters.len()) {
            (_, 0) => {}
            (0, _) => drop(letters.remove(at)),
            (1, _) => letters[at] = 'q',
            _ => letters.insert(at, 'x'),
        }
        letters.into_iter().collect()
    }
}
