//! Load, decide, commit for one mail.
//!
//! Invariant: what was read and what is written meet in one transaction; whoever loses a race reads again.

use std::sync::Arc;

use lambdesk_cloud::store::{Commit, CommitError, IdGuard, LookUp, LookedUp};
use lambdesk_domain::delivery::{DeliveryState, Happened};
use lambdesk_domain::directory::Directory;
use lambdesk_domain::intake::{self, Arrival, Filed, Identity, Parties};
use lambdesk_domain::mail::{self, AutomaticKind, Limits, Mail};
use lambdesk_domain::message::{MatchedBy, Message};
use lambdesk_domain::people::{Actor, Contact, Mailbox};
use lambdesk_domain::routing;
use lambdesk_domain::threading::{self, Clues, Found, IdKind, IdRecord, Newcomer, Placement};
use lambdesk_domain::ticket::{Change, Event, Ticket};

use tokio::sync::OnceCell;

use super::{Outcome, RawMail};
use crate::batch::Failure;
use crate::replying;
use crate::world::World;

/// How often a mail that lost a race is decided anew before its queue takes it back.
const TRIES: usize = 6;
/// Unknown parents a mail waits for; more ids than this are a newsletter's habit.
const MAX_AWAITED: usize = 10;

/// A mail with everything that does not depend on the table's state.
struct Letter<'a> {
    raw: &'a RawMail<'a>,
    mail: &'a Mail,
    directory: &'a Directory,
    mailbox: Option<&'a Mailbox>,
    clues: Clues,
    parties: Parties,
    content_hash: String,
    /// Drawn once, so that a lost race leaves no gap.
    number: OnceCell<u64>,
}

pub(super) async fn file(world: &World, raw: &RawMail<'_>) -> Result<Outcome, Failure> {
    let recipients = routing::recipients(raw.bytes);
    let directory = directory_for(world, &recipients).await?;
    let own = |address: &str| directory.is_own(address);
    let mail = mail::read(
        raw.bytes,
        &mail::Context {
            own: &own,
            limits: Limits::default(),
        },
    );
    let clues = threading::clues(&mail, &recipients, &world.signer);
    let content_hash = hex(&mail::content_hash(raw.bytes));
    let letter = Letter {
        raw,
        parties: intake::parties(&mail, &own),
        mailbox: directory
            .mailbox_for(&recipients)
            .or_else(|| directory.mailboxes.first()),
        mail: &mail,
        directory: &directory,
        clues,
        content_hash,
        number: OnceCell::new(),
    };
    for _ in 0..TRIES {
        if let Some(outcome) = attempt(world, &letter).await? {
            return Ok(outcome);
        }
    }
    Err(Failure::later(
        std::time::Duration::from_secs(2),
        "other mails of the same thread kept coming first",
    ))
}

/// The organisation a mail is for: by signed reply address, by mailbox, else the first one.
async fn directory_for(world: &World, recipients: &[String]) -> Result<Arc<Directory>, Failure> {
    let slug = recipients
        .iter()
        .find_map(|r| world.signer.read_reply_address(r))
        .map(|clue| clue.slug);
    if let Some(slug) = slug
        && let Some(organisation) = world.store.organisation_by_slug(&slug).await?
    {
        return Ok(world.directory(&organisation.id).await?);
    }
    let organisation = match world.organisation_of(recipients).await? {
        Some(organisation) => organisation,
        None => world.default_organisation().await?.id,
    };
    Ok(world.directory(&organisation).await?)
}

/// One round of load, decide, commit; `None` when somebody else was faster.
async fn attempt(world: &World, letter: &Letter<'_>) -> Result<Option<Outcome>, Failure> {
    let organisation = &letter.directory.organisation;
    let mut ids = letter.clues.keys(&letter.content_hash);
    ids.extend(letter.clues.inner_id.clone());
    let look_up = LookUp {
        ids,
        thread_root: letter.clues.thread_root.clone(),
        number: letter.clues.subject_number,
        email: Some(letter.parties.customer.email.clone()),
    };
    let looked_up = world.store.look_up(&organisation.id, &look_up).await?;
    let found = load_candidates(world, letter, &looked_up).await?;
    match letter.place(&found, world.clock.now()) {
        Placement::Duplicate { ticket, message } => Ok(Some(Outcome::Duplicate(ticket, message))),
        Placement::Join { ticket, rule } => match found.tickets.get(&ticket) {
            Some(ticket) => join(world, letter, &looked_up, ticket, rule).await,
            None => open(world, letter, &looked_up, None).await,
        },
        Placement::FollowUp { of, rule } => open(world, letter, &looked_up, Some((of, rule))).await,
        Placement::Linked { to, rule } => open(world, letter, &looked_up, Some((to, rule))).await,
        Placement::New => open(world, letter, &looked_up, None).await,
    }
}

async fn load_candidates(
    world: &World,
    letter: &Letter<'_>,
    looked_up: &LookedUp,
) -> Result<Found, Failure> {
    let mut found = Found {
        ids: looked_up.ids.clone(),
        thread: looked_up.thread.clone(),
        number: looked_up.number.clone(),
        tickets: std::collections::HashMap::new(),
    };
    let candidates = letter.clues.tickets(&found);
    if !candidates.is_empty() {
        let tickets = world
            .store
            .tickets_by_id(&letter.directory.organisation.id, &candidates)
            .await?;
        found.tickets = tickets;
    }
    Ok(found)
}

async fn open(
    world: &World,
    letter: &Letter<'_>,
    looked_up: &LookedUp,
    follows: Option<(lambdesk_domain::ids::TicketId, MatchedBy)>,
) -> Result<Option<Outcome>, Failure> {
    let identity = letter.identity();
    let contact = letter.contact(looked_up, &identity);
    let organisation = &letter.directory.organisation.id;
    let draw = || world.numbers.next(&world.store, organisation);
    let number = *letter.number.get_or_try_init(draw).await?;
    let arrival = letter.arrival();
    let filed = intake::open_ticket(
        &arrival,
        &letter.parties,
        &identity,
        &contact,
        number,
        follows,
    );
    let mut commit = Commit::new(&letter.directory.organisation.id, world.clock.now());
    commit.create_ticket(&filed.ticket);
    if let Some(root) = &letter.clues.thread_root {
        commit.thread_root(root, &filed.ticket.id);
    }
    let awaited = IdRecord {
        kind: IdKind::Awaited,
        ticket: filed.ticket.id.clone(),
        message: None,
        content_hash: None,
    };
    // Our own ids need no waiting for: their signature names the ticket. Were a stranger's ticket recorded
    // under one, the customer's next answer would go there.
    // The id of an attached mail is recorded with its message, by `index`.
    let inner = letter.clues.inner_id.as_ref();
    let unknown = letter
        .clues
        .ids
        .iter()
        .map(|(id, _)| id)
        .filter(|id| !looked_up.ids.contains_key(*id));
    let unknown = unknown.filter(|id| Some(*id) != inner && world.signer.read_anchor(id).is_none());
    for id in unknown.take(MAX_AWAITED) {
        commit.await_id(id, &awaited);
    }
    let ticket = filed.ticket.id.clone();
    Ok(finish(world, letter, looked_up, &contact, filed, commit)
        .await?
        .then_some(Outcome::Opened(ticket)))
}

async fn join(
    world: &World,
    letter: &Letter<'_>,
    looked_up: &LookedUp,
    ticket: &Ticket,
    rule: MatchedBy,
) -> Result<Option<Outcome>, Failure> {
    let identity = letter.identity();
    let contact = letter.contact(looked_up, &identity);
    let arrival = letter.arrival();
    let organisation = &letter.directory.organisation.id;
    let mut filed =
        intake::join_ticket(&arrival, &letter.parties, &identity, &contact, ticket, rule)
            .map_err(|refusal| Failure::park(organisation, refusal.to_string()))?;
    let mut commit = Commit::new(organisation, world.clock.now());
    if let Some(bounced) = bounced_message(world, letter, looked_up).await? {
        commit.update_message(&bounced);
        if let Some(event) = give_back(world, &bounced, &mut filed.ticket) {
            commit.event(&event);
        }
    }
    commit.update_ticket(&filed.ticket);
    let id = ticket.id.clone();
    Ok(finish(world, letter, looked_up, &contact, filed, commit)
        .await?
        .then_some(Outcome::Joined(id)))
}

/// Adds what both roads share and commits; false when somebody else was faster.
async fn finish(
    world: &World,
    letter: &Letter<'_>,
    looked_up: &LookedUp,
    contact: &Contact,
    filed: Filed<'_>,
    mut commit: Commit,
) -> Result<bool, Failure> {
    for blob in &filed.blobs {
        world
            .blobs
            .put(&blob.key, blob.bytes.to_vec(), &blob.media_type)
            .await?;
    }
    if looked_up.contact.is_none() {
        commit.create_contact(contact);
    }
    for message in &filed.messages {
        commit.create_message(message).next_stage(message);
    }
    letter.index(&mut commit, looked_up, &filed);
    commit.event(&filed.event);
    match world.store.commit(commit).await {
        Ok(()) => Ok(true),
        Err(CommitError::Refused(_)) => Ok(false),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

/// The outgoing message a delivery report speaks of, as it stands after the report.
async fn bounced_message(
    world: &World,
    letter: &Letter<'_>,
    looked_up: &LookedUp,
) -> Result<Option<Message>, Failure> {
    let Some(bounce) = &letter.mail.bounce else {
        return Ok(None);
    };
    let original = bounce.original_message_id.as_deref().map(threading::id_key);
    let records = original
        .iter()
        .chain(letter.clues.ids.iter().map(|(id, _)| id));
    let sent = records
        .filter_map(|id| looked_up.ids.get(id))
        .find(|record| record.kind == IdKind::Sent);
    let Some((ticket, message)) =
        sent.and_then(|record| Some((&record.ticket, record.message.as_ref()?)))
    else {
        return Ok(None);
    };
    let organisation = &letter.directory.organisation.id;
    let Some(mut message) = world.store.message(organisation, ticket, message).await? else {
        return Ok(None);
    };
    let reason = bounce
        .status
        .clone()
        .unwrap_or_else(|| "the mail came back".to_owned());
    let happened = Happened::BounceEvent {
        permanent: bounce.permanent,
        reason,
    };
    let now = world.clock.now();
    let Some(after) = message
        .delivery
        .as_ref()
        .and_then(|d| d.after(&happened, now).ok())
    else {
        return Ok(None);
    };
    if message.delivery.as_ref() == Some(&after) {
        return Ok(None);
    }
    message.delivery = Some(after);
    message.version = message.version.saturating_add(1);
    Ok(Some(message))
}

/// A word that did not arrive gives its ticket back to the agents. Both changes are stored at once, so the
/// version moves by one.
fn give_back(world: &World, bounced: &Message, ticket: &mut Ticket) -> Option<Event> {
    let delivery = bounced
        .delivery
        .as_ref()
        .filter(|d| d.state == DeliveryState::Bounced)?;
    if bounced.ticket != ticket.id {
        return None;
    }
    let now = world.clock.now();
    let change = Change::DeliveryFailed(delivery.reason.clone().unwrap_or_default());
    let applied = ticket.apply(&change, now).ok()?;
    let event = replying::event(world, &Actor::System("ingest".to_owned()), &applied, now);
    *ticket = Ticket {
        version: ticket.version,
        ..applied.ticket
    };
    Some(event)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl<'a> Letter<'a> {
    fn identity(&self) -> Identity {
        let organisation = &self.directory.organisation.id;
        let id = self.clues.own_id.as_deref().unwrap_or_default();
        intake::identify(organisation, id, &self.content_hash, self.raw.received)
    }

    fn arrival(&self) -> Arrival<'_> {
        Arrival {
            organisation: &self.directory.organisation,
            mailbox: self.mailbox,
            mail: self.mail,
            raw_key: self.raw.key,
            content_hash: &self.content_hash,
            received: self.raw.received,
            source: self.raw.source,
        }
    }

    fn place(&self, found: &Found, now: jiff::Timestamp) -> Placement {
        let newcomer = Newcomer {
            sender: &self.parties.writer.email,
            participants: &self.parties.participants,
            colleague: self.mail.colleague,
            automatic: self
                .mail
                .automatic
                .as_ref()
                .is_some_and(|a| a.kind != AutomaticKind::List),
            subject: self.mail.subject.as_deref().unwrap_or_default(),
            content_hash: &self.content_hash,
        };
        threading::place(
            &self.clues,
            found,
            &newcomer,
            &self.directory.organisation.settings,
            now,
        )
    }

    fn contact(&self, looked_up: &LookedUp, identity: &Identity) -> Contact {
        looked_up.contact.clone().unwrap_or_else(|| Contact {
            id: identity.contact.clone(),
            organisation: self.directory.organisation.id.clone(),
            email: self.parties.customer.email.clone(),
            name: self.parties.customer.name.clone(),
            tier: None,
            notes: String::new(),
            undeliverable: None,
            created_at: self.raw.received,
            version: 1,
        })
    }

    /// Makes the mail findable: the first mail of an id takes the id, others are found by their content.
    fn index(&self, commit: &mut Commit, looked_up: &LookedUp, filed: &Filed<'_>) {
        let record = IdRecord {
            kind: IdKind::Seen,
            ticket: filed.ticket.id.clone(),
            message: filed.messages.last().map(|m| m.id.clone()),
            content_hash: Some(self.content_hash.clone()),
        };
        let own = self
            .clues
            .own_id
            .as_deref()
            .map(|key| (key, looked_up.ids.get(key)));
        match own {
            Some((key, None)) => commit.index_id(key, &record, IdGuard::Unseen),
            Some((key, Some(known))) if known.kind == IdKind::Awaited => {
                commit.index_id(key, &record, IdGuard::Replaces(known.clone()))
            }
            Some(_) | None => commit.index_id(
                &threading::content_key(&self.content_hash),
                &record,
                IdGuard::Unseen,
            ),
        };
        // The customer's own mail, attached by a colleague: answers to it will name its id.
        let inner = self
            .clues
            .inner_id
            .as_ref()
            .filter(|id| Some(*id) != self.clues.own_id.as_ref());
        if let Some(inner) = inner.filter(|id| !looked_up.ids.contains_key(*id)) {
            commit.await_id(
                inner,
                &IdRecord {
                    content_hash: None,
                    ..record
                },
            );
        }
    }
}
