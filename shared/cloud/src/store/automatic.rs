//! The automatic answers a contact has had lately.
//!
//! Invariant: an answer is counted in the transaction that writes it, from the list that was read, so no two answers
//! are allowed by the same place under the cap.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::ids::{ContactId, OrganisationId};
use serde::{Deserialize, Serialize};

use super::transact::Condition;
use super::{Commit, Part, Store, items, keys};
use crate::error::Result;

/// How long an answer counts.
pub const COUNTED: SignedDuration = SignedDuration::from_hours(24);

/// The moments at which a contact was answered by a machine.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutomaticAnswers {
    recent: Vec<Timestamp>,
    #[serde(default)]
    version: u64,
}

impl AutomaticAnswers {
    /// How many there were in a time before a moment.
    #[must_use]
    pub fn within(&self, time: SignedDuration, now: Timestamp) -> u32 {
        let recent = self.recent.iter();
        let lately = recent.filter(|at| now.duration_since(**at) < time);
        u32::try_from(lately.count()).unwrap_or(u32::MAX)
    }
}

impl Commit {
    /// Counts one more automatic answer to a contact, if none was counted since `known` was read.
    pub fn automatic_answer(
        &mut self,
        organisation: &OrganisationId,
        contact: &ContactId,
        known: &AutomaticAnswers,
        now: Timestamp,
    ) -> &mut Self {
        self.own(organisation);
        let kept = |at: &&Timestamp| now.duration_since(**at) < COUNTED;
        let mut next = AutomaticAnswers {
            recent: known.recent.iter().filter(kept).copied().collect(),
            version: known.version.saturating_add(1),
        };
        next.recent.push(now);
        let key = keys::automatic_answers(organisation, contact);
        let read = AttributeValue::N(known.version.to_string());
        let condition = match known.version {
            0 => Condition::absent(),
            _ => Condition::equals("version", Some(read)),
        };
        let item = items::item("automatic_answers", &key, &next);
        self.put(Part::AutomaticAnswer, item, Some(condition))
    }
}

impl Store {
    /// The automatic answers a contact has had lately.
    ///
    /// # Errors
    /// As the service says.
    pub async fn automatic_answers(
        &self,
        organisation: &OrganisationId,
        contact: &ContactId,
    ) -> Result<AutomaticAnswers> {
        let key = keys::automatic_answers(organisation, contact);
        let item = self.get("read the automatic answers", &key).await?;
        let found = item.map(items::read).transpose()?;
        Ok(found.unwrap_or_default())
    }
}
