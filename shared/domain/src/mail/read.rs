//! Puts the pieces together: bytes to [`Mail`].
//!
//! Invariant: total and bounded; the order of steps is fixed and each step only adds facts.

use super::encoded;
use super::headers::{self, Fields};
use super::html::Mark;
use super::limits::{Limits, Warning};
use super::mime::{self, Part};
use super::{
    Context, Mail, addresses, attachments, automatic, body, bounce, cms, forward, sender, transfer,
    trim, verdicts,
};
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
        unix = bytes
            .iter()
            .map(|&b| if b == b'\r' { b'\n' } else { b })
            .collect::<Vec<u8>>();
        bytes = &unix;
    }
    let (parts, warnings) = mime::parse(bytes, limits);
    warnings.into_iter().for_each(|w| mail.warn(w));
    let mut marks = Vec::new();
    if let Some(root) = parts.first() {
        let hint = charset_hint(&parts);
        header(&mut mail, &root.fields, limits, hint.as_deref());
        marks = content(&mut mail, &parts, limits, hint.as_deref());
    }
    mail.colleague = mail.from.as_ref().is_some_and(|f| (context.own)(&f.email));
    understand(&mut mail, context, &marks);
    if let Some(root) = parts.first() {
        mail.bounce = bounce::read(&mail, &parts);
        mail.automatic = automatic::decide(&mail, &parts);
        mail.suppress_auto_reply = automatic::suppresses(&root.fields);
        attached_message(&mut mail, &parts, context);
        mail.customer = sender::decide(&mail, &root.fields, context.own);
    }
    judge(&mut mail);
    mail
}

/// The charset that the parts or the encoded words of the header declare, for bytes sent raw.
fn charset_hint(parts: &[Part<'_>]) -> Option<Vec<u8>> {
    let declared = parts
        .iter()
        .filter_map(|p| p.media.parameter("charset").map(str::as_bytes));
    let header = parts.first().into_iter().flat_map(|p| &p.fields.list);
    let words = header.filter_map(|f| encoded::declared(f.value));
    let telling = |label: &&[u8]| {
        ![&b"us-ascii"[..], b"utf-8", b"utf8"]
            .iter()
            .any(|plain| label.eq_ignore_ascii_case(plain))
    };
    declared.chain(words).find(telling).map(<[u8]>::to_vec)
}

fn header(mail: &mut Mail, fields: &Fields<'_>, limits: &Limits, hint: Option<&[u8]>) {
    if fields.list.is_empty() {
        mail.unreadable = true;
        mail.warn(Warning::NoHeader);
    }
    mail.subject = fields.get("subject").map(|raw| encoded::text_in(raw, hint));
    let mut people = |name: &str| people(mail, fields, name, limits, hint);
    let (from, sender, reply_to) = (people("from"), people("sender"), people("reply-to"));
    let (to, cc, bcc) = (people("to"), people("cc"), people("bcc"));
    (mail.to, mail.cc, mail.bcc) = (to, cc, bcc);
    mail.sender = sender.into_iter().next();
    mail.from = author(from, fields, mail.sender.as_ref(), &reply_to);
    mail.reply_to = reply_to;
    mail.date_ms = fields.get("date").and_then(headers::date_ms);
    mail.message_id = fields
        .get("message-id")
        .and_then(|v| headers::ids(v).into_iter().next());
    mail.in_reply_to = fields
        .get("in-reply-to")
        .map(headers::ids)
        .unwrap_or_default();
    mail.references = fields
        .get("references")
        .map(headers::ids)
        .unwrap_or_default();
    mail.thread_index = fields
        .get("thread-index")
        .map(transfer::base64)
        .filter(|b| b.len() >= 22);
    mail.thread_topic = fields.text("thread-topic");
    mail.verdicts = verdicts::verdicts(fields);
    mail.envelope = verdicts::envelope(fields);
    mail.inbox_loop_headers = fields
        .all("x-ms-exchange-inbox-rules-loop")
        .map(encoded::text)
        .take(20)
        .collect();
}

/// The first usable `From`; a mail without any is answered to `Reply-To` or `Sender`.
fn author(
    from: Vec<Address>,
    fields: &Fields<'_>,
    sender: Option<&Address>,
    reply_to: &[Address],
) -> Option<Address> {
    let usable = from.iter().position(|a| a.email.contains('@')).unwrap_or(0);
    let first = from.into_iter().nth(usable);
    if first.is_some() || fields.has("from") {
        return first;
    }
    reply_to.first().or(sender).cloned()
}

fn people(
    mail: &mut Mail,
    fields: &Fields<'_>,
    name: &str,
    limits: &Limits,
    hint: Option<&[u8]>,
) -> Vec<Address> {
    let mut out = Vec::new();
    for raw in fields.all(name).take(20) {
        let (list, cut) = addresses::list(raw, limits.addresses.saturating_sub(out.len()), hint);
        if cut {
            mail.warn(Warning::TooManyAddresses(limits.addresses));
        }
        out.extend(list.into_iter().filter(|a| !a.email.is_empty()));
    }
    out
}

fn content(mail: &mut Mail, parts: &[Part<'_>], limits: &Limits, hint: Option<&[u8]>) -> Vec<Mark> {
    let mut warnings = Vec::new();
    let body = body::choose(parts, limits, hint, &mut warnings);
    let mut unpacked = Unpacked::default();
    let files = body.files.iter().filter_map(|index| parts.get(*index));
    let html = body.html.as_deref();
    let files: Vec<_> = files
        .map(|part| attachments::of_part(part, html, limits, &mut warnings))
        .collect();
    for file in files {
        match attachments::unpack(&file, limits, &mut warnings) {
            Some(inner) => unpacked.add(mail, inner),
            None => mail.attachments.push(file),
        }
    }
    warnings.into_iter().for_each(|w| mail.warn(w));
    let (hidden, marks) = body
        .converted
        .map(|c| (c.hidden, c.marks))
        .unwrap_or_default();
    mail.text = body.text;
    mail.html = body.html;
    mail.hidden_text = (!hidden.is_empty()).then_some(hidden);
    if !mail.text.trim().is_empty() || mail.html.is_some() {
        return marks;
    }
    mail.text = unpacked.text.unwrap_or_default();
    mail.html = unpacked.html;
    if mail.text.is_empty() {
        open_signature(mail, limits)
    } else {
        marks
    }
}

/// Shows what is inside an opaque signature (S/MIME); the signed file itself is kept.
fn open_signature(mail: &mut Mail, limits: &Limits) -> Vec<Mark> {
    let signed = |a: &&attachments::Attachment| {
        matches!(
            a.media_type.as_str(),
            "application/pkcs7-mime" | "application/x-pkcs7-mime"
        )
    };
    let inner = mail
        .attachments
        .iter()
        .find(signed)
        .and_then(|a| cms::signed_content(&a.content));
    // What is inside may be signed again, but not without end.
    let (Some(inner), Some(depth)) = (inner, limits.depth.checked_sub(4)) else {
        return Vec::new();
    };
    let limits = Limits { depth, ..*limits };
    let (parts, warnings) = mime::parse(&inner, &limits);
    warnings.into_iter().for_each(|w| mail.warn(w));
    content(mail, &parts, &limits, charset_hint(&parts).as_deref())
}

/// The body found in winmail.dat, used when the mail has no other.
#[derive(Default)]
struct Unpacked {
    text: Option<String>,
    html: Option<String>,
}

impl Unpacked {
    fn add(&mut self, mail: &mut Mail, inner: attachments::Winmail) {
        mail.attachments.extend(inner.files);
        let text = inner
            .text
            .or_else(|| inner.html.as_deref().map(super::html::to_text));
        self.text = self.text.take().or(text);
        self.html = self.html.take().or(inner.html);
    }
}

/// Finds the forward, the new text and the rest in the text.
fn understand(mail: &mut Mail, context: &Context<'_>, marks: &[Mark]) {
    let searched = super::slice::clip(&mail.text, context.limits.text_bytes);
    let cut = searched.len() < mail.text.len();
    mail.forwarded = forward::find(searched, mail.subject.as_deref(), mail.colleague);
    let mut trimmed = trim::trim(searched, marks);
    if cut {
        // The part that was not searched belongs to the last piece.
        if let Some(last) = trimmed.segments.last_mut() {
            last.end = mail.text.len();
        }
        mail.warn(Warning::TextTooLong);
    }
    mail.segments = trimmed.segments;
    mail.reply_text = trimmed.reply;
    mail.signature = trimmed.signature;
    mail.quoted = trimmed.quoted;
}

/// Reads a mail that was forwarded as attachment: the only one, and on purpose.
fn attached_message(mail: &mut Mail, parts: &[Part<'_>], context: &Context<'_>) {
    let mut messages = parts
        .iter()
        .filter(|p| p.is("message/rfc822") && p.children.is_empty());
    let (Some(message), None) = (messages.next(), messages.next()) else {
        return;
    };
    if context.limits.depth == 0 || !is_forwarder(mail) {
        return;
    }
    let bytes = transfer::decode(message.body, message.encoding);
    // One level is enough: what was forwarded inside the forwarded mail stays a file.
    let limits = Limits {
        depth: context.limits.depth.min(4) - 1,
        ..context.limits
    };
    let inner = read_inner(&bytes, &limits);
    if inner.from.is_none() && inner.text.trim().is_empty() {
        return;
    }
    let note = mail.reply_text.trim().to_owned();
    mail.forwarded = Some(forward::Forwarded {
        from_name: inner.from.as_ref().and_then(|f| f.name.clone()),
        from: inner.from,
        subject: inner.subject,
        date_text: inner.date_text,
        body: inner.text,
        note: (!note.is_empty()).then_some(note),
        message_id: inner.message_id,
        attached: true,
    });
    if mail.colleague {
        // The customer's own files count as files of this mail.
        mail.attachments.extend(inner.attachments);
    }
}

/// Whether the author of the mail can have attached a mail in order to forward it.
fn is_forwarder(mail: &Mail) -> bool {
    let meant = mail.colleague
        || mail.text.trim().is_empty()
        || forward::claim(mail.subject.as_deref()) == forward::Claim::Forward;
    let taken = mail.forwarded.is_some() || mail.bounce.is_some() || mail.automatic.is_some();
    meant && !taken
}

/// The facts of an attached mail.
struct Inner {
    from: Option<Address>,
    subject: Option<String>,
    date_text: Option<String>,
    message_id: Option<String>,
    text: String,
    attachments: Vec<attachments::Attachment>,
}

fn read_inner(bytes: &[u8], limits: &Limits) -> Inner {
    let mut mail = Mail::default();
    let (parts, _) = mime::parse(bytes, limits);
    let mut date_text = None;
    if let Some(root) = parts.first() {
        let hint = charset_hint(&parts);
        header(&mut mail, &root.fields, limits, hint.as_deref());
        content(&mut mail, &parts, limits, hint.as_deref());
        date_text = root.fields.text("date");
    }
    Inner {
        from: mail.from,
        subject: mail.subject,
        date_text,
        message_id: mail.message_id,
        text: mail.text,
        attachments: mail.attachments,
    }
}

/// Warnings that follow from what was found.
fn judge(mail: &mut Mail) {
    if mail.from.as_ref().is_none_or(|f| !f.email.contains('@')) {
        mail.warn(Warning::NoSender);
    }
    if mail
        .customer
        .as_ref()
        .is_some_and(|c| c.evidence == sender::Evidence::ForwardedBlock)
    {
        mail.warn(Warning::SenderFromText);
    }
    if mail.colleague && mail.forwarded.as_ref().is_some_and(|f| f.from.is_none()) {
        mail.warn(Warning::ForwardWithoutAddress);
    }
    let has = |kind: &str| mail.attachments.iter().any(|a| a.media_type == kind);
    let encrypted = has("application/pkcs7-mime")
        || has("application/x-pkcs7-mime")
        || has("application/pgp-encrypted");
    let protected = mail
        .attachments
        .iter()
        .any(|a| a.name.eq_ignore_ascii_case("message.rpmsg"));
    if encrypted && mail.text.trim().is_empty() {
        mail.warn(Warning::Encrypted);
    }
    if protected {
        mail.warn(Warning::RightsProtected);
    }
}
