//! Who is at which ticket now.
//!
//! Invariant: one item for each agent, which ends by itself; nothing else depends on it.

use jiff::Timestamp;
use lambdesk_domain::ids::{AgentId, OrganisationId};
use lambdesk_domain::presence::{self, Presence};

use super::rows::Range;
use super::{Store, items, keys};
use crate::error::Result;

/// Most agents of an organisation that are looked at.
const MOST: usize = 500;

impl Store {
    /// Keeps where an agent is, in place of where they were.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_presence(&self, presence: &Presence) -> Result<()> {
        let key = keys::presence(&presence.organisation, &presence.agent);
        let item = items::item("presence", &key, presence)?;
        let item = items::until(item, presence.ends());
        self.put_one("keep where an agent is", item, None).await
    }

    /// Forgets where an agent was.
    ///
    /// # Errors
    /// As the service says.
    pub async fn delete_presence(
        &self,
        organisation: &OrganisationId,
        agent: &AgentId,
    ) -> Result<()> {
        let key = keys::presence(organisation, agent);
        self.take_one("forget where an agent was", &key)
            .await
            .map(drop)
    }

    /// Everybody who is at a ticket, without `me`, in the order of [`presence::others`].
    ///
    /// # Errors
    /// As the service says.
    pub async fn others_present(
        &self,
        organisation: &OrganisationId,
        me: Option<&AgentId>,
        now: Timestamp,
    ) -> Result<Vec<Presence>> {
        let range = Range::of(keys::presences(organisation), "");
        let rows = Box::pin(self.all_rows("read who is at which ticket", &range, MOST)).await?;
        let seen = rows.into_iter().map(items::read).collect::<Result<_>>()?;
        Ok(presence::others(seen, me, now))
    }
}
