//! Reading messages: texts, files, the raw mail, and to whom an answer would go.
//!
//! Invariant: files never pass through here; clients are sent to an address that works for five minutes.

mod picture;
mod sender;

use std::time::Duration;

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::SignedDuration;
use lambdesk_domain::ids::{MessageId, TicketId};
use lambdesk_domain::message::{Message, Stored};
use lambdesk_domain::recipients;

use super::access::{Allowed, ReadTickets};
use super::add;
use super::problem::{Answer, Problem};
use super::read::{Params, Segments, TicketRef, wants_json};
use super::tickets::{bad_cursor, load};
use super::views::{
    AddressView, Bodies, DownloadView, MessageView, PageParams, PageView, RecipientParams,
    RecipientsView,
};
use crate::replying::recipients_of;
use crate::world::World;

/// How long an address of a file works.
const DOWNLOAD: Duration = Duration::from_secs(300);
/// Most bytes of bodies in one answer, as [`weight`] counts them: Lambda's answers end at 6 MB.
const BODY_BUDGET: usize = 4 * 1024 * 1024;
/// Bodies read at the same time.
const AT_A_TIME: usize = 8;

pub(super) fn register(router: Routes) -> Routes {
    add!(
        sender::register(picture::register(router)),
        messages_list,
        message_read,
        message_raw,
        attachment_read,
        recipients_read
    )
}

/// List the messages of a ticket
///
/// Oldest first. `reply_text` is what is new in a mail; `text` is all of it. Very long bodies are left out: read such a
/// message by itself.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/messages", operation_id = "messages_list", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), PageParams),
    responses((status = 200, body = PageView<MessageView>)))]
async fn messages_list(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
    Params(params): Params<PageParams>,
) -> Answer<Json<PageView<MessageView>>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let found = caller.world.store.messages(
        caller.organisation(),
        &ticket.id,
        params.cursor.as_deref(),
        params.size(),
    );
    let mut page = found.await.map_err(bad_cursor)?;
    let messages = std::mem::take(&mut page.items);
    let items = views(&caller.world, messages).await;
    Ok(Json(PageView {
        items,
        next: page.next,
        truncated: page.truncated,
    }))
}

/// Reads the bodies of messages side by side, then gives out the budget in their order.
async fn views(world: &World, messages: Vec<Message>) -> Vec<MessageView> {
    let read: Vec<(Message, Bodies)> = stream::iter(messages)
        .map(|message| async move {
            let bodies = bodies(world, &message).await;
            (message, bodies)
        })
        .buffered(AT_A_TIME)
        .collect()
        .await;
    let mut left = BODY_BUDGET;
    read.into_iter()
        .map(|(message, bodies)| MessageView::of(message, within(bodies, &mut left)))
        .collect()
}

/// What fits the budget. The text goes before the HTML: it is what is always shown.
fn within(bodies: Bodies, left: &mut usize) -> Bodies {
    let mut kept = Bodies {
        truncated: bodies.truncated,
        ..Bodies::default()
    };
    for (body, slot) in [(bodies.text, &mut kept.text), (bodies.html, &mut kept.html)] {
        let Some(body) = body else { continue };
        match left.checked_sub(weight(&body)) {
            Some(rest) => {
                *left = rest;
                *slot = Some(body);
            }
            None => kept.truncated = true,
        }
    }
    kept
}

/// The bytes a text takes in Lambda's answer: it is JSON within JSON there, so quotes and controls are escaped twice.
fn weight(text: &str) -> usize {
    let byte = |b: u8| match b {
        b'"' | b'\\' => 4,
        b'\n' | b'\r' | b'\t' => 3,
        0..=0x1f => 7,
        _ => 1,
    };
    text.bytes().map(byte).sum()
}

/// A body that cannot be read leaves its message readable: the raw mail is still there.
async fn bodies(world: &World, message: &Message) -> Bodies {
    let (text, html) = futures_util::future::join(
        body(world, Some(&message.text)),
        body(world, message.html.as_ref()),
    )
    .await;
    let truncated = text.is_err() || html.is_err();
    Bodies {
        text: text.unwrap_or_default(),
        html: html.unwrap_or_default(),
        truncated,
    }
}

async fn body(
    world: &World,
    stored: Option<&Stored>,
) -> Result<Option<String>, lambdesk_cloud::Error> {
    match stored {
        None => Ok(None),
        Some(Stored::Inline(text)) => Ok(Some(text.clone())),
        Some(Stored::Blob(key)) => {
            let bytes = world
                .blobs
                .get(key, BODY_BUDGET as u64)
                .await
                .inspect_err(|error| {
                    tracing::warn!(error = %error, "a body of a message cannot be shown");
                })?;
            Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
        }
    }
}

/// Read one message
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/messages/{message}", operation_id = "message_read", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message.")),
    responses((status = 200, body = MessageView)))]
async fn message_read(
    caller: Allowed<ReadTickets>,
    Segments((named, id)): Segments<(TicketRef, MessageId)>,
) -> Answer<Json<MessageView>> {
    let ticket = place(&caller, &named).await?;
    let message = find(&caller, &ticket, &id).await?;
    Ok(Json(view(&caller.world, message).await))
}

/// The view of one message with its bodies.
pub(super) async fn view(world: &World, message: Message) -> MessageView {
    let bodies = bodies(world, &message).await;
    MessageView::of(message, within(bodies, &mut BODY_BUDGET.clone()))
}

/// The id of the ticket a path names; only a number needs to be looked up.
pub(super) async fn place<P>(caller: &Allowed<P>, named: &TicketRef) -> Answer<TicketId> {
    match named {
        TicketRef::Id(id) => Ok(id.clone()),
        TicketRef::Number(_) => Ok(load(&caller.world, caller.organisation(), named).await?.id),
    }
}

async fn find<P>(caller: &Allowed<P>, ticket: &TicketId, id: &MessageId) -> Answer<Message> {
    let found = caller
        .world
        .store
        .message(caller.organisation(), ticket, id)
        .await?;
    found.ok_or_else(|| Problem::not_found("message"))
}

/// Download the raw mail
///
/// Redirects to an address that works for five minutes, or names it as JSON when `Accept: application/json` asks for it.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/messages/{message}/raw", operation_id = "message_raw", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message.")),
    responses((status = 302, description = "The mail as received.", headers(("Location" = String))), (status = 200, body = DownloadView)))]
async fn message_raw(
    caller: Allowed<ReadTickets>,
    Segments((named, id)): Segments<(TicketRef, MessageId)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let ticket = place(&caller, &named).await?;
    let message = find(&caller, &ticket, &id).await?;
    let key = message
        .provenance
        .raw_key
        .ok_or_else(|| Problem::not_found("raw mail"))?;
    download(
        &caller,
        &headers,
        &key,
        &format!("{id}.eml"),
        "message/rfc822",
    )
    .await
}

/// Download a file of a message
///
/// Redirects to an address that works for five minutes, or names it as JSON when `Accept: application/json` asks for it.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/messages/{message}/attachments/{index}", operation_id = "attachment_read", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message."),
        ("index" = u32, Path, description = "Number of the file within the message, from 0.")),
    responses((status = 302, description = "The file.", headers(("Location" = String))), (status = 200, body = DownloadView)))]
async fn attachment_read(
    caller: Allowed<ReadTickets>,
    Segments((named, id, index)): Segments<(TicketRef, MessageId, u32)>,
    headers: HeaderMap,
) -> Answer<Response> {
    let ticket = place(&caller, &named).await?;
    let message = find(&caller, &ticket, &id).await?;
    let file = message
        .attachments
        .into_iter()
        .find(|file| file.index == index);
    let file = file.ok_or_else(|| Problem::not_found("attachment"))?;
    let Some(key) = file.blob else {
        let why = file
            .note
            .unwrap_or_else(|| "its bytes were not kept".to_owned());
        return Err(
            Problem::not_found("file").next(format!("{why}; the raw mail may still hold it"))
        );
    };
    download(&caller, &headers, &key, &file.name, &file.media_type).await
}

async fn download(
    caller: &Allowed<ReadTickets>,
    headers: &HeaderMap,
    key: &str,
    name: &str,
    media_type: &str,
) -> Answer<Response> {
    let url = caller
        .world
        .blobs
        .presign_get(key, name, media_type, DOWNLOAD)
        .await?;
    if wants_json(headers) {
        let expires = caller
            .now()
            .saturating_add(SignedDuration::from_secs(300))
            .unwrap_or_else(|_| caller.now());
        return Ok(Json(DownloadView { url, expires }).into_response());
    }
    let mut response = StatusCode::FOUND.into_response();
    let location = HeaderValue::from_str(&url).map_err(|_| Problem::not_found("file"))?;
    response.headers_mut().insert(header::LOCATION, location);
    Ok(response)
}

/// Preview the recipients of a reply
///
/// To whom a reply goes when it names nobody, and who of them has not taken part in the ticket yet.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/recipients", operation_id = "recipients_read", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), RecipientParams),
    responses((status = 200, body = RecipientsView)))]
async fn recipients_read(
    caller: Allowed<ReadTickets>,
    Segments(named): Segments<TicketRef>,
    Params(params): Params<RecipientParams>,
) -> Answer<Json<RecipientsView>> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let directory = caller.world.directory(caller.organisation()).await?;
    let messages = caller
        .world
        .store
        .all_messages(caller.organisation(), &ticket.id)
        .await?;
    let found = recipients_of(&ticket, &messages, &directory, params.all.unwrap_or(false));
    let problem = recipients::check(&found, &|email| directory.is_own(email)).err();
    let first_time = recipients::first_time(&found, &ticket.participants);
    Ok(Json(RecipientsView {
        to: AddressView::all(&found.to),
        cc: AddressView::all(&found.cc),
        bcc: AddressView::all(&found.bcc),
        first_time: AddressView::all(&first_time),
        problem: problem.map(|why| why.to_string()),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weight_is_what_the_text_takes_when_escaped_twice() {
        for text in ["plain é", "line\nbreak\t\r", "say \"hi\" \\", "\u{1}\u{1f}"] {
            let once = serde_json::to_string(text).unwrap();
            let twice = serde_json::to_string(&once[1..once.len() - 1]).unwrap();
            assert_eq!(weight(text), twice.len() - 2, "{text:?}");
        }
    }

    #[test]
    fn bodies_beyond_the_budget_are_left_out_and_marked() {
        let of = |text: &str, html: &str| Bodies {
            text: Some(text.into()),
            html: Some(html.into()),
            truncated: false,
        };
        let mut left = 10;
        let first = within(of("12345", "1234567"), &mut left);
        assert_eq!(
            (first.text.as_deref(), first.html, first.truncated),
            (Some("12345"), None, true)
        );
        let second = within(of("12345", ""), &mut left);
        assert_eq!(
            (second.text.as_deref(), second.truncated, left),
            (Some("12345"), false, 0)
        );
    }
}
