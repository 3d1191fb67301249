//! Hands messages to consumers: visibility, receive counts, FIFO groups and redrive.
//!
//! Invariant: of one FIFO group nothing is handed out while a message of it is in flight or still
//! delayed, and what is handed out of a group is in the order it was sent.

use std::time::Duration;

use rusqlite::{Row, params};

use super::error::QueueError;
use super::message::Received;
use super::receipt::Receipt;
use super::schema::{self, Queue, millis};
use super::send::sequence;
use super::worker::Work;

/// The most messages one call hands out; the largest batch an event source mapping can ask for.
const MOST: usize = 10_000;

const STANDARD: &str =
    "SELECT seq, message_id, body, group_id, deduplication_id, attributes, sent_ms,
        receive_count, dead_letter_source
    FROM messages WHERE queue = ?1 AND visible_ms <= ?2 ORDER BY visible_ms, seq LIMIT ?3";

// Walks the queue in order and stops at the limit, so a long backlog costs no more than a short one.
// Only messages of FIFO queues have a deduplication id, and the two indexes hold just those.
const FIFO: &str = "SELECT seq, message_id, body, group_id, deduplication_id, attributes, sent_ms,
        receive_count, dead_letter_source
    FROM messages AS m INDEXED BY fifo_in_order
    WHERE queue = ?1 AND deduplication_id IS NOT NULL AND visible_ms <= ?2 AND NOT EXISTS (
        SELECT 1 FROM messages AS held INDEXED BY fifo_by_group
        WHERE held.queue = ?1 AND held.deduplication_id IS NOT NULL
            AND held.group_id = m.group_id AND held.visible_ms > ?2)
    ORDER BY seq LIMIT ?3";

/// Messages handed out, and how long until another can be.
pub(super) struct Taken {
    pub(super) messages: Vec<Received>,
    pub(super) next_in: Option<Duration>,
}

struct Candidate {
    seq: i64,
    receive_count: u32,
    attributes: Option<String>,
    message: Received,
}

/// Hands out up to `max` messages, moving those received too often to the dead-letter queue.
pub(super) fn receive(
    work: &mut Work<'_>,
    queue: &Queue,
    max: usize,
    visibility: Option<Duration>,
) -> Result<Taken, QueueError> {
    let hidden_for = visibility.map_or(queue.visibility_ms, millis);
    let dead_letters = dead_letters(work, queue)?;
    let max = max.min(MOST);
    let mut messages = Vec::new();
    expire(work)?;
    loop {
        let wanted = max - messages.len();
        let mut moved = false;
        for candidate in candidates(work, queue, wanted)? {
            match &dead_letters {
                Some((target, limit)) if candidate.receive_count >= *limit => {
                    redrive(work, queue, target, &candidate)?;
                    moved = true;
                }
                _ => messages.push(take(work, queue, candidate, hidden_for)?),
            }
        }
        // A message taken for no time at all is visible at once: a second look would take it again.
        if !moved || messages.len() >= max || hidden_for == 0 {
            break;
        }
    }
    let next_in = next_in(work, queue)?;
    Ok(Taken { messages, next_in })
}

/// How long until a message can be received: zero if one is ready, `None` on an empty queue.
pub(super) fn next_in(work: &Work<'_>, queue: &Queue) -> Result<Option<Duration>, QueueError> {
    let hidden_only = queue.fifo;
    if hidden_only && !candidates(work, queue, 1)?.is_empty() {
        return Ok(Some(Duration::ZERO));
    }
    let after = if hidden_only { work.now } else { i64::MIN };
    let mut statement = work.conn.prepare_cached(
        "SELECT MIN(visible_ms) FROM messages WHERE queue = ?1 AND visible_ms > ?2",
    )?;
    let next: Option<i64> = statement.query_row(params![queue.id, after], |row| row.get(0))?;
    Ok(next.map(|at| {
        let left = at.saturating_sub(work.now);
        Duration::from_millis(u64::try_from(left).unwrap_or_default())
    }))
}

/// Removes what is older than its queue's retention.
pub(super) fn expire(work: &Work<'_>) -> Result<(), QueueError> {
    work.conn
        .prepare_cached("DELETE FROM messages WHERE expires_ms <= ?1")?
        .execute([work.now])?;
    Ok(())
}

fn dead_letters(work: &Work<'_>, queue: &Queue) -> Result<Option<(Queue, u32)>, QueueError> {
    let (Some(name), Some(limit)) = (&queue.dead_letters, queue.max_receive_count) else {
        return Ok(None);
    };
    Ok(schema::find(work.conn, name)?.map(|target| (target, limit)))
}

fn candidates(work: &Work<'_>, queue: &Queue, wanted: usize) -> Result<Vec<Candidate>, QueueError> {
    let mut statement = work
        .conn
        .prepare_cached(if queue.fifo { FIFO } else { STANDARD })?;
    let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![queue.id, work.now, wanted], |row| {
        read(row, queue.fifo)
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>, fifo: bool) -> rusqlite::Result<Candidate> {
    let seq = row.get(0)?;
    Ok(Candidate {
        seq,
        receive_count: row.get(7)?,
        attributes: row.get(5)?,
        message: Received {
            message_id: row.get(1)?,
            receipt: String::new(),
            body: row.get(2)?,
            receive_count: 0,
            sent_at_ms: row.get(6)?,
            first_received_at_ms: 0,
            group: row.get(3)?,
            deduplication: row.get(4)?,
            sequence: fifo.then(|| sequence(seq)),
            dead_letter_source: row.get(8)?,
            attributes: super::Attributes::new(),
        },
    })
}

fn take(
    work: &Work<'_>,
    queue: &Queue,
    candidate: Candidate,
    hidden_for: i64,
) -> Result<Received, QueueError> {
    let mut statement = work.conn.prepare_cached(
        "UPDATE messages SET visible_ms = ?2, receive_count = receive_count + 1,
             first_received_ms = COALESCE(first_received_ms, ?3), nonce = random()
         WHERE seq = ?1 RETURNING nonce, receive_count, first_received_ms",
    )?;
    let visible = work.now.saturating_add(hidden_for);
    let (nonce, receive_count, first) = statement
        .query_row(params![candidate.seq, visible, work.now], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let attributes = match candidate.attributes {
        Some(json) => serde_json::from_str(&json).map_err(|error| QueueError::Storage {
            detail: error.to_string(),
        })?,
        None => super::Attributes::new(),
    };
    Ok(Received {
        receipt: Receipt {
            queue: queue.id,
            seq: candidate.seq,
            nonce,
        }
        .print(),
        receive_count,
        first_received_at_ms: first,
        attributes,
        ..candidate.message
    })
}

/// Moves a message that was received too often. On a standard queue its age keeps counting from when
/// it was sent; on a FIFO queue it starts anew (dead-letter queues page).
fn redrive(
    work: &mut Work<'_>,
    queue: &Queue,
    target: &Queue,
    candidate: &Candidate,
) -> Result<(), QueueError> {
    let from = if queue.fifo {
        work.now
    } else {
        candidate.message.sent_at_ms
    };
    work.conn
        .prepare_cached(
            "UPDATE messages SET queue = ?2, visible_ms = ?3, expires_ms = ?4, nonce = NULL,
                 dead_letter_source = ?5 WHERE seq = ?1",
        )?
        .execute(params![
            candidate.seq,
            target.id,
            work.now,
            from.saturating_add(target.retention_ms),
            queue.name,
        ])?;
    work.ring(&target.name);
    Ok(())
}
