//! Delivery reports: RFC 3464 where the server writes it, wording where it does not.
//!
//! Invariant: a report never counts as a message of the person it speaks of.

use serde::{Deserialize, Serialize};

use super::Mail;
use super::forward::block::find_email;
use super::headers::{self, Fields};
use super::limits::Limits;
use super::mime::Part;
use super::slice::{at, part, tail};
use super::{locales, transfer};

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
    let report = parts
        .iter()
        .find(|p| p.is("message/delivery-status") || p.is("message/global-delivery-status"));
    let mut recipients = report
        .map(|p| status_fields(&transfer::decode(p.body, p.encoding)))
        .unwrap_or_default();
    if report.is_none() {
        if let Some(notice) = notification(&mail.text) {
            return Some(notice);
        }
        if !worded_as_report(mail, parts) {
            return None;
        }
        let loose = parts
            .iter()
            .filter(|p| p.children.is_empty() && p.is_kind("text"))
            .map(|p| transfer::decode(p.body, p.encoding));
        recipients = loose
            .into_iter()
            .map(|b| status_fields(&b))
            .find(|r| !r.is_empty())
            .unwrap_or_default();
    }
    let text = before_copy(&mail.text);
    if recipients.is_empty() {
        recipients.extend(text_recipient(text, parts));
    }
    let status = status(&recipients, text);
    let delayed = recipients.iter().all(|r| {
        matches!(
            r.action.as_deref(),
            Some("delayed" | "delivered" | "relayed" | "expanded")
        )
    });
    let permanent = status.as_deref().map_or(!delayed, |s| s.starts_with('5'));
    Some(Bounce {
        original_message_id: original_id(mail, parts),
        recipients,
        status,
        permanent,
    })
}

/// Reads the per-recipient groups of a delivery-status part.
fn status_fields(bytes: &[u8]) -> Vec<FailedRecipient> {
    let mut out = Vec::new();
    let mut rest = bytes;
    for _ in 0..200 {
        rest = rest.trim_ascii_start();
        if rest.is_empty() {
            break;
        }
        let block = headers::block(rest, &Limits::default());
        if block.fields.list.is_empty() {
            // A line that is no field: go on behind it.
            let next = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
            rest = super::slice::from(rest, next);
            continue;
        }
        // Some servers glue the groups together: a second Final-Recipient starts a new one.
        for group in groups(&block.fields) {
            out.extend(recipient(&group));
        }
        rest = block.body;
    }
    out
}

fn groups<'a>(fields: &Fields<'a>) -> Vec<Fields<'a>> {
    let mut out: Vec<Fields<'a>> = vec![Fields::default()];
    for field in &fields.list {
        let again = field.name.eq_ignore_ascii_case(b"final-recipient")
            && out.last().is_some_and(|g| g.has("final-recipient"));
        if again {
            out.push(Fields::default());
        }
        if let Some(group) = out.last_mut() {
            group.list.push(*field);
        }
    }
    out
}

fn recipient(fields: &Fields<'_>) -> Option<FailedRecipient> {
    let value = |name: &str| {
        fields.text(name).map(|v| {
            v.rsplit_once(';')
                .map_or(v.clone(), |(_, rest)| rest.trim().to_owned())
        })
    };
    let last = value("final-recipient").or_else(|| value("original-recipient"));
    let address = last
        .as_deref()
        .and_then(|v| find_email(v).map(|(a, b)| part(v, a, b).to_lowercase()));
    let diagnostic = fields.text("diagnostic-code").map(|d| {
        d.split_once(';')
            .filter(|(kind, _)| kind.len() < 12)
            .map_or(d.clone(), |(_, rest)| rest.trim().to_owned())
    });
    let status = fields.text("status").and_then(|s| code(&s));
    let action = fields.text("action").map(|a| {
        a.to_lowercase()
            .split_whitespace()
            .next()
            .unwrap_or("")
            .to_owned()
    });
    if last.is_none() && status.is_none() {
        return None;
    }
    let address = address
        .or_else(|| last.map(|l| l.trim_matches(['<', '>']).to_lowercase()))
        .unwrap_or_default();
    Some(FailedRecipient {
        address,
        action,
        status,
        diagnostic,
    })
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
        .or_else(|| wording(said.unwrap_or(""), text))
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

/// Wordings of servers that give no code, with the private code for the reason.
const WORDINGS: [(&str, &[&str]); 9] = [
    (
        "5.0.918",
        &[
            "permission to post",
            "groups.google.com",
            "message rejected",
            "sender address rejected",
        ],
    ),
    (
        "5.0.922",
        &[
            "mailbox full",
            "mailbox is full",
            "over quota",
            "quota exceeded",
            "out of storage",
        ],
    ),
    (
        "5.0.934",
        &["message size exceeds", "too large", "message is too big"],
    ),
    ("5.0.980", &["spam", "blocked using", "blacklist"]),
    (
        "5.0.932",
        &[
            "no mx record",
            "no smtp service",
            "does not accept mail",
            "mx or srv record",
        ],
    ),
    (
        "5.0.912",
        &[
            "host unknown",
            "unknown host",
            "host not found",
            "domain not found",
            "unrouteable",
        ],
    ),
    (
        "5.0.947",
        &[
            "giving up",
            "multiple retries",
            "timed out",
            "did not accept our requests",
            "retry timeout",
            "expired",
            "too long",
        ],
    ),
    (
        "5.0.911",
        &[
            "user unknown",
            "unknown user",
            "no such user",
            "not listed in",
            "doesn't exist",
            "does not exist",
            "invalid recipient",
            "unknown recipient",
            "not recognized",
            "not found",
            "not exist at this",
            "mailbox unavailable",
            "unable to deliver to",
            "no mailbox",
        ],
    ),
    (
        "5.0.930",
        &["system error", "configuration error", "local error"],
    ),
];

fn wording(said: &str, text: &str) -> Option<String> {
    for source in [said, text] {
        let lower = super::slice::clip(source, 8_192).to_lowercase();
        if let Some((code, _)) = WORDINGS
            .iter()
            .find(|(_, words)| words.iter().any(|w| lower.contains(w)))
        {
            return Some((*code).to_owned());
        }
    }
    Some("5.0.901".to_owned())
}

/// Lines above the copy of the mail that came back.
const COPIES: [&str; 9] = [
    "original message -----",
    "below this line is a copy",
    "this is a copy of",
    "returned message",
    "copy of the message",
    "original message headers",
    "undelivered message",
    "message header",
    "original message follows",
];

fn before_copy(text: &str) -> &str {
    let mut position = 0;
    for line in text.split_inclusive('\n').take(400) {
        let lower = line.to_lowercase();
        let headed = lower.starts_with("return-path:")
            || lower.starts_with("received: from")
            || lower.starts_with("dkim-signature:");
        if position > 0
            && (headed || (lower.contains("--") && COPIES.iter().any(|c| lower.contains(c))))
        {
            return part(text, 0, position);
        }
        position += line.len();
    }
    part(text, 0, position)
}

/// Whether a machine that returns mail wrote this.
fn worded_as_report(mail: &Mail, parts: &[Part<'_>]) -> bool {
    let root = parts.first();
    let from = mail.from.as_ref();
    let local = from.map(|f| f.local().to_lowercase()).unwrap_or_default();
    let name = from
        .and_then(|f| f.name.as_deref())
        .unwrap_or("")
        .to_lowercase();
    let subject = mail.subject.as_deref().unwrap_or("").to_lowercase();
    if locales::VACATION.iter().any(|v| subject.starts_with(v)) {
        return false;
    }
    let daemon = local.contains("mailer-daemon")
        || local.contains("maildaemon")
        || local.contains("mail-daemon")
        || local == "mdaemon"
        || name.contains("mail delivery s")
        || name.contains("mailer-daemon");
    let failed = root.is_some_and(|p| {
        p.fields.has("x-failed-recipients")
            || p.media
                .parameter("report-type")
                .is_some_and(|t| t.eq_ignore_ascii_case("delivery-status"))
    });
    if daemon || failed {
        return true;
    }
    let master = local.starts_with("postmaster")
        || local.starts_with("poostmaster")
        || name.contains("system administrator")
        || name.contains("postmaster");
    master
        && (says_failed(&subject)
            || says_failed(&super::slice::clip(&mail.text, 2_048).to_lowercase()))
}

/// Wordings of failure in subjects and first lines.
const FAILED: [&str; 26] = [
    "undeliver",
    "delivery status",
    "delivery fail",
    "failure notice",
    "returned mail",
    "could not be delivered",
    "not delivered",
    "could not be reached",
    "did not reach",
    "failed permanently",
    "unable to deliver",
    "delivery has failed",
    "couldn't be delivered",
    "mail delivery",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
    "échec de la remise",
    "no se pudo entregar",
    "onbestelbaar",
    "non recapitabile",
    "não foi possível entregar",
    "failure reasons",
    "delivery error",
    "delayed mail",
    "not be delivered",
];

fn says_failed(lower: &str) -> bool {
    FAILED.iter().any(|w| lower.contains(w))
}

/// The address a report without fields speaks of.
fn text_recipient(text: &str, parts: &[Part<'_>]) -> Option<FailedRecipient> {
    let header = parts
        .first()
        .and_then(|p| p.fields.text("x-failed-recipients"));
    let from = header
        .as_deref()
        .and_then(|h| find_email(h).map(|(a, b)| part(h, a, b)));
    let address = from
        .or_else(|| find_email(text).map(|(a, b)| part(text, a, b)))?
        .to_lowercase();
    let line = find_email(text)
        .map(|(_, end)| tail(text, end))
        .unwrap_or("");
    let diagnostic: String = super::slice::squeeze(super::slice::clip(
        line.trim_start_matches(['>', ':', ' ']),
        400,
    ));
    Some(FailedRecipient {
        address,
        action: None,
        status: None,
        diagnostic: (!diagnostic.is_empty()).then_some(diagnostic),
    })
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
    let lower = mail.text.as_bytes();
    let start = super::slice::find_fold(lower, b"message-id:")?;
    let line = tail(&mail.text, start + 11)
        .lines()
        .find(|l| !l.trim().is_empty())?;
    headers::ids(line.as_bytes()).into_iter().next()
}

/// The JSON that SES sends by mail through SNS.
fn notification(text: &str) -> Option<Bounce> {
    let start = text.trim_start();
    if !start.starts_with('{') || !super::slice::clip(start, 200).contains("notificationType") {
        return None;
    }
    // The JSON is folded at a fixed width and ends before the unsubscribe note.
    let json: String = start
        .lines()
        .take_while(|l| !l.trim().is_empty() && l.trim() != "--")
        .collect();
    let value: serde_json::Value = serde_json::from_str(json.trim()).ok()?;
    let kind = value.get("notificationType")?.as_str()?;
    let text_of =
        |v: &serde_json::Value, name: &str| v.get(name).and_then(|s| s.as_str()).map(str::to_owned);
    let original = value
        .pointer("/mail/messageId")
        .and_then(|v| v.as_str())
        .map(str::to_owned);
    if kind == "Delivery" {
        let recipients = value
            .pointer("/delivery/recipients")
            .and_then(|v| v.as_array())
            .into_iter()
            .flatten();
        let recipients = recipients
            .filter_map(|r| r.as_str())
            .map(|address| FailedRecipient {
                address: address.to_lowercase(),
                action: Some("delivered".to_owned()),
                ..FailedRecipient::default()
            });
        let recipients = recipients.take(50).collect();
        return Some(Bounce {
            recipients,
            status: Some("2.6.0".to_owned()),
            original_message_id: original,
            permanent: false,
        });
    }
    if kind != "Bounce" {
        return None;
    }
    let list = value
        .pointer("/bounce/bouncedRecipients")
        .and_then(|v| v.as_array())
        .into_iter()
        .flatten();
    let recipients: Vec<FailedRecipient> = list
        .take(50)
        .map(|r| FailedRecipient {
            address: text_of(r, "emailAddress")
                .unwrap_or_default()
                .to_lowercase(),
            action: text_of(r, "action"),
            status: text_of(r, "status").and_then(|s| code(&s)),
            diagnostic: text_of(r, "diagnosticCode"),
        })
        .collect();
    let permanent =
        value.pointer("/bounce/bounceType").and_then(|v| v.as_str()) == Some("Permanent");
    Some(Bounce {
        status: status(&recipients, ""),
        recipients,
        original_message_id: original,
        permanent,
    })
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
    fn a_person_is_no_report() {
        assert_eq!(
            bounce("From: postmaster@example.com\nSubject: Hello\n\nCan you call me?\n"),
            None
        );
    }
}
