//! Looks up what other systems know about the customer of a new ticket, then hands its message to triage.
//!
//! Invariant: a source that is not configured or does not answer never holds a ticket up; facts, note and the task for
//! triage are one transaction with the end of the stage, so a second delivery finds nothing left to do.

use std::time::Duration;

use jiff::Timestamp;
use lambdesk_cloud::store::{Commit, CommitError, Part};
use lambdesk_domain::address::{is_deliverable, normalise};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::facts::{EnrichmentSettings, Known, Snapshot, note};
use lambdesk_domain::ids::MessageId;
use lambdesk_domain::message::{
    Author, MatchedBy, Message, Pipeline, Provenance, Stored, Visibility,
};
use lambdesk_domain::people::Actor;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::ticket::{Change, Ticket};

use crate::batch::{Failure, Record};
use crate::lookup::{self, Ask};
use crate::world::World;
use crate::{pipeline, replying};

/// How often what was found is stored anew when the ticket changed meanwhile, before its queue takes it back.
const TRIES: usize = 5;
/// Longest name of a tier that a ticket takes, in characters.
const LONGEST_TIER: usize = 60;

/// Handles one queue message.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    let Task::Enrich(place) = pipeline::decode(record)? else {
        return Err(pipeline::not_mine());
    };
    let Some((mut ticket, message)) = waiting(world, &place).await? else {
        return Ok(());
    };
    let directory = world.directory(&place.organisation).await?;
    let Some(email) = whom_to_look_up(&directory, &ticket, &message) else {
        return pass_on(world, record).await;
    };
    let organisation = &directory.organisation;
    let known = Box::pin(lookup::known(world, organisation, &email, Ask::IfStale)).await;
    for _ in 0..TRIES {
        let enrichment = &organisation.settings.enrichment;
        if store(world, &place, &ticket, &known, enrichment).await? {
            return Ok(());
        }
        match waiting(world, &place).await? {
            Some((now, _)) => ticket = now,
            None => return Ok(()),
        }
    }
    let why = "the ticket kept changing while its customer was looked up";
    Err(Failure::later(Duration::from_secs(2), why))
}

/// Ticket and message, unless the message was deleted meanwhile, or an earlier delivery of the same task did the work.
async fn waiting(world: &World, place: &MessageRef) -> Result<Option<(Ticket, Message)>, Failure> {
    let found = world.store.ticket_and_message(place).await?;
    Ok(found.filter(|(_, message)| message.pipeline == Pipeline::Enrich))
}

/// The customer's address, when somebody is to be asked about them: by the first mail of a ticket, which a person wrote
/// who is not a colleague.
fn whom_to_look_up(directory: &Directory, ticket: &Ticket, message: &Message) -> Option<String> {
    let email = normalise(&ticket.contact_email);
    let asks = directory.organisation.settings.enriches()
        && message.matched_by == MatchedBy::NewTicket
        && message.author == Author::Customer
        && !message.is_automatic()
        && !ticket.automatic
        && !directory.is_own(&email)
        && is_deliverable(&email);
    asks.then_some(email)
}

/// Hands a message to triage as it is.
async fn pass_on(world: &World, record: &Record) -> Result<(), Failure> {
    pipeline::advance(
        world,
        record,
        Pipeline::Enrich,
        Pipeline::Triage,
        |task| match task {
            Task::Enrich(message) => Some(message),
            Task::Ingest { .. }
            | Task::Triage(_)
            | Task::Deliver(_)
            | Task::SignIn { .. }
            | Task::Vectors { .. } => None,
        },
    )
    .await
}

/// Stores what was found and hands the message on; `false` when the ticket changed meanwhile.
async fn store(
    world: &World,
    place: &MessageRef,
    ticket: &Ticket,
    known: &Known,
    settings: &EnrichmentSettings,
) -> Result<bool, Failure> {
    let now = world.clock.now();
    let written = settings.note.then(|| {
        let id = world.entropy.message(now);
        note_of(ticket, known, id, now)
    });
    let change = Change::Enriched {
        tier: tier(settings, known),
        note: written.is_some(),
    };
    let applied = ticket
        .apply(&change, now)
        .map_err(|refusal| Failure::park(&place.organisation, refusal.to_string()))?;
    let snapshot = Snapshot {
        organisation: place.organisation.clone(),
        ticket: place.ticket.clone(),
        known: known.clone(),
        note: written.as_ref().map(|note| note.id.clone()),
        at: now,
    };
    let actor = Actor::System("enrich".to_owned());
    let mut commit = Commit::new(&place.organisation, now);
    commit
        .update_ticket(&applied.ticket)
        .stage(place, Pipeline::Enrich, Pipeline::Triage)
        .facts(&snapshot)
        .event(&replying::event(world, &actor, &applied, now))
        .outbox(Task::Triage(place.clone()), now);
    if let Some(note) = &written {
        commit.create_message(note);
    }
    match world.store.commit(commit).await {
        Ok(()) => Ok(true),
        // Done by another delivery of the same task.
        Err(CommitError::Refused(parts)) => Ok(parts == [Part::MessageVersion]),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

/// What the plan of the account counts as.
fn tier(settings: &EnrichmentSettings, known: &Known) -> Option<String> {
    let tier = settings.tier(known.plan()?);
    let fits = !tier.is_empty() && tier.chars().count() <= LONGEST_TIER;
    fits.then_some(tier)
}

/// The note that tells agents what is known; customers never see it.
fn note_of(ticket: &Ticket, known: &Known, id: MessageId, now: Timestamp) -> Message {
    Message {
        id,
        organisation: ticket.organisation.clone(),
        ticket: ticket.id.clone(),
        author: Author::System,
        visibility: Visibility::Note,
        agent: None,
        contact: None,
        from: None,
        to: Vec::new(),
        cc: Vec::new(),
        bcc: Vec::new(),
        subject: ticket.subject.clone(),
        rfc_id: None,
        references: Vec::new(),
        text: Stored::Inline(note::render(known)),
        html: None,
        attachments: Vec::new(),
        provenance: Provenance::default(),
        matched_by: MatchedBy::Api,
        created_at: now,
        delivery: None,
        quote_history: false,
        pipeline: Pipeline::Done,
        version: 1,
    }
}
