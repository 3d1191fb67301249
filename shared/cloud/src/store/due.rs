//! What is due: messages that wait for their time, whose outcome is not known, or that got stuck.
//!
//! Invariant: a message is due as long as its own record says so; nothing is removed by being found.

use jiff::Timestamp;
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};

use super::Store;
use crate::error::Result;

/// Why a message is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DueKind {
    /// It is queued and its time has come.
    Send,
    /// It was claimed ten minutes ago and nothing is known since.
    Unconfirmed,
    /// It has waited ten minutes for a stage of the pipeline.
    Stuck,
}

/// A message that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its ticket.
    pub ticket: TicketId,
    /// The message.
    pub message: MessageId,
    /// Why.
    pub kind: DueKind,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// What became due before a moment, oldest first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn due(&self, before: Timestamp, limit: usize) -> Result<Vec<Due>> {
        let _ = (before, limit);
        self.unbuilt()
    }
}
