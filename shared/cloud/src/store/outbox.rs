//! The outbox: tasks written together with the state that causes them.
//!
//! Invariant: a row is deleted only after its task was sent, so a task is sent at least once.

use jiff::Timestamp;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::task::Task;

use super::Store;
use crate::error::Result;

/// One task that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its partition key.
    pub pk: String,
    /// Its sort key.
    pub sk: String,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The task, or why it cannot be read.
    pub task: Task,
    /// When it was written.
    pub created_at: Timestamp,
    /// Not to be worked on before.
    pub due: Timestamp,
}

impl Store {
    /// Those of the rows that still exist, by the keys a stream record names.
    ///
    /// # Errors
    /// As the service says.
    pub async fn outbox_rows(&self, keys: &[(String, String)]) -> Result<Vec<OutboxRow>> {
        let _ = keys;
        self.unbuilt()
    }

    /// Deletes rows whose tasks were sent.
    ///
    /// # Errors
    /// As the service says; rows that remain are sent once more.
    pub async fn delete_outbox(&self, rows: &[OutboxRow]) -> Result<()> {
        let _ = rows;
        self.unbuilt()
    }

    /// Rows that were due before a moment and are still there, oldest first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn stale_outbox(&self, before: Timestamp, limit: usize) -> Result<Vec<OutboxRow>> {
        let _ = (before, limit);
        self.unbuilt()
    }
}
