//! What the learned layer sees of a message: hashed pieces of its words, and what the rules said.
//!
//! Invariant: the same message has the same features in every version of the same stored format.

use std::collections::BTreeMap;

use crate::triage::text::{self, STOP};
use crate::triage::verdict::Verdict;

/// Places for pieces of words. More would store more and change little.
pub(super) const BUCKETS: usize = 1 << 14;
/// Features the rules' answer has for each category.
pub(super) const RULES: usize = 1;
/// Letters in a piece, with the blanks around the word.
const PIECES: std::ops::RangeInclusive<usize> = 3..=5;
/// Words that are looked at; the reason for writing stands long before.
const MOST_WORDS: usize = 600;
/// How much all pieces together weigh beside the rules' answer.
const PIECES_NORM: f32 = 2.0;

/// A message as numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    pieces: Vec<(usize, f32)>,
    rules: (String, f32),
}

impl Features {
    /// Reads a message that the rules have judged.
    #[must_use]
    pub fn of(subject: &str, text: &str, rules: &Verdict) -> Self {
        let mut counts = BTreeMap::<usize, f32>::new();
        for word in words(subject, text) {
            pieces(&word, |at| *counts.entry(at).or_default() += 1.0);
        }
        let damped: Vec<(usize, f32)> = counts
            .into_iter()
            .map(|(at, count)| (at, 1.0 + count.ln()))
            .collect();
        let length = damped.iter().map(|(_, v)| v * v).sum::<f32>().sqrt();
        let scale = PIECES_NORM / length.max(1.0);
        Self {
            pieces: damped.into_iter().map(|(at, v)| (at, v * scale)).collect(),
            rules: (rules.category.clone(), rules.confidence),
        }
    }

    /// The category the rules named, and how sure they were.
    pub(super) fn rules(&self) -> (&str, f32) {
        (&self.rules.0, self.rules.1)
    }

    /// Places and values for a model of these categories: pieces, what the rules said, a constant.
    pub(super) fn vector(&self, categories: &[String]) -> Vec<(usize, f32)> {
        let named = categories.iter().position(|key| *key == self.rules.0);
        let rules = named.map(|at| (BUCKETS + at, self.rules.1));
        let constant = (BUCKETS + RULES * categories.len(), 1.0);
        let mut vector = self.pieces.clone();
        vector.extend(rules);
        vector.push(constant);
        vector
    }
}

/// The folded words of a message, in order.
pub(super) fn words(subject: &str, text: &str) -> Vec<String> {
    let words = text::read(subject, text).list.into_iter();
    words.filter(|word| word != STOP).take(MOST_WORDS).collect()
}

/// What a row of weights gives one word.
pub(super) fn weight(row: &[f32], word: &str) -> f32 {
    let mut sum = 0.0;
    pieces(word, |at| sum += row.get(at).copied().unwrap_or(0.0));
    sum
}

/// The places of a word: the word itself, and its pieces with the blanks around it.
fn pieces(word: &str, mut place: impl FnMut(usize)) {
    place(bucket(word.chars(), 0));
    let padded: Vec<char> = std::iter::once(' ')
        .chain(word.chars())
        .chain(std::iter::once(' '))
        .collect();
    for length in PIECES {
        for piece in padded.windows(length) {
            place(bucket(piece.iter().copied(), length));
        }
    }
}

/// FNV-1a over the letters; `kind` keeps whole words and pieces of each length apart.
///
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, The FNV Non-Cryptographic Hash Algorithm, RFC 9923.
fn bucket(letters: impl Iterator<Item = char>, kind: usize) -> usize {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |value: u32| {
        for byte in value.to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    eat(u32::try_from(kind).unwrap_or(u32::MAX));
    letters.for_each(|letter| eat(u32::from(letter)));
    // The low bits of FNV mix least; the high ones are folded in.
    usize::try_from((hash ^ (hash >> 32)) & (BUCKETS as u64 - 1)).unwrap_or(0)
}
