//! A durable SQS for one machine: the semantics of the service over one `SQLite` file.
//!
//! The handle [`Queues`] serves callers in this process (the event-source poller, object notifications)
//! and, through [`Queues::router`], anything that speaks the service's JSON protocol.
//!
//! Invariant: a message whose send was answered is delivered again and again until it is deleted, moves
//! to its dead-letter queue, or outlives its retention; killing the process at any moment changes nothing of that.

mod error;
pub(crate) mod ids;
mod limits;
mod message;
mod receipt;
mod receive;
mod schema;
mod send;
mod settle;
#[cfg(test)]
mod tests;
mod wire;
#[cfg(test)]
mod wire_tests;
mod worker;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

pub use error::QueueError;
pub use message::{Attribute, Attributes, Counts, Received, Send};
pub use worker::Clock;
pub(crate) use worker::system_time;

use message::Sent;
use settle::Settled;
use worker::{Bells, Durability, Worker};

/// The account every local queue belongs to.
pub const ACCOUNT: &str = "000000000000";

/// The longest a waiting receive sleeps without looking: another process may have written to the file.
const LOOK_AGAIN: Duration = Duration::from_secs(1);

/// What a queue is like; read from the deployment template by the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueSpec {
    /// 1 to 80 letters, digits, `-` and `_`; a FIFO queue's name ends in `.fifo`.
    pub name: String,
    /// Whether order and deduplication are kept.
    pub fifo: bool,
    /// How long a received message is hidden, at most 12 hours.
    pub visibility: Duration,
    /// How long a sent message is hidden at first, at most 15 minutes.
    pub delay: Duration,
    /// How long a message is kept, 1 minute to 14 days.
    pub retention: Duration,
    /// After how many receives a message moves to `dead_letters`; set both or neither.
    pub max_receive_count: Option<u32>,
    /// Name of the dead-letter queue, of the same kind.
    pub dead_letters: Option<String>,
    /// FIFO only: the SHA-256 of the body stands in for a missing deduplication id.
    pub content_based_deduplication: bool,
}

impl QueueSpec {
    /// A queue of this name with the service's defaults; FIFO if the name ends in `.fifo`.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            fifo: name.ends_with(".fifo"),
            name,
            visibility: Duration::from_secs(30),
            delay: Duration::ZERO,
            retention: Duration::from_secs(345_600),
            max_receive_count: None,
            dead_letters: None,
            content_based_deduplication: false,
        }
    }
}

/// All queues of one file. Clones are cheap and share one writer.
#[derive(Clone)]
pub struct Queues {
    worker: Worker,
    bells: Arc<Bells>,
}

impl std::fmt::Debug for Queues {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Queues").finish_non_exhaustive()
    }
}

impl Queues {
    /// Opens or creates the file, creates missing queues and brings settings up to date.
    ///
    /// # Errors
    /// A file that cannot be used, or a spec that SQS would refuse.
    pub fn open(file: &Path, specs: Vec<QueueSpec>) -> Result<Self, QueueError> {
        Self::open_with_clock(file, specs, Arc::new(|| system_time().as_millisecond()))
    }

    /// As [`Queues::open`], with the time taken from `clock` (milliseconds since 1970).
    ///
    /// # Errors
    /// As [`Queues::open`].
    pub fn open_with_clock(
        file: &Path,
        specs: Vec<QueueSpec>,
        clock: Clock,
    ) -> Result<Self, QueueError> {
        let bells = Arc::new(Bells::default());
        let worker = Worker::start(file, specs, Arc::clone(&bells), clock)?;
        Ok(Self { worker, bells })
    }

    /// Stores one message durably and returns its id.
    ///
    /// # Errors
    /// An unknown queue, a message SQS would refuse, or failing storage.
    pub async fn send(&self, queue: &str, message: Send) -> Result<String, QueueError> {
        let name = queue.to_owned();
        let sent = self.worker.call(Durability::Disk, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            send::send(work, &queue, &message)
        });
        Ok(sent.await?.message_id)
    }

    /// Stores all messages in one commit, or none, and returns their ids in order.
    ///
    /// # Errors
    /// As [`Queues::send`], for the first message refused.
    pub async fn send_all(
        &self,
        queue: &str,
        messages: Vec<Send>,
    ) -> Result<Vec<String>, QueueError> {
        let name = queue.to_owned();
        let sent = self.worker.call(Durability::Disk, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            messages
                .iter()
                .map(|message| send::send(work, &queue, message).map(|sent| sent.message_id))
                .collect()
        });
        sent.await
    }

    /// Stores what can be stored in one commit and answers each message apart.
    async fn send_each(
        &self,
        queue: &str,
        messages: Vec<Send>,
    ) -> Result<Vec<Result<Sent, QueueError>>, QueueError> {
        let name = queue.to_owned();
        let sent = self.worker.call(Durability::Disk, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            messages
                .iter()
                .map(|message| apart(send::send(work, &queue, message)))
                .collect()
        });
        sent.await
    }

    /// Hands out up to `max` messages, waiting up to `wait` for the first one.
    ///
    /// Each is hidden from other receivers for `visibility`, or the queue's own timeout.
    ///
    /// # Errors
    /// An unknown queue, a visibility over twelve hours, or failing storage.
    pub async fn receive(
        &self,
        queue: &str,
        max: usize,
        visibility: Option<Duration>,
        wait: Duration,
    ) -> Result<Vec<Received>, QueueError> {
        limits::check_visibility(visibility.unwrap_or_default())?;
        let deadline = Instant::now() + wait;
        let bell = self.bells.of(queue);
        loop {
            // Made before looking, so that a send between the look and the wait is not missed.
            let rung = bell.notified();
            let taken = self.take(queue, max, visibility).await?;
            let left = deadline.saturating_duration_since(Instant::now());
            if !taken.messages.is_empty() || left.is_zero() {
                return Ok(taken.messages);
            }
            let due = taken.next_in.unwrap_or(LOOK_AGAIN);
            tokio::select! {
                () = rung => {}
                () = tokio::time::sleep(due.min(left).min(LOOK_AGAIN)) => {}
            }
        }
    }

    async fn take(
        &self,
        queue: &str,
        max: usize,
        visibility: Option<Duration>,
    ) -> Result<receive::Taken, QueueError> {
        let name = queue.to_owned();
        let taken = self.worker.call(Durability::Process, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            receive::receive(work, &queue, max, visibility)
        });
        taken.await
    }

    /// Deletes the messages of these receipts in one commit. A stale receipt deletes nothing and is no error.
    ///
    /// # Errors
    /// An unknown queue, a receipt this queue never gave out (then nothing is deleted), or failing storage.
    pub async fn delete(&self, queue: &str, receipts: &[String]) -> Result<(), QueueError> {
        let (name, receipts) = (queue.to_owned(), receipts.to_vec());
        let deleted = self.worker.call(Durability::Disk, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            receipts
                .iter()
                .try_for_each(|handle| settle::delete(work, &queue, handle).map(|_| ()))
        });
        deleted.await
    }

    async fn delete_each(
        &self,
        queue: &str,
        receipts: Vec<String>,
    ) -> Result<Vec<Result<Settled, QueueError>>, QueueError> {
        let name = queue.to_owned();
        let deleted = self.worker.call(Durability::Disk, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            let fifo = queue.fifo;
            receipts
                .iter()
                .map(|handle| apart(settle::delete(work, &queue, handle)))
                .map(|settled| {
                    settled.map(|one| one.map(|one| if fifo { one } else { Settled::Gone }))
                })
                .collect()
        });
        deleted.await
    }

    /// Hides a message in flight for `timeout` from now; zero hands it back at once.
    ///
    /// # Errors
    /// [`QueueError::NotInFlight`] when the receipt is stale, and as [`Queues::delete`].
    pub async fn change_visibility(
        &self,
        queue: &str,
        receipt: &str,
        timeout: Duration,
    ) -> Result<(), QueueError> {
        let mut changed = self
            .change_visibility_each(queue, vec![(receipt.to_owned(), timeout)])
            .await?;
        changed.pop().unwrap_or(Ok(()))
    }

    async fn change_visibility_each(
        &self,
        queue: &str,
        changes: Vec<(String, Duration)>,
    ) -> Result<Vec<Result<(), QueueError>>, QueueError> {
        let name = queue.to_owned();
        let changed = self.worker.call(Durability::Process, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            changes
                .iter()
                .map(|(handle, timeout)| {
                    apart(settle::change_visibility(work, &queue, handle, *timeout))
                })
                .collect()
        });
        changed.await
    }

    /// Counts the messages of a queue by state.
    ///
    /// # Errors
    /// An unknown queue or failing storage.
    pub async fn counts(&self, queue: &str) -> Result<Counts, QueueError> {
        let name = queue.to_owned();
        let counted = self.worker.call(Durability::Process, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            settle::counts(work, &queue)
        });
        counted.await
    }

    /// How long until a message can be received: zero if one is ready, `None` if the queue is empty.
    ///
    /// # Errors
    /// An unknown queue or failing storage.
    pub async fn next_visible_in(&self, queue: &str) -> Result<Option<Duration>, QueueError> {
        let name = queue.to_owned();
        let next = self.worker.call(Durability::Process, move |work| {
            receive::expire(work)?;
            let queue = schema::queue(work.conn, &name)?;
            receive::next_in(work, &queue)
        });
        next.await
    }

    /// Moves every message of `from` that is not in flight to `to`, as new messages, and says how many.
    ///
    /// # Errors
    /// An unknown queue, queues of different kinds, or failing storage.
    pub async fn move_all(&self, from: &str, to: &str) -> Result<usize, QueueError> {
        let (from, to) = (from.to_owned(), to.to_owned());
        let moved = self.worker.call(Durability::Disk, move |work| {
            let (from, to) = (
                schema::queue(work.conn, &from)?,
                schema::queue(work.conn, &to)?,
            );
            settle::move_all(work, &from, &to)
        });
        moved.await
    }

    /// Deletes every message of the queue.
    ///
    /// # Errors
    /// An unknown queue or failing storage.
    pub async fn purge(&self, queue: &str) -> Result<usize, QueueError> {
        let name = queue.to_owned();
        let purged = self.worker.call(Durability::Disk, move |work| {
            let queue = schema::queue(work.conn, &name)?;
            settle::purge(work, &queue)
        });
        purged.await
    }

    /// Hands back everything in flight, on every queue.
    ///
    /// For the start of a stack that is the only consumer: whoever held those messages died with the last one,
    /// so waiting for their visibility timeouts would only delay them.
    ///
    /// # Errors
    /// Failing storage.
    pub async fn release_in_flight(&self) -> Result<usize, QueueError> {
        let released = self.worker.call(Durability::Process, |work| {
            let queues = schema::names(work.conn)?;
            settle::release_in_flight(work, &queues)
        });
        released.await
    }

    /// The names of all queues, sorted.
    ///
    /// # Errors
    /// Failing storage.
    pub async fn names(&self) -> Result<Vec<String>, QueueError> {
        self.worker
            .call(Durability::Process, |work| schema::names(work.conn))
            .await
    }

    /// The address of a queue below `base`, such as `http://127.0.0.1:4566`.
    #[must_use]
    pub fn url(&self, base: &str, queue: &str) -> String {
        wire::url(base, queue)
    }

    /// The endpoint that speaks the service's JSON protocol.
    pub fn router(&self) -> axum::Router {
        wire::router(self.clone())
    }
}

/// Keeps a refusal with its entry and lets a storage failure end the whole call.
fn apart<T>(outcome: Result<T, QueueError>) -> Result<Result<T, QueueError>, QueueError> {
    match outcome {
        Err(error) if error.is_storage() => Err(error),
        other => Ok(other),
    }
}
