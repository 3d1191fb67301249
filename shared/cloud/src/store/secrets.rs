//! The secrets organisations set, sealed.
//!
//! Invariant: what is read here cannot be used without the vault; see [`crate::vault`].

use jiff::Timestamp;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::people::Actor;
use lambdesk_domain::secret::SecretName;
use serde::{Deserialize, Serialize};

use super::rows::Range;
use super::{Store, items, keys};
use crate::error::Result;
use crate::vault::Sealed;

/// A secret as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSecret {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// What it is for.
    pub name: SecretName,
    /// The seal.
    pub sealed: Sealed,
    /// Its last four characters, when it is long enough to show them.
    #[serde(default)]
    pub last4: Option<String>,
    /// When it was set.
    pub updated_at: Timestamp,
    /// Who set it.
    pub updated_by: Actor,
}

impl Store {
    /// Keeps a secret in place of the one there was.
    ///
    /// # Errors
    /// As the service says.
    pub async fn put_secret(&self, secret: &StoredSecret) -> Result<()> {
        let key = keys::secret(&secret.organisation, secret.name);
        let item = items::item("secret", &key, secret)?;
        self.put_one("keep a secret", item, None).await
    }

    /// The secret of a name.
    ///
    /// # Errors
    /// As the service says.
    pub async fn secret(
        &self,
        organisation: &OrganisationId,
        name: SecretName,
    ) -> Result<Option<StoredSecret>> {
        let key = keys::secret(organisation, name);
        let found = self.get("read a secret", &key).await?;
        found.map(items::read).transpose()
    }

    /// The secrets that are set.
    ///
    /// # Errors
    /// As the service says.
    pub async fn secrets(&self, organisation: &OrganisationId) -> Result<Vec<StoredSecret>> {
        let range = Range::of(keys::base(organisation), keys::SECRETS);
        let most = SecretName::ALL.len();
        let rows = Box::pin(self.all_rows("list secrets", &range, most)).await?;
        rows.into_iter().map(items::read).collect()
    }

    /// Removes a secret; whether there was one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn delete_secret(
        &self,
        organisation: &OrganisationId,
        name: SecretName,
    ) -> Result<bool> {
        let key = keys::secret(organisation, name);
        let taken = self.take_one("remove a secret", &key).await?;
        Ok(taken.is_some())
    }
}
