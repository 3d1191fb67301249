//! What triage found about one message, kept beside it.
//!
//! Invariant: both answers are kept, also the one that did not decide, with the reason why it did not.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::verdict::{Engine, Verdict};
use crate::draft::gates::Decision;
use crate::ids::{AgentId, DraftId, MessageId, OrganisationId, TicketId};

/// The judgement of one message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriageRecord {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The ticket.
    pub ticket: TicketId,
    /// The message that was judged.
    pub message: MessageId,
    /// What the rules think.
    pub rules: Verdict,
    /// What the layer learned from the organisation's own tickets makes of it, where there is one.
    #[serde(default)]
    pub learned: Option<Verdict>,
    /// What the model thinks, when one is configured and answered.
    #[serde(default)]
    pub model: Option<Verdict>,
    /// Whose answer the ticket got.
    pub decided_by: Engine,
    /// Why the model did not decide, when one is configured and did not.
    #[serde(default)]
    pub fallback: Option<String>,
    /// Signs that the mail talks to a machine rather than to people, each in words.
    #[serde(default)]
    pub suspicions: Vec<String>,
    /// Who should take it, when nobody was assigned.
    #[serde(default)]
    pub suggested_assignee: Option<AgentId>,
    /// Why it was assigned to somebody, or to nobody.
    #[serde(default)]
    pub assignment: String,
    /// The draft that was made for it.
    #[serde(default)]
    pub draft: Option<DraftId>,
    /// Why there is none, when there is none.
    #[serde(default)]
    pub no_draft: Option<String>,
    /// Whether the draft could go out without a person; absent where that is switched off or there is no draft.
    #[serde(default)]
    pub automatic: Option<Decision>,
    /// When it was judged.
    pub at: Timestamp,
}

impl TriageRecord {
    /// The answer that decided.
    #[must_use]
    pub fn decided(&self) -> &Verdict {
        match self.decided_by {
            Engine::Model => self.model.as_ref().unwrap_or(&self.rules),
            Engine::Learned => self.learned.as_ref().unwrap_or(&self.rules),
            Engine::Rules => &self.rules,
        }
    }

    /// Whether the two engines name different categories.
    #[must_use]
    pub fn disagrees(&self) -> bool {
        self.model
            .as_ref()
            .is_some_and(|model| model.category != self.rules.category)
    }
}
