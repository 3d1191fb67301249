//! Pictures that a mail shows from other servers, fetched for the agent.
//!
//! Invariant: only what stands in the mail is fetched, so this is no way to call whatever one likes.

use crate::api::routes::Routes;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderValue, header};
use lambdesk_domain::ids::MessageId;
use lambdesk_domain::mail::html::shows_remote;

use super::{body, find, place};
use crate::api::access::{Allowed, ReadTickets};
use crate::api::add;
use crate::api::problem::{Answer, Code, Problem};
use crate::api::read::{Params, Segments, TicketRef};
use crate::api::views::PictureParams;

/// Nothing in it may load or run, should a browser be led to show it by itself.
const POLICY: &str = "default-src 'none'; sandbox";
/// Kept by the agent's browser: the mail does not change.
const KEPT: &str = "private, max-age=86400, immutable";

pub(super) fn register(router: Routes) -> Routes {
    add!(router, picture_read)
}

/// Fetch a picture that a mail shows from another server
///
/// The picture's server sees this helpdesk and neither the agent's address nor their browser. PNG, JPEG, GIF, WebP and AVIF up
/// to 4 MB, by their bytes; `no_picture` says why there is none.
#[utoipa::path(get, path = "/api/v1/tickets/{ticket}/messages/{message}/picture", operation_id = "picture_read", tag = "messages",
    params(("ticket" = String, Path, description = "Id or number."), ("message" = String, Path, description = "Id of the message."), PictureParams),
    responses((status = 200, description = "The picture.", content_type = "image/*", body = Vec<u8>)))]
async fn picture_read(
    caller: Allowed<ReadTickets>,
    Segments((named, id)): Segments<(TicketRef, MessageId)>,
    Params(params): Params<PictureParams>,
) -> Answer<Response> {
    let ticket = place(&caller, &named).await?;
    let message = find(&caller, &ticket, &id).await?;
    let html = body(&caller.world, message.html.as_ref()).await?;
    if !html.is_some_and(|html| shows_remote(&html, &params.url)) {
        return Err(Problem::not_found("picture in the mail"));
    }
    let found = caller.world.pictures.fetch(&params.url).await;
    let picture = found.map_err(|why| Problem::new(Code::NoPicture, why.to_string()))?;
    let mut response = Response::new(Body::from(picture.bytes));
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, picture.kind.word()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, KEPT),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
