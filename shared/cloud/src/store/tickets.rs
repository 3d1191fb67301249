//! Reads of tickets and their numbers.
//!
//! Invariant: reads by id are strongly consistent; only lists may lag.

use std::collections::HashMap;

use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::ticket::{Event, Ticket};

use super::{Page, Store};
use crate::error::Result;

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
        let _ = (organisation, n);
        self.unbuilt()
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
        let _ = (organisation, id);
        self.unbuilt()
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
        let _ = (organisation, ids);
        self.unbuilt()
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
        let _ = (organisation, number);
        self.unbuilt()
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
        let _ = (organisation, ticket, cursor, limit);
        self.unbuilt()
    }
}
