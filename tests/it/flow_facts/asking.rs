//! Asking by address, the page for other programs, settings, and who may see what.

use jiff::SignedDuration;
use lambdesk_domain::access::Scope;
use reqwest::Method;
use serde_json::{Value, json};

use super::{BUG, SQL, Scene, facts, notes, outcome, set};
use crate::api_support::{key, neighbour, refused};
use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, place, with_clock};
use crate::postgres::Postgres;
use crate::stand_in::Mood;

#[tokio::test]
async fn an_answer_counts_for_ten_minutes() {
    let (desk, clock) = with_clock().await;
    let scene = Scene::on(desk).await;
    let path = "/api/v1/enrich?email=Ann%40Example.com";
    let first = scene.desk.get(path).await;
    assert_eq!(outcome(&first, "sentry")["outcome"], "found");
    scene.sentry.be(Mood::Status(500));
    clock.advance(SignedDuration::from_mins(9));
    let second = scene.desk.get(path).await;
    assert_eq!(second["sources"], first["sources"]);
    assert_eq!(scene.sentry.asked().len(), 1);
    clock.advance(SignedDuration::from_mins(2));
    let third = scene.desk.get(path).await;
    assert_eq!(outcome(&third, "sentry")["outcome"], "failed");
    assert_eq!(outcome(&third, "postgres")["outcome"], "found");
}

#[tokio::test]
async fn without_sources_nobody_is_asked_and_the_ticket_says_so() {
    let desk = Desk::start().await;
    desk.receive(mail("1@example.com", ANN, "Export broken", "", BUG))
        .await;
    let ticket = desk.the_ticket().await;
    let found = facts(&desk, &ticket).await;
    assert_eq!(
        (&found["at"], &found["sources"]),
        (&Value::Null, &json!([]))
    );
    assert!(notes(&desk, &ticket).await.is_empty());
    let known = desk.get("/api/v1/enrich?email=ann@example.com").await;
    for source in ["sentry", "posthog", "postgres"] {
        assert_eq!(outcome(&known, source)["outcome"], "not_configured");
    }
    for bad in ["nobody", "", "a@b"] {
        let path = format!("/api/v1/enrich?email={bad}");
        refused(
            &desk.call(Method::GET, &path, None, &[]).await,
            422,
            "invalid",
        );
    }
}

#[tokio::test]
async fn facts_of_one_organisation_are_nobody_elses() {
    let scene = Scene::set().await;
    scene.receive(1, ANN).await;
    let desk = &scene.desk;
    let ticket = desk.the_ticket().await;
    let foreign = neighbour(desk).await;
    let theirs = key(desk, &foreign, Scope::ALL).await;
    let theirs = [("authorization", theirs.as_str())];
    let path = format!("{}/facts", place(&ticket));
    refused(
        &desk.call(Method::GET, &path, None, &theirs).await,
        404,
        "not_found",
    );
    refused(
        &desk
            .call(Method::POST, &path, Some(json!({})), &theirs)
            .await,
        404,
        "not_found",
    );
    let asked = scene.sentry.asked().len();
    let path = "/api/v1/enrich?email=ann@example.com";
    let answer = desk.call(Method::GET, path, None, &theirs).await;
    assert_eq!(answer.status, 200);
    for source in ["sentry", "posthog", "postgres"] {
        assert_eq!(outcome(&answer.body, source)["outcome"], "not_configured");
    }
    assert_eq!(scene.sentry.asked().len(), asked);
}

#[tokio::test]
async fn sources_the_environment_names_are_switched_on_and_what_is_set_up_stays() {
    let postgres = Postgres::start(SQL);
    let defaults = [
        ("SENTRY_AUTH_TOKEN", "sntrys_test_0123".to_owned()),
        ("SENTRY_ORG_SLUG", "acme".to_owned()),
        ("SENTRY_HOST", "http://127.0.0.1:1".to_owned()),
        ("INTERNAL_DB_URL", postgres.dsn("127.0.0.1", "")),
    ];
    let defaults = defaults
        .map(|(name, value)| (name.to_owned(), value))
        .into();
    let desk = Desk::start_with(|options| options.defaults = defaults).await;
    set(&desk, json!({ "sentry": { "organisation": "ours" } })).await;
    let switched_on = lambdesk_local::sources::switch_on(&desk.stack)
        .await
        .unwrap();
    assert_eq!(switched_on, ["Postgres"]);
    let again = lambdesk_local::sources::switch_on(&desk.stack)
        .await
        .unwrap();
    assert!(again.is_empty(), "{again:?}");
    let settings = &desk.get("/api/v1/organisation").await["settings"]["enrichment"];
    assert_eq!(settings["sentry"]["organisation"], "ours");
    set(&desk, json!({ "sentry": null })).await;
    desk.receive(mail("1@example.com", ANN, "Export broken", "", BUG))
        .await;
    let found = facts(&desk, &desk.the_ticket().await).await;
    assert_eq!(outcome(&found, "postgres")["outcome"], "found", "{found:#}");
}

#[tokio::test]
async fn the_sidebar_is_one_page_without_scripts() {
    let scene = Scene::set().await;
    let desk = &scene.desk;
    let page = desk
        .call(Method::GET, "/sidebar?email=ann@example.com", None, &[])
        .await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(
        page.headers["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script"));
    let page = page.body.as_str().unwrap();
    for part in [
        "TypeError: export is undefined",
        "team-2024",
        "/replay/rec-1",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(!page.contains("<script"));
}

#[tokio::test]
async fn settings_are_checked_and_come_back_as_they_were_set() {
    let desk = Desk::start().await;
    let bad = json!({ "settings": { "enrichment": { "sentry": { "organisation": "acme", "host": "https://10.0.0.1" } } } });
    let answer = desk
        .call(Method::PATCH, "/api/v1/organisation", Some(bad), &[])
        .await;
    refused(&answer, 422, "invalid");
    assert_eq!(answer.body["field"], "settings.enrichment.sentry.host");
    set(&desk, json!({ "posthog": {}, "note": false })).await;
    let settings = &desk.get("/api/v1/organisation").await["settings"]["enrichment"];
    assert_eq!(
        settings["posthog"],
        json!({ "project": null, "host": "https://us.posthog.com" })
    );
    assert_eq!(
        (&settings["sentry"], &settings["note"]),
        (&Value::Null, &json!(false))
    );
}
