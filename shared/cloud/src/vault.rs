//! Seals the secrets organisations set, so that the table holds none in clear: an envelope of KMS.
//!
//! Invariant: a secret opens only for the organisation and the name it was sealed for, and every secret has a data key of
//! its own. A text in clear is in no error and no log line.

mod kms;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::secret::SecretName;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::{Deserialize, Serialize};

use self::kms::{Context, DataKey, Kms};
use crate::clock::Clock;
use crate::config::{AwsSettings, Secret};
use crate::entropy::{Entropy, sha256_hex};
use crate::error::{Error, Kind, Result};

/// How long a data key is remembered, so that a busy function does not ask KMS for every ticket.
const KEY_AGE: SignedDuration = SignedDuration::from_mins(5);
/// Most data keys that are remembered.
const MOST_KEYS: usize = 256;
const OPEN: &str = "open a secret";
const SEAL: &str = "seal a secret";

/// A sealed secret, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// The data key, encrypted by KMS; base64.
    data_key: String,
    /// The nonce of AES-256-GCM; base64.
    nonce: String,
    /// The sealed text with its tag; base64.
    text: String,
}

/// Seals and opens secrets; one for a process. Nothing is contacted before the first use.
#[derive(Debug)]
pub struct Vault {
    kms: Kms,
    clock: Clock,
    entropy: Entropy,
    keys: Mutex<HashMap<String, (Timestamp, Arc<DataKey>)>>,
}

impl Vault {
    /// A vault under a key of KMS; `key` is its id or ARN.
    #[must_use]
    pub fn new(aws: &AwsSettings, key: &str, clock: Clock, entropy: Entropy) -> Self {
        Self {
            kms: Kms::new(aws, key, clock.clone(), entropy.clone()),
            clock,
            entropy,
            keys: Mutex::default(),
        }
    }

    /// Seals a secret for an organisation under a data key of its own.
    ///
    /// # Errors
    /// As KMS says.
    pub async fn seal(
        &self,
        organisation: &OrganisationId,
        name: SecretName,
        secret: &Secret,
    ) -> Result<Sealed> {
        let context = Context::of(organisation, name);
        let (key, data_key) = self.kms.generate(&context).await?;
        let nonce: [u8; NONCE_LEN] = self.entropy.bytes();
        let mut text = secret.reveal().as_bytes().to_vec();
        cipher(&key)
            .and_then(|cipher| {
                let bound = Aad::from(context.bound());
                let nonce = Nonce::assume_unique_for_key(nonce);
                cipher.seal_in_place_append_tag(nonce, bound, &mut text)
            })
            .map_err(|_| Error::new(Kind::Broken, SEAL))?;
        Ok(Sealed {
            data_key,
            nonce: STANDARD.encode(nonce),
            text: STANDARD.encode(text),
        })
    }

    /// Opens what was sealed for this organisation under this name.
    ///
    /// # Errors
    /// `Broken` when it was sealed for another one or tampered with; else as KMS says.
    pub async fn open(
        &self,
        organisation: &OrganisationId,
        name: SecretName,
        sealed: &Sealed,
    ) -> Result<Secret> {
        let context = Context::of(organisation, name);
        let key = self.data_key(&context, &sealed.data_key).await?;
        let opened = unseal(&key, &context, sealed);
        opened.ok_or_else(unopenable)
    }

    async fn data_key(&self, context: &Context, sealed: &str) -> Result<Arc<DataKey>> {
        let now = self.clock.now();
        // The context is part of it: a remembered key opens nothing KMS would not open.
        let place = sha256_hex(format!("{}\n{sealed}", context.bound()));
        let known = {
            let keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
            keys.get(&place).cloned()
        };
        if let Some((at, key)) = known
            && now.duration_since(at).abs() < KEY_AGE
        {
            return Ok(key);
        }
        let key = Arc::new(self.kms.decrypt(sealed, context).await?);
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST_KEYS {
            keys.clear();
        }
        keys.insert(place, (now, Arc::clone(&key)));
        Ok(key)
    }
}

fn cipher(key: &DataKey) -> std::result::Result<LessSafeKey, ring::error::Unspecified> {
    UnboundKey::new(&AES_256_GCM, key.bytes()).map(LessSafeKey::new)
}

fn unseal(key: &DataKey, context: &Context, sealed: &Sealed) -> Option<Secret> {
    let nonce = STANDARD.decode(&sealed.nonce).ok()?;
    let nonce = Nonce::try_assume_unique_for_key(&nonce).ok()?;
    let mut text = STANDARD.decode(&sealed.text).ok()?;
    let bound = Aad::from(context.bound());
    let text = cipher(key)
        .ok()?
        .open_in_place(nonce, bound, &mut text)
        .ok()?;
    std::str::from_utf8(text).ok().map(Secret::new)
}

fn unopenable() -> Error {
    let text = "a stored secret cannot be opened; set it again in the settings of the organisation";
    Error::told(Kind::Broken, OPEN, text)
}
