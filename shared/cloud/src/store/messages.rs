//! Reads of messages.
//!
//! Invariant: a conversation is read oldest first, from the ticket's own partition.

use lambdesk_domain::delivery::DeliveryState;
use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use lambdesk_domain::message::Message;

use super::rows::{Range, Walk};
use super::table::Index;
use super::{Page, Store, items, keys};
use crate::cursor::Scope;
use crate::error::Result;

/// Most messages of one ticket that are read at once.
const MOST: usize = 1_000;

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
        let key = keys::message(organisation, ticket, id);
        self.get("read the message", &key)
            .await?
            .map(items::read)
            .transpose()
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
        let walk = Walk {
            doing: "list the messages of a ticket",
            scope: Scope::new(organisation, "messages", ticket),
            cursor,
            limit,
            sparse: false,
        };
        let range = Range::of(keys::conversation(organisation, ticket), keys::MESSAGES);
        Box::pin(self.walk(walk, vec![range], |item| items::read(item).map(Some))).await
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
        let newest = Range::of(keys::conversation(organisation, ticket), keys::MESSAGES).backward();
        let rows = Box::pin(self.all_rows("read the conversation", &newest, MOST)).await?;
        rows.into_iter().rev().map(items::read).collect()
    }

    /// The beginning and the end of a conversation, oldest first: its first messages and the newest ones.
    ///
    /// # Errors
    /// As the service says.
    pub async fn outline(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
        first: usize,
        newest: usize,
    ) -> Result<Vec<Message>> {
        const DOING: &str = "read an outline of the conversation";
        let all = Range::of(keys::conversation(organisation, ticket), keys::MESSAGES);
        let end = Box::pin(self.all_rows(DOING, &all.clone().backward(), newest)).await?;
        let mut rows = if end.len() < newest {
            Vec::new()
        } else {
            Box::pin(self.all_rows(DOING, &all, first)).await?
        };
        rows.extend(end.into_iter().rev());
        let mut messages: Vec<Message> =
            rows.into_iter().map(items::read).collect::<Result<_>>()?;
        let mut seen = std::collections::BTreeSet::new();
        messages.retain(|message| seen.insert(message.id.clone()));
        Ok(messages)
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
        let mut wanted = if states.is_empty() {
            DeliveryState::ALL.to_vec()
        } else {
            states.to_vec()
        };
        wanted.sort_unstable();
        wanted.dedup();
        let walk = Walk {
            doing: "list outgoing messages",
            scope: Scope::new(organisation, "outgoing", &wanted),
            cursor,
            limit,
            sparse: false,
        };
        let list = |state| keys::outgoing_list(organisation, state);
        let ranges = wanted
            .into_iter()
            .map(|state| Range::at(Index::Gsi2, list(state), "").backward());
        Box::pin(self.walk(walk, ranges.collect(), |item| items::read(item).map(Some))).await
    }
}
