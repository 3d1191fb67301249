//! Which addresses a raw mail was meant for, before anything else of it is read.
//!
//! Invariant: the receiving server's word comes first; `To` and `Cc` are only what the sender claims.

use mail_parser::{HeaderName, HeaderValue, MessageParser};

use crate::address::normalise;

/// Most recipients looked at; more are a mailing, not a letter.
const MAX_RECIPIENTS: usize = 50;

/// Addresses a mail was meant for, best evidence first, lower case, without repeats.
///
/// Order: `for` clause of the topmost `Received` (the RCPT TO of SES), `X-Original-To`,
/// `Delivered-To`, `To`, `Cc`. Source: SES developer guide, "Receiving email".
#[must_use]
pub fn recipients(raw: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    let head = header_block(raw);
    let Some(message) = MessageParser::default().parse_headers(head) else {
        return found;
    };
    let headers = message.headers();
    if let Some(first) = headers.iter().find(|h| h.name == HeaderName::Received) {
        let line = head
            .get(first.offset_start as usize..first.offset_end as usize)
            .unwrap_or_default();
        push(&mut found, received_for(line));
    }
    for name in ["X-Original-To", "Delivered-To"] {
        let texts = headers
            .iter()
            .filter(|h| h.name.as_str().eq_ignore_ascii_case(name));
        for header in texts {
            let line = head
                .get(header.offset_start as usize..header.offset_end as usize)
                .unwrap_or_default();
            push(
                &mut found,
                std::str::from_utf8(line).ok().map(str::to_owned),
            );
        }
    }
    for wanted in [HeaderName::To, HeaderName::Cc] {
        for header in headers.iter().filter(|h| h.name == wanted) {
            if let HeaderValue::Address(address) = &header.value {
                for one in address.iter().take(MAX_RECIPIENTS) {
                    push(&mut found, one.address.as_deref().map(str::to_owned));
                }
            }
        }
    }
    found
}

fn header_block(raw: &[u8]) -> &[u8] {
    const LIMIT: usize = 256 * 1024;
    let raw = raw.get(..raw.len().min(LIMIT)).unwrap_or(raw);
    let end = memchr::memmem::find(raw, b"\r\n\r\n").or_else(|| memchr::memmem::find(raw, b"\n\n"));
    end.and_then(|at| raw.get(..at + 2)).unwrap_or(raw)
}

/// The address in `… for <address>; date` of a `Received` line.
fn received_for(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = words
        .iter()
        .position(|word| word.eq_ignore_ascii_case("for"))?;
    words
        .get(at + 1)
        .map(|word| word.trim_matches(['<', '>', ';', ',']).to_owned())
}

fn push(found: &mut Vec<String>, address: Option<String>) {
    if let Some(address) = address.map(|a| normalise(&a)).filter(|a| a.contains('@'))
        && found.len() < MAX_RECIPIENTS
        && !found.contains(&address)
    {
        found.push(address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_receiving_server_is_believed_first() {
        let raw = b"Return-Path: <a@example.com>\r\nReceived: from mx.example.com (mx [192.0.2.1])\r\n by inbound-smtp.eu-west-1.amazonaws.com with SMTP id abc\r\n for Support@In.Demo.test;\r\n Fri, 20 Nov 2026 09:00:00 +0000\r\nReceived: from x by y for other@example.com; date\r\nDelivered-To: box@demo.test\r\nTo: \"A, B\" <support@demo.test>, c@example.com\r\nCc: support@demo.test\r\n\r\nbody\r\n";
        assert_eq!(
            recipients(raw),
            [
                "support@in.demo.test",
                "box@demo.test",
                "support@demo.test",
                "c@example.com"
            ]
        );
    }

    #[test]
    fn rubbish_has_no_recipients() {
        for raw in [
            &b""[..],
            b"\0\0\0",
            b"no header at all",
            b"To: undisclosed-recipients:;\n\n",
        ] {
            assert_eq!(recipients(raw), Vec::<String>::new());
        }
    }
}
