//! One request writes one message, however often it is repeated.
//!
//! The kept answer of a request is stored after its work; a function that ends between the two leaves work without an
//! answer. Invariant: the mark of a request is part of the transaction that does its work.
//!
//! A mark is removed after two days (`MARKED` of the store): the answer is kept for one, and a repetition in its last
//! second may itself be repeated for another. After that the key is free, and the same words are a new request.

use jiff::Timestamp;
use lambdesk_cloud::entropy::sha256_hex;
use lambdesk_cloud::store::Commit;
use lambdesk_domain::ids::OrganisationId;
use lambdesk_domain::message::Message;

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
    let (store, now) = (&world.store, world.clock.now());
    let Some(marked) = store.marked(organisation, mark, now).await? else {
        return Ok(None);
    };
    let message = store
        .message(organisation, &marked.ticket, &marked.message)
        .await?;
    let ticket = store.ticket(organisation, &marked.ticket).await?;
    match (ticket, message) {
        (Some(ticket), Some(message)) => Ok(Some(Replied { ticket, message })),
        _ => Err(ReplyError::Missing),
    }
}

/// Leaves the mark with the message; the commit is refused when somebody left it before.
pub fn leave(commit: &mut Commit, mark: Option<&str>, message: &Message, now: Timestamp) {
    if let Some(mark) = mark {
        commit.mark(mark, message, now);
    }
}
