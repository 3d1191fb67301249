//! The table: everything Lambdesk remembers.
//!
//! Invariant: keys are spelt in `keys` only and begin with the organisation of the verified caller; every
//! change of several items is one transaction.

pub mod access;
pub mod commit;
pub mod contacts;
pub mod counters;
pub mod due;
pub mod lists;
pub mod look_up;
pub mod messages;
pub mod organisations;
pub mod outbox;
pub mod parked;
pub mod requests;
pub mod table;
pub mod tickets;

mod items;
mod keys;

use std::sync::Arc;

use aws_sdk_dynamodb::Client;

use crate::config::Secret;
use crate::error::{Error, Kind};

pub use access::{ApiKey, Link, Session};
pub use commit::{Commit, CommitError, IdGuard, Part};
pub use due::{Due, DueKind};
pub use lists::{Assignee, Order, Page, TicketFilter};
pub use look_up::{LookUp, LookedUp};
pub use organisations::NewOrganisation;
pub use outbox::OutboxRow;
pub use parked::{Parked, ParkedSource, ParkedState};
pub use requests::{Begun, StoredResponse};

/// The table; clones share the connection.
#[derive(Debug, Clone)]
pub struct Store {
    client: Client,
    table: Arc<str>,
}

impl Store {
    /// The table `name`. `secret` signs cursors; a role that serves no lists has none.
    #[must_use]
    pub fn new(client: Client, name: &str, secret: &Secret) -> Self {
        let _ = secret;
        Self { client, table: name.into() }
    }

    fn unbuilt<T>(&self) -> crate::Result<T> {
        let _ = (&self.client, &self.table);
        Err(Error::new(Kind::Broken, "not built yet"))
    }
}
