//! Requests that carry an `Idempotency-Key`: the answer is kept for a day.
//!
//! Invariant: the same key of the same caller is worked on once; with another body it is refused.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::OrganisationId;
use serde::{Deserialize, Serialize};

use super::transact::{Action, Condition, Refused};
use super::{Store, items, keys};
use crate::error::{Error, Kind, Result};

/// How long an answer is kept.
pub const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// After this time a request that was begun counts as lost.
pub const LOST_AFTER: SignedDuration = SignedDuration::from_secs(60);
const MOST_BYTES: usize = 300_000;
const DOING: &str = "begin a request";

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
        let key = keys::request(organisation, principal, key);
        let record = Record::begun(body_hash, now);
        let item = items::until(items::item("request", &key, &record)?, now + KEPT);
        match self
            .put_one(DOING, item.clone(), Some(Condition::absent()))
            .await
        {
            Err(error) if error.kind == Kind::Conflict => {}
            other => return other.map(|()| Begun::New),
        }
        let Some(found) = self.get(DOING, &key).await? else {
            return Ok(Begun::InProgress);
        };
        let found: Record = items::read(found)?;
        if !found.can_be_replaced(now) {
            return Ok(found.answer(body_hash));
        }
        match self.put_one(DOING, item, Some(found.unchanged())).await {
            Ok(()) => Ok(Begun::New),
            Err(error) if error.kind == Kind::Conflict => Ok(Begun::InProgress),
            Err(error) => Err(error),
        }
    }

    /// Keeps the answer of a request for a day. Nothing is kept when the request was taken over by another try.
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
        if response.body.len() > MOST_BYTES {
            return Err(Error::new(Kind::Full, "keep the answer of a request"));
        }
        let key = keys::request(organisation, principal, key);
        let open = Record::begun(body_hash, now);
        let done = Record {
            response: Some(response.clone()),
            ..open
        };
        let item = items::until(items::item("request", &key, &done)?, now + KEPT);
        let hash = AttributeValue::S(body_hash.to_owned());
        let still_open = Condition::equals("body_hash", Some(hash)).and_equals("response", None);
        match self
            .put_one("keep the answer of a request", item, Some(still_open))
            .await
        {
            Err(error) if error.kind == Kind::Conflict => Ok(()),
            other => other,
        }
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
        let key = keys::request(organisation, principal, key);
        let unfinished = Condition::equals("response", None);
        let action = Action::Delete(key, Some(unfinished));
        match Box::pin(self.transact("forget a request", vec![action])).await {
            Ok(()) | Err(Refused::At(_)) => Ok(()),
            Err(Refused::Other(error)) => Err(error),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct Record {
    body_hash: String,
    begun_ms: i64,
    #[serde(default)]
    response: Option<StoredResponse>,
}

impl Record {
    fn begun(body_hash: &str, now: Timestamp) -> Self {
        Self {
            body_hash: body_hash.to_owned(),
            begun_ms: now.as_millisecond(),
            response: None,
        }
    }

    fn age(&self, now: Timestamp) -> SignedDuration {
        SignedDuration::from_millis(now.as_millisecond().saturating_sub(self.begun_ms))
    }

    fn can_be_replaced(&self, now: Timestamp) -> bool {
        let after = if self.response.is_some() {
            KEPT
        } else {
            LOST_AFTER
        };
        self.age(now) >= after
    }

    fn answer(self, body_hash: &str) -> Begun {
        if self.body_hash != body_hash {
            return Begun::Mismatch;
        }
        self.response.map_or(Begun::InProgress, Begun::Replay)
    }

    fn unchanged(&self) -> Condition {
        let begun = AttributeValue::N(self.begun_ms.to_string());
        Condition::equals("begun_ms", Some(begun))
    }
}
