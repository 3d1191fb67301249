//! Organisations, mailboxes, agents, teams and contacts, and who did something.
//!
//! Invariant: every record names its organisation.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::draft::gates::Policy;
use crate::facts::EnrichmentSettings;
use crate::ids::{AgentId, ApiKeyId, ContactId, MailboxId, OrganisationId, TeamId};
use crate::message::Pipeline;
use crate::model::settings::AiSettings;
use crate::status::words;
use crate::triage::settings::TriageSettings;

/// A tenant with the settings that decisions read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organisation {
    /// Its id; part of every key.
    pub id: OrganisationId,
    /// Its name, shown to customers.
    pub name: String,
    /// Six lower-case letters or digits, unique; part of reply addresses.
    pub slug: String,
    /// Settings with their defaults.
    #[serde(default)]
    pub settings: Settings,
    /// When it was created.
    pub created_at: Timestamp,
    /// Counts changes, for optimistic locking.
    #[serde(default)]
    pub version: u64,
}

/// What an admin can change about how tickets are handled.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Days after closing in which an answer reopens the ticket; later it opens a linked follow-up.
    pub reopen_window_days: u32,
    /// Whether an agent's public reply moves open and pending tickets to `waiting_on_customer`.
    pub reply_waits_on_customer: bool,
    /// Whether replies quote the public history unless told otherwise.
    pub quote_history: bool,
    /// Text under every reply; empty for none.
    pub signature: String,
    /// Automatic mails allowed to one address in an hour; ends every loop.
    pub automatic_mail_per_hour: u32,
    /// Domains whose senders are colleagues, beside the mailboxes and agents themselves.
    pub own_domains: Vec<String>,
    /// How tickets are judged.
    pub triage: TriageSettings,
    /// How language models are used.
    pub ai: AiSettings,
    /// Which other systems are asked about customers.
    pub enrichment: EnrichmentSettings,
    /// Whether drafts may say what past tickets were answered, as far as it is nobody's own; no unless somebody switches it on.
    pub past_answers: bool,
    /// Which tickets are answered and resolved without a person; none unless somebody switches it on.
    pub auto_resolve: Policy,
}

impl Settings {
    /// Whether anything is looked up about a new customer's mail; otherwise it goes straight to triage.
    #[must_use]
    pub fn enriches(&self) -> bool {
        self.enrichment.enriches()
    }

    /// The stage that a customer's message waits for first: nothing is looked up where no source is configured.
    #[must_use]
    pub fn first_stage(&self) -> Pipeline {
        if self.enriches() {
            Pipeline::Enrich
        } else {
            Pipeline::Triage
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            reopen_window_days: 30,
            reply_waits_on_customer: true,
            quote_history: true,
            signature: String::new(),
            automatic_mail_per_hour: 4,
            own_domains: Vec::new(),
            triage: TriageSettings::default(),
            ai: AiSettings::default(),
            enrichment: EnrichmentSettings::default(),
            past_answers: false,
            auto_resolve: Policy::default(),
        }
    }
}

/// An address of the organisation that receives mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mailbox {
    /// Its id.
    pub id: MailboxId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// The address, lower case.
    pub address: String,
    /// The name customers see.
    pub name: String,
    /// The team that answers, when one is set.
    #[serde(default)]
    pub team: Option<TeamId>,
}

words! {
    /// What somebody may do; see [`crate::access::authorize`].
    Role {
        /// Everything, including giving the organisation away.
        Owner = "owner",
        /// Settings, people, keys.
        Admin = "admin",
        /// Leads a team: parked work, assignment of others.
        Supervisor = "supervisor",
        /// Answers tickets.
        Agent = "agent",
        /// Reads and writes notes.
        Light = "light",
        /// Reads.
        Readonly = "readonly",
        /// A program; limited by its key's scopes.
        Machine = "machine",
    }
}

/// A person who answers tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// Their id.
    pub id: AgentId,
    /// Where they work.
    pub organisation: OrganisationId,
    /// Sign-in address, lower case.
    pub email: String,
    /// Name shown to customers and colleagues.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Teams they are in.
    #[serde(default)]
    pub teams: BTreeSet<TeamId>,
    /// Whether they can sign in.
    pub active: bool,
    /// When they were added.
    pub created_at: Timestamp,
}

/// A group of agents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// A short key used in filters, such as `finance`.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// A customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their id.
    pub id: ContactId,
    /// Whose customer they are.
    pub organisation: OrganisationId,
    /// Main address, lower case.
    pub email: String,
    /// Name as last seen.
    #[serde(default)]
    pub name: Option<String>,
    /// Tier from the API, such as `vip`.
    #[serde(default)]
    pub tier: Option<String>,
    /// Free notes of agents.
    #[serde(default)]
    pub notes: String,
    /// Set when mail to them bounced for good or they complained.
    #[serde(default)]
    pub undeliverable: Option<String>,
    /// When they first wrote.
    pub created_at: Timestamp,
    /// Counts changes, for optimistic locking.
    #[serde(default)]
    pub version: u64,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Actor {
    /// A customer, by writing.
    Customer(ContactId),
    /// A signed-in agent, or one who wrote from Outlook.
    Agent(AgentId),
    /// A program with an API key.
    Machine(ApiKeyId),
    /// Lambdesk itself; the text says which part.
    System(String),
}
