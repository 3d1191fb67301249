//! Contacts as clients see them.

use jiff::Timestamp;
use lambdesk_domain::people::Contact;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::read::present;

/// A customer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactView {
    /// Their id.
    id: String,
    /// Main address.
    email: String,
    /// Name as last seen.
    name: Option<String>,
    /// Tier.
    tier: Option<String>,
    /// Free notes of agents.
    notes: String,
    /// Why mail to them does not arrive, when it does not.
    undeliverable: Option<String>,
    /// When they first wrote.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Counts changes; also in the `ETag`.
    version: u64,
}

impl From<Contact> for ContactView {
    fn from(contact: Contact) -> Self {
        Self {
            id: contact.id.to_string(),
            email: contact.email,
            name: contact.name,
            tier: contact.tier,
            notes: contact.notes,
            undeliverable: contact.undeliverable,
            created_at: contact.created_at,
            version: contact.version,
        }
    }
}

/// A change of a contact: what is absent stays, what is null is cleared.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchContact {
    /// New name, or null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 200)]
    pub(crate) name: Option<Option<String>>,
    /// New tier, or null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, max_length = 60)]
    pub(crate) tier: Option<Option<String>>,
    /// New notes.
    #[schema(max_length = 10_000)]
    pub(crate) notes: Option<String>,
    /// null when mail to them arrives again; nothing else is accepted.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    pub(crate) undeliverable: Option<Option<String>>,
}

/// Which contacts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContactParams {
    /// The one with this address.
    pub(crate) email: Option<String>,
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Most contacts, 1 to 100; 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<usize>,
}
