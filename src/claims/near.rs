//! The parts of a text around a number, and the things that the text has named so far.

use super::read::{Read, Way};
use crate::{
    catalogue::Catalogue,
    fact::{IndicatorId, Of, Period, PlaceId, Year},
    language::{Role, Script, StatedWord, plain, stated},
    question::{Ask, Part, Reporter, Says, When},
};

/// The things that the text has named so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Context {
    pub when: Option<When>,
    /// The year since which something was so, as this sentence says.
    pub since: Option<Year>,
    pub place: Option<PlaceId>,
    /// The last clause that named places named several.
    pub has_several: bool,
    pub indicator: Option<IndicatorId>,
    /// Another was named before it: "this is 32% more" may be of either.
    pub is_mixed: bool,
    /// The words that named the indicator have more than one reading.
    pub is_open: bool,
    /// The words that named a stock last.
    pub stock: Option<String>,
    /// The question of the last number, where that was a share.
    pub share: Option<Ask>,
    /// The text named both countries that the last number was of.
    pub is_paired: bool,
    /// The last country that was named without the reporter stood alone: what follows may be its own with others.
    pub is_alone: bool,
}

/// The parts near a number, and what is concluded from them.
#[derive(Debug, Default)]
pub(super) struct Near {
    pub parts: Vec<Part>,
    pub when: Option<When>,
    pub since: Option<Period>,
    pub way: Option<Way>,
    pub is_share: bool,
    pub is_open: bool,
    /// Two countries are spoken of, without their names: bilateral.
    pub is_pair: bool,
    /// The year since which something is said to be so.
    pub opened: Option<Year>,
    /// A time is named that depends on when the text was written.
    pub is_undated: bool,
    pub lacks: bool,
    pub is_limited: bool,
    pub names_count: bool,
    /// A group is named behind a word for a share.
    pub place_behind_share: bool,
}

impl Context {
    /// Keeps what a number was read as: that is surer than its words one by one.
    pub(super) fn keep(&mut self, read: &Read, catalogue: &Catalogue) {
        let ask = &read.ask;
        let of_whole = matches!(ask.of, Some(Of::Place(_)));
        self.share = of_whole.then(|| ask.clone());
        self.is_paired = read.is_paired && !of_whole;
        if of_whole {
            self.place = ask.partner.clone().or(self.place.take());
            return;
        }
        self.indicator = Some(match &ask.of {
            Some(Of::Indicator(grown)) => grown.clone(),
            _ => ask.indicator.clone(),
        });
        self.place = match &ask.reporter {
            None => Some(ask.partner.clone().unwrap_or_else(|| catalogue.default_partner().clone())),
            Some(Reporter::Place(place)) => Some(place.clone()),
            Some(Reporter::ThirdParty) => ask.partner.clone(),
        };
        self.has_several = false;
    }
}

/// Words in a row.
#[derive(Default)]
pub(super) struct Words(pub String);

impl Words {
    pub(super) fn add(&mut self, word: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(word);
    }

    pub(super) fn part(&mut self, part: &Part) {
        // Chinese words stand without blanks.
        let joins = part.is_han && self.0.ends_with(|last| Script::of(last) == Script::Han);
        if joins { self.0.push_str(&part.written) } else { self.add(&part.written) }
    }
}

/// What a phrase means around a number.
pub(super) fn means(written: &str) -> Vec<StatedWord> {
    let mut key = String::new();
    for word in written.split([' ', '-']) {
        match word.chars().next().map(Script::of) {
            Some(Script::Han) => {
                for character in word.chars() {
                    stated::push(&mut key, &plain(character.encode_utf8(&mut [0; 4]), Script::Han), Script::Han);
                }
            }
            Some(script) => stated::push(&mut key, &plain(word, script), script),
            None => {}
        }
    }
    stated::find(&key).to_vec()
}

/// True where a time follows, with small words between at most.
pub(super) fn leads_to_time(rest: &[Part]) -> bool {
    let is_small =
        |part: &&Part| matches!(part.says, Says::Role(_)) || means(&part.written).contains(&StatedWord::Against);
    rest.iter().find(|part| !is_small(part)).is_some_and(|part| matches!(part.says, Says::When(_)))
}

/// True for a time that is named by its number.
pub(super) fn is_dated(part: &Part) -> bool {
    part.written.chars().any(|letter| letter.is_ascii_digit())
}

/// Small words that say who sends, who counts and what belongs to what.
pub(super) fn is_kept(role: &Role) -> bool {
    is_leading(role)
        || matches!(role, Role::Count | Role::According | Role::Goods | Role::Abroad | Role::And | Role::Between)
}

/// Words that make another thing of what is named: per head, without oil, tonnes.
pub(super) fn limits(role: &Role) -> bool {
    matches!(role, Role::Strange | Role::Except | Role::Weight | Role::Cubic | Role::Pieces)
}

/// Small words before the other of a pair.
pub(super) fn leads_to_partner(role: &Role) -> bool {
    is_leading(role) && !matches!(role, Role::Of | Role::By)
}

pub(super) fn is_leading(role: &Role) -> bool {
    matches!(role, Role::From | Role::To | Role::Toward | Role::Of | Role::With | Role::In | Role::Into | Role::By)
}

/// True for a word nobody knows that may change what is said: where a name or a limit may stand.
pub(super) fn is_open(clause: &[Part], at: usize, meant: &[StatedWord]) -> bool {
    let part = &clause[at];
    let is_harmless = |meant: &[StatedWord]| {
        let harmless = |word: &StatedWord| {
            !matches!(word, StatedWord::Limit | StatedWord::Money(_) | StatedWord::Tonnes | StatedWord::CubicMetres)
        };
        meant.iter().any(harmless)
    };
    if is_harmless(meant) {
        return false;
    }
    let before = at.checked_sub(1).map(|before| &clause[before].says);
    let leads = |says: &Says| matches!(says, Says::Role(role) if is_leading(role) || *role == Role::And);
    let indicator = |says: &Says| matches!(says, Says::Indicator(_));
    let is_beside = before.is_some_and(indicator) || clause.get(at + 1).is_some_and(|next| indicator(&next.says));
    part.is_han
        || part.is_capital && at > 0
        || before.is_some_and(leads)
        || is_beside
        || part.written.chars().any(|letter| letter.is_ascii_digit())
}
