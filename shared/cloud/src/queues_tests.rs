use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use lambdesk_domain::task::MessageRef;
use serde_json::Value;

use super::*;
use crate::aws::Aws;
use crate::wire::{Answer, Wire, settings};

fn queues(wire: &Wire) -> Queues {
    let urls = QueueUrls {
        enrich: format!("{}/1/enrich", wire.endpoint),
        delivery: format!("{}/1/delivery.fifo", wire.endpoint),
        ..QueueUrls::default()
    };
    Queues::new(Aws::new(&settings(&wire.endpoint)).sqs(), urls)
}

fn tasks(n: u8, make: fn(MessageRef) -> Task) -> Vec<Task> {
    let one = |n| MessageRef {
        organisation: OrganisationId::new(1, [1; 10]),
        ticket: TicketId::new(1, [7; 10]),
        message: MessageId::new(i64::from(n), [n; 10]),
    };
    (0..n).map(one).map(make).collect()
}

fn body(request: &str) -> Value {
    serde_json::from_str(request.split_once("\r\n\r\n").unwrap().1).unwrap()
}

const ALL_TAKEN: &str = r#"{"Successful":[],"Failed":[]}"#;

#[tokio::test]
async fn tasks_go_in_batches_of_ten_and_refused_ones_are_named_by_position() {
    let failed =
        r#"{"Successful":[],"Failed":[{"Id":"1","Code":"InternalError","SenderFault":false}]}"#;
    let wire =
        Wire::serve([ALL_TAKEN, failed].map(|text| Answer::Says(200, text.to_owned()))).await;
    let tasks = tasks(12, Task::Enrich);
    assert_eq!(
        queues(&wire).send(Stage::Enrich, &tasks).await.unwrap(),
        [11]
    );
    let seen = wire.seen();
    let (first, second) = (body(&seen[0]), body(&seen[1]));
    assert_eq!(first["Entries"].as_array().unwrap().len(), 10);
    assert_eq!(second["Entries"].as_array().unwrap().len(), 2);
    let sent = first["Entries"][3]["MessageBody"].as_str().unwrap();
    assert_eq!(Task::decode(sent), Ok(tasks[3].clone()));
    assert!(first["Entries"][0].get("MessageGroupId").is_none());
    assert!(first["QueueUrl"].as_str().unwrap().ends_with("/enrich"));
}

#[tokio::test]
async fn mail_of_a_ticket_stays_in_order_and_a_second_send_is_not_taken_for_a_repeat() {
    let answers = [ALL_TAKEN, ALL_TAKEN].map(|text| Answer::Says(200, text.to_owned()));
    let wire = Wire::serve(answers).await;
    let queues = queues(&wire);
    let tasks = tasks(1, Task::Deliver);
    for _ in 0..2 {
        assert!(
            queues
                .send(Stage::Deliver, &tasks)
                .await
                .unwrap()
                .is_empty()
        );
    }
    let entries: Vec<_> = wire
        .seen()
        .iter()
        .map(|request| body(request)["Entries"][0].clone())
        .collect();
    assert_eq!(
        entries[0]["MessageGroupId"],
        TicketId::new(1, [7; 10]).as_str()
    );
    assert_ne!(
        entries[0]["MessageDeduplicationId"],
        entries[1]["MessageDeduplicationId"]
    );
}

#[tokio::test]
async fn queue_of_another_role_is_not_guessed() {
    let wire = Wire::serve([]).await;
    let error = queues(&wire)
        .send(Stage::Triage, &tasks(1, Task::Triage))
        .await
        .unwrap_err();
    assert_eq!(error.kind, Kind::Broken);
    assert!(
        queues(&wire)
            .send(Stage::Enrich, &[])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(wire.seen().is_empty());
}

#[tokio::test]
async fn message_is_held_no_longer_than_the_service_can() {
    let wire = Wire::serve([Answer::Says(200, String::new())]).await;
    queues(&wire)
        .hold("https://sqs.example.com/1/q", "receipt", 1_000_000)
        .await
        .unwrap();
    let request = body(&wire.seen()[0]);
    assert_eq!(request["VisibilityTimeout"], 43_200);
    assert_eq!(request["ReceiptHandle"], "receipt");
}
