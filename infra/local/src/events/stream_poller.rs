//! Drives a function from the table's stream as Lambda's `DynamoDB` event-source mapping does: filter, batch,
//! retry, bisect, partial success by sequence number, give up to a queue. Invariant: the position moves past a
//! record only when it succeeded, did not pass the filter, or was given up; order is kept.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::filter::Pattern;
use super::invoker::call;
use super::ledger::Gate;
use super::partial::{Verdict, verdict};
use super::queue_poller::{Shared, Target};
use super::time::{now_ms, timestamp};
use crate::queues::Send;
use crate::table::{StreamReader, StreamRecord};
use crate::template::StreamSource;

/// One wait for new records; a request to look now ends it.
const LOOK: Duration = Duration::from_secs(5);
/// Rest after the stream itself failed.
const REST: Duration = Duration::from_secs(1);
/// Records read at once, so that a filter that lets few pass still fills batches.
const READ: usize = 1_000;

/// Waits between attempts on the same records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) most: Duration,
}

impl Backoff {
    pub(crate) const USUAL: Self = Self {
        first: Duration::from_millis(100),
        most: Duration::from_secs(10),
    };

    fn after(self, attempts: u32) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1).min(16));
        self.first.saturating_mul(doubled).min(self.most)
    }
}

/// One mapping of a stream to a function.
pub(crate) struct StreamPoller {
    /// Unique name, also of the reader's position.
    pub(crate) name: String,
    pub(crate) source: StreamSource,
    pub(crate) target: Target,
    pub(crate) patterns: Vec<Pattern>,
    pub(crate) stream_arn: String,
    /// Physical name of the queue that hears of records given up.
    pub(crate) on_failure: Option<String>,
    pub(crate) backoff: Backoff,
    pub(crate) shared: Shared,
}

/// What follows a failed call.
enum Next {
    Now,
    After(Duration),
    /// The machinery stops before the records came to an end.
    Stop,
}

/// Records that are tried together.
struct Attempt {
    records: Vec<StreamRecord>,
    /// Failed calls so far that count against the quota.
    failures: u32,
}

impl StreamPoller {
    /// Polls until the gate is stopped.
    pub(crate) async fn run(self, mut reader: StreamReader) {
        let mut rounds = self.shared.ledger.rounds();
        while self.shared.ledger.may_go_on().await {
            let round = *rounds.borrow_and_update();
            let read = tokio::select! {
                read = reader.next(READ, LOOK) => read,
                // Dropping the wait loses nothing: the position moves only by a commit.
                _ = rounds.changed() => reader.next(READ, Duration::ZERO).await,
            };
            let done = match read {
                Ok(records) if records.is_empty() => self.look_again(&mut reader, round).await,
                Ok(records) => self.drain(&mut reader, records).await,
                Err(error) => Err(error),
            };
            if let Err(error) = done {
                tracing::warn!(stream = self.name, %error, "cannot read the stream; trying again");
                self.shared.ledger.sleep(REST).await;
            }
        }
    }

    /// Says that the stream is empty, if it is so after the latest request.
    async fn look_again(
        &self,
        reader: &mut StreamReader,
        asked: u64,
    ) -> Result<(), crate::table::Error> {
        let round = *self.shared.ledger.rounds().borrow();
        if round == asked || reader.next(1, Duration::ZERO).await?.is_empty() {
            self.shared.ledger.clear(&self.name, round);
        }
        Ok(())
    }

    /// Works off what was read, batch by batch.
    async fn drain(
        &self,
        reader: &mut StreamReader,
        records: Vec<StreamRecord>,
    ) -> Result<(), crate::table::Error> {
        let last = records.last().map(|record| record.position);
        let passing: Vec<StreamRecord> = records
            .into_iter()
            .filter(|record| self.lets_pass(&record.event))
            .collect();
        let size = usize::try_from(self.source.batch_size)
            .unwrap_or(usize::MAX)
            .max(1);
        for batch in passing.chunks(size) {
            if !self.settle(batch.to_vec()).await {
                return Ok(());
            }
            if let Some(record) = batch.last() {
                reader.commit(record.position)?;
            }
        }
        last.map_or(Ok(()), |position| reader.commit(position))
    }

    fn lets_pass(&self, event: &Value) -> bool {
        self.patterns.is_empty() || self.patterns.iter().any(|pattern| pattern.matches(event))
    }

    /// Brings a batch to its end: success or given up. False when the gate stopped it on the way.
    pub(super) async fn settle(&self, records: Vec<StreamRecord>) -> bool {
        let mut pending = VecDeque::from([Attempt {
            records,
            failures: 0,
        }]);
        while let Some(attempt) = pending.pop_front() {
            if attempt.records.is_empty() {
                continue;
            }
            if !self.shared.ledger.may_go_on().await {
                return false;
            }
            if self.is_too_old(&attempt) {
                if !self.give_up(&attempt, "RecordAgeExceeded").await {
                    return false;
                }
                continue;
            }
            let Some(failed_from) = self.invoke(&attempt.records).await else {
                continue;
            };
            match self.plan(attempt, failed_from, &mut pending).await {
                Next::Now => {}
                Next::After(wait) => self.shared.ledger.sleep(wait).await,
                Next::Stop => return false,
            }
        }
        true
    }

    /// Puts what must be tried again in front, in order.
    async fn plan(
        &self,
        mut attempt: Attempt,
        failed_from: usize,
        pending: &mut VecDeque<Attempt>,
    ) -> Next {
        let rest = attempt.records.split_off(failed_from);
        if failed_from > 0 {
            // Part of it succeeded: the checkpoint moves and the rest is a batch of its own.
            pending.push_front(Attempt {
                records: rest,
                failures: 0,
            });
            return Next::Now;
        }
        let mut attempt = Attempt {
            records: rest,
            failures: attempt.failures,
        };
        if self.source.bisect && attempt.records.len() > 1 {
            // A split does not count against the quota of retries.
            let second = attempt.records.split_off(attempt.records.len() / 2);
            pending.push_front(Attempt {
                records: second,
                failures: attempt.failures,
            });
            pending.push_front(attempt);
            return Next::Now;
        }
        attempt.failures += 1;
        if self
            .source
            .retry_attempts
            .is_some_and(|most| attempt.failures > most)
        {
            let told = self.give_up(&attempt, "RetryAttemptsExhausted").await;
            return if told { Next::Now } else { Next::Stop };
        }
        let wait = self.backoff.after(attempt.failures);
        pending.push_front(attempt);
        Next::After(wait)
    }

    /// Calls the function; answers the index of the first failed record.
    async fn invoke(&self, records: &[StreamRecord]) -> Option<usize> {
        let _active = self.shared.ledger.begin();
        if self
            .shared
            .dice
            .as_ref()
            .is_some_and(|dice| dice.strikes(dice.chaos.twice))
        {
            let (first, second) =
                tokio::join!(self.invoke_once(records), self.invoke_once(records));
            return first.into_iter().chain(second).min();
        }
        self.invoke_once(records).await
    }

    async fn invoke_once(&self, records: &[StreamRecord]) -> Option<usize> {
        let events: Vec<&Value> = records.iter().map(|record| &record.event).collect();
        let deadline = Instant::now() + self.target.timeout;
        let event = json!({ "Records": events });
        let invoker = self.shared.invoker.as_ref();
        let answer = match call(invoker, &self.target.function, event, deadline).await {
            Ok(answer) => answer,
            Err(_logged) => return Some(0),
        };
        let at = |id: &str| {
            records
                .iter()
                .position(|record| sequence(record) == Some(id))
        };
        match verdict(&answer, self.source.partial, |id| at(id).is_some()) {
            Verdict::Done => None,
            Verdict::Whole => Some(0),
            // Records are in order, so the lowest sequence number is the first of them.
            Verdict::Some(failed) => failed.iter().filter_map(|id| at(id)).min(),
        }
    }

    fn is_too_old(&self, attempt: &Attempt) -> bool {
        let made = attempt.records.first().and_then(created_seconds);
        match (self.source.max_record_age, made) {
            (Some(most), Some(made)) => {
                let age = now_ms() / 1_000 - made;
                u64::try_from(age).is_ok_and(|age| age > most.as_secs())
            }
            (Some(_) | None, _) => false,
        }
    }

    /// Tells the on-failure queue which records were left out. False when that was not possible before a stop.
    async fn give_up(&self, attempt: &Attempt, condition: &str) -> bool {
        let records = attempt.records.len();
        tracing::error!(
            stream = self.name,
            condition,
            records,
            "stream records were given up"
        );
        let Some(queue) = &self.on_failure else {
            return true;
        };
        let body = self.obituary(attempt, condition).to_string();
        loop {
            match self
                .shared
                .queues
                .send(queue, Send::text(body.clone()))
                .await
            {
                Ok(_id) => return true,
                // Going on without this message would lose the only trace of the records.
                Err(error) => tracing::error!(queue, %error, "cannot tell the on-failure queue"),
            }
            if self.shared.ledger.gate() == Gate::Stopped {
                return false;
            }
            self.shared.ledger.sleep(REST).await;
        }
    }

    /// What Lambda sends to an on-failure destination of a stream: where the records stood, not what was in them.
    fn obituary(&self, attempt: &Attempt, condition: &str) -> Value {
        let (first, last) = (attempt.records.first(), attempt.records.last());
        let moment = |record: Option<&StreamRecord>| {
            record
                .and_then(created_seconds)
                .map(|seconds| timestamp(seconds * 1_000))
        };
        json!({
            "requestContext": {
                "requestId": crate::queues::ids::uuid(),
                "functionArn": self.target.arn,
                "condition": condition,
                "approximateInvokeCount": attempt.failures,
            },
            "responseContext": {
                "statusCode": 200,
                "executedVersion": "$LATEST",
                "functionError": "Unhandled",
            },
            "version": "1.0",
            "timestamp": timestamp(now_ms()),
            "DDBStreamBatchInfo": {
                "shardId": "shardId-00000000000000000000-00000000",
                "startSequenceNumber": first.and_then(sequence),
                "endSequenceNumber": last.and_then(sequence),
                "approximateArrivalOfFirstRecord": moment(first),
                "approximateArrivalOfLastRecord": moment(last),
                "batchSize": attempt.records.len(),
                "streamArn": self.stream_arn,
            },
        })
    }
}

fn sequence(record: &StreamRecord) -> Option<&str> {
    record
        .event
        .get("dynamodb")?
        .get("SequenceNumber")?
        .as_str()
}

fn created_seconds(record: &StreamRecord) -> Option<i64> {
    record
        .event
        .get("dynamodb")?
        .get("ApproximateCreationDateTime")?
        .as_i64()
}
