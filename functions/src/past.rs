//! Past tickets that resemble a new one, with what they were answered.
//!
//! Invariant: the tickets are looked up in the table before anything of them is shown, so what is gone, reopened or held back
//! never is; a ticket never waits for this, and a read takes in a bounded number of tickets.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::{StreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use lambdesk_cloud::error::{Error, Kind, chain};
use lambdesk_cloud::store::{Order, TicketFilter};
use lambdesk_domain::ids::{OrganisationId, TicketId};
use lambdesk_domain::knowledge::past::{PastAnswer, PastAnswers, circle};
use lambdesk_domain::knowledge::similar::{PastTicket, Similar};
use lambdesk_domain::knowledge::words::clip;
use lambdesk_domain::message::{Author, Message, PublicMessage};
use lambdesk_domain::status::Status;
use lambdesk_domain::ticket::Ticket;
use serde::{Deserialize, Serialize};

use crate::knowledge::is_absent;
use crate::triage;
use crate::world::World;

/// Form of the stored list; one of another form is built anew.
const FORM: u32 = 1;
/// Most bytes of a stored list.
const LARGEST: u64 = 32 << 20;
/// Most past tickets that are remembered, the last settled ones.
const MOST: usize = 600;
/// Bytes of a question or an answer that are kept.
const TEXT: usize = 4 << 10;
/// Messages at the beginning and at the end of a ticket among which question and answer are looked for.
const FIRST: usize = 5;
const NEWEST: usize = 10;
/// Tickets whose messages are read at the same moment.
const AT_A_TIME: usize = 8;
/// Most organisations whose list a warm function remembers.
const KNOWN: usize = 8;
/// Resembling tickets that are looked up, so that some are left when others were reopened.
const CANDIDATES: usize = 15;

/// How much is read to bring the list up to date.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// How old the list may be.
    age: SignedDuration,
    /// Settled tickets that are listed, in hundreds.
    pages: usize,
    /// Tickets whose messages are read.
    read: usize,
}

impl Effort {
    /// Somebody waits who looks at a ticket.
    pub const ASKED: Self = Self {
        age: SignedDuration::from_secs(60),
        pages: MOST / 100,
        read: 200,
    };
    /// A ticket is judged: one page four times an hour at most.
    pub const BESIDE: Self = Self {
        age: SignedDuration::from_mins(15),
        pages: 1,
        read: 20,
    };
}

/// A settled ticket that was looked at; without an answer there is nothing to learn from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Seen {
    updated_at: Timestamp,
    answer: Option<PastAnswer>,
}

/// What is stored.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Stored {
    form: u32,
    read_at: Timestamp,
    seen: BTreeMap<TicketId, Seen>,
}

/// The list at hand.
#[derive(Debug, Default)]
pub struct Past {
    stored: Stored,
    /// The answers, searchable.
    pub answers: PastAnswers,
}

type Slot = Arc<tokio::sync::Mutex<Option<Arc<Past>>>>;

/// Lists that a warm function remembers.
#[derive(Debug, Default)]
pub struct Memory(Mutex<HashMap<OrganisationId, Slot>>);

impl Memory {
    fn slot(&self, organisation: &OrganisationId) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= KNOWN && !slots.contains_key(organisation) {
            slots.clear();
        }
        Arc::clone(slots.entry(organisation.clone()).or_default())
    }
}

/// A past ticket that resembles, as it is now.
#[derive(Debug, Clone)]
pub struct Found {
    /// How it resembles.
    pub similar: Similar,
    /// What was asked and answered.
    pub answer: PastAnswer,
    /// The ticket.
    pub ticket: Ticket,
}

/// Past tickets like one, best first, at most `limit`, each with at least `floor` of its telling words.
///
/// # Errors
/// When the table or the objects cannot be read.
pub async fn like(
    world: &World,
    ticket: &Ticket,
    text: &str,
    (floor, limit): (f32, usize),
    effort: Effort,
) -> Result<(Vec<Found>, Arc<Past>), Error> {
    let past = at_hand(world, &ticket.organisation, effort).await?;
    let asked = PastTicket {
        id: ticket.id.clone(),
        subject: ticket.subject.clone(),
        text: text.to_owned(),
        language: ticket.language.clone().unwrap_or_default(),
    };
    let candidates = past.answers.like(&asked, floor, CANDIDATES);
    let ids: Vec<TicketId> = candidates.iter().map(|(s, _)| s.id.clone()).collect();
    let mut tickets = world
        .store
        .tickets_by_id(&ticket.organisation, &ids)
        .await?;
    let found = candidates.into_iter().filter_map(|(similar, answer)| {
        let ticket = tickets.remove(&similar.id).filter(is_settled)?;
        let answer = answer.clone();
        Some(Found {
            similar,
            answer,
            ticket,
        })
    });
    Ok((found.take(limit).collect(), past))
}

fn is_settled(ticket: &Ticket) -> bool {
    matches!(ticket.status, Status::Resolved | Status::Closed)
        && ticket.quarantine.is_none()
        && !ticket.automatic
}

/// The words of the customer's first message.
///
/// # Errors
/// When the table cannot be read.
pub async fn question(world: &World, ticket: &Ticket) -> Result<String, Error> {
    let messages = world
        .store
        .messages(&ticket.organisation, &ticket.id, None, FIRST)
        .await?
        .items;
    let asked = messages.iter().find(|message| by_customer(message));
    Ok(match asked {
        Some(message) => clip(&triage::new_text(world, message).await, TEXT).to_owned(),
        None => String::new(),
    })
}

/// The list, brought up to date where it is too old.
async fn at_hand(
    world: &World,
    organisation: &OrganisationId,
    effort: Effort,
) -> Result<Arc<Past>, Error> {
    let now = world.clock.now();
    let fresh = |stored: &Stored| now.duration_since(stored.read_at).abs() <= effort.age;
    let slot = world.past.slot(organisation);
    let mut remembered = slot.lock().await;
    if let Some(known) = remembered.as_ref().filter(|known| fresh(&known.stored)) {
        return Ok(Arc::clone(known));
    }
    // Another function may have read later.
    let mut stored = stored(world, organisation).await?.unwrap_or_default();
    if !fresh(&stored) {
        bring_up_to_date(world, organisation, &mut stored, effort).await?;
        stored.form = FORM;
        stored.read_at = now;
        keep(world, organisation, &stored).await;
    }
    let answers = stored.seen.values().filter_map(|seen| seen.answer.clone());
    let past = Arc::new(Past {
        answers: PastAnswers::build(answers.collect()),
        stored,
    });
    *remembered = Some(Arc::clone(&past));
    Ok(past)
}

async fn bring_up_to_date(
    world: &World,
    organisation: &OrganisationId,
    stored: &mut Stored,
    effort: Effort,
) -> Result<(), Error> {
    let settled = TicketFilter {
        status: vec![Status::Resolved, Status::Closed],
        ..TicketFilter::default()
    };
    let (mut listed, mut cursor, mut whole) = (Vec::new(), None::<String>, false);
    for _ in 0..effort.pages {
        let page = world.store.list_tickets(
            organisation,
            &settled,
            Order::Updated,
            cursor.as_deref(),
            100,
        );
        let page = page.await?;
        listed.extend(page.items.into_iter().filter(is_settled));
        cursor = page.next;
        whole = cursor.is_none();
        if whole {
            break;
        }
    }
    if whole || effort.pages * 100 >= MOST {
        let there: BTreeSet<&TicketId> = listed.iter().map(|t| &t.id).collect();
        stored.seen.retain(|id, _| there.contains(id));
    }
    let unread = listed.into_iter().filter(|ticket| {
        let seen = stored.seen.get(&ticket.id);
        seen.is_none_or(|seen| seen.updated_at != ticket.updated_at)
    });
    let unread: Vec<Ticket> = unread.take(effort.read).collect();
    let read: Vec<(TicketId, Seen)> = stream::iter(unread)
        .map(|ticket| async move { seen(world, ticket).await })
        .buffered(AT_A_TIME)
        .filter_map(|read| async move { read.ok() })
        .collect()
        .await;
    stored.seen.extend(read);
    forget_oldest(stored);
    Ok(())
}

fn forget_oldest(stored: &mut Stored) {
    let surplus = stored.seen.len().saturating_sub(MOST);
    let mut by_age: Vec<(Timestamp, TicketId)> = stored
        .seen
        .iter()
        .map(|(id, seen)| (seen.updated_at, id.clone()))
        .collect();
    by_age.sort_unstable();
    for (_, id) in by_age.into_iter().take(surplus) {
        stored.seen.remove(&id);
    }
}

/// Question and answer of a settled ticket.
async fn seen(world: &World, ticket: Ticket) -> Result<(TicketId, Seen), Error> {
    let (o, id) = (&ticket.organisation, &ticket.id);
    let messages = world.store.outline(o, id, FIRST, NEWEST).await?;
    let asked = messages.iter().find(|message| by_customer(message));
    let answers = |message: &&Message| {
        PublicMessage::of(message).is_some()
            && matches!(message.author, Author::Agent | Author::Ai)
            && !message.is_automatic()
    };
    let replied = messages.iter().rev().find(answers);
    let answer = match (asked, replied) {
        (Some(asked), Some(replied)) => Some(PastAnswer {
            ticket: PastTicket {
                id: id.clone(),
                subject: ticket.subject.clone(),
                text: clip(&triage::new_text(world, asked).await, TEXT).to_owned(),
                language: ticket.language.clone().unwrap_or_default(),
            },
            number: ticket.number,
            category: ticket.category.clone(),
            contact: ticket.contact.clone(),
            circle: circle(&ticket.contact_email),
            reply: clip(&triage::new_text(world, replied).await, TEXT).to_owned(),
            by_person: replied.author == Author::Agent && !ticket.ai_resolved,
            replied_at: replied.created_at,
            resolved_at: ticket.resolved_at,
        }),
        _ => None,
    };
    let updated_at = ticket.updated_at;
    Ok((ticket.id, Seen { updated_at, answer }))
}

fn by_customer(message: &Message) -> bool {
    message.author == Author::Customer && PublicMessage::of(message).is_some()
}

fn key(organisation: &OrganisationId) -> String {
    format!("knowledge/{organisation}/past")
}

async fn stored(world: &World, organisation: &OrganisationId) -> Result<Option<Stored>, Error> {
    let bytes = match world.blobs.get(&key(organisation), LARGEST).await {
        Ok(bytes) => bytes,
        Err(error) if is_absent(&error) || error.kind == Kind::Full => return Ok(None),
        Err(error) => return Err(error),
    };
    let found: Option<Stored> = serde_json::from_slice(&bytes).ok();
    Ok(found.filter(|found| found.form == FORM))
}

/// Stores the list for other functions; where that fails they read for themselves.
async fn keep(world: &World, organisation: &OrganisationId, stored: &Stored) {
    let Ok(bytes) = serde_json::to_vec(stored) else {
        return;
    };
    let key = key(organisation);
    if let Err(error) = world.blobs.put(&key, bytes, "application/json").await {
        tracing::warn!(
            error = chain(&error),
            "the list of past answers cannot be stored"
        );
    }
}
