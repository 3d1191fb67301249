//! Parked work: what a retry cannot help, kept for a person.
//!
//! Invariant: parked work is settled once: replayed or discarded.

use aws_sdk_dynamodb::types::AttributeValue;
use jiff::Timestamp;
use lambdesk_domain::ids::{OrganisationId, ParkedId};
use serde::{Deserialize, Serialize};

use super::rows::{Range, Walk};
use super::transact::{Action, Condition};
use super::{Page, Store, items, keys};
use crate::config::Role;
use crate::cursor::Scope;
use crate::error::{Kind, Result};

/// What became of parked work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkedState {
    /// Waits for a person.
    Open,
    /// Was given to its stage again.
    Replayed,
    /// Was put away for good.
    Discarded,
}

impl ParkedState {
    /// The word in the API and in the store.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            ParkedState::Open => "open",
            ParkedState::Replayed => "replayed",
            ParkedState::Discarded => "discarded",
        }
    }

    pub(super) fn still_open() -> Condition {
        Condition::equals(
            "state",
            Some(AttributeValue::S(ParkedState::Open.word().to_owned())),
        )
    }
}

/// What the work was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParkedSource {
    /// The body of a queue message.
    Body(String),
    /// The key of a raw mail.
    Raw(String),
}

/// Work that was put aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parked {
    /// Its id.
    pub id: ParkedId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The stage that gave up.
    pub stage: Role,
    /// Why, in words for a person.
    pub reason: String,
    /// What it was.
    pub source: ParkedSource,
    /// When.
    pub at: Timestamp,
    /// How often it was tried.
    pub attempts: u32,
    /// What became of it.
    pub state: ParkedState,
}

impl Store {
    /// Puts work aside; the same id again changes nothing.
    ///
    /// # Errors
    /// As the service says.
    pub async fn park(&self, parked: &Parked) -> Result<()> {
        let key = keys::parked(&parked.organisation, &parked.id);
        let item = items::item("parked", &key, parked)?;
        match self
            .put_one("park work", item, Some(Condition::absent()))
            .await
        {
            Err(error) if error.kind == Kind::Conflict => Ok(()),
            other => other,
        }
    }

    /// Parked work of an organisation, newest first, settled work included.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn parked(
        &self,
        organisation: &OrganisationId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Parked>> {
        let walk = Walk {
            doing: "list parked work",
            scope: Scope::new(organisation, "parked", &""),
            cursor,
            limit,
            sparse: false,
        };
        let range = Range::of(keys::parked_all(organisation), keys::PARKED).backward();
        Box::pin(self.walk(walk, vec![range], |item| items::read(item).map(Some))).await
    }

    /// One piece of parked work.
    ///
    /// # Errors
    /// As the service says.
    pub async fn parked_one(
        &self,
        organisation: &OrganisationId,
        id: &ParkedId,
    ) -> Result<Option<Parked>> {
        let key = keys::parked(organisation, id);
        self.get("read parked work", &key)
            .await?
            .map(items::read)
            .transpose()
    }

    /// Settles parked work. A replay writes its task to the outbox with [`super::Commit::settle_parked`].
    ///
    /// # Errors
    /// `Conflict` when it is settled already or does not exist.
    pub async fn settle_parked(
        &self,
        organisation: &OrganisationId,
        id: &ParkedId,
        state: ParkedState,
    ) -> Result<()> {
        let key = keys::parked(organisation, id);
        let action = Action::Set(
            key,
            "state",
            state.word().to_owned(),
            ParkedState::still_open(),
        );
        let settled = Box::pin(self.transact("settle parked work", vec![action])).await;
        settled.map_err(|refused| refused.into_error("settle parked work"))
    }
}
