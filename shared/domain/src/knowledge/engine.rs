//! The search engine: BM25 over texts of several languages.
//!
//! Our own, because the kept crate for it brings a transliterator and the stop words of every language, knows one language
//! per index and no fields; the formula is a page.
//!
//! Invariant: texts of one language are counted together; scores of different languages use the same formula.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::compounds;
use super::concepts;
use super::language::Language;
use super::words::{Analyser, Term};

/// Saturation of repeated words.
const K1: f32 = 1.2;
/// How much long texts are held back; passages are of one size by construction.
const B: f32 = 0.5;
/// What a notion is worth beside the word itself.
const NOTION: f32 = 0.55;
/// What a part of a glued noun is worth.
const PART: f32 = 0.6;
/// Bytes of one text that are read.
const MAX_TEXT: usize = 64 << 10;

/// A text to be found.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// BCP 47 tag.
    pub language: &'a str,
    /// Its parts, each with the weight of a word in it.
    pub fields: &'a [(&'a str, f32)],
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Posting {
    pub(super) document: u32,
    pub(super) weight: f32,
}

/// The texts of one language.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub(super) struct Shelf {
    pub(super) language: Option<Language>,
    pub(super) documents: u32,
    pub(super) postings: BTreeMap<String, Vec<Posting>>,
    /// Every stem, sorted: for glued nouns and typing errors.
    pub(super) stems: BTreeSet<String>,
}

/// The index. It can be stored and read back, or built anew; both take milliseconds.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub struct Engine {
    pub(super) shelves: Vec<Shelf>,
}

/// The key of a notion among the terms; no stem begins with it.
pub(super) fn notion_key(name: &str) -> String {
    format!("~{name}")
}

impl Engine {
    /// Indexes documents; results name them by their place in the slice.
    #[must_use]
    pub fn build(documents: &[Document<'_>]) -> Self {
        let mut by_language: BTreeMap<Option<Language>, Vec<(u32, &Document<'_>)>> =
            BTreeMap::new();
        for (number, document) in (0u32..).zip(documents) {
            let language = Language::of(document.language);
            by_language
                .entry(language)
                .or_default()
                .push((number, document));
        }
        Self {
            shelves: by_language
                .into_iter()
                .map(|(language, documents)| Shelf::build(language, &documents))
                .collect(),
        }
    }
}

/// The terms of a document with the weight of their field.
type Weighted = Vec<(Term, f32)>;

impl Shelf {
    fn build(language: Option<Language>, documents: &[(u32, &Document<'_>)]) -> Self {
        let analyser = Analyser::new(language);
        let read: Vec<(u32, Weighted)> = documents
            .iter()
            .map(|(number, document)| (*number, weighted(&analyser, document)))
            .collect();
        let mut shelf = Self {
            language,
            documents: u32::try_from(documents.len()).unwrap_or(u32::MAX),
            ..Self::default()
        };
        let terms = read.iter().flat_map(|(_, terms)| terms);
        shelf.stems = terms.map(|(term, _)| term.stem.clone()).collect();
        let lengths = read.iter().map(|(_, terms)| length(terms));
        let mean = lengths.sum::<f32>() / count(read.len().max(1));
        let mut parts = Parts::default();
        for (number, terms) in &read {
            shelf.add(*number, terms, mean.max(1.0), &analyser, &mut parts);
        }
        shelf
    }

    fn add(
        &mut self,
        document: u32,
        terms: &Weighted,
        mean: f32,
        analyser: &Analyser,
        parts: &mut Parts,
    ) {
        let mut counts: HashMap<String, f32> = HashMap::new();
        for (term, weight) in terms {
            *counts.entry(term.stem.clone()).or_default() += weight;
            for key in self.notions(&term.stem) {
                *counts.entry(key).or_default() += weight * NOTION;
            }
            for part in parts.of(self, &term.word, analyser) {
                for key in self.notions(part) {
                    *counts.entry(key).or_default() += weight * NOTION * PART;
                }
                *counts.entry(part.clone()).or_default() += weight * PART;
            }
        }
        let norm = K1 * (1.0 - B + B * length(terms) / mean);
        for (key, amount) in counts {
            let weight = amount * (K1 + 1.0) / (amount + norm);
            self.postings
                .entry(key)
                .or_default()
                .push(Posting { document, weight });
        }
    }

    /// The keys of the notions of a stem.
    pub(super) fn notions(&self, stem: &str) -> Vec<String> {
        let names = self.language.map_or(&[][..], |l| concepts::of(l, stem));
        names.iter().map(|name| notion_key(name)).collect()
    }

    /// The parts of a glued noun.
    pub(super) fn split(&self, word: &str, analyser: &Analyser) -> Vec<String> {
        if !self.language.is_some_and(Language::has_compounds) {
            return Vec::new();
        }
        compounds::parts(word, &self.stems, analyser)
    }

    /// How telling a key is: rare ones say more.
    pub(super) fn rarity(&self, found_in: usize) -> f32 {
        let (all, found) = (
            count(usize::try_from(self.documents).unwrap_or(usize::MAX)),
            count(found_in),
        );
        (1.0 + (all - found + 0.5) / (found + 0.5)).ln().max(0.0)
    }
}

/// Remembers how words come apart; texts repeat themselves.
#[derive(Default)]
struct Parts {
    known: HashMap<String, Vec<String>>,
}

impl Parts {
    fn of(&mut self, shelf: &Shelf, word: &str, analyser: &Analyser) -> &[String] {
        self.known
            .entry(word.to_owned())
            .or_insert_with(|| shelf.split(word, analyser))
    }
}

fn weighted(analyser: &Analyser, document: &Document<'_>) -> Weighted {
    document
        .fields
        .iter()
        .flat_map(|(text, weight)| {
            let text = super::words::clip(text, MAX_TEXT);
            analyser.terms(text).into_iter().map(|term| (term, *weight))
        })
        .collect()
}

/// Words of the plain fields; titles repeat in every passage and must not count as length.
fn length(terms: &Weighted) -> f32 {
    count(terms.iter().filter(|(_, weight)| *weight <= 1.0).count())
}

pub(super) fn count(number: usize) -> f32 {
    u16::try_from(number).map_or(65_535.0, f32::from)
}
