//! Tickets and the only way they change.
//!
//! Invariant: every change goes through [`Ticket::apply`], moves the version by one and leaves one event.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::ids::{AgentId, ContactId, EventId, MailboxId, OrganisationId, TeamId, TicketId};
use crate::people::Actor;
use crate::status::{Priority, Sentiment, Status, words};

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
    /// Why it is held back from the queues, when it is.
    #[serde(default)]
    pub quarantine: Option<String>,
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
    /// Somebody wrote a note.
    NoteWritten,
    /// Mail to the customer could not be delivered; `String` says why.
    DeliveryFailed(String),
    /// Hold it back from the queues.
    Quarantine(String),
    /// Let a held ticket into the queues.
    Release,
    /// What triage found.
    Triaged(Box<Triaged>),
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

impl Ticket {
    /// Applies a change at a moment.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is possible instead.
    pub fn apply(&self, change: &Change, now: Timestamp) -> Result<Applied, Refusal> {
        let mut next = self.clone();
        let kind = next.change(change, now)?;
        next.updated_at = now.max(self.updated_at);
        next.version = self.version.saturating_add(1);
        let (before, after) = difference(self, &next);
        Ok(Applied {
            ticket: next,
            kind,
            before,
            after,
        })
    }

    fn change(&mut self, change: &Change, now: Timestamp) -> Result<&'static str, Refusal> {
        Ok(match change {
            Change::Edit(edit) => {
                self.edit(edit, now)?;
                "ticket.edited"
            }
            Change::Close => {
                self.go(Status::Closed, now)?;
                "ticket.closed"
            }
            Change::Reopen => {
                if self.status.is_active() {
                    return Err(Refusal::NotFinished(self.status));
                }
                self.go(Status::Open, now)?;
                "ticket.reopened"
            }
            Change::CustomerWrote {
                participants,
                preview,
                automatic,
            } => self.customer_wrote(participants, preview, *automatic, now)?,
            Change::AgentReplied {
                participants,
                preview,
                waits,
            } => {
                self.agent_replied(participants, preview, *waits, now)?;
                "message.sent"
            }
            Change::NoteWritten => {
                self.message_count = self.message_count.saturating_add(1);
                "note.written"
            }
            Change::DeliveryFailed(_) => self.delivery_failed(now)?,
            Change::Quarantine(reason) => {
                self.quarantine = Some(reason.clone());
                "ticket.quarantined"
            }
            Change::Release => {
                if self.quarantine.take().is_none() {
                    return Err(Refusal::NotHeld);
                }
                "ticket.released"
            }
            Change::Triaged(found) => {
                self.triaged(found);
                "ticket.triaged"
            }
        })
    }

    fn edit(&mut self, edit: &Edit, now: Timestamp) -> Result<(), Refusal> {
        if let Some(subject) = &edit.subject {
            self.subject = clean_subject(subject)?;
        }
        if let Some(category) = &edit.category {
            self.category = category.as_deref().map(clean_word).transpose()?;
        }
        if let Some(tags) = &edit.tags {
            if tags.len() > MAX_TAGS {
                return Err(Refusal::TooManyTags);
            }
            self.tags = tags
                .iter()
                .map(|t| clean_word(t))
                .collect::<Result<_, _>>()?;
        }
        if let Some(priority) = edit.priority {
            self.priority = priority;
        }
        if let Some(team) = &edit.team {
            self.team.clone_from(team);
        }
        if let Some(assignee) = &edit.assignee {
            self.assignee.clone_from(assignee);
        }
        match edit.status {
            Some(status) if status != self.status => self.go(status, now),
            _ => Ok(()),
        }
    }

    fn go(&mut self, to: Status, now: Timestamp) -> Result<(), Refusal> {
        let allowed = self.status.allowed_moves();
        if !allowed.contains(&to) {
            return Err(Refusal::Move {
                from: self.status,
                to,
                allowed,
            });
        }
        match to {
            Status::Resolved => self.resolved_at = Some(now),
            Status::Closed => self.closed_at = Some(now),
            Status::Open | Status::Pending | Status::InProgress | Status::WaitingOnCustomer => {
                self.resolved_at = None;
                self.closed_at = None;
            }
        }
        self.status = to;
        Ok(())
    }

    fn customer_wrote(
        &mut self,
        participants: &BTreeSet<String>,
        preview: &str,
        automatic: bool,
        now: Timestamp,
    ) -> Result<&'static str, Refusal> {
        self.spoke(participants, preview);
        if automatic {
            return Ok("message.received");
        }
        self.customer_wrote_at = Some(now);
        Ok(match self.status {
            Status::WaitingOnCustomer => {
                self.go(Status::Open, now)?;
                "message.received"
            }
            Status::Resolved | Status::Closed => {
                self.go(Status::Open, now)?;
                "ticket.reopened"
            }
            Status::Open | Status::Pending | Status::InProgress => "message.received",
        })
    }

    fn agent_replied(
        &mut self,
        participants: &BTreeSet<String>,
        preview: &str,
        waits: bool,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.spoke(participants, preview);
        self.agent_wrote_at = Some(now);
        self.first_response_at.get_or_insert(now);
        if waits && matches!(self.status, Status::Open | Status::Pending) {
            self.go(Status::WaitingOnCustomer, now)?;
        }
        Ok(())
    }

    fn spoke(&mut self, participants: &BTreeSet<String>, preview: &str) {
        self.message_count = self.message_count.saturating_add(1);
        self.public_count = self.public_count.saturating_add(1);
        preview.clone_into(&mut self.preview);
        for address in participants {
            if self.participants.len() >= MAX_PARTICIPANTS {
                break;
            }
            self.participants.insert(address.clone());
        }
    }

    fn delivery_failed(&mut self, now: Timestamp) -> Result<&'static str, Refusal> {
        if self.status == Status::WaitingOnCustomer {
            self.go(Status::Open, now)?;
        }
        Ok("message.undelivered")
    }

    /// An agent's word stands: triage only fills what nobody has set.
    fn triaged(&mut self, found: &Triaged) {
        if self.category.is_none() {
            self.category.clone_from(&found.category);
        }
        if let Some(priority) = found.priority {
            self.priority = priority;
        }
        self.priority_score = found.priority_score.or(self.priority_score);
        self.sentiment = found.sentiment.or(self.sentiment);
        self.confidence = found.confidence.or(self.confidence);
        for (slot, value) in [
            (&mut self.language, &found.language),
            (&mut self.next_action, &found.next_action),
            (&mut self.suggested_reply, &found.suggested_reply),
        ] {
            if value.is_some() {
                slot.clone_from(value);
            }
        }
        if self.team.is_none() {
            self.team.clone_from(&found.team);
        }
    }
}

fn clean_word(word: &str) -> Result<String, Refusal> {
    let word = word.trim();
    let fits = !word.is_empty() && word.chars().count() <= 60;
    let clean = word
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ':' | '/'));
    if fits && clean {
        Ok(word.to_owned())
    } else {
        Err(Refusal::BadWord)
    }
}

fn clean_subject(subject: &str) -> Result<String, Refusal> {
    let subject = subject.trim();
    let fits = !subject.is_empty() && subject.chars().count() <= 500;
    if fits && !subject.chars().any(char::is_control) {
        Ok(subject.to_owned())
    } else {
        Err(Refusal::BadSubject)
    }
}

/// Fields that tell an agent nothing in the audit trail: they follow from the event itself.
const UNTRACKED: &[&str] = &[
    "version",
    "updated_at",
    "preview",
    "participants",
    "message_count",
    "public_count",
    "suggested_reply",
];

fn difference(old: &Ticket, new: &Ticket) -> (BTreeMap<String, Value>, BTreeMap<String, Value>) {
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    if let (Value::Object(old), Value::Object(new)) = (json!(old), json!(new)) {
        for (field, value) in new {
            let was = old.get(&field).cloned().unwrap_or(Value::Null);
            if was != value && !UNTRACKED.contains(&field.as_str()) {
                before.insert(field.clone(), was);
                after.insert(field, value);
            }
        }
    }
    (before, after)
}

#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tests;
