//! The part of KMS that sealing secrets needs: data keys under one master key, a file of the data folder.
//!
//! Invariant: only who can sign as this data folder's functions gets a data key; one is given back only for the context it
//! was made for.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use lambdesk_cloud::config::{AwsSettings, Secret};
use lambdesk_cloud::entropy::{Entropy, sha256_hex};
use lambdesk_cloud::signing::{Unsigned, signature};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::environment::{ACCESS_KEY, REGION};

const PREFIX: &str = "TrentService.";

/// The endpoint; clones share the key.
#[derive(Clone)]
pub struct Keys {
    inner: Arc<Inner>,
}

struct Inner {
    master: LessSafeKey,
    entropy: Entropy,
    /// Where it listens and who may ask.
    url: String,
    callers: AwsSettings,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").finish_non_exhaustive()
    }
}

/// What an operation is asked with.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Asked {
    #[serde(default)]
    key_id: String,
    #[serde(default)]
    ciphertext_blob: String,
    #[serde(default)]
    encryption_context: BTreeMap<String, String>,
}

impl Keys {
    /// Serves data keys under a master key of 64 hex digits, to callers who sign with `secret_key`.
    ///
    /// # Errors
    /// When the master key is damaged.
    pub fn new(
        master: &str,
        endpoint: &str,
        secret_key: &str,
        entropy: Entropy,
    ) -> anyhow::Result<Self> {
        let Some(bytes) = unhex(master) else {
            bail!("the secrets-key of the data folder is damaged; restore it");
        };
        let key = UnboundKey::new(&AES_256_GCM, &bytes).ok();
        let callers = AwsSettings {
            region: REGION.to_owned(),
            access_key_id: ACCESS_KEY.to_owned(),
            secret_access_key: Secret::new(secret_key),
            ..AwsSettings::default()
        };
        Ok(Self {
            inner: Arc::new(Inner {
                master: key.map(LessSafeKey::new).context("the key is unusable")?,
                entropy,
                url: format!("{endpoint}/"),
                callers,
            }),
        })
    }

    /// The endpoint.
    pub fn router(&self) -> Router {
        Router::new().route("/", post(act)).with_state(self.clone())
    }

    /// Whether a request is signed by a function of this helpdesk.
    fn knows(&self, headers: &HeaderMap, body: &[u8]) -> bool {
        let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let signed = || {
            let at = header("x-amz-date").and_then(moment)?;
            let own = [
                ("content-type", header("content-type")?),
                ("x-amz-target", header("x-amz-target")?),
            ];
            let unsigned = Unsigned {
                service: "kms",
                url: &self.inner.url,
                headers: &own,
                body,
            };
            let wanted = signature(&unsigned, &self.inner.callers, at)?;
            let wanted = wanted
                .into_iter()
                .find(|(name, _)| *name == "authorization")?;
            // Hashes, so that the time it takes tells nothing.
            Some(sha256_hex(wanted.1) == sha256_hex(header("authorization")?))
        };
        signed().unwrap_or(false)
    }

    fn generate(&self, asked: &Asked) -> Option<Value> {
        let plain: [u8; 32] = self.inner.entropy.bytes();
        let nonce: [u8; NONCE_LEN] = self.inner.entropy.bytes();
        let mut sealed = plain.to_vec();
        let bound = Aad::from(bound(asked)?);
        let unique = Nonce::assume_unique_for_key(nonce);
        let seal = |sealed: &mut Vec<u8>| {
            self.inner
                .master
                .seal_in_place_append_tag(unique, bound, sealed)
        };
        seal(&mut sealed).ok()?;
        let blob = [nonce.as_slice(), &sealed].concat();
        Some(json!({
            "KeyId": asked.key_id,
            "Plaintext": STANDARD.encode(plain),
            "CiphertextBlob": STANDARD.encode(blob),
        }))
    }

    fn decrypt(&self, asked: &Asked) -> Option<Value> {
        let blob = STANDARD.decode(&asked.ciphertext_blob).ok()?;
        let (nonce, sealed) = blob.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = sealed.to_vec();
        let bound = Aad::from(bound(asked)?);
        let opened = self.inner.master.open_in_place(nonce, bound, &mut sealed);
        let plain = STANDARD.encode(opened.ok()?);
        Some(json!({
            "KeyId": asked.key_id,
            "Plaintext": plain,
            "EncryptionAlgorithm": "SYMMETRIC_DEFAULT",
        }))
    }
}

async fn act(State(keys): State<Keys>, headers: HeaderMap, body: Bytes) -> Response {
    if !keys.knows(&headers, &body) {
        return refused("IncompleteSignatureException");
    }
    let Ok(asked) = serde_json::from_slice::<Asked>(&body) else {
        return refused("ValidationException");
    };
    let target = headers.get("x-amz-target").and_then(|t| t.to_str().ok());
    let operation = target.and_then(|target| target.strip_prefix(PREFIX));
    let said = match operation {
        Some("GenerateDataKey") => keys.generate(&asked),
        Some("Decrypt") => keys.decrypt(&asked),
        _ => return refused("UnknownOperationException"),
    };
    match said {
        Some(said) => said.to_string().into_response(),
        None => refused("InvalidCiphertextException"),
    }
}

fn refused(code: &str) -> Response {
    let body = json!({ "__type": code }).to_string();
    (StatusCode::BAD_REQUEST, body).into_response()
}

/// The context as one text: its names are in order.
fn bound(asked: &Asked) -> Option<String> {
    serde_json::to_string(&asked.encryption_context).ok()
}

/// `20261121T120000Z`.
fn moment(text: &str) -> Option<Timestamp> {
    let local = DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?;
    Some(local.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let byte = |i: usize| u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
    bytes?.try_into().ok().filter(|_| text.len() == 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> Keys {
        Keys::new(
            &"0f".repeat(32),
            "http://127.0.0.1:1",
            "secret",
            Entropy::seeded(1),
        )
        .unwrap()
    }

    fn asked(organisation: &str, blob: &str) -> Asked {
        Asked {
            key_id: "k".to_owned(),
            ciphertext_blob: blob.to_owned(),
            encryption_context: [("organisation".to_owned(), organisation.to_owned())].into(),
        }
    }

    #[test]
    fn a_data_key_comes_back_for_its_own_context_only() {
        let keys = keys();
        let made = keys.generate(&asked("a", "")).unwrap();
        let blob = made["CiphertextBlob"].as_str().unwrap();
        let back = keys.decrypt(&asked("a", blob)).unwrap();
        assert_eq!(back["Plaintext"], made["Plaintext"]);
        assert!(keys.decrypt(&asked("b", blob)).is_none());
        assert!(keys.decrypt(&asked("a", "YWJj")).is_none());
    }

    #[test]
    fn who_cannot_sign_is_not_known() {
        let keys = keys();
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", "TrentService.Decrypt"),
            ("x-amz-date", "20261121T120000Z"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        assert!(!keys.knows(&headers, b"{}"));
        let own = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", "TrentService.Decrypt"),
        ];
        let sign = |secret: &str| {
            let unsigned = Unsigned {
                service: "kms",
                url: "http://127.0.0.1:1/",
                headers: &own,
                body: b"{}",
            };
            let aws = AwsSettings {
                secret_access_key: Secret::new(secret),
                ..keys.inner.callers.clone()
            };
            let at = "2026-11-21T12:00:00Z".parse().unwrap();
            let signed = signature(&unsigned, &aws, at).unwrap();
            signed
                .into_iter()
                .find(|h| h.0 == "authorization")
                .unwrap()
                .1
        };
        headers.insert("authorization", sign("guessed").parse().unwrap());
        assert!(!keys.knows(&headers, b"{}"));
        headers.insert("authorization", sign("secret").parse().unwrap());
        assert!(keys.knows(&headers, b"{}"));
        assert!(!keys.knows(&headers, b"{ }"), "the body is signed too");
    }

    #[test]
    fn a_damaged_master_key_is_refused() {
        for damaged in ["", "0f", &"zz".repeat(32), &"0f".repeat(33)] {
            assert!(Keys::new(damaged, "http://127.0.0.1:1", "s", Entropy::seeded(1)).is_err());
        }
    }
}
