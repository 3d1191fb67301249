//! Reads of tickets and their numbers.
//!
//! Invariant: reads by id are strongly consistent; only lists may lag.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::ticket::{Event, Ticket};

use super::commit::TicketPointer;
use super::rows::{Range, Walk};
use super::{Page, Store, items, keys};
use crate::cursor::Scope;
use crate::error::{self, Error, Kind, Result};

impl Store {
    /// Draws the next ticket number.
    ///
    /// # Errors
    /// As the service says.
    pub async fn next_number(&self, organisation: &OrganisationId) -> Result<u64> {
        self.next_numbers(organisation, 1).await
    }

    /// Draws `n` ticket numbers in a row and returns the first.
    ///
    /// # Errors
    /// As the service says.
    pub async fn next_numbers(&self, organisation: &OrganisationId, n: u32) -> Result<u64> {
        let count = AttributeValue::N(n.max(1).to_string());
        let call = self
            .client
            .update_item()
            .table_name(&*self.table)
            .set_key(Some(keys::ticket_counter(organisation).attributes()))
            .update_expression("ADD #n :n")
            .expression_attribute_names("#n", "n")
            .expression_attribute_values(":n", count)
            .return_values(ReturnValue::UpdatedNew);
        let answer = Box::pin(call.send())
            .await
            .map_err(|error| error::aws::dynamodb("draw a ticket number", error))?;
        let last = answer
            .attributes
            .as_ref()
            .and_then(|item| items::number(item, "n"));
        last.map(|last| last.saturating_sub(u64::from(n.max(1))).saturating_add(1))
            .ok_or_else(|| Error::new(Kind::Broken, "draw a ticket number"))
    }

    /// The ticket.
    ///
    /// # Errors
    /// As the service says.
    pub async fn ticket(
        &self,
        organisation: &OrganisationId,
        id: &TicketId,
    ) -> Result<Option<Ticket>> {
        let item = self
            .get("read the ticket", &keys::ticket(organisation, id))
            .await?;
        item.map(items::read).transpose()
    }

    /// Those of the tickets that exist.
    ///
    /// # Errors
    /// As the service says.
    pub async fn tickets_by_id(
        &self,
        organisation: &OrganisationId,
        ids: &[TicketId],
    ) -> Result<HashMap<TicketId, Ticket>> {
        let keys = ids.iter().map(|id| keys::ticket(organisation, id));
        let found = Box::pin(self.get_all("read tickets", keys)).await?;
        let tickets = found.into_values().map(items::read::<Ticket>);
        tickets
            .map(|ticket| ticket.map(|ticket| (ticket.id.clone(), ticket)))
            .collect()
    }

    /// The ticket with this number.
    ///
    /// # Errors
    /// As the service says.
    pub async fn ticket_by_number(
        &self,
        organisation: &OrganisationId,
        number: u64,
    ) -> Result<Option<Ticket>> {
        let key = keys::number(organisation, number);
        let Some(item) = self.get("look up the ticket number", &key).await? else {
            return Ok(None);
        };
        let pointer: TicketPointer = items::read(item)?;
        self.ticket(organisation, &pointer.ticket).await
    }

    /// The audit trail of a ticket, oldest first.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn events(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Event>> {
        let walk = Walk {
            doing: "list the events of a ticket",
            scope: Scope::new(organisation, "events", ticket),
            cursor,
            limit,
            sparse: false,
        };
        let range = Range::of(keys::conversation(organisation, ticket), keys::EVENTS);
        Box::pin(self.walk(walk, vec![range], |item| items::read(item).map(Some))).await
    }
}
