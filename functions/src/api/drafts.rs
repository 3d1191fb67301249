//! Drafts of replies: read, send as they are or edited, dismiss.
//!
//! Invariant: a draft becomes a reply on the one road that replies take, with its undo window, its check for newer messages
//! and its `Idempotency-Key`.

use std::collections::BTreeMap;

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use lambdesk_cloud::store::{Commit, CommitError};
use lambdesk_domain::draft::state::{Draft, Step};
use lambdesk_domain::ids::{DraftId, TicketId};
use lambdesk_domain::ticket::Event;
use serde_json::json;

use super::access::{Allowed, ReadTickets, Reply};
use super::add;
use super::messages::{place, view};
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Segments, TicketRef, text};
use super::replies;
use super::tickets::load;
use super::views::{AcceptDraft, DismissDraft, DraftView, ListView, MessageView};
use crate::drafting::NoDraft;
use crate::replying::TRIES;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, drafts_list, draft_read, draft_accept, draft_dismiss)
}

/// List the drafts of a ticket
///
/// Newest first, at most 50, settled ones included: at most the first is `suggested`.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/drafts", operation_id = "drafts_list", tag = "drafts",
    params(("ticket" = String, Path, description = "Id or number.")),
    responses((status = 200, body = ListView<DraftView>)))]
async fn drafts_list(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
) -> Answer<Json<ListView<DraftView>>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let found = caller.world.store.drafts(caller.organisation(), &ticket.id);
    let items = found.await?.into_iter().map(DraftView::from).collect();
    Ok(Json(ListView { items }))
}

/// Read a draft
///
/// Its text, each sentence with what supports it, and the passages it cites as they were when it was made.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/drafts/{draft}", operation_id = "draft_read", tag = "drafts",
    params(("ticket" = String, Path, description = "Id or number."), ("draft" = String, Path, description = "Id of the draft.")),
    responses((status = 200, body = DraftView)))]
async fn draft_read(
    caller: Allowed<ReadTickets>,
    Segments((named, id)): Segments<(TicketRef, DraftId)>,
) -> Answer<Json<DraftView>> {
    let ticket = place(&caller, &named).await?;
    Ok(Json(find(&caller, &ticket, &id).await?.into()))
}

async fn find<P>(caller: &Allowed<P>, ticket: &TicketId, id: &DraftId) -> Answer<Draft> {
    let store = &caller.world.store;
    let found = store.draft(caller.organisation(), ticket, id).await?;
    found.ok_or_else(|| Problem::not_found("draft"))
}

/// Send a draft as the reply
///
/// As it is, or with the text an agent made of it. It is a reply like any other, with its undo window and its states; how far it
/// is from the draft is kept with the draft. Taken back in time, the draft is open again.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/drafts/{draft}/accept", operation_id = "draft_accept", tag = "drafts",
    params(("ticket" = String, Path, description = "Id or number."), ("draft" = String, Path, description = "Id of the draft.")),
    request_body = AcceptDraft, responses((status = 201, body = MessageView)))]
async fn draft_accept(
    caller: Allowed<Reply>,
    Segments((named, id)): Segments<(TicketRef, DraftId)>,
    headers: HeaderMap,
    Body(body): Body<AcceptDraft>,
) -> Answer<Response> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let draft = find(&caller, &ticket.id, &id).await?;
    let message = replies::send(&caller, &ticket, &headers, body.reply(&draft)).await?;
    let view = view(&caller.world, message).await;
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// Dismiss a draft
///
/// The reason is kept: it tells which drafts are worth making.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/drafts/{draft}/dismiss", operation_id = "draft_dismiss", tag = "drafts",
    params(("ticket" = String, Path, description = "Id or number."), ("draft" = String, Path, description = "Id of the draft.")),
    request_body = DismissDraft, responses((status = 200, body = DraftView)))]
async fn draft_dismiss(
    caller: Allowed<Reply>,
    Segments((named, id)): Segments<(TicketRef, DraftId)>,
    _headers: HeaderMap,
    Body(body): Body<DismissDraft>,
) -> Answer<Json<DraftView>> {
    let comment = body.comment.as_deref().filter(|c| !c.trim().is_empty());
    let comment = comment.map(|c| text("comment", c, 1_000)).transpose()?;
    let ticket = place(&caller, &named).await?;
    let step = Step::Dismiss {
        reason: body.reason.0,
        comment,
    };
    for _ in 0..TRIES {
        let mut draft = find(&caller, &ticket, &id).await?;
        let now = caller.now();
        draft
            .step(step.clone(), &caller.principal().actor, now)
            .map_err(NoDraft::from)?;
        let mut commit = Commit::new(caller.organisation(), now);
        commit
            .update_draft(&draft)
            .event(&dismissed(&caller, &draft));
        match caller.world.store.commit(commit).await {
            Ok(()) => return Ok(Json(draft.into())),
            Err(CommitError::Refused(_)) => {}
            Err(CommitError::Other(error)) => return Err(error.into()),
        }
    }
    Err(super::ticket_changes::contended())
}

fn dismissed<P>(caller: &Allowed<P>, draft: &Draft) -> Event {
    let now = caller.now();
    Event {
        id: caller.world.entropy.event(now),
        organisation: draft.organisation.clone(),
        ticket: draft.ticket.clone(),
        kind: "draft.dismissed".to_owned(),
        actor: caller.principal().actor.clone(),
        before: BTreeMap::new(),
        after: BTreeMap::from([("draft".to_owned(), json!(draft.id))]),
        at: now,
    }
}

impl From<NoDraft> for Problem {
    fn from(refusal: NoDraft) -> Self {
        match refusal {
            NoDraft::Missing => Self::not_found("draft"),
            NoDraft::Settled(settled) => Self::new(Code::NotPossible, settled.to_string()),
            NoDraft::Service(error) => error.into(),
        }
    }
}
