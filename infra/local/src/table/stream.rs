//! Reads the table's stream for the event poller, in order, from where it was committed.
//!
//! It reads the engine's rows through a connection of its own, so that it never waits for a write.
//! Invariant: what was not committed is read again.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::Instant;

use super::{Error, Table};

/// A reader looks this often even when no write was announced, for writes that bypass the server.
const FALLBACK: Duration = Duration::from_secs(1);

/// Where each reader of the stream has got to. Losing the last seconds to a power cut only repeats
/// records, so it is not flushed to disk on every commit.
#[derive(Clone)]
pub(super) struct Positions {
    connection: Arc<Mutex<Connection>>,
}

impl Positions {
    pub(super) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS position (
                 reader TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID",
        )?;
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
        })
    }

    /// The position every reader has passed, when there is any reader.
    pub(super) fn passed(&self) -> rusqlite::Result<Option<i64>> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        connection.query_row("SELECT MIN(position) FROM position", [], |row| row.get(0))
    }

    fn read(&self, reader: &str) -> rusqlite::Result<i64> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let select = "SELECT position FROM position WHERE reader = ?1";
        let found = connection
            .query_row(select, [reader], |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or(0))
    }

    fn write(&self, reader: &str, position: i64) -> rusqlite::Result<()> {
        let connection = self
            .connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let upsert = "INSERT INTO position (reader, position) VALUES (?1, ?2)
                      ON CONFLICT (reader) DO UPDATE SET position = ?2";
        connection
            .prepare_cached(upsert)?
            .execute(params![reader, position])?;
        Ok(())
    }
}

/// One change of the table, as Lambda's event source mapping hands it to a function.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamRecord {
    /// Its place in the stream, for [`StreamReader::commit`].
    pub position: i64,
    /// The record as it stands in a function's event under `Records`
    /// (<https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html>).
    pub event: Value,
}

/// Reads the stream in order. What was not committed is read again, also after a crash.
pub struct StreamReader {
    name: String,
    table: String,
    source: Value,
    records: Arc<Mutex<Connection>>,
    positions: Positions,
    position: i64,
    changes: watch::Receiver<u64>,
}

/// A row of the engine's stream table.
struct Row {
    id: i64,
    event_name: String,
    keys: String,
    new_image: Option<String>,
    old_image: Option<String>,
    sequence: String,
    created_at: i64,
    identity: Option<String>,
    event_id: Option<String>,
}

impl StreamReader {
    /// Opens the stream for the reader called `name`, at the position it last committed, or at the
    /// oldest record there is.
    ///
    /// # Errors
    /// When the table's files cannot be read.
    pub async fn open(table: &Table, name: &str) -> Result<Self, Error> {
        let source = table.stream_source().await?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&table.path, flags)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        let last = last_position(&connection)?;
        // A position beyond the end belongs to a table that is no more.
        let position = Some(table.positions.read(name)?)
            .filter(|at| *at <= last)
            .unwrap_or(0);
        table.positions.write(name, position)?;
        Ok(Self {
            name: name.to_owned(),
            table: table.name.clone(),
            source,
            records: Arc::new(Mutex::new(connection)),
            positions: table.positions.clone(),
            position,
            changes: table.changes.subscribe(),
        })
    }

    /// The next records after the committed position, oldest first, at most `max`. Waits up to `wait`
    /// for the first one; an empty answer means none came.
    ///
    /// # Errors
    /// When the table's file cannot be read.
    pub async fn next(&mut self, max: usize, wait: Duration) -> Result<Vec<StreamRecord>, Error> {
        let deadline = Instant::now() + wait;
        loop {
            // Marked as seen before the look, so that a write during it wakes us again.
            self.changes.borrow_and_update();
            let records = self.read(max).await?;
            let left = deadline.saturating_duration_since(Instant::now());
            if !records.is_empty() || left.is_zero() {
                return Ok(records);
            }
            let pause = left.min(FALLBACK);
            if let Ok(Err(_closed)) = tokio::time::timeout(pause, self.changes.changed()).await {
                tokio::time::sleep(pause).await;
            }
        }
    }

    /// Records that everything up to and including `position` is done.
    ///
    /// # Errors
    /// When the position cannot be stored.
    pub fn commit(&mut self, position: i64) -> Result<(), Error> {
        self.positions.write(&self.name, position)?;
        self.position = position;
        Ok(())
    }

    async fn read(&self, max: usize) -> Result<Vec<StreamRecord>, Error> {
        let (records, table, after) = (self.records.clone(), self.table.clone(), self.position);
        let rows = tokio::task::spawn_blocking(move || {
            let connection = records.lock().unwrap_or_else(PoisonError::into_inner);
            rows(&connection, &table, after, max)
        });
        let rows = rows.await.map_err(|_| Error::Stopped)??;
        Ok(rows
            .into_iter()
            .map(|row| row.into_record(&self.source))
            .collect())
    }
}

/// The place of the newest record ever written.
fn last_position(connection: &Connection) -> rusqlite::Result<i64> {
    let select = "SELECT seq FROM sqlite_sequence WHERE name = '_stream_records'";
    Ok(connection
        .query_row(select, [], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

/// Read by row id: it grows with every commit whatever the clock does. The plus keeps `SQLite` from
/// choosing the sequence index and sorting.
const NEXT_ROWS: &str = "SELECT id, event_name, keys_json, new_image, old_image, sequence_number,
        created_at, user_identity, event_id
     FROM _stream_records WHERE +table_name = ?1 AND id > ?2 ORDER BY id LIMIT ?3";

fn rows(
    connection: &Connection,
    table: &str,
    after: i64,
    max: usize,
) -> rusqlite::Result<Vec<Row>> {
    let limit = i64::try_from(max).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(NEXT_ROWS)?;
    let rows = statement.query_map(params![table, after, limit], |row| {
        Ok(Row {
            id: row.get(0)?,
            event_name: row.get(1)?,
            keys: row.get(2)?,
            new_image: row.get(3)?,
            old_image: row.get(4)?,
            sequence: row.get(5)?,
            created_at: row.get(6)?,
            identity: row.get(7)?,
            event_id: row.get(8)?,
        })
    })?;
    rows.collect()
}

/// What the engine adds to a stored sequence number to give it AWS's 21 digits.
const SEQUENCE_OFFSET: u128 = 100_000_000_000_000_000_000;

impl Row {
    fn into_record(self, source: &Value) -> StreamRecord {
        let images =
            [&self.new_image, &self.old_image].map(|image| image.as_ref().map_or(0, String::len));
        let size = self.keys.len() + images.iter().sum::<usize>();
        let sequence = SEQUENCE_OFFSET + self.sequence.parse::<u128>().unwrap_or(0);
        let mut change = json!({
            "ApproximateCreationDateTime": self.created_at,
            "Keys": parsed(&self.keys),
            "SequenceNumber": sequence.to_string(),
            "SizeBytes": size,
            "StreamViewType": source.get("view"),
        });
        let mut event = json!({
            "eventID": self.event_id.unwrap_or(self.sequence),
            "eventName": self.event_name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": source.get("region"),
            "eventSourceARN": source.get("arn"),
        });
        if let Some(change) = change.as_object_mut() {
            let images = [("NewImage", self.new_image), ("OldImage", self.old_image)];
            for (name, image) in images {
                image.map(|image| change.insert(name.to_owned(), parsed(&image)));
            }
        }
        if let Some(event) = event.as_object_mut() {
            event.insert("dynamodb".to_owned(), change);
            self.identity
                .map(|who| event.insert("userIdentity".to_owned(), parsed(&who)));
        }
        StreamRecord {
            position: self.id,
            event,
        }
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::NEXT_ROWS;
    use crate::table::upkeep::prepare;
    use crate::table::upkeep::tests::{engine_file, plan};

    #[test]
    fn reading_on_seeks_and_never_sorts() {
        let connection = engine_file();
        prepare(&connection).unwrap();
        let reading = plan(&connection, NEXT_ROWS);
        assert_eq!(
            reading,
            "SEARCH _stream_records USING INTEGER PRIMARY KEY (rowid>?)"
        );
    }
}
