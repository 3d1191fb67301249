//! Keeps the engine's stream records cheap to write and few.
//!
//! The engine (3.2.0) takes the next sequence number as the maximum over all stream records, without
//! an index, and never deletes one: every write would cost more than the one before. An index on that
//! very expression cures the first, [`trim`] the second.
//! Invariant: a record is only deleted once it is older than a day and every reader has passed it, or
//! once it is older than a week.

use std::time::Duration;

use rusqlite::{Connection, params};

/// AWS keeps stream records for 24 hours
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html>).
const KEPT_SECONDS: i64 = 24 * 3600;
/// A laptop sleeps over a weekend, so an unread record stays longer here, but not for ever.
const KEPT_UNREAD_SECONDS: i64 = 7 * 24 * 3600;
/// Records deleted in one turn, so that writes wait for milliseconds only.
const TRIM_BATCH: usize = 1000;

/// The statement whose cost the index keeps constant; it must stay the engine's own wording.
#[cfg(test)]
const NEXT_SEQUENCE: &str = "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 \
                             FROM _stream_records WHERE table_name = ?1";

/// Adds what the engine lacks. Called after the engine has made its own tables.
pub(super) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.execute_batch(
        "CREATE INDEX IF NOT EXISTS lambdesk_stream_sequence
         ON _stream_records (table_name, CAST(sequence_number AS INTEGER))",
    )
}

/// Deletes up to [`TRIM_BATCH`] old records and says how many. `now` is in epoch seconds; `passed` is
/// the position every reader has committed, if there is one. The newest record always stays: the
/// engine counts on from it, and a clock set back must not make it count over again.
pub(super) fn trim(table: &Connection, now: i64, passed: Option<i64>) -> rusqlite::Result<usize> {
    table.execute(
        "DELETE FROM _stream_records WHERE id IN (
             SELECT id FROM (SELECT id, created_at FROM _stream_records ORDER BY id LIMIT ?1)
             WHERE (created_at < ?2 AND id <= ?3) OR created_at < ?4)
         AND id < (SELECT MAX(id) FROM _stream_records)",
        params![
            i64::try_from(TRIM_BATCH).unwrap_or(i64::MAX),
            now - KEPT_SECONDS,
            passed.unwrap_or(i64::MAX),
            now - KEPT_UNREAD_SECONDS
        ],
    )
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The engine's own definition of the table (3.2.0), as far as the statements here see it.
    pub(in crate::table) fn engine_file() -> Connection {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "CREATE TABLE _stream_records (
                    id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT NOT NULL,
                    event_name TEXT NOT NULL, keys_json TEXT NOT NULL, new_image TEXT,
                    old_image TEXT, sequence_number TEXT NOT NULL, shard_id TEXT NOT NULL,
                    created_at INTEGER NOT NULL, user_identity TEXT, event_id TEXT)",
            )
            .unwrap();
        connection
    }

    pub(in crate::table) fn plan(connection: &Connection, statement: &str) -> String {
        let mut explain = connection
            .prepare(&format!("EXPLAIN QUERY PLAN {statement}"))
            .unwrap();
        let parameters = explain.parameter_count();
        let nulls = vec![rusqlite::types::Null; parameters];
        let rows = explain
            .query_map(rusqlite::params_from_iter(nulls), |row| row.get(3))
            .unwrap();
        rows.map(|row: rusqlite::Result<String>| row.unwrap())
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn the_next_sequence_number_is_found_by_the_index() {
        let connection = engine_file();
        let sick = plan(&connection, NEXT_SEQUENCE);
        assert!(
            !sick.contains("INDEX"),
            "the engine has an index of its own now: {sick}"
        );
        prepare(&connection).unwrap();
        let cured = plan(&connection, NEXT_SEQUENCE);
        assert!(
            cured.contains("lambdesk_stream_sequence (table_name=?)"),
            "{cured}"
        );
    }

    #[test]
    fn only_old_and_passed_records_are_trimmed_and_the_newest_stays() {
        let connection = engine_file();
        let day = KEPT_SECONDS;
        let now = 100 * day;
        for created_at in [
            now - 8 * day,
            now - 2 * day,
            now - 2 * day,
            now - day + 60,
            now,
        ] {
            let insert = "INSERT INTO _stream_records
                (table_name, event_name, keys_json, sequence_number, shard_id, created_at)
                VALUES ('t', 'INSERT', '{}', '1', 's', ?1)";
            connection.execute(insert, [created_at]).unwrap();
        }
        let left = |connection: &Connection| -> Vec<i64> {
            let mut select = connection
                .prepare("SELECT id FROM _stream_records")
                .unwrap();
            select
                .query_map([], |row| row.get(0))
                .unwrap()
                .map(Result::unwrap)
                .collect()
        };
        trim(&connection, now, Some(0)).unwrap();
        assert_eq!(
            left(&connection),
            [2, 3, 4, 5],
            "unread records stay for a week"
        );
        trim(&connection, now, Some(2)).unwrap();
        assert_eq!(left(&connection), [3, 4, 5], "what is unread stays");
        trim(&connection, now, None).unwrap();
        assert_eq!(left(&connection), [4, 5]);
        trim(&connection, now + 30 * day, None).unwrap();
        assert_eq!(
            left(&connection),
            [5],
            "the newest stays for the count to go on from"
        );
    }
}
