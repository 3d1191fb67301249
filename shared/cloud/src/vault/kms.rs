//! The two calls of KMS that envelopes need: pages "`GenerateDataKey`" and "Decrypt" of the API reference.
//!
//! Invariant: a call ends within [`TOTAL`]; what KMS says in words is not kept, only its code.

use std::collections::BTreeMap;
use std::sync::OnceLock;
use std::time::Duration;

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{
    HttpConnector as _, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_types::body::SdkBody;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::secret::SecretName;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{OPEN, SEAL, unopenable};
use crate::aws::CONNECT;
use crate::clock::Clock;
use crate::config::AwsSettings;
use crate::entropy::Entropy;
use crate::error::{Error, Kind, Result};
use crate::signing::{Unsigned, signature};

/// Time for one call, retries included.
const TOTAL: Duration = Duration::from_secs(5);
const ATTEMPTS: u32 = 3;
/// Pause before the first retry; doubles, and half of it is random.
const PAUSE: Duration = Duration::from_millis(100);
/// A data key and its name are far below.
const LONGEST_ANSWER: usize = 64 * 1024;

/// 32 bytes that are overwritten when they are no longer needed.
pub(super) struct DataKey([u8; 32]);

impl DataKey {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0.fill(0);
        // Without a reader the compiler could leave the line above out.
        std::hint::black_box(&self.0);
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(***)")
    }
}

/// What a data key is bound to. KMS writes it into its audit log, so it holds ids and words only.
#[derive(Debug, Clone)]
pub(super) struct Context(BTreeMap<&'static str, String>);

impl Context {
    pub(super) fn of(organisation: &OrganisationId, name: SecretName) -> Self {
        Self(BTreeMap::from([
            ("organisation", organisation.to_string()),
            // The roles' policies ask for this word.
            ("purpose", "secret".to_owned()),
            ("secret", name.to_string()),
        ]))
    }

    /// The same as one text, for the seal itself.
    pub(super) fn bound(&self) -> String {
        let line = |(name, value): (&&str, &String)| format!("{name}={value}\n");
        self.0.iter().map(line).collect()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Said {
    #[serde(default)]
    ciphertext_blob: String,
    plaintext: String,
}

#[derive(Debug)]
pub(super) struct Kms {
    aws: AwsSettings,
    key: String,
    clock: Clock,
    entropy: Entropy,
    connector: OnceLock<SharedHttpConnector>,
}

impl Kms {
    pub(super) fn new(aws: &AwsSettings, key: &str, clock: Clock, entropy: Entropy) -> Self {
        Self {
            aws: aws.clone(),
            key: key.to_owned(),
            clock,
            entropy,
            connector: OnceLock::new(),
        }
    }

    /// A new data key and the same encrypted, base64.
    pub(super) async fn generate(&self, context: &Context) -> Result<(DataKey, String)> {
        let body = json!({"KeyId": self.key, "KeySpec": "AES_256", "EncryptionContext": context.0});
        let said = self.call(SEAL, "GenerateDataKey", &body).await?;
        Ok((key_of(&said, SEAL)?, said.ciphertext_blob))
    }

    /// The data key that was encrypted.
    pub(super) async fn decrypt(&self, sealed: &str, context: &Context) -> Result<DataKey> {
        let body =
            json!({"KeyId": self.key, "CiphertextBlob": sealed, "EncryptionContext": context.0});
        let said = self.call(OPEN, "Decrypt", &body).await?;
        key_of(&said, OPEN)
    }

    async fn call(&self, doing: &'static str, operation: &str, body: &Value) -> Result<Said> {
        let body = body.to_string();
        let mut pause = PAUSE;
        let calls = async {
            for _ in 1..ATTEMPTS {
                match self.once(doing, operation, &body).await {
                    Err(error) if error.kind == Kind::Busy => {}
                    settled => return settled,
                }
                let [noise] = self.entropy.bytes();
                tokio::time::sleep(pause.mul_f64(0.5 + f64::from(noise) / 510.0)).await;
                pause *= 2;
            }
            self.once(doing, operation, &body).await
        };
        let ended = tokio::time::timeout(TOTAL, calls).await;
        ended.unwrap_or_else(|_| Err(Error::new(Kind::Busy, doing)))
    }

    async fn once(&self, doing: &'static str, operation: &str, body: &str) -> Result<Said> {
        let request = self
            .request(operation, body)
            .ok_or_else(|| Error::new(Kind::Denied, doing))?;
        let lost = |_| Error::new(Kind::Busy, doing);
        let response = self.connector().call(request).await.map_err(lost)?;
        let status = response.status().as_u16();
        let limited = Limited::new(response.into_body(), LONGEST_ANSWER);
        let body = limited
            .collect()
            .await
            .map_err(|_| Error::new(Kind::Busy, doing))?
            .to_bytes();
        if status != 200 {
            return Err(refused(doing, status, &body));
        }
        serde_json::from_slice(&body).map_err(|_| Error::new(Kind::Broken, doing))
    }

    fn request(&self, operation: &str, body: &str) -> Option<HttpRequest> {
        let url = match &self.aws.kms_endpoint {
            Some(endpoint) => format!("{}/", endpoint.trim_end_matches('/')),
            None => format!("https://kms.{}.amazonaws.com/", self.aws.region),
        };
        let target = format!("TrentService.{operation}");
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target.as_str()),
        ];
        let unsigned = Unsigned {
            service: "kms",
            url: &url,
            headers: &headers,
            body: body.as_bytes(),
        };
        let signed = signature(&unsigned, &self.aws, self.clock.now())?;
        let mut request = HttpRequest::new(SdkBody::from(body));
        request.set_method("POST").ok()?;
        request.set_uri(url.as_str()).ok()?;
        let own = headers.map(|(name, value)| (name, value.to_owned()));
        for (name, value) in own.into_iter().chain(signed) {
            request.headers_mut().try_insert(name, value).ok()?;
        }
        Some(request)
    }

    fn connector(&self) -> &SharedHttpConnector {
        self.connector.get_or_init(|| {
            let limits = HttpConnectorSettings::builder()
                .connect_timeout(CONNECT)
                .build();
            let builder = Connector::builder()
                .connector_settings(limits)
                .sleep_impl(TokioSleep::new());
            let endpoint = self.aws.kms_endpoint.as_deref();
            if endpoint.is_some_and(|url| url.starts_with("http://")) {
                return SharedHttpConnector::new(builder.build_http());
            }
            let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
            SharedHttpConnector::new(builder.tls_provider(ring).build())
        })
    }
}

fn key_of(said: &Said, doing: &'static str) -> Result<DataKey> {
    let bytes = STANDARD.decode(&said.plaintext).unwrap_or_default();
    let bytes = bytes.try_into();
    bytes
        .map(DataKey)
        .map_err(|_| Error::new(Kind::Broken, doing))
}

/// A code that says the key does not fit is our own sentence; of all others only the code is kept.
fn refused(doing: &'static str, status: u16, body: &Bytes) -> Error {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let code = body.get("__type").and_then(Value::as_str);
    let code = code.and_then(|code| code.rsplit('#').next());
    let code = code.unwrap_or_default();
    let kind = match code {
        "InvalidCiphertextException" | "IncorrectKeyException" => return unopenable(),
        "AccessDeniedException"
        | "DisabledException"
        | "NotFoundException"
        | "KMSInvalidStateException" => Kind::Denied,
        "ThrottlingException" | "DependencyTimeoutException" | "KeyUnavailableException" => {
            Kind::Busy
        }
        _ if status == 429 || status >= 500 => Kind::Busy,
        _ if status == 403 => Kind::Denied,
        _ => Kind::Broken,
    };
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Error::new(kind, doing).because(format!("{status} {code}"))
}
