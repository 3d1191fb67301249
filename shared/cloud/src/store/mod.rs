//! The table: everything Lambdesk remembers.
//!
//! Invariant: keys are spelt in `keys` only and begin with the organisation of the verified caller; every
//! change of several items is one transaction.

pub mod access;
pub mod agents;
pub mod articles;
pub mod automatic;
pub mod canned;
pub mod commit;
pub mod contacts;
pub mod counters;
pub mod counts;
pub mod drafts;
pub mod due;
pub mod facts;
pub mod lists;
pub mod look_up;
pub mod marks;
pub mod messages;
pub mod models;
pub mod organisations;
pub mod outbox;
pub mod parked;
pub mod presence;
pub mod requests;
pub mod secrets;
pub mod table;
pub mod tickets;
pub mod triage;
pub mod vectors;

mod items;
mod keys;
mod rows;
mod transact;
mod writes;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use crate::clock::Clock;
use crate::config::Secret;
use crate::cursor::Cursors;

pub use access::{ApiKey, Link, Session};
pub use agents::AgentError;
pub use articles::{ArticleRecord, MOST_ARTICLES, Shelf};
pub use automatic::AutomaticAnswers;
pub use canned::{CannedStamp, CannedUse, MOST_CANNED};
pub use commit::{Commit, CommitError, IdGuard, Part};
pub use counts::{Counted, Counts};
pub use due::{Due, DueKind};
pub use keys::OUTBOX_PREFIX;
pub use lists::{Assignee, Order, Page, TicketFilter};
pub use look_up::{LookUp, LookedUp};
pub use models::{Account, KeptAnswer};
pub use organisations::NewOrganisation;
pub use outbox::OutboxRow;
pub use parked::{Parked, ParkedSource, ParkedState};
pub use requests::{Begun, StoredResponse};
pub use secrets::StoredSecret;
pub use triage::{Stamps, ToJudge};
pub use vectors::{Turn, VectorsState};

/// The table; clones share the connection.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: Arc<str>,
    cursors: Cursors,
    clock: Clock,
}

impl Store {
    /// The table `name`. `secret` signs cursors; a role that serves no lists has none.
    #[must_use]
    pub fn new(client: Client, name: &str, secret: &Secret) -> Self {
        Self {
            client,
            table: name.into(),
            cursors: Cursors::new(secret),
            clock: Clock::System,
        }
    }

    /// The same table with another clock for the age of cursors.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Name of the table.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }
}

#[cfg(test)]
mod tests;
