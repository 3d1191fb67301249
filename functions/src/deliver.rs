//! Sends outgoing messages through SES, effectively once.
//!
//! Invariant: a message is claimed before it is sent and its outcome is recorded after; what is neither
//! recorded nor told by an event is shown to an agent, never sent again by itself.

use std::time::Duration;

use jiff::Timestamp;
use lambdesk_cloud::mailer::{Raw, SendFailure};
use lambdesk_cloud::store::{Commit, CommitError, IdGuard, Part};
use lambdesk_domain::delivery::{DeliveryRefusal, Happened, LONGEST_UNDO};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::Message;
use lambdesk_domain::people::Actor;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::threading::{IdKind, IdRecord, id_key};
use lambdesk_domain::ticket::{Change, Event, Ticket};

use crate::batch::{Failure, Record};
use crate::world::World;
use crate::{pipeline, sign_in};

mod letter;

/// How often recording an outcome is tried at once before the queue tries.
const RECORD_TRIES: usize = 5;
/// Pause after SES said that mail goes out too fast.
const THROTTLE_PAUSE: Duration = Duration::from_secs(3);

/// Handles one queue message.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    match pipeline::decode(record)? {
        Task::Deliver(place) => deliver(world, &place).await,
        Task::SignIn {
            organisation,
            agent,
            request,
        } => sign_in::send_link(world, &organisation, &agent, &request).await,
        Task::Ingest { .. } | Task::Enrich(_) | Task::Triage(_) => Err(Failure::Park {
            organisation: None,
            reason: "this task belongs to another queue".to_owned(),
        }),
    }
}

async fn deliver(world: &World, place: &MessageRef) -> Result<(), Failure> {
    let organisation = &place.organisation;
    let message = world
        .store
        .message(organisation, &place.ticket, &place.message)
        .await?;
    let ticket = world.store.ticket(organisation, &place.ticket).await?;
    let (Some(message), Some(ticket)) = (message, ticket) else {
        return Ok(());
    };
    let now = world.clock.now();
    let planned = message.delivery.as_ref();
    if planned.is_some_and(|d| d.is_overtaken(message.created_at, ticket.customer_wrote_at)) {
        return record(world, &message, &Happened::Overtaken).await;
    }
    match claim_of(&message, now) {
        Claim::Nothing => return Ok(()),
        Claim::Later(pause) => return Err(Failure::later(pause, "the message waits for its time")),
        Claim::Now => {}
    }
    // Everything that can fail without having been sent happens before the claim.
    let letter = match letter::write(world, &ticket, &message).await? {
        Ok(letter) => letter,
        Err(reason) => return refuse(world, &ticket, message, reason).await,
    };
    let Some(claimed) = step(world, &message, &Happened::Claimed).await? else {
        return Ok(());
    };
    let raw = Raw {
        raw: letter.raw,
        source: letter.source,
        destinations: letter.destinations,
        tags: vec![
            ("organisation".to_owned(), organisation.to_string()),
            ("ticket".to_owned(), place.ticket.to_string()),
            ("message".to_owned(), place.message.to_string()),
        ],
    };
    let outcome = world.mailer.send(&raw).await;
    settle(world, &ticket, claimed, outcome).await
}

enum Claim {
    Now,
    Later(Duration),
    Nothing,
}

fn claim_of(message: &Message, now: Timestamp) -> Claim {
    match message
        .delivery
        .as_ref()
        .map(|delivery| delivery.after(&Happened::Claimed, now))
    {
        Some(Ok(_)) => Claim::Now,
        Some(Err(DeliveryRefusal::TooEarly(at))) if at.duration_since(now) <= LONGEST_UNDO => {
            // What waits longer is found by the sweep: a hold keeps the whole ticket waiting. Rounded up,
            // because a hold that ends early would only be held again.
            Claim::Later(
                Duration::try_from(at.duration_since(now)).unwrap_or_default()
                    + Duration::from_millis(999),
            )
        }
        _ => Claim::Nothing,
    }
}

/// Moves the record of sending one step and stores it; `None` when somebody else moved it first.
async fn step(
    world: &World,
    message: &Message,
    happened: &Happened,
) -> Result<Option<Message>, Failure> {
    let Some(next) = moved(message, happened, world.clock.now()) else {
        return Ok(None);
    };
    let mut commit = Commit::new(&message.organisation, world.clock.now());
    commit.update_message(&next);
    match world.store.commit(commit).await {
        Ok(()) => Ok(Some(next)),
        Err(CommitError::Refused(_)) => Ok(None),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

fn moved(message: &Message, happened: &Happened, now: Timestamp) -> Option<Message> {
    let delivery = message.delivery.as_ref()?.after(happened, now).ok()?;
    let version = message.version.saturating_add(1);
    Some(Message {
        delivery: Some(delivery),
        version,
        ..message.clone()
    })
}

async fn settle(
    world: &World,
    ticket: &Ticket,
    claimed: Message,
    outcome: Result<String, SendFailure>,
) -> Result<(), Failure> {
    match outcome {
        Ok(ses_id) => record(world, &claimed, &Happened::Accepted(ses_id)).await,
        Err(SendFailure::Throttled) => {
            record(world, &claimed, &Happened::Throttled).await?;
            Err(Failure::later(
                THROTTLE_PAUSE,
                "SES takes mail more slowly than we send it",
            ))
        }
        Err(SendFailure::Rejected(reason)) => {
            record(world, &claimed, &Happened::Rejected(reason.clone())).await?;
            tell_ticket(world, ticket, reason).await
        }
        Err(SendFailure::Lost(reason)) => {
            tracing::warn!(message.id = %claimed.id, "the outcome of a send is not known; an event will tell, or an agent");
            record(world, &claimed, &Happened::Lost(reason)).await
        }
    }
}

/// Records what happened to a message whatever else changes it meanwhile.
///
/// # Errors
/// When the table stays out of reach.
pub(crate) async fn record(
    world: &World,
    message: &Message,
    happened: &Happened,
) -> Result<(), Failure> {
    let mut current = message.clone();
    let rfc_id = happened
        .ses_id()
        .map(|id| wire_id(id, &world.config.aws.region));
    let mut indexed = false;
    for _ in 0..RECORD_TRIES {
        let Some(mut next) = moved(&current, happened, world.clock.now()) else {
            return Ok(());
        };
        if next.delivery == current.delivery {
            return Ok(());
        }
        let mut commit = Commit::new(&message.organisation, world.clock.now());
        if let Some(id) = &rfc_id {
            next.rfc_id = Some(id.clone());
            if !indexed {
                commit.index_id(&id_key(id), &sent_record(&next), IdGuard::Unseen);
            }
        }
        commit.update_message(&next);
        match world.store.commit(commit).await {
            Ok(()) => return Ok(()),
            // An event told us the id before our own record did.
            Err(error @ CommitError::Refused(_)) => indexed |= error.refused(Part::MessageId),
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
        match world
            .store
            .message(&message.organisation, &message.ticket, &message.id)
            .await?
        {
            Some(fresh) => current = fresh,
            None => return Ok(()),
        }
    }
    Err(Failure::later(
        Duration::from_secs(2),
        "the record of a send kept changing",
    ))
}

/// The `Message-ID` a mail has on the wire, from the bare id that SES gives.
fn wire_id(ses_id: &str, region: &str) -> String {
    let host = if region == "us-east-1" {
        "email"
    } else {
        region
    };
    format!("{ses_id}@{host}.amazonses.com")
}

fn sent_record(message: &Message) -> IdRecord {
    IdRecord {
        kind: IdKind::Sent,
        ticket: message.ticket.clone(),
        message: Some(message.id.clone()),
        content_hash: None,
    }
}

/// A message that cannot be composed: failed, and said so on the ticket.
async fn refuse(
    world: &World,
    ticket: &Ticket,
    message: Message,
    reason: String,
) -> Result<(), Failure> {
    let Some(claimed) = step(world, &message, &Happened::Claimed).await? else {
        return Ok(());
    };
    record(world, &claimed, &Happened::Rejected(reason.clone())).await?;
    tell_ticket(world, ticket, reason).await
}

async fn tell_ticket(world: &World, ticket: &Ticket, reason: String) -> Result<(), Failure> {
    change_ticket(
        world,
        &ticket.organisation,
        ticket,
        &Change::DeliveryFailed(reason),
        "deliver",
    )
    .await
}

/// Applies a change of Lambdesk's own to a ticket, anew when somebody else changed it meanwhile.
///
/// # Errors
/// When the table stays out of reach.
pub(crate) async fn change_ticket(
    world: &World,
    organisation: &OrganisationId,
    ticket: &Ticket,
    change: &Change,
    by: &str,
) -> Result<(), Failure> {
    let mut current = ticket.clone();
    for _ in 0..RECORD_TRIES {
        let now = world.clock.now();
        let Ok(applied) = current.apply(change, now) else {
            return Ok(());
        };
        let event = Event {
            id: world.entropy.event(now),
            organisation: organisation.clone(),
            ticket: ticket.id.clone(),
            kind: applied.kind.to_owned(),
            actor: Actor::System(by.to_owned()),
            before: applied.before,
            after: applied.after,
            at: now,
        };
        let mut commit = Commit::new(organisation, now);
        commit.update_ticket(&applied.ticket).event(&event);
        match world.store.commit(commit).await {
            Ok(()) => return Ok(()),
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
        match world.store.ticket(organisation, &ticket.id).await? {
            Some(fresh) => current = fresh,
            None => return Ok(()),
        }
    }
    Err(Failure::later(
        Duration::from_secs(2),
        "the ticket kept changing",
    ))
}
