//! What lists are asked for and what they answer.
//!
//! Invariant: a list examines at most [`BUDGET`] rows per request and says so when it stopped there.

use jiff::Timestamp;
use lambdesk_domain::ids::{AgentId, ContactId, OrganisationId, TeamId, TicketId};
use lambdesk_domain::status::{Priority, Sentiment, Status};
use lambdesk_domain::ticket::Ticket;
use serde::Serialize;

use super::rows::{Range, Walk};
use super::table::Index;
use super::{Store, items, keys};
use crate::cursor::Scope;
use crate::error::{Error, Kind, Result};

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
    /// Changed at or after this moment; works with [`Order::Updated`] only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_since: Option<Timestamp>,
}

impl Store {
    /// Tickets that pass a filter, newest first; `limit` is brought into 1 to 100.
    ///
    /// With `updated_since` nothing older is read: when nothing changed, each status costs half a read unit. The index
    /// follows the table within a second or so, so a client that asks again goes back a little.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list, and for `updated_since` with another order.
    pub async fn list_tickets(
        &self,
        organisation: &OrganisationId,
        filter: &TicketFilter,
        order: Order,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Ticket>> {
        if filter.updated_since.is_some() && order != Order::Updated {
            let text = "tickets changed since a moment are listed by last change";
            return Err(Error::told(Kind::Invalid, "list tickets", text));
        }
        let scope = Scope::new(organisation, "tickets", &(filter, order));
        let sparse = order == Order::Created || filter.is_sparse();
        let walk = Walk {
            doing: "list tickets",
            scope,
            cursor,
            limit,
            sparse,
        };
        if let Some(contact) = &filter.contact {
            return Box::pin(self.tickets_of(organisation, contact, filter, order, walk)).await;
        }
        let ranges = filter.ranges(organisation, order);
        let accept = |item| {
            let ticket: Ticket = items::read(item)?;
            Ok(filter.passes(&ticket).then_some(ticket))
        };
        Box::pin(self.walk(walk, ranges, accept)).await
    }

    /// The tickets of one customer are few: they are read by id and put in order here.
    async fn tickets_of(
        &self,
        organisation: &OrganisationId,
        contact: &ContactId,
        filter: &TicketFilter,
        order: Order,
        walk: Walk<'_>,
    ) -> Result<Page<Ticket>> {
        let after = self.position(&walk)?;
        let views = Range::at(
            Index::Gsi2,
            keys::contact_tickets(organisation, contact),
            "",
        );
        let views = self.all_rows(walk.doing, &views.backward(), BUDGET).await?;
        let (_, sk) = Index::Gsi2.keys();
        let ids = views
            .iter()
            .filter_map(|view| items::text(view, sk)?.parse().ok());
        let ids: Vec<TicketId> = ids.collect();
        let tickets = self.tickets_by_id(organisation, &ids).await?.into_values();
        let mut found: Vec<_> = tickets
            .filter(|ticket| filter.passes(ticket))
            .map(|ticket| (order.position(&ticket), ticket))
            .filter(|(at, _)| after.as_ref().is_none_or(|after| at < after))
            .collect();
        found.sort_unstable_by(|(a, _), (b, _)| b.cmp(a));
        let limit = walk.limit.clamp(1, 100);
        let more = found.len() > limit;
        found.truncate(limit);
        let last = found.last().map(|(at, _)| self.seal(&walk.scope, at));
        Ok(Page {
            items: found.into_iter().map(|(_, ticket)| ticket).collect(),
            next: last.filter(|_| more),
            truncated: views.len() >= BUDGET,
        })
    }
}

impl Order {
    fn position(self, ticket: &Ticket) -> String {
        match self {
            Order::Updated => format!("{}#{}", keys::millis(ticket.updated_at), ticket.id),
            Order::Created => ticket.id.to_string(),
        }
    }
}

impl TicketFilter {
    /// The narrowest ranges that hold everything wanted, in the wanted order.
    fn ranges(&self, o: &OrganisationId, order: Order) -> Vec<Range> {
        if order == Order::Created {
            return vec![Range::at(Index::Gsi4, keys::created_list(o), "").backward()];
        }
        let since = || self.updated_since.map(keys::millis);
        let list = |pk| Range::at(Index::Gsi1, pk, "").above(since()).backward();
        if self.quarantined {
            return vec![list(keys::quarantine_list(o))];
        }
        let statuses = self.statuses();
        if let Some(assignee) = &self.assignee {
            let list = keys::assignee_list(o, assignee.agent());
            let half = |prefix| {
                let half = Range::at(Index::Gsi2, list.clone(), prefix);
                half.above(since()).backward()
            };
            let open = statuses
                .iter()
                .any(|s| s.is_active())
                .then(|| half(keys::OPEN));
            let done = statuses
                .iter()
                .any(|s| !s.is_active())
                .then(|| half(keys::FINISHED));
            return open.into_iter().chain(done).collect();
        }
        statuses
            .iter()
            .map(|status| list(keys::status_list(o, *status)))
            .collect()
    }

    fn statuses(&self) -> Vec<Status> {
        let mut wanted = if self.status.is_empty() {
            Status::ALL.to_vec()
        } else {
            self.status.clone()
        };
        wanted.sort_unstable();
        wanted.dedup();
        wanted
    }

    /// Whether rows of the ranges are dropped in code.
    fn is_sparse(&self) -> bool {
        let half_filtered = self.assignee.is_some() && !self.status.is_empty();
        half_filtered
            || self.category.is_some()
            || self.priority.is_some()
            || self.team.is_some()
            || self.sentiment.is_some()
            || self.tag.is_some()
            || self.q.is_some()
    }

    fn passes(&self, ticket: &Ticket) -> bool {
        fn fits<T: PartialEq>(wanted: Option<&T>, is: Option<&T>) -> bool {
            wanted.is_none_or(|wanted| is == Some(wanted))
        }
        let assignee = |wanted: &Assignee| wanted.agent() == ticket.assignee.as_ref();
        self.quarantined == ticket.quarantine.is_some()
            && self
                .updated_since
                .is_none_or(|since| ticket.updated_at >= since)
            && (self.status.is_empty() || self.status.contains(&ticket.status))
            && self.assignee.as_ref().is_none_or(assignee)
            && fits(self.contact.as_ref(), Some(&ticket.contact))
            && fits(self.category.as_ref(), ticket.category.as_ref())
            && fits(self.priority.as_ref(), Some(&ticket.priority))
            && fits(self.team.as_ref(), ticket.team.as_ref())
            && fits(self.sentiment.as_ref(), ticket.sentiment.as_ref())
            && self
                .tag
                .as_ref()
                .is_none_or(|tag| ticket.tags.contains(tag))
            && self.q.as_ref().is_none_or(|q| mentions(ticket, q))
    }
}

impl Assignee {
    fn agent(&self) -> Option<&AgentId> {
        match self {
            Assignee::Agent(agent) => Some(agent),
            Assignee::Nobody => None,
        }
    }
}

/// Whether the words stand in subject, name or address, or are the number, with or without `#`.
fn mentions(ticket: &Ticket, q: &str) -> bool {
    let q = q.trim().to_lowercase();
    let texts = [
        Some(&ticket.subject),
        ticket.contact_name.as_ref(),
        Some(&ticket.contact_email),
    ];
    ticket
        .number
        .to_string()
        .contains(q.trim_start_matches('#'))
        || texts
            .into_iter()
            .flatten()
            .any(|text| text.to_lowercase().contains(&q))
}
