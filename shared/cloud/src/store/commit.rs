//! One change of the table: all of it or none.
//!
//! Invariant: at most 100 actions, one per item, each with the condition under which it is right; a refusal
//! names its parts.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use lambdesk_domain::ids::{OrganisationId, ParkedId, TicketId};
use lambdesk_domain::message::{Message, Pipeline};
use lambdesk_domain::people::Contact;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::threading::IdRecord;
use lambdesk_domain::ticket::{Event, Ticket};
use lambdesk_domain::triage::record::TriageRecord;
use serde::{Deserialize, Serialize};

use super::items::Item;
use super::keys::Key;
use super::transact::{Action, Condition, Refused};
use super::{ParkedState, Store, items, keys, outbox};
use crate::error::{Error, Kind, Result};

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
    /// The request with this mark wrote something already.
    Mark,
    /// A contact with this id exists.
    Contact,
    /// The address belongs to another contact.
    ContactEmail,
    /// The contact was changed meanwhile, or does not exist.
    ContactVersion,
    /// The event exists.
    Event,
    /// The draft exists.
    DraftExists,
    /// The draft was changed meanwhile, or does not exist.
    DraftVersion,
    /// The article exists.
    ArticleExists,
    /// The article was changed meanwhile, or does not exist.
    ArticleVersion,
    /// Another article was changed meanwhile.
    Shelf,
    /// The canned response exists.
    CannedExists,
    /// The canned response was changed meanwhile, or does not exist.
    CannedVersion,
    /// Another canned response was changed meanwhile.
    CannedStamp,
    /// The contact got an automatic answer meanwhile.
    AutomaticAnswer,
    /// An answer of a model about the message is kept already.
    ModelAnswer,
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
///
/// What cannot be turned into an item is remembered and reported by [`Store::commit`].
#[derive(Debug)]
pub struct Commit {
    organisation: OrganisationId,
    now: Timestamp,
    actions: Vec<(Part, Action)>,
    problem: Option<Error>,
}

impl Commit {
    /// A change within one organisation at a moment.
    #[must_use]
    pub fn new(organisation: &OrganisationId, now: Timestamp) -> Self {
        Self {
            organisation: organisation.clone(),
            now,
            actions: Vec::new(),
            problem: None,
        }
    }

    /// Adds a new ticket, its number and its place in the contact's list.
    pub fn create_ticket(&mut self, ticket: &Ticket) -> &mut Self {
        self.own(&ticket.organisation);
        let number = keys::number(&ticket.organisation, ticket.number);
        let pointer = TicketPointer {
            ticket: ticket.id.clone(),
        };
        self.put(
            Part::TicketExists,
            items::ticket(ticket),
            Some(Condition::absent()),
        )
        .put(
            Part::TicketNumber,
            items::item("number", &number, &pointer),
            Some(Condition::absent()),
        )
        .put(Part::Unconditional, items::contact_view(ticket), None)
    }

    /// Moves the ticket to the list of the contact it names now.
    pub fn move_to_contact(&mut self, ticket: &Ticket) -> &mut Self {
        self.own(&ticket.organisation);
        self.put(Part::Unconditional, items::contact_view(ticket), None)
    }

    /// Stores a changed ticket, if it is one version on from what is stored.
    pub fn update_ticket(&mut self, ticket: &Ticket) -> &mut Self {
        self.own(&ticket.organisation);
        self.put(
            Part::TicketVersion,
            items::ticket(ticket),
            Some(one_on(ticket.version)),
        )
    }

    /// Adds a new message.
    pub fn create_message(&mut self, message: &Message) -> &mut Self {
        self.own(&message.organisation);
        self.put(
            Part::MessageExists,
            items::message(message),
            Some(Condition::absent()),
        )
    }

    /// Stores a changed message, if it is one version on from what is stored.
    pub fn update_message(&mut self, message: &Message) -> &mut Self {
        self.own(&message.organisation);
        self.put(
            Part::MessageVersion,
            items::message(message),
            Some(one_on(message.version)),
        )
    }

    /// Moves a message that is at stage `from` to stage `to`; otherwise refused as [`Part::MessageVersion`].
    pub fn stage(&mut self, message: &MessageRef, from: Pipeline, to: Pipeline) -> &mut Self {
        self.own(&message.organisation);
        let key = keys::message(&message.organisation, &message.ticket, &message.message);
        self.actions
            .push((Part::MessageVersion, Action::Stage(key, from, to)));
        self
    }

    /// Keeps what triage found about a message; a later judgement of it takes its place.
    pub fn triage_record(&mut self, record: &TriageRecord) -> &mut Self {
        self.own(&record.organisation);
        let key = keys::triage(&record.organisation, &record.ticket, &record.message);
        self.put(
            Part::Unconditional,
            items::item("triage", &key, record),
            None,
        )
    }

    /// Adds a line to the audit trail.
    pub fn event(&mut self, event: &Event) -> &mut Self {
        self.own(&event.organisation);
        self.put(Part::Event, items::event(event), Some(Condition::absent()))
    }

    /// Adds a task, not to be worked on before `due`.
    ///
    /// The id is drawn from the task and the moment: the same task at the same moment is the same entry.
    pub fn outbox(&mut self, task: Task, due: Timestamp) -> &mut Self {
        let item = outbox::item(&self.organisation, &task, self.now, due);
        self.put(Part::Unconditional, item, None)
    }

    /// Adds the task of the stage that a message waits for, if it waits for one.
    pub fn next_stage(&mut self, message: &Message) -> &mut Self {
        match Task::of(message) {
            Some(task) => self.outbox(task, self.now),
            None => self,
        }
    }

    /// Records what is known about a `Message-ID`; its refusal is [`Part::MessageId`].
    pub fn index_id(&mut self, key: &str, record: &IdRecord, guard: IdGuard) -> &mut Self {
        let condition = match guard {
            IdGuard::Unseen => Ok(Condition::absent()),
            IdGuard::Replaces(old) => exactly(&old),
        };
        let item = self.id_item(key, record);
        match condition {
            Ok(condition) => self.put(Part::MessageId, item, Some(condition)),
            Err(error) => self.fail(error),
        }
    }

    /// Records that a mail with this `Message-ID` is awaited; its refusal is [`Part::AwaitedId`].
    pub fn await_id(&mut self, key: &str, record: &IdRecord) -> &mut Self {
        let item = self.id_item(key, record);
        self.put(Part::AwaitedId, item, Some(Condition::absent()))
    }

    /// Records the ticket of an Exchange conversation, whatever it was before.
    pub fn thread_root(&mut self, root: &str, ticket: &TicketId) -> &mut Self {
        let key = keys::thread(&self.organisation, root);
        let item = items::item(
            "thread",
            &key,
            &TicketPointer {
                ticket: ticket.clone(),
            },
        );
        self.put(Part::Unconditional, item, None)
    }

    /// Adds a new contact, if its address is free.
    pub fn create_contact(&mut self, contact: &Contact) -> &mut Self {
        self.own(&contact.organisation);
        self.put(
            Part::Contact,
            items::contact(contact),
            Some(Condition::absent()),
        )
        .put(
            Part::ContactEmail,
            items::contact_email(contact),
            Some(Condition::absent()),
        )
    }

    /// Stores a changed contact, if it is one version on from what is stored; its address never changes.
    pub fn update_contact(&mut self, contact: &Contact) -> &mut Self {
        self.own(&contact.organisation);
        let email = Some(AttributeValue::S(contact.email.clone()));
        let same = one_on(contact.version).and_equals("email", email);
        self.put(Part::ContactVersion, items::contact(contact), Some(same))
            .put(Part::Unconditional, items::contact_email(contact), None)
    }

    /// Settles parked work, if it is still open.
    pub fn settle_parked(&mut self, id: &ParkedId, state: ParkedState) -> &mut Self {
        let key = keys::parked(&self.organisation, id);
        let action = Action::Set(
            key,
            "state",
            state.word().to_owned(),
            ParkedState::still_open(),
        );
        self.actions.push((Part::Parked, action));
        self
    }

    /// Whether nothing was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty() && self.problem.is_none()
    }

    /// Number of actions so far; a change has at most 100.
    #[must_use]
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    fn id_item(&self, key: &str, record: &IdRecord) -> Result<Item> {
        items::item("message_id", &keys::rfc_id(&self.organisation, key), record)
    }

    pub(super) fn delete(
        &mut self,
        part: Part,
        key: Key,
        condition: impl Into<Option<Condition>>,
    ) -> &mut Self {
        self.actions
            .push((part, Action::Delete(key, condition.into())));
        self
    }

    /// Counts one up in an item of its own, which says what is counted.
    pub(super) fn count(
        &mut self,
        key: Key,
        what: (&'static str, String),
        now: Timestamp,
    ) -> &mut Self {
        let action = Action::Count(key, what, now);
        self.actions.push((Part::Unconditional, action));
        self
    }

    pub(super) fn put(
        &mut self,
        part: Part,
        item: Result<Item>,
        condition: Option<Condition>,
    ) -> &mut Self {
        match item {
            Ok(item) => {
                self.actions.push((part, Action::Put(item, condition)));
                self
            }
            Err(error) => self.fail(error),
        }
    }

    fn fail(&mut self, error: Error) -> &mut Self {
        self.problem.get_or_insert(error);
        self
    }

    /// The organisation it is made in.
    pub(super) fn organisation(&self) -> &OrganisationId {
        &self.organisation
    }

    /// A change reaches into one organisation only.
    pub(super) fn own(&mut self, organisation: &OrganisationId) {
        if *organisation != self.organisation {
            let text = "a change reaches into another organisation; this is a fault of the program";
            self.fail(Error::told(Kind::Invalid, "store a change", text));
        }
    }
}

/// A record that leads to a ticket.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TicketPointer {
    pub(super) ticket: TicketId,
}

/// What is stored is one version behind.
pub(super) fn one_on(version: u64) -> Condition {
    let before = version.saturating_sub(1).to_string();
    Condition::equals("version", Some(AttributeValue::N(before)))
}

/// What is stored is exactly this record.
fn exactly(record: &IdRecord) -> Result<Condition> {
    let item = items::item("message_id", &Key::new("", ""), record)?;
    let fields = ["kind", "ticket", "message", "content_hash"];
    Ok(fields
        .iter()
        .fold(Condition::default(), |condition, field| {
            condition.and_equals(field, item.get(*field).cloned())
        }))
}

impl Store {
    /// Makes a change: all of it or none. Conflicts with other changes in flight and throttling are retried.
    ///
    /// # Errors
    /// [`CommitError::Refused`] names the parts whose conditions did not hold.
    pub async fn commit(&self, commit: Commit) -> std::result::Result<(), CommitError> {
        if let Some(problem) = commit.problem {
            return Err(problem.into());
        }
        let (parts, actions): (Vec<_>, Vec<_>) = commit.actions.into_iter().unzip();
        match Box::pin(self.transact("store a change", actions)).await {
            Ok(()) => Ok(()),
            Err(Refused::Other(error)) => Err(error.into()),
            Err(Refused::At(positions)) => {
                let refused = positions
                    .into_iter()
                    .filter_map(|at| parts.get(at).copied());
                Err(CommitError::Refused(refused.collect()))
            }
        }
    }
}
