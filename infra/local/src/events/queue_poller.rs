//! Drives a function from a queue as Lambda's SQS event-source mapping does. Invariant: a message is deleted only
//! after a call that had it and did not report it as failed; whatever fails stays for its visibility timeout.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::chaos::Dice;
use super::invoker::{Invoker, MOST_PAYLOAD, call};
use super::ledger::Ledger;
use super::partial::{Verdict, verdict};
use super::sqs_event::{self, Origin};
use crate::queues::{Queues, Received};
use crate::template::QueueSource;

/// One look at an empty queue; short, so that a pause is not kept waiting.
const LOOK: Duration = Duration::from_millis(250);
/// Rest after the queue itself failed.
const REST: Duration = Duration::from_secs(1);

/// The function a poller calls.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) function: String,
    pub(crate) arn: String,
    pub(crate) timeout: Duration,
}

/// What all pollers share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) queues: Queues,
    pub(crate) invoker: Arc<dyn Invoker>,
    pub(crate) ledger: Arc<Ledger>,
    pub(crate) dice: Option<Arc<Dice>>,
    /// Failed messages become visible after this, not after the queue's own timeout.
    pub(crate) retry_after: Option<Duration>,
}

/// One mapping of a queue to a function.
pub(crate) struct QueuePoller {
    pub(crate) source: QueueSource,
    pub(crate) target: Target,
    /// Physical name of the queue.
    pub(crate) queue: String,
    pub(crate) fifo: bool,
    pub(crate) visibility: Duration,
    pub(crate) origin: Origin,
    pub(crate) concurrency: usize,
    pub(crate) shared: Shared,
}

impl QueuePoller {
    /// Polls until the gate is stopped, then waits for what it has begun.
    pub(crate) async fn run(self) {
        let poller = Arc::new(self);
        let permits = Arc::new(Semaphore::new(poller.concurrency));
        let mut working = JoinSet::new();
        while poller.shared.ledger.may_go_on().await {
            while working.try_join_next().is_some() {}
            let Ok(permit) = Arc::clone(&permits).acquire_owned().await else {
                break;
            };
            match poller.gather().await {
                Ok(messages) => {
                    let mut permit = Some(permit);
                    for batch in poller.batches(messages) {
                        // Entered before it is spawned, so that it is never between two books.
                        let active = poller.shared.ledger.begin();
                        let work =
                            Arc::clone(&poller).work(batch, permit.take(), Arc::clone(&permits));
                        working.spawn(async move {
                            work.await;
                            drop(active);
                        });
                    }
                }
                Err(error) => {
                    tracing::warn!(queue = poller.queue, %error, "cannot read a queue; trying again");
                    poller.shared.ledger.sleep(REST).await;
                }
            }
        }
        while working.join_next().await.is_some() {}
    }

    /// Takes up to a batch: waits for a first message, then for more until the window ends.
    async fn gather(&self) -> Result<Vec<Received>, crate::queues::QueueError> {
        let Shared { queues, ledger, .. } = &self.shared;
        let most = usize::try_from(self.source.batch_size).unwrap_or(usize::MAX);
        let mut messages = queues.receive(&self.queue, most, None, LOOK).await?;
        let ends = Instant::now() + self.source.window;
        while !messages.is_empty() && messages.len() < most {
            let left = ends.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            messages.extend(
                queues
                    .receive(&self.queue, most - messages.len(), None, left)
                    .await?,
            );
        }
        ledger.unpark(
            &self.queue,
            messages.iter().map(|message| message.message_id.as_str()),
        );
        Ok(messages)
    }

    /// Splits what was taken into invocations: one group each on a FIFO queue, and never above the size limit.
    fn batches(&self, messages: Vec<Received>) -> Vec<Batch> {
        let mut groups: Vec<(Option<String>, Batch)> = Vec::new();
        for message in messages {
            let group = message.group.clone().filter(|_| self.fifo);
            let record = sqs_event::record(&message, &self.origin);
            let bytes = record.to_string().len();
            let open = groups.iter_mut().rev().find(|(name, _)| *name == group);
            match open {
                Some((_, batch)) if batch.bytes + bytes <= MOST_PAYLOAD => {
                    batch.push(message, record, bytes)
                }
                // A FIFO group may not run in two invocations at once: the rest of it waits its turn.
                Some((_, batch)) if self.fifo => batch.left_over.push(message),
                Some(_) | None => {
                    let mut batch = Batch::default();
                    batch.push(message, record, bytes);
                    groups.push((group, batch));
                }
            }
        }
        groups.into_iter().map(|(_, batch)| batch).collect()
    }

    async fn work(
        self: Arc<Self>,
        batch: Batch,
        permit: Option<OwnedSemaphorePermit>,
        permits: Arc<Semaphore>,
    ) {
        let _permit = match permit {
            Some(permit) => Some(permit),
            None => permits.acquire_owned().await.ok(),
        };
        let received = Instant::now();
        for message in &batch.left_over {
            self.give_back(message, Duration::ZERO).await;
        }
        let batch = self.disturb(batch).await;
        if batch.messages.is_empty() {
            return;
        }
        let failed = self.invoke(&batch).await;
        self.finish(batch.messages, &failed, received).await;
    }

    /// What chaos does before the call.
    async fn disturb(&self, mut batch: Batch) -> Batch {
        let Some(dice) = &self.shared.dice else {
            return batch;
        };
        let mut pairs: Vec<(Received, Value)> =
            batch.messages.into_iter().zip(batch.records).collect();
        if !self.fifo {
            let mut kept = Vec::with_capacity(pairs.len());
            for (message, record) in pairs {
                if message.receive_count == 1 && dice.strikes(dice.chaos.delay) {
                    self.give_back(&message, dice.delay()).await;
                } else {
                    kept.push((message, record));
                }
            }
            pairs = kept;
            if dice.strikes(dice.chaos.shuffle) {
                dice.shuffle(&mut pairs);
            }
        }
        for (message, _) in &pairs {
            if message.receive_count == 1 && dice.strikes(dice.chaos.expire) {
                self.give_back(message, Duration::ZERO).await;
            }
        }
        (batch.messages, batch.records) = pairs.into_iter().unzip();
        batch
    }

    /// The identifiers of the messages that failed.
    async fn invoke(&self, batch: &Batch) -> Verdict {
        let twice = self
            .shared
            .dice
            .as_ref()
            .is_some_and(|dice| dice.strikes(dice.chaos.twice));
        if twice
            && batch
                .messages
                .iter()
                .all(|message| message.receive_count == 1)
        {
            let (first, second) = tokio::join!(self.invoke_once(batch), self.invoke_once(batch));
            return match (first, second) {
                (Verdict::Whole, _) | (_, Verdict::Whole) => Verdict::Whole,
                (Verdict::Done, other) | (other, Verdict::Done) => other,
                (Verdict::Some(mut first), Verdict::Some(second)) => {
                    first.extend(second);
                    Verdict::Some(first)
                }
            };
        }
        self.invoke_once(batch).await
    }

    async fn invoke_once(&self, batch: &Batch) -> Verdict {
        let Target {
            function, timeout, ..
        } = &self.target;
        let event = sqs_event::event(batch.records.clone());
        let deadline = Instant::now() + *timeout;
        match call(self.shared.invoker.as_ref(), function, event, deadline).await {
            Ok(answer) => {
                let known = |id: &str| {
                    batch
                        .messages
                        .iter()
                        .any(|message| message.message_id == id)
                };
                let verdict = verdict(&answer, self.source.partial, known);
                if verdict == Verdict::Whole {
                    tracing::warn!(function, %answer, "the batch answer is not understood; all of it is retried");
                }
                verdict
            }
            Err(_logged) => Verdict::Whole,
        }
    }

    /// Deletes what is done and leaves the rest to its visibility timeout.
    async fn finish(&self, messages: Vec<Received>, failed: &Verdict, received: Instant) {
        let has_failed = |message: &Received| match failed {
            Verdict::Done => false,
            Verdict::Some(failed) => failed.contains(&message.message_id),
            Verdict::Whole => true,
        };
        let (failed, done): (Vec<_>, Vec<_>) = messages.into_iter().partition(has_failed);
        for message in &failed {
            if let Some(sooner) = self.shared.retry_after {
                self.give_back(message, sooner).await;
            } else {
                let left = self.visibility.saturating_sub(received.elapsed());
                self.shared
                    .ledger
                    .park(&self.queue, &message.message_id, left);
            }
        }
        let mut receipts = Vec::with_capacity(done.len());
        for message in done {
            let again = self.shared.dice.as_ref().is_some_and(|dice| {
                message.receive_count == 1 && dice.strikes(dice.chaos.redeliver)
            });
            if again {
                self.give_back(&message, Duration::ZERO).await;
            } else {
                receipts.push(message.receipt);
            }
        }
        if let Err(error) = self.shared.queues.delete(&self.queue, &receipts).await {
            tracing::warn!(queue = self.queue, %error, "cannot delete finished messages; they come again");
        }
    }

    /// Makes a message visible to others after a while.
    async fn give_back(&self, message: &Received, after: Duration) {
        let Shared { queues, .. } = &self.shared;
        if let Err(error) = queues
            .change_visibility(&self.queue, &message.receipt, after)
            .await
        {
            // It is visible already, or gone: both are what was wanted.
            tracing::debug!(queue = self.queue, %error, "a message was not given back");
        }
    }
}

/// The messages of one invocation with their records.
#[derive(Debug, Default)]
struct Batch {
    messages: Vec<Received>,
    records: Vec<Value>,
    bytes: usize,
    left_over: Vec<Received>,
}

impl Batch {
    fn push(&mut self, message: Received, record: Value, bytes: usize) {
        self.messages.push(message);
        self.records.push(record);
        self.bytes += bytes;
    }
}
