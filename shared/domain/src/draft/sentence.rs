//! The sentences of a draft, each with what supports it.
//!
//! Invariant: the sentences joined are the text; a sentence without support says why.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::ids::{CannedResponseId, TicketId};
use crate::knowledge::passage::{PassageId, WrongPassageId};
use crate::knowledge::sentences::sentences;
use crate::status::words;

words! {
    /// Whether something supports a sentence.
    Support {
        /// A source says it.
        Supported = "supported",
        /// No source says it, or it says something else.
        Unsupported = "unsupported",
        /// Greeting, thanks, closing: it says nothing.
        Courtesy = "courtesy",
    }
}

/// What a sentence rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cited {
    /// The customer's own words.
    Ticket,
    /// A text that the organisation wrote for this: a template.
    Own,
    /// A canned response.
    Canned(CannedResponseId),
    /// What people wrote to other customers, this ticket's among them.
    Past(TicketId),
    /// A passage of the knowledge base.
    Passage(PassageId),
}

impl fmt::Display for Cited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cited::Ticket => f.write_str("ticket"),
            Cited::Own => f.write_str("own"),
            Cited::Canned(id) => id.fmt(f),
            Cited::Past(id) => id.fmt(f),
            Cited::Passage(id) => id.fmt(f),
        }
    }
}

impl FromStr for Cited {
    type Err = WrongPassageId;
    fn from_str(text: &str) -> Result<Self, WrongPassageId> {
        Ok(match text {
            "ticket" => Cited::Ticket,
            "own" => Cited::Own,
            id => match (id.parse(), id.parse()) {
                (Ok(canned), _) => Cited::Canned(canned),
                (_, Ok(ticket)) => Cited::Past(ticket),
                _ => Cited::Passage(id.parse()?),
            },
        })
    }
}

impl Serialize for Cited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cited {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its words.
    pub text: String,
    /// What it rests on.
    #[serde(default)]
    pub sources: Vec<Cited>,
    /// Whether that holds.
    pub support: Support,
    /// Why it does not, in words for agents.
    #[serde(default)]
    pub why: Vec<String>,
    /// Whether part of it is known from the customer alone, who may be wrong or lie.
    #[serde(default)]
    pub on_customers_word: bool,
    /// Whether it says no more than its source: nearly all its telling words stand there.
    #[serde(default)]
    pub close: bool,
    /// Line breaks before it: 0 goes on, 1 a new line, 2 a new paragraph.
    #[serde(default)]
    pub breaks: u8,
}

impl Sentence {
    /// A sentence that nothing has been looked up for yet.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            sources: Vec::new(),
            support: Support::Unsupported,
            why: Vec::new(),
            on_customers_word: false,
            close: false,
            breaks: 0,
        }
    }
}

/// Cuts a text into sentences that remember where lines and paragraphs begin.
#[must_use]
pub fn cut(text: &str) -> Vec<Sentence> {
    let mut found: Vec<Sentence> = Vec::new();
    let mut breaks = 0u8;
    for line in text.lines() {
        breaks = breaks.saturating_add(1).min(2);
        for part in sentences(line) {
            let mut sentence = Sentence::plain(part);
            sentence.breaks = if found.is_empty() { 0 } else { breaks };
            breaks = 0;
            found.push(sentence);
        }
    }
    found
}

/// The text of sentences.
#[must_use]
pub fn joined(sentences: &[Sentence]) -> String {
    let mut text = String::new();
    for sentence in sentences {
        if !text.is_empty() {
            text.push_str(match sentence.breaks {
                0 => " ",
                1 => "\n",
                _ => "\n\n",
            });
        }
        text.push_str(&sentence.text);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_survives_being_cut() {
        let text = "Hello Ann,\n\nyes. It works.\n1. One.\n2. Two.\n\nBest\nMira";
        let sentences = cut(text);
        assert_eq!(sentences.len(), 7);
        assert_eq!(joined(&sentences), text);
    }

    #[test]
    fn a_source_is_a_word_or_an_id() {
        let id = "art_00000000010101010101010101#3";
        let canned = "can_00000000010101010101010101";
        let past = "tkt_00000000010101010101010101";
        for text in ["ticket", "own", canned, past, id] {
            assert_eq!(text.parse::<Cited>().unwrap().to_string(), text);
        }
        assert!("somewhere".parse::<Cited>().is_err());
    }
}
