//! Cursors of lists: where the next page begins, signed.
//!
//! Invariant: a cursor works only for the organisation, the list and the filter it was made for, and for a day.
//! Anything else is refused with the same words, so that a refusal tells nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::OrganisationId;
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::config::Secret;
use crate::entropy::Entropy;
use crate::error::{Error, Kind, Result};

/// How long a cursor works.
pub const LIFETIME: SignedDuration = SignedDuration::from_hours(24);

const PURPOSE: &[u8] = b"lambdesk list cursor v1";
const MAC: usize = 16;
const HEAD: usize = MAC + 8;
const LONGEST: usize = 1_000;

/// Makes and checks cursors.
#[derive(Clone)]
pub struct Cursors {
    key: [u8; 32],
}

/// What a cursor is bound to: the organisation, the list and its filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope([u8; 32]);

impl Scope {
    /// The scope of a list of an organisation with a filter.
    #[must_use]
    pub fn new(organisation: &OrganisationId, list: &str, filter: &impl Serialize) -> Self {
        let filter = serde_json::to_vec(filter).unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [organisation.as_str().as_bytes(), list.as_bytes(), &filter] {
            hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

impl Cursors {
    /// Cursors signed with a key drawn from the deployment's secret. Without a secret the key is random and
    /// the cursors end with the process.
    #[must_use]
    pub fn new(secret: &Secret) -> Self {
        if secret.is_empty() {
            return Self {
                key: Entropy::system().bytes(),
            };
        }
        Self {
            key: mac(secret.reveal().as_bytes(), &[PURPOSE]),
        }
    }

    /// A cursor that continues at a position.
    #[must_use]
    pub fn seal(&self, scope: &Scope, position: &str, now: Timestamp) -> String {
        let expires = now
            .as_second()
            .saturating_add(LIFETIME.as_secs())
            .to_be_bytes();
        let tag = self.tag(scope, &expires, position);
        let mut bytes = Vec::with_capacity(HEAD + position.len());
        bytes.extend(tag.iter().take(MAC));
        bytes.extend(expires);
        bytes.extend(position.as_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The position of a cursor.
    ///
    /// # Errors
    /// `Invalid` when it was made for something else, changed, or too long ago.
    pub fn open(&self, scope: &Scope, cursor: &str, now: Timestamp) -> Result<String> {
        self.read(scope, cursor, now).ok_or_else(|| {
            Error::told(
                Kind::Invalid,
                "continue the list",
                "cursor is not valid for this list; start again without it",
            )
        })
    }

    fn read(&self, scope: &Scope, cursor: &str, now: Timestamp) -> Option<String> {
        if cursor.len() > LONGEST {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (tag, rest) = bytes.split_at_checked(MAC)?;
        let (expires, position) = rest.split_first_chunk::<8>()?;
        let position = std::str::from_utf8(position).ok()?;
        let wanted = self.tag(scope, expires, position);
        let different = tag.iter().zip(wanted).fold(0, |acc, (a, b)| acc | (a ^ b));
        let in_time = i64::from_be_bytes(*expires) > now.as_second();
        (different == 0 && in_time).then(|| position.to_owned())
    }

    fn tag(&self, scope: &Scope, expires: &[u8; 8], position: &str) -> [u8; 32] {
        mac(&self.key, &[&scope.0, expires, position.as_bytes()])
    }
}

impl std::fmt::Debug for Cursors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cursors(***)")
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC takes keys of any length; the error type is a leftover of the trait.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return [0; 32];
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::from_second(1_000_000).unwrap()
    }

    fn scope(organisation: u8, list: &str, filter: &str) -> Scope {
        Scope::new(&OrganisationId::new(1, [organisation; 10]), list, &filter)
    }

    fn cursors() -> Cursors {
        Cursors::new(&Secret::new("0123456789abcdef0123456789abcdef"))
    }

    #[test]
    fn cursor_opens_only_where_it_was_made() {
        let own = scope(1, "tickets", "open");
        let cursor = cursors().seal(&own, "0001#tkt", now());
        assert_eq!(cursors().open(&own, &cursor, now()).unwrap(), "0001#tkt");
        for other in [
            scope(2, "tickets", "open"),
            scope(1, "contacts", "open"),
            scope(1, "tickets", "x"),
        ] {
            let error = cursors().open(&other, &cursor, now()).unwrap_err();
            assert_eq!(error.kind, Kind::Invalid);
            assert_eq!(
                error.to_string(),
                "cursor is not valid for this list; start again without it"
            );
        }
        let stranger = Cursors::new(&Secret::new("another secret of another deployment"));
        assert!(stranger.open(&own, &cursor, now()).is_err());
    }

    #[test]
    fn cursor_ends_after_a_day() {
        let own = scope(1, "tickets", "");
        let cursor = cursors().seal(&own, "a", now());
        let last = now() + LIFETIME - SignedDuration::from_secs(1);
        assert!(cursors().open(&own, &cursor, last).is_ok());
        assert!(cursors().open(&own, &cursor, now() + LIFETIME).is_err());
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let own = scope(1, "tickets", "");
        let bytes = URL_SAFE_NO_PAD
            .decode(cursors().seal(&own, "0001#tkt", now()))
            .unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let cursor = URL_SAFE_NO_PAD.encode(changed);
            assert!(cursors().open(&own, &cursor, now()).is_err(), "byte {at}");
        }
        for rubbish in ["", "x", "AAAA", "not base64!", &"A".repeat(2_000)] {
            assert!(cursors().open(&own, rubbish, now()).is_err());
        }
    }

    #[test]
    fn without_a_secret_each_process_has_its_own_key() {
        let own = scope(1, "tickets", "");
        let one = Cursors::new(&Secret::default());
        let cursor = one.seal(&own, "a", now());
        assert!(one.open(&own, &cursor, now()).is_ok());
        assert!(
            Cursors::new(&Secret::default())
                .open(&own, &cursor, now())
                .is_err()
        );
    }
}
