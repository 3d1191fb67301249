//! What every answer has in common: a request id, safe headers, one log line, one shape of refusal.
//!
//! Invariant: whatever goes wrong inside, a client gets problem+json with the id under which the log knows the request.

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::access::world_of;
use super::identity::is_secure;
use super::problem::{Answer, Code, Problem};

/// The header with the request id.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Marks an answer that is complete although its status is an error.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Final;

/// The answer for addresses nobody serves.
pub(crate) async fn no_such_route() -> Answer<()> {
    Err(Problem::new(
        Code::NotFound,
        "there is no such address; see /docs",
    ))
}

/// Wraps every request, known route or not.
pub(crate) async fn finish(request: Request, next: Next) -> Response {
    let world = match world_of(request.extensions()) {
        Ok(world) => world,
        Err(problem) => return problem.render("-"),
    };
    let started = world.clock.now();
    let id = world.entropy.request(started).to_string();
    let line = Line::of(&request);
    let mut response = settle(next.run(request).await, &id);
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, value);
    }
    protect(headers, is_secure(&world));
    let ms = world
        .clock
        .now()
        .as_millisecond()
        .saturating_sub(started.as_millisecond());
    line.log(response.status().as_u16(), ms, &id);
    response
}

struct Line {
    method: Method,
    route: Option<MatchedPath>,
}

impl Line {
    fn of(request: &Request) -> Self {
        Self {
            method: request.method().clone(),
            route: request.extensions().get::<MatchedPath>().cloned(),
        }
    }

    /// The route's pattern, never the address itself: that may hold what a customer wrote.
    fn log(&self, status: u16, ms: i64, id: &str) {
        let route = self.route.as_ref().map_or("none", MatchedPath::as_str);
        tracing::info!(
            http.method = self.method.as_str(),
            http.route = route,
            http.status = status,
            http.ms = ms,
            request.id = id,
            "request answered"
        );
    }
}

/// Gives refusals their body, also those axum makes by itself.
fn settle(mut response: Response, id: &str) -> Response {
    let status = response.status();
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        let mut rendered = problem.render(id);
        for (name, value) in response.headers() {
            rendered
                .headers_mut()
                .entry(name)
                .or_insert_with(|| value.clone());
        }
        return rendered;
    }
    let meant = response.extensions().get::<Final>().is_some();
    if meant || (!status.is_client_error() && !status.is_server_error()) {
        return response;
    }
    let allow = response.headers().get(header::ALLOW).cloned();
    let mut rendered = Problem::of_status(status).render(id);
    if let Some(allow) = allow {
        rendered.headers_mut().insert(header::ALLOW, allow);
    }
    rendered
}

fn protect(headers: &mut HeaderMap, secure: bool) {
    let always = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in always {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse;
    use http::StatusCode;

    use super::*;

    #[test]
    fn answers_of_axum_become_problems_and_keep_allow() {
        let mut bare = StatusCode::METHOD_NOT_ALLOWED.into_response();
        bare.headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET"));
        let settled = settle(bare, "req_1");
        assert_eq!(
            settled.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
        assert_eq!(settled.headers()[header::ALLOW], "GET");
    }

    #[test]
    fn page_keeps_its_own_policy() {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'self'"),
        );
        protect(&mut headers, true);
        assert_eq!(
            headers[header::CONTENT_SECURITY_POLICY],
            "default-src 'self'"
        );
        assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
