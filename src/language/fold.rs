//! Spellings without case, accents, script and punctuation.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::UnicodeNormalization as _;

use super::lists::LISTS;

/// Leaves of a spelling what does not depend on case, accents, script or punctuation: `Qirgʻiziston` and
/// `qirg'iziston` are `qirgiziston`, `Киргизия` is `kirgiziya`, `🇰🇬` is `kg`.
pub fn fold(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut add = |character: char| match character {
        '\u{1F1E6}'..='\u{1F1FF}' => {
            let letter = u32::from(character) - 0x1F1E6 + u32::from('a');
            folded.extend(char::from_u32(letter));
        }
        _ if character.is_alphanumeric() => {
            let ascii = any_ascii::any_ascii_char(character);
            folded.extend(ascii.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
        }
        _ => {}
    };
    each(text, |character| character.to_lowercase().for_each(&mut add));
    folded
}

/// Every character of a text in its compatible and composed form, `２` as `2`; most texts are so already.
pub fn each(text: &str, take: impl FnMut(char)) {
    let normal = |character: char| {
        matches!(character,
            '\0'..='\u{7F}' | '\u{C0}'..='\u{131}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}'
            | '\u{2BB}' | '\u{2BC}' | '\u{2013}'..='\u{2014}' | '\u{2018}'..='\u{2019}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{1F1E6}'..='\u{1F1FF}')
    };
    if text.chars().all(normal) { text.chars().for_each(take) } else { text.nfkc().for_each(take) }
}

/// A word as phrases are looked up: its fold, but a Chinese character as itself, for many sound alike.
pub fn plain(text: &str, script: Script) -> String {
    match script {
        Script::Latin | Script::Cyrillic => fold(text),
        Script::Han => {
            let mut characters = String::with_capacity(text.len());
            each(text, |character| characters.push(simplified(character)));
            characters
        }
    }
}

/// The form of a character that lexicons are written in, 贸 for 貿.
fn simplified(character: char) -> char {
    CHARACTERS.get(&character).copied().unwrap_or(character)
}

static CHARACTERS: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let pairs = LISTS.iter().flat_map(|(_, lists)| &lists.characters);
    pairs.filter_map(|pair| pair.chars().next().zip(pair.chars().nth(1))).collect()
});

/// The script of a word. Words of different scripts are read differently.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Script {
    Latin,
    Cyrillic,
    /// Chinese: no blanks between words.
    Han,
}

impl Script {
    /// Everything that is neither Cyrillic nor Chinese reads like Latin.
    pub fn of(character: char) -> Self {
        match character {
            '\u{0400}'..='\u{052F}' | '\u{1C80}'..='\u{1C8F}' | '\u{2DE0}'..='\u{2DFF}' | '\u{A640}'..='\u{A69F}' => {
                Self::Cyrillic
            }
            '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' => {
                Self::Han
            }
            '\u{20000}'..='\u{323AF}' => Self::Han,
            _ => Self::Latin,
        }
    }
}

/// Folded endings that make no difference.
static CASES: LazyLock<Vec<String>> =
    LazyLock::new(|| LISTS.iter().flat_map(|(_, lists)| &lists.cases).map(|ending| fold(ending)).collect());

/// The part of a folded Cyrillic word that stays the same in all its cases: `torgovley` and `torgovlya` both keep
/// `torgovl`. Too short a word keeps all.
pub fn stem(folded: &str) -> &str {
    let least = if folded.len() < 6 { 3 } else { 4 };
    let kept =
        CASES.iter().filter_map(|ending| folded.strip_suffix(ending.as_str())).filter(|kept| kept.len() >= least);
    kept.min_by_key(|kept| kept.len()).unwrap_or(folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        for (one, other) in [
            ("Qirgʻiziston", "qirg'iziston"),
            ("ҚЫРҒЫЗСТАН", "қырғызстан"),
            ("🇰🇬", "KG"),
            ("ＫＧＺ", "kgz"),
            ("Côte", "cote"),
            ("Central-Asia", "central asia"),
        ] {
            assert_eq!(fold(one), fold(other));
        }
    }

    #[test]
    fn the_cases_of_a_russian_word_have_one_stem() {
        for forms in [
            "Китай Китая Китаю Китаем Китае",
            "Азия Азии Азию Азией",
            "торговля торговли торговлю торговлей",
            "киргизский киргизского киргизская киргизской",
            "инвестиции инвестиций инвестициями",
            "доля доли долю",
        ] {
            let folded: Vec<String> = forms.split(' ').map(fold).collect();
            assert!(folded.iter().all(|form| stem(form) == stem(&folded[0])), "{folded:?}");
        }
    }
}
