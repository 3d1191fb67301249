//! One request writes one message, however often it is repeated.
//!
//! The kept answer of a request is stored after its work; a function that ends between the two leaves work without an
//! answer. Invariant: the mark of a request is part of the transaction that does its work.

use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::store::{Commit, IdGuard};
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::Message;
use lambdesk_domain::threading::{IdKind, IdRecord};

use super::{Replied, ReplyError};
use crate::world::World;

/// The mark of a request: who asks, the key they gave it, and what they say.
#[must_use]
pub fn mark(caller: &str, key: &str, text: &str) -> String {
    format!("request:{}", sha256_hex(format!("{caller}\n{key}\n{text}")))
}

/// What an earlier try of the same request wrote before it ended without an answer.
///
/// # Errors
/// When the table cannot be read, or what was written is gone.
pub async fn written_before(
    world: &World,
    organisation: &OrganisationId,
    mark: Option<&str>,
) -> Result<Option<Replied>, ReplyError> {
    let Some(mark) = mark else {
        return Ok(None);
    };
    let found = world
        .store
        .known_ids(organisation, &[mark.to_owned()])
        .await?;
    let Some(record) = found.get(mark) else {
        return Ok(None);
    };
    let id = record.message.as_ref().ok_or(ReplyError::Missing)?;
    let message = world
        .store
        .message(organisation, &record.ticket, id)
        .await?;
    let ticket = world.store.ticket(organisation, &record.ticket).await?;
    match (ticket, message) {
        (Some(ticket), Some(message)) => Ok(Some(Replied { ticket, message })),
        _ => Err(ReplyError::Missing),
    }
}

/// Leaves the mark with the message; the commit is refused when somebody left it before.
pub fn leave(commit: &mut Commit, mark: Option<&str>, message: &Message) {
    let Some(mark) = mark else { return };
    let record = IdRecord {
        kind: IdKind::Sent,
        ticket: message.ticket.clone(),
        message: Some(message.id.clone()),
        content_hash: None,
    };
    commit.index_id(mark, &record, IdGuard::Unseen);
}
