//! Internal notes: agents only, never in a mail.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};

use super::access::{Allowed, WriteNote};
use super::add;
use super::idempotency::mark_of;
use super::messages::view;
use super::problem::Answer;
use super::read::{Body, Segments, TicketRef, text};
use super::tickets::load;
use super::views::{CreateNote, MessageView};
use crate::replying::{self, Note};

pub(super) fn register(router: Routes) -> Routes {
    add!(router, note_create)
}

/// Write an internal note
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/notes", operation_id = "note_create", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number.")),
    request_body = CreateNote, responses((status = 201, body = MessageView)))]
async fn note_create(
    caller: Allowed<WriteNote>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
    Body(body): Body<CreateNote>,
) -> Answer<Response> {
    let note = Note {
        text: text("text", &body.text, 200_000)?,
        once: mark_of(&caller.principal().actor, &headers, &body.text),
    };
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let written = Box::pin(replying::note(
        &caller.world,
        caller.principal(),
        &ticket,
        &note,
    ))
    .await?;
    Ok((
        StatusCode::CREATED,
        Json(view(&caller.world, written.message).await),
    )
        .into_response())
}
