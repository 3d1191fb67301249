//! Reads delivery reports that servers write for people.
//!
//! Invariant: only what stands above the copy of the returned mail counts.

use super::FailedRecipient;
use crate::mail::Mail;
use crate::mail::forward::block::find_email;
use crate::mail::locales;
use crate::mail::mime::Part;
use crate::mail::slice::{clip, part, squeeze, tail};

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

pub(super) fn wording(said: &str, text: &str) -> Option<String> {
    for source in [said, text] {
        let lower = clip(source, 8_192).to_lowercase();
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

pub(super) fn before_copy(text: &str) -> &str {
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
pub(super) fn worded_as_report(mail: &Mail, parts: &[Part<'_>]) -> bool {
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
    master && (says_failed(&subject) || says_failed(&clip(&mail.text, 2_048).to_lowercase()))
}

/// Wordings of failure in subjects and first lines.
const FAILED: [&str; 25] = [
    "undeliver",
    "delivery status",
    "delivery fail",
    "failure notice",
    "returned mail",
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
pub(super) fn text_recipient(text: &str, parts: &[Part<'_>]) -> Option<FailedRecipient> {
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
    let diagnostic: String = squeeze(clip(line.trim_start_matches(['>', ':', ' ']), 400));
    Some(FailedRecipient {
        address,
        action: None,
        status: None,
        diagnostic: (!diagnostic.is_empty()).then_some(diagnostic),
    })
}

/// Whether a server says that it goes on trying.
pub(super) fn still_trying(text: &str) -> bool {
    const WORDS: [&str; 9] = [
        "(delay)",
        "delayed",
        "will retry",
        "still being retried",
        "will keep trying",
        "will continue to try",
        "temporary problem",
        "no action is required on your part",
        "noch nicht zugestellt",
    ];
    let lower = clip(text, 2_048).to_lowercase();
    WORDS.iter().any(|w| lower.contains(w))
}
