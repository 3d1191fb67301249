//! Parked work and outgoing mail over the API.

use lambdesk_cloud::config::Role as Function;
use lambdesk_cloud::store::{Parked, ParkedSource, ParkedState};
use reqwest::Method;
use serde_json::json;

use crate::api_support::{home, refused};
use crate::desk::{Desk, mail};

async fn park(desk: &Desk, source: ParkedSource) -> String {
    let world = desk.stack.world(Function::Api).unwrap();
    let parked = Parked {
        id: world.entropy.parked(world.clock.now()),
        organisation: home(desk).await,
        stage: Function::Ingest,
        reason: "could not be read".into(),
        source,
        at: world.clock.now(),
        attempts: 5,
        state: ParkedState::Open,
    };
    world.store.park(&parked).await.unwrap();
    format!("/api/v1/parked/{}", parked.id)
}

#[tokio::test]
async fn a_parked_mail_is_replayed_once() {
    let desk = Desk::start().await;
    let raw = mail(
        "parked@example.com",
        "ann@example.com",
        "Was parked",
        "",
        "Hello",
    );
    let key = "raw/parked-by-test";
    let world = desk.stack.world(Function::Api).unwrap();
    world
        .blobs
        .put(key, raw.into_bytes(), "message/rfc822")
        .await
        .unwrap();
    desk.idle().await;
    let before = desk.tickets().await.len();
    let path = park(&desk, ParkedSource::Raw(key.into())).await;
    let open = desk.get(&path).await;
    assert_eq!(
        (&open["state"], &open["source"]["raw"], &open["stage"]),
        (&json!("open"), &json!(key), &json!("ingest"))
    );
    assert_eq!(
        desk.post(&format!("{path}/replay"), json!({})).await["state"],
        "replayed"
    );
    desk.idle().await;
    assert!(desk.tickets().await.len() >= before);
    assert_eq!(
        desk.tickets()
            .await
            .iter()
            .filter(|t| t["subject"] == "Was parked")
            .count(),
        1
    );
    for action in ["replay", "discard"] {
        refused(
            &desk
                .call(Method::POST, &format!("{path}/{action}"), None, &[])
                .await,
            409,
            "not_possible",
        );
    }
    assert_eq!(
        desk.get("/api/v1/parked").await["items"][0]["state"],
        "replayed"
    );
}

#[tokio::test]
async fn work_of_a_newer_version_is_kept_until_it_can_be_understood() {
    let desk = Desk::start().await;
    let path = park(&desk, ParkedSource::Body(r#"{"type":"deliver.v9"}"#.into())).await;
    let answer = desk
        .call(Method::POST, &format!("{path}/replay"), None, &[])
        .await;
    refused(&answer, 409, "not_possible");
    assert_eq!(desk.get(&path).await["state"], "open");
    assert_eq!(
        desk.post(&format!("{path}/discard"), json!({})).await["state"],
        "discarded"
    );
}

#[tokio::test]
async fn outgoing_mail_is_listed_by_state() {
    let desk = Desk::start().await;
    desk.receive(mail(
        "one@example.com",
        "ann@example.com",
        "Help",
        "",
        "Please.",
    ))
    .await;
    let ticket = desk.the_ticket().await;
    let path = format!("/api/v1/tickets/{}/replies", ticket["id"].as_str().unwrap());
    let sent = desk.post(&path, json!({ "text": "Sent" })).await;
    let held = desk
        .post(&path, json!({ "text": "Held", "undo_seconds": 120 }))
        .await;
    let message = format!(
        "/api/v1/tickets/{}/messages/{}",
        ticket["id"].as_str().unwrap(),
        held["id"].as_str().unwrap()
    );
    desk.post(&format!("{message}/cancel"), json!({})).await;
    desk.idle().await;
    let of = async |query: &str| {
        let page = desk.get(&format!("/api/v1/outgoing{query}")).await;
        page["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|m| m["message"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("?state=cancelled").await, [held["id"].clone()]);
    assert_eq!(of("?state=sent,delivered").await, [sent["id"].clone()]);
    assert!(of("?state=uncertain,failed").await.is_empty());
    assert_eq!(of("").await.len(), 2);
    refused(
        &desk
            .call(Method::GET, "/api/v1/outgoing?state=lost", None, &[])
            .await,
        422,
        "invalid",
    );
}
