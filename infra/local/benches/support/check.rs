//! Compares the tickets that came of the mails with what the manifest says.
//!
//! Invariant: every mail is looked for by its own Message-ID, so one that is missing or doubled shows.

use std::collections::{BTreeMap, BTreeSet};

use lambdesk_cloud::config::Role;
use lambdesk_cloud::store::{Order, TicketFilter};
use lambdesk_domain::message::Message;
use lambdesk_functions::world::World;
use lambdesk_local::stack::Stack;
use serde::Serialize;

use super::mails::{Mails, bare};

/// What was found; the expected figures come from the manifest.
#[derive(Debug, Default, Serialize)]
pub struct Verdict {
    /// Tickets there are.
    pub tickets: usize,
    /// Conversations the manifest names.
    pub conversations_expected: usize,
    /// Conversations whose mails are all in one ticket, and no other conversation's mails with them.
    pub conversations_right: usize,
    /// Automatic mails the manifest names.
    pub automatic_expected: usize,
    /// Of those, the mails that are marked as automatic.
    pub automatic_marked: usize,
    /// Other mails that are marked as automatic.
    pub automatic_wrongly: usize,
    /// Mails that are in no ticket.
    pub missing: usize,
    /// Mails that are messages twice.
    pub doubled: usize,
}

/// Reads every ticket and compares.
pub async fn check(stack: &Stack, mails: &Mails) -> anyhow::Result<Verdict> {
    let messages = messages(stack).await?;
    let tickets: BTreeSet<&str> = messages.iter().map(|m| m.ticket.as_str()).collect();
    let mut verdict = Verdict {
        tickets: tickets.len(),
        ..Verdict::default()
    };
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_thread: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut of_ticket: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let known = mails.by_id();
    for message in &messages {
        let Some((id, entry)) = message
            .rfc_id
            .as_deref()
            .and_then(|id| known.get_key_value(id))
        else {
            continue;
        };
        *times.entry(id).or_default() += 1;
        // An automatic mail is a conversation of its own.
        let thread = entry.thread.as_deref().unwrap_or(&entry.message_id);
        of_thread
            .entry(thread)
            .or_default()
            .insert(message.ticket.as_str());
        of_ticket
            .entry(message.ticket.as_str())
            .or_default()
            .insert(thread);
        match (entry.kind == "auto", message.is_automatic()) {
            (true, true) => verdict.automatic_marked += 1,
            (false, true) => verdict.automatic_wrongly += 1,
            (_, false) => {}
        }
    }
    let threads: BTreeSet<&str> = mails
        .entries
        .iter()
        .filter_map(|entry| entry.thread.as_deref())
        .collect();
    verdict.conversations_expected = threads.len();
    verdict.automatic_expected = mails
        .entries
        .iter()
        .filter(|entry| entry.kind == "auto")
        .count();
    let alone = |ticket: &&str| {
        of_ticket
            .get(*ticket)
            .is_some_and(|threads| threads.len() == 1)
    };
    let right = |thread: &&&str| {
        of_thread
            .get(**thread)
            .is_some_and(|at| at.len() == 1 && at.iter().all(&alone))
    };
    verdict.conversations_right = threads.iter().filter(right).count();
    verdict.missing = mails
        .entries
        .iter()
        .filter(|entry| !times.contains_key(bare(&entry.message_id)))
        .count();
    verdict.doubled = times.values().filter(|times| **times > 1).count();
    Ok(verdict)
}

async fn messages(stack: &Stack) -> anyhow::Result<Vec<Message>> {
    let world = stack.world(Role::Api)?;
    let organisation = world.default_organisation().await?.id;
    let mut found = Vec::new();
    for quarantined in [false, true] {
        let filter = TicketFilter {
            quarantined,
            ..TicketFilter::default()
        };
        let mut cursor: Option<String> = None;
        loop {
            let page = world
                .store
                .list_tickets(
                    &organisation,
                    &filter,
                    Order::Created,
                    cursor.as_deref(),
                    100,
                )
                .await?;
            for ticket in &page.items {
                found.extend(of_ticket(&world, ticket).await?);
            }
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
    }
    Ok(found)
}

async fn of_ticket(
    world: &World,
    ticket: &lambdesk_domain::ticket::Ticket,
) -> anyhow::Result<Vec<Message>> {
    Ok(world
        .store
        .all_messages(&ticket.organisation, &ticket.id)
        .await?)
}
