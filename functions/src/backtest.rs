//! Past tickets through today's rules, without side effects.
//!
//! Invariant: it only reads.

use lambdesk_cloud::error::Error;
use lambdesk_cloud::store::{Order, TicketFilter};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::{Author, Message, PublicMessage};
use lambdesk_domain::ticket::Ticket;
use lambdesk_domain::triage::backtest::{self, Case, Report};
use lambdesk_domain::triage::taxonomy::Taxonomy;

use crate::world::World;
use crate::{lookup, triage};

/// Tickets read at a time.
const PAGE: usize = 100;
/// Messages among which the customer's first one is looked for; a forwarding colleague's note may come before it.
const FIRST: usize = 5;
/// Most events of a ticket that are looked through.
const EVENTS: usize = 100;

/// What became of the tickets that were looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// How right today's rules are on those whose category people settled.
    pub report: Report,
    /// Tickets that were looked at, newest first.
    pub tickets: usize,
    /// Those of them without a settled category or a message of a customer.
    pub unsettled: usize,
}

/// Judges the newest tickets again.
///
/// # Errors
/// When the table or the objects cannot be read.
pub async fn run(
    world: &World,
    organisation: &OrganisationId,
    taxonomy: &Taxonomy,
    most: usize,
) -> Result<Outcome, Error> {
    let (mut cases, mut tickets, mut cursor) = (Vec::new(), 0, None::<String>);
    let all = TicketFilter::default();
    while tickets < most {
        let limit = PAGE.min(most.saturating_sub(tickets));
        let page = world
            .store
            .list_tickets(organisation, &all, Order::Created, cursor.as_deref(), limit)
            .await?;
        tickets = tickets.saturating_add(page.items.len());
        for ticket in &page.items {
            cases.extend(case(world, taxonomy, ticket).await?);
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(Outcome {
        unsettled: tickets.saturating_sub(cases.len()),
        report: backtest::report(&cases),
        tickets,
    })
}

async fn case(world: &World, taxonomy: &Taxonomy, ticket: &Ticket) -> Result<Option<Case>, Error> {
    let (o, id) = (&ticket.organisation, &ticket.id);
    let events = world.store.events(o, id, None, EVENTS).await?.items;
    let Some(expected) = backtest::settled(ticket, &events) else {
        return Ok(None);
    };
    let messages = world.store.messages(o, id, None, FIRST).await?.items;
    let first = |message: &&Message| {
        message.author == Author::Customer && PublicMessage::of(message).is_some()
    };
    let Some(message) = messages.iter().find(first) else {
        return Ok(None);
    };
    let text = triage::new_text(world, message).await;
    let directory = world.directory(o).await?;
    let error = lookup::error_before(world, &directory.organisation, ticket, message).await;
    let verdict = triage::by_rules(taxonomy, ticket, message, &text, error);
    Ok(Some(Case {
        expected,
        predicted: verdict.category,
        confidence: verdict.confidence,
    }))
}
