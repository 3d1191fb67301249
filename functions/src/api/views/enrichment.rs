//! The settings of enrichment as clients see and change them; secrets are stored by another route.

use std::collections::BTreeMap;

use lambdesk_domain::facts::settings::{
    EnrichmentSettings, PostgresSettings, PosthogSettings, SentrySettings,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::read::present;

/// Which other systems are asked about customers; null is never asked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EnrichmentSettingsView {
    /// Errors; its secret is `sentry`, a token with `event:read`.
    sentry: Option<SentryShape>,
    /// Sessions; its secret is `posthog`, a personal API key with `person:read` and `session_recording:read`.
    posthog: Option<PosthogShape>,
    /// Accounts; its secret is `postgres`, the address of the database with a user that may only read.
    postgres: Option<PostgresShape>,
    /// Whether what is found is also written into a new ticket, as one internal note.
    note: bool,
}

/// How Sentry is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SentryShape {
    /// Slug of the organisation there.
    #[schema(example = "acme")]
    organisation: String,
    /// Slug or number of one project; null for all.
    #[serde(default)]
    project: Option<String>,
    /// Address of the region or of an own installation; that of the United States when absent.
    #[serde(default = "sentry_host")]
    #[schema(example = "https://de.sentry.io")]
    host: String,
}

/// How `PostHog` is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PosthogShape {
    /// Number of the project; null when the key can see only one.
    #[serde(default)]
    #[schema(example = "12345")]
    project: Option<String>,
    /// Address of the region or of an own installation; that of the United States when absent.
    #[serde(default = "posthog_host")]
    #[schema(example = "https://eu.posthog.com")]
    host: String,
}

/// How the organisation's own database is asked.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PostgresShape {
    /// Table or view, with its schema when it has one; capitals count. `users` when absent.
    #[schema(example = "public.helpdesk_account")]
    table: String,
    /// The column with the address; `email` when absent.
    email_column: String,
    /// Columns that are shown, 1 to 20; no other is read. `plan` and `created_at` when absent.
    columns: Vec<String>,
    /// Which of the columns says what the customer pays for: it becomes their tier. `plan` when absent.
    plan_column: Option<String>,
    /// What a plan counts as; others count as what they are called.
    #[schema(example = json!({"team-2024": "enterprise"}))]
    tiers: BTreeMap<String, String>,
    /// Whether addresses are compared without their capitals; a large table then needs an index on `lower(email)`. True when absent.
    ignore_case: bool,
    /// Certificates of the database's authority as PEM, beside those every system trusts; Amazon RDS needs them.
    ca_certificates: Option<String>,
}

fn sentry_host() -> String {
    SentrySettings::default().host
}

fn posthog_host() -> String {
    PosthogSettings::default().host
}

impl Default for PostgresShape {
    fn default() -> Self {
        PostgresSettings::default().into()
    }
}

/// A change of enrichment: what is absent stays, what is null is asked no longer, anything else takes the place of what was.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchEnrichment {
    /// Errors, or null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<SentryShape>)]
    pub(crate) sentry: Option<Option<SentryShape>>,
    /// Sessions, or null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<PosthogShape>)]
    pub(crate) posthog: Option<Option<PosthogShape>>,
    /// Accounts, or null.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<PostgresShape>)]
    pub(crate) postgres: Option<Option<PostgresShape>>,
    /// Whether what is found is also written into a new ticket.
    pub(crate) note: Option<bool>,
}

impl From<EnrichmentSettings> for EnrichmentSettingsView {
    fn from(settings: EnrichmentSettings) -> Self {
        Self {
            sentry: settings.sentry.map(Into::into),
            posthog: settings.posthog.map(Into::into),
            postgres: settings.postgres.map(Into::into),
            note: settings.note,
        }
    }
}

/// The same members on both sides.
macro_rules! alike {
    ($shape:ident = $settings:ident { $($member:ident),+ $(,)? }) => {
        impl From<$settings> for $shape {
            fn from(settings: $settings) -> Self {
                Self { $($member: settings.$member),+ }
            }
        }

        impl From<$shape> for $settings {
            fn from(shape: $shape) -> Self {
                Self { $($member: shape.$member),+ }
            }
        }
    };
}

alike!(
    SentryShape = SentrySettings {
        organisation,
        project,
        host
    }
);
alike!(PosthogShape = PosthogSettings { project, host });
alike!(
    PostgresShape = PostgresSettings {
        table,
        email_column,
        columns,
        plan_column,
        tiers,
        ignore_case,
        ca_certificates,
    }
);
