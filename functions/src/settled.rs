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
use lambdesk_domain::triage::record::TriageRecord;

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
    /// What triage found about it then.
    pub(crate) record: Option<TriageRecord>,
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
    among_newest(world, organisation, most, |ticket| one(world, ticket)).await
}

/// What is found in each of the newest tickets, and how many tickets were looked at.
///
/// # Errors
/// When the table cannot be read.
pub(crate) async fn among_newest<T, F: Future<Output = Result<Option<T>, Error>>>(
    world: &World,
    organisation: &OrganisationId,
    most: usize,
    find: impl Fn(Ticket) -> F,
) -> Result<(Vec<T>, usize), Error> {
    let (mut all_found, mut tickets, mut cursor) = (Vec::new(), 0_usize, None::<String>);
    let all = TicketFilter::default();
    while tickets < most {
        let limit = PAGE.min(most.saturating_sub(tickets));
        let page = world
            .store
            .list_tickets(organisation, &all, Order::Created, cursor.as_deref(), limit)
            .await?;
        tickets = tickets.saturating_add(page.items.len());
        let finding: Vec<F> = page.items.into_iter().map(&find).collect();
        let found: Vec<Option<T>> = stream::iter(finding)
            .buffered(AT_A_TIME)
            .try_collect()
            .await?;
        all_found.extend(found.into_iter().flatten());
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok((all_found, tickets))
}

/// The category people settled on for a ticket.
///
/// # Errors
/// When the table cannot be read.
pub(crate) async fn category(world: &World, ticket: &Ticket) -> Result<Option<String>, Error> {
    let (o, id) = (&ticket.organisation, &ticket.id);
    let events = world.store.events(o, id, None, EVENTS).await?.items;
    Ok(backtest::settled(ticket, &events))
}

async fn one(world: &World, ticket: Ticket) -> Result<Option<Settled>, Error> {
    let Some(category) = category(world, &ticket).await? else {
        return Ok(None);
    };
    let (o, id) = (&ticket.organisation, &ticket.id);
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
    let records = world.store.triage_records(o, id).await?;
    let record = records.into_iter().find(|one| one.message == message.id);
    Ok(Some(Settled {
        record,
        category,
        ticket,
        message,
        text,
        error,
    }))
}
