//! Who the customer of a mail is, when an agent knows better than the mail's header.
//!
//! Invariant: the mail that opened a ticket decides whose ticket it is; any other mail decides only who wrote it. An
//! address that was read wrongly loses its way into the conversation, unless another mail names it too.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::address::Address;
use crate::ids::MessageId;
use crate::message::{Author, Message, Pipeline, Visibility};
use crate::people::Contact;
use crate::ticket::{Applied, Change, Correction, MAX_PARTICIPANTS, Refusal, Ticket, Written};
use crate::trust;

/// What a correction changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// The ticket, and the change for the audit trail.
    pub applied: Applied,
    /// The message, one version on.
    pub message: Message,
    /// Whether the ticket has another customer now.
    pub moved: bool,
}

/// Why a correction is not possible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorrectionRefusal {
    /// The conversation holds no such message.
    #[error("there is no such message in the conversation")]
    Missing,
    /// A note, or something that went out from here.
    #[error("only mail that came in has a sender to correct")]
    NotIncoming,
    /// The ticket does not allow it.
    #[error(transparent)]
    Ticket(#[from] Refusal),
}

/// Decides what it means that `sender`, who is `contact`, wrote a message. `conversation` is every message of the ticket,
/// oldest first. `None` when that is known already.
///
/// # Errors
/// See [`CorrectionRefusal`].
pub fn correct(
    ticket: &Ticket,
    conversation: &[Message],
    id: &MessageId,
    sender: &Address,
    contact: &Contact,
    now: Timestamp,
) -> Result<Option<Corrected>, CorrectionRefusal> {
    let found = conversation.iter().find(|message| message.id == *id);
    let message = found.ok_or(CorrectionRefusal::Missing)?;
    if !came_in(message) {
        return Err(CorrectionRefusal::NotIncoming);
    }
    let changed = corrected(message, ticket, sender, contact);
    let opens = is_whole(ticket, conversation)
        && conversation
            .iter()
            .find(|one| one.visibility == Visibility::Public)
            .is_some_and(|first| first.id == *id);
    let name = sender.name.clone().or_else(|| contact.name.clone());
    let known = ticket.contact == contact.id && ticket.contact_name == name;
    if same_sender(message, &changed) && (known || !opens) {
        return Ok(None);
    }
    let after: Vec<&Message> = conversation
        .iter()
        .map(|one| if one.id == *id { &changed } else { one })
        .collect();
    let correction = Correction {
        customer: opens.then(|| (contact.clone(), name)),
        trust: trust::of(&changed.provenance),
        participants: participants(ticket, message, &after, is_whole(ticket, conversation)),
        written: (message.author != changed.author).then(|| written(ticket, &after)),
    };
    let applied = ticket.apply(&Change::SenderCorrected(Box::new(correction)), now)?;
    Ok(Some(Corrected {
        moved: applied.ticket.contact != ticket.contact,
        applied,
        message: changed,
    }))
}

fn came_in(message: &Message) -> bool {
    let spoken = matches!(message.author, Author::Customer | Author::Agent);
    // What an agent wrote here has a delivery; what a colleague wrote in Outlook came by mail like any other.
    message.visibility == Visibility::Public && message.delivery.is_none() && spoken
}

/// Of a very long conversation only the newest messages are known.
fn is_whole(ticket: &Ticket, conversation: &[Message]) -> bool {
    u32::try_from(conversation.len()).is_ok_and(|known| known >= ticket.message_count)
}

fn corrected(message: &Message, ticket: &Ticket, sender: &Address, contact: &Contact) -> Message {
    let mut next = message.clone();
    let name = sender.name.as_deref().or(contact.name.as_deref());
    next.from = Some(Address::new(name, &contact.email));
    next.contact = Some(contact.id.clone());
    next.author = Author::Customer;
    next.agent = None;
    next.provenance.sender_evidence = Some("agent".to_owned());
    next.provenance.sender_confidence = Some(1.0);
    // No stage has worked on what counted as our own words.
    let unread = message.author == Author::Agent && !message.is_automatic();
    if unread && ticket.quarantine.is_none() {
        next.pipeline = Pipeline::Enrich;
    }
    next.version = message.version.saturating_add(1);
    next
}

fn same_sender(before: &Message, after: &Message) -> bool {
    (&before.from, &before.contact, before.author) == (&after.from, &after.contact, after.author)
}

fn participants(
    ticket: &Ticket,
    before: &Message,
    after: &[&Message],
    whole: bool,
) -> BTreeSet<String> {
    let mut all = ticket.participants.clone();
    let named = |email: &str| {
        let mut addresses = after
            .iter()
            .flat_map(|one| one.from.iter().chain(&one.to).chain(&one.cc));
        addresses.any(|address| address.email == email)
    };
    if let Some(wrong) = before
        .from
        .as_ref()
        .filter(|from| whole && !named(&from.email))
    {
        all.remove(&wrong.email);
    }
    let sender = after.iter().find(|one| one.id == before.id);
    if let Some(right) = sender.and_then(|one| one.from.as_ref())
        && all.len() < MAX_PARTICIPANTS
    {
        all.insert(right.email.clone());
    }
    all
}

fn written(ticket: &Ticket, after: &[&Message]) -> Written {
    let times = |customer: bool| {
        let spoken = after.iter().filter(move |one| {
            let automatic = customer && one.is_automatic();
            one.visibility == Visibility::Public
                && !automatic
                && (one.author == Author::Customer) == customer
        });
        spoken.map(|one| one.created_at)
    };
    let agent = times(false).max();
    let first = ticket.first_response_at.and(times(false).min());
    Written {
        customer: times(true).max(),
        agent,
        first_response: first,
    }
}

#[cfg(test)]
#[path = "correction_tests.rs"]
mod tests;
