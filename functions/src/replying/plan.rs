//! What a reply or note will be, decided without touching anything.
//!
//! Invariant: a plan changes the ticket by exactly one version, however many audit lines it leaves.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lambdesk_domain::access::Principal;
use lambdesk_domain::address::Address;
use lambdesk_domain::delivery::Delivery;
use lambdesk_domain::directory::Directory;
use lambdesk_domain::ids::{AgentId, MessageId};
use lambdesk_domain::message::{
    Author, MatchedBy, Message, Pipeline, Provenance, PublicMessage, Visibility,
};
use lambdesk_domain::people::{Actor, Mailbox};
use lambdesk_domain::preview::preview;
use lambdesk_domain::recipients::{self, Recipients};
use lambdesk_domain::ticket::{Applied, Change, Edit, Ticket};

use super::{ReplyDraft, ReplyError, unplaced};

/// Most ids a message remembers of its thread.
const MAX_REFERENCES: usize = 100;

/// What a reply is decided from.
pub(super) struct Scene<'a> {
    /// The organisation's addresses and settings.
    pub(super) directory: &'a Directory,
    /// Who writes.
    pub(super) principal: &'a Principal,
    /// The ticket as it is.
    pub(super) ticket: &'a Ticket,
    /// Its messages, oldest first.
    pub(super) messages: &'a [Message],
}

/// What will be stored.
pub(super) struct Plan {
    /// The ticket, one version on.
    pub(super) ticket: Ticket,
    /// The new message.
    pub(super) message: Message,
    /// The changes, for the audit trail.
    pub(super) changes: Vec<Applied>,
}

/// An internal note.
#[derive(Debug, Clone)]
pub struct Note {
    /// The words.
    pub text: String,
    /// The mark of the request, see [`super::once`].
    pub once: Option<String>,
}

/// The message an answer goes to: the customer's last word, else the last public message.
#[must_use]
pub fn answered(messages: &[Message]) -> Option<PublicMessage<'_>> {
    let public = || messages.iter().rev().filter_map(PublicMessage::of);
    let by_customer =
        public().find(|m| m.get().author == Author::Customer && !m.get().is_automatic());
    by_customer
        .or_else(|| public().find(|m| m.get().author == Author::Customer))
        .or_else(|| public().next())
}

/// To whom an answer goes when the agent names nobody. A ticket without any public message is answered to its contact.
#[must_use]
pub fn recipients_of(
    ticket: &Ticket,
    messages: &[Message],
    directory: &Directory,
    all: bool,
) -> Recipients {
    let own = |email: &str| directory.is_own(email);
    let found = answered(messages)
        .map(|message| recipients::reply(message, &own, all))
        .unwrap_or_default();
    if found.to.is_empty() && found.cc.is_empty() {
        let contact = Address::new(ticket.contact_name.as_deref(), &ticket.contact_email);
        return Recipients {
            to: vec![contact],
            ..Recipients::default()
        };
    }
    found
}

/// Decides a reply.
pub(super) fn reply(
    scene: &Scene<'_>,
    draft: &ReplyDraft,
    id: &MessageId,
    now: Timestamp,
) -> Result<Plan, ReplyError> {
    let edit = draft.status.map(|status| {
        Change::Edit(Edit {
            status: Some(status),
            ..Edit::default()
        })
    });
    with(scene, draft, id, now, edit.as_ref())
}

/// Decides an answer that no person wrote and that settles the ticket.
pub(super) fn settling(
    scene: &Scene<'_>,
    draft: &ReplyDraft,
    id: &MessageId,
    now: Timestamp,
) -> Result<Plan, ReplyError> {
    with(scene, draft, id, now, Some(&Change::AiResolved))
}

/// Decides a reply and what else it changes about its ticket.
fn with(
    scene: &Scene<'_>,
    draft: &ReplyDraft,
    id: &MessageId,
    now: Timestamp,
    then: Option<&Change>,
) -> Result<Plan, ReplyError> {
    refuse_if_unfit(scene, draft)?;
    let mailbox = mailbox(scene).ok_or(ReplyError::NoMailbox)?;
    let recipients = chosen(scene, draft);
    recipients::check(&recipients, &|email| scene.directory.is_own(email))?;
    let message = outgoing(scene, draft, mailbox, recipients, id, now);
    let settings = &scene.directory.organisation.settings;
    let change = Change::AgentReplied {
        participants: message
            .to
            .iter()
            .chain(&message.cc)
            .map(|a| a.email.clone())
            .collect::<BTreeSet<_>>(),
        preview: preview(&draft.text),
        waits: settings.reply_waits_on_customer && then.is_none(),
    };
    let mut changes = vec![scene.ticket.apply(&change, now)?];
    if let Some(then) = then
        && let Some(first) = changes.first()
    {
        let second = first.ticket.apply(then, now)?;
        changes.push(second);
    }
    let ticket = one_version_on(scene.ticket, &changes);
    Ok(Plan {
        ticket,
        message,
        changes,
    })
}

/// Both changes are stored at once, so the version moves by one.
fn one_version_on(before: &Ticket, changes: &[Applied]) -> Ticket {
    let mut ticket = changes
        .last()
        .map_or_else(|| before.clone(), |applied| applied.ticket.clone());
    ticket.version = before.version.saturating_add(1);
    ticket
}

fn refuse_if_unfit(scene: &Scene<'_>, draft: &ReplyDraft) -> Result<(), ReplyError> {
    if draft.text.trim().is_empty() {
        return Err(ReplyError::Empty);
    }
    if scene.ticket.quarantine.is_some() {
        return Err(ReplyError::Held);
    }
    let Some(seen) = draft.seen.filter(|seen| *seen < scene.ticket.public_count) else {
        return Ok(());
    };
    let public = scene
        .messages
        .iter()
        .filter_map(PublicMessage::of)
        .map(|m| m.get().id.clone());
    let newer: Vec<MessageId> = public
        .skip(usize::try_from(seen).unwrap_or(usize::MAX))
        .collect();
    Err(ReplyError::Newer(newer))
}

fn mailbox<'a>(scene: &Scene<'a>) -> Option<&'a Mailbox> {
    let own = scene
        .ticket
        .mailbox
        .as_ref()
        .and_then(|id| scene.directory.mailbox(id));
    own.or_else(|| scene.directory.mailboxes.first())
}

fn chosen(scene: &Scene<'_>, draft: &ReplyDraft) -> Recipients {
    let mut recipients = match &draft.recipients {
        Some(named) => named.clone(),
        None => recipients_of(scene.ticket, scene.messages, scene.directory, draft.all),
    };
    recipients.bcc.extend(draft.bcc.iter().cloned());
    recipients
}

fn outgoing(
    scene: &Scene<'_>,
    draft: &ReplyDraft,
    mailbox: &Mailbox,
    recipients: Recipients,
    id: &MessageId,
    now: Timestamp,
) -> Message {
    let answered = answered(scene.messages).map(PublicMessage::get);
    let settings = &scene.directory.organisation.settings;
    let send_at = draft.send_at.unwrap_or(now).max(now);
    Message {
        from: Some(Address::new(Some(&mailbox.name), &mailbox.address)),
        to: recipients.to,
        cc: recipients.cc,
        bcc: recipients.bcc,
        subject: reply_subject(&scene.ticket.subject),
        references: answered.map(thread_of).unwrap_or_default(),
        delivery: Some(Delivery::queued(now, send_at)),
        quote_history: draft.quote_history.unwrap_or(settings.quote_history),
        ..blank(scene.principal, scene.ticket, Visibility::Public, id, now)
    }
}

/// Decides a note.
pub(super) fn note(
    principal: &Principal,
    ticket: &Ticket,
    note: &Note,
    id: &MessageId,
    now: Timestamp,
) -> Result<Plan, ReplyError> {
    if note.text.trim().is_empty() {
        return Err(ReplyError::Empty);
    }
    let applied = ticket.apply(&Change::NoteWritten, now)?;
    let message = blank(principal, ticket, Visibility::Note, id, now);
    Ok(Plan {
        ticket: applied.ticket.clone(),
        message,
        changes: vec![applied],
    })
}

fn blank(
    principal: &Principal,
    ticket: &Ticket,
    visibility: Visibility,
    id: &MessageId,
    now: Timestamp,
) -> Message {
    Message {
        id: id.clone(),
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        author: Author::Agent,
        visibility,
        agent: agent(principal),
        contact: None,
        from: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: ticket.subject.clone(),
        rfc_id: None,
        references: Vec::new(),
        text: unplaced(),
        html: None,
        attachments: Vec::new(),
        provenance: Provenance::default(),
        matched_by: MatchedBy::Api,
        created_at: now,
        delivery: None,
        quote_history: false,
        pipeline: Pipeline::Done,
        version: 1,
    }
}

fn agent(principal: &Principal) -> Option<AgentId> {
    match &principal.actor {
        Actor::Agent(id) => Some(id.clone()),
        Actor::Customer(_) | Actor::Machine(_) | Actor::System(_) => None,
    }
}

/// The ids an answer names: those of the message's thread, then its own.
fn thread_of(message: &Message) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for id in message.references.iter().chain(message.rfc_id.as_ref()) {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    let surplus = ids.len().saturating_sub(MAX_REFERENCES);
    ids.drain(..surplus);
    ids
}

fn reply_subject(subject: &str) -> String {
    let answered = subject
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("re:"));
    if answered {
        subject.to_owned()
    } else {
        format!("Re: {subject}")
    }
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
