//! The organisation's settings as clients see them.

use std::collections::{BTreeMap, BTreeSet};

use lambdesk_domain::draft::gates::Policy;
use lambdesk_domain::people::{Organisation, Settings};
use lambdesk_domain::triage::settings::TriageSettings;
use lambdesk_domain::triage::taxonomy::{Category, Taxonomy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AiSettingsView, EnrichmentSettingsView, PatchAiSettings, PatchEnrichment, PresetWord};
use crate::api::read::present;

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
    /// How tickets are judged.
    triage: TriageSettingsView,
    /// How language models are used.
    ai: AiSettingsView,
    /// Which other systems are asked about customers.
    enrichment: EnrichmentSettingsView,
    /// Whether drafts may say again what people wrote to customers of at least three companies or households, word for word.
    past_answers: bool,
    /// Which tickets are answered and resolved without a person.
    auto_resolve: AutoResolveView,
}

/// Which tickets are answered and resolved without a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AutoResolveView {
    /// The switch; off unless somebody turned it on.
    enabled: bool,
    /// Least confidence, 0 to 1.
    threshold: f32,
    /// Keys of the categories that may be answered; none while it is empty.
    categories: BTreeSet<String>,
    /// Most automatic answers to one contact in 24 hours.
    per_contact_per_day: u32,
}

impl From<Policy> for AutoResolveView {
    fn from(policy: Policy) -> Self {
        Self {
            enabled: policy.enabled,
            threshold: policy.threshold,
            categories: policy.categories,
            per_contact_per_day: policy.per_contact_per_day,
        }
    }
}

/// How tickets are judged.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TriageSettingsView {
    /// Whose categories are used, unless there are own ones.
    preset: PresetWord,
    /// The categories in use.
    categories: Vec<CategoryShape>,
    /// Key of the category for what fits none.
    fallback: String,
    /// Whether the categories are the organisation's own.
    own_categories: bool,
    /// From which confidence on a judgement is acted on, 0 to 1.
    threshold: f32,
    /// Whether tickets are assigned by it.
    auto_assign: bool,
    /// Open tickets an agent can have before another one is asked; null for no cap.
    capacity: Option<u32>,
}

/// One category.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryShape {
    /// 1 to 64 lower-case letters, digits, `-` and `_`.
    #[schema(example = "refund-request")]
    pub(crate) key: String,
    /// What belongs in it, in English; a model reads this.
    pub(crate) description: String,
    /// Key of the team that takes it.
    #[schema(example = "finance")]
    pub(crate) team: String,
    /// Terms that point to it, by language; `*` is for every language.
    #[serde(default)]
    pub(crate) terms: BTreeMap<String, Vec<String>>,
}

/// An organisation's own categories.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TaxonomyShape {
    /// The categories, in the order in which they are shown.
    pub(crate) categories: Vec<CategoryShape>,
    /// Key of the category for what fits none.
    pub(crate) fallback: String,
}

impl From<TriageSettings> for TriageSettingsView {
    fn from(settings: TriageSettings) -> Self {
        let taxonomy = settings.taxonomy();
        let shape = |category: Category| CategoryShape {
            key: category.key,
            description: category.description,
            team: category.team,
            terms: category.terms,
        };
        Self {
            preset: settings.preset.into(),
            categories: taxonomy.categories.into_iter().map(shape).collect(),
            fallback: taxonomy.fallback,
            own_categories: settings.own.is_some(),
            threshold: settings.threshold,
            auto_assign: settings.auto_assign,
            capacity: settings.capacity,
        }
    }
}

impl From<TaxonomyShape> for Taxonomy {
    fn from(shape: TaxonomyShape) -> Self {
        let category = |shape: CategoryShape| Category {
            key: shape.key,
            description: shape.description,
            team: shape.team,
            terms: shape.terms,
        };
        Self {
            categories: shape.categories.into_iter().map(category).collect(),
            fallback: shape.fallback,
        }
    }
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
            triage: settings.triage.into(),
            ai: settings.ai.into(),
            past_answers: settings.past_answers,
            auto_resolve: settings.auto_resolve.into(),
            enrichment: settings.enrichment.into(),
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
    /// How tickets are judged.
    pub(crate) triage: Option<PatchTriageSettings>,
    /// How language models are used.
    pub(crate) ai: Option<PatchAiSettings>,
    /// Which other systems are asked about customers.
    pub(crate) enrichment: Option<PatchEnrichment>,
    /// Whether drafts may say again what people wrote to customers of at least three companies or households, word for word.
    pub(crate) past_answers: Option<bool>,
    /// Which tickets are answered and resolved without a person.
    pub(crate) auto_resolve: Option<PatchAutoResolve>,
}

/// A change of which tickets are answered without a person: what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchAutoResolve {
    /// The switch.
    pub(crate) enabled: Option<bool>,
    /// 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub(crate) threshold: Option<f32>,
    /// Keys of categories in use.
    pub(crate) categories: Option<BTreeSet<String>>,
    /// 1 to 100.
    #[schema(minimum = 1, maximum = 100)]
    pub(crate) per_contact_per_day: Option<u32>,
}

/// A change of how tickets are judged: what is absent stays, what is null is cleared.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchTriageSettings {
    /// Whose categories are used, unless there are own ones.
    pub(crate) preset: Option<PresetWord>,
    /// Own categories, or null for those of the preset.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<TaxonomyShape>)]
    pub(crate) own: Option<Option<TaxonomyShape>>,
    /// 0 to 1.
    #[schema(minimum = 0, maximum = 1)]
    pub(crate) threshold: Option<f32>,
    /// Whether tickets are assigned by it.
    pub(crate) auto_assign: Option<bool>,
    /// 1 to 100, or null for no cap.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 100)]
    pub(crate) capacity: Option<Option<u32>>,
}
