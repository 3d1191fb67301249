//! The index: one `SQLite` file that says which objects exist.
//!
//! All changes go through one thread that commits whatever has queued up as one transaction, so that
//! concurrent puts share a disk flush. Each change stands in its own savepoint: one that fails takes
//! none of the others with it. Invariant: an answer is sent after the commit, never before.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::Error;

/// Changes that share one transaction at most; bounds what one failure of the disk can hit.
const LARGEST_BATCH: usize = 64;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS bucket (name TEXT PRIMARY KEY) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS object (
        bucket TEXT NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,
        modified_ms INTEGER NOT NULL, headers TEXT NOT NULL,
        inline_id INTEGER, blob TEXT,
        PRIMARY KEY (bucket, key)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS inline (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS pending_notification (
        id INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL,
        size INTEGER NOT NULL, etag TEXT NOT NULL, time_ms INTEGER NOT NULL);";

/// Tells the caller of a change how it ended, once that is certain.
type Reply = Box<dyn FnOnce(Result<(), Error>) + Send>;
/// Makes the change, unless there is no transaction to make it in.
type Change = Box<dyn FnOnce(Result<&Connection, Error>) -> Reply + Send>;

/// The open index. Clones share it.
#[derive(Clone)]
pub(super) struct Index {
    folder: PathBuf,
    file: PathBuf,
    changes: mpsc::Sender<Change>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Index {
    /// Opens `index.db` in `folder`. `quota_bytes` bounds the file, so that a full disk can be played.
    pub(super) fn open(folder: &Path, quota_bytes: Option<u64>) -> Result<Self, Error> {
        let file = folder.join("index.db");
        let failed = |source| Error::Open {
            folder: folder.to_owned(),
            source,
        };
        let writer = connect(&file).map_err(|error| failed(error.into()))?;
        writer
            .execute_batch(SCHEMA)
            .map_err(|error| failed(error.into()))?;
        if let Some(bytes) = quota_bytes {
            let pages = i64::try_from(bytes / 4096).unwrap_or(i64::MAX);
            writer
                .pragma_update(None, "max_page_count", pages)
                .map_err(|error| failed(error.into()))?;
        }
        let (changes, queue) = mpsc::channel();
        let owned = folder.to_owned();
        thread::Builder::new()
            .name("object-index".to_owned())
            .spawn(move || write(&writer, &owned, &queue))
            .map_err(|error| failed(error.into()))?;
        let idle = Arc::default();
        Ok(Self {
            folder: folder.to_owned(),
            file,
            changes,
            idle,
        })
    }

    /// Makes one change; it is on disk when this returns. `then` runs right after the commit, even if
    /// the caller has gone away by then, and never without it.
    pub(super) async fn change<T, U, F, G>(&self, change: F, then: G) -> Result<U, Error>
    where
        T: Send + 'static,
        U: Send + 'static,
        F: FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
        G: FnOnce(T) -> U + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let change: Change = Box::new(move |transaction| {
            let outcome = transaction.and_then(|connection| in_savepoint(connection, change));
            Box::new(move |committed| {
                let outcome = outcome.and_then(|value| committed.map(|()| then(value)));
                let _caller_went_away = answer.send(outcome).is_err();
            })
        });
        self.changes.send(change).map_err(|_| Error::Stopped)?;
        answered.await.map_err(|_| Error::Stopped)?
    }

    /// Reads what is committed.
    pub(super) async fn read<T, F>(&self, read: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    {
        let index = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let pooled = index
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .pop();
            let connection = match pooled {
                Some(connection) => connection,
                None => connect(&index.file)?,
            };
            let outcome = read(&connection);
            index
                .idle
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(connection);
            outcome
        });
        let outcome = work.await.map_err(|_| Error::Stopped)?;
        outcome.map_err(|error| Error::index(&self.folder, error))
    }
}

fn connect(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

fn in_savepoint<T>(
    connection: &Connection,
    change: impl FnOnce(&Connection) -> Result<T, Error>,
) -> Result<T, Error> {
    connection
        .execute_batch("SAVEPOINT change")
        .map_err(Error::Index)?;
    let outcome = change(connection);
    // A full disk may have rolled everything back already; the commit will tell.
    if outcome.is_err() && !connection.is_autocommit() {
        connection
            .execute_batch("ROLLBACK TO change")
            .map_err(Error::Index)?;
    }
    if !connection.is_autocommit() {
        connection
            .execute_batch("RELEASE change")
            .map_err(Error::Index)?;
    }
    outcome
}

fn write(connection: &Connection, folder: &Path, queue: &mpsc::Receiver<Change>) {
    while let Ok(first) = queue.recv() {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
            let nothing_done = first(Err(Error::index(folder, error)));
            nothing_done(Ok(()));
            continue;
        }
        let mut replies = vec![first(Ok(connection))];
        // SQLite undoes the whole transaction when it finds the disk full; what is changed after that
        // would be committed on its own, so nothing more is.
        while replies.len() < LARGEST_BATCH
            && !connection.is_autocommit()
            && let Ok(next) = queue.try_recv()
        {
            replies.push(next(Ok(connection)));
        }
        let undone = connection.is_autocommit();
        let committed = if undone {
            Ok(())
        } else {
            connection.execute_batch("COMMIT")
        };
        if committed.is_err() && !connection.is_autocommit() {
            let _already_undone = connection.execute_batch("ROLLBACK");
        }
        for reply in replies {
            reply(match &committed {
                Ok(()) if undone => Err(Error::Full {
                    folder: folder.to_owned(),
                }),
                Ok(()) => Ok(()),
                Err(error) => Err(failure(folder, error)),
            });
        }
    }
}

/// One failed commit answers many callers, and `SQLite`'s errors cannot be cloned.
fn failure(folder: &Path, error: &rusqlite::Error) -> Error {
    let code = error.sqlite_error().copied();
    let copy = code.map_or(rusqlite::Error::InvalidQuery, |code| {
        rusqlite::Error::SqliteFailure(code, Some(error.to_string()))
    });
    Error::index(folder, copy)
}
