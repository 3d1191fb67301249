//! Reads of messages.
//!
//! Invariant: a conversation is read oldest first, from the ticket's own partition.

use lambdesk_domain::delivery::DeliveryState;
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use lambdesk_domain::message::Message;

use super::{Page, Store};
use crate::error::Result;

impl Store {
    /// One message.
    ///
    /// # Errors
    /// As the service says.
    pub async fn message(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
        id: &MessageId,
    ) -> Result<Option<Message>> {
        let _ = (organisation, ticket, id);
        self.unbuilt()
    }

    /// The messages of a ticket, oldest first.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn messages(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Message>> {
        let _ = (organisation, ticket, cursor, limit);
        self.unbuilt()
    }

    /// The messages of a ticket, oldest first; the newest 1,000 of a longer one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn all_messages(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
    ) -> Result<Vec<Message>> {
        let _ = (organisation, ticket);
        self.unbuilt()
    }

    /// Outgoing messages in one of some states (all states when none is named), last changed first.
    ///
    /// # Errors
    /// `Invalid` for a cursor of another list.
    pub async fn outgoing(
        &self,
        organisation: &OrganisationId,
        states: &[DeliveryState],
        cursor: Option<&str>,
        limit: usize,
    ) -> Result<Page<Message>> {
        let _ = (organisation, states, cursor, limit);
        self.unbuilt()
    }
}
