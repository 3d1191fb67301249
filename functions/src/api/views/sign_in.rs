//! Signing in as clients see it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgentView, RoleWord, ScopeWord};

/// Asks for a sign-in link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskLink {
    /// The address to sign in with.
    #[schema(example = "ann@example.com")]
    pub(crate) email: String,
}

/// What is answered, whether or not the address is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkAsked {
    /// A sentence for the person.
    pub(crate) detail: &'static str,
}

/// Uses a sign-in link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UseLink {
    /// The part of the link after `#token=`.
    pub(crate) token: String,
}

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeView {
    /// `agent` or `machine`.
    #[schema(example = "agent")]
    pub(crate) kind: &'static str,
    /// The agent, when a person calls.
    pub(crate) agent: Option<AgentView>,
    /// The id of the API key, when a program calls.
    pub(crate) api_key: Option<String>,
    /// The role now.
    pub(crate) role: RoleWord,
    /// What the API key may be used for; null for a person.
    pub(crate) scopes: Option<Vec<ScopeWord>>,
    /// What the caller may do, by the names of `x-lambdesk-access` in the `OpenAPI` document.
    pub(crate) may: Vec<&'static str>,
    /// The organisation's id.
    pub(crate) organisation: String,
    /// The organisation's name.
    pub(crate) organisation_name: String,
}
