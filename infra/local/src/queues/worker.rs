//! The one thread that touches the queue file.
//!
//! Every operation is a job. The thread takes all jobs that wait, runs them in one transaction and
//! answers after the commit, so that many callers share one flush to disk.
//!
//! Invariant: an answer of success is given only after the commit that holds the work; a job that is
//! refused leaves no trace, and a failing disk leaves no trace of the whole group.

use std::collections::HashMap;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{Notify, oneshot};

use super::error::QueueError;
use super::{QueueSpec, schema};

/// Milliseconds since 1970; replaced in tests that let time pass.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The time of this machine, the one place queues and mail take it from.
#[expect(
    clippy::disallowed_methods,
    reason = "the local stack is where the real clock comes in"
)]
pub(crate) fn system_time() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// The most jobs that share one commit.
const GROUP: usize = 256;

/// What a job may use: the open transaction, the time, and the bells to ring once it is committed.
pub(super) struct Work<'a> {
    pub(super) conn: &'a Connection,
    pub(super) now: i64,
    rung: Vec<String>,
}

impl Work<'_> {
    /// Wakes those who wait for messages of `queue`, after the commit.
    pub(super) fn ring(&mut self, queue: &str) {
        if !self.rung.iter().any(|name| name == queue) {
            self.rung.push(queue.to_owned());
        }
    }
}

/// How strongly a job must be on disk before it is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Durability {
    /// Survives the end of the process. Enough where losing the change only repeats a delivery.
    Process,
    /// Flushed to disk: survives loss of power.
    Disk,
}

trait Job: Send {
    fn durability(&self) -> Durability;
    fn run(&mut self, work: &mut Work<'_>) -> Result<(), QueueError>;
    fn answer(self: Box<Self>, committed: Result<(), QueueError>);
}

struct Call<T, F> {
    durability: Durability,
    operation: Option<F>,
    outcome: Option<Result<T, QueueError>>,
    reply: oneshot::Sender<Result<T, QueueError>>,
}

impl<T, F> Job for Call<T, F>
where
    T: Send,
    F: FnOnce(&mut Work<'_>) -> Result<T, QueueError> + Send,
{
    fn durability(&self) -> Durability {
        self.durability
    }

    fn run(&mut self, work: &mut Work<'_>) -> Result<(), QueueError> {
        let outcome = match self.operation.take() {
            Some(operation) => operation(work),
            None => Err(QueueError::Stopped),
        };
        let summary = outcome.as_ref().map(|_| ()).map_err(Clone::clone);
        self.outcome = Some(outcome);
        summary
    }

    fn answer(self: Box<Self>, committed: Result<(), QueueError>) {
        let outcome = self.outcome.unwrap_or(Err(QueueError::Stopped));
        let _caller_may_be_gone = self.reply.send(committed.and(outcome));
    }
}

/// Wakes long polls, one bell a queue.
#[derive(Debug, Default)]
pub(super) struct Bells(Mutex<HashMap<String, Arc<Notify>>>);

impl Bells {
    pub(super) fn of(&self, queue: &str) -> Arc<Notify> {
        let mut bells = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(bells.entry(queue.to_owned()).or_default())
    }
}

/// A way to hand jobs to the thread; the thread ends when the last of these is gone.
#[derive(Clone)]
pub(super) struct Worker(Sender<Box<dyn Job>>);

impl Worker {
    /// Opens the file, puts the queues of `specs` into it, and starts the thread.
    pub(super) fn start(
        file: &Path,
        specs: Vec<QueueSpec>,
        bells: Arc<Bells>,
        clock: Clock,
    ) -> Result<Self, QueueError> {
        let conn = schema::open(file)?;
        schema::put_all(&conn, &specs, clock())?;
        let (sender, jobs) = channel();
        std::thread::Builder::new()
            .name("queues".to_owned())
            .spawn(move || run(&conn, &jobs, &bells, &clock))
            .map_err(|error| QueueError::Storage {
                detail: error.to_string(),
            })?;
        Ok(Self(sender))
    }

    /// Runs `operation` in a transaction and answers once it is committed.
    pub(super) async fn call<T, F>(
        &self,
        durability: Durability,
        operation: F,
    ) -> Result<T, QueueError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T, QueueError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let call = Call {
            durability,
            operation: Some(operation),
            outcome: None,
            reply,
        };
        self.0
            .send(Box::new(call))
            .map_err(|_| QueueError::Stopped)?;
        answer.await.map_err(|_| QueueError::Stopped)?
    }
}

fn run(conn: &Connection, jobs: &Receiver<Box<dyn Job>>, bells: &Bells, clock: &Clock) {
    let mut level = Durability::Disk;
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        group.extend(jobs.try_iter().take(GROUP - 1));
        let committed = commit(conn, &mut group, &mut level, clock());
        if let Ok(rung) = &committed {
            for queue in rung {
                bells.of(queue).notify_waiters();
            }
        }
        for job in group {
            job.answer(committed.as_ref().map(|_| ()).map_err(Clone::clone));
        }
    }
}

fn commit(
    conn: &Connection,
    group: &mut [Box<dyn Job>],
    level: &mut Durability,
    now: i64,
) -> Result<Vec<String>, QueueError> {
    let wanted = group
        .iter()
        .map(|job| job.durability())
        .max()
        .unwrap_or(Durability::Disk);
    if wanted != *level {
        conn.execute_batch(match wanted {
            Durability::Process => "PRAGMA synchronous = NORMAL",
            Durability::Disk => "PRAGMA synchronous = FULL",
        })?;
        *level = wanted;
    }
    conn.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
    let done = run_all(conn, group, now).and_then(|rung| {
        conn.prepare_cached("COMMIT")?.execute([])?;
        Ok(rung)
    });
    // SQLite may have rolled back by itself, as it does when the disk is full.
    if done.is_err() && !conn.is_autocommit() {
        conn.execute_batch("ROLLBACK")?;
    }
    done
}

fn run_all(
    conn: &Connection,
    group: &mut [Box<dyn Job>],
    now: i64,
) -> Result<Vec<String>, QueueError> {
    let mut work = Work {
        conn,
        now,
        rung: Vec::new(),
    };
    for job in group {
        conn.prepare_cached("SAVEPOINT job")?.execute([])?;
        match job.run(&mut work) {
            Err(error) if error.is_storage() => return Err(error),
            Err(_refused) => {
                conn.prepare_cached("ROLLBACK TO job")?.execute([])?;
            }
            Ok(()) => {}
        }
        conn.prepare_cached("RELEASE job")?.execute([])?;
    }
    Ok(work.rung)
}
