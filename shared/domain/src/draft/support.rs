//! Decides for each sentence of a draft whether a source says it.
//!
//! A sentence is supported when a passage, a text of our own or the ticket holds most of its telling words in one place, says it
//! with the same sign (no "not" more or less), and when every number, date, price, link and address in it occurs in the
//! sources or the ticket. A sentence that reports or promises an action of ours ("we have refunded") needs a source that does.
//!
//! Invariant: the customer's own words never support a promise; what rests on them alone is marked.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::facts::{self, Fact, Known};
use super::phrases::{self, Phrases};
use super::sentence::{Cited, Sentence, Support};
use crate::knowledge::concepts;
use crate::knowledge::language::Language;
use crate::knowledge::passage::Passage;
use crate::knowledge::sentences::sentences;
use crate::knowledge::words::{Analyser, fold, split};

/// Share of the telling words that one place of a source must hold.
const ENOUGH: f32 = 0.65;
/// Share from which a sentence says no more than its source.
const CLOSE: f32 = 0.9;
/// Sentences of a source that are read as one place.
const PLACE: usize = 2;
/// Most sources of a sentence.
const MAX_SOURCES: usize = 3;

/// What the organisation answers to such questions: a canned response, or what people wrote to others before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnText {
    /// As what it is cited.
    pub cited: Cited,
    /// What it is about.
    pub title: String,
    /// The text.
    pub text: String,
}

/// What a draft may rest on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// The passages that were found.
    pub passages: &'a [&'a Passage],
    /// Texts of our own: what the organisation answers to such questions.
    pub own: &'a [OwnText],
    /// The customer's words: subject and messages.
    pub ticket: &'a str,
}

/// Looks up support for every sentence of a text in one language (BCP 47).
#[must_use]
pub fn check(sentences: Vec<Sentence>, language: &str, evidence: &Evidence<'_>) -> Vec<Sentence> {
    let checker = Checker::new(language, evidence);
    let count = sentences.len();
    sentences
        .into_iter()
        .enumerate()
        .map(|(at, sentence)| checker.check(sentence, at, count))
        .collect()
}

/// Carries support over to a translation: sentence for sentence, with the same facts.
///
/// Good enough to show to an agent; [`super::gates`] never lets it leave by itself, since no code can tell that the words agree.
#[must_use]
pub fn check_translation(checked: &[Sentence], mut translated: Vec<Sentence>) -> Vec<Sentence> {
    let same_count = checked.len() == translated.len();
    for (number, sentence) in translated.iter_mut().enumerate() {
        let Some(original) = checked.get(number).filter(|_| same_count) else {
            reject(
                sentence,
                "the two language versions do not have the same sentences".to_owned(),
            );
            continue;
        };
        let known = Known::of([original.text.as_str()]);
        let added: Vec<Fact> = facts::facts(&sentence.text)
            .into_iter()
            .filter(|f| !known.has(&f.value))
            .collect();
        sentence.support = original.support;
        sentence.sources.clone_from(&original.sources);
        sentence.why.clone_from(&original.why);
        sentence.close = false;
        sentence.on_customers_word =
            original.on_customers_word || original.support == Support::Supported;
        for fact in added {
            reject(
                sentence,
                format!("{fact} is not in the other language version"),
            );
        }
    }
    translated
}

fn reject(sentence: &mut Sentence, why: String) {
    sentence.support = Support::Unsupported;
    sentence.why.push(why);
}

struct SourceText {
    cited: Cited,
    /// Places: the stems of a few sentences, each with whether it says "not" and its words.
    places: Vec<Place>,
    known: Known,
}

struct Place {
    stems: HashSet<String>,
    negated: bool,
    plain: String,
}

struct Checker {
    analyser: Analyser,
    language: Option<Language>,
    phrases: &'static Phrases,
    negations: HashSet<&'static str>,
    greets: HashSet<&'static str>,
    polite: HashSet<&'static str>,
    sources: Vec<SourceText>,
}

impl Checker {
    fn new(language: &str, evidence: &Evidence<'_>) -> Self {
        let language = Language::of(language);
        let phrases = phrases::of(language);
        let set = |list: &'static str| list.split(' ').collect();
        let mut checker = Self {
            analyser: Analyser::new(language),
            language,
            phrases,
            negations: set(phrases.negations),
            greets: set(phrases.greets),
            polite: set(phrases.polite),
            sources: Vec::new(),
        };
        for passage in evidence.passages {
            let about = format!("{} {}", passage.title, passage.headings.join(" "));
            let mut known = Known::of([passage.text.as_str(), about.as_str()]);
            passage
                .url
                .iter()
                .chain(&passage.links)
                .for_each(|link| known.add_link(link));
            let places = checker.places(&passage.text, &about);
            checker.sources.push(SourceText {
                cited: Cited::Passage(passage.id.clone()),
                places,
                known,
            });
        }
        for own in evidence.own {
            let places = checker.places(&own.text, "");
            checker.sources.push(SourceText {
                cited: own.cited.clone(),
                places,
                known: Known::of([own.text.as_str()]),
            });
        }
        let places = checker.places(evidence.ticket, "");
        checker.sources.push(SourceText {
            cited: Cited::Ticket,
            places,
            known: Known::of([evidence.ticket]),
        });
        checker
    }

    fn places(&self, text: &str, about: &str) -> Vec<Place> {
        let stems = |text: &str| -> Vec<String> {
            let terms = self.analyser.terms(text).into_iter();
            terms.map(|term| term.stem).collect()
        };
        let about = stems(about);
        let all: Vec<(Vec<String>, bool, String)> = sentences(text)
            .into_iter()
            .map(|part| (stems(part), self.negated(part), plain_words(part)))
            .collect();
        // Single sentences first: where a pair holds no more, the sentence alone is the place.
        let windows = (1..=PLACE).flat_map(|size| (0..all.len()).map(move |start| (start, size)));
        windows
            .filter_map(|(start, size)| {
                let part = all.get(start..start + size)?;
                let plain: Vec<&str> = part.iter().map(|(_, _, plain)| plain.as_str()).collect();
                let own = part.iter().flat_map(|(stems, _, _)| stems);
                Some(Place {
                    stems: own.chain(&about).cloned().collect(),
                    negated: part.iter().any(|(_, negated, _)| *negated),
                    plain: plain.join(" ").trim().to_owned(),
                })
            })
            .collect()
    }

    fn negated(&self, text: &str) -> bool {
        plain_words(text)
            .split(' ')
            .any(|word| self.negations.contains(word))
    }

    fn check(&self, mut sentence: Sentence, at: usize, count: usize) -> Sentence {
        sentence.sources.clear();
        sentence.why.clear();
        sentence.on_customers_word = false;
        sentence.close = false;
        let facts = facts::facts(&sentence.text);
        if self.is_courtesy(&sentence, at, count) {
            return self.courtesy(sentence, &facts);
        }
        let mut found: Vec<(&SourceText, &Place, f32)> = self
            .sources
            .iter()
            .filter_map(|source| self.best(source, &sentence.text))
            .filter(|(_, _, share)| *share >= ENOUGH)
            .collect();
        // Our own texts before the customer's, whatever the share.
        found.sort_by(|a, b| {
            (a.0.cited == Cited::Ticket)
                .cmp(&(b.0.cited == Cited::Ticket))
                .then(b.2.total_cmp(&a.2))
        });
        found.truncate(MAX_SOURCES);
        let Some((first, place, share)) = found.first() else {
            reject(&mut sentence, "no source says this".to_owned());
            return sentence;
        };
        sentence.support = Support::Supported;
        sentence.sources = found
            .iter()
            .map(|(source, _, _)| source.cited.clone())
            .collect();
        sentence.on_customers_word = first.cited == Cited::Ticket;
        sentence.close = *share >= CLOSE;
        if place.negated != self.negated(&sentence.text) {
            reject(
                &mut sentence,
                "the source says it the other way round".to_owned(),
            );
        }
        if self.commits(&sentence.text, &found) {
            reject(
                &mut sentence,
                "it reports or promises something that no source does".to_owned(),
            );
        }
        self.check_facts(&mut sentence, &facts, &found);
        sentence
    }

    fn check_facts(
        &self,
        sentence: &mut Sentence,
        facts: &[Fact],
        found: &[(&SourceText, &Place, f32)],
    ) {
        for fact in facts {
            let cited = found.iter().any(|(source, _, _)| {
                source.cited != Cited::Ticket && source.known.has(&fact.value)
            });
            let ticket = self
                .sources
                .iter()
                .any(|s| s.cited == Cited::Ticket && s.known.has(&fact.value));
            if !cited && ticket {
                sentence.on_customers_word = true;
                if !sentence.sources.contains(&Cited::Ticket) {
                    sentence.sources.push(Cited::Ticket);
                }
            } else if !cited {
                reject(
                    sentence,
                    format!("{fact} is in no source and not in the ticket"),
                );
            }
        }
    }

    /// A courtesy says nothing; one with a fact in it is none unless our sources know the fact.
    fn courtesy(&self, mut sentence: Sentence, facts: &[Fact]) -> Sentence {
        sentence.support = Support::Courtesy;
        for fact in facts {
            let known = self
                .sources
                .iter()
                .any(|s| s.cited != Cited::Ticket && s.known.has(&fact.value));
            if !known {
                reject(
                    &mut sentence,
                    format!("{fact} is in no source and not in the ticket"),
                );
            }
        }
        sentence
    }

    fn best<'s>(
        &self,
        source: &'s SourceText,
        text: &str,
    ) -> Option<(&'s SourceText, &'s Place, f32)> {
        let mut stems: Vec<String> = self
            .analyser
            .terms(&self.without_links(text))
            .into_iter()
            .map(|t| t.stem)
            .collect();
        stems.sort_unstable();
        stems.dedup();
        if stems.is_empty() {
            // Nothing but small words: only word for word will do.
            let plain = plain_words(text);
            let mut places = source.places.iter();
            let same = places.find(|place| !plain.is_empty() && place.plain == plain);
            return same.map(|place| (source, place, 1.0));
        }
        let share = |place: &Place| {
            let held = stems.iter().filter(|s| place.stems.contains(*s)).count();
            ratio(held, stems.len())
        };
        let mut best: Option<(&Place, f32)> = None;
        for place in &source.places {
            let share = share(place);
            if best.is_none_or(|(_, known)| share > known) {
                best = Some((place, share));
            }
        }
        best.map(|(place, share)| (source, place, share))
    }

    /// Whether it speaks of an action of ours that the sources do not speak of.
    fn commits(&self, text: &str, found: &[(&SourceText, &Place, f32)]) -> bool {
        let padded = |plain: &str| format!(" {plain} ");
        let said = padded(&plain_words(text));
        let mut phrases = self
            .phrases
            .commitments
            .iter()
            .map(|p| padded(p))
            .filter(|p| said.contains(p.as_str()));
        phrases.any(|phrase| {
            let sources = found.iter().filter(|(s, _, _)| s.cited != Cited::Ticket);
            !sources
                .into_iter()
                .any(|(_, place, _)| padded(&place.plain).contains(&phrase))
        })
    }

    fn is_courtesy(&self, sentence: &Sentence, at: usize, count: usize) -> bool {
        let plain = plain_words(&sentence.text);
        let words: Vec<&str> = plain.split(' ').filter(|w| !w.is_empty()).collect();
        let Some(first) = words.first() else {
            return true;
        };
        if at == 0 && words.len() <= 7 && self.greets.contains(first) {
            return words.len() <= 2 || !self.speaks_of_something(&sentence.text);
        }
        let ending = at + 3 >= count && sentence.breaks > 0 && words.len() <= 4;
        let named = sentence
            .text
            .split_whitespace()
            .all(|w| w.starts_with(char::is_uppercase));
        if ending && named && at > 0 && !self.speaks_of_something(&sentence.text) {
            return true;
        }
        let telling: Vec<String> = self
            .analyser
            .terms(&self.without_links(&sentence.text))
            .into_iter()
            .map(|t| t.word)
            .collect();
        let polite = |word: &String| self.polite.contains(word.as_str());
        !telling.is_empty() && telling.iter().all(polite)
    }

    fn without_links(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for link in super::links::find(text).into_iter().rev() {
            out.replace_range(link.start..link.end, " ");
        }
        out
    }

    /// Whether it names a notion that customers write about.
    fn speaks_of_something(&self, text: &str) -> bool {
        let Some(language) = self.language else {
            return false;
        };
        let terms = self.analyser.terms(text);
        terms
            .iter()
            .any(|t| !concepts::of(language, &t.stem).is_empty())
    }
}

fn ratio(part: usize, whole: usize) -> f32 {
    let number = |n: usize| u16::try_from(n).map_or(65_535.0, f32::from);
    if whole == 0 {
        0.0
    } else {
        number(part) / number(whole)
    }
}

/// The folded words with one blank between them; apostrophes stay.
fn plain_words(text: &str) -> String {
    let spaced: String = fold(text)
        .chars()
        .map(|c| {
            if c.is_alphanumeric() || c == '\'' {
                c
            } else {
                ' '
            }
        })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The telling words that two texts share, for picking sentences.
pub(super) fn shared(analyser: &Analyser, question: &[String], text: &str) -> usize {
    let terms = analyser.terms(text);
    let mut stems: Vec<&str> = terms.iter().map(|t| t.stem.as_str()).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
        .into_iter()
        .filter(|s| question.iter().any(|q| q == s))
        .count()
}

/// Whether a text begins with a greeting of a language.
pub(super) fn greets(language: &str, text: &str) -> bool {
    let folded = fold(crate::knowledge::words::clip(text, 80));
    let first = split(&folded).first().map_or("", |(_, word)| *word);
    phrases::of(Language::of(language))
        .greets
        .split(' ')
        .any(|w| w == first)
}

#[cfg(test)]
mod tests;
