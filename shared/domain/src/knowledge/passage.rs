//! Cuts an article into passages: pieces that can be found, quoted and checked one by one.
//!
//! Invariant: a passage lies under one heading path and never cuts a sentence or a block of code;
//! the same article gives the same passages with the same ids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};

use super::article::Article;
use super::markdown::{self, Block, Kind};
use super::sentences::sentences;
use super::strip::Flavour;
use crate::ids::ArticleId;

/// Words at which a passage is full enough to begin the next one.
pub const TARGET_WORDS: usize = 160;
/// Most words of a passage; only a longer sentence or block of code exceeds it.
pub const MAX_WORDS: usize = 200;

/// The id of a passage: its article and its number, as in `art_01h…#3`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PassageId {
    /// The article.
    pub article: ArticleId,
    /// The number within it, from 1.
    pub number: u32,
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.article, self.number)
    }
}

/// Why a text is not the id of a passage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a passage id: an article id, `#` and a number, such as art_…#3")]
pub struct WrongPassageId;

impl FromStr for PassageId {
    type Err = WrongPassageId;
    fn from_str(text: &str) -> Result<Self, WrongPassageId> {
        let (article, number) = text.split_once('#').ok_or(WrongPassageId)?;
        Ok(Self {
            article: article.parse().map_err(|_| WrongPassageId)?,
            number: number.parse().map_err(|_| WrongPassageId)?,
        })
    }
}

impl Serialize for PassageId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PassageId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// A piece of an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its id.
    pub id: PassageId,
    /// Title of the article.
    pub title: String,
    /// The headings it stands under, outermost first.
    pub headings: Vec<String>,
    /// Its words; blocks on lines of their own.
    pub text: String,
    /// BCP 47 tag of the article.
    pub language: String,
    /// Where customers can read the article.
    #[serde(default)]
    pub url: Option<String>,
    /// The addresses that its links lead to.
    #[serde(default)]
    pub links: Vec<String>,
    /// Tags of the article.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Whether a reply to a customer may quote it.
    pub public: bool,
    /// SHA-256 of title, headings and text, hex: an embedding of the same hash need not be made again.
    pub content_hash: String,
}

/// The passages of an article, in order.
#[must_use]
pub fn cut(article: &Article) -> Vec<Passage> {
    let flavour = Flavour::of(article.path.as_deref().unwrap_or_default());
    let mut pieces: Vec<Piece> = Vec::new();
    for block in markdown::blocks(&article.content.body, flavour) {
        add(&mut pieces, block);
    }
    (1u32..)
        .zip(pieces)
        .map(|(number, piece)| finish(article, number, piece))
        .collect()
}

struct Piece {
    headings: Vec<String>,
    lines: Vec<String>,
    links: Vec<String>,
    words: usize,
}

impl Piece {
    fn new(headings: Vec<String>) -> Self {
        Self {
            headings,
            lines: Vec::new(),
            links: Vec::new(),
            words: 0,
        }
    }
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// Puts a block into the last piece when it belongs there and has room, else into new ones.
fn add(pieces: &mut Vec<Piece>, block: Block) {
    let size = words(&block.text);
    let fits = pieces.last().is_some_and(|piece| {
        piece.headings == block.headings
            && piece.words < TARGET_WORDS
            && piece.words + size <= MAX_WORDS
    });
    let parts = if block.kind == Kind::Code || size <= MAX_WORDS {
        vec![block.text]
    } else {
        portions(&block.text)
    };
    for (number, part) in parts.into_iter().enumerate() {
        if number > 0 || !fits {
            pieces.push(Piece::new(block.headings.clone()));
        }
        if let Some(piece) = pieces.last_mut() {
            piece.words += words(&part);
            piece.lines.push(part);
            if number == 0 {
                piece.links.extend(block.links.iter().cloned());
            }
        }
    }
}

/// A long paragraph in portions of whole sentences.
fn portions(text: &str) -> Vec<String> {
    let mut portions: Vec<(usize, String)> = Vec::new();
    for sentence in sentences(text) {
        let size = words(sentence);
        match portions.last_mut() {
            Some((count, portion)) if *count < TARGET_WORDS && *count + size <= MAX_WORDS => {
                *count += size;
                portion.push(' ');
                portion.push_str(sentence);
            }
            _ => portions.push((size, sentence.to_owned())),
        }
    }
    portions.into_iter().map(|(_, portion)| portion).collect()
}

fn finish(article: &Article, number: u32, piece: Piece) -> Passage {
    let text = piece.lines.join("\n");
    let mut hash = Sha256::new();
    for part in [article.content.title.as_str()]
        .into_iter()
        .chain(piece.headings.iter().map(String::as_str))
    {
        hash.update(part.as_bytes());
        hash.update(b"\n");
    }
    hash.update(text.as_bytes());
    Passage {
        id: PassageId {
            article: article.id.clone(),
            number,
        },
        title: article.content.title.clone(),
        headings: piece.headings,
        text,
        language: article.content.language.clone(),
        url: article.content.url.clone(),
        links: piece.links,
        tags: article.content.tags.clone(),
        public: article.content.public,
        content_hash: hash.finalize().iter().map(|b| format!("{b:02x}")).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OrganisationId;
    use crate::knowledge::article::Content;

    pub(crate) fn article(body: &str) -> Article {
        let file = format!("---\ntitle: T\nlanguage: en\n---\n{body}");
        Article {
            id: ArticleId::new(1, [1; 10]),
            organisation: OrganisationId::new(1, [1; 10]),
            content: Content::from_file("a.md", file.as_bytes()).unwrap(),
            path: Some("a.md".to_owned()),
            version: 1,
            updated_at: jiff::Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn passages_end_at_headings_and_keep_their_path() {
        let passages = cut(&article(
            "Intro.\n\n## A\n\nOne.\n\nTwo.\n\n### B\n\nThree.\n\n## C\n\nFour.",
        ));
        let shown: Vec<(String, &str)> = passages
            .iter()
            .map(|p| (p.headings.join("/"), p.text.as_str()))
            .collect();
        let expected = [
            ("", "Intro."),
            ("A", "One.\nTwo."),
            ("A/B", "Three."),
            ("C", "Four."),
        ];
        assert_eq!(shown, expected.map(|(h, t)| (h.to_owned(), t)));
        assert!(passages[2].id.to_string().ends_with("#3"));
        assert_eq!(
            passages[2].id.to_string().parse(),
            Ok(passages[2].id.clone())
        );
        assert_eq!(
            passages,
            cut(&article(
                "Intro.\n\n## A\n\nOne.\n\nTwo.\n\n### B\n\nThree.\n\n## C\n\nFour."
            ))
        );
    }

    #[test]
    fn long_text_is_cut_between_sentences_and_code_never() {
        let sentence = format!("{}end.", "Word ".repeat(9));
        let long = vec![sentence.clone(); 60].join(" ");
        let code = format!("```\n{}\n```", "line of code\n".repeat(120));
        let passages = cut(&article(&format!("{long}\n\n{code}")));
        assert!(passages.len() >= 4);
        for passage in &passages {
            let count = words(&passage.text);
            let whole = passage.text.starts_with("line")
                || (passage.text.starts_with("Word") && passage.text.ends_with("end."));
            assert!(whole);
            assert!(
                count <= MAX_WORDS || passage.text.starts_with("line"),
                "{count}"
            );
        }
        assert_eq!(
            passages
                .iter()
                .filter(|p| p.text.starts_with("line"))
                .count(),
            1
        );
    }
}
