//! A text with its numbers → sentences and clauses: which words stand near which number.

use std::ops::Range;

use super::{
    find::Stated,
    tokens::{Kind, Tokens},
};
use crate::language::{Script, StatedWord};

/// The words around one number.
#[derive(Debug)]
pub(super) struct Around {
    /// Clauses before it in its sentence that belong to no number before, in their order; the last stands right before
    /// it.
    pub before: Vec<Range<usize>>,
    /// The words right behind it that are not yet the next clause.
    pub behind: Range<usize>,
    /// The clause after these.
    pub after: Range<usize>,
    /// A number stands before it in its sentence.
    pub is_continued: bool,
    /// The words before it are also those behind that number.
    pub is_shared: bool,
    /// It is the earlier of two that one word joins, or the later: from 0.8% to 1.5%.
    pub is_earlier: bool,
    pub is_later: bool,
}

/// The words around each number, in their order.
pub(super) fn around(tokens: &Tokens<'_>, found: &[Stated]) -> Vec<Around> {
    let mut all = Vec::with_capacity(found.len());
    let mut next = 0;
    for sentence in sentences(tokens, found) {
        let start = next;
        while next < found.len() && found[next].at.start < sentence.end {
            next += 1;
        }
        let inside = &found[start..next];
        for (place, one) in inside.iter().enumerate() {
            let from = place.checked_sub(1).map_or(sentence.start, |before| inside[before].at.end);
            let to = inside.get(place + 1).map_or(sentence.end, |after| after.at.start);
            let mut before = clauses(tokens, from..one.at.start);
            let is_shared = place > 0 && before.len() == 1;
            if place > 0 && before.len() > 1 {
                before.remove(0);
            }
            let mut rest = clauses(tokens, one.at.end..to).into_iter();
            let behind = rest.next().unwrap_or(to..to);
            let after = rest.next().unwrap_or(to..to);
            let is_one = |run: Range<usize>, word: StatedWord| {
                let is = |meant: StatedWord| (meant == word).then_some(());
                !run.is_empty() && tokens.may_mean(run.start, is).is_some_and(|(_, next)| next == run.end)
            };
            let is_joined = |to: usize, from: usize| to < from && is_one(to..from, StatedWord::To);
            let is_earlier = inside.get(place + 1).is_some_and(|after| is_joined(one.at.end, after.at.start));
            let is_later = place > 0 && is_joined(from, one.at.start);
            all.push(Around { before, behind, after, is_continued: place > 0, is_shared, is_earlier, is_later });
        }
    }
    all
}

/// The sentences of a text, as runs of its pieces.
pub(super) fn sentences(tokens: &Tokens<'_>, found: &[Stated]) -> Vec<Range<usize>> {
    /// Pieces of the longest, so that what is read of one is bounded.
    const LONGEST: usize = 240;
    let mut sentences = Vec::new();
    let (mut start, mut claims) = (0, found.iter().peekable());
    for at in 0..tokens.all.len() {
        while claims.next_if(|one| one.at.end <= at).is_some() {}
        let is_inside = claims.peek().is_some_and(|one| one.at.start < at && at < one.at.end);
        if at > start && !is_inside && (ends_before(tokens, at) || at - start >= LONGEST) {
            sentences.push(start..at);
            start = at;
        }
    }
    sentences.push(start..tokens.all.len());
    sentences
}

/// True where a sentence ends before a piece.
fn ends_before(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = &tokens.all[at];
    if token.is_new_line {
        return true;
    }
    let last = &tokens.all[at - 1];
    if last.kind != Kind::Sign {
        return false;
    }
    match last.folded.as_str() {
        "。" | "！" | "？" | "!" | "?" => true,
        "." => {
            let is_small = tokens.text[token.at.clone()].starts_with(char::is_lowercase);
            // Not behind one letter: 2024 г. Китай.
            let is_letter = |before: usize| {
                let word = &tokens.all[before];
                word.kind == Kind::Letters(Script::Cyrillic) && tokens.text[word.at.clone()].chars().count() == 1
            };
            token.is_apart && !is_small && !at.checked_sub(2).is_some_and(is_letter)
        }
        _ => false,
    }
}

/// The clauses of a run of pieces, at least one. What parts them is in none.
fn clauses(tokens: &Tokens<'_>, run: Range<usize>) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    let (mut start, mut at) = (run.start, run.start);
    while at < run.end {
        match parts(tokens, at, &run) {
            Some(next) => {
                clauses.push(start..at);
                (start, at) = (next, next.max(at + 1));
            }
            None => at += 1,
        }
    }
    clauses.push(start.min(run.end)..run.end);
    clauses
}

/// Where the next clause begins, if one ends before this piece.
fn parts(tokens: &Tokens<'_>, at: usize, run: &Range<usize>) -> Option<usize> {
    let token = &tokens.all[at];
    // What stands in brackets within a clause belongs to it.
    if is_in_brackets(tokens, at, run) {
        return None;
    }
    if token.kind == Kind::Sign {
        let is_open = || token.is_apart && tokens.get(at + 1).is_none_or(|next| next.is_apart);
        let is_break = match token.folded.as_str() {
            "," | ";" | ":" | "，" | "；" | "：" | "、" | "。" => true,
            "(" | "（" | ")" | "）" => true,
            "—" | "–" | "-" | "−" => is_open(),
            _ => false,
        };
        return is_break.then_some(at + 1);
    }
    let (_, next) = tokens.meant_as(at, |word| (word == StatedWord::Break).then_some(()))?;
    let is_name = |at: usize| {
        let token = tokens.get(at).filter(|_| run.contains(&at));
        token.is_some_and(|token| tokens.text[token.at.clone()].starts_with(char::is_uppercase))
    };
    // China and Kyrgyzstan are one pair.
    let joins = at > run.start && is_name(at - 1) && is_name(next);
    (!joins && next <= run.end).then_some(next)
}

/// True for a bracket that is closed or opened within a run, and for what stands between them.
fn is_in_brackets(tokens: &Tokens<'_>, at: usize, run: &Range<usize>) -> bool {
    const OPEN: [&str; 2] = ["(", "（"];
    const CLOSED: [&str; 2] = [")", "）"];
    let bracket = |one: &usize| tokens.is_sign(*one, &OPEN) || tokens.is_sign(*one, &CLOSED);
    let opened = (run.start..=at).rev().find(|one| bracket(one) && (*one < at || tokens.is_sign(*one, &OPEN)));
    let closed = (at..run.end).find(|one| bracket(one) && (*one > at || tokens.is_sign(*one, &CLOSED)));
    opened.is_some_and(|one| tokens.is_sign(one, &OPEN)) && closed.is_some_and(|one| tokens.is_sign(one, &CLOSED))
}
