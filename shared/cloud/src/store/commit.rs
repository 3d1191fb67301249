//! One change of the table: all of it or none.
//!
//! Invariant: at most 100 actions, one per item, each with the condition under which it is right; a refusal
//! names its parts.

use jiff::Timestamp;
use lambdesk_domain::ids::{OrganisationId, ParkedId, TicketId};
use lambdesk_domain::message::Message;
use lambdesk_domain::people::Contact;
use lambdesk_domain::task::Task;
use lambdesk_domain::threading::IdRecord;
use lambdesk_domain::ticket::{Event, Ticket};

use super::{ParkedState, Store};
use crate::error::Error;

/// A part of a change that can be refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A ticket with this id exists.
    TicketExists,
    /// A ticket with this number exists.
    TicketNumber,
    /// The ticket was changed meanwhile, or does not exist.
    TicketVersion,
    /// A message with this id exists.
    MessageExists,
    /// The message was changed meanwhile, or does not exist.
    MessageVersion,
    /// The mail's `Message-ID` is known already, or no longer as it was read.
    MessageId,
    /// An awaited `Message-ID` became known meanwhile.
    AwaitedId,
    /// A contact with this id exists.
    Contact,
    /// The address belongs to another contact.
    ContactEmail,
    /// The contact was changed meanwhile, or does not exist.
    ContactVersion,
    /// The event exists.
    Event,
    /// The parked work is settled already, or does not exist.
    Parked,
    /// Something that has no condition.
    Unconditional,
}

/// Why a change was not made.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Conditions did not hold; these parts, in the order in which they were added.
    #[error("the change was refused because of {0:?}; read again and decide again")]
    Refused(Vec<Part>),
    /// Anything else.
    #[error(transparent)]
    Other(#[from] Error),
}

impl CommitError {
    /// Whether this part was refused.
    #[must_use]
    pub fn refused(&self, part: Part) -> bool {
        matches!(self, CommitError::Refused(parts) if parts.contains(&part))
    }
}

/// Under which condition a `Message-ID` is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdGuard {
    /// Nothing is known about it.
    Unseen,
    /// Exactly this is known about it.
    Replaces(IdRecord),
}

/// A change being put together.
#[derive(Debug)]
pub struct Commit {
    organisation: OrganisationId,
    now: Timestamp,
}

impl Commit {
    /// A change within one organisation at a moment.
    #[must_use]
    pub fn new(organisation: &OrganisationId, now: Timestamp) -> Self {
        Self { organisation: organisation.clone(), now }
    }

    /// Adds a new ticket, its number and its place in the contact's list.
    pub fn create_ticket(&mut self, ticket: &Ticket) -> &mut Self {
        let _ = (&self.organisation, self.now, ticket);
        self
    }

    /// Stores a changed ticket, if it is one version on from what is stored.
    pub fn update_ticket(&mut self, ticket: &Ticket) -> &mut Self {
        let _ = ticket;
        self
    }

    /// Adds a new message.
    pub fn create_message(&mut self, message: &Message) -> &mut Self {
        let _ = message;
        self
    }

    /// Stores a changed message, if it is one version on from what is stored.
    pub fn update_message(&mut self, message: &Message) -> &mut Self {
        let _ = message;
        self
    }

    /// Adds a line to the audit trail.
    pub fn event(&mut self, event: &Event) -> &mut Self {
        let _ = event;
        self
    }

    /// Adds a task, not to be worked on before `due`.
    pub fn outbox(&mut self, task: Task, due: Timestamp) -> &mut Self {
        let _ = (task, due);
        self
    }

    /// Records what is known about a `Message-ID`; its refusal is [`Part::MessageId`].
    pub fn index_id(&mut self, key: &str, record: &IdRecord, guard: IdGuard) -> &mut Self {
        let _ = (key, record, guard);
        self
    }

    /// Records that a mail with this `Message-ID` is awaited; its refusal is [`Part::AwaitedId`].
    pub fn await_id(&mut self, key: &str, record: &IdRecord) -> &mut Self {
        let _ = (key, record);
        self
    }

    /// Records the ticket of an Exchange conversation, whatever it was before.
    pub fn thread_root(&mut self, root: &str, ticket: &TicketId) -> &mut Self {
        let _ = (root, ticket);
        self
    }

    /// Adds a new contact, if its address is free.
    pub fn create_contact(&mut self, contact: &Contact) -> &mut Self {
        let _ = contact;
        self
    }

    /// Stores a changed contact, if it is one version on from what is stored; its address never changes.
    pub fn update_contact(&mut self, contact: &Contact) -> &mut Self {
        let _ = contact;
        self
    }

    /// Settles parked work, if it is still open.
    pub fn settle_parked(&mut self, id: &ParkedId, state: ParkedState) -> &mut Self {
        let _ = (id, state);
        self
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        true
    }
}

impl Store {
    /// Makes a change: all of it or none. Conflicts with other changes in flight and throttling are retried.
    ///
    /// # Errors
    /// [`CommitError::Refused`] names the parts whose conditions did not hold.
    pub async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        let _ = commit;
        Ok(self.unbuilt()?)
    }
}
