//! Delivery reports: RFC 3464 where the server writes it, wording where it does not.
//!
//! Invariant: a report never counts as a message of the person it speaks of.

mod fields;
mod notification;
mod wording;

use serde::{Deserialize, Serialize};

use super::Mail;
use super::headers;
use super::limits::Limits;
use super::mime::Part;
use super::slice::{at, part, tail};
use super::transfer;

/// One recipient of a delivery report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedRecipient {
    /// Address in lower case.
    pub address: String,
    /// `failed`, `delayed`, `delivered`, `relayed` or `expanded`.
    pub action: Option<String>,
    /// Status code such as `5.1.1`.
    pub status: Option<String>,
    /// What the other server said.
    pub diagnostic: Option<String>,
}

/// A delivery report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// Recipients the report speaks of.
    pub recipients: Vec<FailedRecipient>,
    /// Status that decides. Without a code in the report one of the private `5.0.9xx` codes that
    /// bounce libraries share, derived from the wording.
    pub status: Option<String>,
    /// Message id of the mail that could not be delivered, without angle brackets.
    pub original_message_id: Option<String>,
    /// Whether trying again is useless.
    pub permanent: bool,
}

/// Reads the delivery report in a mail, if it is one.
pub(crate) fn read(mail: &Mail, parts: &[Part<'_>]) -> Option<Bounce> {
    let mut report = parts
        .iter()
        .filter(|p| p.is("message/delivery-status") || p.is("message/global-delivery-status"));
    let mut recipients = match report.next() {
        Some(part) => fields::read(&transfer::decode(part.body, part.encoding)),
        None => match notification::read(&mail.text) {
            Some(notice) => return Some(notice),
            None if wording::worded_as_report(mail, parts) => loose_fields(parts),
            None => return None,
        },
    };
    let text = wording::before_copy(&mail.text);
    if recipients.is_empty() {
        recipients.extend(wording::text_recipient(text, parts));
    }
    let status = status(&recipients, text).map(|code| softened(code, mail, text));
    let trying = |r: &FailedRecipient| {
        matches!(
            r.action.as_deref(),
            Some("delayed" | "delivered" | "relayed" | "expanded")
        )
    };
    let permanent = status
        .as_deref()
        .map_or(!recipients.iter().all(trying), |s| s.starts_with('5'));
    Some(Bounce {
        original_message_id: original_id(mail, parts),
        recipients,
        status,
        permanent,
    })
}

/// A private code says nothing about time: a server that still tries is not final.
fn softened(code: String, mail: &Mail, text: &str) -> String {
    let trying = || {
        wording::still_trying(mail.subject.as_deref().unwrap_or("")) || wording::still_trying(text)
    };
    match code.strip_prefix("5.0.9") {
        Some(rest) if trying() => format!("4.0.9{rest}"),
        Some(_) | None => code,
    }
}

/// Report fields that a server wrote into a text part.
fn loose_fields(parts: &[Part<'_>]) -> Vec<FailedRecipient> {
    let texts = parts
        .iter()
        .filter(|p| p.children.is_empty() && p.is_kind("text"));
    let read = texts.map(|p| fields::read(&transfer::decode(p.body, p.encoding)));
    read.into_iter().find(|r| !r.is_empty()).unwrap_or_default()
}

/// The code that decides: the status of the first recipient, unless it is a placeholder and the
/// other server said more; then the first code in the text; then the wording.
fn status(recipients: &[FailedRecipient], text: &str) -> Option<String> {
    let first = recipients
        .iter()
        .find(|r| r.status.is_some())
        .or(recipients.first());
    let said = first.and_then(|r| r.diagnostic.as_deref());
    if let Some(status) = first.and_then(|r| r.status.clone()) {
        let vague = status.ends_with(".0.0");
        let better = said
            .filter(|_| vague)
            .and_then(code)
            .filter(|c| c.get(..1) == status.get(..1));
        return Some(better.unwrap_or(status));
    }
    said.and_then(code)
        .or_else(|| code(text))
        .or_else(|| wording::wording(said.unwrap_or(""), text))
}

/// The first enhanced status code (RFC 3463) in a text.
pub(crate) fn code(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let found =
            memchr::memchr3(b'2', b'4', b'5', super::slice::from(bytes, i)).map(|n| n + i)?;
        let before = found.checked_sub(1).map_or(b' ', |n| at(bytes, n));
        if at(bytes, found + 1) == b'.' && !before.is_ascii_alphanumeric() && before != b'.' {
            let subject = digits(bytes, found + 2);
            let detail = digits(bytes, found + 3 + subject);
            let end = found + 3 + subject + detail;
            let longer = at(bytes, end).is_ascii_digit()
                || (at(bytes, end) == b'.' && at(bytes, end + 1).is_ascii_digit());
            if (1..=3).contains(&subject)
                && at(bytes, found + 2 + subject) == b'.'
                && (1..=3).contains(&detail)
                && !longer
            {
                return Some(part(text, found, end).to_owned());
            }
        }
        i = found + 1;
    }
    None
}

fn digits(bytes: &[u8], from: usize) -> usize {
    super::slice::sub(bytes, from, from + 4)
        .iter()
        .take_while(|b| b.is_ascii_digit())
        .count()
}

/// Message id of the returned mail: in its attached copy or header, else in the text.
fn original_id(mail: &Mail, parts: &[Part<'_>]) -> Option<String> {
    for copy in parts.iter().skip(1).filter(|p| {
        p.is("message/rfc822")
            || p.is("text/rfc822-headers")
            || p.is("message/global")
            || p.is("message/rfc822-headers")
    }) {
        let bytes = transfer::decode(copy.body, copy.encoding);
        let block = headers::block(headers::start(&bytes), &Limits::default());
        if let Some(id) = block
            .fields
            .get("message-id")
            .and_then(|v| headers::ids(v).into_iter().next())
        {
            return Some(id);
        }
    }
    let start = super::slice::find_fold(mail.text.as_bytes(), b"message-id:")?;
    let line = tail(&mail.text, start + 11)
        .lines()
        .find(|l| !l.trim().is_empty())?;
    headers::ids(line.as_bytes()).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Context, read};

    fn bounce(raw: &str) -> Option<Bounce> {
        read(raw.as_bytes(), &Context::stranger()).bounce
    }

    #[test]
    fn codes_are_cut_out_of_text() {
        assert_eq!(code("550 5.1.1 <x>").as_deref(), Some("5.1.1"));
        assert_eq!(
            code("host 192.5.1.12 said 4.4.316;").as_deref(),
            Some("4.4.316")
        );
        assert_eq!(code("version 15.20.1234.5"), None);
    }

    #[test]
    fn a_report_is_read_with_its_recipients() {
        let raw = "From: MAILER-DAEMON@mx.example.com\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\nFinal-Recipient: rfc822; Ann@example.com\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n\nFinal-Recipient: rfc822; bob@example.com\nAction: delayed\nStatus: 4.4.1\n--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <id@example.org>\n--b--\n";
        let bounce = bounce(raw).unwrap();
        assert_eq!(
            (
                bounce.recipients.len(),
                bounce.recipients[0].address.as_str()
            ),
            (2, "ann@example.com")
        );
        assert_eq!(
            (bounce.status.as_deref(), bounce.permanent),
            (Some("5.1.1"), true)
        );
        assert_eq!(
            bounce.original_message_id.as_deref(),
            Some("id@example.org")
        );
    }

    #[test]
    fn a_text_only_report_is_recognised() {
        let raw = "From: Mail Delivery Subsystem <mailer-daemon@mx.example.com>\nSubject: Failure\n\nSorry, no luck:\n<ann@example.com>: user unknown\n\n--- Below this line is a copy of the message.\nMessage-ID: <old@example.org>\n5.9.9\n";
        let bounce = bounce(raw).unwrap();
        assert_eq!(bounce.status.as_deref(), Some("5.0.911"));
        assert_eq!(
            bounce.original_message_id.as_deref(),
            Some("old@example.org")
        );
    }

    #[test]
    fn a_delay_without_a_code_is_not_final() {
        let raw = "From: mailer-daemon@mx.example.com\nSubject: Warning: delayed\n\nto <ann@example.com>: connection refused, will retry\n";
        let bounce = bounce(raw).unwrap();
        assert!(!bounce.permanent && bounce.status.unwrap().starts_with("4.0.9"));
    }

    #[test]
    fn a_person_is_no_report() {
        assert_eq!(
            bounce("From: postmaster@example.com\nSubject: Hello\n\nCan you call me?\n"),
            None
        );
    }
}
