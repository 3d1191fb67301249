//! Agents, teams, mailboxes and API keys as clients see them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lambdesk_cloud::store::ApiKey;
use lambdesk_domain::ids::TeamId;
use lambdesk_domain::people::{Agent, Mailbox, Team};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{RoleWord, ScopeWord};

/// A person who answers tickets.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AgentView {
    /// Their id.
    id: String,
    /// Sign-in address.
    email: String,
    /// Name shown to customers and colleagues.
    name: String,
    /// What they may do.
    role: RoleWord,
    /// Ids of their teams.
    teams: Vec<String>,
    /// Whether they can sign in.
    active: bool,
    /// When they were added.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

impl From<Agent> for AgentView {
    fn from(agent: Agent) -> Self {
        Self {
            id: agent.id.to_string(),
            email: agent.email,
            name: agent.name,
            role: agent.role.into(),
            teams: agent.teams.iter().map(ToString::to_string).collect(),
            active: agent.active,
            created_at: agent.created_at,
        }
    }
}

/// A new agent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateAgent {
    /// Sign-in address.
    #[schema(example = "ann@example.com")]
    pub(crate) email: String,
    /// Name shown to customers and colleagues.
    #[schema(max_length = 200)]
    pub(crate) name: String,
    /// What they may do; not `machine`.
    pub(crate) role: RoleWord,
    /// Ids of their teams.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub(crate) teams: BTreeSet<TeamId>,
}

/// A change of an agent: what is absent stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PatchAgent {
    /// New name.
    #[schema(max_length = 200)]
    pub(crate) name: Option<String>,
    /// New role; works at once.
    pub(crate) role: Option<RoleWord>,
    /// Whether they can sign in; works at once.
    pub(crate) active: Option<bool>,
    /// New set of teams.
    #[schema(value_type = Option<Vec<String>>)]
    pub(crate) teams: Option<BTreeSet<TeamId>>,
}

/// A group of agents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TeamView {
    /// Its id.
    id: String,
    /// Short key used in filters.
    key: String,
    /// Its name.
    name: String,
}

impl From<Team> for TeamView {
    fn from(team: Team) -> Self {
        Self {
            id: team.id.to_string(),
            key: team.key,
            name: team.name,
        }
    }
}

/// A new team.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateTeam {
    /// Short key: lower-case letters, digits, `-` and `_`.
    #[schema(example = "finance", max_length = 60)]
    pub(crate) key: String,
    /// Its name.
    #[schema(max_length = 200)]
    pub(crate) name: String,
}

/// An address that receives mail.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MailboxView {
    /// Its id.
    id: String,
    /// The address.
    address: String,
    /// The name customers see.
    name: String,
    /// Id of the team that answers.
    team: Option<String>,
}

impl From<Mailbox> for MailboxView {
    fn from(mailbox: Mailbox) -> Self {
        Self {
            id: mailbox.id.to_string(),
            address: mailbox.address,
            name: mailbox.name,
            team: mailbox.team.map(|id| id.to_string()),
        }
    }
}

/// A new mailbox.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateMailbox {
    /// The address; one of another organisation is refused.
    #[schema(example = "support@example.com")]
    pub(crate) address: String,
    /// The name customers see.
    #[schema(max_length = 200)]
    pub(crate) name: String,
    /// Id of the team that answers.
    #[schema(value_type = Option<String>)]
    pub(crate) team: Option<TeamId>,
}

/// A key for programs, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApiKeyView {
    /// Its public part.
    id: String,
    /// What it is for.
    name: String,
    /// What it may be used for.
    scopes: Vec<ScopeWord>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When it ends; null for never.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires: Option<Timestamp>,
    /// When it was revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked: Option<Timestamp>,
}

impl From<ApiKey> for ApiKeyView {
    fn from(key: ApiKey) -> Self {
        Self {
            id: key.id.to_string(),
            name: key.name,
            scopes: key.scopes.into_iter().map(ScopeWord).collect(),
            created_at: key.created_at,
            expires: key.expires,
            revoked: key.revoked,
        }
    }
}

/// A new API key.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateApiKey {
    /// What it is for, in words.
    #[schema(max_length = 200)]
    pub(crate) name: String,
    /// What it may be used for; at least one.
    pub(crate) scopes: Vec<ScopeWord>,
    /// When it ends; never when absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) expires: Option<Timestamp>,
}

/// An API key that was just made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedApiKey {
    /// The key without its secret.
    #[serde(flatten)]
    pub(crate) key: ApiKeyView,
    /// The text to send as `Authorization: Bearer ...`; shown this once. Null when the request is repeated.
    pub(crate) secret: Option<String>,
}
