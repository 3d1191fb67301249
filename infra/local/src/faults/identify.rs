//! Tells which operation a request asks for, as AWS names it, without understanding the rest of it.
//!
//! Invariant: the request that comes out carries the same bytes as the one that went in.

use axum::body::Body;
use http::{Method, Request};
use http_body_util::BodyExt;

use super::Service;

/// The name of what could not be recognised; it is counted under this name too.
const UNKNOWN: &str = "Unknown";

/// Reads the operation's name; the body is only read where the protocol hides the name in it.
pub(super) async fn operation(
    service: Service,
    request: Request<Body>,
) -> Result<(String, Request<Body>), axum::Error> {
    match service {
        Service::Table | Service::Queues | Service::Keys => Ok((target(&request), request)),
        Service::Objects => Ok((object_operation(&request).to_owned(), request)),
        Service::Mail => form_action(request).await,
    }
}

/// `DynamoDB_20120810.PutItem` and `AmazonSQS.SendMessage` name the operation after the last dot.
fn target(request: &Request<Body>) -> String {
    let header = request
        .headers()
        .get("x-amz-target")
        .and_then(|value| value.to_str().ok());
    let name = header.and_then(|target| target.rsplit('.').next());
    name.unwrap_or(UNKNOWN).to_owned()
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html>, the few we serve.
fn object_operation(request: &Request<Body>) -> &'static str {
    let path = request.uri().path().trim_start_matches('/');
    let in_bucket = path.split_once('/').is_some_and(|(_, key)| !key.is_empty());
    let query = request.uri().query().unwrap_or("");
    let copies = request.headers().contains_key("x-amz-copy-source");
    match (request.method(), in_bucket) {
        (&Method::PUT, true) if copies => "CopyObject",
        (&Method::PUT, true) => "PutObject",
        (&Method::PUT, false) => "CreateBucket",
        (&Method::GET, true) => "GetObject",
        (&Method::GET, false) if query.contains("list-type=2") => "ListObjectsV2",
        (&Method::HEAD, true) => "HeadObject",
        (&Method::HEAD, false) => "HeadBucket",
        (&Method::DELETE, true) => "DeleteObject",
        _ => UNKNOWN,
    }
}

/// The query protocol names the operation in the body's form field `Action`.
async fn form_action(request: Request<Body>) -> Result<(String, Request<Body>), axum::Error> {
    let (parts, body) = request.into_parts();
    let bytes = body.collect().await?.to_bytes();
    let name = bytes
        .split(|byte| *byte == b'&')
        .find_map(|field| field.strip_prefix(b"Action="))
        .map(|name| String::from_utf8_lossy(name).into_owned());
    let request = Request::from_parts(parts, Body::from(bytes));
    Ok((name.unwrap_or_else(|| UNKNOWN.to_owned()), request))
}
