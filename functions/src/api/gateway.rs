//! Events of API Gateway (HTTP API, payload format 2.0) to requests, and answers back.
//!
//! Invariant: an event that is not an HTTP request fails the invocation and never reaches a route.

use std::sync::Arc;

use anyhow::Context;
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, LambdaEvent, Service};
use serde_json::Value;

use crate::world::World;

/// Answers one event.
///
/// # Errors
/// When the event is not a request of an HTTP API.
pub async fn handle(world: &Arc<World>, event: Value) -> anyhow::Result<Value> {
    let request: LambdaRequest =
        serde_json::from_value(event).context("the event is not a request of API Gateway")?;
    let mut adapter = Adapter::from(super::router(Arc::clone(world)));
    let answer = adapter.call(LambdaEvent::new(request, lambda_http::Context::default()));
    let response = match Box::pin(answer).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    Ok(serde_json::to_value(response)?)
}
