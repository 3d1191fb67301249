//! Takes in what SES says about mails it accepted.
//!
//! Invariant: a message is found by our own tags; an event that carries none is not ours and is dropped.
//! Source: SES developer guide, "Examples of event data"; EventBridge wraps it under `detail`.

use lambdesk_domain::ids::{MessageId, OrganisationId, TicketId};
use serde::Deserialize;

use crate::batch::{Failure, Record};
use crate::deliver;
use crate::world::World;

mod event;

use event::{Detail, Wrapped};

/// Handles one queue message.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    let wrapped = Wrapped::deserialize(&mut serde_json::Deserializer::from_str(&record.body));
    let Ok(Wrapped { detail }) = wrapped else {
        let reason =
            "the queue message is not an event of SES; look at its text and discard it".to_owned();
        return Err(Failure::Park {
            organisation: None,
            reason,
        });
    };
    let Some((organisation, ticket, id)) = tags(&detail) else {
        return Ok(());
    };
    let Some(happened) = detail.happened() else {
        return Ok(());
    };
    let Some(message) = world.store.message(&organisation, &ticket, &id).await? else {
        return Ok(());
    };
    deliver::record(world, &message, &happened).await
}

fn tags(detail: &Detail) -> Option<(OrganisationId, TicketId, MessageId)> {
    Some((
        detail.tag("organisation")?.parse().ok()?,
        detail.tag("ticket")?.parse().ok()?,
        detail.tag("message")?.parse().ok()?,
    ))
}
