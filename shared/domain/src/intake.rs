//! What becomes of a mail once its place is known: ticket, messages, files.
//!
//! Invariant: the same mail always gives the same ids and the same object keys, so a second try overwrites
//! its own half-done work and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::address::{Address, normalise};
use crate::ids::{ContactId, EventId, MessageId, OrganisationId, TicketId};
use crate::mail::{Attachment, Evidence, Forwarded, Mail, html};
use crate::message::{
    AttachmentRecord, Author, MatchedBy, Message, Pipeline, Provenance, Stored, Visibility,
};
use crate::people::{Actor, Contact, Mailbox, Organisation};
use crate::preview::preview;
use crate::status::{Priority, Status};
use crate::ticket::{Applied, Change, Event, MAX_PARTICIPANTS, Refusal, Source, Ticket};

/// Largest text kept within an item; DynamoDB items end at 400 kB.
pub const INLINE_TEXT: usize = 64 * 1024;
/// Largest HTML kept within an item: above it an object is cheaper to write than the item.
pub const INLINE_HTML: usize = 4 * 1024;
/// Stands for a sender that could not be read. `.invalid` never receives mail (RFC 2606).
pub const UNKNOWN_SENDER: &str = "unknown-sender@mail.invalid";
const UNTITLED: &str = "(no subject)";

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
        quarantine: quarantine_reason(mail),
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

fn subject_of(mail: &Mail) -> String {
    let forwarded = passed_on(mail).and_then(|f| f.subject.clone());
    let subject = forwarded
        .or_else(|| mail.subject.clone())
        .unwrap_or_default();
    let clean: String = subject
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(500)
        .collect();
    if clean.trim().is_empty() {
        UNTITLED.to_owned()
    } else {
        clean.trim().to_owned()
    }
}

/// The mail of a customer that a colleague passed on. A colleague's own answer may quote a header block as well.
fn passed_on(mail: &Mail) -> Option<&Forwarded> {
    let evidence = mail.customer.as_ref()?.evidence;
    let passed = matches!(
        evidence,
        Evidence::AttachedMessage | Evidence::ForwardedBlock
    );
    mail.forwarded.as_ref().filter(|_| mail.colleague && passed)
}

/// What the customer says in this mail: the forwarded text when a colleague passed it on.
fn shown_text(mail: &Mail) -> &str {
    match passed_on(mail) {
        Some(forwarded) => &forwarded.body,
        _ if mail.reply_text.trim().is_empty() => &mail.text,
        _ => &mail.reply_text,
    }
}

fn messages<'a>(
    arrival: &Arrival<'a>,
    parties: &Parties,
    identity: &Identity,
    ticket: &TicketId,
    contact: &Contact,
    rule: MatchedBy,
) -> (Vec<Message>, Vec<Blob<'a>>) {
    let mut blobs = Vec::new();
    let message = message(
        arrival, parties, identity, ticket, contact, rule, &mut blobs,
    );
    let mut all = Vec::with_capacity(2);
    if let Some(text) = forwarders_note(arrival.mail) {
        all.push(note(&message, identity, arrival.mail, text));
    }
    all.push(message);
    (all, blobs)
}

fn forwarders_note(mail: &Mail) -> Option<&str> {
    passed_on(mail)?
        .note
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
}

fn note(message: &Message, identity: &Identity, mail: &Mail, text: &str) -> Message {
    Message {
        id: identity.note.clone(),
        author: Author::Agent,
        visibility: Visibility::Note,
        contact: None,
        from: mail.from.clone(),
        to: Vec::new(),
        cc: Vec::new(),
        rfc_id: None,
        references: Vec::new(),
        text: Stored::Inline(clip(text, INLINE_TEXT).to_owned()),
        html: None,
        attachments: Vec::new(),
        provenance: Provenance {
            raw_key: message.provenance.raw_key.clone(),
            ..Provenance::default()
        },
        pipeline: Pipeline::Done,
        ..message.clone()
    }
}

fn message<'a>(
    arrival: &Arrival<'a>,
    parties: &Parties,
    identity: &Identity,
    ticket: &TicketId,
    contact: &Contact,
    rule: MatchedBy,
    blobs: &mut Vec<Blob<'a>>,
) -> Message {
    let mail = arrival.mail;
    let place = Place {
        organisation: &arrival.organisation.id,
        ticket,
        message: &identity.message,
    };
    let attachments: Vec<AttachmentRecord> = mail
        .attachments
        .iter()
        .enumerate()
        .map(|(at, file)| place.attachment(at, file, blobs))
        .collect();
    let html = mail
        .html
        .as_deref()
        .and_then(|raw| place.html(raw, &attachments, blobs));
    let by_customer = parties.author == Author::Customer;
    let waits = by_customer && mail.automatic.is_none() && quarantine_reason(mail).is_none();
    Message {
        id: identity.message.clone(),
        organisation: arrival.organisation.id.clone(),
        ticket: ticket.clone(),
        author: parties.author,
        visibility: Visibility::Public,
        agent: None,
        contact: by_customer.then(|| contact.id.clone()),
        from: Some(parties.writer.clone()),
        to: mail.to.clone(),
        cc: mail.cc.clone(),
        bcc: Vec::new(),
        subject: subject_of(mail),
        rfc_id: mail.message_id.clone(),
        references: mail
            .references
            .iter()
            .chain(&mail.in_reply_to)
            .take(100)
            .cloned()
            .collect(),
        text: place.text(
            if by_customer && mail.colleague {
                shown_text(mail)
            } else {
                &mail.text
            },
            blobs,
        ),
        html,
        attachments,
        provenance: provenance(arrival),
        matched_by: rule,
        created_at: arrival.received,
        delivery: None,
        quote_history: false,
        pipeline: if waits {
            Pipeline::Enrich
        } else {
            Pipeline::Done
        },
        version: 1,
    }
}

fn provenance(arrival: &Arrival<'_>) -> Provenance {
    let mail = arrival.mail;
    let verdicts = [
        ("spam", &mail.verdicts.spam),
        ("virus", &mail.verdicts.virus),
        ("spf", &mail.verdicts.spf),
        ("dkim", &mail.verdicts.dkim),
        ("dmarc", &mail.verdicts.dmarc),
    ];
    let word = |value: serde_json::Value| value.as_str().map(str::to_owned);
    Provenance {
        raw_key: Some(arrival.raw_key.to_owned()),
        content_hash: Some(arrival.content_hash.to_owned()),
        sender_evidence: mail
            .customer
            .as_ref()
            .and_then(|s| word(serde_json::json!(s.evidence))),
        sender_confidence: mail.customer.as_ref().map(|s| s.confidence),
        verdicts: verdicts
            .iter()
            .filter_map(|(k, v)| Some(((*k).to_owned(), v.as_ref()?.clone())))
            .collect(),
        automatic: mail
            .automatic
            .as_ref()
            .and_then(|a| word(serde_json::json!(a.kind))),
        warnings: mail
            .warnings
            .iter()
            .map(ToString::to_string)
            .take(50)
            .collect(),
        // Above a mail that was passed on stand the colleague's words: a note, and never part of what is quoted.
        reply_text: (mail.reply_text != mail.text && passed_on(mail).is_none())
            .then(|| clip(&mail.reply_text, INLINE_TEXT / 4).to_owned()),
    }
}

/// Where the parts of one message live.
struct Place<'i> {
    organisation: &'i OrganisationId,
    ticket: &'i TicketId,
    message: &'i MessageId,
}

impl Place<'_> {
    fn key(&self, leaf: &str) -> String {
        format!("parts/{}/{}/{leaf}", self.organisation, self.message)
    }

    fn attachment<'a>(
        &self,
        at: usize,
        file: &'a Attachment,
        blobs: &mut Vec<Blob<'a>>,
    ) -> AttachmentRecord {
        let index = u32::try_from(at).unwrap_or(u32::MAX);
        let kept = file.note.is_none() || !file.content.is_empty();
        let key = self.key(&index.to_string());
        if kept {
            blobs.push(Blob {
                key: key.clone(),
                bytes: std::borrow::Cow::Borrowed(&file.content),
                media_type: file.media_type.clone(),
            });
        }
        AttachmentRecord {
            index,
            name: clip(&file.name, 1_000).to_owned(),
            media_type: clip(&file.media_type, 200).to_owned(),
            size: file.size,
            sha256: file.sha256.clone(),
            blob: kept.then_some(key),
            content_id: file
                .content_id
                .as_deref()
                .map(|id| clip(id, 1_000).to_owned()),
            inline: file.inline,
            note: file.note.clone(),
        }
    }

    fn text(&self, text: &str, blobs: &mut Vec<Blob<'_>>) -> Stored {
        self.stored(
            text,
            INLINE_TEXT,
            "text",
            "text/plain; charset=utf-8",
            blobs,
        )
    }

    fn html(
        &self,
        raw: &str,
        attachments: &[AttachmentRecord],
        blobs: &mut Vec<Blob<'_>>,
    ) -> Option<Stored> {
        let source = |cid: &str| {
            let found = attachments
                .iter()
                .find(|a| a.content_id.as_deref() == Some(cid) && a.blob.is_some())?;
            Some(format!(
                "/api/v1/tickets/{}/messages/{}/attachments/{}",
                self.ticket, self.message, found.index
            ))
        };
        let safe = html::sanitise(raw, &source).html;
        (!safe.trim().is_empty()).then(|| {
            self.stored(
                &safe,
                INLINE_HTML,
                "html",
                "text/html; charset=utf-8",
                blobs,
            )
        })
    }

    fn stored(
        &self,
        body: &str,
        limit: usize,
        leaf: &str,
        media_type: &str,
        blobs: &mut Vec<Blob<'_>>,
    ) -> Stored {
        if body.len() <= limit {
            return Stored::Inline(body.to_owned());
        }
        let key = self.key(leaf);
        blobs.push(Blob {
            key: key.clone(),
            bytes: std::borrow::Cow::Owned(body.as_bytes().to_vec()),
            media_type: media_type.to_owned(),
        });
        Stored::Blob(key)
    }
}

/// The longest beginning of at most `limit` bytes that ends between characters.
fn clip(text: &str, limit: usize) -> &str {
    text.get(..text.floor_char_boundary(limit)).unwrap_or(text)
}
