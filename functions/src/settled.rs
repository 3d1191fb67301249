//! Tickets whose category people settled, with the text they were judged by.
//!
//! Invariant: it only reads.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use lambdesk_cloud::error::Error;
use lambdesk_cloud::store::{Order, TicketFilter};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::{Author, Message, PublicMessage};
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::backtest;

use crate::world::World;
use crate::{lookup, triage};

/// Tickets read at a time.
const PAGE: usize = 100;
/// Tickets whose messages are read at the same moment.
const AT_A_TIME: usize = 8;
/// Messages among which the customer's first one is looked for; a forwarding colleague's note may come before it.
const FIRST: usize = 5;
/// Most events of a ticket that are looked through.
const EVENTS: usize = 100;

/// A ticket with a settled category.
pub(crate) struct Settled {
    /// The category.
    pub(crate) category: String,
    /// The ticket as it is now.
    pub(crate) ticket: Ticket,
    /// The customer's first message.
    pub(crate) message: Message,
    /// Its new text.
    pub(crate) text: String,
    /// Whether an error tracker saw an error of the customer before it.
    pub(crate) error: bool,
}

/// The settled ones among the newest tickets, and how many tickets were looked at.
///
/// # Errors
/// When the table or the objects cannot be read.
pub(crate) async fn newest(
    world: &World,
    organisation: &OrganisationId,
    most: usize,
) -> Result<(Vec<Settled>, usize), Error> {
    let (mut settled, mut tickets, mut cursor) = (Vec::new(), 0_usize, None::<String>);
    let all = TicketFilter::default();
    while tickets < most {
        let limit = PAGE.min(most.saturating_sub(tickets));
        let page = world
            .store
            .list_tickets(organisation, &all, Order::Created, cursor.as_deref(), limit)
            .await?;
        tickets = tickets.saturating_add(page.items.len());
        let found: Vec<Option<Settled>> = stream::iter(page.items)
            .map(|ticket| one(world, ticket))
            .buffered(AT_A_TIME)
            .try_collect()
            .await?;
        settled.extend(found.into_iter().flatten());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok((settled, tickets))
}

async fn one(world: &World, ticket: Ticket) -> Result<Option<Settled>, Error> {
    let (o, id) = (&ticket.organisation, &ticket.id);
    let events = world.store.events(o, id, None, EVENTS).await?.items;
    let Some(category) = backtest::settled(&ticket, &events) else {
        return Ok(None);
    };
    let messages = world.store.messages(o, id, None, FIRST).await?.items;
    let first = |message: &Message| {
        message.author == Author::Customer && PublicMessage::of(message).is_some()
    };
    let Some(message) = messages.into_iter().find(first) else {
        return Ok(None);
    };
    let text = triage::new_text(world, &message).await;
    let directory = world.directory(o).await?;
    let error = lookup::error_before(world, &directory.organisation, &ticket, &message).await;
    Ok(Some(Settled {
        category,
        ticket,
        message,
        text,
        error,
    }))
}
