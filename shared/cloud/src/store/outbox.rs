//! The outbox: tasks written together with the state that causes them.
//!
//! Invariant: a row is deleted only after its task was sent, so a task is sent at least once.

use jiff::Timestamp;
use lambdesk_domain::ids::{OrganisationId, OutboxId};
use lambdesk_domain::task::Task;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::items::Item;
use super::keys::{Key, Place};
use super::rows::Range;
use super::rows::named;
use super::table::Index;
use super::{Store, items, keys};
use crate::error::Result;

/// Most items of one batch of writes (limit of the service).
const MOST_WRITES: usize = 25;

/// One task that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its partition key.
    pub pk: String,
    /// Its sort key.
    pub sk: String,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The task.
    pub task: Task,
    /// When it was written.
    pub created_at: Timestamp,
    /// Not to be worked on before.
    pub due: Timestamp,
}

impl Store {
    /// Those of the rows that still exist, by the keys a stream record names, oldest first. A row whose task a
    /// newer version wrote is left in the outbox and reported in the log.
    ///
    /// # Errors
    /// As the service says.
    pub async fn outbox_rows(&self, keys: &[(String, String)]) -> Result<Vec<OutboxRow>> {
        let keys: Vec<Key> = keys.iter().map(named).collect();
        let found = Box::pin(self.get_all("read the outbox", keys)).await?;
        let mut rows: Vec<_> = found.into_values().filter_map(readable).collect();
        rows.sort_unstable_by(|a, b| a.sk.cmp(&b.sk));
        Ok(rows)
    }

    /// Deletes rows whose tasks were sent.
    ///
    /// # Errors
    /// As the service says; rows that remain are sent once more.
    pub async fn delete_outbox(&self, rows: &[OutboxRow]) -> Result<()> {
        for chunk in rows.chunks(MOST_WRITES) {
            let keys = chunk
                .iter()
                .map(|row| Key::new(row.pk.as_str(), row.sk.as_str()));
            Box::pin(self.delete_all("clear the outbox", keys.collect())).await?;
        }
        Ok(())
    }

    /// Rows that were due before a moment and are still there, oldest first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn stale_outbox(&self, before: Timestamp, limit: usize) -> Result<Vec<OutboxRow>> {
        let range = Range::at(Index::Gsi3, keys::due_outbox_list(), "").below(keys::millis(before));
        let found = Box::pin(self.all_rows("find what waits in the outbox", &range, limit)).await?;
        let keys: Vec<_> = found
            .iter()
            .map(items::key)
            .map(|key| (key.pk, key.sk))
            .collect();
        self.outbox_rows(&keys).await
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    organisation: OrganisationId,
    task: String,
    created_at: Timestamp,
    due: Timestamp,
}

/// The item of a task.
pub(super) fn item(
    organisation: &OrganisationId,
    task: &Task,
    now: Timestamp,
    due: Timestamp,
) -> Result<Item> {
    let stored = Stored {
        organisation: organisation.clone(),
        task: task.encode(),
        created_at: now,
        due,
    };
    let id = id_of(&stored);
    let sk = format!("{}#{id}", keys::millis(due));
    let place = Place {
        index: Index::Gsi3,
        pk: keys::due_outbox_list(),
        sk,
    };
    let item = items::item("outbox", &keys::outbox(organisation, &id), &stored)?;
    Ok(items::placed(item, [place]))
}

/// The same task at the same moment is the same entry, so a repeated write adds nothing.
fn id_of(stored: &Stored) -> OutboxId {
    let hash = Sha256::digest(format!("{}\n{}", stored.due, stored.task));
    let mut entropy = [0; 10];
    entropy
        .iter_mut()
        .zip(hash)
        .for_each(|(to, from)| *to = from);
    OutboxId::new(stored.created_at.as_millisecond(), entropy)
}

fn readable(item: Item) -> Option<OutboxRow> {
    let key = items::key(&item);
    let stored: Stored = items::read(item)
        .map_err(|error| report(&key, &error))
        .ok()?;
    let task = Task::decode(&stored.task)
        .map_err(|error| report(&key, &error))
        .ok()?;
    let Stored {
        organisation,
        created_at,
        due,
        ..
    } = stored;
    Some(OutboxRow {
        pk: key.pk,
        sk: key.sk,
        organisation,
        task,
        created_at,
        due,
    })
}

fn report(key: &Key, error: &dyn std::error::Error) {
    tracing::error!(outbox.id = %key.sk, %error, "an outbox entry cannot be read and stays where it is");
}
