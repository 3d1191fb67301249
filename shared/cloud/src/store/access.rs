//! Sessions, one-time links and API keys.
//!
//! Invariant: only hashes of secrets are kept, and a one-time link is given out once.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lambdesk_domain::access::Scope;
use lambdesk_domain::ids::{AgentId, ApiKeyId, OrganisationId};
use lambdesk_domain::people::Role;
use serde::{Deserialize, Serialize};

use super::items::Item;
use super::keys::Place;
use super::rows::Range;
use super::table::Index;
use super::transact::Condition;
use super::{Store, items, keys};
use crate::error::{Error, Kind, Result};

/// Most API keys of an organisation that are listed.
const MOST_KEYS: usize = 500;

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// SHA-256 of the session's secret, hex.
    pub hash: String,
    /// Where it is signed in.
    pub organisation: OrganisationId,
    /// Who it is.
    pub agent: AgentId,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

/// A one-time link to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// SHA-256 of the link's secret, hex.
    pub hash: String,
    /// Where it signs in.
    pub organisation: OrganisationId,
    /// Who it signs in.
    pub agent: AgentId,
    /// When it ends.
    pub expires: Timestamp,
}

/// A key for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiKey {
    /// Its public part.
    pub id: ApiKeyId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// What it is for, in words.
    pub name: String,
    /// SHA-256 of its secret, hex.
    pub secret_sha256: String,
    /// The role it acts in.
    pub role: Role,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends; `None` for never.
    #[serde(default)]
    pub expires: Option<Timestamp>,
    /// When it was revoked.
    #[serde(default)]
    pub revoked: Option<Timestamp>,
}

impl ApiKey {
    /// Whether it opens anything at `now`.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.expires.is_none_or(|end| end > now)
    }
}

impl Store {
    /// Keeps a session until it expires.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_session(&self, session: &Session) -> Result<()> {
        let item = items::item("session", &keys::session(&session.hash), session)?;
        self.put_one("keep a session", items::until(item, session.expires), None)
            .await
    }

    /// The session with this hash, unless it has expired.
    ///
    /// # Errors
    /// As the service says.
    pub async fn session(&self, hash: &str, now: Timestamp) -> Result<Option<Session>> {
        let item = self.get("read a session", &keys::session(hash)).await?;
        let session: Option<Session> = item.map(items::read).transpose()?;
        Ok(session.filter(|session| session.expires > now))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// As the service says.
    pub async fn delete_session(&self, hash: &str) -> Result<()> {
        self.take_one("end a session", &keys::session(hash))
            .await
            .map(drop)
    }

    /// Keeps a one-time link until it expires.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_link(&self, link: &Link) -> Result<()> {
        let item = items::item("link", &keys::link(&link.hash), link)?;
        self.put_one("keep a link", items::until(item, link.expires), None)
            .await
    }

    /// Takes a one-time link away and returns it; only one caller ever gets it, and none after it expired.
    ///
    /// # Errors
    /// As the service says.
    pub async fn take_link(&self, hash: &str, now: Timestamp) -> Result<Option<Link>> {
        let item = self.take_one("take a link", &keys::link(hash)).await?;
        let link: Option<Link> = item.map(items::read).transpose()?;
        Ok(link.filter(|link| link.expires > now))
    }

    /// Keeps a new API key.
    ///
    /// # Errors
    /// `Conflict` when the id exists.
    pub async fn put_api_key(&self, key: &ApiKey) -> Result<()> {
        self.put_one("keep an API key", key_item(key)?, Some(Condition::absent()))
            .await
    }

    /// The API key with this id, whether it is still valid or not.
    ///
    /// # Errors
    /// As the service says.
    pub async fn api_key(&self, id: &ApiKeyId) -> Result<Option<ApiKey>> {
        self.get("read an API key", &keys::api_key(id))
            .await?
            .map(items::read)
            .transpose()
    }

    /// The API keys of an organisation, oldest first, revoked ones included.
    ///
    /// # Errors
    /// As the service says.
    pub async fn list_api_keys(&self, organisation: &OrganisationId) -> Result<Vec<ApiKey>> {
        let range = Range::at(Index::Gsi4, keys::api_key_list(organisation), "");
        let rows = Box::pin(self.all_rows("list API keys", &range, MOST_KEYS)).await?;
        rows.into_iter().map(items::read).collect()
    }

    /// Revokes an API key; one that is revoked already stays as it is.
    ///
    /// # Errors
    /// `NotFound` when the organisation has no such key.
    pub async fn revoke_api_key(
        &self,
        organisation: &OrganisationId,
        id: &ApiKeyId,
        now: Timestamp,
    ) -> Result<ApiKey> {
        let found = self.api_key(id).await?;
        let key = found.filter(|key| key.organisation == *organisation);
        let mut key = key.ok_or_else(|| Error::new(Kind::NotFound, "revoke the API key"))?;
        if key.revoked.is_none() {
            key.revoked = Some(now);
            self.put_one("revoke the API key", key_item(&key)?, None)
                .await?;
        }
        Ok(key)
    }
}

fn key_item(key: &ApiKey) -> Result<Item> {
    let place = Place {
        index: Index::Gsi4,
        pk: keys::api_key_list(&key.organisation),
        sk: key.id.to_string(),
    };
    Ok(items::placed(
        items::item("api_key", &keys::api_key(&key.id), key)?,
        [place],
    ))
}
