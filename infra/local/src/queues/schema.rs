//! Opens the queue file and owns its tables.
//!
//! Invariant: the file is in WAL mode, so a killed process loses nothing that was committed, and a
//! reader in another process never blocks the writer.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::QueueSpec;
use super::error::QueueError;
use super::limits;

const VERSION: i64 = 1;
const BUSY: Duration = Duration::from_secs(5);

const TABLES: &str = "
CREATE TABLE queues (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    fifo INTEGER NOT NULL,
    visibility_ms INTEGER NOT NULL,
    delay_ms INTEGER NOT NULL,
    retention_ms INTEGER NOT NULL,
    max_receive_count INTEGER,
    dead_letters TEXT,
    content_based INTEGER NOT NULL,
    created_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    queue INTEGER NOT NULL REFERENCES queues(id),
    message_id TEXT NOT NULL,
    body TEXT NOT NULL,
    group_id TEXT,
    deduplication_id TEXT,
    attributes TEXT,
    sent_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL,
    visible_ms INTEGER NOT NULL,
    first_received_ms INTEGER,
    receive_count INTEGER NOT NULL DEFAULT 0,
    nonce INTEGER,
    dead_letter_source TEXT
) STRICT;
CREATE INDEX messages_by_visibility ON messages(queue, visible_ms);
CREATE INDEX fifo_in_order ON messages(queue, seq) WHERE deduplication_id IS NOT NULL;
CREATE INDEX fifo_by_group ON messages(queue, group_id, visible_ms)
    WHERE deduplication_id IS NOT NULL;
CREATE INDEX messages_by_expiry ON messages(expires_ms);
CREATE TABLE deduplication (
    queue INTEGER NOT NULL REFERENCES queues(id),
    id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (queue, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX deduplication_by_age ON deduplication(until_ms);
";

/// A queue as it is stored. Times are milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Queue {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) fifo: bool,
    pub(super) visibility_ms: i64,
    pub(super) delay_ms: i64,
    pub(super) retention_ms: i64,
    pub(super) max_receive_count: Option<u32>,
    pub(super) dead_letters: Option<String>,
    pub(super) content_based: bool,
    pub(super) created_ms: i64,
}

impl Queue {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            fifo: row.get(2)?,
            visibility_ms: row.get(3)?,
            delay_ms: row.get(4)?,
            retention_ms: row.get(5)?,
            max_receive_count: row.get(6)?,
            dead_letters: row.get(7)?,
            content_based: row.get(8)?,
            created_ms: row.get(9)?,
        })
    }

    pub(super) fn matches(&self, spec: &QueueSpec) -> bool {
        self.fifo == spec.fifo
            && self.visibility_ms == millis(spec.visibility)
            && self.delay_ms == millis(spec.delay)
            && self.retention_ms == millis(spec.retention)
            && self.max_receive_count == spec.max_receive_count
            && self.dead_letters == spec.dead_letters
            && self.content_based == spec.content_based_deduplication
    }
}

pub(super) fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX / 4)
}

pub(super) fn open(file: &Path) -> Result<Connection, QueueError> {
    let conn = Connection::open(file).map_err(|error| QueueError::Storage {
        detail: format!("cannot open {}: {error}", file.display()),
    })?;
    conn.busy_timeout(BUSY)?;
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        let detail = format!("{} does not support WAL (mode {mode})", file.display());
        return Err(QueueError::Storage { detail });
    }
    conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; BEGIN IMMEDIATE")?;
    let made = make_tables(&conn);
    conn.execute_batch(if made.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    made?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

fn make_tables(conn: &Connection) -> Result<(), QueueError> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match found {
        VERSION => Ok(()),
        0 => {
            conn.execute_batch(TABLES)?;
            Ok(conn.pragma_update(None, "user_version", VERSION)?)
        }
        other => Err(QueueError::Storage {
            detail: format!(
                "it has format {other} and this program knows {VERSION}; use the newer program"
            ),
        }),
    }
}

/// The queue named `name`.
pub(super) fn queue(conn: &Connection, name: &str) -> Result<Queue, QueueError> {
    find(conn, name)?.ok_or_else(|| QueueError::NoSuchQueue {
        name: name.to_owned(),
    })
}

pub(super) fn find(conn: &Connection, name: &str) -> Result<Option<Queue>, QueueError> {
    let sql = "SELECT id, name, fifo, visibility_ms, delay_ms, retention_ms, max_receive_count,
                      dead_letters, content_based, created_ms FROM queues WHERE name = ?1";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_row([name], Queue::read).optional()?)
}

pub(super) fn names(conn: &Connection) -> Result<Vec<String>, QueueError> {
    let mut statement = conn.prepare_cached("SELECT name FROM queues ORDER BY name")?;
    let names = statement
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    Ok(names)
}

/// Creates the queue or brings its settings up to date; a queue never changes between standard and FIFO.
pub(super) fn put(conn: &Connection, spec: &QueueSpec, now: i64) -> Result<(), QueueError> {
    limits::check_spec(spec)?;
    if find(conn, &spec.name)?.is_some_and(|queue| queue.fifo != spec.fifo) {
        return Err(QueueError::Exists {
            name: spec.name.clone(),
        });
    }
    conn.prepare_cached(
        "INSERT INTO queues (name, fifo, visibility_ms, delay_ms, retention_ms, max_receive_count,
                             dead_letters, content_based, created_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (name) DO UPDATE SET visibility_ms = ?3, delay_ms = ?4, retention_ms = ?5,
             max_receive_count = ?6, dead_letters = ?7, content_based = ?8",
    )?
    .execute(params![
        spec.name,
        spec.fifo,
        millis(spec.visibility),
        millis(spec.delay),
        millis(spec.retention),
        spec.max_receive_count,
        spec.dead_letters,
        spec.content_based_deduplication,
        now,
    ])?;
    Ok(())
}

/// Puts all queues, dead-letter queues included, in one commit.
pub(super) fn put_all(conn: &Connection, specs: &[QueueSpec], now: i64) -> Result<(), QueueError> {
    conn.execute_batch("BEGIN IMMEDIATE")?;
    let put = specs
        .iter()
        .try_for_each(|spec| put(conn, spec, now))
        .and_then(|()| {
            specs
                .iter()
                .try_for_each(|spec| check_dead_letters(conn, spec))
        });
    conn.execute_batch(if put.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    put
}

/// Checks that the dead-letter queue of `spec` exists and is of the same kind.
pub(super) fn check_dead_letters(conn: &Connection, spec: &QueueSpec) -> Result<(), QueueError> {
    let Some(target) = &spec.dead_letters else {
        return Ok(());
    };
    if queue(conn, target)?.fifo != spec.fifo {
        return Err(QueueError::invalid(format!(
            "the dead-letter queue {target} and {} must both be FIFO or both be standard",
            spec.name
        )));
    }
    Ok(())
}
