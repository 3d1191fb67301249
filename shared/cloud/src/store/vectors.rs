//! How the vectors of an organisation's passages stand, and who is making some.
//!
//! Invariant: one function at a time makes vectors for an organisation; one that died is followed by another after its time.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::knowledge::vectors::Coverage;
use lambdesk_domain::model::fallback::Fallback;
use lambdesk_domain::task::Task;
use serde::{Deserialize, Serialize};

use super::transact::Condition;
use super::{Commit, Store, items, keys};
use crate::error::{self, Kind, Result};

const BUSY: &str = "busy_until_ms";

/// How the vectors stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VectorsState {
    /// What they were made by; empty before the first try.
    #[serde(default)]
    pub name: String,
    /// Names the stored set; another one after every change. `None` while nothing is stored.
    #[serde(default)]
    pub revision: Option<String>,
    /// Passages that had a vector after the last try.
    #[serde(default)]
    pub have: usize,
    /// All passages then.
    #[serde(default)]
    pub of: usize,
    /// Why it did not come to all of them.
    #[serde(default)]
    pub failed: Option<Fallback>,
    /// When the last try ended.
    #[serde(default)]
    pub tried_at: Option<Timestamp>,
}

impl VectorsState {
    /// How many passages had a vector after the last try.
    #[must_use]
    pub fn coverage(&self) -> Coverage {
        Coverage {
            have: self.have,
            of: self.of,
        }
    }
}

/// The right to make vectors, until [`Store::end_vectors`] or its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    until_ms: i64,
}

impl Commit {
    /// Adds the task to make the vectors that are missing over the articles of a shelf.
    pub fn vectors_wanted(&mut self, stamp: &str, now: Timestamp) -> &mut Self {
        let task = Task::Vectors {
            organisation: self.organisation().clone(),
            stamp: stamp.to_owned(),
        };
        self.outbox(task, now)
    }
}

impl Store {
    /// How the vectors stand; `None` before the first try.
    ///
    /// # Errors
    /// As the service says.
    pub async fn vectors(&self, organisation: &OrganisationId) -> Result<Option<VectorsState>> {
        let item = self
            .get("read how the vectors stand", &keys::vectors(organisation))
            .await?;
        item.map(items::read).transpose()
    }

    /// Takes the turn to make vectors; `None` while another function has it.
    ///
    /// # Errors
    /// As the service says.
    pub async fn begin_vectors(
        &self,
        organisation: &OrganisationId,
        now: Timestamp,
        time: SignedDuration,
    ) -> Result<Option<Turn>> {
        const DOING: &str = "begin to make vectors";
        let number = |ms: i64| AttributeValue::N(ms.to_string());
        let until_ms = now
            .as_millisecond()
            .saturating_add(i64::try_from(time.as_millis()).unwrap_or(i64::MAX));
        let call = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(keys::vectors(organisation).attributes()))
            .update_expression("SET #busy = :until, #v = :v")
            .condition_expression("attribute_not_exists(#busy) OR #busy <= :now")
            .expression_attribute_names("#busy", BUSY)
            .expression_attribute_names("#v", "v")
            .expression_attribute_values(":until", number(until_ms))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .expression_attribute_values(":v", AttributeValue::N(items::SCHEMA.to_string()));
        let begun = Box::pin(call.send()).await;
        match begun.map_err(|error| error::aws::dynamodb(DOING, error)) {
            Ok(_) => Ok(Some(Turn { until_ms })),
            Err(error) if error.kind == Kind::Conflict => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Ends the turn and says how the vectors stand now; `false` when another function had taken over.
    ///
    /// # Errors
    /// As the service says.
    pub async fn end_vectors(
        &self,
        organisation: &OrganisationId,
        turn: Turn,
        state: &VectorsState,
    ) -> Result<bool> {
        let item = items::item("vectors", &keys::vectors(organisation), state)?;
        let mine = Some(AttributeValue::N(turn.until_ms.to_string()));
        let put = self.put_one(
            "say how the vectors stand",
            item,
            Some(Condition::equals(BUSY, mine)),
        );
        match put.await {
            Ok(()) => Ok(true),
            Err(error) if error.kind == Kind::Conflict => Ok(false),
            Err(error) => Err(error),
        }
    }
}
