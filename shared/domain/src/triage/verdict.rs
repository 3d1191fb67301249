//! The one answer both engines give.
//!
//! Invariant: every field has a value whatever the text was; `why` says where each came from.

use serde::{Deserialize, Serialize};

use crate::status::{Priority, Sentiment, words};

words! {
    /// Who judged.
    Engine {
        /// The hand-written rules.
        Rules = "rules",
        /// The layer learned from the organisation's own tickets.
        Learned = "learned",
        /// A language model.
        Model = "model",
    }
}

/// One reason of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// The name of the rule, such as `refund-request.refund`, or `model`.
    pub rule: String,
    /// What it added to the score it speaks of; may be negative.
    pub points: f32,
    /// The reason in words, for agents; quotes at most a few words of the mail.
    pub text: String,
}

/// What an engine thinks of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Key of a category of the taxonomy.
    pub category: String,
    /// How sure the category is, 0 to 1.
    pub confidence: f32,
    /// How soon it wants an answer.
    pub priority: Priority,
    /// 0 to 100, behind the priority.
    pub priority_score: u8,
    /// Tone.
    pub sentiment: Sentiment,
    /// BCP 47 language, `und` when there is nothing to tell.
    pub language: String,
    /// Key of the team that the taxonomy names for the category.
    pub team: String,
    /// What to do next, in words.
    pub next_action: String,
    /// The reasons, strongest first.
    pub why: Vec<Reason>,
    /// A reply to start from.
    #[serde(default)]
    pub suggested_reply: Option<String>,
}
