//! Sends one request over the HTTP client and the TLS stack that the AWS clients bring along.
//!
//! Invariant: an answer is read up to its limit and no further; redirects are not followed, so that nothing leads
//! away from an address that was checked.

use std::sync::OnceLock;

use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{
    HttpConnector as _, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::model::ledger::CallOutcome;

use super::failure::Failure;
use super::guard::{Forbidden, GuardedResolver};
use super::question::Sealed;
use super::settings::{Limits, Line, Target};
use crate::mailer::never_connected;

/// The connections; none is made, and no certificate is read, before the first request of its kind.
#[derive(Debug)]
pub(super) struct Transport {
    limits: Limits,
    own: OnceLock<SharedHttpConnector>,
    set: OnceLock<SharedHttpConnector>,
    plain: OnceLock<SharedHttpConnector>,
}

/// An answer of any status.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Headers,
    pub(super) body: Bytes,
}

impl Transport {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            own: OnceLock::new(),
            set: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }

    /// Posts JSON and reads the answer whole.
    ///
    /// # Errors
    /// When there is none, it breaks off or it is too large.
    pub(super) async fn post(&self, target: &Target, sealed: Sealed) -> Result<Answer, Failure> {
        let request = request(target, sealed)
            .ok_or_else(|| Failure::of(Fallback::KeyRefused, CallOutcome::Rejected))?;
        let response = self
            .connector(target.line)
            .call(request)
            .await
            .map_err(|error| lost(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = Limited::new(response.into_body(), self.limits.answer_bytes)
            .collect()
            .await;
        let body = body.map_err(|error| broken(error.is::<LengthLimitError>(), status))?;
        Ok(Answer {
            status,
            headers,
            body: body.to_bytes(),
        })
    }

    fn connector(&self, line: Line) -> &SharedHttpConnector {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(self.limits.connect)
            .build();
        let builder = Connector::builder()
            .connector_settings(settings)
            .sleep_impl(TokioSleep::new());
        let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
        match line {
            Line::Own => self
                .own
                .get_or_init(|| SharedHttpConnector::new(builder.tls_provider(ring).build())),
            Line::Set => self.set.get_or_init(|| {
                let guarded = GuardedResolver(self.limits.reach);
                SharedHttpConnector::new(builder.tls_provider(ring).build_with_resolver(guarded))
            }),
            Line::Plain => self
                .plain
                .get_or_init(|| SharedHttpConnector::new(builder.build_http())),
        }
    }
}

/// `None` when a header cannot hold its value: a key with a line break in it, for one.
fn request(target: &Target, sealed: Sealed) -> Option<HttpRequest> {
    let mut request = HttpRequest::new(SdkBody::from(sealed.body));
    request.set_method("POST").ok()?;
    request.set_uri(target.url.as_str()).ok()?;
    let fixed = [
        ("content-type", "application/json".to_owned()),
        ("accept", "application/json".to_owned()),
        (
            "user-agent",
            concat!("lambdesk/", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
    ];
    for (name, value) in fixed.into_iter().chain(sealed.headers) {
        request.headers_mut().try_insert(name, value).ok()?;
    }
    Some(request)
}

/// No answer began. Nothing was billed when no connection was made.
fn lost(error: &ConnectorError) -> Failure {
    let mut failure = Failure::of(Fallback::Unreachable, CallOutcome::Lost);
    if is_forbidden(error) {
        failure.reason = Fallback::AddressRefused;
        return failure;
    }
    failure.passing = !error.is_user();
    failure.maybe_billed = !never_connected(error);
    failure
}

fn is_forbidden(error: &ConnectorError) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if error.is::<Forbidden>() {
            return true;
        }
        next = error.source();
    }
    false
}

/// The answer began and did not end as it should.
fn broken(too_large: bool, status: u16) -> Failure {
    let mut failure = if too_large {
        Failure::of(Fallback::Unreadable, CallOutcome::Invalid)
    } else {
        Failure::of(Fallback::Unreachable, CallOutcome::Lost)
    };
    failure.passing = !too_large;
    failure.maybe_billed = true;
    failure.status = Some(status);
    failure
}
