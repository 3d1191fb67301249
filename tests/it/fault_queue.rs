//! Queue messages that are no mail, mails that are no longer there, and the same mail many times.

use std::time::Duration;

use lambdesk_local::queues::Send;
use reqwest::Method;
use serde_json::{Value, json};

use crate::desk::{Desk, mail};
use crate::flow_support::{ANN, begun, nothing_left, parked, put_raw, texts};

const QUEUES: [&str; 5] = [
    "MailQueue",
    "EnrichQueue",
    "TriageQueue",
    "DeliveryQueue",
    "FeedbackQueue",
];

async fn send(desk: &Desk, queue: &str, body: &str) {
    let name = desk.stack.environment.queue(queue).unwrap();
    let mut message = Send::text(body);
    if queue == "DeliveryQueue" {
        message.group = Some("test".into());
        message.deduplication = Some(lambdesk_cloud::entropy::sha256_hex(body));
    }
    desk.stack.queues.send(&name, message).await.unwrap();
}

/// What S3 says about a new object.
fn notification(key: &str) -> String {
    json!({ "Records": [{ "eventVersion": "2.1", "eventSource": "aws:s3", "eventName": "ObjectCreated:Put",
        "eventTime": "2026-11-20T09:00:00.000Z", "s3": { "bucket": { "name": "any" }, "object": { "key": key } } }] })
    .to_string()
}

#[tokio::test]
async fn notices_of_s3_and_ses_are_no_mail() {
    let desk = Desk::start().await;
    let test = r#"{"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2026-11-20T09:00:00.000Z","Bucket":"b"}"#;
    send(&desk, "MailQueue", test).await;
    put_raw(
        &desk,
        "AMAZON_SES_SETUP_NOTIFICATION",
        "From: aws\r\n\r\nYou have set up SES.",
    )
    .await;
    desk.idle().await;
    assert!(desk.tickets().await.is_empty());
    assert!(parked(&desk).await.is_empty());
    nothing_left(&desk).await;
}

#[tokio::test]
async fn an_empty_object_is_parked() {
    let desk = Desk::start().await;
    put_raw(&desk, "empty", "").await;
    desk.idle().await;
    let parked = parked(&desk).await;
    assert_eq!(parked.len(), 1);
    assert!(
        parked[0]["reason"].as_str().unwrap().contains("empty"),
        "{parked:?}"
    );
    assert!(desk.tickets().await.is_empty());
    nothing_left(&desk).await;
}

#[tokio::test]
async fn an_object_that_was_gone_before_it_was_read_is_parked_and_can_be_replayed() {
    let desk = Desk::start().await;
    send(&desk, "MailQueue", &notification("raw/gone")).await;
    desk.idle().await;
    let before = parked(&desk).await;
    assert_eq!(before.len(), 1);
    assert!(
        before[0]["reason"].as_str().unwrap().contains("raw/gone"),
        "{before:?}"
    );
    assert_eq!(
        (&before[0]["stage"], &before[0]["state"]),
        (&json!("ingest"), &json!("open"))
    );
    // Somebody restores it; the notification of that alone would do, and the replay does no harm.
    put_raw(
        &desk,
        "gone",
        mail("gone@example.com", ANN, "Restored", "", "Here again."),
    )
    .await;
    replay(&desk, &before[0]).await;
    desk.idle().await;
    assert_eq!(desk.tickets().await.len(), 1);
    nothing_left(&desk).await;
}

async fn replay(desk: &Desk, parked: &Value) -> reqwest::StatusCode {
    let path = format!("/api/v1/parked/{}/replay", parked["id"].as_str().unwrap());
    desk.call(Method::POST, &path, None, &[]).await.status
}

#[tokio::test]
async fn rubbish_in_any_queue_is_parked_and_stops_nothing() {
    let desk = Desk::start().await;
    for queue in QUEUES {
        for body in [
            "rubbish",
            "{}",
            "[1,2]",
            "{\"Records\":[{}]}",
            "\u{fffd}\u{1F600}",
        ] {
            send(&desk, queue, body).await;
        }
    }
    desk.idle().await;
    let all = parked(&desk).await;
    assert_eq!(all.len(), 25, "{all:#?}");
    for one in &all {
        let reason = one["reason"].as_str().unwrap();
        assert!(
            !reason.is_empty() && !reason.contains("rubbish"),
            "{reason}"
        );
        assert!(one["source"]["task"].is_string());
    }
    begun(&desk).await;
    assert_eq!(desk.sent().len(), 1, "the queues work on");
    nothing_left(&desk).await;
}

#[tokio::test]
async fn tasks_of_a_newer_version_and_of_another_stage_are_parked() {
    let desk = Desk::start().await;
    let newer = ["ingest.v9", "enrich.v2", "triage.v2", "deliver.v2"];
    for (queue, kind) in QUEUES.iter().zip(newer) {
        send(
            &desk,
            queue,
            &json!({ "type": kind, "organisation": "org_x", "new": [1] }).to_string(),
        )
        .await;
    }
    desk.idle().await;
    let all = parked(&desk).await;
    assert_eq!(all.len(), 4, "{all:#?}");
    for one in &all {
        assert!(
            one["reason"].as_str().unwrap().contains("newer version"),
            "{one}"
        );
        assert_eq!(one["state"], "open");
        // This build cannot work on it; whoever deploys the newer one can.
        assert_eq!(replay(&desk, one).await, 409);
    }
    // A task that this build knows, in the wrong queue: parked there, and the replay takes it to its own.
    put_raw(
        &desk,
        "known",
        mail("known@example.com", ANN, "Known", "", "Hello."),
    )
    .await;
    desk.idle().await;
    send(
        &desk,
        "EnrichQueue",
        r#"{"type":"ingest.v1","key":"raw/known"}"#,
    )
    .await;
    desk.idle().await;
    let strays = parked(&desk).await;
    assert_eq!(strays.len(), 5);
    assert!(
        strays[0]["reason"]
            .as_str()
            .unwrap()
            .contains("another queue")
    );
    assert_eq!(replay(&desk, &strays[0]).await, 200);
    desk.idle().await;
    assert_eq!(texts(&desk).await, [["Hello."]]);
    assert_eq!(parked(&desk).await[0]["state"], "replayed");
    nothing_left(&desk).await;
}

#[tokio::test]
async fn one_object_notified_many_times_at_once_is_one_message() {
    let desk = Desk::start_with(|options| options.events.retry_after = Some(Duration::ZERO)).await;
    desk.stack.pump.pause().await;
    let key = put_raw(
        &desk,
        "one",
        mail("one@example.com", ANN, "Once", "", "Once."),
    )
    .await;
    for _ in 0..4 {
        send(&desk, "MailQueue", &notification(&key)).await;
    }
    desk.stack.pump.resume();
    desk.idle().await;
    assert_eq!(texts(&desk).await, [["Once."]]);
    assert_eq!(
        desk.the_ticket().await["number"],
        1,
        "no number is lost on the way it came"
    );
    nothing_left(&desk).await;
}

#[tokio::test]
async fn one_mail_in_many_objects_at_once_is_one_message() {
    let desk = Desk::start_with(|options| options.events.retry_after = Some(Duration::ZERO)).await;
    desk.stack.pump.pause().await;
    let raw = mail("one@example.com", ANN, "Once", "", "Once.");
    for at in 0..5 {
        // Every path adds headers of its own.
        let path = format!(
            "Received: from relay{at}.example.com by mx{at}.test; Fri, 20 Nov 2026 09:00:0{at} +0000\r\n"
        );
        put_raw(&desk, &format!("copy-{at}"), format!("{path}{raw}")).await;
    }
    desk.stack.pump.resume();
    desk.idle().await;
    assert_eq!(texts(&desk).await, [["Once."]]);
    nothing_left(&desk).await;
}

#[tokio::test]
async fn the_same_message_id_with_other_words_is_another_message() {
    let desk = Desk::start_with(|options| options.events.retry_after = Some(Duration::ZERO)).await;
    desk.stack.pump.pause().await;
    for (at, text) in [
        "First words.",
        "Other words.",
        "First words.",
        "Other words.",
    ]
    .iter()
    .enumerate()
    {
        put_raw(
            &desk,
            &format!("copy-{at}"),
            mail("same@example.com", ANN, "Same id", "", text),
        )
        .await;
    }
    desk.stack.pump.resume();
    desk.idle().await;
    let mut all: Vec<String> = texts(&desk).await.concat();
    all.sort();
    assert_eq!(all, ["First words.", "Other words."]);
    nothing_left(&desk).await;
}

#[tokio::test]
async fn a_mail_without_an_id_is_known_again_by_its_content() {
    let desk = Desk::start().await;
    let raw = "From: ann@example.com\r\nTo: support@demo.test\r\nSubject: No id\r\n\r\nHello.\r\n";
    for _ in 0..3 {
        desk.receive(raw).await;
    }
    desk.receive(raw.replace("Hello", "Goodbye")).await;
    assert_eq!(texts(&desk).await, [["Hello."], ["Goodbye."]]);
}
