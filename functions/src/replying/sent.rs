//! Taking a reply back, and sending it again.
//!
//! Invariant: whether it is possible is the delivery record's decision; a claim by `deliver` in the same moment wins or
//! loses by the message's version, never both.

use std::collections::BTreeMap;

use jiff::Timestamp;
use lambdesk_cloud::store::Commit;
use lambdesk_domain::access::Principal;
use lambdesk_domain::delivery::{Delivery, DeliveryState, Happened};
use lambdesk_domain::ids::{MessageId, TicketId};
use lambdesk_domain::message::Message;
use lambdesk_domain::status::Status;
use lambdesk_domain::ticket::{Applied, Change, Edit, Ticket};
use serde_json::json;

use super::{ReplyError, TRIES, deliver_task, event, settled};
use crate::drafting;
use crate::world::World;

/// Takes a message back that has not been sent yet.
///
/// # Errors
/// [`ReplyError::Delivery`] when it is too late.
pub async fn cancel(
    world: &World,
    principal: &Principal,
    ticket: &TicketId,
    message: &MessageId,
) -> Result<Message, ReplyError> {
    step(world, principal, ticket, message, &Happened::Cancelled).await
}

/// Sends a message again whose sending failed, bounced, was taken back or is uncertain: a person's word.
///
/// # Errors
/// [`ReplyError::Delivery`] when it was sent or is on its way.
pub async fn resend(
    world: &World,
    principal: &Principal,
    ticket: &TicketId,
    message: &MessageId,
) -> Result<Message, ReplyError> {
    step(world, principal, ticket, message, &Happened::Resent).await
}

async fn step(
    world: &World,
    principal: &Principal,
    ticket: &TicketId,
    message: &MessageId,
    happened: &Happened,
) -> Result<Message, ReplyError> {
    let organisation = &principal.organisation;
    for _ in 0..TRIES {
        let now = world.clock.now();
        let found = world
            .store
            .message(organisation, ticket, message)
            .await?
            .ok_or(ReplyError::Missing)?;
        let before = found.delivery.clone().ok_or(ReplyError::Missing)?;
        let after = before.after(happened, now)?;
        if after.state == before.state {
            return Ok(found);
        }
        let ticket = world
            .store
            .ticket(organisation, ticket)
            .await?
            .ok_or(ReplyError::Missing)?;
        let changed = Message {
            delivery: Some(after.clone()),
            version: found.version.saturating_add(1),
            ..found
        };
        let applied = follow(&ticket, &changed, &before, &after, now)?;
        let mut commit = Commit::new(organisation, now);
        commit
            .update_message(&changed)
            .event(&event(world, &principal.actor, &applied, now));
        if applied.ticket.version != ticket.version {
            commit.update_ticket(&applied.ticket);
        }
        if after.state == DeliveryState::Cancelled {
            let by = &principal.actor;
            for draft in drafting::taken_back(world, &ticket, message, by, now).await? {
                commit.update_draft(&draft);
            }
        }
        if after.state == DeliveryState::Queued {
            commit.outbox(deliver_task(&changed), after.send_at);
        }
        if settled(world.store.commit(commit).await)? {
            return Ok(changed);
        }
    }
    Err(ReplyError::Contended)
}

/// What the step means for the ticket: taking back the last word gives it back to the agents.
fn follow(
    ticket: &Ticket,
    message: &Message,
    before: &Delivery,
    after: &Delivery,
    now: Timestamp,
) -> Result<Applied, ReplyError> {
    let taken_back = after.state == DeliveryState::Cancelled;
    let was_last_word = ticket.agent_wrote_at == Some(message.created_at);
    let reopens = taken_back && was_last_word && ticket.status == Status::WaitingOnCustomer;
    let mut applied = if reopens {
        ticket.apply(
            &Change::Edit(Edit {
                status: Some(Status::Open),
                ..Edit::default()
            }),
            now,
        )?
    } else {
        Applied {
            ticket: ticket.clone(),
            kind: "",
            before: BTreeMap::new(),
            after: BTreeMap::new(),
        }
    };
    applied.kind = if taken_back {
        "message.cancelled"
    } else {
        "message.resent"
    };
    applied
        .before
        .insert("delivery".to_owned(), json!(before.state));
    applied
        .after
        .insert("delivery".to_owned(), json!(after.state));
    applied
        .after
        .insert("message".to_owned(), json!(message.id));
    Ok(applied)
}
