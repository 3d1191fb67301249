//! The automatic answer that `ooto@simulator.test` sends back, so that its whole road can be tried.
//!
//! Invariant: it is marked as automatic (RFC 3834) and has the null sender, so nothing may answer it.

use super::Taken;
use super::rewrite::full_id;
use crate::mail::InboundMail;
use crate::mail::headers;
use crate::mail::inbound::mail_date;
use crate::queues::ids::uuid;

/// The reply of `recipient` to a mail, addressed to where that mail wants its answers.
pub(super) fn compose(taken: &Taken, recipient: &str, region: &str) -> Option<InboundMail> {
    let parts = headers::split(&taken.submission.raw);
    let back = parts.first("Reply-To").or_else(|| parts.first("From"))?;
    let to = headers::addresses(&back).into_iter().next()?;
    let subject = parts.first("Subject").unwrap_or_default();
    let answered = full_id(&taken.id, region);
    let references = match parts.first("References") {
        Some(earlier) => format!("{earlier}\r\n {answered}"),
        None => answered.clone(),
    };
    let raw = format!(
        "From: {recipient}\r\nTo: {to}\r\nSubject: Automatic reply: {subject}\r\nDate: {}\r\nMessage-ID: <{}@simulator.test>\r\nIn-Reply-To: {answered}\r\nReferences: {references}\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI am out of the office and will answer when I am back.\r\n",
        mail_date(taken.at),
        uuid(),
    );
    Some(InboundMail {
        mail_from: String::new(),
        recipients: vec![to],
        raw: raw.into_bytes(),
        helo: "simulator.test".to_owned(),
        peer: None,
    })
}
