//! The JSON that `lambdesk read` prints.
//!
//! Invariant: the shape is stable; fields are added, never renamed.

use serde_json::{Value, json};

use super::{Attachment, Forwarded, Mail, Sender};
use crate::address::Address;

/// A mail as JSON: headers, text, reply, attachments (without bytes) and what was decided about it.
#[must_use]
pub fn read_json(mail: &Mail) -> Value {
    let list = |people: &[Address]| people.iter().map(person).collect::<Vec<_>>();
    json!({
        "subject": mail.subject,
        "from": mail.from.as_ref().map(person),
        "to": list(&mail.to),
        "cc": list(&mail.cc),
        "reply_to": list(&mail.reply_to),
        "date_ms": mail.date_ms,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to.first(),
        "references": mail.references,
        "text": mail.text,
        "html": mail.html,
        "reply_text": mail.reply_text,
        "signature": mail.signature,
        "quoted": mail.quoted,
        "segments": mail.segments,
        "attachments": mail.attachments.iter().map(file).collect::<Vec<_>>(),
        "auto_reply": mail.automatic.is_some(),
        "automatic": mail.automatic,
        "bounce": mail.bounce.is_some(),
        "bounce_status": mail.bounce.as_ref().and_then(|b| b.status.clone()),
        "bounce_report": mail.bounce,
        "forwarded": mail.forwarded.as_ref().map(forwarded),
        "customer": mail.customer.as_ref().map(customer),
        "colleague": mail.colleague,
        "verdicts": mail.verdicts,
        "envelope": mail.envelope,
        "warnings": mail.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "unreadable": mail.unreadable,
    })
}

fn forwarded(forward: &Forwarded) -> Value {
    json!({
        "from": forward.from.as_ref().map(person),
        "from_name": forward.from_name,
        "subject": forward.subject,
        "date": forward.date_text,
        "body": forward.body,
        "message": forward.note.as_deref().unwrap_or(""),
        "message_id": forward.message_id,
    })
}

fn customer(sender: &Sender) -> Value {
    json!({
        "address": sender.address.email,
        "name": sender.address.name,
        "evidence": sender.evidence,
        "confidence": (f64::from(sender.confidence) * 100.0).round() / 100.0,
        "trusted": sender.trusted,
    })
}

fn person(address: &Address) -> Value {
    json!({ "address": address.email, "name": address.name })
}

/// Whether the name comes from the sender: given, or as content id (`image001.png@…`). A name made up
/// from the type says nothing that "type" does not.
fn tells_more(file: &Attachment) -> bool {
    let stem = |id: &str| id.split('@').next().is_some_and(|stem| stem.contains('.'));
    file.named || file.content_id.as_deref().is_some_and(stem)
}

fn file(file: &Attachment) -> Value {
    json!({
        "name": tells_more(file).then_some(&file.name),
        "shown_name": file.name,
        "type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
        "cid": file.content_id,
        "disposition": file.disposition,
        "inline": file.inline,
        "note": file.note,
    })
}
