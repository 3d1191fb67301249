//! Hands composed mail to SES.
//!
//! Invariant: a failure is `Throttled` or `Rejected` only when SES certainly did not take the mail; whatever
//! leaves a doubt is `Lost`, and nobody repeats a lost send without a person's word.

use aws_sdk_ses::Client;
use aws_sdk_ses::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_ses::operation::send_raw_email::SendRawEmailError;
use aws_sdk_ses::primitives::Blob;
use aws_sdk_ses::types::{MessageTag, RawMessage};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;

/// Most bytes of one mail (limit of `SendRawEmail`).
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// One mail, composed.
#[derive(Debug, Clone)]
pub struct Raw {
    /// The mail as bytes.
    pub raw: Vec<u8>,
    /// Envelope sender.
    pub source: String,
    /// Envelope recipients, blind copies included.
    pub destinations: Vec<String>,
    /// Tags that come back with every event; letters, digits, `-` and `_` only.
    pub tags: Vec<(String, String)>,
}

/// Why a send did not end with an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendFailure {
    /// SES did not take it; trying again later is safe.
    #[error("the mail service is busy; it is tried again")]
    Throttled,
    /// SES refused it for good; the text says why. It may name addresses: show it to agents, never log it.
    #[error("the mail service refused the mail: {0}")]
    Rejected(String),
    /// It may or may not have been sent; the text says what is known.
    #[error("it is not known whether the mail was sent: {0}")]
    Lost(String),
}

/// The way to SES.
#[derive(Debug, Clone)]
pub struct Mailer {
    client: Client,
    configuration_set: Option<String>,
}

impl Mailer {
    /// A mailer whose events come through a configuration set; empty for none.
    #[must_use]
    pub fn new(client: Client, configuration_set: &str) -> Self {
        let configuration_set =
            (!configuration_set.is_empty()).then(|| configuration_set.to_owned());
        Self {
            client,
            configuration_set,
        }
    }

    /// Sends once and returns the bare id SES gave.
    ///
    /// # Errors
    /// See [`SendFailure`].
    pub async fn send(&self, mail: &Raw) -> Result<String, SendFailure> {
        let tags = check(mail)?;
        let message = RawMessage::builder()
            .data(Blob::new(mail.raw.clone()))
            .build();
        let message = message.map_err(|error| SendFailure::Rejected(error.to_string()))?;
        let call = self
            .client
            .send_raw_email()
            .source(&mail.source)
            .set_destinations(Some(mail.destinations.clone()))
            .raw_message(message)
            .set_tags((!tags.is_empty()).then_some(tags))
            .set_configuration_set_name(self.configuration_set.clone());
        match Box::pin(call.send()).await {
            Ok(answer) => Ok(answer.message_id),
            Err(error) => Err(classify(&error)),
        }
    }
}

/// What SES would refuse anyway is refused before it is sent.
fn check(mail: &Raw) -> Result<Vec<MessageTag>, SendFailure> {
    let refuse = |text: &str| Err(SendFailure::Rejected(text.to_owned()));
    if mail.raw.len() > MOST_BYTES {
        return refuse("the mail has more than 10 MB; send its files as links");
    }
    if mail.destinations.is_empty() || mail.destinations.len() > 50 {
        return refuse("a mail has 1 to 50 recipients");
    }
    let plain = |text: &str| {
        let fits = (1..=256).contains(&text.len());
        fits && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    if !mail
        .tags
        .iter()
        .all(|(name, value)| plain(name) && plain(value))
    {
        return refuse("a tag of the mail has characters that tags cannot have");
    }
    let tag = |(name, value): &(String, String)| {
        let tag = MessageTag::builder().name(name).value(value).build();
        tag.map_err(|error| SendFailure::Rejected(error.to_string()))
    };
    mail.tags.iter().map(tag).collect()
}

/// Decides whether SES certainly refused, certainly did not take, or may have taken the mail.
fn classify(error: &SdkError<SendRawEmailError, HttpResponse>) -> SendFailure {
    match error {
        SdkError::ConstructionFailure(_) => {
            SendFailure::Rejected("the request could not be built".to_owned())
        }
        SdkError::DispatchFailure(failure) => {
            let never_sent =
                failure.is_user() || failure.as_connector_error().is_some_and(never_connected);
            if never_sent {
                SendFailure::Throttled
            } else {
                SendFailure::Lost("the connection broke before the answer".to_owned())
            }
        }
        SdkError::TimeoutError(_) => SendFailure::Lost("no answer in time".to_owned()),
        SdkError::ServiceError(answer) => {
            let status = answer.raw().status().as_u16();
            let code = answer.err().code().unwrap_or_default();
            said(status, code, answer.err().message().unwrap_or_default())
        }
        SdkError::ResponseError(_) | _ => {
            SendFailure::Lost("the answer could not be read".to_owned())
        }
    }
}

/// What an answer of SES means. A fault of the service may come after it took the mail.
fn said(status: u16, code: &str, message: &str) -> SendFailure {
    let throttled = [
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "LimitExceededException",
        "RequestLimitExceeded",
        // A stale signature: the next process has fresh credentials.
        "ExpiredToken",
        "ExpiredTokenException",
        "RequestExpired",
    ];
    if throttled.contains(&code) || status == 429 {
        return SendFailure::Throttled;
    }
    if (400..500).contains(&status) && status != 408 && !code.is_empty() {
        let text = if message.is_empty() { code } else { message };
        return SendFailure::Rejected(text.chars().take(500).collect());
    }
    SendFailure::Lost(format!("the mail service answered with status {status}"))
}

/// Whether no connection was ever made, so that not one byte of the request can have arrived.
pub(crate) fn never_connected(error: &ConnectorError) -> bool {
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<hyper_util::client::legacy::Error>() {
            return error.is_connect();
        }
        next = error.source();
    }
    false
}

#[cfg(test)]
#[path = "mailer_tests.rs"]
mod tests;
