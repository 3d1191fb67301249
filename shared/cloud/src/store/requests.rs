//! Requests that carry an `Idempotency-Key`: the answer is kept for a day.
//!
//! Invariant: the same key of the same caller is worked on once; with another body it is refused.

use jiff::Timestamp;
use lambdesk_domain::ids::OrganisationId;
use serde::{Deserialize, Serialize};

use super::Store;
use crate::error::Result;

/// What to do with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// Work on it, then finish or abandon it.
    New,
    /// It was answered before.
    Replay(StoredResponse),
    /// Somebody works on it.
    InProgress,
    /// The key was used with another body.
    Mismatch,
}

/// An answer that is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredResponse {
    /// HTTP status.
    pub status: u16,
    /// JSON text.
    pub body: String,
}

impl Store {
    /// Begins a request. `principal` is who asks, `body_hash` what they ask. A request that was begun and
    /// neither finished nor abandoned can be begun again after a minute.
    ///
    /// # Errors
    /// As the service says.
    pub async fn begin_request(
        &self,
        organisation: &OrganisationId,
        principal: &str,
        key: &str,
        body_hash: &str,
        now: Timestamp,
    ) -> Result<Begun> {
        let _ = (organisation, principal, key, body_hash, now);
        self.unbuilt()
    }

    /// Keeps the answer of a request for a day.
    ///
    /// # Errors
    /// `Full` when the answer has more than 300 KB.
    pub async fn finish_request(
        &self,
        organisation: &OrganisationId,
        principal: &str,
        key: &str,
        body_hash: &str,
        response: &StoredResponse,
        now: Timestamp,
    ) -> Result<()> {
        let _ = (organisation, principal, key, body_hash, response, now);
        self.unbuilt()
    }

    /// Forgets a request that was begun and failed, so that it can be tried again.
    ///
    /// # Errors
    /// As the service says.
    pub async fn abandon_request(
        &self,
        organisation: &OrganisationId,
        principal: &str,
        key: &str,
    ) -> Result<()> {
        let _ = (organisation, principal, key);
        self.unbuilt()
    }
}
