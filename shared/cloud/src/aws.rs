//! Builds the clients of AWS: one HTTP client, one TLS stack, explicit time limits.
//!
//! Invariant: only reads and repeatable writes are retried by the SDK; sending mail never is.

use std::sync::OnceLock;
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, IdentityCache, Region, SharedAsyncSleep, SharedCredentialsProvider,
    SharedHttpClient, StalledStreamProtectionConfig, retry::RetryConfig, timeout::TimeoutConfig,
};
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{
    HttpConnectorSettings, SharedHttpConnector, http_client_fn,
};

use crate::config::AwsSettings;

/// Time for a connection to be made.
pub const CONNECT: Duration = Duration::from_secs(2);
/// Time for one operation of the table or of a queue, retries included.
pub const OPERATION: Duration = Duration::from_secs(5);
/// Time for one operation on an object, retries included.
pub const OBJECT: Duration = Duration::from_secs(20);
/// Time for SES to answer. After that the outcome is unknown, so it is longer than SES ever needs.
pub const SEND: Duration = Duration::from_secs(10);

/// What all clients share.
#[derive(Debug, Clone)]
pub struct Aws {
    settings: AwsSettings,
    https: OnceLock<SharedHttpConnector>,
    http: OnceLock<SharedHttpConnector>,
}

macro_rules! client_config {
    ($sdk:ident, $aws:expr, $endpoint:ident, $transport:ident, $timeouts:expr, $retries:expr) => {{
        let endpoint = $aws.settings.$endpoint.clone();
        let mut builder = $sdk::Config::builder()
            .behavior_version(version())
            .region(Region::new($aws.settings.region.clone()))
            .credentials_provider($aws.credentials())
            // The credentials are at hand already.
            .identity_cache(IdentityCache::no_cache())
            .http_client($aws.$transport(endpoint.as_deref()))
            .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
            .timeout_config($timeouts)
            .retry_config($retries);
        builder.set_endpoint_url(endpoint);
        builder
    }};
}

impl Aws {
    /// Prepares the transports; connects to nothing.
    #[must_use]
    pub fn new(settings: &AwsSettings) -> Self {
        Self {
            settings: settings.clone(),
            https: OnceLock::new(),
            http: OnceLock::new(),
        }
    }

    /// The client of the table.
    #[must_use]
    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let config = client_config!(
            aws_sdk_dynamodb,
            self,
            dynamodb_endpoint,
            transport,
            limits(OPERATION),
            retries()
        )
        .stalled_stream_protection(unwatched());
        aws_sdk_dynamodb::Client::from_conf(config.build())
    }

    /// The client of the queues.
    #[must_use]
    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        let config = client_config!(
            aws_sdk_sqs,
            self,
            sqs_endpoint,
            transport,
            limits(OPERATION),
            retries()
        )
        .stalled_stream_protection(unwatched());
        aws_sdk_sqs::Client::from_conf(config.build())
    }

    /// The client of the objects. Checksums are left to TLS: they would also enter presigned addresses.
    #[must_use]
    pub fn s3(&self) -> aws_sdk_s3::Client {
        use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
        let local = self.settings.s3_endpoint.is_some();
        let config = client_config!(
            aws_sdk_s3,
            self,
            s3_endpoint,
            transport,
            limits(OBJECT),
            retries()
        )
        .force_path_style(local)
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
        aws_sdk_s3::Client::from_conf(config.build())
    }

    /// The client of the mailer. SES has no idempotency token, so nothing is retried here.
    #[must_use]
    pub fn ses(&self) -> aws_sdk_ses::Client {
        let limits = TimeoutConfig::builder()
            .connect_timeout(CONNECT)
            .read_timeout(SEND)
            .build();
        let config = client_config!(
            aws_sdk_ses,
            self,
            ses_endpoint,
            fresh,
            limits,
            RetryConfig::disabled()
        );
        aws_sdk_ses::Client::from_conf(config.build())
    }

    fn credentials(&self) -> SharedCredentialsProvider {
        SharedCredentialsProvider::new(Credentials::new(
            self.settings.access_key_id.clone(),
            self.settings.secret_access_key.reveal(),
            self.settings
                .session_token
                .as_ref()
                .map(|token| token.reveal().to_owned()),
            None,
            "environment",
        ))
    }

    /// One pool of connections for all services, made with the first client: while a function starts it has
    /// more processor than later. Certificates are read once, and only where HTTPS is spoken.
    fn transport(&self, endpoint: Option<&str>) -> SharedHttpClient {
        let plain = is_plain(endpoint);
        let pool = if plain { &self.http } else { &self.https };
        let limits = HttpConnectorSettings::builder()
            .connect_timeout(CONNECT)
            .build();
        let connector = pool.get_or_init(|| connector(plain, limits, None)).clone();
        http_client_fn(move |_, _| connector.clone())
    }

    /// A connection per request. One that went stale while the function was frozen would put a send in doubt.
    /// Made with the first request, because only one role sends mail.
    fn fresh(&self, endpoint: Option<&str>) -> SharedHttpClient {
        let plain = is_plain(endpoint);
        let made = OnceLock::new();
        http_client_fn(move |limits, _| {
            made.get_or_init(|| connector(plain, limits.clone(), Some(0)))
                .clone()
        })
    }
}

fn connector(
    plain: bool,
    limits: HttpConnectorSettings,
    idle: Option<usize>,
) -> SharedHttpConnector {
    let mut builder = Connector::builder()
        .connector_settings(limits)
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()));
    builder.set_pool_max_idle_per_host(idle);
    let connector = if plain {
        builder.build_http()
    } else {
        builder.tls_provider(ring()).build()
    };
    SharedHttpConnector::new(connector)
}

fn is_plain(endpoint: Option<&str>) -> bool {
    endpoint.is_some_and(|url| url.starts_with("http://"))
}

fn ring() -> tls::Provider {
    tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring)
}

/// A dated behaviour: an upgrade of the SDK that changes defaults is a visible line here.
fn version() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

fn limits(operation: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_timeout(operation)
        .build()
}

/// Answers without a stream are read whole within the time of their operation: watching their pace as well
/// costs processor at every call.
fn unwatched() -> StalledStreamProtectionConfig {
    StalledStreamProtectionConfig::disabled()
}

fn retries() -> RetryConfig {
    RetryConfig::standard().with_max_attempts(3)
}
