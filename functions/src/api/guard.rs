//! The door of every route: who is it, are they within their limits, may they do this.
//!
//! Invariant: nothing of a handler runs, and no stored answer is given, before the caller was found to be allowed.

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, header};
use lambdesk_domain::access::authorize;
use lambdesk_domain::people::Actor;

use super::access::{Access, Granted, world_of};
use super::identity::{Identified, identify};
use super::limits::{Budget, CALLER, LIMITS, STRANGER, client_of};
use super::problem::{Answer, Code, Problem};
use super::{idempotency, limits};

/// Lets a request through or turns it away.
pub(crate) async fn guard(access: Access, mut request: Request, next: Next) -> Response {
    match admit(access, &mut request).await {
        Ok(budget) => {
            let mut response = Box::pin(idempotency::once(request, next)).await;
            for (name, value) in budget.headers() {
                response.headers_mut().entry(name).or_insert(value);
            }
            response
        }
        Err(problem) => problem.into_response(),
    }
}

async fn admit(access: Access, request: &mut Request) -> Answer<Budget> {
    let world = world_of(request.extensions())?;
    let now = world.clock.now();
    let from = client_of(&world, request.extensions());
    if access == Access::Open {
        return LIMITS.take(&from, STRANGER, now);
    }
    let Some(Identified {
        identity,
        by_cookie,
    }) = identify(&world, request.headers(), now).await?
    else {
        LIMITS.take(&from, STRANGER, now)?;
        return Err(not_signed_in(request.headers()));
    };
    let budget = LIMITS.take(&caller(&identity.principal.actor), CALLER, now)?;
    if by_cookie && changes(request.method()) && !same_site(request.headers()) {
        return Err(Problem::new(
            Code::CrossSite,
            "the request does not say that it comes from this site",
        ));
    }
    if let Access::May(action) = access {
        authorize(
            &identity.principal,
            action,
            &identity.principal.organisation,
        )?;
    }
    request.extensions_mut().insert(Granted {
        identity: Arc::new(identity),
        access,
    });
    Ok(budget)
}

fn not_signed_in(headers: &HeaderMap) -> Problem {
    let shown = headers.contains_key(header::AUTHORIZATION) || headers.contains_key(header::COOKIE);
    let detail = if shown {
        "the key or session is not valid, or no longer"
    } else {
        "this needs a login"
    };
    Problem::new(Code::NotSignedIn, detail)
        .header(header::WWW_AUTHENTICATE, "Bearer realm=\"lambdesk\"")
}

/// The name of a caller's bucket and of their idempotency keys.
pub(crate) fn caller(actor: &Actor) -> String {
    match actor {
        Actor::Customer(id) => id.to_string(),
        Actor::Agent(id) => id.to_string(),
        Actor::Machine(id) => id.to_string(),
        Actor::System(part) => part.clone(),
    }
}

fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a call with ambient credentials was meant by our own pages: browsers set `Sec-Fetch-Site` themselves,
/// and a header of our own cannot be sent from elsewhere without a preflight that nobody answers.
pub(crate) fn same_site(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => true,
        _ => text("x-lambdesk-request") == Some("1"),
    }
}

/// Counts a sign-in attempt against where it comes from.
///
/// # Errors
/// The refusal when there were too many.
pub(crate) fn count_sign_in(from: &str, now: jiff::Timestamp) -> Answer<Budget> {
    LIMITS.take(&format!("sign-in {from}"), limits::SIGN_IN, now)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_our_own_pages_or_our_header_pass() {
        let with = |name: &'static str, value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            headers
        };
        assert!(same_site(&with("sec-fetch-site", "same-origin")));
        assert!(same_site(&with("sec-fetch-site", "none")));
        assert!(same_site(&with("x-lambdesk-request", "1")));
        assert!(!same_site(&with("sec-fetch-site", "cross-site")));
        assert!(!same_site(&with("sec-fetch-site", "same-site")));
        assert!(!same_site(&HeaderMap::new()));
    }

    #[test]
    fn reading_needs_no_proof() {
        assert!(!changes(&Method::GET) && !changes(&Method::HEAD));
        assert!(changes(&Method::POST) && changes(&Method::PATCH) && changes(&Method::DELETE));
    }
}
