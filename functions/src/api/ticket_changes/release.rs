//! Releasing tickets from quarantine.
//!
//! Invariant: a ticket leaves quarantine together with the tasks for its mails, so that it goes through the stages like any
//! other.

use crate::api::routes::Routes;
use axum::response::Response;
use http::HeaderMap;
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::message::{Message, Pipeline};
use lambdesk_domain::ticket::Change;

use super::{contended, older};
use crate::api::access::{Allowed, ChangeOperations};
use crate::api::add;
use crate::api::problem::Answer;
use crate::api::read::{Segments, TicketRef, if_match};
use crate::api::tickets::{answer, load};
use crate::api::views::TicketView;
use crate::replying::{TRIES, event};

/// Held mails that are worked on after a release, the newest ones; with their texts they must fit one transaction.
const MOST: usize = 10;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, ticket_release)
}

/// Release a ticket from quarantine
///
/// The ticket joins the queues as if it had just come in: facts are looked up and it is judged.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/release", operation_id = "ticket_release", tag = "operations",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = TicketView, headers(("ETag" = String)))))]
async fn ticket_release(
    caller: Allowed<ChangeOperations>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
) -> Answer<Response> {
    let expected = if_match(&headers)?;
    let (world, organisation) = (&caller.world, caller.organisation());
    for _ in 0..TRIES {
        let ticket = load(world, organisation, &named).await?;
        if expected.is_some_and(|version| version != ticket.version) {
            return Err(older(&ticket));
        }
        let now = caller.now();
        let applied = ticket.apply(&Change::Release, now)?;
        let messages = world.store.all_messages(organisation, &ticket.id).await?;
        let mut commit = Commit::new(organisation, now);
        commit.update_ticket(&applied.ticket);
        commit.event(&event(world, &caller.principal().actor, &applied, now));
        for message in messages.iter().rev().filter(|m| m.was_held()).take(MOST) {
            let waiting = waiting(message);
            commit.update_message(&waiting).next_stage(&waiting);
        }
        match world.store.commit(commit).await {
            Ok(()) => return answer(world, organisation, applied.ticket).await,
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Err(contended())
}

/// The message as it would have been without the quarantine.
fn waiting(message: &Message) -> Message {
    Message {
        pipeline: Pipeline::Enrich,
        version: message.version.saturating_add(1),
        ..message.clone()
    }
}
