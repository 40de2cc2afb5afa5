//! The arguments of a question in its spelling: written, and read back.

use std::fmt::{self, Display};

use jiff::civil::Date;

use super::{
    ask::{Ask, Comparison, Reporter, SearchWords, When},
    canonical::canonical_ask,
    command::Group,
    cut::Cut,
    pieces::Pieces,
};
use crate::{
    catalogue::Catalogue,
    fact::{AsOf, Goods, IndicatorId, Kind, Of, Period, PlaceId, SourceId, Year},
    language::{Language, Talk},
};

/// A spelling in the making: pieces with blanks between them.
pub(super) struct Joined<'a, 'f> {
    to: &'a mut fmt::Formatter<'f>,
    is_empty: bool,
}

impl<'a, 'f> Joined<'a, 'f> {
    pub(super) fn new(to: &'a mut fmt::Formatter<'f>) -> Self {
        Self { to, is_empty: true }
    }

    pub(super) fn word(&mut self, word: &str) -> fmt::Result {
        if word.is_empty() { Ok(()) } else { self.add(word) }
    }

    pub(super) fn add(&mut self, piece: impl Display) -> fmt::Result {
        if !self.is_empty {
            self.to.write_str(" ")?;
        }
        self.is_empty = false;
        write!(self.to, "{piece}")
    }
}

/// An argument of a question.
pub(super) trait Argument: Sized {
    /// Adds itself to a spelling; nothing where it is what is meant anyway.
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result;

    /// Takes itself from the front of a spelling.
    fn read(pieces: &mut Pieces<'_>) -> Option<Self>;

    /// True if a link or a tapped command carries it, which may hold the letters `besides`.
    fn carries(&self, _besides: &[char]) -> bool {
        true
    }

    /// The time that it asks about.
    fn when(&self) -> Option<When> {
        None
    }

    /// The same, said in the one way.
    fn in_one_way(self, _catalogue: &Catalogue) -> Self {
        self
    }
}

impl Argument for Ask {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let measured = Measured::read(pieces)?;
        let (reporter, partner, whole) =
            if pieces.folded { pieces.loose_pair(&measured.indicator)? } else { pieces.pair()? };
        let Measured { indicator, kind, goods, mut of, .. } = measured.counted_by(reporter.as_ref(), pieces.catalogue);
        if let Some(whole) = whole {
            of = Some(Of::Place(whole));
        }
        // `share KGZ` says not of what, and nothing but a share is a part of a whole.
        if (kind == Kind::Share) != matches!(of, Some(Of::Place(_))) {
            return None;
        }
        Some(Self { indicator, goods, of, reporter, partner, when: When::read(pieces)? })
    }

    fn when(&self) -> Option<When> {
        Some(self.when)
    }

    fn in_one_way(self, catalogue: &Catalogue) -> Self {
        canonical_ask(self, catalogue)
    }
}

impl Argument for Comparison {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let measured = Measured::read(pieces)?;
        let reporter = pieces.one_reporter();
        let Measured { indicator, kind, goods, mut of, .. } = measured.counted_by(reporter.as_ref(), pieces.catalogue);
        let mut partners = Vec::new();
        while let Some(place) = pieces.place() {
            partners.push(place);
        }
        if kind == Kind::Share {
            let whole = if pieces.folded { partners.pop() } else { pieces.last_of_whole(&mut partners) };
            of = Some(Of::Place(whole?));
        }
        let when = When::read(pieces)?;
        let twice = (1..partners.len()).any(|at| partners[..at].contains(&partners[at]));
        let sound = Self::PLACES.contains(&partners.len()) && !twice;
        sound.then_some(Self { indicator, goods, of, reporter, partners, when })
    }

    fn when(&self) -> Option<When> {
        Some(self.when)
    }

    fn in_one_way(self, catalogue: &Catalogue) -> Self {
        let asks = self.partners.iter().cloned().zip(self.asks());
        let asks: Vec<_> = asks.map(|(place, ask)| (place, ask.in_one_way(catalogue))).collect();
        Self::of(&asks).unwrap_or(self)
    }
}

impl Argument for Cut {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        pieces.take()?.parse().ok()
    }
}

/// An indicator, of a growth what grew, and of which goods.
struct Measured {
    indicator: IndicatorId,
    kind: Kind,
    goods: Option<Goods>,
    of: Option<Of>,
    /// The id was a former one, which had one direction whoever counted.
    is_former: bool,
}

impl Measured {
    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        // The id of a former indicator says of which goods, too.
        let first = pieces.indicator_of_goods()?;
        let kind = pieces.catalogue.indicator(first.0.as_str())?.kind;
        let (indicator, (of, goods)) = match kind {
            Kind::Growth => {
                let (grown, goods) = pieces.indicator_of_goods()?;
                (first.0, (Some(Of::Indicator(grown)), goods))
            }
            _ => (first.0, (None, first.1)),
        };
        let is_former = goods.is_some();
        let goods = goods.or_else(|| pieces.goods());
        let measured = match &of {
            Some(Of::Indicator(grown)) => grown,
            _ => &indicator,
        };
        let is_sound = goods.is_none() || pieces.catalogue.indicator(measured.as_str())?.of_goods;
        is_sound.then_some(Self { indicator, kind, goods, of, is_former })
    }

    /// The same in the direction that a reporter has: what one side imports the other exports.
    fn counted_by(mut self, reporter: Option<&Reporter>, catalogue: &Catalogue) -> Self {
        let Some(Reporter::Place(reporter)) = reporter.filter(|_| self.is_former) else { return self };
        if reporter != catalogue.default_reporter() {
            match &mut self.of {
                Some(Of::Indicator(grown)) => *grown = from_the_other_side(catalogue, grown),
                _ => self.indicator = from_the_other_side(catalogue, &self.indicator),
            }
        }
        self
    }
}

/// An indicator as the other side of a border counts it.
pub(super) fn from_the_other_side(catalogue: &Catalogue, indicator: &IndicatorId) -> IndicatorId {
    catalogue.other_way(indicator).unwrap_or(indicator).clone()
}

/// All that is left, or nothing for the newest.
impl Argument for When {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        if *self == Self::Latest { Ok(()) } else { spelling.add(self) }
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let several = pieces.pieces.len() > 1;
        if pieces.pieces.is_empty() {
            return Some(Self::Latest);
        }
        let text = pieces.take_all("-");
        if text.is_empty() || (several && !pieces.folded) {
            return None;
        }
        if let Ok(period) = text.to_ascii_uppercase().replace("UNKNOWN", "unknown").parse::<Period>() {
            return Some(Self::In(period));
        }
        let (first, last) = text.split_once('-')?;
        let year = |text: &str| text.parse().ok().and_then(Year::new).filter(|_| text.len() == 4);
        let (first, last) = (year(first)?, year(last)?);
        (first <= last).then_some(Self::Years(first, last))
    }

    fn when(&self) -> Option<When> {
        Some(*self)
    }
}

impl Argument for Date {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        // Folded, the dashes of a day may have become parts of the spelling.
        let parts = if pieces.pieces.first()?.contains('-') { 1 } else { 3 };
        let day: Vec<&str> = pieces.pieces.drain(..parts.min(pieces.pieces.len())).collect();
        match day.join("-").parse() {
            Ok(Period::AsOf(AsOf::Day(day))) => Some(day),
            _ => None,
        }
    }
}

impl Argument for PlaceId {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        pieces.place()
    }
}

impl Argument for IndicatorId {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        pieces.indicator()
    }
}

/// Nothing, or the argument.
impl<T: Argument> Argument for Option<T> {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        self.iter().try_for_each(|argument| argument.write(spelling))
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        if pieces.pieces.is_empty() { Some(None) } else { T::read(pieces).map(Some) }
    }
}

/// All that is left: a document whose id may have lost its dashes.
impl Argument for SourceId {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self)
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let id = pieces.take_all(if pieces.folded { "-" } else { " " });
        pieces.catalogue.source(&id).map(|source| source.id.clone())
    }
}

/// All that is left.
impl Argument for SearchWords {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self.as_str())
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        Self::new(&pieces.take_all(" "))
    }

    fn carries(&self, besides: &[char]) -> bool {
        let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        self.as_str().chars().all(|letter| plain(letter) || besides.contains(&letter))
    }
}

/// The number of a page; nothing for the first.
impl Argument for u16 {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        if *self == 1 { Ok(()) } else { spelling.add(self) }
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let is_number = |piece: &&str| piece.starts_with(|letter: char| letter.is_ascii_digit());
        if pieces.pieces.first().is_none_or(|piece| !is_number(piece)) {
            return Some(1);
        }
        let page = pieces.take()?;
        page.parse().ok().filter(|number| *number > 1 && !page.starts_with('0'))
    }
}

impl Argument for Talk {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self.word())
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let word = pieces.take_all("-");
        Self::ALL.iter().copied().find(|talk| talk.word() == word)
    }
}

impl Argument for Group {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self.word())
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let word = pieces.take()?;
        Self::ALL.iter().copied().find(|group| group.word() == word)
    }
}

impl Argument for Language {
    fn write(&self, spelling: &mut Joined<'_, '_>) -> fmt::Result {
        spelling.add(self.tag())
    }

    fn read(pieces: &mut Pieces<'_>) -> Option<Self> {
        let tag = pieces.take()?;
        Self::ALL.iter().copied().find(|language| language.tag() == tag)
    }
}
