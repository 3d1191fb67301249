use std::sync::{Arc, Mutex};

use axum::body::Body;
use futures_util::future::BoxFuture;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::time::Instant;
use tower::ServiceExt as _;

use super::matching::{decoded, find};
use super::*;
use crate::events::InvokeError;
use crate::template::{Parameters, parse};

/// Answers every call with the same value and keeps the last event.
struct Fixed {
    answer: Result<Value, Failed>,
    seen: Mutex<Option<Value>>,
    given: Mutex<Option<Duration>>,
}

impl Invoker for Fixed {
    fn invoke<'a>(
        &'a self,
        function: &'a str,
        event: Value,
        deadline: Instant,
    ) -> BoxFuture<'a, Result<Value, InvokeError>> {
        *self.given.lock().unwrap() = Some(deadline - Instant::now());
        *self.seen.lock().unwrap() = Some(event);
        let answer = self.answer.clone();
        Box::pin(async move { answer.map_err(|kind| InvokeError::new(function, kind, "scripted")) })
    }
}

fn sample() -> Template {
    let given = Parameters::default()
        .with("ReplyDomain", "x")
        .with_secret("SigningSecret", "x");
    parse(include_str!("../../template/sample.yaml"), given).unwrap()
}

async fn exchange(
    request: Request<Body>,
    answer: Result<Value, Failed>,
) -> (StatusCode, http::HeaderMap, Vec<u8>, Option<Value>) {
    let invoker = Arc::new(Fixed {
        answer,
        seen: Mutex::default(),
        given: Mutex::default(),
    });
    let response = router(&sample(), invoker.clone())
        .oneshot(request)
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes().to_vec();
    let seen = invoker.seen.lock().unwrap().take();
    (parts.status, parts.headers, body, seen)
}

#[tokio::test]
async fn a_request_becomes_payload_two() {
    let request = Request::post("/api/v1/ti%20ckets?a=1&b=x%2Cy&a=2+3&c")
        .header("Host", "desk.example.com:8080")
        .header("Content-Type", "application/json; charset=utf-8")
        .header("X-Twice", "one")
        .header("X-Twice", "two")
        .header("Cookie", "s=1; t=2")
        .header("User-Agent", "test")
        .header("X-Forwarded-For", "203.0.113.9")
        .header("X-Forwarded-Proto", "https")
        .body(Body::from("{\"a\":\"ü\"}"))
        .unwrap();
    let (status, _, _, seen) = exchange(request, Ok(json!({"statusCode": 204}))).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let mut event = seen.unwrap();
    let context = event["requestContext"].take();
    assert_eq!(
        event,
        json!({
            "version": "2.0",
            "routeKey": "ANY /api/{proxy+}",
            "rawPath": "/api/v1/ti%20ckets",
            "rawQueryString": "a=1&b=x%2Cy&a=2+3&c",
            "cookies": ["s=1", "t=2"],
            "headers": {
                "host": "desk.example.com:8080",
                "content-type": "application/json; charset=utf-8",
                "x-twice": "one,two",
                "user-agent": "test",
                "x-forwarded-for": "203.0.113.9, 127.0.0.1",
                "x-forwarded-port": "8080",
                "x-forwarded-proto": "http",
            },
            "queryStringParameters": {"a": "1,2 3", "b": "x,y", "c": ""},
            "pathParameters": {"proxy": "v1/ti ckets"},
            "requestContext": null,
            "body": "{\"a\":\"ü\"}",
            "isBase64Encoded": false,
        })
    );
    assert_eq!(context["http"]["method"], "POST");
    assert_eq!(context["http"]["path"], "/api/v1/ti%20ckets");
    assert_eq!(context["http"]["userAgent"], "test");
    assert_eq!(
        (&context["stage"], &context["domainPrefix"]),
        (&json!("$default"), &json!("desk"))
    );
    assert_eq!(context["time"].as_str().map(str::len), Some(26));
    assert!(
        context["timeEpoch"]
            .as_i64()
            .is_some_and(|ms| ms > 1_700_000_000_000)
    );
}

#[tokio::test]
async fn forms_and_bytes_travel_as_base64() {
    for (kind, body, encoded) in [
        ("application/x-www-form-urlencoded", &b"a=1"[..], "YT0x"),
        ("text/plain", &[0xff, 0x00][..], "/wA="),
    ] {
        let request = Request::post("/api/x")
            .header("Content-Type", kind)
            .body(Body::from(body))
            .unwrap();
        let (_, _, _, seen) = exchange(request, Ok(json!({"statusCode": 200}))).await;
        let event = seen.unwrap();
        assert_eq!(
            (&event["body"], &event["isBase64Encoded"]),
            (&json!(encoded), &json!(true)),
            "{kind}"
        );
    }
    let request = Request::get("/health").body(Body::empty()).unwrap();
    let (_, _, _, seen) = exchange(request, Ok(json!({"statusCode": 200}))).await;
    assert!(seen.unwrap().get("body").is_none());
}

#[tokio::test]
async fn answers_become_responses() {
    let answer = json!({
        "statusCode": 201,
        "headers": {"Content-Type": "text/html", "x-a": "1", "content-length": "99"},
        "multiValueHeaders": {"x-a": ["1", "2"]},
        "cookies": ["s=1; HttpOnly", "t=2"],
        "body": "aGk=",
        "isBase64Encoded": true,
    });
    let request = Request::get("/health").body(Body::empty()).unwrap();
    let (status, headers, body, _) = exchange(request, Ok(answer)).await;
    assert_eq!((status.as_u16(), body.as_slice()), (201, &b"hi"[..]));
    assert_eq!(headers["content-type"], "text/html");
    assert_eq!(
        headers.get_all("x-a").iter().collect::<Vec<_>>(),
        ["1", "2"]
    );
    assert_eq!(headers.get_all("set-cookie").iter().count(), 2);
    assert_eq!(
        headers["content-length"], "2",
        "the function may not set it"
    );
    let request = Request::get("/health").body(Body::empty()).unwrap();
    let (status, headers, body, _) = exchange(request, Ok(json!({"ok": true}))).await;
    assert_eq!(
        (status.as_u16(), body.as_slice()),
        (200, &b"{\"ok\":true}"[..])
    );
    assert_eq!(headers["content-type"], "application/json");
}

#[tokio::test]
async fn failures_and_limits_are_the_gateways() {
    let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
    for (answer, wanted) in [
        (Err(Failed::Function), 500),
        (Err(Failed::Crash), 500),
        (Err(Failed::Timeout), 500),
        (Ok(json!({"statusCode": "many"})), 500),
        (Ok(json!({"statusCode": 200, "body": {"a": 1}})), 500),
        (
            Ok(json!({"statusCode": 200, "body": "x".repeat(MOST_PAYLOAD)})),
            500,
        ),
    ] {
        let (status, _, body, _) = exchange(get("/health"), answer).await;
        assert_eq!(status.as_u16(), wanted);
        assert_eq!(body, br#"{"message":"Internal Server Error"}"#);
    }
    let (status, _, body, seen) = exchange(get("/elsewhere"), Ok(json!({}))).await;
    assert_eq!(
        (status.as_u16(), body.as_slice()),
        (404, &br#"{"message":"Not Found"}"#[..])
    );
    assert!(seen.is_none());
    for size in [MOST_BODY + 1, MOST_PAYLOAD] {
        let request = Request::post("/api/x")
            .body(Body::from("x".repeat(size)))
            .unwrap();
        let (status, _, _, seen) = exchange(request, Ok(json!({}))).await;
        assert_eq!((status.as_u16(), seen.is_some()), (413, false));
    }
}

#[tokio::test]
async fn a_function_allowed_more_time_than_the_gateway_has_ends_in_503() {
    for (timeout, wanted) in [(10, 500), (30, 503), (60, 503)] {
        let mut template = sample();
        template.functions.get_mut("ApiFunction").unwrap().timeout = Duration::from_secs(timeout);
        let late = Arc::new(Fixed {
            answer: Err(Failed::Timeout),
            seen: Mutex::default(),
            given: Mutex::default(),
        });
        let request = Request::get("/health").body(Body::empty()).unwrap();
        let response = router(&template, late.clone())
            .oneshot(request)
            .await
            .unwrap();
        assert_eq!(response.status().as_u16(), wanted, "{timeout} s");
        let given = late.given.lock().unwrap().unwrap();
        assert!(
            given.as_secs_f64() <= 30.0 && given.as_secs() >= timeout.min(30) - 1,
            "{given:?}"
        );
    }
}

#[test]
fn the_most_specific_route_wins() {
    let route = |method: &str, path: &str| Route {
        id: String::new(),
        method: method.to_owned(),
        path: path.to_owned(),
        function: String::new(),
    };
    let routes = [
        route("", ""),
        route("ANY", "/api/{proxy+}"),
        route("GET", "/api/{proxy+}"),
        route("ANY", "/api/tickets/{id}"),
        route("GET", "/api/tickets/mine"),
    ];
    for (method, path, wanted) in [
        ("GET", "/api/tickets/mine", "GET /api/tickets/mine"),
        ("POST", "/api/tickets/mine", "ANY /api/tickets/{id}"),
        ("GET", "/api/tickets/7/notes", "GET /api/{proxy+}"),
        ("POST", "/api/x", "ANY /api/{proxy+}"),
        ("GET", "/api/", "$default"),
        ("GET", "/api", "$default"),
        ("GET", "/", "$default"),
    ] {
        assert_eq!(
            find(&routes, method, path).unwrap().route.key(),
            wanted,
            "{method} {path}"
        );
    }
    let found = find(&routes, "PUT", "/api/tickets/a%2Fb").unwrap();
    assert_eq!(found.parameters["id"], "a/b");
    assert!(find(&routes[1..], "GET", "/other").is_none());
    assert_eq!(decoded("100%"), "100%");
    assert_eq!(decoded("%zz%41"), "%zzA");
}
