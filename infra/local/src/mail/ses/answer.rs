//! The XML answers of the classic SES protocol, errors included.
//!
//! Invariant: text of callers is escaped, and every answer carries a request id.

use std::fmt::Write as _;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::behaviour::Behaviour;
use crate::queues::ids::uuid;

const NAMESPACE: &str = "http://ses.amazonaws.com/doc/2010-12-01/";

/// The answer to a `SendRawEmail` that was taken.
pub(super) fn sent(id: &str) -> Response {
    let result = format!("<MessageId>{}</MessageId>", escape(id));
    xml(StatusCode::OK, &wrapped("SendRawEmail", &result))
}

/// The answer to a `GetSendQuota`: the quota of a fresh production account.
pub(super) fn quota(sent: usize) -> Response {
    let result = format!(
        "<Max24HourSend>50000.0</Max24HourSend><MaxSendRate>14.0</MaxSendRate><SentLast24Hours>{sent}.0</SentLast24Hours>"
    );
    xml(StatusCode::OK, &wrapped("GetSendQuota", &result))
}

/// An error as SES answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            message: message.into(),
        }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterValue", message)
    }

    pub(super) fn too_long() -> Self {
        Self::invalid("Message length is more than 10485760 bytes long.")
    }

    pub(super) fn rejected(message: impl Into<String>) -> Self {
        Self::new("MessageRejected", message)
    }

    pub(super) fn no_configuration_set(name: &str) -> Self {
        Self::new(
            "ConfigurationSetDoesNotExist",
            format!("Configuration set <{name}> does not exist."),
        )
    }

    pub(super) fn unknown_action(name: &str) -> Self {
        Self::new(
            "InvalidAction",
            format!("Could not find operation {name} for version 2010-12-01"),
        )
    }

    pub(super) fn internal(message: &str) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self {
            status,
            ..Self::new("InternalFailure", message)
        }
    }

    /// The refusal a behaviour acts out before a mail is taken, if it does.
    pub(super) fn acted(behaviour: Behaviour) -> Option<Self> {
        match behaviour {
            Behaviour::Refuse => Some(Self::rejected("Bad content")),
            Behaviour::Unverified => Some(Self::new(
                "MailFromDomainNotVerifiedException",
                "The custom MAIL FROM domain is not verified.",
            )),
            Behaviour::Paused => Some(Self::new(
                "AccountSendingPausedException",
                "Email sending is disabled for your entire account.",
            )),
            Behaviour::Throttle => Some(Self::new("Throttling", "Maximum sending rate exceeded.")),
            Behaviour::Quota => Some(Self::new("Throttling", "Daily message quota exceeded.")),
            Behaviour::ErrorBefore => Some(Self::internal("failed on purpose")),
            Behaviour::Deliver
            | Behaviour::HardBounce
            | Behaviour::SoftBounce
            | Behaviour::Complain
            | Behaviour::Delay
            | Behaviour::Reject
            | Behaviour::TimeoutBefore
            | Behaviour::TimeoutAfter
            | Behaviour::ErrorAfter
            | Behaviour::DropEvents => None,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let who = if self.status.is_client_error() {
            "Sender"
        } else {
            "Receiver"
        };
        let body = format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\"><Error><Type>{who}</Type><Code>{}</Code><Message>{}</Message></Error><RequestId>{}</RequestId></ErrorResponse>",
            self.code,
            escape(&self.message),
            uuid()
        );
        xml(self.status, &body)
    }
}

fn wrapped(action: &str, result: &str) -> String {
    format!(
        "<{action}Response xmlns=\"{NAMESPACE}\"><{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>{}</RequestId></ResponseMetadata></{action}Response>",
        uuid()
    )
}

fn xml(status: StatusCode, body: &str) -> Response {
    let mut response = (status, format!("<?xml version=\"1.0\"?>\n{body}")).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    if let Ok(id) = HeaderValue::from_str(&uuid()) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    response
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\t' | '\n' | '\r' => {
                // Writing to a string does not fail.
                let _never = write!(escaped, "&#{};", u32::from(letter));
            }
            other if other.is_control() => escaped.push('\u{FFFD}'),
            other => escaped.push(other),
        }
    }
    escaped
}
