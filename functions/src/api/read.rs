//! Reading requests: bodies, query texts, path segments, preconditions.
//!
//! Invariant: what cannot be read is refused with the place of the mistake, and an id that cannot exist is "not found".

use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};
use lambdesk_domain::ids::TicketId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::error::Category;

use super::problem::{Answer, Code, Problem};

/// A JSON body.
pub(crate) struct Body<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Answer<Self> {
        if !is_json(request.headers()) {
            return Err(Problem::new(
                Code::WrongMediaType,
                "the Content-Type is not application/json",
            ));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| too_large(&rejection))?;
        parse(&bytes).map(Self)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let essence = value
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn too_large(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        body_too_large()
    } else {
        Problem::new(Code::BadRequest, rejection.body_text())
    }
}

/// The refusal of a body above the limit.
pub(crate) fn body_too_large() -> Problem {
    Problem::new(
        Code::TooLarge,
        format!("the body is larger than {} bytes", super::BODY_LIMIT),
    )
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    serde_json::from_slice(bytes).map_err(|error| match error.classify() {
        Category::Data => Problem::new(Code::Invalid, error.to_string()),
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::new(Code::BadRequest, format!("the body is not JSON: {error}"))
        }
    })
}

/// The query text.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(Problem::new(Code::BadRequest, rejection.body_text())),
        }
    }
}

/// Ids in the path.
pub(crate) struct Segments<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Segments<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Answer<Self> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(value)) => Ok(Self(value)),
            Err(_) => Err(Problem::not_found("thing")),
        }
    }
}

/// A ticket as people and programs name it: by its id, or by its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TicketRef {
    /// `tkt_...`
    Id(TicketId),
    /// The number within the organisation.
    Number(u64),
}

impl<'de> Deserialize<'de> for TicketRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.parse::<u64>() {
            Ok(number) => Ok(Self::Number(number)),
            Err(_) => text.parse().map(Self::Id).map_err(serde::de::Error::custom),
        }
    }
}

/// Tells a field that is absent from one that is `null`: the first leaves a value alone, the second clears it.
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}

/// The `ETag` of a version.
pub(crate) fn etag(version: u64) -> String {
    format!("\"v{version}\"")
}

/// The version a client means by `If-Match`; `None` when the header is absent or `*`.
///
/// # Errors
/// When it is no `ETag` of ours: it cannot match.
pub(crate) fn if_match(headers: &HeaderMap) -> Answer<Option<u64>> {
    let Some(value) = headers.get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let text = text.strip_prefix("W/").unwrap_or(text);
    let version = text
        .strip_prefix("\"v")
        .and_then(|t| t.strip_suffix('"'))
        .and_then(|t| t.parse().ok());
    version.map(Some).ok_or_else(|| {
        Problem::new(
            Code::VersionMismatch,
            "If-Match is not an ETag of this API; it looks like \"v12\"",
        )
    })
}

/// As [`if_match`], where the header must be there.
///
/// # Errors
/// 428 when it is missing.
pub(crate) fn must_match(headers: &HeaderMap) -> Answer<Option<u64>> {
    if !headers.contains_key(header::IF_MATCH) {
        return Err(Problem::new(
            Code::IfMatchMissing,
            "a change by PATCH must say which version it was made from",
        ));
    }
    if_match(headers)
}

/// Whether the client already has this version.
pub(crate) fn is_current(headers: &HeaderMap, etag: &str) -> bool {
    let value = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    value
        .split(',')
        .map(str::trim)
        .any(|one| one.strip_prefix("W/").unwrap_or(one) == etag)
}

/// Whether the client asks for JSON rather than to be sent on.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    value.split(',').any(|one| {
        one.split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case("application/json")
    })
}

/// Reads a comma-separated list of words of a closed list.
///
/// # Errors
/// Names the field and the words that are understood.
pub(crate) fn words<T: std::str::FromStr<Err: std::fmt::Display>>(
    field: &str,
    text: Option<&str>,
) -> Answer<Vec<T>> {
    let parts = text
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|w| !w.is_empty());
    parts
        .map(|word| word.parse().map_err(|why| Problem::invalid(field, why)))
        .collect()
}

/// A text of at most `most` characters that is not blank.
///
/// # Errors
/// Names the field and the limit.
pub(crate) fn text(field: &str, value: &str, most: usize) -> Answer<String> {
    let value = value.trim();
    if value.is_empty() || value.chars().count() > most {
        return Err(Problem::invalid(
            field,
            format_args!("has 1 to {most} characters"),
        ));
    }
    Ok(value.to_owned())
}

/// As [`text`], on one line.
///
/// # Errors
/// Names the field and the limit.
pub(crate) fn line(field: &str, value: &str, most: usize) -> Answer<String> {
    let value = text(field, value, most)?;
    if value.chars().any(char::is_control) {
        return Err(Problem::invalid(
            field,
            "has no line breaks or other control characters",
        ));
    }
    Ok(value)
}

/// A mail address that can receive.
///
/// # Errors
/// Names the field.
pub(crate) fn email(field: &str, value: &str) -> Answer<String> {
    let address = lambdesk_domain::address::normalise(value);
    if !lambdesk_domain::address::is_deliverable(&address) {
        return Err(Problem::invalid(
            field,
            "is not a mail address such as ann@example.com",
        ));
    }
    Ok(address)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
