//! Delivers the notification of every put, at least once.
//!
//! The notification is a row of the same transaction as the object, and leaves the index only after
//! its receiver accepted it, so a crash between the two repeats it and never loses it.
//! Invariant: a row is removed only after every receiver it concerns returned `Ok`.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use rusqlite::{Connection, params};

use super::event::PutEvent;
use super::{Error, Objects};

/// Takes one event; an error has it delivered again later.
pub type OnPut = Arc<dyn Fn(PutEvent) -> BoxFuture<'static, Result<(), String>> + Send + Sync>;

/// Who is told of which puts.
#[derive(Clone)]
pub struct Notification {
    /// The bucket.
    pub bucket: String,
    /// Only keys that begin with this.
    pub prefix: String,
    /// Only keys that end with this.
    pub suffix: String,
    /// The receiver.
    pub on_put: OnPut,
}

impl Notification {
    /// Whether a put of this key concerns the receiver.
    pub(super) fn concerns(&self, bucket: &str, key: &str) -> bool {
        self.bucket == bucket && key.starts_with(&self.prefix) && key.ends_with(&self.suffix)
    }
}

/// Rows read at a time.
const BATCH: i64 = 256;
/// Deliveries under way at a time; S3 keeps no order either.
const CONCURRENT: usize = 32;
/// After a refusal, and as a fallback to being woken.
const PAUSE: Duration = Duration::from_secs(1);

impl Objects {
    /// Delivers notifications for as long as it is polled, those left from before a crash first.
    pub async fn deliver_notifications(&self) {
        loop {
            let woken = self.wake.notified();
            match self.deliver_pending().await {
                Ok(true) => continue,
                Ok(false) => {}
                Err(error) => tracing::warn!(%error, "cannot deliver notifications; trying again"),
            }
            let _fallback = tokio::time::timeout(PAUSE, woken).await;
        }
    }

    /// How many notifications no receiver has accepted yet.
    ///
    /// # Errors
    /// A failing index.
    pub async fn undelivered(&self) -> Result<usize, Error> {
        let count: i64 = self.store.index.read(waiting).await?;
        Ok(usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// Delivers one batch and says whether it got on and there may be more.
    async fn deliver_pending(&self) -> Result<bool, Error> {
        let pending = self.store.index.read(pending).await?;
        let full = i64::try_from(pending.len()).is_ok_and(|count| count == BATCH);
        let deliveries = pending
            .into_iter()
            .map(|(id, event)| async move { self.deliver(event).await.then_some(id) });
        let outcomes: Vec<Option<i64>> = futures_util::stream::iter(deliveries)
            .buffer_unordered(CONCURRENT)
            .collect()
            .await;
        let done: Vec<i64> = outcomes.iter().copied().flatten().collect();
        let all = done.len() == outcomes.len();
        if !done.is_empty() {
            let folder = self.store.folder.clone();
            let change = move |connection: &Connection| {
                forget(connection, &done).map_err(|error| Error::index(&folder, error))
            };
            self.store.index.change(change, |()| ()).await?;
        }
        Ok(full && all)
    }

    async fn deliver(&self, event: PutEvent) -> bool {
        let concerned = self.notifications.iter();
        for receiver in concerned.filter(|rule| rule.concerns(&event.bucket, &event.key)) {
            if let Err(reason) = (receiver.on_put)(event.clone()).await {
                tracing::warn!(reason, "a notification was not accepted; trying again");
                return false;
            }
        }
        true
    }
}

fn waiting(connection: &Connection) -> rusqlite::Result<i64> {
    let mut statement = connection.prepare_cached("SELECT COUNT(*) FROM pending_notification")?;
    statement.query_row([], |row| row.get(0))
}

fn pending(connection: &Connection) -> rusqlite::Result<Vec<(i64, PutEvent)>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, bucket, key, size, etag, time_ms FROM pending_notification
         ORDER BY id LIMIT ?1",
    )?;
    let rows = statement.query_map([BATCH], |row| {
        let id: i64 = row.get(0)?;
        let event = PutEvent {
            bucket: row.get(1)?,
            key: row.get(2)?,
            size: row.get(3)?,
            etag: row.get(4)?,
            sequencer: format!("{id:016X}"),
            time: jiff::Timestamp::from_millisecond(row.get(5)?).unwrap_or_default(),
        };
        Ok((id, event))
    })?;
    rows.collect()
}

fn forget(connection: &Connection, done: &[i64]) -> rusqlite::Result<()> {
    let mut statement =
        connection.prepare_cached("DELETE FROM pending_notification WHERE id = ?1")?;
    for id in done {
        statement.execute(params![id])?;
    }
    Ok(())
}
