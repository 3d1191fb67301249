//! By what a search of the knowledge base ranked, and why not by more.
//!
//! Invariant: a search that went by words alone although embeddings are set up says why, in words for an agent.

use serde::{Deserialize, Serialize};

use super::vectors::Coverage;
use crate::model::fallback::Fallback;
use crate::status::words;

words! {
    /// What passages were ranked by.
    Ranking {
        /// The words they share with the question.
        Words = "words",
        /// Their words and how near their meaning is.
        WordsAndMeaning = "words-and-meaning",
    }
}

/// How a search ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// By what.
    pub by: Ranking,
    /// Why by words alone although embeddings are set up.
    #[serde(default)]
    pub note: Option<String>,
}

/// Why a search goes by words alone although embeddings are set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordsAlone {
    /// Vectors are missing; the last attempt to make them ended with this.
    Making {
        /// How many there are.
        coverage: Coverage,
        /// Why there are not more, when an attempt failed.
        last: Option<Fallback>,
    },
    /// The stored vectors cannot be read.
    Unreadable,
    /// The question's vector is of another length than those of the passages.
    OtherDimension,
    /// The model could not be asked, or did not answer.
    Model(Fallback),
}

impl Ranked {
    /// By words, as is usual where no embeddings are set up.
    #[must_use]
    pub fn by_words() -> Self {
        Self {
            by: Ranking::Words,
            note: None,
        }
    }

    /// By words and meaning.
    #[must_use]
    pub fn by_both() -> Self {
        Self {
            by: Ranking::WordsAndMeaning,
            note: None,
        }
    }

    /// By words alone, and why.
    #[must_use]
    pub fn by_words_because(why: WordsAlone) -> Self {
        Self {
            by: Ranking::Words,
            note: Some(why.to_string()),
        }
    }
}

impl std::fmt::Display for WordsAlone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Making { coverage, last } => {
                let Coverage { have, of } = coverage;
                write!(f, "{have} of {of} passages have a vector so far")?;
                match last {
                    Some(reason) => write!(f, ": {}; ranked by words.", about(*reason)),
                    None => f.write_str("; they are being made. Ranked by words."),
                }
            }
            Self::Unreadable => {
                f.write_str("The stored vectors cannot be read and are made anew; ranked by words.")
            }
            Self::OtherDimension => f.write_str(
                "The model gave a vector of another length than before; set dimensions. Ranked by words.",
            ),
            Self::Model(reason) => {
                let text = about(*reason);
                let mut letters = text.chars();
                let first = letters.next().into_iter().flat_map(char::to_uppercase);
                let text: String = first.chain(letters).collect();
                write!(f, "{text}; ranked by words.")
            }
        }
    }
}

/// A reason as part of a sentence, with what can be done about it.
#[must_use]
pub fn about(reason: Fallback) -> &'static str {
    match reason {
        Fallback::NotConfigured => "the model for embeddings is not set up completely",
        Fallback::NoKey => {
            "the embeddings' provider wants a key, and the secret `embeddings` is not set"
        }
        Fallback::KeyUnavailable => {
            "the key of the embeddings' provider could not be opened; if this stays, an admin sets it again"
        }
        Fallback::AddressRefused => "the address of the embeddings' server may not be called",
        Fallback::OverBudget => "the model budget of the day is spent",
        Fallback::BreakerOpen => {
            "the model for embeddings failed several times in a row and is not asked for a moment"
        }
        Fallback::TimedOut => "the model for embeddings did not answer in time",
        Fallback::Unreachable => "the server of the embeddings could not be reached",
        Fallback::Busy => "the model for embeddings is overloaded or out of order",
        Fallback::KeyRefused => "the embeddings' provider refused the key or the role",
        Fallback::OutOfCredit => "the account at the embeddings' provider is out of credit",
        Fallback::ModelNotFound => {
            "the provider does not know the model for embeddings; check its name and the address"
        }
        Fallback::TooLarge => "a text is longer than the model for embeddings takes",
        Fallback::RequestRefused => {
            "the embeddings' provider did not accept the request; check model and dimensions"
        }
        Fallback::Unreadable
        | Fallback::InvalidAnswerTwice
        | Fallback::Truncated
        | Fallback::Refused
        | Fallback::GuardrailStopped
        | Fallback::Suspicious => {
            "what the server of the embeddings sent is no set of vectors; check address, model and dimensions"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_sentence_that_says_what_was_done_instead() {
        let coverage = Coverage { have: 3, of: 40 };
        let mut all = vec![
            WordsAlone::Making {
                coverage,
                last: None,
            },
            WordsAlone::Unreadable,
            WordsAlone::OtherDimension,
        ];
        for reason in Fallback::ALL {
            all.push(WordsAlone::Model(*reason));
            all.push(WordsAlone::Making {
                coverage,
                last: Some(*reason),
            });
        }
        for why in all {
            let text = why.to_string();
            assert!(text.to_lowercase().ends_with("ranked by words."), "{text}");
            assert!(text.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
        }
        let spent = WordsAlone::Making {
            coverage,
            last: Some(Fallback::OverBudget),
        };
        assert_eq!(
            spent.to_string(),
            "3 of 40 passages have a vector so far: the model budget of the day is spent; ranked by words."
        );
    }
}
