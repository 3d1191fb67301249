//! What triage found, beside the messages it speaks of.
//!
//! Invariant: a judgement is written in the transaction that ends the stage, so there is one for each message.

use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::message::Message;
use lambdesk_domain::task::MessageRef;
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::record::TriageRecord;

use super::rows::Range;
use super::{CannedStamp, Shelf, Store, items, keys};
use crate::error::Result;

/// Most judgements of one ticket that are read at once.
const MOST: usize = 100;

/// The stamps of what drafts are written from; `None` where there is nothing yet.
#[derive(Debug, Clone, Default)]
pub struct Stamps {
    /// Of the articles.
    pub shelf: Option<Shelf>,
    /// Of the canned responses.
    pub canned: Option<CannedStamp>,
}

/// What triage reads of the table before it judges a message, in one call.
#[derive(Debug)]
pub struct ToJudge {
    /// The ticket.
    pub ticket: Ticket,
    /// The message.
    pub message: Message,
    /// What a draft can be written from.
    pub stamps: Stamps,
}

impl Store {
    /// A ticket, one of its messages and the stamps of what a draft is written from, as of now; `None` when the ticket or the
    /// message is gone.
    ///
    /// # Errors
    /// As the service says.
    pub async fn to_judge(&self, place: &MessageRef) -> Result<Option<ToJudge>> {
        let ticket = keys::ticket(&place.organisation, &place.ticket);
        let message = keys::message(&place.organisation, &place.ticket, &place.message);
        let shelf = keys::shelf(&place.organisation);
        let canned = keys::canned_stamp(&place.organisation);
        let all = [&ticket, &message, &shelf, &canned].map(Clone::clone);
        let mut found = Box::pin(self.get_all("read what is to be judged", all)).await?;
        let Some((ticket, message)) = found.remove(&ticket).zip(found.remove(&message)) else {
            return Ok(None);
        };
        let stamps = Stamps {
            shelf: found.remove(&shelf).map(items::read).transpose()?,
            canned: found.remove(&canned).map(items::read).transpose()?,
        };
        Ok(Some(ToJudge {
            ticket: items::read(ticket)?,
            message: items::read(message)?,
            stamps,
        }))
    }

    /// A ticket and one of its messages, as of now; `None` when either is gone.
    ///
    /// # Errors
    /// As the service says.
    pub async fn ticket_and_message(
        &self,
        place: &MessageRef,
    ) -> Result<Option<(Ticket, Message)>> {
        let ticket = keys::ticket(&place.organisation, &place.ticket);
        let message = keys::message(&place.organisation, &place.ticket, &place.message);
        let both = [ticket.clone(), message.clone()];
        let mut found = Box::pin(self.get_all("read a ticket and its message", both)).await?;
        let pair = found.remove(&ticket).zip(found.remove(&message));
        pair.map(|(ticket, message)| Ok((items::read(ticket)?, items::read(message)?)))
            .transpose()
    }

    /// The judgements of a ticket's messages, oldest message first; the newest 100 of a longer one.
    ///
    /// # Errors
    /// As the service says.
    pub async fn triage_records(
        &self,
        organisation: &OrganisationId,
        ticket: &TicketId,
    ) -> Result<Vec<TriageRecord>> {
        let pk = keys::conversation(organisation, ticket);
        let range = Range::of(pk, keys::TRIAGE).backward();
        let rows = Box::pin(self.all_rows("read what triage found", &range, MOST)).await?;
        rows.into_iter().rev().map(items::read).collect()
    }
}
