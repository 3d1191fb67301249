//! The search over the passages of an organisation's articles.
//!
//! Invariant: what is not public is found only by who asks for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::engine::{Document, Engine};
use super::fuse;
use super::passage::{Passage, PassageId};
use super::search::{Found, Matched};

/// Weight of a word of the title.
const TITLE: f32 = 2.2;
/// Weight of a word of a heading.
const HEADING: f32 = 1.6;
/// Weight of a tag; tags are mostly English and few.
const TAG: f32 = 1.1;

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Its words: subject and text of a mail, or what an agent typed.
    pub text: &'a str,
    /// BCP 47; passages of this language are preferred.
    pub language: &'a str,
    /// Only passages that a customer may read.
    pub public_only: bool,
    /// Most passages.
    pub limit: usize,
    /// Most passages of one article.
    pub per_article: usize,
}

impl<'a> Question<'a> {
    /// Five public passages, two of one article at most.
    #[must_use]
    pub fn new(text: &'a str, language: &'a str) -> Self {
        Self {
            text,
            language,
            public_only: true,
            limit: 5,
            per_article: 2,
        }
    }
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit<'a> {
    /// The passage.
    pub passage: &'a Passage,
    /// Its score by words; comparable within one question only. 0 when only its meaning found it.
    pub score: f32,
    /// Share of the question's telling words that it holds, 0 to 1.
    pub coverage: f32,
    /// How near its meaning is to the question's, -1 to 1, where the search went by that too.
    pub meaning: Option<f32>,
    /// The words that found it, strongest first; empty when only its meaning did.
    pub matched: Vec<Matched>,
}

/// How far a hit is ahead of the best passage of any other article: its score over the other's; infinite without one.
#[must_use]
pub fn margin(hits: &[Hit<'_>], hit: &Hit<'_>) -> f32 {
    let others = hits
        .iter()
        .filter(|other| other.passage.id.article != hit.passage.id.article);
    hit.score / others.map(|other| other.score).fold(0.0, f32::max)
}

/// The index over passages. Can be stored as JSON, or built when it is needed.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub struct KnowledgeIndex {
    passages: Vec<Passage>,
    engine: Engine,
}

impl KnowledgeIndex {
    /// Indexes passages.
    #[must_use]
    pub fn build(passages: Vec<Passage>) -> Self {
        let joined: Vec<(String, String)> = passages
            .iter()
            .map(|p| (p.headings.join(" / "), p.tags.join(" ")))
            .collect();
        let fields: Vec<[(&str, f32); 4]> = passages
            .iter()
            .zip(&joined)
            .map(|(passage, (headings, tags))| {
                [
                    (passage.text.as_str(), 1.0),
                    (passage.title.as_str(), TITLE),
                    (headings.as_str(), HEADING),
                    (tags.as_str(), TAG),
                ]
            })
            .collect();
        let documents: Vec<Document<'_>> = passages
            .iter()
            .zip(&fields)
            .map(|(passage, fields)| Document {
                language: &passage.language,
                fields,
            })
            .collect();
        let engine = Engine::build(&documents);
        Self { passages, engine }
    }

    /// The passages.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// A passage by its id.
    #[must_use]
    pub fn passage(&self, id: &PassageId) -> Option<&Passage> {
        self.passages.iter().find(|p| p.id == *id)
    }

    /// The passages that answer a question best, by its words.
    #[must_use]
    pub fn search(&self, question: &Question<'_>) -> Vec<Hit<'_>> {
        let found = self.engine.search(question.text, question.language);
        self.pick(question, found.into_iter().filter_map(|f| self.hit(f)))
    }

    /// The same with the meaning, by reciprocal rank fusion. `closeness` says how near a passage is to the question, -1 to 1;
    /// `None` where that is not known. Without anything near, it is the ranking by words.
    #[must_use]
    pub fn search_hybrid(
        &self,
        question: &Question<'_>,
        closeness: impl Fn(&Passage) -> Option<f32>,
    ) -> Vec<Hit<'_>> {
        let depth = question.limit.max(10) * 4;
        let found = self.engine.search(question.text, question.language);
        let mut by_words: BTreeMap<usize, Found> = BTreeMap::new();
        let mut order: Vec<usize> = Vec::new();
        for found in found {
            order.push(found.document);
            by_words.insert(found.document, found);
        }
        let wanted = |passage: &Passage| passage.public || !question.public_only;
        let known = self.passages.iter().enumerate().filter(|(_, p)| wanted(p));
        let known: Vec<(usize, f32)> = known
            .filter_map(|(at, passage)| Some((at, closeness(passage)?)))
            .collect();
        let near: BTreeMap<usize, f32> = known.iter().copied().collect();
        let nearest = fuse::nearest(known, depth).into_iter().map(|(at, _)| at);
        let all = order.len().saturating_add(depth);
        let fused = fuse::fuse(&[order, nearest.collect()], all).into_iter();
        let hits = fused.filter_map(|(at, _)| {
            let found = by_words.remove(&at).unwrap_or(Found {
                document: at,
                score: 0.0,
                coverage: 0.0,
                matched: Vec::new(),
            });
            Some(Hit {
                meaning: near.get(&at).copied(),
                ..self.hit(found)?
            })
        });
        self.pick(question, hits)
    }

    fn hit(&self, found: Found) -> Option<Hit<'_>> {
        Some(Hit {
            passage: self.passages.get(found.document)?,
            score: found.score,
            coverage: found.coverage,
            meaning: None,
            matched: found.matched,
        })
    }

    fn pick<'s>(
        &'s self,
        question: &Question<'_>,
        hits: impl Iterator<Item = Hit<'s>>,
    ) -> Vec<Hit<'s>> {
        let mut picked: Vec<Hit<'s>> = Vec::new();
        for hit in hits.filter(|hit| hit.passage.public || !question.public_only) {
            if picked.len() >= question.limit {
                break;
            }
            let same = picked
                .iter()
                .filter(|p| p.passage.id.article == hit.passage.id.article);
            if same.count() < question.per_article {
                picked.push(hit);
            }
        }
        picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ArticleId;

    fn passage(number: u8, title: &str, text: &str, public: bool) -> Passage {
        Passage {
            id: PassageId {
                article: ArticleId::new(i64::from(number), [number; 10]),
                number: 1,
            },
            title: title.to_owned(),
            headings: Vec::new(),
            text: text.to_owned(),
            language: "en".to_owned(),
            url: None,
            links: Vec::new(),
            tags: Vec::new(),
            public,
            content_hash: String::new(),
        }
    }

    fn index() -> KnowledgeIndex {
        KnowledgeIndex::build(vec![
            passage(1, "Other", "A refund of the plan.", true),
            passage(2, "Refund", "Of the plan.", true),
            passage(3, "Refund refund", "Refund for colleagues only.", false),
        ])
    }

    #[test]
    fn a_title_counts_more_than_the_text_and_what_is_not_public_stays_in() {
        let index = index();
        let hits = index.search(&Question::new("refund", "en"));
        let titles: Vec<&str> = hits.iter().map(|h| h.passage.title.as_str()).collect();
        assert_eq!(titles, ["Refund", "Other"]);
        let all = index.search(&Question {
            public_only: false,
            ..Question::new("refund", "en")
        });
        assert_eq!(all.len(), 3);
        assert_eq!(hits[0].matched[0].word, "refund");
    }

    #[test]
    fn the_meaning_brings_in_what_the_words_do_not_find() {
        let index = index();
        let near = |passage: &Passage| (passage.title == "Other").then_some(0.9);
        let hits = index.search_hybrid(&Question::new("zzz", "en"), near);
        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0].passage.title, "Other");
        assert!(hits[0].matched.is_empty() && hits[0].meaning == Some(0.9));
        assert_eq!((hits[0].score, hits[0].coverage), (0.0, 0.0));
    }

    #[test]
    fn what_words_and_meaning_find_comes_before_what_one_finds() {
        let index = index();
        let by_words = index.search(&Question::new("refund", "en"));
        assert_eq!(by_words[0].passage.title, "Refund");
        let near = |passage: &Passage| (passage.title == "Other").then_some(0.4);
        let hits = index.search_hybrid(&Question::new("refund", "en"), near);
        let titles: Vec<&str> = hits.iter().map(|h| h.passage.title.as_str()).collect();
        assert_eq!(titles, ["Other", "Refund"]);
        // The scores stay those of the words, so that a margin means what it always means.
        assert_eq!(hits[0].score, by_words[1].score);
    }

    #[test]
    fn without_anything_near_it_is_the_ranking_by_words_and_nothing_private_comes_out() {
        let index = index();
        let question = Question::new("refund plan colleagues", "en");
        let none = index.search_hybrid(&question, |_| None);
        assert_eq!(none, index.search(&question));
        let hits = index.search_hybrid(&question, |passage| {
            Some(if passage.public { 0.1 } else { 1.0 })
        });
        assert!(hits.iter().all(|hit| hit.passage.public));
    }
}
