//! Signing in by link, and what a cookie may do.

use lambdesk_domain::people::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, person, refused, ticket};
use crate::desk::{Answer, Desk};

/// A browser without any credentials.
async fn anonymous(
    desk: &Desk,
    method: Method,
    path: &str,
    body: Value,
    headers: &[(&str, &str)],
) -> Answer {
    let mut all = vec![("authorization", "")];
    all.extend_from_slice(headers);
    desk.call(method, path, Some(body), &all).await
}

/// The token of the newest sign-in mail.
fn token(desk: &Desk) -> String {
    let mail = desk
        .sent()
        .pop()
        .unwrap()
        .replace("=\r\n", "")
        .replace("=3D", "=");
    let (_, rest) = mail.split_once("#token=").unwrap();
    rest.chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect()
}

#[tokio::test]
async fn a_link_signs_in_once_and_opening_it_spends_nothing() {
    let desk = Desk::start().await;
    let agent = person(&desk, &home(&desk).await, Role::Agent).await.agent;
    let asked = anonymous(
        &desk,
        Method::POST,
        "/auth/link",
        json!({ "email": agent.email.to_uppercase() }),
        &[],
    )
    .await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    desk.idle().await;
    let token = token(&desk);
    for _ in 0..2 {
        let page = desk
            .call(Method::GET, "/auth/sign-in", None, &[("authorization", "")])
            .await;
        assert!(
            page.body.as_str().unwrap().contains("<button"),
            "{}",
            page.body
        );
    }
    let from_elsewhere = [("sec-fetch-site", "cross-site")];
    let body = json!({ "token": token });
    refused(
        &anonymous(
            &desk,
            Method::POST,
            "/auth/sign-in",
            body.clone(),
            &from_elsewhere,
        )
        .await,
        403,
        "cross_site",
    );
    let ours = [("sec-fetch-site", "same-origin")];
    let answer = anonymous(&desk, Method::POST, "/auth/sign-in", body.clone(), &ours).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.body["agent"]["email"]),
        (200, &json!(agent.email))
    );
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
        "{cookie}"
    );
    refused(
        &anonymous(&desk, Method::POST, "/auth/sign-in", body, &ours).await,
        401,
        "link_spent",
    );

    let cookie = cookie.split(';').next().unwrap();
    let me = desk
        .call(
            Method::GET,
            "/api/v1/me",
            None,
            &[("authorization", ""), ("cookie", cookie)],
        )
        .await;
    assert_eq!(
        (&me.body["role"], &me.body["kind"]),
        (&json!("agent"), &json!("agent"))
    );
    assert!(me.body["may"].as_array().unwrap().contains(&json!("reply")));
    let headers = [("cookie", cookie), ("x-lambdesk-request", "1")];
    let out = anonymous(&desk, Method::POST, "/auth/sign-out", json!({}), &headers).await;
    assert_eq!(out.status, 204);
    let after = desk
        .call(
            Method::GET,
            "/api/v1/me",
            None,
            &[("authorization", ""), ("cookie", cookie)],
        )
        .await;
    refused(&after, 401, "not_signed_in");
}

#[tokio::test]
async fn asking_for_a_link_tells_nobody_who_is_known() {
    let desk = Desk::start().await;
    let agent = person(&desk, &home(&desk).await, Role::Agent).await.agent;
    let known = anonymous(
        &desk,
        Method::POST,
        "/auth/link",
        json!({ "email": agent.email }),
        &[],
    )
    .await;
    let unknown = anonymous(
        &desk,
        Method::POST,
        "/auth/link",
        json!({ "email": "x@example.com" }),
        &[],
    )
    .await;
    assert_eq!((known.status, &known.body), (unknown.status, &unknown.body));
    for _ in 0..10 {
        anonymous(
            &desk,
            Method::POST,
            "/auth/link",
            json!({ "email": agent.email }),
            &[],
        )
        .await;
    }
    desk.idle().await;
    assert_eq!(desk.sent().len(), 6, "at most six links an hour");
    refused(
        &anonymous(
            &desk,
            Method::POST,
            "/auth/link",
            json!({ "email": "nobody" }),
            &[],
        )
        .await,
        422,
        "invalid",
    );
}

#[tokio::test]
async fn a_change_with_a_cookie_must_come_from_our_own_pages() {
    let desk = Desk::start().await;
    let agent = person(&desk, &home(&desk).await, Role::Agent).await;
    let ticket = ticket(&desk, "CSRF").await;
    let path = format!("/api/v1/tickets/{}/notes", ticket["id"].as_str().unwrap());
    let body = Some(json!({ "text": "x" }));
    for headers in [
        &[][..],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("x-lambdesk-request", "0")],
    ] {
        let answer = agent
            .call_with(&desk, Method::POST, &path, body.clone(), headers)
            .await;
        refused(&answer, 403, "cross_site");
    }
    for headers in [
        &[("sec-fetch-site", "same-origin")],
        &[("x-lambdesk-request", "1")],
    ] {
        assert_eq!(
            agent
                .call_with(&desk, Method::POST, &path, body.clone(), headers)
                .await
                .status,
            201
        );
    }
    assert_eq!(
        agent
            .call_with(&desk, Method::GET, "/api/v1/me", None, &[])
            .await
            .status,
        200,
        "reading needs no proof"
    );
}
