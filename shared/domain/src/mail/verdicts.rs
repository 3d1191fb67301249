//! What the receiving server found out about a mail.
//!
//! Invariant: only the headers above the sender's own are believed. SES writes its block on top of
//! the mail, so everything from the second `Received` on may be forged.

use serde::{Deserialize, Serialize};

use super::headers::{Field, Fields};
use super::slice::starts_with_fold;

/// Results of the receiving server, in upper case as SES writes them; `None` when it said nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// `X-SES-Spam-Verdict`.
    pub spam: Option<String>,
    /// `X-SES-Virus-Verdict`.
    pub virus: Option<String>,
    /// SPF of the envelope sender.
    pub spf: Option<String>,
    /// DKIM, best result of all signatures.
    pub dkim: Option<String>,
    /// DMARC of the header sender.
    pub dmarc: Option<String>,
}

/// Envelope facts that servers leave in the header.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// Envelope sender; an empty string is the null sender.
    pub return_path: Option<String>,
    /// Recipients named by the receiving server.
    pub recipients: Vec<String>,
}

/// The topmost block: everything before the second `Received`.
fn top<'a, 'f>(fields: &'f Fields<'a>) -> &'f [Field<'a>] {
    let mut received = 0;
    let end = fields.list.iter().position(|f| {
        received += usize::from(f.name.eq_ignore_ascii_case(b"received"));
        received > 1
    });
    fields
        .list
        .get(..end.unwrap_or(fields.list.len()))
        .unwrap_or_default()
}

/// Reads the verdicts of SES. Without its first `Received` line nothing is believed.
pub(crate) fn verdicts(fields: &Fields<'_>) -> Verdicts {
    let top = top(fields);
    let first = top
        .iter()
        .find(|f| f.name.eq_ignore_ascii_case(b"received"));
    let by_ses = first.is_some_and(|f| {
        let value = String::from_utf8_lossy(f.value).to_ascii_lowercase();
        value.contains("amazonaws.com") || value.contains("amazonses.com")
    });
    if !by_ses {
        return Verdicts::default();
    }
    let get = |name: &str| {
        top.iter()
            .find(|f| f.name.eq_ignore_ascii_case(name.as_bytes()))
            .map(|f| upper(f.value))
    };
    let results = results(top);
    Verdicts {
        spam: get("x-ses-spam-verdict"),
        virus: get("x-ses-virus-verdict"),
        spf: method(&results, "spf"),
        dkim: method(&results, "dkim"),
        dmarc: method(&results, "dmarc"),
    }
}

fn upper(raw: &[u8]) -> String {
    String::from_utf8_lossy(raw).trim().to_ascii_uppercase()
}

/// The result of a method in `Authentication-Results` (RFC 8601); `pass` wins over others.
fn method(results: &str, name: &str) -> Option<String> {
    let mut found: Option<String> = None;
    for statement in results.split(';') {
        let Some((key, rest)) = statement.trim().split_once('=') else {
            continue;
        };
        if key.trim() != name {
            continue;
        }
        let value: String = rest
            .trim()
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric())
            .collect();
        if found.is_none() || value == "pass" {
            found = Some(value.to_ascii_uppercase());
        }
    }
    found
}

/// The domain of the signature that the receiving server found good.
pub(crate) fn dkim_domain(fields: &Fields<'_>) -> Option<String> {
    let results = results(top(fields));
    let passed = results
        .split(';')
        .map(str::trim)
        .find(|s| s.starts_with("dkim=pass"))?;
    let identity = passed.split_whitespace().find_map(|w| {
        w.strip_prefix("header.i=")
            .or_else(|| w.strip_prefix("header.d="))
    })?;
    Some(identity.rsplit('@').next().unwrap_or(identity).to_owned())
}

/// The domain for which the receiving server checked DMARC.
pub(crate) fn dmarc_domain(fields: &Fields<'_>) -> Option<String> {
    let results = results(top(fields));
    let checked = results
        .split(';')
        .map(str::trim)
        .find(|s| s.starts_with("dmarc="))?;
    let domain = checked
        .split_whitespace()
        .find_map(|w| w.strip_prefix("header.from="))?;
    Some(domain.rsplit('@').next().unwrap_or(domain).to_owned())
}

/// The line of SES in lower case; empty when there is none.
fn results(top: &[Field<'_>]) -> String {
    let own = top.iter().find(|f| {
        f.name.eq_ignore_ascii_case(b"authentication-results")
            && starts_with_fold(f.value.trim_ascii(), b"amazonses.com")
    });
    own.map(|f| String::from_utf8_lossy(f.value).to_ascii_lowercase())
        .unwrap_or_default()
}

/// Reads envelope sender and recipients.
pub(crate) fn envelope(fields: &Fields<'_>) -> Envelope {
    let return_path = fields.get("return-path").map(|raw| {
        let text = String::from_utf8_lossy(raw);
        text.trim()
            .trim_start_matches('<')
            .trim_end_matches('>')
            .trim()
            .to_lowercase()
    });
    let mut recipients = Vec::new();
    let received = fields.get("received").and_then(received_for);
    let named = ["x-original-to", "delivered-to"]
        .into_iter()
        .filter_map(|name| fields.text(name));
    for address in received.into_iter().chain(named) {
        let address = address.trim().trim_matches(['<', '>']).to_lowercase();
        if address.contains('@') && !recipients.contains(&address) {
            recipients.push(address);
        }
    }
    Envelope {
        return_path,
        recipients,
    }
}

/// The `for` clause of a `Received` field.
fn received_for(raw: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(raw);
    let text = text.split(';').next().unwrap_or("");
    let mut words = text.split_whitespace();
    words.by_ref().find(|w| w.eq_ignore_ascii_case("for"))?;
    words.next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::headers::block;
    use crate::mail::limits::Limits;

    fn read(text: &str) -> (Verdicts, Envelope) {
        let block = block(text.as_bytes(), &Limits::default());
        (verdicts(&block.fields), envelope(&block.fields))
    }

    const SES: &str = "Return-Path: <a@example.com>\r\nReceived: from x by inbound-smtp.eu-west-1.amazonaws.com with SMTP id 1\r\n for desk@in.example.com; Fri, 1 Jan 2021 00:00:00 +0000\r\nX-SES-Spam-Verdict: PASS\r\nX-SES-Virus-Verdict: PASS\r\nAuthentication-Results: amazonses.com;\r\n spf=pass (x) client-ip=1; dkim=fail; dkim=pass header.i=@example.com; dmarc=none header.from=example.com;\r\nReceived: from forged by me\r\n";

    #[test]
    fn the_topmost_block_is_read() {
        let (verdicts, envelope) = read(&format!("{SES}\r\n"));
        assert_eq!(verdicts.dkim.as_deref(), Some("PASS"));
        assert_eq!(verdicts.dmarc.as_deref(), Some("NONE"));
        assert_eq!(envelope.recipients, ["desk@in.example.com"]);
        assert_eq!(envelope.return_path.as_deref(), Some("a@example.com"));
    }

    #[test]
    fn forged_copies_are_ignored() {
        let forged = "Received: from a by mx.example.com\nReceived: from x by inbound-smtp.amazonaws.com\nX-SES-Spam-Verdict: PASS\nAuthentication-Results: amazonses.com; dmarc=pass\n\n";
        assert_eq!(read(forged).0, Verdicts::default());
        let below = format!(
            "{}X-SES-Spam-Verdict: PASS\r\n\r\n",
            SES.replace("X-SES-Spam-Verdict: PASS\r\n", "")
        );
        assert_eq!(read(&below).0.spam, None);
    }
}
