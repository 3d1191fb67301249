//! Every route: no login, wrong role, missing scope, foreign organisation.

use lambdesk_cloud::config::Role as Function;
use lambdesk_cloud::store::{Parked, ParkedSource, ParkedState};
use lambdesk_domain::access::{Principal, Scope, authorize};
use lambdesk_domain::people::{Actor, Role};
use lambdesk_functions::api::{Route, routes};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::{home, key, neighbour, person, place, refused, ticket};
use crate::desk::{Answer, Desk};

/// Ids that are well formed and belong to nothing.
const NOTHING: &[(&str, &str)] = &[
    ("{ticket}", "tkt_00000000000000000000000000"),
    ("{message}", "msg_00000000000000000000000000"),
    ("{contact}", "con_00000000000000000000000000"),
    ("{agent}", "agt_00000000000000000000000000"),
    ("{key}", "key_00000000000000000000000000"),
    ("{parked}", "park_00000000000000000000000000"),
    ("{article}", "art_00000000000000000000000000"),
    ("{draft}", "drf_00000000000000000000000000"),
    ("{canned_response}", "can_00000000000000000000000000"),
    ("{index}", "0"),
    ("{name}", "model"),
];

fn path(route: &Route, ids: &[(&str, &str)]) -> String {
    let path = ids.iter().fold(route.path.clone(), |path, (name, id)| {
        path.replace(name, id)
    });
    assert!(!path.contains('{'), "{path}: add the parameter to the test");
    match route.operation.as_str() {
        "picture_read" => format!("{path}?url=https%3A%2F%2Fimages.test%2Fa.gif"),
        _ => path,
    }
}

/// A body that is acceptable, so that nothing but the caller decides.
fn body(route: &Route) -> Option<Value> {
    let body = match route.operation.as_str() {
        "ticket_update" => json!({ "priority": "high" }),
        "ticket_set_status" => json!({ "status": "pending" }),
        "ticket_assign" => json!({ "assignee": null }),
        "reply_create" => json!({ "text": "Hello" }),
        "article_replace" | "article_create" => json!({ "title": "T", "body": "Text." }),
        "canned_response_create" | "canned_response_replace" => {
            json!({ "name": "N", "shortcut": "s", "body": "Text." })
        }
        "article_import" => json!({ "path": "a.md", "text": "# T\n\nText." }),
        "draft_dismiss" => json!({ "reason": "wrong" }),
        "note_create" => json!({ "text": "A note" }),
        "sender_correct" => json!({ "email": "somebody@example.com" }),
        "contact_update" => json!({ "notes": "x" }),
        "agent_update" => json!({ "name": "New" }),
        _ if matches!(route.method, "POST" | "PATCH" | "PUT") => json!({}),
        _ => return None,
    };
    Some(body)
}

async fn call(desk: &Desk, route: &Route, path: &str, headers: &[(&str, &str)]) -> Answer {
    let method: Method = route.method.parse().unwrap();
    let mut all = vec![("if-match", "*")];
    all.extend_from_slice(headers);
    desk.call(method, path, body(route), &all).await
}

#[tokio::test]
async fn without_a_login_only_open_routes_answer() {
    let desk = Desk::start().await;
    for route in routes().iter().filter(|r| r.access != "open") {
        let path = path(route, NOTHING);
        for credentials in [
            "",
            "Bearer ldk_00000000000000000000000000_0000000000000000000000000000000000000000000",
            "Basic x",
        ] {
            let answer = call(&desk, route, &path, &[("authorization", credentials)]).await;
            refused(&answer, 401, "not_signed_in");
            assert!(answer.headers.contains_key("www-authenticate"), "{route:?}");
        }
        let stale = call(
            &desk,
            route,
            &path,
            &[("authorization", ""), ("cookie", "lambdesk=abc")],
        )
        .await;
        refused(&stale, 401, "not_signed_in");
    }
}

#[tokio::test]
async fn every_role_may_do_what_the_table_says_and_nothing_else() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let mut asked = 0;
    for role in Role::ALL
        .iter()
        .copied()
        .filter(|role| *role != Role::Machine)
    {
        let person = person(&desk, &home, role).await;
        let principal = Principal {
            organisation: home.clone(),
            actor: Actor::Agent(person.agent.id.clone()),
            role,
            scopes: None,
        };
        for route in routes() {
            let Some(action) = route.action() else {
                continue;
            };
            let method: Method = route.method.parse().unwrap();
            let headers = [("x-lambdesk-request", "1"), ("if-match", "*")];
            let answer = person
                .call_with(
                    &desk,
                    method,
                    &path(&route, NOTHING),
                    body(&route),
                    &headers,
                )
                .await;
            if authorize(&principal, action, &home).is_ok() {
                assert!(
                    !matches!(answer.status.as_u16(), 401 | 403 | 500..),
                    "{role} {route:?}: {}",
                    answer.body
                );
            } else {
                refused(&answer, 403, "forbidden");
            }
            asked += 1;
        }
    }
    assert!(asked > 150, "{asked}");
}

#[tokio::test]
async fn every_scope_opens_what_the_table_says_and_a_refusal_names_what_is_missing() {
    let desk = Desk::start().await;
    let home = home(&desk).await;
    let mut opened = 0;
    for scope in Scope::ALL {
        let key = key(&desk, &home, &[*scope]).await;
        let principal = Principal {
            organisation: home.clone(),
            actor: Actor::System("test".into()),
            role: Role::Machine,
            scopes: Some([*scope].into()),
        };
        for route in routes() {
            let Some(action) = route.action() else {
                continue;
            };
            let path = path(&route, NOTHING);
            let answer = call(&desk, &route, &path, &[("authorization", &key)]).await;
            if authorize(&principal, action, &home).is_ok() {
                let status = answer.status.as_u16();
                assert!(
                    !matches!(status, 401 | 403 | 500..),
                    "{scope} {route:?}: {}",
                    answer.body
                );
                opened += 1;
            } else {
                refused(&answer, 403, "forbidden");
                assert!(answer.body["scope"].is_string(), "{}", answer.body);
            }
        }
    }
    assert!(opened > 60, "{opened}");
}

#[tokio::test]
async fn things_of_another_organisation_do_not_exist() {
    let desk = Desk::start().await;
    let (home, neighbour) = (home(&desk).await, neighbour(&desk).await);
    let ticket = ticket(&desk, "Ours").await;
    desk.post(
        "/api/v1/api-keys",
        json!({ "name": "k", "scopes": ["tickets:read"] }),
    )
    .await;
    let world = desk.stack.world(Function::Api).unwrap();
    let parked = Parked {
        id: world.entropy.parked(world.clock.now()),
        organisation: home.clone(),
        stage: Function::Ingest,
        reason: "test".into(),
        source: ParkedSource::Raw("raw/x".into()),
        at: world.clock.now(),
        attempts: 1,
        state: ParkedState::Open,
    };
    world.store.park(&parked).await.unwrap();
    let article = json!({ "title": "Ours", "body": "How to log in again." });
    let article = desk.post("/api/v1/articles", article).await;
    let canned = json!({ "name": "Ours", "shortcut": "ours", "body": "Yes." });
    let canned = desk.post("/api/v1/canned-responses", canned).await;
    let drafts = desk.get(&format!("{}/drafts", place(&ticket))).await;
    let agent = world.store.agents(&home).await.unwrap()[0].id.to_string();
    let api_key = world.store.list_api_keys(&home).await.unwrap()[0]
        .id
        .to_string();
    let ours = [
        ("{ticket}", ticket["id"].as_str().unwrap()),
        ("{message}", ticket["message_id"].as_str().unwrap()),
        ("{contact}", ticket["contact"].as_str().unwrap()),
        ("{agent}", agent.as_str()),
        ("{key}", api_key.as_str()),
        ("{parked}", parked.id.as_str()),
        ("{article}", article["id"].as_str().unwrap()),
        ("{canned_response}", canned["id"].as_str().unwrap()),
        ("{draft}", drafts["items"][0]["id"].as_str().unwrap()),
        ("{index}", "0"),
        ("{name}", "model"),
    ];
    let theirs = key(&desk, &neighbour, Scope::ALL).await;
    let before = desk.get(&format!("/api/v1/tickets/{}", ours[0].1)).await;
    let mut asked = 0;
    // A secret has no id: the name is the caller's own place for it. See `flow_secrets`.
    let foreign = |r: &&Route| r.path.contains('{') && r.operation != "secret_put";
    for route in routes().iter().filter(foreign) {
        let answer = call(
            &desk,
            route,
            &path(route, &ours),
            &[("authorization", &theirs)],
        )
        .await;
        refused(&answer, 404, "not_found");
        asked += 1;
    }
    assert!(asked > 15, "{asked}");
    assert_eq!(
        before,
        desk.get(&format!("/api/v1/tickets/{}", ours[0].1)).await,
        "nothing changed"
    );
    for list in [
        "tickets",
        "contacts",
        "parked",
        "outgoing",
        "api-keys",
        "articles",
        "canned-responses",
    ] {
        let answer = desk
            .call(
                Method::GET,
                &format!("/api/v1/{list}"),
                None,
                &[("authorization", &theirs)],
            )
            .await;
        let items = answer.body["items"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| !ours.iter().any(|(_, id)| item["id"] == *id)),
            "{list}: {items:?}"
        );
    }
}

#[tokio::test]
async fn unknown_addresses_methods_and_bodies_are_refused_in_one_shape() {
    let desk = Desk::start().await;
    let ask = async |method: Method, path: &str, headers: &[(&str, &str)]| {
        desk.call(method, path, None, headers).await
    };
    refused(
        &ask(Method::GET, "/api/v1/nothing", &[]).await,
        404,
        "not_found",
    );
    let wrong = ask(Method::DELETE, "/api/v1/tickets", &[]).await;
    refused(&wrong, 405, "method_not_allowed");
    assert!(
        wrong.headers["allow"].to_str().unwrap().contains("POST"),
        "{:?}",
        wrong.headers
    );
    refused(
        &ask(Method::POST, "/api/v1/tickets", &[]).await,
        415,
        "wrong_media_type",
    );
    refused(
        &ask(Method::GET, "/api/v1/tickets/tkt_x", &[]).await,
        404,
        "not_found",
    );
    refused(
        &ask(Method::GET, "/api/v1/tickets?colour=red", &[]).await,
        400,
        "bad_request",
    );
    refused(
        &ask(Method::GET, "/api/v1/tickets?status=done", &[]).await,
        422,
        "invalid",
    );
    refused(
        &ask(Method::GET, "/api/v1/tickets?cursor=abc", &[]).await,
        422,
        "invalid",
    );
    let large = json!({ "text": "x".repeat(1_100_000) });
    let answer = desk
        .call(Method::POST, "/api/v1/tickets", Some(large.clone()), &[])
        .await;
    refused(&answer, 413, "too_large");
    let keyed = desk
        .call(
            Method::POST,
            "/api/v1/tickets",
            Some(large),
            &[("idempotency-key", "k")],
        )
        .await;
    refused(&keyed, 413, "too_large");
}

#[tokio::test]
async fn every_answer_carries_the_safe_headers() {
    let desk = Desk::start().await;
    for path in [
        "/health",
        "/docs",
        "/openapi.json",
        "/auth/sign-in",
        "/api/v1/tickets",
        "/api/v1/nothing",
    ] {
        let answer = desk.call(Method::GET, path, None, &[]).await;
        for header in [
            "x-content-type-options",
            "content-security-policy",
            "referrer-policy",
            "cache-control",
            "x-request-id",
        ] {
            assert!(answer.headers.contains_key(header), "{path} lacks {header}");
        }
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
    }
    let health = desk.get("/health").await;
    assert_eq!(
        (&health["status"], &health["store"]),
        (&json!("ok"), &json!("ok"))
    );
    assert!(health["swept_at"].is_string(), "{health}");
}
