//! Counters that end loops, and heartbeats.
//!
//! Invariant: a counter never passes its limit, however many count at once.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use lambdesk_domain::facts::Source;
use lambdesk_domain::ids::OrganisationId;
use serde::{Deserialize, Serialize};

use super::keys::Key;
use super::table::TTL;
use super::{Store, items, keys};
use crate::error::{self, Kind, Result};

const KEPT_SECONDS: i64 = 2 * 24 * 3_600;

fn hour(now: Timestamp) -> i64 {
    now.as_second().div_euclid(3_600)
}

#[derive(Serialize, Deserialize)]
struct Beat {
    at: Timestamp,
}

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
        let key = keys::automatic(organisation, email, hour(now));
        self.count_up("count automatic mail", &key, now, limit)
            .await
    }

    /// Counts one look-up at a system outside in the hour of `now`; `false` when it was asked as often as it allows.
    ///
    /// # Errors
    /// As the service says.
    pub async fn count_asked(
        &self,
        organisation: &OrganisationId,
        source: Source,
        now: Timestamp,
        limit: u32,
    ) -> Result<bool> {
        let key = keys::asked(organisation, source, hour(now));
        self.count_up("count look-ups", &key, now, limit).await
    }

    async fn count_up(
        &self,
        doing: &'static str,
        key: &Key,
        now: Timestamp,
        limit: u32,
    ) -> Result<bool> {
        if limit == 0 {
            return Ok(false);
        }
        let end = now.as_second().saturating_add(KEPT_SECONDS);
        let call = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(key.attributes()))
            .update_expression("ADD #n :one SET #ttl = :ttl")
            .condition_expression("attribute_not_exists(#n) OR #n < :limit")
            .expression_attribute_names("#n", "n")
            .expression_attribute_names("#ttl", TTL)
            .expression_attribute_values(":one", AttributeValue::N("1".to_owned()))
            .expression_attribute_values(":limit", AttributeValue::N(limit.to_string()))
            .expression_attribute_values(":ttl", AttributeValue::N(end.to_string()));
        let counted = Box::pin(call.send())
            .await
            .map_err(|error| error::aws::dynamodb(doing, error));
        match counted {
            Ok(_) => Ok(true),
            Err(error) if error.kind == Kind::Conflict => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Records that something ran.
    ///
    /// # Errors
    /// As the service says.
    pub async fn beat(&self, name: &str, now: Timestamp) -> Result<()> {
        let item = items::item("beat", &keys::beat(name), &Beat { at: now })?;
        self.put_one("record a heartbeat", item, None).await
    }

    /// When something last ran.
    ///
    /// # Errors
    /// As the service says.
    pub async fn last_beat(&self, name: &str) -> Result<Option<Timestamp>> {
        let item = self.get("read a heartbeat", &keys::beat(name)).await?;
        Ok(item
            .map(items::read::<Beat>)
            .transpose()?
            .map(|beat| beat.at))
    }
}
