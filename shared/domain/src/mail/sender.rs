//! Decides who the customer is, and on what evidence.
//!
//! Invariant: an address found in a body is believed only when the outer sender is the
//! organisation's own, and is never called trusted.

use serde::{Deserialize, Serialize};

use super::Mail;
use super::headers::Fields;
use crate::address::{self, Address};

/// Which rule found the customer, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// `From` of the mail as it arrived, headers intact.
    HeaderFrom,
    /// `From` of a mail that a forwarding rule passed on unchanged.
    Redirected,
    /// `Reply-To` of a mail whose `From` is a form or no-reply sender.
    FormReplyTo,
    /// `X-Original-From` or `X-Original-Sender` of a forwarding service.
    OriginalHeader,
    /// `From` of the message attached by a colleague.
    AttachedMessage,
    /// The header block in text forwarded by a colleague.
    ForwardedBlock,
    /// The first outside recipient of a mail that a colleague wrote.
    ColleagueRecipient,
}

/// The customer of a mail.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sender {
    /// Name and address.
    pub address: Address,
    /// Rule that decided.
    pub evidence: Evidence,
    /// How sure the rule is, 0 to 1.
    pub confidence: f32,
    /// Whether the receiving server authenticated this address.
    pub trusted: bool,
}

/// Decides the customer of a mail whose other fields are complete.
pub(crate) fn decide(
    mail: &Mail,
    fields: &Fields<'_>,
    own: &dyn Fn(&str) -> bool,
) -> Option<Sender> {
    let from = mail.from.as_ref().filter(|f| f.email.contains('@'));
    match from {
        Some(from) if own(&from.email) => from_colleague(mail, fields, from, own),
        Some(from) => Some(outside(mail, fields, from, own)),
        None => None,
    }
}

fn found(address: &Address, evidence: Evidence, confidence: f32) -> Sender {
    Sender {
        address: address.clone(),
        evidence,
        confidence,
        trusted: false,
    }
}

/// The outer sender is a stranger: it is the customer, unless it is the machine behind a web form.
fn outside(mail: &Mail, fields: &Fields<'_>, from: &Address, own: &dyn Fn(&str) -> bool) -> Sender {
    let trusted = authenticated(mail, fields, from);
    if speaks_for_others(from) && mail.automatic.is_none() {
        let person = mail.reply_to.iter().find(|a| {
            a.email != from.email
                && !own(&a.email)
                && address::is_deliverable(&a.email)
                && !speaks_for_others(a)
        });
        if let Some(person) = person {
            return found(person, Evidence::FormReplyTo, 0.85);
        }
    }
    let evidence = if redirected(mail, fields) {
        Evidence::Redirected
    } else {
        Evidence::HeaderFrom
    };
    let confidence = match (trusted, evidence) {
        (true, _) => 1.0,
        (false, Evidence::Redirected) => 0.95,
        (false, _) => 0.9,
    };
    Sender {
        trusted,
        ..found(from, evidence, confidence)
    }
}

/// The outer sender is one of our mailboxes or agents: the customer is somebody in the mail.
fn from_colleague(
    mail: &Mail,
    fields: &Fields<'_>,
    from: &Address,
    own: &dyn Fn(&str) -> bool,
) -> Option<Sender> {
    let stranger =
        |a: &Address| a.email != from.email && !own(&a.email) && address::is_deliverable(&a.email);
    for name in ["x-original-from", "x-original-sender", "x-forwarded-from"] {
        let original = fields
            .get(name)
            .and_then(|raw| super::addresses::list(raw, 1, None).0.into_iter().next());
        if let Some(original) = original.filter(|a| stranger(a)) {
            return Some(found(&original, Evidence::OriginalHeader, 0.9));
        }
    }
    if let Some(forwarded) = &mail.forwarded {
        let author = forwarded.from.as_ref().filter(|a| stranger(a))?;
        let attached = forwarded.attached;
        let (evidence, confidence) = if attached {
            (Evidence::AttachedMessage, 0.95)
        } else {
            (Evidence::ForwardedBlock, 0.8)
        };
        return Some(found(author, evidence, confidence));
    }
    // A web form that sends with the mailbox as From and the visitor as Reply-To.
    if let Some(visitor) = mail.reply_to.iter().find(|a| stranger(a)) {
        return Some(found(visitor, Evidence::FormReplyTo, 0.8));
    }
    let recipient = mail.to.iter().chain(&mail.cc).find(|a| stranger(a))?;
    Some(found(recipient, Evidence::ColleagueRecipient, 0.9))
}

/// Senders that write in the name of others: forms, shops, no-reply addresses.
fn speaks_for_others(from: &Address) -> bool {
    let local = from.local().replace(['.', '_'], "-");
    const NAMES: [&str; 16] = [
        "no-reply",
        "noreply",
        "do-not-reply",
        "donotreply",
        "nicht-antworten",
        "ne-pas-repondre",
        "notification",
        "notifications",
        "webform",
        "form",
        "forms",
        "kontaktformular",
        "contactform",
        "contact-form",
        "mailer",
        "wordpress",
    ];
    NAMES.iter().any(|name| {
        local == *name
            || local.starts_with(&format!("{name}-"))
            || local.starts_with(&format!("{name}+"))
            || local.ends_with(&format!("-{name}"))
    })
}

/// Traces of a forwarding rule: SRS envelope, Exchange's loop headers, Resent-From.
fn redirected(mail: &Mail, fields: &Fields<'_>) -> bool {
    let srs =
        mail.envelope.return_path.as_deref().is_some_and(|p| {
            p.contains("+srs=") || p.starts_with("srs0=") || p.starts_with("srs1=")
        });
    let rule = [
        "x-ms-exchange-inbox-rules-loop",
        "x-ms-exchange-transport-rules-loop",
        "x-ms-exchange-forwardingloop",
        "resent-from",
        "x-forwarded-to",
        "x-forwarded-for",
    ];
    srs || rule.iter().any(|name| fields.has(name))
}

/// DMARC passed, or DKIM passed for the domain of the sender. A mail with several `From` can pass
/// for another one than we show: where the server names the domain, it must be the sender's.
fn authenticated(mail: &Mail, fields: &Fields<'_>, from: &Address) -> bool {
    if mail.verdicts.dmarc.as_deref() == Some("PASS") {
        return super::verdicts::dmarc_domain(fields)
            .is_none_or(|domain| aligned(from.domain(), &domain));
    }
    mail.verdicts.dkim.as_deref() == Some("PASS")
        && super::verdicts::dkim_domain(fields)
            .is_some_and(|domain| aligned(from.domain(), &domain))
}

/// Relaxed alignment: equal, or one is a subdomain of the other.
fn aligned(from: &str, signed: &str) -> bool {
    let below = |long: &str, short: &str| {
        long.strip_suffix(short)
            .is_some_and(|head| head.ends_with('.'))
            && short.contains('.')
    };
    !signed.is_empty() && (from == signed || below(from, signed) || below(signed, from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Context, Limits, read};

    fn customer(raw: &str) -> Option<(String, Evidence)> {
        let own = |a: &str| a.ends_with("@team.test");
        read(
            raw.as_bytes(),
            &Context {
                own: &own,
                limits: Limits::default(),
            },
        )
        .customer
        .map(|c| (c.address.email, c.evidence))
    }

    const BLOCK: &str =
        "Von: Ann <ann@example.com>\nGesendet: Montag\nAn: desk@team.test\nBetreff: x\n\nHallo\n";

    #[test]
    fn the_header_decides_for_strangers() {
        assert_eq!(
            customer("From: ann@example.com\n\nhi\n"),
            Some(("ann@example.com".into(), Evidence::HeaderFrom))
        );
        let forged = format!("From: eve@evil.test\nSubject: WG: x\n\n{BLOCK}");
        assert_eq!(
            customer(&forged),
            Some(("eve@evil.test".into(), Evidence::HeaderFrom))
        );
        let srs = "Return-Path: <bounces+SRS=abc=XY@team.test>\nFrom: ann@example.com\n\nhi\n";
        assert_eq!(
            customer(srs),
            Some(("ann@example.com".into(), Evidence::Redirected))
        );
    }

    #[test]
    fn forms_are_answered_to_the_visitor() {
        let raw = "From: no-reply@shop.test\nReply-To: Ann <ann@example.com>\n\nhi\n";
        assert_eq!(
            customer(raw),
            Some(("ann@example.com".into(), Evidence::FormReplyTo))
        );
        assert_eq!(
            customer("From: bob@example.com\nReply-To: ann@example.com\n\nhi\n")
                .unwrap()
                .1,
            Evidence::HeaderFrom
        );
    }

    #[test]
    fn colleagues_pass_mail_on() {
        let raw = format!("From: desk@team.test\nSubject: WG: x\n\nplease look\n\n{BLOCK}");
        assert_eq!(
            customer(&raw),
            Some(("ann@example.com".into(), Evidence::ForwardedBlock))
        );
        let attached = "From: desk@team.test\nSubject: see\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nnote\n--b\nContent-Type: message/rfc822\n\nFrom: Ann <ann@example.com>\nMessage-ID: <1@example.com>\n\nhi\n--b--\n";
        assert_eq!(
            customer(attached),
            Some(("ann@example.com".into(), Evidence::AttachedMessage))
        );
        assert_eq!(
            customer("From: agent@team.test\nTo: ann@example.com\n\nanswer\n"),
            Some(("ann@example.com".into(), Evidence::ColleagueRecipient))
        );
    }

    #[test]
    fn trust_needs_the_receiving_server() {
        let read_trust = |raw: &str| {
            read(raw.as_bytes(), &Context::stranger())
                .customer
                .unwrap()
                .trusted
        };
        let ses = "Received: from x by inbound-smtp.eu-west-1.amazonaws.com; now\nAuthentication-Results: amazonses.com; dmarc=pass header.from=example.com\nFrom: ann@example.com\n\nhi\n";
        assert!(read_trust(ses));
        assert!(!read_trust(&ses.replace("amazonaws.com", "evil.test")));
        assert!(!read_trust(
            &ses.replace("header.from=example.com", "header.from=evil.test")
        ));
        let dkim = ses.replace(
            "dmarc=pass header.from=example.com",
            "dkim=pass header.i=@mail.example.com; dmarc=none",
        );
        assert!(read_trust(&dkim));
        assert!(!read_trust(&dkim.replace("mail.example.com", "evil.test")));
    }
}
