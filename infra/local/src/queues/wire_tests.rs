//! Drives the endpoint with the real SDK, the client production uses.

use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry,
    MessageAttributeValue, MessageSystemAttributeName, QueueAttributeName,
    SendMessageBatchRequestEntry,
};

use super::*;
use crate::listen;

struct Endpoint {
    _dir: tempfile::TempDir,
    base: String,
    client: Client,
    queues: Queues,
}

async fn endpoint() -> Endpoint {
    let dir = tempfile::tempdir().unwrap();
    let dead = QueueSpec::named("dead");
    let main = QueueSpec {
        max_receive_count: Some(2),
        dead_letters: Some("dead".to_owned()),
        ..QueueSpec::named("main")
    };
    let specs = vec![main, dead, QueueSpec::named("order.fifo")];
    let queues = Queues::open(&dir.path().join("queues"), specs).unwrap();
    let (listener, address) = listen::bind(0, "--port").await.unwrap();
    tokio::spawn(listen::serve(
        queues.router(),
        listener,
        std::future::pending(),
    ));
    let base = format!("http://{address}");
    let config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("eu-west-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(aws_sdk_sqs::config::retry::RetryConfig::disabled())
        .endpoint_url(&base)
        .build();
    Endpoint {
        _dir: dir,
        base,
        client: Client::from_conf(config),
        queues,
    }
}

impl Endpoint {
    fn url(&self, queue: &str) -> String {
        self.queues.url(&self.base, queue)
    }

    async fn receive(&self, queue: &str) -> Vec<aws_sdk_sqs::types::Message> {
        let request = self.client.receive_message().queue_url(self.url(queue));
        let answer = request
            .max_number_of_messages(10)
            .message_system_attribute_names(MessageSystemAttributeName::All)
            .message_attribute_names("All")
            .send()
            .await
            .unwrap();
        answer.messages.unwrap_or_default()
    }
}

fn code<E: ProvideErrorMetadata + std::fmt::Debug>(error: SdkError<E>) -> String {
    error
        .code()
        .unwrap_or_else(|| panic!("no code in {error:?}"))
        .to_owned()
}

#[tokio::test]
async fn a_message_makes_the_round_through_the_sdk() {
    let end = endpoint().await;
    let kind = MessageAttributeValue::builder()
        .data_type("String")
        .string_value("v")
        .build();
    let request = end.client.send_message().queue_url(end.url("main"));
    let sent = request
        .message_body("grüße \u{1F600}")
        .message_attributes("k", kind.unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(sent.md5_of_message_attributes().unwrap().len(), 32);
    let got = end.receive("main").await.remove(0);
    assert_eq!(got.message_id(), sent.message_id());
    assert_eq!(got.body(), Some("grüße \u{1F600}"));
    assert_eq!(got.md5_of_body(), sent.md5_of_message_body());
    assert_eq!(
        got.md5_of_message_attributes(),
        sent.md5_of_message_attributes()
    );
    assert_eq!(
        got.message_attributes().unwrap()["k"].string_value(),
        Some("v")
    );
    let system = got.attributes().unwrap();
    assert_eq!(
        system[&MessageSystemAttributeName::ApproximateReceiveCount],
        "1"
    );
    let delete = end.client.delete_message().queue_url(end.url("main"));
    delete
        .receipt_handle(got.receipt_handle().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(end.queues.counts("main").await.unwrap(), Counts::default());
}

#[tokio::test]
async fn the_digest_of_a_body_is_the_real_md5() {
    let end = endpoint().await;
    let request = end.client.send_message().queue_url(end.url("main"));
    let sent = request.message_body("hello").send().await.unwrap();
    assert_eq!(
        sent.md5_of_message_body(),
        Some("5d41402abc4b2a76b9719d911017c592")
    );
}

#[tokio::test]
async fn batches_answer_each_entry_under_its_id() {
    let end = endpoint().await;
    let entry = |id: &str, body: &str| {
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(body)
            .build()
            .unwrap()
    };
    let request = end.client.send_message_batch().queue_url(end.url("main"));
    let sent = request
        .entries(entry("a", "one"))
        .entries(entry("b", "bad \u{2}"))
        .entries(entry("c", "two"))
        .send()
        .await
        .unwrap();
    let ids: Vec<&str> = sent.successful().iter().map(|one| one.id()).collect();
    assert_eq!(ids, ["a", "c"]);
    assert_eq!(sent.failed()[0].id(), "b");
    assert_eq!(sent.failed()[0].code(), "InvalidMessageContents");
    let got = end.receive("main").await;
    assert_eq!(got.len(), 2);
    let mut changes = end
        .client
        .change_message_visibility_batch()
        .queue_url(end.url("main"));
    for (n, message) in got.iter().enumerate() {
        let entry = ChangeMessageVisibilityBatchRequestEntry::builder()
            .id(n.to_string())
            .receipt_handle(message.receipt_handle().unwrap())
            .visibility_timeout(600);
        changes = changes.entries(entry.build().unwrap());
    }
    assert_eq!(changes.send().await.unwrap().successful().len(), 2);
    let handles = [got[0].receipt_handle().unwrap(), "broken"];
    let mut deletes = end.client.delete_message_batch().queue_url(end.url("main"));
    for (n, handle) in handles.iter().enumerate() {
        let entry = DeleteMessageBatchRequestEntry::builder().id(n.to_string());
        deletes = deletes.entries(entry.receipt_handle(*handle).build().unwrap());
    }
    let deleted = deletes.send().await.unwrap();
    assert_eq!((deleted.successful().len(), deleted.failed().len()), (1, 1));
    assert_eq!(deleted.failed()[0].code(), "ReceiptHandleIsInvalid");
    assert_eq!(end.queues.counts("main").await.unwrap().in_flight, 1);
}

#[tokio::test]
async fn refusals_carry_the_codes_of_the_service() {
    let end = endpoint().await;
    let absent = end
        .client
        .send_message()
        .queue_url(end.url("absent"))
        .message_body("x");
    let error = absent.send().await.unwrap_err().into_service_error();
    assert!(error.is_queue_does_not_exist(), "{error:?}");
    let odd = end
        .client
        .send_message()
        .queue_url(end.url("main"))
        .message_body("\u{0}");
    let error = odd.send().await.unwrap_err().into_service_error();
    assert!(error.is_invalid_message_contents(), "{error:?}");
    let delete = end
        .client
        .delete_message()
        .queue_url(end.url("main"))
        .receipt_handle("x");
    let error = delete.send().await.unwrap_err().into_service_error();
    assert!(error.is_receipt_handle_is_invalid(), "{error:?}");
    let ungrouped = end
        .client
        .send_message()
        .queue_url(end.url("order.fifo"))
        .message_body("x");
    assert_eq!(
        code(ungrouped.send().await.unwrap_err()),
        "MissingParameter"
    );
    let many = end
        .client
        .receive_message()
        .queue_url(end.url("main"))
        .max_number_of_messages(11);
    assert_eq!(
        code(many.send().await.unwrap_err()),
        "InvalidParameterValue"
    );
}

#[tokio::test]
async fn batches_over_the_limits_are_refused_whole() {
    let end = endpoint().await;
    let entry = |id: usize, body: &str| {
        let id = id.to_string();
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(body)
            .build()
            .unwrap()
    };
    let send = |entries: Vec<SendMessageBatchRequestEntry>| {
        let request = end.client.send_message_batch().queue_url(end.url("main"));
        request.set_entries(Some(entries)).send()
    };
    let eleven = send((0..11).map(|n| entry(n, "x")).collect())
        .await
        .unwrap_err();
    assert!(
        eleven
            .into_service_error()
            .is_too_many_entries_in_batch_request()
    );
    let long = "\n".repeat(600_000);
    let heavy = send(vec![entry(0, &long), entry(1, &long)])
        .await
        .unwrap_err();
    assert!(heavy.into_service_error().is_batch_request_too_long());
    let twins = send(vec![entry(0, "x"), entry(0, "y")]).await.unwrap_err();
    assert!(twins.into_service_error().is_batch_entry_ids_not_distinct());
    let none = send(Vec::new()).await.unwrap_err();
    assert!(none.into_service_error().is_empty_batch_request());
    assert_eq!(end.queues.counts("main").await.unwrap(), Counts::default());
}

#[tokio::test]
async fn queues_are_created_found_listed_and_described() {
    let end = endpoint().await;
    let create = |timeout: &str| {
        end.client
            .create_queue()
            .queue_name("new")
            .attributes(QueueAttributeName::VisibilityTimeout, timeout)
            .send()
    };
    let made = create("45").await.unwrap();
    assert_eq!(made.queue_url(), Some(end.url("new").as_str()));
    assert_eq!(create("45").await.unwrap().queue_url(), made.queue_url());
    let other = create("46").await.unwrap_err();
    assert!(other.into_service_error().is_queue_name_exists());
    let found = end
        .client
        .get_queue_url()
        .queue_name("new")
        .send()
        .await
        .unwrap();
    assert_eq!(found.queue_url(), made.queue_url());
    let listed = end
        .client
        .list_queues()
        .queue_name_prefix("n")
        .send()
        .await
        .unwrap();
    assert_eq!(listed.queue_urls(), [end.url("new")]);
    end.client
        .set_queue_attributes()
        .queue_url(end.url("new"))
        .attributes(
            QueueAttributeName::RedrivePolicy,
            r#"{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:000000000000:dead","maxReceiveCount":"4"}"#,
        )
        .send()
        .await
        .unwrap();
    let described = end
        .client
        .get_queue_attributes()
        .queue_url(end.url("new"))
        .attribute_names(QueueAttributeName::All)
        .send()
        .await
        .unwrap();
    let attributes = described.attributes().unwrap();
    assert_eq!(attributes[&QueueAttributeName::VisibilityTimeout], "45");
    assert_eq!(
        attributes[&QueueAttributeName::QueueArn],
        "arn:aws:sqs:eu-west-1:000000000000:new"
    );
    assert!(attributes[&QueueAttributeName::RedrivePolicy].contains("\"maxReceiveCount\":4"));
}

#[tokio::test]
async fn a_long_poll_over_the_wire_wakes_on_a_send() {
    let end = endpoint().await;
    let poll = end
        .client
        .receive_message()
        .queue_url(end.url("main"))
        .wait_time_seconds(20);
    let waiting = tokio::spawn(poll.send());
    tokio::task::yield_now().await;
    end.queues.send("main", Send::text("now")).await.unwrap();
    let got = tokio::time::timeout(Duration::from_secs(10), waiting)
        .await
        .unwrap();
    assert_eq!(got.unwrap().unwrap().messages()[0].body(), Some("now"));
}

#[tokio::test]
async fn a_fifo_send_answers_its_place_and_a_move_task_brings_dead_letters_back() {
    let end = endpoint().await;
    let fifo = |body: &str| {
        let request = end.client.send_message().queue_url(end.url("order.fifo"));
        request
            .message_body(body)
            .message_group_id("g")
            .message_deduplication_id(body)
            .send()
    };
    let first = fifo("1").await.unwrap();
    let second = fifo("2").await.unwrap();
    assert!(first.sequence_number().unwrap() < second.sequence_number().unwrap());
    assert_eq!(
        fifo("1").await.unwrap().sequence_number(),
        first.sequence_number()
    );

    end.queues.send("dead", Send::text("back")).await.unwrap();
    let arn = "arn:aws:sqs:eu-west-1:000000000000:dead";
    end.client
        .start_message_move_task()
        .source_arn(arn)
        .send()
        .await
        .unwrap();
    assert_eq!(end.receive("main").await[0].body(), Some("back"));
    end.client
        .purge_queue()
        .queue_url(end.url("main"))
        .send()
        .await
        .unwrap();
    assert_eq!(end.queues.counts("main").await.unwrap(), Counts::default());
}
