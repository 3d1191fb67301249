//! The event a function gets for an HTTP request: payload format 2.0. Invariant: the body arrives byte for byte,
//! as text only when its type says it is text and its bytes are.

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::request::Parts;
use http::{HeaderMap, Version, header};
use serde_json::{Map, Value, json};

use super::matching::{Found, decoded};
use crate::events::time::now_ms;

/// Only loopback is listened on.
const CLIENT: &str = "127.0.0.1";

pub(super) fn event(parts: &Parts, body: &Bytes, found: &Found<'_>, account: &str) -> Value {
    let query = parts.uri.query().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": found.route.key(),
        "rawPath": parts.uri.path(),
        "rawQueryString": query,
        "headers": headers(&parts.headers),
        "requestContext": context(parts, found, account),
        "isBase64Encoded": false,
    });
    let mut set = |name: &str, value: Value| {
        if let Some(fields) = event.as_object_mut() {
            fields.insert(name.to_owned(), value);
        }
    };
    let cookies = cookies(&parts.headers);
    if !cookies.is_empty() {
        set("cookies", Value::from(cookies));
    }
    if !query.is_empty() {
        set("queryStringParameters", query_parameters(query));
    }
    if !found.parameters.is_empty() {
        set("pathParameters", json!(found.parameters));
    }
    if !body.is_empty() {
        match as_text(&parts.headers, body) {
            Some(text) => set("body", Value::from(text)),
            None => {
                set("body", Value::from(STANDARD.encode(body)));
                set("isBase64Encoded", Value::from(true));
            }
        }
    }
    event
}

fn context(parts: &Parts, found: &Found<'_>, account: &str) -> Value {
    let text = |name| {
        parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let host = text(header::HOST)
        .or(parts.uri.host())
        .unwrap_or("localhost");
    let domain = host.split(':').next().unwrap_or(host);
    let now = now_ms();
    let moment = jiff::Timestamp::from_millisecond(now).unwrap_or_default();
    json!({
        "accountId": account,
        "apiId": "local",
        "domainName": domain,
        "domainPrefix": domain.split('.').next(),
        "http": {
            "method": parts.method.as_str(),
            "path": parts.uri.path(),
            "protocol": if parts.version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" },
            "sourceIp": CLIENT,
            "userAgent": text(header::USER_AGENT).unwrap_or_default(),
        },
        "requestId": crate::queues::ids::uuid(),
        "routeKey": found.route.key(),
        "stage": "$default",
        "time": moment.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": now,
    })
}

/// Names in lower case, several values of one name joined by commas, cookies left out, and what the gateway
/// says about the client. Of what a client claims about itself only the chain of addresses is kept.
fn headers(headers: &HeaderMap) -> Value {
    let mut fields = Map::new();
    for name in headers.keys().filter(|name| **name != header::COOKIE) {
        let values: Vec<_> = headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        fields.insert(name.as_str().to_owned(), Value::from(values.join(",")));
    }
    let claimed = fields.get("x-forwarded-for").and_then(Value::as_str);
    let chain = claimed.map_or(CLIENT.to_owned(), |claimed| format!("{claimed}, {CLIENT}"));
    let host = fields
        .get("host")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let port = host
        .rsplit_once(':')
        .map_or("80", |(_, port)| port)
        .to_owned();
    for (name, value) in [
        ("x-forwarded-for", chain),
        ("x-forwarded-port", port),
        ("x-forwarded-proto", "http".to_owned()),
    ] {
        fields.insert(name.to_owned(), Value::from(value));
    }
    Value::Object(fields)
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(';'))
        .map(|cookie| cookie.trim().to_owned())
        .collect()
}

/// Several values of one name are joined by commas.
fn query_parameters(query: &str) -> Value {
    let mut fields: Map<String, Value> = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let plain = |text: &str| decoded(&text.replace('+', " "));
        let (name, value) = (plain(name), plain(value));
        let joined = match fields.get(&name).and_then(Value::as_str) {
            Some(before) => format!("{before},{value}"),
            None => value,
        };
        fields.insert(name, Value::from(joined));
    }
    Value::Object(fields)
}

/// The body as text, for the types API Gateway passes as text.
fn as_text<'a>(headers: &HeaderMap, body: &'a Bytes) -> Option<&'a str> {
    if headers.contains_key(header::CONTENT_ENCODING) {
        return None;
    }
    let kind = match headers.get(header::CONTENT_TYPE) {
        Some(value) => value
            .to_str()
            .ok()?
            .split(';')
            .next()?
            .trim()
            .to_lowercase(),
        None => return std::str::from_utf8(body).ok(),
    };
    let textual = kind.starts_with("text/")
        || [
            "application/json",
            "application/javascript",
            "application/xml",
        ]
        .contains(&kind.as_str())
        || kind.ends_with("+json")
        || kind.ends_with("+xml");
    textual.then(|| std::str::from_utf8(body).ok()).flatten()
}
