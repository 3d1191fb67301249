//! The sample events against the functions: each is what its function accepts.
//!
//! Invariant: a sample about things that do not exist here is parked or done, never a failed invocation.

use std::collections::BTreeSet;

use lambdesk_cloud::config::contract::Source as Wanted;
use lambdesk_cloud::config::{Role, contract};
use lambdesk_cloud::store::OUTBOX_PREFIX;
use lambdesk_domain::task::{Stage, Task};
use serde_json::{Value, json};

use crate::contract_template::template;
use crate::desk::{Desk, root};

fn sample(role: Role) -> Value {
    let path = root().join(format!("events/{role}.json"));
    let advice = "every function has a sample event";
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; {advice}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn records(event: &Value) -> &Vec<Value> {
    event["Records"].as_array().unwrap()
}

/// Hands a sample to its function and gives the answer; the records it wants again are named in it.
async fn handled(desk: &Desk, role: Role, event: Value) -> Value {
    let answer = desk.stack.invoke(role, event).await;
    answer.unwrap_or_else(|error| panic!("{role} fails on events/{role}.json: {error:#}"))
}

/// Parked work that came of a sample.
async fn parked(desk: &Desk) -> Vec<Value> {
    desk.get("/api/v1/parked").await["items"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn every_function_has_one_sample_event() {
    let wanted: BTreeSet<_> = Role::ALL
        .iter()
        .map(|role| format!("{role}.json"))
        .collect();
    let found: BTreeSet<_> = std::fs::read_dir(root().join("events"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json"))
        .collect();
    assert_eq!(
        found, wanted,
        "events/ holds one JSON file per function, named like it"
    );
    let index = std::fs::read_to_string(root().join("events/README.md")).unwrap();
    for name in wanted {
        assert!(
            index.contains(&format!("`{name}`")),
            "events/README.md: add a line for {name}"
        );
    }
}

#[test]
fn samples_of_queues_come_from_the_queue_of_the_contract() {
    for role in Role::ALL {
        let Wanted::Queue { queue, batch } = contract(role).source else {
            continue;
        };
        let event = sample(role);
        assert!(
            (1..=batch as usize).contains(&records(&event).len()),
            "events/{role}.json: 1 to {batch} records"
        );
        for record in records(&event) {
            let fifo = if template().queues[queue].fifo {
                ".fifo"
            } else {
                ""
            };
            let arn = record["eventSourceARN"].as_str().unwrap();
            assert!(
                arn.ends_with(&format!("-{queue}{fifo}")),
                "events/{role}.json: {arn} is not {queue}"
            );
            assert_eq!(record["eventSource"], "aws:sqs");
            let ordered = record["attributes"]["MessageGroupId"].is_string();
            assert_eq!(
                ordered,
                !fifo.is_empty(),
                "events/{role}.json: MessageGroupId belongs to FIFO queues"
            );
        }
    }
}

#[test]
fn samples_of_stages_carry_a_task_of_that_stage() {
    for (role, stage) in [
        (Role::Enrich, Stage::Enrich),
        (Role::Triage, Stage::Triage),
        (Role::Deliver, Stage::Deliver),
    ] {
        for record in records(&sample(role)) {
            let task = Task::decode(record["body"].as_str().unwrap()).unwrap();
            assert_eq!(task.stage(), stage, "events/{role}.json");
            if role == Role::Deliver {
                assert_eq!(record["attributes"]["MessageGroupId"], task.order_group());
            }
        }
    }
}

#[test]
fn the_sample_of_relay_passes_the_filter_of_its_source() {
    for record in records(&sample(Role::Relay)) {
        let change = &record["dynamodb"];
        assert_eq!(record["eventName"], "INSERT");
        assert!(
            change["Keys"]["SK"]["S"]
                .as_str()
                .unwrap()
                .starts_with(OUTBOX_PREFIX)
        );
        assert_eq!(
            change["StreamViewType"],
            template().tables["Table"].stream_view.as_deref().unwrap()
        );
        assert!(
            change.get("NewImage").is_none(),
            "the stream carries keys only"
        );
    }
}

#[test]
fn the_sample_of_ingest_announces_raw_mail() {
    let event = sample(Role::Ingest);
    let body: Value = serde_json::from_str(records(&event)[0]["body"].as_str().unwrap()).unwrap();
    let prefix = &template().buckets["MailBucket"].notifications[0].prefix;
    assert!(
        body["Records"][0]["s3"]["object"]["key"]
            .as_str()
            .unwrap()
            .starts_with(prefix.as_str())
    );
}

#[test]
fn the_sample_of_the_api_comes_by_a_route_of_the_template() {
    let (event, template) = (sample(Role::Api), template());
    let key = event["routeKey"].as_str().unwrap();
    assert!(
        template.routes.iter().any(|route| route.key() == key),
        "events/api.json: there is no route {key}"
    );
    assert_eq!(event["version"], "2.0");
}

#[tokio::test]
async fn the_sample_of_ingest_makes_a_ticket_of_the_mail_it_names() {
    let desk = Desk::start().await;
    let event = sample(Role::Ingest);
    let body = records(&event)[0]["body"].as_str().unwrap();
    let read: Value = serde_json::from_str(body).unwrap();
    let object = &read["Records"][0]["s3"];
    let (bucket, key) = (
        object["bucket"]["name"].as_str().unwrap(),
        object["object"]["key"].as_str().unwrap(),
    );
    let here = desk.stack.environment.bucket().unwrap();
    let mail = std::fs::read(root().join("events/mail/01-plain-question-en.eml")).unwrap();
    let stored = desk
        .stack
        .objects
        .put(&here, key, &mail, "message/rfc822")
        .await;
    stored.unwrap();
    // The notification of the bucket makes the ticket; the sample then is a repeat.
    desk.idle().await;
    let mut event = event.clone();
    event["Records"][0]["body"] = json!(body.replace(bucket, &here));
    assert_eq!(
        handled(&desk, Role::Ingest, event).await,
        json!({ "batchItemFailures": [] })
    );
    desk.idle().await;
    desk.the_ticket().await;
    assert_eq!(parked(&desk).await, [json!(null); 0]);
}

#[tokio::test]
async fn the_sample_of_ingest_about_a_mail_that_is_gone_is_parked() {
    let desk = Desk::start().await;
    let answer = handled(&desk, Role::Ingest, sample(Role::Ingest)).await;
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    let parked = parked(&desk).await;
    assert_eq!(parked.len(), 1, "{parked:?}");
    assert!(
        parked[0]["reason"]
            .as_str()
            .is_some_and(|reason| !reason.is_empty()),
        "{parked:?}"
    );
}

#[tokio::test]
async fn samples_about_messages_that_do_not_exist_fail_no_invocation() {
    let desk = Desk::start().await;
    for role in [Role::Enrich, Role::Triage, Role::Deliver, Role::Feedback] {
        let answer = handled(&desk, role, sample(role)).await;
        assert_eq!(
            answer,
            json!({ "batchItemFailures": [] }),
            "{role}: no retry can help"
        );
    }
    assert_eq!(desk.sent(), [""; 0]);
    assert_eq!(desk.tickets().await, [json!(null); 0]);
}

#[tokio::test]
async fn the_sample_of_relay_about_a_row_that_is_gone_sends_nothing() {
    let desk = Desk::start().await;
    let answer = handled(&desk, Role::Relay, sample(Role::Relay)).await;
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
}

#[tokio::test]
async fn the_sample_of_the_sweep_finds_nothing_to_do_on_a_quiet_desk() {
    let desk = Desk::start().await;
    let before = desk.get("/health").await;
    handled(&desk, Role::Sweep, sample(Role::Sweep)).await;
    assert_eq!(desk.get("/health").await["status"], before["status"]);
}

#[tokio::test]
async fn the_sample_of_the_api_is_answered_with_a_refusal_of_its_key() {
    let desk = Desk::start().await;
    let answer = handled(&desk, Role::Api, sample(Role::Api)).await;
    assert_eq!(answer["statusCode"], 401, "{answer}");
    let body: Value = serde_json::from_str(answer["body"].as_str().unwrap()).unwrap();
    assert_eq!(body["status"], 401);
}
