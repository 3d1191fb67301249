//! Writes the error answer of a planned failure in the protocol of its service.
//!
//! Invariant: the SDK of the service reads code and message from it as from the real one.

use axum::body::Body;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use super::Service;

/// An error as a service reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// HTTP status.
    pub status: StatusCode,
    /// The code the SDK turns into an error type, without the service's prefix.
    pub code: String,
    /// The text beside it.
    pub message: String,
}

/// The code that stands for a conflict; how it is reported depends on the operation.
const CONFLICT: &str = "TransactionConflictException";

impl Failure {
    /// Any failure by status and code.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, message: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    /// The table's capacity is used up (the SDK retries).
    #[must_use]
    pub fn throughput() -> Self {
        let message = "The level of configured provisioned throughput for the table was exceeded.";
        Self::new(
            StatusCode::BAD_REQUEST,
            "ProvisionedThroughputExceededException",
            message,
        )
    }

    /// The account's request rate is used up (the SDK retries).
    #[must_use]
    pub fn throttling() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "ThrottlingException",
            "Rate exceeded",
        )
    }

    /// Another transaction holds an item. A transaction reports it as its cancellation reason.
    #[must_use]
    pub fn conflict() -> Self {
        let message = "Transaction is ongoing for the item";
        Self::new(StatusCode::BAD_REQUEST, CONFLICT, message)
    }

    /// The service broke (the SDK retries).
    #[must_use]
    pub fn internal() -> Self {
        let message = "The server encountered an internal error trying to fulfill the request.";
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InternalServerError",
            message,
        )
    }

    /// The answer to `request`, which is read to its end so that the connection stays usable.
    pub(super) async fn answer(
        &self,
        service: Service,
        operation: &str,
        request: Request<Body>,
    ) -> Result<Response<Body>, axum::Error> {
        let body = request.into_body().collect().await?.to_bytes();
        let (kind, text) = match service {
            Service::Table if self.code == CONFLICT && operation == "TransactWriteItems" => (
                "application/x-amz-json-1.0",
                cancelled(&self.message, &body).to_string(),
            ),
            Service::Table => (
                "application/x-amz-json-1.0",
                self.json("com.amazonaws.dynamodb.v20120810"),
            ),
            Service::Queues => ("application/x-amz-json-1.0", self.json("com.amazonaws.sqs")),
            Service::Keys => ("application/x-amz-json-1.1", self.json("com.amazonaws.kms")),
            Service::Objects => ("application/xml", self.object_xml()),
            Service::Mail => ("text/xml", self.query_xml()),
        };
        let mut answer = Response::new(Body::from(text));
        *answer.status_mut() = self.status;
        answer
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        Ok(answer)
    }

    fn json(&self, namespace: &str) -> String {
        json!({ "__type": format!("{namespace}#{}", self.code), "message": self.message })
            .to_string()
    }

    fn object_xml(&self) -> String {
        let Self { code, message, .. } = self;
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code>\
             <Message>{message}</Message><RequestId>planned</RequestId></Error>"
        )
    }

    fn query_xml(&self) -> String {
        let Self { code, message, .. } = self;
        let side = if self.status.is_server_error() {
            "Receiver"
        } else {
            "Sender"
        };
        format!(
            "<ErrorResponse xmlns=\"http://ses.amazonaws.com/doc/2010-12-01/\"><Error><Type>{side}</Type>\
             <Code>{code}</Code><Message>{message}</Message></Error>\
             <RequestId>planned</RequestId></ErrorResponse>"
        )
    }
}

/// A cancelled transaction gives one reason per item, in order; the first item is the contested one.
fn cancelled(message: &str, body: &[u8]) -> Value {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let items = request
        .get("TransactItems")
        .and_then(Value::as_array)
        .map_or(1, Vec::len);
    let mut reasons = vec![json!({ "Code": "TransactionConflict", "Message": message })];
    reasons.resize(items.max(1), json!({ "Code": "None" }));
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]",
        "CancellationReasons": reasons,
    })
}
