//! Finds the terms of a table in the words of a text.
//!
//! Invariant: one look-up for each word, whatever the size of the table; a phrase never goes across a sentence end.
//!
//! A term is one or more words. `word*` is a beginning, `*word` an end (compounds), `a|b` a choice,
//! `..` up to four words in between, `_` any one word, `^` in front of a term the beginning of a sentence or clause.
//! Accents do not count, "ue" is read as "ü" where it helps, and a long word may have one letter wrong or doubled.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::lexicon::Topic;
use super::text::{STOP, Words, is_plain};
use slips::{deletions, one_apart, without_e};

mod slips;

/// Shortest word of a table that is also found with a letter wrong.
const FUZZY_FROM: usize = 6;
/// Words of a text that are looked up with a letter wrong; a bound for very long texts.
const FUZZY_WORDS: usize = 400;
/// Words that `..` may stand for.
const GAP: usize = 4;
/// Fewest letters of the first and of the last part of a compound.
const COMPOUND: (usize, usize) = (3, 5);
/// Topics told by short or learned words: one letter makes another word of them, and as the end of a compound they mean little.
const EXACT: &[Topic] = &[
    Topic::Homework,
    Topic::Advert,
    Topic::Approach,
    Topic::Why,
    Topic::Ask,
    Topic::Condition,
    Topic::Contrast,
    Topic::DoesNot,
    Topic::OtherMeaning,
];

/// How much of a word a piece says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Open {
    Whole,
    Start,
    End,
}

/// One place of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// Any of these pieces.
    Any(Vec<u16>),
    One,
    Gap,
}

#[derive(Debug, Clone)]
struct Phrase {
    topic: Topic,
    /// Whether it stands at the beginning of a sentence or clause only.
    begins: bool,
    places: Vec<Place>,
}

/// A word of a table, or the beginning or end of one.
#[derive(Debug)]
struct Piece {
    text: String,
    open: Open,
    /// Whether a letter of it may be wrong.
    fuzzy: bool,
    /// Whether it may be the last part of a compound.
    tail: bool,
}

/// A table made ready for look-ups.
#[derive(Debug, Default)]
pub(crate) struct Index {
    pieces: Vec<Piece>,
    /// Pieces by text: whole words, beginnings, ends.
    ids: HashMap<String, [Option<u16>; 3]>,
    /// How many pieces every language borrows; they tell no language.
    borrowed: u16,
    /// Deletions of the longer pieces, by hash, for words with a letter wrong; in order, made at first use, because a table
    /// that is only asked whether it knows a word never needs them.
    slips: OnceLock<Vec<(u64, u16)>>,
    /// Lengths of the beginnings that may have a letter wrong.
    stems: Vec<usize>,
    /// Whether the language writes compounds as one word.
    compounds: bool,
    phrases: Vec<Phrase>,
    /// The pieces of first places with their phrases, in order.
    first: Vec<(u16, usize)>,
}

/// A term found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// What it speaks of.
    pub(crate) topic: Topic,
    /// First word.
    pub(crate) start: usize,
    /// Word after the last.
    pub(crate) end: usize,
}

impl Index {
    /// The same table for a language that writes compounds as one word.
    pub(crate) fn with_compounds(self) -> Self {
        Self {
            compounds: true,
            ..self
        }
    }

    /// Makes a table ready: rows of a topic and its terms, separated by commas.
    pub(crate) fn new<'a>(borrowed: &[(Topic, &'a str)], rows: &[(Topic, &'a str)]) -> Self {
        let mut index = Self::default();
        index.add_all(borrowed);
        index.borrowed = u16::try_from(index.pieces.len()).unwrap_or(u16::MAX);
        index.add_all(rows);
        index.stems.sort_unstable();
        index.stems.dedup();
        index.first.sort_unstable();
        index
    }

    fn add_all(&mut self, rows: &[(Topic, &str)]) {
        for (topic, terms) in rows {
            for term in terms.split(',') {
                self.add(*topic, term);
            }
        }
    }

    /// Whether a word begins a term that this language does not share with all.
    pub(crate) fn knows_own(&self, word: &str) -> bool {
        self.own(self.exact(word))
    }

    /// The same for a word with a letter wrong.
    pub(crate) fn guesses_own(&self, word: &str) -> bool {
        self.own(self.fuzzy(word))
    }

    fn own(&self, found: Vec<u16>) -> bool {
        found
            .into_iter()
            .any(|id| id >= self.borrowed && self.begun_by(id).next().is_some())
    }

    /// The phrases that begin with a piece.
    fn begun_by(&self, id: u16) -> impl Iterator<Item = &Phrase> {
        let from = self.first.partition_point(|(piece, _)| *piece < id);
        let mine = self
            .first
            .iter()
            .skip(from)
            .take_while(move |(piece, _)| *piece == id);
        mine.filter_map(|(_, at)| self.phrases.get(*at))
    }

    fn add(&mut self, topic: Topic, term: &str) {
        let term = term.trim();
        let begins = term.starts_with('^');
        let loose = !EXACT.contains(&topic);
        let places: Vec<Place> = term
            .trim_start_matches('^')
            .split_whitespace()
            .flat_map(|word| self.places(word, loose))
            .collect();
        let Some(Place::Any(pieces)) = places.first() else {
            return;
        };
        let at = self.phrases.len();
        for id in pieces.clone() {
            self.first.push((id, at));
            if let Some(piece) = self.pieces.get_mut(usize::from(id)) {
                let long = piece.text.chars().count() >= COMPOUND.1;
                piece.tail |= loose && places.len() == 1 && long && piece.open != Open::End;
            }
        }
        self.phrases.push(Phrase {
            topic,
            begins,
            places,
        });
    }

    /// A word of a term may read as two, such as `l'app`.
    fn places(&mut self, word: &str, loose: bool) -> Vec<Place> {
        match word {
            ".." => return vec![Place::Gap],
            "_" => return vec![Place::One],
            _ => {}
        }
        let mut places: Vec<Vec<u16>> = Vec::new();
        for choice in word.split('|') {
            let open = match (choice.starts_with('*'), choice.ends_with('*')) {
                (_, true) => Open::Start,
                (true, false) => Open::End,
                (false, false) => Open::Whole,
            };
            let choice = choice.trim_matches('*');
            let mut words = Words::default();
            if is_plain(choice) {
                words.list.push(choice.to_owned());
            } else {
                words.add(choice);
            }
            let parts = words.list.into_iter().filter(|part| part != STOP);
            for (at, part) in parts.enumerate() {
                let piece = self.piece(part, open, loose);
                match places.get_mut(at) {
                    Some(place) => place.push(piece),
                    None => places.push(vec![piece]),
                }
            }
        }
        places.into_iter().map(Place::Any).collect()
    }

    fn piece(&mut self, text: String, open: Open, loose: bool) -> u16 {
        let next = u16::try_from(self.pieces.len()).unwrap_or(u16::MAX);
        let known = self.ids.get(&text).and_then(|ids| ids.get(open as usize));
        let known = known.copied().flatten();
        let id = known.unwrap_or(next);
        if known.is_none()
            && let Some(slot) = self
                .ids
                .entry(text.clone())
                .or_default()
                .get_mut(open as usize)
        {
            *slot = Some(next);
        }
        if id == next {
            self.pieces.push(Piece {
                text,
                open,
                fuzzy: false,
                tail: false,
            });
        }
        if loose && open != Open::End {
            self.forgive(id);
        }
        id
    }

    /// Lets a long piece be found with a letter wrong.
    fn forgive(&mut self, id: u16) {
        let Some(piece) = self.pieces.get_mut(usize::from(id)) else {
            return;
        };
        let count = piece.text.chars().count();
        if piece.fuzzy || count < FUZZY_FROM {
            return;
        }
        piece.fuzzy = true;
        if piece.open == Open::Start {
            self.stems.push(count);
        }
    }

    /// The deletions of every piece that may have a letter wrong.
    fn slips(&self) -> &[(u64, u16)] {
        self.slips.get_or_init(|| {
            let pieces = self.pieces.iter().zip(0_u16..);
            let mut all: Vec<(u64, u16)> = pieces
                .filter(|(piece, _)| piece.fuzzy)
                .flat_map(|(piece, id)| {
                    deletions(&piece.text)
                        .into_iter()
                        .map(move |hash| (hash, id))
                })
                .collect();
            all.sort_unstable();
            all
        })
    }

    /// Finds every term, in order of the text. `common` are words that are never a slip of another.
    pub(crate) fn find(&self, words: &Words, common: &dyn Fn(&str) -> bool) -> Vec<Hit> {
        let mut fuzzy_left = FUZZY_WORDS;
        let found: Vec<Vec<u16>> = words
            .list
            .iter()
            .map(|word| self.look(word, common, &mut fuzzy_left))
            .collect();
        let mut hits = Vec::new();
        for (start, pieces) in found.iter().enumerate() {
            for phrase in pieces.iter().flat_map(|piece| self.begun_by(*piece)) {
                if phrase.begins && !words.begins(start) {
                    continue;
                }
                if let Some(end) = matches(&phrase.places, &found, &words.list, start) {
                    hits.push(Hit {
                        topic: phrase.topic,
                        start,
                        end,
                    });
                }
            }
        }
        hits
    }

    /// The pieces of a word: as it stands, with a letter wrong, or as the end of a compound.
    fn look(&self, word: &str, common: &dyn Fn(&str) -> bool, fuzzy_left: &mut usize) -> Vec<u16> {
        let mut found = self.exact(word);
        if !found.is_empty() || *fuzzy_left == 0 || word.len() + 1 < FUZZY_FROM || common(word) {
            return found;
        }
        *fuzzy_left -= 1;
        if let Some(plain) = without_e(word) {
            found = self.exact(&plain);
        }
        if found.is_empty() {
            found = self.fuzzy(word);
        }
        if found.is_empty() && self.compounds {
            found = self.tails(word);
        }
        found
    }

    /// Pieces that the last part of a compound is or begins with; the longest part counts.
    fn tails(&self, word: &str) -> Vec<u16> {
        let starts = word.char_indices().map(|(at, _)| at).skip(COMPOUND.0);
        for tail in starts.filter_map(|at| word.get(at..)) {
            if tail.len() < COMPOUND.1 {
                break;
            }
            let mut found = self.exact(tail);
            found.retain(|id| {
                let piece = self.pieces.get(usize::from(*id));
                piece.is_some_and(|piece| piece.tail)
            });
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn exact(&self, word: &str) -> Vec<u16> {
        let mut found = Vec::new();
        if word == STOP {
            return found;
        }
        let mut look = |text: &str, open: Open| {
            let ids = self.ids.get(text).and_then(|ids| ids.get(open as usize));
            found.extend(ids.copied().flatten());
        };
        look(word, Open::Whole);
        for (at, c) in word.char_indices() {
            let end = at + c.len_utf8();
            if end >= 2 {
                look(word.get(..end).unwrap_or_default(), Open::Start);
            }
            if word.len() - at >= 3 {
                look(word.get(at..).unwrap_or_default(), Open::End);
            }
        }
        found
    }

    fn fuzzy(&self, word: &str) -> Vec<u16> {
        let mut found = Vec::new();
        self.near(word, word, &mut found);
        let count = word.chars().count();
        for stem in self.stems.iter().filter(|stem| **stem < count) {
            for cut in [*stem, stem + 1] {
                let head: String = word.chars().take(cut).collect();
                self.near(&head, word, &mut found);
            }
        }
        found
    }

    /// Pieces one letter away from `text`, which is `word` or its beginning.
    fn near(&self, text: &str, word: &str, found: &mut Vec<u16>) {
        let slips = self.slips();
        for hash in deletions(text) {
            let from = slips.partition_point(|(known, _)| *known < hash);
            let same = slips
                .iter()
                .skip(from)
                .take_while(|(known, _)| *known == hash);
            for (_, id) in same {
                let Some(piece) = self.pieces.get(usize::from(*id)) else {
                    continue;
                };
                let fits = piece.open == Open::Start || text.len() == word.len();
                if fits && !found.contains(id) && one_apart(text, &piece.text) {
                    found.push(*id);
                }
            }
        }
    }
}

/// Where the phrase that begins at `start` ends.
fn matches(places: &[Place], found: &[Vec<u16>], words: &[String], start: usize) -> Option<usize> {
    let Some((place, rest)) = places.split_first() else {
        return Some(start);
    };
    match place {
        Place::Any(pieces) => {
            let here = found.get(start)?;
            if !here.iter().any(|piece| pieces.contains(piece)) {
                return None;
            }
            matches(rest, found, words, start + 1)
        }
        Place::One => {
            words.get(start).filter(|word| *word != STOP)?;
            matches(rest, found, words, start + 1)
        }
        Place::Gap => (0..=GAP)
            .take_while(|skip| {
                *skip == 0 || words.get(start + skip - 1).is_some_and(|word| word != STOP)
            })
            .find_map(|skip| matches(rest, found, words, start + skip)),
    }
}

#[cfg(test)]
mod tests;
