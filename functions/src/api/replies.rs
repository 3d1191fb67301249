//! Answering customers: reply, take back, send again.

use crate::api::routes::Routes;
use axum::Json;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use jiff::{SignedDuration, Timestamp};
use lambdesk_domain::address::Address;
use lambdesk_domain::ids::MessageId;
use lambdesk_domain::mail::html::to_text;
use lambdesk_domain::message::{Message, PublicMessage};
use lambdesk_domain::recipients::Recipients;
use lambdesk_domain::ticket::Ticket;
use serde_json::json;

use super::access::{Allowed, Reply};
use super::add;
use super::idempotency::mark_of;
use super::messages::{place, view};
use super::problem::{Answer, Code, Problem};
use super::read::{Body, Segments, TicketRef, line};
use super::tickets::load;
use super::views::{AddressView, CreateReply, MessageView};
use crate::replying::{self, MAX_FILES, ReplyDraft, ReplyError};

/// Furthest away a reply can be sent later.
const LATEST: SignedDuration = SignedDuration::from_hours(90 * 24);
const MAX_TEXT: usize = 200_000;
const MAX_HTML: usize = 500_000;
const MAX_UNDO: u32 = 120;
const MAX_CANNED: usize = 10;

pub(super) fn register(router: Routes) -> Routes {
    add!(router, reply_create, message_cancel, message_resend)
}

/// Reply to the customer
///
/// Puts the mail into the outbox in the same transaction as the message. Recipients come from the message being answered
/// unless named. With `seen_messages`, something newer is answered with 409 `newer_message` and the ids of the new messages.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/replies", operation_id = "reply_create", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number.")),
    request_body = CreateReply, responses((status = 201, body = MessageView)))]
async fn reply_create(
    caller: Allowed<Reply>,
    Segments(named): Segments<TicketRef>,
    headers: HeaderMap,
    Body(body): Body<CreateReply>,
) -> Answer<Response> {
    let ticket = load(&caller.world, caller.organisation(), &named).await?;
    let message = send(&caller, &ticket, &headers, body).await?;
    let view = view(&caller.world, message).await;
    Ok((StatusCode::CREATED, Json(view)).into_response())
}

/// Writes a reply into its ticket and puts it into the outbox.
pub(super) async fn send(
    caller: &Allowed<Reply>,
    ticket: &Ticket,
    headers: &HeaderMap,
    body: CreateReply,
) -> Answer<Message> {
    let draft = ReplyDraft {
        once: mark_of(&caller.principal().actor, headers, &body.text),
        ..draft(body, caller.now())?
    };
    let replied = replying::reply(&caller.world, caller.principal(), ticket, &draft);
    Ok(Box::pin(replied).await?.message)
}

fn draft(body: CreateReply, now: Timestamp) -> Answer<ReplyDraft> {
    let html = body.html.filter(|html| !html.trim().is_empty());
    let text = match &html {
        Some(html) if body.text.trim().is_empty() => to_text(html),
        _ => body.text,
    };
    bounded("text", &text, MAX_TEXT)?;
    bounded("html", html.as_deref().unwrap_or_default(), MAX_HTML)?;
    if text.trim().is_empty() {
        return Err(Problem::invalid("text", "is empty; write something"));
    }
    if body.attachments.len() > MAX_FILES {
        return Err(Problem::invalid(
            "attachments",
            format_args!("are at most {MAX_FILES}"),
        ));
    }
    if body.canned_responses.len() > MAX_CANNED {
        return Err(Problem::invalid(
            "canned_responses",
            format_args!("are at most {MAX_CANNED}"),
        ));
    }
    let send_at = send_at(body.send_at, body.undo_seconds, now)?;
    let files = body
        .attachments
        .into_iter()
        .map(|file| Ok((file.upload, line("attachments.name", &file.name, 200)?)));
    let files = files.collect::<Answer<Vec<_>>>()?;
    let bcc = addresses("bcc", body.bcc.unwrap_or_default())?;
    let recipients = match (body.to, body.cc) {
        (Some(to), cc) => Some(Recipients {
            to: addresses("to", to)?,
            cc: addresses("cc", cc.unwrap_or_default())?,
            bcc: Vec::new(),
        }),
        (None, None) => None,
        (None, Some(_)) => return Err(Problem::invalid("cc", "needs `to`; name both or neither")),
    };
    Ok(ReplyDraft {
        text,
        html,
        recipients,
        bcc,
        all: body.reply_all,
        files,
        quote_history: body.quote_history,
        send_at,
        seen: body.seen_messages,
        status: body.status.map(|word| word.0),
        draft: body.draft,
        canned: body.canned_responses,
        once: None,
    })
}

fn bounded(field: &str, value: &str, most: usize) -> Answer<()> {
    if value.chars().count() > most {
        return Err(Problem::invalid(
            field,
            format_args!("has at most {most} characters"),
        ));
    }
    Ok(())
}

fn send_at(
    wanted: Option<Timestamp>,
    undo_seconds: u32,
    now: Timestamp,
) -> Answer<Option<Timestamp>> {
    if undo_seconds > MAX_UNDO {
        return Err(Problem::invalid(
            "undo_seconds",
            format_args!("is 0 to {MAX_UNDO}"),
        ));
    }
    let undo = now
        .saturating_add(SignedDuration::from_secs(i64::from(undo_seconds)))
        .unwrap_or(now);
    let Some(wanted) = wanted else {
        return Ok((undo_seconds > 0).then_some(undo));
    };
    if wanted <= now || wanted.duration_since(now) > LATEST {
        return Err(Problem::invalid(
            "send_at",
            "is in the future, at most 90 days from now",
        ));
    }
    // The store keeps milliseconds; a moment between two of them would never compare equal again.
    let wanted = Timestamp::from_millisecond(wanted.as_millisecond()).unwrap_or(wanted);
    Ok(Some(wanted.max(undo)))
}

fn addresses(field: &str, list: Vec<AddressView>) -> Answer<Vec<Address>> {
    let read = |view: AddressView| {
        if let Some(name) = view.name.as_deref().filter(|name| !name.trim().is_empty()) {
            line(&format!("{field}.name"), name, 200)?;
        }
        super::read::email(&format!("{field}.email"), &view.email)?;
        Ok(view.address())
    };
    list.into_iter().map(read).collect()
}

/// Take a reply back
///
/// Possible until it is sent: within its undo window, or before `send_at`. If it was the last word, the ticket opens again.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/messages/{message}/cancel", operation_id = "message_cancel", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message.")),
    responses((status = 200, body = MessageView)))]
async fn message_cancel(
    caller: Allowed<Reply>,
    Segments((named, id)): Segments<(TicketRef, MessageId)>,
    _headers: HeaderMap,
) -> Answer<Json<MessageView>> {
    let ticket = place(&caller, &named).await?;
    let message = replying::cancel(&caller.world, caller.principal(), &ticket, &id).await?;
    Ok(Json(view(&caller.world, message).await))
}

/// Send a message again
///
/// For messages that failed, bounced, were taken back or whose outcome is uncertain. Sending an uncertain one again may
/// send it twice: that is why a person has to ask for it.
#[utoipa::path(post, path = "/api/v1/tickets/{ticket}/messages/{message}/resend", operation_id = "message_resend", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message.")),
    responses((status = 200, body = MessageView)))]
async fn message_resend(
    caller: Allowed<Reply>,
    Segments((named, id)): Segments<(TicketRef, MessageId)>,
    _headers: HeaderMap,
) -> Answer<Json<MessageView>> {
    let ticket = place(&caller, &named).await?;
    let message = replying::resend(&caller.world, caller.principal(), &ticket, &id).await?;
    debug_assert!(
        PublicMessage::of(&message).is_some(),
        "only public messages have a delivery"
    );
    Ok(Json(view(&caller.world, message).await))
}

impl From<ReplyError> for Problem {
    fn from(error: ReplyError) -> Self {
        let detail = error.to_string();
        match error {
            ReplyError::Newer(ids) => {
                Self::new(Code::NewerMessage, detail).with("messages", json!(ids))
            }
            ReplyError::Empty => Self::invalid("text", "is empty; write something"),
            ReplyError::NoMailbox | ReplyError::Held => Self::new(Code::NotPossible, detail),
            ReplyError::Recipients(_) => Self::invalid("to", detail),
            ReplyError::Refused(refusal) => refusal.into(),
            ReplyError::Delivery(refusal) => refusal.into(),
            ReplyError::File(_) => Self::invalid("attachments", detail),
            ReplyError::Draft(refusal) => refusal.into(),
            ReplyError::Missing => Self::not_found("outgoing message"),
            ReplyError::Contended => Self::new(Code::Conflict, detail),
            ReplyError::Service(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(json: serde_json::Value) -> CreateReply {
        serde_json::from_value(json).unwrap()
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn undo_and_send_later_add_up_to_the_later_one() {
        assert_eq!(send_at(None, 0, at(100)).unwrap(), None);
        assert_eq!(send_at(None, 10, at(100)).unwrap(), Some(at(110)));
        assert_eq!(send_at(Some(at(105)), 10, at(100)).unwrap(), Some(at(110)));
        assert_eq!(send_at(Some(at(500)), 10, at(100)).unwrap(), Some(at(500)));
        assert!(send_at(None, 121, at(100)).is_err());
        assert!(send_at(Some(at(100)), 0, at(100)).is_err());
        assert!(send_at(Some(at(100 + 91 * 86_400)), 0, at(100)).is_err());
    }

    #[test]
    fn html_alone_gives_the_text() {
        let draft = draft(
            body(json!({"text": "", "html": "<p>Hello</p><p>Ann</p>"})),
            at(1),
        )
        .unwrap();
        assert!(draft.text.contains("Hello") && draft.text.contains("Ann"));
    }

    #[test]
    fn what_cannot_be_sent_is_refused_by_field() {
        let field = |json| {
            draft(body(json), at(1)).unwrap_err().body("r")["field"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        assert_eq!(field(json!({"text": "  "})), "text");
        assert_eq!(field(json!({"text": "x", "cc": []})), "cc");
        assert_eq!(
            field(json!({"text": "x", "to": [{"email": "nobody"}]})),
            "to.email"
        );
        assert_eq!(
            field(json!({"text": "x", "to": [{"email": "a@example.com", "name": "a\r\nBcc: b"}]})),
            "to.name"
        );
        assert_eq!(
            field(json!({"text": "x", "undo_seconds": 500})),
            "undo_seconds"
        );
    }

    #[test]
    fn newer_messages_are_named() {
        let id = MessageId::new(1, [1; 10]);
        let body = Problem::from(ReplyError::Newer(vec![id.clone()])).body("r");
        assert_eq!(
            (body["code"].as_str(), &body["messages"]),
            (Some("newer_message"), &json!([id]))
        );
    }
}
