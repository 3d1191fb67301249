//! Repeated requests and limits.

use lambdesk_domain::access::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, new_ticket, place, refused, ticket, together};
use crate::desk::Desk;

#[tokio::test]
async fn the_same_key_and_body_is_one_ticket_and_one_answer() {
    let desk = Desk::start().await;
    let post = async |body: Value, key: &str| {
        desk.call(
            Method::POST,
            "/api/v1/tickets",
            Some(body),
            &[("idempotency-key", key)],
        )
        .await
    };
    let first = post(new_ticket("Once"), "k1").await;
    let second = post(new_ticket("Once"), "k1").await;
    assert_eq!(
        (first.status, second.status),
        (201.try_into().unwrap(), 201.try_into().unwrap())
    );
    assert_eq!(first.body, second.body);
    assert_eq!(second.headers["idempotent-replayed"], "true");
    refused(&post(new_ticket("Other"), "k1").await, 422, "key_reused");
    refused(&post(new_ticket("Once"), "a b").await, 400, "bad_request");
    let mut wrong = new_ticket("Wrong");
    wrong["customer_email"] = json!("nobody");
    refused(&post(wrong, "k2").await, 422, "invalid");
    assert_eq!(
        post(new_ticket("Right"), "k2").await.status,
        201,
        "a refused request may be corrected"
    );
    assert_eq!(desk.tickets().await.len(), 2);
    let other = key(&desk, &home(&desk).await, &[Scope::TicketsWrite]).await;
    let headers = [("idempotency-key", "k1"), ("authorization", other.as_str())];
    let theirs = desk
        .call(
            Method::POST,
            "/api/v1/tickets",
            Some(new_ticket("Once")),
            &headers,
        )
        .await;
    assert_ne!(
        theirs.body["id"], first.body["id"],
        "another caller has keys of their own"
    );
}

#[tokio::test]
async fn the_same_request_at_the_same_time_is_one_ticket() {
    let desk = Desk::start().await;
    let answers = together((0..5).map(|_| {
        desk.call(
            Method::POST,
            "/api/v1/tickets",
            Some(new_ticket("Once")),
            &[("idempotency-key", "same")],
        )
    }))
    .await;
    for answer in &answers {
        assert!(
            matches!(answer.status.as_u16(), 201 | 409),
            "{}",
            answer.body
        );
    }
    assert!(answers.iter().any(|a| a.status == 201));
    assert_eq!(desk.tickets().await.len(), 1);
}

#[tokio::test]
async fn limits_are_told_and_kept() {
    let desk = Desk::start().await;
    let answer = desk.call(Method::GET, "/api/v1/tickets", None, &[]).await;
    let number = |name: &str| {
        answer.headers[name]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    assert_eq!(number("ratelimit-limit"), 6_000);
    assert!(number("ratelimit-remaining") < 6_000);
    assert!(number("ratelimit-reset") <= 60);
    let ask = async || {
        desk.call(
            Method::POST,
            "/auth/link",
            Some(json!({ "email": "stranger@example.com" })),
            &[("authorization", "")],
        )
        .await
    };
    let mut last = ask().await;
    for _ in 0..40 {
        if last.status == 429 {
            break;
        }
        assert_eq!(last.status, 202);
        last = ask().await;
    }
    refused(&last, 429, "rate_limited");
    assert!(
        last.headers["retry-after"]
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
            >= 1
    );
}

#[tokio::test]
async fn a_repeated_reply_is_one_mail() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Twice").await;
    let path = format!("{}/replies", place(&ticket));
    let body = json!({ "text": "Once only" });
    for _ in 0..3 {
        let answer = desk
            .call(
                Method::POST,
                &path,
                Some(body.clone()),
                &[("idempotency-key", "r1")],
            )
            .await;
        assert_eq!(answer.status, 201, "{}", answer.body);
    }
    desk.idle().await;
    assert_eq!(desk.sent().len(), 1);
    assert_eq!(desk.messages(&ticket).await.len(), 2);
}

#[tokio::test]
async fn a_repeated_reply_too_long_to_remember_is_one_mail_too() {
    let desk = Desk::start().await;
    let ticket = ticket(&desk, "Long").await;
    let path = format!("{}/replies", place(&ticket));
    let html = format!("<p>{}</p>", "many words ".repeat(20_000));
    let body = json!({ "text": "Long", "html": html, "quote_history": false });
    let ask = async || {
        desk.call(
            Method::POST,
            &path,
            Some(body.clone()),
            &[("idempotency-key", "long")],
        )
        .await
    };
    assert_eq!(ask().await.status, 201);
    refused(&ask().await, 409, "already_done");
    desk.idle().await;
    assert_eq!(desk.sent().len(), 1);
}
