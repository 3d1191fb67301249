//! Ends or changes the flight of messages: delete, visibility, purge, move back, count.
//!
//! Invariant: a receipt acts on the receipt it names and never on a later one of the same message.

use std::time::Duration;

use rusqlite::{OptionalExtension, params};

use super::error::QueueError;
use super::limits;
use super::message::Counts;
use super::receipt::Receipt;
use super::schema::{Queue, millis};
use super::worker::Work;

/// What became of one receipt in a delete.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    /// The message is gone, by this call or an earlier one.
    Gone,
    /// The receipt is out of date: the message was received again, or its FIFO flight timed out.
    Stale,
}

/// Deletes the message a receipt names, unless the receipt is out of date.
pub(super) fn delete(
    work: &mut Work<'_>,
    queue: &Queue,
    handle: &str,
) -> Result<Settled, QueueError> {
    let receipt = read(queue, handle)?;
    let deleted = work
        .conn
        .prepare_cached(
            "DELETE FROM messages WHERE seq = ?1 AND queue = ?2 AND nonce = ?3
                 AND (?4 = 0 OR visible_ms > ?5)",
        )?
        .execute(params![
            receipt.seq,
            queue.id,
            receipt.nonce,
            queue.fifo,
            work.now
        ])?;
    if deleted > 0 {
        if queue.fifo {
            // The group may have waited for this message.
            work.ring(&queue.name);
        }
        return Ok(Settled::Gone);
    }
    let left = visible_from(work, queue, receipt, false)?.is_some();
    Ok(if left { Settled::Stale } else { Settled::Gone })
}

/// Hides the message of a receipt for `timeout` from now; zero makes it visible at once.
pub(super) fn change_visibility(
    work: &mut Work<'_>,
    queue: &Queue,
    handle: &str,
    timeout: Duration,
) -> Result<(), QueueError> {
    limits::check_visibility(timeout)?;
    let receipt = read(queue, handle)?;
    let visible = visible_from(work, queue, receipt, true)?;
    if visible.is_none_or(|visible| visible <= work.now) {
        return Err(QueueError::NotInFlight);
    }
    work.conn
        .prepare_cached("UPDATE messages SET visible_ms = ?2 WHERE seq = ?1")?
        .execute(params![
            receipt.seq,
            work.now.saturating_add(millis(timeout))
        ])?;
    work.ring(&queue.name);
    Ok(())
}

/// Deletes every message of the queue and says how many there were.
pub(super) fn purge(work: &mut Work<'_>, queue: &Queue) -> Result<usize, QueueError> {
    Ok(work
        .conn
        .prepare_cached("DELETE FROM messages WHERE queue = ?1")?
        .execute([queue.id])?)
}

/// Moves all messages that are not in flight to another queue, as new ones: new id, new age, no receives.
pub(super) fn move_all(work: &mut Work<'_>, from: &Queue, to: &Queue) -> Result<usize, QueueError> {
    if from.fifo != to.fifo {
        return Err(QueueError::invalid(
            "Messages move only between two FIFO or two standard queues.",
        ));
    }
    let moved = work
        .conn
        .prepare_cached(
            "UPDATE messages SET queue = ?2, sent_ms = ?3, expires_ms = ?4, visible_ms = ?3,
                 first_received_ms = NULL, receive_count = 0, nonce = NULL, dead_letter_source = NULL,
                 message_id = lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'
                     || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2)
                     || '-' || hex(randomblob(6)))
             WHERE queue = ?1 AND visible_ms <= ?3",
        )?
        .execute(params![
            from.id,
            to.id,
            work.now,
            work.now.saturating_add(to.retention_ms)
        ])?;
    work.ring(&to.name);
    Ok(moved)
}

/// Makes everything in flight visible again, on every queue, and says how many messages that were.
pub(super) fn release_in_flight(
    work: &mut Work<'_>,
    queues: &[String],
) -> Result<usize, QueueError> {
    let released = work
        .conn
        .prepare_cached(
            "UPDATE messages SET visible_ms = ?1, nonce = NULL
             WHERE visible_ms > ?1 AND nonce IS NOT NULL",
        )?
        .execute([work.now])?;
    for queue in queues {
        work.ring(queue);
    }
    Ok(released)
}

/// Counts the messages of the queue by state.
pub(super) fn counts(work: &Work<'_>, queue: &Queue) -> Result<Counts, QueueError> {
    let mut statement = work.conn.prepare_cached(
        "SELECT COUNT(*) FILTER (WHERE visible_ms <= ?2),
                COUNT(*) FILTER (WHERE visible_ms > ?2 AND nonce IS NOT NULL),
                COUNT(*) FILTER (WHERE visible_ms > ?2 AND nonce IS NULL)
         FROM messages WHERE queue = ?1 AND expires_ms > ?2",
    )?;
    Ok(statement.query_row(params![queue.id, work.now], |row| {
        Ok(Counts {
            visible: row.get(0)?,
            in_flight: row.get(1)?,
            delayed: row.get(2)?,
        })
    })?)
}

fn read(queue: &Queue, handle: &str) -> Result<Receipt, QueueError> {
    let receipt = Receipt::read(handle)?;
    if receipt.queue == queue.id {
        Ok(receipt)
    } else {
        Err(QueueError::ReceiptInvalid)
    }
}

fn visible_from(
    work: &Work<'_>,
    queue: &Queue,
    receipt: Receipt,
    same_receipt: bool,
) -> Result<Option<i64>, QueueError> {
    let mut statement = work.conn.prepare_cached(
        "SELECT visible_ms FROM messages WHERE seq = ?1 AND queue = ?2 AND (nonce = ?3 OR ?4 = 0)",
    )?;
    let found = statement.query_row(
        params![receipt.seq, queue.id, receipt.nonce, same_receipt],
        |row| row.get(0),
    );
    Ok(found.optional()?)
}
