//! Puts the pieces together: bytes to [`Mail`].
//!
//! Invariant: total and bounded; the order of steps is fixed and each step only adds facts.

use super::encoded;
use super::headers::{self, Fields};
use super::limits::{Limits, Warning};
use super::mime::{self, Part};
use super::{Context, Mail, addresses, attachments, body, sender, verdicts};
use crate::address::Address;

/// Reads a mail. Never fails: what could not be read leaves a warning.
#[must_use]
pub fn read(raw: &[u8], context: &Context<'_>) -> Mail {
    let mut mail = Mail::default();
    let limits = &context.limits;
    let unix;
    let mut bytes = super::slice::sub(raw, 0, limits.mail_bytes);
    if raw.len() > limits.mail_bytes {
        mail.warn(Warning::MailTooLarge(limits.mail_bytes >> 20));
    }
    if memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_some() {
        unix = bytes.iter().map(|&b| if b == b'\r' { b'\n' } else { b }).collect::<Vec<u8>>();
        bytes = &unix;
    }
    let (parts, warnings) = mime::parse(bytes, limits);
    warnings.into_iter().for_each(|w| mail.warn(w));
    if let Some(root) = parts.first() {
        header(&mut mail, &root.fields, limits);
        content(&mut mail, &parts, limits);
    }
    mail.colleague = mail.from.as_ref().is_some_and(|f| (context.own)(&f.email));
    mail.reply_text.clone_from(&mail.text);
    mail.customer = sender::decide(&mail, context.own);
    mail
}

fn header(mail: &mut Mail, fields: &Fields<'_>, limits: &Limits) {
    if fields.list.is_empty() {
        mail.unreadable = true;
        mail.warn(Warning::NoHeader);
    }
    mail.subject = fields.text("subject").map(|s| s.trim().to_owned());
    mail.from = people(mail, fields, "from", limits).into_iter().next();
    mail.sender = people(mail, fields, "sender", limits).into_iter().next();
    mail.reply_to = people(mail, fields, "reply-to", limits);
    mail.to = people(mail, fields, "to", limits);
    mail.cc = people(mail, fields, "cc", limits);
    mail.bcc = people(mail, fields, "bcc", limits);
    mail.date_ms = fields.get("date").and_then(headers::date_ms);
    mail.message_id = fields.get("message-id").and_then(|v| headers::ids(v).into_iter().next());
    mail.in_reply_to = fields.get("in-reply-to").map(headers::ids).unwrap_or_default();
    mail.references = fields.get("references").map(headers::ids).unwrap_or_default();
    mail.thread_index = fields.get("thread-index").map(super::transfer::base64).filter(|b| b.len() >= 22);
    mail.thread_topic = fields.text("thread-topic");
    mail.verdicts = verdicts::verdicts(fields);
    mail.envelope = verdicts::envelope(fields);
    mail.inbox_loop_headers = fields.all("x-ms-exchange-inbox-rules-loop").map(encoded::text).take(20).collect();
}

fn people(mail: &mut Mail, fields: &Fields<'_>, name: &str, limits: &Limits) -> Vec<Address> {
    let mut out = Vec::new();
    for raw in fields.all(name).take(20) {
        let (list, cut) = addresses::list(raw, limits.addresses.saturating_sub(out.len()));
        if cut {
            mail.warn(Warning::TooManyAddresses(limits.addresses));
        }
        out.extend(list.into_iter().filter(|a| !a.email.is_empty()));
    }
    out
}

fn content(mail: &mut Mail, parts: &[Part<'_>], limits: &Limits) {
    let mut warnings = Vec::new();
    let body = body::choose(parts, limits, &mut warnings);
    for index in body.files {
        let Some(part) = parts.get(index) else { continue };
        mail.attachments.push(attachments::of_part(part, body.html.as_deref(), limits, &mut warnings));
    }
    mail.text = body.text;
    mail.html = body.html;
    mail.hidden_text = body.converted.map(|c| c.hidden).filter(|h| !h.is_empty());
    warnings.into_iter().for_each(|w| mail.warn(w));
}
