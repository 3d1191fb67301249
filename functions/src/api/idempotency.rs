//! `Idempotency-Key`: the same POST twice has one effect and one answer.
//!
//! Invariant: only answers of success are kept. A refused request changed nothing, so it may simply be sent again.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::store::{Begun, StoredResponse};
use lambdesk_domain::people::Actor;

use super::BODY_LIMIT;
use super::access::{Granted, world_of};
use super::guard::caller;
use super::problem::{Answer, Code, Problem};
use super::read::body_too_large;
use crate::replying::once;
use crate::world::World;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
const LONGEST_KEY: usize = 128;
/// Longest answer that is kept; of a longer one only the fact is kept, so that its work is still done once.
const LONGEST_KEPT: usize = 200_000;

/// What is kept instead of an answer that holds a secret.
#[derive(Debug, Clone)]
pub(crate) struct KeepInstead(pub(crate) String);

/// Whose request it is and what it asks.
struct Entry {
    granted: Granted,
    caller: String,
    key: String,
    fingerprint: String,
}

/// Runs a request, or answers it from what was kept.
pub(crate) async fn once(request: Request, next: Next) -> Response {
    let granted = request.extensions().get::<Granted>().cloned();
    let (Some(granted), Some(key)) = (granted, request.headers().get(KEY).cloned()) else {
        return next.run(request).await;
    };
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    run(granted, &key, request, next)
        .await
        .unwrap_or_else(IntoResponse::into_response)
}

async fn run(
    granted: Granted,
    key: &HeaderValue,
    request: Request,
    next: Next,
) -> Answer<Response> {
    let world = world_of(request.extensions())?;
    let key = readable(key)?;
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, BODY_LIMIT)
        .await
        .map_err(|_| body_too_large())?;
    let fingerprint = fingerprint(&parts.method, parts.uri.path(), &bytes);
    let entry = Entry {
        caller: caller(&granted.identity.principal.actor),
        granted,
        key,
        fingerprint,
    };
    let organisation = &entry.granted.identity.principal.organisation;
    let now = world.clock.now();
    let begun = world.store.begin_request(
        organisation,
        &entry.caller,
        &entry.key,
        &entry.fingerprint,
        now,
    );
    if let Some(answered) = answered(begun.await?)? {
        return Ok(answered);
    }
    let response = next
        .run(Request::from_parts(parts, Body::from(bytes)))
        .await;
    Ok(settle(&world, &entry, response).await)
}

/// What a request that is not new is answered with.
fn answered(begun: Begun) -> Answer<Option<Response>> {
    match begun {
        Begun::New => Ok(None),
        Begun::Replay(stored) => replay(stored).map(Some),
        Begun::InProgress => {
            let problem = Problem::new(
                Code::InProgress,
                "the first request with this key is not finished",
            );
            Err(problem.header(header::RETRY_AFTER, "2"))
        }
        Begun::Mismatch => Err(Problem::new(
            Code::KeyReused,
            "this key came with another path or body before",
        )),
    }
}

fn readable(key: &HeaderValue) -> Answer<String> {
    let text = key.to_str().unwrap_or_default();
    let fits =
        (1..=LONGEST_KEY).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fits {
        return Ok(text.to_owned());
    }
    Err(Problem::new(
        Code::BadRequest,
        format!("Idempotency-Key has 1 to {LONGEST_KEY} visible ASCII characters"),
    ))
}

/// The mark to leave with what a request writes; none when it carries no key.
pub(super) fn mark_of(actor: &Actor, headers: &HeaderMap, text: &str) -> Option<String> {
    let key = headers.get(KEY)?.to_str().ok()?;
    Some(once::mark(&caller(actor), key, text))
}

fn fingerprint(method: &Method, path: &str, body: &Bytes) -> String {
    let mut text = format!("{method} {path}\n").into_bytes();
    text.extend_from_slice(body);
    sha256_hex(text)
}

fn replay(stored: StoredResponse) -> Answer<Response> {
    let status = StatusCode::from_u16(stored.status).unwrap_or(StatusCode::OK);
    if !status.is_success() {
        return Err(Problem::new(
            Code::AlreadyDone,
            "this was done before; its answer was too long to be kept",
        ));
    }
    let mut response = (status, stored.body).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}

/// What is kept of an answer.
fn kept(status: StatusCode, text: String) -> StoredResponse {
    if text.len() > LONGEST_KEPT {
        return StoredResponse {
            status: StatusCode::CONFLICT.as_u16(),
            body: String::new(),
        };
    }
    StoredResponse {
        status: status.as_u16(),
        body: text,
    }
}

/// Keeps what succeeded and forgets what did not. The work is done either way: a failure to keep the answer is
/// logged and the caller still gets it.
async fn settle(world: &World, entry: &Entry, response: Response) -> Response {
    let organisation = &entry.granted.identity.principal.organisation;
    if !response.status().is_success() {
        if let Err(error) = world
            .store
            .abandon_request(organisation, &entry.caller, &entry.key)
            .await
        {
            tracing::warn!(error = %error, "a refused request could not be forgotten");
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = match parts.extensions.get::<KeepInstead>() {
        Some(KeepInstead(text)) => text.clone(),
        None => String::from_utf8_lossy(&bytes).into_owned(),
    };
    let stored = kept(parts.status, text);
    let now = world.clock.now();
    let finished = world.store.finish_request(
        organisation,
        &entry.caller,
        &entry.key,
        &entry.fingerprint,
        &stored,
        now,
    );
    if let Err(error) = finished.await {
        tracing::warn!(error = %error, "the answer of a request could not be kept");
    }
    Response::from_parts(parts, Body::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_path_or_body_is_another_request() {
        let of = |path, body: &'static str| {
            fingerprint(&Method::POST, path, &Bytes::from_static(body.as_bytes()))
        };
        assert_eq!(of("/a", "x"), of("/a", "x"));
        assert_ne!(of("/a", "x"), of("/b", "x"));
        assert_ne!(of("/a", "x"), of("/a", "y"));
    }

    #[test]
    fn long_answer_is_remembered_as_done() {
        let short = kept(StatusCode::CREATED, "{}".into());
        assert_eq!(replay(short).unwrap().status(), StatusCode::CREATED);
        let long = kept(StatusCode::CREATED, "x".repeat(LONGEST_KEPT + 1));
        assert_eq!(replay(long).unwrap_err().code(), Code::AlreadyDone);
    }

    #[test]
    fn keys_are_visible_and_short() {
        assert!(readable(&HeaderValue::from_static("abc-1")).is_ok());
        for bad in ["", "a b", &"x".repeat(129)] {
            assert!(
                readable(&HeaderValue::from_str(bad).unwrap()).is_err(),
                "{bad:?}"
            );
        }
    }
}
