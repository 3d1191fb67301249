//! What lists are asked for and what they answer.
//!
//! Invariant: a list examines at most [`BUDGET`] rows per request and says so when it stopped there.

use lambdesk_domain::ids::{AgentId, ContactId, OrganisationId, TeamId};
use lambdesk_domain::status::{Priority, Sentiment, Status};
use lambdesk_domain::ticket::Ticket;
use serde::Serialize;

use super::Store;
use crate::error::Result;

/// Most rows one request looks at.
pub const BUDGET: usize = 1_000;

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// What was found.
    pub items: Vec<T>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<String>,
    /// Whether the search stopped at its budget: more may be found on the next page even if this one is short.
    pub truncated: bool,
}

/// Who must be responsible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Assignee {
    /// This agent.
    Agent(AgentId),
    /// Nobody.
    Nobody,
}

/// Order of a list of tickets, newest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// By last change.
    #[default]
    Updated,
    /// By creation.
    Created,
}

/// Which tickets are wanted; what is empty or `None` does not matter.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TicketFilter {
    /// One of these statuses.
    pub status: Vec<Status>,
    /// This agent's or nobody's.
    pub assignee: Option<Assignee>,
    /// Of this customer.
    pub contact: Option<ContactId>,
    /// In this category.
    pub category: Option<String>,
    /// With this priority.
    pub priority: Option<Priority>,
    /// Of this team.
    pub team: Option<TeamId>,
    /// With this tone.
    pub sentiment: Option<Sentiment>,
    /// With this tag.
    pub tag: Option<String>,
    /// With this text in subject, name, address or number, whatever the case.
    pub q: Option<String>,
    /// Held back ones instead of the others.
    pub quarantined: bool,
}

impl Store {
    /// Tickets that pass a filter, newest first; `limit` is brought into 1 to 100.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn list_tickets(
        &self,
        organisation: &OrganisationId,
        filter: &TicketFilter,
        order: Order,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Ticket>> {
        let _ = (organisation, filter, order, cursor, limit);
        self.unbuilt()
    }
}
