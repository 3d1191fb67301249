//! Runs the embedded table engine on threads of its own.
//!
//! The engine blocks and has one lock per open database. Called from the async workers it stops them
//! all while one write waits for the disk, and contention for its lock halved the throughput when
//! measured. So writes queue for one thread, and plain reads for a second one with its own connection
//! to the same file, where they do not wait for the writer's disk flush. The write-ahead log gives the
//! reader every commit that was acknowledged before it began.
//! Invariant: every statement that can change data runs on the writer.

use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use dynoxide::Database;
use tokio::sync::oneshot;

use super::Error;

type Job = Box<dyn FnOnce(&Database) + Send>;

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
    /// Opens the file and starts the thread. It ends when the last handle is gone.
    pub(super) fn start(name: &str, path: &Path) -> Result<Self, Error> {
        let database = open(path)?;
        let (jobs, orders) = mpsc::channel();
        let owned = path.to_owned();
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || work(database, &owned, &orders))
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
            // A caller that went away has lost its answer, not its write.
            let _gone = answer.send(work(database)).is_err();
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

fn open(path: &Path) -> Result<Database, Error> {
    let failed = |source| Error::Open {
        path: path.to_owned(),
        source,
    };
    let Some(name) = path.to_str() else {
        return Err(failed("the path is not valid Unicode".into()));
    };
    Database::new(name).map_err(|error| failed(error.to_string().into()))
}

fn work(mut database: Database, path: &Path, orders: &mpsc::Receiver<Order>) {
    while let Ok(order) = orders.recv() {
        let survived = match order {
            Order::Run(job) => {
                std::panic::catch_unwind(AssertUnwindSafe(|| job(&database))).is_ok()
            }
            Order::Reopen => false,
        };
        // A panic poisons the engine's lock for good; a fresh handle starts from the file, whose
        // transaction was rolled back.
        if !survived {
            match open(path) {
                Ok(fresh) => database = fresh,
                Err(error) => tracing::error!(%error, "cannot reopen the table"),
            }
        }
    }
}
