//! The SQS endpoint: AWS JSON 1.0, one POST per action, the action in `X-Amz-Target`.
//!
//! Invariant: every answer carries a request id, and every refusal carries both the JSON error type and the
//! older query error code, because clients read one or the other. Signatures are not checked.

mod actions;
mod admin;
mod refusal;
mod shapes;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use super::ids::uuid;
use super::{ACCOUNT, Queues};
use refusal::Refusal;

/// A batch may have 1 MiB of text; escaped in JSON each byte can take six.
const BODY_LIMIT: usize = 8 * 1024 * 1024;
const CONTENT_TYPE: &str = "application/x-amz-json-1.0";

/// What an action may use.
struct Request<'a> {
    queues: &'a Queues,
    base: String,
    region: String,
    body: &'a [u8],
}

/// The address of a queue below `base`.
pub(super) fn url(base: &str, queue: &str) -> String {
    format!("{}/{ACCOUNT}/{queue}", base.trim_end_matches('/'))
}

/// The router for any path: the SDKs post to the root, older clients to the queue's address.
pub(super) fn router(queues: Queues) -> Router {
    Router::new()
        .fallback(answer)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(queues)
}

async fn answer(State(queues): State<Queues>, headers: HeaderMap, body: Bytes) -> Response {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let target = text(HeaderName::from_static("x-amz-target")).unwrap_or_default();
    let request = Request {
        queues: &queues,
        base: format!("http://{}", text(header::HOST).unwrap_or("127.0.0.1")),
        region: region(text(header::AUTHORIZATION).unwrap_or_default()).to_owned(),
        body: &body,
    };
    let outcome = match target.strip_prefix("AmazonSQS.") {
        Some(action) => act(&request, action).await,
        None => Err(Refusal::unknown_operation(target)),
    };
    match outcome {
        Ok(value) => json(StatusCode::OK, &value),
        Err(refusal) => refuse(&refusal),
    }
}

async fn act(request: &Request<'_>, action: &str) -> Result<Value, Refusal> {
    match action {
        "SendMessage" => actions::send(request).await,
        "SendMessageBatch" => actions::send_batch(request).await,
        "ReceiveMessage" => actions::receive(request).await,
        "DeleteMessage" => actions::delete(request).await,
        "DeleteMessageBatch" => actions::delete_batch(request).await,
        "ChangeMessageVisibility" => actions::change_visibility(request).await,
        "ChangeMessageVisibilityBatch" => actions::change_visibility_batch(request).await,
        "CreateQueue" => admin::create(request).await,
        "GetQueueUrl" => admin::get_url(request).await,
        "ListQueues" => admin::list(request).await,
        "GetQueueAttributes" => admin::attributes(request).await,
        "SetQueueAttributes" => admin::set_attributes(request).await,
        "PurgeQueue" => admin::purge(request).await,
        "StartMessageMoveTask" => admin::start_move(request).await,
        other => Err(Refusal::unknown_operation(other)),
    }
}

/// The region the client signed for: `Credential=KEY/DATE/REGION/sqs/aws4_request`.
fn region(authorization: &str) -> &str {
    let scope = authorization
        .split("Credential=")
        .nth(1)
        .unwrap_or_default();
    scope
        .split('/')
        .nth(2)
        .filter(|region| !region.is_empty())
        .unwrap_or("us-east-1")
}

fn json(status: StatusCode, value: &Value) -> Response {
    let mut response = (status, value.to_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE));
    if let Ok(id) = HeaderValue::from_str(&uuid()) {
        headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
    }
    response
}

fn refuse(refusal: &Refusal) -> Response {
    let mut response = json(refusal.status, &refusal.body());
    if let Ok(code) = HeaderValue::from_str(&refusal.query_error()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-amzn-query-error"), code);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_region_comes_from_the_signature() {
        let signed = "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host";
        assert_eq!(region(signed), "eu-west-1");
        assert_eq!(region("nonsense"), "us-east-1");
        assert_eq!(url("http://h:1/", "q"), "http://h:1/000000000000/q");
    }
}
