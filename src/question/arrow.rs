//! Arrows between two names: `→`, `<-`, `⇄`.
//!
//! In: characters one by one; out: the [`Arrow`] that they make. It does not know what stands at its ends.

/// The way of goods between the names before and behind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Arrow {
    There,
    Back,
    /// Both ways.
    Both,
}

impl Arrow {
    /// The arrow of one character.
    pub(super) fn of(character: char) -> Option<Self> {
        match character {
            '→' | '➔' | '➙' | '➜' | '➝' | '➞' | '➡' | '⇒' | '⟶' | '⟹' | '🡒' => Some(Self::There),
            '←' | '⬅' | '⇐' | '⟵' | '⟸' | '🡐' => Some(Self::Back),
            '↔' | '⬌' | '⇄' | '⇆' | '⇌' | '⇔' | '⟷' => Some(Self::Both),
            _ => None,
        }
    }

    /// The one spelling of it, by which a word is known as an arrow.
    pub(super) const fn sign(self) -> char {
        match self {
            Self::There => '→',
            Self::Back => '←',
            Self::Both => '↔',
        }
    }
}

/// An arrow in the making, of signs that stand on every keyboard: `->`, `<=`, `<->`.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Shaft {
    has_head: bool,
    has_line: bool,
}

impl Shaft {
    /// True for more than a head.
    pub(super) fn has_line(self) -> bool {
        self.has_line
    }

    /// Takes one more character in; gives the arrow that it ends. A head by itself is one too: `CN>KZ`.
    pub(super) fn take(&mut self, character: char) -> Option<Arrow> {
        let before = *self;
        *self = match character {
            '<' => Self { has_head: true, has_line: false },
            '-' | '=' | '–' | '—' => Self { has_line: true, ..before },
            _ => Self::default(),
        };
        match (character, before) {
            ('>', Self { has_line: true, has_head: false }) => Some(Arrow::There),
            ('>', Self { has_line: true, has_head: true }) => Some(Arrow::Both),
            ('>', Self { has_line: false, has_head: false }) => Some(Arrow::There),
            ('<' | '-' | '=' | '–' | '—' | '>', _) => None,
            (_, Self { has_head: true, .. }) => Some(Arrow::Back),
            _ => None,
        }
    }
}
