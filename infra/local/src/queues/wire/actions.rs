//! The actions on messages: send, receive, delete, change visibility, and their batches.
//!
//! Invariant: a batch is one commit, and each entry of it is answered under its own id.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::Request;
use super::refusal::Refusal;
use super::shapes::{self, Batch, Entry, ReceiptEntry, Receive, SendEntry};
use crate::queues::message::{Sent, md5_of_attributes, md5_of_text};
use crate::queues::settle::Settled;
use crate::queues::{Attributes, QueueError, Received, Send, limits};

pub(super) async fn send(request: &Request<'_>) -> Result<Value, Refusal> {
    let entry: SendEntry = shapes::read(request.body)?;
    let queue = shapes::queue_name(&entry.queue_url)?;
    let message = entry.message();
    let digests = Digests::of(&message);
    let mut sent = request.queues.send_each(&queue, vec![message]).await?;
    let sent = sent.pop().unwrap_or(Err(QueueError::Stopped))?;
    Ok(Value::Object(digests.with(sent)))
}

pub(super) async fn send_batch(request: &Request<'_>) -> Result<Value, Refusal> {
    let batch: Batch<SendEntry> = shapes::read(request.body)?;
    shapes::check_batch(&batch.entries, "SendMessageBatchRequestEntry")?;
    let queue = shapes::queue_name(&batch.queue_url)?;
    let ids = ids(&batch.entries);
    let messages: Vec<Send> = batch.entries.into_iter().map(SendEntry::message).collect();
    limits::check_batch(&messages)?;
    let digests: Vec<Digests> = messages.iter().map(Digests::of).collect();
    let sent = request.queues.send_each(&queue, messages).await?;
    let answers = digests
        .into_iter()
        .zip(sent)
        .map(|(digests, sent)| sent.map(|sent| digests.with(sent)).map_err(Refusal::from));
    Ok(split(ids, answers))
}

pub(super) async fn receive(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: Receive = shapes::read(request.body)?;
    let queue = shapes::queue_name(&asked.queue_url)?;
    let max = match asked.max_number_of_messages.unwrap_or(1) {
        max @ 1..=10 => usize::try_from(max).unwrap_or(1),
        other => return Err(out_of_range(other, "MaxNumberOfMessages", "1 and 10")),
    };
    let wait = match asked.wait_time_seconds.unwrap_or(0) {
        wait @ 0..=20 => Duration::from_secs(wait),
        other => return Err(out_of_range(other, "WaitTimeSeconds", "0 and 20")),
    };
    let visibility = asked.visibility_timeout.map(Duration::from_secs);
    let messages = request
        .queues
        .receive(&queue, max, visibility, wait)
        .await?;
    if messages.is_empty() {
        return Ok(json!({}));
    }
    let messages: Vec<Value> = messages
        .iter()
        .map(|message| received(message, &asked, &request.region))
        .collect();
    Ok(json!({ "Messages": messages }))
}

pub(super) async fn delete(request: &Request<'_>) -> Result<Value, Refusal> {
    let entry: ReceiptEntry = shapes::read(request.body)?;
    let queue = shapes::queue_name(&entry.queue_url)?;
    let handle = entry.receipt_handle;
    let mut settled = request
        .queues
        .delete_each(&queue, vec![handle.clone()])
        .await?;
    match settled.pop().unwrap_or(Err(QueueError::Stopped))? {
        Settled::Gone => Ok(json!({})),
        Settled::Stale => Err(Refusal::stale_receipt(&handle)),
    }
}

pub(super) async fn delete_batch(request: &Request<'_>) -> Result<Value, Refusal> {
    let batch: Batch<ReceiptEntry> = shapes::read(request.body)?;
    shapes::check_batch(&batch.entries, "DeleteMessageBatchRequestEntry")?;
    let queue = shapes::queue_name(&batch.queue_url)?;
    let ids = ids(&batch.entries);
    let handles: Vec<String> = batch
        .entries
        .into_iter()
        .map(|entry| entry.receipt_handle)
        .collect();
    let settled = request.queues.delete_each(&queue, handles.clone()).await?;
    let answers = handles
        .iter()
        .zip(settled)
        .map(|(handle, settled)| match settled {
            Ok(Settled::Gone) => Ok(Map::new()),
            Ok(Settled::Stale) => Err(Refusal::stale_receipt(handle)),
            Err(error) => Err(error.into()),
        });
    Ok(split(ids, answers))
}

pub(super) async fn change_visibility(request: &Request<'_>) -> Result<Value, Refusal> {
    let entry: ReceiptEntry = shapes::read(request.body)?;
    let queue = shapes::queue_name(&entry.queue_url)?;
    let seconds = entry
        .visibility_timeout
        .ok_or_else(|| Refusal::missing("VisibilityTimeout"))?;
    let timeout = Duration::from_secs(seconds);
    request
        .queues
        .change_visibility(&queue, &entry.receipt_handle, timeout)
        .await?;
    Ok(json!({}))
}

pub(super) async fn change_visibility_batch(request: &Request<'_>) -> Result<Value, Refusal> {
    let batch: Batch<ReceiptEntry> = shapes::read(request.body)?;
    shapes::check_batch(&batch.entries, "ChangeMessageVisibilityBatchRequestEntry")?;
    let queue = shapes::queue_name(&batch.queue_url)?;
    let ids = ids(&batch.entries);
    let changes = batch.entries.into_iter().map(|entry| {
        (
            entry.receipt_handle,
            Duration::from_secs(entry.visibility_timeout.unwrap_or_default()),
        )
    });
    let changed = request
        .queues
        .change_visibility_each(&queue, changes.collect())
        .await?;
    let answers = changed
        .into_iter()
        .map(|outcome| outcome.map(|()| Map::new()).map_err(Refusal::from));
    Ok(split(ids, answers))
}

/// The digests an answer to a send states, taken before the message is handed over.
struct Digests {
    body: String,
    attributes: Option<String>,
}

impl Digests {
    fn of(message: &Send) -> Self {
        Self {
            body: md5_of_text(&message.body),
            attributes: md5_of_attributes(&message.attributes),
        }
    }

    fn with(self, sent: Sent) -> Map<String, Value> {
        let mut answer = Map::new();
        answer.insert("MessageId".to_owned(), Value::String(sent.message_id));
        answer.insert("MD5OfMessageBody".to_owned(), Value::String(self.body));
        if let Some(digest) = self.attributes {
            answer.insert("MD5OfMessageAttributes".to_owned(), Value::String(digest));
        }
        if let Some(sequence) = sent.sequence {
            answer.insert("SequenceNumber".to_owned(), Value::String(sequence));
        }
        answer
    }
}

fn ids<T: Entry>(entries: &[T]) -> Vec<String> {
    entries.iter().map(|entry| entry.id().to_owned()).collect()
}

/// Sorts the answers of a batch into `Successful` and `Failed`.
fn split(
    ids: Vec<String>,
    answers: impl Iterator<Item = Result<Map<String, Value>, Refusal>>,
) -> Value {
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for (id, answer) in ids.into_iter().zip(answers) {
        match answer {
            Ok(mut answer) => {
                answer.insert("Id".to_owned(), Value::String(id));
                successful.push(Value::Object(answer));
            }
            Err(refusal) => failed.push(refusal.entry(&id)),
        }
    }
    json!({ "Successful": successful, "Failed": failed })
}

fn out_of_range(value: impl std::fmt::Display, parameter: &str, range: &str) -> Refusal {
    Refusal::invalid(format!(
        "Value {value} for parameter {parameter} is invalid. Reason: Must be between {range}, if provided."
    ))
}

fn received(message: &Received, asked: &Receive, region: &str) -> Value {
    let mut answer = Map::new();
    answer.insert("MessageId".to_owned(), json!(message.message_id));
    answer.insert("ReceiptHandle".to_owned(), json!(message.receipt));
    answer.insert("MD5OfBody".to_owned(), json!(message.md5_of_body()));
    answer.insert("Body".to_owned(), json!(message.body));
    let system = system_attributes(message, asked, region);
    if !system.is_empty() {
        answer.insert("Attributes".to_owned(), Value::Object(system));
    }
    let attributes: Attributes = message
        .attributes
        .iter()
        .filter(|(name, _)| {
            asked
                .message_attribute_names
                .iter()
                .any(|asked| covers(asked, name))
        })
        .map(|(name, attribute)| (name.clone(), attribute.clone()))
        .collect();
    if let Some(digest) = md5_of_attributes(&attributes) {
        answer.insert("MD5OfMessageAttributes".to_owned(), json!(digest));
        answer.insert("MessageAttributes".to_owned(), json!(attributes));
    }
    Value::Object(answer)
}

fn system_attributes(message: &Received, asked: &Receive, region: &str) -> Map<String, Value> {
    let arn = |name: &String| super::admin::arn(region, name);
    let known = [
        ("SenderId", Some("AIDALOCALONLYEXAMPLE1".to_owned())),
        ("SentTimestamp", Some(message.sent_at_ms.to_string())),
        (
            "ApproximateReceiveCount",
            Some(message.receive_count.to_string()),
        ),
        (
            "ApproximateFirstReceiveTimestamp",
            Some(message.first_received_at_ms.to_string()),
        ),
        ("SequenceNumber", message.sequence.clone()),
        ("MessageGroupId", message.group.clone()),
        ("MessageDeduplicationId", message.deduplication.clone()),
        (
            "DeadLetterQueueSourceArn",
            message.dead_letter_source.as_ref().map(arn),
        ),
    ];
    let wanted = |name: &str| {
        let mut names = asked
            .attribute_names
            .iter()
            .chain(&asked.message_system_attribute_names);
        names.any(|asked| asked == "All" || asked == name)
    };
    known
        .into_iter()
        .filter(|(name, _)| wanted(name))
        .filter_map(|(name, value)| Some((name.to_owned(), Value::String(value?))))
        .collect()
}

/// Whether a requested name covers an attribute: `All`, the name itself, or a prefix ending in `.*`.
fn covers(asked: &str, name: &str) -> bool {
    asked == "All"
        || asked == ".*"
        || asked == name
        || asked
            .strip_suffix(".*")
            .is_some_and(|prefix| name.starts_with(prefix))
}
