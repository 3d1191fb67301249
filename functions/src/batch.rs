//! The one place that knows SQS batches.
//!
//! Invariant: a record ends as done, to be retried, or parked; an error of one never touches another.
//! Source: AWS Lambda developer guide, "Using Lambda with Amazon SQS", partial batch responses.

use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use lambdesk_cloud::error::{Error, Kind, chain};
use lambdesk_cloud::store::{Parked, ParkedSource, ParkedState};
use lambdesk_cloud::telemetry::TaskMetrics;
use lambdesk_domain::ids::OrganisationId;
use serde_json::Value;

use crate::world::World;

/// Records of a standard queue worked on at a time: a whole batch, so that its writes share their waits.
const AT_A_TIME: usize = 10;
/// Seconds before a failed record is seen again, by attempt; then the queue's redrive policy decides.
const BACKOFF: [u32; 4] = [2, 10, 45, 180];

/// One queue message.
#[derive(Debug, Clone)]
pub struct Record {
    /// What it says.
    pub body: String,
    /// How often it has been received, this time included.
    pub attempt: u32,
    /// When it was sent, Unix milliseconds.
    pub sent_ms: i64,
    id: String,
    receipt: String,
    source_arn: String,
}

/// Why a record is not done.
#[derive(Debug)]
pub enum Failure {
    /// Trying again may help.
    Retry {
        /// What went wrong.
        error: anyhow::Error,
        /// When to try again, if that is known.
        after: Option<Duration>,
    },
    /// Trying again cannot help: a person has to look.
    Park {
        /// Whose work it is, when that is known.
        organisation: Option<OrganisationId>,
        /// What to tell the person; no customer text.
        reason: String,
    },
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error.kind {
            Kind::Invalid | Kind::Denied => Failure::Park {
                organisation: None,
                reason: chain(&error),
            },
            Kind::NotFound | Kind::Conflict | Kind::Busy | Kind::Full | Kind::Broken => {
                Failure::Retry {
                    error: error.into(),
                    after: None,
                }
            }
        }
    }
}

impl Failure {
    /// A record that cannot be worked on, with the reason for the person who will look at it.
    #[must_use]
    pub fn park(organisation: &OrganisationId, reason: impl Into<String>) -> Self {
        Failure::Park {
            organisation: Some(organisation.clone()),
            reason: reason.into(),
        }
    }

    /// Not now, but after a while.
    #[must_use]
    pub fn later(after: Duration, why: &'static str) -> Self {
        Failure::Retry {
            error: anyhow::anyhow!(why),
            after: Some(after),
        }
    }
}

/// Works on a batch of a standard queue, all records at a time.
///
/// # Errors
/// When the event is not an SQS event: the whole batch comes back.
pub async fn run<F>(world: &Arc<World>, event: Value, handle: F) -> anyhow::Result<Value>
where
    F: AsyncFn(&World, &Record) -> Result<(), Failure>,
{
    let event: SqsEvent = serde_json::from_value(event)?;
    let handle = &handle;
    let failed: Vec<String> = stream::iter(event.records.into_iter().map(Record::read))
        .map(|record| async move {
            let outcome = handle(world, &record).await;
            settle(world, &record, outcome).await
        })
        .buffer_unordered(AT_A_TIME)
        .filter_map(|failed| async move { failed })
        .collect()
        .await;
    respond(failed)
}

/// Works on a batch of a FIFO queue: one after the other, and after a failure the rest comes back untouched.
///
/// # Errors
/// When the event is not an SQS event: the whole batch comes back.
pub async fn run_in_order<F>(world: &Arc<World>, event: Value, handle: F) -> anyhow::Result<Value>
where
    F: AsyncFn(&World, &Record) -> Result<(), Failure>,
{
    let event: SqsEvent = serde_json::from_value(event)?;
    let mut records = event.records.into_iter().map(Record::read);
    let mut failed = Vec::new();
    for record in records.by_ref() {
        let outcome = handle(world, &record).await;
        if let Some(id) = settle(world, &record, outcome).await {
            failed.push(id);
            break;
        }
    }
    failed.extend(records.map(|rest| rest.id));
    respond(failed)
}

fn respond(failed: Vec<String>) -> anyhow::Result<Value> {
    let mut response = SqsBatchResponse::default();
    response.batch_item_failures = failed
        .into_iter()
        .map(|id| {
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = id;
            failure
        })
        .collect();
    Ok(serde_json::to_value(response)?)
}

impl Record {
    fn read(message: SqsMessage) -> Self {
        let number = |name: &str| {
            message
                .attributes
                .get(name)
                .and_then(|v| v.parse::<i64>().ok())
        };
        Self {
            attempt: number("ApproximateReceiveCount")
                .and_then(|n| u32::try_from(n).ok())
                .unwrap_or(1),
            sent_ms: number("SentTimestamp").unwrap_or(0),
            body: message.body.unwrap_or_default(),
            id: message.message_id.unwrap_or_default(),
            receipt: message.receipt_handle.unwrap_or_default(),
            source_arn: message.event_source_arn.unwrap_or_default(),
        }
    }

    /// When it was sent, or the moment given when the queue did not say.
    #[must_use]
    pub fn sent_at(&self, now: Timestamp) -> Timestamp {
        match self.sent_ms {
            0 => now,
            ms => Timestamp::from_millisecond(ms).unwrap_or(now),
        }
    }
}

/// The id of the record when the queue should keep it.
async fn settle(world: &World, record: &Record, outcome: Result<(), Failure>) -> Option<String> {
    let mut metrics = TaskMetrics::new(
        &world.config.metrics_namespace,
        world.config.role,
        &world.clock,
    );
    let age = world
        .clock
        .now()
        .as_millisecond()
        .saturating_sub(record.sent_ms);
    metrics.milliseconds("AgeMs", u64::try_from(age).unwrap_or(0));
    match outcome {
        Ok(()) => {
            metrics.outcome("done");
            metrics.count("Handled", 1);
            None
        }
        Err(Failure::Retry { error, after }) => {
            metrics.outcome("retry");
            metrics.count("Retried", 1);
            tracing::warn!(
                task.attempt = record.attempt,
                error = format!("{error:#}"),
                "the task will be tried again"
            );
            hold(world, record, after).await;
            Some(record.id.clone())
        }
        Err(Failure::Park {
            organisation,
            reason,
        }) => {
            metrics.outcome("parked");
            metrics.count("Parked", 1);
            park(world, record, organisation, reason)
                .await
                .err()
                .map(|error| {
                    tracing::error!(
                        error = chain(&error),
                        "a task could not be parked and stays in its queue"
                    );
                    record.id.clone()
                })
        }
    }
}

async fn hold(world: &World, record: &Record, after: Option<Duration>) {
    let step = usize::try_from(record.attempt.saturating_sub(1)).unwrap_or(usize::MAX);
    let asked = after.map(|pause| u32::try_from(pause.as_secs()).unwrap_or(u32::MAX).max(1));
    let Some(seconds) = asked.or_else(|| BACKOFF.get(step).copied()) else {
        return;
    };
    // Without this the record is simply seen again after the queue's visibility time-out.
    if let Err(error) = world
        .queues
        .hold(&queue_url(&record.source_arn), &record.receipt, seconds)
        .await
    {
        tracing::warn!(
            error = chain(&error),
            "the pause before the next try could not be set"
        );
    }
}

/// The address of the queue an ARN names; SQS goes by its account and name, the host is the client's.
fn queue_url(arn: &str) -> String {
    let mut parts = arn.split(':').skip(3);
    let mut next = || parts.next().unwrap_or_default();
    let (region, account, name) = (next(), next(), next());
    format!("https://sqs.{region}.amazonaws.com/{account}/{name}")
}

async fn park(
    world: &World,
    record: &Record,
    organisation: Option<OrganisationId>,
    reason: String,
) -> Result<(), Error> {
    let organisation = match organisation {
        Some(id) => id,
        None => world.default_organisation().await?.id.clone(),
    };
    let now = world.clock.now();
    tracing::error!(
        task.attempt = record.attempt,
        reason,
        "a task was parked for a person to look at"
    );
    world
        .store
        .park(&Parked {
            id: world.entropy.parked(now),
            organisation,
            stage: world.config.role,
            reason,
            source: ParkedSource::Body(record.body.clone()),
            at: now,
            attempts: record.attempt,
            state: ParkedState::Open,
        })
        .await
}
