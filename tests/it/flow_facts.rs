//! A mail comes in, and what other systems know about its sender stands on the ticket: as facts, as one note, and in
//! the priority. Whatever fails, the ticket is there with the reason.

mod asking;
mod told;

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role as Function;
use lambdesk_domain::message::Pipeline;
use lambdesk_domain::task::{MessageRef, Task};
use reqwest::Method;
use serde_json::{Value, json};

use crate::api_support::home;
use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, nothing_left, now, place};
use crate::postgres::Postgres;
use crate::stand_in::{Mood, StandIn, posthog, sentry};

const SQL: &str = "
    CREATE TABLE users (email text, plan text, created_at timestamptz);
    INSERT INTO users VALUES ('ann@example.com', 'team-2024', '2024-05-03 10:11:12+00');
    GRANT SELECT ON users TO reader;";
const BUG: &str = "The export shows an error message and does not finish.";

/// A helpdesk with all three sources, and the sources.
struct Scene {
    desk: Desk,
    sentry: StandIn,
    posthog: StandIn,
    postgres: Postgres,
}

async fn set(desk: &Desk, settings: Value) {
    let body = json!({ "settings": { "enrichment": settings } });
    let answer = desk
        .call(Method::PATCH, "/api/v1/organisation", Some(body), &[])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

async fn store_secret(desk: &Desk, name: &str, value: &str) {
    let path = format!("/api/v1/organisation/secrets/{name}");
    let body = json!({ "value": value });
    let answer = desk.call(Method::PUT, &path, Some(body), &[]).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
}

impl Scene {
    async fn set() -> Self {
        Self::on(Desk::start().await).await
    }

    async fn on(desk: Desk) -> Self {
        let seen = Clock::System.now() - SignedDuration::from_mins(20);
        let (sentry, posthog) = (sentry(seen).await, posthog().await);
        let postgres = Postgres::start(SQL);
        for (name, value) in [
            ("sentry", "sntrys_test_0123"),
            ("posthog", "phx_test_0123"),
            ("postgres", &postgres.dsn("127.0.0.1", "")),
        ] {
            store_secret(&desk, name, value).await;
        }
        let settings = json!({
            "sentry": { "organisation": "acme", "host": sentry.url },
            "posthog": { "project": "7", "host": posthog.url },
            "postgres": { "tiers": { "team-2024": "enterprise" } },
        });
        set(&desk, settings).await;
        Self {
            desk,
            sentry,
            posthog,
            postgres,
        }
    }

    async fn receive(&self, n: u32, from: &str) {
        let id = format!("{n}@example.com");
        let subject = format!("Export broken {n}");
        self.desk.receive(mail(&id, from, &subject, "", BUG)).await;
    }
}

async fn facts(desk: &Desk, ticket: &Value) -> Value {
    desk.get(&format!("{}/facts", place(ticket))).await
}

fn outcome<'a>(facts: &'a Value, source: &str) -> &'a Value {
    let sources = facts["sources"].as_array().unwrap();
    sources.iter().find(|one| one["source"] == source).unwrap()
}

async fn notes(desk: &Desk, ticket: &Value) -> Vec<Value> {
    let messages = desk.messages(ticket).await.into_iter();
    messages
        .filter(|message| message["visibility"] == "note")
        .collect()
}

async fn priority_reasons(desk: &Desk, ticket: &Value) -> String {
    let judged = desk.get(&format!("{}/triage", place(ticket))).await;
    judged["items"][0]["rules"]["why"].to_string()
}

#[tokio::test]
async fn facts_stand_on_the_ticket_in_one_note_and_in_the_priority() {
    let plain = Desk::start().await;
    plain
        .receive(mail("1@example.com", ANN, "Export broken 1", "", BUG))
        .await;
    let before = plain.the_ticket().await["priority_score"].as_u64().unwrap();

    let scene = Scene::set().await;
    scene.receive(1, ANN).await;
    let desk = &scene.desk;
    let ticket = desk.the_ticket().await;
    let found = facts(desk, &ticket).await;
    assert_eq!(found["email"], "ann@example.com");
    assert_eq!(
        (&found["plan"], &found["error_in_last_hour"]),
        (&json!("team-2024"), &json!(true))
    );
    for source in ["sentry", "posthog", "postgres"] {
        assert_eq!(outcome(&found, source)["outcome"], "found", "{found:#}");
    }
    let error = &outcome(&found, "sentry")["facts"][0];
    assert_eq!(
        error["value"], "WEB-12, 3 times, in app/export",
        "hers, not everybody's"
    );
    assert_eq!(error["link"], "https://acme.sentry.io/issues/1/");
    assert!(!found.to_string().contains("hush"), "no token of a page");

    let notes = notes(desk, &ticket).await;
    assert_eq!(notes.len(), 1, "{notes:#?}");
    assert_eq!(
        (&notes[0]["author"], &notes[0]["id"]),
        (&json!("system"), &found["note"])
    );
    let text = notes[0]["text"].as_str().unwrap();
    for part in [
        "WEB-12",
        "6 min, 12 clicks, 2 console errors",
        "plan: team-2024",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(ticket["customer_tier"], "enterprise");
    let why = priority_reasons(desk, &ticket).await;
    assert!(
        why.contains("error-in-last-hour") && why.contains("tier"),
        "{why}"
    );
    let after = ticket["priority_score"].as_u64().unwrap();
    assert_eq!(after, before + 30, "20 for the tier and 10 for the error");
    nothing_left(desk).await;
}

#[tokio::test]
async fn a_task_that_comes_twice_doubles_nothing() {
    let scene = Scene::set().await;
    scene.receive(1, ANN).await;
    let desk = &scene.desk;
    let ticket = desk.the_ticket().await;
    let world = desk.stack.world(Function::Api).unwrap();
    let organisation = home(desk).await;
    let id: lambdesk_domain::ids::TicketId = ticket["id"].as_str().unwrap().parse().unwrap();
    let messages = world.store.all_messages(&organisation, &id).await.unwrap();
    assert!(messages.iter().all(|m| m.pipeline == Pipeline::Done));
    let task = Task::Enrich(MessageRef {
        organisation: organisation.clone(),
        ticket: id,
        message: messages[0].id.clone(),
    });
    let queue = desk.stack.environment.queue("EnrichQueue").unwrap();
    let asked = scene.sentry.asked().len();
    let record = json!({
        "messageId": "00000000-0000-0000-0000-000000000001",
        "receiptHandle": "x",
        "body": task.encode(),
        "attributes": { "ApproximateReceiveCount": "2", "SentTimestamp": "0" },
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": format!("arn:aws:sqs:eu-west-1:000000000000:{queue}"),
        "awsRegion": "eu-west-1",
    });
    let answer = desk
        .stack
        .invoke(Function::Enrich, json!({ "Records": [record] }))
        .await
        .unwrap();
    assert_eq!(answer["batchItemFailures"], json!([]), "{answer}");
    desk.idle().await;
    assert_eq!(notes(desk, &ticket).await.len(), 1);
    assert_eq!(scene.sentry.asked().len(), asked, "nobody is asked again");
    let twice = now(desk, &ticket).await;
    assert_eq!(twice["version"], ticket["version"]);
}

#[tokio::test]
async fn under_chaos_there_is_still_one_note() {
    let desk = Desk::start_with(|options| *options = options.clone().with_chaos(7)).await;
    let scene = Scene::on(desk).await;
    for n in 0..6 {
        scene.receive(n, ANN).await;
    }
    let tickets = scene.desk.tickets().await;
    assert_eq!(tickets.len(), 6);
    for ticket in &tickets {
        assert_eq!(notes(&scene.desk, ticket).await.len(), 1, "{ticket:#}");
        assert!(ticket["category"].is_string());
    }
}

#[tokio::test]
async fn whatever_dies_the_ticket_is_usable_and_says_why() {
    let mut scene = Scene::set().await;
    scene.sentry.be(Mood::Status(500));
    scene.posthog.be(Mood::Half);
    scene.postgres.kill();
    scene.receive(1, ANN).await;
    let ticket = scene.desk.the_ticket().await;
    assert!(ticket["category"].is_string() && ticket["assigned_team"].is_string());
    let found = facts(&scene.desk, &ticket).await;
    for (source, reason) in [
        ("sentry", "status 500"),
        ("posthog", "cannot be reached"),
        ("postgres", "cannot be reached"),
    ] {
        let looked = outcome(&found, source);
        assert_eq!(looked["outcome"], "failed");
        assert!(
            looked["reason"].as_str().unwrap().contains(reason),
            "{looked}"
        );
    }
    let notes = notes(&scene.desk, &ticket).await;
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0]["text"]
            .as_str()
            .unwrap()
            .contains("Sentry could not be asked")
    );
    nothing_left(&scene.desk).await;

    // Well again: asked anew, the facts are there, and there is still one note.
    scene.sentry.be(Mood::Well);
    scene.posthog.be(Mood::Silent);
    let again = format!("{}/facts", place(&ticket));
    let found = scene.desk.post(&again, json!({})).await;
    assert_eq!(outcome(&found, "sentry")["outcome"], "found", "{found:#}");
    let slow = outcome(&found, "posthog")["reason"].as_str().unwrap();
    assert!(slow.contains("within 3 seconds"), "{slow}");
    assert_eq!(
        facts(&scene.desk, &ticket).await["sources"],
        found["sources"]
    );
    assert_eq!(
        crate::flow_facts::notes(&scene.desk, &ticket).await.len(),
        1
    );
}

#[tokio::test]
async fn colleagues_machines_and_later_answers_are_not_looked_up() {
    let scene = Scene::set().await;
    let desk = &scene.desk;
    desk.receive(mail(
        "a@example.com",
        "owner@demo.test",
        "Internal",
        "",
        BUG,
    ))
    .await;
    let robot = "Auto-Submitted: auto-replied\r\n";
    desk.receive(mail("b@example.com", ANN, "Out of office", robot, BUG))
        .await;
    assert!(
        scene.sentry.asked().is_empty(),
        "{:?}",
        scene.sentry.asked()
    );
    desk.receive(mail("c@example.com", ANN, "Export broken", "", BUG))
        .await;
    let asked = scene.sentry.asked().len();
    assert_eq!(asked, 1);
    let answer = "In-Reply-To: <c@example.com>\r\n";
    desk.receive(mail(
        "d@example.com",
        ANN,
        "Re: Export broken",
        answer,
        "Still.",
    ))
    .await;
    assert_eq!(scene.sentry.asked().len(), asked);
    assert_eq!(scene.posthog.asked().len(), 2);
}
