//! Calls to servers outside AWS, over the HTTP client and the TLS stack that the AWS clients bring along.
//!
//! Invariant: an answer is read up to its limit and no further; redirects are not followed, so that nothing leads
//! away from an address that was checked.

pub mod guard;
#[cfg(test)]
pub(crate) mod test_server;

use std::sync::OnceLock;
use std::time::Duration;

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

use crate::mailer::never_connected;
use guard::{Address, Forbidden, GuardedResolver, Reach};

/// Whose address it is, which decides how far it is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line {
    /// A provider's own. Bedrock's may be a private endpoint of the deployment's network.
    Own,
    /// Set by an organisation.
    Set,
    /// On this machine, without TLS.
    Plain,
}

impl Line {
    /// The line to an address that an organisation set and that passed the guard.
    pub(crate) fn to(address: &Address) -> Self {
        if address.plain {
            Line::Plain
        } else {
            Line::Set
        }
    }
}

/// The connections; none is made, and no certificate is read, before the first request of its kind.
#[derive(Debug)]
pub(crate) struct Outbound {
    connect: Duration,
    reach: Reach,
    own: OnceLock<SharedHttpConnector>,
    set: OnceLock<SharedHttpConnector>,
    plain: OnceLock<SharedHttpConnector>,
}

/// An answer of any status.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lost {
    /// The name leads to no address that may be called.
    Forbidden,
    /// The request never began to arrive, or its answer did not begin.
    NoAnswer {
        /// Whether another try may help.
        passing: bool,
        /// Whether the server may have worked on it.
        maybe_done: bool,
    },
    /// The answer began with this status and broke off.
    Broken(u16),
    /// The answer is larger than it may be.
    TooLarge(u16),
}

impl Outbound {
    /// Prepares the connections: how long one may take to be made, and where it may lead.
    pub(crate) fn new(connect: Duration, reach: Reach) -> Self {
        Self {
            connect,
            reach,
            own: OnceLock::new(),
            set: OnceLock::new(),
            plain: OnceLock::new(),
        }
    }

    /// Sends a request and reads the answer whole, up to `most` bytes.
    ///
    /// # Errors
    /// When there is none, it breaks off or it is too large.
    pub(crate) async fn call(
        &self,
        line: Line,
        request: HttpRequest,
        most: usize,
    ) -> Result<Answer, Lost> {
        let response = self
            .connector(line)
            .call(request)
            .await
            .map_err(|error| lost(&error))?;
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = Limited::new(response.into_body(), most).collect().await;
        let body = body.map_err(|error| {
            if error.is::<LengthLimitError>() {
                Lost::TooLarge(status)
            } else {
                Lost::Broken(status)
            }
        })?;
        Ok(Answer {
            status,
            headers,
            body: body.to_bytes(),
        })
    }

    fn connector(&self, line: Line) -> &SharedHttpConnector {
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(self.connect)
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
                let guarded = GuardedResolver(self.reach);
                SharedHttpConnector::new(builder.tls_provider(ring).build_with_resolver(guarded))
            }),
            Line::Plain => self
                .plain
                .get_or_init(|| SharedHttpConnector::new(builder.build_http())),
        }
    }
}

/// A request; `None` when the address or a header cannot hold its value: a key with a line break in it, for one.
pub(crate) fn request(
    method: &str,
    url: &str,
    headers: impl IntoIterator<Item = (&'static str, String)>,
    body: Vec<u8>,
) -> Option<HttpRequest> {
    let mut request = HttpRequest::new(SdkBody::from(body));
    request.set_method(method).ok()?;
    request.set_uri(url).ok()?;
    let fixed = [
        ("accept", "application/json".to_owned()),
        (
            "user-agent",
            concat!("lambdesk/", env!("CARGO_PKG_VERSION")).to_owned(),
        ),
    ];
    for (name, value) in fixed.into_iter().chain(headers) {
        request.headers_mut().try_insert(name, value).ok()?;
    }
    Some(request)
}

/// No answer began.
fn lost(error: &ConnectorError) -> Lost {
    if is_forbidden(error) {
        return Lost::Forbidden;
    }
    Lost::NoAnswer {
        passing: !error.is_user(),
        maybe_done: !never_connected(error),
    }
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
