//! Secrets as clients see them, which is hardly.

use jiff::Timestamp;
use lambdesk_cloud::store::StoredSecret;
use lambdesk_domain::secret::SecretName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ActorView, SecretNameWord};

/// Whether a secret is set, and how to recognise it. The secret itself is never shown.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SecretView {
    /// What it is for.
    name: SecretNameWord,
    /// Whether the organisation set it.
    set: bool,
    /// Its last four characters; null when it is not set or too short to show them.
    last4: Option<String>,
    /// When it was set.
    #[schema(value_type = Option<String>, format = DateTime)]
    updated_at: Option<Timestamp>,
    /// Who set it.
    updated_by: Option<ActorView>,
    /// Whether the environment of this machine has one, which counts while the organisation has not set its own.
    from_environment: bool,
}

impl SecretView {
    /// What may be seen of a name.
    pub(crate) fn of(
        name: SecretName,
        stored: Option<&StoredSecret>,
        from_environment: bool,
    ) -> Self {
        Self {
            name: name.into(),
            set: stored.is_some(),
            last4: stored.and_then(|stored| stored.last4.clone()),
            updated_at: stored.map(|stored| stored.updated_at),
            updated_by: stored.map(|stored| ActorView::from(&stored.updated_by)),
            from_environment,
        }
    }
}

/// A secret to keep.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutSecret {
    /// The key, token or address, on one line.
    #[schema(max_length = 4096, format = Password)]
    pub(crate) value: String,
}
