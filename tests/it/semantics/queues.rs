//! SQS: visibility, receive counts, redrive, order, duplicates, delay, batches.
//!
//! Invariant: each case has queues of its own; what must come is waited for, and what must not come is looked for
//! after something that was sent later has come.

use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::error::ProvideErrorMetadata;
use aws_sdk_sqs::types::{
    DeleteMessageBatchRequestEntry, Message, MessageSystemAttributeName, QueueAttributeName,
    SendMessageBatchRequestEntry,
};
use tokio::time::Instant;

use super::cases;
use super::place::{PATIENCE, Place};

cases!(Queues:
    a_message_arrives_with_its_facts,
    a_received_message_is_hidden_and_comes_back_counted,
    a_deleted_message_does_not_come_back,
    a_message_may_be_deleted_twice,
    a_hold_of_nothing_gives_the_message_back,
    a_hold_keeps_the_message_longer,
    a_receipt_that_is_none_is_refused,
    a_message_received_too_often_moves_to_the_dead_letters,
    a_delayed_message_comes_later,
    a_waiting_receive_gets_what_arrives_meanwhile,
    a_batch_holds_ten_messages_and_no_more,
    a_batch_of_deletes_tells_which_failed,
    a_queue_that_is_not_there_is_told_by_its_code,
    a_group_keeps_its_order,
    a_group_waits_while_one_of_its_messages_is_out,
    a_repeat_is_taken_and_not_delivered,
    dead_letters_of_an_ordered_queue_keep_their_group,
);

/// A queue and the way to it.
struct Queue {
    client: Client,
    url: String,
}

impl Queue {
    async fn new(place: &Place, attributes: &[(QueueAttributeName, &str)]) -> Self {
        Self::named(place, &place.name("q"), attributes).await
    }

    async fn fifo(place: &Place, attributes: &[(QueueAttributeName, &str)]) -> Self {
        let fifo = [(QueueAttributeName::FifoQueue, "true")];
        let name = format!("{}.fifo", place.name("q"));
        Self::named(place, &name, &[attributes, &fifo].concat()).await
    }

    async fn named(place: &Place, name: &str, attributes: &[(QueueAttributeName, &str)]) -> Self {
        let client = place.aws.sqs();
        let mut call = client.create_queue().queue_name(name);
        for (key, value) in attributes {
            call = call.attributes(key.clone(), *value);
        }
        let url = call.send().await.unwrap().queue_url.unwrap();
        Self { client, url }
    }

    /// The setting that sends a message here after so many receives.
    async fn redrive(&self, most: u32) -> String {
        let call = self.client.get_queue_attributes().queue_url(&self.url);
        let answer = call
            .attribute_names(QueueAttributeName::QueueArn)
            .send()
            .await
            .unwrap();
        let arn = answer.attributes.unwrap()[&QueueAttributeName::QueueArn].clone();
        format!(r#"{{"deadLetterTargetArn":"{arn}","maxReceiveCount":"{most}"}}"#)
    }

    async fn send(&self, body: &str) {
        self.client
            .send_message()
            .queue_url(&self.url)
            .message_body(body)
            .send()
            .await
            .unwrap();
    }

    async fn send_in(&self, group: &str, repeat: &str, body: &str) -> String {
        let call = self
            .client
            .send_message()
            .queue_url(&self.url)
            .message_body(body);
        let call = call
            .message_group_id(group)
            .message_deduplication_id(repeat);
        call.send().await.unwrap().message_id.unwrap()
    }

    /// One look, at most ten messages, hidden for so many seconds.
    async fn look(&self, hidden: i32, wait: i32) -> Vec<Message> {
        let call = self
            .client
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(10);
        let call = call.visibility_timeout(hidden).wait_time_seconds(wait);
        let call = call.message_system_attribute_names(MessageSystemAttributeName::All);
        call.send().await.unwrap().messages.unwrap_or_default()
    }

    /// Waits until a look finds something.
    async fn wait(&self, hidden: i32) -> Vec<Message> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let found = self.look(hidden, 1).await;
            if !found.is_empty() {
                return found;
            }
            assert!(Instant::now() < deadline, "nothing came");
        }
    }

    /// Waits until a look finds one message.
    async fn one(&self, hidden: i32) -> Message {
        let found = self.wait(hidden).await;
        assert_eq!(found.len(), 1, "{found:?}");
        found.into_iter().next().unwrap()
    }

    async fn delete(&self, message: &Message) {
        let call = self.client.delete_message().queue_url(&self.url);
        call.set_receipt_handle(message.receipt_handle.clone())
            .send()
            .await
            .unwrap();
    }

    async fn hold(&self, receipt: &str, seconds: i32) -> Result<(), String> {
        let call = self.client.change_message_visibility().queue_url(&self.url);
        let answer = call
            .receipt_handle(receipt)
            .visibility_timeout(seconds)
            .send()
            .await;
        answer
            .map(drop)
            .map_err(|error| error.code().unwrap_or_default().to_owned())
    }

    /// Collects messages and deletes them until there are so many.
    async fn drain(&self, count: usize) -> Vec<String> {
        let mut bodies = Vec::new();
        while bodies.len() < count {
            for message in self.wait(30).await {
                self.delete(&message).await;
                bodies.push(message.body.unwrap());
            }
        }
        bodies
    }
}

fn fact(message: &Message, name: MessageSystemAttributeName) -> &str {
    message
        .attributes
        .as_ref()
        .and_then(|all| all.get(&name))
        .map_or("", String::as_str)
}

fn receives(message: &Message) -> u32 {
    fact(message, MessageSystemAttributeName::ApproximateReceiveCount)
        .parse()
        .unwrap()
}

fn body(message: &Message) -> &str {
    message.body.as_deref().unwrap()
}

async fn a_message_arrives_with_its_facts(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    let text = "{\"key\": \"raw/é\"} \u{1f600}\r\n";
    queue.send(text).await;
    let message = queue.one(30).await;
    assert_eq!(body(&message), text);
    assert_eq!(receives(&message), 1);
    let sent = fact(&message, MessageSystemAttributeName::SentTimestamp);
    assert!(sent.len() == 13 && sent.parse::<u64>().is_ok(), "{sent}");
    assert!(message.md5_of_body.is_some() && message.message_id.is_some());
}

async fn a_received_message_is_hidden_and_comes_back_counted(place: Arc<Place>) {
    let queue = Queue::new(&place, &[(QueueAttributeName::VisibilityTimeout, "4")]).await;
    queue.send("task").await;
    let call = queue.client.receive_message().queue_url(&queue.url);
    let first = call.send().await.unwrap().messages.unwrap();
    assert_eq!(first.len(), 1);
    assert!(
        queue.look(30, 0).await.is_empty(),
        "it is hidden by the time the queue says"
    );
    let again = queue.one(30).await;
    assert_eq!((body(&again), receives(&again)), ("task", 2));
    assert_eq!(again.message_id, first[0].message_id);
}

async fn a_deleted_message_does_not_come_back(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    queue.send("done").await;
    let message = queue.one(1).await;
    queue.delete(&message).await;
    assert!(queue.look(1, 2).await.is_empty());
}

async fn a_message_may_be_deleted_twice(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    queue.send("done").await;
    let message = queue.one(30).await;
    // A poller that lost the first answer has to ask again.
    queue.delete(&message).await;
    queue.delete(&message).await;
}

async fn a_hold_of_nothing_gives_the_message_back(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    queue.send("task").await;
    let message = queue.one(600).await;
    queue
        .hold(message.receipt_handle.as_deref().unwrap(), 0)
        .await
        .unwrap();
    assert_eq!(receives(&queue.one(30).await), 2);
}

async fn a_hold_keeps_the_message_longer(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    queue.send("task").await;
    let message = queue.one(5).await;
    queue
        .hold(message.receipt_handle.as_deref().unwrap(), 600)
        .await
        .unwrap();
    for _ in 0..2 {
        assert!(
            queue.look(1, 3).await.is_empty(),
            "it was hidden for five seconds only"
        );
    }
}

async fn a_receipt_that_is_none_is_refused(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    let code = queue.hold("no receipt", 5).await.unwrap_err();
    let code = code.rsplit('.').next().unwrap();
    assert!(
        ["ReceiptHandleIsInvalid", "InvalidParameterValue"].contains(&code),
        "{code}"
    );
}

async fn a_message_received_too_often_moves_to_the_dead_letters(place: Arc<Place>) {
    let dead = Queue::new(&place, &[]).await;
    let redrive = dead.redrive(2).await;
    let queue = Queue::new(
        &place,
        &[(QueueAttributeName::RedrivePolicy, redrive.as_str())],
    )
    .await;
    queue.send("poison").await;
    for round in 1..=2 {
        let message = queue.one(0).await;
        assert_eq!((body(&message), receives(&message)), ("poison", round));
    }
    let deadline = Instant::now() + PATIENCE;
    let moved = loop {
        // The queue moves a message when somebody looks for it.
        assert!(
            queue.look(0, 0).await.is_empty(),
            "it is delivered a third time"
        );
        if let Some(message) = dead.look(30, 1).await.pop() {
            break message;
        }
        assert!(
            Instant::now() < deadline,
            "it never came to the dead letters"
        );
    };
    assert_eq!(body(&moved), "poison");
}

async fn a_delayed_message_comes_later(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    let call = queue
        .client
        .send_message()
        .queue_url(&queue.url)
        .message_body("later");
    call.delay_seconds(4).send().await.unwrap();
    queue.send("now").await;
    assert_eq!(body(&queue.one(30).await), "now");
    assert_eq!(body(&queue.one(30).await), "later");
}

async fn a_waiting_receive_gets_what_arrives_meanwhile(place: Arc<Place>) {
    let queue = Arc::new(Queue::new(&place, &[]).await);
    let waiting = tokio::spawn({
        let queue = Arc::clone(&queue);
        async move { queue.wait(30).await }
    });
    queue.send("task").await;
    assert_eq!(body(&waiting.await.unwrap()[0]), "task");
}

fn entries(count: usize) -> Option<Vec<SendMessageBatchRequestEntry>> {
    let entry = |n: usize| {
        SendMessageBatchRequestEntry::builder()
            .id(n.to_string())
            .message_body(format!("task {n}"))
    };
    Some((0..count).map(|n| entry(n).build().unwrap()).collect())
}

async fn a_batch_holds_ten_messages_and_no_more(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    let send = |count| {
        queue
            .client
            .send_message_batch()
            .queue_url(&queue.url)
            .set_entries(entries(count))
            .send()
    };
    let answer = send(10).await.unwrap();
    assert_eq!((answer.successful.len(), answer.failed.len()), (10, 0));
    let bodies: BTreeSet<_> = queue.drain(10).await.into_iter().collect();
    assert_eq!(bodies, (0..10).map(|n| format!("task {n}")).collect());
    let refused = send(11).await.unwrap_err();
    let code = refused
        .code()
        .unwrap_or_default()
        .rsplit('.')
        .next()
        .unwrap();
    assert!(code.starts_with("TooManyEntriesInBatchRequest"), "{code}");
}

async fn a_batch_of_deletes_tells_which_failed(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    queue.send("task").await;
    let message = queue.one(600).await;
    let entry = |id: &str, receipt: &str| {
        DeleteMessageBatchRequestEntry::builder()
            .id(id)
            .receipt_handle(receipt)
            .build()
            .unwrap()
    };
    let good = message.receipt_handle.as_deref().unwrap();
    let batch = vec![entry("good", good), entry("bad", "no receipt")];
    let call = queue
        .client
        .delete_message_batch()
        .queue_url(&queue.url)
        .set_entries(Some(batch));
    let answer = call.send().await.unwrap();
    let deleted: Vec<_> = answer
        .successful
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    let failed: Vec<_> = answer
        .failed
        .iter()
        .map(|entry| (entry.id.as_str(), entry.sender_fault))
        .collect();
    assert_eq!((deleted, failed), (vec!["good"], vec![("bad", true)]));
}

async fn a_queue_that_is_not_there_is_told_by_its_code(place: Arc<Place>) {
    let queue = Queue::new(&place, &[]).await;
    let url = queue.url.replace("/q-", "/none-");
    let refused = queue
        .client
        .send_message()
        .queue_url(url)
        .message_body("x")
        .send()
        .await
        .unwrap_err();
    let code = refused
        .code()
        .unwrap_or_default()
        .rsplit('.')
        .next()
        .unwrap();
    assert!(
        ["QueueDoesNotExist", "NonExistentQueue"].contains(&code),
        "{code}"
    );
}

async fn a_group_keeps_its_order(place: Arc<Place>) {
    let queue = Queue::fifo(&place, &[]).await;
    for n in 0..12 {
        queue
            .send_in("ticket", &n.to_string(), &format!("{n:02}"))
            .await;
    }
    let wanted: Vec<_> = (0..12).map(|n| format!("{n:02}")).collect();
    assert_eq!(queue.drain(12).await, wanted);
}

async fn a_group_waits_while_one_of_its_messages_is_out(place: Arc<Place>) {
    let queue = Queue::fifo(&place, &[]).await;
    queue.send_in("one", "1", "one 1").await;
    let first = queue.one(600).await;
    assert_eq!(
        fact(&first, MessageSystemAttributeName::MessageGroupId),
        "one"
    );
    assert!(!fact(&first, MessageSystemAttributeName::SequenceNumber).is_empty());
    queue.send_in("one", "2", "one 2").await;
    queue.send_in("two", "3", "two 1").await;
    let other = queue.one(600).await;
    assert_eq!(
        body(&other),
        "two 1",
        "another group is free, its own is not"
    );
    queue.delete(&first).await;
    assert_eq!(body(&queue.one(600).await), "one 2");
}

async fn a_repeat_is_taken_and_not_delivered(place: Arc<Place>) {
    let queue = Queue::fifo(&place, &[]).await;
    let first = queue.send_in("ticket", "same", "once").await;
    let repeat = queue.send_in("ticket", "same", "once").await;
    assert_eq!(
        first, repeat,
        "a repeat is answered with the id of the first"
    );
    queue.send_in("ticket", "other", "last").await;
    assert_eq!(queue.drain(2).await, ["once", "last"]);
    // The queue remembers for five minutes, even what was deleted.
    queue.send_in("ticket", "same", "once").await;
    queue.send_in("ticket", "end", "end").await;
    assert_eq!(queue.drain(1).await, ["end"]);
}

async fn dead_letters_of_an_ordered_queue_keep_their_group(place: Arc<Place>) {
    let dead = Queue::fifo(&place, &[]).await;
    let redrive = dead.redrive(1).await;
    let queue = Queue::fifo(
        &place,
        &[(QueueAttributeName::RedrivePolicy, redrive.as_str())],
    )
    .await;
    queue.send_in("ticket", "1", "poison").await;
    queue.send_in("ticket", "2", "next").await;
    let mut seen = Vec::new();
    let deadline = Instant::now() + PATIENCE;
    let moved = loop {
        // One at a time, as the delivery queue is read: the group goes on once its first message is gone.
        let call = queue
            .client
            .receive_message()
            .queue_url(&queue.url)
            .visibility_timeout(0);
        let found = call.send().await.unwrap().messages.unwrap_or_default();
        seen.extend(found.iter().map(|message| body(message).to_owned()));
        if let Some(message) = dead.look(30, 0).await.into_iter().next() {
            break message;
        }
        assert!(
            Instant::now() < deadline,
            "it never came to the dead letters"
        );
    };
    assert_eq!((body(&moved), seen[0].as_str()), ("poison", "poison"));
    assert_eq!(
        fact(&moved, MessageSystemAttributeName::MessageGroupId),
        "ticket"
    );
}
