//! Reads the fields of a delivery report (RFC 3464).
//!
//! Invariant: groups that a server glued together or spread over blank lines are told apart.

use super::{FailedRecipient, code};
use crate::mail::forward::block::find_email;
use crate::mail::headers::{self, Fields};
use crate::mail::limits::Limits;
use crate::mail::slice::part;

/// Reads the per-recipient groups of a delivery-status part.
pub(super) fn read(bytes: &[u8]) -> Vec<FailedRecipient> {
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
            rest = crate::mail::slice::from(rest, next);
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
