//! Writing to a customer, or about them: the one way a reply or note gets into a ticket.
//!
//! Invariant: message, ticket, audit line and the task to send it are one transaction; nothing is handed to a queue here.

mod automatic;
mod files;
pub mod once;
mod plan;
mod sent;
mod used;

use jiff::Timestamp;
use lambdesk_cloud::error::Error;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::access::Principal;
use lambdesk_domain::delivery::DeliveryRefusal;
use lambdesk_domain::draft::state::Draft;
use lambdesk_domain::ids::{CannedResponseId, DraftId, MessageId, UploadId};
use lambdesk_domain::message::{Message, Stored};
use lambdesk_domain::people::Actor;
use lambdesk_domain::recipients::{RecipientError, Recipients};
use lambdesk_domain::status::Status;
use lambdesk_domain::task::{MessageRef, Task};
use lambdesk_domain::ticket::{Applied, Event, Refusal, Ticket};

use crate::drafting::{self, NoDraft};
use crate::world::World;

pub(crate) use automatic::{Automatic, Unasked, automatic};
pub use files::{MAX_FILE_BYTES, MAX_FILES, upload_key};
pub use plan::{Note, answered, recipients_of};
pub use sent::{cancel, resend};

/// How often a change is decided again after somebody else changed the ticket first.
pub const TRIES: usize = 4;

/// What an agent wants to send.
#[derive(Debug, Clone, Default)]
pub struct ReplyDraft {
    /// The words.
    pub text: String,
    /// The same as HTML, not yet sanitised.
    pub html: Option<String>,
    /// To whom; from the message being answered when `None`.
    pub recipients: Option<Recipients>,
    /// Blind copies beside recipients taken from the message.
    pub bcc: Vec<lambdesk_domain::address::Address>,
    /// Whether to answer everybody the message went to.
    pub all: bool,
    /// Uploads to send along, with the names the customer sees.
    pub files: Vec<(UploadId, String)>,
    /// Whether public history is quoted; `None` for the organisation's setting.
    pub quote_history: Option<bool>,
    /// Not before this moment; `None` for now.
    pub send_at: Option<Timestamp>,
    /// How many public messages the agent has seen; `None` sends in any case.
    pub seen: Option<u32>,
    /// New status once it is on its way.
    pub status: Option<Status>,
    /// The draft it began from.
    pub draft: Option<DraftId>,
    /// The canned responses that went into it.
    pub canned: Vec<CannedResponseId>,
    /// The mark of the request, see [`once`].
    pub once: Option<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Replied {
    /// The ticket, one version on.
    pub ticket: Ticket,
    /// The new message.
    pub message: Message,
}

/// Why a message cannot be written or sent.
#[derive(Debug, thiserror::Error)]
pub enum ReplyError {
    /// Something public arrived since the reply was begun.
    #[error("{} newer public messages arrived since the reply was begun", .0.len())]
    Newer(Vec<MessageId>),
    /// There is nothing to say.
    #[error("the message has no text")]
    Empty,
    /// No mailbox to send from.
    #[error("the organisation has no mailbox to send from; create one")]
    NoMailbox,
    /// The ticket is in quarantine.
    #[error("the ticket is in quarantine; release it before answering")]
    Held,
    /// Nobody to send to, or somebody who cannot be sent to.
    #[error(transparent)]
    Recipients(#[from] RecipientError),
    /// The ticket does not allow it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The message cannot be taken back or sent again.
    #[error(transparent)]
    Delivery(#[from] DeliveryRefusal),
    /// An upload that cannot be sent along; the text says why.
    #[error("{0}")]
    File(String),
    /// The draft it began from cannot be used.
    #[error(transparent)]
    Draft(#[from] NoDraft),
    /// The ticket or message is gone.
    #[error("there is no such message")]
    Missing,
    /// Others kept changing the ticket.
    #[error("the ticket was changed by others at the same time; try again")]
    Contended,
    /// A service failed.
    #[error(transparent)]
    Service(#[from] Error),
}

/// Writes a public message into a ticket and puts it into the outbox.
///
/// # Errors
/// See [`ReplyError`]; nothing was changed then.
pub async fn reply(
    world: &World,
    principal: &Principal,
    ticket: &Ticket,
    draft: &ReplyDraft,
) -> Result<Replied, ReplyError> {
    let now = world.clock.now();
    let directory = world.directory(&principal.organisation).await?;
    let id = world.entropy.message(now);
    let mut parts = None;
    let mut ticket = ticket.clone();
    for attempt in 0..TRIES {
        let mark = draft.once.as_deref();
        if let Some(written) = once::written_before(world, &principal.organisation, mark).await? {
            return Ok(written);
        }
        if attempt > 0 {
            ticket = reload(world, principal, &ticket).await?;
        }
        let messages = world
            .store
            .all_messages(&principal.organisation, &ticket.id)
            .await?;
        let scene = plan::Scene {
            directory: &directory,
            principal,
            ticket: &ticket,
            messages: &messages,
        };
        let mut plan = plan::reply(&scene, draft, &id, now)?;
        // Stored only once it is clear that the reply can be sent, and only once.
        let stored = match parts.take() {
            Some(stored) => stored,
            None => files::store_parts(world, &plan.message, draft).await?,
        };
        parts = Some(stored.clone());
        stored.join(&mut plan.message);
        let from = draft.draft.as_ref();
        let reply = (&id, draft.text.as_str());
        let drafts = drafting::settled_by(world, &ticket, from, reply, &principal.actor, now);
        let drafts = drafts.await?;
        let used = used::by(world, &principal.organisation, &draft.canned, &drafts).await;
        let beside = Beside {
            drafts: &drafts,
            used: &used,
            mark,
        };
        if commit(world, principal, &plan, beside, now).await? {
            return Ok(Replied {
                ticket: plan.ticket,
                message: plan.message,
            });
        }
    }
    Err(ReplyError::Contended)
}

/// Writes an internal note into a ticket.
///
/// # Errors
/// See [`ReplyError`]; nothing was changed then.
pub async fn note(
    world: &World,
    principal: &Principal,
    ticket: &Ticket,
    note: &Note,
) -> Result<Replied, ReplyError> {
    let now = world.clock.now();
    let id = world.entropy.message(now);
    let mut ticket = ticket.clone();
    for attempt in 0..TRIES {
        let mark = note.once.as_deref();
        if let Some(written) = once::written_before(world, &principal.organisation, mark).await? {
            return Ok(written);
        }
        if attempt > 0 {
            ticket = reload(world, principal, &ticket).await?;
        }
        let mut plan = plan::note(principal, &ticket, note, &id, now)?;
        plan.message.text = files::store_text(world, &plan.message, &note.text).await?;
        let beside = Beside {
            mark: note.once.as_deref(),
            ..Beside::default()
        };
        if commit(world, principal, &plan, beside, now).await? {
            return Ok(Replied {
                ticket: plan.ticket,
                message: plan.message,
            });
        }
    }
    Err(ReplyError::Contended)
}

async fn reload(
    world: &World,
    principal: &Principal,
    ticket: &Ticket,
) -> Result<Ticket, ReplyError> {
    world
        .store
        .ticket(&principal.organisation, &ticket.id)
        .await?
        .ok_or(ReplyError::Missing)
}

/// What is stored beside a message.
#[derive(Clone, Copy, Default)]
struct Beside<'a> {
    /// Drafts that it settles.
    drafts: &'a [Draft],
    /// Canned responses whose use it counts.
    used: &'a [CannedResponseId],
    /// The mark of the request.
    mark: Option<&'a str>,
}

/// Stores a plan; `false` when somebody else was first.
async fn commit(
    world: &World,
    principal: &Principal,
    plan: &plan::Plan,
    beside: Beside<'_>,
    now: Timestamp,
) -> Result<bool, ReplyError> {
    let mut commit = Commit::new(&principal.organisation, now);
    commit.update_ticket(&plan.ticket);
    add(world, &mut commit, &principal.actor, plan, now);
    for draft in beside.drafts {
        commit.update_draft(draft);
    }
    for id in beside.used {
        commit.canned_used(id, now);
    }
    once::leave(&mut commit, beside.mark, &plan.message, now);
    settled(world.store.commit(commit).await)
}

/// Adds a planned message to a change: the message, its audit lines and the task that sends it.
fn add(world: &World, commit: &mut Commit, actor: &Actor, plan: &plan::Plan, now: Timestamp) {
    commit.create_message(&plan.message);
    for applied in &plan.changes {
        let mut event = event(world, actor, applied, now);
        event
            .after
            .insert("message".to_owned(), serde_json::json!(plan.message.id));
        commit.event(&event);
    }
    if let Some(delivery) = &plan.message.delivery {
        commit.outbox(deliver_task(&plan.message), delivery.send_at);
    }
}

/// Whether a change was made; `false` when somebody else was first.
fn settled(outcome: Result<(), CommitError>) -> Result<bool, ReplyError> {
    match outcome {
        Ok(()) => Ok(true),
        Err(CommitError::Refused(_)) => Ok(false),
        Err(CommitError::Other(error)) => Err(error.into()),
    }
}

/// The task that sends a message.
#[must_use]
pub fn deliver_task(message: &Message) -> Task {
    Task::Deliver(MessageRef {
        organisation: message.organisation.clone(),
        ticket: message.ticket.clone(),
        message: message.id.clone(),
    })
}

/// The audit line of a change.
#[must_use]
pub fn event(world: &World, actor: &Actor, applied: &Applied, at: Timestamp) -> Event {
    Event {
        id: world.entropy.event(at),
        organisation: applied.ticket.organisation.clone(),
        ticket: applied.ticket.id.clone(),
        kind: applied.kind.to_owned(),
        actor: actor.clone(),
        before: applied.before.clone(),
        after: applied.after.clone(),
        at,
    }
}

/// A body as a message holds it before it was decided where it is kept.
fn unplaced() -> Stored {
    Stored::Inline(String::new())
}
