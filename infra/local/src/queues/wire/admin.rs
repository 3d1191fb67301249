//! The actions on queues: create, find, list, read and change settings, purge, move dead letters back.
//!
//! Invariant: settings written here are the same the template's specs write; nothing is kept beside them.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::refusal::Refusal;
use super::shapes::{self, Move, QueueRequest, arn_name};
use super::{Request, url};
use crate::queues::error::QueueError;
use crate::queues::ids::uuid;
use crate::queues::schema::{self, Queue};
use crate::queues::worker::Durability;
use crate::queues::{ACCOUNT, Counts, QueueSpec, limits, settle};

/// The ARN of a queue.
pub(super) fn arn(region: &str, queue: &str) -> String {
    format!("arn:aws:sqs:{region}:{ACCOUNT}:{queue}")
}

pub(super) async fn create(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: QueueRequest = shapes::read(request.body)?;
    if asked.queue_name.is_empty() {
        return Err(Refusal::missing("QueueName"));
    }
    let mut spec = QueueSpec::named(asked.queue_name);
    apply(&mut spec, &asked.attributes)?;
    let name = spec.name.clone();
    let created = request.queues.worker.call(Durability::Disk, move |work| {
        match schema::find(work.conn, &spec.name)? {
            Some(queue) if queue.matches(&spec) => Ok(()),
            Some(_) => Err(QueueError::Exists { name: spec.name }),
            None => put(work.conn, &spec, work.now),
        }
    });
    created.await?;
    Ok(json!({ "QueueUrl": url(&request.base, &name) }))
}

pub(super) async fn get_url(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: QueueRequest = shapes::read(request.body)?;
    let (queue, _) = look_up(request, asked.queue_name).await?;
    Ok(json!({ "QueueUrl": url(&request.base, &queue.name) }))
}

pub(super) async fn list(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: QueueRequest = shapes::read(request.body)?;
    let names = request.queues.names().await?;
    let urls: Vec<String> = names
        .iter()
        .filter(|name| name.starts_with(&asked.queue_name_prefix))
        .map(|name| url(&request.base, name))
        .collect();
    Ok(if urls.is_empty() {
        json!({})
    } else {
        json!({ "QueueUrls": urls })
    })
}

pub(super) async fn attributes(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: QueueRequest = shapes::read(request.body)?;
    let (queue, counts) = look_up(request, shapes::queue_name(&asked.queue_url)?).await?;
    let all = describe(&queue, counts, &request.region);
    if let Some(unknown) = asked
        .attribute_names
        .iter()
        .find(|name| !is_attribute(name))
    {
        return Err(Refusal::attribute_name(unknown));
    }
    let wanted = |name: &str| {
        asked
            .attribute_names
            .iter()
            .any(|asked| asked == "All" || asked == name)
    };
    let attributes: Map<String, Value> = all
        .into_iter()
        .filter(|(name, _)| wanted(name))
        .map(|(name, value)| (name.to_owned(), Value::String(value)))
        .collect();
    Ok(if attributes.is_empty() {
        json!({})
    } else {
        json!({ "Attributes": attributes })
    })
}

pub(super) async fn set_attributes(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: QueueRequest = shapes::read(request.body)?;
    let (queue, _) = look_up(request, shapes::queue_name(&asked.queue_url)?).await?;
    let mut spec = spec_of(&queue);
    apply(&mut spec, &asked.attributes)?;
    let changed = request.queues.worker.call(Durability::Disk, move |work| {
        put(work.conn, &spec, work.now)
    });
    changed.await?;
    Ok(json!({}))
}

pub(super) async fn purge(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: QueueRequest = shapes::read(request.body)?;
    request
        .queues
        .purge(&shapes::queue_name(&asked.queue_url)?)
        .await?;
    Ok(json!({}))
}

pub(super) async fn start_move(request: &Request<'_>) -> Result<Value, Refusal> {
    let asked: Move = shapes::read(request.body)?;
    let from = arn_name(&asked.source_arn).to_owned();
    let to = match &asked.destination_arn {
        Some(arn) => arn_name(arn).to_owned(),
        None => only_source(request, &from).await?,
    };
    let moved = request.queues.move_all(&from, &to).await;
    match moved {
        Ok(_) => Ok(json!({ "TaskHandle": uuid() })),
        Err(QueueError::NoSuchQueue { .. }) => Err(Refusal::no_resource(
            "The resource that you specified for the SourceArn parameter doesn't exist.",
        )),
        Err(error) => Err(error.into()),
    }
}

/// The one queue whose redrive policy names `dead_letters`; without a destination messages go back there.
async fn only_source(request: &Request<'_>, dead_letters: &str) -> Result<String, Refusal> {
    let target = dead_letters.to_owned();
    let sources = request
        .queues
        .worker
        .call(Durability::Process, move |work| {
            let mut found = Vec::new();
            for name in schema::names(work.conn)? {
                let queue = schema::queue(work.conn, &name)?;
                if queue.dead_letters.as_deref() == Some(&target) {
                    found.push(name);
                }
            }
            Ok(found)
        });
    match sources.await?.as_slice() {
        [source] => Ok(source.clone()),
        _ => Err(Refusal::invalid(
            "Source queue must be configured as a Dead Letter Queue of exactly one queue, or DestinationArn must be given.",
        )),
    }
}

async fn look_up(request: &Request<'_>, name: String) -> Result<(Queue, Counts), Refusal> {
    let found = request
        .queues
        .worker
        .call(Durability::Process, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            let counts = settle::counts(work, &queue)?;
            Ok((queue, counts))
        });
    Ok(found.await?)
}

fn put(conn: &rusqlite::Connection, spec: &QueueSpec, now: i64) -> Result<(), QueueError> {
    limits::check_spec(spec)?;
    schema::put(conn, spec, now)?;
    schema::check_dead_letters(conn, spec)
}

fn spec_of(queue: &Queue) -> QueueSpec {
    let span = |ms: i64| Duration::from_millis(u64::try_from(ms).unwrap_or_default());
    QueueSpec {
        name: queue.name.clone(),
        fifo: queue.fifo,
        visibility: span(queue.visibility_ms),
        delay: span(queue.delay_ms),
        retention: span(queue.retention_ms),
        max_receive_count: queue.max_receive_count,
        dead_letters: queue.dead_letters.clone(),
        content_based_deduplication: queue.content_based,
    }
}

fn apply(spec: &mut QueueSpec, attributes: &BTreeMap<String, String>) -> Result<(), Refusal> {
    for (name, value) in attributes {
        let seconds = || {
            value
                .parse()
                .map(Duration::from_secs)
                .map_err(|_| Refusal::attribute_value(name))
        };
        match name.as_str() {
            "VisibilityTimeout" => spec.visibility = seconds()?,
            "DelaySeconds" => spec.delay = seconds()?,
            "MessageRetentionPeriod" => spec.retention = seconds()?,
            "FifoQueue" if (value == "true") == spec.fifo => {}
            "ContentBasedDeduplication" => spec.content_based_deduplication = value == "true",
            "RedrivePolicy" => redrive_policy(spec, value)?,
            // Accepted and without effect on one machine.
            "MaximumMessageSize"
            | "ReceiveMessageWaitTimeSeconds"
            | "Policy"
            | "KmsMasterKeyId"
            | "KmsDataKeyReusePeriodSeconds"
            | "SqsManagedSseEnabled"
            | "DeduplicationScope"
            | "FifoThroughputLimit"
            | "RedriveAllowPolicy" => {}
            "FifoQueue" => return Err(Refusal::attribute_value(name)),
            _ => return Err(Refusal::attribute_name(name)),
        }
    }
    Ok(())
}

fn redrive_policy(spec: &mut QueueSpec, value: &str) -> Result<(), Refusal> {
    if value.is_empty() {
        spec.dead_letters = None;
        spec.max_receive_count = None;
        return Ok(());
    }
    let wrong = || Refusal::attribute_value("RedrivePolicy");
    let policy: Value = serde_json::from_str(value).map_err(|_| wrong())?;
    let target = policy
        .get("deadLetterTargetArn")
        .and_then(Value::as_str)
        .ok_or_else(wrong)?;
    let count = policy.get("maxReceiveCount").ok_or_else(wrong)?;
    // Clients send the count as a number or as a string of digits.
    let count = match count.as_str() {
        Some(digits) => digits.parse().ok(),
        None => count.as_u64().and_then(|count| u32::try_from(count).ok()),
    };
    spec.max_receive_count = Some(count.ok_or_else(wrong)?);
    spec.dead_letters = Some(arn_name(target).to_owned());
    Ok(())
}

const ATTRIBUTES: [&str; 15] = [
    "All",
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "ContentBasedDeduplication",
    "CreatedTimestamp",
    "DelaySeconds",
    "FifoQueue",
    "LastModifiedTimestamp",
    "MaximumMessageSize",
    "MessageRetentionPeriod",
    "QueueArn",
    "ReceiveMessageWaitTimeSeconds",
    "RedrivePolicy",
    "VisibilityTimeout",
];

fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.contains(&name)
        || [
            "Policy",
            "KmsMasterKeyId",
            "SqsManagedSseEnabled",
            "RedriveAllowPolicy",
        ]
        .contains(&name)
}

fn describe(queue: &Queue, counts: Counts, region: &str) -> Vec<(&'static str, String)> {
    let seconds = |ms: i64| (ms / 1000).to_string();
    let mut all = vec![
        ("ApproximateNumberOfMessages", counts.visible.to_string()),
        (
            "ApproximateNumberOfMessagesNotVisible",
            counts.in_flight.to_string(),
        ),
        (
            "ApproximateNumberOfMessagesDelayed",
            counts.delayed.to_string(),
        ),
        ("CreatedTimestamp", seconds(queue.created_ms)),
        ("LastModifiedTimestamp", seconds(queue.created_ms)),
        ("DelaySeconds", seconds(queue.delay_ms)),
        ("MaximumMessageSize", limits::MAX_BYTES.to_string()),
        ("MessageRetentionPeriod", seconds(queue.retention_ms)),
        ("QueueArn", arn(region, &queue.name)),
        ("ReceiveMessageWaitTimeSeconds", "0".to_owned()),
        ("VisibilityTimeout", seconds(queue.visibility_ms)),
    ];
    if queue.fifo {
        all.push(("FifoQueue", "true".to_owned()));
        all.push(("ContentBasedDeduplication", queue.content_based.to_string()));
    }
    if let (Some(target), Some(count)) = (&queue.dead_letters, queue.max_receive_count) {
        let policy =
            json!({ "deadLetterTargetArn": arn(region, target), "maxReceiveCount": count });
        all.push(("RedrivePolicy", policy.to_string()));
    }
    all
}
