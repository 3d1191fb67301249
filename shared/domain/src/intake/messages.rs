//! The messages a mail becomes, with their texts and files.
//!
//! Invariant: the keys of objects come from ids alone, so a second try overwrites its own half-done work.

use crate::automatic_mail::{Counters, may_answer};
use crate::draft::suspicion::Noticed;
use crate::ids::{MessageId, OrganisationId, TicketId};
use crate::mail::{Attachment, Evidence, Forwarded, Mail, html};
use crate::message::{
    AttachmentRecord, Author, MatchedBy, Message, Pipeline, Provenance, Stored, Visibility,
};
use crate::people::{Contact, Settings};

use super::{Arrival, Blob, Identity, Parties, quarantine_reason};

/// Largest text kept within an item; DynamoDB items end at 400 kB.
pub const INLINE_TEXT: usize = 64 * 1024;
/// Largest HTML kept within an item: above it an object is cheaper to write than the item.
pub const INLINE_HTML: usize = 4 * 1024;
const UNTITLED: &str = "(no subject)";

pub(super) fn subject_of(mail: &Mail) -> String {
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
pub(super) fn shown_text(mail: &Mail) -> &str {
    match passed_on(mail) {
        Some(forwarded) => &forwarded.body,
        _ if mail.reply_text.trim().is_empty() => &mail.text,
        _ => &mail.reply_text,
    }
}

pub(super) fn messages<'a>(
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
        provenance: provenance(arrival, by_customer),
        matched_by: rule,
        created_at: arrival.received,
        delivery: None,
        quote_history: false,
        pipeline: if waits {
            arrival.organisation.settings.first_stage()
        } else {
            Pipeline::Done
        },
        version: 1,
    }
}

fn provenance(arrival: &Arrival<'_>, by_customer: bool) -> Provenance {
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
        noticed: if by_customer && mail.automatic.is_none() {
            Noticed::of(mail)
        } else {
            Noticed::default()
        },
        authenticated: by_customer && mail.customer.as_ref().is_some_and(|s| s.trusted),
        silence: silence(mail, &arrival.organisation.settings),
    }
}

/// Why no machine may answer a mail, as far as the mail tells. Counters and own addresses are looked at when one would.
fn silence(mail: &Mail, settings: &Settings) -> Option<String> {
    let asked = may_answer(mail, &|_| false, Counters::default(), settings);
    asked.err().map(|reason| reason.to_string())
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
