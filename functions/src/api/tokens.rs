//! Secrets that callers hold: API keys, sessions, sign-in links.
//!
//! Invariant: the table only knows the SHA-256 of a secret; the secret itself is shown once and kept by its holder.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use lambdesk_cloud::entropy::{Entropy, sha256_hex};
use lambdesk_cloud::store::ApiKey;
use lambdesk_domain::access::Scope;
use lambdesk_domain::ids::{ApiKeyId, OrganisationId};
use lambdesk_domain::people::Role;

/// What every API key starts with, so that scanners of leaked secrets can find it.
pub const KEY_PREFIX: &str = "ldk_";

/// A secret of 256 bits: 43 letters, digits, `-` or `_`.
#[must_use]
pub fn secret(entropy: &Entropy) -> String {
    URL_SAFE_NO_PAD.encode(entropy.bytes::<32>())
}

/// The form in which the table knows a secret.
#[must_use]
pub fn hash(secret: &str) -> String {
    sha256_hex(secret)
}

/// Makes an API key: the record to store and the text to show, once.
#[must_use]
pub fn mint(
    entropy: &Entropy,
    organisation: &OrganisationId,
    name: &str,
    scopes: BTreeSet<Scope>,
    expires: Option<Timestamp>,
    now: Timestamp,
) -> (ApiKey, String) {
    let id = entropy.api_key(now);
    let secret = secret(entropy);
    let body = id
        .as_str()
        .strip_prefix(ApiKeyId::PREFIX)
        .unwrap_or_default();
    let text = format!("{KEY_PREFIX}{body}_{secret}");
    let key = ApiKey {
        id,
        organisation: organisation.clone(),
        name: name.to_owned(),
        secret_sha256: hash(&secret),
        role: Role::Machine,
        scopes,
        created_at: now,
        expires,
        revoked: None,
    };
    (key, text)
}

/// The public part and the secret of an API key as sent; `None` when it is not one.
#[must_use]
pub fn split_key(text: &str) -> Option<(ApiKeyId, &str)> {
    let (body, secret) = text.strip_prefix(KEY_PREFIX)?.split_at_checked(26)?;
    let secret = secret
        .strip_prefix('_')
        .filter(|s| (32..=128).contains(&s.len()))?;
    let id = format!("{}{body}", ApiKeyId::PREFIX).parse().ok()?;
    Some((id, secret))
}

/// Compares two hashes without telling by the time taken where they differ.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    let differing = one
        .bytes()
        .zip(other.bytes())
        .fold(0u8, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && std::hint::black_box(differing) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minted_key_splits_into_its_id_and_secret() {
        let entropy = Entropy::seeded(1);
        let now = Timestamp::from_second(1_000).unwrap();
        let organisation = entropy.organisation(now);
        let (key, text) = mint(
            &entropy,
            &organisation,
            "ci",
            BTreeSet::from([Scope::TicketsRead]),
            None,
            now,
        );
        let (id, secret) = split_key(&text).unwrap();
        assert_eq!(id, key.id);
        assert_eq!(secret.len(), 43);
        assert!(same(&hash(secret), &key.secret_sha256));
        assert!(!format!("{key:?}").contains(secret));
    }

    #[test]
    fn rubbish_is_no_key() {
        for text in [
            "",
            "ldk_",
            "ldk_abc_def",
            "hdk_x",
            &"ü".repeat(40),
            &format!("ldk_{}", "é".repeat(26)),
        ] {
            assert_eq!(split_key(text), None, "{text:?}");
        }
    }

    #[test]
    fn comparison_sees_every_difference() {
        assert!(same("abc", "abc"));
        assert!(!same("abc", "abd") && !same("abc", "ab") && !same("", "a"));
    }
}
