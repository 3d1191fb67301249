//! A throttled, contested or broken table delays work and changes nothing about its outcome.

use std::time::Duration;

use jiff::SignedDuration;
use lambdesk_cloud::clock::Clock;
use lambdesk_cloud::config::Role;
use lambdesk_local::faults::{Action, Failure, Fault, Service};
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, nothing_left, now, parked, place, sent_for, until};

const TABLE: [&str; 8] = [
    "GetItem",
    "BatchGetItem",
    "Query",
    "PutItem",
    "UpdateItem",
    "TransactWriteItems",
    "BatchWriteItem",
    "DeleteItem",
];

async fn ground() -> (Desk, Clock) {
    let clock = Clock::movable();
    let given = clock.clone();
    let desk = Desk::start_with(|options| {
        options.clock = given;
        options.events.retry_after = Some(Duration::ZERO);
    })
    .await;
    (desk, clock)
}

/// Mail in, reply out; the API is asked again when it cannot answer.
async fn round(desk: &Desk, clock: &Clock, name: &str) {
    let raw = mail(&format!("{name}@example.com"), ANN, name, "", "Help.");
    desk.receive(raw).await;
    until("the mail is a ticket", async || {
        minute(desk, clock, SignedDuration::ZERO).await;
        found(desk, name).await.is_some()
    })
    .await;
    let ticket = found(desk, name).await.unwrap();
    let path = format!("{}/replies", place(&ticket));
    let reply = insist(desk, clock, &path, &json!({ "text": "Here." }), name).await;
    desk.idle().await;
    until("the reply left", async || {
        minute(desk, clock, SignedDuration::from_mins(11)).await;
        !sent_for(desk, &reply).is_empty()
    })
    .await;
    desk.idle().await;
    assert_eq!(sent_for(desk, &reply).len(), 1, "{name}");
    let after = found(desk, name).await.unwrap();
    assert_eq!(
        (&after["message_count"], &after["status"]),
        (&json!(2), &json!("waiting_on_customer")),
        "{name}"
    );
}

/// A run of the sweep. It may fail like everything else: then the next minute does its work.
async fn minute(desk: &Desk, clock: &Clock, by: SignedDuration) {
    clock.advance(by);
    let _failed_is_fine = desk.stack.invoke(Role::Sweep, json!({})).await;
    desk.idle().await;
}

async fn found(desk: &Desk, name: &str) -> Option<Value> {
    let path = format!("/api/v1/tickets?q={name}");
    let mut answer = desk.call(Method::GET, &path, None, &[]).await;
    for _ in 0..5 {
        if !answer.status.is_server_error() {
            break;
        }
        answer = desk.call(Method::GET, &path, None, &[]).await;
    }
    let items = answer.body["items"].as_array().unwrap().clone();
    assert!(items.len() <= 1, "{name}: {items:?}");
    items.into_iter().next()
}

async fn insist(desk: &Desk, clock: &Clock, path: &str, body: &Value, key: &str) -> Value {
    for _ in 0..6 {
        let answer = desk
            .call(
                Method::POST,
                path,
                Some(body.clone()),
                &[("idempotency-key", key)],
            )
            .await;
        if answer.status.is_success() {
            return answer.body;
        }
        let patient =
            answer.status.is_server_error() || answer.status == 409 || answer.status == 429;
        assert!(patient, "{} {}", answer.status, answer.body);
        clock.advance(SignedDuration::from_secs(61));
    }
    panic!("the API never answered")
}

/// Every operation of the table fails so, once and several times in a row.
async fn every_operation_fails(failures: [Failure; 2], name: &str) {
    let (desk, clock) = ground().await;
    let before = desk.stack.faults.struck();
    for operation in TABLE {
        for (nth, failure) in [1, 3].into_iter().zip(&failures) {
            desk.stack.faults.plan(Fault {
                service: Service::Table,
                operation: Some(operation.into()),
                nth,
                action: Action::Fail(failure.clone()),
            });
        }
        round(&desk, &clock, &format!("{name}-{operation}").to_lowercase()).await;
    }
    assert!(
        desk.stack.faults.struck() >= before + 10,
        "{}",
        desk.stack.faults.struck()
    );
    assert_eq!(desk.tickets().await.len(), TABLE.len());
    assert!(parked(&desk).await.is_empty());
    nothing_left(&desk).await;
}

#[tokio::test]
async fn throttling_on_each_operation_only_delays() {
    every_operation_fails([Failure::throughput(), Failure::throttling()], "throttled").await;
}

#[tokio::test]
async fn a_conflict_on_each_operation_only_delays() {
    every_operation_fails([Failure::conflict(), Failure::conflict()], "conflict").await;
}

#[tokio::test]
async fn a_broken_table_on_each_operation_only_delays() {
    every_operation_fails([Failure::internal(), Failure::internal()], "internal").await;
}

#[tokio::test]
async fn an_answer_lost_after_the_write_does_not_write_twice() {
    let (desk, clock) = ground().await;
    let cases = [
        (Service::Table, "TransactWriteItems"),
        (Service::Table, "PutItem"),
        (Service::Table, "UpdateItem"),
        (Service::Table, "BatchWriteItem"),
        (Service::Queues, "SendMessageBatch"),
        (Service::Objects, "PutObject"),
        (Service::Objects, "GetObject"),
    ];
    for (service, operation) in cases {
        for nth in [1, 2] {
            for action in [Action::ApplyThenDrop, Action::DropBefore] {
                let operation = Some(operation.to_owned());
                desk.stack.faults.plan(Fault {
                    service,
                    operation,
                    nth,
                    action,
                });
            }
        }
        round(
            &desk,
            &clock,
            &format!("dropped-{operation}").to_lowercase(),
        )
        .await;
    }
    assert_eq!(desk.tickets().await.len(), cases.len());
    nothing_left(&desk).await;
}

#[tokio::test]
async fn a_table_that_stays_away_for_a_while_loses_nothing() {
    let (desk, clock) = ground().await;
    // More failures than the SDK and one invocation have tries.
    for nth in 1..=9 {
        desk.stack.faults.plan(Fault {
            service: Service::Table,
            operation: Some("TransactWriteItems".into()),
            nth,
            action: Action::Fail(Failure::internal()),
        });
    }
    round(&desk, &clock, "away").await;
    nothing_left(&desk).await;
}

#[tokio::test]
async fn agents_and_customers_who_write_at_once_all_come_through() {
    let (desk, _clock) = ground().await;
    desk.receive(mail("root@example.com", ANN, "Root", "", "Help."))
        .await;
    let ticket = desk.the_ticket().await;
    let path = place(&ticket);
    for at in 0..6 {
        let more = "In-Reply-To: <root@example.com>\r\n";
        let raw = mail(
            &format!("r{at}@example.com"),
            ANN,
            "Re: Root",
            more,
            &format!("word {at}"),
        );
        desk.take_in(raw, "support@demo.test").await;
        // The agent works on the same ticket meanwhile, and repeats what was refused.
        let tags = json!({ "tags": (0..=at).map(|n| format!("tag{n}")).collect::<Vec<_>>() });
        let mut done = false;
        for _ in 0..50 {
            let now = desk.call(Method::GET, &path, None, &[]).await;
            let etag = now.headers["etag"].to_str().unwrap().to_owned();
            let answer = desk
                .call(
                    Method::PATCH,
                    &path,
                    Some(tags.clone()),
                    &[("if-match", &etag)],
                )
                .await;
            assert!(
                answer.status.is_success() || answer.status == 412,
                "{}",
                answer.body
            );
            done = answer.status.is_success();
            if done {
                break;
            }
        }
        assert!(done, "the change never came through");
    }
    until("all words have come", async || {
        desk.idle().await;
        now(&desk, &ticket).await["message_count"] == 7
    })
    .await;
    let after = now(&desk, &ticket).await;
    assert_eq!(after["tags"].as_array().unwrap().len(), 6);
    assert_eq!(desk.messages(&ticket).await.len(), 7);
}
