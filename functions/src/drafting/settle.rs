//! What a reply means for the drafts of its ticket.
//!
//! Invariant: a draft is settled in the transaction of the reply, from the version that was read; two agents cannot use it twice.

use jiff::Timestamp;
use lambdesk_cloud::error::{Error, chain};
use lambdesk_domain::draft::state::{Draft, Settled, State, Step, Taken};
use lambdesk_domain::ids::{DraftId, MessageId};
use lambdesk_domain::people::Actor;
use lambdesk_domain::ticket::Ticket;

use crate::world::World;

/// Why a reply cannot be written from a draft.
#[derive(Debug, thiserror::Error)]
pub enum NoDraft {
    /// There is none with this id.
    #[error("the ticket has no such draft")]
    Missing,
    /// It was used or overtaken.
    #[error(transparent)]
    Settled(#[from] Settled),
    /// A service failed.
    #[error(transparent)]
    Service(#[from] Error),
}

/// The open drafts of a ticket as they stand after a reply: the one it began from, and others it replaces.
///
/// # Errors
/// When the reply names a draft that is not there or not open. Without one nothing here holds a reply up.
pub async fn settled_by(
    world: &World,
    ticket: &Ticket,
    from: Option<&DraftId>,
    reply: (&MessageId, &str),
    by: &Actor,
    now: Timestamp,
) -> Result<Vec<Draft>, NoDraft> {
    let drafts = match world.store.drafts(&ticket.organisation, &ticket.id).await {
        Ok(drafts) => drafts,
        Err(error) if from.is_some() => return Err(error.into()),
        Err(error) => {
            tracing::warn!(error = chain(&error), "the drafts of a ticket stay open");
            Vec::new()
        }
    };
    if from.is_some_and(|id| !drafts.iter().any(|draft| draft.id == *id)) {
        return Err(NoDraft::Missing);
    }
    let (message, text) = reply;
    let mut settled = Vec::new();
    for mut draft in drafts {
        let begun_from = from == Some(&draft.id);
        if !begun_from && !draft.state.is_open() {
            continue;
        }
        let taken = if begun_from {
            draft.taken(text)
        } else {
            Taken::Replaced
        };
        let sent = Step::Sent {
            message: message.clone(),
            text: text.to_owned(),
            taken,
        };
        draft.step(sent, by, now)?;
        settled.push(draft);
    }
    Ok(settled)
}

/// The drafts that are open again because the reply they became was taken back.
///
/// # Errors
/// When the table cannot be read.
pub async fn taken_back(
    world: &World,
    ticket: &Ticket,
    message: &MessageId,
    by: &Actor,
    now: Timestamp,
) -> Result<Vec<Draft>, Error> {
    let drafts = world.store.drafts(&ticket.organisation, &ticket.id).await?;
    let newest = drafts.first().map(|draft| draft.id.clone());
    let became =
        |draft: &Draft| matches!(&draft.state, State::Sent { message: m, .. } if m == message);
    let open = drafts.into_iter().filter(|draft| {
        // An older one has been overtaken since.
        became(draft) && Some(&draft.id) == newest.as_ref()
    });
    Ok(open
        .filter_map(|mut draft| {
            let back = Step::TakenBack {
                message: message.clone(),
            };
            draft.step(back, by, now).ok()?;
            Some(draft)
        })
        .collect())
}
