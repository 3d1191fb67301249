//! What SES inbound does to a mail before it stores it: trace, verdicts and authentication results on top.
//!
//! Invariant: the stored object ends in the bytes that arrived, unchanged; only lines above are new.
//! The order of the lines is the one in the SES developer guide's sample.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::InboundMail;
use super::headers::{self, Parts};
use crate::queues::ids::random_bytes;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz012345";

/// The facts of one arrival that are not in the mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The id SES gives: 40 lower-case letters and digits; see [`new_id`].
    pub id: String,
    /// The region whose inbound host takes the mail.
    pub region: String,
    /// When it was taken.
    pub at: Timestamp,
}

/// A new message id in the form SES inbound uses.
#[must_use]
pub fn new_id() -> String {
    let bytes = random_bytes()
        .into_iter()
        .chain(random_bytes())
        .chain(random_bytes());
    let letter = |byte: u8| {
        ALPHABET
            .get(usize::from(byte % 32))
            .copied()
            .map_or('a', char::from)
    };
    bytes.take(40).map(letter).collect()
}

/// The key of the stored object: the id below `raw/`, without an ending.
#[must_use]
pub fn key(id: &str) -> String {
    format!("raw/{id}")
}

/// The bytes SES would store for this mail.
///
/// A mail may carry `X-Local-Spam`, `X-Local-Virus`, `X-Local-Spf`, `X-Local-Dkim` or `X-Local-Dmarc`
/// with a verdict of its own, such as `FAIL`; those fields stay where they are.
#[must_use]
pub fn stored_form(mail: &InboundMail, arrival: &Arrival) -> Vec<u8> {
    let parts = headers::split(&mail.raw);
    let end = headers::line_end(&mail.raw);
    let lines = added_lines(mail, arrival, &parts);
    let mut stored = Vec::with_capacity(mail.raw.len() + 2048);
    for line in lines {
        stored.extend_from_slice(line.as_bytes());
        stored.extend_from_slice(end.as_bytes());
    }
    stored.extend_from_slice(&mail.raw);
    stored
}

fn added_lines(mail: &InboundMail, arrival: &Arrival, parts: &Parts<'_>) -> Vec<String> {
    let helo = plain(&mail.helo);
    let peer = peer(mail);
    let recipient = mail
        .recipients
        .first()
        .map(|one| plain(one))
        .unwrap_or_default();
    let mut lines = vec![
        format!("Return-Path: <{}>", plain(&mail.mail_from)),
        format!("Received: from {helo} ({helo} [{peer}])"),
        format!(
            " by inbound-smtp.{}.amazonaws.com with SMTP id {}",
            arrival.region, arrival.id
        ),
        format!(" for {recipient};"),
        format!(" {} (UTC)", mail_date(arrival.at)),
        format!("X-SES-Spam-Verdict: {}", verdict(parts, "X-Local-Spam")),
        format!("X-SES-Virus-Verdict: {}", verdict(parts, "X-Local-Virus")),
    ];
    lines.extend(authentication(mail, parts));
    lines.push(format!(
        "X-SES-RECEIPT: {}",
        STANDARD.encode(format!("local {}", arrival.id))
    ));
    lines
}

fn authentication(mail: &InboundMail, parts: &Parts<'_>) -> Vec<String> {
    let (sender, helo, peer) = (plain(&mail.mail_from), plain(&mail.helo), peer(mail));
    let domain = sender
        .rsplit('@')
        .next()
        .filter(|domain| !domain.is_empty())
        .unwrap_or(&helo);
    let from = header_domain(parts).unwrap_or_else(|| domain.to_owned());
    let low = |name| verdict(parts, name).to_lowercase();
    let (spf, dkim, dmarc) = (
        low("X-Local-Spf"),
        low("X-Local-Dkim"),
        low("X-Local-Dmarc"),
    );
    let permitted = if spf == "pass" {
        "designates"
    } else {
        "does not designate"
    };
    let check = format!(
        "{spf} (spfCheck: domain of {domain} {permitted} {peer} as permitted sender) client-ip={peer}; envelope-from={sender}; helo={helo};"
    );
    vec![
        format!("Received-SPF: {check}"),
        "Authentication-Results: amazonses.com;".to_owned(),
        format!(" spf={check}"),
        format!(" dkim={dkim} header.i=@{from};"),
        format!(" dmarc={dmarc} header.from={from};"),
    ]
}

fn peer(mail: &InboundMail) -> String {
    mail.peer
        .map_or_else(|| "127.0.0.1".to_owned(), |peer| peer.to_string())
}

/// The date as mail headers write it, in UTC.
pub(super) fn mail_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// The verdict a mail asks for in this field, PASS without one.
fn verdict(parts: &Parts<'_>, name: &str) -> String {
    const KNOWN: [&str; 7] = [
        "PASS",
        "FAIL",
        "GRAY",
        "PROCESSING_FAILED",
        "DISABLED",
        "NONE",
        "SOFTFAIL",
    ];
    let asked = parts.first(name).map(|value| value.to_uppercase());
    asked
        .filter(|value| KNOWN.contains(&value.as_str()))
        .unwrap_or_else(|| "PASS".to_owned())
}

fn header_domain(parts: &Parts<'_>) -> Option<String> {
    let from = headers::addresses(&parts.first("From")?);
    let domain = plain(from.first()?.rsplit('@').next()?);
    (!domain.is_empty()).then_some(domain)
}

/// The text without what could end a line or an angle bracket; the client chose it.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|letter| {
            !letter.is_control() && !letter.is_whitespace() && !"<>();".contains(*letter)
        })
        .take(320)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(raw: &[u8]) -> InboundMail {
        InboundMail {
            mail_from: "kim@example.com".to_owned(),
            recipients: vec!["support@desk.test".to_owned()],
            raw: raw.to_vec(),
            helo: "mx.example.com".to_owned(),
            peer: None,
        }
    }

    fn arrival() -> Arrival {
        Arrival {
            id: "a".repeat(40),
            region: "eu-west-1".to_owned(),
            at: Timestamp::from_second(1_767_225_600).unwrap(),
        }
    }

    #[test]
    fn the_added_lines_stand_in_the_documented_order_above_the_untouched_mail() {
        let raw = b"From: Kim <kim@sub.example.com>\r\nSubject: x\r\n\r\nbody\xff\r\n";
        let stored = stored_form(&mail(raw), &arrival());
        assert!(stored.ends_with(raw));
        let parts = headers::split(&stored);
        let names: Vec<&str> = parts.fields.iter().map(|field| field.name).collect();
        let expected = [
            "Return-Path",
            "Received",
            "X-SES-Spam-Verdict",
            "X-SES-Virus-Verdict",
            "Received-SPF",
            "Authentication-Results",
            "X-SES-RECEIPT",
            "From",
            "Subject",
        ];
        assert_eq!(names, expected);
        let received = parts.first("Received").unwrap();
        assert!(received.contains("by inbound-smtp.eu-west-1.amazonaws.com with SMTP id aaaa"));
        assert!(received.ends_with("for support@desk.test; Thu, 01 Jan 2026 00:00:00 +0000 (UTC)"));
        let results = parts.first("Authentication-Results").unwrap();
        assert!(results.starts_with("amazonses.com; spf=pass"), "{results}");
        assert!(
            results.contains("dmarc=pass header.from=sub.example.com;"),
            "{results}"
        );
    }

    #[test]
    fn a_mail_can_ask_for_its_verdicts() {
        let raw = b"X-Local-Spam: FAIL\nX-Local-Virus: gray\nX-Local-Spf: fail\n\nhi";
        let stored = stored_form(&mail(raw), &arrival());
        let parts = headers::split(&stored);
        assert_eq!(parts.first("X-SES-Spam-Verdict").as_deref(), Some("FAIL"));
        assert_eq!(parts.first("X-SES-Virus-Verdict").as_deref(), Some("GRAY"));
        assert!(parts.first("Received-SPF").unwrap().starts_with("fail"));
        assert!(!stored.contains(&b'\r'), "the mail's own line end is kept");
    }

    #[test]
    fn hostile_envelopes_cannot_add_header_lines() {
        let mut hostile = mail(b"\r\nbody");
        hostile.mail_from = "a@b\r\nX-SES-Spam-Verdict: PASS <".to_owned();
        hostile.helo = "x\r\n\r\nbody".to_owned();
        hostile.recipients = vec!["r@d>\n".to_owned()];
        let stored = stored_form(&hostile, &arrival());
        let parts = headers::split(&stored);
        assert_eq!(parts.fields.len(), 7);
        assert_eq!(parts.rest, b"\r\nbody");
    }

    #[test]
    fn ids_have_the_form_of_ses_and_differ() {
        let id = new_id();
        assert_eq!(id.len(), 40);
        assert!(id.bytes().all(|byte| ALPHABET.contains(&byte)));
        assert_ne!(id, new_id());
        assert_eq!(key("x"), "raw/x");
    }
}
