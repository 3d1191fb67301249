//! The vectors of an organisation's passages: which are missing, in what portions they are made, and how near a question is.
//!
//! Invariant: all vectors of a set are of one model and one length, and each belongs to the words it was made from; a passage
//! whose words change has none until a new one is made.

mod packed;

use std::collections::{BTreeMap, BTreeSet};

use super::passage::Passage;
use super::words::clip;
use crate::model::window::estimate_tokens;

pub use packed::Damaged;

/// Bytes of a passage that become its vector. Passages are 200 words at most, so this cuts long code only; models take
/// 512 tokens or more.
pub const LONGEST_TEXT: usize = 3_000;
/// Bytes of a question that become its vector.
pub const LONGEST_QUESTION: usize = 4_000;
/// Most texts in one request; `OpenAI` takes 2,048.
pub const MOST_TEXTS: usize = 64;
/// Most tokens in one request, as estimated; `OpenAI` takes 300,000.
pub const MOST_TOKENS: u32 = 24_000;
/// Most bytes of a set: the functions that hold it have little memory. 5,000 passages of 1,536 numbers take 8 MB.
pub const LARGEST: usize = 24 << 20;
/// Passages out of ten that must have a vector before a search goes by meaning too: the others would be pushed down
/// for no fault of theirs.
const ENOUGH_OF_TEN: usize = 9;

/// The first half of a content hash: enough to tell any two texts apart.
type Mark = [u8; 16];

/// A vector in a byte for each number, with what the bytes are to be multiplied by. It has length 1.
#[derive(Debug, Clone, PartialEq)]
struct Packed {
    scale: f32,
    bytes: Box<[i8]>,
}

/// The vectors of a knowledge base.
#[derive(Debug, Clone, PartialEq)]
pub struct Vectors {
    /// What they were made by; see `EmbeddingChoice::name`.
    name: String,
    /// Numbers in each; 0 while there is none.
    dimension: usize,
    by_mark: BTreeMap<Mark, Packed>,
}

/// Why a vector cannot be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Not as long as the others.
    #[error("the model gave a vector of {given} numbers after vectors of {known}")]
    Dimension {
        /// Its length.
        given: usize,
        /// Theirs.
        known: usize,
    },
    /// Nothing can be near it.
    #[error("the model gave a vector without a direction")]
    NoDirection,
    /// The set is as large as it may be.
    #[error("the vectors take more than {} MB; ask for fewer dimensions", LARGEST >> 20)]
    Full,
}

/// How many passages have a vector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Those that have one.
    pub have: usize,
    /// All that can have one.
    pub of: usize,
}

impl Coverage {
    /// Whether a search can go by meaning too.
    #[must_use]
    pub fn is_enough(self) -> bool {
        self.have > 0 && self.have.saturating_mul(10) >= self.of.saturating_mul(ENOUGH_OF_TEN)
    }

    /// Whether none is missing.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.have >= self.of
    }
}

/// A question as a vector of length 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Direction(Vec<f32>);

impl Direction {
    /// The direction of a vector; `None` when it has none: all zeros, or numbers that are none.
    #[must_use]
    pub fn of(vector: &[f32]) -> Option<Self> {
        let length = vector
            .iter()
            .map(|x| f64::from(*x).powi(2))
            .sum::<f64>()
            .sqrt();
        if !length.is_finite() || length <= 0.0 {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "between -1 and 1")]
        let unit = |x: &f32| (f64::from(*x) / length) as f32;
        Some(Self(vector.iter().map(unit).collect()))
    }

    /// How many numbers it has.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.0.len()
    }

    fn packed(&self) -> Packed {
        let most = self.0.iter().fold(0.0f32, |most, x| most.max(x.abs()));
        let scale = most / 127.0;
        #[expect(clippy::cast_possible_truncation, reason = "between -127 and 127")]
        let byte = |x: &f32| (x / scale).round().clamp(-127.0, 127.0) as i8;
        Packed {
            scale,
            bytes: self.0.iter().map(byte).collect(),
        }
    }
}

impl Vectors {
    /// An empty set for a model.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            dimension: 0,
            by_mark: BTreeMap::new(),
        }
    }

    /// What they were made by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Numbers in each vector; 0 while there is none.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_mark.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_mark.is_empty()
    }

    /// Takes in the vector of a passage.
    ///
    /// # Errors
    /// See [`Unfit`]; the set stays as it was.
    pub fn insert(&mut self, passage: &Passage, vector: &[f32]) -> Result<(), Unfit> {
        let known = if self.is_empty() {
            vector.len()
        } else {
            self.dimension
        };
        if vector.len() != known {
            let given = vector.len();
            return Err(Unfit::Dimension { given, known });
        }
        let direction = Direction::of(vector).ok_or(Unfit::NoDirection)?;
        if packed::size(known, self.len().saturating_add(1)) > LARGEST {
            return Err(Unfit::Full);
        }
        let mark = mark(passage).ok_or(Unfit::NoDirection)?;
        self.dimension = known;
        self.by_mark.insert(mark, direction.packed());
        Ok(())
    }

    /// The passages without a vector, each text once.
    #[must_use]
    pub fn missing<'p>(&self, passages: &'p [Passage]) -> Vec<&'p Passage> {
        let mut seen = BTreeSet::new();
        let lacks = |passage: &&Passage| {
            mark(passage).is_some_and(|mark| !self.by_mark.contains_key(&mark) && seen.insert(mark))
        };
        passages.iter().filter(lacks).collect()
    }

    /// How many of the passages have a vector.
    #[must_use]
    pub fn coverage(&self, passages: &[Passage]) -> Coverage {
        let marks = passages.iter().filter_map(mark);
        let mut coverage = Coverage::default();
        for mark in marks {
            coverage.of += 1;
            coverage.have += usize::from(self.by_mark.contains_key(&mark));
        }
        coverage
    }

    /// Forgets the vectors of texts that are not there any more; gives how many those were.
    pub fn keep_only(&mut self, passages: &[Passage]) -> usize {
        let there: BTreeSet<Mark> = passages.iter().filter_map(mark).collect();
        let before = self.len();
        self.by_mark.retain(|mark, _| there.contains(mark));
        before - self.len()
    }

    /// How near a passage is to a question, -1 to 1 (the cosine); `None` when it has no vector or one of another length.
    #[must_use]
    pub fn closeness(&self, question: &Direction, passage: &Passage) -> Option<f32> {
        let packed = self.by_mark.get(&mark(passage)?)?;
        if question.dimension() != self.dimension {
            return None;
        }
        let products = question.0.iter().zip(&packed.bytes);
        let dot: f32 = products.map(|(x, byte)| x * f32::from(*byte)).sum();
        Some((dot * packed.scale).clamp(-1.0, 1.0))
    }

    /// The set as it is stored.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        packed::encode(self)
    }

    /// Reads what [`Vectors::encode`] wrote.
    ///
    /// # Errors
    /// When it is of another form or not whole; then the vectors are made anew.
    pub fn decode(bytes: &[u8]) -> Result<Self, Damaged> {
        packed::decode(bytes)
    }
}

/// The words of a passage that become its vector: what it stands under, then its text.
#[must_use]
pub fn text_of(passage: &Passage) -> String {
    let mut text = passage.title.clone();
    for heading in &passage.headings {
        text.push_str(" / ");
        text.push_str(heading);
    }
    text.push('\n');
    text.push_str(&passage.text);
    clip(&text, LONGEST_TEXT).to_owned()
}

/// Cuts texts into portions of one request each, in order: at most `most` texts and [`MOST_TOKENS`] tokens, but never none.
#[must_use]
pub fn portions<T: AsRef<str>>(texts: &[T], most: usize) -> Vec<&[T]> {
    let (mut portions, mut rest) = (Vec::new(), texts);
    while !rest.is_empty() {
        let mut tokens = 0u32;
        let fits = |text: &&T| {
            tokens = tokens.saturating_add(estimate_tokens(text.as_ref()));
            tokens <= MOST_TOKENS
        };
        let count = rest.iter().take(most).take_while(fits).count().max(1);
        let (portion, left) = rest.split_at(count.min(rest.len()));
        portions.push(portion);
        rest = left;
    }
    portions
}

fn mark(passage: &Passage) -> Option<Mark> {
    let hex = passage.content_hash.as_bytes();
    let mut mark = Mark::default();
    for (at, byte) in mark.iter_mut().enumerate() {
        let digit = |at: usize| char::from(*hex.get(at)?).to_digit(16);
        let value = digit(at * 2)? * 16 + digit(at * 2 + 1)?;
        *byte = u8::try_from(value).ok()?;
    }
    Some(mark)
}

#[cfg(test)]
mod tests;
