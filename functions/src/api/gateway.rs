//! Events of API Gateway (HTTP API, payload format 2.0) to requests, and answers back.
//!
//! Invariant: an event that is not an HTTP request fails the invocation and never reaches a route.

use anyhow::Context;
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, LambdaEvent, Service};
use serde_json::Value;

/// Answers one event.
///
/// # Errors
/// When the event is not a request of an HTTP API.
pub async fn handle(router: &axum::Router, event: Value) -> anyhow::Result<Value> {
    let request: LambdaRequest =
        serde_json::from_value(event).context("the event is not a request of API Gateway")?;
    // Cloning a router is cheap; the adapter must be gone before the wait, or the future could not change threads.
    let answer = Adapter::from(router.clone())
        .call(LambdaEvent::new(request, lambda_http::Context::default()));
    let response = match Box::pin(answer).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    Ok(serde_json::to_value(response)?)
}
