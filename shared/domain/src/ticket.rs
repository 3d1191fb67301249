//! Tickets and the only way they change.
//!
//! Invariant: every change goes through [`Ticket::apply`], moves the version by one and leaves one event.

mod apply;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::{AgentId, ContactId, EventId, MailboxId, OrganisationId, TeamId, TicketId};
use crate::people::{Actor, Contact};
use crate::status::{Priority, Sentiment, Status, words};
use crate::trust::Trust;

/// Most tags on one ticket; a status change must fit one transaction.
pub const MAX_TAGS: usize = 20;
/// Most addresses remembered as having taken part.
pub const MAX_PARTICIPANTS: usize = 100;

words! {
    /// How a ticket came in.
    Source {
        /// By mail.
        Email = "email",
        /// By the API.
        Api = "api",
        /// By an import.
        Import = "import",
    }
}

/// One request of a customer and all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The number people use.
    pub number: u64,
    /// Subject.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How soon it wants an answer.
    pub priority: Priority,
    /// 0 to 100, behind the priority.
    #[serde(default)]
    pub priority_score: Option<u8>,
    /// Key of its category.
    #[serde(default)]
    pub category: Option<String>,
    /// Tone.
    #[serde(default)]
    pub sentiment: Option<Sentiment>,
    /// BCP 47 language of the customer.
    #[serde(default)]
    pub language: Option<String>,
    /// What to do next, in words.
    #[serde(default)]
    pub next_action: Option<String>,
    /// A reply to start from.
    #[serde(default)]
    pub suggested_reply: Option<String>,
    /// How sure triage is, 0 to 1.
    #[serde(default)]
    pub confidence: Option<f32>,
    /// The customer.
    pub contact: ContactId,
    /// Their address when the ticket opened.
    pub contact_email: String,
    /// Their name when the ticket opened.
    #[serde(default)]
    pub contact_name: Option<String>,
    /// Their tier, when known.
    #[serde(default)]
    pub customer_tier: Option<String>,
    /// The mailbox it came to; replies come from it.
    #[serde(default)]
    pub mailbox: Option<MailboxId>,
    /// Its address.
    #[serde(default)]
    pub mailbox_address: Option<String>,
    /// Responsible team.
    #[serde(default)]
    pub team: Option<TeamId>,
    /// Responsible agent.
    #[serde(default)]
    pub assignee: Option<AgentId>,
    /// Tags.
    #[serde(default)]
    pub tags: BTreeSet<String>,
    /// How it came in.
    pub source: Source,
    /// Beginning of the last public message.
    #[serde(default)]
    pub preview: String,
    /// Lower-case addresses of everybody who took part.
    #[serde(default)]
    pub participants: BTreeSet<String>,
    /// Number of messages, notes included.
    #[serde(default)]
    pub message_count: u32,
    /// Number of public messages; a composer opened at an older count is out of date.
    #[serde(default)]
    pub public_count: u32,
    /// The ticket it follows up or was split from.
    #[serde(default)]
    pub follows: Option<TicketId>,
    /// Whether it began with automatic mail.
    #[serde(default)]
    pub automatic: bool,
    /// How far the sender of the mail that opened it is known to be who they say; `None` when no customer's mail did.
    #[serde(default)]
    pub sender_trust: Option<Trust>,
    /// Why it is held back from the queues, when it is.
    #[serde(default)]
    pub quarantine: Option<String>,
    /// Whether an answer that no person wrote resolved it; over when it is taken up again.
    #[serde(default)]
    pub ai_resolved: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When anything last changed.
    pub updated_at: Timestamp,
    /// Last public message of the customer.
    #[serde(default)]
    pub customer_wrote_at: Option<Timestamp>,
    /// Last public message of an agent.
    #[serde(default)]
    pub agent_wrote_at: Option<Timestamp>,
    /// First public message of an agent.
    #[serde(default)]
    pub first_response_at: Option<Timestamp>,
    /// When it was resolved.
    #[serde(default)]
    pub resolved_at: Option<Timestamp>,
    /// When it was closed.
    #[serde(default)]
    pub closed_at: Option<Timestamp>,
    /// Counts changes, for optimistic locking.
    pub version: u64,
}

/// A change somebody wants to make.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Several fields at once, as in a PATCH.
    Edit(Edit),
    /// Put a resolved ticket away.
    Close,
    /// Take a resolved or closed ticket up again.
    Reopen,
    /// The customer, or somebody with them, wrote.
    CustomerWrote {
        /// Who took part by this mail.
        participants: BTreeSet<String>,
        /// Beginning of the text.
        preview: String,
        /// Automatic mail never reopens.
        automatic: bool,
    },
    /// An agent wrote to the customer.
    AgentReplied {
        /// Who took part by this mail.
        participants: BTreeSet<String>,
        /// Beginning of the text.
        preview: String,
        /// Whether to wait on the customer now.
        waits: bool,
    },
    /// An answer that no person wrote settles it.
    AiResolved,
    /// Somebody wrote a note.
    NoteWritten,
    /// Mail to the customer could not be delivered; `String` says why.
    DeliveryFailed(String),
    /// Hold it back from the queues.
    Quarantine(String),
    /// Let a held ticket into the queues.
    Release,
    /// What other systems know about the customer.
    Enriched {
        /// Their tier, when it is known.
        tier: Option<String>,
        /// Whether a note tells it.
        note: bool,
    },
    /// What triage found.
    Triaged(Box<Triaged>),
    /// An agent says who wrote one of its mails.
    SenderCorrected(Box<Correction>),
}

/// What the right sender of a mail means for its ticket; see [`crate::correction`].
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The customer from now on, with the name to show; `None` leaves the customer.
    pub customer: Option<(Contact, Option<String>)>,
    /// How far the sender of the corrected mail is known to be who they say.
    pub trust: Trust,
    /// Everybody who took part, the right sender among them.
    pub participants: BTreeSet<String>,
    /// Who wrote when, if the mail counted as a colleague's until now.
    pub written: Option<Written>,
}

/// Who wrote when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Last public message of the customer.
    pub customer: Option<Timestamp>,
    /// Last public message of an agent.
    pub agent: Option<Timestamp>,
    /// First public message of an agent after the customer's first.
    pub first_response: Option<Timestamp>,
}

/// Fields of a PATCH; `None` leaves a field alone, `Some(None)` clears it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edit {
    /// New status.
    pub status: Option<Status>,
    /// New priority.
    pub priority: Option<Priority>,
    /// New category.
    pub category: Option<Option<String>>,
    /// New subject.
    pub subject: Option<String>,
    /// New agent.
    pub assignee: Option<Option<AgentId>>,
    /// New team.
    pub team: Option<Option<TeamId>>,
    /// New set of tags.
    pub tags: Option<BTreeSet<String>>,
}

/// What triage found about a ticket.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Triaged {
    /// Key of the category.
    pub category: Option<String>,
    /// Priority.
    pub priority: Option<Priority>,
    /// 0 to 100.
    pub priority_score: Option<u8>,
    /// Tone.
    pub sentiment: Option<Sentiment>,
    /// BCP 47.
    pub language: Option<String>,
    /// Team.
    pub team: Option<TeamId>,
    /// What to do next.
    pub next_action: Option<String>,
    /// A reply to start from.
    pub suggested_reply: Option<String>,
    /// 0 to 1.
    pub confidence: Option<f32>,
    /// Who takes it.
    pub assignee: Option<AgentId>,
    /// Labels to add.
    pub tags: BTreeSet<String>,
}

/// One line of the audit trail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its ticket.
    pub ticket: TicketId,
    /// What happened, such as `ticket.edited`.
    pub kind: String,
    /// Who did it.
    pub actor: Actor,
    /// Changed fields before.
    pub before: BTreeMap<String, Value>,
    /// Changed fields after.
    pub after: BTreeMap<String, Value>,
    /// When.
    pub at: Timestamp,
}

/// A ticket after a change, and the change for the audit trail.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The ticket, one version on.
    pub ticket: Ticket,
    /// What happened, such as `ticket.edited`.
    pub kind: &'static str,
    /// Changed fields before.
    pub before: BTreeMap<String, Value>,
    /// Changed fields after.
    pub after: BTreeMap<String, Value>,
}

/// Why a change is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The status machine does not allow it.
    #[error(
        "a ticket that is {from} cannot become {to}; it can become: {}",
        list(allowed)
    )]
    Move {
        /// Status now.
        from: Status,
        /// Status wanted.
        to: Status,
        /// What is possible.
        allowed: &'static [Status],
    },
    /// Nothing to reopen.
    #[error("the ticket is {0} and not resolved or closed, so there is nothing to reopen")]
    NotFinished(Status),
    /// Too many tags.
    #[error("a ticket holds at most {MAX_TAGS} tags; remove some first")]
    TooManyTags,
    /// A tag or category that cannot be stored.
    #[error(
        "a tag or category has 1 to 60 letters, digits, blanks or - _ . : / and no line breaks"
    )]
    BadWord,
    /// A subject that cannot be stored.
    #[error("a subject has 1 to 500 characters and no line breaks")]
    BadSubject,
    /// It is not in quarantine.
    #[error("the ticket is not in quarantine")]
    NotHeld,
}

fn list(statuses: &[Status]) -> String {
    statuses
        .iter()
        .map(|s| s.word())
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
pub(crate) mod tests;
