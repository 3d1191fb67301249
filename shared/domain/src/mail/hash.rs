//! Names a mail by its content, so that two deliveries of one mail are recognised.
//!
//! Invariant: headers that servers add on the way never change the hash, any other byte does.

use sha2::{Digest, Sha256};

use super::slice::{from, starts_with_fold, sub};

/// Header names (or their beginnings, ending in `-`) that differ between deliveries of one mail.
const TRACE: [&[u8]; 18] = [
    b"return-path:",
    b"received:",
    b"x-ses-",
    b"received-spf:",
    b"authentication-results:",
    b"arc-",
    b"dkim-signature:",
    b"x-google-dkim-signature:",
    b"delivered-to:",
    b"x-original-to:",
    b"x-ms-exchange-",
    b"x-forefront-",
    b"x-microsoft-antispam",
    b"x-ld-processed:",
    b"x-received:",
    b"x-gm-",
    b"x-spam-",
    b"x-forwarded-",
];

/// SHA-256 of the mail without trace headers, line ends folded to LF.
#[must_use]
pub fn content_hash(raw: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let body = hash_header(&mut hasher, raw);
    update_folded(&mut hasher, body);
    hasher.finalize().into()
}

/// Feeds the header without trace fields and returns the rest.
fn hash_header<'a>(hasher: &mut Sha256, raw: &'a [u8]) -> &'a [u8] {
    let mut rest = raw;
    let mut skipping = false;
    while !rest.is_empty() {
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |i| i + 1);
        let line = sub(rest, 0, end);
        if line.trim_ascii().is_empty() {
            break;
        }
        if !matches!(line.first(), Some(b' ' | b'\t')) {
            skipping = TRACE.iter().any(|name| starts_with_fold(line, name));
        }
        if !skipping {
            update_folded(hasher, line);
        }
        rest = from(rest, end);
    }
    rest
}

fn update_folded(hasher: &mut Sha256, bytes: &[u8]) {
    let mut rest = bytes;
    while let Some(cr) = memchr::memmem::find(rest, b"\r\n") {
        hasher.update(sub(rest, 0, cr));
        rest = from(rest, cr + 1);
    }
    hasher.update(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trace_headers_and_line_ends_do_not_count() {
        let first = b"Received: from a\r\n\tby b\r\nFrom: a@example.com\r\n\r\nhello\r\n";
        let second = b"Return-Path: <x@example.com>\nX-SES-Spam-Verdict: PASS\nFrom: a@example.com\n\nhello\n";
        assert_eq!(content_hash(first), content_hash(second));
    }

    #[test]
    fn content_counts() {
        assert_ne!(
            content_hash(b"From: a@example.com\n\nx"),
            content_hash(b"From: a@example.com\n\ny")
        );
        assert_ne!(
            content_hash(b"From: a@example.com\n\nReceived: x"),
            content_hash(b"From: a@example.com\n\n")
        );
    }
}
