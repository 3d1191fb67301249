//! Parked work: what a retry cannot help, kept for a person.
//!
//! Invariant: parked work is settled once: replayed or discarded.

use jiff::Timestamp;
use lambdesk_domain::ids::{OrganisationId, ParkedId};
use serde::{Deserialize, Serialize};

use super::{Page, Store};
use crate::config::Role;
use crate::error::Result;

/// What became of parked work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkedState {
    /// Waits for a person.
    Open,
    /// Was given to its stage again.
    Replayed,
    /// Was put away for good.
    Discarded,
}

/// What the work was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkedSource {
    /// The body of a queue message.
    Body(String),
    /// The key of a raw mail.
    Raw(String),
}

/// Work that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Its id.
    pub id: ParkedId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The stage that gave up.
    pub stage: Role,
    /// Why, in words for a person.
    pub reason: String,
    /// What it was.
    pub source: ParkedSource,
    /// When.
    pub at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// What became of it.
    pub state: ParkedState,
}

impl Store {
    /// Puts work aside; the same id again changes nothing.
    ///
    /// # Errors
    /// As the service says.
    pub async fn park(&self, parked: &Parked) -> Result<()> {
        let _ = parked;
        self.unbuilt()
    }

    /// Parked work of an organisation, newest first, settled work included.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn parked(
        &self,
        organisation: &OrganisationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Parked>> {
        let _ = (organisation, cursor, limit);
        self.unbuilt()
    }

    /// One piece of parked work.
    ///
    /// # Errors
    /// As the service says.
    pub async fn parked_one(
        &self,
        organisation: &OrganisationId,
        id: &ParkedId,
    ) -> Result<Option<Parked>> {
        let _ = (organisation, id);
        self.unbuilt()
    }

    /// Settles parked work. A replay writes its task to the outbox with [`super::Commit::settle_parked`].
    ///
    /// # Errors
    /// `Conflict` when it is settled already or does not exist.
    pub async fn settle_parked(
        &self,
        organisation: &OrganisationId,
        id: &ParkedId,
        state: ParkedState,
    ) -> Result<()> {
        let _ = (organisation, id, state);
        self.unbuilt()
    }
}
