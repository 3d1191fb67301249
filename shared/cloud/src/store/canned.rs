//! Canned responses, and how often each was used.
//!
//! Invariant: every change of a canned response changes the stamp of them all, from the stamp that was read, so no two of
//! one language ever share a shortcut; how often one was used is counted beside it and changes no stamp.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use lambdesk_domain::canned::CannedResponse;
use lambdesk_domain::ids::{CannedResponseId, OrganisationId};
use serde::{Deserialize, Serialize};

use super::commit::one_on;
use super::rows::Range;
use super::transact::Condition;
use super::{Commit, Part, Store, items, keys};
use crate::error::Result;

/// Most canned responses of one organisation: all of them are read at once.
pub const MOST_CANNED: usize = 500;

/// What is known about all canned responses of an organisation together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedStamp {
    /// Another one after every change.
    pub stamp: String,
}

/// How often a canned response was used in a reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedUse {
    /// How often.
    pub uses: u64,
    /// When last.
    pub used_at: Timestamp,
}

#[derive(Deserialize)]
struct Counted {
    canned_response: CannedResponseId,
    #[serde(flatten)]
    counted: CannedUse,
}

impl Commit {
    /// Adds a new canned response.
    pub fn create_canned_response(&mut self, response: &CannedResponse) -> &mut Self {
        self.canned(Part::CannedExists, response, Condition::absent())
    }

    /// Stores a changed canned response, if it is one version on from what is stored.
    pub fn update_canned_response(&mut self, response: &CannedResponse) -> &mut Self {
        let before = one_on(response.version);
        self.canned(Part::CannedVersion, response, before)
    }

    /// Removes a canned response that is still at this version, and its count.
    pub fn delete_canned_response(&mut self, response: &CannedResponse) -> &mut Self {
        self.own(&response.organisation);
        let (o, id) = (&response.organisation, &response.id);
        let version = AttributeValue::N(response.version.to_string());
        let unchanged = Condition::equals("version", Some(version));
        self.delete(Part::CannedVersion, keys::canned(o, id), unchanged)
            .delete(Part::Unconditional, keys::canned_use(o, id), None)
    }

    /// Changes the stamp of an organisation's canned responses from what was read; its refusal is [`Part::CannedStamp`].
    pub fn canned_stamp(
        &mut self,
        organisation: &OrganisationId,
        read: Option<&CannedStamp>,
        next: &CannedStamp,
    ) -> &mut Self {
        self.own(organisation);
        let condition = match read {
            None => Condition::absent(),
            Some(read) => Condition::equals("stamp", Some(AttributeValue::S(read.stamp.clone()))),
        };
        let item = items::item("canned_stamp", &keys::canned_stamp(organisation), next);
        self.put(Part::CannedStamp, item, Some(condition))
    }

    /// Counts that a reply used a canned response.
    pub fn canned_used(&mut self, id: &CannedResponseId, now: Timestamp) -> &mut Self {
        let key = keys::canned_use(self.organisation(), id);
        self.count(key, ("canned_response", id.to_string()), now)
    }

    fn canned(&mut self, part: Part, response: &CannedResponse, condition: Condition) -> &mut Self {
        self.own(&response.organisation);
        let key = keys::canned(&response.organisation, &response.id);
        let item = items::item("canned_response", &key, response);
        self.put(part, item, Some(condition))
    }
}

impl Store {
    /// One canned response.
    ///
    /// # Errors
    /// As the service says.
    pub async fn canned_response(
        &self,
        organisation: &OrganisationId,
        id: &CannedResponseId,
    ) -> Result<Option<CannedResponse>> {
        let key = keys::canned(organisation, id);
        let item = self.get("read the canned response", &key).await?;
        item.map(items::read).transpose()
    }

    /// All canned responses of an organisation, at most [`MOST_CANNED`].
    ///
    /// # Errors
    /// As the service says.
    pub async fn canned_responses(
        &self,
        organisation: &OrganisationId,
    ) -> Result<Vec<CannedResponse>> {
        let range = Range::of(keys::base(organisation), keys::CANNED);
        let doing = "read all canned responses";
        let rows = Box::pin(self.all_rows(doing, &range, MOST_CANNED)).await?;
        rows.into_iter().map(items::read).collect()
    }

    /// The stamp of an organisation's canned responses; `None` while it has never had one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn canned_stamp(&self, organisation: &OrganisationId) -> Result<Option<CannedStamp>> {
        let key = keys::canned_stamp(organisation);
        let item = self.get("read the stamp of canned responses", &key).await?;
        item.map(items::read).transpose()
    }

    /// How often each canned response was used; those never used are not in it.
    ///
    /// # Errors
    /// As the service says.
    pub async fn canned_uses(
        &self,
        organisation: &OrganisationId,
    ) -> Result<HashMap<CannedResponseId, CannedUse>> {
        let range = Range::of(keys::base(organisation), keys::CANNED_USES);
        let doing = "read how often canned responses were used";
        // A reply that was sent while its canned response was removed leaves a count behind.
        let rows = Box::pin(self.all_rows(doing, &range, MOST_CANNED * 2)).await?;
        let read = |item| items::read(item).map(|c: Counted| (c.canned_response, c.counted));
        rows.into_iter().map(read).collect()
    }
}
