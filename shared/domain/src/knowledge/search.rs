//! Asks the index.
//!
//! Invariant: a result says which words found it, and results of equal score keep the order of the documents.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::engine::{Engine, Posting, Shelf, count};
use super::language::Language;
use super::words::{Analyser, Term};
use crate::status::words;

/// Terms of a question that are used, the most telling first: a long mail must not cost more than a short one.
const MAX_TERMS: usize = 48;
/// What a text in another language than the question is worth.
const OTHER_LANGUAGE: f32 = 0.45;
/// What a word is worth that differs from the question's by a typing error.
const TYPO: f32 = 0.6;
/// What a part of a glued noun is worth.
const PART: f32 = 0.7;
/// What a notion is worth beside the word itself.
const NOTION: f32 = 0.8;

words! {
    /// How a word of the question met a text.
    Via {
        /// The same word or another form of it.
        Word = "word",
        /// Another word for the same notion, also of another language.
        Notion = "notion",
        /// A part of a glued noun.
        Part = "part",
        /// A word that is spelled nearly like it.
        Typo = "typo",
    }
}

/// A word of the question that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Matched {
    /// The word of the question, folded.
    pub word: String,
    /// How it met the text.
    pub via: Via,
    /// What it added to the score.
    pub points: f32,
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its place in the slice that was indexed.
    pub document: usize,
    /// The score; comparable within one question only.
    pub score: f32,
    /// Share of the question's telling words that it holds, 0 to 1; comparable between questions.
    pub coverage: f32,
    /// The words that found it, strongest first.
    pub matched: Vec<Matched>,
}

/// One way a word of the question may be found.
struct Probe {
    key: String,
    via: Via,
    factor: f32,
}

#[derive(Default)]
struct Tally {
    score: f32,
    covered: f32,
    matched: Vec<Matched>,
}

impl Engine {
    /// Searches for the words of `text`, written in `language` (BCP 47), best first.
    #[must_use]
    pub fn search(&self, text: &str, language: &str) -> Vec<Found> {
        let asked = Language::of(language);
        let mut found: Vec<Found> = self
            .shelves
            .iter()
            .flat_map(|shelf| shelf.search(text, asked))
            .collect();
        found.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then(a.document.cmp(&b.document))
        });
        found
    }
}

impl Shelf {
    fn search(&self, text: &str, asked: Option<Language>) -> Vec<Found> {
        let foreign = asked.is_some() && asked != self.language;
        // Stop words are those of the question; the stems of another language would make false friends.
        let analyser = Analyser::new(if asked.is_some() {
            asked
        } else {
            self.language
        });
        let terms = self.telling(analyser.terms(text), asked, foreign);
        let total: f32 = terms.iter().map(|t| t.rarity).sum();
        let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
        for term in &terms {
            self.ask(term, foreign, &mut tallies);
        }
        let found = tallies.into_iter().map(|(document, mut tally)| {
            tally.matched.sort_by(|a, b| b.points.total_cmp(&a.points));
            Found {
                document: usize::try_from(document).unwrap_or_default(),
                score: tally.score,
                coverage: if total > 0.0 {
                    tally.covered / total
                } else {
                    0.0
                },
                matched: tally.matched,
            }
        });
        found.collect()
    }

    /// The distinct terms of a question with their probes, the most telling ones when there are many.
    fn telling(&self, terms: Vec<Term>, asked: Option<Language>, foreign: bool) -> Vec<Asked> {
        let analyser = Analyser::new(self.language);
        let mut times: HashMap<String, (usize, Term)> = HashMap::new();
        for term in terms {
            times.entry(term.stem.clone()).or_insert((0, term)).0 += 1;
        }
        let mut asked: Vec<Asked> = times
            .into_values()
            .map(|(times, term)| {
                let probes = if foreign {
                    self.foreign_probes(&term, asked)
                } else {
                    self.probes(&term, &analyser)
                };
                let rarity = probes
                    .iter()
                    .map(|p| p.factor * self.rarity(self.postings.get(&p.key).map_or(0, Vec::len)))
                    .fold(0.0f32, f32::max);
                Asked {
                    word: term.word,
                    probes,
                    rarity: if rarity > 0.0 {
                        rarity
                    } else {
                        self.rarity(0) * 0.5
                    },
                    often: 1.0 + count(times).ln() * 0.5,
                }
            })
            .collect();
        asked.sort_by(|a, b| {
            b.rarity
                .total_cmp(&a.rarity)
                .then_with(|| a.word.cmp(&b.word))
        });
        asked.truncate(MAX_TERMS);
        asked
    }

    fn probes(&self, term: &Term, analyser: &Analyser) -> Vec<Probe> {
        let mut probes = vec![Probe {
            key: term.stem.clone(),
            via: Via::Word,
            factor: 1.0,
        }];
        let notions = |stem: &str, factor: f32| {
            let keys = self.notions(stem).into_iter();
            keys.map(move |key| Probe {
                key,
                via: Via::Notion,
                factor: NOTION * factor,
            })
        };
        probes.extend(notions(&term.stem, 1.0));
        for part in self.split(&term.word, analyser) {
            probes.extend(notions(&part, PART));
            probes.push(Probe {
                key: part,
                via: Via::Part,
                factor: PART,
            });
        }
        let known = probes.iter().any(|p| self.postings.contains_key(&p.key));
        if !known {
            for near in self.nearly(&term.stem) {
                probes.extend(notions(&near, TYPO));
                probes.push(Probe {
                    key: near,
                    via: Via::Typo,
                    factor: TYPO,
                });
            }
        }
        probes.retain(|p| self.postings.contains_key(&p.key));
        probes
    }

    fn foreign_probes(&self, term: &Term, asked: Option<Language>) -> Vec<Probe> {
        let names = asked.map_or(&[][..], |l| super::concepts::of(l, &term.stem));
        let notions = names.iter().map(|name| Probe {
            key: super::engine::notion_key(name),
            via: Via::Notion,
            factor: 1.0,
        });
        let own = Analyser::new(self.language).stem(&term.word);
        let same = Probe {
            key: own,
            via: Via::Word,
            factor: 0.7,
        };
        notions
            .chain([same])
            .filter(|p| self.postings.contains_key(&p.key))
            .collect()
    }

    /// Stems of the texts that differ from one by a typing error: one in short words, two in long ones.
    fn nearly(&self, stem: &str) -> Vec<String> {
        let size = stem.chars().count();
        if size < 5 || stem.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        let allowed = if size >= 9 { 2 } else { 1 };
        let initial = stem.chars().next();
        let close = |other: &&String| {
            other.chars().count().abs_diff(size) <= allowed
                && strsim::osa_distance(other, stem) <= allowed
        };
        let from = initial.map(String::from).unwrap_or_default();
        let same_initial = self
            .stems
            .range(from..)
            .take_while(|s| s.chars().next() == initial);
        same_initial.filter(close).take(4).cloned().collect()
    }

    fn ask(&self, asked: &Asked, foreign: bool, tallies: &mut BTreeMap<u32, Tally>) {
        // A text counts a word once, by the best of its ways.
        let mut best: BTreeMap<u32, (f32, Via)> = BTreeMap::new();
        for probe in &asked.probes {
            let Some(postings) = self.postings.get(&probe.key) else {
                continue;
            };
            let worth = probe.factor * self.rarity(postings.len()) * asked.often;
            for Posting { document, weight } in postings {
                let points = worth * weight;
                let entry = best.entry(*document).or_insert((0.0, probe.via));
                if points > entry.0 {
                    *entry = (points, probe.via);
                }
            }
        }
        for (document, (points, via)) in best {
            let tally = tallies.entry(document).or_default();
            let points = if foreign {
                points * OTHER_LANGUAGE
            } else {
                points
            };
            tally.score += points;
            tally.covered += asked.rarity;
            tally.matched.push(Matched {
                word: asked.word.clone(),
                via,
                points,
            });
        }
    }
}

struct Asked {
    word: String,
    probes: Vec<Probe>,
    rarity: f32,
    often: f32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::engine::Document;

    fn engine(texts: &[(&str, &str)]) -> Engine {
        let fields: Vec<[(&str, f32); 1]> = texts.iter().map(|(_, text)| [(*text, 1.0)]).collect();
        let documents: Vec<Document<'_>> = texts
            .iter()
            .zip(&fields)
            .map(|((language, _), fields)| Document { language, fields })
            .collect();
        Engine::build(&documents)
    }

    #[test]
    fn words_forms_notions_parts_and_typos_are_found() {
        let engine = engine(&[
            ("en", "We refund the annual plan."),
            ("en", "Printing cards on small paper."),
            ("de", "Die Lizenz für eine Schule bestellen."),
            ("de", "Karten drucken auf Papier."),
        ]);
        let cases = [
            ("refunding", "en", 0, Via::Word),
            ("reimburse me", "en", 0, Via::Notion),
            ("pritning", "en", 1, Via::Typo),
            ("Schullizenzen", "de", 2, Via::Part),
            ("Rückerstattung", "de", 0, Via::Notion),
        ];
        for (text, language, expected, via) in cases {
            let found = engine.search(text, language);
            assert_eq!(found[0].document, expected, "{text}");
            assert_eq!(found[0].matched[0].via, via, "{text}");
        }
    }

    #[test]
    fn the_language_of_the_question_comes_first_and_others_stay() {
        let engine = engine(&[
            ("en", "refund of a plan"),
            ("de", "Erstattung eines Tarifs"),
        ]);
        let found = engine.search("Erstattung", "de");
        assert_eq!(found.iter().map(|f| f.document).collect::<Vec<_>>(), [1, 0]);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        let engine = engine(&[("en", "refund")]);
        assert!(engine.search("", "en").is_empty());
        assert!(engine.search("the and of", "en").is_empty());
        assert!(Engine::default().search("refund", "en").is_empty());
    }

    #[test]
    fn an_index_survives_storing() {
        let engine = engine(&[("en", "refund"), ("de", "Rechnung")]);
        let stored = serde_json::to_string(&engine).unwrap();
        let read: Engine = serde_json::from_str(&stored).unwrap();
        assert_eq!(read.search("refunds", "en"), engine.search("refunds", "en"));
    }
}
