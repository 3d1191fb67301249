//! What other systems know about customers: the snapshot of a ticket, and what they said lately about an address.
//!
//! Invariant: what was said about an address is kept for minutes, under a hash that only our own settings and secrets can
//! make again; it ends on time whenever the table removes it.

use jiff::Timestamp;
use lambdesk_domain::facts::{FRESH, Known, Snapshot};
use lambdesk_domain::ids::{OrganisationId, TicketId};

use super::table::TTL;
use super::{Commit, Part, Store, items, keys};
use crate::error::Result;

impl Commit {
    /// Keeps what is known about the customer of a ticket; a later look takes its place.
    pub fn facts(&mut self, snapshot: &Snapshot) -> &mut Self {
        self.own(&snapshot.organisation);
        let key = keys::facts(&snapshot.organisation, &snapshot.ticket);
        self.put(
            Part::Unconditional,
            items::item("facts", &key, snapshot),
            None,
        )
    }
}

impl Store {
    /// What was known about the customer of a ticket; `None` when nobody was asked.
    ///
    /// # Errors
    /// As the service says.
    pub async fn facts(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
    ) -> Result<Option<Snapshot>> {
        let key = keys::facts(organisation, ticket);
        let item = self.get("read the facts of a ticket", &key).await?;
        item.map(items::read).transpose()
    }

    /// What was said about an address in the last minutes, by its keyed hash.
    ///
    /// # Errors
    /// As the service says.
    pub async fn known(
        &self,
        organisation: &OrganisationId,
        hash: &str,
        now: Timestamp,
    ) -> Result<Option<Known>> {
        let key = keys::known(organisation, hash);
        let item = self
            .get("read what was said about an address", &key)
            .await?;
        let ended = |end: u64| i64::try_from(end).is_ok_and(|end| end <= now.as_second());
        let item = item.filter(|item| !items::number(item, TTL).is_some_and(ended));
        item.map(items::read).transpose()
    }

    /// Keeps for some minutes what was said about an address.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_known(
        &self,
        organisation: &OrganisationId,
        hash: &str,
        known: &Known,
        now: Timestamp,
    ) -> Result<()> {
        let key = keys::known(organisation, hash);
        let item = items::until(items::item("known", &key, known)?, now + FRESH);
        self.put_one("keep what was said about an address", item, None)
            .await
    }
}
