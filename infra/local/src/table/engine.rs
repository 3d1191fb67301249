//! Runs the embedded table engine on threads of its own.
//!
//! The engine blocks and has one lock per open database. Called from the async workers it stops them
//! all while one write waits for the disk, and contention for its lock halved the throughput when
//! measured. So writes queue for one thread, and plain reads for a second one with its own connection
//! to the same file, where they do not wait for the writer's disk flush. The write-ahead log gives the
//! reader every commit that was acknowledged before it began.
//!
//! A flush takes milliseconds and a write far less. So the writer's commits go to the write-ahead log
//! without one, as many as wait; then the log is flushed once, and then all of them are answered.
//! Invariant: every statement that can change data runs on the writer, and is answered only once the
//! log that holds it is on disk.

use std::fs::File;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

use dynoxide::Database;
use tokio::sync::oneshot;

use super::Error;

/// Work that is done by the call; what it returns tells the caller.
type Job = Box<dyn FnOnce(&Database) -> Reply + Send>;
type Reply = Box<dyn FnOnce() + Send>;

/// The most writes that share one flush.
const GROUP: usize = 64;

/// One thread with one open database.
#[derive(Clone)]
pub(super) struct Engine {
    jobs: mpsc::Sender<Order>,
}

enum Order {
    Run(Job),
    Reopen,
}

impl Engine {
    /// Opens the file and starts a thread for reads. It ends when the last handle is gone.
    pub(super) fn reader(name: &str, path: &Path) -> Result<Self, Error> {
        Self::start(name, path, None)
    }

    /// Opens the file and starts the thread for writes.
    pub(super) fn writer(name: &str, path: &Path) -> Result<Self, Error> {
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        Self::start(name, path, Some(log.into()))
    }

    fn start(name: &str, path: &Path, log: Option<PathBuf>) -> Result<Self, Error> {
        let database = open(path, log.is_some())?;
        let (jobs, orders) = mpsc::channel();
        let thread = Thread {
            database,
            path: path.to_owned(),
            log: log.map(Log::new),
        };
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || thread.work(&orders))
            .map_err(|source| Error::Open {
                path: path.to_owned(),
                source: source.into(),
            })?;
        Ok(Self { jobs })
    }

    /// Queues one piece of work and waits for its result.
    pub(super) async fn run<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Database) -> T + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |database| {
            let outcome = work(database);
            Box::new(move || {
                // A caller that went away has lost its answer, not its write.
                let _gone = answer.send(outcome).is_err();
            })
        });
        self.jobs
            .send(Order::Run(job))
            .map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)
    }

    /// Forgets what the open database remembers of table definitions.
    pub(super) fn reopen(&self) -> Result<(), Error> {
        self.jobs.send(Order::Reopen).map_err(|_| Error::Stopped)
    }
}

fn open(path: &Path, writes: bool) -> Result<Database, Error> {
    let failed = |source| Error::Open {
        path: path.to_owned(),
        source,
    };
    let Some(name) = path.to_str() else {
        return Err(failed("the path is not valid Unicode".into()));
    };
    let database = Database::new(name).map_err(|error| failed(error.to_string().into()))?;
    if writes {
        // The engine's name for: commits are not flushed one by one. The thread flushes the log itself.
        let relaxed = database.disable_bulk_loading();
        relaxed.map_err(|error| failed(error.to_string().into()))?;
    }
    Ok(database)
}

/// The write-ahead log of the file, to be flushed.
struct Log {
    path: PathBuf,
    file: Option<File>,
}

impl Log {
    fn new(path: PathBuf) -> Self {
        Self { path, file: None }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        file.sync_data()?;
        self.file = Some(file);
        Ok(())
    }
}

struct Thread {
    database: Database,
    path: PathBuf,
    log: Option<Log>,
}

impl Thread {
    fn work(mut self, orders: &mpsc::Receiver<Order>) {
        while let Ok(first) = orders.recv() {
            let mut replies = Vec::new();
            self.run(first, &mut replies);
            while self.log.is_some() && replies.len() < GROUP {
                let Ok(order) = orders.try_recv() else { break };
                self.run(order, &mut replies);
            }
            if let Some(Err(error)) = self.log.as_mut().map(Log::flush) {
                // Whoever waits is told that nothing is certain, by the answer that does not come.
                tracing::error!(%error, "the table's log cannot be flushed");
                continue;
            }
            for reply in replies {
                reply();
            }
        }
    }

    fn run(&mut self, order: Order, replies: &mut Vec<Reply>) {
        if let Order::Run(job) = order {
            let database = &self.database;
            if let Ok(reply) = std::panic::catch_unwind(AssertUnwindSafe(|| job(database))) {
                replies.push(reply);
                return;
            }
        }
        // A panic poisons the engine's lock for good; a fresh handle starts from the file, whose
        // transaction was rolled back.
        match open(&self.path, self.log.is_some()) {
            Ok(fresh) => self.database = fresh,
            Err(error) => tracing::error!(%error, "cannot reopen the table"),
        }
    }
}
