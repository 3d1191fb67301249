//! Turns a function's answer into an HTTP response by the rules of payload format 2.0. Invariant: an answer that
//! breaks the format is a 500 without details, as API Gateway gives.

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use super::MOST_PAYLOAD;
use crate::template::scalar;

/// Headers that belong to the connection and are set by the server itself.
const CONNECTION: [HeaderName; 3] = [
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
];

/// A JSON message as API Gateway itself answers.
pub(super) fn message(status: StatusCode, text: &str) -> Response {
    plain(status, json!({ "message": text }).to_string())
}

/// What API Gateway answers when the function failed.
pub(super) fn broken() -> Response {
    message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
}

pub(super) fn response(answer: &Value) -> Response {
    if answer.to_string().len() > MOST_PAYLOAD {
        tracing::warn!("a function's answer is above 6 MB, which Lambda refuses");
        return broken();
    }
    match answer {
        Value::Object(fields) if fields.contains_key("statusCode") => formed(fields)
            .unwrap_or_else(|problem| {
                tracing::warn!(problem, "a function's answer is not a response");
                broken()
            }),
        // An answer without a status is a body of its own.
        Value::String(text) => plain(StatusCode::OK, text.clone()),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            plain(StatusCode::OK, answer.to_string())
        }
    }
}

fn plain(status: StatusCode, body: String) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}

fn formed(fields: &Map<String, Value>) -> Result<Response, &'static str> {
    let status = fields
        .get("statusCode")
        .and_then(scalar)
        .and_then(|text| text.parse::<u16>().ok());
    let status = status
        .and_then(|code| StatusCode::from_u16(code).ok())
        .ok_or("the status code")?;
    let mut response = Response::new(body(fields)?);
    *response.status_mut() = status;
    *response.headers_mut() = headers(fields)?;
    Ok(response)
}

fn body(fields: &Map<String, Value>) -> Result<Body, &'static str> {
    let text = match fields.get("body") {
        None | Some(Value::Null) => return Ok(Body::empty()),
        Some(Value::String(text)) => text,
        Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
            return Err("the body is not text");
        }
    };
    if fields.get("isBase64Encoded").and_then(Value::as_bool) == Some(true) {
        return STANDARD
            .decode(text)
            .map(Body::from)
            .map_err(|_| "the body is not base64");
    }
    Ok(Body::from(text.clone()))
}

fn headers(fields: &Map<String, Value>) -> Result<HeaderMap, &'static str> {
    let mut headers = HeaderMap::new();
    for (name, value) in entries(fields, "headers") {
        headers.insert(header_name(name)?, header_value(value)?);
    }
    for (name, values) in entries(fields, "multiValueHeaders") {
        let name = header_name(name)?;
        headers.remove(&name);
        for value in values.as_array().ok_or("a header has no list of values")? {
            headers.append(name.clone(), header_value(value)?);
        }
    }
    let cookies = fields.get("cookies").and_then(Value::as_array);
    for cookie in cookies.into_iter().flatten() {
        headers.append(header::SET_COOKIE, header_value(cookie)?);
    }
    for name in &CONNECTION {
        headers.remove(name);
    }
    let has_text = fields.get("body").is_some_and(Value::is_string);
    if has_text && !headers.contains_key(header::CONTENT_TYPE) {
        let text = HeaderValue::from_static("text/plain;charset=UTF-8");
        headers.insert(header::CONTENT_TYPE, text);
    }
    Ok(headers)
}

fn entries<'a>(
    fields: &'a Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let object = fields.get(name).and_then(Value::as_object);
    object.into_iter().flatten()
}

fn header_name(name: &str) -> Result<HeaderName, &'static str> {
    HeaderName::from_bytes(name.as_bytes()).map_err(|_| "a header name")
}

fn header_value(value: &Value) -> Result<HeaderValue, &'static str> {
    let text = scalar(value).ok_or("a header value")?;
    HeaderValue::from_str(&text).map_err(|_| "a header value")
}
