//! The HTTP API in front of the functions, as API Gateway's HTTP API with payload format 2.0. Invariant: only
//! declared routes reach a function, so a route missing from the template is missing here too.

mod answer;
mod matching;
mod payload;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use tokio::time::Instant;

use super::invoker::{Failed, Invoker, MOST_PAYLOAD, call};
use crate::template::{Route, Template};
use answer::message;

/// The longest API Gateway waits for a function.
const GATEWAY: Duration = Duration::from_secs(30);
/// The largest request body API Gateway takes.
const MOST_BODY: usize = 10 * 1024 * 1024;

struct Gateway {
    routes: Vec<Route>,
    timeouts: BTreeMap<String, Duration>,
    account: String,
    invoker: Arc<dyn Invoker>,
}

/// A router that sends every declared route of the template through the invoker; mount it as the fallback.
pub fn router(template: &Template, invoker: Arc<dyn Invoker>) -> Router {
    let gateway = Gateway {
        routes: template.routes.clone(),
        timeouts: template
            .functions
            .iter()
            .map(|(id, f)| (id.clone(), f.timeout))
            .collect(),
        account: template.account.clone(),
        invoker,
    };
    Router::new().fallback(handle).with_state(Arc::new(gateway))
}

async fn handle(State(gateway): State<Arc<Gateway>>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    let found = matching::find(&gateway.routes, parts.method.as_str(), parts.uri.path());
    let Some(found) = found else {
        return message(StatusCode::NOT_FOUND, "Not Found");
    };
    let body = match Limited::new(body, MOST_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => return too_large(),
        Err(_broken) => return message(StatusCode::BAD_REQUEST, "Bad Request"),
    };
    let event = payload::event(&parts, &body, &found, &gateway.account);
    if event.to_string().len() > MOST_PAYLOAD {
        return too_large();
    }
    let function = &found.route.function;
    let own = gateway.timeouts.get(function).copied().unwrap_or(GATEWAY);
    let deadline = Instant::now() + own.min(GATEWAY);
    match call(gateway.invoker.as_ref(), function, event, deadline).await {
        Ok(answer) => answer::response(&answer),
        Err(error) if error.kind == Failed::Timeout && own >= GATEWAY => {
            message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
        }
        Err(_logged) => answer::broken(),
    }
}

fn too_large() -> Response {
    message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large")
}
