//! What becomes of a mail once its place is known: ticket, messages, files.
//!
//! Invariant: the same mail always gives the same ids and the same object keys, so a second try overwrites
//! its own half-done work and nothing else.

mod messages;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::address::{Address, normalise};
use crate::ids::{ContactId, EventId, MessageId, OrganisationId, TicketId};
use crate::mail::{Evidence, Mail};
use crate::message::{Author, MatchedBy, Message};
use crate::people::{Actor, Contact, Mailbox, Organisation};
use crate::preview::preview;
use crate::status::{Priority, Status};
use crate::ticket::{Applied, Change, Event, MAX_PARTICIPANTS, Refusal, Source, Ticket};
use crate::trust;
use messages::{messages, shown_text, subject_of};

pub use messages::{INLINE_HTML, INLINE_TEXT};

/// Stands for a sender that could not be read. `.invalid` never receives mail (RFC 2606).
pub const UNKNOWN_SENDER: &str = "unknown-sender@mail.invalid";

/// A mail and what is known about its way here.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Whose it is.
    pub organisation: &'a Organisation,
    /// The mailbox it was sent to, when that is known.
    pub mailbox: Option<&'a Mailbox>,
    /// The mail.
    pub mail: &'a Mail,
    /// Where its bytes are.
    pub raw_key: &'a str,
    /// Hash of its content without trace headers, hex.
    pub content_hash: &'a str,
    /// When it arrived.
    pub received: Timestamp,
    /// By mail or by import.
    pub source: Source,
}

/// Ids of everything one mail creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The message.
    pub message: MessageId,
    /// The note of a colleague who forwarded it.
    pub note: MessageId,
    /// The ticket, if it opens one.
    pub ticket: TicketId,
    /// The contact, if it brings one.
    pub contact: ContactId,
    /// Its line in the audit trail.
    pub event: EventId,
}

/// An object to store before the records that point at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob<'a> {
    /// Its key.
    pub key: String,
    /// Its bytes.
    pub bytes: std::borrow::Cow<'a, [u8]>,
    /// Its media type.
    pub media_type: String,
}

/// Everything one mail leaves behind, ready to be committed.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed<'a> {
    /// The ticket as it will be.
    pub ticket: Ticket,
    /// The messages: the mail, and a forwarding colleague's note.
    pub messages: Vec<Message>,
    /// The audit line.
    pub event: Event,
    /// Objects to store first.
    pub blobs: Vec<Blob<'a>>,
}

/// Who the ticket is with, and who wrote this mail.
#[derive(Debug, Clone, PartialEq)]
pub struct Parties {
    /// The customer.
    pub customer: Address,
    /// The writer of this mail.
    pub writer: Address,
    /// Customer, or agent when a colleague wrote from Outlook.
    pub author: Author,
    /// Lower-case addresses of all outsiders named on the mail, and of the writer.
    pub participants: BTreeSet<String>,
}

/// Derives the ids of a mail from what identifies it.
#[must_use]
pub fn identify(
    organisation: &OrganisationId,
    mail_key: &str,
    content_hash: &str,
    received: Timestamp,
) -> Identity {
    let ms = received.as_millisecond();
    let seed = |purpose: &str| -> [u8; 10] {
        let mut hash = Sha256::new();
        for part in [purpose, organisation.as_str(), mail_key, content_hash] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part.as_bytes());
        }
        let digest: [u8; 32] = hash.finalize().into();
        let mut ten = [0; 10];
        for (to, from) in ten.iter_mut().zip(digest) {
            *to = from;
        }
        ten
    };
    Identity {
        message: MessageId::new(ms, seed("message")),
        // A millisecond earlier: the colleague's words stand above what they forwarded.
        note: MessageId::new(ms.saturating_sub(1), seed("note")),
        ticket: TicketId::new(ms, seed("ticket")),
        contact: ContactId::new(ms, seed("contact")),
        event: EventId::new(ms, seed("event")),
    }
}

/// Decides who is who on a mail.
#[must_use]
pub fn parties(mail: &Mail, own: &dyn Fn(&str) -> bool) -> Parties {
    let unknown = || Address::new(Some("Unknown sender"), UNKNOWN_SENDER);
    let from = mail
        .from
        .clone()
        .or_else(|| mail.sender.clone())
        .unwrap_or_else(unknown);
    let outsider = mail
        .to
        .iter()
        .chain(&mail.cc)
        .find(|a| !own(&a.email))
        .cloned();
    let about = mail
        .customer
        .as_ref()
        .filter(|sender| sender.evidence != Evidence::ColleagueRecipient);
    let by_colleague = mail.colleague && about.is_none();
    let customer = match &mail.customer {
        Some(sender) => sender.address.clone(),
        None if by_colleague => outsider.unwrap_or_else(|| from.clone()),
        None => from.clone(),
    };
    let (author, writer) = if by_colleague {
        (Author::Agent, from)
    } else {
        (Author::Customer, customer.clone())
    };
    let mut participants: BTreeSet<String> = [&customer.email, &writer.email]
        .into_iter()
        .cloned()
        .collect();
    for address in mail.to.iter().chain(&mail.cc).filter(|a| !own(&a.email)) {
        if participants.len() < MAX_PARTICIPANTS {
            participants.insert(normalise(&address.email));
        }
    }
    Parties {
        customer,
        writer,
        author,
        participants,
    }
}

/// Why a new ticket is held back, if it is: the receiving server's spam and virus verdicts.
#[must_use]
pub fn quarantine_reason(mail: &Mail) -> Option<String> {
    let failed = |verdict: &Option<String>| {
        verdict
            .as_deref()
            .is_some_and(|v| v.eq_ignore_ascii_case("FAIL"))
    };
    if failed(&mail.verdicts.virus) {
        return Some("the receiving server found a virus".to_owned());
    }
    failed(&mail.verdicts.spam).then(|| "the receiving server takes it for spam".to_owned())
}

/// Files a mail as the first of a new ticket.
#[must_use]
pub fn open_ticket<'a>(
    arrival: &Arrival<'a>,
    parties: &Parties,
    identity: &Identity,
    contact: &Contact,
    number: u64,
    follows: Option<(TicketId, MatchedBy)>,
) -> Filed<'a> {
    let mail = arrival.mail;
    let (rule, follows) =
        follows.map_or((MatchedBy::NewTicket, None), |(id, rule)| (rule, Some(id)));
    let (messages, blobs) = messages(arrival, parties, identity, &identity.ticket, contact, rule);
    let now = arrival.received;
    let by_customer = parties.author == Author::Customer;
    let automatic = mail.automatic.is_some();
    // A note of who passed it on stands before the mail.
    let mail_itself = messages.last().filter(|_| by_customer);
    let ticket = Ticket {
        id: identity.ticket.clone(),
        organisation: arrival.organisation.id.clone(),
        number,
        subject: subject_of(mail),
        status: if by_customer {
            Status::Open
        } else {
            Status::WaitingOnCustomer
        },
        priority: Priority::Medium,
        priority_score: None,
        category: None,
        sentiment: None,
        language: None,
        next_action: None,
        suggested_reply: None,
        confidence: None,
        contact: contact.id.clone(),
        contact_email: contact.email.clone(),
        contact_name: parties
            .customer
            .name
            .clone()
            .or_else(|| contact.name.clone()),
        customer_tier: contact.tier.clone(),
        mailbox: arrival.mailbox.map(|m| m.id.clone()),
        mailbox_address: arrival.mailbox.map(|m| m.address.clone()),
        team: arrival.mailbox.and_then(|m| m.team.clone()),
        assignee: None,
        tags: BTreeSet::new(),
        source: arrival.source,
        preview: preview(shown_text(mail)),
        participants: parties.participants.clone(),
        message_count: u32::try_from(messages.len()).unwrap_or(u32::MAX),
        public_count: 1,
        follows: follows.clone(),
        automatic,
        sender_trust: mail_itself.map(|message| trust::of(&message.provenance)),
        quarantine: quarantine_reason(mail),
        ai_resolved: false,
        created_at: now,
        updated_at: now,
        customer_wrote_at: (by_customer && !automatic).then_some(now),
        agent_wrote_at: (!by_customer).then_some(now),
        first_response_at: None,
        resolved_at: None,
        closed_at: None,
        version: 1,
    };
    let event = Event {
        id: identity.event.clone(),
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        kind: "ticket.created".to_owned(),
        actor: actor(parties, contact),
        before: BTreeMap::new(),
        after: created_facts(&ticket, rule),
        at: now,
    };
    Filed {
        ticket,
        messages,
        event,
        blobs,
    }
}

/// Files a mail into a ticket that exists.
///
/// # Errors
/// Passes on what the ticket refuses; with today's rules a mail is never refused.
pub fn join_ticket<'a>(
    arrival: &Arrival<'a>,
    parties: &Parties,
    identity: &Identity,
    contact: &Contact,
    ticket: &Ticket,
    rule: MatchedBy,
) -> Result<Filed<'a>, Refusal> {
    let mail = arrival.mail;
    let (messages, blobs) = messages(arrival, parties, identity, &ticket.id, contact, rule);
    // Automatic mail may join by an id alone; were its sender counted in, a leaked id and a forged header
    // would open the conversation to strangers.
    let participants = if mail.automatic.is_some() {
        BTreeSet::new()
    } else {
        parties.participants.clone()
    };
    let text = preview(shown_text(mail));
    let change = match parties.author {
        Author::Agent => Change::AgentReplied {
            participants,
            preview: text,
            waits: arrival.organisation.settings.reply_waits_on_customer,
        },
        Author::Customer | Author::Ai | Author::System => Change::CustomerWrote {
            participants,
            preview: text,
            automatic: mail.automatic.is_some(),
        },
    };
    let mut applied: Applied = ticket.apply(&change, arrival.received)?;
    let extra = u32::try_from(messages.len().saturating_sub(1)).unwrap_or(0);
    applied.ticket.message_count = applied.ticket.message_count.saturating_add(extra);
    let event = Event {
        id: identity.event.clone(),
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        kind: applied.kind.to_owned(),
        actor: actor(parties, contact),
        before: applied.before,
        after: applied.after,
        at: arrival.received,
    };
    Ok(Filed {
        ticket: applied.ticket,
        messages,
        event,
        blobs,
    })
}

fn created_facts(ticket: &Ticket, rule: MatchedBy) -> BTreeMap<String, serde_json::Value> {
    let mut facts = BTreeMap::from([
        ("status".to_owned(), serde_json::json!(ticket.status)),
        ("matched_by".to_owned(), serde_json::json!(rule)),
    ]);
    if let Some(of) = &ticket.follows {
        facts.insert("follows".to_owned(), serde_json::json!(of));
    }
    if let Some(reason) = &ticket.quarantine {
        facts.insert("quarantine".to_owned(), serde_json::json!(reason));
    }
    facts
}

fn actor(parties: &Parties, contact: &Contact) -> Actor {
    match parties.author {
        Author::Customer => Actor::Customer(contact.id.clone()),
        Author::Agent | Author::Ai | Author::System => Actor::System("outlook".to_owned()),
    }
}
