//! Canned responses as clients see them.

use jiff::Timestamp;
use lambdesk_cloud::store::CannedUse;
use lambdesk_domain::canned::variables::{Filled, Variable};
use lambdesk_domain::canned::{CannedResponse, Content};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ActorView, PAGE};

/// A canned response.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CannedResponseView {
    /// Its id.
    #[schema(example = "can_01jd4xq9wz3v8r5y7k2m6n0pab")]
    id: String,
    /// Its name.
    name: String,
    /// What an agent types to get it; variants of one answer in several languages share it.
    #[schema(example = "refund")]
    shortcut: String,
    /// Plain text or Markdown, with variables.
    body: String,
    /// BCP 47; `und` for one that fits every language and is never suggested.
    #[schema(example = "en")]
    language: String,
    /// The category whose tickets it answers; null for one that is never suggested.
    category: Option<String>,
    /// Whether it is offered.
    enabled: bool,
    /// How many replies used it.
    uses: u64,
    /// When one last did.
    #[schema(value_type = Option<String>, format = DateTime)]
    used_at: Option<Timestamp>,
    /// Counts changes; also in the `ETag`.
    version: u64,
    /// Who wrote this version.
    updated_by: Option<ActorView>,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl CannedResponseView {
    /// The view of a canned response and its use.
    pub(crate) fn of(response: &CannedResponse, used: Option<&CannedUse>) -> Self {
        let content = &response.content;
        Self {
            id: response.id.to_string(),
            name: content.name.clone(),
            shortcut: content.shortcut.clone(),
            body: content.body.clone(),
            language: content.language.clone(),
            category: content.category.clone(),
            enabled: content.enabled,
            uses: used.map_or(0, |used| used.uses),
            used_at: used.map(|used| used.used_at),
            version: response.version,
            updated_by: response.updated_by.as_ref().map(ActorView::from),
            updated_at: response.updated_at,
        }
    }
}

/// What a canned response says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct WriteCannedResponse {
    /// Its name.
    #[schema(max_length = 100)]
    name: String,
    /// What an agent types to get it: lower-case letters, digits, `-` and `_`. One of each language.
    #[schema(max_length = 64, example = "refund")]
    shortcut: String,
    /// Plain text or Markdown, with variables such as `{{contact.name}}`.
    #[schema(max_length = 8000)]
    body: String,
    /// BCP 47; `und` when absent.
    #[serde(default = "undetermined")]
    #[schema(example = "en")]
    language: String,
    /// Key of the category whose tickets it answers.
    #[serde(default)]
    category: Option<String>,
    /// Whether it is offered; yes when absent.
    #[serde(default = "yes")]
    enabled: bool,
}

fn undetermined() -> String {
    "und".to_owned()
}

fn yes() -> bool {
    true
}

impl From<WriteCannedResponse> for Content {
    fn from(response: WriteCannedResponse) -> Self {
        Self {
            name: response.name,
            shortcut: response.shortcut,
            body: response.body,
            language: response.language,
            category: response.category,
            enabled: response.enabled,
        }
    }
}

/// Which canned responses.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CannedParams {
    /// Words that all stand in shortcut, name or text.
    pub(crate) q: Option<String>,
    /// Only this language, BCP 47.
    pub(crate) language: Option<String>,
    /// Only this category.
    pub(crate) category: Option<String>,
    /// Only those that are offered, or only those that are not.
    pub(crate) enabled: Option<bool>,
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
    /// Most items, 1 to 100; 25 when absent.
    #[param(minimum = 1, maximum = 100)]
    pub(crate) limit: Option<usize>,
}

impl CannedParams {
    /// The number of items, within its bounds.
    pub(crate) fn size(&self) -> usize {
        self.limit.unwrap_or(PAGE).clamp(1, 100)
    }

    /// Whether one is asked for.
    pub(crate) fn fits(&self, response: &CannedResponse) -> bool {
        let content = &response.content;
        let language = self.language.as_deref();
        self.q.as_deref().is_none_or(|q| content.holds(q))
            && language.is_none_or(|l| content.language.eq_ignore_ascii_case(l))
            && (self.category.is_none() || self.category == content.category)
            && self
                .enabled
                .is_none_or(|enabled| enabled == content.enabled)
    }

    /// Its place in the list.
    pub(crate) fn order(&self, response: &CannedResponse) -> (bool, String, String, String) {
        let content = &response.content;
        let q = self.q.as_deref().unwrap_or_default().trim().to_lowercase();
        let typed = !q.is_empty() && content.shortcut.starts_with(&q);
        let id = response.id.to_string();
        (
            !typed,
            content.name.to_lowercase(),
            content.language.clone(),
            id,
        )
    }
}

/// A canned response filled in for a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RenderedView {
    /// The text.
    text: String,
    /// Variables that are not known and were left out.
    missing: Vec<String>,
}

impl From<Filled> for RenderedView {
    fn from(filled: Filled) -> Self {
        let word = |variable: Variable| variable.word().to_owned();
        Self {
            text: filled.text,
            missing: filled.missing.into_iter().map(word).collect(),
        }
    }
}
