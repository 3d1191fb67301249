//! Counters that end loops, and heartbeats.
//!
//! Invariant: a counter never passes its limit, however many count at once.

use jiff::Timestamp;
use lambdesk_domain::ids::OrganisationId;

use super::Store;
use crate::error::Result;

impl Store {
    /// Counts one automatic mail to an address in the hour of `now`; `false` when the limit is reached and
    /// the mail must not be sent.
    ///
    /// # Errors
    /// As the service says.
    pub async fn count_automatic(
        &self,
        organisation: &OrganisationId,
        email: &str,
        now: Timestamp,
        limit: u32,
    ) -> Result<bool> {
        let _ = (organisation, email, now, limit);
        self.unbuilt()
    }

    /// Records that something ran.
    ///
    /// # Errors
    /// As the service says.
    pub async fn beat(&self, name: &str, now: Timestamp) -> Result<()> {
        let _ = (name, now);
        self.unbuilt()
    }

    /// When something last ran.
    ///
    /// # Errors
    /// As the service says.
    pub async fn last_beat(&self, name: &str) -> Result<Option<Timestamp>> {
        let _ = name;
        self.unbuilt()
    }
}
