//! What the API answers when it says no: `application/problem+json` (RFC 9457).
//!
//! Invariant: every refusal has a stable code and says what to do next; the chain of causes never reaches a client.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use lambdesk_cloud::error::{Error as CloudError, Kind, chain};
use lambdesk_domain::access::Denied;
use lambdesk_domain::delivery::DeliveryRefusal;
use lambdesk_domain::ticket::Refusal;
use serde_json::{Map, Value, json};

/// The result of a handler.
pub(crate) type Answer<T> = Result<T, Problem>;

macro_rules! codes {
    ($($variant:ident = $word:literal, $status:literal, $title:literal, $next:literal;)+) => {
        /// The stable code of a refusal.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($variant),+ }

        impl Code {
            /// Every code, in order of status; the documentation lists them.
            pub(crate) const ALL: &'static [Code] = &[$(Code::$variant),+];

            /// The word in the body.
            pub(crate) fn word(self) -> &'static str {
                match self { $(Code::$variant => $word),+ }
            }

            /// The HTTP status.
            pub(crate) fn status(self) -> StatusCode {
                let number: u16 = match self { $(Code::$variant => $status),+ };
                StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }

            /// A short title, the same for every refusal of this code.
            pub(crate) fn title(self) -> &'static str {
                match self { $(Code::$variant => $title),+ }
            }

            /// What to do next, unless the refusal knows better.
            pub(crate) fn next(self) -> &'static str {
                match self { $(Code::$variant => $next),+ }
            }
        }
    };
}

codes! {
    BadRequest = "bad_request", 400, "The request cannot be read", "correct the request as the detail says and send it again";
    NotSignedIn = "not_signed_in", 401, "No valid login", "sign in with a link from POST /auth/link, or send an API key as `Authorization: Bearer ldk_...`";
    LinkSpent = "link_spent", 401, "The sign-in link is no longer good", "ask for a new link with POST /auth/link";
    Forbidden = "forbidden", 403, "Not allowed", "ask an admin of the organisation for a role or key that may do this";
    CrossSite = "cross_site", 403, "Request from another site", "send the header `X-Lambdesk-Request: 1` with calls that change something and use the session cookie";
    NotFound = "not_found", 404, "Not found", "check the id; things of other organisations are not found either";
    MethodNotAllowed = "method_not_allowed", 405, "Method not allowed", "use one of the methods in the Allow header";
    NotAcceptable = "not_acceptable", 406, "No such representation", "leave out the Accept header or ask for application/json";
    Conflict = "conflict", 409, "Somebody else changed it", "read it again and repeat the change if it still makes sense";
    NewerMessage = "newer_message", 409, "A newer message arrived", "read the new messages, then send the reply again with the new `seen_messages`";
    InProgress = "in_progress", 409, "The same request is being worked on", "wait a moment and repeat the request with the same Idempotency-Key";
    AlreadyDone = "already_done", 409, "Already done", "list the resource; what only the first answer held cannot be shown again";
    NotPossible = "not_possible", 409, "Not possible now", "do what the detail says is possible";
    Exists = "exists", 409, "It exists already", "use the one that exists or choose another name";
    VersionMismatch = "version_mismatch", 412, "An older version was meant", "read the ticket again and send its new ETag in If-Match";
    TooLarge = "too_large", 413, "Too large", "send less; files go through POST /api/v1/uploads";
    WrongMediaType = "wrong_media_type", 415, "Not JSON", "send JSON with `Content-Type: application/json`";
    Invalid = "invalid", 422, "A value is not acceptable", "correct the value as the detail says";
    NoPicture = "no_picture", 422, "The picture cannot be shown", "open the mail without it; its sender can attach it instead";
    KeyReused = "key_reused", 422, "Idempotency-Key used for another request", "use a new Idempotency-Key for a new request";
    IfMatchMissing = "if_match_missing", 428, "If-Match is missing", "send the ETag you read in the If-Match header";
    RateLimited = "rate_limited", 429, "Too many requests", "wait as long as Retry-After says";
    Broken = "broken", 500, "Something went wrong here", "try again; if it stays, tell the operator the request id";
    Busy = "busy", 503, "Overloaded", "try again in a few seconds";
}

/// A refusal on its way to the client.
#[derive(Debug, Clone)]
pub(crate) struct Problem(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    code: Code,
    detail: String,
    next: Option<String>,
    extra: Map<String, Value>,
    headers: HeaderMap,
}

impl Problem {
    /// A refusal with its detail: one sentence about this very request.
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(Parts {
            code,
            detail: detail.into(),
            next: None,
            extra: Map::new(),
            headers: HeaderMap::new(),
        }))
    }

    /// Something that does not exist for this caller.
    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(
            Code::NotFound,
            format!("there is no such {what} in this organisation"),
        )
    }

    /// A value that cannot be used, by the name of its field.
    pub(crate) fn invalid(field: &str, why: impl std::fmt::Display) -> Self {
        Self::new(Code::Invalid, format!("{field}: {why}")).with("field", json!(field))
    }

    /// Says what to do next, better than the code can.
    pub(crate) fn next(mut self, next: impl Into<String>) -> Self {
        self.0.next = Some(next.into());
        self
    }

    /// Adds a member to the body.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        self.0.extra.insert(name.to_owned(), value);
        self
    }

    /// Adds a header to the response.
    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.headers.insert(name, value);
        }
        self
    }

    /// The stable code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> Code {
        self.0.code
    }

    /// The body as sent.
    pub(crate) fn body(&self, request_id: &str) -> Value {
        let parts = &self.0;
        let mut body = parts.extra.clone();
        let next = parts
            .next
            .clone()
            .unwrap_or_else(|| parts.code.next().to_owned());
        for (name, value) in [
            (
                "type",
                json!(format!("/docs#problem-{}", parts.code.word())),
            ),
            ("title", json!(parts.code.title())),
            ("status", json!(parts.code.status().as_u16())),
            ("code", json!(parts.code.word())),
            ("detail", json!(parts.detail)),
            ("next", json!(next)),
            ("request_id", json!(request_id)),
        ] {
            body.insert(name.to_owned(), value);
        }
        Value::Object(body)
    }

    /// The whole response, with the id under which the log knows the request.
    pub(crate) fn render(&self, request_id: &str) -> Response {
        let mut response =
            (self.0.code.status(), self.body(request_id).to_string()).into_response();
        let headers = response.headers_mut();
        headers.extend(self.0.headers.clone());
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        response
    }

    /// The refusal for a status that axum answered by itself.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let known = Code::ALL.iter().copied().find(|c| c.status() == status);
        match known {
            Some(Code::NotFound) => {
                Self::new(Code::NotFound, "there is no such address; see /docs")
            }
            Some(code) => Self::new(code, code.title().to_lowercase()),
            None if status.is_client_error() => Self::new(Code::BadRequest, status.to_string()),
            None => Self::new(Code::Broken, "the request could not be completed"),
        }
    }
}

/// The response carries the refusal along; the outermost layer renders it with the request id.
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.0.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<CloudError> for Problem {
    fn from(error: CloudError) -> Self {
        match error.kind {
            Kind::Conflict => Self::new(Code::Conflict, "it changed while it was being written"),
            Kind::Busy | Kind::Full => {
                tracing::warn!(error = %chain(&error), "a request was turned away because a service is busy");
                Self::new(Code::Busy, "a service this needs is busy")
                    .header(header::RETRY_AFTER, "2")
            }
            Kind::NotFound => Self::not_found("thing"),
            Kind::Denied | Kind::Invalid | Kind::Broken => {
                tracing::error!(error = %chain(&error), "a request failed");
                Self::new(Code::Broken, "the request could not be completed")
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.to_string();
        match refusal {
            Refusal::Move { from, allowed, .. } => Self::new(Code::NotPossible, detail)
                .with("status_now", json!(from))
                .with("allowed", json!(allowed)),
            Refusal::NotFinished(_) | Refusal::NotHeld => Self::new(Code::NotPossible, detail),
            Refusal::TooManyTags => Self::invalid("tags", detail),
            Refusal::BadWord => Self::invalid("tags or category", detail),
            Refusal::BadSubject => Self::invalid("subject", detail),
        }
    }
}

impl From<DeliveryRefusal> for Problem {
    fn from(refusal: DeliveryRefusal) -> Self {
        Self::new(Code::NotPossible, refusal.to_string())
    }
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Foreign => Self::not_found("thing"),
            Denied::Role { .. } => Self::new(Code::Forbidden, denied.to_string()),
            Denied::Scope { scope } => {
                Self::new(Code::Forbidden, denied.to_string()).with("scope", json!(scope))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use lambdesk_domain::status::Status;

    use super::*;

    #[test]
    fn every_code_is_an_error_status_and_says_what_to_do() {
        for code in Code::ALL {
            assert!(code.status().as_u16() >= 400, "{code:?}");
            assert!(!code.next().is_empty() && !code.title().is_empty());
        }
    }

    #[test]
    fn codes_are_unique() {
        let words: std::collections::BTreeSet<_> = Code::ALL.iter().map(|c| c.word()).collect();
        assert_eq!(words.len(), Code::ALL.len());
    }

    #[test]
    fn refused_move_lists_the_allowed_ones() {
        let refusal = Refusal::Move {
            from: Status::Closed,
            to: Status::Pending,
            allowed: Status::Closed.allowed_moves(),
        };
        let body = Problem::from(refusal).body("req");
        assert_eq!(body["status"], 409);
        assert_eq!(body["allowed"], json!(["open"]));
        assert_eq!(body["request_id"], "req");
    }

    #[test]
    fn extra_members_never_hide_the_standard_ones() {
        let body = Problem::new(Code::Invalid, "x")
            .with("status", json!("odd"))
            .body("r");
        assert_eq!(body["status"], 422);
    }
}
