//! How far the sender of a mail is known to be who they say.
//!
//! Invariant: only an aligned sender counts as verified; what is known from hearsay never does.

use crate::message::Provenance;
use crate::status::words;

words! {
    /// How far a sender is known to be who they say.
    Trust {
        /// The domain of the visible sender vouches for the mail: DMARC passed (RFC 7489).
        Verified = "verified",
        /// Nothing speaks against it, and nothing vouches for it.
        Unverified = "unverified",
        /// DMARC failed, or the receiving server takes the mail for spam or found a virus.
        Failed = "failed",
        /// The receiving server said nothing.
        Unknown = "unknown",
    }
}

/// What is known of the customer only from the text of a mail that somebody passed on, or from an agent.
const HEARSAY: [&str; 4] = [
    "forwarded_block",
    "attached_message",
    "original_header",
    "agent",
];

/// Decides. SPF or DKIM alone say nothing about the visible sender. The checks speak of who sent the mail: when a colleague
/// passed it on, they say nothing good about the customer named in it.
#[must_use]
pub fn of(provenance: &Provenance) -> Trust {
    let verdict = |name: &str| {
        provenance
            .verdicts
            .get(name)
            .map(|v| v.to_ascii_uppercase())
    };
    let is = |name: &str, word: &str| verdict(name).as_deref() == Some(word);
    let evidence = provenance.sender_evidence.as_deref();
    if ["spam", "virus", "dmarc"]
        .into_iter()
        .any(|name| is(name, "FAIL"))
    {
        return Trust::Failed;
    }
    if evidence.is_some_and(|evidence| HEARSAY.contains(&evidence)) {
        return Trust::Unverified;
    }
    if is("dmarc", "PASS") {
        return Trust::Verified;
    }
    if provenance.verdicts.is_empty() {
        Trust::Unknown
    } else {
        Trust::Unverified
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Verdicts of the receiving server, which evidence named the customer, and what that comes to.
    type Case<'a> = (&'a [(&'a str, &'a str)], Option<&'a str>, Trust);

    #[test]
    fn only_an_aligned_sender_is_verified() {
        let table: [Case<'_>; 11] = [
            (&[("dmarc", "PASS"), ("spf", "FAIL")], None, Trust::Verified),
            (&[("dmarc", "pass")], Some("header_from"), Trust::Verified),
            (
                &[("spf", "PASS"), ("dkim", "PASS")],
                None,
                Trust::Unverified,
            ),
            (&[("dmarc", "GRAY")], None, Trust::Unverified),
            (&[("dmarc", "FAIL")], None, Trust::Failed),
            (&[("dmarc", "PASS"), ("spam", "FAIL")], None, Trust::Failed),
            (&[("virus", "FAIL")], None, Trust::Failed),
            (&[], None, Trust::Unknown),
            (
                &[("dmarc", "PASS")],
                Some("forwarded_block"),
                Trust::Unverified,
            ),
            (&[("dmarc", "PASS")], Some("agent"), Trust::Unverified),
            (
                &[("dmarc", "FAIL")],
                Some("attached_message"),
                Trust::Failed,
            ),
        ];
        for (verdicts, evidence, expected) in table {
            let pair = |(name, word): &(&str, &str)| ((*name).to_owned(), (*word).to_owned());
            let provenance = Provenance {
                verdicts: verdicts.iter().map(pair).collect(),
                sender_evidence: evidence.map(str::to_owned),
                ..Provenance::default()
            };
            assert_eq!(of(&provenance), expected, "{verdicts:?} {evidence:?}");
        }
    }
}
