//! Puts messages into a queue.
//!
//! Invariant: a FIFO queue stores a deduplication id at most once in five minutes, and the second
//! sender is told the id of the first message.

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::error::QueueError;
use super::ids::uuid;
use super::limits;
use super::message::{Attributes, Send, Sent, hex};
use super::schema::{Queue, millis};
use super::worker::Work;

/// How long SQS remembers a deduplication id (FIFO queues page).
const DEDUPLICATION_MS: i64 = 5 * 60 * 1000;

/// Stores one message, or finds the one it repeats.
pub(super) fn send(work: &mut Work<'_>, queue: &Queue, message: &Send) -> Result<Sent, QueueError> {
    limits::check(queue, message)?;
    let deduplication = deduplication_id(queue, message)?;
    if let Some(id) = &deduplication
        && let Some(earlier) = earlier(work, queue, id)?
    {
        return Ok(earlier);
    }
    let message_id = uuid();
    let seq = insert(work, queue, message, &message_id, deduplication.as_deref())?;
    if let Some(id) = &deduplication {
        remember(work, queue, id, &message_id, seq)?;
    }
    work.ring(&queue.name);
    Ok(Sent {
        message_id,
        sequence: queue.fifo.then(|| sequence(seq)),
    })
}

/// The sequence number as SQS prints it: twenty digits.
pub(super) fn sequence(seq: i64) -> String {
    format!("{seq:020}")
}

fn deduplication_id(queue: &Queue, message: &Send) -> Result<Option<String>, QueueError> {
    if !queue.fifo {
        return Ok(None);
    }
    match &message.deduplication {
        Some(id) => Ok(Some(id.clone())),
        None if queue.content_based => Ok(Some(hex(&Sha256::digest(message.body.as_bytes())))),
        None => Err(QueueError::invalid(
            "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
        )),
    }
}

fn earlier(work: &Work<'_>, queue: &Queue, id: &str) -> Result<Option<Sent>, QueueError> {
    work.conn
        .prepare_cached("DELETE FROM deduplication WHERE until_ms <= ?1")?
        .execute([work.now])?;
    let mut statement = work
        .conn
        .prepare_cached("SELECT message_id, seq FROM deduplication WHERE queue = ?1 AND id = ?2")?;
    let found = statement.query_row(params![queue.id, id], |row| {
        Ok(Sent {
            message_id: row.get(0)?,
            sequence: Some(sequence(row.get(1)?)),
        })
    });
    Ok(found.optional()?)
}

fn remember(
    work: &Work<'_>,
    queue: &Queue,
    id: &str,
    message_id: &str,
    seq: i64,
) -> Result<(), QueueError> {
    work.conn
        .prepare_cached(
            "INSERT INTO deduplication (queue, id, message_id, seq, until_ms) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![queue.id, id, message_id, seq, work.now.saturating_add(DEDUPLICATION_MS)])?;
    Ok(())
}

fn insert(
    work: &Work<'_>,
    queue: &Queue,
    message: &Send,
    message_id: &str,
    deduplication: Option<&str>,
) -> Result<i64, QueueError> {
    let delay = message.delay.map_or(queue.delay_ms, millis);
    work.conn
        .prepare_cached(
            "INSERT INTO messages (queue, message_id, body, group_id, deduplication_id, attributes,
                                   sent_ms, expires_ms, visible_ms)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            queue.id,
            message_id,
            message.body,
            message.group,
            deduplication,
            attributes_json(&message.attributes)?,
            work.now,
            work.now.saturating_add(queue.retention_ms),
            work.now.saturating_add(delay),
        ])?;
    Ok(work.conn.last_insert_rowid())
}

fn attributes_json(attributes: &Attributes) -> Result<Option<String>, QueueError> {
    if attributes.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(attributes)
        .map(Some)
        .map_err(|error| QueueError::invalid(error.to_string()))
}
