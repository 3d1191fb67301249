//! The organisation's settings as clients see them.

use lambdesk_domain::people::{Organisation, Settings};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrganisationView {
    /// Its id.
    id: String,
    /// Its name, shown to customers.
    name: String,
    /// How tickets are handled.
    settings: SettingsView,
    /// Counts changes; also in the `ETag`.
    version: u64,
}

/// How tickets are handled.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettingsView {
    /// Days after closing in which an answer reopens the ticket.
    reopen_window_days: u32,
    /// Whether a public reply moves open and pending tickets to `waiting_on_customer`.
    reply_waits_on_customer: bool,
    /// Whether replies quote the public history unless told otherwise.
    quote_history: bool,
    /// Text under every reply.
    signature: String,
    /// Automatic mails allowed to one address in an hour.
    automatic_mail_per_hour: u32,
    /// Domains whose senders are colleagues.
    own_domains: Vec<String>,
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        Self {
            id: organisation.id.to_string(),
            name: organisation.name,
            settings: organisation.settings.into(),
            version: organisation.version,
        }
    }
}

impl From<Settings> for SettingsView {
    fn from(settings: Settings) -> Self {
        Self {
            reopen_window_days: settings.reopen_window_days,
            reply_waits_on_customer: settings.reply_waits_on_customer,
            quote_history: settings.quote_history,
            signature: settings.signature,
            automatic_mail_per_hour: settings.automatic_mail_per_hour,
            own_domains: settings.own_domains,
        }
    }
}

/// A change of the organisation: what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchOrganisation {
    /// New name.
    #[schema(max_length = 200)]
    pub(crate) name: Option<String>,
    /// New settings.
    pub(crate) settings: Option<PatchSettings>,
}

/// A change of settings: what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchSettings {
    /// 0 to 3650.
    #[schema(maximum = 3650)]
    pub(crate) reopen_window_days: Option<u32>,
    /// Whether a public reply moves open and pending tickets to `waiting_on_customer`.
    pub(crate) reply_waits_on_customer: Option<bool>,
    /// Whether replies quote the public history unless told otherwise.
    pub(crate) quote_history: Option<bool>,
    /// Text under every reply; empty for none.
    #[schema(max_length = 4000)]
    pub(crate) signature: Option<String>,
    /// 0 to 100.
    #[schema(maximum = 100)]
    pub(crate) automatic_mail_per_hour: Option<u32>,
    /// Domains whose senders are colleagues; at most 100.
    pub(crate) own_domains: Option<Vec<String>>,
}
