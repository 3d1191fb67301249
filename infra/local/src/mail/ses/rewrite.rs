//! What SES changes in a mail it sends: its own Message-ID and Date, no Bcc, two headers of its own.
//!
//! Invariant: the body and every other header are sent as they came.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use crate::mail::headers;
use crate::mail::inbound::mail_date;
use crate::queues::ids::uuid;

/// An id in the form SES gives: region and time in hex, a UUID, and a counter that is always zero.
pub(super) fn message_id(region: &str, at: Timestamp) -> String {
    let place = match region {
        "us-east-1" => "0100",
        "us-west-2" => "0101",
        "eu-west-1" => "0102",
        "eu-central-1" => "0107",
        "ap-southeast-2" => "0108",
        _ => "010f",
    };
    format!("{place}{:012x}-{}-000000", at.as_millisecond(), uuid())
}

/// The Message-ID header value for an id; us-east-1 has a domain without its name.
pub(super) fn full_id(id: &str, region: &str) -> String {
    let host = if region == "us-east-1" {
        "email"
    } else {
        region
    };
    format!("<{id}@{host}.amazonses.com>")
}

/// The mail as it goes out.
pub(super) fn outgoing(raw: &[u8], id: &str, region: &str, at: Timestamp) -> Vec<u8> {
    let parts = headers::split(raw);
    let end = headers::line_end(raw);
    let mut out = Vec::with_capacity(raw.len() + 512);
    for field in &parts.fields {
        let ours = ["Message-ID", "Date", "Bcc", "Return-Path", "Feedback-ID"];
        let control = field
            .name
            .get(..6)
            .is_some_and(|start| start.eq_ignore_ascii_case("X-SES-"));
        if !control && !ours.iter().any(|name| field.is(name)) {
            out.extend_from_slice(field.raw);
        }
    }
    // A mail that ends in its headers may lack the last line end.
    if !out.is_empty() && !out.ends_with(b"\n") {
        out.extend_from_slice(end.as_bytes());
    }
    let feedback = STANDARD.encode(id);
    let added = [
        format!("Message-ID: {}", full_id(id, region)),
        format!("Date: {}", mail_date(at)),
        format!("Feedback-ID: ::1.{region}.{feedback}:AmazonSES"),
        format!("X-SES-Outgoing: {}-127.0.0.1", at.strftime("%Y.%m.%d")),
    ];
    for line in added {
        out.extend_from_slice(line.as_bytes());
        out.extend_from_slice(end.as_bytes());
    }
    if parts.rest.is_empty() {
        out.extend_from_slice(end.as_bytes());
    }
    out.extend_from_slice(parts.rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_look_like_those_of_ses() {
        let at = Timestamp::from_millisecond(0x018f_2a3b_4c5d).unwrap();
        let id = message_id("eu-west-1", at);
        assert!(id.starts_with("0102018f2a3b4c5d-"), "{id}");
        assert!(id.ends_with("-000000"));
        assert_eq!(id.len(), 16 + 1 + 36 + 7);
        assert_eq!(full_id("x", "us-east-1"), "<x@email.amazonses.com>");
        assert_eq!(full_id("x", "eu-west-1"), "<x@eu-west-1.amazonses.com>");
    }

    #[test]
    fn ids_dates_and_bcc_are_replaced_and_the_rest_is_kept() {
        let raw = b"From: a@x.test\r\nMessage-ID: <ours@x.test>\r\nDate: yesterday\r\nBcc: secret@x.test,\r\n more@x.test\r\nX-SES-CONFIGURATION-SET: c\r\nReferences: <r@x.test>\r\n\r\nBcc: in the body\r\n";
        let at = Timestamp::from_second(1_767_225_600).unwrap();
        let out = outgoing(raw, "id", "eu-west-1", at);
        let parts = headers::split(&out);
        assert_eq!(
            parts.first("Message-ID").as_deref(),
            Some("<id@eu-west-1.amazonses.com>")
        );
        assert_eq!(
            parts.first("Date").as_deref(),
            Some("Thu, 01 Jan 2026 00:00:00 +0000")
        );
        assert_eq!(parts.first("References").as_deref(), Some("<r@x.test>"));
        assert_eq!(parts.first("Bcc"), None);
        assert_eq!(parts.first("X-SES-CONFIGURATION-SET"), None);
        assert!(parts.first("Feedback-ID").unwrap().ends_with(":AmazonSES"));
        assert_eq!(parts.rest, b"\r\nBcc: in the body\r\n");
        assert!(!String::from_utf8(out).unwrap().contains("secret"));
    }

    #[test]
    fn a_mail_of_headers_alone_stays_well_formed() {
        let out = outgoing(b"From: a@x.test", "id", "eu-west-1", Timestamp::UNIX_EPOCH);
        let parts = headers::split(&out);
        assert_eq!(parts.first("From").as_deref(), Some("a@x.test"));
        assert_eq!(parts.rest, b"\r\n");
    }
}
