//! Turns one raw mail into a ticket or a message of one.
//!
//! Invariant: the raw mail is stored before this runs and is never changed; a mail is done only when it is
//! a message, known as a duplicate, or parked with a reason.

use jiff::Timestamp;
use lambdesk_cloud::error::Kind;
use lambdesk_cloud::store::{Parked, ParkedSource, ParkedState};
use lambdesk_domain::ids::{MessageId, OrganisationId, ParkedId, TicketId};
use lambdesk_domain::task::{Task, TaskError};
use lambdesk_domain::ticket::Source;

use crate::batch::{Failure, Record};
use crate::world::World;

mod file;
mod notification;

/// Largest mail that is read: SES accepts 40 MB and adds its headers.
pub const MAX_RAW: u64 = 41 * 1024 * 1024;
/// What SES leaves under the prefix when a receipt rule is made; not a mail.
const SETUP_OBJECT: &str = "AMAZON_SES_SETUP_NOTIFICATION";

/// Pages of parked work looked through for a mail that was parked before; more of them is not an import's doing.
const PARKED_PAGES: usize = 20;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It opened a ticket.
    Opened(TicketId),
    /// It joined a ticket.
    Joined(TicketId),
    /// It was here before.
    Duplicate(TicketId, MessageId),
    /// It is not a mail to file, such as a notice of SES itself.
    Ignored,
}

/// One raw mail and how it came.
#[derive(Debug, Clone)]
pub struct RawMail<'a> {
    /// Its object.
    pub key: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// When it arrived.
    pub received: Timestamp,
    /// By mail or by import.
    pub source: Source,
}

/// Handles one queue message: a bucket notification, or the replay of one object.
///
/// # Errors
/// See [`Failure`].
pub async fn handle(world: &World, record: &Record) -> Result<(), Failure> {
    let now = world.clock.now();
    for object in objects(record, now)? {
        if object.key.ends_with(SETUP_OBJECT) {
            continue;
        }
        let _room = world.mail_room.acquire_many(room(object.size)).await;
        let bytes = fetch(world, &object.key).await?;
        let raw = RawMail {
            key: &object.key,
            bytes: &bytes,
            received: object.at.min(now),
            source: Source::Email,
        };
        let outcome = file(world, &raw).await?;
        tracing::info!(
            mail.size_bytes = bytes.len(),
            outcome = outcome.word(),
            "a mail was filed"
        );
    }
    Ok(())
}

/// The megabytes a mail takes, at least one; one of unknown size may be as large as any.
fn room(size: Option<u64>) -> u32 {
    let bytes = size.unwrap_or(MAX_RAW).clamp(1, MAX_RAW);
    u32::try_from(bytes.div_ceil(1024 * 1024)).unwrap_or(1)
}

fn objects(record: &Record, now: Timestamp) -> Result<Vec<notification::Object>, Failure> {
    match Task::decode(&record.body) {
        Ok(Task::Ingest { key }) => {
            return Ok(vec![notification::Object {
                key,
                at: record.sent_at(now),
                size: None,
            }]);
        }
        Ok(
            Task::Enrich(_)
            | Task::Triage(_)
            | Task::Deliver(_)
            | Task::SignIn { .. }
            | Task::Vectors { .. },
        ) => {
            return Err(nobodys("this task belongs to another queue".to_owned()));
        }
        Err(error @ TaskError::UnknownType(_)) => return Err(nobodys(error.to_string())),
        Err(TaskError::Malformed(_)) => {}
    }
    notification::read(&record.body, now).map_err(|error| nobodys(error.to_string()))
}

fn nobodys(reason: String) -> Failure {
    Failure::Park {
        organisation: None,
        reason,
    }
}

async fn fetch(world: &World, key: &str) -> Result<bytes::Bytes, Failure> {
    match world.blobs.get(key, MAX_RAW).await {
        Ok(bytes) if bytes.is_empty() => Err(nobodys(format!(
            "the object {key} is empty: there is no mail in it"
        ))),
        Ok(bytes) => Ok(bytes),
        Err(error) if error.kind == Kind::Full => Err(nobodys(format!(
            "the object {key} is larger than the {MAX_RAW} bytes a mail may have; open it in the bucket"
        ))),
        // S3 says "denied" for what is not there to a role that may not list.
        Err(error) if matches!(error.kind, Kind::NotFound | Kind::Denied) => Err(nobodys(format!(
            "the object {key} was gone before it was read; restore its last version, then replay"
        ))),
        Err(error) => Err(error.into()),
    }
}

/// Files one mail whose bytes are at hand: the road that mail, replay and import share.
///
/// # Errors
/// See [`Failure`].
pub async fn file(world: &World, raw: &RawMail<'_>) -> Result<Outcome, Failure> {
    file::file(world, raw).await
}

/// Parks a mail that an import could not file, so that it shows up beside the others.
///
/// # Errors
/// When even that cannot be stored.
pub async fn park_import(
    world: &World,
    organisation: &OrganisationId,
    key: &str,
    reason: String,
) -> Result<ParkedId, lambdesk_cloud::error::Error> {
    if let Some(id) = parked_before(world, organisation, key).await? {
        return Ok(id);
    }
    let now = world.clock.now();
    let id = world.entropy.parked(now);
    world
        .store
        .park(&Parked {
            id: id.clone(),
            organisation: organisation.clone(),
            stage: lambdesk_cloud::config::Role::Ingest,
            reason,
            source: ParkedSource::Raw(key.to_owned()),
            at: now,
            attempts: 1,
            state: ParkedState::Open,
        })
        .await?;
    Ok(id)
}

/// The same mail, parked by an earlier run of the same import.
async fn parked_before(
    world: &World,
    organisation: &OrganisationId,
    key: &str,
) -> Result<Option<ParkedId>, lambdesk_cloud::error::Error> {
    let mut cursor: Option<String> = None;
    for _ in 0..PARKED_PAGES {
        let page = world
            .store
            .parked(organisation, cursor.as_deref(), 100)
            .await?;
        let same = |parked: &Parked| matches!(&parked.source, ParkedSource::Raw(raw) if raw == key);
        if let Some(found) = page.items.into_iter().find(same) {
            return Ok(Some(found.id));
        }
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    Ok(None)
}

impl Outcome {
    fn word(&self) -> &'static str {
        match self {
            Outcome::Opened(_) => "opened",
            Outcome::Joined(_) => "joined",
            Outcome::Duplicate(..) => "duplicate",
            Outcome::Ignored => "ignored",
        }
    }
}
