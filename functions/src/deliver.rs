//! Sends outgoing messages through SES, effectively once.
//!
//! Invariant: a message is claimed before it is sent and its outcome is recorded after; what is neither
//! recorded nor told by an event is shown to an agent, never sent again by itself.

use std::time::Duration;

use jiff::Timestamp;
use lambdesk_cloud::mailer::{Raw, SendFailure};
use lambdesk_cloud::store::{Commit, CommitError, IdGuard, Part};
use lambdesk_domain::delivery::{DeliveryRefusal, Happened, LONGEST_UNDO};
use lambdesk_domain::message::Message;
use lambdesk_domain::people::Actor;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::threading::{IdKind, IdRecord, id_key};
use lambdesk_domain::ticket::Change;

use crate::batch::{Failure, Record};
use crate::world::World;
use crate::{pipeline, replying, sign_in};

mod letter;

/// How often recording an outcome is tried at once before the queue tries.
const RECORD_TRIES: usize = 8;
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
        Task::Ingest { .. } | Task::Enrich(_) | Task::Triage(_) | Task::Vectors { .. } => {
            Err(Failure::Park {
                organisation: None,
                reason: "this task belongs to another queue".to_owned(),
            })
        }
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
        Err(reason) => return refuse(world, message, reason).await,
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
    settle(world, claimed, outcome).await
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
            record(world, &claimed, &Happened::Rejected(reason)).await
        }
        Err(SendFailure::Lost(reason)) => {
            tracing::warn!(message.id = %claimed.id, "the outcome of a send is not known; an event will tell, or an agent");
            record(world, &claimed, &Happened::Lost(reason)).await
        }
    }
}

/// Records what happened to a message whatever else changes it meanwhile. What did not arrive is told to its ticket in
/// the same transaction: nobody ends between the two.
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
        if let Some(reason) = happened.failure() {
            give_back(world, &mut commit, &next, reason).await?;
        }
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

/// A word that did not arrive gives its ticket back to the agents.
async fn give_back(
    world: &World,
    commit: &mut Commit,
    message: &Message,
    reason: &str,
) -> Result<(), Failure> {
    let found = world.store.ticket(&message.organisation, &message.ticket);
    let Some(ticket) = found.await? else {
        return Ok(());
    };
    let now = world.clock.now();
    let change = Change::DeliveryFailed(reason.to_owned());
    if let Ok(applied) = ticket.apply(&change, now) {
        let actor = Actor::System(world.config.role.word().to_owned());
        commit
            .update_ticket(&applied.ticket)
            .event(&replying::event(world, &actor, &applied, now));
    }
    Ok(())
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
async fn refuse(world: &World, message: Message, reason: String) -> Result<(), Failure> {
    let Some(claimed) = step(world, &message, &Happened::Claimed).await? else {
        return Ok(());
    };
    record(world, &claimed, &Happened::Rejected(reason)).await
}
